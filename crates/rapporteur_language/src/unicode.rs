//! Python's view of characters.
//!
//! spaCy's shapes, norms and rules follow Python's `str` methods, which differ from Rust's: `isalpha` means the letter
//! categories only, and the version of Unicode is the one that the models were made with.

use std::sync::LazyLock;

/// Code points in inclusive ranges, sorted.
pub(crate) type Ranges = Vec<(u32, u32)>;

/// The ranges for which a predicate of Python's `str` holds.
pub(crate) struct Properties {
    pub(crate) alpha: Ranges,
    pub(crate) decimal: Ranges,
    pub(crate) digit: Ranges,
    pub(crate) space: Ranges,
    pub(crate) upper: Ranges,
    pub(crate) word: Ranges,
    assigned: Ranges,
}

/// Unicode 14.0, as in Python 3.11.
pub(crate) static PROPERTIES: LazyLock<Properties> = LazyLock::new(|| {
    let table = include_str!("../data/unicode.tsv");
    let ranges = |property: &str| {
        let code = |field: &str| u32::from_str_radix(field, 16).expect("the table holds hexadecimal numbers");
        let rows = table.lines().filter_map(|row| row.strip_prefix(property)?.strip_prefix('\t')?.split_once('\t'));
        rows.map(|(first, last)| (code(first), code(last))).collect()
    };
    Properties {
        alpha: ranges("alpha"),
        decimal: ranges("decimal"),
        digit: ranges("digit"),
        space: ranges("space"),
        upper: ranges("upper"),
        word: ranges("word"),
        assigned: ranges("assigned"),
    }
});

/// Whether `ranges` hold `c`.
pub(crate) fn contains(ranges: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let place = ranges.partition_point(|&(_, last)| last < code);
    ranges.get(place).is_some_and(|&(first, _)| first <= code)
}

/// Python's `str.isalpha` of one character.
pub(crate) fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { contains(&PROPERTIES.alpha, c) }
}

/// Python's `str.isdigit` of one character: superscripts are digits, too.
pub(crate) fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { contains(&PROPERTIES.digit, c) }
}

/// Python's `str.isupper` of one character.
pub(crate) fn is_upper(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { contains(&PROPERTIES.upper, c) }
}

/// Python's `str.isspace` of one character: the four separators before the blank are space, too.
pub(crate) fn is_space(c: char) -> bool {
    if c.is_ascii() { matches!(c, '\t'..='\r' | '\x1c'..='\x1f' | ' ') } else { contains(&PROPERTIES.space, c) }
}

/// Python's `str.lower`, appended to `out`.
pub(crate) fn push_lower(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    // Letters that Unicode gained since stay as they are; a letter unknown to Python does not bear on its neighbours.
    let unknown = |c: char| !c.is_ascii() && !contains(&PROPERTIES.assigned, c);
    for part in text.split_inclusive(unknown) {
        let last = part.chars().next_back().filter(|&c| unknown(c));
        let known = &part[..part.len() - last.map_or(0, char::len_utf8)];
        out.push_str(&known.to_lowercase());
        out.extend(last);
    }
}

/// Python's `str.lower`.
pub(crate) fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_lower(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_space_are_those_of_python() {
        assert!(is_alpha('é') && is_alpha('ㅎ') && !is_alpha('Ⅷ') && !is_alpha('_'));
        assert!(is_digit('²') && is_digit('٣') && !is_digit('½'));
        assert!(is_upper('É') && is_upper('Ⅷ') && !is_upper('ǅ'));
        assert!(is_space('\u{1c}') && is_space('\u{a0}') && is_space('\u{3000}') && !is_space('\u{200b}'));
    }

    #[test]
    fn lower_follows_python() {
        assert_eq!(lower("ΟΔΟΣ İ"), "οδος i\u{307}");
        assert_eq!(lower("\u{a7dc}A"), "\u{a7dc}a");
    }
}
