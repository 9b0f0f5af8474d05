//! The ledger from outside: each module one promise.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a failure is a panic, and a skip is told")]

mod crash; // killed at any moment, nothing is lost, doubled or half there
mod damage; // files that are no ledger, cut short, newer, full, read-only
mod many; // one record across documents
mod migrate; // older formats are brought up to date
mod properties; // laws over generated documents
mod review; // people's decisions
mod scenario; // a request and what became of it, in words
mod scene; // documents with known records, written in tests
mod search; // words and filters
mod views; // meetings, positions, drift, comparison, briefing
