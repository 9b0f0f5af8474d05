//! Labelled dyads to the files of weights.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_events::Feature;

use crate::examples::Example;
use crate::logistic::{self, Matrix, Settings};
use crate::ranking;

/// The inverse strength of the L2 penalty; chosen beforehand, not by its figures.
const INVERSE_PENALTY: f64 = 1.0;
/// The same of the model of pairs.
const PAIRS_INVERSE_PENALTY: f64 = 1.0;
/// The feature that every dyad has; it bears no penalty.
const BIAS: &str = "(bias)";

/// The weights of the model of events, as [`rapporteur_events::Classifier::parse`] reads them.
pub fn fit_events(examples: &[&Example], temperature: f64) -> String {
    to_tsv(&train(examples), temperature)
}

/// The weights of the model of pairs, as [`rapporteur_events::Classifier::parse`] reads them.
pub fn fit_pairs(examples: &[&Example]) -> String {
    let choices: Vec<_> =
        examples.iter().filter(|example| example.event != "NONE").map(|example| &example.pairs).collect();
    ranking::fit(&choices, PAIRS_INVERSE_PENALTY)
}

/// A trained model before it is written.
struct Model {
    events: Vec<String>,
    names: Vec<String>,
    /// `[n_names, n_events]`, row-major.
    weights: Vec<f64>,
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
