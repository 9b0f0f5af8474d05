//! Working memory of a reading.

use std::ops::Range;
use std::sync::PoisonError;

use crate::embeddings::Embeddings;
use crate::encoder::EncoderScratch;
use crate::labels::Tag;
use crate::lemmas::LemmaCache;
use crate::lexicon::Lexicon;
use crate::parser::ParserScratch;
use crate::pipeline::Pipeline;
use crate::recogniser::RecogniserScratch;
use crate::ruler::{Look, RulerScratch};
use crate::tokenizer::{RawToken, TokenizerScratch};
use crate::transitions::FeatureScratch;
use crate::tree::Tree;

/// Words after which everything about words is forgotten before the next texts.
const MOST_WORDS: usize = 32_768;
/// Tokens of a reading after which its memory is given back.
const MOST_TOKENS: usize = 131_072;

/// Working memory of one thread: what it remembers of words, and buffers.
///
/// What a scratch has read before never changes a result. It holds at most a fixed number of words between texts.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The pipeline whose words are remembered.
    pipeline: u64,
    pub(crate) lexicon: Lexicon,
    pub(crate) tokenizer: TokenizerScratch,
    pub(crate) tokens: Vec<RawToken>,
    /// The tokens of all texts of a batch, with padding in between.
    pub(crate) raw: Vec<RawToken>,
    /// Where in `raw` each text lies.
    pub(crate) texts: Vec<Range<usize>>,
    pub(crate) encoder: EncoderScratch,
    pub(crate) embeddings: Embeddings,
    /// For tokens that were passed before.
    pub(crate) earlier: EncoderScratch,
    pub(crate) tag_scores: Vec<f32>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) features: FeatureScratch,
    pub(crate) parser: ParserScratch,
    pub(crate) trees: Vec<Tree>,
    pub(crate) recogniser_embeddings: Embeddings,
    pub(crate) recogniser: RecogniserScratch,
    pub(crate) looks: Vec<Look>,
    pub(crate) ruler: RulerScratch,
    pub(crate) lemmas: LemmaCache,
}

impl Scratch {
    /// Forgets what is known of words if they are another pipeline's, or too many.
    pub(crate) fn prepare(&mut self, pipeline: &Pipeline) {
        let known = self.pipeline == pipeline.id;
        if known && self.lexicon.len() <= MOST_WORDS && !self.tokenizer.chunks.is_full() {
            return;
        }
        self.pipeline = pipeline.id;
        self.lexicon = pipeline.lexicon.clone();
        self.tokenizer.chunks.forget();
        self.embeddings.forget();
        self.recogniser_embeddings.forget();
        self.lemmas.forget();
        if !known {
            self.ruler = RulerScratch::default();
        }
    }
}

impl Pipeline {
    /// Working memory that is warm, if there is any.
    pub(crate) fn borrow_scratch(&self) -> Scratch {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Keeps `scratch` for the next texts, unless a huge text has made it huge.
    pub(crate) fn return_scratch(&self, scratch: Scratch) {
        if scratch.raw.capacity() <= MOST_TOKENS {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        }
    }
}
