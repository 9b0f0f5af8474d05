//! When two records speak of one actor, whatever each calls it.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record::{Actor, Record};

use crate::gold::{Gold, GoldActor};
use crate::letter::{norm, words};

/// An actor reduced to what tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Party {
    /// A country, or its government.
    Country(String),
    /// Anyone else, by the words of the name.
    Name(String),
}

impl Party {
    /// Whether names agree: when one's words are all among the other's ("Berg", "Anna M. Berg").
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let (Self::Name(a), Self::Name(b)) = (self, other) else { return false };
        let (a, b): (Vec<_>, Vec<_>) = (a.split(' ').collect(), b.split(' ').collect());
        if a == [""] || b == [""] {
            return false;
        }
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        short.iter().all(|word| long.contains(word))
    }

    pub(crate) fn of_name(name: &str) -> Self {
        Self::Name(norm(name))
    }
}

/// Whether two lists name the same parties, each as often as they please.
pub(crate) fn same_set(a: &[Party], b: &[Party]) -> bool {
    let n_distinct = |parties: &[Party]| parties.iter().collect::<BTreeSet<_>>().len();
    n_distinct(a) == n_distinct(b)
        && a.iter().all(|x| b.iter().any(|y| x.agrees(y)))
        && b.iter().all(|y| a.iter().any(|x| x.agrees(y)))
}

/// Words of meetings' names that tell no meeting from another.
const LIGHT: [&str; 19] = [
    "the", "of", "a", "an", "and", "annual", "special", "on", "in", "for", "its", "at", "to", "with", "meeting",
    "summit", "dialogue", "talks", "call",
];

/// Whether every telling word of the one meeting's name is in the other's.
pub(crate) fn has_telling_words(gold: &str, predicted: &str) -> bool {
    let predicted = words(predicted);
    words(gold).iter().all(|word| LIGHT.contains(&word.as_str()) || predicted.contains(word))
}

/// What both kinds of actors have.
struct View<'r> {
    name: &'r str,
    is_country: bool,
    country: Option<&'r str>,
    represents: Option<&'r str>,
}

impl<'r> From<&'r Actor> for View<'r> {
    fn from(actor: &'r Actor) -> Self {
        View {
            name: &actor.name,
            is_country: is_country(actor.kind.as_str()),
            country: actor.country.as_deref(),
            represents: actor.represents.as_deref(),
        }
    }
}

impl<'r> From<&'r GoldActor> for View<'r> {
    fn from(actor: &'r GoldActor) -> Self {
        View {
            name: actor.name.as_deref().unwrap_or_default(),
            is_country: actor.kind.as_deref().is_some_and(is_country),
            country: actor.country.as_ref().and_then(|country| country.as_deref()),
            represents: actor.represents.as_deref(),
        }
    }
}

fn is_country(kind: &str) -> bool {
    kind == "country" || kind == "government"
}

/// A record's actors by id.
pub(crate) struct Cast<'r> {
    by_id: BTreeMap<&'r str, View<'r>>,
}

impl<'r> Cast<'r> {
    pub(crate) fn of_record(record: &'r Record) -> Self {
        Self { by_id: record.actors.iter().map(|actor| (actor.id.as_str(), actor.into())).collect() }
    }

    pub(crate) fn of_gold(gold: &'r Gold) -> Self {
        Self { by_id: gold.actors.iter().map(|(id, actor)| (id.as_str(), actor.into())).collect() }
    }

    /// The actor itself: the country for a country, else the words of its name.
    pub(crate) fn strict(&self, id: &str) -> Option<Party> {
        let actor = self.by_id.get(id)?;
        let country = actor.country.filter(|country| actor.is_country && !country.is_empty());
        Some(country.map_or_else(|| Party::of_name(actor.name), |country| Party::Country(country.to_owned())))
    }

    /// The country or organization that the actor stands for.
    pub(crate) fn lenient(&self, id: &str) -> Option<Party> {
        let (mut id, mut actor) = self.by_id.get_key_value(id)?;
        let mut seen = BTreeSet::new();
        while let Some((next, represented)) = actor.represents.and_then(|next| self.by_id.get_key_value(next)) {
            if !seen.insert(*id) {
                break;
            }
            (id, actor) = (next, represented);
        }
        let country = actor.country.filter(|country| !country.is_empty());
        Some(country.map_or_else(|| Party::of_name(actor.name), |country| Party::Country(country.to_owned())))
    }

    pub(crate) fn strict_all(&self, ids: &[String]) -> Vec<Party> {
        ids.iter().filter_map(|id| self.strict(id)).collect()
    }

    pub(crate) fn lenient_all(&self, ids: &[String]) -> Vec<Party> {
        ids.iter().filter_map(|id| self.lenient(id)).collect()
    }

    /// The names, for people.
    pub(crate) fn names(&self, ids: &[String]) -> Vec<String> {
        ids.iter().filter_map(|id| self.by_id.get(id.as_str())).map(|actor| actor.name.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &[&str], b: &[&str]) -> bool {
        let parties = |names: &[&str]| names.iter().map(|name| Party::of_name(name)).collect::<Vec<_>>();
        same_set(&parties(a), &parties(b))
    }

    #[test]
    fn names_agree_by_their_words() {
        assert!(check(&["Berg"], &["Anna M. Berg"]));
        assert!(check(&["Anna Berg", "Anna Berg"], &["Berg"]));
        assert!(!check(&["Berg"], &["Ott"]));
        assert!(!check(&["Berg"], &[]));
        assert!(check(&[], &[]));
        // An empty name agrees with an empty one alone.
        assert!(check(&["…"], &["the"]));
        assert!(!check(&["…"], &["Berg"]));
        assert!(!Party::Country("NOR".into()).agrees(&Party::of_name("NOR")));
    }

    #[test]
    fn light_words_tell_no_meeting() {
        assert!(has_telling_words("Special Norland–Sudmark Dialogue", "10th Norland-Sudmark Talks"));
        assert!(!has_telling_words("Norland Forum", "Norland Meeting"));
    }
}
