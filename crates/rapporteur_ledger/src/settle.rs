//! Works out everything that rests on what is kept, from where it was left.
//!
//! Each step leaves marks of what is still to be done in the same transaction as its work, so that a process killed
//! at any moment is continued by the next one.

use std::collections::BTreeSet;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;
use crate::follow::{relink, settle_items};
use crate::ids::DocumentNumber;
use crate::index::Indexer;
use crate::ledger::Ledger;
use crate::{copies, kept, merge, parties};

/// Documents indexed in one transaction.
const CHUNK: usize = 512;

/// The version of the rules by which everything is worked out; a file worked out by others is done again.
const RULES: &str = "2";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// Documents whose rows were made anew.
    pub n_documents: usize,
}

impl Ledger {
    /// Whether everything that rests on what is kept has been worked out.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn is_settled(&self) -> Result<bool, StoreError> {
        Ok(!has_marks(&self.connection)? && rules(&self.connection)?.as_deref() == Some(RULES))
    }

    /// Works out whatever is still to be worked out. Does nothing where nothing is.
    ///
    /// # Errors
    /// Where the ledger cannot be written; what was done until then is kept, and the next call goes on from there.
    pub fn settle(&mut self) -> Result<Settled, StoreError> {
        if self.is_settled()? {
            return Ok(Settled::default());
        }
        self.renew_by_rules()?;
        let n_documents = self.index_pending()?;
        self.derive()?;
        Ok(Settled { n_documents })
    }

    /// Indexes the documents that are kept and not yet indexed.
    pub(crate) fn index_pending(&mut self) -> Result<usize, StoreError> {
        let mut n_documents = 0;
        loop {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let pending = pending(&tx)?;
            if pending.is_empty() {
                return Ok(n_documents);
            }
            let mut indexer = Indexer::new(&tx);
            for &n in &pending {
                indexer.unindex(n)?;
            }
            for &n in &pending {
                indexer.index(n)?;
                tx.prepare_cached("DELETE FROM pending WHERE document = ?1")?.execute([n.0])?;
            }
            indexer.flush()?;
            drop(indexer);
            tx.commit()?;
            n_documents += pending.len();
        }
    }

    /// Works out copies, parties, meetings, events, links and statuses from the indexed rows.
    fn derive(&mut self) -> Result<(), StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let decisions = kept::decisions(&tx, None)?;
        let mut touched = copies::settle(&tx)?;
        mark_days_of(&tx, &parties::merge(&tx, &decisions)?)?;
        touched.extend(merge::settle_meetings(&tx)?);
        let documents = merge::settle_events(&tx, &touched)?;
        let items = relink(&tx, &documents, &decisions)?;
        settle_items(&tx, &items, &decisions)?;
        tx.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('rules', ?1)", [RULES])?;
        tx.commit()?;
        Ok(())
    }

    /// Marks every document where other rules were at work.
    fn renew_by_rules(&mut self) -> Result<(), StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if rules(&tx)?.is_some_and(|rules| rules != RULES) {
            tx.execute("INSERT OR IGNORE INTO pending (document) SELECT n FROM document", [])?;
            tx.execute("DELETE FROM meta WHERE key = 'rules'", [])?;
        }
        tx.commit()?;
        Ok(())
    }
}

fn pending(connection: &Connection) -> Result<Vec<DocumentNumber>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT document FROM pending ORDER BY document LIMIT ?1")?;
    let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
    Ok(statement.query_map([limit], |row| row.get(0).map(DocumentNumber))?.collect::<Result<_, _>>()?)
}

fn has_marks(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM pending_day)
             OR EXISTS (SELECT 1 FROM pending_copy) OR EXISTS (SELECT 1 FROM pending_event)
             OR EXISTS (SELECT 1 FROM pending_cell)",
        )?
        .query_row([], |row| row.get(0))?)
}

fn rules(connection: &Connection) -> Result<Option<String>, StoreError> {
    use rusqlite::OptionalExtension;
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = 'rules'")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}

/// A person known by another name now may make two reports of a meeting one.
fn mark_days_of(connection: &Connection, parties: &[i64]) -> Result<(), StoreError> {
    let mut mark = connection.prepare_cached(
        "INSERT OR IGNORE INTO pending_day (day) SELECT DISTINCT day FROM meeting_at WHERE party = ?1",
    )?;
    for &party in parties.iter().collect::<BTreeSet<_>>() {
        mark.execute([party])?;
    }
    Ok(())
}
