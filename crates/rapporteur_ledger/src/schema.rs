//! The file's format and how older formats are brought up to date.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

/// Marks the file as a ledger, in `PRAGMA application_id`: "RPTR".
pub(crate) const APPLICATION_ID: u32 = 0x5250_5452;

/// Each step takes the format one number up.
const MIGRATIONS: [&str; 6] = [
    include_str!("../migrations/0001_kept.sql"),
    include_str!("../migrations/0002_index.sql"),
    include_str!("../migrations/0003_follow.sql"),
    include_str!("../migrations/0004_lists.sql"),
    include_str!("../migrations/0005_dense.sql"),
    include_str!("../migrations/0006_issues.sql"),
];

/// The newest format that this program knows.
pub const FORMAT: u32 = 6;

const _: () = assert!(MIGRATIONS.len() == FORMAT as usize);

/// The format of an open database; 0 is an empty one.
pub(crate) fn format_of(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Takes the database up to `target`, each step whole or not at all.
pub(crate) fn migrate(connection: &mut Connection, target: u32) -> Result<(), StoreError> {
    loop {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // read again under the lock: another process may have been first
        let format = format_of(&tx)?;
        if format >= target {
            return Ok(());
        }
        tx.execute_batch(MIGRATIONS[format as usize])?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", format + 1)?;
        tx.commit()?;
    }
}
