//! `rapporteur draft`: a press release from the record of a meeting, read back before it is written.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use rapporteur::record::Record;
use rapporteur::world::{AliasKind, World};
use rapporteur::{Reader, Source, language::Pipeline};
use rapporteur_draft::{Account, Format, Options, RELEASE_TEMPLATE, Release, Wording, compose};
use rapporteur_evaluation::{Gold, JudgedAct, Outcome as Judged, judge};
use rapporteur_ledger::Day;

use super::args::{LedgerArgs, first_day};
use super::lines::count;
use super::place::open_to_ask;
use crate::failure::Outcome;
use crate::inputs::Input;
use crate::output::Output;
use crate::world;

/// `rapporteur draft`.
#[derive(Debug, clap::Args)]
pub(crate) struct DraftArgs {
    /// The meeting, as `meetings` shows it.
    #[arg(long, value_name = "ID", required_unless_present_any = ["record", "print_template"])]
    meeting: Option<String>,
    /// A record as `read --format json` prints it, rather than one of the ledger; `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "meeting")]
    record: Option<PathBuf>,
    /// Whose release it is, where several published an account: a country's code, or a name.
    #[arg(long = "for", value_name = "ACTOR", conflicts_with = "record")]
    us: Option<String>,
    /// A template to lay it out by, rather than the program's own.
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Print the program's own template, to be changed.
    #[arg(long, exclusive = true)]
    print_template: bool,
    /// How to write it; by default as the output's name ends, else Markdown.
    #[arg(short, long, value_enum)]
    format: Option<DraftFormat>,
    /// Write to this file, whole or not at all, rather than to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The day to put under it, rather than the day of the account that it is written from.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    dated: Option<Day>,
    /// The place to put under it.
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// The ministry to put over it.
    #[arg(long, value_name = "NAME")]
    ministry: Option<String>,
    /// A folder of facts laid over the world: names of countries and issues.
    #[arg(long, value_name = "DIR")]
    world: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArgs,
}

/// What a draft is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DraftFormat {
    /// Markdown.
    Markdown,
    /// One HTML page.
    Html,
    /// A word processor's document.
    Docx,
}

/// The largest record that is read.
const MAX_BYTES: usize = 64 << 20;

pub(super) fn run(args: &DraftArgs) -> anyhow::Result<Outcome> {
    if args.print_template {
        return crate::print(RELEASE_TEMPLATE);
    }
    let world = world::open(args.world.as_deref())?;
    let told = accounts(args)?;
    let accounts: Vec<Account<'_>> = told.iter().map(Told::account).collect();
    let options = Options {
        dated: args.dated.map(|day| day.to_string()),
        place: args.place.clone(),
        ministry: args.ministry.clone(),
    };
    let release = compose(&accounts, &options, &WorldWords(&world));
    let template = template(args.template.as_deref())?;
    let named = || args.template.as_ref().map_or_else(String::new, |path| path.display().to_string());
    let markdown = release.markdown(&template).with_context(named)?;
    let bytes = release.render(&template, format(args)).with_context(named)?;
    let mut output = Output::open(args.output.as_deref())?;
    output.write(&bytes)?;
    output.finish()?;
    read_back(&release, &accounts, &markdown, &world)?;
    Ok(Outcome::AllRead)
}

/// A record and what of it is told: everything, where nothing is chosen.
struct Told {
    record: Record,
    chosen: Option<(Vec<String>, Vec<String>)>,
}

impl Told {
    fn account(&self) -> Account<'_> {
        match &self.chosen {
            Some((meetings, acts)) => Account { record: &self.record, meetings: meetings.clone(), acts: acts.clone() },
            None => Account::whole(&self.record),
        }
    }
}

fn accounts(args: &DraftArgs) -> anyhow::Result<Vec<Told>> {
    if let Some(path) = &args.record {
        let input = if path.as_os_str() == "-" { Input::Stdin } else { Input::File(path.clone()) };
        let record: Record = serde_json::from_slice(&input.bytes(MAX_BYTES)?)
            .with_context(|| format!("{}: is no record as `rapporteur read --format json` prints one", input.name()))?;
        return Ok(vec![Told { record, chosen: None }]);
    }
    let Some(meeting) = &args.meeting else { bail!("name a meeting, as `rapporteur meetings` shows it") };
    let accounts = open_to_ask(&args.ledger)?.accounts(meeting, args.us.as_deref())?;
    // an account that adds nothing is left out, unless it is the only one
    let told = accounts.into_iter().enumerate().filter(|(at, account)| *at == 0 || !account.acts.is_empty());
    Ok(told.map(|(_, a)| Told { record: a.record, chosen: Some((a.meetings, a.acts)) }).collect())
}

fn template(path: Option<&Path>) -> anyhow::Result<String> {
    let Some(path) = path else { return Ok(RELEASE_TEMPLATE.to_owned()) };
    fs::read_to_string(path).with_context(|| format!("{}: cannot be read as a template", path.display()))
}

fn format(args: &DraftArgs) -> Format {
    let ending = args.output.as_ref().and_then(|path| path.extension()).and_then(|e| e.to_str());
    match (args.format, ending) {
        (Some(DraftFormat::Html), _) | (None, Some("html" | "htm")) => Format::Html,
        (Some(DraftFormat::Docx), _) | (None, Some("docx")) => Format::Docx,
        _ => Format::Markdown,
    }
}

/// Reads the draft as anybody's text, and names what does not come back as it was recorded.
fn read_back(release: &Release, accounts: &[Account<'_>], markdown: &str, world: &World) -> anyhow::Result<()> {
    for (_, id) in &release.untold {
        eprintln!("rapporteur: note: {id} is left out: nobody is known to have done it");
    }
    let reader = Reader::new(Pipeline::embedded(), world);
    let source = Source { name: "draft.md", ..Source::default() };
    let record = reader.read(markdown.as_bytes(), &source).context("reading the draft")?.record;
    let expectation = release.expectation(&record.document.text, accounts);
    for sentence in &expectation.missing {
        eprintln!("rapporteur: note: the template leaves out or changes: {sentence}");
    }
    let gold = Gold::parse(expectation.record.to_string().as_bytes()).context("the draft's own record")?;
    let judged = judge("draft", &record, &gold);
    let n_acts = judged.acts.iter().filter(|act| act.gold.is_some()).count();
    let wrong: Vec<&JudgedAct> = judged.acts.iter().filter(|act| act.outcome != Judged::Right).collect();
    for act in &wrong {
        eprintln!("rapporteur: note: {}", told(act));
    }
    let n_right = judged.acts.iter().filter(|act| act.outcome == Judged::Right).count();
    eprintln!("{} drafted, {n_right} read back as recorded", count(n_acts, "act", "acts"));
    Ok(())
}

/// What became of an act in the draft, in words.
fn told(judged: &JudgedAct) -> String {
    let seen = |view: &rapporteur_evaluation::ActView| {
        let to = if view.recipient.is_empty() { String::new() } else { format!(" to {}", view.recipient.join(", ")) };
        format!("{} by {}{to}", view.act_type, view.actor.join(", "))
    };
    let id = |view: &rapporteur_evaluation::ActView| view.id.clone().unwrap_or_default();
    match (&judged.gold, &judged.predicted) {
        (Some(gold), Some(read)) => {
            format!("{}, {}, reads back as {}: {}", id(gold), seen(gold), seen(read), gold.evidence)
        }
        (Some(gold), None) => format!("{}, {}, is not read back: {}", id(gold), seen(gold), gold.evidence),
        (None, Some(read)) => format!("not recorded, and yet read: {}: {}", seen(read), read.evidence),
        (None, None) => String::new(),
    }
}

/// Names from the world.
struct WorldWords<'w>(&'w World);

impl Wording for WorldWords<'_> {
    fn issue(&self, id: &str) -> Option<String> {
        self.0.issue(id).map(|issue| issue.label.to_owned())
    }

    fn formal_name(&self, country: &str) -> Option<String> {
        let aliases = self.0.aliases(self.0.country(country)?);
        aliases.into_iter().find(|(_, kind)| *kind == AliasKind::Formal).map(|(name, _)| name.to_owned())
    }
}
