//! Words to the classes that bear on events, from `events/lexicon.tsv`.

use std::sync::LazyLock;

use rapporteur_language::Pos;
use rustc_hash::FxHashMap;

use crate::table::rows;

const LEXICON: &str = include_str!("../../../events/lexicon.tsv");

/// A set of classes, a bit each, in the order of [`Concepts::names`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ConceptSet(u128);

/// The lexicon of events.
#[derive(Debug)]
pub(crate) struct Concepts {
    #[cfg(test)]
    names: Vec<&'static str>,
    capitals: Vec<String>,
    /// The classes of events.
    telling: ConceptSet,
    /// By word or words ("call for"); verbs, nouns, adjectives, and any.
    words: FxHashMap<&'static str, [ConceptSet; 4]>,
}

impl ConceptSet {
    /// The classes of both.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The classes in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = u32> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (bit < 128).then_some(bit)
        })
    }
}

impl Concepts {
    /// The lexicon that comes with the program.
    pub(crate) fn embedded() -> &'static Self {
        static CONCEPTS: LazyLock<Concepts> = LazyLock::new(Concepts::open);
        &CONCEPTS
    }

    fn open() -> Self {
        let mut names: Vec<_> = rows::<5>(LEXICON).map(|[_, _, concept, _, _]| concept).collect();
        names.sort_unstable();
        names.dedup();
        names.truncate(128);
        let mut words: FxHashMap<_, [ConceptSet; 4]> = FxHashMap::default();
        let mut telling = ConceptSet::default();
        for [word, pos, concept, section, _] in rows::<5>(LEXICON) {
            if let (Some(slot), Ok(bit)) = (slot(pos), names.binary_search(&concept)) {
                words.entry(word).or_default()[slot].0 |= 1 << bit;
                telling.0 |= u128::from(section != "-") << bit;
            }
        }
        let capitals = names.iter().map(|name| name.to_uppercase()).collect();
        Self {
            #[cfg(test)]
            names,
            capitals,
            telling,
            words,
        }
    }

    /// Whether a class is of an event of the codebook, rather than of words that events share with all else ("say", "begin").
    pub(crate) fn is_telling(&self, set: ConceptSet) -> bool {
        set.0 & self.telling.0 != 0
    }

    /// The name of a class in capitals.
    pub(crate) fn capitals(&self, concept: u32) -> &str {
        &self.capitals[concept as usize]
    }

    /// The name of a class.
    #[cfg(test)]
    pub(crate) fn name(&self, concept: u32) -> &'static str {
        self.names[concept as usize]
    }

    /// The classes of a lemma, or of several with blanks between them, as this part of speech.
    pub(crate) fn of(&self, lemma: &str, pos: Pos) -> ConceptSet {
        let Some(sets) = self.words.get(lemma) else { return ConceptSet::default() };
        let own = match pos {
            Pos::Verb | Pos::Aux => sets[0],
            Pos::Noun | Pos::Propn => sets[1],
            Pos::Adj => sets[2],
            _ => ConceptSet::default(),
        };
        own.or(sets[3])
    }
}

fn slot(pos: &str) -> Option<usize> {
    ["verb", "noun", "adjective", "any"].iter().position(|name| *name == pos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::Ontology;

    #[test]
    fn lexicon_is_well_formed() {
        assert_eq!(rows::<5>(LEXICON).count(), LEXICON.lines().count() - 1);
        let mut last = None;
        for [word, pos, concept, section, _] in rows::<5>(LEXICON) {
            assert!(slot(pos).is_some(), "{word}: {pos}");
            assert!(section == "-" || Ontology::embedded().event(section, None).is_some(), "{word}: {section}");
            assert!(last < Some((word, pos, concept)), "{word} {concept}: sort the table, each row once");
            last = Some((word, pos, concept));
        }
        let concepts = Concepts::embedded();
        assert!(rows::<5>(LEXICON).all(|[_, _, concept, ..]| concepts.names.contains(&concept)), "over 128 classes");
    }

    #[test]
    fn words_have_classes_by_part_of_speech() {
        let concepts = Concepts::embedded();
        let names = |lemma, pos| concepts.of(lemma, pos).iter().map(|c| concepts.name(c)).collect::<Vec<_>>();
        assert!(names("donate", Pos::Verb).contains(&"give"));
        assert!(names("donate", Pos::Noun).is_empty());
        assert!(names("call for", Pos::Verb).contains(&"demand"));
    }
}
