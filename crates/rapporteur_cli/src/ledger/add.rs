//! `rapporteur add` and `rapporteur reread`.

use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, iter, thread};

use anyhow::Context as _;
use rapporteur::Reader;
use rapporteur::language::Pipeline;
use rapporteur::record::Record;
use rapporteur_ledger::{Access, AddOptions, AddReport, Content, Failure, Input};

use super::args::{AddArgs, RereadArgs};
use super::dump::{self, Dump};
use super::lines::count;
use super::place::{instant, now, open};
use crate::failure::Outcome;
use crate::inputs::{self, Input as Named};
use crate::progress::Progress;
use crate::sources;
use crate::world;

/// Documents kept in one transaction: a fraction of a second's reading.
const BATCH: usize = 64;

pub(super) fn run(args: &AddArgs) -> anyhow::Result<Outcome> {
    let list = inputs::list(&args.inputs.files)?;
    for failure in &list.failures {
        eprintln!("rapporteur: {failure}");
    }
    let mut ledger = open(&args.ledger, Access::Create)?;
    let pipeline = sources::pipeline(&args.inputs)?;
    let world = world::open(args.world.as_deref())?;
    let reader = Reader::new(pipeline.as_ref().unwrap_or_else(|| Pipeline::embedded()), &world);
    let n_documents = list.inputs.len();
    let has_dump = list.inputs.iter().any(|input| matches!(input, Named::File(path) if dump::is_dump(path)));
    let progress =
        if has_dump { Progress::endless(args.inputs.quiet) } else { Progress::new(n_documents, args.inputs.quiet) };
    let n_unreadable = AtomicUsize::new(0);
    let wanted = list.inputs.into_iter().flat_map(|input| to_inputs(args, input)).filter_map(|input| match input {
        Ok(input) => Some(input),
        Err(error) => {
            progress.clear();
            eprintln!("rapporteur: {error:#}");
            n_unreadable.fetch_add(1, Ordering::Relaxed);
            None
        }
    });
    let max_bytes = args.inputs.max_bytes;
    let read = |bytes: &[u8], name: &str| read(&reader, bytes, name, max_bytes);
    let options = AddOptions { n_threads: n_threads(args.inputs.threads), batch: BATCH };
    let report = ledger.add(wanted.into_iter(), &read, options, &now, &mut |done| progress.show(done.n_done));
    progress.clear();
    let report = report?;
    tell(&report.failures);
    if !args.inputs.quiet {
        eprintln!("{} in {}", summary(&report), ledger.path().display());
    }
    let n_failed = list.failures.len() + n_unreadable.into_inner() + report.failures.len();
    Ok(Outcome::of_counts(report.n_added + report.n_known, n_failed))
}

pub(super) fn reread(args: &RereadArgs) -> anyhow::Result<Outcome> {
    let mut ledger = open(&args.ledger, Access::Write)?;
    let world = world::open(args.world.as_deref())?;
    let reader = Reader::new(Pipeline::embedded(), &world);
    let read = |bytes: &[u8], name: &str| read(&reader, bytes, name, usize::MAX);
    let options = AddOptions { n_threads: n_threads(args.threads), batch: BATCH };
    let progress = Progress::endless(args.quiet);
    let report =
        ledger.reread(&reader.versions(), args.all, &read, options, &now, &mut |done| progress.show(done.n_done))?;
    progress.clear();
    tell(&report.failures);
    if !args.quiet {
        let read = count(report.n_reread, "document", "documents");
        eprintln!("{read} read again, {} of them otherwise than before", report.n_changed);
    }
    let n_failed = report.failures.len();
    Ok(if n_failed == 0 { Outcome::AllRead } else { Outcome::of_counts(report.n_reread, n_failed) })
}

fn read(reader: &Reader<'_>, bytes: &[u8], name: &str, max_bytes: usize) -> Result<Record, rapporteur::ReadError> {
    let source = rapporteur::Source { name, media_type: None, max_bytes };
    Ok(reader.read(bytes, &source)?.record)
}

/// The documents of one input: many of a dump.
fn to_inputs(args: &AddArgs, input: Named) -> Box<dyn Iterator<Item = anyhow::Result<Input>> + Send> {
    match &input {
        Named::File(path) if dump::is_dump(path) => match open_dump(args, path) {
            Ok(dump) => Box::new(dump),
            Err(error) => Box::new(iter::once(Err(error))),
        },
        _ => Box::new(iter::once(to_input(args, input))),
    }
}

fn open_dump(args: &AddArgs, path: &Path) -> anyhow::Result<Dump> {
    let seen = metadata(path)?.modified().map_or_else(|_| now(), instant);
    Dump::open(path, whole_path(path), seen, args.inputs.max_bytes)
}

/// A file is known by its whole path and stands there since its last change; standard input since now.
fn to_input(args: &AddArgs, input: Named) -> anyhow::Result<Input> {
    match input {
        Named::Stdin => {
            let bytes = Named::Stdin.bytes(args.inputs.max_bytes)?;
            let source = args.source.clone().unwrap_or_else(|| Named::Stdin.name());
            Ok(Input { source, seen: now(), content: Content::Bytes(bytes) })
        }
        Named::File(path) => {
            let metadata = metadata(&path)?;
            let max_bytes = args.inputs.max_bytes;
            anyhow::ensure!(
                metadata.len() <= max_bytes as u64,
                "{}: {} bytes are over the limit of {max_bytes}; split it or raise --max-bytes",
                path.display(),
                metadata.len()
            );
            let seen = metadata.modified().map_or_else(|_| now(), instant);
            let source = whole_path(&path);
            Ok(Input { source, seen, content: Content::File(path) })
        }
    }
}

fn metadata(path: &Path) -> anyhow::Result<fs::Metadata> {
    fs::metadata(path)
        .with_context(|| format!("{}: cannot be opened; check the path and its permissions", path.display()))
}

fn whole_path(path: &Path) -> String {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

fn tell(failures: &[Failure]) {
    for failure in failures {
        eprintln!("rapporteur: {}: {}", failure.source, failure.reason);
    }
}

fn summary(report: &AddReport) -> String {
    let mut parts = vec![count(report.n_added, "document added", "documents added")];
    if report.n_versions > 0 {
        parts.push(format!("{} of them a new version", report.n_versions));
    }
    if report.n_known > 0 {
        parts.push(format!("{} known already", report.n_known));
    }
    if !report.failures.is_empty() {
        parts.push(format!("{} not read", report.failures.len()));
    }
    parts.join(", ")
}

fn n_threads(given: Option<u16>) -> usize {
    given.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from)
}
