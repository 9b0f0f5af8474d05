//! What the language model says of one text.

use std::ops::Range;
use std::sync::Arc;

use rapporteur_record::Span;

use crate::labels::{EntityLabel, Label, Pos, Tag};

/// One token: a word, a mark, or white space that is more than one blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the analysed text.
    pub span: Span,
    /// Fine-grained part of speech (Penn Treebank).
    pub tag: Tag,
    /// Coarse part of speech (Universal Dependencies).
    pub pos: Pos,
    /// Which of [`Analysis::morphs`] holds its features.
    pub morph: Morph,
    /// The token that this one depends on; a root is its own head.
    pub head: u32,
    /// How it depends on it (spaCy's English scheme, after CLEAR).
    pub label: Label,
    /// Whether a sentence begins here.
    pub sentence_start: bool,
    /// Whether one blank follows.
    pub space_after: bool,
    /// Where the lemma lies in [`Analysis::lemmas`].
    pub lemma: Span,
}

/// A set of morphological features, by its place in [`Analysis::morphs`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Morph(pub u16);

/// A named entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Tokens, half-open.
    pub tokens: Range<u32>,
    /// What it names (OntoNotes 5).
    pub label: EntityLabel,
}

/// Tokens, tree and entities of one text. Token `i` is `tokens[i]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// The tokens in order; together with single blanks they make up the whole text.
    pub tokens: Vec<Token>,
    /// The entities in order; none overlap.
    pub entities: Vec<Entity>,
    /// The lemmas' letters, addressed by [`Token::lemma`].
    pub lemmas: String,
    /// The pipeline's sets of features (`Number=Sing|Person=3`), addressed by [`Token::morph`].
    pub morphs: Arc<[Box<str>]>,
}

impl Analysis {
    /// The lemma of token `i`.
    ///
    /// # Panics
    /// Where there is no token `i`.
    pub fn lemma(&self, i: usize) -> &str {
        &self.lemmas[self.tokens[i].lemma.range()]
    }

    /// The morphological features of token `i`, as Universal Dependencies write them; empty where there are none.
    ///
    /// # Panics
    /// Where there is no token `i`.
    pub fn morph(&self, i: usize) -> &str {
        self.morphs.get(usize::from(self.tokens[i].morph.0)).map_or("", |features| features)
    }

    /// The sentences as ranges of tokens, in order, covering every token.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            if start >= self.tokens.len() {
                return None;
            }
            let end =
                (start + 1..self.tokens.len()).find(|&i| self.tokens[i].sentence_start).unwrap_or(self.tokens.len());
            Some(std::mem::replace(&mut start, end)..end)
        })
    }
}
