//! Codes of parties: country and sector.

use std::sync::LazyLock;

use rapporteur_world::{AliasKind, Kind, World};
use rustc_hash::FxHashMap;

use crate::ontology::Ontology;
use crate::table::rows;

const AGENTS: &str = include_str!("../../../events/agents.tsv");

static SECTORS: LazyLock<FxHashMap<&'static str, &'static str>> =
    LazyLock::new(|| rows::<3>(AGENTS).map(|[word, sector, _]| (word, sector)).collect());

/// Who a party is, in codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ActorCode<'w> {
    /// The country (ISO 3166-1 alpha-3), or PLOVER's code of what is no state.
    pub country: Option<&'w str>,
    /// PLOVER's sector.
    pub sector: Option<&'w str>,
}

impl std::fmt::Display for ActorCode<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}{}", self.country.unwrap_or_default(), self.sector.unwrap_or_default())
    }
}

/// The code of a party as it is written: the country (ISO 3166-1 alpha-3, or PLOVER's code of what is no state) and the
/// sector, one after the other where it is printed ("NORGOV" for a minister of Norway).
///
/// A person is taken for what the tables know of him, whatever the date: a dyad has none.
pub(crate) fn actor_code<'w>(world: &'w World, party: &str) -> ActorCode<'w> {
    let words: Vec<&str> = words(party);
    let mut country = None;
    let mut sector = None;
    let mut is_named = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        let Some(found) = world.longest_match(&words[at..]) else {
            at += 1;
            continue;
        };
        let named = at..at + found.n_words;
        at = named.end;
        // A name of several things tells nothing of the party, unless they agree; a person's name alone is the least.
        let Some(hit) = found.hits.iter().min_by_key(|hit| rank(world.entity(hit.entity).kind)) else { continue };
        let entity = world.entity(hit.entity);
        if matches!(entity.kind, Kind::Issue | Kind::Instrument) {
            continue;
        }
        is_named[named].fill(true);
        country = country.or_else(|| entity.country.or_else(|| beyond_states(entity.kind, entity.id)));
        let is_seat = matches!(hit.alias_kind, AliasKind::Capital | AliasKind::Seat);
        sector = sector.or(entity.sector.filter(|sector| {
            (entity.kind != Kind::Country || is_seat) && Ontology::embedded().sectors().contains(sector)
        }));
    }
    let title = (0..words.len()).find_map(|at| world.role_of_title(&words[at..], country)?.sector);
    // A word of a name is no role: the European Union is no labour union.
    let agent = words.iter().zip(&is_named).filter(|(_, named)| !**named).find_map(|(word, _)| agent(word));
    // The words of the party itself say more than what an entity usually is.
    ActorCode { country, sector: agent.or(title).or(sector) }
}

/// The sector that a word calls, in the singular or plural.
pub(crate) fn agent(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let of = |word: &str| SECTORS.get(word).copied();
    of(&word).or_else(|| {
        word.strip_suffix("ies").and_then(|stem| of(&format!("{stem}y"))).or_else(|| of(word.strip_suffix('s')?))
    })
}

/// PLOVER's codes of bodies that are no state's.
fn beyond_states(kind: Kind, id: &str) -> Option<&'static str> {
    match kind {
        _ if id == "kb:org/un" => Some("UNO"),
        _ if id == "kb:org/eu" => Some("EUR"),
        Kind::Organization | Kind::Forum | Kind::Group => Some("IGO"),
        _ => None,
    }
}

/// Countries before bodies before people before places.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Country => 0,
        Kind::Organization | Kind::Group | Kind::Forum | Kind::Ministry | Kind::Organ | Kind::ArmedGroup => 1,
        Kind::Person => 2,
        Kind::People | Kind::Body => 3,
        _ => 4,
    }
}

/// The words of a name, with a possessive split off.
fn words(party: &str) -> Vec<&str> {
    let trim = |word: &'_ str| word.len() - word.trim_end_matches([',', ';', ':', ')', '"', '”']).len();
    party
        .split_whitespace()
        .map(|word| &word[..word.len() - trim(word)])
        .map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
        .map(|word| word.trim_start_matches(['(', '"', '“']))
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_have_sectors() {
        assert_eq!(rows::<3>(AGENTS).count(), AGENTS.lines().count() - 1);
        for [word, sector, _] in rows::<3>(AGENTS) {
            assert!(Ontology::embedded().sectors().contains(&sector), "{word}: {sector}");
        }
    }

    #[test]
    fn parties_have_country_and_sector() {
        let code = |party| actor_code(World::embedded(), party).to_string();
        assert_eq!(code("Norwegian police"), "NORCOP");
        assert_eq!(code("the Norwegian Foreign Minister"), "NORGOV");
        assert_eq!(code("Norway's parliament"), "NORLEG");
        assert_eq!(code("Norway"), "NOR");
        assert_eq!(code("the United Nations"), "UNO");
        assert_eq!(code("the European Union"), "EUR");
        assert_eq!(code("the United States"), "USA");
        assert_eq!(code("gunmen"), "UAF");
        assert_eq!(code("(“"), "");
    }
}
