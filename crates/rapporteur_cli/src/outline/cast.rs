//! The names that a record's ids stand for.

use std::collections::HashMap;

use rapporteur::record::{Actor, ActorKind, Place, Record};

/// A record's actors and places by id.
pub(crate) struct Cast<'r> {
    actors: HashMap<&'r str, &'r Actor>,
    places: HashMap<&'r str, &'r Place>,
}

impl<'r> Cast<'r> {
    pub(crate) fn new(record: &'r Record) -> Self {
        Self {
            actors: record.actors.iter().map(|actor| (actor.id.as_str(), actor)).collect(),
            places: record.places.iter().map(|place| (place.id.as_str(), place)).collect(),
        }
    }

    /// An actor's name; an id that stands for nobody stands for itself.
    pub(crate) fn name<'s>(&'s self, id: &'s str) -> &'s str {
        self.actors.get(id).map_or(id, |actor| &actor.name)
    }

    /// The names of several actors.
    pub(crate) fn names(&self, ids: &[String]) -> String {
        if ids.is_empty() {
            return "(nobody named)".to_owned();
        }
        joined(ids.iter().map(|id| self.name(id)))
    }

    /// An actor's name and, of one that acts for another, that other's.
    pub(crate) fn with_country(&self, id: &str) -> String {
        match self.principal(id) {
            Some(principal) if principal.id != id => format!("{} ({})", self.name(id), principal.name),
            _ => self.name(id).to_owned(),
        }
    }

    /// The countries and organizations that several actors act for, each once.
    pub(crate) fn principals(&self, ids: &[String]) -> String {
        let mut names = Vec::new();
        for id in ids {
            let name = self.principal(id).map_or(id.as_str(), |principal| &principal.name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        joined(names.into_iter())
    }

    /// What to call a meeting without a name: its persons, or else its sides.
    pub(crate) fn sides(&self, participants: &[String]) -> String {
        let is_person =
            |id: &&String| self.actors.get(id.as_str()).is_some_and(|actor| actor.kind == ActorKind::Person);
        let persons: Vec<&str> = participants.iter().filter(is_person).map(|id| self.name(id)).collect();
        let all: Vec<&str> = participants.iter().map(|id| self.name(id)).collect();
        let shown = if persons.len() >= 2 { persons } else { all };
        match shown.as_slice() {
            [] => "A meeting".to_owned(),
            [one] => format!("A meeting of {one}"),
            [first, second] => format!("{first} with {second}"),
            [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
        }
    }

    /// A place's name.
    pub(crate) fn place<'s>(&'s self, id: &'s str) -> &'s str {
        self.places.get(id).map_or(id, |place| &place.name)
    }

    /// The actor at the end of the chain of those who act for others.
    fn principal(&self, id: &str) -> Option<&'r Actor> {
        let mut actor = *self.actors.get(id)?;
        for _ in 0..self.actors.len() {
            match actor.represents.as_deref().and_then(|id| self.actors.get(id)) {
                Some(next) => actor = next,
                None => break,
            }
        }
        Some(actor)
    }
}

fn joined<'s>(names: impl Iterator<Item = &'s str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
