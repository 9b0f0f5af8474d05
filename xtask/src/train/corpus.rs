//! The labelled sentences and their features.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use rapporteur_events::{Dyad, Feature, PairChoice, dyads, features, pair_choice};
use rapporteur_language::{Analysis, Pipeline};
use rapporteur_world::World;

const LABELLED: &str = "../shared/labelled/plover-train/PLV_train.tsv";
const OWN: &str = "events/examples.tsv";

/// Where a sentence comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The labelled sentences, which the figures are about.
    Labelled,
    /// Written for the project.
    Own,
}

/// A sentence with its label.
pub(crate) struct Example {
    pub(crate) origin: Origin,
    pub(crate) event: String,
    pub(crate) features: Vec<Feature>,
    /// Which of the sentence's pairs is the labelled one.
    pub(crate) pairs: PairChoice,
    pub(crate) analysis: Analysis,
    pub(crate) sentence: String,
    pub(crate) source: String,
    pub(crate) target: String,
}

/// Reads both sets and computes their features.
pub(crate) fn read(root: &Path) -> Result<Vec<Example>> {
    let path = root.join(LABELLED);
    let labelled = fs::read_to_string(&path).with_context(|| format!("{LABELLED} with the labelled sentences"))?;
    let mut examples = Vec::new();
    for dyad in dyads(&labelled).context(LABELLED)? {
        examples.push(example(dyad.context(LABELLED)?, Origin::Labelled)?);
    }
    let own = fs::read_to_string(root.join(OWN)).context(OWN)?;
    for (at, line) in own.lines().enumerate().skip(1) {
        let dyad =
            marked(line).with_context(|| format!("{OWN}:{}: no event, <s>source</s> and <t>target</t>", at + 1))?;
        examples.push(example(dyad, Origin::Own)?);
    }
    Ok(examples)
}

fn example(dyad: Dyad, origin: Origin) -> Result<Example> {
    let event = dyad.event.clone().with_context(|| format!("{}: no label", dyad.id))?;
    ensure!(!event.is_empty(), "{}: no label", dyad.id);
    let analysis = Pipeline::embedded().analyse(&dyad.sentence);
    let features = features(World::embedded(), &dyad.sentence, &analysis, &dyad.source, &dyad.target);
    let pairs = pair_choice(World::embedded(), &dyad.sentence, &analysis, &dyad.source, &dyad.target);
    let Dyad { sentence, source, target, .. } = dyad;
    Ok(Example { origin, event, features, pairs, analysis, sentence, source, target })
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
        members.sort_by_key(|&at| (hash(&examples[at].sentence, seed), at));
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
    fn marked_sentences_are_read() {
        let dyad = marked("AID\t<s>Norland</s> fed <t>Sudmark</t>.").unwrap();
        assert_eq!(dyad.sentence, "Norland fed Sudmark.");
        assert_eq!((dyad.source.as_str(), dyad.target.as_str()), ("Norland", "Sudmark"));
        assert_eq!(marked("AID\tNorland fed Sudmark."), None);
    }

    #[test]
    fn folds_are_even_within_events() {
        let example = |at: usize| Example {
            origin: if at < 20 { Origin::Labelled } else { Origin::Own },
            event: if at.is_multiple_of(2) { "AID" } else { "AGREE" }.to_owned(),
            features: Vec::new(),
            pairs: PairChoice::default(),
            analysis: Analysis::default(),
            sentence: at.to_string(),
            source: String::new(),
            target: String::new(),
        };
        let examples: Vec<Example> = (0..23).map(example).collect();
        let folds = folds(&examples, 5, 1);
        for fold in 0..5 {
            assert_eq!(folds.iter().step_by(2).filter(|&&own| own == Some(fold)).count(), 2);
        }
        assert!(folds[20..].iter().all(Option::is_none));
    }
}
