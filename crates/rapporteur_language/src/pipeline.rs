//! A pipeline from text to analysis.

use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rapporteur_record::Span;

use crate::analysis::{Analysis, Morph, Token};
use crate::encoder::{Encoder, EncoderScratch};
use crate::error::ModelError;
use crate::file::{ModelFile, Store};
use crate::kernels::{Instructions, Kernels, Linear, ROWS};
use crate::labels::{Pos, Tag};
use crate::lemmas::LemmaCache;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Norms;
use crate::lexicon::{Lexicon, Vocabulary};
use crate::parser::{Parser, ParserScratch, Pause};
use crate::recogniser::{About, Recogniser, RecogniserScratch};
use crate::ruler::{AttributeRuler, Look, RulerScratch};
use crate::spec::WIDTH;
use crate::tokenizer::{RawToken, Tokenizer, TokenizerScratch};
use crate::transitions::{FeatureScratch, open_linear};
use crate::tree::Tree;

/// Tokens that are read at a time.
const WINDOW: usize = 256;
/// Words of which a scratch forgets everything before the next text.
const MOST_WORDS: usize = 32_768;

/// Aligns an embedded file as its arrays need it.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../models/en_core_web_sm-3.8.0.rapporteur"));

/// A spaCy English pipeline, ready to read texts.
///
/// It is shared freely between threads.
#[derive(Debug)]
pub struct Pipeline {
    name: Box<str>,
    version: Box<str>,
    licence: Box<str>,
    vocabulary: Vocabulary,
    /// The words of the tokenizer's exceptions.
    lexicon: Lexicon,
    tokenizer: Tokenizer,
    encoder: Encoder,
    tagger: Linear,
    tags: Vec<Tag>,
    parser: Parser,
    ruler: AttributeRuler,
    lemmatizer: Lemmatizer,
    recogniser_encoder: Encoder,
    recogniser: Recogniser,
    morphs: Arc<[Box<str>]>,
    kernels: Kernels,
    idle: Mutex<Vec<Scratch>>,
}

/// Working memory of one thread: what it remembers of words, and buffers.
///
/// What a scratch has read before never changes a result. It holds at most a fixed number of words between texts.
#[derive(Debug, Default)]
pub struct Scratch {
    lexicon: Option<Lexicon>,
    tokenizer: TokenizerScratch,
    raw: Vec<RawToken>,
    encoder: EncoderScratch,
    recogniser_encoder: EncoderScratch,
    tag_scores: Vec<f32>,
    tags: Vec<Tag>,
    parser: ParserScratch,
    features: FeatureScratch,
    tree: Tree,
    recogniser: RecogniserScratch,
    looks: Vec<Look>,
    ruler: RulerScratch,
    lemmas: LemmaCache,
}

impl Pipeline {
    /// The pipeline inside this program, `en_core_web_sm`; it is prepared at its first use.
    pub fn embedded() -> &'static Self {
        static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
            Pipeline::load(Store::Embedded(&EMBEDDED.0)).expect("the embedded model was tested with this program")
        });
        &PIPELINE
    }

    /// A pipeline from the bytes of a model file.
    ///
    /// # Errors
    /// Where the bytes are not a model that this version can run.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::load(Store::copy(bytes))
    }

    /// A pipeline from a model file, which is mapped into memory and should not change while it is in use.
    ///
    /// # Errors
    /// Where the file cannot be read, or is not a model that this version can run.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let error = |source| ModelError::Io { path: path.into(), source };
        let file = std::fs::File::open(path).map_err(error)?;
        // SAFETY: the map is only read. Another program that cuts the file short while it is mapped may end this one, as the
        // documentation says; no reference outlives the map.
        #[expect(unsafe_code, reason = "mapping a file is the only way to use large vectors without reading them all")]
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(error)?;
        Self::load(Store::Mapped(map))
    }

    fn load(store: Store) -> Result<Self, ModelError> {
        let file = ModelFile::open(store)?;
        let header = &file.header;
        let norms = header.norms.iter().map(|(spelling, norm)| (*spelling, norm.as_str().into()));
        let mut vocabulary = Vocabulary { norms: Norms::new(norms), ..Vocabulary::default() };
        let ruler = AttributeRuler::open(&header.rules, &mut vocabulary.ruler_words)?;
        let mut lexicon = Lexicon::default();
        let tokenizer = Tokenizer::open(&header.tokenizer, &mut vocabulary, &mut lexicon)?;
        let tag = |name: &String| {
            Tag::from_name(name).ok_or_else(|| ModelError::UnknownLabel { kind: "tag", name: name.clone() })
        };
        let tags: Result<Vec<_>, _> = header.tags.iter().map(tag).collect();
        Ok(Self {
            name: header.name.as_str().into(),
            version: header.version.as_str().into(),
            licence: header.licence.as_str().into(),
            encoder: Encoder::open(&file, &header.encoder, "encoder")?,
            tagger: open_linear(&file, "tagger", WIDTH, header.tags.len())?,
            tags: tags?,
            parser: Parser::open(&file, &header.parser)?,
            lemmatizer: Lemmatizer::open(&file)?,
            recogniser_encoder: Encoder::open(&file, &header.recogniser_encoder, "recogniser_encoder")?,
            recogniser: Recogniser::open(&file, &header.recogniser)?,
            morphs: ruler.morphs.iter().cloned().collect(),
            ruler,
            tokenizer,
            vocabulary,
            lexicon,
            kernels: Kernels::fastest(),
            idle: Mutex::default(),
        })
    }

    /// The same pipeline, computing with `instructions`; `None` where the processor lacks them.
    pub fn with_instructions(self, instructions: Instructions) -> Option<Self> {
        Some(Self { kernels: Kernels::new(instructions)?, ..self })
    }

    /// The instructions that the pipeline computes with.
    pub fn instructions(&self) -> Instructions {
        self.kernels.instructions()
    }

    /// The name that its makers gave it, with the language before it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version that its makers gave it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The licence of the model.
    pub fn licence(&self) -> &str {
        &self.licence
    }

    /// Analyses one text. Any text will do; of one over 4 GiB, only as much as spans can address is read.
    pub fn analyse(&self, text: &str) -> Analysis {
        let mut scratch = self.borrow_scratch();
        let analysis = self.analyse_with(text, &mut scratch);
        self.return_scratch(scratch);
        analysis
    }

    /// Analyses one text with working memory of the caller's.
    pub fn analyse_with(&self, text: &str, scratch: &mut Scratch) -> Analysis {
        const MOST_BYTES: usize = u32::MAX as usize;
        let text = &text[..text.floor_char_boundary(text.len().min(MOST_BYTES))];
        self.tokenize(text, scratch);
        self.tag_and_parse(scratch);
        let mut analysis = Analysis { morphs: Arc::clone(&self.morphs), ..Analysis::default() };
        self.recognise(scratch, &mut analysis);
        self.judge(text, scratch, &mut analysis);
        analysis
    }

    /// Working memory that is warm, if there is any.
    pub(crate) fn borrow_scratch(&self) -> Scratch {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Keeps `scratch` for the next text.
    pub(crate) fn return_scratch(&self, scratch: Scratch) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
    }

    fn tokenize(&self, text: &str, scratch: &mut Scratch) {
        let full = scratch.lexicon.as_ref().is_none_or(|lexicon| lexicon.len() > MOST_WORDS)
            || scratch.tokenizer.chunks.is_full();
        if full {
            scratch.tokenizer.chunks.forget();
            scratch.encoder.forget();
            scratch.recogniser_encoder.forget();
            scratch.lemmas.forget();
            scratch.lexicon = Some(self.lexicon.clone());
        }
        let Scratch { lexicon, tokenizer, raw, .. } = scratch;
        let lexicon = lexicon.get_or_insert_default();
        self.tokenizer.tokenize(text, &self.vocabulary, lexicon, tokenizer, raw);
    }

    fn tag_and_parse(&self, scratch: &mut Scratch) {
        let Scratch { lexicon, raw, encoder, tag_scores, tags, parser, features, tree, .. } = scratch;
        let lexicon = lexicon.get_or_insert_default();
        let kernels = self.kernels;
        tags.clear();
        parser.begin(raw.len());
        for start in (0..raw.len()).step_by(WINDOW) {
            let window = start..raw.len().min(start + WINDOW);
            self.encoder.encode(raw, window.clone(), lexicon, kernels, encoder);
            let vectors = encoder.vectors(&self.encoder);
            self.tag(vectors, window.len(), tag_scores, tags);
            self.parser.network.precompute(vectors, window.len(), kernels, features);
            parser.enter(window.end, features);
            while let Pause::Token(token) = self.parser.advance(parser, kernels) {
                let block = parser.block(token);
                let range = block.start as usize..block.end as usize;
                self.encoder.encode(raw, range.clone(), lexicon, kernels, encoder);
                self.parser.network.precompute(encoder.vectors(&self.encoder), range.len(), kernels, features);
                parser.supply(block, features);
            }
        }
        self.parser.finish(parser, &mut tree.heads, &mut tree.dependencies);
        tree.finish(|token| lexicon.get(raw[token].lexeme).attributes.is_space);
    }

    fn tag(&self, vectors: &[f32], count: usize, scores: &mut Vec<f32>, tags: &mut Vec<Tag>) {
        let rows = count.next_multiple_of(ROWS);
        scores.resize(scores.len().max(rows * self.tagger.outputs), 0.0);
        self.kernels.linear(&self.tagger, vectors, rows, scores);
        for scores in scores.chunks_exact(self.tagger.outputs).take(count) {
            let scores = &scores[..self.tags.len()];
            let best = (1..scores.len()).fold(0, |best, tag| if scores[tag] > scores[best] { tag } else { best });
            tags.push(self.tags[best]);
        }
    }

    fn recognise(&self, scratch: &mut Scratch, analysis: &mut Analysis) {
        let Scratch { lexicon, raw, recogniser_encoder, recogniser, tree, .. } = scratch;
        let lexicon = lexicon.get_or_insert_default();
        Recogniser::begin(recogniser);
        for start in (0..raw.len()).step_by(WINDOW) {
            let window = start..raw.len().min(start + WINDOW);
            self.recogniser_encoder.encode(raw, window.clone(), lexicon, self.kernels, recogniser_encoder);
            let vectors = recogniser_encoder.vectors(&self.recogniser_encoder);
            self.recogniser.network.precompute(vectors, window.len(), self.kernels, &mut recogniser.features);
            let about = |token: usize| {
                let is_space = lexicon.get(raw.get(token)?.lexeme).attributes.is_space;
                Some(About { is_space, starts_sentence: tree.sentence_starts[token] })
            };
            self.recogniser.advance(window, about, recogniser, self.kernels, &mut analysis.entities);
        }
    }

    /// Applies the attribute ruler and the lemmatizer, and writes the tokens.
    fn judge(&self, text: &str, scratch: &mut Scratch, analysis: &mut Analysis) {
        let Scratch { lexicon, raw, tags, tree, looks, ruler, lemmas, .. } = scratch;
        let lexicon = lexicon.get_or_insert_default();
        looks.clear();
        looks.extend(raw.iter().zip(&*tags).zip(&tree.dependencies).map(|((token, &tag), dependency)| {
            let lexeme = lexicon.get(token.lexeme);
            Look { tag, label: dependency.label, word: lexeme.ruler_word, is_space: lexeme.attributes.is_space }
        }));
        analysis.tokens.reserve_exact(raw.len());
        self.ruler.apply(looks, ruler, |token, verdict| {
            let RawToken { lexeme, start, end, space_after } = raw[token];
            // Every tag of the known pipelines has a part of speech.
            let pos = verdict.pos.unwrap_or(Pos::X);
            let from = analysis.lemmas.len();
            match usize::from(verdict.lemma).checked_sub(1) {
                Some(lemma) => analysis.lemmas.push_str(&self.ruler.lemmas[lemma]),
                None => {
                    let word = &text[start as usize..end as usize];
                    let compute = || self.lemmatizer.lemma(word, pos, &self.morphs[usize::from(verdict.morph)]);
                    lemmas.push((lexeme, pos, verdict.morph), compute, &mut analysis.lemmas);
                }
            }
            analysis.tokens.push(Token {
                span: Span { start, end },
                tag: verdict.tag,
                pos,
                morph: Morph(verdict.morph),
                head: tree.heads[token],
                label: verdict.label,
                sentence_start: token == 0 || tree.sentence_starts[token],
                space_after,
                lemma: Span::new(from, analysis.lemmas.len()),
            });
        });
    }
}
