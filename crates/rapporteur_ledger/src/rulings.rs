//! A machine's reading with a person's decisions upheld in it.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record::{Act, Actor, Record};

use crate::decision::{ActAnchor, Decision, Excerpt, Subject, Verdict};

/// A record as it counts: the machine's, corrected by people.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruled {
    /// The record.
    pub record: Record,
    /// What is known of each act, in the record's order.
    pub standing: Vec<Standing>,
    /// Anchors of acts that people rejected.
    pub rejected: Vec<ActAnchor>,
}

/// What is known of one act beside its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands for every later reading: the machine's trigger when it was decided, or now.
    pub anchor: ActAnchor,
    /// Whether a person accepted or corrected it.
    pub is_decided: bool,
    /// Whether a person put it off.
    pub is_skipped: bool,
}

/// The decisions that still count, oldest first: those undone are gone, and so are the undoings.
pub fn in_force(decisions: &[Decision]) -> Vec<&Decision> {
    let undone: BTreeSet<&str> = decisions
        .iter()
        .filter_map(|d| match (&d.subject, &d.verdict) {
            (Subject::Decision { id }, Verdict::Undo) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    decisions.iter().filter(|d| !undone.contains(d.id.as_str()) && d.verdict != Verdict::Undo).collect()
}

/// Upholds the decisions about one document in a reading of it.
///
/// The last verdict on each act counts. An act that this reading no longer finds stays where a person accepted or
/// corrected it; one that a person rejected stays out, under any trigger that overlaps.
pub fn uphold(record: Record, decisions: &[Decision]) -> Ruled {
    let mut verdicts: BTreeMap<&ActAnchor, &Verdict> = BTreeMap::new();
    for decision in in_force(decisions) {
        if let (Subject::Act { act }, verdict) = (&decision.subject, &decision.verdict)
            && !matches!(verdict, Verdict::Comment { .. })
        {
            verdicts.insert(act, verdict);
        }
    }
    let mut ruled = unruled(record);
    let mut claimed = BTreeSet::new();
    for (anchor, verdict) in verdicts {
        let at = locate(anchor, &ruled, &claimed);
        if let Some(at) = at {
            claimed.insert(at);
        }
        apply(&mut ruled, anchor, verdict, at, &mut claimed);
    }
    drop_rejected(&mut ruled);
    in_text_order(&mut ruled);
    ruled
}

/// The anchors of a record's acts.
pub fn anchors(record: &Record) -> Vec<ActAnchor> {
    let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
    record
        .acts
        .iter()
        .map(|act| {
            let nth = seen.entry(act.trigger.start).or_default();
            let anchor = ActAnchor {
                document: record.document.id.clone(),
                start: act.trigger.start,
                end: act.trigger.end,
                nth: *nth,
            };
            *nth += 1;
            anchor
        })
        .collect()
}

fn unruled(record: Record) -> Ruled {
    let standing =
        anchors(&record).into_iter().map(|anchor| Standing { anchor, is_decided: false, is_skipped: false }).collect();
    Ruled { record, standing, rejected: Vec::new() }
}

/// The act that an anchor means: the one that starts there, else the one whose trigger overlaps most.
fn locate(anchor: &ActAnchor, ruled: &Ruled, claimed: &BTreeSet<usize>) -> Option<usize> {
    let free = || ruled.standing.iter().enumerate().filter(|(i, _)| !claimed.contains(i));
    let exact = free().find(|(_, s)| (s.anchor.start, s.anchor.nth) == (anchor.start, anchor.nth));
    let (at, _) = exact.or_else(|| {
        free()
            .filter(|(_, s)| overlap(&s.anchor, anchor) > 0)
            .max_by_key(|(i, s)| (overlap(&s.anchor, anchor), usize::MAX - i))
    })?;
    Some(at)
}

fn overlap(one: &ActAnchor, other: &ActAnchor) -> u32 {
    one.end.min(other.end).saturating_sub(one.start.max(other.start))
}

fn apply(ruled: &mut Ruled, anchor: &ActAnchor, verdict: &Verdict, at: Option<usize>, claimed: &mut BTreeSet<usize>) {
    match verdict {
        Verdict::Accept { before: excerpt } | Verdict::Correct { after: excerpt, .. } => {
            let act = graft(&mut ruled.record, excerpt);
            let standing = Standing { anchor: anchor.clone(), is_decided: true, is_skipped: false };
            if let Some(at) = at {
                ruled.record.acts[at] = act;
                ruled.standing[at] = standing;
            } else {
                claimed.insert(ruled.record.acts.len());
                ruled.record.acts.push(act);
                ruled.standing.push(standing);
            }
        }
        Verdict::Reject { .. } => {
            ruled.rejected.push(at.map_or_else(|| anchor.clone(), |at| ruled.standing[at].anchor.clone()));
        }
        Verdict::Skip => {
            if let Some(at) = at {
                ruled.standing[at].is_skipped = true;
            }
        }
        _ => {}
    }
}

fn drop_rejected(ruled: &mut Ruled) {
    let rejected = &ruled.rejected;
    let keep: Vec<bool> = ruled.standing.iter().map(|s| s.is_decided || !rejected.contains(&s.anchor)).collect();
    let mut kept = keep.iter().copied();
    ruled.record.acts.retain(|_| kept.next().unwrap_or(true));
    let mut kept = keep.iter().copied();
    ruled.standing.retain(|_| kept.next().unwrap_or(true));
}

/// Acts stand in the order of the text and are numbered so.
fn in_text_order(ruled: &mut Ruled) {
    let mut both: Vec<(Act, Standing)> = ruled.record.acts.drain(..).zip(ruled.standing.drain(..)).collect();
    both.sort_by_key(|(act, standing)| (act.trigger.start, act.trigger.end, standing.anchor.nth));
    for (rank, (mut act, standing)) in both.into_iter().enumerate() {
        act.id = format!("s{}", rank + 1);
        ruled.record.acts.push(act);
        ruled.standing.push(standing);
    }
}

/// Brings a person's act into another reading: what it refers to is found there, or brought along.
fn graft(record: &mut Record, excerpt: &Excerpt) -> Act {
    let mut act = excerpt.act.clone();
    let actors = graft_actors(record, &excerpt.actors);
    let actor = |id: &mut String| {
        if let Some(new) = actors.get(id.as_str()) {
            id.clone_from(new);
        }
    };
    act.actor.iter_mut().chain(&mut act.recipient).chain(&mut act.attributed_to).for_each(actor);
    let places: BTreeMap<&str, String> =
        excerpt.places.iter().map(|place| (place.id.as_str(), graft_place(record, place))).collect();
    let place = |id: &mut Option<String>| *id = id.as_deref().and_then(|id| places.get(id)).cloned();
    place(&mut act.place);
    let instruments: BTreeMap<&str, String> = excerpt
        .instruments
        .iter()
        .map(|instrument| (instrument.id.as_str(), graft_instrument(record, instrument, &actors)))
        .collect();
    act.instruments = act.instruments.iter().filter_map(|id| instruments.get(id.as_str()).cloned()).collect();
    act.meeting = excerpt.meeting.as_ref().map(|meeting| {
        let mut meeting = meeting.clone();
        meeting.participants.iter_mut().chain(&mut meeting.host).for_each(actor);
        place(&mut meeting.place);
        graft_meeting(record, meeting)
    });
    act
}

fn graft_actors<'e>(record: &mut Record, actors: &'e [Actor]) -> BTreeMap<&'e str, String> {
    let mut ids = BTreeMap::new();
    let n_before = record.actors.len();
    for actor in actors {
        let same = record.actors.iter().find(|a| is_same_actor(a, actor)).map(|a| a.id.clone());
        let id = same.unwrap_or_else(|| {
            let id = fresh("a", record.actors.iter().map(|a| a.id.as_str()));
            record.actors.push(Actor { id: id.clone(), ..actor.clone() });
            id
        });
        ids.insert(actor.id.as_str(), id);
    }
    // what was brought along still names its principal by the other reading's ids
    for brought in &mut record.actors[n_before..] {
        brought.represents = brought.represents.as_deref().and_then(|p| ids.get(p)).cloned();
    }
    ids
}

fn is_same_actor(one: &Actor, other: &Actor) -> bool {
    match (&one.world_id, &other.world_id) {
        (Some(a), Some(b)) => a == b,
        _ => one.name == other.name && one.kind == other.kind && one.country == other.country,
    }
}

fn graft_place(record: &mut Record, place: &rapporteur_record::Place) -> String {
    if let Some(here) = record.places.iter().find(|p| p.name == place.name && p.country == place.country) {
        return here.id.clone();
    }
    let id = fresh("p", record.places.iter().map(|p| p.id.as_str()));
    record.places.push(rapporteur_record::Place { id: id.clone(), ..place.clone() });
    id
}

fn graft_instrument(
    record: &mut Record,
    instrument: &rapporteur_record::Instrument,
    actors: &BTreeMap<&str, String>,
) -> String {
    let same = |i: &&rapporteur_record::Instrument| i.name == instrument.name && i.year == instrument.year;
    if let Some(here) = record.instruments.iter().find(same) {
        return here.id.clone();
    }
    let id = fresh("i", record.instruments.iter().map(|i| i.id.as_str()));
    let parties = instrument.parties.iter().filter_map(|p| actors.get(p.as_str()).cloned()).collect();
    record.instruments.push(rapporteur_record::Instrument { id: id.clone(), parties, ..instrument.clone() });
    id
}

fn graft_meeting(record: &mut Record, meeting: rapporteur_record::Meeting) -> String {
    let same = |m: &&rapporteur_record::Meeting| {
        let evidence = m.evidence.iter().any(|e| meeting.evidence.iter().any(|f| e.start < f.end && f.start < e.end));
        evidence || (m.name == meeting.name && m.date == meeting.date && m.participants == meeting.participants)
    };
    if let Some(here) = record.meetings.iter().find(same) {
        return here.id.clone();
    }
    let id = fresh("m", record.meetings.iter().map(|m| m.id.as_str()));
    record.meetings.push(rapporteur_record::Meeting { id: id.clone(), part_of: None, sidelines_of: None, ..meeting });
    id
}

/// An id of that letter that none has.
fn fresh<'r>(letter: &str, taken: impl Iterator<Item = &'r str>) -> String {
    let highest = taken.filter_map(|id| id.strip_prefix(letter)?.parse::<u32>().ok()).max().unwrap_or(0);
    format!("{letter}{}", highest + 1)
}
