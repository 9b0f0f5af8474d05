//! The person that a name means, by all that a text tells of him.

use jiff::civil::Date;

use crate::kinds::Kind;
use crate::people::name::Name;
use crate::people::title::Asked;
use crate::people::{Candidate, FLOOR, How, kin};
use crate::world::{EntityId, World};

/// What a text tells of a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'t> {
    /// The name without titles.
    pub name: &'t str,
    /// The roles of the titles that go with it.
    pub roles: &'t [&'t str],
    /// The country or organization that a title names.
    pub body: Option<EntityId>,
    /// The countries that the text speaks of, by their ISO 3166-1 alpha-3 codes. A name alone is one of theirs.
    pub countries: &'t [&'t str],
    /// The day.
    pub on: Option<Date>,
}

/// Candidates below this score are no answer, full names aside.
pub(crate) const SURE: f64 = 0.5;

/// Two persons closer than this are not told apart.
const MARGIN: f64 = 0.02;

impl World {
    /// Finds the persons that may be meant, the best first, by name, titles, body and day.
    pub fn candidates(&self, told: &Told<'_>) -> Vec<Candidate<'_>> {
        let roles = told.roles.iter().filter_map(|role| self.role_record(role));
        let asked = Asked {
            name: Name::read(told.name),
            written: told.name.to_owned(),
            title: String::new(),
            roles: roles.map(|record| self.role_name(u32::try_from(record).unwrap_or_default())).collect(),
            qualifier: None,
            body: told.body,
        };
        if asked.name.is_empty() { Vec::new() } else { self.weigh_all(&asked, told.on) }
    }

    /// Of the candidates the one that is meant: the only one whom the tables list by the name; else the bearer of all its
    /// words; else, of those who bear a part of it, the one who held such an office on the day. A name without a title,
    /// or with a title that only comes near, is one of a country that the text speaks of. `None` where nobody fits, or
    /// where several fit alike.
    pub fn person_meant<'w>(&self, told: &Told<'_>, candidates: &[Candidate<'w>]) -> Option<Candidate<'w>> {
        let hits = self.look_up(told.name);
        let mut listed = hits.iter().filter(|hit| self.entity(hit.entity).kind == Kind::Person);
        if let (Some(only), None) = (listed.next(), listed.next()) {
            return candidates.iter().find(|candidate| candidate.entity == only.entity).copied();
        }
        let full = candidates.iter().filter(|candidate| candidate.how == How::FullName);
        let in_office = candidates.iter().filter(|candidate| self.holds_what_is_told(told, candidate));
        clear(full, FLOOR).or_else(|| clear(in_office, SURE)).copied()
    }

    /// Whether a candidate held on the day what the text tells of his office.
    fn holds_what_is_told(&self, told: &Told<'_>, candidate: &Candidate<'_>) -> bool {
        let Some(office) = candidate.office.filter(|_| candidate.on_the_day && candidate.how <= How::OneName) else {
            return false;
        };
        let spoken_of = || self.entity(office.body).country.is_some_and(|code| told.countries.contains(&code));
        let titled = told.roles.contains(&office.role);
        let near = told.roles.is_empty() || told.roles.iter().any(|role| kin(role, office.role));
        match told.body {
            Some(body) => office.body == body && (titled || near),
            None => titled || near && spoken_of(),
        }
    }
}

/// The first of some candidates, where it has at least a score and no other person comes near.
pub(crate) fn clear<'c, 'w: 'c>(
    candidates: impl Iterator<Item = &'c Candidate<'w>>,
    at_least: f64,
) -> Option<&'c Candidate<'w>> {
    let mut candidates = candidates;
    let best = candidates.next().filter(|best| best.score >= at_least)?;
    let rival = candidates.find(|other| other.entity != best.entity);
    rival.is_none_or(|rival| best.score - rival.score >= MARGIN).then_some(best)
}
