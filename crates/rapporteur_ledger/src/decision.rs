//! What a person decided, with everything needed to uphold it on another reading.

use rapporteur_record::{Act, Actor, Instrument, Meeting, Place, Record};
use serde::{Deserialize, Serialize};

use crate::follow::{Relation, Status};
use crate::time::{Day, Timestamp};

/// One decision of a person. Decisions are only ever added; [`Verdict::Undo`] takes one back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// From the hash of everything else: 16 hexadecimal digits.
    pub id: String,
    /// When. Decisions of one ledger have rising instants.
    pub at: Timestamp,
    /// Who, as the person named himself.
    pub who: String,
    /// What it is about.
    pub subject: Subject,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, where the person said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Subject {
    /// An act of one document.
    Act {
        /// The act as the machine found it.
        act: ActAnchor,
    },
    /// Whether one act answers, repeats, fulfils or supersedes another.
    Link {
        /// The act that asks or promises.
        earlier: ActAnchor,
        /// The act that follows it up.
        later: ActAnchor,
    },
    /// What became of a request or a promise.
    Item {
        /// The act that asks or promises.
        act: ActAnchor,
    },
    /// Whether two parties are one.
    Parties {
        /// One party's key.
        one: String,
        /// The other party's key.
        other: String,
    },
    /// Another decision.
    Decision {
        /// Its id.
        id: String,
    },
}

/// Where an act stands, whatever the reading: the document and the trigger's code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActAnchor {
    /// `sha256:` and the hash of the source bytes.
    pub document: String,
    /// The trigger's first code point.
    pub start: u32,
    /// One past the trigger's last code point.
    pub end: u32,
    /// The act's rank among those whose triggers start there.
    #[serde(default)]
    pub nth: u32,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// The act is right as the machine read it.
    Accept {
        /// The act at that time.
        before: Box<Excerpt>,
    },
    /// The act is right with these fields.
    Correct {
        /// The act as the machine read it.
        before: Box<Excerpt>,
        /// The act as the person has it.
        after: Box<Excerpt>,
    },
    /// The text reports no such act.
    Reject {
        /// The act as the machine read it.
        before: Box<Excerpt>,
    },
    /// To be looked at another time.
    Skip,
    /// A remark.
    Comment {
        /// The words.
        text: String,
    },
    /// The later act does follow up the earlier one, so.
    Link {
        /// How.
        relation: Relation,
    },
    /// The later act does not follow up the earlier one.
    Unlink,
    /// The item stands so.
    Status {
        /// What became of it.
        status: Status,
        /// Since when.
        on: Day,
        /// What the ledger had before.
        before: Status,
    },
    /// The two are one.
    Same,
    /// The two are different.
    Different,
    /// The decision no longer counts.
    Undo,
}

/// One act with everything of its record that it refers to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The act.
    pub act: Act,
    /// The actors it names, and those whom they represent.
    pub actors: Vec<Actor>,
    /// The places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// The instruments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<Instrument>,
    /// The meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Meeting>,
}

impl Excerpt {
    /// Cuts one act out of its record.
    pub fn of(record: &Record, act: &Act) -> Self {
        let meeting = record.meetings.iter().find(|m| Some(&m.id) == act.meeting.as_ref()).cloned();
        let mut wanted: Vec<&str> =
            act.actor.iter().chain(&act.recipient).chain(&act.attributed_to).map(String::as_str).collect();
        if let Some(meeting) = &meeting {
            wanted.extend(meeting.participants.iter().chain(&meeting.host).map(String::as_str));
        }
        let actors = with_principals(record, &wanted);
        let place_ids = [act.place.as_ref(), meeting.as_ref().and_then(|m| m.place.as_ref())];
        Self {
            act: act.clone(),
            actors,
            places: record.places.iter().filter(|p| place_ids.contains(&Some(&p.id))).cloned().collect(),
            instruments: record.instruments.iter().filter(|i| act.instruments.contains(&i.id)).cloned().collect(),
            meeting,
        }
    }
}

/// The wanted actors and those whom they represent, in the record's order.
fn with_principals(record: &Record, wanted: &[&str]) -> Vec<Actor> {
    let mut ids: Vec<&str> = wanted.to_vec();
    let mut next = 0;
    while next < ids.len() {
        let principal = record.actors.iter().find(|a| a.id == ids[next]).and_then(|a| a.represents.as_deref());
        if let Some(principal) = principal.filter(|p| !ids.contains(p)) {
            ids.push(principal);
        }
        next += 1;
    }
    record.actors.iter().filter(|a| ids.contains(&a.id.as_str())).cloned().collect()
}
