//! Word lists, labels and vectors.

use std::collections::BTreeMap;

use super::msgpack::{Value, floats};
use super::{Folder, malformed};
use crate::error::ModelError;
use crate::file::Arrays;
use crate::spec::{LemmaSpec, MoveSpec, PieceSpec, TokenizerSpec, WIDTH};
use crate::strings::string_id;

/// The numbers of ORTH and NORM among spaCy's attributes.
const ORTH: u64 = 65;
const NORM: u64 = 67;

pub(super) fn tags(cfg: &serde_json::Value) -> Result<Vec<String>, ModelError> {
    let labels = cfg.get("labels").cloned().unwrap_or_default();
    serde_json::from_value(labels).map_err(|err| malformed("tagger/cfg", err))
}

/// The classes of a transition system in the order of their numbers: by action, then by frequency and label, falling.
pub(super) fn moves(moves: &Value, file: &str) -> Result<Vec<MoveSpec>, ModelError> {
    let table: BTreeMap<String, BTreeMap<String, i64>> =
        serde_json::from_str(&moves.field("moves")?.text()?).map_err(|err| malformed(file, err))?;
    let mut classes = Vec::new();
    for (action, labels) in table {
        let action: u8 = action.parse().map_err(|_| malformed(file, "numbers of actions expected"))?;
        let mut labels: Vec<(i64, String)> = labels.into_iter().map(|(label, frequency)| (frequency, label)).collect();
        if labels.iter().any(|&(frequency, _)| frequency < 0) {
            return Err(ModelError::Unsupported(format!("{file} has labels that were added after training")));
        }
        labels.sort_by(|a, b| b.cmp(a));
        classes.extend(labels.into_iter().map(|(_, label)| MoveSpec { action, label }));
    }
    Ok(classes)
}

pub(super) fn tokenizer(tokenizer: &Value) -> Result<TokenizerSpec, ModelError> {
    if !tokenizer.field("token_match")?.is_nil() {
        return Err(ModelError::Unsupported("the tokenizer has a token_match".into()));
    }
    let mut exceptions = BTreeMap::new();
    for (text, pieces) in tokenizer.field("exceptions")?.pairs()? {
        let pieces: Result<Vec<_>, _> = pieces.list()?.iter().map(piece).collect();
        exceptions.insert(text.text()?, pieces?);
    }
    Ok(TokenizerSpec {
        prefixes: tokenizer.field("prefix_search")?.text()?,
        suffixes: tokenizer.field("suffix_search")?.text()?,
        infixes: tokenizer.field("infix_finditer")?.text()?,
        whole: tokenizer.field("url_match")?.text()?,
        faster_heuristics: tokenizer.field("faster_heuristics")?.bool()?,
        exceptions,
    })
}

fn piece(piece: &Value) -> Result<PieceSpec, ModelError> {
    let (mut text, mut norm) = (None, None);
    for (attribute, value) in piece.pairs()? {
        match attribute.number()? {
            ORTH => text = Some(value.text()?),
            NORM => norm = Some(value.text()?),
            other => return Err(ModelError::Unsupported(format!("a tokenizer exception sets attribute {other}"))),
        }
    }
    Ok(PieceSpec { text: text.ok_or_else(|| piece.expected("the text of an exception"))?, norm })
}

/// The model's own norms, then those of every language.
pub(super) fn norms(lookups: &Value) -> Result<Vec<(u64, String)>, ModelError> {
    let mut norms = Vec::new();
    if let Some(table) = lookups.get("lexeme_norm") {
        for (spelling, norm) in table.pairs()? {
            norms.push((spelling.number()?, norm.text()?));
        }
    }
    norms.sort();
    let base = include_str!("../../data/norms.tsv").lines().skip(2).filter_map(|row| row.split_once('\t'));
    norms.extend(base.map(|(spelling, norm)| (string_id(spelling), norm.to_owned())));
    Ok(norms)
}

/// The lemmatizer's tables; the words go into two automata.
pub(super) fn lemmatizer(lookups: &Value, arrays: &mut Arrays) -> Result<BTreeMap<String, LemmaSpec>, ModelError> {
    let names = [
        "adj", "adp", "adv", "aux", "cconj", "conj", "det", "intj", "noun", "num", "part", "pron", "propn", "punct",
        "sconj", "sym", "verb", "x",
    ];
    let name_of = |id: u64| names.into_iter().find(|name| string_id(name) == id);
    let table = |name: &str| -> Result<Vec<(&'static str, Value)>, ModelError> {
        let pairs = lookups.field(name)?.pairs()?;
        let named = pairs.into_iter().map(|(id, value)| match name_of(id.number()?) {
            Some(name) => Ok((name, value)),
            None => Err(lookups.expected("a part of speech expected")),
        });
        named.collect()
    };
    let mut specs: BTreeMap<String, LemmaSpec> = BTreeMap::new();
    for (pos, rules) in table("lemma_rules")? {
        for rule in rules.list()? {
            let [from, to] = rule.list()?.try_into().map_err(|_| rules.expected("pairs of endings expected"))?;
            specs.entry(pos.into()).or_default().rules.push((from.text()?, to.text()?));
        }
    }
    let (index, exceptions) = (table("lemma_index")?, table("lemma_exc")?);
    for (pos, _) in index.iter().chain(&exceptions) {
        specs.entry((*pos).into()).or_default();
    }
    let numbers: BTreeMap<String, usize> = specs.keys().cloned().zip(0..).collect();
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for (pos, list) in index {
        for word in list.list()? {
            *words.entry(word.text()?).or_default() |= 1 << numbers[pos];
            specs.entry(pos.into()).or_default().has_index = true;
        }
    }
    let (mut forms, mut places) = (String::new(), BTreeMap::new());
    for (pos, table) in exceptions {
        let mut pairs: Vec<(String, Value)> = Vec::new();
        for (word, value) in table.pairs()? {
            pairs.push((word.text()?, value));
        }
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        for (word, list) in pairs {
            let list: Result<Vec<_>, _> = list.list()?.iter().map(Value::text).collect();
            places.insert(format!("{pos}\0{word}"), forms.len() as u64);
            forms += &list?.join("\t");
            forms.push('\n');
            specs.entry(pos.into()).or_default().has_exceptions = true;
        }
    }
    arrays.push_bytes("lemmas.index", &automaton(words)?);
    arrays.push_bytes("lemmas.exceptions", &automaton(places)?);
    arrays.push_bytes("lemmas.forms", forms.as_bytes());
    Ok(specs)
}

fn automaton(pairs: BTreeMap<String, u64>) -> Result<Vec<u8>, ModelError> {
    let map = fst::Map::from_iter(pairs).map_err(|err| malformed("lemmatizer/lookups/lookups.bin", err))?;
    Ok(map.into_fst().into_inner())
}

/// Word vectors, by row.
pub(super) struct Vectors {
    pub(super) width: usize,
    rows: Vec<f32>,
    /// The number of each spelling with its row, sorted.
    keys: Vec<(u64, u32)>,
}

impl Vectors {
    /// The rows as the encoder sees them: multiplied by its weights `[WIDTH][width]`.
    pub(super) fn project(&self, weights: &[f32]) -> Vec<f32> {
        let project =
            |row: &[f32], unit: &[f32]| row.iter().zip(unit).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
        let mut projected = Vec::with_capacity(self.rows.len() / self.width * WIDTH);
        for row in self.rows.chunks_exact(self.width) {
            #[expect(clippy::cast_possible_truncation, reason = "the model computes in single precision")]
            projected.extend(weights.chunks_exact(self.width).map(|unit| project(row, unit) as f32));
        }
        projected
    }

    pub(super) fn push_keys(&self, arrays: &mut Arrays) {
        let keys: Vec<u8> = self.keys.iter().flat_map(|(key, _)| key.to_le_bytes()).collect();
        let rows: Vec<u8> = self.keys.iter().flat_map(|(_, row)| row.to_le_bytes()).collect();
        arrays.push_bytes("vectors.keys", &keys);
        arrays.push_bytes("vectors.rows", &rows);
    }
}

/// The pipeline's word vectors, if it has any.
pub(super) fn vectors(folder: &mut Folder<'_>) -> Result<Option<Vectors>, ModelError> {
    let mut keys = Vec::new();
    for (key, row) in folder.msgpack("vocab/key2row")?.pairs()? {
        let row = u32::try_from(row.number()?).map_err(|_| malformed("vocab/key2row", "smaller rows expected"))?;
        keys.push((key.number()?, row));
    }
    if keys.is_empty() {
        return Ok(None);
    }
    keys.sort_unstable();
    let file = "vocab/vectors";
    let bytes = folder.read(file)?;
    let length = bytes.get(8..10).and_then(|b| b.try_into().ok()).map_or(0, |b| usize::from(u16::from_le_bytes(b)));
    let header = bytes.get(10..10 + length).map(String::from_utf8_lossy).unwrap_or_default();
    let shape =
        header.split_once("'shape': (").and_then(|(_, rest)| rest.split_once(')')).map_or("", |(shape, _)| shape);
    let shape: Vec<usize> = shape.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let rows = floats(bytes.get(10 + length..).unwrap_or_default());
    match shape.as_slice() {
        &[count, width] if header.contains("'<f4'") && header.contains("False") && count * width == rows.len() => {
            Ok(Some(Vectors { width, rows, keys }))
        }
        _ => Err(malformed(file, "a two-dimensional array of 32-bit numbers expected")),
    }
}
