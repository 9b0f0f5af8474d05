//! What narrows the API's answers.

use rapporteur_ledger::{ActFilter, Day, ItemFilter, MeetingFilter, QueueFilter, Search, Status};
use rapporteur_record::{ActType, Genre};
use serde::Deserialize;

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Words {
    /// Words of the title, the source or the name.
    pub(super) q: Option<String>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Acts {
    /// Who: a country's code, a key, or a name.
    pub(super) actor: Option<String>,
    /// To whom or with whom.
    pub(super) counterpart: Option<String>,
    /// An issue's id.
    pub(super) issue: Option<String>,
    /// A type of act.
    #[serde(rename = "type")]
    #[param(inline)]
    pub(super) act_type: Option<ActType>,
    /// The first day.
    #[param(inline)]
    pub(super) since: Option<Day>,
    /// The last day.
    #[param(inline)]
    pub(super) until: Option<Day>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(clippy::struct_field_names, reason = "the words of the query")]
pub(crate) struct With {
    /// Who took part.
    pub(super) with: Option<String>,
    /// Who else took part.
    pub(super) and: Option<String>,
    /// The first day.
    #[param(inline)]
    pub(super) since: Option<Day>,
    /// The last day.
    #[param(inline)]
    pub(super) until: Option<Day>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Whose {
    /// The actor: a country's code, a key, or a name.
    pub(super) actor: String,
}

/// What narrows items beside what narrows acts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Items {
    /// What became of them.
    #[param(inline)]
    pub(super) status: Option<Status>,
    /// Those outstanding that are due before a day, those due first first.
    #[param(inline)]
    pub(super) due_before: Option<Day>,
    /// Those outstanding that nobody spoke of for so many days.
    pub(super) silent_days: Option<u16>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Words; "a phrase", prefix*, OR, NOT.
    pub(super) q: Option<String>,
    /// Who.
    pub(super) actor: Option<String>,
    /// To whom.
    pub(super) recipient: Option<String>,
    /// A country on either side.
    pub(super) country: Option<String>,
    /// An issue's id.
    pub(super) issue: Option<String>,
    /// A type of act.
    #[serde(rename = "type")]
    #[param(inline)]
    pub(super) act_type: Option<ActType>,
    /// A meeting's short name.
    pub(super) meeting: Option<String>,
    /// The first day.
    #[param(inline)]
    pub(super) since: Option<Day>,
    /// The last day.
    #[param(inline)]
    pub(super) until: Option<Day>,
    /// A kind of document.
    #[param(inline)]
    pub(super) genre: Option<Genre>,
    /// What became of the request or promise.
    #[param(inline)]
    pub(super) status: Option<Status>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Two {
    /// One document.
    pub(super) left: String,
    /// The other.
    pub(super) right: String,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Between {
    /// One side: a country's code, a key, or a name.
    pub(super) one: String,
    /// The other.
    pub(super) other: String,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Columns {
    /// Ids of issues with commas between them; those spoken of most where none is given.
    pub(super) issues: Option<String>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct About {
    /// The other side.
    pub(super) with: String,
    /// Our side.
    pub(super) us: Option<String>,
    /// The first day.
    #[param(inline)]
    pub(super) since: Option<Day>,
}

/// What narrows an answer.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrow {
    /// Acts of one document.
    pub(super) document: Option<String>,
    /// A type of act.
    #[serde(rename = "type")]
    #[param(inline)]
    pub(super) act_type: Option<ActType>,
    /// Acts less certain than so many thousandths.
    pub(super) below: Option<u16>,
}

impl From<Acts> for ActFilter {
    fn from(acts: Acts) -> Self {
        Self {
            actor: acts.actor,
            counterpart: acts.counterpart,
            issue: acts.issue,
            types: acts.act_type.into_iter().collect(),
            since: acts.since,
            until: acts.until,
        }
    }
}

impl From<With> for MeetingFilter {
    fn from(with: With) -> Self {
        Self { with: with.with.into_iter().chain(with.and).collect(), since: with.since, until: with.until }
    }
}

impl Items {
    pub(super) fn filter(&self, acts: Acts) -> ItemFilter {
        ItemFilter {
            actor: acts.actor,
            counterpart: acts.counterpart,
            issue: acts.issue,
            types: acts.act_type.into_iter().collect(),
            statuses: self.status.into_iter().collect(),
            since: acts.since,
            until: acts.until,
        }
    }
}

impl From<Wanted> for Search {
    fn from(wanted: Wanted) -> Self {
        Self {
            words: wanted.q.unwrap_or_default(),
            actor: wanted.actor,
            recipient: wanted.recipient,
            country: wanted.country,
            issue: wanted.issue,
            act_type: wanted.act_type,
            meeting: wanted.meeting,
            since: wanted.since,
            until: wanted.until,
            genre: wanted.genre,
            status: wanted.status,
        }
    }
}

impl From<Narrow> for QueueFilter {
    fn from(narrow: Narrow) -> Self {
        Self { document: narrow.document, types: narrow.act_type.into_iter().collect(), below: narrow.below }
    }
}
