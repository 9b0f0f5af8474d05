//! What a dyad shows: names of features with values in (0, 1].
//!
//! A name is `where:what`. Where: `w` the sentence, `path` between the parties, `core` the path with its complements,
//! `between` the words from the one party to the other, `sv` and `tv` the nearest verb above source and target, `joint`
//! the lowest word above both, `source` and `target` the parties' own words. What: a lemma, or in capitals a class of
//! `events/lexicon.tsv`; `A>B` is a class before another, `.label=` a dependent.

use rapporteur_language::{Analysis, Label, Pos, Tag};
use rapporteur_world::World;

use crate::concepts::Concepts;
use crate::parties::{Link, Party};
use crate::sentence::Sentence;

/// One thing that a dyad shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// How much it counts, in (0, 1].
    pub value: f32,
}

/// The value of words that may lie anywhere in the sentence.
const AFAR: f32 = 0.5;
/// The value of pairs, of which there are many.
const PAIR: f32 = 0.7;
/// Words between the parties that are looked at one by one.
const MOST_BETWEEN: usize = 12;

/// The features of a dyad, sorted by name, each once.
///
/// `analysis` is of `text`. `source` and `target` are found by their words; one that the text does not hold has none of the
/// features that need it.
pub fn features(world: &World, text: &str, analysis: &Analysis, source: &str, target: &str) -> Vec<Feature> {
    let sentence = Sentence::named(world, text, analysis);
    let link = Link::find(&sentence, source, target);
    let mut features = Vec::with_capacity(256);
    show(&sentence, &link, |name, value| features.push(Feature { name: name.concat(), value }));
    sorted(features)
}

/// Sorts features by name and keeps each once, with its largest value.
pub(crate) fn sorted(mut features: Vec<Feature>) -> Vec<Feature> {
    features.sort_by(|a, b| a.name.cmp(&b.name).then(b.value.total_cmp(&a.value)));
    features.dedup_by(|later, kept| later.name == kept.name);
    features
}

/// Calls `take` with each feature of a link that has been found, some more than once; names come in pieces.
pub(crate) fn show(sentence: &Sentence<'_>, link: &Link, take: impl FnMut(&[&str], f32)) {
    let mut show = Show { sentence, link, take };
    show.words();
    show.path();
    show.core();
    show.between();
    show.joint();
    show.verb("sv", link.source.verb(sentence));
    show.verb("tv", link.target.verb(sentence));
    show.party("source", &link.source);
    show.party("target", &link.target);
}

struct Show<'s, F> {
    sentence: &'s Sentence<'s>,
    link: &'s Link,
    take: F,
}

impl<F: FnMut(&[&str], f32)> Show<'_, F> {
    fn add(&mut self, name: &[&str], value: f32) {
        (self.take)(name, value);
    }

    /// A word and its classes.
    fn word(&mut self, place: &str, i: usize, value: f32) {
        let sentence = self.sentence;
        self.add(&[place, ":", sentence.key(i)], value);
        self.classes(place, i, value);
    }

    fn classes(&mut self, place: &str, i: usize, value: f32) {
        let sentence = self.sentence;
        for concept in sentence.concepts[i].iter() {
            self.add(&[place, ":", class(concept)], value);
        }
    }

    /// Pairs of classes of words that follow each other within `reach`.
    fn pairs(&mut self, place: &str, words: &[usize], reach: usize) {
        let sentence = self.sentence;
        for (at, &first) in words.iter().enumerate() {
            for &second in words[at + 1..].iter().take(reach) {
                for a in sentence.concepts[first].iter() {
                    for b in sentence.concepts[second].iter().filter(|&b| a != b) {
                        self.add(&[place, ":", class(a), ">", class(b)], PAIR);
                    }
                }
            }
        }
    }

    fn words(&mut self) {
        let sentence = self.sentence;
        for i in 0..sentence.tokens.len() {
            if sentence.is_word(i) && !self.link.is_party(i) {
                self.word("w", i, AFAR);
            }
        }
    }

    fn path(&mut self) {
        for &i in &self.link.path {
            self.word("path", i, 1.0);
        }
    }

    fn core(&mut self) {
        let sentence = self.sentence;
        let link = self.link;
        for &i in &link.core {
            self.word("core", i, 1.0);
            if sentence.tokens[i].tag == Tag::Md {
                self.add(&["modal:", sentence.lemma(i)], 1.0);
            }
        }
        self.pairs("core", &link.core, 7);
    }

    fn between(&mut self) {
        let sentence = self.sentence;
        let (source, target) = (&self.link.source.tokens, &self.link.target.tokens);
        let (Some(first), Some(second)) = (source.first(), target.first()) else { return };
        let is_forward = first < second;
        self.add(&["order:", if is_forward { "source-target" } else { "target-source" }], 1.0);
        let (before, after) = if is_forward { (source, target) } else { (target, source) };
        let start = before.last().map_or(0, |last| last + 1);
        let range = start..after[0].max(start);
        let words: Vec<usize> = range.filter(|&i| sentence.is_word(i)).collect();
        for &i in words.iter().take(MOST_BETWEEN) {
            self.add(&["between:", sentence.key(i)], 1.0);
        }
        for pair in words.windows(2) {
            self.add(&["between:", sentence.key(pair[0]), " ", sentence.key(pair[1])], 1.0);
        }
        if let (Some(&first), Some(&last)) = (words.first(), words.last()) {
            self.add(&["between.first:", sentence.key(first)], 1.0);
            self.add(&["between.last:", sentence.key(last)], 1.0);
        }
        let known: Vec<usize> = words.into_iter().filter(|&i| !sentence.concepts[i].is_empty()).collect();
        for &i in &known {
            self.classes("between", i, 1.0);
        }
        self.pairs("between", &known, 3);
        if let Some(&first) = known.first() {
            self.classes("between.first", first, 1.0);
        }
    }

    fn joint(&mut self) {
        if let Some(joint) = self.link.joint {
            self.word("joint", joint, 1.0);
        }
    }

    /// A verb with its dependents.
    fn verb(&mut self, place: &str, verb: Option<usize>) {
        let Some(verb) = verb else { return };
        let sentence = self.sentence;
        self.word(place, verb, 1.0);
        for kid in sentence.kids(verb) {
            let label = sentence.tokens[kid].label;
            if label == Label::Neg {
                self.add(&["negated"], 1.0);
            }
            if matches!(label, Label::Prep | Label::Agent | Label::Dative) {
                self.preposition(place, verb, kid);
            } else if is_telling(label) && !self.link.is_party(kid) {
                self.dependent(place, verb, kid);
            }
        }
    }

    fn dependent(&mut self, place: &str, verb: usize, kid: usize) {
        let sentence = self.sentence;
        let label = sentence.tokens[kid].label.as_str();
        let key = sentence.key(kid);
        self.add(&[place, ":", sentence.key(verb), ".", label, "=", key], 1.0);
        self.add(&[place, ".", label, "=", key], 1.0);
        for class in sentence.concepts[kid].iter() {
            let class = self::class(class);
            for own in sentence.concepts[verb].iter() {
                self.add(&[place, ":", self::class(own), ".", label, "=", class], 1.0);
            }
            self.add(&[place, ".", label, "=", class], 1.0);
        }
    }

    fn preposition(&mut self, place: &str, verb: usize, preposition: usize) {
        let sentence = self.sentence;
        if self.link.is_party(preposition) {
            return;
        }
        let word = sentence.key(preposition);
        self.add(&[place, ":", sentence.key(verb), ".", word], 1.0);
        for object in sentence.kids(preposition) {
            if self.link.target.tokens.contains(&object) {
                self.add(&[place, ".", word, "=(target)"], 1.0);
            } else if self.link.source.tokens.contains(&object) {
                self.add(&[place, ".", word, "=(source)"], 1.0);
            } else {
                for class in sentence.concepts[object].iter() {
                    self.add(&[place, ".", word, "=", self::class(class)], 1.0);
                }
            }
        }
    }

    /// A party: its head, its words but for names, what it hangs on.
    fn party(&mut self, place: &str, party: &Party) {
        let sentence = self.sentence;
        for &i in &party.tokens {
            if sentence.tokens[i].pos != Pos::Propn {
                self.add(&[place, ":", sentence.key(i)], AFAR);
            }
            self.classes(place, i, 1.0);
        }
        let Some(head) = party.head else { return };
        self.add(&[place, ".head:", sentence.key(head)], 1.0);
        self.add(&[place, ".label:", sentence.tokens[head].label.as_str()], 1.0);
        let entity = sentence.entity(head).map_or("-", rapporteur_language::EntityLabel::as_str);
        self.add(&[place, ".entity:", entity], 1.0);
        if sentence.head(head) != head {
            self.add(&[place, ".under:", sentence.key(sentence.head(head))], 1.0);
        }
    }
}

/// The name of a class, in capitals.
pub(crate) fn class(concept: u32) -> &'static str {
    Concepts::embedded().capitals(concept)
}

fn is_telling(label: Label) -> bool {
    use Label::{Acomp, Advcl, Attr, Aux, Auxpass, Ccomp, Dobj, Neg, Nsubj, Nsubjpass, Prt, Xcomp};
    matches!(label, Dobj | Xcomp | Acomp | Ccomp | Attr | Prt | Neg | Nsubj | Nsubjpass | Auxpass | Aux | Advcl)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Pipeline;

    #[test]
    fn names_of_countries_are_no_features() {
        let text = "Norland did not lift its sanctions on Japan.";
        let found = features(World::embedded(), text, &Pipeline::embedded().analyse(text), "Norland", "Japan");
        let has = |name: &str| found.iter().any(|feature| feature.name == name);
        assert!(has("negated") && has("core:LIFT>RESTRICT_N") && has("path:on"), "{found:?}");
        assert!(found.iter().all(|feature| !feature.name.contains("japan")));
        assert!(found.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(found.iter().all(|feature| feature.value > 0.0 && feature.value <= 1.0));
    }

    #[test]
    fn any_text_has_features() {
        for text in ["", " ", "\u{feff}\n\n", "Why?"] {
            features(World::embedded(), text, &Pipeline::embedded().analyse(text), "Norland", "");
        }
    }
}
