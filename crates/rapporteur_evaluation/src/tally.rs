//! Counts that become figures.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// How many of so many are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    /// Those that are.
    pub right: usize,
    /// All that were judged.
    pub of: usize,
}

impl Share {
    /// The share of those that hold.
    pub fn of(judged: impl IntoIterator<Item = bool>) -> Self {
        let mut share = Self::default();
        judged.into_iter().for_each(|is_right| share.count(is_right));
        share
    }

    pub(crate) fn count(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.of += 1;
    }

    /// The share from 0 to 1; none where nothing was judged.
    pub fn ratio(self) -> Option<f64> {
        ratio(self.right as f64, self.of as f64)
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

/// What was found, against what was to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// In both.
    pub matched: usize,
    /// What the reader found.
    pub predicted: usize,
    /// What gold has.
    pub gold: usize,
}

impl Found {
    /// The share of what was found that is in gold.
    pub fn precision(self) -> Option<f64> {
        ratio(self.matched as f64, self.predicted as f64)
    }

    /// The share of gold that was found.
    pub fn recall(self) -> Option<f64> {
        ratio(self.matched as f64, self.gold as f64)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> Option<f64> {
        ratio(2.0 * self.matched as f64, (self.predicted + self.gold) as f64)
    }
}

impl AddAssign for Found {
    fn add_assign(&mut self, other: Self) {
        self.matched += other.matched;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

/// A quotient to four digits, half to even, as Python's `round` gives it; none over nothing.
pub(crate) fn ratio(a: f64, b: f64) -> Option<f64> {
    (b != 0.0).then(|| four_digits(a / b))
}

pub(crate) fn four_digits(x: f64) -> f64 {
    format!("{x:.4}").parse().expect("a printed number is a number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_four_digits() {
        assert_eq!(Found { matched: 2, predicted: 3, gold: 3 }.f1(), Some(0.6667));
        assert_eq!(Share::of([true, false]).ratio(), Some(0.5));
        assert_eq!(Share::default().ratio(), None);
        // A sixteenth of a half is exact, and so a tie.
        assert_eq!(ratio(1.0, 32.0), Some(0.0312));
    }
}
