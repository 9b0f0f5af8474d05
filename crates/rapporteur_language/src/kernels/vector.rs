//! A few numbers that one instruction works on.

/// A vector register.
///
/// # Safety
/// The methods may only run on a processor with the instructions of the type, which is what the callers in
/// [`super`] see to; they must be inlined into functions that are compiled for these instructions. Pointers must allow
/// [`Self::COUNT`] numbers to be read or written; they need not be aligned.
pub(super) trait Vector: Copy {
    /// Numbers in a register.
    const COUNT: usize;

    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn store(self, to: *mut f32);
    unsafe fn plus(self, other: Self) -> Self;
    unsafe fn times(self, other: Self) -> Self;
    /// `self * factor + sum`.
    unsafe fn times_plus(self, factor: Self, sum: Self) -> Self;
    unsafe fn max(self, other: Self) -> Self;
    /// The sum of the numbers.
    unsafe fn total(self) -> f32;
    /// The largest of the numbers.
    unsafe fn largest(self) -> f32;
    /// A bit for each number that equals `value`, the first one lowest.
    unsafe fn equals(self, value: f32) -> u32;
}

/// Four numbers as any processor works on them; with `FUSED`, products are not rounded before they are added.
#[derive(Clone, Copy)]
pub(super) struct Four<const FUSED: bool>([f32; 4]);

impl<const FUSED: bool> Four<FUSED> {
    #[inline(always)]
    fn zip(self, other: Self, join: impl Fn(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|i| join(self.0[i], other.0[i])))
    }
}

impl<const FUSED: bool> Vector for Four<FUSED> {
    const COUNT: usize = 4;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Self([value; 4])
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller allows four numbers to be read; arrays of numbers have their alignment.
        Self(unsafe { from.cast::<[f32; 4]>().read() })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller allows four numbers to be written; arrays of numbers have their alignment.
        unsafe { to.cast::<[f32; 4]>().write(self.0) }
    }

    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }

    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }

    #[inline(always)]
    unsafe fn times_plus(self, factor: Self, sum: Self) -> Self {
        Self(std::array::from_fn(|i| {
            if FUSED { self.0[i].mul_add(factor.0[i], sum.0[i]) } else { self.0[i] * factor.0[i] + sum.0[i] }
        }))
    }

    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    unsafe fn total(self) -> f32 {
        (self.0[0] + self.0[2]) + (self.0[1] + self.0[3])
    }

    #[inline(always)]
    unsafe fn largest(self) -> f32 {
        self.0.into_iter().fold(f32::NEG_INFINITY, f32::max)
    }

    #[inline(always)]
    unsafe fn equals(self, value: f32) -> u32 {
        (0..4).fold(0, |bits, i| bits | u32::from(self.0[i].total_cmp(&value).is_eq()) << i)
    }
}

/// Implements [`Vector`] with the intrinsics of one register type.
#[cfg(target_arch = "x86_64")]
macro_rules! intrinsics {
    ($type:ty, $count:literal, $splat:ident, $load:ident, $store:ident, $plus:ident, $times:ident, $times_plus:ident, $max:ident,
     total($total:ident) $total_body:expr, largest($largest:ident) $largest_body:expr, equals($left:ident, $right:ident) $equals:expr) => {
        impl Vector for $type {
            const COUNT: usize = $count;

            #[inline(always)]
            unsafe fn splat(value: f32) -> Self {
                // SAFETY: the caller has the instructions.
                unsafe { $splat(value) }
            }

            #[inline(always)]
            unsafe fn load(from: *const f32) -> Self {
                // SAFETY: the caller has the instructions and may read so many numbers.
                unsafe { $load(from) }
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut f32) {
                // SAFETY: the caller has the instructions and may write so many numbers.
                unsafe { $store(to, self) }
            }

            #[inline(always)]
            unsafe fn plus(self, other: Self) -> Self {
                // SAFETY: the caller has the instructions.
                unsafe { $plus(self, other) }
            }

            #[inline(always)]
            unsafe fn times(self, other: Self) -> Self {
                // SAFETY: the caller has the instructions.
                unsafe { $times(self, other) }
            }

            #[inline(always)]
            unsafe fn times_plus(self, factor: Self, sum: Self) -> Self {
                // SAFETY: the caller has the instructions.
                unsafe { $times_plus(self, factor, sum) }
            }

            #[inline(always)]
            unsafe fn max(self, other: Self) -> Self {
                // SAFETY: the caller has the instructions.
                unsafe { $max(self, other) }
            }

            #[inline(always)]
            unsafe fn total(self) -> f32 {
                let $total = self;
                // SAFETY: the caller has the instructions.
                unsafe { $total_body }
            }

            #[inline(always)]
            unsafe fn largest(self) -> f32 {
                let $largest = self;
                // SAFETY: the caller has the instructions.
                unsafe { $largest_body }
            }

            #[inline(always)]
            unsafe fn equals(self, value: f32) -> u32 {
                let $left = self;
                // SAFETY: the caller has the instructions.
                unsafe {
                    let $right = $splat(value);
                    $equals
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256, __m512, _CMP_EQ_OQ, _mm_add_ps, _mm_add_ss, _mm_cvtss_f32, _mm_max_ps, _mm_max_ss, _mm_movehl_ps,
        _mm_shuffle_ps, _mm256_add_ps, _mm256_castps256_ps128, _mm256_cmp_ps, _mm256_extractf128_ps, _mm256_fmadd_ps,
        _mm256_loadu_ps, _mm256_max_ps, _mm256_movemask_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_storeu_ps,
        _mm512_add_ps, _mm512_cmp_ps_mask, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_max_ps, _mm512_mul_ps,
        _mm512_reduce_add_ps, _mm512_reduce_max_ps, _mm512_set1_ps, _mm512_storeu_ps,
    };

    use super::Vector;

    intrinsics!(
        __m512, 16, _mm512_set1_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_add_ps, _mm512_mul_ps, _mm512_fmadd_ps,
        _mm512_max_ps,
        total(v) _mm512_reduce_add_ps(v),
        largest(v) _mm512_reduce_max_ps(v),
        equals(a, b) u32::from(_mm512_cmp_ps_mask::<_CMP_EQ_OQ>(a, b))
    );

    intrinsics!(
        __m256, 8, _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_add_ps, _mm256_mul_ps, _mm256_fmadd_ps,
        _mm256_max_ps,
        total(v) {
            let half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps::<1>(v));
            let quarter = _mm_add_ps(half, _mm_movehl_ps(half, half));
            _mm_cvtss_f32(_mm_add_ss(quarter, _mm_shuffle_ps::<1>(quarter, quarter)))
        },
        largest(v) {
            let half = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps::<1>(v));
            let quarter = _mm_max_ps(half, _mm_movehl_ps(half, half));
            _mm_cvtss_f32(_mm_max_ss(quarter, _mm_shuffle_ps::<1>(quarter, quarter)))
        },
        equals(a, b) _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_EQ_OQ>(a, b)).cast_unsigned()
    );
}
