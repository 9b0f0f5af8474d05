//! From code points back to bytes.

use std::ops::Range;

/// Finds the bytes of code points in one text. A text that is all ASCII costs nothing.
#[derive(Debug)]
pub(crate) struct Offsets<T> {
    text: T,
    /// The byte of every 64th code point; empty where the text is ASCII.
    strides: Vec<usize>,
}

const STRIDE: usize = 64;

impl<T: AsRef<str>> Offsets<T> {
    pub(crate) fn new(text: T) -> Self {
        let all = text.as_ref();
        let strides =
            if all.is_ascii() { Vec::new() } else { all.char_indices().step_by(STRIDE).map(|(at, _)| at).collect() };
        Self { text, strides }
    }

    pub(crate) fn text(&self) -> &str {
        self.text.as_ref()
    }

    /// The bytes from one code point to another; none where they do not lie in the text.
    pub(crate) fn bytes(&self, start: u32, end: u32) -> Option<Range<usize>> {
        let (start, end) = (self.byte(start as usize)?, self.byte(end as usize)?);
        (start <= end).then_some(start..end)
    }

    /// The words from one code point to another.
    pub(crate) fn slice(&self, start: u32, end: u32) -> Option<&str> {
        self.text().get(self.bytes(start, end)?)
    }

    fn byte(&self, code_point: usize) -> Option<usize> {
        if self.strides.is_empty() {
            return (code_point <= self.text().len()).then_some(code_point);
        }
        let stride = code_point / STRIDE;
        let Some(&at) = self.strides.get(stride) else {
            // one past the last code point may begin a stride of its own
            let is_end = code_point.is_multiple_of(STRIDE) && self.text().chars().count() == code_point;
            return is_end.then_some(self.text().len());
        };
        let mut rest = self.text()[at..].char_indices();
        match rest.nth(code_point % STRIDE) {
            Some((offset, _)) => Some(at + offset),
            None => (self.text()[at..].chars().count() == code_point % STRIDE).then_some(self.text().len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_bytes() {
        for n in [1, 63, 64, 65, 128] {
            for unit in ["é", "a", "𝄞x"] {
                let text = unit.repeat(n);
                let offsets = Offsets::new(&text);
                let n_code_points = u32::try_from(text.chars().count()).unwrap();
                assert_eq!(offsets.slice(0, n_code_points), Some(text.as_str()));
                assert_eq!(offsets.slice(n_code_points, n_code_points), Some(""));
                assert_eq!(offsets.slice(0, n_code_points + 1), None);
                assert_eq!(offsets.slice(1, 0), None);
            }
        }
    }
}
