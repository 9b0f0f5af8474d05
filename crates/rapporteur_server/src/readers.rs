//! Connections for reading: a few at work at once, kept for the next who ask.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rapporteur_ledger::{Ledger, OpenError};
use tokio::sync::Semaphore;

use crate::fault::Fault;

/// Questions answered at once; more than the machine has cores would only wait for each other.
const AT_ONCE: usize = 8;

/// A ledger's readers.
#[derive(Debug)]
pub(crate) struct Readers {
    /// Looks whether anything changed, and opens others.
    watch: Mutex<Watch>,
    free: Mutex<Vec<Ledger>>,
    turns: Semaphore,
}

#[derive(Debug)]
struct Watch {
    ledger: Ledger,
    /// The mark at the ledger's last known version.
    mark: Option<(i64, Arc<str>)>,
}

impl Readers {
    pub(crate) fn of(ledger: &Ledger) -> Result<Self, OpenError> {
        let watch = Mutex::new(Watch { ledger: ledger.again()?, mark: None });
        Ok(Self { watch, free: Mutex::default(), turns: Semaphore::new(AT_ONCE) })
    }

    /// A turn to ask.
    pub(crate) async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Fault> {
        self.turns.acquire().await.map_err(|_| Fault::ours())
    }

    /// Asks a question on a connection of one's own.
    pub(crate) fn with<T>(&self, question: impl FnOnce(&Ledger) -> Result<T, Fault>) -> Result<T, Fault> {
        let free = held(&self.free).pop();
        let ledger = match free {
            Some(ledger) => ledger,
            None => held(&self.watch).ledger.again().map_err(|e| Fault::store(&e))?,
        };
        let answer = question(&ledger);
        held(&self.free).push(ledger);
        answer
    }

    /// The mark of the ledger as it stands; takes some microseconds where nothing changed.
    pub(crate) fn mark(&self) -> Result<Arc<str>, Fault> {
        let mut watch = held(&self.watch);
        let version = watch.ledger.data_version()?;
        if let Some((known, mark)) = &watch.mark
            && *known == version
        {
            return Ok(Arc::clone(mark));
        }
        let mark: Arc<str> = watch.ledger.mark()?.into();
        watch.mark = Some((version, Arc::clone(&mark)));
        Ok(mark)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
