//! How much the ledger holds, and a mark that changes whenever an answer may.

use rusqlite::Connection;
use serde::Serialize;

use crate::audit::{self, AuditEntry};
use crate::error::StoreError;
use crate::ledger::Ledger;
use crate::views::{Cursor, Page, PageOf};

/// How much the ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Documents.
    pub n_documents: i64,
    /// Acts, each report of one counted.
    pub n_acts: i64,
    /// Meetings.
    pub n_meetings: i64,
    /// Acts that nobody decided yet.
    pub n_undecided: i64,
}

impl Ledger {
    /// How much the ledger holds.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM act),
                    (SELECT count(*) FROM meeting_report WHERE meeting = n),
                    (SELECT count(*) FROM act WHERE qualities < 64)
                    + (SELECT count(*) FROM act WHERE qualities >= 128)",
        )?;
        Ok(statement.query_row([], |row| {
            Ok(Counts {
                n_documents: row.get(0)?,
                n_acts: row.get(1)?,
                n_meetings: row.get(2)?,
                n_undecided: row.get(3)?,
            })
        })?)
    }

    /// A number that changes whenever another connection, of this process or another, has written; cheap to ask for.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// A mark that changes whenever an answer may: the log's length and head, and what is still to be worked out.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn mark(&self) -> Result<String, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT coalesce(max(n), 0) FROM audit),
                    (SELECT hex(substr(hash, 1, 6)) FROM audit ORDER BY n DESC LIMIT 1),
                    (SELECT count(*) FROM pending), (SELECT count(*) FROM pending_day),
                    (SELECT count(*) FROM pending_copy), (SELECT count(*) FROM pending_event),
                    (SELECT count(*) FROM pending_cell)",
        )?;
        Ok(statement.query_row([], |row| {
            let (n, head): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
            let pending: Vec<i64> = (2..7).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            let pending: Vec<String> = pending.iter().map(i64::to_string).collect();
            Ok(format!("{n}.{}.{}", head.unwrap_or_default().to_lowercase(), pending.join(".")))
        })?)
    }

    /// The log, the newest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn log(&self, page: Page) -> Result<PageOf<AuditEntry>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT at, who, what, subject, detail, n FROM audit WHERE n < ?2 ORDER BY n DESC LIMIT ?1",
        )?;
        let rows = statement.query_map([page.fetched(), page.start(i64::MAX).key], |row| {
            let entry = AuditEntry {
                at: crate::time::Timestamp(row.get(0)?),
                who: row.get(1)?,
                what: row.get(2)?,
                subject: row.get(3)?,
                detail: row.get(4)?,
            };
            Ok((Cursor { key: row.get(5)?, row: 0 }, entry))
        })?;
        Ok(PageOf::cut(rows.collect::<Result<_, _>>()?, page))
    }

    /// Adds to the log what a program did on a person's behalf that no other entry tells, such as who sent a document.
    ///
    /// # Errors
    /// Where the ledger cannot be written, or the entry is called like one that the ledger makes itself.
    pub fn note(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        const OURS: [&str; 6] = ["add", "seen", "reread", "decide", "import", "restore"];
        if OURS.contains(&entry.what.as_str()) {
            return Err(StoreError::corrupt(format!("{:?} is an entry that only the ledger makes", entry.what)));
        }
        append(&mut self.connection, entry)
    }
}

fn append(connection: &mut Connection, entry: &AuditEntry) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    audit::append(&tx, entry)?;
    Ok(tx.commit()?)
}
