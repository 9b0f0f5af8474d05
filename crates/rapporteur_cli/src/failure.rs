//! What became of a run, and which exit code tells it.

use std::process::ExitCode;

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every input was read.
    AllRead,
    /// Some inputs were not; each has been named.
    SomeFailed,
    /// No input could be read.
    NothingRead,
}

impl Outcome {
    /// The outcome of a run over several inputs.
    pub(crate) fn of_counts(n_read: usize, n_failed: usize) -> Self {
        match (n_read, n_failed) {
            (0, _) => Self::NothingRead,
            (_, 0) => Self::AllRead,
            _ => Self::SomeFailed,
        }
    }

    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            Self::AllRead => ExitCode::SUCCESS,
            Self::SomeFailed => ExitCode::from(1),
            Self::NothingRead => ExitCode::from(2),
        }
    }
}
