//! The header of a model file: everything about a pipeline but its numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The width of a token's vector.
pub(crate) const WIDTH: usize = 96;
/// The pieces of a maxout unit in the encoder.
pub(crate) const PIECES: usize = 3;
/// The width of the hidden layer of parser and entity recogniser.
pub(crate) const HIDDEN: usize = 64;
/// The numbers that one feature adds to a state: two pieces for each hidden unit, the first pieces first.
pub(crate) const FEATURE: usize = 2 * HIDDEN;

/// What a model file says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: String,
    pub(crate) author: String,
    pub(crate) url: String,
    pub(crate) sources: Vec<Source>,
    pub(crate) tokenizer: TokenizerSpec,
    /// Norms by the number of the spelling; the first of a spelling counts.
    pub(crate) norms: Vec<(u64, String)>,
    pub(crate) encoder: EncoderSpec,
    pub(crate) tags: Vec<String>,
    pub(crate) parser: Vec<MoveSpec>,
    pub(crate) recogniser_encoder: EncoderSpec,
    pub(crate) recogniser: Vec<MoveSpec>,
    pub(crate) rules: Vec<RuleSpec>,
    pub(crate) lemmatizer: BTreeMap<String, LemmaSpec>,
    pub(crate) arrays: BTreeMap<String, ArraySpec>,
}

/// A file that the model was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// Where an array lies, in bytes from the start of the arrays.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct ArraySpec {
    pub(crate) start: usize,
    pub(crate) len: usize,
}

/// The tokenizer's patterns, in Python's syntax, and its exceptions.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TokenizerSpec {
    pub(crate) prefixes: String,
    pub(crate) suffixes: String,
    pub(crate) infixes: String,
    pub(crate) whole: String,
    /// Whether only those exceptions are looked for among finished tokens that an affix may cut.
    pub(crate) faster_heuristics: bool,
    pub(crate) exceptions: BTreeMap<String, Vec<PieceSpec>>,
}

/// One token of an exception.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PieceSpec {
    pub(crate) text: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) norm: Option<String>,
}

/// The tables and layers that turn tokens into vectors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EncoderSpec {
    pub(crate) tables: Vec<TableSpec>,
    /// Whether word vectors are among the inputs.
    pub(crate) vectors: bool,
    pub(crate) layers: usize,
}

/// One embedding table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TableSpec {
    pub(crate) attribute: Attribute,
    pub(crate) seed: u32,
    pub(crate) rows: u32,
}

/// What an embedding table looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Attribute {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

/// One class of a transition system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MoveSpec {
    pub(crate) action: u8,
    pub(crate) label: String,
}

/// One pattern of the attribute ruler with what it sets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RuleSpec {
    /// Alternatives, each a sequence of tokens.
    pub(crate) patterns: Vec<Vec<TokenSpec>>,
    /// The token of the sequence that is changed.
    pub(crate) index: usize,
    pub(crate) set: SetSpec,
}

/// What a token must be like; every condition counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TokenSpec {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) tag: Option<OneOf>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) lower: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) dep: Option<OneOf>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) is_space: Option<bool>,
}

/// A condition on a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OneOf {
    In(Vec<String>),
    NotIn(Vec<String>),
}

/// What a rule sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SetSpec {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) tag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) pos: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) morph: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) lemma: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) dep: Option<String>,
}

/// What the lemmatizer knows of one part of speech, besides words and exceptions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct LemmaSpec {
    /// Endings and what replaces them.
    pub(crate) rules: Vec<(String, String)>,
    /// Whether the part of speech has words of its own in the index.
    pub(crate) has_index: bool,
    /// Whether it has exceptions.
    pub(crate) has_exceptions: bool,
}
