//! `rapporteur code`: texts to PLOVER and CAMEO events.

pub(crate) mod dictionaries;
mod dyads;
mod lines;
mod print;
mod record;
mod texts;

use std::path::PathBuf;

use rapporteur::language::Pipeline;
use rapporteur::world::World;
use rapporteur_events::Coder;

use crate::code::lines::{Counts, Lines};
use crate::code::texts::{By, CodeFormat};
use crate::failure::Outcome;
use crate::inputs;
use crate::output::Output;

/// `rapporteur code`.
#[derive(Debug, clap::Args)]
pub(crate) struct CodeArgs {
    /// Files of texts, a line each (plain, JSON Lines, or tab-separated with a header), or `-` for standard input, which is also the default.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The files hold dyads: tab-separated, with a header that names the columns id, sentence, source and target. For
    /// each, the event between the two is printed, NONE where none holds.
    #[arg(long)]
    dyads: bool,
    #[command(flatten)]
    texts: texts::TextArgs,
    #[command(flatten, next_help_heading = "PETRARCH's dictionaries")]
    dictionaries: dictionaries::DictionaryArgs,
    /// Write to this file, whole or not at all, rather than to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Lines are worked on by so many threads; all processors by default. The output is the same for any number.
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// The longest line that is read, in bytes.
    #[arg(long, value_name = "N", default_value_t = 1 << 20)]
    max_bytes: usize,
}

pub(crate) fn run(args: &CodeArgs) -> anyhow::Result<Outcome> {
    let list = inputs::list(&args.files)?;
    let dictionaries = args.dictionaries.load()?;
    let coder = Coder::new(World::embedded());
    let by = dictionaries.as_ref().map_or(By::Coder(&coder), By::Dictionaries);
    let usual = if dictionaries.is_some() { CodeFormat::Cameo } else { CodeFormat::Plover };
    let format = args.texts.format.unwrap_or(usual);
    let mut output = Output::open(args.output.as_deref())?;
    let (mut n_read, mut n_failed) = (0, list.failures.len());
    for failure in &list.failures {
        eprintln!("rapporteur: {failure}");
    }
    match format {
        _ if args.dyads => output.write(dyads::HEADER.as_bytes())?,
        CodeFormat::Csv => output.write(print::CSV_HEADER.as_bytes())?,
        CodeFormat::Plover | CodeFormat::Jsonl | CodeFormat::Cameo => {}
    }
    for input in &list.inputs {
        let counts = Lines::open(input, args.max_bytes).and_then(|mut lines| {
            let (pipeline, n_threads) = (Pipeline::embedded(), lines::n_threads(args.threads));
            let print = |text: &str| output.write(text.as_bytes());
            let tell = |err: &anyhow::Error| eprintln!("rapporteur: {err:#}");
            if args.dyads {
                let work = dyads::worker(&mut lines, &coder, pipeline)?;
                lines.for_each(n_threads, work, print, tell)
            } else {
                let work = texts::worker(&mut lines, &args.texts, format, by, pipeline)?;
                lines.for_each(n_threads, work, print, tell)
            }
        });
        match counts {
            Ok(Counts { n_read: read, n_failed: failed }) => {
                n_read += read;
                n_failed += failed;
            }
            Err(err) if crate::output::is_broken_pipe(&err) => return Err(err),
            Err(err) => {
                n_failed += 1;
                eprintln!("rapporteur: {err:#}");
            }
        }
    }
    output.finish()?;
    Ok(if n_read == 0 && n_failed == 0 { Outcome::AllRead } else { Outcome::of_counts(n_read, n_failed) })
}
