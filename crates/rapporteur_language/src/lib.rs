//! A runtime for spaCy v3 English pipelines: tokens, tags, heads, entities, lemmas.

mod analysis;
mod labels;

pub use analysis::{Analysis, Entity, Morph, Token};
pub use labels::{EntityLabel, Label, Pos, Tag};
