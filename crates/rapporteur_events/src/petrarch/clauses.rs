//! A sentence's clauses to events: verbs by their patterns, parties by their phrases.

use std::collections::BTreeMap;
use std::ops::Range;

use rapporteur_language::Label;

use crate::petrarch::parties::{Known, are_same};
use crate::petrarch::transformations::{Inside, Towards};
use crate::petrarch::verbs::Codes;
use crate::petrarch::{CodedEvent, Dictionaries};
use crate::sentence::Sentence;

/// What stands for a party that no dictionary knows.
pub(crate) const NOBODY: &str = "---";
/// Clauses within clauses that are looked into.
const DEEPEST: usize = 6;

/// One sentence on its way to events.
pub(crate) struct Coding<'c> {
    pub(crate) dictionaries: &'c Dictionaries,
    pub(crate) sentence: &'c Sentence<'c>,
    pub(crate) date: &'c str,
}

/// An event whose parties may be several.
#[derive(Debug, Clone)]
struct Event {
    sources: Vec<Known>,
    targets: Vec<Known>,
    code: String,
    /// The verb that it was read off.
    verb: usize,
}

/// Tokens that an event was read off: the heads of its parties, and its verb.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heads {
    pub(crate) source: Option<usize>,
    pub(crate) target: Option<usize>,
    pub(crate) verb: usize,
}

impl Coding<'_> {
    /// The events of the sentence whose tokens are `tokens`, each once.
    pub(crate) fn events(&self, tokens: Range<usize>) -> BTreeMap<CodedEvent, Heads> {
        let mut found = BTreeMap::new();
        for root in tokens.filter(|&i| self.sentence.head(i) == i) {
            let mut events = self.clause(root, &[], 0);
            if events.is_empty() {
                let adverbial = self
                    .sentence
                    .kids(root)
                    .filter(|&i| self.label(i) == Label::Advcl && self.kid(i, &[Label::Nsubj]).is_some());
                events = adverbial.flat_map(|i| self.clause(i, &[], 1)).collect();
            }
            for (event, heads) in events.iter().flat_map(spread) {
                found.entry(event).or_insert(heads);
            }
        }
        found
    }

    pub(crate) fn label(&self, i: usize) -> Label {
        self.sentence.tokens[i].label
    }

    pub(crate) fn kid(&self, i: usize, labels: &[Label]) -> Option<usize> {
        self.sentence.kids(i).find(|&kid| labels.contains(&self.label(kid)))
    }

    /// The events of a verb, its complements and the verbs coordinated with it. `inherited` are the sources of the clause
    /// above, for a verb without a subject.
    fn clause(&self, verb: usize, inherited: &[Known], depth: usize) -> Vec<Event> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let is_passive = self.kid(verb, &[Label::Nsubjpass, Label::Auxpass]).is_some();
        let subject = self.kid(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj]);
        let subjects = match subject {
            None => inherited.to_vec(),
            // A passive's subject is searched with its pattern's words in mind.
            Some(i) if is_passive => self.parties(i, &[], inherited),
            Some(i) => match self.parties(i, &[], inherited) {
                own if own.is_empty() => self.nearest(vec![i], &[]),
                own => own,
            },
        };
        let mut events =
            if self.sentence.is_verb(verb) { self.own(verb, &subjects, is_passive, depth) } else { Vec::new() };
        for kid in self.sentence.kids(verb) {
            if self.label(kid) == Label::Conj && self.sentence.is_verb(kid) {
                events.extend(self.clause(kid, &subjects, depth + 1));
            }
        }
        events
    }

    fn own(&self, verb: usize, subjects: &[Known], is_passive: bool, depth: usize) -> Vec<Event> {
        let coded = self.verb(verb, subjects);
        let inner_verb = self.complement(verb);
        let inner = inner_verb.map_or_else(Vec::new, |i| self.clause(i, subjects, depth + 1));
        let inner_subject = inner_verb.and_then(|i| self.kid(i, &[Label::Nsubj, Label::Nsubjpass]));
        if let (Some(event), Some(coded)) = (inner.first(), &coded)
            && !subjects.is_empty()
            // "…, officials said": the sentence is about what they say, and they are its source.
            && inner_verb > Some(verb)
        {
            let is_other = inner_subject.is_some() && !are_same(&event.sources, subjects);
            let inside = Inside { is_other, has_subject: inner_subject.is_some() };
            if let Some(event) = self.transformed(event, inside, coded.block, subjects, verb) {
                return vec![event];
            }
        }
        if !inner.is_empty() && inner_verb < Some(verb) {
            return inner;
        }
        let Some(coded) = coded else { return inner };
        let by_pattern = coded.n_words > 0;
        if coded.codes == Codes::default() {
            return if by_pattern { Vec::new() } else { inner };
        }
        // A verb's own code gives way to what its complement does; a pattern has taken the complement in.
        let is_stance =
            inner_subject.is_some() && coded.codes.forward.as_deref().is_some_and(|code| !code.starts_with("01"));
        if !by_pattern && !inner.is_empty() && !is_stance {
            return inner;
        }
        let (targets, is_object) = self.targets(verb, inner_verb, &coded, is_passive);
        let (sources, targets) = if is_passive {
            let by = self.kid(verb, &[Label::Agent]);
            let from =
                || self.sentence.kids(verb).find(|&i| self.label(i) == Label::Prep && self.sentence.lemma(i) == "from");
            let agent = by.or_else(from).and_then(|by| self.kid(by, &[Label::Pobj])).or_else(|| self.doer(verb));
            let subject = self.kid(verb, &[Label::Nsubjpass]);
            let targets = if subjects.is_empty() {
                self.nearest(subject.into_iter().collect(), &coded.taken)
            } else {
                subjects.to_vec()
            };
            (agent.map_or_else(Vec::new, |i| self.parties(i, &[], &[])), targets)
        } else {
            (subjects.to_vec(), targets)
        };
        // A negation that the pattern holds is in its code.
        let is_negated = self.kid(verb, &[Label::Neg]).is_some_and(|i| !coded.taken.contains(&i));
        let event = |code: &Option<String>, sources: &[Known], targets: &[Known]| {
            let code = code.as_deref()?;
            let code = if is_negated { negated(code)? } else { code.to_owned() };
            Some(Event { sources: sources.to_vec(), targets: targets.to_vec(), code, verb })
        };
        let forward = event(&coded.codes.forward, &sources, &targets);
        // A place that only a preposition leads to does nothing itself.
        let backward = event(&coded.codes.backward, &targets, &sources).filter(|_| is_object);
        forward.into_iter().chain(backward).collect()
    }

    /// What a transformation of the dictionary makes of the event of a complement.
    fn transformed(
        &self,
        event: &Event,
        inside: Inside,
        block: usize,
        subjects: &[Known],
        verb: usize,
    ) -> Option<Event> {
        let verbs = &self.dictionaries.verbs;
        let is_of = |name: &str| {
            let has_code = |entry: &super::verbs::Entry| {
                verbs.blocks[entry.block].codes.forward.as_deref() == Some(event.code.as_str())
            };
            // Any use of force is an attack.
            name == "ATTACK" && is_attack(&event.code)
                || verbs.entries.get(name).is_some_and(|entries| entries.iter().any(has_code))
        };
        let mut rules = verbs.transformations.iter().filter(|rule| self.is_of_block(&rule.verb, block));
        let (code, towards) = rules.find_map(|rule| rule.apply(inside, is_of))?;
        let targets = if towards == Towards::InnerSource { &event.sources } else { &event.targets };
        Some(Event { sources: subjects.to_vec(), targets: targets.clone(), code: code.to_owned(), verb })
    }

    /// The verb of a complement: of the verb, or of what it says its subject is ("is about to leave", "is ready to leave").
    fn complement(&self, verb: usize) -> Option<usize> {
        let of = |i: usize| {
            let labels = [Label::Xcomp, Label::Ccomp, Label::Pcomp];
            self.sentence.kids(i).find(|&kid| labels.contains(&self.label(kid)) && self.sentence.is_verb(kid))
        };
        let is_about = |&i: &usize| {
            self.label(i) == Label::Acomp || self.label(i) == Label::Prep && self.sentence.lemma(i) == "about"
        };
        of(verb).or_else(|| self.sentence.kids(verb).filter(is_about).find_map(of))
    }

    /// Who did what a passive tells, by the deed that "in" leads to: "killed in a raid by rebels", "in rebel shelling".
    fn doer(&self, verb: usize) -> Option<usize> {
        use rapporteur_language::EntityLabel::{Date, Fac, Gpe, Loc};
        let within =
            self.sentence.kids(verb).find(|&i| self.label(i) == Label::Prep && self.sentence.lemma(i) == "in")?;
        let deed = self.kid(within, &[Label::Pobj])?;
        if matches!(self.sentence.entity(deed), Some(Date | Fac | Gpe | Loc)) {
            return None;
        }
        let by = self.sentence.kids(deed).find(|&i| self.sentence.lemma(i) == "by");
        by.and_then(|by| self.kid(by, &[Label::Pobj])).or(Some(deed))
    }

    /// Whether a verb is of a block.
    fn is_of_block(&self, verb: &str, block: usize) -> bool {
        let entries = self.dictionaries.verbs.entries.get(verb);
        entries.is_some_and(|entries| entries.iter().any(|entry| entry.block == block && entry.particles.is_empty()))
    }
}

fn is_attack(code: &str) -> bool {
    matches!(code.get(..2), Some("18" | "19" | "20"))
}

/// The code of what is not done, as PETRARCH-2 has it.
fn negated(code: &str) -> Option<String> {
    let opposite = match code.get(..2)? {
        "02" | "03" | "04" => "120",
        "05" | "06" | "07" => "121",
        "08" => "124",
        "01" => "010",
        _ => return None,
    };
    Some(opposite.to_owned())
}

/// An event for each source and target; of several sources without a target, one each way between any two.
fn spread(event: &Event) -> Vec<(CodedEvent, Heads)> {
    let is_mutual = event.targets.is_empty()
        && event.sources.len() > 1
        && matches!(event.code.get(..2), Some("03" | "04" | "05" | "06"));
    let targets: Vec<Option<&Known>> = match (is_mutual, event.targets.is_empty()) {
        (true, _) => event.sources.iter().map(Some).collect(),
        (false, true) => vec![None],
        (false, false) => event.targets.iter().map(Some).collect(),
    };
    let one = |source: &Known, target: Option<&Known>| {
        let coded = CodedEvent {
            source: source.code.clone(),
            target: target.map_or(NOBODY, |target| &target.code).to_owned(),
            code: event.code.clone(),
        };
        let heads = Heads { source: Some(source.head), target: target.map(|target| target.head), verb: event.verb };
        (coded.source != coded.target).then_some((coded, heads))
    };
    event.sources.iter().flat_map(|source| targets.iter().filter_map(move |target| one(source, *target))).collect()
}
