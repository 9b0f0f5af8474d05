//! The ledger: what was said, asked and promised, and what became of it, kept in one file.
//!
//! A [`Ledger`] keeps source bytes, the readings of them, people's decisions and a log of every change. All else in
//! the file is worked out from these: who is who across documents, which reports tell of one meeting, which release
//! is a copy of another, which later act answers or fulfils an earlier one. That part is a function of what is kept,
//! whatever the order in which it came.
//!
//! The crate never reads a text itself: whoever adds documents passes a function from bytes to a
//! [`Record`](rapporteur_record::Record). It never asks for the time either: the clock is an argument.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use rapporteur_ledger::{Access, ItemFilter, Ledger, Page, Timestamp};
//! let mut ledger = Ledger::open("ministry.ledger".as_ref(), Access::Create)?;
//! let today = Timestamp::parse("2026-11-25T09:00:00Z").ok_or("a date")?.day();
//! let asks = ItemFilter { actor: Some("KHM".into()), counterpart: Some("USA".into()), ..ItemFilter::default() };
//! for item in ledger.open_items(&asks, today, Page::default())?.rows {
//!     println!("{} {} {}", item.act.id, item.status, item.act.content);
//! }
//! # Ok(()) }
//! ```

mod add;
mod audit;
mod backup;
mod cells;
mod content;
mod copies;
mod decision;
#[cfg(feature = "schema")]
mod describe;
mod dictionary;
mod error;
mod exchange;
mod features;
mod follow;
mod gold;
mod ids;
mod index;
mod issues;
mod kept;
mod ledger;
mod locate;
mod merge;
mod numbers;
mod pack;
mod parties;
mod passages;
mod pipeline;
mod reread;
mod review;
mod rows;
mod rulings;
mod schema;
mod search;
mod settle;
mod state;
mod text;
mod texts;
mod time;
mod verify;
mod views;
mod words;

pub use add::{AddOptions, AddReport, Content, Failure, Input, Progress};
pub use audit::AuditEntry;
pub use backup::BackupError;
pub use decision::{ActAnchor, Decision, Excerpt, Subject, Verdict};
pub use error::{LookupError, OpenError, StoreError};
pub use exchange::{ImportError, ImportReport};
pub use follow::{Change, Relation, Status, is_item};
pub use gold::{GoldDocument, GoldReport};
pub use ids::{DocumentHash, DocumentNumber, Named, Reference};
pub use issues::Thesaurus;
pub use kept::Origin;
pub use ledger::{Access, Ledger};
pub use reread::RereadReport;
pub use review::{Correction, QueueFilter, Review, ReviewError, Reviewer};
pub use rulings::{Ruled, Standing, anchors, in_force, uphold};
pub use schema::FORMAT;
pub use search::{Facet, Facets, Hit, Search, SearchError};
pub use settle::Settled;
pub use state::Counts;
pub use time::{Day, DayRange, Timestamp};
pub use verify::{Finding, Verification};
pub use views::{
    ActFilter, ActView, Brief, BriefFormat, BriefOptions, Comparison, Cursor, DocumentView, Drift, DriftStep, IssueRow,
    ItemFilter, ItemRow, LastWords, Line, Matrix, MatrixCell, MatrixRow, MeetingAccount, MeetingFilter, MeetingRow,
    Month, Movement, Note, Page, PageOf, Pairing, PartyName, PartyRow, PartyView, Report, Stance, Thread, ThreadStep,
    TitleRow,
};
