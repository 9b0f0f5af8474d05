//! Embeddings that were computed before, as many as memory allows.

use crate::kernels::{Kernels, Maxout, ROWS};
use crate::lexicon::LexemeId;
use crate::spec::{PIECES, WIDTH};

/// Numbers of what a word adds to the first layer in one place of its window.
pub(crate) const PART: usize = PIECES * WIDTH;
/// Numbers of an embedding: the vector, then what it adds as left neighbour, as itself (with the bias) and as right neighbour.
pub(crate) const EMBEDDING: usize = WIDTH + 3 * PART;
/// Numbers from one input of the mixing layer to the next.
pub(crate) const MIX_STRIDE: usize = 7 * WIDTH;

/// Words whose embeddings are kept; far more than a window has tokens.
const KEPT: usize = 6_144;

/// Embeddings of words, the less used of which give way to new ones.
///
/// Place 0 is that of padding.
#[derive(Debug, Default)]
pub(crate) struct Embeddings {
    /// For each word, without and with a blank: its place, or 0.
    places: Vec<[u32; 2]>,
    numbers: Vec<f32>,
    slots: Vec<Slot>,
    /// Where the search for a slot goes on.
    hand: usize,
    /// The number of the window, so that no embedding in use gives way.
    window: u32,
    misses: Vec<Miss>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    lexeme: LexemeId,
    blank: bool,
    /// Whether it was used since the hand last passed.
    used: bool,
    window: u32,
}

/// A word whose embedding has a place but must be computed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Miss {
    pub(crate) lexeme: LexemeId,
    pub(crate) blank: bool,
    place: u32,
}

/// Working memory.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    mixed: Vec<f32>,
    parts: Vec<f32>,
}

impl Embeddings {
    /// Forgets the embeddings of all words.
    pub(crate) fn forget(&mut self) {
        self.places.clear();
        self.slots.clear();
        self.numbers.clear();
        self.hand = 0;
    }

    /// Begins a window over texts with `n_words` different words.
    pub(crate) fn begin(&mut self, n_words: usize, padding: impl FnOnce() -> [f32; EMBEDDING]) {
        self.places.resize(self.places.len().max(n_words), [0; 2]);
        self.misses.clear();
        self.window = self.window.wrapping_add(1);
        if self.slots.is_empty() {
            self.slots.push(Slot { lexeme: 0, blank: false, used: true, window: 0 });
            self.numbers.extend_from_slice(&padding());
        }
        self.slots[0].window = self.window;
    }

    /// The place of a word's embedding; if it is new, it is among the [`Self::misses`].
    pub(crate) fn place(&mut self, lexeme: LexemeId, blank: bool) -> u32 {
        let place = self.places[lexeme as usize][usize::from(blank)];
        if place != 0 {
            let slot = &mut self.slots[place as usize];
            (slot.used, slot.window) = (true, self.window);
            return place;
        }
        let place = self.free_place();
        self.slots[place] = Slot { lexeme, blank, used: false, window: self.window };
        let place = u32::try_from(place).expect("few are kept");
        self.places[lexeme as usize][usize::from(blank)] = place;
        self.misses.push(Miss { lexeme, blank, place });
        place
    }

    fn free_place(&mut self) -> usize {
        if self.slots.len() < KEPT {
            self.slots.push(self.slots[0]);
            self.numbers.resize(self.numbers.len() + EMBEDDING, 0.0);
            return self.slots.len() - 1;
        }
        loop {
            self.hand = (self.hand + 1) % self.slots.len();
            let slot = &mut self.slots[self.hand];
            if slot.window == self.window {
                continue;
            }
            if !std::mem::take(&mut slot.used) {
                self.places[slot.lexeme as usize][usize::from(slot.blank)] = 0;
                return self.hand;
            }
        }
    }

    /// Words of this window whose embeddings must be computed.
    pub(crate) fn misses(&self) -> &[Miss] {
        &self.misses
    }

    /// The embeddings, [`EMBEDDING`] numbers each.
    pub(crate) fn numbers(&self) -> &[f32] {
        &self.numbers
    }

    /// Computes the embeddings of the misses from their `inputs`, [`MIX_STRIDE`] numbers each.
    pub(crate) fn fill(&mut self, mix: &Maxout, first: &Maxout, inputs: &[f32], kernels: Kernels, scratch: &mut Parts) {
        let Parts { mixed, parts } = scratch;
        let rows = self.misses.len().next_multiple_of(ROWS);
        mixed.resize(mixed.len().max(rows * WIDTH), 0.0);
        parts.resize(parts.len().max(rows * 3 * PART), 0.0);
        kernels.mix(mix, inputs, rows, mixed);
        kernels.parts(first, mixed, rows, parts);
        let (mixed, _) = mixed.as_chunks::<WIDTH>();
        let (parts, _) = parts.as_chunks::<{ 3 * PART }>();
        for ((miss, mixed), parts) in self.misses.iter().zip(mixed).zip(parts) {
            let (vector, rest) = self.numbers[miss.place as usize * EMBEDDING..][..EMBEDDING].split_at_mut(WIDTH);
            vector.copy_from_slice(mixed);
            rest.copy_from_slice(parts);
        }
    }
}
