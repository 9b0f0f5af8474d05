//! From a text back to the bytes that it comes from.

use std::ops::Range;

use rapporteur_record::Span;

/// The way from bytes of a document's text to bytes of its source.
///
/// Both grow together, so a stretch of text comes from one stretch of the source, which may hold more than the
/// text: markup, line ends, the longer spelling of a character. Look-up is logarithmic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    /// Text to decoded source, in the order of both.
    pieces: Vec<Piece>,
    /// Decoded source to bytes of the source.
    units: Units,
}

/// A stretch of text and where it stands in the decoded source. Where both are of one length, each byte stands for
/// itself; else the whole stands for the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: u32,
    pub(crate) text_len: u32,
    pub(crate) source: u32,
    pub(crate) source_len: u32,
}

/// Runs of characters that are alike in their length in UTF-8 and in the source's encoding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Units(Vec<Unit>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    decoded: u32,
    source: u32,
    decoded_len: u32,
    source_len: u32,
    /// How many characters the run holds.
    n: u32,
}

impl SourceMap {
    pub(crate) fn new(pieces: Vec<Piece>, units: Units) -> Self {
        Self { pieces, units }
    }

    /// The bytes of the source that a stretch of the text comes from. Blanks and line ends that join lines come from
    /// what stands between them.
    pub fn source_range(&self, span: Span) -> Range<usize> {
        let decoded = self.decoded_range(span);
        self.units.source_at(decoded.start, false)..self.units.source_at(decoded.end, true)
    }

    fn decoded_range(&self, span: Span) -> Range<usize> {
        let start = self.decoded_start(span.start);
        if span.is_empty() {
            return start..start;
        }
        let last = span.end - 1;
        let end = match self.piece_before(last) {
            Some(piece) if last < piece.text + piece.text_len => piece.source_end(span.end),
            // Inside a joint: up to the next piece.
            _ => self.decoded_start(span.end),
        };
        start..end.max(start)
    }

    /// Where the byte at `text` begins in the decoded source. A byte of a joint begins where the piece before ends,
    /// or where the next one begins if both come from the same characters.
    fn decoded_start(&self, text: u32) -> usize {
        let after = self.pieces.partition_point(|piece| piece.text <= text);
        let next = self.pieces.get(after).map(|piece| piece.source);
        let Some(piece) = after.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return next.unwrap_or(0) as usize;
        };
        let start = if text >= piece.text + piece.text_len {
            (piece.source + piece.source_len).min(next.unwrap_or(u32::MAX))
        } else if piece.is_verbatim() {
            piece.source + (text - piece.text)
        } else {
            piece.source
        };
        start as usize
    }

    fn piece_before(&self, text: u32) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.text <= text);
        self.pieces.get(after.checked_sub(1)?)
    }
}

impl Piece {
    /// Whether `next` follows directly on both sides and both are verbatim.
    pub(crate) fn goes_on_with(&self, next: &Self) -> bool {
        self.is_verbatim()
            && next.is_verbatim()
            && self.text + self.text_len == next.text
            && self.source + self.source_len == next.source
    }

    fn is_verbatim(&self) -> bool {
        self.text_len == self.source_len
    }

    fn source_end(&self, text_end: u32) -> usize {
        let len = if self.is_verbatim() { text_end - self.text } else { self.source_len };
        (self.source + len) as usize
    }
}

impl Units {
    /// Adds `n` characters of one kind; `decoded_len` and `source_len` are bytes of one of them.
    pub(crate) fn push(&mut self, n: usize, decoded_len: usize, source_len: usize) {
        let (n, decoded_len, source_len) = (narrow(n), narrow(decoded_len), narrow(source_len));
        let (decoded, source) = self.end();
        match self.0.last_mut() {
            Some(last) if last.decoded_len == decoded_len && last.source_len == source_len => last.n += n,
            _ => self.0.push(Unit { decoded, source, decoded_len, source_len, n }),
        }
    }

    fn end(&self) -> (u32, u32) {
        self.0.last().map_or((0, 0), |u| (u.decoded + u.n * u.decoded_len, u.source + u.n * u.source_len))
    }

    /// Where a byte of the decoded source stands in the source. Inside a character it is the character's start, or
    /// its end with `round_up`.
    fn source_at(&self, decoded: usize, round_up: bool) -> usize {
        let after = self.0.partition_point(|unit| unit.decoded as usize <= decoded);
        let Some(unit) = after.checked_sub(1).and_then(|at| self.0.get(at)) else { return 0 };
        let within = (decoded - unit.decoded as usize).min(unit.n as usize * unit.decoded_len as usize);
        if unit.decoded_len == 0 {
            return unit.source as usize + if round_up { 0 } else { unit.n as usize * unit.source_len as usize };
        }
        let (whole, part) = (within / unit.decoded_len as usize, within % unit.decoded_len as usize);
        let verbatim = unit.decoded_len == unit.source_len;
        let inside = match (part, verbatim) {
            (0, _) => 0,
            (part, true) => part,
            (_, false) if round_up => unit.source_len as usize,
            _ => 0,
        };
        unit.source as usize + whole * unit.source_len as usize + inside
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).expect("sources are under 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(runs: &[(usize, usize, usize)]) -> Units {
        let mut units = Units::default();
        for &(n, decoded, source) in runs {
            units.push(n, decoded, source);
        }
        units
    }

    #[test]
    fn a_byte_order_mark_moves_everything() {
        let map = SourceMap::new(
            vec![Piece { text: 0, text_len: 5, source: 0, source_len: 5 }],
            units(&[(1, 0, 3), (5, 1, 1)]),
        );
        assert_eq!(map.source_range(Span::new(0, 5)), 3..8);
        assert_eq!(map.source_range(Span::new(2, 3)), 5..6);
    }

    #[test]
    fn wide_and_narrow_characters() {
        // "aé" in UTF-16 after its mark: two bytes each, one and two in UTF-8.
        let units = units(&[(1, 0, 2), (1, 1, 2), (1, 2, 2)]);
        let map = SourceMap::new(vec![Piece { text: 0, text_len: 3, source: 0, source_len: 3 }], units);
        assert_eq!(map.source_range(Span::new(0, 1)), 2..4);
        assert_eq!(map.source_range(Span::new(1, 3)), 4..6);
    }

    #[test]
    fn entities_and_joints() {
        // "R&amp;D\nunit" read as "R&D unit".
        let pieces = vec![
            Piece { text: 0, text_len: 1, source: 0, source_len: 1 },
            Piece { text: 1, text_len: 1, source: 1, source_len: 5 },
            Piece { text: 2, text_len: 1, source: 6, source_len: 1 },
            Piece { text: 4, text_len: 4, source: 8, source_len: 4 },
        ];
        let map = SourceMap::new(pieces, units(&[(12, 1, 1)]));
        assert_eq!(map.source_range(Span::new(1, 2)), 1..6);
        assert_eq!(map.source_range(Span::new(3, 4)), 7..8);
        assert_eq!(map.source_range(Span::new(2, 8)), 6..12);
    }
}
