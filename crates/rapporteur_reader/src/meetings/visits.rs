//! Visits: the frame of talks. A visit is no meeting (decision 16), but tells when and where those in its course were.

use rapporteur_language::Label;
use rapporteur_record::{ActorKind, MeetingStatus};
use rapporteur_world::{EntityId, Kind};

use super::{Gathering, MeetingDate, draft};
use crate::cast::ActorRef;
use crate::clause;
use crate::dates::{When, dates_in};
use crate::names::Named;
use crate::resolve::{Focus, actors_of};
use crate::scene::Scene;

/// One visit with the country it goes to.
pub(super) struct Visit {
    goal: EntityId,
    when: Option<When>,
}

/// Every visit to a named place: "visited Norland on 4 May", "a state visit to Norland (13-16 June)".
pub(super) fn visits(scene: &Scene<'_>) -> Vec<Visit> {
    let mut found = Vec::new();
    for word in 0..scene.tree.words.len() {
        if scene.tree.lemma(word) != "visit" || !scene.document.blocks[scene.tree.block_of(word)].kind.is_body() {
            continue;
        }
        let sentence = scene.tree.sentence_of(word);
        let goals: Vec<(usize, EntityId)> =
            (word + 1..sentence.end).filter_map(|at| Some((at, place_at(scene, at)?))).collect();
        // "on 4 April and from 5 to 6 April 2016": the year stands once.
        let spoken = dates_in(&scene.tree, sentence.clone(), None).into_iter().map(|d| d.value.first_day()).next();
        let anchor = scene.anchor().or(spoken);
        for (i, &(at, goal)) in goals.iter().enumerate() {
            let end = goals.get(i + 1).map_or(sentence.end, |next| next.0);
            let when =
                dates_in(&scene.tree, at..end, anchor).into_iter().find(|d| d.words.start <= at + 4).map(|d| d.value);
            if when.is_some() {
                found.push(Visit { goal, when });
            }
        }
    }
    found
}

/// The country, or the country of the place, whose name begins at a word.
fn place_at(scene: &Scene<'_>, word: usize) -> Option<EntityId> {
    let (_, name) = scene.name_covering(word).filter(|(_, name)| name.words.start == word)?;
    let Named::Entity { entity, .. } = name.what else { return None };
    let known = scene.world.entity(entity);
    match known.kind {
        Kind::Country => Some(entity),
        Kind::Place => known.country.and_then(|country| scene.world.country(country)),
        _ => None,
    }
}

/// Dates the meetings of a visit that have no date of their own.
pub(super) fn date_by_visits(scene: &mut Scene<'_>, visits: &[Visit], found: &mut [Gathering]) {
    let mut before: Option<(usize, When)> = None;
    for meeting in found.iter_mut().filter(|m| !m.headline) {
        let words = scene.tree.sentences.get(meeting.sentence).map(|s| s.words.clone());
        if let (Some(MeetingDate::Said(said)), MeetingStatus::Held) = (&meeting.date, meeting.status)
            && words.as_ref().is_some_and(|words| words.contains(&said.words.start))
        {
            before = Some((meeting.sentence, said.value));
        }
        let Some(words) = words.filter(|_| meeting.date.is_none()) else { continue };
        let here = words.clone().find_map(|w| {
            let goal = place_at(scene, w).filter(|_| matches!(scene.tree.lower(w.saturating_sub(1)), "in" | "to"))?;
            visits.iter().find(|v| v.goal == goal)
        });
        if let Some(visit) = here {
            host_is(scene, visit.goal, &meeting.participants);
        }
        let here = here.and_then(|visit| visit.when);
        let during = words.clone().any(|w| {
            matches!(scene.tree.lemma(w), "visit" | "trip" | "stay")
                && scene.tree.is_noun(w)
                && (w.saturating_sub(4)..w).any(|p| matches!(scene.tree.lower(p), "during" | "in" | "while"))
        });
        let only = match visits {
            [one] => one.when,
            _ => None,
        };
        let also = before.filter(|(sentence, _)| {
            meeting.sentence == *sentence
                || (sentence + 1..=sentence + 2).contains(&meeting.sentence)
                    && words.clone().any(|w| scene.tree.lower(w) == "also")
        });
        let when = here.or(only.filter(|_| during)).or(also.map(|(_, when)| when));
        if let Some(when) = when {
            meeting.date = Some(MeetingDate::Implied(when));
            before = Some((meeting.sentence, when));
        }
    }
}

/// Those met in a country whose country nobody tells are of that one: "met a number of Ministers".
fn host_is(scene: &mut Scene<'_>, goal: EntityId, participants: &[ActorRef]) {
    let Some(host) = scene.cast_entity(goal, rapporteur_world::AliasKind::Name, None) else { return };
    for &participant in participants {
        let member = scene.cast.get(participant);
        if member.kind == ActorKind::Group && member.represents.is_none() && member.country.is_none() {
            scene.stand_for(participant, host);
        }
    }
}

/// A visit that the text announces or reports, where it tells of no meeting: the visitor meets the host country.
pub(super) fn bare_visit(scene: &mut Scene<'_>, focus: &Focus) -> Option<Gathering> {
    for verb in 0..scene.tree.words.len() {
        if scene.tree.lemma(verb) != "visit" || !scene.tree.is_verb(verb) || !scene.tree.is_finite(verb) {
            continue;
        }
        let Some(subject) = clause::own_subject(&scene.tree, verb) else { continue };
        let visitors = actors_of(scene, subject, focus);
        let [visitor] = visitors.as_slice() else { continue };
        let goal = clause::object(&scene.tree, verb).and_then(|object| place_at_head(scene, object));
        let Some(host) = goal.and_then(|goal| scene.cast_entity(goal, rapporteur_world::AliasKind::Name, None)) else {
            continue;
        };
        if stands_for_another(scene, *visitor, host) {
            return Some(draft(scene, verb, verb, vec![*visitor, host]));
        }
    }
    None
}

fn place_at_head(scene: &Scene<'_>, word: usize) -> Option<EntityId> {
    let (_, name) = scene.name_covering(word)?;
    place_at(scene, name.words.start)
}

/// Whether a person comes from elsewhere to the country whose side the text is on.
fn stands_for_another(scene: &Scene<'_>, visitor: ActorRef, host: ActorRef) -> bool {
    let member = scene.cast.get(visitor);
    let at_home = scene.home().is_some_and(|home| scene.cast.get(host).country.as_ref() == Some(&home));
    member.kind == ActorKind::Person && member.country.is_some() && !scene.cast.same_side(visitor, host) && at_home
}

/// "Earlier that day", "on the same day": the day of the meeting told of before.
pub(super) fn date_by_same_day(scene: &Scene<'_>, found: &mut [Gathering]) {
    for at in 1..found.len() {
        let Some(sentence) = scene.tree.sentences.get(found[at].sentence) else { continue };
        let same = sentence.words.clone().any(|w| {
            scene.tree.lower(w) == "day"
                && scene.tree.kids(w).any(|k| {
                    matches!(scene.tree.label(k), Label::Det | Label::Amod)
                        && matches!(scene.tree.lower(k), "that" | "same")
                })
        });
        if same && found[at].date.is_none() && found[at].status == MeetingStatus::Held {
            found[at].date = found[at - 1].date.as_ref().map(|d| MeetingDate::Implied(d.when()));
        }
    }
}
