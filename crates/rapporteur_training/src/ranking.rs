//! A linear model that ranks: the labelled pair of each sentence above all others, with an L2 penalty.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_events::PairChoice;

use crate::logistic::minimise;

/// Features that fewer sentences show are left out.
const FEWEST: usize = 2;

/// The file of weights of a model fitted to `choices`: those whose labelled pair is among their pairs.
pub(crate) fn fit(choices: &[&PairChoice], inverse_penalty: f64) -> String {
    let choices: Vec<&&PairChoice> = choices.iter().filter(|choice| choice.is_right.contains(&true)).collect();
    let mut shown: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, choice) in choices.iter().enumerate() {
        for name in choice.pairs.iter().flatten() {
            let seen = shown.entry(name).or_insert((0, usize::MAX));
            if seen.1 != at {
                *seen = (seen.0 + 1, at);
            }
        }
    }
    let names: Vec<&str> = shown.iter().filter(|(_, seen)| seen.0 >= FEWEST).map(|(name, _)| *name).collect();
    let rows: Vec<Vec<Vec<usize>>> = choices
        .iter()
        .map(|choice| {
            let row = |pair: &Vec<String>| {
                let mut row: Vec<usize> =
                    pair.iter().filter_map(|name| names.binary_search(&name.as_str()).ok()).collect();
                row.sort_unstable();
                row.dedup();
                row
            };
            choice.pairs.iter().map(row).collect()
        })
        .collect();
    let weights = minimise(vec![0.0; names.len()], 1e-3 * inverse_penalty * rows.len() as f64, |at| {
        let mut slope = at.to_vec();
        let mut loss = 0.5 * at.iter().map(|weight| weight * weight).sum::<f64>();
        for (pairs, choice) in rows.iter().zip(&choices) {
            let scores: Vec<f64> = pairs.iter().map(|row| row.iter().map(|&column| at[column]).sum()).collect();
            let most = scores.iter().fold(f64::NEG_INFINITY, |most, score| most.max(*score));
            let shares: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
            let all: f64 = shares.iter().sum();
            let right: f64 =
                shares.iter().zip(&choice.is_right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
            loss -= inverse_penalty * (right / all).ln();
            for ((row, share), is_right) in pairs.iter().zip(&shares).zip(&choice.is_right) {
                let wanted = if *is_right { share / right } else { 0.0 };
                let push = inverse_penalty * (share / all - wanted);
                for &column in row {
                    slope[column] += push;
                }
            }
        }
        (loss, slope)
    });
    let largest = weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let step: f64 = format!("{:.5}", (largest / 127.0).max(1e-5)).parse().expect("a number was written");
    let mut tsv = format!("1\t{step}\tpair\n");
    for (name, weight) in names.iter().zip(&weights) {
        let steps = (weight / step).round();
        if steps.abs() > 0.0 {
            writeln!(tsv, "{name}\t{steps}").expect("a string takes all that is written");
        }
    }
    tsv
}
