//! A runtime for spaCy v3 English pipelines: tokens, tags, heads, entities, lemmas.
//!
//! It makes the decisions that spaCy makes with the same model, in pure Rust and faster. It never reads the network or the
//! environment, and never fails on a text.

#[cfg(target_endian = "big")]
compile_error!("model files are little-endian and used where they lie");

mod analysis;
mod conllu;
mod embeddings;
mod encoder;
mod error;
mod file;
pub mod import;
mod kernels;
mod labels;
mod lemmas;
mod lemmatizer;
mod lexeme;
mod lexicon;
mod parser;
mod pipe;
mod pipeline;
mod reading;
mod recogniser;
mod ruler;
mod scratch;
mod spacy_json;
mod spec;
mod stages;
mod strings;
mod tokenizer;
mod transitions;
mod tree;
mod unicode;

pub use analysis::{Analysis, Entity, Morph, Token};
pub use conllu::to_conllu;
pub use error::ModelError;
pub use kernels::Instructions;
pub use labels::{EntityLabel, Label, Pos, Tag};
pub use pipeline::Pipeline;
pub use scratch::Scratch;
pub use spacy_json::to_spacy_json;
pub use stages::{Stage, StageTimes};
pub use tokenizer::PatternError;
