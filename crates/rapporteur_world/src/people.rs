//! Names of persons, with or without titles, to persons and the office they held on a day.
//!
//! A name is compared word by word, in any order, particles aside. A word agrees with another where they are equal, where
//! they are one transliteration ("Tameem", "Tamim"), where they differ by a slip, or where one is the initial of the other.

use jiff::civil::Date;

use crate::image::Section;
use crate::kinds::Kind;
use crate::matching::records;
use crate::normal;
use crate::people::name::Name;
use crate::tenures::{State, Tenure};
use crate::titles::Qualifier;
use crate::world::{EntityId, World};

mod name;
mod title;
mod told;

pub(crate) use name::{FUZZY_PREFIX, skeleton};
pub use told::Told;
pub(crate) use told::{SURE, clear};

/// A person that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate<'w> {
    /// The person.
    pub entity: EntityId,
    /// The office that fits best: one held on the day before any other, of the title's role before any other.
    pub office: Option<Tenure<'w>>,
    /// How well name, title, country and day agree, from 0 to 1.
    pub score: f64,
    /// What the candidate rests on.
    pub how: How,
    /// Whether the office was held when last heard of, with no end known.
    pub stale: bool,
    /// Whether the office was held on the day.
    pub on_the_day: bool,
}

/// What a candidate rests on, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// All words of the name agree.
    FullName,
    /// The words agree as transliterations, slips or initials, or one side has words more.
    Variant,
    /// Only the family name, or one name of a person known by one.
    OneName,
    /// No name: the holder of the title on the day.
    Title,
}

/// Candidates below this score are not worth a look.
const FLOOR: f64 = 0.3;

impl World {
    /// Finds the persons that `name_with_title` may mean on a day, the best first; equals in the order of their ids.
    ///
    /// Titles and honorifics may stand before the name or, after a comma, behind it. Without a name the holders of the
    /// title are returned. `country` (ISO 3166-1 alpha-3) is where the person acts for, if known; it weighs, it does not
    /// exclude.
    pub fn resolve_person(&self, name_with_title: &str, country: Option<&str>, on: Date) -> Vec<Candidate<'_>> {
        let asked = self.read_person(name_with_title, country);
        if !asked.name.is_empty() {
            return self.weigh_all(&asked, Some(on));
        }
        let mut candidates = self.holders_of_titles(&asked, on);
        best_first(&mut candidates);
        candidates
    }

    /// The bearers of a name, the best first.
    fn weigh_all(&self, asked: &title::Asked<'_>, on: Option<Date>) -> Vec<Candidate<'_>> {
        let bearers = self.bearers(&asked.name).into_iter();
        let mut candidates = bearers.filter_map(|person| self.weigh(person, asked, on)).collect();
        best_first(&mut candidates);
        candidates
    }

    fn holders_of_titles(&self, asked: &title::Asked<'_>, on: Date) -> Vec<Candidate<'_>> {
        let Some(body) = asked.body else { return Vec::new() };
        let body = self.entity(body).id;
        let code = body.strip_prefix("kb:country/").unwrap_or(body);
        let holders = asked.roles.iter().flat_map(|role| self.holders(role, code, on));
        holders
            .map(|holder| Candidate {
                entity: holder.tenure.person,
                office: Some(holder.tenure),
                score: holder.score(),
                how: How::Title,
                stale: holder.state == State::Stale,
                on_the_day: true,
            })
            .collect()
    }

    /// The persons that bear one of the words of a name, in the order of their ids.
    fn bearers(&self, name: &Name) -> Vec<EntityId> {
        let mut found = Vec::new();
        for word in name.words() {
            for key in [word.text.clone(), format!("{FUZZY_PREFIX}{}", skeleton(&word.text))] {
                if let Some(value) = self.parts.get(key) {
                    found.extend(records(value).map(|record| EntityId(self.image.word(Section::Parts, record, 0))));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn weigh(&self, person: EntityId, asked: &title::Asked<'_>, on: Option<Date>) -> Option<Candidate<'_>> {
        let entity = self.entity(person);
        let (likeness, how) = self.likeness(person, &asked.name)?;
        let offices = self.tenures(person).map(|tenure| (fit(&tenure, asked, on, self), tenure));
        let best = offices.max_by(|(a, _), (b, _)| a.total_cmp(b));
        let near = asked.body.is_none_or(|body| {
            best.is_some_and(|(_, tenure)| tenure.body == body)
                || entity.country.is_some() && entity.country == self.entity(body).country
        });
        let office = best.map(|(_, tenure)| tenure);
        let state = office.and_then(|tenure| tenure.on(on?));
        // A full name weighs more than the country that the context leads one to expect.
        let apart = if how == How::FullName { 0.7 } else { 0.4 };
        let score = likeness * best.map_or(0.5, |(fit, _)| fit) * if near { 1.0 } else { apart };
        let on_the_day = state.is_some();
        Some(Candidate { entity: person, office, score, how, stale: state == Some(State::Stale), on_the_day })
    }

    /// How like a person's names are to the name asked for.
    fn likeness(&self, person: EntityId, asked: &Name) -> Option<(f64, How)> {
        let entity = self.entity(person);
        if entity.kind != Kind::Person {
            return None;
        }
        let family = entity.family.map(Name::read).unwrap_or_default();
        let name = Name::read(entity.name);
        // "Kerry" for short is no name of "Kerry Example".
        let long = asked.words().len() > 1 && name.words().len() > 1;
        let aliases = self.person_aliases(person).map(Name::read).filter(|alias| !long || alias.words().len() > 1);
        let names = std::iter::once(name.clone()).chain(aliases);
        let likenesses = names.filter_map(|name| asked.likeness(&name, &family));
        likenesses.max_by(|(a, _), (b, _)| a.total_cmp(b))
    }

    /// The aliases of a person, which the compiler lists beside the tenures.
    fn person_aliases(&self, person: EntityId) -> impl Iterator<Item = &str> {
        let of = |record| self.image.word(Section::PersonNames, record, 0);
        let first = self.image.partition(Section::PersonNames, |record| of(record) < person.0);
        let end = self.image.partition(Section::PersonNames, |record| of(record) <= person.0);
        (first..end).map(|record| self.image.text(Section::PersonNames, record, 1))
    }
}

/// Sorts candidates, without those not worth a look.
fn best_first(candidates: &mut Vec<Candidate<'_>>) {
    candidates.retain(|candidate| candidate.score >= FLOOR);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entity.cmp(&b.entity)));
}

/// How well an office fits the title, the body and the day, from 0 to 1. Without a day every office fits it.
fn fit(tenure: &Tenure<'_>, asked: &title::Asked<'_>, on: Option<Date>, world: &World) -> f64 {
    let former = asked.qualifier == Some(Qualifier::Former);
    let coming = asked.qualifier == Some(Qualifier::Incoming);
    let begun = tenure.from.is_none_or(|from| on.is_none_or(|on| from.start() <= on));
    let held = on.map_or(Some(State::Current), |on| tenure.on(on));
    let day = match (held, former) {
        (Some(State::Current), false) => 1.0,
        (Some(State::Stale), false) => 0.95,
        (None, true) if begun => 1.0,
        (None, false) if coming && !begun => 0.9,
        (Some(_), true) => 0.6,
        (None, _) if begun => 0.55,
        (None, _) => 0.5,
    };
    let role = match asked.roles.as_slice() {
        [] => 1.0,
        roles if roles.contains(&tenure.role) => 1.0,
        roles if roles.iter().any(|role| kin(role, tenure.role)) => 0.93,
        _ => 0.8,
    };
    let body = asked.body.is_none_or(|body| body == tenure.body);
    let lower = world.role_rank(tenure.role).map_or(0.02, |rank| f64::from(rank) * 0.001);
    day * role * if body { 1.0 } else { 0.85 } - lower
}

/// Whether one title is often given for the other role.
fn kin(one: &str, other: &str) -> bool {
    const FAMILIES: [&[&str]; 5] = [
        &[
            "head-of-state",
            "head-of-government",
            "party-leader",
            "state-counsellor",
            "president-of-organisation",
            "chair",
        ],
        &["crown-prince", "royal", "head-of-state", "deputy-head-of-government", "vice-president"],
        &[
            "minister",
            "deputy-minister",
            "state-counsellor",
            "high-representative",
            "special-envoy",
            "permanent-secretary",
        ],
        &[
            "secretary-general",
            "deputy-secretary-general",
            "high-commissioner",
            "executive-director",
            "director-general",
        ],
        &["ambassador", "permanent-representative", "charge-daffaires", "special-envoy", "diplomat"],
    ];
    let minister = |role: &str| role.ends_with("-minister") && role != "deputy-minister";
    let ministers = (minister(one) && other == "minister") || (one == "minister" && minister(other));
    ministers || FAMILIES.iter().any(|family| family.contains(&one) && family.contains(&other))
}

/// The words of a name of a person under which the compiler lists it.
pub(crate) fn part_keys(name: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for word in normal::normalise(name).split(' ').filter(|word| !word.is_empty()) {
        keys.push(word.to_owned());
        keys.push(format!("{FUZZY_PREFIX}{}", skeleton(word)));
    }
    keys
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(name: &str, country: Option<&str>, on: Date, expected: &str) {
        let world = World::embedded();
        let candidates = world.resolve_person(name, country, on);
        let best = candidates.first().unwrap_or_else(|| panic!("no candidate for {name}"));
        assert_eq!(world.entity(best.entity).id, format!("kb:person/{expected}"), "{name}: {candidates:?}");
    }

    #[test]
    fn names_resolve_in_any_order_and_spelling() {
        check("Prime Minister Kishida Fumio", None, date(2022, 5, 1), "fumio-kishida");
        check("Amir Sheikh Tameem bin Hamad Al Thani", None, date(2018, 4, 1), "tamim-bin-hamad-al-thani");
        check("Prime Minister Malcolm B. Turnbull", None, date(2018, 2, 1), "malcolm-turnbull");
        check("King Salman bin Abdel Aziz", Some("SAU"), date(2016, 1, 1), "salman-bin-abdulaziz");
        check("H.E. Mr. Prak Sokhonn", None, date(2017, 5, 4), "prak-sokhonn");
        check("Xi Jinping, President of China", None, date(2020, 1, 1), "xi-jinping");
    }

    #[test]
    fn country_and_day_tell_namesakes_apart() {
        check("Prime Minister Lee", Some("SGP"), date(2015, 1, 1), "lee-hsien-loong");
        check("President Lee", Some("KOR"), date(2010, 1, 1), "lee-myung-bak");
        check("President Bush", Some("USA"), date(2007, 1, 1), "george-w-bush");
        check("Secretary Kelly", Some("USA"), date(2017, 5, 4), "john-f-kelly");
    }

    #[test]
    fn a_title_alone_is_its_holder() {
        check("the Minister of Foreign Affairs", Some("KHM"), date(2017, 5, 4), "prak-sokhonn");
        check("Secretary of State", Some("USA"), date(2017, 5, 4), "rex-tillerson");
        check("President of the European Commission", None, date(2020, 5, 4), "ursula-von-der-leyen");
    }

    #[test]
    fn unknown_names_have_no_candidate() {
        let found = World::embedded().resolve_person("President Zyxwv Qqrst", None, date(2020, 1, 1));
        assert!(found.is_empty(), "{found:?}");
    }
}
