//! The log of every change: each entry's hash covers the entry and the hash before it.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::time::Timestamp;

/// One change, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who: a person's name, or `rapporteur`.
    pub who: String,
    /// What was done: `add`, `seen`, `reread`, `decide`, `import`, `restore`.
    pub what: String,
    /// To what: a document's hash, a decision's id.
    pub subject: String,
    /// With which result: for a reading, its hash and its reader.
    pub detail: String,
}

/// The hash before the first entry.
pub(crate) const ROOT: [u8; 32] = [0; 32];

impl AuditEntry {
    /// The hash of this entry after one with that hash.
    pub fn chained(&self, before: &[u8; 32]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(before);
        hasher.update(self.at.0.to_le_bytes());
        for field in [&self.who, &self.what, &self.subject, &self.detail] {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        hasher.finalize().into()
    }
}

/// The hash of the last entry.
pub(crate) fn head(connection: &Connection) -> Result<[u8; 32], StoreError> {
    let mut statement = connection.prepare_cached("SELECT hash FROM audit ORDER BY n DESC LIMIT 1")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?.unwrap_or(ROOT))
}

/// Adds an entry at the end.
pub(crate) fn append(connection: &Connection, entry: &AuditEntry) -> Result<(), StoreError> {
    let hash = entry.chained(&head(connection)?);
    let mut statement = connection
        .prepare_cached("INSERT INTO audit (at, who, what, subject, detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    statement.execute(params![entry.at.0, entry.who, entry.what, entry.subject, entry.detail, hash])?;
    Ok(())
}

/// Every entry with its hash, oldest first.
pub(crate) fn entries(connection: &Connection) -> Result<Vec<(AuditEntry, [u8; 32])>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT at, who, what, subject, detail, hash FROM audit ORDER BY n")?;
    let rows = statement.query_map([], |row| {
        let entry = AuditEntry {
            at: Timestamp(row.get(0)?),
            who: row.get(1)?,
            what: row.get(2)?,
            subject: row.get(3)?,
            detail: row.get(4)?,
        };
        Ok((entry, row.get(5)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A hash in hexadecimal digits.
pub(crate) fn hex(hash: &[u8]) -> String {
    use std::fmt::Write;
    hash.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
