//! Persons of the document to the world's.

use rapporteur_record::{ActorKind, Candidate, Span};
use rapporteur_world::{AliasKind, EntityId, Holder, Kind, Told};

use crate::cast::ActorRef;
use crate::names::Named;
use crate::scene::Scene;

/// So many entries are kept of those that a person may be.
const MOST_CANDIDATES: usize = 5;

impl Scene<'_> {
    /// Finds the world's entry of a person by his name, his titles, the body that a title names, and the day. Where
    /// several fit alike they are kept as candidates.
    pub(crate) fn know_person(&mut self, actor: ActorRef, body: Option<EntityId>) {
        let member = self.cast.get(actor);
        let (name, roles) = (member.name.clone(), member.roles.clone());
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        let countries = self.countries();
        let body = body.and_then(|body| self.seat_of_office(body));
        let told = Told { name: &name, roles: &roles, body, countries: &countries, on: self.anchor() };
        let candidates = self.world.candidates(&told);
        let Some(found) = self.world.person_meant(&told, &candidates) else {
            let named = candidates.iter().filter(|candidate| candidate.on_the_day).take(MOST_CANDIDATES);
            let scored = named.map(|candidate| self.candidate(candidate.entity, candidate.score)).collect();
            self.cast.get_mut(actor).candidates = scored;
            return;
        };
        let known = self.world.entity(found.entity);
        let office = found.office.filter(|tenure| match told.on {
            Some(day) => tenure.on(day).is_some(),
            None => roles.contains(&tenure.role),
        });
        let country = known.country;
        let member = self.cast.get_mut(actor);
        member.world_id = Some(known.id.to_owned());
        member.candidates.clear();
        if member.sector.is_none() {
            member.sector = known.sector.map(ToOwned::to_owned);
        }
        if let Some(tenure) = office {
            member.office.get_or_insert_with(|| tenure.office_title.to_owned());
            if !member.roles.iter().any(|role| role == tenure.role) {
                member.roles.push(tenure.role.to_owned());
            }
        }
        let body = office.and_then(|tenure| self.cast_entity(tenure.body, AliasKind::Name, None));
        let body = body.or_else(|| country.and_then(|iso3| self.country(iso3)));
        if let Some(body) = body {
            self.stand_for(actor, body);
        }
    }

    fn candidate(&self, person: EntityId, score: f64) -> Candidate {
        let known = self.world.entity(person);
        let score = (score * 100.0).round() / 100.0;
        Candidate { world_id: known.id.to_owned(), name: known.name.to_owned(), score }
    }

    /// The country or organization of which offices are: of a ministry or a town its country.
    fn seat_of_office(&self, body: EntityId) -> Option<EntityId> {
        let known = self.world.entity(body);
        match known.kind {
            Kind::Country | Kind::Organization | Kind::Organ | Kind::Forum | Kind::Group => Some(body),
            _ => self.world.country(known.country?),
        }
    }

    /// An office of which the world knows only who held it when it last heard of it, or several who did: they are
    /// candidates, no more.
    pub(crate) fn cast_stale(&mut self, title: &str, holders: &[Holder<'_>], span: Span) -> Option<ActorRef> {
        let body = self.cast_entity(holders.first()?.tenure.body, AliasKind::Name, None);
        let actor = self.cast_described(title, ActorKind::Office, body, span);
        let named = holders.iter().take(MOST_CANDIDATES);
        let scored = named.map(|holder| self.candidate(holder.tenure.person, holder.score())).collect();
        self.cast.get_mut(actor).candidates = scored;
        Some(actor)
    }

    /// Whether a name without a title is, on the day, that of one office-holder of a country that the text speaks of.
    pub(crate) fn is_in_office(&self, name: &str) -> bool {
        let countries = self.countries();
        let told = Told { name, countries: &countries, on: self.anchor(), ..Told::default() };
        self.world.person_meant(&told, &self.world.candidates(&told)).is_some_and(|found| found.on_the_day)
    }

    /// The countries that the text names, by any of their names or by a title.
    fn countries(&self) -> Vec<&str> {
        let named = self.names.iter().filter_map(|name| match &name.what {
            Named::Entity { entity, .. } => Some(*entity),
            Named::Office(title) => title.of,
            Named::Person { titles, .. } => titles.iter().find_map(|title| title.of),
            Named::Unlisted => None,
        });
        let countries = named.filter(|&entity| self.world.entity(entity).kind == Kind::Country);
        let mut codes: Vec<&str> = countries.filter_map(|entity| self.world.entity(entity).country).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
