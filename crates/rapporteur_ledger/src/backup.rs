//! Copies of the whole file, and putting one back.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::backup::Backup;

use crate::add::PROGRAM;
use crate::audit::{self, AuditEntry};
use crate::error::{OpenError, StoreError};
use crate::ledger::{Access, Ledger};
use crate::time::Timestamp;

/// Why a copy cannot be made or put back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The place is taken by something that is no ledger.
    #[error("{} exists and is not a ledger; it is left as it is", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// Source and target are one file.
    #[error("{} cannot be copied onto itself", path.display())]
    Same {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written or moved.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The copy or the ledger cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Copying failed.
    #[error("cannot copy to {}", path.display())]
    Store {
        /// The target.
        path: PathBuf,
        /// The cause.
        source: StoreError,
    },
}

impl Ledger {
    /// Writes a copy as of now to a file, whole or not at all. An earlier copy there is replaced.
    ///
    /// # Errors
    /// Where the place is taken by something else, or cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), BackupError> {
        let io = |source| BackupError::Io { path: to.to_owned(), source };
        if is_same(self.path(), to) {
            return Err(BackupError::Same { path: to.to_owned() });
        }
        match Self::open(to, Access::Read) {
            Ok(_) | Err(OpenError::Missing { .. } | OpenError::Truncated { .. } | OpenError::Older { .. }) => {}
            Err(OpenError::Foreign { path }) => return Err(BackupError::Taken { path }),
            Err(other) => return Err(other.into()),
        }
        let partial = with_suffix(to, ".partial");
        remove(&partial).map_err(io)?;
        let store = |source: rusqlite::Error| BackupError::Store { path: to.to_owned(), source: source.into() };
        let name = partial.to_string_lossy().into_owned();
        let copied = self.connection.execute("VACUUM INTO ?1", [name]).map_err(store);
        if let Err(error) = copied {
            let _ = remove(&partial);
            return Err(error);
        }
        File::open(&partial).and_then(|f| f.sync_all()).map_err(io)?;
        for left in ["-wal", "-shm"] {
            remove(&with_suffix(to, left)).map_err(io)?;
        }
        std::fs::rename(&partial, to).map_err(io)?;
        let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(io)
    }

    /// Puts a copy in the place of a ledger, whole or not at all. A damaged ledger is set aside, not removed.
    ///
    /// # Errors
    /// Where the copy is no whole ledger, or the place is taken by something else or cannot be written.
    pub fn restore(from: &Path, to: &Path, at: Timestamp) -> Result<Self, BackupError> {
        if is_same(from, to) {
            return Err(BackupError::Same { path: to.to_owned() });
        }
        let copy = Self::open(from, Access::Read)?;
        let mut ledger = match Self::open(to, Access::Create) {
            Ok(ledger) => ledger,
            Err(OpenError::Foreign { path }) => return Err(BackupError::Taken { path }),
            Err(OpenError::Truncated { .. } | OpenError::Store { source: StoreError::Corrupt { .. }, .. }) => {
                set_aside(to)?;
                Self::open(to, Access::Create)?
            }
            Err(other) => return Err(other.into()),
        };
        let store = |source: StoreError| BackupError::Store { path: to.to_owned(), source };
        ledger.take_from(&copy).map_err(store)?;
        let entry = AuditEntry {
            at,
            who: PROGRAM.to_owned(),
            what: "restore".to_owned(),
            subject: from.display().to_string(),
            detail: String::new(),
        };
        audit::append(&ledger.connection, &entry).map_err(store)?;
        ledger.settle().map_err(store)?;
        Ok(ledger)
    }

    /// Replaces every page in one transaction of the database.
    fn take_from(&mut self, copy: &Self) -> Result<(), StoreError> {
        let backup = Backup::new(&copy.connection, &mut self.connection)?;
        match backup.step(-1)? {
            rusqlite::backup::StepResult::Done => Ok(()),
            _ => Err(StoreError::Busy),
        }
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Moves a damaged ledger to the first free name beside it.
fn set_aside(path: &Path) -> Result<(), BackupError> {
    let io = |source| BackupError::Io { path: path.to_owned(), source };
    let free = (1..u32::MAX).map(|n| with_suffix(path, &format!(".damaged-{n}"))).find(|p| !p.exists());
    let aside = free.expect("there are names enough");
    std::fs::rename(path, &aside).map_err(io)?;
    for left in ["-wal", "-shm"] {
        let from = with_suffix(path, left);
        if from.exists() {
            std::fs::rename(&from, with_suffix(&aside, left)).map_err(io)?;
        }
    }
    Ok(())
}
