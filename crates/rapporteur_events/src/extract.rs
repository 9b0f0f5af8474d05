//! The events of a text: its parties and what happened between them.

use std::ops::Range;

use rapporteur_language::{Label, Pos};
use rapporteur_world::World;

use crate::candidates::candidates;
use crate::classifier::Classifier;
use crate::coding::{Coding, code_link};
use crate::concepts::Concepts;
use crate::contexts::contexts;
use crate::details::{Counts, Location, auxiliary, counts, date, location, sentence_of};
use crate::pairs::{Pair, rank};
use crate::parties::{Link, Party};
use crate::sentence::Sentence;

/// An event with its parties, as bytes of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The sources: a phrase, or the members of a list. Of a reciprocal event, all parties.
    pub sources: Vec<Range<usize>>,
    /// The targets; none where the event is reciprocal.
    pub targets: Vec<Range<usize>>,
    /// The word that carries the event.
    pub trigger: Range<usize>,
    /// The sentence that holds it.
    pub sentence: Range<usize>,
    /// PLOVER's auxiliary modes: historical, future, hypothetical, negation.
    pub auxiliary: Vec<&'static str>,
    /// Contexts: the sentence's, then the rest of the text's.
    pub contexts: Vec<&'static str>,
    /// The date as printed.
    pub date: Option<Range<usize>>,
    /// The place.
    pub location: Option<Location>,
    /// People that came to harm.
    pub counts: Counts,
    /// What happened. Its confidence takes in that the parties may be others.
    pub coding: Coding,
}

/// Events that are told of one sentence at most.
const MOST: usize = 3;
/// The least share of its sentence's pairs that a pair beside the best needs to be looked at.
const LEAST: f32 = 0.01;
/// The least confidence of what is told beside the best of a sentence.
const FLOOR: f64 = 0.03;
/// The share from which a pair is told whatever has been told.
const SURE: f32 = 0.3;

/// The events of a text, sentence by sentence, the best pair of each first.
pub(crate) fn extract(
    pairs: &Classifier,
    events: &Classifier,
    world: &World,
    sentence: &Sentence<'_>,
) -> Vec<Extraction> {
    let parties = candidates(sentence);
    let ranked = rank(pairs, sentence, &parties);
    let root = |pair: &Pair| parties[pair.source].ancestry.last().copied();
    let mut roots: Vec<Option<usize>> = ranked.iter().map(root).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut found = Vec::new();
    for own in roots {
        let own: Vec<&Pair> = ranked.iter().filter(|pair| root(pair) == own).collect();
        found.extend(of_sentence(events, world, sentence, &parties, &own));
    }
    found
}

/// The events of one sentence whose pairs are ranked.
fn of_sentence(
    events: &Classifier,
    world: &World,
    sentence: &Sentence<'_>,
    parties: &[Party],
    ranked: &[&Pair],
) -> Vec<Extraction> {
    let Some(best) = ranked.first() else { return Vec::new() };
    let weight = |pair: &Pair| (pair.score - best.score).exp();
    let sum: f32 = ranked.iter().map(|pair| weight(pair)).sum();
    let mut found: Vec<Extraction> = Vec::new();
    let (mut triggers, mut told) = (Vec::new(), Vec::new());
    for pair in
        ranked.iter().take_while(|pair| weight(pair) / sum >= LEAST || std::ptr::eq(**pair, *best)).take(3 * MOST)
    {
        let (source, target) = (&parties[pair.source], &parties[pair.target]);
        let link = Link::between(sentence, source.clone(), target.clone());
        // Parties of one list meet in a party: the verb above them carries the event.
        let joint = link.joint.filter(|&i| !link.is_party(i)).or_else(|| source.verb(sentence));
        let Some(trigger) = joint.or(source.head) else { continue };
        if triggers.contains(&trigger) {
            continue;
        }
        // Without a word of the lexicon there is nothing that tells of an event.
        let is_telling = |&i: &usize| Concepts::embedded().is_telling(sentence.concepts[i]);
        if !link.core.iter().chain(&[trigger]).any(is_telling) {
            continue;
        }
        let mut coding = code_link(events, sentence, &link);
        let Some(event) = coding.event else { continue };
        let share = weight(pair) / sum;
        let (sources, mut targets) = members(sentence, source, target);
        // Where two meet is not whom they meet.
        if sources.len() > 1 && is_reciprocal(event) && is_place_of(sentence, target) {
            targets.clear();
        }
        // One event read off another word again is told once, unless its parties are as likely as not.
        let again =
            |other: &(&str, Vec<usize>, Vec<usize>)| other.0 == event && (other.1 == sources || other.2 == targets);
        if share < SURE && told.iter().any(again) {
            continue;
        }
        coding.confidence *= f64::from(share);
        if !found.is_empty() && coding.confidence < FLOOR {
            continue;
        }
        told.push((event, sources.clone(), targets.clone()));
        triggers.push(trigger);
        let bytes = sentence.bytes(&sentence_of(sentence, trigger));
        let spans = |heads: Vec<usize>| heads.iter().map(|&i| Party::of_head(sentence, i).span(sentence)).collect();
        found.push(Extraction {
            sources: spans(sources),
            targets: spans(targets),
            trigger: sentence.tokens[trigger].span.range(),
            contexts: contexts(sentence, &bytes),
            auxiliary: auxiliary(sentence, &link, trigger, event),
            date: date(sentence, trigger),
            location: location(world, sentence, &link, trigger),
            counts: counts(sentence, trigger),
            sentence: bytes,
            coding,
        });
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// The heads of the lists that the two are members of; of one list that holds both, all as sources.
fn members(sentence: &Sentence<'_>, source: &Party, target: &Party) -> (Vec<usize>, Vec<usize>) {
    let list = |party: &Party| party.head.map_or_else(Vec::new, |head| list(sentence, head));
    let (sources, targets) = (list(source), list(target));
    if target.head.is_some_and(|head| sources.contains(&head)) {
        return (sources, Vec::new());
    }
    (sources, targets)
}

/// Whether an event is done by all its parties to each other.
fn is_reciprocal(event: &str) -> bool {
    matches!(event, "CONSULT" | "COOPERATE")
}

/// Whether a phrase tells where something is.
fn is_place_of(sentence: &Sentence<'_>, party: &Party) -> bool {
    party.head.is_some_and(|head| {
        sentence.tokens[head].label == Label::Pobj
            && matches!(sentence.lemma(sentence.head(head)), "in" | "at" | "near")
    })
}

/// The members of the list that a noun is in, itself alone where it is in none.
fn list(sentence: &Sentence<'_>, head: usize) -> Vec<usize> {
    let is_member =
        |i: usize| sentence.tokens[i].label == Label::Conj && matches!(sentence.tokens[i].pos, Pos::Noun | Pos::Propn);
    let mut first = head;
    while is_member(first) && matches!(sentence.tokens[sentence.head(first)].pos, Pos::Noun | Pos::Propn) {
        first = sentence.head(first);
    }
    let mut members = vec![first];
    let mut at = 0;
    while at < members.len() {
        members.extend(sentence.kids(members[at]).filter(|&kid| is_member(kid)));
        at += 1;
    }
    members.sort_unstable();
    members
}
