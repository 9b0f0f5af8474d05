//! Labelled dyads and their features.

use std::collections::BTreeMap;

use rapporteur_events::{Dyad, Feature, PairChoice, features, pair_choice};
use rapporteur_language::{Analysis, Pipeline};
use rapporteur_world::World;

const OWN: &str = include_str!("../../../events/examples.tsv");

/// Where a dyad comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Labelled by others; the figures are about these.
    Labelled,
    /// Written for the project; in every training set.
    Own,
}

/// A dyad with its label.
#[derive(Debug)]
pub struct Example {
    /// Where it comes from.
    pub origin: Origin,
    /// The label.
    pub event: String,
    /// What it shows.
    pub features: Vec<Feature>,
    /// Which of the sentence's pairs is the labelled one.
    pub pairs: PairChoice,
    /// The sentence's analysis, without entities.
    pub analysis: Analysis,
    /// The dyad as it was written.
    pub dyad: Dyad,
}

impl Example {
    /// The features of labelled dyads; of dyads without a label none is made.
    pub fn all(origin: Origin, dyads: Vec<Dyad>) -> Vec<Self> {
        let sentences: Vec<&str> = dyads.iter().map(|dyad| dyad.sentence.as_str()).collect();
        let analyses = Pipeline::embedded().parse_all(&sentences);
        let one = |(dyad, analysis): (Dyad, Analysis)| {
            let event = root(dyad.event.as_deref().filter(|event| !event.is_empty())?).to_owned();
            let world = World::embedded();
            let features = features(world, &dyad.sentence, &analysis, &dyad.source, &dyad.target);
            let pairs = pair_choice(world, &dyad.sentence, &analysis, &dyad.source, &dyad.target);
            Some(Self { origin, event, features, pairs, analysis, dyad })
        };
        dyads.into_iter().zip(analyses).filter_map(one).collect()
    }
}

/// The event as the labels have it: CONCEDE and RETREAT are YIELD.
pub fn root(event: &str) -> &str {
    if matches!(event, "CONCEDE" | "RETREAT") { "YIELD" } else { event }
}

/// The project's own examples.
pub fn own_examples() -> Vec<Example> {
    Example::all(Origin::Own, OWN.lines().skip(1).filter_map(marked).collect())
}

/// A line of the project's own examples: the event and the sentence with the parties marked.
fn marked(line: &str) -> Option<Dyad> {
    let (event, marked) = line.split_once('\t')?;
    let between = |open: &str, close: &str| Some(marked.split_once(open)?.1.split_once(close)?.0.to_owned());
    let (source, target) = (between("<s>", "</s>")?, between("<t>", "</t>")?);
    let sentence = ["<s>", "</s>", "<t>", "</t>"].iter().fold(marked.to_owned(), |text, mark| text.replace(mark, ""));
    Some(Dyad { id: String::new(), sentence, source, target, event: Some(event.to_owned()) })
}

/// The fold of each labelled sentence: those of an event are dealt out in the order of their hashes.
pub(crate) fn folds(examples: &[Example], n_folds: u64, seed: u64) -> Vec<Option<u64>> {
    let mut by_event: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, example) in examples.iter().enumerate().filter(|(_, example)| example.origin == Origin::Labelled) {
        by_event.entry(&example.event).or_default().push(at);
    }
    let mut folds = vec![None; examples.len()];
    for members in by_event.values_mut() {
        members.sort_by_key(|&at| (hash(&examples[at].dyad.sentence, seed), at));
        for (&at, place) in members.iter().zip(0..) {
            folds[at] = Some(place % n_folds);
        }
    }
    folds
}

/// FNV-1a, begun with a seed and stirred at the end.
fn hash(text: &str, seed: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let sum = text.bytes().fold(start, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let stirred = (sum ^ (sum >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    stirred ^ (stirred >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_examples_are_marked() {
        let dyad = marked("AID\t<s>Norland</s> fed <t>Sudmark</t>.").unwrap();
        assert_eq!(dyad.sentence, "Norland fed Sudmark.");
        assert_eq!((dyad.source.as_str(), dyad.target.as_str()), ("Norland", "Sudmark"));
        assert_eq!(marked("AID\tNorland fed Sudmark."), None);
        assert!(OWN.lines().skip(1).all(|line| marked(line).is_some()));
    }

    #[test]
    fn folds_are_even_within_events() {
        let dyad = |at: usize| Dyad {
            id: String::new(),
            sentence: at.to_string(),
            source: String::new(),
            target: String::new(),
            event: Some(if at.is_multiple_of(2) { "AID" } else { "CONCEDE" }.to_owned()),
        };
        let mut examples = Example::all(Origin::Labelled, (0..20).map(dyad).collect());
        examples.extend(Example::all(Origin::Own, (20..23).map(dyad).collect()));
        assert_eq!(examples[1].event, "YIELD");
        let folds = folds(&examples, 5, 1);
        for fold in 0..5 {
            assert_eq!(folds.iter().step_by(2).filter(|&&own| own == Some(fold)).count(), 2);
        }
        assert!(folds[20..].iter().all(Option::is_none));
    }
}
