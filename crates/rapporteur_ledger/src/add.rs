//! Adding documents: read on many threads, kept by one.

use std::collections::HashSet;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rapporteur_record::Record;
use rusqlite::{ErrorCode, TransactionBehavior};
use serde::Serialize;

use crate::audit::{self, AuditEntry, hex};
use crate::dictionary::Dictionary;
use crate::error::StoreError;
use crate::ids::{DocumentHash, DocumentNumber};
use crate::kept::{self, Origin, Packed};
use crate::ledger::Ledger;
use crate::pipeline;
use crate::text::Offsets;
use crate::time::Timestamp;

/// In the log, what the program does of itself.
pub(crate) const PROGRAM: &str = "rapporteur";

/// The pages of a ledger that has doubled are put in order; one of fewer documents is small however they lie.
const LEAST_COMPACTED: usize = 256;

/// Documents kept before they are indexed.
const INDEX_EVERY: usize = 1024;

/// One document to be added.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it comes from: a path or an address, the same at every adding.
    pub source: String,
    /// When the text stood there: for a file, its time of change.
    pub seen: Timestamp,
    /// What it says.
    pub content: Content,
}

/// Where an input's bytes are.
#[derive(Debug, Clone)]
pub enum Content {
    /// Here.
    Bytes(Vec<u8>),
    /// In a file, read when its turn comes.
    File(PathBuf),
}

/// How to add.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddOptions {
    /// Threads that read.
    pub n_threads: usize,
    /// Documents kept in one transaction; what is kept is told of to `progress`.
    pub batch: usize,
}

/// How far an adding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Documents dealt with, and safe on the disk.
    pub n_done: usize,
    /// Of these, those that could not be read.
    pub n_failed: usize,
}

/// What became of the inputs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AddReport {
    /// Documents that are new.
    pub n_added: usize,
    /// Of these, those that are another version of a source known before.
    pub n_versions: usize,
    /// Inputs whose bytes were kept already.
    pub n_known: usize,
    /// Inputs that could not be read, by source.
    pub failures: Vec<Failure>,
}

/// One input that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Failure {
    /// Where it comes from.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// What a reading thread hands on.
enum Read {
    New { hash: DocumentHash, origin: Origin, source: Vec<u8>, packed: Box<Packed> },
    Known { hash: DocumentHash, origin: Origin },
    Failed(Failure),
}

impl Ledger {
    /// Reads and keeps documents.
    ///
    /// The same bytes twice are one document. Other bytes at a source seen before are a new version. Whatever is kept
    /// stays kept when the process ends, however it ends; adding the same inputs again goes on from there. An input
    /// that cannot be read is told of in the report and stops nothing.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn add<E: Display>(
        &mut self,
        inputs: impl Iterator<Item = Input> + Send,
        read: &(impl Fn(&[u8], &str) -> Result<Record, E> + Sync),
        options: AddOptions,
        clock: &dyn Fn() -> Timestamp,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<AddReport, StoreError> {
        let known = kept::all_hashes(&self.connection)?;
        let n_before = known.len();
        let mut report = AddReport::default();
        let mut n_done = 0;
        let mut n_unindexed = 0;
        let dictionary = RwLock::new(Arc::new(self.dictionary()?));
        let newest = || Arc::clone(&dictionary.read().unwrap_or_else(PoisonError::into_inner));
        pipeline::run(
            inputs,
            options.n_threads,
            options.batch,
            |input| read_one(input, read, &known, &newest()),
            |batch| {
                n_done += batch.len();
                n_unindexed += batch.len();
                self.keep(batch, clock(), &mut report)?;
                if newest().n.is_none() {
                    *dictionary.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(self.dictionary()?);
                }
                progress(Progress { n_done, n_failed: report.failures.len() });
                if n_unindexed >= INDEX_EVERY {
                    n_unindexed = 0;
                    self.index_pending()?;
                }
                Ok::<(), StoreError>(())
            },
        )?;
        self.settle()?;
        if n_before + report.n_added >= (n_before * 2).max(LEAST_COMPACTED) {
            self.compact()?;
        }
        report.failures.sort();
        Ok(report)
    }

    /// Puts the pages in order: rows came in no order, and left gaps between them.
    fn compact(&self) -> Result<(), StoreError> {
        // another process that writes, or a disk with no room for it, is no reason to fail: nothing is lost
        match self.connection.execute_batch("VACUUM") {
            Err(rusqlite::Error::SqliteFailure(e, _))
                if matches!(e.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull) =>
            {
                Ok(())
            }
            other => Ok(other?),
        }
    }

    /// What documents are packed against from now on.
    pub(crate) fn dictionary(&mut self) -> Result<Dictionary, StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let dictionary = Dictionary::newest(&tx)?;
        tx.commit()?;
        Ok(dictionary)
    }

    /// Keeps one batch, whole or not at all.
    fn keep(&mut self, batch: Vec<Read>, at: Timestamp, report: &mut AddReport) -> Result<(), StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut now = report.clone();
        for read in batch {
            match read {
                Read::Failed(failure) => now.failures.push(failure),
                Read::Known { hash, origin } => {
                    let n = kept::number_of(&tx, hash)?
                        .ok_or_else(|| StoreError::corrupt("a known document is missing"))?;
                    see(&tx, n, hash, &origin, at)?;
                    now.n_known += 1;
                }
                Read::New { hash, origin, source, packed } => match kept::number_of(&tx, hash)? {
                    // twice in this run, or just added by another process
                    Some(n) => {
                        see(&tx, n, hash, &origin, at)?;
                        now.n_known += 1;
                    }
                    None => {
                        now.n_versions += usize::from(!kept::versions(&tx, &origin.source)?.is_empty());
                        let n = kept::insert(&tx, hash, &source, &packed)?;
                        let detail = reading_detail(&packed);
                        append(&tx, at, "add", hash, detail)?;
                        see(&tx, n, hash, &origin, at)?;
                        mark(&tx, n)?;
                        now.n_added += 1;
                    }
                },
            }
        }
        tx.commit()?;
        *report = now;
        Ok(())
    }
}

/// What the log keeps of a reading.
pub(crate) fn reading_detail(packed: &Packed) -> String {
    let r = &packed.reader;
    format!("reading {} by {} / {} / {} / {}", hex(&packed.hash), r.version, r.model, r.world, r.lexicon)
}

/// Keeps where a document was seen; whatever it takes the place of there is no longer current.
pub(crate) fn see(
    connection: &rusqlite::Connection,
    n: DocumentNumber,
    hash: DocumentHash,
    origin: &Origin,
    at: Timestamp,
) -> Result<(), StoreError> {
    if kept::see(connection, n, origin)? {
        let detail = serde_json::to_string(origin).expect("origins are plain data");
        append(connection, at, "seen", hash, detail)?;
        for version in kept::versions(connection, &origin.source)? {
            let indexed: Option<bool> = {
                use rusqlite::OptionalExtension;
                connection
                    .prepare_cached("SELECT is_current FROM indexed WHERE document = ?1")?
                    .query_row([version.0], |row| row.get(0))
                    .optional()?
            };
            if indexed.is_some_and(|is| kept::is_current(connection, version).is_ok_and(|now| now != is)) {
                mark(connection, version)?;
            }
        }
    }
    Ok(())
}

/// Marks a document to be indexed.
pub(crate) fn mark(connection: &rusqlite::Connection, n: DocumentNumber) -> Result<(), StoreError> {
    connection.prepare_cached("INSERT OR IGNORE INTO pending (document) VALUES (?1)")?.execute([n.0])?;
    Ok(())
}

pub(crate) fn append(
    connection: &rusqlite::Connection,
    at: Timestamp,
    what: &str,
    hash: DocumentHash,
    detail: String,
) -> Result<(), StoreError> {
    let entry = AuditEntry { at, who: PROGRAM.to_owned(), what: what.to_owned(), subject: hash.to_string(), detail };
    audit::append(connection, &entry)
}

fn read_one<E: Display>(
    input: Input,
    read: &(impl Fn(&[u8], &str) -> Result<Record, E> + Sync),
    known: &HashSet<DocumentHash>,
    dictionary: &Dictionary,
) -> Read {
    let fail = |reason: String| Read::Failed(Failure { source: input.source.clone(), reason });
    let bytes = match input.content {
        Content::Bytes(bytes) => bytes,
        Content::File(path) => match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) => return fail(e.to_string()),
        },
    };
    let hash = DocumentHash::of(&bytes);
    let origin = Origin { source: input.source.clone(), first_seen: input.seen, last_seen: input.seen };
    if known.contains(&hash) {
        return Read::Known { hash, origin };
    }
    let packed = read_packed(&bytes, &input.source, hash, dictionary, read);
    match packed.and_then(|packed| Ok((packed, dictionary.pack_source(&bytes).map_err(|e| e.to_string())?))) {
        Ok((packed, source)) => Read::New { hash, origin, source, packed },
        Err(reason) => fail(reason),
    }
}

/// Reads bytes and packs the record, where the record keeps its promises.
pub(crate) fn read_packed<E: Display>(
    bytes: &[u8],
    source: &str,
    hash: DocumentHash,
    dictionary: &Dictionary,
    read: &(impl Fn(&[u8], &str) -> Result<Record, E> + Sync),
) -> Result<Box<Packed>, String> {
    let record = catch_unwind(AssertUnwindSafe(|| read(bytes, source)))
        .map_err(|_| "the reader broke down on it".to_owned())?
        .map_err(|e| e.to_string())?;
    check(&record, hash)?;
    Packed::of(record, bytes, dictionary).map(Box::new).map_err(|e| e.to_string())
}

/// Whether a record is of these bytes, and each of its quotes is what the text has there.
fn check(record: &Record, hash: DocumentHash) -> Result<(), String> {
    if DocumentHash::parse(&record.document.id) != Some(hash) {
        return Err(format!("its record names {} instead of {hash}", record.document.id));
    }
    let offsets = Offsets::new(&record.document.text);
    match record.quotes().find(|q| offsets.slice(q.start, q.end) != Some(q.quote.as_str())) {
        Some(quote) => {
            Err(format!("its record quotes {:?}, which the text does not have at {}", quote.quote, quote.start))
        }
        None => Ok(()),
    }
}
