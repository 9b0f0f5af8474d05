//! The letters that the language model knows: typographic apostrophes, hyphens and blanks are made plain before a text
//! is analysed, and the tokens are laid back over the text as printed.
//!
//! The model was trained on plain apostrophes; with the typographic one it misses the possessive of plurals ("the United
//! States’ commitment"). The change is made outside the runtime, whose decisions stay those of spaCy on the text it gets.

use std::borrow::Cow;

/// A text made plain, with the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Straightened<'t> {
    /// The text to analyse.
    pub text: Cow<'t, str>,
    /// For each replaced letter the byte after it in `text`, and how many bytes the printed text is ahead from there.
    shifts: Vec<(u32, u32)>,
}

/// Makes a text plain. Texts without such letters are borrowed as they are.
pub fn straighten(text: &str) -> Straightened<'_> {
    if text.is_ascii() || !text.chars().any(|c| plain(c).is_some()) {
        return Straightened { text: Cow::Borrowed(text), shifts: Vec::new() };
    }
    let mut straight = String::with_capacity(text.len());
    let mut shifts = Vec::new();
    let mut ahead = 0;
    for c in text.chars() {
        let Some(instead) = plain(c) else {
            straight.push(c);
            continue;
        };
        straight.push(instead);
        ahead += c.len_utf8() - instead.len_utf8();
        shifts.push((narrow(straight.len()), narrow(ahead)));
    }
    Straightened { text: Cow::Owned(straight), shifts }
}

impl Straightened<'_> {
    /// The byte of the printed text for a byte of the plain one. Offsets must be those of character boundaries.
    pub(crate) fn printed(&self, byte: u32) -> u32 {
        let passed = self.shifts.partition_point(|&(after, _)| after <= byte);
        byte + passed.checked_sub(1).map_or(0, |i| self.shifts[i].1)
    }
}

/// What stands for a typographic letter.
fn plain(c: char) -> Option<char> {
    match c {
        '’' | '‘' | 'ʼ' => Some('\''),
        '‑' | '‐' => Some('-'),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => Some(' '),
        _ => None,
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).expect("texts are under 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back() {
        let text = "the Isles’ commitment – “Köln’s” view\u{a0}of it";
        let straight = straighten(text);
        assert_eq!(straight.text, "the Isles' commitment – “Köln's” view of it");
        for word in ["commitment", "view", "it"] {
            let at = straight.text.find(word).unwrap();
            let printed = straight.printed(u32::try_from(at).unwrap()) as usize;
            assert!(text[printed..].starts_with(word), "{word}");
        }
        assert!(matches!(straighten("plain").text, Cow::Borrowed(_)));
    }
}
