//! The kernels' bodies, which every instruction set inlines for itself.
//!
//! All of them rely on what [`super::Kernels`] checks before: buffers are as large as the layers and the number of rows demand.

#![expect(
    clippy::inline_always,
    reason = "a body is compiled with the instructions of the function that it is inlined into"
)]

use std::array;

use super::vector::Vector;
use super::{LINEAR_BLOCK, Linear, MAXOUT_BLOCK, Maxout, Upper};
use crate::embeddings::{EMBEDDING, PART};
use crate::spec::{FEATURE, HIDDEN, PIECES, WIDTH};

/// What normalisation adds to the variance.
const EPSILON: f32 = 1e-8;

/// Numbers of an input for one step of a maxout block.
const MAXOUT_STEP: usize = PIECES * MAXOUT_BLOCK;

/// Inputs whose weights for a block of outputs stay in the fastest cache while a group of rows goes by.
const STRETCH: usize = WIDTH;
/// Rows of a group, a multiple of every number of rows that are computed together.
const GROUP: usize = 48;
/// Rows that are computed together where fewer than usual are left.
const REST: usize = 2;

/// A maxout layer: products, the best piece, normalisation and, for a residual, the row `WIDTH` further on.
///
/// Sums are set aside between stretches of inputs, which changes nothing: each is made in the order of the inputs.
///
/// # Safety
/// `V`'s instructions are there; the weights are those of `layer.inputs`, a multiple of [`STRETCH`]; `rows` is a multiple of
/// [`REST`]; row `i` of `input` is `layer.inputs` numbers from `i * STRIDE` on, at least `2 * WIDTH` for a residual; `out` takes
/// `rows * WIDTH` numbers.
#[inline(always)]
pub(super) unsafe fn maxout<
    V: Vector,
    const ROWS: usize,
    const GROUPS: usize,
    const VECTORS: usize,
    const STRIDE: usize,
    const RESIDUAL: bool,
>(
    layer: &Maxout,
    input: &[f32],
    rows: usize,
    out: &mut [f32],
) {
    let (gain, shift) = (layer.gain.as_ptr(), layer.shift.as_ptr());
    let stretches = layer.inputs / STRETCH;
    let (bias, _) = layer.bias.as_chunks::<MAXOUT_STEP>();
    let mut aside = [[0.0; MAXOUT_STEP]; GROUP];
    for start in (0..rows).step_by(GROUP) {
        let group = GROUP.min(rows - start);
        // SAFETY: the rows lie within the buffers, and each block within the weights, as the caller promises.
        unsafe {
            let input = input.as_ptr().add(start * STRIDE);
            let out = out.as_mut_ptr().add(start * WIDTH);
            for (block, bias) in bias.iter().enumerate() {
                aside[..group].fill(*bias);
                for stretch in 0..stretches {
                    let weights = layer.weights.as_ptr().add((block * stretches + stretch) * STRETCH * MAXOUT_STEP);
                    let input = input.add(stretch * STRETCH);
                    for part in (0..MAXOUT_STEP).step_by(GROUPS * V::COUNT) {
                        let weights = Weights { first: weights.add(part), step: MAXOUT_STEP, apart: V::COUNT };
                        let mut row = 0;
                        while row + ROWS <= group {
                            let sums = aside.as_mut_ptr().add(row).cast::<f32>().add(part);
                            accumulate::<V, ROWS, GROUPS, STRIDE>(sums, input.add(row * STRIDE), weights);
                            row += ROWS;
                        }
                        while row < group {
                            let sums = aside.as_mut_ptr().add(row).cast::<f32>().add(part);
                            accumulate::<V, REST, GROUPS, STRIDE>(sums, input.add(row * STRIDE), weights);
                            row += REST;
                        }
                    }
                }
                for (row, sums) in aside[..group].iter().enumerate() {
                    for part in (0..MAXOUT_BLOCK).step_by(V::COUNT) {
                        let piece = |piece: usize| V::load(sums.as_ptr().add(piece * MAXOUT_BLOCK + part));
                        let best = piece(0).max(piece(1)).max(piece(2));
                        best.store(out.add(row * WIDTH + block * MAXOUT_BLOCK + part));
                    }
                }
            }
            for row in 0..group {
                let own = if RESIDUAL { Some(input.add(row * STRIDE + WIDTH)) } else { None };
                normalise::<V, VECTORS>(gain, shift, out.add(row * WIDTH), own);
            }
        }
    }
}

/// Adds the products of a stretch of inputs to `sums`, whose rows are [`MAXOUT_STEP`] apart.
///
/// # Safety
/// `V`'s instructions are there, and the pointers allow what is described to be read and written.
#[inline(always)]
unsafe fn accumulate<V: Vector, const ROWS: usize, const GROUPS: usize, const STRIDE: usize>(
    sums: *mut f32,
    input: *const f32,
    weights: Weights,
) {
    // SAFETY: as the caller promises.
    unsafe {
        let at = |row: usize, group: usize| sums.add(row * MAXOUT_STEP + group * V::COUNT);
        let first = array::from_fn(|row| array::from_fn(|group| V::load(at(row, group))));
        let totals = products::<V, ROWS, GROUPS, STRIDE>(first, input, STRETCH, weights);
        for (row, totals) in totals.into_iter().enumerate() {
            for (group, total) in totals.into_iter().enumerate() {
                total.store(at(row, group));
            }
        }
    }
}

/// What rows add to a maxout layer over windows of three, as the first, second and third row.
///
/// # Safety
/// `V`'s instructions are there; the weights are those of a window; `rows` is 0 or at least `ROWS`; `input` holds
/// `rows * WIDTH` numbers and `out` takes `rows * 3 * PART`.
#[inline(always)]
pub(super) unsafe fn parts<V: Vector, const ROWS: usize, const GROUPS: usize>(
    layer: &Maxout,
    input: &[f32],
    rows: usize,
    out: &mut [f32],
) {
    const NO_BIAS: [f32; MAXOUT_STEP] = [0.0; MAXOUT_STEP];
    for third in 0..3 {
        for block in 0..WIDTH / MAXOUT_BLOCK {
            // SAFETY: the third and the block lie within the weights, the rows within the buffers, as the caller promises.
            unsafe {
                let bias = if third == 1 { layer.bias.as_ptr().add(block * MAXOUT_STEP) } else { NO_BIAS.as_ptr() };
                let weights = layer.weights.as_ptr().add((block * 3 + third) * WIDTH * MAXOUT_STEP);
                let out = out.as_mut_ptr().add(third * PART + block * MAXOUT_STEP);
                for part in (0..MAXOUT_STEP).step_by(GROUPS * V::COUNT) {
                    let weights = Weights { first: weights.add(part), step: MAXOUT_STEP, apart: V::COUNT };
                    let (bias, out) = (bias.add(part), out.add(part));
                    tiles::<V, ROWS, GROUPS, WIDTH>(bias, weights, input.as_ptr(), rows, out, 3 * PART);
                }
            }
        }
    }
}

/// A maxout layer over windows of three embeddings, from what [`parts`] computed of each, added to the vector in the middle.
///
/// # Safety
/// `V`'s instructions are there; each of `rows` is the place of an embedding; `out` takes `WIDTH` numbers for each of `rows` but
/// the first and the last.
#[inline(always)]
pub(super) unsafe fn first<V: Vector, const VECTORS: usize>(
    layer: &Maxout,
    embeddings: &[f32],
    rows: &[u32],
    out: &mut [f32],
) {
    let (gain, shift) = (layer.gain.as_ptr(), layer.shift.as_ptr());
    for (row, window) in rows.windows(3).enumerate() {
        // SAFETY: as the caller promises.
        unsafe {
            let embedding = |place: usize| embeddings.as_ptr().add(window[place] as usize * EMBEDDING);
            let (own, out) = (embedding(1), out.as_mut_ptr().add(row * WIDTH));
            let parts: [*const f32; 3] = array::from_fn(|third| embedding(third).add(WIDTH + third * PART));
            for block in 0..WIDTH / MAXOUT_BLOCK {
                for part in (0..MAXOUT_BLOCK).step_by(V::COUNT) {
                    let piece = |piece: usize| {
                        let at = block * MAXOUT_STEP + piece * MAXOUT_BLOCK + part;
                        let [before, own, after] = parts.map(|from| V::load(from.add(at)));
                        before.plus(own).plus(after)
                    };
                    piece(0).max(piece(1)).max(piece(2)).store(out.add(block * MAXOUT_BLOCK + part));
                }
            }
            normalise::<V, VECTORS>(gain, shift, out, Some(own));
        }
    }
}

/// Inputs of one turn of the innermost loop.
const UNROLLED: usize = 4;

/// Packed weights of a few vectors of outputs.
#[derive(Clone, Copy)]
struct Weights {
    first: *const f32,
    /// From one input to the next.
    step: usize,
    /// From one vector of outputs to the next.
    apart: usize,
}

/// `sums` and the products for `ROWS` rows, `STRIDE` apart, and `GROUPS` vectors of outputs.
///
/// # Safety
/// `V`'s instructions are there, and the pointers allow what is described to be read.
#[inline(always)]
unsafe fn products<V: Vector, const ROWS: usize, const GROUPS: usize, const STRIDE: usize>(
    mut sums: [[V; GROUPS]; ROWS],
    input: *const f32,
    inputs: usize,
    weights: Weights,
) -> [[V; GROUPS]; ROWS] {
    let Weights { first: mut weights, step, apart } = weights;
    // SAFETY: as the caller promises.
    unsafe {
        for k in (0..inputs).step_by(UNROLLED) {
            for k in k..k + UNROLLED {
                let weight: [V; GROUPS] = array::from_fn(|group| V::load(weights.add(group * apart)));
                for (row, sums) in sums.iter_mut().enumerate() {
                    let value = V::splat(*input.add(row * STRIDE + k));
                    for group in 0..GROUPS {
                        sums[group] = value.times_plus(weight[group], sums[group]);
                    }
                }
                weights = weights.add(step);
            }
        }
        sums
    }
}

/// Normalises a row where it lies, and adds the numbers at `own`, if any.
///
/// # Safety
/// `V`'s instructions are there; `VECTORS` of them make up a row; the pointers allow a row to be read, and `row` to be written.
#[inline(always)]
unsafe fn normalise<V: Vector, const VECTORS: usize>(
    gain: *const f32,
    shift: *const f32,
    row: *mut f32,
    own: Option<*const f32>,
) {
    #[expect(clippy::cast_precision_loss, reason = "96 is exact")]
    const COUNT: f32 = WIDTH as f32;
    // SAFETY: as the caller promises.
    unsafe {
        let at = |from: *const f32, i: usize| V::load(from.add(i * V::COUNT));
        let numbers: [V; VECTORS] = array::from_fn(|i| at(row, i));
        let mean = V::splat(-sum(numbers).total() / COUNT);
        let centred: [V; VECTORS] = array::from_fn(|i| numbers[i].plus(mean));
        let squares: [V; VECTORS] = array::from_fn(|i| centred[i].times(centred[i]));
        let scale = V::splat(1.0 / (sum(squares).total() / COUNT + EPSILON).sqrt());
        for (i, centred) in centred.into_iter().enumerate() {
            let normal = centred.times(scale).times_plus(at(gain, i), at(shift, i));
            let result = own.map_or(normal, |own| normal.plus(at(own, i)));
            result.store(row.add(i * V::COUNT));
        }
    }
}

/// # Safety
/// `V`'s instructions are there.
#[inline(always)]
unsafe fn sum<V: Vector, const VECTORS: usize>(row: [V; VECTORS]) -> V {
    let mut sum = row[0];
    for part in &row[1..] {
        // SAFETY: as the caller promises.
        sum = unsafe { sum.plus(*part) };
    }
    sum
}

/// A linear layer of `INPUTS` inputs, `ROWS` rows at a time.
///
/// # Safety
/// `V`'s instructions are there; the weights are those of the layer's sizes; `rows` is 0 or at least `ROWS`; `input` holds
/// `rows * INPUTS` numbers and `out` takes `rows * layer.outputs`.
#[inline(always)]
pub(super) unsafe fn linear<V: Vector, const ROWS: usize, const GROUPS: usize, const INPUTS: usize>(
    layer: &Linear,
    input: &[f32],
    rows: usize,
    out: &mut [f32],
) {
    let (weights, bias) = (layer.weights.as_ptr(), layer.bias.as_ptr());
    for block in 0..layer.outputs / LINEAR_BLOCK {
        for part in (0..LINEAR_BLOCK).step_by(GROUPS * V::COUNT) {
            let at = block * LINEAR_BLOCK + part;
            // SAFETY: the rows lie within the buffers, and each block within the weights, as the caller promises.
            unsafe {
                let first = weights.add(block * INPUTS * LINEAR_BLOCK + part);
                let weights = Weights { first, step: LINEAR_BLOCK, apart: V::COUNT };
                let (bias, out) = (bias.add(at), out.as_mut_ptr().add(at));
                tiles::<V, ROWS, GROUPS, INPUTS>(bias, weights, input.as_ptr(), rows, out, layer.outputs);
            }
        }
    }
}

/// The sums of products for all rows and `GROUPS` vectors of outputs, `apart` numbers from one row of `out` to the next.
///
/// # Safety
/// `V`'s instructions are there; `rows` is 0 or at least `ROWS`; the pointers allow what is described to be read and written.
#[inline(always)]
unsafe fn tiles<V: Vector, const ROWS: usize, const GROUPS: usize, const INPUTS: usize>(
    bias: *const f32,
    weights: Weights,
    input: *const f32,
    rows: usize,
    out: *mut f32,
    apart: usize,
) {
    // SAFETY: as the caller promises.
    unsafe {
        let bias = array::from_fn(|group| V::load(bias.add(group * V::COUNT)));
        for tile in (0..rows).step_by(ROWS) {
            // Where the rows do not come out even, the last are computed twice.
            let tile = tile.min(rows - ROWS);
            let sums = products::<V, ROWS, GROUPS, INPUTS>([bias; ROWS], input.add(tile * INPUTS), INPUTS, weights);
            for (row, sums) in sums.into_iter().enumerate() {
                for (group, sum) in sums.into_iter().enumerate() {
                    sum.store(out.add((tile + row) * apart + group * V::COUNT));
                }
            }
        }
    }
}

/// The best class of a state: features summed, the larger piece of each unit, scores, the first of the best.
///
/// # Safety
/// `V`'s instructions are there; the weights and the mask have `upper.outputs` columns; bias and features are [`FEATURE`] long.
#[inline(always)]
pub(super) unsafe fn best_class<V: Vector>(upper: &Upper, bias: &[f32], features: &[&[f32]], mask: &[f32]) -> usize {
    let mut hidden = [0.0; HIDDEN];
    // SAFETY: as the caller promises.
    unsafe {
        for at in (0..HIDDEN).step_by(V::COUNT) {
            let (mut first, mut second) = (V::splat(0.0), V::splat(0.0));
            for feature in features {
                first = first.plus(V::load(feature.as_ptr().add(at)));
                second = second.plus(V::load(feature.as_ptr().add(HIDDEN + at)));
            }
            first = first.plus(V::load(bias.as_ptr().add(at)));
            second = second.plus(V::load(bias.as_ptr().add(HIDDEN + at)));
            first.max(second).store(hidden.as_mut_ptr().add(at));
        }
    }
    let mut best = (0, f32::NEG_INFINITY);
    let mut at = 0;
    while at < upper.outputs {
        // SAFETY: as the caller promises.
        unsafe {
            at += match (upper.outputs - at) / V::COUNT {
                5 => score::<V, 5>(upper, &hidden, mask, at, &mut best),
                10..14 => score::<V, 10>(upper, &hidden, mask, at, &mut best),
                14.. => score::<V, 14>(upper, &hidden, mask, at, &mut best),
                7.. => score::<V, 7>(upper, &hidden, mask, at, &mut best),
                3 | 4 | 6 => score::<V, 3>(upper, &hidden, mask, at, &mut best),
                _ => score::<V, 1>(upper, &hidden, mask, at, &mut best),
            };
        }
    }
    best.0
}

/// Scores `GROUPS` vectors of classes from `at` on; returns their number.
///
/// # Safety
/// `V`'s instructions are there, and there are so many classes.
#[inline(always)]
unsafe fn score<V: Vector, const GROUPS: usize>(
    upper: &Upper,
    hidden: &[f32; HIDDEN],
    mask: &[f32],
    at: usize,
    best: &mut (usize, f32),
) -> usize {
    // SAFETY: as the caller promises.
    unsafe {
        let weights = upper.weights.as_ptr().add(at);
        let mut sums = [V::splat(0.0); GROUPS];
        for (unit, &value) in hidden.iter().enumerate() {
            let value = V::splat(value);
            for (group, sum) in sums.iter_mut().enumerate() {
                *sum = value.times_plus(V::load(weights.add(unit * upper.outputs + group * V::COUNT)), *sum);
            }
        }
        let mut largest = V::splat(f32::NEG_INFINITY);
        for (group, sum) in sums.iter_mut().enumerate() {
            let at = at + group * V::COUNT;
            *sum = sum.plus(V::load(upper.bias.as_ptr().add(at))).plus(V::load(mask.as_ptr().add(at)));
            largest = largest.max(*sum);
        }
        let largest = largest.largest();
        if largest > best.1 {
            for (group, sum) in sums.into_iter().enumerate() {
                let equal = sum.equals(largest);
                if equal != 0 {
                    *best = (at + group * V::COUNT + equal.trailing_zeros() as usize, largest);
                    break;
                }
            }
        }
    }
    GROUPS * V::COUNT
}

/// The numbers of a feature are two pieces.
const _: () = assert!(FEATURE == 2 * HIDDEN);
