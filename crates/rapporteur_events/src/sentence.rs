//! A sentence as features need it: lemmas, classes, dependents.

use rapporteur_language::{Analysis, EntityLabel, Label, Pos, Token};
use rapporteur_world::World;
use rustc_hash::FxHashSet;

use crate::concepts::{ConceptSet, Concepts};
use crate::names;

/// A text with its analysis, indexed by token.
#[derive(Debug)]
pub(crate) struct Sentence<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    /// The classes of each token.
    pub(crate) concepts: Vec<ConceptSet>,
    /// Lemmas in lower case.
    lemmas: Vec<String>,
    entities: Vec<Option<EntityLabel>>,
    /// Dependents of all tokens; those of token `i` are `kids[first_kid[i]..first_kid[i + 1]]`.
    kids: Vec<usize>,
    first_kid: Vec<usize>,
}

impl<'a> Sentence<'a> {
    /// A text whose names are the analysis's entities.
    pub(crate) fn new(text: &'a str, analysis: &'a Analysis) -> Self {
        let mut entities = vec![None; analysis.tokens.len()];
        for entity in &analysis.entities {
            for i in entity.tokens.clone() {
                entities[i as usize] = Some(entity.label);
            }
        }
        Self::with_entities(text, analysis, entities)
    }

    /// A text whose names are those that the world knows; the analysis needs no entities.
    pub(crate) fn named(world: &World, text: &'a str, analysis: &'a Analysis) -> Self {
        Self::with_entities(text, analysis, names::labels(world, text, &analysis.tokens))
    }

    fn with_entities(text: &'a str, analysis: &'a Analysis, entities: Vec<Option<EntityLabel>>) -> Self {
        let tokens = analysis.tokens.as_slice();
        let lemmas = (0..tokens.len()).map(|i| analysis.lemma(i).to_lowercase()).collect();
        let (kids, first_kid) = kids(tokens);
        let mut sentence = Self { text, tokens, concepts: Vec::new(), lemmas, entities, kids, first_kid };
        sentence.concepts = (0..tokens.len()).map(|i| sentence.concepts_of(i)).collect();
        sentence
    }

    /// The classes of a token: of its lemma, and of a verb with its particle, preposition or object ("call for").
    fn concepts_of(&self, i: usize) -> ConceptSet {
        let concepts = Concepts::embedded();
        let pos = self.tokens[i].pos;
        let mut set = concepts.of(&self.lemmas[i], pos);
        if matches!(pos, Pos::Verb | Pos::Aux) {
            for k in self.kids(i).filter(|&k| is_phrasal(self.tokens[k].label)) {
                set = set.or(concepts.of(&format!("{} {}", self.lemmas[i], self.lemmas[k]), pos));
            }
        }
        set
    }

    /// The dependents of a token, left to right.
    pub(crate) fn kids(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        self.kids[self.first_kid[i]..self.first_kid[i + 1]].iter().copied()
    }

    /// The token and all above it, to the root.
    pub(crate) fn ancestry(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut at = i;
        while self.head(at) != at && all.len() <= self.tokens.len() {
            at = self.head(at);
            all.push(at);
        }
        all
    }

    pub(crate) fn head(&self, i: usize) -> usize {
        self.tokens[i].head as usize
    }

    pub(crate) fn lemma(&self, i: usize) -> &str {
        &self.lemmas[i]
    }

    pub(crate) fn entity(&self, i: usize) -> Option<EntityLabel> {
        self.entities[i]
    }

    /// The lemma, or of a name or a number what it names, so that no feature knows a country or a person.
    pub(crate) fn key(&self, i: usize) -> &str {
        use EntityLabel::{Cardinal, Date, Gpe, Norp, Person};
        match self.entities[i] {
            Some(label @ (Gpe | Person | Norp | Date | Cardinal)) => label.as_str(),
            _ => &self.lemmas[i],
        }
    }

    /// The bytes of the text that a stretch of tokens takes.
    pub(crate) fn bytes(&self, tokens: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let span = |i: usize| self.tokens[i].span.range();
        if tokens.is_empty() { 0..0 } else { span(tokens.start).start..span(tokens.end - 1).end }
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        !matches!(self.tokens[i].pos, Pos::Punct | Pos::Space)
    }

    pub(crate) fn is_verb(&self, i: usize) -> bool {
        matches!(self.tokens[i].pos, Pos::Verb | Pos::Aux)
    }

    /// Every lemma of `tokens`, and every verb with its particle, preposition or object.
    pub(crate) fn phrases(&self, tokens: &[usize]) -> FxHashSet<String> {
        let mut phrases = FxHashSet::default();
        for &i in tokens {
            phrases.insert(self.lemmas[i].clone());
            if self.is_verb(i) {
                for k in self.kids(i).filter(|&k| is_phrasal(self.tokens[k].label)) {
                    phrases.insert(format!("{} {}", self.lemmas[i], self.lemmas[k]));
                }
            }
        }
        phrases
    }
}

fn is_phrasal(label: Label) -> bool {
    matches!(label, Label::Prt | Label::Prep | Label::Advmod | Label::Agent | Label::Dative | Label::Dobj)
}

fn kids(tokens: &[Token]) -> (Vec<usize>, Vec<usize>) {
    let mut first = vec![0; tokens.len() + 1];
    let has_head = |&(i, token): &(usize, &Token)| token.head as usize != i;
    for (_, token) in tokens.iter().enumerate().filter(has_head) {
        first[token.head as usize + 1] += 1;
    }
    for i in 0..tokens.len() {
        first[i + 1] += first[i];
    }
    let mut next = first.clone();
    let mut kids = vec![0; first[tokens.len()]];
    for (i, token) in tokens.iter().enumerate().filter(has_head) {
        kids[next[token.head as usize]] = i;
        next[token.head as usize] += 1;
    }
    (kids, first)
}
