//! The normal form in which names are stored and looked up.
//!
//! Words are parted by one blank; letters are lower case without diacritics; dots and apostrophes are dropped; a
//! possessive `'s` is dropped; `&` reads "and"; any other sign parts words. "U.S.-ASEAN" and "us asean" are one.

use unicode_normalization::UnicodeNormalization;

/// Whether letters keep their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Letters become lower case: the form of every key.
    Lower,
    /// Letters keep their case: the form in which case rules are checked.
    Keep,
}

/// Returns the normal form of `text`, lower case.
///
/// # Examples
///
/// ```
/// assert_eq!(rapporteur_world::normalise("Côte d’Ivoire's U.N.-envoy"), "cote divoire un envoy");
/// ```
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    append(text, Case::Lower, &mut out);
    out
}

/// Returns the key of a name: its normal form without a leading article.
pub(crate) fn key(text: &str) -> String {
    without_article(normalise(text))
}

/// Returns the normal form of `text` with its case kept, without a leading article.
pub(crate) fn cased_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    append(text, Case::Keep, &mut out);
    without_article(out)
}

/// Returns a key with the plural endings of its words taken off, so that "trade deals" and "trade deal" are one.
pub(crate) fn singular(key: &str) -> String {
    let words: Vec<String> = key.split(' ').map(singular_word).collect();
    words.join(" ")
}

/// Takes a plural ending off a word of a key.
pub(crate) fn singular_word(word: &str) -> String {
    if word.len() > 4 && word.ends_with("ies") {
        return format!("{}y", &word[..word.len() - 3]);
    }
    let sibilant = ["sses", "xes", "zzes", "ches", "shes"].iter().any(|ending| word.ends_with(ending));
    if word.len() > 4 && sibilant {
        return word[..word.len() - 2].to_owned();
    }
    if let Some(stem) = word.strip_suffix("sis") {
        return format!("{stem}se"); // "crisis" and "crises"
    }
    let plural =
        word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    word[..word.len() - usize::from(plural)].to_owned()
}

fn without_article(mut form: String) -> String {
    let article = form.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the "));
    if article && form.len() > 4 {
        form.drain(..4);
    }
    form
}

/// Appends the normal form of `text` to `out`, after a blank where `out` is not empty. Returns whether anything came.
pub(crate) fn append(text: &str, case: Case, out: &mut String) -> bool {
    let before = out.len();
    let mut parted = !out.is_empty();
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        match sign {
            '.' | '\u{ad}' => {}
            '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2bb}' | '`' | '\u{b4}' => {
                if ends_in_possessive(rest.as_str()) {
                    rest.next();
                }
            }
            '&' => {
                part(out, &mut parted);
                out.push_str("and");
                parted = true;
            }
            _ if sign.is_ascii_alphanumeric() => {
                part(out, &mut parted);
                out.push(cased(sign, case));
            }
            _ if sign.is_ascii() => parted = !out.is_empty(),
            _ => fold(sign, case, out, &mut parted),
        }
    }
    out.len() > before
}

fn part(out: &mut String, parted: &mut bool) {
    if *parted {
        out.push(' ');
        *parted = false;
    }
}

/// Whether `rest` (what follows an apostrophe) is "s" and the end of the word.
fn ends_in_possessive(rest: &str) -> bool {
    let mut signs = rest.chars();
    matches!(signs.next(), Some('s' | 'S')) && !signs.next().is_some_and(char::is_alphanumeric)
}

/// Appends a letter beyond ASCII without its marks.
fn fold(sign: char, case: Case, out: &mut String, parted: &mut bool) {
    let mut came = false;
    for piece in std::iter::once(sign).nfkd() {
        if piece.is_alphanumeric() {
            part(out, parted);
            came = true;
            match spelled(piece) {
                Some(plain) => out.extend(plain.chars().map(|letter| cased(letter, case))),
                None if case == Case::Lower => out.extend(piece.to_lowercase()),
                None => out.push(piece),
            }
        } else if unicode_normalization::char::is_combining_mark(piece) {
            came = true;
        }
    }
    if !came {
        *parted = !out.is_empty();
    }
}

fn cased(letter: char, case: Case) -> char {
    if case == Case::Lower { letter.to_ascii_lowercase() } else { letter }
}

/// The plain letters of one that no decomposition makes plain.
fn spelled(letter: char) -> Option<&'static str> {
    let plain = match letter {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ı' => "i",
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "Ae",
        'œ' => "oe",
        'Œ' => "Oe",
        'þ' => "th",
        'Þ' => "Th",
        'ə' => "a",
        'Ə' => "A",
        _ => return None,
    };
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_key() {
        for (name, expected) in [
            ("The Hague", "hague"),
            ("U.S.", "us"),
            ("ASEAN-U.S. Summit", "asean us summit"),
            ("Cambodia's", "cambodia"),
            ("Dato’ Sri", "dato sri"),
            ("Türkiye", "turkiye"),
            ("São Tomé & Príncipe", "sao tome and principe"),
            ("Łódź", "lodz"),
            ("Viet Nam", "viet nam"),
            ("N'Djamena", "ndjamena"),
            ("the", "the"),
            (" -- ", ""),
        ] {
            assert_eq!(key(name), expected, "{name}");
        }
    }

    #[test]
    fn case_is_kept_for_case_rules() {
        assert_eq!(cased_key("U.S."), "US");
        assert_eq!(cased_key("the WHO"), "WHO");
    }
}
