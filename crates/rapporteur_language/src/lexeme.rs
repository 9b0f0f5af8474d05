//! What a word's spelling alone decides.

use crate::strings::string_id;
use crate::unicode::{self, is_alpha, is_digit, is_upper, push_lower};

/// Numbers of a word's lexical attributes, with which the embedding tables are addressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    pub(crate) norm: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
}

impl Attributes {
    /// The attributes of `text` whose norm is `norm`.
    pub(crate) fn new(text: &str, norm: &str, buffer: &mut String) -> Self {
        push_shape(text, buffer);
        Self {
            norm: string_id(norm),
            prefix: string_id(prefix(text)),
            suffix: string_id(suffix(text)),
            shape: string_id(buffer),
            is_space: !text.is_empty() && text.chars().all(unicode::is_space),
        }
    }
}

/// Spellings whose norm is not just the lower-case form, sorted by the number of the spelling.
#[derive(Debug, Default)]
pub(crate) struct Norms(Vec<(u64, Box<str>)>);

impl Norms {
    /// Earlier pairs win over later ones of the same spelling.
    pub(crate) fn new(pairs: impl Iterator<Item = (u64, Box<str>)>) -> Self {
        let mut norms: Vec<_> = pairs.collect();
        norms.sort_by_key(|&(spelling, _)| spelling);
        norms.dedup_by_key(|&mut (spelling, _)| spelling);
        Self(norms)
    }

    /// Writes the norm of `text` into `buffer`, in place of what it holds.
    pub(crate) fn write(&self, text: &str, buffer: &mut String) {
        buffer.clear();
        let spelling = string_id(text);
        match self.0.binary_search_by_key(&spelling, |&(spelling, _)| spelling) {
            Ok(place) => buffer.push_str(&self.0[place].1),
            Err(_) => push_lower(text, buffer),
        }
    }
}

/// The first character.
fn prefix(text: &str) -> &str {
    &text[..text.chars().next().map_or(0, char::len_utf8)]
}

/// The last three characters.
fn suffix(text: &str) -> &str {
    text.char_indices().rev().nth(2).map_or(text, |(start, _)| &text[start..])
}

/// Writes `Xxxxx`, `dd`, .. into `buffer`: letters by case, digits, runs cut at four.
fn push_shape(text: &str, buffer: &mut String) {
    const TOO_LONG: usize = 100;
    buffer.clear();
    if text.len() >= TOO_LONG && text.chars().nth(TOO_LONG - 1).is_some() {
        buffer.push_str("LONG");
        return;
    }
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let kind = match c {
            c if is_alpha(c) => {
                if is_upper(c) {
                    'X'
                } else {
                    'x'
                }
            }
            c if is_digit(c) => 'd',
            c => c,
        };
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < 4 {
            buffer.push(kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let mut shape = String::new();
        push_shape(text, &mut shape);
        format!("{} {} {shape}", prefix(text), suffix(text))
    }

    #[test]
    fn prefix_suffix_and_shape() {
        assert_eq!(check("Moravian"), "M ian Xxxxx");
        assert_eq!(check("H.E."), "H .E. X.X.");
        assert_eq!(check("4th"), "4 4th dxx");
        assert_eq!(check("é"), "é é x");
        assert_eq!(check(&"a".repeat(99)), "a aaa xxxx");
        assert_eq!(check(&"é".repeat(100)), "é ééé LONG");
    }
}
