//! `rapporteur verify`, `backup`, `restore`, `export` and `import`.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use anyhow::Context as _;
use rapporteur_ledger::{Access, GoldDocument, GoldReport, Ledger};

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
    if let Some(dir) = &args.into {
        let written = ledger.each_gold(&mut |document| write_gold(dir, &document));
        tell_gold(&written.with_context(|| format!("{}: gold cannot be written", dir.display()))?);
        return Ok(Outcome::AllRead);
    }
    let mut writer = OutputWriter(Output::open(args.output.as_deref())?);
    if args.gold {
        tell_gold(&ledger.export_gold(&mut writer)?);
    } else {
        ledger.export(&mut writer)?;
    }
    writer.0.finish()?;
    Ok(Outcome::AllRead)
}

/// A folder with a document and its gold.
fn write_gold(dir: &Path, document: &GoldDocument) -> io::Result<()> {
    let folder = dir.join(&document.id);
    fs::create_dir_all(&folder)?;
    let is_markdown = document.media_type == "text/markdown";
    fs::write(folder.join(if is_markdown { "source.md" } else { "source.txt" }), &document.bytes)?;
    let mut json = serde_json::to_vec_pretty(&document.gold)?;
    json.push(b'\n');
    fs::write(folder.join("gold.json"), json)
}

fn tell_gold(report: &GoldReport) {
    let left_out = count(report.n_unfinished, "document has", "documents have");
    eprintln!("{} as gold; {left_out} acts that nobody decided", count(report.n_documents, "document", "documents"));
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
