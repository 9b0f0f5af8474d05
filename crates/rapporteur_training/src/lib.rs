//! The weights of the event coder: fitted to labelled dyads, and measured by cross-validation.
//!
//! With the labelled dyads go the examples of `events/examples.tsv`. The same dyads give the same weights, byte for byte. The
//! crate reads no file. Recipe and figures: `docs/accuracy.md`.
#![expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]

mod examples;
mod figures;
mod logistic;
mod ranking;
mod validation;
mod weights;

pub use examples::{Example, Origin, own_examples, root};
pub use figures::{accuracy, calibration, macro_f1, table};
pub use validation::{EndToEnd, Guess, N_FOLDS, end_to_end, guess, guesses, temperature};
pub use weights::{fit_events, fit_pairs};
