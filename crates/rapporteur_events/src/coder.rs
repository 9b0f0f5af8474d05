//! The coder: what the program's commands code with.

use rapporteur_language::Analysis;
use rapporteur_world::World;

use crate::actor::actor_code;
use crate::classifier::Classifier;
use crate::coding::{Coding, code};

/// Codes events with the models that come with the program and a world's actors. Any number of threads may code with one.
#[derive(Debug, Clone, Copy)]
pub struct Coder<'w> {
    world: &'w World,
    classifier: &'static Classifier,
}

impl<'w> Coder<'w> {
    /// A coder whose actors are those of `world`.
    pub fn new(world: &'w World) -> Self {
        Self { world, classifier: Classifier::embedded() }
    }

    /// Codes the event between two parties. `analysis` is of `text`; `source` and `target` are words of it.
    pub fn dyad(&self, text: &str, analysis: &Analysis, source: &str, target: &str) -> Coding {
        code(self.classifier, text, analysis, source, target)
    }

    /// The code of a party as it is written, where its country or its sector is known.
    pub fn actor_code(&self, party: &str) -> Option<String> {
        actor_code(self.world, party)
    }
}
