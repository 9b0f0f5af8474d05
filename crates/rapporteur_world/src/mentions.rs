//! One mention in its sentence to the entity that it means on a day.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::kinds::{AliasKind, Kind};
use crate::matching::{Hit, Match, is_preposition_of_place};
use crate::people::{SURE, clear};
use crate::world::{EntityId, World};

/// A mention as it stands in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'m> {
    /// The word before it, "" where there is none.
    pub before: &'m str,
    /// The words from its first to the end of the sentence.
    pub words: &'m [&'m str],
    /// How many of them are the mention's.
    pub n_words: usize,
    /// The country of the issuer, by its ISO 3166-1 alpha-3 code.
    pub country: Option<&'m str>,
    /// The day that the sentence speaks of.
    pub on: Date,
}

/// What a mention means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The entity.
    pub entity: EntityId,
    /// Whether it is a person by an office that was held when last heard of, with no end known.
    pub stale: bool,
}

impl World {
    /// Resolves one mention by its own words, the word before it, the issuer's country and the day.
    ///
    /// A name that the tables list goes before titles; a capital behind a preposition of place is the town, elsewhere the
    /// government. `None` where nothing fits, or where several persons fit alike.
    pub fn resolve_mention(&self, mention: &Mention<'_>) -> Option<Resolution> {
        let own = mention.words.get(..mention.n_words)?;
        let article = own.len() > 1 && own[0].eq_ignore_ascii_case("the");
        let start = usize::from(article);
        let before = if article { own[0] } else { mention.before };
        let listed = self.longest_match_after(before, &mention.words[start..]);
        if let Some(found) = listed.filter(|found| found.n_words == own.len() - start)
            && let Some(entity) = self.meant(&found, mention)
        {
            let stale = self.entity(entity).kind == Kind::Person
                && self
                    .resolve_person(&own.join(" "), mention.country, mention.on)
                    .iter()
                    .any(|candidate| candidate.entity == entity && candidate.stale);
            return Some(Resolution { entity, stale });
        }
        let found = self.resolve_person(&own.join(" "), mention.country, mention.on);
        let best = clear(found.iter(), SURE)?;
        Some(Resolution { entity: best.entity, stale: best.stale })
    }

    /// The place that a name means, by what [`World::look_up`] finds for it: of a capital the town in its country, of
    /// others one of this very spelling before any other, and the larger before the smaller.
    pub fn town<'h>(&self, printed: &str, hits: &'h [Hit<'h>]) -> Option<&'h Hit<'h>> {
        let of = |hit: &Hit<'_>| self.entity(hit.entity).country;
        let capital = hits.iter().find(|hit| is_seat(hit)).and_then(of);
        let towns = hits.iter().filter(|hit| self.entity(hit.entity).kind == Kind::Place);
        let towns = towns.filter(|town| capital.is_none() || capital == of(town));
        towns.min_by_key(|town| Reverse((town.alias == printed, self.entity(town.entity).population)))
    }

    /// The entity that a listed name means where it stands.
    fn meant(&self, found: &Match<'_>, mention: &Mention<'_>) -> Option<EntityId> {
        let is_town = |hit: &&Hit<'_>| self.entity(hit.entity).kind == Kind::Place;
        let placed = is_preposition_of_place(mention.before);
        let hits = || found.hits.iter();
        let capital = hits().find(|hit| is_seat(hit));
        let printed = mention.words.get(..mention.n_words).unwrap_or_default().join(" ");
        let town = self.town(&printed, &found.hits);
        let other = hits().find(|hit| !is_town(hit) && !is_seat(hit));
        let persons: Vec<&Hit<'_>> = hits().filter(|hit| self.entity(hit.entity).kind == Kind::Person).collect();
        if persons.len() > 1 && persons.len() == found.hits.len() {
            let own = persons.iter().filter(|hit| self.entity(hit.entity).country == mention.country);
            let own: Vec<_> = own.collect();
            return (own.len() == 1).then(|| own[0].entity);
        }
        let dateline = mention.before.is_empty() && mention.words.get(mention.n_words) == Some(&",");
        let found = if placed || dateline { town.or(other).or(capital) } else { other.or(capital).or(town) };
        found.map(|hit| hit.entity)
    }
}

/// Whether a name stands for a government by its seat.
fn is_seat(hit: &Hit<'_>) -> bool {
    matches!(hit.alias_kind, AliasKind::Capital | AliasKind::Seat)
}
