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

/// Makes a text plain: runs of white space become one blank, typographic letters those that the model knows, and what
/// has no width goes. A text without any of these is borrowed as it is.
pub fn straighten(text: &str) -> Straightened<'_> {
    let odd = |c: char| c != ' ' && !matches!(plain(c), Plain::Same);
    if !text.chars().any(odd) && !text.contains("  ") {
        return Straightened { text: Cow::Borrowed(text), shifts: Vec::new() };
    }
    let mut straight = String::with_capacity(text.len());
    let mut shifts = Vec::new();
    let mut ahead = 0;
    for c in text.chars() {
        let before = straight.len();
        match plain(c) {
            Plain::Same => straight.push(c),
            Plain::Blank if straight.ends_with(' ') => {}
            Plain::Blank => straight.push(' '),
            Plain::Instead(letter) => straight.push(letter),
            Plain::Nothing => {}
        }
        let kept = straight.len() - before;
        if kept != c.len_utf8() {
            ahead += c.len_utf8() - kept;
            shifts.push((narrow(straight.len()), narrow(ahead)));
        }
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

/// What a letter becomes.
enum Plain {
    Same,
    Blank,
    Instead(char),
    Nothing,
}

fn plain(c: char) -> Plain {
    match c {
        '’' | '‘' | 'ʼ' => Plain::Instead('\''),
        '‑' | '‐' => Plain::Instead('-'),
        // Zero-width blanks and joiners, marks of direction, soft hyphens.
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' => Plain::Nothing,
        c if c.is_whitespace() => Plain::Blank,
        _ => Plain::Same,
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
        let text = "the Isles’ commitment – “Köln’s”\u{a0} view\u{a0}of \u{200e}it\nall";
        let straight = straighten(text);
        assert_eq!(straight.text, "the Isles' commitment – “Köln's” view of it all");
        for word in ["commitment", "view", "of", "it", "all"] {
            let at = straight.text.find(word).unwrap();
            let printed = straight.printed(u32::try_from(at).unwrap()) as usize;
            assert!(text[printed..].starts_with(word), "{word}: {}", &text[printed..]);
        }
        assert!(matches!(straighten("plain text").text, Cow::Borrowed(_)));
    }
}
