//! `rapporteur eval`: the reader measured on annotated documents.

mod details;
mod dyads;
mod folders;
mod petrarch;
mod tables;
mod visits;

use std::fs;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use rapporteur::{Reader, Source};
use rapporteur_evaluation::{Gold, JudgedDocument, Report, calibrate, judge, report, saved};

use crate::eval::folders::Annotated;
use crate::failure::Outcome;
use crate::inputs::Input;
use crate::ordered;
use crate::output::Output;
use crate::progress::Progress;

/// `rapporteur eval`.
#[derive(Debug, clap::Args)]
pub(crate) struct EvalArgs {
    /// A folder with annotated documents: folders, at any depth, with a gold.json and its source.md or source.txt.
    #[arg(required_unless_present_any = ["visits", "petrarch", "dyads"])]
    dir: Option<PathBuf>,
    /// Measure the world alone: resolve the visitors of DIR/data/*.xml, as the Office of the Historian lists them.
    #[arg(long, value_name = "DIR", conflicts_with = "dir")]
    visits: Option<PathBuf>,
    /// Code the sentences of a validation file of PETRARCH with the dictionaries that it names, and compare.
    #[arg(long, value_name = "FILE", conflicts_with = "dir")]
    petrarch: Option<PathBuf>,
    /// The folder of the dictionaries that a validation file names; by default the file's own.
    #[arg(long, value_name = "DIR", requires = "petrarch")]
    dictionaries: Option<PathBuf>,
    #[command(flatten)]
    dyads: dyads::DyadArgs,
    /// Print every act that is missed, extra or different, with its sentence.
    #[arg(long)]
    details: bool,
    /// How to print.
    #[arg(short, long, value_enum, default_value_t = EvalFormat::Text)]
    format: EvalFormat,
    /// Compare act by act with an earlier run over the same gold, as --save wrote it.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the run to this file, as JSON with every act.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Fit probabilities to the confidences, write their parameters to this file, and print how they do in five folds.
    #[arg(long, value_name = "FILE")]
    calibrate: Option<PathBuf>,
    /// Documents read at a time; all processors by default. The figures are the same for any number.
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Say nothing about progress; failures are still named.
    #[arg(short, long)]
    quiet: bool,
}

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EvalFormat {
    /// Tables for people.
    Text,
    /// One object; with --details it holds every act.
    Json,
}

pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<Outcome> {
    if let Some(dir) = &args.visits {
        return visits::run(dir);
    }
    if let Some(file) = &args.petrarch {
        return crate::print(&petrarch::report(file, args.dictionaries.as_deref(), args.details)?);
    }
    if let Some(file) = &args.dyads.dyads {
        let measured = dyads::report(file, &args.dyads, args.details)?;
        measured.failures.iter().for_each(|failure| eprintln!("rapporteur: {failure}"));
        crate::print(&measured.text)?;
        return Ok(Outcome::of_counts(measured.n_dyads, measured.failures.len()));
    }
    // What is named is opened before the long work.
    let before = args.baseline.as_deref().map(baseline).transpose()?;
    let mut output = Output::open(None)?;
    let save = args.save.as_deref().map(|path| Output::open(Some(path))).transpose()?;
    let table = args.calibrate.as_deref().map(|path| Output::open(Some(path))).transpose()?;
    let (documents, n_failed) = read(args)?;
    if documents.is_empty() {
        return Ok(Outcome::NothingRead);
    }
    let figures = report(&documents);
    if let Some(file) = save {
        write(file, &json(&figures.clone().with_acts(&documents))?)?;
    }
    let figures = match &before {
        Some(before) => figures.since(before, &documents),
        None => figures,
    };
    output.write(print(args, figures, before.as_deref(), &documents)?.as_bytes())?;
    if let Some(file) = table {
        let (calibration, folds) = calibrate(&documents);
        write(file, &calibration.to_tsv())?;
        if args.format == EvalFormat::Text {
            output.write(tables::cross_validation(&folds).as_bytes())?;
        }
    }
    output.finish()?;
    Ok(Outcome::of_counts(documents.len(), n_failed))
}

fn print(
    args: &EvalArgs,
    figures: Report,
    before: Option<&[JudgedDocument]>,
    documents: &[JudgedDocument],
) -> anyhow::Result<String> {
    if args.format == EvalFormat::Json {
        return json(&if args.details { figures.with_acts(documents) } else { figures });
    }
    let mut text = String::new();
    if args.details {
        text += &details::documents(documents);
    }
    text += &tables::figures(&figures);
    if let (Some(comparison), Some(before)) = (&figures.comparison, before) {
        text += &details::comparison(comparison);
        text += &tables::change(&report(before).summary, &figures.summary);
    }
    Ok(text)
}

fn json(figures: &Report) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(figures).context("writing the figures as JSON")? + "\n")
}

fn write(mut file: Output, text: &str) -> anyhow::Result<()> {
    file.write(text.as_bytes())?;
    file.finish()
}

fn baseline(path: &Path) -> anyhow::Result<Vec<JudgedDocument>> {
    let bytes = fs::read(path).with_context(|| format!("{}: cannot be opened; check the path", path.display()))?;
    saved(&bytes).with_context(|| format!("{}: is no run that --save wrote", path.display()))
}

/// Reads and judges every annotated document; names those that cannot be, and counts them.
fn read(args: &EvalArgs) -> anyhow::Result<(Vec<JudgedDocument>, usize)> {
    let dir = args.dir.as_deref().context("name a folder with annotated documents")?;
    let folders::Found { annotated, failures } = folders::find(dir);
    if annotated.is_empty() && failures.is_empty() {
        bail!("{}: holds no folder with a gold.json; name one that does", dir.display());
    }
    for failure in &failures {
        eprintln!("rapporteur: {failure}");
    }
    let (mut documents, mut n_failed) = (Vec::new(), failures.len());
    let progress = Progress::new(annotated.len(), args.quiet);
    let all = || thread::available_parallelism().map_or(1, NonZero::get);
    ordered::for_each(&annotated, args.threads.map_or_else(all, usize::from), read_one, |index, judged| {
        progress.clear();
        match judged {
            Ok(document) => documents.push(document),
            Err(err) => {
                n_failed += 1;
                eprintln!("rapporteur: {err:#}");
            }
        }
        progress.show(index + 1);
        ControlFlow::Continue(())
    });
    progress.clear();
    Ok((documents, n_failed))
}

fn read_one(annotated: &Annotated) -> anyhow::Result<JudgedDocument> {
    let Annotated { name, gold: path, source } = annotated;
    let json = fs::read(path).with_context(|| format!("{}: cannot be opened", path.display()))?;
    let gold = Gold::parse(&json).with_context(|| format!("{}: cannot be used as gold", path.display()))?;
    let input = Input::File(source.clone());
    let limits = Source::default();
    let bytes = input.bytes(limits.max_bytes)?;
    let source_name = input.name();
    let work = || Reader::embedded().read(&bytes, &Source { name: &source_name, ..limits });
    // A fault of the program in one document does not take the others with it.
    let Ok(reading) = catch_unwind(AssertUnwindSafe(work)) else {
        bail!("{source_name}: the program is at fault with this text; please report it with the text");
    };
    Ok(judge(name, &reading.map_err(anyhow::Error::msg)?.record, &gold))
}
