//! What can go wrong: opening a ledger, storing in it, looking something up.

use std::path::PathBuf;

/// Why a file cannot be opened as a ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no ledger at {}; `rapporteur add` makes one", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a ledger; name another file with --ledger", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A later version of the program wrote it.
    #[error(
        "ledger {} has format {found}, and this program knows formats up to {known}; use a newer rapporteur",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The format found.
        found: u32,
        /// The newest format that this program knows.
        known: u32,
    },
    /// An earlier version of the program wrote it, and the file cannot be written.
    #[error("ledger {} has the older format {found} and cannot be written to bring it up to date", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// The format found.
        found: u32,
    },
    /// The file is shorter than it says it is.
    #[error(
        "ledger {} is cut short: {found} bytes of {expected}; restore it with `rapporteur restore BACKUP`",
        path.display()
    )]
    Truncated {
        /// The file.
        path: PathBuf,
        /// The bytes found.
        found: u64,
        /// The bytes that its header names.
        expected: u64,
    },
    /// The file or its folder cannot be read or made.
    #[error("cannot open ledger {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// Bringing the format up to date, or reading the first page, failed.
    #[error("cannot open ledger {}", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: StoreError,
    },
}

/// Why a ledger that is open cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No room is left; the ledger is as it was before the step.
    #[error("the disk is full; nothing of this step was kept, free some space and run it again")]
    Full,
    /// The file cannot be written.
    #[error("the ledger cannot be written: it is read-only")]
    ReadOnly,
    /// Another process kept the ledger longer than the patience given.
    #[error("another process is writing to the ledger; try again when it is done")]
    Busy,
    /// What is stored breaks its own rules.
    #[error("the ledger is damaged: {what}; run `rapporteur verify`, and restore a backup where it confirms this")]
    Corrupt {
        /// What is wrong, and where.
        what: String,
    },
    /// Any other answer of the database.
    #[error("the database refused")]
    Sqlite(#[source] rusqlite::Error),
    /// Packing or unpacking failed.
    #[error("cannot pack or unpack a stored text")]
    Pack(#[source] std::io::Error),
}

impl StoreError {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::corrupt(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}

/// Why a name does not lead to one thing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LookupError {
    /// Nothing has that name.
    #[error("no {kind} is called {name:?}{}", hint.as_deref().map(|h| format!("; {h}")).unwrap_or_default())]
    NotFound {
        /// What was looked for.
        kind: &'static str,
        /// The name given.
        name: String,
        /// Where to look instead.
        hint: Option<String>,
    },
    /// Several things begin so.
    #[error("{name:?} names several {kind}s: {}", matches.join(", "))]
    Ambiguous {
        /// What was looked for.
        kind: &'static str,
        /// The name given.
        name: String,
        /// The first few that match.
        matches: Vec<String>,
    },
    /// The ledger could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for LookupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl LookupError {
    pub(crate) fn not_found(kind: &'static str, name: &str, hint: Option<&str>) -> Self {
        Self::NotFound { kind, name: name.to_owned(), hint: hint.map(str::to_owned) }
    }
}
