//! Reading again with a newer reader. Machine results are replaced; people's decisions stay and are upheld.

use std::fmt::Display;

use rapporteur_record::{ReaderVersions, Record};
use rusqlite::TransactionBehavior;
use serde::Serialize;

use crate::add::{AddOptions, Failure, Progress, append, mark, read_packed, reading_detail};
use crate::error::StoreError;
use crate::ids::{DocumentHash, DocumentNumber};
use crate::index::Indexer;
use crate::kept::{self, Packed};
use crate::ledger::Ledger;
use crate::pipeline;
use crate::time::Timestamp;

/// What became of the readings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RereadReport {
    /// Documents whose reading is by the reader given.
    pub n_reread: usize,
    /// Of these, those whose record came out otherwise.
    pub n_changed: usize,
    /// Documents that could not be read again; their old reading stays.
    pub failures: Vec<Failure>,
}

/// What a reading thread hands on.
type Again = (DocumentNumber, DocumentHash, Result<Box<Packed>, Failure>);

impl Ledger {
    /// Reads again every document whose reading is not by `versions`; where `all` is set, every document.
    ///
    /// # Errors
    /// Where the ledger cannot be written. Documents read until then stay read.
    pub fn reread<E: Display>(
        &mut self,
        versions: &ReaderVersions,
        all: bool,
        read: &(impl Fn(&[u8], &str) -> Result<Record, E> + Sync),
        options: AddOptions,
        clock: &dyn Fn() -> Timestamp,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<RereadReport, StoreError> {
        let mut wanted = Vec::new();
        for n in kept::all_numbers(&self.connection)? {
            if all || kept::reader_of(&self.connection, n)? != *versions {
                let source =
                    kept::origins(&self.connection, n)?.into_iter().next().map(|o| o.source).unwrap_or_default();
                wanted.push((n, kept::hash_of(&self.connection, n)?, source));
            }
        }
        let dictionary = self.dictionary()?;
        // the reading threads take turns at a connection of their own
        let sources = rusqlite::Connection::open(self.path())?;
        let inputs = wanted.into_iter().map(move |(n, hash, source)| (n, hash, source, kept::bytes(&sources, n)));
        let mut report = RereadReport::default();
        let mut n_done = 0;
        pipeline::run(
            inputs,
            options.n_threads,
            options.batch,
            |(n, hash, source, bytes)| -> Again {
                let packed = bytes
                    .map_err(|e| e.to_string())
                    .and_then(|bytes| read_packed(&bytes, &source, hash, &dictionary, read));
                (n, hash, packed.map_err(|reason| Failure { source, reason }))
            },
            |batch| {
                n_done += batch.len();
                self.replace(batch, clock(), &mut report)?;
                progress(Progress { n_done, n_failed: report.failures.len() });
                Ok::<(), StoreError>(())
            },
        )?;
        self.settle()?;
        report.failures.sort();
        Ok(report)
    }

    fn replace(&mut self, batch: Vec<Again>, at: Timestamp, report: &mut RereadReport) -> Result<(), StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut now = report.clone();
        let mut indexer = Indexer::new(&tx);
        for (n, hash, packed) in batch {
            let packed = match packed {
                Ok(packed) => packed,
                Err(failure) => {
                    now.failures.push(failure);
                    continue;
                }
            };
            let (before, _) = kept::reading_hashes(&tx, n)?;
            now.n_reread += 1;
            if before != packed.hash {
                now.n_changed += 1;
                // rows are taken away while the text by which they were made is still there
                indexer.unindex(n)?;
                mark(&tx, n)?;
            }
            kept::put_reading(&tx, n, &packed)?;
            append(&tx, at, "reread", hash, reading_detail(&packed))?;
        }
        drop(indexer);
        tx.commit()?;
        *report = now;
        Ok(())
    }
}
