//! How models do on labelled dyads that they have not seen.

use std::ops::Range;

use rapporteur_events::{Classifier, Coder, Extraction, WeightsError};
use rapporteur_world::World;

use crate::examples::{Example, folds, root};
use crate::weights::{fit_events, fit_pairs};

/// Parts into which labelled dyads are dealt; each is guessed by models of the others.
pub const N_FOLDS: u64 = 5;
/// What stands for no event.
const NONE: &str = "NONE";

/// A sentence's label and what a model that has not seen it makes of it.
#[derive(Debug, Clone)]
pub struct Guess {
    /// The label.
    pub gold: String,
    /// Each event with its logit.
    pub logits: Vec<(String, f32)>,
}

impl Guess {
    /// The likeliest event.
    pub fn event(&self) -> &str {
        let first = &self.logits[0];
        &self.logits.iter().fold(first, |best, other| if other.1 > best.1 { other } else { best }).0
    }

    /// The probability of an event at a temperature.
    pub fn probability(&self, event: &str, temperature: f64) -> f64 {
        let spread = |logit: f32| (f64::from(logit) / temperature).exp();
        let sum: f64 = self.logits.iter().map(|(_, logit)| spread(*logit)).sum();
        self.logits.iter().find(|(name, _)| name == event).map_or(0.0, |(_, logit)| spread(*logit) / sum)
    }
}

/// What comes of guessing parties and events.
#[derive(Debug, Default)]
pub struct EndToEnd {
    /// The event of the first pair that shares words with both labelled parties; `NONE` where there is none.
    pub strict: Vec<Guess>,
    /// The first event of the sentence, whoever its parties are.
    pub first: Vec<Guess>,
    /// Dyads whose parties are among the phrases that are looked at.
    pub n_possible: usize,
    /// Dyads whose parties the first event has.
    pub n_first: usize,
    /// Dyads whose parties any event has.
    pub n_any: usize,
}

/// What models make of the labelled dyads that they have not seen, the parties given. The project's own examples are in
/// every model. `seed` divides the dyads.
///
/// # Errors
/// Where weights cannot be read back, which is a fault of this crate.
pub fn guesses(examples: &[Example], seed: u64) -> Result<Vec<Guess>, WeightsError> {
    let mut guesses = Vec::new();
    for (kept, held_out) in divisions(examples, seed) {
        // The figures are those of the weights as they are written, steps and all.
        let classifier = Classifier::parse(&fit_events(&kept, 1.0))?;
        guesses.extend(held_out.into_iter().map(|example| guess(&classifier, example)));
    }
    Ok(guesses)
}

/// The same, and what comes of it with the parties found.
///
/// # Errors
/// As [`guesses`].
pub fn end_to_end(examples: &[Example], seed: u64) -> Result<(Vec<Guess>, EndToEnd), WeightsError> {
    let (mut guesses, mut found) = (Vec::new(), EndToEnd::default());
    for (kept, held_out) in divisions(examples, seed) {
        let (events, pairs) = (Classifier::parse(&fit_events(&kept, 1.0))?, Classifier::parse(&fit_pairs(&kept))?);
        let coder = Coder::with_models(World::embedded(), &events, &pairs);
        for example in held_out {
            guesses.push(guess(&events, example));
            found.add(example, &coder);
        }
    }
    Ok((guesses, found))
}

/// What a model makes of a dyad whose parties are given.
pub fn guess(classifier: &Classifier, example: &Example) -> Guess {
    let logits = classifier.events().iter().cloned().zip(classifier.logits(&example.features)).collect();
    Guess { gold: example.event.clone(), logits }
}

impl EndToEnd {
    /// Codes a dyad's sentence and compares.
    pub fn add(&mut self, example: &Example, coder: &Coder<'_>) {
        let events = coder.events(&example.dyad.sentence, &example.analysis);
        let matched = events.iter().find(|event| is_between(example, event));
        self.n_possible += usize::from(example.pairs.is_right.contains(&true));
        self.n_first += usize::from(events.first().is_some_and(|event| is_between(example, event)));
        self.n_any += usize::from(matched.is_some());
        let guess = |event: Option<&Extraction>| {
            let event = event.and_then(|event| event.coding.event).map_or(NONE, root);
            Guess { gold: example.event.clone(), logits: vec![(event.to_owned(), 0.0)] }
        };
        self.strict.push(guess(matched));
        self.first.push(guess(events.first()));
    }
}

/// The temperature under which the labels are likeliest, to a twentieth.
pub fn temperature(guesses: &[Guess]) -> f64 {
    let loss = |temperature: f64| -> f64 {
        guesses.iter().map(|guess| -guess.probability(&guess.gold, temperature).max(1e-12).ln()).sum()
    };
    (4..=60).map(|twentieths| f64::from(twentieths) / 20.0).min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

/// For each fold what a model is fitted to, and what it has not seen.
fn divisions(examples: &[Example], seed: u64) -> impl Iterator<Item = (Vec<&Example>, Vec<&Example>)> {
    let folds = folds(examples, N_FOLDS, seed);
    (0..N_FOLDS).map(move |fold| {
        let is_held_out = |at: usize| folds[at] == Some(fold);
        let part = |held_out: bool| {
            examples
                .iter()
                .enumerate()
                .filter(|(at, _)| is_held_out(*at) == held_out)
                .map(|(_, example)| example)
                .collect()
        };
        (part(false), part(true))
    })
}

/// Whether the parties share words with the labelled ones.
fn is_between(example: &Example, event: &Extraction) -> bool {
    let dyad = &example.dyad;
    let shares = |ranges: &[Range<usize>], name: &str| {
        let name = words(name);
        ranges.iter().any(|range| words(&dyad.sentence[range.clone()]).iter().any(|word| name.contains(word)))
    };
    let targets = if event.targets.is_empty() { &event.sources } else { &event.targets };
    shares(&event.sources, &dyad.source) && shares(targets, &dyad.target)
}

/// The words that tell something.
fn words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| !matches!(word.as_str(), "the" | "a" | "an" | "of" | "in" | "s" | "and")).collect()
}
