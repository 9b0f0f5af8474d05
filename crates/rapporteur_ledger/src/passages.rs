//! The sentences of a text, as search shows them.

use std::ops::Range;

/// The most passages of one text: a longer text has several sentences in one.
pub(crate) const MOST: usize = 1 << 12;

/// Short forms whose full stop does not end a sentence.
const SHORT_FORMS: &str = " mr mrs ms dr prof hon gen col lt sgt gov sen rep st no nos art para paras vol pp cf vs etc \
e.g i.e jr sr h.e h.r.h h.m u.s u.n u.k u.s.a d.c jan feb mar apr jun jul aug sept oct nov dec inc ltd co ";

/// The first bytes of the sentences; the first is 0, and each lasts to the next.
///
/// `whole` are stretches in bytes that are sentences already (an act's evidence): no boundary falls inside one, and
/// one falls before and after it.
pub(crate) fn starts(text: &str, whole: &[Range<usize>]) -> Vec<usize> {
    let mut starts: Vec<usize> = boundaries(text)
        .into_iter()
        .filter(|&at| !whole.iter().any(|w| w.start < at && at < w.end))
        .chain(whole.iter().flat_map(|w| [w.start, w.end]).filter(|&at| at < text.len()))
        .chain([0])
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let step = starts.len().div_ceil(MOST);
    starts.into_iter().step_by(step.max(1)).collect()
}

/// The passage that holds a byte.
pub(crate) fn holding(starts: &[usize], at: usize) -> usize {
    starts.partition_point(|&start| start <= at).saturating_sub(1)
}

/// The bytes of one passage, blanks at both ends left out.
pub(crate) fn range(text: &str, starts: &[usize], passage: usize) -> Range<usize> {
    let start = starts.get(passage).copied().unwrap_or(text.len()).min(text.len());
    let end = starts.get(passage + 1).copied().unwrap_or(text.len()).clamp(start, text.len());
    let Some(slice) = text.get(start..end) else { return 0..0 };
    let lead = slice.len() - slice.trim_start().len();
    start + lead..start + lead + slice.trim().len()
}

/// Where sentences begin by their signs: after a full stop and the like before a capital, and after an empty line.
fn boundaries(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut word_start = 0;
    let chars = text.char_indices().peekable();
    for (at, c) in chars {
        if matches!(c, '.' | '!' | '?' | '…') {
            let word = &text[word_start..at];
            let rest = text[at + c.len_utf8()..].trim_start_matches(['"', '\'', '”', '’', ')', ']']);
            let next = rest.trim_start().chars().next();
            let blank = rest.len() - rest.trim_start().len();
            let opens =
                next.is_some_and(|n| n.is_uppercase() || n.is_numeric() || matches!(n, '"' | '“' | '‘' | '(' | '['));
            if blank > 0 && opens && !(c == '.' && is_short_form(word)) {
                found.push(text.len() - rest.len() + blank);
            }
        } else if c == '\n' {
            let rest = &text[at + 1..];
            let next = rest.trim_start_matches([' ', '\t', '\r', '\u{a0}']);
            if next.starts_with('\n') {
                found.push(text.len() - next.trim_start().len());
            }
        }
        if c.is_whitespace() || matches!(c, '(' | '"' | '“') {
            word_start = at + c.len_utf8();
        }
    }
    found.retain(|&at| at < text.len());
    found
}

/// Whether a word before a full stop is a short form or an initial.
fn is_short_form(word: &str) -> bool {
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial || SHORT_FORMS.contains(&format!(" {} ", word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<&str> {
        let starts = starts(text, &[]);
        (0..starts.len()).map(|i| &text[range(text, &starts, i)]).filter(|s| !s.is_empty()).collect()
    }

    #[test]
    fn sentences() {
        assert_eq!(
            check("H.E. Dr. Mira Oss met Gen. T. Vale. “We agree.” They signed it!\n\nTolva, 4 May"),
            ["H.E. Dr. Mira Oss met Gen. T. Vale.", "“We agree.”", "They signed it!", "Tolva, 4 May"]
        );
        assert_eq!(check("One line\nthat wraps. no capital"), ["One line\nthat wraps. no capital"]);
        assert_eq!(check(""), [""; 0]);
    }

    #[test]
    fn evidence_is_never_cut() {
        let text = "See Art. 4. It holds. The end.";
        let at = text.find("It").unwrap();
        assert_eq!(starts(text, std::slice::from_ref(&(4..21))), [0, 4, 21, at + 10]);
    }
}
