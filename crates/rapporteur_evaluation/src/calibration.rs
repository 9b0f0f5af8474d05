//! From a reader's raw confidence and an act's type to a probability, learnt from judged documents.
//!
//! The model is logistic: the log odds are `intercept + slope * raw + offset of the type`, `raw` being the log odds of the
//! raw confidence. The offsets are held near 0 (a Gaussian prior), so a rare type keeps the general curve.

mod logistic;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_record::ActType;
use serde::Serialize;

use crate::calibration::logistic::log_odds;
use crate::judge::{JudgedDocument, Outcome};
use crate::reliability::{Reliability, of_samples};

/// An act of a record with its raw confidence, and whether type, actor and recipient are right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The log odds of the raw confidence.
    pub raw: f64,
    /// Its type.
    pub act_type: ActType,
    /// Whether it is right.
    pub is_right: bool,
}

/// The parameters of a calibration, few enough to be kept as a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// The log odds where the raw ones are 0.
    pub intercept: f64,
    /// What one unit of raw log odds is worth.
    pub slope: f64,
    /// What is added for each type, in log odds; none for types that were not seen, which is 0.
    pub offsets: BTreeMap<ActType, f64>,
}

impl Calibration {
    /// The probability that an act is right. `raw` is in log odds.
    pub fn probability(&self, raw: f64, act_type: ActType) -> f64 {
        let offset = self.offsets.get(&act_type).copied().unwrap_or_default();
        logistic::probability(self.intercept + self.slope * raw + offset)
    }

    /// The parameters as a table of `term` and `log_odds`, tab-separated: `intercept`, `slope`, then the types.
    pub fn to_tsv(&self) -> String {
        let mut table = format!("term\tlog_odds\nintercept\t{:.2}\nslope\t{:.2}\n", self.intercept, self.slope);
        for (act_type, offset) in &self.offsets {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{act_type}\t{offset:.2}");
        }
        table
    }
}

/// How raw confidences and calibrations do on documents that they were not fitted on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CrossValidation {
    /// The raw confidences as they are.
    pub raw: Reliability,
    /// With an intercept and a slope.
    pub curve: Reliability,
    /// With an offset for each type besides.
    pub curve_and_types: Reliability,
}

/// The folds of a cross-validation: document `i` is in fold `i % 5`.
const N_FOLDS: usize = 5;

/// The acts of each document that have a confidence.
pub fn samples(documents: &[JudgedDocument]) -> Vec<Vec<Sample>> {
    let of_document = |document: &JudgedDocument| {
        let acts = document.acts.iter().filter_map(|act| {
            let predicted = act.predicted.as_ref()?;
            let is_right = act.outcome == Outcome::Right;
            Some(Sample { raw: log_odds(predicted.confidence?), act_type: predicted.act_type, is_right })
        });
        acts.collect()
    };
    documents.iter().map(of_document).collect()
}

/// Fits a calibration with offsets for types.
pub fn fit(documents: &[Vec<Sample>]) -> Calibration {
    logistic::fit(&documents.concat(), true)
}

/// Measures calibrations on documents left out of their fitting, in five folds.
pub fn cross_validate(documents: &[Vec<Sample>]) -> CrossValidation {
    let (mut raw, mut curve, mut curve_and_types) = (Vec::new(), Vec::new(), Vec::new());
    for fold in 0..N_FOLDS {
        let part = |is_test: bool| -> Vec<Sample> {
            let inside = documents.iter().enumerate().filter(|(i, _)| (i % N_FOLDS == fold) == is_test);
            inside.flat_map(|(_, samples)| samples.iter().copied()).collect()
        };
        let (training, test) = (part(false), part(true));
        let (plain, typed) = (logistic::fit(&training, false), logistic::fit(&training, true));
        for sample in test {
            raw.push((logistic::probability(sample.raw), sample.is_right));
            curve.push((plain.probability(sample.raw, sample.act_type), sample.is_right));
            curve_and_types.push((typed.probability(sample.raw, sample.act_type), sample.is_right));
        }
    }
    let (raw, curve) = (of_samples(&raw), of_samples(&curve));
    CrossValidation { raw, curve, curve_and_types: of_samples(&curve_and_types) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Acts of which appeals are right in 9 of 10 cases and statements in 3 of 10, all at a raw confidence of a half.
    fn documents() -> Vec<Vec<Sample>> {
        let sample = |n: usize| {
            let (act_type, n_right) = if n.is_multiple_of(2) { (ActType::Appeal, 9) } else { (ActType::Statement, 3) };
            Sample { raw: 0.0, act_type, is_right: (n / 2) % 10 < n_right }
        };
        (0..20).map(|document| (0..20).map(|n| sample(n + document * 20)).collect()).collect()
    }

    #[test]
    fn probabilities_come_near_the_shares() {
        let calibration = fit(&documents());
        let appeal = calibration.probability(0.0, ActType::Appeal);
        let statement = calibration.probability(0.0, ActType::Statement);
        assert!((appeal - 0.9).abs() < 0.03 && (statement - 0.3).abs() < 0.03, "{appeal} {statement}");
        let unseen = calibration.probability(0.0, ActType::Threat);
        assert!(statement < unseen && unseen < appeal);
        assert!(calibration.to_tsv().contains("\nappeal\t"));
    }

    #[test]
    fn types_help_where_they_differ() {
        let CrossValidation { raw, curve, curve_and_types } = cross_validate(&documents());
        assert!(raw.brier > curve.brier && curve.brier > curve_and_types.brier);
        assert_eq!((raw.n, curve_and_types.n), (400, 400));
    }
}
