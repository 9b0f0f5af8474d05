//! Forms of address before a name: "H.E.", "Dato' Sri", "General".

use crate::image::Section;
use crate::matching::{records, walk};
use crate::schema::HONORIFIC_KINDS;
use crate::world::World;

/// One or more honorifics at the head of a sequence of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HonorificMatch<'w> {
    /// The number of words of all of them.
    pub n_words: usize,
    /// The kind of each: "address", "style", "rank", "academic", "nobility" or "religious".
    pub kinds: Vec<&'w str>,
}

impl World {
    /// Finds the honorifics that `words` start with: "His Excellency Dr." takes three words.
    pub fn honorifics(&self, words: &[&str]) -> Option<HonorificMatch<'_>> {
        let mut found = HonorificMatch { n_words: 0, kinds: Vec::new() };
        while let Some((n_words, value)) = walk(&self.honorifics, &words[found.n_words..]).pop() {
            let kind = self.image.word(Section::Honorifics, records(value).start, 1);
            found.kinds.push(HONORIFIC_KINDS.get(kind as usize).copied().unwrap_or_default());
            found.n_words += n_words;
            let dot = words.get(found.n_words).is_some_and(|word| *word == ".");
            found.n_words += usize::from(dot);
        }
        (found.n_words > 0).then_some(found)
    }

    /// Whether `phrase` is an honorific.
    pub fn is_honorific(&self, phrase: &str) -> bool {
        self.honorifics.get(crate::normal::key(phrase)).is_some()
    }
}
