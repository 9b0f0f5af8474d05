//! A pipeline from text to analysis.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rapporteur_record::Span;

use crate::analysis::{Analysis, Morph, Token};
use crate::embeddings::Embeddings;
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

/// Tokens that are encoded at a time.
const WINDOW: usize = 1024;
/// Tokens whose features are computed at a time.
const PIECE: usize = 256;
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
    tokens: Vec<RawToken>,
    /// The tokens of all texts of a batch, with padding in between.
    raw: Vec<RawToken>,
    /// Where in `raw` each text lies.
    texts: Vec<Range<usize>>,
    encoder: EncoderScratch,
    embeddings: Embeddings,
    /// For tokens that were passed before.
    earlier: EncoderScratch,
    tag_scores: Vec<f32>,
    tags: Vec<Tag>,
    features: FeatureScratch,
    parser: ParserScratch,
    trees: Vec<Tree>,
    recogniser_embeddings: Embeddings,
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
        self.analyse_all_with(&[text], scratch).pop().unwrap_or_default()
    }

    /// Analyses several texts, each by itself; short ones are read faster together.
    pub fn analyse_all<T: AsRef<str>>(&self, texts: &[T]) -> Vec<Analysis> {
        let mut scratch = self.borrow_scratch();
        let analyses = self.analyse_all_with(texts, &mut scratch);
        self.return_scratch(scratch);
        analyses
    }

    /// As [`Self::analyse_all`], with working memory of the caller's.
    pub fn analyse_all_with<T: AsRef<str>>(&self, texts: &[T], scratch: &mut Scratch) -> Vec<Analysis> {
        const MOST_BYTES: usize = u32::MAX as usize;
        let readable = |text: &T| -> usize { text.as_ref().floor_char_boundary(text.as_ref().len().min(MOST_BYTES)) };
        let texts: Vec<&str> = texts.iter().map(|text| &text.as_ref()[..readable(text)]).collect();
        let empty = || Analysis { morphs: Arc::clone(&self.morphs), ..Analysis::default() };
        let mut analyses: Vec<Analysis> = texts.iter().map(|_| empty()).collect();
        self.tokenize(&texts, scratch);
        self.tag_and_parse(scratch);
        self.recognise(scratch, &mut analyses);
        for (number, (text, analysis)) in texts.into_iter().zip(&mut analyses).enumerate() {
            self.judge(number, text, scratch, analysis);
        }
        analyses
    }

    /// Working memory that is warm, if there is any.
    pub(crate) fn borrow_scratch(&self) -> Scratch {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Keeps `scratch` for the next text.
    pub(crate) fn return_scratch(&self, scratch: Scratch) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
    }

    fn tokenize(&self, texts: &[&str], scratch: &mut Scratch) {
        let full = |lexicon: &Lexicon| lexicon.len() > MOST_WORDS || scratch.tokenizer.chunks.is_full();
        if scratch.lexicon.as_ref().is_none_or(full) {
            scratch.tokenizer.chunks.forget();
            scratch.embeddings.forget();
            scratch.recogniser_embeddings.forget();
            scratch.lemmas.forget();
            scratch.lexicon = Some(self.lexicon.clone());
        }
        let Scratch { lexicon, tokenizer, tokens, raw, texts: ranges, .. } = scratch;
        let lexicon = lexicon.get_or_insert_default();
        raw.clear();
        ranges.clear();
        for text in texts {
            if !raw.is_empty() {
                let padding = RawToken { lexeme: RawToken::PADDING, start: 0, end: 0, space_after: false };
                raw.resize(raw.len() + self.encoder.depth().max(self.recogniser_encoder.depth()), padding);
            }
            self.tokenizer.tokenize(text, &self.vocabulary, lexicon, tokenizer, tokens);
            ranges.push(raw.len()..raw.len() + tokens.len());
            raw.extend_from_slice(tokens);
        }
    }

    fn tag_and_parse(&self, scratch: &mut Scratch) {
        scratch.tags.clear();
        scratch.trees.resize_with(scratch.trees.len().max(scratch.texts.len()), Tree::default);
        scratch.trees.iter_mut().for_each(Tree::clear);
        for window in windows(&scratch.raw, WINDOW) {
            let Scratch { lexicon, raw, encoder, embeddings, tag_scores, tags, .. } = scratch;
            self.encoder.encode(
                raw,
                window.clone(),
                lexicon.get_or_insert_default(),
                self.kernels,
                embeddings,
                encoder,
            );
            self.tag(encoder.vectors(&self.encoder), window.len(), tag_scores, tags);
            for (number, piece) in pieces(&scratch.texts, &window) {
                self.parse(number, piece, window.start, scratch);
            }
        }
    }

    /// Parses a piece of a text, whose vectors are those of the window that begins at `window_start`.
    fn parse(&self, number: usize, piece: Range<usize>, window_start: usize, scratch: &mut Scratch) {
        let Scratch { lexicon, raw, texts, encoder, embeddings, earlier, features, parser, trees, .. } = scratch;
        let (lexicon, kernels, text) = (lexicon.get_or_insert_default(), self.kernels, texts[number].clone());
        if piece.start == text.start {
            parser.begin(text.len());
        }
        for start in piece.clone().step_by(PIECE) {
            let part = start..piece.end.min(start + PIECE);
            let vectors = &encoder.vectors(&self.encoder)[(part.start - window_start) * WIDTH..];
            self.parser.network.precompute(vectors, part.len(), kernels, features);
            parser.enter(part.end - text.start, features);
            while let Pause::Token(token) = self.parser.advance(parser, kernels) {
                let block = parser.block(token);
                let range = text.start + block.start as usize..text.start + block.end as usize;
                self.encoder.encode(raw, range.clone(), lexicon, kernels, embeddings, earlier);
                self.parser.network.precompute(earlier.vectors(&self.encoder), range.len(), kernels, features);
                parser.supply(block, features);
            }
        }
        if piece.end == text.end {
            let tree = &mut trees[number];
            self.parser.finish(parser, &mut tree.heads, &mut tree.dependencies);
            tree.finish(|token| lexicon.get(raw[text.start + token].lexeme).attributes.is_space);
        }
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

    fn recognise(&self, scratch: &mut Scratch, analyses: &mut [Analysis]) {
        let Scratch { lexicon, raw, texts, encoder, recogniser_embeddings, recogniser, trees, .. } = scratch;
        let (lexicon, kernels) = (lexicon.get_or_insert_default(), self.kernels);
        for window in windows(raw, WINDOW) {
            self.recogniser_encoder.encode(raw, window.clone(), lexicon, kernels, recogniser_embeddings, encoder);
            for (number, piece) in pieces(texts, &window) {
                let text = texts[number].clone();
                if piece.start == text.start {
                    Recogniser::begin(recogniser);
                }
                for start in piece.clone().step_by(PIECE) {
                    let part = start..piece.end.min(start + PIECE);
                    let vectors = &encoder.vectors(&self.recogniser_encoder)[(part.start - window.start) * WIDTH..];
                    self.recogniser.network.precompute(vectors, part.len(), kernels, &mut recogniser.features);
                    let about = |token: usize| {
                        let starts_sentence = *trees[number].sentence_starts.get(token)?;
                        let is_space = lexicon.get(raw[text.start + token].lexeme).attributes.is_space;
                        Some(About { is_space, starts_sentence })
                    };
                    let part = part.start - text.start..part.end - text.start;
                    self.recogniser.advance(part, about, recogniser, kernels, &mut analyses[number].entities);
                }
            }
        }
    }

    /// Applies the attribute ruler and the lemmatizer, and writes the tokens.
    fn judge(&self, number: usize, text: &str, scratch: &mut Scratch, analysis: &mut Analysis) {
        let Scratch { lexicon, raw, texts, tags, trees, looks, ruler, lemmas, .. } = scratch;
        let lexicon = lexicon.get_or_insert_default();
        let (raw, tags, tree) = (&raw[texts[number].clone()], &tags[texts[number].clone()], &trees[number]);
        looks.clear();
        looks.extend(raw.iter().zip(tags).zip(&tree.dependencies).map(|((token, &tag), dependency)| {
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

/// Stretches of at most `size` tokens.
fn windows(raw: &[RawToken], size: usize) -> impl Iterator<Item = Range<usize>> + use<> {
    let end = raw.len();
    (0..end).step_by(size).map(move |start| start..end.min(start + size))
}

/// The texts that have tokens in `window`, each by its number with these tokens.
fn pieces(texts: &[Range<usize>], window: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
    let within =
        texts.partition_point(|text| text.end <= window.start)..texts.partition_point(|text| text.start < window.end);
    let texts: Vec<Range<usize>> = texts.get(within.clone()).unwrap_or_default().to_vec();
    let window = window.clone();
    let cut = move |text: Range<usize>| text.start.max(window.start)..text.end.min(window.end);
    within.zip(texts).map(move |(number, text)| (number, cut(text))).filter(|(_, piece)| !piece.is_empty())
}
