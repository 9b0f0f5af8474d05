//! `rapporteur verify`, `backup`, `restore`, `export` and `import`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use anyhow::Context as _;
use rapporteur_ledger::{Access, Ledger};

use super::args::{BackupArgs, ExportArgs, ImportArgs, RestoreArgs, VerifyArgs};
use super::lines::count;
use super::place::{now, open, open_to_ask, path};
use crate::failure::Outcome;
use crate::output::Output;

pub(super) fn verify(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let found = open_to_ask(&args.ledger)?.verify(args.head.as_deref())?;
    for finding in &found.findings {
        eprintln!("rapporteur: {}: {}", finding.subject, finding.what);
    }
    let mut output = Output::open(None)?;
    let verdict = if found.is_clean() { "everything is as it should be" } else { "not everything is as it should be" };
    let text = format!(
        "{verdict}: {}, {}, {}, {}\nlog {}\n",
        count(found.n_documents, "document", "documents"),
        count(found.n_quotes, "quote", "quotes"),
        count(found.n_decisions, "decision", "decisions"),
        count(found.n_entries, "log entry", "log entries"),
        found.head
    );
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(if found.is_clean() { Outcome::AllRead } else { Outcome::SomeFailed })
}

pub(super) fn backup(args: &BackupArgs) -> anyhow::Result<Outcome> {
    open(&args.ledger, Access::Read)?.backup(&args.file)?;
    Ok(Outcome::AllRead)
}

pub(super) fn restore(args: &RestoreArgs) -> anyhow::Result<Outcome> {
    Ledger::restore(&args.file, &path(&args.ledger)?, now())?;
    Ok(Outcome::AllRead)
}

pub(super) fn export(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.ledger)?;
    let mut writer = OutputWriter(Output::open(args.output.as_deref())?);
    if args.gold {
        let report = ledger.export_gold(&mut writer)?;
        let left_out = count(report.n_unfinished, "document has", "documents have");
        eprintln!(
            "{} as gold; {left_out} acts that nobody decided",
            count(report.n_documents, "document", "documents")
        );
    } else {
        ledger.export(&mut writer)?;
    }
    writer.0.finish()?;
    Ok(Outcome::AllRead)
}

pub(super) fn import(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let mut lines: Box<dyn BufRead> = if args.file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(&args.file).with_context(|| format!("{}: cannot be opened", args.file.display()))?;
        Box::new(BufReader::new(file))
    };
    let mut ledger = open(&args.ledger, Access::Create)?;
    let report = ledger.import(&mut lines, now()).with_context(|| args.file.display().to_string())?;
    eprintln!(
        "{} imported, {} known already, {}",
        count(report.n_documents, "document", "documents"),
        report.n_known,
        count(report.n_decisions, "decision", "decisions")
    );
    Ok(Outcome::AllRead)
}

/// The command line's output as a writer.
struct OutputWriter(Output);

impl Write for OutputWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
