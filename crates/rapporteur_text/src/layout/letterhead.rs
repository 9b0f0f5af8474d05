//! Lines that say who issues a document and what sort of paper it is.

use super::words::{Role, has_word, rest, speaks};
use crate::dateline::is_dateline;
use crate::draft::{Line, Part};
use crate::wrap;

/// Whether a part is letterhead: every line is, or goes on with a line that is.
pub(super) fn is_letterhead(characters: &str, part: &Part) -> bool {
    !part.lines.is_empty() && n_lines(characters, part) == part.lines.len()
}

/// The lines at the start of a part that are letterhead. A line that goes on with a letterhead line belongs to it
/// (a motto, the rest of a name) unless it is a dateline or has a word of titles.
pub(super) fn n_lines(characters: &str, part: &Part) -> usize {
    const MAX_BYTES: usize = 80;
    let words = |line: &Line| &characters[line.range.clone()];
    let goes_on = |line: &str| {
        line.len() <= MAX_BYTES && !has_word(Role::Genre, line) && !wrap::ends_sentence(line) && !is_dateline(line)
    };
    let mut n = 0;
    while let Some(line) = part.lines.get(n) {
        let next = part.lines.get(n + 1).map(words);
        let is_letterhead = is_line(words(line), next) || (n > 0 && goes_on(words(line)));
        if !is_letterhead {
            break;
        }
        n += 1;
    }
    n
}

/// Whether a line is letterhead: a label, the name of a body that issues documents, a symbol.
///
/// A label ("PRESS RELEASE") is none where the next line makes a title of it ("on the Outcomes …"), or where a title
/// follows on the line. The name of a
/// body stands with nothing but names and without words of titles.
fn is_line(line: &str, next: Option<&str>) -> bool {
    const MAX_WORDS: usize = 24;
    const MAX_NAME_WORDS: usize = 14;
    const MAX_LABEL_WORDS: usize = 8;
    let n_words = line.split_whitespace().count();
    if n_words > MAX_WORDS {
        return is_masthead(line);
    }
    let bracketed = line.contains('[');
    let ended = (wrap::ends_sentence(line) && !bracketed) || line.ends_with([',', ';']);
    let makes_title = next.is_some_and(|next| next.starts_with(char::is_lowercase) || begins_with_preposition(next));
    let bare_genre = n_words <= 3 && has_word(Role::Genre, line);
    let is_label = rest(Role::Letterhead, line).is_some_and(|rest| {
        let says_more = n_words > MAX_LABEL_WORDS && has_word(Role::Genre, &rest);
        let begins_title = makes_title && bare_genre;
        !says_more && !begins_title
    });
    let small = |word: &str| word.starts_with(char::is_lowercase) && !is_small_word(word);
    let names_only = n_words <= MAX_NAME_WORDS && !line.split_whitespace().any(small) && !has_word(Role::Genre, line);
    let names_body = speaks(Role::Issuer, line) || (wrap::is_capitals(line) && has_word(Role::Issuer, line));
    (!ended && (is_label || (names_body && names_only))) || is_symbol(line) || is_masthead(line)
}

/// The masthead of a United Nations document that lost its line ends: "Distr.:" amid other words.
fn is_masthead(line: &str) -> bool {
    const MAX_BYTES: usize = 600;
    line.len() <= MAX_BYTES && line.contains("Distr.: ")
}

/// A document's symbol: "A/RES/73/8", "73/8.", "No. 12/2020", "PR 4/2019".
pub(super) fn is_symbol(line: &str) -> bool {
    const MAX_BYTES: usize = 48;
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let coded = |word: &str| word.contains('/') && has_digit(word) && !word.contains("//");
    line.len() <= MAX_BYTES
        && words.len() <= 4
        && words.iter().any(|word| coded(word))
        && words.iter().all(|word| word.len() <= 4 || has_digit(word))
        && (words.len() == 1 || !line.chars().any(char::is_lowercase))
}

/// The bytes of a symbol that stands before a title on its line: "73/8. " and the like; 0 where none does.
pub(super) fn symbol_len(line: &str) -> usize {
    let first = line.split_whitespace().next().unwrap_or_default();
    let numbers = first.strip_suffix('.').is_some_and(|first| {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        first.contains('/') && first.split('/').all(is_number)
    });
    if numbers && first.len() < line.len() { first.len() } else { 0 }
}

pub(super) fn begins_with_preposition(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "on" | "of" | "by" | "between" | "regarding" | "concerning" | "for" | "at" | "following")
}

/// A word that names are written with in small letters.
pub(super) fn is_small_word(word: &str) -> bool {
    const SMALL: [&str; 15] =
        ["of", "the", "and", "for", "to", "in", "on", "de", "la", "du", "des", "a", "an", "at", "with"];
    SMALL.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_bodies_and_symbols() {
        for line in [
            "PRESS RELEASE",
            "Ministry of Foreign Affairs of Norland",
            "KINGDOM OF NORLAND",
            "N/RES/73/8",
            "No. 12/2020",
        ] {
            assert!(is_line(line, None), "{line}");
        }
        assert!(is_line(
            "Resolution adopted by the Norland Assembly on 1 May 2018 [without reference to a Committee]",
            None
        ));
    }

    #[test]
    fn titles_and_text_are_no_letterhead() {
        assert!(!is_line("Press Release", Some("on the Outcomes of the Summit")));
        for line in [
            "Ministry of Trade Statement on Tariffs",
            "The Ministry of Trade welcomes the decision.",
            "Office of the Union opens in Port Sund",
            "Norland and Sudland sign 5/6 treaties",
        ] {
            assert!(!is_line(line, None), "{line}");
        }
    }

    #[test]
    fn a_symbol_may_stand_before_a_title() {
        assert_eq!(symbol_len("78/272. Agreement on Rivers"), 7);
        assert_eq!(symbol_len("78. Agreement"), 0);
    }
}
