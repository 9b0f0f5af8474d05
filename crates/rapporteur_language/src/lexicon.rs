//! The words met so far, each with what its spelling decides.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};

use crate::lexeme::{Attributes, Norms};
use crate::strings::string_id;
use crate::unicode::push_lower;

/// A word by its place in a [`Lexicon`].
pub(crate) type LexemeId = u32;

/// Words that are known before a text is read, and the numbers that rules give to words.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) norms: Norms,
    /// Words that the attribute ruler looks for, in lower case; from 1.
    pub(crate) ruler_words: FxHashMap<Box<str>, u16>,
    /// Words that exceptions of the tokenizer consist of; from 1.
    pub(crate) special_words: FxHashMap<Box<str>, u16>,
}

/// What is known of a word.
#[derive(Debug, Clone)]
pub(crate) struct Lexeme {
    pub(crate) attributes: Attributes,
    /// The number of the spelling, by which word vectors are found.
    pub(crate) spelling: u64,
    /// The number in [`Vocabulary::ruler_words`], or 0.
    pub(crate) ruler_word: u16,
    /// The number in [`Vocabulary::special_words`], or 0.
    pub(crate) special_word: u16,
}

/// Words by number and by spelling. A word with a norm of its own is another word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    lexemes: Vec<Lexeme>,
    spellings: Vec<Range<usize>>,
    letters: String,
    by_spelling: HashTable<LexemeId>,
    buffers: (String, String),
}

impl Lexicon {
    /// The word spelled `text`.
    pub(crate) fn intern(&mut self, text: &str, vocabulary: &Vocabulary) -> LexemeId {
        let hash = hash(text);
        let (spellings, letters) = (&self.spellings, &self.letters);
        let same = |&id: &LexemeId| &letters[spellings[id as usize].clone()] == text;
        if let Some(&id) = self.by_spelling.find(hash, same) {
            return id;
        }
        let (mut norm, shape) = std::mem::take(&mut self.buffers);
        vocabulary.norms.write(text, &mut norm);
        self.buffers.1 = shape;
        let id = self.add(text, &norm, vocabulary);
        self.buffers.0 = norm;
        let (spellings, letters) = (&self.spellings, &self.letters);
        self.by_spelling.insert_unique(hash, id, |&id| self::hash(&letters[spellings[id as usize].clone()]));
        id
    }

    /// A word with a norm of its own, which [`Self::intern`] does not find.
    pub(crate) fn add(&mut self, text: &str, norm: &str, vocabulary: &Vocabulary) -> LexemeId {
        let id = LexemeId::try_from(self.lexemes.len()).expect("a text has fewer words than bytes");
        let buffer = &mut self.buffers.1;
        let attributes = Attributes::new(text, norm, buffer);
        buffer.clear();
        push_lower(text, buffer);
        self.lexemes.push(Lexeme {
            attributes,
            spelling: string_id(text),
            ruler_word: vocabulary.ruler_words.get(buffer.as_str()).copied().unwrap_or(0),
            special_word: vocabulary.special_words.get(text).copied().unwrap_or(0),
        });
        self.spellings.push(self.letters.len()..self.letters.len() + text.len());
        self.letters.push_str(text);
        id
    }

    pub(crate) fn get(&self, id: LexemeId) -> &Lexeme {
        &self.lexemes[id as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }
}

/// A hash that is the same in every run.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}
