//! Names to entities.

use std::cell::OnceCell;

use fst::raw::{Fst, Output};

use crate::image::{Bytes, Section};
use crate::kinds::{AliasKind, CaseRule, Kind};
use crate::normal::{self, Case};
use crate::world::{EntityId, World};

/// An entity that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'w> {
    /// The entity.
    pub entity: EntityId,
    /// What the name is to it. [`AliasKind::Capital`] and [`AliasKind::Seat`] are for the reader to weigh.
    pub alias_kind: AliasKind,
    /// The alias as the tables write it.
    pub alias: &'w str,
}

/// The longest name at the head of a sequence of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'w> {
    /// The number of words that it takes.
    pub n_words: usize,
    /// Every entity of that name, in the order of the tables.
    pub hits: Vec<Hit<'w>>,
}

impl World {
    /// Finds what `name` may mean: every entity with an alias of the same normal form whose case rule holds.
    ///
    /// A leading article, diacritics, dots, apostrophes and a possessive do not matter; hyphens are blanks.
    ///
    /// # Examples
    ///
    /// ```
    /// let world = rapporteur_world::World::embedded();
    /// let hits = world.look_up("the U.S.");
    /// assert_eq!(world.entity(hits[0].entity).id, "kb:country/USA");
    /// assert!(world.look_up("us").is_empty());
    /// ```
    pub fn look_up(&self, name: &str) -> Vec<Hit<'_>> {
        let Some(value) = self.names.get(normal::key(name)) else { return Vec::new() };
        self.hits(value, name, Around::default())
    }

    /// Finds the longest name that starts with the first of `words`.
    ///
    /// Words are tokens as the language model makes them ("U.S.", "-", "'s"). An article is no part of a name: at "the"
    /// nothing starts. A name whose case rule does not hold gives way to a shorter one.
    pub fn longest_match(&self, words: &[&str]) -> Option<Match<'_>> {
        self.longest_match_after("", words)
    }

    /// As [`World::longest_match`], with the word before the first, "" where there is none: some towns are only meant
    /// behind a preposition.
    ///
    /// # Examples
    ///
    /// ```
    /// let world = rapporteur_world::World::embedded();
    /// assert!(world.longest_match_after("12", &["March", "2024"]).is_none());
    /// assert!(world.longest_match_after("in", &["Reading"]).is_some());
    /// ```
    pub fn longest_match_after(&self, before: &str, words: &[&str]) -> Option<Match<'_>> {
        let found = walk(&self.names, words);
        found.into_iter().rev().find_map(|(n_words, value)| {
            let around = Around { before, behind: &words[n_words..] };
            let hits = self.hits(value, &words[..n_words].join(" "), around);
            (!hits.is_empty()).then_some(Match { n_words, hits })
        })
    }

    fn hits(&self, value: Output, name: &str, around: Around<'_>) -> Vec<Hit<'_>> {
        let cased = OnceCell::new();
        let form = || cased.get_or_init(|| normal::cased_key(name)).as_str();
        let mut hits = Vec::new();
        for record in records(value) {
            let code = self.image.word(Section::Names, record, 2);
            let alias = self.image.text(Section::Names, record, 1);
            let rule = CaseRule::from_code((code >> 8 & 0xff) as u8);
            let entity = EntityId(self.image.word(Section::Names, record, 0));
            let capital = || starts_with_capital(name);
            let holds = match rule {
                CaseRule::Any => true,
                CaseRule::Capital => capital(),
                CaseRule::Exact => form() == normal::cased_key(alias),
                CaseRule::Placed => {
                    capital() && (around.is_placed() || around.is_dated() || self.is_located(entity, around))
                }
                CaseRule::Located => capital() && self.is_located(entity, around),
            };
            if holds {
                let alias_kind = AliasKind::from_code((code & 0xff) as u8);
                // "US" and "U.S." are two aliases of one form.
                if !hits.iter().any(|hit: &Hit<'_>| (hit.entity, hit.alias_kind) == (entity, alias_kind)) {
                    hits.push(Hit { entity, alias_kind, alias });
                }
            }
        }
        hits
    }

    /// Whether the country of a place, or a part of that country, stands behind it, a comma between.
    fn is_located(&self, place: EntityId, around: Around<'_>) -> bool {
        let Some((&",", behind)) = around.behind.split_first() else { return false };
        let country = self.entity(place).country;
        let within = |hit: &Hit<'_>| {
            let region = self.entity(hit.entity);
            matches!(region.kind, Kind::Country | Kind::Region) && region.country == country
        };
        country.is_some() && self.longest_match(behind).is_some_and(|found| found.hits.iter().any(within))
    }

    /// Every alias of an entity with what it is to it, in the order of their keys. Reads all aliases.
    pub fn aliases(&self, entity: EntityId) -> Vec<(&str, AliasKind)> {
        let records = 0..self.image.count(Section::Names);
        let own = records.filter(|&record| self.image.word(Section::Names, record, 0) == entity.0);
        own.map(|record| {
            let kind = AliasKind::from_code((self.image.word(Section::Names, record, 2) & 0xff) as u8);
            (self.image.text(Section::Names, record, 1), kind)
        })
        .collect()
    }
}

/// Whether behind this word stands where something is: "in", "at", "to".
pub(crate) fn is_preposition_of_place(word: &str) -> bool {
    const PREPOSITIONS: [&str; 10] =
        ["in", "at", "near", "from", "to", "outside", "around", "via", "through", "towards"];
    PREPOSITIONS.iter().any(|preposition| word.eq_ignore_ascii_case(preposition))
}

/// Whether a name, its article aside, starts with anything but a small letter.
fn starts_with_capital(name: &str) -> bool {
    let article = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the "));
    let own = if article { &name[4..] } else { name };
    own.chars().find(|sign| sign.is_alphanumeric()).is_some_and(|first| !first.is_lowercase())
}

/// The words around a mention.
#[derive(Clone, Copy, Default)]
struct Around<'w> {
    before: &'w str,
    behind: &'w [&'w str],
}

impl Around<'_> {
    fn is_placed(self) -> bool {
        is_preposition_of_place(self.before)
    }

    /// Whether a date stands behind, as in a dateline.
    fn is_dated(self) -> bool {
        let Some((&",", [next, ..])) = self.behind.split_first() else { return false };
        next.starts_with(|first: char| first.is_ascii_digit()) || rapporteur_record::MONTHS.contains(next)
    }
}

/// The records that a value of an `fst` map leads to.
pub(crate) fn records(value: Output) -> std::ops::Range<usize> {
    let (first, count) = (value.value() >> 16, value.value() & 0xffff);
    let number = |value| usize::try_from(value).expect("a world is smaller than 4 GiB");
    number(first)..number(first + count)
}

/// Walks the keys along `words`: every prefix of them that is a key, shortest first, with its value.
pub(crate) fn walk(keys: &Fst<Bytes>, words: &[&str]) -> Vec<(usize, Output)> {
    walk_with(keys, words, |word, out| normal::append(word, Case::Lower, out))
}

/// As [`walk`], with the form of each word made by `form`, which appends it and says whether anything came.
pub(crate) fn walk_with(
    keys: &Fst<Bytes>,
    words: &[&str],
    form: impl Fn(&str, &mut String) -> bool,
) -> Vec<(usize, Output)> {
    let (mut node, mut value) = (keys.root(), Output::zero());
    let mut found = Vec::new();
    let mut piece = String::new();
    for (index, word) in words.iter().enumerate() {
        piece.clear();
        if !form(word, &mut piece) {
            if index == 0 {
                break;
            }
            continue;
        }
        let blank = (index > 0).then_some(b' ');
        for byte in blank.into_iter().chain(piece.bytes()) {
            let Some(step) = node.find_input(byte) else { return found };
            let transition = node.transition(step);
            value = value.cat(transition.out);
            node = keys.node(transition.addr);
        }
        if node.is_final() {
            found.push((index + 1, value.cat(node.final_output())));
        }
    }
    found
}
