//! Drafts, read back by the program's own reader.
#![expect(clippy::unwrap_used, reason = "a test fails where it is surprised")]
#![expect(clippy::print_stderr, reason = "figures are shown with --nocapture, and what is skipped says so")]

mod generated;
mod layout;
mod real;
mod told;
