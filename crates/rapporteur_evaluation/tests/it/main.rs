//! The crate held against Python, where there is one.
#![expect(clippy::unwrap_used, reason = "a test fails where it is surprised")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod record;
mod reference;
