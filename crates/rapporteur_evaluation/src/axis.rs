//! A text's letters and digits, as the axis on which two versions of it are compared.

use crate::align::Alignment;
use crate::letter::is_alnum;

/// A half-open stretch of letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Stretch {
    /// How many letters the two share.
    pub(crate) fn overlap(self, other: Self) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// The length of the smallest stretch around both.
    pub(crate) fn hull(self, other: Self) -> usize {
        self.end.max(other.end).saturating_sub(self.start.min(other.start))
    }

    pub(crate) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Two times what is shared, over the lengths of both.
    pub(crate) fn f1(self, other: Self) -> f64 {
        2.0 * self.overlap(other) as f64 / (self.len() + other.len()).max(1) as f64
    }

    /// What is shared, as a part of the hull.
    pub(crate) fn share(self, other: Self) -> f64 {
        self.overlap(other) as f64 / self.hull(other).max(1) as f64
    }
}

/// Places in a text, counted in its letters and digits alone: white space and markup do not matter.
#[derive(Debug)]
pub(crate) struct Axis {
    /// For each code point, and for the end, the letters and digits before it.
    rank: Vec<usize>,
    /// The letters and digits, lower-cased.
    key: Vec<char>,
}

impl Axis {
    pub(crate) fn new(text: &str) -> Self {
        let mut axis = Self { rank: Vec::with_capacity(text.len() + 1), key: Vec::with_capacity(text.len()) };
        let mut n_letters = 0;
        for c in text.chars() {
            axis.rank.push(n_letters);
            if is_alnum(c) {
                n_letters += 1;
                axis.key.extend(c.to_lowercase());
            }
        }
        axis.rank.push(n_letters);
        axis
    }

    /// A stretch from code points; what lies behind the end is at the end.
    pub(crate) fn stretch(&self, start: u32, end: u32) -> Stretch {
        let last = self.rank.len() - 1;
        Stretch { start: self.rank[(start as usize).min(last)], end: self.rank[(end as usize).min(last)] }
    }

    /// Aligns this axis to that of another version of the text.
    pub(crate) fn onto(&self, other: &Self) -> Alignment {
        Alignment::new(&self.key, &other.key)
    }
}
