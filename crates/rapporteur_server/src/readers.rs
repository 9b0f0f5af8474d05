//! Connections for reading: as many as are asked for at once, kept for the next.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rapporteur_ledger::{Access, Ledger};

use crate::fault::Fault;

/// Connections kept while nobody asks.
const MOST_KEPT: usize = 16;

#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    free: Mutex<Vec<Ledger>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, free: Mutex::new(Vec::new()) }
    }

    /// Asks a question on a connection of one's own.
    pub(crate) fn with<T>(&self, question: impl FnOnce(&Ledger) -> Result<T, Fault>) -> Result<T, Fault> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let ledger = match free {
            Some(ledger) => ledger,
            None => Ledger::open(&self.path, Access::Read).map_err(|e| Fault::store(&e))?,
        };
        let answer = question(&ledger);
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < MOST_KEPT {
            free.push(ledger);
        }
        answer
    }
}
