//! `rapporteur code`: the events of texts, a sentence, paragraph or story a line.

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use rapporteur::language::Pipeline;
use rapporteur_events::{Coder, Dictionaries, Extraction};
use serde_json::Value;

use crate::code::lines::{Line, Lines, Made};
use crate::code::{print, record};

/// How events are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeFormat {
    /// PLOVER's records, one a line.
    Plover,
    /// PLOVER's records with confidence, CAMEO code, offsets and the reasons, one a line.
    Jsonl,
    /// A table with commas and a header.
    Csv,
    /// Date, source, target, CAMEO code, issues and id with tabs between, as PETRARCH-2 writes them.
    Cameo,
}

/// How to find texts and what to print of them.
#[derive(Debug, clap::Args)]
pub(crate) struct TextArgs {
    /// How to print; by default plover, or cameo with PETRARCH's dictionaries.
    #[arg(short, long, value_enum, conflicts_with = "dyads")]
    pub(crate) format: Option<CodeFormat>,
    /// The field or column of JSON Lines or of a table that names a text.
    #[arg(long, value_name = "NAME", default_value = "id", conflicts_with = "dyads")]
    pub(crate) id_field: String,
    /// The field or column that holds the text: by default `text`, else `sentence`.
    #[arg(long, value_name = "NAME", conflicts_with = "dyads")]
    pub(crate) text_field: Option<String>,
    /// The field or column that holds the date of the text.
    #[arg(long, value_name = "NAME", default_value = "date", conflicts_with = "dyads")]
    pub(crate) date_field: String,
    /// Print a reciprocal event as two, each party once the source, as CAMEO's coders do, rather than as a list of actors.
    #[arg(long, conflicts_with = "dyads")]
    pub(crate) both_ways: bool,
}

/// A text to code.
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) date: Option<String>,
    pub(crate) text: String,
}

/// What the lines of an input hold.
enum Shape {
    /// An object each.
    Objects,
    /// Cells with tabs between: the columns of id, date and text.
    Cells { id: Option<usize>, date: Option<usize>, text: usize },
    /// A text each.
    Texts,
}

/// What codes texts.
#[derive(Clone, Copy)]
pub(crate) enum By<'c> {
    /// The program's own coder.
    Coder(&'c Coder<'c>),
    /// A person's dictionaries.
    Dictionaries(&'c Dictionaries),
}

/// Tells by the first line what an input holds, and says what a batch of lines becomes.
pub(crate) fn worker<'c>(
    lines: &mut Lines,
    args: &'c TextArgs,
    format: CodeFormat,
    by: By<'c>,
    pipeline: &'c Pipeline,
) -> anyhow::Result<impl Fn(&[Line]) -> Vec<Made> + Sync + use<'c>> {
    let shape = shape(lines, args)?;
    Ok(move |batch: &[Line]| {
        let read: Vec<_> = batch.iter().map(|line| read(line, &shape, args)).collect();
        let texts: Vec<&str> = read.iter().map(|text| text.as_ref().map_or("", |text| text.text.as_str())).collect();
        let analyses = match by {
            // The coder finds names by itself.
            By::Coder(_) => pipeline.parse_all(&texts),
            By::Dictionaries(_) => pipeline.analyse_all(&texts),
        };
        let made = read.into_iter().zip(analyses).map(|(text, analysis)| {
            let text = text?;
            match by {
                By::Coder(coder) => {
                    let events = coder.events(&text.text, &analysis);
                    let events = if args.both_ways { events.into_iter().flat_map(both_ways).collect() } else { events };
                    Ok(print::print(&text.text, &record::of_extractions(&text, &events, coder), format))
                }
                By::Dictionaries(dictionaries) => {
                    let day = text.date.as_deref().unwrap_or_default().replace(['-', '/'], "");
                    let sentences = dictionaries.code_story(&text.text, &analysis, &day);
                    Ok(print::print(&text.text, &record::of_dictionaries(&text, &sentences), format))
                }
            }
        });
        made.collect()
    })
}

fn shape(lines: &mut Lines, args: &TextArgs) -> anyhow::Result<Shape> {
    let Some(first) = lines.peek()? else { return Ok(Shape::Texts) };
    if first.trim_start().starts_with('{') {
        return Ok(Shape::Objects);
    }
    let columns: Vec<&str> = first.split('\t').map(str::trim).collect();
    let column = |name: &str| columns.iter().position(|column| *column == name);
    let text = match &args.text_field {
        Some(name) => column(name),
        None if columns.len() > 1 => column("text").or_else(|| column("sentence")),
        None => None,
    };
    match text {
        Some(text) => {
            let (id, date) = (column(&args.id_field), column(&args.date_field));
            lines.next()?;
            Ok(Shape::Cells { id, date, text })
        }
        None if args.text_field.is_some() => {
            bail!("{}: line 1: no column `{}`; the header names the columns, with tabs between them", lines.name(), {
                args.text_field.as_deref().unwrap_or_default()
            })
        }
        None => Ok(Shape::Texts),
    }
}

fn read((number, line): &Line, shape: &Shape, args: &TextArgs) -> anyhow::Result<Item> {
    let number_as_id = || number.to_string();
    match shape {
        Shape::Texts => Ok(Item { id: number_as_id(), date: None, text: line.clone() }),
        Shape::Cells { id, date, text } => {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell =
                |column: Option<usize>| column.and_then(|column| cells.get(column)).map(|cell| (*cell).to_owned());
            let text = cell(Some(*text)).with_context(|| format!("line {number}: {} cells, no text", cells.len()))?;
            Ok(Item { id: cell(*id).unwrap_or_else(number_as_id), date: cell(*date), text })
        }
        Shape::Objects => {
            let object: Value =
                serde_json::from_str(line).with_context(|| format!("line {number}: is no JSON object"))?;
            let field = |name: &str| match object.get(name) {
                Some(Value::String(text)) => Some(text.clone()),
                Some(Value::Null) | None => None,
                Some(other) => Some(other.to_string()),
            };
            let text = match &args.text_field {
                Some(name) => field(name),
                None => field("text").or_else(|| field("sentence")),
            };
            let text = text.with_context(|| {
                let name = args.text_field.as_deref().unwrap_or("text");
                format!("line {number}: no field `{name}`; name the text's field with --text-field")
            })?;
            Ok(Item { id: field(&args.id_field).unwrap_or_else(number_as_id), date: field(&args.date_field), text })
        }
    }
}

/// A reciprocal event once for each party as the source; any other as it is.
fn both_ways(event: Extraction) -> Vec<Extraction> {
    if !event.targets.is_empty() || event.sources.len() < 2 {
        return vec![event];
    }
    let one = |at: usize| {
        let mut one = event.clone();
        let source = one.sources.remove(at);
        one.targets = std::mem::replace(&mut one.sources, vec![source]);
        one
    };
    (0..event.sources.len()).map(one).collect()
}
