//! What is kept of a document: its bytes, where they came from, and the reading of them.

use std::collections::HashSet;

use rapporteur_record::{ReaderVersions, Record};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::decision::Decision;
use crate::dictionary::{self, Dictionary};
use crate::error::StoreError;
use crate::ids::{DocumentHash, DocumentNumber};
use crate::pack::{pack, unpack};
use crate::time::Timestamp;

/// Where a text was found, and when it stood there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Origin {
    /// A path or an address.
    pub source: String,
    /// The first instant at which this text stood there.
    pub first_seen: Timestamp,
    /// The last; the text seen last at a source is its current version.
    pub last_seen: Timestamp,
}

/// The number of a document that is kept.
pub(crate) fn number_of(connection: &Connection, hash: DocumentHash) -> Result<Option<DocumentNumber>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT n FROM document WHERE hash = ?1")?;
    Ok(statement.query_row([hash.0], |row| row.get(0).map(DocumentNumber)).optional()?)
}

/// The hash of a document that is kept.
pub(crate) fn hash_of(connection: &Connection, n: DocumentNumber) -> Result<DocumentHash, StoreError> {
    let mut statement = connection.prepare_cached("SELECT hash FROM document WHERE n = ?1")?;
    let hash = statement.query_row([n.0], |row| row.get(0).map(DocumentHash)).optional()?;
    hash.ok_or_else(|| StoreError::corrupt(format!("document {n} is missing")))
}

/// The hashes of every document.
pub(crate) fn all_hashes(connection: &Connection) -> Result<HashSet<DocumentHash>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT hash FROM document")?;
    Ok(statement.query_map([], |row| row.get(0).map(DocumentHash))?.collect::<Result<_, _>>()?)
}

/// The numbers of every document, in the order of their hashes.
pub(crate) fn all_numbers(connection: &Connection) -> Result<Vec<DocumentNumber>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT n FROM document ORDER BY hash")?;
    Ok(statement.query_map([], |row| row.get(0).map(DocumentNumber))?.collect::<Result<_, _>>()?)
}

/// The numbers of the first documents, in their order.
pub(crate) fn first_numbers(connection: &Connection, n: usize) -> Result<Vec<DocumentNumber>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT document FROM reading ORDER BY document LIMIT ?1")?;
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    Ok(statement.query_map([n], |row| row.get(0).map(DocumentNumber))?.collect::<Result<_, _>>()?)
}

/// Keeps a new document: its bytes, packed against the same dictionary as the reading of them.
pub(crate) fn insert(
    connection: &Connection,
    hash: DocumentHash,
    source: &[u8],
    packed: &Packed,
) -> Result<DocumentNumber, StoreError> {
    let mut taken = connection.prepare_cached("SELECT 1 FROM document WHERE n = ?1")?;
    let mut n = hash.number();
    while taken.exists([n.0])? {
        n = n.next();
    }
    connection.prepare_cached("INSERT INTO document (n, hash) VALUES (?1, ?2)")?.execute(params![n.0, hash.0])?;
    connection
        .prepare_cached("INSERT INTO original (document, packed, dictionary) VALUES (?1, ?2, ?3)")?
        .execute(params![n.0, source, packed.dictionary])?;
    put_reading(connection, n, packed)?;
    Ok(n)
}

/// Keeps where a document was seen. Gives whether that told anything new.
pub(crate) fn see(connection: &Connection, n: DocumentNumber, origin: &Origin) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO origin (source, document, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (source, document) DO UPDATE
         SET first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)
         WHERE first_seen > excluded.first_seen OR last_seen < excluded.last_seen",
    )?;
    let n_changed = statement.execute(params![origin.source, n.0, origin.first_seen.0, origin.last_seen.0])?;
    Ok(n_changed > 0)
}

/// Where a document was seen, by source.
pub(crate) fn origins(connection: &Connection, n: DocumentNumber) -> Result<Vec<Origin>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT source, first_seen, last_seen FROM origin WHERE document = ?1 ORDER BY source")?;
    let rows = statement.query_map([n.0], |row| {
        Ok(Origin { source: row.get(0)?, first_seen: Timestamp(row.get(1)?), last_seen: Timestamp(row.get(2)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The versions of one source, oldest first.
pub(crate) fn versions(connection: &Connection, source: &str) -> Result<Vec<DocumentNumber>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT o.document FROM origin o JOIN document d ON d.n = o.document
         WHERE o.source = ?1 ORDER BY o.last_seen, d.hash",
    )?;
    Ok(statement.query_map([source], |row| row.get(0).map(DocumentNumber))?.collect::<Result<_, _>>()?)
}

/// Whether a document is the last version at any of its sources.
pub(crate) fn is_current(connection: &Connection, n: DocumentNumber) -> Result<bool, StoreError> {
    for origin in origins(connection, n)? {
        if versions(connection, &origin.source)?.last() == Some(&n) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The bytes of a document.
pub(crate) fn bytes(connection: &Connection, n: DocumentNumber) -> Result<Vec<u8>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT packed, dictionary FROM original WHERE document = ?1")?;
    let found: Option<(Vec<u8>, Option<i64>)> =
        statement.query_row([n.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (packed, dictionary) =
        found.ok_or_else(|| StoreError::corrupt(format!("the source of document {n} is missing")))?;
    unpack(&packed, &dictionary::sources(connection, dictionary)?)
}

/// The text of a document.
pub(crate) fn text(connection: &Connection, n: DocumentNumber) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached("SELECT text FROM reading WHERE document = ?1")?;
    let packed: Option<Vec<u8>> = statement.query_row([n.0], |row| row.get(0)).optional()?;
    let packed = packed.ok_or_else(|| StoreError::corrupt(format!("the reading of document {n} is missing")))?;
    let text = unpack(&packed, &bytes(connection, n)?)?;
    String::from_utf8(text).map_err(|_| StoreError::corrupt(format!("the text of document {n} is not UTF-8")))
}

/// The machine's reading of a document, with its text and its first source.
pub(crate) fn record(connection: &Connection, n: DocumentNumber) -> Result<Record, StoreError> {
    let mut record = reading(connection, n)?;
    let sources = origins(connection, n)?;
    let first = sources.into_iter().min_by(|a, b| (a.first_seen, &a.source).cmp(&(b.first_seen, &b.source)));
    record.document.source = first.map(|o| o.source).unwrap_or_default();
    Ok(record)
}

/// The machine's reading of a document as it is kept: its source is left empty.
pub(crate) fn reading(connection: &Connection, n: DocumentNumber) -> Result<Record, StoreError> {
    let text = text(connection, n)?;
    let json = record_json(connection, n, &text)?;
    let mut record: Record = serde_json::from_str(&json)
        .map_err(|e| StoreError::corrupt(format!("the record of document {n} is no record: {e}")))?;
    record.document.text = text;
    Ok(record)
}

/// The JSON of a document's record, without text and source, byte for byte as it is kept.
pub(crate) fn record_json(connection: &Connection, n: DocumentNumber, text: &str) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached("SELECT record, dictionary FROM reading WHERE document = ?1")?;
    let (packed, dictionary): (Vec<u8>, Option<i64>) =
        statement.query_row([n.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let json = unpack(&packed, &before(dictionary::records(connection, dictionary)?, text))?;
    String::from_utf8(json).map_err(|_| StoreError::corrupt(format!("the record of document {n} is not UTF-8")))
}

/// A reading as it is kept.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) hash: [u8; 32],
    pub(crate) reader: ReaderVersions,
    text: Vec<u8>,
    record: Vec<u8>,
    dictionary: Option<i64>,
}

impl Packed {
    /// Packs a reading of those bytes. A pure step, so that many threads can take it.
    pub(crate) fn of(mut record: Record, bytes: &[u8], dictionary: &Dictionary) -> Result<Self, StoreError> {
        let text = std::mem::take(&mut record.document.text);
        record.document.source.clear();
        let json = serde_json::to_vec(&record).map_err(|e| StoreError::corrupt(format!("a record: {e}")))?;
        Self::with(record.reader, &json, &text, bytes, dictionary)
    }

    /// Packs a record's JSON, without text and source, as it is.
    pub(crate) fn of_json(json: &str, text: &str, bytes: &[u8], dictionary: &Dictionary) -> Result<Self, StoreError> {
        let record: Record = serde_json::from_str(json).map_err(|e| StoreError::corrupt(format!("a record: {e}")))?;
        Self::with(record.reader, json.as_bytes(), text, bytes, dictionary)
    }

    fn with(
        reader: ReaderVersions,
        json: &[u8],
        text: &str,
        bytes: &[u8],
        dictionary: &Dictionary,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            hash: hash_reading(json, text),
            reader,
            text: pack(text.as_bytes(), bytes)?,
            record: pack(json, &before(dictionary.records.clone(), text))?,
            dictionary: dictionary.n,
        })
    }
}

/// What a record is packed against: other records, then its own text, which it quotes.
fn before(mut records: Vec<u8>, text: &str) -> Vec<u8> {
    records.extend_from_slice(text.as_bytes());
    records
}

/// The hash of a reading from its JSON without text and source, and its text.
fn hash_reading(json: &[u8], text: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update((json.len() as u64).to_le_bytes());
    hasher.update(json);
    hasher.update(text.as_bytes());
    hasher.finalize().into()
}

/// Puts a reading in place of the one before.
pub(crate) fn put_reading(connection: &Connection, n: DocumentNumber, packed: &Packed) -> Result<(), StoreError> {
    let r = &packed.reader;
    let versions = params![r.version, r.model, r.world, r.lexicon];
    connection
        .prepare_cached("INSERT OR IGNORE INTO reader (version, model, world, lexicon) VALUES (?1, ?2, ?3, ?4)")?
        .execute(versions)?;
    let reader: i64 = connection
        .prepare_cached("SELECT n FROM reader WHERE version = ?1 AND model = ?2 AND world = ?3 AND lexicon = ?4")?
        .query_row(versions, |row| row.get(0))?;
    connection
        .prepare_cached(
            "INSERT INTO reading (document, reader, hash, text, record, dictionary) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (document) DO UPDATE SET reader = excluded.reader, hash = excluded.hash,
             text = excluded.text, record = excluded.record, dictionary = excluded.dictionary",
        )?
        .execute(params![n.0, reader, packed.hash, packed.text, packed.record, packed.dictionary])?;
    Ok(())
}

/// The hash kept with a reading, and the hash worked out again.
pub(crate) fn reading_hashes(connection: &Connection, n: DocumentNumber) -> Result<([u8; 32], [u8; 32]), StoreError> {
    let text = text(connection, n)?;
    let kept: [u8; 32] = connection
        .prepare_cached("SELECT hash FROM reading WHERE document = ?1")?
        .query_row([n.0], |row| row.get(0))?;
    Ok((kept, hash_reading(record_json(connection, n, &text)?.as_bytes(), &text)))
}

/// The reader of a document's reading.
pub(crate) fn reader_of(connection: &Connection, n: DocumentNumber) -> Result<ReaderVersions, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.version, r.model, r.world, r.lexicon FROM reading k JOIN reader r ON r.n = k.reader WHERE document = ?1",
    )?;
    Ok(statement.query_row([n.0], |row| {
        Ok(ReaderVersions { version: row.get(0)?, model: row.get(1)?, world: row.get(2)?, lexicon: row.get(3)? })
    })?)
}

/// People's decisions, oldest first: all, or those about one document and the undoings of them.
pub(crate) fn decisions(connection: &Connection, n: Option<DocumentNumber>) -> Result<Vec<Decision>, StoreError> {
    let sql = match n {
        Some(_) => "SELECT body FROM decision WHERE document = ?1 ORDER BY at, id",
        None => "SELECT body FROM decision WHERE ?1 IS NULL ORDER BY at, id",
    };
    let mut statement = connection.prepare_cached(sql)?;
    let bodies = statement.query_map([n.map(|n| n.0)], |row| row.get::<_, String>(0))?;
    bodies
        .map(|body| {
            let body = body?;
            serde_json::from_str(&body).map_err(|e| StoreError::corrupt(format!("a decision: {e}: {body}")))
        })
        .collect()
}
