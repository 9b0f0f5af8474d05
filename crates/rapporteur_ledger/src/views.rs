//! What the ledger answers: items, meetings, positions, comparisons, briefings. Reading only.

mod accounts;
mod acts;
mod brief;
mod compare;
mod documents;
mod drift;
mod items;
mod meetings;
mod positions;
mod show;

use serde::Serialize;

pub use accounts::MeetingAccount;
pub use acts::{ActFilter, PartyName, PartyView, Stance};
pub use brief::{Brief, BriefFormat, BriefOptions, Line, Note};
pub use compare::{Comparison, Pairing};
pub use documents::{DocumentView, PartyRow};
pub use drift::{Drift, DriftStep, Movement};
pub(crate) use items::issue_named as issue_number;
pub use items::{ItemFilter, ItemRow, Thread, ThreadStep};
pub use meetings::{MeetingFilter, MeetingRow, Report};
pub(crate) use show::Show;
pub use show::{ActView, TitleRow};

/// The most rows of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The most rows.
    pub limit: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 50 }
    }
}

/// The first rows of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PageOf<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are others.
    pub has_more: bool,
}

impl<T> PageOf<T> {
    /// The first rows of a list that was read to one more than the limit.
    pub(crate) fn cut(mut rows: Vec<T>, page: Page) -> Self {
        let has_more = rows.len() > page.limit;
        rows.truncate(page.limit);
        Self { rows, has_more }
    }
}
