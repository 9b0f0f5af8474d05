//! `cargo xtask train`: the weights of the coder of dyads, from labelled sentences.
//!
//! The labelled sentences lie beside the project (`../shared/labelled/plover-train`), under a licence of their own; with
//! them go those of `events/examples.tsv`. The same sentences give the same weights, byte for byte.
#![expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]

mod corpus;
mod logistic;
mod ranking;
mod report;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail, ensure};
use rapporteur_events::{Classifier, Coder, Extraction, Feature};
use rapporteur_world::World;

use corpus::{Example, Origin};
use logistic::{Matrix, Settings};

const WEIGHTS: &str = "events/weights.tsv";
const PAIRS: &str = "events/pairs.tsv";
/// The inverse strength of the L2 penalty; chosen beforehand, not by its figures.
const INVERSE_PENALTY: f64 = 1.0;
/// The same of the model of pairs.
const PAIRS_INVERSE_PENALTY: f64 = 1.0;
const N_FOLDS: u64 = 5;
/// Divisions into folds that the cross-validation averages.
const N_REPEATS: u64 = 5;
/// The least root macro-F1 of the cross-validation.
const FLOOR: f64 = 0.80;
/// The feature that every dyad has; it bears no penalty.
const BIAS: &str = "(bias)";

/// Writes the weights, or checks and measures them.
///
/// # Errors
/// Where the labelled sentences are not there, the committed weights differ from those they give (`--check`), or the
/// figures of the cross-validation lie below the floor (`--cross-validate`).
pub(crate) fn run(root: &Path, option: Option<&str>) -> Result<()> {
    let examples = corpus::read(root)?;
    match option {
        Some("--cross-validate") => return cross_validate(&examples),
        Some("--check") | None => {}
        Some(other) => bail!("no such option: {other}; there are --cross-validate and --check"),
    }
    let temperature = temperature(&out_of_fold(&examples, 0)?);
    let all: Vec<&Example> = examples.iter().collect();
    let files = [(WEIGHTS, to_tsv(&train(&all), temperature)), (PAIRS, rank(&all))];
    for (name, weights) in &files {
        Classifier::parse(weights)?;
        let path = root.join(name);
        if option.is_some() {
            ensure!(fs::read_to_string(&path)? == *weights, "{name} is stale; run `cargo xtask train`");
            println!("train: {name} is what the labelled sentences give");
        } else {
            fs::write(&path, weights)?;
            println!("train: {name}: {} sentences, {} bytes", examples.len(), weights.len());
        }
    }
    Ok(())
}

/// A trained model before it is written.
struct Model {
    events: Vec<String>,
    names: Vec<String>,
    /// `[n_names, n_events]`, row-major.
    weights: Vec<f64>,
}

/// A sentence's label and what a model that has not seen it makes of it.
pub(crate) struct Guess {
    pub(crate) gold: String,
    /// Each event with its logit.
    pub(crate) logits: Vec<(String, f32)>,
}

impl Guess {
    /// The likeliest event.
    pub(crate) fn event(&self) -> &str {
        let first = &self.logits[0];
        &self.logits.iter().fold(first, |best, other| if other.1 > best.1 { other } else { best }).0
    }

    /// The probability of an event at a temperature.
    pub(crate) fn probability(&self, event: &str, temperature: f64) -> f64 {
        let spread = |logit: f32| (f64::from(logit) / temperature).exp();
        let sum: f64 = self.logits.iter().map(|(_, logit)| spread(*logit)).sum();
        self.logits.iter().find(|(name, _)| name == event).map_or(0.0, |(_, logit)| spread(*logit) / sum)
    }
}

fn train(examples: &[&Example]) -> Model {
    let mut columns: BTreeMap<&str, u32> = BTreeMap::from([(BIAS, 0)]);
    for feature in examples.iter().flat_map(|example| &example.features) {
        columns.insert(&feature.name, 0);
    }
    for (column, at) in columns.values_mut().zip(0..) {
        *column = at;
    }
    let mut events: Vec<String> = examples.iter().map(|example| example.event.clone()).collect();
    events.sort();
    events.dedup();
    let row = |features: &[Feature]| {
        let cells = features.iter().map(|feature| (columns[feature.name.as_str()], f64::from(feature.value)));
        std::iter::once((columns[BIAS], 1.0)).chain(cells).collect()
    };
    let label = |example: &&Example| events.binary_search(&example.event).expect("every event was collected");
    let matrix = Matrix {
        rows: examples.iter().map(|example| row(&example.features)).collect(),
        labels: examples.iter().map(label).collect(),
        n_columns: columns.len(),
        n_classes: events.len(),
    };
    let settings = Settings { inverse_penalty: INVERSE_PENALTY, free_column: columns[BIAS] as usize };
    let weights = logistic::fit(&matrix, &settings);
    Model { names: columns.into_keys().map(str::to_owned).collect(), events, weights }
}

/// The file of weights: whole steps, of which the largest weight takes 127; features of no step are left out.
fn to_tsv(model: &Model, temperature: f64) -> String {
    let largest = model.weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    // The step is written with few digits and used as written.
    let step: f64 = format!("{:.5}", (largest / 127.0).max(1e-5)).parse().expect("a number was written");
    let mut tsv = format!("{temperature}\t{step}\t{}\n", model.events.join("\t"));
    for (name, weights) in model.names.iter().zip(model.weights.chunks(model.events.len())) {
        let steps: Vec<f64> = weights.iter().map(|weight| (weight / step).round().clamp(-127.0, 127.0)).collect();
        if steps.iter().any(|step| step.abs() > 0.0) {
            let cells: Vec<String> = steps.iter().map(|step| format!("{}", *step + 0.0)).collect();
            writeln!(tsv, "{name}\t{}", cells.join("\t")).expect("a string takes all that is written");
        }
    }
    tsv
}

/// What models make of the labelled sentences that they have not seen. The project's own examples are in every model.
fn out_of_fold(examples: &[Example], seed: u64) -> Result<Vec<Guess>> {
    let folds = corpus::folds(examples, N_FOLDS, seed);
    let mut guesses = Vec::new();
    for fold in 0..N_FOLDS {
        let is_held_out = |at: usize| folds[at] == Some(fold);
        let kept: Vec<&Example> =
            examples.iter().enumerate().filter(|(at, _)| !is_held_out(*at)).map(|(_, example)| example).collect();
        // The figures are those of the weights as they are written, steps and all.
        let classifier = Classifier::parse(&to_tsv(&train(&kept), 1.0))?;
        for (_, example) in examples.iter().enumerate().filter(|(at, _)| is_held_out(*at)) {
            let logits = classifier.logits(&example.features);
            let logits = classifier.events().iter().cloned().zip(logits).collect();
            guesses.push(Guess { gold: example.event.clone(), logits });
        }
    }
    Ok(guesses)
}

/// The figure with source and target found by the program: the event of the first pair whose words are those of both.
fn end_to_end(examples: &[Example]) -> Result<()> {
    let folds = corpus::folds(examples, N_FOLDS, 0);
    let (mut strict, mut first, mut n_right) = (Vec::new(), Vec::new(), [0; 3]);
    for fold in 0..N_FOLDS {
        let is_held_out = |at: usize| folds[at] == Some(fold);
        let kept: Vec<&Example> =
            examples.iter().enumerate().filter(|(at, _)| !is_held_out(*at)).map(|(_, example)| example).collect();
        let events = Classifier::parse(&to_tsv(&train(&kept), 1.0))?;
        let pairs = Classifier::parse(&rank(&kept))?;
        let coder = Coder::with_models(World::embedded(), &events, &pairs);
        for (_, example) in examples.iter().enumerate().filter(|(at, _)| is_held_out(*at)) {
            let found = coder.events(&example.sentence, &example.analysis);
            n_right[0] += usize::from(example.pairs.is_right.contains(&true));
            n_right[1] += usize::from(found.first().is_some_and(|event| is_between(example, event)));
            let matched = found.iter().find(|event| is_between(example, event));
            n_right[2] += usize::from(matched.is_some());
            let guess = |event: Option<&Extraction>| Guess {
                gold: example.event.clone(),
                logits: vec![(event.map_or("NONE", root).to_owned(), 0.0)],
            };
            strict.push(guess(matched));
            first.push(guess(found.first()));
        }
    }
    let share = |n: usize| n as f64 / strict.len() as f64;
    println!("{}", report::table(&strict));
    println!(
        "end to end: strict macro-F1 {:.3}, by any first event {:.3}; pair among the phrases {:.3}, first {:.3}, any {:.3}",
        report::macro_f1(&strict),
        report::macro_f1(&first),
        share(n_right[0]),
        share(n_right[1]),
        share(n_right[2]),
    );
    Ok(())
}

/// The root that the labelled sentences know.
fn root(event: &Extraction) -> &'static str {
    match event.coding.event {
        Some("CONCEDE" | "RETREAT") => "YIELD",
        other => other.unwrap_or("NONE"),
    }
}

/// Whether the parties share words with the labelled ones.
fn is_between(example: &Example, event: &Extraction) -> bool {
    let shares = |ranges: &[std::ops::Range<usize>], name: &str| {
        let name = words(name);
        ranges.iter().any(|range| words(&example.sentence[range.clone()]).iter().any(|word| name.contains(word)))
    };
    let targets = if event.targets.is_empty() { &event.sources } else { &event.targets };
    shares(&event.sources, &example.source) && shares(targets, &example.target)
}

fn words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| !matches!(word.as_str(), "the" | "a" | "an" | "of" | "in" | "s" | "and")).collect()
}

fn rank(examples: &[&Example]) -> String {
    let choices: Vec<_> =
        examples.iter().filter(|example| example.event != "NONE").map(|example| &example.pairs).collect();
    ranking::fit(&choices, PAIRS_INVERSE_PENALTY)
}

/// The temperature under which the held-out labels are likeliest, to a twentieth.
fn temperature(guesses: &[Guess]) -> f64 {
    let loss = |temperature: f64| -> f64 {
        guesses.iter().map(|guess| -guess.probability(&guess.gold, temperature).max(1e-12).ln()).sum()
    };
    (4..=60).map(|twentieths| f64::from(twentieths) / 20.0).min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

fn cross_validate(examples: &[Example]) -> Result<()> {
    let n_own = examples.iter().filter(|example| example.origin == Origin::Own).count();
    println!("{} labelled sentences, {n_own} examples of the project in every training set", examples.len() - n_own);
    end_to_end(examples)?;
    let mut figures = Vec::new();
    for seed in 0..N_REPEATS {
        let guesses = out_of_fold(examples, seed)?;
        if seed == 0 {
            println!("{}", report::table(&guesses));
            println!("{}", report::calibration(&guesses, temperature(&guesses)));
        }
        let figure = report::macro_f1(&guesses);
        println!("division {seed}: macro-F1 {figure:.3}, accuracy {:.3}", report::accuracy(&guesses));
        figures.push(figure);
    }
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    println!("mean of {N_REPEATS} divisions: macro-F1 {mean:.3}");
    ensure!(mean >= FLOOR, "the mean macro-F1 is {mean:.3}, its floor is {FLOOR}");
    Ok(())
}
