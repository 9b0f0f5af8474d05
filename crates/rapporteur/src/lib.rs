//! Reads official diplomatic texts and keeps the record: the library that wires the stages.
//!
//! Bytes become a document ([`rapporteur_text`]), each block of it is analysed ([`rapporteur_language`]), and document,
//! analyses and world ([`rapporteur_world`]) become a record ([`rapporteur_reader`]). A [`Reader`] holds what the stages
//! share; it is cheap to make, and any number of threads may read with one. It opens no file and looks at no clock: the
//! same bytes under the same name give the same record.
//!
//! ```
//! let reader = rapporteur::Reader::embedded();
//! let text = b"Readout\n\nOn 4 May 2017 the Foreign Minister of Norland urged Sudmark to sign the agreement.\n";
//! let reading = reader.read(text, &rapporteur::Source { name: "readout.txt", ..Default::default() })?;
//! assert_eq!(reading.record.acts[0].act_type.as_str(), "appeal");
//! # Ok::<(), rapporteur::ReadError>(())
//! ```

use std::num::NonZero;

use rapporteur_language::{Analysis, Pipeline};
use rapporteur_record::{ReaderVersions, Record};
use rapporteur_text::{DEFAULT_MAX_BYTES, Diagnostic, Document, MediaType, Options, TextError};
use rapporteur_world::World;

pub use rapporteur_language as language;
pub use rapporteur_record as record;
pub use rapporteur_text as text;
pub use rapporteur_world as world;

/// The version of the program that records carry.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What reading needs besides the text: a language pipeline and a world.
#[derive(Clone, Copy)]
pub struct Reader<'r> {
    pipeline: &'r Pipeline,
    world: &'r World,
}

/// What is known of a source besides its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    /// Its name, which records carry; its ending tells the media type where that is not given.
    pub name: &'s str,
    /// The media type, where it is known.
    pub media_type: Option<MediaType>,
    /// The largest source that is read, in bytes.
    pub max_bytes: usize,
}

impl Default for Source<'_> {
    fn default() -> Self {
        Self { name: "", media_type: None, max_bytes: DEFAULT_MAX_BYTES }
    }
}

/// One source, read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the document reports.
    pub record: Record,
    /// What was odd about the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why a source could not be read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ReadError(#[from] TextError);

impl Reader<'static> {
    /// A reader with the pipeline and the world that come with the program.
    pub fn embedded() -> Self {
        Self { pipeline: Pipeline::embedded(), world: World::embedded() }
    }
}

impl<'r> Reader<'r> {
    /// A reader with a pipeline and a world of the caller's.
    pub fn new(pipeline: &'r Pipeline, world: &'r World) -> Self {
        Self { pipeline, world }
    }

    /// The world that it knows.
    pub fn world(&self) -> &'r World {
        self.world
    }

    /// What makes this reader's records: they carry it.
    pub fn versions(&self) -> ReaderVersions {
        ReaderVersions {
            version: VERSION.to_owned(),
            model: format!("{}-{}", self.pipeline.name(), self.pipeline.version()),
            world: self.world.version().to_owned(),
            lexicon: rapporteur_reader::LEXICON_VERSION.to_owned(),
        }
    }

    /// Reads one source.
    ///
    /// # Errors
    /// Where the bytes are no text: empty, binary, or larger than the source allows. Odd text is told in
    /// [`Reading::diagnostics`] and read all the same.
    pub fn read(&self, bytes: &[u8], source: &Source<'_>) -> Result<Reading, ReadError> {
        let (document, diagnostics) = document(bytes, source)?;
        let analyses = self.analyse(&document);
        let record = rapporteur_reader::read(&document, &analyses, self.world, self.versions());
        Ok(Reading { record, diagnostics })
    }

    /// Analyses each block of a document, in the order of the blocks; what is not read has an empty analysis.
    pub fn analyse(&self, document: &Document) -> Vec<Analysis> {
        let mut analyses = vec![Analysis::default(); document.blocks.len()];
        let is_analysed = |number: &usize| rapporteur_reader::is_analysed(document.blocks[*number].kind);
        let mut numbers = (0..document.blocks.len()).filter(is_analysed);
        let texts = numbers
            .clone()
            .map(|number| rapporteur_reader::straighten(document.content(&document.blocks[number])).text);
        // Blocks are short: several are read together.
        self.pipeline.pipe(texts, NonZero::<usize>::MIN, |_, analysis| {
            if let Some(number) = numbers.next() {
                analyses[number] = analysis;
            }
        });
        analyses
    }
}

/// Bytes of a source to a document.
///
/// # Errors
/// As [`Reader::read`].
pub fn document(bytes: &[u8], source: &Source<'_>) -> Result<(Document, Vec<Diagnostic>), ReadError> {
    let options = Options { media_type: source.media_type, name: Some(source.name), max_bytes: source.max_bytes };
    Ok(rapporteur_text::read(bytes, &options)?)
}
