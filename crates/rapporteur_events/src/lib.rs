//! PLOVER events: the ontology as data, and the coder of dyads.
//!
//! A dyad is a sentence with two parties, the source and the target. Its code comes from features of the words and of the
//! tree between the two, among them the classes that `events/lexicon.tsv` gives to words; a linear model weighs them, and
//! every code tells the features that weighed most. The crate reads no file, no clock and no network. Recipe, figures and
//! weak points: `docs/accuracy.md`.
//!
//! ```
//! use rapporteur_events::Coder;
//! use rapporteur_language::Pipeline;
//! use rapporteur_world::World;
//!
//! let text = "Norland imposed a trade embargo on Sudmark.";
//! let analysis = Pipeline::embedded().analyse(text);
//! let coding = Coder::new(World::embedded()).dyad(text, &analysis, "Norland", "Sudmark");
//! assert!(coding.event.is_some());
//! ```

mod actor;
mod candidates;
mod classifier;
mod coder;
mod coding;
mod concepts;
mod contexts;
mod days;
mod details;
mod dyads;
mod extract;
mod features;
mod modes;
mod names;
mod ontology;
mod pairs;
mod parties;
mod petrarch;
mod sentence;
mod table;

pub use actor::ActorCode;
pub use classifier::{Choice, Classifier, WeightsError};
pub use coder::Coder;
pub use coding::Coding;
pub use days::{event_day, is_history, story_day};
pub use details::{Counts, Location};
pub use dyads::{Dyad, DyadColumns, DyadsError, dyads};
pub use extract::Extraction;
pub use features::{Feature, features};
pub use ontology::{CameoCode, EventCode, Ontology, quad_code};
pub use pairs::{PairChoice, pair_choice};
pub use petrarch::{
    CodedEvent, CodedSentence, Dictionaries, FoundEvent, Unheeded, ValidationRecord, validation_records,
};
