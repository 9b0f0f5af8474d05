//! How a side's wording on an issue moved: the verb's rung, and the phrases that came and went.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Serialize;

use super::{ActView, Page};
use crate::error::LookupError;
use crate::ledger::Ledger;
use crate::words::{is_function_word, stem, words};

/// The wording of one side on one issue, by date.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Drift {
    /// Each time it spoke.
    pub steps: Vec<DriftStep>,
    /// Whether earlier times were left out.
    pub has_more: bool,
}

/// One time a side spoke, beside the time before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DriftStep {
    /// What it said.
    pub act: ActView,
    /// The ladder that the verb stands on: backing, asking, worry, refusing, saying.
    pub ladder: Option<String>,
    /// The rung, from 1.
    pub rung: Option<u8>,
    /// The way from the last time on the same ladder.
    pub movement: Movement,
    /// Phrases that were not there the last time.
    pub added: Vec<String>,
    /// Phrases that are not there any more.
    pub dropped: Vec<String>,
}

/// Where the verb went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// The first time on this ladder.
    First,
    /// To a higher rung.
    Up,
    /// To a lower rung.
    Down,
    /// To the same rung.
    Level,
    /// From another ladder.
    Across,
}

impl Ledger {
    /// How an actor's wording on an issue moved.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be read.
    pub fn drift(&self, actor: &str, issue: &str, page: Page) -> Result<Drift, LookupError> {
        let line = self.positions(actor, issue, page)?;
        let mut steps: Vec<DriftStep> = Vec::new();
        for act in line.rows {
            let place = rung_of(&act.trigger.quote);
            let before = steps.last();
            let (added, dropped) = match before {
                Some(before) => phrases_between(&before.act.content, &act.content),
                None => (Vec::new(), Vec::new()),
            };
            let movement = movement(&steps, place);
            let (ladder, rung) = place.map_or((None, None), |(ladder, rung)| (Some(ladder.to_owned()), Some(rung)));
            steps.push(DriftStep { act, ladder, rung, movement, added, dropped });
        }
        Ok(Drift { steps, has_more: line.has_more })
    }
}

fn movement(steps: &[DriftStep], place: Option<(&str, u8)>) -> Movement {
    let (Some((ladder, rung)), Some(last)) = (place, steps.iter().rev().find(|s| s.ladder.is_some())) else {
        return if steps.is_empty() { Movement::First } else { Movement::Level };
    };
    if last.ladder.as_deref() != Some(ladder) {
        return Movement::Across;
    }
    match rung.cmp(&last.rung.unwrap_or(rung)) {
        std::cmp::Ordering::Greater => Movement::Up,
        std::cmp::Ordering::Less => Movement::Down,
        std::cmp::Ordering::Equal => Movement::Level,
    }
}

/// The ladders: each phrase's stems, its ladder and its rung; longer phrases first.
static LADDERS: LazyLock<Vec<(Vec<String>, &str, u8)>> = LazyLock::new(|| {
    let mut phrases: Vec<(Vec<String>, &str, u8)> = Vec::new();
    for line in include_str!("../../data/ladder.tsv").lines().filter(|l| !l.starts_with('#')).skip(1) {
        let mut fields = line.split('\t');
        let (Some(ladder), Some(rung), Some(list)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let rung = rung.parse().expect("rungs are numbers");
        phrases.extend(list.split(", ").map(|phrase| (words(phrase).map(|w| stem(&w)).collect(), ladder, rung)));
    }
    phrases.sort_by_key(|(stems, _, _)| usize::MAX - stems.len());
    phrases
});

/// The ladder and the rung of a trigger: where its first word that stands on one stands.
fn rung_of(trigger: &str) -> Option<(&'static str, u8)> {
    let stems: Vec<String> = words(trigger).map(|w| stem(&w)).collect();
    (0..stems.len()).find_map(|at| {
        LADDERS.iter().find(|(phrase, _, _)| stems[at..].starts_with(phrase)).map(|(_, ladder, rung)| (*ladder, *rung))
    })
}

/// The phrases of the second text that the first has not, and of the first that the second has not.
fn phrases_between(before: &str, now: &str) -> (Vec<String>, Vec<String>) {
    (phrases_not_in(now, before), phrases_not_in(before, now))
}

/// The longest stretches of a text none of whose telling words the other text has.
fn phrases_not_in(text: &str, other: &str) -> Vec<String> {
    let known: BTreeSet<String> = words(other).map(|w| stem(&w)).collect();
    let mut phrases = Vec::new();
    let mut phrase: Vec<&str> = Vec::new();
    let mut close = |phrase: &mut Vec<&str>| {
        let is_loose = |w: &&str| words(w).all(|w| is_function_word(&w));
        while phrase.last().is_some_and(is_loose) {
            phrase.pop();
        }
        let first = phrase.iter().position(|w| !is_loose(w)).unwrap_or(phrase.len());
        if first < phrase.len() {
            phrases.push(phrase[first..].join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
        }
        phrase.clear();
    };
    for word in text.split_whitespace() {
        let is_new = words(word).all(|w| is_function_word(&w) || !known.contains(&stem(&w)));
        if is_new {
            phrase.push(word);
        } else {
            close(&mut phrase);
        }
        if word.ends_with([',', ';', '.', ':']) {
            close(&mut phrase);
        }
    }
    close(&mut phrase);
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_stand_on_rungs() {
        assert_eq!(rung_of("took note of"), Some(("backing", 1)));
        assert_eq!(rung_of("warmly welcomed"), Some(("backing", 3)));
        assert_eq!(rung_of("expressed grave concern"), Some(("worry", 2)));
        assert_eq!(rung_of("strongly urged"), Some(("asking", 4)));
        assert_eq!(rung_of("danced"), None);
    }

    #[test]
    fn phrases_come_and_go() {
        let (added, dropped) = phrases_between(
            "the transit centre at Tolva, where appropriate",
            "the early opening of the transit centre at Tolva",
        );
        assert_eq!(added, ["early opening"]);
        assert_eq!(dropped, ["where appropriate"].map(|s| s.trim_start_matches("where ")));
    }
}
