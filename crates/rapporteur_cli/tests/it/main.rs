//! The built program, run as people run it.
#![expect(clippy::unwrap_used, reason = "a test fails where it is surprised")]

mod code;
mod damage;
mod eval;
mod failures;
mod formats;
mod ledger;
mod outline;
mod output;
mod program;
mod scenario;
mod world;
