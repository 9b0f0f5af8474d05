//! A pipeline from text to analysis.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use crate::encoder::Encoder;
use crate::error::ModelError;
use crate::file::{ModelFile, Store};
use crate::kernels::{Instructions, Kernels, Linear};
use crate::labels::Tag;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Norms;
use crate::lexicon::{Lexicon, Vocabulary};
use crate::parser::Parser;
use crate::recogniser::Recogniser;
use crate::ruler::AttributeRuler;
use crate::scratch::Scratch;
use crate::spec::WIDTH;
use crate::tokenizer::Tokenizer;
use crate::transitions::open_linear;

/// Aligns an embedded file as its arrays need it.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../models/en_core_web_sm-3.8.0.rapporteur"));

/// A spaCy English pipeline, ready to read texts.
///
/// It is shared freely between threads.
#[derive(Debug)]
pub struct Pipeline {
    /// No other pipeline has it, so that working memory knows whose words it remembers.
    pub(crate) id: u64,
    name: Box<str>,
    version: Box<str>,
    licence: Box<str>,
    pub(crate) vocabulary: Vocabulary,
    /// The words of the tokenizer's exceptions.
    pub(crate) lexicon: Lexicon,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) encoder: Encoder,
    pub(crate) tagger: Linear,
    pub(crate) tags: Vec<Tag>,
    pub(crate) parser: Parser,
    pub(crate) ruler: AttributeRuler,
    pub(crate) lemmatizer: Lemmatizer,
    pub(crate) recogniser_encoder: Encoder,
    pub(crate) recogniser: Recogniser,
    pub(crate) morphs: Arc<[Box<str>]>,
    pub(crate) kernels: Kernels,
    pub(crate) idle: Mutex<Vec<Scratch>>,
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
            id: next_id(),
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
        Some(Self { id: next_id(), kernels: Kernels::new(instructions)?, ..self })
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
}

fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
