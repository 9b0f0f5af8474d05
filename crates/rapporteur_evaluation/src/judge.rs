//! One record against its gold.

mod acts;
mod fields;
mod meetings;
mod mentions;

use std::collections::BTreeMap;

use rapporteur_record::{ActType, Quote, Record};
use serde::{Deserialize, Serialize};

use crate::align::Alignment;
use crate::axis::{Axis, Stretch};
use crate::gold::{Gold, GoldSpan};
use crate::party::Cast;
use crate::tally::{Found, Share};

pub use crate::judge::mentions::MentionFigures;

/// One document, judged. All quotes are the documents' own words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedDocument {
    /// The name that it was given.
    pub name: String,
    /// Gold's acts in their order, each with what was found for it; then the acts that are not in gold, in theirs.
    pub acts: Vec<JudgedAct>,
    /// Gold's meetings, then those that are not in gold.
    pub meetings: Vec<JudgedMeeting>,
    /// Genre, title, issue date and issuer, so far as gold has them.
    pub document: Share,
    /// Issues of matched acts, where gold judges them.
    pub issues: Found,
    /// Every other field that gold has, by its path: `act.modality`, `meeting.form`, `actor.kind`, `date.issued value`.
    pub fields: BTreeMap<String, Share>,
    /// Mentions of actors, where gold has them.
    pub mentions: Option<MentionFigures>,
}

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Found, with the right type, actor and recipient.
    Right,
    /// Found, with one of them wrong.
    Different,
    /// In gold alone.
    Missed,
    /// In the record alone.
    Extra,
}

/// An act of gold, of the record, or of both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedAct {
    /// What became of it.
    pub outcome: Outcome,
    /// As gold has it.
    pub gold: Option<ActView>,
    /// As the record has it.
    pub predicted: Option<ActView>,
    /// How the two compare, where there are both.
    pub checks: Option<Checks>,
}

impl JudgedAct {
    /// The sentence that reports it.
    pub fn evidence(&self) -> &str {
        let of = |view: &Option<ActView>| view.as_ref().map_or("", |view| view.evidence.as_str()).len();
        let fuller = if of(&self.gold) > 0 { &self.gold } else { &self.predicted };
        fuller.as_ref().map_or("", |view| &view.evidence)
    }
}

/// What an act says, for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActView {
    /// Its id in its own file.
    pub id: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub act_type: ActType,
    /// Where its trigger begins, in letters and digits of gold's text: the same in every run.
    pub at: usize,
    /// The trigger's words.
    pub trigger: String,
    /// Who does it, by name.
    pub actor: Vec<String>,
    /// To whom, by name.
    pub recipient: Vec<String>,
    /// The sentence.
    pub evidence: String,
    /// What the reader gives it; none in gold.
    pub confidence: Option<f64>,
}

/// How a matched act compares with gold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a figure of its own")]
pub struct Checks {
    /// The same type.
    #[serde(rename = "type")]
    pub act_type: bool,
    /// Types of one family.
    pub family: bool,
    /// The same actors.
    pub actor: bool,
    /// The same recipients.
    pub recipient: bool,
    /// Actors of the same countries and organizations.
    pub actor_country: bool,
    /// Recipients of the same countries and organizations.
    pub recipient_country: bool,
    /// F1 of the contents' letters, where gold has a content; 0 where the record has none.
    pub content_f1: Option<f64>,
    /// The same PLOVER event, where gold judges it.
    pub plover: Option<bool>,
}

impl Checks {
    /// Type, actor and recipient are right.
    pub fn is_strictly_right(&self) -> bool {
        self.act_type && self.actor && self.recipient
    }

    /// The type is right, and actor and recipient stand for the right countries or organizations.
    pub fn is_leniently_right(&self) -> bool {
        self.act_type && self.actor_country && self.recipient_country
    }
}

/// A meeting of gold, of the record, or of both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedMeeting {
    /// As gold has it.
    pub gold: Option<MeetingView>,
    /// As the record has it.
    pub predicted: Option<MeetingView>,
    /// The same date, or gold has none; where there are both.
    pub date: Option<bool>,
    /// Participants of the same countries and organizations; where there are both.
    pub sides: Option<bool>,
}

/// What a meeting says, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingView {
    /// Its proper name.
    pub name: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// Who took part, by name.
    pub participants: Vec<String>,
}

/// Judges a record by its gold. The two may have been made from differing versions of the text: they are compared by
/// letters and digits alone, and aligned where those differ.
pub fn judge(name: &str, predicted: &Record, gold: &Gold) -> JudgedDocument {
    let pair = Pair::new(predicted, gold);
    let mut fields = BTreeMap::new();
    let meetings = meetings::judge(&pair, &mut fields);
    let acts = acts::judge(&pair, &meetings.partners, &mut fields);
    fields::judge_actors(&pair, &mut fields);
    fields::judge_issued(&pair, &mut fields);
    JudgedDocument {
        name: name.to_owned(),
        acts: acts.judged,
        meetings: meetings.judged,
        document: fields::judge_document(&pair),
        issues: acts.issues,
        fields,
        mentions: mentions::judge(&pair),
    }
}

/// A record and its gold, with what is needed to compare them.
struct Pair<'r> {
    predicted: &'r Record,
    gold: &'r Gold,
    predicted_axis: Axis,
    gold_axis: Axis,
    onto_gold: Alignment,
    predicted_cast: Cast<'r>,
    gold_cast: Cast<'r>,
}

impl<'r> Pair<'r> {
    fn new(predicted: &'r Record, gold: &'r Gold) -> Self {
        let (predicted_axis, gold_axis) = (Axis::new(&predicted.document.text), Axis::new(&gold.document.text));
        let onto_gold = predicted_axis.onto(&gold_axis);
        let (predicted_cast, gold_cast) = (Cast::of_record(predicted), Cast::of_gold(gold));
        Self { predicted, gold, predicted_axis, gold_axis, onto_gold, predicted_cast, gold_cast }
    }

    /// Where the record's words are on gold's axis.
    fn of_record(&self, quote: &Quote) -> Stretch {
        self.onto_gold.stretch(self.predicted_axis.stretch(quote.start, quote.end))
    }

    fn of_gold(&self, span: &GoldSpan) -> Stretch {
        self.gold_axis.stretch(span.start, span.end)
    }
}
