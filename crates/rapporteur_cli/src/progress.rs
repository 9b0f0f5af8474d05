//! How far a long run has come, on one line of standard error.

use std::io::{IsTerminal as _, Write as _, stderr};

/// Fewer documents than this show no progress.
const MANY: usize = 20;

/// A line on the terminal that counts documents.
#[derive(Debug)]
pub(crate) struct Progress {
    /// None where nobody knows.
    n_documents: Option<usize>,
    is_shown: bool,
}

impl Progress {
    /// Progress over so many documents; it shows only for many of them, on a terminal, unless `quiet`.
    pub(crate) fn new(n_documents: usize, quiet: bool) -> Self {
        Self { n_documents: Some(n_documents), is_shown: !quiet && n_documents >= MANY && stderr().is_terminal() }
    }

    /// Progress over nobody knows how many documents.
    pub(crate) fn endless(quiet: bool) -> Self {
        Self { n_documents: None, is_shown: !quiet && stderr().is_terminal() }
    }

    /// Shows that `n_done` documents are done.
    pub(crate) fn show(&self, n_done: usize) {
        if self.is_shown {
            // What is lost here is only this line.
            let _ = match self.n_documents {
                Some(n) => write!(stderr(), "\r{n_done} of {n} documents"),
                None => write!(stderr(), "\r{n_done} documents"),
            };
        }
    }

    /// Clears the line, before a message or at the end.
    pub(crate) fn clear(&self) {
        if self.is_shown {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
