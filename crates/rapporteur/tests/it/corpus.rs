//! Laws over every official document at hand: quotes are what the text has, ids lead somewhere, two runs agree.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rapporteur::record::{Quote, Record};
use rapporteur::{Reader, Source};

/// The documents of the diplomatic corpus, or none where it is not at hand.
fn documents() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/diplomatic");
    let Ok(entries) = std::fs::read_dir(&dir) else {
        println!("skipped: no corpus at {}", dir.display());
        return Vec::new();
    };
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| name(path).starts_with('d'));
    paths.sort();
    paths
}

fn read(path: &Path) -> Record {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Reader::embedded().read(&bytes, &Source { name: &name, ..Source::default() }).unwrap().record
}

/// Every quote is what the text has at its code points.
pub(crate) fn assert_quotes(record: &Record) {
    let letters: Vec<char> = record.document.text.chars().collect();
    let slice = |q: &Quote| letters[q.start as usize..q.end as usize].iter().collect::<String>();
    for quote in record.quotes() {
        assert_eq!(slice(quote), quote.quote, "{}", record.document.source);
    }
    let dates = record.acts.iter().flat_map(|a| [&a.date, &a.due]).chain(record.meetings.iter().map(|m| &m.date));
    for date in dates.flatten().chain(&record.document.issued.date) {
        if let (Some(text), Some(start), Some(end)) = (&date.text, date.start, date.end) {
            assert_eq!(slice(&Quote { start, end, quote: String::new() }), *text);
        }
    }
}

/// Every id that an item names is one of the record's.
pub(crate) fn assert_ids(record: &Record) {
    let actors: HashSet<&str> = record.actors.iter().map(|a| a.id.as_str()).collect();
    let meetings: HashSet<&str> = record.meetings.iter().map(|m| m.id.as_str()).collect();
    let instruments: HashSet<&str> = record.instruments.iter().map(|i| i.id.as_str()).collect();
    for act in &record.acts {
        let named = act.actor.iter().chain(&act.recipient).chain(&act.attributed_to);
        assert!(named.into_iter().all(|id| actors.contains(id.as_str())));
        assert!(act.meeting.iter().all(|id| meetings.contains(id.as_str())));
        assert!(act.instruments.iter().all(|id| instruments.contains(id.as_str())));
        assert!(!act.actor.is_empty(), "an act without an actor: {:?}", act.trigger.quote);
        assert!((0.0..=1.0).contains(&act.confidence) && !act.why.is_empty());
    }
    for actor in &record.actors {
        assert!(actor.represents.iter().all(|id| actors.contains(id.as_str()) && *id != actor.id));
    }
    for meeting in &record.meetings {
        assert!(meeting.participants.iter().all(|id| actors.contains(id.as_str())));
    }
}

#[test]
fn every_record_keeps_the_laws() {
    for path in documents() {
        let record = read(&path);
        assert_quotes(&record);
        assert_ids(&record);
        assert!(!record.document.text.is_empty());
        let triggers = record.acts.iter().map(|a| a.trigger.start);
        assert!(triggers.is_sorted(), "acts stand in the order of the text");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    for path in documents().into_iter().step_by(7) {
        let (first, second) = (read(&path), read(&path));
        assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap());
    }
}
