//! The arithmetic, written once and compiled for several instruction sets.
//!
//! Every row is computed in the same order of additions wherever it stands, so a result depends neither on what else is
//! computed with it nor on the number of threads. Instruction sets differ in their last bits only.

#![expect(unsafe_code, reason = "instructions that a processor may lack are called once it was found to have them")]
#![expect(
    clippy::inline_always,
    reason = "a body is compiled with the instructions of the function that it is inlined into"
)]

mod body;
mod vector;

use crate::embeddings::{EMBEDDING, MIX_STRIDE, PART};
use crate::file::Floats;
use crate::spec::{FEATURE, HIDDEN, PIECES, WIDTH};

/// Outputs that a block of a packed maxout layer holds.
pub(crate) const MAXOUT_BLOCK: usize = 16;
/// Outputs that a block of a packed linear layer holds.
pub(crate) const LINEAR_BLOCK: usize = 32;
/// Rows that are computed together; buffers hold a multiple of it.
pub(crate) const ROWS: usize = 8;

/// The number of outputs, rounded up to whole vectors.
pub(crate) const fn padded(outputs: usize) -> usize {
    outputs.next_multiple_of(16)
}

/// A set of instructions that the kernels are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instructions {
    /// What every processor of the target has.
    Portable,
    /// AVX2 with fused multiply-add, on x86-64.
    Avx2,
    /// AVX-512F, on x86-64.
    Avx512,
    /// NEON, on `AArch64`.
    Neon,
}

impl Instructions {
    /// Those that this processor can run, the fastest first.
    pub fn available() -> Vec<Self> {
        let mut available = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                available.push(Self::Avx512);
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                available.push(Self::Avx2);
            }
        }
        #[cfg(target_arch = "aarch64")]
        if std::arch::is_aarch64_feature_detected!("neon") {
            available.push(Self::Neon);
        }
        available.push(Self::Portable);
        available
    }
}

/// A maxout layer with its normalisation.
#[derive(Debug)]
pub(crate) struct Maxout {
    pub(crate) inputs: usize,
    /// `[WIDTH / MAXOUT_BLOCK][inputs][PIECES][MAXOUT_BLOCK]`.
    pub(crate) weights: Floats,
    /// `[WIDTH / MAXOUT_BLOCK][PIECES][MAXOUT_BLOCK]`.
    pub(crate) bias: Floats,
    pub(crate) gain: Floats,
    pub(crate) shift: Floats,
}

/// A linear layer.
#[derive(Debug)]
pub(crate) struct Linear {
    pub(crate) inputs: usize,
    /// A multiple of [`LINEAR_BLOCK`].
    pub(crate) outputs: usize,
    /// `[outputs / LINEAR_BLOCK][inputs][LINEAR_BLOCK]`.
    pub(crate) weights: Floats,
    pub(crate) bias: Floats,
}

/// The output layer of a transition system.
#[derive(Debug)]
pub(crate) struct Upper {
    /// A multiple of 16.
    pub(crate) outputs: usize,
    /// `[HIDDEN][outputs]`.
    pub(crate) weights: Floats,
    pub(crate) bias: Floats,
}

/// Calls a kernel in the version for `$instructions`, whose buffers were checked.
macro_rules! dispatch {
    ($instructions:expr, $name:ident $arguments:tt) => {
        // SAFETY: [`Kernels`] names only instructions that the processor was found to have; the sizes of all buffers were
        // checked just before.
        unsafe {
            match $instructions {
                #[cfg(target_arch = "x86_64")]
                Instructions::Avx512 => avx512::$name $arguments,
                #[cfg(target_arch = "x86_64")]
                Instructions::Avx2 => avx2::$name $arguments,
                #[cfg(target_arch = "aarch64")]
                Instructions::Neon => neon::$name $arguments,
                _ => portable::$name $arguments,
            }
        }
    };
}

/// The kernels for one set of instructions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kernels(Instructions);

impl Kernels {
    /// The fastest kernels of this processor.
    pub(crate) fn fastest() -> Self {
        Self(Instructions::available()[0])
    }

    /// Those for `instructions`, if the processor has them.
    pub(crate) fn new(instructions: Instructions) -> Option<Self> {
        Instructions::available().contains(&instructions).then_some(Self(instructions))
    }

    pub(crate) fn instructions(self) -> Instructions {
        self.0
    }

    /// Writes the mixing layer of `rows` rows, each [`MIX_STRIDE`] after the one before, to `out`.
    ///
    /// Here and below, `rows` is a multiple of [`ROWS`].
    pub(crate) fn mix(self, layer: &Maxout, input: &[f32], rows: usize, out: &mut [f32]) {
        check_maxout(layer, layer.inputs, input, MIX_STRIDE, rows, out);
        dispatch!(self.0, mix(layer, input, rows, out));
    }

    /// Writes what each row of `input` adds to `layer` as the first, second and third row of a window, before the best piece is
    /// taken; the bias goes with the second.
    pub(crate) fn parts(self, layer: &Maxout, input: &[f32], rows: usize, out: &mut [f32]) {
        check_weights(layer, 3 * WIDTH);
        assert!(rows.is_multiple_of(ROWS) && input.len() >= rows * WIDTH && out.len() >= rows * 3 * PART);
        dispatch!(self.0, parts(layer, input, rows, out));
    }

    /// Writes `layer` of windows of three embeddings, added to the vector in the middle, from what [`Self::parts`] computed.
    ///
    /// `rows` are places among the `embeddings`; there is one window less on either side.
    pub(crate) fn first(self, layer: &Maxout, embeddings: &[f32], rows: &[u32], out: &mut [f32]) {
        check_weights(layer, 3 * WIDTH);
        let known = embeddings.len() / EMBEDDING;
        assert!(rows.iter().all(|&row| (row as usize) < known) && out.len() >= rows.len().saturating_sub(2) * WIDTH);
        dispatch!(self.0, first(layer, embeddings, rows, out));
    }

    /// Writes `layer` of windows of three rows of [`WIDTH`], added to the row in the middle, to `out`.
    pub(crate) fn window(self, layer: &Maxout, input: &[f32], rows: usize, out: &mut [f32]) {
        check_maxout(layer, 3 * WIDTH, input, WIDTH, rows, out);
        dispatch!(self.0, window(layer, input, rows, out));
    }

    /// Writes `layer` of `rows` rows to `out`.
    pub(crate) fn linear(self, layer: &Linear, input: &[f32], rows: usize, out: &mut [f32]) {
        let Linear { inputs, outputs, ref weights, ref bias } = *layer;
        assert!(weights.len() == inputs * outputs && bias.len() == outputs && outputs.is_multiple_of(LINEAR_BLOCK));
        assert!(matches!(inputs, WIDTH | HIDDEN) && rows.is_multiple_of(ROWS));
        assert!(input.len() >= rows * inputs && out.len() >= rows * outputs);
        dispatch!(self.0, linear(layer, input, rows, out));
    }

    /// Scores the classes of a state that is the sum of `features`; invalid classes have a `mask` of minus infinity.
    ///
    /// Returns the best class, the first of equals.
    pub(crate) fn best_class(self, upper: &Upper, bias: &[f32], features: &[&[f32]], mask: &[f32]) -> usize {
        let Upper { outputs, weights, bias: upper_bias } = upper;
        assert!(weights.len() == HIDDEN * outputs && upper_bias.len() == *outputs && mask.len() == *outputs);
        assert!(
            outputs.is_multiple_of(16)
                && bias.len() == FEATURE
                && features.iter().all(|feature| feature.len() == FEATURE)
        );
        dispatch!(self.0, best_class(upper, bias, features, mask))
    }
}

fn check_weights(layer: &Maxout, inputs: usize) {
    let (weights, bias) = maxout_sizes(inputs);
    assert!(layer.inputs == inputs && layer.weights.len() == weights && layer.bias.len() == bias);
    assert!(layer.gain.len() == WIDTH && layer.shift.len() == WIDTH);
}

fn check_maxout(layer: &Maxout, inputs: usize, input: &[f32], stride: usize, rows: usize, out: &[f32]) {
    check_weights(layer, inputs);
    assert!(rows.is_multiple_of(ROWS) && out.len() >= rows * WIDTH);
    assert!(rows == 0 || input.len() >= (rows - 1) * stride + inputs);
}

/// One module of kernels.
macro_rules! kernels {
    ($(#[$module:meta])* $name:ident, [$($feature:meta)?], $vector:ty, vectors $vectors:literal, tile $rows:literal x $groups:literal,
     linear $linear:literal) => {
        $(#[$module])*
        mod $name {
            use super::{HIDDEN, Linear, MIX_STRIDE, Maxout, Upper, WIDTH, body};

            /// # Safety
            /// See [`body::maxout`].
            $(#[$feature])?
            pub(super) unsafe fn mix(layer: &Maxout, input: &[f32], rows: usize, out: &mut [f32]) {
                // SAFETY: the same as the caller's.
                unsafe { body::maxout::<$vector, $rows, $groups, $vectors, MIX_STRIDE, false>(layer, input, rows, out) }
            }

            /// # Safety
            /// See [`body::maxout`].
            $(#[$feature])?
            pub(super) unsafe fn window(layer: &Maxout, input: &[f32], rows: usize, out: &mut [f32]) {
                // SAFETY: the same as the caller's.
                unsafe { body::maxout::<$vector, $rows, $groups, $vectors, WIDTH, true>(layer, input, rows, out) }
            }

            /// # Safety
            /// See [`body::parts`].
            $(#[$feature])?
            pub(super) unsafe fn parts(layer: &Maxout, input: &[f32], rows: usize, out: &mut [f32]) {
                // SAFETY: the same as the caller's.
                unsafe { body::parts::<$vector, $rows, $groups>(layer, input, rows, out) }
            }

            /// # Safety
            /// See [`body::first`].
            $(#[$feature])?
            pub(super) unsafe fn first(layer: &Maxout, embeddings: &[f32], rows: &[u32], out: &mut [f32]) {
                // SAFETY: the same as the caller's.
                unsafe { body::first::<$vector, $vectors>(layer, embeddings, rows, out) }
            }

            /// # Safety
            /// See [`body::linear`].
            $(#[$feature])?
            pub(super) unsafe fn linear(layer: &Linear, input: &[f32], rows: usize, out: &mut [f32]) {
                // SAFETY: the same as the caller's.
                unsafe {
                    if layer.inputs == WIDTH {
                        body::linear::<$vector, $rows, $linear, WIDTH>(layer, input, rows, out);
                    } else {
                        body::linear::<$vector, $rows, $linear, HIDDEN>(layer, input, rows, out);
                    }
                }
            }

            /// # Safety
            /// See [`body::best_class`].
            $(#[$feature])?
            pub(super) unsafe fn best_class(upper: &Upper, bias: &[f32], features: &[&[f32]], mask: &[f32]) -> usize {
                // SAFETY: the same as the caller's.
                unsafe { body::best_class::<$vector>(upper, bias, features, mask) }
            }
        }
    };
}

kernels!(portable, [], super::vector::Four<false>, vectors 24, tile 6 x 2, linear 2);
kernels!(
    #[cfg(target_arch = "x86_64")] avx2, [target_feature(enable = "avx2,fma")],
    std::arch::x86_64::__m256, vectors 12, tile 6 x 2, linear 2
);
kernels!(
    #[cfg(target_arch = "x86_64")] avx512, [target_feature(enable = "avx512f")],
    std::arch::x86_64::__m512, vectors 6, tile 8 x 3, linear 2
);
kernels!(
    #[cfg(target_arch = "aarch64")] neon, [target_feature(enable = "neon")],
    super::vector::Four<true>, vectors 24, tile 8 x 3, linear 2
);

/// The weights of a maxout layer hold together.
pub(crate) const fn maxout_sizes(inputs: usize) -> (usize, usize) {
    (WIDTH * PIECES * inputs, WIDTH * PIECES)
}
