//! The arithmetic, written once and compiled for several instruction sets.
//!
//! Every row is computed in the same order of additions wherever it stands, so a result depends neither on what else is
//! computed with it nor on the number of threads. Instruction sets differ in their last bits only.

#![expect(unsafe_code, reason = "instructions that a processor may lack are called once it was found to have them")]

mod body;

use crate::file::Floats;
use crate::spec::{FEATURE, PIECES, WIDTH};

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

/// Calls a kernel in the version for `$instructions`.
macro_rules! dispatch {
    ($instructions:expr, $name:ident $arguments:tt) => {
        match $instructions {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the value is only ever made where the processor was found to have these instructions.
            Instructions::Avx512 => unsafe { avx512::$name $arguments },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Instructions::Avx2 => unsafe { avx2::$name $arguments },
            #[cfg(target_arch = "aarch64")]
            // SAFETY: as above.
            Instructions::Neon => unsafe { neon::$name $arguments },
            _ => portable::$name $arguments,
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

    /// Writes `layer` of `rows` rows to `out`. Row `i` of the input is `layer.inputs` numbers from `i * stride` on.
    ///
    /// `rows` is a multiple of [`ROWS`].
    pub(crate) fn maxout(self, layer: &Maxout, input: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        check(rows, layer.inputs, stride, input, WIDTH, out);
        dispatch!(self.0, maxout(layer, input, stride, rows, out, false));
    }

    /// As [`Self::maxout`] over windows of three rows of [`WIDTH`], added to the row in the middle.
    pub(crate) fn window(self, layer: &Maxout, input: &[f32], rows: usize, out: &mut [f32]) {
        check(rows, 3 * WIDTH, WIDTH, input, WIDTH, out);
        dispatch!(self.0, maxout(layer, input, WIDTH, rows, out, true));
    }

    /// Writes `layer` of `rows` rows to `out`; `rows` is a multiple of [`ROWS`].
    pub(crate) fn linear(self, layer: &Linear, input: &[f32], rows: usize, out: &mut [f32]) {
        check(rows, layer.inputs, layer.inputs, input, layer.outputs, out);
        dispatch!(self.0, linear(layer, input, rows, out));
    }

    /// Scores the classes of a state that is the sum of `features`; invalid classes have a `mask` of minus infinity.
    ///
    /// Returns the best class, the first of equals.
    pub(crate) fn best_class(self, upper: &Upper, bias: &[f32], features: &[&[f32]], mask: &[f32]) -> usize {
        assert!(features.iter().all(|feature| feature.len() == FEATURE) && mask.len() == upper.outputs);
        dispatch!(self.0, best_class(upper, bias, features, mask))
    }
}

fn check(rows: usize, inputs: usize, stride: usize, input: &[f32], outputs: usize, out: &[f32]) {
    assert!(rows.is_multiple_of(ROWS) && out.len() >= rows * outputs);
    assert!(rows == 0 || input.len() >= (rows - 1) * stride + inputs);
}

/// One module of kernels.
macro_rules! kernels {
    ($(#[$module:meta])* $name:ident, [$($feature:meta)?], lanes $lanes:literal, rows $rows:literal, fused $fused:literal) => {
        $(#[$module])*
        mod $name {
            use super::{Linear, Maxout, Upper, body};

            $(#[$feature])?
            pub(super) fn maxout(layer: &Maxout, input: &[f32], stride: usize, rows: usize, out: &mut [f32], residual: bool) {
                body::maxout::<$lanes, $rows, $fused>(layer, input, stride, rows, out, residual);
            }

            $(#[$feature])?
            pub(super) fn linear(layer: &Linear, input: &[f32], rows: usize, out: &mut [f32]) {
                body::linear::<$lanes, $rows, $fused>(layer, input, rows, out);
            }

            $(#[$feature])?
            pub(super) fn best_class(upper: &Upper, bias: &[f32], features: &[&[f32]], mask: &[f32]) -> usize {
                body::best_class::<$lanes, $fused>(upper, bias, features, mask)
            }
        }
    };
}

kernels!(portable, [], lanes 4, rows 4, fused false);
kernels!(#[cfg(target_arch = "x86_64")] avx2, [target_feature(enable = "avx2,fma")], lanes 8, rows 4, fused true);
kernels!(#[cfg(target_arch = "x86_64")] avx512, [target_feature(enable = "avx512f")], lanes 16, rows 8, fused true);
kernels!(#[cfg(target_arch = "aarch64")] neon, [target_feature(enable = "neon")], lanes 4, rows 8, fused true);

/// The weights of a maxout layer hold together.
pub(crate) const fn maxout_sizes(inputs: usize) -> (usize, usize) {
    (WIDTH * PIECES * inputs, WIDTH * PIECES)
}
