//! What a ledger's documents have in common, so that each is kept without it.
//!
//! The first documents of a ledger serve: releases of one ministry share their phrases, and records their keys. Short
//! texts pack by a third better against it than alone.

use rusqlite::{Connection, OptionalExtension, params};
use zstd::dict::EncoderDictionary;

use crate::error::StoreError;
use crate::kept;
use crate::pack::{pack_against, prepare};

/// Documents that a ledger has before a dictionary is made of them: fewer take little room anyhow.
const ENOUGH: usize = 48;

/// The most of it that is kept of sources, and of records, in bytes. It is read whole with each document.
const MOST_OF_SOURCES: usize = 128 << 10;
const MOST_OF_RECORDS: usize = 64 << 10;

/// Sources and records that new documents are packed against.
pub(crate) struct Dictionary {
    /// Its row; none for the empty one.
    pub(crate) n: Option<i64>,
    sources: EncoderDictionary<'static>,
    pub(crate) records: Vec<u8>,
}

impl Default for Dictionary {
    /// The empty one.
    fn default() -> Self {
        Self { n: None, sources: prepare(b""), records: Vec::new() }
    }
}

impl Dictionary {
    /// Packs a document's bytes.
    pub(crate) fn pack_source(&self, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        pack_against(bytes, &self.sources)
    }

    /// The newest; else one made of the first documents, where there are enough; else the empty one.
    pub(crate) fn newest(connection: &Connection) -> Result<Self, StoreError> {
        let mut statement =
            connection.prepare_cached("SELECT n, sources, records FROM dictionary ORDER BY n DESC LIMIT 1")?;
        let newest = statement.query_row([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?)));
        if let Some((n, sources, records)) = newest.optional()? {
            return Ok(Self { n: Some(n), sources: prepare(&sources), records });
        }
        let first = kept::first_numbers(connection, ENOUGH)?;
        if first.len() < ENOUGH {
            return Ok(Self::default());
        }
        let (mut sources, mut records) = (Vec::new(), Vec::new());
        for &n in &first {
            let text = kept::text(connection, n)?;
            take(&mut sources, &kept::bytes(connection, n)?, MOST_OF_SOURCES);
            take(&mut records, kept::record_json(connection, n, &text)?.as_bytes(), MOST_OF_RECORDS);
        }
        connection
            .prepare_cached("INSERT INTO dictionary (sources, records) VALUES (?1, ?2)")?
            .execute(params![sources, records])?;
        Ok(Self { n: Some(connection.last_insert_rowid()), sources: prepare(&sources), records })
    }
}

/// What sources are packed against under that number; nothing without one.
pub(crate) fn sources(connection: &Connection, n: Option<i64>) -> Result<Vec<u8>, StoreError> {
    part(connection, "SELECT sources FROM dictionary WHERE n = ?1", n)
}

/// What records are packed against, before their own texts.
pub(crate) fn records(connection: &Connection, n: Option<i64>) -> Result<Vec<u8>, StoreError> {
    part(connection, "SELECT records FROM dictionary WHERE n = ?1", n)
}

fn part(connection: &Connection, sql: &str, n: Option<i64>) -> Result<Vec<u8>, StoreError> {
    let Some(n) = n else { return Ok(Vec::new()) };
    let found = connection.prepare_cached(sql)?.query_row([n], |row| row.get(0)).optional()?;
    found.ok_or_else(|| StoreError::corrupt("a dictionary is missing"))
}

/// Adds the head of a document, so that one long document does not fill the whole.
fn take(into: &mut Vec<u8>, bytes: &[u8], most: usize) {
    let n = bytes.len().min(most / ENOUGH * 4).min(most - into.len());
    into.extend_from_slice(&bytes[..n]);
}
