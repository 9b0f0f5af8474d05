//! Tokens to vectors: hashed embeddings, mixed, then read in their context.
//!
//! A word's mixed embedding, and what it adds to the first layer as left neighbour, as itself and as right neighbour, depend on
//! the word alone (and on whether a blank follows), so [`Embeddings`] keeps them. The context is as many tokens to either side as
//! there are layers, so a long text is read in windows without any loss.

use std::ops::Range;

use crate::embeddings::{EMBEDDING, Embeddings, MIX_STRIDE, PART, Parts};
use crate::error::ModelError;
use crate::file::{Bytes, Floats, ModelFile};
use crate::kernels::{Kernels, Maxout, ROWS, maxout_sizes};
use crate::lexicon::{Lexeme, Lexicon};
use crate::spec::{Attribute, EncoderSpec, WIDTH};
use crate::strings::embedding_keys;
use crate::tokenizer::RawToken;

/// The tables and layers of one encoder.
#[derive(Debug)]
pub(crate) struct Encoder {
    tables: Vec<Table>,
    vectors: Option<Vectors>,
    mix: Maxout,
    first: Maxout,
    others: Vec<Maxout>,
    /// Whether an embedding depends on the blank that follows.
    sees_blank: bool,
}

#[derive(Debug)]
struct Table {
    attribute: Attribute,
    seed: u32,
    rows: u32,
    numbers: Floats,
}

/// Word vectors by the number of the spelling, already multiplied by the encoder's weights.
#[derive(Debug)]
struct Vectors {
    keys: Bytes,
    rows: Bytes,
    numbers: Floats,
}

/// Working memory of an encoder.
#[derive(Debug, Default)]
pub(crate) struct EncoderScratch {
    inputs: Vec<f32>,
    parts: Parts,
    /// The embedding of each token of the window and its surroundings.
    rows: Vec<u32>,
    layers: [Vec<f32>; 2],
}

impl EncoderScratch {
    /// The vectors of the window encoded last: `WIDTH` numbers for each token, then at least seven more rows.
    pub(crate) fn vectors(&self, encoder: &Encoder) -> &[f32] {
        &self.layers[encoder.others.len() % 2]
    }
}

impl Encoder {
    pub(crate) fn open(file: &ModelFile, spec: &EncoderSpec, prefix: &str) -> Result<Self, ModelError> {
        let table = |(number, table): (usize, &crate::spec::TableSpec)| {
            let numbers = file.floats(&format!("{prefix}.table.{number}"), table.rows as usize * WIDTH)?;
            let &crate::spec::TableSpec { attribute, seed, rows } = table;
            if rows == 0 { Err(ModelError::Truncated) } else { Ok(Table { attribute, seed, rows, numbers }) }
        };
        let tables: Result<Vec<_>, _> = spec.tables.iter().enumerate().map(table).collect();
        let vectors = if spec.vectors { Some(Vectors::open(file, prefix)?) } else { None };
        let layer = |number: usize, inputs: usize| {
            let (weights, bias) = maxout_sizes(inputs);
            let array = |name: &str, len: usize| file.floats(&format!("{prefix}.layer.{number}.{name}"), len);
            let (gain, shift) = (array("gain", WIDTH)?, array("shift", WIDTH)?);
            Ok(Maxout { inputs, weights: array("weights", weights)?, bias: array("bias", bias)?, gain, shift })
        };
        let mixed = WIDTH * (spec.tables.len() + usize::from(spec.vectors));
        if mixed > MIX_STRIDE || spec.layers == 0 {
            return Err(ModelError::Unsupported("its encoder has too many inputs, or no layers".into()));
        }
        let others: Result<Vec<_>, ModelError> = (2..=spec.layers).map(|number| layer(number, 3 * WIDTH)).collect();
        Ok(Self {
            tables: tables?,
            vectors,
            mix: layer(0, mixed)?,
            first: layer(1, 3 * WIDTH)?,
            others: others?,
            sees_blank: spec.tables.iter().any(|table| table.attribute == Attribute::Spacy),
        })
    }

    /// The layers, which is as many tokens as a vector depends on to either side.
    pub(crate) fn depth(&self) -> usize {
        self.others.len() + 1
    }

    /// Encodes the tokens of `window`; the result is in [`EncoderScratch::vectors`].
    ///
    /// What lies outside of `tokens` counts as padding.
    pub(crate) fn encode(
        &self,
        tokens: &[RawToken],
        window: Range<usize>,
        lexicon: &Lexicon,
        kernels: Kernels,
        embeddings: &mut Embeddings,
        scratch: &mut EncoderScratch,
    ) {
        let depth = self.depth();
        let count = window.len() + 2 * depth;
        self.embed(tokens, window.start..window.start + count, lexicon, kernels, embeddings, scratch);
        let EncoderScratch { rows, layers: [from, to], .. } = scratch;
        for layer in [&mut *from, &mut *to] {
            layer.resize(layer.len().max((count + 2 * ROWS) * WIDTH), 0.0);
        }
        kernels.first(&self.first, embeddings.numbers(), rows, from);
        let (mut from, mut to) = (from, to);
        for (number, layer) in (2..).zip(&self.others) {
            let rows = (count - 2 * number).next_multiple_of(ROWS);
            kernels.window(layer, from, rows, to);
            std::mem::swap(&mut from, &mut to);
        }
    }

    /// Finds or computes the embeddings of the tokens `around` a window, counted from as many before the first as there are layers.
    fn embed(
        &self,
        tokens: &[RawToken],
        around: Range<usize>,
        lexicon: &Lexicon,
        kernels: Kernels,
        embeddings: &mut Embeddings,
        scratch: &mut EncoderScratch,
    ) {
        let depth = self.depth();
        embeddings.begin(lexicon.len(), || {
            let mut padding = [0.0; EMBEDDING];
            padding[WIDTH + PART..][..PART].copy_from_slice(&self.first.bias);
            padding
        });
        scratch.rows.clear();
        for place in around {
            let token = place.checked_sub(depth).and_then(|place| tokens.get(place));
            scratch.rows.push(match token {
                Some(token) if token.lexeme != RawToken::PADDING => {
                    embeddings.place(token.lexeme, self.sees_blank && token.space_after)
                }
                _ => 0,
            });
        }
        let misses = embeddings.misses();
        if misses.is_empty() {
            return;
        }
        let EncoderScratch { inputs, parts, .. } = scratch;
        inputs.resize(inputs.len().max(misses.len().next_multiple_of(ROWS) * MIX_STRIDE), 0.0);
        for (miss, input) in misses.iter().zip(inputs.chunks_exact_mut(MIX_STRIDE)) {
            self.gather(lexicon.get(miss.lexeme), miss.blank, input);
        }
        embeddings.fill(&self.mix, &self.first, inputs, kernels, parts);
    }

    /// Writes the embeddings of a word, one attribute after the other.
    fn gather(&self, lexeme: &Lexeme, blank: bool, out: &mut [f32]) {
        let (outs, _) = out.as_chunks_mut::<WIDTH>();
        let (own, vector) = outs.split_at_mut(self.tables.len());
        for (table, out) in self.tables.iter().zip(own) {
            let value = match table.attribute {
                Attribute::Norm => lexeme.attributes.norm,
                Attribute::Prefix => lexeme.attributes.prefix,
                Attribute::Suffix => lexeme.attributes.suffix,
                Attribute::Shape => lexeme.attributes.shape,
                Attribute::Spacy => u64::from(blank),
                Attribute::IsSpace => u64::from(lexeme.attributes.is_space),
            };
            *out = [0.0; WIDTH];
            let numbers: &[f32] = &table.numbers;
            for key in embedding_keys(value, table.seed) {
                let row = &numbers[(key % table.rows) as usize * WIDTH..][..WIDTH];
                out.iter_mut().zip(row).for_each(|(out, number)| *out += number);
            }
        }
        if let (Some(vectors), Some(out)) = (&self.vectors, vector.first_mut()) {
            match vectors.row(lexeme.spelling) {
                Some(row) => out.copy_from_slice(row),
                None => out.fill(0.0),
            }
        }
    }
}

impl Vectors {
    fn open(file: &ModelFile, prefix: &str) -> Result<Self, ModelError> {
        let name = format!("{prefix}.vectors");
        let count = file.bytes(&name)?.as_ref().len() / (4 * WIDTH);
        let (keys, rows) = (file.bytes("vectors.keys")?, file.bytes("vectors.rows")?);
        if keys.as_ref().len() == 2 * rows.as_ref().len() {
            Ok(Self { keys, rows, numbers: file.floats(&name, count * WIDTH)? })
        } else {
            Err(ModelError::Array { name: "vectors.keys".into() })
        }
    }

    fn row(&self, spelling: u64) -> Option<&[f32]> {
        let (keys, _) = self.keys.as_ref().as_chunks::<8>();
        let place = keys.binary_search_by_key(&spelling, |&key| u64::from_le_bytes(key)).ok()?;
        let row = u32::from_le_bytes(*self.rows.as_ref().as_chunks::<4>().0.get(place)?) as usize;
        self.numbers.get(row * WIDTH..(row + 1) * WIDTH)
    }
}
