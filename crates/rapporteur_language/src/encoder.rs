//! Tokens to vectors: hashed embeddings, mixed, then read in their context.
//!
//! A token's mixed embedding depends on the word alone (and on whether a blank follows), so it is kept for the words met.
//! The context is four tokens to either side, so a long text is read in windows without any loss.

use std::ops::Range;

use crate::error::ModelError;
use crate::file::{Bytes, Floats, ModelFile};
use crate::kernels::{Kernels, Maxout, ROWS, maxout_sizes};
use crate::lexicon::{Lexeme, Lexicon};
use crate::spec::{Attribute, EncoderSpec, WIDTH};
use crate::strings::embedding_keys;
use crate::tokenizer::RawToken;

/// Words whose embeddings are kept.
const KEPT: usize = 16_384;

/// The tables and layers of one encoder.
#[derive(Debug)]
pub(crate) struct Encoder {
    tables: Vec<Table>,
    vectors: Option<Vectors>,
    mix: Maxout,
    layers: Vec<Maxout>,
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

/// Embeddings that were computed before, and working memory.
#[derive(Debug, Default)]
pub(crate) struct EncoderScratch {
    /// For each word, without and with a blank: one more than its row in `kept`, or 0.
    places: Vec<[u32; 2]>,
    kept: Vec<f32>,
    /// How many rows of `kept` are in use.
    used: usize,
    /// For each token of the window, its row in `kept`.
    rows: Vec<usize>,
    misses: Vec<(usize, u32, bool)>,
    inputs: Vec<f32>,
    mixed: Vec<f32>,
    layers: [Vec<f32>; 2],
}

impl EncoderScratch {
    /// Forgets the embeddings of all words.
    pub(crate) fn forget(&mut self) {
        self.places.clear();
        self.used = 0;
    }

    /// The vectors of the window encoded last: `WIDTH` numbers for each token, then at least seven more rows.
    pub(crate) fn vectors(&self, encoder: &Encoder) -> &[f32] {
        let depth = encoder.layers.len();
        &self.layers[depth % 2][depth * WIDTH..]
    }
}

impl Encoder {
    pub(crate) fn open(file: &ModelFile, spec: &EncoderSpec, prefix: &str) -> Result<Self, ModelError> {
        let table = |(number, table): (usize, &crate::spec::TableSpec)| {
            let numbers = file.floats(&format!("{prefix}.table.{number}"), table.rows as usize * WIDTH)?;
            if table.rows == 0 {
                Err(ModelError::Truncated)
            } else {
                Ok(Table { attribute: table.attribute, seed: table.seed, rows: table.rows, numbers })
            }
        };
        let tables: Result<Vec<_>, _> = spec.tables.iter().enumerate().map(table).collect();
        let vectors = if spec.vectors { Some(Vectors::open(file, prefix)?) } else { None };
        let layer = |number: usize, inputs: usize| {
            let (weights, bias) = maxout_sizes(inputs);
            let array = |name: &str, len: usize| file.floats(&format!("{prefix}.layer.{number}.{name}"), len);
            let (gain, shift) = (array("gain", WIDTH)?, array("shift", WIDTH)?);
            Ok(Maxout { inputs, weights: array("weights", weights)?, bias: array("bias", bias)?, gain, shift })
        };
        let mix = layer(0, WIDTH * (spec.tables.len() + usize::from(spec.vectors)))?;
        let layers: Result<Vec<_>, ModelError> = (1..=spec.layers).map(|number| layer(number, 3 * WIDTH)).collect();
        let sees_blank = spec.tables.iter().any(|table| table.attribute == Attribute::Spacy);
        Ok(Self { tables: tables?, vectors, mix, layers: layers?, sees_blank })
    }

    /// Encodes the tokens of `window`; the result is in [`EncoderScratch::vectors`].
    pub(crate) fn encode(
        &self,
        tokens: &[RawToken],
        window: Range<usize>,
        lexicon: &Lexicon,
        kernels: Kernels,
        scratch: &mut EncoderScratch,
    ) {
        let depth = self.layers.len();
        // Rows outside the text are zero, as in the batches that the model was trained on; they pass through the layers.
        let count = window.len() + 2 * depth;
        let inside = window.start.saturating_sub(depth)..(window.end + depth).min(tokens.len());
        self.embed(&tokens[inside.clone()], lexicon, kernels, scratch);
        for layer in &mut scratch.layers {
            layer.resize(layer.len().max((count + 2 * ROWS) * WIDTH), 0.0);
        }
        let [first, second] = &mut scratch.layers;
        let offset = (depth - (window.start - inside.start)) * WIDTH;
        first[..offset].fill(0.0);
        let (_, body) = first.split_at_mut(offset);
        let (body, rest) = body.split_at_mut(inside.len() * WIDTH);
        for (row, out) in scratch.rows.iter().zip(body.chunks_exact_mut(WIDTH)) {
            out.copy_from_slice(&scratch.kept[row * WIDTH..][..WIDTH]);
        }
        rest[..count * WIDTH - offset - inside.len() * WIDTH].fill(0.0);
        let (mut from, mut to) = (first, second);
        for (number, layer) in self.layers.iter().enumerate() {
            let rows = (count - 2 * (number + 1)).next_multiple_of(ROWS);
            kernels.window(layer, &from[number * WIDTH..], rows, &mut to[(number + 1) * WIDTH..]);
            std::mem::swap(&mut from, &mut to);
        }
    }

    /// Finds or computes the mixed embeddings of `tokens`, and notes their rows.
    fn embed(&self, tokens: &[RawToken], lexicon: &Lexicon, kernels: Kernels, scratch: &mut EncoderScratch) {
        let EncoderScratch { places, used, rows, misses, .. } = scratch;
        places.resize(places.len().max(lexicon.len()), [0; 2]);
        rows.clear();
        misses.clear();
        let mut next = *used;
        for token in tokens {
            let blank = self.sees_blank && token.space_after;
            let place = &mut places[token.lexeme as usize][usize::from(blank)];
            if let Some(row) = (*place as usize).checked_sub(1) {
                rows.push(row);
                continue;
            }
            // Rows past the kept ones serve this window only.
            if next < KEPT {
                *used = next + 1;
                *place = u32::try_from(*used).expect("few are kept");
            }
            rows.push(next);
            misses.push((next, token.lexeme, blank));
            next += 1;
        }
        if !misses.is_empty() {
            scratch.kept.resize(scratch.kept.len().max(next * WIDTH), 0.0);
            self.mix(lexicon, kernels, scratch);
        }
    }

    fn mix(&self, lexicon: &Lexicon, kernels: Kernels, scratch: &mut EncoderScratch) {
        let EncoderScratch { kept, misses, inputs, mixed, .. } = scratch;
        let rows = misses.len().next_multiple_of(ROWS);
        inputs.resize(inputs.len().max(rows * self.mix.inputs), 0.0);
        mixed.resize(mixed.len().max(rows * WIDTH), 0.0);
        for (&(_, lexeme, blank), input) in misses.iter().zip(inputs.chunks_exact_mut(self.mix.inputs)) {
            self.gather(lexicon.get(lexeme), blank, input);
        }
        kernels.maxout(&self.mix, inputs, self.mix.inputs, rows, mixed);
        for (&(row, ..), mixed) in misses.iter().zip(mixed.chunks_exact(WIDTH)) {
            kept[row * WIDTH..][..WIDTH].copy_from_slice(mixed);
        }
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
