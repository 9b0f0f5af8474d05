//! `rapporteur eval --petrarch`: PETRARCH's validation files, coded from plain text with its dictionaries.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use rapporteur::language::Pipeline;
use rapporteur_events::{CodedEvent, Dictionaries, validation_records};

/// Codes every sentence of a file and tells how many have exactly the events that they should have.
pub(crate) fn report(path: &Path, dictionaries: Option<&Path>, details: bool) -> anyhow::Result<String> {
    let (records, files) = validation_records(&text(path)?);
    anyhow::ensure!(!records.is_empty(), "{}: holds no sentences with texts", path.display());
    let folder = dictionaries.map_or_else(|| path.parent().unwrap_or(Path::new(".")).to_owned(), Path::to_owned);
    let mut own = Dictionaries::default();
    for (kind, name) in &files {
        let file = folder.join(name);
        if kind == "Discardfile" && !file.exists() {
            continue;
        }
        add(&mut own, kind, &file)?;
    }
    let mut out = String::new();
    let (mut n_exact, mut n_found, mut n_right, mut n_wanted) = (0, 0, 0, 0);
    for record in &records {
        let analysis = Pipeline::embedded().analyse(&record.text);
        let found: BTreeSet<CodedEvent> = own.code(&record.text, &analysis, &record.date).into_iter().collect();
        let is_exact = found == record.events;
        n_exact += usize::from(is_exact);
        n_found += found.len();
        n_wanted += record.events.len();
        n_right += found.intersection(&record.events).count();
        if details && !is_exact {
            let (wanted, found) = (told(&record.events), told(&found));
            writeln!(out, "{}: {}\n  wanted {wanted}\n  found  {found}", record.id, record.text)?;
        }
    }
    writeln!(out, "{n_exact} of {} sentences with exactly their events", records.len())?;
    writeln!(out, "events: {n_wanted} wanted, {n_found} found, {n_right} right")?;
    let n_unheeded = own.unheeded().len();
    if n_unheeded > 0 {
        writeln!(out, "entries of the dictionaries that are not honoured: {n_unheeded}")?;
    }
    if details {
        own.unheeded().iter().try_for_each(|entry| writeln!(out, "  {entry}"))?;
    }
    Ok(out)
}

/// Adds a dictionary of a kind that a validation file's environment names.
fn add(dictionaries: &mut Dictionaries, kind: &str, file: &Path) -> anyhow::Result<()> {
    let text = text(file)?;
    match kind {
        "Verbfile" => dictionaries.add_verbs(&text),
        "Actorfile" => dictionaries.add_actors(&text),
        "Agentfile" => dictionaries.add_agents(&text),
        _ => dictionaries.add_discards(&text),
    }
    Ok(())
}

fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{}: cannot be opened; check the path", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn told(events: &BTreeSet<CodedEvent>) -> String {
    let told = events.iter().map(|event| format!("{} {} {}", event.source, event.code, event.target));
    if events.is_empty() { "nothing".to_owned() } else { told.collect::<Vec<_>>().join("; ") }
}
