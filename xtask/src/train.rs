//! `cargo xtask train`: the weights of the event coder, from labelled sentences.
//!
//! The labelled sentences lie beside the project (`../shared/labelled/plover-train`), under a licence of their own.
#![expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use rapporteur_events::{Classifier, dyads};
use rapporteur_training as training;
use rapporteur_training::{Example, Origin};

const LABELLED: &str = "../shared/labelled/plover-train/PLV_train.tsv";
const WEIGHTS: &str = "events/weights.tsv";
const PAIRS: &str = "events/pairs.tsv";
/// Divisions into folds that the cross-validation averages.
const N_REPEATS: u64 = 5;
/// The least root macro-F1 of the cross-validation.
const FLOOR: f64 = 0.80;

/// Writes the weights, or checks and measures them.
///
/// # Errors
/// Where the labelled sentences are not there, the committed weights differ from those they give (`--check`), or the
/// figures of the cross-validation lie below the floor (`--cross-validate`).
pub(crate) fn run(root: &Path, option: Option<&str>) -> Result<()> {
    let examples = read(root)?;
    match option {
        Some("--cross-validate") => return cross_validate(&examples),
        Some("--check") | None => {}
        Some(other) => bail!("no such option: {other}; there are --cross-validate and --check"),
    }
    let temperature = training::temperature(&training::guesses(&examples, 0)?);
    let all: Vec<&Example> = examples.iter().collect();
    let files = [(WEIGHTS, training::fit_events(&all, temperature)), (PAIRS, training::fit_pairs(&all))];
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

/// The labelled sentences and the project's own examples.
fn read(root: &Path) -> Result<Vec<Example>> {
    let path = root.join(LABELLED);
    let labelled = fs::read_to_string(&path).with_context(|| format!("{LABELLED} with the labelled sentences"))?;
    let labelled = dyads(&labelled).and_then(|dyads| dyads.into_iter().collect()).context(LABELLED)?;
    let mut examples = Example::all(Origin::Labelled, labelled);
    examples.extend(training::own_examples());
    Ok(examples)
}

fn cross_validate(examples: &[Example]) -> Result<()> {
    let n_own = examples.iter().filter(|example| example.origin == Origin::Own).count();
    let n_labelled = examples.len() - n_own;
    println!("{n_labelled} labelled sentences, {n_own} examples of the project in every training set");
    let (first, found) = training::end_to_end(examples, 0)?;
    let share = |n: usize| n as f64 / n_labelled as f64;
    println!("{}", training::table(&found.strict));
    println!(
        "end to end: strict macro-F1 {:.3}, by any first event {:.3}; pair among the phrases {:.3}, first {:.3}, any {:.3}",
        training::macro_f1(&found.strict),
        training::macro_f1(&found.first),
        share(found.n_possible),
        share(found.n_first),
        share(found.n_any),
    );
    let mut figures = Vec::new();
    for seed in 0..N_REPEATS {
        let guesses = if seed == 0 { first.clone() } else { training::guesses(examples, seed)? };
        if seed == 0 {
            println!("{}", training::table(&guesses));
            println!("{}", training::calibration(&guesses, training::temperature(&guesses)));
        }
        let figure = training::macro_f1(&guesses);
        println!("division {seed}: macro-F1 {figure:.3}, accuracy {:.3}", training::accuracy(&guesses));
        figures.push(figure);
    }
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    println!("mean of {N_REPEATS} divisions: macro-F1 {mean:.3}");
    ensure!(mean >= FLOOR, "the mean macro-F1 is {mean:.3}, its floor is {FLOOR}");
    Ok(())
}
