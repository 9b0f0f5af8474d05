//! What may go wrong with a model; texts never fail.

use std::io;
use std::path::PathBuf;

use crate::tokenizer::PatternError;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The bytes are not a model's.
    #[error("not a model file: the first bytes should be RAPPLANG; convert a spaCy pipeline first")]
    NotAModel,
    /// The file was written by another version of this crate.
    #[error("the model has format {found}, this program knows {known}; convert the pipeline again")]
    Format {
        /// The file's format.
        found: u32,
        /// The one that this version reads.
        known: u32,
    },
    /// The file ends early.
    #[error("the model file is cut short; copy or convert it again")]
    Truncated,
    /// The arrays do not lie where they may be used.
    #[error("the model's arrays are not aligned; convert the pipeline again")]
    Misaligned,
    /// The header does not parse.
    #[error("the model's header does not parse")]
    Header(#[source] serde_json::Error),
    /// An array is missing or has another size.
    #[error("the model's array {name} is missing or has the wrong size")]
    Array {
        /// Its name.
        name: String,
    },
    /// A label outside the schemes of this crate.
    #[error("the model uses the {kind} {name:?}, which is outside the scheme of English pipelines")]
    UnknownLabel {
        /// What it labels.
        kind: &'static str,
        /// The label.
        name: String,
    },
    /// A pattern that the tokenizer cannot follow.
    #[error("the tokenizer's {which} pattern cannot be used")]
    Pattern {
        /// Which pattern.
        which: &'static str,
        /// What is wrong with it.
        source: PatternError,
    },
    /// Something that a spaCy pipeline may have and this runtime has not.
    #[error("unsupported pipeline: {0}")]
    Unsupported(String),
    /// A file of a spaCy pipeline does not have the expected content.
    #[error("{file} of the pipeline is malformed: {what}")]
    Malformed {
        /// The file, within the pipeline's folder.
        file: String,
        /// What was expected.
        what: String,
    },
}
