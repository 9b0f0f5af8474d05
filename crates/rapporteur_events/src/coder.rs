//! The coder: what the program's commands code with.

use rapporteur_language::Analysis;
use rapporteur_world::World;

use crate::actor::{ActorCode, actor_code};
use crate::classifier::Classifier;
use crate::coding::{Coding, code};
use crate::extract::{Extraction, extract};
use crate::pairs;
use crate::sentence::Sentence;

/// Codes events with the models that come with the program and a world's actors. Any number of threads may code with one.
#[derive(Debug, Clone, Copy)]
pub struct Coder<'w> {
    world: &'w World,
    events: &'w Classifier,
    pairs: &'w Classifier,
}

impl<'w> Coder<'w> {
    /// A coder whose actors are those of `world`.
    pub fn new(world: &'w World) -> Self {
        Self::with_models(world, Classifier::embedded(), pairs::embedded())
    }

    /// A coder with models of its own: of events, and of which pairs of phrases are parties.
    pub fn with_models(world: &'w World, events: &'w Classifier, pairs: &'w Classifier) -> Self {
        Self { world, events, pairs }
    }

    /// The events of a text, sentence by sentence. `analysis` is of `text`; its entities are not looked at.
    pub fn events(&self, text: &str, analysis: &Analysis) -> Vec<Extraction> {
        extract(self.pairs, self.events, self.world, &Sentence::named(self.world, text, analysis))
    }

    /// Codes the event between two parties. `analysis` is of `text`; `source` and `target` are words of it.
    pub fn dyad(&self, text: &str, analysis: &Analysis, source: &str, target: &str) -> Coding {
        code(self.events, &Sentence::named(self.world, text, analysis), source, target)
    }

    /// The country and the sector of a party as it is written, where they are known.
    pub fn actor_code(&self, party: &str) -> ActorCode<'w> {
        actor_code(self.world, party)
    }
}
