//! Drafts, read back by the program's own reader.
#![expect(clippy::unwrap_used, reason = "a test fails where it is surprised")]

mod generated;
mod layout;
mod real;
mod told;
