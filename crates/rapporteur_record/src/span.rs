//! Where words stand in a text.

use serde::{Deserialize, Serialize};

/// A stretch of one text in UTF-8 **bytes**, half-open. Every stage counts in these; only a finished record
/// counts in code points (see [`Quote`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; an end before the start is taken as an empty span at `start`.
    ///
    /// # Panics
    /// Where an offset does not fit 32 bits: sources are refused above 4 GiB long before.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).expect("texts are under 4 GiB");
        let end = u32::try_from(end).expect("texts are under 4 GiB");
        Self { start, end: end.max(start) }
    }

    /// The same bounds as a range, to index a text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span around both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch, `by` bytes further on.
    #[must_use]
    pub fn shift(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// A stretch of `document.text` with its words: what every item of a record is pinned to.
///
/// Offsets are Unicode **code points**, half-open, as the W3C Web Annotation model's `TextPositionSelector`
/// counts; `text[start..end]` is always exactly `quote`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Quote {
    /// The first code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words themselves.
    pub quote: String,
}

/// Turns byte spans of one text into [`Quote`]s.
///
/// Texts that are all ASCII cost nothing; others keep one code-point count per 64 bytes.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`; empty where the text is ASCII.
    before: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Indexes a text.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut n_code_points = 0;
            for (at, byte) in text.bytes().enumerate() {
                if at % STRIDE == 0 {
                    before.push(n_code_points);
                }
                n_code_points += u32::from(starts_code_point(byte));
            }
            before.push(n_code_points);
        }
        Self { text, before }
    }

    /// The code points before a byte offset.
    pub fn at(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if self.before.is_empty() {
            return u32::try_from(byte).unwrap_or(u32::MAX);
        }
        let slot = byte / STRIDE;
        let since = self.text.as_bytes()[slot * STRIDE..byte].iter().filter(|&&b| starts_code_point(b)).count();
        self.before[slot] + u32::try_from(since).unwrap_or(0)
    }

    /// A span with its words. The span must lie on character boundaries of the indexed text.
    ///
    /// # Panics
    /// Where it does not: spans come from tokens of the same text.
    pub fn quote(&self, span: Span) -> Quote {
        Quote {
            start: self.at(span.start as usize),
            end: self.at(span.end as usize),
            quote: self.text[span.range()].to_owned(),
        }
    }
}

/// Whether a byte begins a code point of UTF-8.
fn starts_code_point(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(text: &str, quote: &Quote) -> String {
        text.chars().skip(quote.start as usize).take((quote.end - quote.start) as usize).collect()
    }

    #[test]
    fn quotes_count_code_points() {
        let text = "“Köln” and ".repeat(40) + "Zürich";
        let index = CodePoints::new(&text);
        for needle in ["Köln", "Zürich", "and"] {
            for (at, found) in text.match_indices(needle) {
                let quote = index.quote(Span::new(at, at + found.len()));
                assert_eq!(slice(&text, &quote), needle);
            }
        }
        assert_eq!(index.at(text.len()), u32::try_from(text.chars().count()).unwrap());
    }

    #[test]
    fn spans_cover_and_overlap() {
        let (a, b) = (Span::new(2, 5), Span::new(5, 9));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(2, 9));
        assert!(a.cover(b).contains(a));
        assert!(Span::new(4, 1).is_empty());
    }
}
