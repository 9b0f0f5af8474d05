//! What the ledger answers: items, meetings, positions, comparisons, briefings. Reading only.

mod accounts;
mod acts;
mod brief;
mod compare;
mod documents;
mod drift;
mod items;
mod matrix;
mod meetings;
mod months;
mod page;
mod positions;
mod show;

pub use accounts::MeetingAccount;
pub use acts::{ActFilter, PartyName, PartyView, Stance};
pub use brief::{Brief, BriefFormat, BriefOptions, Line, Note};
pub use compare::{Comparison, Pairing};
pub use documents::{DocumentView, IssueRow, PartyRow};
pub use drift::{Drift, DriftStep, Movement};
pub(crate) use items::is_on;
pub use items::{ItemFilter, ItemRow, Thread, ThreadStep};
pub use matrix::{Matrix, MatrixCell, MatrixRow};
pub use meetings::{MeetingFilter, MeetingRow, Report};
pub use months::Month;
pub use page::{Cursor, Page, PageOf};
pub use positions::LastWords;
pub(crate) use show::Show;
pub use show::{ActView, TitleRow};
