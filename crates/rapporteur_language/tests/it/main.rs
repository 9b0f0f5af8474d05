//! The runtime as its users see it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod golden;
mod model;
mod properties;
mod threads;
