//! The record's words: acts, actors, meetings, spans, ontologies. No I/O.

mod span;

pub use span::{CodePoints, Quote, Span};
