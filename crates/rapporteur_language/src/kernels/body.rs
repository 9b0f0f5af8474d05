//! The kernels' bodies, which every instruction set inlines and vectorises for itself.

#![expect(
    clippy::inline_always,
    reason = "a body is compiled with the instructions of the function that it is inlined into"
)]

use std::array;

use super::{LINEAR_BLOCK, Linear, MAXOUT_BLOCK, Maxout, Upper};
use crate::spec::{FEATURE, HIDDEN, PIECES, WIDTH};

/// What normalisation adds to the variance.
const EPSILON: f32 = 1e-8;

#[inline(always)]
fn add_product<const LANES: usize, const FUSED: bool>(sum: &mut [f32; LANES], a: f32, b: &[f32; LANES]) {
    for lane in 0..LANES {
        sum[lane] = if FUSED { a.mul_add(b[lane], sum[lane]) } else { a * b[lane] + sum[lane] };
    }
}

#[inline(always)]
fn lanes<const LANES: usize>(numbers: &[f32]) -> &[f32; LANES] {
    numbers.first_chunk().expect("the caller cuts whole vectors")
}

/// `ROWS` rows of a maxout layer at a time: products, the best piece, normalisation and, if asked for, the row itself.
#[inline(always)]
pub(super) fn maxout<const LANES: usize, const ROWS: usize, const FUSED: bool>(
    layer: &Maxout,
    input: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [f32],
    residual: bool,
) {
    let (weights, bias): (&[f32], &[f32]) = (&layer.weights, &layer.bias);
    let (gain, shift): (&[f32; WIDTH], &[f32; WIDTH]) = (lanes(&layer.gain), lanes(&layer.shift));
    let mut best = [[0.0; WIDTH]; ROWS];
    for (tile, out) in out[..rows * WIDTH].chunks_exact_mut(ROWS * WIDTH).enumerate() {
        let input = &input[tile * ROWS * stride..];
        let row: [&[f32]; ROWS] = array::from_fn(|row| &input[row * stride..][..layer.inputs]);
        for block in 0..WIDTH / MAXOUT_BLOCK {
            let weights =
                &weights[block * layer.inputs * PIECES * MAXOUT_BLOCK..][..layer.inputs * PIECES * MAXOUT_BLOCK];
            let bias = &bias[block * PIECES * MAXOUT_BLOCK..][..PIECES * MAXOUT_BLOCK];
            for part in (0..MAXOUT_BLOCK).step_by(LANES) {
                let first: [[f32; LANES]; PIECES] =
                    array::from_fn(|piece| *lanes(&bias[piece * MAXOUT_BLOCK + part..]));
                let mut sums = [first; ROWS];
                for (k, weights) in weights.chunks_exact(PIECES * MAXOUT_BLOCK).enumerate() {
                    let weights: [&[f32; LANES]; PIECES] =
                        array::from_fn(|piece| lanes(&weights[piece * MAXOUT_BLOCK + part..]));
                    for (sums, row) in sums.iter_mut().zip(&row) {
                        let value = row[k];
                        for (sum, weights) in sums.iter_mut().zip(weights) {
                            add_product::<LANES, FUSED>(sum, value, weights);
                        }
                    }
                }
                for (best, sums) in best.iter_mut().zip(&sums) {
                    for lane in 0..LANES {
                        best[block * MAXOUT_BLOCK + part + lane] = sums[0][lane].max(sums[1][lane]).max(sums[2][lane]);
                    }
                }
            }
        }
        for ((out, best), row) in out.chunks_exact_mut(WIDTH).zip(&best).zip(&row) {
            normalise(best, gain, shift, out);
            if residual {
                for (out, own) in out.iter_mut().zip(&row[WIDTH..]) {
                    *out += own;
                }
            }
        }
    }
}

#[inline(always)]
fn normalise(row: &[f32; WIDTH], gain: &[f32; WIDTH], shift: &[f32; WIDTH], out: &mut [f32]) {
    #[expect(clippy::cast_precision_loss, reason = "96 is exact")]
    const COUNT: f32 = WIDTH as f32;
    let mean = total(row) / COUNT;
    let centred: [f32; WIDTH] = array::from_fn(|i| row[i] - mean);
    let squares: [f32; WIDTH] = array::from_fn(|i| centred[i] * centred[i]);
    let scale = 1.0 / (total(&squares) / COUNT + EPSILON).sqrt();
    for i in 0..WIDTH {
        out[i] = centred[i] * scale * gain[i] + shift[i];
    }
}

/// The sum, in sixteen parts first.
#[inline(always)]
fn total(row: &[f32; WIDTH]) -> f32 {
    let mut sums = [0.0; 16];
    for part in row.as_chunks::<16>().0 {
        for lane in 0..16 {
            sums[lane] += part[lane];
        }
    }
    let mut width = 8;
    while width > 0 {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
        width /= 2;
    }
    sums[0]
}

#[inline(always)]
pub(super) fn linear<const LANES: usize, const ROWS: usize, const FUSED: bool>(
    layer: &Linear,
    input: &[f32],
    rows: usize,
    out: &mut [f32],
) {
    let (weights, bias): (&[f32], &[f32]) = (&layer.weights, &layer.bias);
    for (tile, out) in out[..rows * layer.outputs].chunks_exact_mut(ROWS * layer.outputs).enumerate() {
        let input = &input[tile * ROWS * layer.inputs..];
        let row: [&[f32]; ROWS] = array::from_fn(|row| &input[row * layer.inputs..][..layer.inputs]);
        for block in 0..layer.outputs / LINEAR_BLOCK {
            let weights = &weights[block * layer.inputs * LINEAR_BLOCK..][..layer.inputs * LINEAR_BLOCK];
            for part in (0..LINEAR_BLOCK).step_by(2 * LANES) {
                let at = block * LINEAR_BLOCK + part;
                let first: [[f32; LANES]; 2] = array::from_fn(|half| *lanes(&bias[at + half * LANES..]));
                let mut sums = [first; ROWS];
                for (k, weights) in weights.chunks_exact(LINEAR_BLOCK).enumerate() {
                    let weights: [&[f32; LANES]; 2] = array::from_fn(|half| lanes(&weights[part + half * LANES..]));
                    for (sums, row) in sums.iter_mut().zip(&row) {
                        let value = row[k];
                        for (sum, weights) in sums.iter_mut().zip(weights) {
                            add_product::<LANES, FUSED>(sum, value, weights);
                        }
                    }
                }
                for (row, sums) in sums.iter().enumerate() {
                    for (half, sum) in sums.iter().enumerate() {
                        out[row * layer.outputs + at + half * LANES..][..LANES].copy_from_slice(sum);
                    }
                }
            }
        }
    }
}

#[inline(always)]
pub(super) fn best_class<const LANES: usize, const FUSED: bool>(
    upper: &Upper,
    bias: &[f32],
    features: &[&[f32]],
    mask: &[f32],
) -> usize {
    let mut state = [0.0; FEATURE];
    for feature in features {
        let feature: &[f32; FEATURE] = lanes(feature);
        for i in 0..FEATURE {
            state[i] += feature[i];
        }
    }
    let bias: &[f32; FEATURE] = lanes(bias);
    let hidden: [f32; HIDDEN] = array::from_fn(|i| (state[i] + bias[i]).max(state[HIDDEN + i] + bias[HIDDEN + i]));
    let (weights, bias): (&[f32], &[f32]) = (&upper.weights, &upper.bias);
    let (mut best, mut best_score) = (0, f32::NEG_INFINITY);
    for at in (0..upper.outputs).step_by(LANES) {
        let mut scores = [0.0; LANES];
        for (hidden, weights) in hidden.iter().zip(weights.chunks_exact(upper.outputs)) {
            add_product::<LANES, FUSED>(&mut scores, *hidden, lanes(&weights[at..]));
        }
        for lane in 0..LANES {
            let score = scores[lane] + bias[at + lane] + mask[at + lane];
            if score > best_score {
                (best, best_score) = (at + lane, score);
            }
        }
    }
    best
}
