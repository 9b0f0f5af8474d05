//! Logistic regression over one number and one label, by Newton's steps on one parameter at a time.

use std::collections::BTreeMap;

use rapporteur_record::ActType;

use crate::calibration::{Calibration, Sample};

/// The inverse variance of the prior on offsets, around 0; on the slope, around 1. The intercept is free.
const OFFSET_PRECISION: f64 = 4.0;
const SLOPE_PRECISION: f64 = 4.0;
/// The objective is concave, so more sweeps only add digits.
const N_SWEEPS: usize = 200;

pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The log odds of a probability, which is kept off 0 and 1.
pub(super) fn log_odds(p: f64) -> f64 {
    let p = p.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

/// The most likely parameters; without `has_types` the offsets stay away.
pub(super) fn fit(samples: &[Sample], has_types: bool) -> Calibration {
    let mut fitted = Calibration { intercept: 0.0, slope: 1.0, offsets: BTreeMap::new() };
    if has_types {
        fitted.offsets = samples.iter().map(|sample| (sample.act_type, 0.0)).collect();
    }
    let types: Vec<ActType> = fitted.offsets.keys().copied().collect();
    for _ in 0..N_SWEEPS {
        fitted.intercept += step(&fitted, samples, 0.0, 0.0, |_| 1.0);
        fitted.slope += step(&fitted, samples, SLOPE_PRECISION, fitted.slope - 1.0, |sample| sample.raw);
        for &act_type in &types {
            let offset = fitted.offsets[&act_type];
            let change = step(&fitted, samples, OFFSET_PRECISION, offset, |sample| {
                f64::from(u8::from(sample.act_type == act_type))
            });
            fitted.offsets.insert(act_type, offset + change);
        }
    }
    fitted
}

/// One step for the parameter that `feature` belongs to, which lies `distance` from the mean of its prior.
fn step(
    fitted: &Calibration,
    samples: &[Sample],
    precision: f64,
    distance: f64,
    feature: impl Fn(&Sample) -> f64,
) -> f64 {
    let (mut gradient, mut curvature) = (-precision * distance, precision);
    for sample in samples {
        let x = feature(sample);
        let p = fitted.probability(sample.raw, sample.act_type);
        gradient += x * (f64::from(u8::from(sample.is_right)) - p);
        curvature += x * x * p * (1.0 - p);
    }
    // A long step can overshoot where nearly all is right or nearly all is wrong.
    if curvature > 1e-9 { (gradient / curvature).clamp(-1.0, 1.0) } else { 0.0 }
}
