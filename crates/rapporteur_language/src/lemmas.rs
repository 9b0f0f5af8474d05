//! Lemmas that were found before.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::labels::Pos;
use crate::lexicon::LexemeId;

/// Lemmas that are kept.
const KEPT: usize = 65_536;

/// Lemmas by word, part of speech and morphological features.
#[derive(Debug, Default)]
pub(crate) struct LemmaCache {
    places: FxHashMap<(LexemeId, Pos, u16), Range<u32>>,
    letters: String,
}

impl LemmaCache {
    /// Forgets all lemmas.
    pub(crate) fn forget(&mut self) {
        self.places.clear();
        self.letters.clear();
    }

    /// Appends the lemma of `key` to `out`, computing it if it is new.
    pub(crate) fn push(&mut self, key: (LexemeId, Pos, u16), compute: impl FnOnce() -> String, out: &mut String) {
        if let Some(place) = self.places.get(&key) {
            out.push_str(&self.letters[place.start as usize..place.end as usize]);
            return;
        }
        let lemma = compute();
        out.push_str(&lemma);
        let place = u32::try_from(self.letters.len()).ok().zip(u32::try_from(self.letters.len() + lemma.len()).ok());
        if let Some((start, end)) = place.filter(|_| self.places.len() < KEPT) {
            self.letters.push_str(&lemma);
            self.places.insert(key, start..end);
        }
    }
}
