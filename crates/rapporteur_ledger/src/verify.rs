//! Proof: everything that can be worked out again is, and whatever differs is named.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use crate::audit::{self, AuditEntry, ROOT, hex};
use crate::content;
use crate::decision::Decision;
use crate::error::StoreError;
use crate::ids::{DocumentHash, DocumentNumber};
use crate::kept::{self, Origin};
use crate::ledger::Ledger;
use crate::review::{entry_of, id_of};
use crate::text::Offsets;

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Verification {
    /// Documents whose bytes, reading and quotes were worked out again.
    pub n_documents: usize,
    /// Quotes compared with their texts.
    pub n_quotes: usize,
    /// Decisions of people.
    pub n_decisions: usize,
    /// Entries of the log.
    pub n_entries: usize,
    /// The hash of the log's last entry, in hexadecimal digits: kept elsewhere, it proves the whole log.
    pub head: String,
    /// Whatever differs from what it should be; nothing where all is well.
    pub findings: Vec<Finding>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is in: a document, a decision, an entry of the log, the file.
    pub subject: String,
    /// What is wrong.
    pub what: String,
}

/// Differences of one kind are told up to this many.
const MOST_TOLD: usize = 20;

impl Verification {
    /// Whether nothing differs.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, subject: impl Into<String>, what: impl Into<String>) {
        self.findings.push(Finding { subject: subject.into(), what: what.into() });
    }
}

impl Ledger {
    /// Works out every hash, span, quote and everything that rests on them again, and the chain of the log.
    ///
    /// `known_head` is the hash of a log entry noted earlier: the log must still have it.
    ///
    /// # Errors
    /// Where the file cannot be read at all; whatever can be read and differs is a finding.
    pub fn verify(&self, known_head: Option<&str>) -> Result<Verification, StoreError> {
        let mut v = Verification::default();
        // one transaction, so that a writer at the same time does not look like a difference
        let tx = self.connection.unchecked_transaction()?;
        check_file(&tx, &mut v)?;
        let entries = check_log(&tx, known_head, &mut v)?;
        check_documents(&tx, &entries, &mut v)?;
        check_decisions(&tx, &entries, &mut v)?;
        if v.is_clean() {
            check_content(&tx, &mut v)?;
        }
        Ok(v)
    }
}

fn check_file(connection: &Connection, v: &mut Verification) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            v.find("the file", line);
        }
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        v.find("the file", format!("a row of {} points to nothing", row.get::<_, String>(0)?));
    }
    Ok(())
}

fn check_log(
    connection: &Connection,
    known_head: Option<&str>,
    v: &mut Verification,
) -> Result<Vec<AuditEntry>, StoreError> {
    let entries = audit::entries(connection)?;
    let mut before = ROOT;
    let mut is_known = known_head.is_none();
    for (at, (entry, hash)) in entries.iter().enumerate() {
        if entry.chained(&before) != *hash {
            v.find(format!("log entry {}", at + 1), "its hash does not follow from the entry and the hash before it");
        }
        before = *hash;
        is_known |= known_head.is_some_and(|known| known.eq_ignore_ascii_case(&hex(hash)));
    }
    if let (false, Some(known)) = (is_known, known_head) {
        v.find("the log", format!("it has no entry with the hash {known}"));
    }
    v.n_entries = entries.len();
    v.head = hex(&before);
    Ok(entries.into_iter().map(|(entry, _)| entry).collect())
}

fn check_documents(connection: &Connection, entries: &[AuditEntry], v: &mut Verification) -> Result<(), StoreError> {
    let mut readings: BTreeMap<&str, &str> = BTreeMap::new();
    let mut origins: BTreeMap<&str, BTreeMap<String, Origin>> = BTreeMap::new();
    for entry in entries {
        match entry.what.as_str() {
            "add" | "reread" | "import" if entry.detail.starts_with("reading ") => {
                readings.insert(&entry.subject, &entry.detail);
            }
            "seen" => {
                let Ok(seen) = serde_json::from_str::<Origin>(&entry.detail) else { continue };
                let of = origins.entry(&entry.subject).or_default();
                of.entry(seen.source.clone())
                    .and_modify(|o| {
                        o.first_seen = o.first_seen.min(seen.first_seen);
                        o.last_seen = o.last_seen.max(seen.last_seen);
                    })
                    .or_insert(seen);
            }
            _ => {}
        }
    }
    for n in kept::all_numbers(connection)? {
        let subject = kept::hash_of(connection, n)?.to_string();
        if let Err(error) = check_document(connection, n, &subject, readings.remove(subject.as_str()), v) {
            v.find(subject.clone(), error.to_string());
        }
        let logged: Vec<Origin> =
            origins.remove(subject.as_str()).map(|o| o.into_values().collect()).unwrap_or_default();
        if kept::origins(connection, n)? != logged {
            v.find(subject, "where it was seen is not what the log has");
        }
        v.n_documents += 1;
    }
    for subject in readings.keys() {
        v.find(*subject, "the log has it, and the ledger has not");
    }
    Ok(())
}

fn check_document(
    connection: &Connection,
    n: DocumentNumber,
    subject: &str,
    logged: Option<&str>,
    v: &mut Verification,
) -> Result<(), StoreError> {
    let bytes = kept::bytes(connection, n)?;
    if DocumentHash::of(&bytes).to_string() != subject {
        v.find(subject, "its source bytes have another hash");
    }
    let (kept_hash, hash) = kept::reading_hashes(connection, n)?;
    if kept_hash != hash {
        v.find(subject, "its record and text have another hash");
    }
    let reader = kept::reader_of(connection, n)?;
    let by = format!(
        "reading {} by {} / {} / {} / {}",
        hex(&kept_hash),
        reader.version,
        reader.model,
        reader.world,
        reader.lexicon
    );
    if logged != Some(by.as_str()) {
        v.find(subject, "its reading is not the one that the log has");
    }
    let record = kept::reading(connection, n)?;
    if record.document.id != subject {
        v.find(subject, format!("its record is of {}", record.document.id));
    }
    let offsets = Offsets::new(&record.document.text);
    for quote in record.quotes() {
        v.n_quotes += 1;
        if offsets.slice(quote.start, quote.end) != Some(quote.quote.as_str()) {
            v.find(subject, format!("the text does not have {:?} at {}..{}", quote.quote, quote.start, quote.end));
        }
    }
    Ok(())
}

fn check_decisions(connection: &Connection, entries: &[AuditEntry], v: &mut Verification) -> Result<(), StoreError> {
    let mut logged: BTreeMap<&str, &AuditEntry> =
        entries.iter().filter(|e| e.what == "decide").map(|e| (e.subject.as_str(), e)).collect();
    let mut statement = connection.prepare("SELECT id, at, who, body FROM decision ORDER BY at, id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, at, who, body): (String, i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        v.n_decisions += 1;
        let subject = format!("decision {id}");
        let Ok(decision) = serde_json::from_str::<Decision>(&body) else {
            v.find(subject, "it is no decision");
            continue;
        };
        if id_of(&decision) != id || decision.id != id || decision.at.0 != at || decision.who != who {
            v.find(subject.clone(), "its id does not follow from what it says");
        }
        let entry = entry_of(&decision, "decide");
        if logged.remove(id.as_str()).map(|e| (&e.who, &e.detail)) != Some((&entry.who, &entry.detail)) {
            v.find(subject, "it is not the one that the log has");
        }
    }
    for id in logged.keys() {
        v.find(format!("decision {id}"), "the log has it, and the ledger has not");
    }
    Ok(())
}

/// Works out everything anew from what is kept, in a ledger of its own, and compares.
fn check_content(connection: &Connection, v: &mut Verification) -> Result<(), StoreError> {
    let mut scratch = Ledger::scratch()?;
    copy_kept(connection, &scratch.connection)?;
    scratch.settle()?;
    let (should, is) = (content::lines(&scratch.connection)?, content::lines(connection)?);
    if should == is {
        return Ok(());
    }
    let missing = should.iter().filter(|line| is.binary_search(line).is_err()).map(|l| (l, "is missing"));
    let extra =
        is.iter().filter(|line| should.binary_search(line).is_err()).map(|l| (l, "does not follow from what is kept"));
    for (line, what) in missing.chain(extra).take(MOST_TOLD) {
        v.find("what was worked out", format!("{line}: {what}"));
    }
    Ok(())
}

fn copy_kept(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    to.execute_batch("BEGIN")?;
    for table in ["dictionary", "document", "original", "origin", "reader", "reading", "decision"] {
        let mut select = from.prepare(&format!("SELECT * FROM {table}"))?;
        let holes = vec!["?"; select.column_count()].join(", ");
        let n_columns = select.column_count();
        let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({holes})"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<rusqlite::types::Value> = (0..n_columns).map(|i| row.get(i)).collect::<Result<_, _>>()?;
            insert.execute(rusqlite::params_from_iter(values))?;
        }
    }
    to.execute_batch("INSERT INTO pending (document) SELECT n FROM document; COMMIT")?;
    Ok(())
}
