//! Chunks of text that were cut before.

use std::ops::Range;

use hashbrown::HashTable;

use super::Piece;
use crate::lexicon::hash;

/// Chunks that are kept.
const MOST_CHUNKS: usize = 32_768;
/// Bytes of the longest chunk that is kept.
const LONGEST_CHUNK: usize = 48;

/// The pieces of chunks, by spelling.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    by_spelling: HashTable<u32>,
    kept: Vec<Chunk>,
    letters: String,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Chunk {
    letters: Range<usize>,
    pieces: Range<usize>,
}

/// Where a chunk that was not found belongs; `None` if it is not to be kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(Option<u64>);

impl Chunks {
    /// Forgets all chunks.
    pub(crate) fn forget(&mut self) {
        self.by_spelling.clear();
        self.kept.clear();
        self.letters.clear();
        self.pieces.clear();
    }

    /// Whether no more are kept.
    pub(crate) fn is_full(&self) -> bool {
        self.kept.len() >= MOST_CHUNKS
    }

    pub(super) fn find(&self, word: &str) -> Result<&[Piece], Place> {
        if word.len() > LONGEST_CHUNK {
            return Err(Place(None));
        }
        let hash = hash(word);
        let same = |&number: &u32| &self.letters[self.kept[number as usize].letters.clone()] == word;
        match self.by_spelling.find(hash, same) {
            Some(&number) => Ok(&self.pieces[self.kept[number as usize].pieces.clone()]),
            None => Err(Place((!self.is_full()).then_some(hash))),
        }
    }

    /// Takes the pieces of `word`, which was not found.
    pub(super) fn record(&mut self, word: &str, place: Place) -> Recorder<'_> {
        if let Some(hash) = place.0 {
            let number = u32::try_from(self.kept.len()).expect("few are kept");
            let letters = self.letters.len()..self.letters.len() + word.len();
            self.letters.push_str(word);
            self.kept.push(Chunk { letters, pieces: self.pieces.len()..self.pieces.len() });
            let (kept, letters) = (&self.kept, &self.letters);
            let spelling = |&number: &u32| self::hash(&letters[kept[number as usize].letters.clone()]);
            self.by_spelling.insert_unique(hash, number, spelling);
        }
        Recorder { chunks: place.0.is_some().then_some(self) }
    }
}

/// Adds pieces to the chunk that was recorded last.
pub(super) struct Recorder<'c> {
    chunks: Option<&'c mut Chunks>,
}

impl Recorder<'_> {
    pub(super) fn push(&mut self, piece: Piece) {
        if let Some(chunks) = &mut self.chunks
            && let Some(chunk) = chunks.kept.last_mut()
        {
            chunks.pieces.push(piece);
            chunk.pieces.end = chunks.pieces.len();
        }
    }
}
