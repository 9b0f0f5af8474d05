//! Records scored against gold.
//!
//! Gold is JSON of a record's shape that people made or corrected; it may leave out any field it does not judge. A record
//! is compared with it act by act ([`judge`]), and the judged documents are summed up ([`report()`]). The figures are those
//! of the reference scorer to four digits. Nothing here reads a file or a text: records come from a reader.
//!
//! ```
//! # fn record() -> rapporteur_record::Record {
//! #     serde_json::from_str(r#"{"schema": "rapporteur.record/1",
//! #         "reader": {"version": "", "model": "", "world": "", "lexicon": ""},
//! #         "document": {"id": "", "source": "", "media_type": "text/plain", "language": "en", "genre": "readout",
//! #             "title": null, "issuer": null, "issued": {}, "text": "Norland urged Sudmark to wait."},
//! #         "actors": [{"id": "a1", "name": "Norland", "kind": "country"}, {"id": "a2", "name": "Sudmark", "kind": "country"}],
//! #         "places": [], "instruments": [], "meetings": [],
//! #         "acts": [{"id": "s1", "type": "appeal", "actor": ["a1"], "recipient": ["a2"],
//! #             "trigger": {"start": 8, "end": 13, "quote": "urged"}, "evidence": {"start": 0, "end": 30, "quote": ""}}]}"#
//! #     ).unwrap()
//! # }
//! use rapporteur_evaluation::{Gold, judge, report};
//! let gold = Gold::parse(br#"{
//!     "document": {"text": "Norland urged Sudmark to wait."},
//!     "actors": [{"id": "n", "name": "Norland"}, {"id": "s", "name": "Sudmark"}],
//!     "acts": [{"type": "appeal", "actor": ["n"], "recipient": ["s"], "trigger": {"start": 8, "end": 13}}]
//! }"#)?;
//! let judged = judge("readout", &record(), &gold);
//! assert_eq!(report(&[judged]).summary.strict_act_f1, Some(1.0));
//! # Ok::<(), rapporteur_evaluation::GoldError>(())
//! ```
#![expect(clippy::cast_precision_loss, reason = "counts of acts and letters are far below 2^52")]

mod align;
mod axis;
pub mod calibration;
mod compare;
mod gold;
mod judge;
mod letter;
mod party;
mod reliability;
mod report;
mod summary;
mod tally;

pub use compare::{Change, Comparison, compare};
pub use gold::{Gold, GoldError};
pub use judge::{
    ActView, Checks, JudgedAct, JudgedDocument, JudgedMeeting, MeetingView, MentionFigures, Outcome, judge,
};
pub use reliability::{Bin, Reliability, reliability};
pub use report::{FieldRow, MentionRow, Report, calibrate, report, saved};
pub use summary::{
    Confusion, Detection, MeetingFigures, Summary, TypeRow, by_type, confusions, fields, mentions, summarize,
};
pub use tally::{Found, Share};
