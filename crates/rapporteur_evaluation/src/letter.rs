//! Letters and digits as Python's `str` knows them: the reference scorer is written in it.

use unicode_normalization::char::is_combining_mark;

/// Python's `str.isalnum` for one character: of a letter category, or with a numeric value.
///
/// `char::is_alphanumeric` goes by the derived property Alphabetic, which adds combining vowel signs and circled letters.
pub(crate) fn is_alnum(c: char) -> bool {
    c.is_alphanumeric() && (c.is_ascii() || !is_combining_mark(c) && !is_circled(c))
}

/// Circled, squared and parenthesised Latin letters that are symbols by category.
fn is_circled(c: char) -> bool {
    matches!(u32::from(c), 0x24B6..=0x24E9 | 0x1F130..=0x1F149 | 0x1F150..=0x1F169 | 0x1F170..=0x1F189)
}

/// A name's words: lower-cased, cut at all but ASCII letters and digits, without the article.
pub(crate) fn words(name: &str) -> Vec<String> {
    let lower: Vec<char> = name.to_lowercase().chars().collect();
    let is_word = |at: usize| lower.get(at).is_some_and(|&c| is_alnum(c) || c == '_');
    let mut kept = String::with_capacity(lower.len());
    let mut at = 0;
    while at < lower.len() {
        let is_article = lower[at..].starts_with(&['t', 'h', 'e']) && !is_word(at + 3) && (at == 0 || !is_word(at - 1));
        let c = lower[at];
        kept.push(if !is_article && (c.is_ascii_lowercase() || c.is_ascii_digit()) { c } else { ' ' });
        at += if is_article { 3 } else { 1 };
    }
    kept.split_ascii_whitespace().map(str::to_owned).collect()
}

/// The words of a name, one space between them.
pub(crate) fn norm(name: &str) -> String {
    words(name).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_without_the_article() {
        assert_eq!(norm("The Ministry of the Interior"), "ministry of interior");
        assert_eq!(norm("Other, the_end; thé"), "other the end th");
        assert_eq!(norm("U.S.–Norland “Talks”"), "u s norland talks");
        assert_eq!(norm("\u{212A}elvin"), "kelvin");
    }

    #[test]
    fn vowel_signs_and_circled_letters_are_no_letters() {
        let kept: String = "aé9½\u{17B6}Ⓐ\u{1F130}中Ⅷ_".chars().filter(|&c| is_alnum(c)).collect();
        assert_eq!(kept, "aé9½中Ⅷ");
    }

    /// Python prints a digit for each code point: 0 no, 1 yes, 2 not in its version of Unicode.
    const PRINT_ALNUM: &str = "import unicodedata as u\nprint(''.join('2' if u.category(chr(c)) in ('Cn', 'Cs') \
        else str(int(chr(c).isalnum())) for c in range(0x110000)))";

    #[test]
    #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
    fn letters_are_pythons() {
        let Ok(output) = std::process::Command::new("python3").args(["-c", PRINT_ALNUM]).output() else {
            println!("SKIPPED: there is no python3");
            return;
        };
        let digits = String::from_utf8(output.stdout).unwrap();
        assert_eq!(digits.trim_end().len(), 0x11_0000);
        for (code, digit) in (0..0x11_0000).zip(digits.bytes()) {
            if let Some(c) = char::from_u32(code).filter(|_| digit != b'2') {
                assert_eq!(is_alnum(c), digit == b'1', "U+{code:04X}");
            }
        }
    }
}
