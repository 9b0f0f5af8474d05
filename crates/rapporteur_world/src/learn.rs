//! What texts themselves say of who held which office when, as proposals.
//!
//! "H.E. Prak Sokhonn, Minister of Foreign Affairs" in a text of 8 May 2017 says that he held that office on that day. A
//! proposal is a tenure from the first to the last day of texts that say so; a person decides whether it is laid over the
//! world.

use std::collections::BTreeMap;

use rapporteur_record::{Actor, ActorKind, Record};

use crate::dated::PartialDate;
use crate::import::{Imported, slug};
use crate::schema::Table;
use crate::tables::Tables;
use crate::tenures::State;
use crate::world::World;

const SOURCE: &str = "learnt";

/// A tenure that texts state and the world does not have, or does not know to have lasted so long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The written id of the person, as it is or would be.
    pub person: String,
    /// The name as the texts print it.
    pub name: String,
    /// The role.
    pub role: String,
    /// The written id of the country or organization.
    pub body: String,
    /// The title as the first text prints it.
    pub title: String,
    /// The day of the first text.
    pub from: PartialDate,
    /// The day of the last text.
    pub as_of: PartialDate,
    /// What the world has of it.
    pub news: News,
    /// The texts by name, in the order in which they came.
    pub sources: Vec<String>,
}

/// What a proposal would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The world has no such person.
    Person,
    /// The world has the person, not the office.
    Tenure,
    /// The world has the tenure as last heard of before.
    Later,
}

/// A spelling of a known person's name that the world does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// The name as printed.
    pub alias: String,
    /// The written id of the person.
    pub person: String,
}

/// What texts state beyond what the world has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    /// Tenures, by person and office.
    pub proposals: Vec<Proposal>,
    /// Spellings, sorted.
    pub spellings: Vec<Spelling>,
}

/// A person, a role and a body, by their written ids.
type Office = (String, String, String);

impl World {
    /// Gathers from records what their texts state of persons with a name, an office, a country or organization and a day.
    /// The world itself stays as it is.
    pub fn learn<'r>(&self, records: impl IntoIterator<Item = &'r Record>) -> Learnt {
        let mut proposals: BTreeMap<Office, Proposal> = BTreeMap::new();
        let mut spellings = Vec::new();
        for record in records {
            for actor in record.actors.iter().filter(|actor| actor.kind == ActorKind::Person) {
                if let Some(spelling) = self.spelling(actor) {
                    spellings.push(spelling);
                }
                let Some(new) = self.proposal(record, actor) else { continue };
                let key = (new.person.clone(), new.role.clone(), new.body.clone());
                match proposals.get_mut(&key) {
                    Some(known) => known.take_in(new),
                    None => drop(proposals.insert(key, new)),
                }
            }
        }
        spellings.sort();
        spellings.dedup();
        Learnt { proposals: proposals.into_values().collect(), spellings }
    }

    fn spelling(&self, actor: &Actor) -> Option<Spelling> {
        let person = actor.world_id.as_deref().filter(|id| id.starts_with("kb:person/"))?;
        let known = self.entity_by_id(person)?;
        let listed = self.look_up(&actor.name).iter().any(|hit| hit.entity == known);
        let whole = actor.name.split(' ').count() > 1;
        (whole && !listed).then(|| Spelling { alias: actor.name.clone(), person: person.to_owned() })
    }

    fn proposal(&self, record: &Record, actor: &Actor) -> Option<Proposal> {
        let title = actor.office.as_deref()?;
        let day = PartialDate::parse(&record.document.issued.date.as_ref()?.value)?;
        let body = self.body_of(record, actor)?;
        let words: Vec<&str> = title.split(' ').collect();
        let read = self.role_of_title(&words, actor.country.as_deref())?;
        let known = actor.world_id.as_deref().filter(|id| id.starts_with("kb:person/"));
        let news = match known.and_then(|id| self.entity_by_id(id)) {
            None => News::Person,
            Some(person) => {
                let held = self.tenures(person).filter(|tenure| tenure.role == read.role && tenure.body == body);
                match held.filter_map(|tenure| tenure.on(day.start())).min() {
                    Some(State::Current) => return None,
                    Some(State::Stale) => News::Later,
                    None => News::Tenure,
                }
            }
        };
        // One word is too little to make a person of.
        if read.qualifier.is_some() || news == News::Person && !actor.name.trim().contains(' ') {
            return None;
        }
        Some(Proposal {
            person: known.map_or_else(|| format!("kb:person/{}", slug(&actor.name)), str::to_owned),
            name: actor.name.clone(),
            role: read.role.to_owned(),
            body: self.entity(body).id.to_owned(),
            title: title.to_owned(),
            from: day,
            as_of: day,
            news,
            sources: vec![record.document.source.clone()],
        })
    }

    /// The country or organization that a person acts for.
    fn body_of(&self, record: &Record, actor: &Actor) -> Option<crate::EntityId> {
        let stands_for = record.actors.iter().find(|other| Some(&other.id) == actor.represents.as_ref());
        let body = stands_for.and_then(|other| self.entity_by_id(other.world_id.as_deref()?));
        body.or_else(|| self.country(actor.country.as_deref()?))
    }
}

impl Proposal {
    fn take_in(&mut self, other: Self) {
        if other.from < self.from {
            self.title = other.title;
        }
        self.from = self.from.min(other.from);
        self.as_of = self.as_of.max(other.as_of);
        self.sources.extend(other.sources);
        self.sources.dedup();
    }
}

impl Learnt {
    /// The proposals as overlay tables.
    pub fn tables(&self, world: &World) -> Tables {
        let mut tables = Imported::default();
        tables.push(Table::Sources, &[SOURCE, "Stated by texts that were read", "facts", "", ""]);
        for found in &self.proposals {
            let country = world.entity_by_id(&found.body).and_then(|body| world.entity(body).country);
            if found.news == News::Person {
                tables.push(Table::People, &[&found.person, &found.name, "", country.unwrap_or_default(), SOURCE]);
            }
            let (from, as_of) = (world.start_of(found), found.as_of.to_string());
            let [person, role, body, title] = [&found.person, &found.role, &found.body, &found.title];
            tables.push(Table::Tenures, &[person, role, body, title, &from, "", &as_of, "", SOURCE]);
        }
        for found in &self.spellings {
            tables.push(Table::Aliases, &[&found.alias, &found.person, "name", "capital", SOURCE]);
        }
        tables.finish().tables
    }
}

impl World {
    /// The start of a tenure: of one that the world has its own, so that the fact replaces it.
    fn start_of(&self, found: &Proposal) -> String {
        let known = (found.news == News::Later).then(|| self.entity_by_id(&found.person)).flatten();
        let mut held = known.into_iter().flat_map(|person| self.tenures(person)).filter(|tenure| {
            tenure.role == found.role && self.entity(tenure.body).id == found.body && tenure.to.is_none()
        });
        let from = held.next().map_or(Some(found.from), |tenure| tenure.from);
        from.map(|from| from.to_string()).unwrap_or_default()
    }
}
