//! What parser and entity recogniser have in common: features of tokens, summed to a state, scored.

use crate::error::ModelError;
use crate::file::{Floats, ModelFile};
use crate::kernels::{Kernels, LINEAR_BLOCK, Linear, ROWS, Upper, padded};
use crate::spec::{FEATURE, HIDDEN, WIDTH};

/// The network of a transition system with `FEATURES` features of a state.
#[derive(Debug)]
pub(crate) struct Network<const FEATURES: usize> {
    lower: Linear,
    features: Linear,
    /// What a feature adds where there is no token.
    missing: Floats,
    bias: Floats,
    upper: Upper,
}

/// What each token of a stretch adds to a state, as each feature.
#[derive(Debug, Default)]
pub(crate) struct FeatureScratch {
    hidden: Vec<f32>,
    pub(crate) rows: Vec<f32>,
}

impl<const FEATURES: usize> Network<FEATURES> {
    pub(crate) fn open(file: &ModelFile, prefix: &str, classes: usize) -> Result<Self, ModelError> {
        let array = |name: &str, len: usize| file.floats(&format!("{prefix}.{name}"), len);
        Ok(Self {
            lower: open_linear(file, &format!("{prefix}.lower"), WIDTH, HIDDEN)?,
            features: open_linear(file, &format!("{prefix}.features"), HIDDEN, FEATURES * FEATURE)?,
            missing: array("state.missing", FEATURES * FEATURE)?,
            bias: array("state.bias", FEATURE)?,
            upper: Upper {
                outputs: padded(classes),
                weights: array("upper.weights", HIDDEN * padded(classes))?,
                bias: array("upper.bias", padded(classes))?,
            },
        })
    }

    /// Computes the features of `count` tokens from their vectors; whole groups of [`ROWS`] vectors are read.
    pub(crate) fn precompute(&self, vectors: &[f32], count: usize, kernels: Kernels, scratch: &mut FeatureScratch) {
        let rows = count.next_multiple_of(ROWS);
        scratch.hidden.resize(scratch.hidden.len().max(rows * HIDDEN), 0.0);
        scratch.rows.resize(scratch.rows.len().max(rows * FEATURES * FEATURE), 0.0);
        kernels.linear(&self.lower, vectors, rows, &mut scratch.hidden);
        kernels.linear(&self.features, &scratch.hidden, rows, &mut scratch.rows);
    }

    /// The best class of a state among those that `mask` does not exclude.
    pub(crate) fn best_class(&self, tokens: [Option<&[f32]>; FEATURES], mask: &[f32], kernels: Kernels) -> usize {
        let missing: &[f32] = &self.missing;
        let features: [&[f32]; FEATURES] = std::array::from_fn(|feature| {
            let row = tokens[feature].unwrap_or(missing);
            &row[feature * FEATURE..][..FEATURE]
        });
        kernels.best_class(&self.upper, &self.bias, &features, mask)
    }

    /// A mask under which the classes that `is_valid` are allowed.
    pub(crate) fn mask(&self, is_valid: impl Fn(usize) -> bool) -> Box<[f32]> {
        (0..self.upper.outputs).map(|class| if is_valid(class) { 0.0 } else { f32::NEG_INFINITY }).collect()
    }
}

/// A linear layer whose outputs are rounded up to whole blocks.
pub(crate) fn open_linear(file: &ModelFile, name: &str, inputs: usize, outputs: usize) -> Result<Linear, ModelError> {
    let outputs = outputs.next_multiple_of(LINEAR_BLOCK);
    Ok(Linear {
        inputs,
        outputs,
        weights: file.floats(&format!("{name}.weights"), inputs * outputs)?,
        bias: file.floats(&format!("{name}.bias"), outputs)?,
    })
}
