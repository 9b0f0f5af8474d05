//! Why accounts cannot be kept or used.

use std::path::PathBuf;

/// Why accounts cannot be kept or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccountsError {
    /// The file cannot be read or written.
    #[error("the accounts in {} cannot be read or written", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: rusqlite::Error,
    },
    /// A name that cannot be one.
    #[error("{name:?} cannot be a name: 1 to 40 letters, digits, dots, dashes and underscores can")]
    Name {
        /// The name.
        name: String,
    },
    /// A password that is too short.
    #[error("a password has at least {least} characters")]
    Weak {
        /// The least.
        least: usize,
    },
    /// A word that is no role.
    #[error("{role:?} is no role; reader, reviewer and admin are")]
    Role {
        /// The word.
        role: String,
    },
    /// A word that is no scope.
    #[error("{scope:?} is no scope; reader and reviewer are")]
    Scope {
        /// The word.
        scope: String,
    },
    /// The name has an account.
    #[error("{name} has an account already")]
    Taken {
        /// The name.
        name: String,
    },
    /// Nobody has that name.
    #[error("nobody is called {name:?}")]
    Missing {
        /// The name.
        name: String,
    },
    /// Nobody would be left who can make accounts.
    #[error("the last admin stays one")]
    LastAdmin,
    /// A password could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
}
