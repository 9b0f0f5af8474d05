//! `rapporteur eval --petrarch`: PETRARCH's validation files, coded from plain text with its dictionaries.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use rapporteur::language::Pipeline;
use rapporteur_events::{CodedEvent, Dictionaries, validation_records};

use crate::code::dictionaries::{self, Kind, Loaded};

/// Codes every sentence of a file and tells how many have exactly the events that they should have.
pub(crate) fn report(path: &Path, folder: Option<&Path>, details: bool) -> anyhow::Result<String> {
    let (records, files) = validation_records(&dictionaries::text(path)?);
    anyhow::ensure!(!records.is_empty(), "{}: holds no sentences with texts", path.display());
    let folder = folder.map_or_else(|| path.parent().unwrap_or(Path::new(".")).to_owned(), Path::to_owned);
    let mut loaded = Loaded::default();
    for (kind, name) in &files {
        let file = folder.join(name);
        let kind = match kind.as_str() {
            "Verbfile" => Kind::Verbs,
            "Actorfile" => Kind::Actors,
            "Agentfile" => Kind::Agents,
            _ if file.exists() => Kind::Discards,
            _ => continue,
        };
        loaded.add(kind, &file)?;
    }
    let own: &Dictionaries = &loaded.dictionaries;
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
    let n_unheeded = loaded.unheeded.len();
    if n_unheeded > 0 {
        writeln!(out, "entries of the dictionaries that are not honoured: {n_unheeded}")?;
    }
    if details {
        loaded.unheeded.iter().try_for_each(|entry| writeln!(out, "  {entry}"))?;
    }
    Ok(out)
}

fn told(events: &BTreeSet<CodedEvent>) -> String {
    let told = events.iter().map(|event| format!("{} {} {}", event.source, event.code, event.target));
    if events.is_empty() { "nothing".to_owned() } else { told.collect::<Vec<_>>().join("; ") }
}
