//! The library over real documents: laws that every record keeps.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a failure is a panic, and a skip is told")]

mod corpus;
mod properties;
mod rules;
mod sample;
