//! Whether a confidence of so much is right so often.

use serde::Serialize;

use crate::judge::{JudgedDocument, Outcome};
use crate::tally::four_digits;

/// Confidences between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// The lower bound, inside.
    pub from: f64,
    /// The upper bound, outside; inside in the last bin.
    pub to: f64,
    /// How many acts.
    pub n: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that are right.
    pub right: f64,
}

/// How well confidences say what is right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// The bins that hold any act.
    pub bins: Vec<Bin>,
    /// How many acts there are.
    pub n: usize,
    /// The mean distance of confidence and share over the bins, weighted by their acts: expected calibration error.
    pub expected_calibration_error: f64,
    /// The mean square of the distance between confidence and what was the case.
    pub brier: f64,
    /// How likely a right act has more confidence than a wrong one; 0.5 says nothing.
    pub auc: Option<f64>,
}

/// How many bins of equal width there are.
const N_BINS: usize = 10;

/// The reliability of the confidences of all acts of the records: right are those with the right type, actors and
/// recipients; acts that gold does not have are wrong.
pub fn reliability(documents: &[JudgedDocument]) -> Reliability {
    let acts = documents.iter().flat_map(|document| &document.acts);
    let samples: Vec<(f64, bool)> =
        acts.filter_map(|act| act.predicted.as_ref()?.confidence.map(|p| (p, act.outcome == Outcome::Right))).collect();
    of_samples(&samples)
}

/// The reliability of probabilities, each with whether it was the case.
pub(crate) fn of_samples(samples: &[(f64, bool)]) -> Reliability {
    let n = samples.len();
    let mut bins = Vec::new();
    let mut error = 0.0;
    for index in 0..N_BINS {
        let inside: Vec<_> = samples.iter().filter(|(p, _)| bin_of(*p) == index).collect();
        if inside.is_empty() {
            continue;
        }
        let n_inside = inside.len() as f64;
        let confidence = inside.iter().map(|(p, _)| p).sum::<f64>() / n_inside;
        let right = inside.iter().filter(|(_, is_right)| *is_right).count() as f64 / n_inside;
        error += (confidence - right).abs() * n_inside / n as f64;
        bins.push(Bin {
            from: index as f64 / N_BINS as f64,
            to: (index + 1) as f64 / N_BINS as f64,
            n: inside.len(),
            confidence: four_digits(confidence),
            right: four_digits(right),
        });
    }
    let brier = samples.iter().map(|&(p, is_right)| (p - f64::from(u8::from(is_right))).powi(2)).sum::<f64>();
    Reliability {
        bins,
        n,
        expected_calibration_error: four_digits(error),
        brier: four_digits(brier / n.max(1) as f64),
        auc: auc(samples),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bins")]
fn bin_of(p: f64) -> usize {
    // A tenth has no exact form: 0.3 * 10 would be below 3.
    ((p * N_BINS as f64 + 1e-9).clamp(0.0, (N_BINS - 1) as f64)) as usize
}

fn auc(samples: &[(f64, bool)]) -> Option<f64> {
    let (right, wrong): (Vec<_>, Vec<_>) = samples.iter().partition(|(_, is_right)| *is_right);
    if right.is_empty() || wrong.is_empty() {
        return None;
    }
    let points = |p: f64, q: f64| if p > q { 1.0 } else { f64::from(u8::from(p >= q)) / 2.0 };
    let sum: f64 = right.iter().map(|(p, _)| wrong.iter().map(|(q, _)| points(*p, *q)).sum::<f64>()).sum();
    Some(four_digits(sum / (right.len() * wrong.len()) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_weighted_by_acts() {
        let samples = [(0.8, true), (0.8, true), (0.8, false), (0.8, true), (0.3, false), (1.0, true)];
        let reliability = of_samples(&samples);
        assert_eq!(
            reliability.bins.iter().map(|bin| (bin.from, bin.n)).collect::<Vec<_>>(),
            [(0.3, 1), (0.8, 4), (0.9, 1)]
        );
        // 4/6 of 0.05 and 1/6 of 0.3.
        assert_eq!(Some(reliability.expected_calibration_error), Some(0.0833));
        assert_eq!(reliability.auc, Some(0.8125));
    }
}
