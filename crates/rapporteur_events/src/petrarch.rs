//! PETRARCH's dictionaries, run on the program's own parse.
//!
//! Verb, actor, agent and discard files load unchanged. A verb pattern was written for a phrase-structure parse: what stands
//! left of the verb is looked for in its subject, what stands right in its objects and complements, and a group in
//! parentheses under a preposition of that word. What cannot be honoured is told in [`Dictionaries::unheeded`].

mod actors;
mod clauses;
mod phrases;
#[cfg(test)]
mod tests;
mod validation;
mod verbs;

use rapporteur_language::Analysis;

use crate::petrarch::actors::{Actors, Agents};
use crate::petrarch::phrases::Words;
use crate::petrarch::verbs::Verbs;
use crate::sentence::Sentence;

pub use validation::{ValidationRecord, validation_records};

/// An event as PETRARCH writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodedEvent {
    /// The source's code; `---` and an agent where no actor is known.
    pub source: String,
    /// The target's code, `---` where there is none.
    pub target: String,
    /// The CAMEO code.
    pub code: String,
}

/// A set of dictionaries.
#[derive(Debug, Default)]
pub struct Dictionaries {
    verbs: Verbs,
    actors: Actors,
    agents: Agents,
    discards: Words<()>,
    unheeded: Vec<String>,
}

impl Dictionaries {
    /// Adds a verb dictionary.
    pub fn add_verbs(&mut self, text: &str) {
        self.verbs.add(text, &mut self.unheeded);
    }

    /// Adds an actor dictionary.
    pub fn add_actors(&mut self, text: &str) {
        self.actors.add(text, &mut self.unheeded);
    }

    /// Adds an agent dictionary.
    pub fn add_agents(&mut self, text: &str) {
        self.agents.add(text, &mut self.unheeded);
    }

    /// Adds a list of discards: a sentence that holds one is not coded.
    pub fn add_discards(&mut self, text: &str) {
        for line in text.lines() {
            let entry = line.split(['#', '[']).next().unwrap_or_default().trim().trim_start_matches('+');
            self.discards.insert(entry, ());
        }
    }

    /// What the dictionaries hold that is not honoured, a line each.
    pub fn unheeded(&self) -> &[String] {
        &self.unheeded
    }

    /// Codes one sentence. `analysis` is of `text`; `date` (YYYYMMDD) chooses among an actor's codes.
    pub fn code(&self, text: &str, analysis: &Analysis, date: &str) -> Vec<CodedEvent> {
        let sentence = Sentence::new(text, analysis);
        let words = phrases::words(&sentence, 0..sentence.tokens.len());
        if (0..words.len()).any(|at| self.discards.longest(&words[at..]).is_some()) {
            return Vec::new();
        }
        clauses::Coding { dictionaries: self, sentence: &sentence, date }.events()
    }
}
