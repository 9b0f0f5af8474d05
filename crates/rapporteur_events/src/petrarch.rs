//! PETRARCH's dictionaries, run on the program's own parse.
//!
//! Verb, actor, agent, discard and issue files load unchanged. A verb pattern was written for a phrase-structure parse: what
//! stands left of the verb is looked for in its subject, its auxiliaries and the verbs that it completes, what stands right in
//! its objects and complements, and a group in parentheses under a preposition of that word. What cannot be honoured is told
//! by what adds a file.

mod actors;
mod clauses;
mod issues;
mod lines;
mod parties;
mod patterns;
mod phrases;
#[cfg(test)]
mod tests;
mod transformations;
mod validation;
mod verbs;

use std::ops::Range;

use rapporteur_language::Analysis;

use crate::parties::Party;
use crate::petrarch::actors::{Actors, Agents};
use crate::petrarch::issues::Issues;
use crate::petrarch::lines::Lines;
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

/// An event of a sentence with where it stands, as bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundEvent {
    /// The codes.
    pub event: CodedEvent,
    /// The source's phrase.
    pub source: Option<Range<usize>>,
    /// The target's phrase.
    pub target: Option<Range<usize>>,
    /// The verb.
    pub trigger: Range<usize>,
}

/// What dictionaries make of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedSentence {
    /// The sentence, as bytes of the text.
    pub span: Range<usize>,
    /// Its events, each once.
    pub events: Vec<FoundEvent>,
    /// Issues that it mentions, each with the number of phrases that do.
    pub issues: Vec<(String, usize)>,
}

/// An entry of a dictionary that is not honoured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unheeded {
    /// Its line, counted from 1.
    pub line: usize,
    /// The entry.
    pub entry: String,
    /// What it should be like.
    pub why: &'static str,
}

/// A set of dictionaries.
#[derive(Debug, Default)]
pub struct Dictionaries {
    verbs: Verbs,
    actors: Actors,
    agents: Agents,
    /// Phrases that bar a sentence, or where it is true the whole story.
    discards: Words<bool>,
    issues: Issues,
}

impl Dictionaries {
    /// Adds a verb dictionary; gives what of it is not honoured.
    pub fn add_verbs(&mut self, text: &str) -> Vec<Unheeded> {
        self.verbs.add(text)
    }

    /// Adds an actor dictionary; gives what of it is not honoured.
    pub fn add_actors(&mut self, text: &str) -> Vec<Unheeded> {
        self.actors.add(text)
    }

    /// Adds an agent dictionary; gives what of it is not honoured.
    pub fn add_agents(&mut self, text: &str) -> Vec<Unheeded> {
        self.agents.add(text)
    }

    /// Adds a list of discards: a sentence that holds one is not coded, and of one with a plus no sentence of its story is.
    pub fn add_discards(&mut self, text: &str) {
        for (_, line) in Lines::new(text) {
            let entry = line.split('[').next().unwrap_or_default().trim();
            self.discards.insert(entry.trim_start_matches('+'), entry.starts_with('+'));
        }
    }

    /// Adds a list of issues; gives what of it is not honoured.
    pub fn add_issues(&mut self, text: &str) -> Vec<Unheeded> {
        self.issues.add(text)
    }

    /// Codes one sentence. `analysis` is of `text`; `date` (YYYYMMDD) chooses among an actor's codes.
    pub fn code(&self, text: &str, analysis: &Analysis, date: &str) -> Vec<CodedEvent> {
        let sentences = self.code_story(text, analysis, date);
        let mut events: Vec<CodedEvent> =
            sentences.into_iter().flat_map(|sentence| sentence.events).map(|found| found.event).collect();
        events.sort();
        events.dedup();
        events
    }

    /// Codes a text sentence by sentence. `analysis` is of `text`; `date` (YYYYMMDD) chooses among an actor's codes.
    pub fn code_story(&self, text: &str, analysis: &Analysis, date: &str) -> Vec<CodedSentence> {
        let sentence = Sentence::new(text, analysis);
        let coding = clauses::Coding { dictionaries: self, sentence: &sentence, date };
        let mut coded = Vec::new();
        for tokens in analysis.sentences() {
            let words = phrases::words(&sentence, tokens.clone());
            let mut barred = (0..words.len()).filter_map(|at| self.discards.longest(&words[at..]));
            match barred.try_fold(false, |_, (_, bars_story)| if *bars_story { Err(()) } else { Ok(true) }) {
                Err(()) => return Vec::new(),
                Ok(true) => continue,
                Ok(false) => {}
            }
            let span = sentence.bytes(&tokens);
            let phrase = |head: usize| Party::of_head(&sentence, head).span(&sentence);
            let found = coding.events(tokens).into_iter().map(|(event, heads)| FoundEvent {
                event,
                source: heads.source.map(phrase),
                target: heads.target.map(phrase),
                trigger: sentence.tokens[heads.verb].span.range(),
            });
            coded.push(CodedSentence { events: found.collect(), issues: self.issues.of(&text[span.clone()]), span });
        }
        coded
    }
}
