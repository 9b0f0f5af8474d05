//! Whether a later act follows up an earlier one, and how: who speaks to whom, by which verb, about what.

use rapporteur_record::{ActType, Modality, Polarity};

use super::{Relation, can_follow, is_item};
use crate::features::{Features, Qualities};
use crate::time::{Day, DayRange};
use crate::words::likeness;

/// Scores from here on are kept as possible.
pub(crate) const POSSIBLE: i64 = 400;

/// Scores from here on count as suggested.
pub(crate) const SUGGESTED: i64 = 600;

/// Acts further apart than this are never linked.
pub(crate) const WINDOW_DAYS: i32 = 6 * 366;

/// What sharing the whole content, an instrument, an issue, and naming the other side is worth alone: the chance that
/// the acts belong together, each independent of the others.
const BY_CONTENT: f64 = 0.85;
const BY_INSTRUMENT: f64 = 0.5;
const BY_ISSUE: f64 = 0.25;
const BY_ADDRESS: f64 = 0.1;

/// Sharing less of the content than this is sharing nothing.
const LEAST_LIKENESS: f64 = 0.15;

/// What is left of a score where the two speak of different instruments, of different issues, or name no other side.
const OTHER_INSTRUMENT: f64 = 0.6;
const OTHER_ISSUE: f64 = 0.7;
const UNNAMED_SIDE: f64 = 0.9;

/// The years after which a score is worth half.
const HALF_LIFE_YEARS: f64 = 10.0;

/// One act that stands for an event, as the rules see it.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) n: i64,
    pub(crate) document: i64,
    /// The trigger's place in the document.
    pub(crate) anchor: i64,
    pub(crate) act_type: ActType,
    pub(crate) day: Day,
    pub(crate) due: Option<DayRange>,
    pub(crate) qualities: Qualities,
    pub(crate) features: Features,
}

/// How a later act bears on an earlier one, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) relation: Relation,
    /// In thousandths.
    pub(crate) score: i64,
    /// The rule and what it rests on.
    pub(crate) why: String,
}

/// Judges one pair; none where no rule applies or the score is under [`POSSIBLE`].
pub(crate) fn judge(earlier: &Event, later: &Event) -> Option<Judgement> {
    if !is_live(earlier, later) {
        return None;
    }
    let (relation, rule) = relation(earlier, later)?;
    if !in_order(earlier, later, relation) {
        return None;
    }
    let (score, ground) = score(earlier, later);
    (score >= POSSIBLE).then(|| Judgement { relation, score, why: format!("{rule}; {ground}") })
}

/// Whether the earlier act asks or promises and the later one was done.
fn is_live(earlier: &Event, later: &Event) -> bool {
    let imagined = |e: &Event| matches!(e.qualities.modality, Modality::Hypothetical | Modality::Historical);
    is_item(earlier.act_type)
        && can_follow(later.act_type)
        && earlier.n != later.n
        && earlier.qualities.polarity == Polarity::Affirmed
        && !imagined(earlier)
        && !imagined(later)
}

/// Answers may come the same day or in the same text; what repeats or takes the place of another comes later.
fn in_order(earlier: &Event, later: &Event, relation: Relation) -> bool {
    if later.day > earlier.day {
        return later.document != earlier.document || later.anchor > earlier.anchor;
    }
    let is_answer = matches!(relation, Relation::Accepts | Relation::Declines);
    let follows = later.document != earlier.document || later.anchor > earlier.anchor;
    later.day == earlier.day && is_answer && follows
}

/// The first rule that applies.
fn relation(earlier: &Event, later: &Event) -> Option<(Relation, &'static str)> {
    use ActType as T;
    let (e, l) = (&earlier.features, &later.features);
    let by_same = share(&e.actor_sides, &l.actor_sides);
    let by_addressee = share(addressees(earlier), &l.actor_sides);
    let is_affirmed = later.qualities.polarity == Polarity::Affirmed;
    let wants_answer = matches!(earlier.act_type, T::Request | T::Appeal | T::Proposal | T::Offer);
    let is_deed = matches!(later.act_type, T::Decision | T::Action) && later.qualities.modality == Modality::Actual;
    let is_yes = matches!(later.act_type, T::Agreement | T::Commitment | T::Offer | T::Announcement | T::Support);
    match later.act_type {
        T::Rejection if is_affirmed && by_addressee && !by_same && wants_answer => {
            Some((Relation::Declines, "refused by the other side"))
        }
        T::Rejection if is_affirmed && by_same && !wants_answer => {
            Some((Relation::Supersedes, "taken back by the same side"))
        }
        _ if !is_affirmed && by_addressee && wants_answer && (is_yes || is_deed) => {
            Some((Relation::Declines, "denied by the other side"))
        }
        _ if !is_affirmed => None,
        _ if is_deed => fulfils(earlier, by_same, by_addressee),
        T::Agreement if wants_answer && by_addressee && by_same => Some((Relation::Accepts, "agreed by both sides")),
        _ if is_yes && wants_answer && by_addressee && !by_same => {
            Some((Relation::Accepts, "taken up by the other side"))
        }
        _ if by_same && kindred(earlier.act_type, later.act_type) && same_address(e, l) => {
            Some(restated(earlier, later))
        }
        T::Discussion if by_same && by_addressee => Some((Relation::Advances, "discussed by both sides")),
        T::Proposal if wants_answer && by_addressee && !by_same => {
            Some((Relation::Advances, "answered with a proposal by the other side"))
        }
        T::Commitment | T::Announcement if by_same && matches!(earlier.act_type, T::Agreement | T::Commitment) => {
            Some((Relation::Advances, "taken further by the same side"))
        }
        _ => None,
    }
}

/// A deed fulfils what its doer promised, what the other side asked of him, and what both agreed.
fn fulfils(earlier: &Event, by_same: bool, by_addressee: bool) -> Option<(Relation, &'static str)> {
    use ActType as T;
    match earlier.act_type {
        T::Request | T::Appeal if by_addressee => Some((Relation::Fulfils, "done by the side that was asked")),
        T::Proposal if by_addressee || by_same => Some((Relation::Fulfils, "done as proposed")),
        T::Offer | T::Commitment | T::Announcement if by_same => {
            Some((Relation::Fulfils, "done by the side that promised"))
        }
        T::Agreement if by_same => Some((Relation::Fulfils, "done as agreed")),
        _ => None,
    }
}

/// The same said again; with another date it takes the place of what was said before.
fn restated(earlier: &Event, later: &Event) -> (Relation, &'static str) {
    match (earlier.due, later.due) {
        (Some(before), Some(now)) if before != now => (Relation::Supersedes, "said again with another date"),
        _ => (Relation::Repeats, "said again by the same side"),
    }
}

/// Whether two types are one kind of step.
fn kindred(earlier: ActType, later: ActType) -> bool {
    use ActType as T;
    let kind = |t| match t {
        T::Request | T::Appeal => T::Request,
        T::Offer | T::Commitment => T::Commitment,
        other => other,
    };
    kind(earlier) == kind(later)
}

/// Those of whom something is asked, or with whom it was agreed.
fn addressees(event: &Event) -> &[i64] {
    event.features.other_sides(event.act_type)
}

fn same_address(one: &Features, other: &Features) -> bool {
    one.recipient_sides.is_empty()
        || other.recipient_sides.is_empty()
        || share(&one.recipient_sides, &other.recipient_sides)
}

fn score(earlier: &Event, later: &Event) -> (i64, String) {
    let (e, l) = (&earlier.features, &later.features);
    let content = Some(likeness(&e.stems, &l.stems)).filter(|c| *c >= LEAST_LIKENESS).unwrap_or(0.0);
    let instrument = share(&e.instruments, &l.instruments);
    let issue = share(&e.issues, &l.issues);
    let is_addressed = share(&e.actor_sides, &l.recipient_sides)
        || (l.actor_sides.len() > 1 && share(addressees(earlier), &l.actor_sides));
    let mut doubt = 1.0 - BY_CONTENT * content;
    for (holds, worth) in [(instrument, BY_INSTRUMENT), (issue, BY_ISSUE), (is_addressed, BY_ADDRESS)] {
        doubt *= if holds { 1.0 - worth } else { 1.0 };
    }
    let mut score = 1.0 - doubt;
    let differ = |a: &[i64], b: &[i64]| !a.is_empty() && !b.is_empty() && !share(a, b);
    let is_unnamed = l.recipient_sides.is_empty() && l.present_sides.is_empty() && l.actor_sides.len() < 2;
    for (holds, left) in [
        (differ(&e.instruments, &l.instruments), OTHER_INSTRUMENT),
        (differ(&e.issues, &l.issues), OTHER_ISSUE),
        (is_unnamed, UNNAMED_SIDE),
    ] {
        score *= if holds { left } else { 1.0 };
    }
    let years = f64::from(later.day.0 - earlier.day.0) / 365.25;
    score *= 0.5_f64.powf(years.max(0.0) / HALF_LIFE_YEARS);
    let mut ground = vec![format!("content {content:.2}")];
    ground.extend(instrument.then(|| "same instrument".to_owned()));
    ground.extend(issue.then(|| "same issue".to_owned()));
    ground.extend(is_addressed.then(|| "names the other side".to_owned()));
    (crate::index::thousandths(score), ground.join(", "))
}

/// Whether two short lists have a number in common.
pub(crate) fn share(one: &[i64], other: &[i64]) -> bool {
    one.iter().any(|n| other.contains(n))
}
