//! Who takes part in a draft, over all the records that it is written from, and what each is called in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rapporteur_record::{Actor, ActorKind, MentionType, Record};

use crate::form::{one_line, spaced};

/// A party's place in the cast.
pub(crate) type PartyId = usize;

/// One party.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Party {
    pub(crate) actor: Actor,
    /// Whom the party stands for, if not itself.
    pub(crate) represents: Option<PartyId>,
    honorific: Option<String>,
    takes_article: bool,
}

/// Every party of the records.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cast {
    pub(crate) parties: Vec<Party>,
    by_key: BTreeMap<String, PartyId>,
}

/// Last words of names that stand with "the".
static ARTICLED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    include_str!("../data/articled.tsv").lines().skip(1).filter_map(|line| line.split('\t').next()).collect()
});

impl Cast {
    /// Takes the actors of a record in; returns their places by the record's ids.
    pub(crate) fn add(&mut self, record: &Record) -> BTreeMap<String, PartyId> {
        let ids: BTreeMap<String, PartyId> =
            record.actors.iter().map(|actor| (actor.id.clone(), self.party(record, actor))).collect();
        for actor in &record.actors {
            let represents = actor.represents.as_ref().and_then(|id| ids.get(id)).copied();
            let party = &mut self.parties[ids[&actor.id]];
            party.represents = party.represents.or(represents);
        }
        ids
    }

    fn party(&mut self, record: &Record, actor: &Actor) -> PartyId {
        let key = actor.world_id.clone().unwrap_or_else(|| {
            format!("{} {} {}", actor.kind, actor.country.as_deref().unwrap_or_default(), actor.name.to_lowercase())
        });
        if let Some(&known) = self.by_key.get(&key) {
            return known;
        }
        let party = Party {
            represents: None,
            honorific: honorific(actor),
            takes_article: takes_article(record, actor),
            actor: actor.clone(),
        };
        self.parties.push(party);
        self.by_key.insert(key, self.parties.len() - 1);
        self.parties.len() - 1
    }

    /// The country or organization that a party stands for: itself where it stands for nobody.
    pub(crate) fn side(&self, id: PartyId) -> PartyId {
        let mut side = id;
        // a cycle is no longer than the list
        for _ in &self.parties {
            match self.parties[side].represents {
                Some(next) if next != side => side = next,
                _ => break,
            }
        }
        side
    }

    /// What a party is called inside a sentence.
    pub(crate) fn name(&self, id: PartyId) -> String {
        let party = &self.parties[id];
        let name = spaced(&party.actor.name);
        match party.actor.kind {
            ActorKind::Person => party.honorific.as_ref().map_or_else(|| name.clone(), |h| format!("{h} {name}")),
            _ if party.takes_article => format!("the {name}"),
            _ => name,
        }
    }

    /// Several parties in a row.
    pub(crate) fn names(&self, ids: &[PartyId]) -> String {
        enumerate(&ids.iter().map(|&id| self.name(id)).collect::<Vec<_>>())
    }

    /// A person with office and country, as a text introduces one.
    pub(crate) fn introduced(&self, id: PartyId) -> String {
        let party = &self.parties[id];
        let name = self.name(id);
        let Some(office) = party.actor.office.as_deref().map(spaced) else { return name };
        let side = self.side(id);
        let country = self.name(side);
        let says_whose = side == id || office.contains(&self.parties[side].actor.name) || office.contains(" of the ");
        if says_whose { format!("{name}, {office}") } else { format!("{name}, {office} of {country}") }
    }
}

/// An issue's name inside a sentence: "the Korean Peninsula".
pub(crate) fn issue_in_sentence(name: &str) -> String {
    let is_proper = name.starts_with(char::is_uppercase) && ends_with_article_word(name);
    if is_proper { format!("the {name}") } else { name.to_owned() }
}

/// "A", "A and B", "A, B and C".
pub(crate) fn enumerate(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// How a text addresses a person before the name: "H.E.", "Dr."
fn honorific(actor: &Actor) -> Option<String> {
    let family = actor.name.split_whitespace().next()?;
    actor.mentions.iter().find_map(|mention| {
        let quote = one_line(&mention.quote.quote);
        let (before, _) = quote.split_once(family)?;
        let before = before.trim();
        let is_excellency = before.contains("Excellency") || before.starts_with("H.E.");
        if is_excellency {
            return Some("H.E.".to_owned());
        }
        // a lone surname goes by its title
        let is_title = !actor.name.contains(' ') && before.starts_with(char::is_uppercase) && !before.contains(',');
        (is_title && before.split(' ').count() <= 2).then(|| before.to_owned())
    })
}

/// Whether "the" stands before the name: where the text has it so, else by the name's words.
fn takes_article(record: &Record, actor: &Actor) -> bool {
    if actor.kind == ActorKind::Person || begins_with_article(&actor.name) {
        return false;
    }
    let named = actor.mentions.iter().find(|mention| {
        mention.mention_type == MentionType::Name && one_line(&mention.quote.quote).eq_ignore_ascii_case(&actor.name)
    });
    if let Some(mention) = named {
        let start = mention.quote.start as usize;
        let before: String = record.document.text.chars().skip(start.saturating_sub(4)).take(4.min(start)).collect();
        if before.eq_ignore_ascii_case("the ") {
            return true;
        }
    }
    ends_with_article_word(&actor.name)
}

/// Whether a name stands with "the" by the word that it ends in.
fn ends_with_article_word(name: &str) -> bool {
    let lower = name.to_lowercase();
    let last = lower.split(" of ").next().unwrap_or_default().split_whitespace().next_back().unwrap_or_default();
    ARTICLED.contains(last) && !lower.starts_with("all ") && !lower.starts_with("both ")
}

fn begins_with_article(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    first.eq_ignore_ascii_case("the")
}
