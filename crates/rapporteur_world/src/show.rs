//! Entries and office holders in a form to print.

use std::fmt;

use jiff::civil::Date;

use crate::image::Section;
use crate::kinds::AliasKind;
use crate::tenures::{Holder, State, Tenure};
use crate::world::{Entity, EntityId, World};

/// All that the tables say of one entity. Prints as a few lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'w> {
    /// The entity.
    pub entity: Entity<'w>,
    /// The written id of what it is part of.
    pub parent: Option<&'w str>,
    /// Its aliases with what they are to it.
    pub aliases: Vec<(&'w str, AliasKind)>,
    /// The offices that it holds, if a person, or that are of it, with the holder's or the body's name.
    pub tenures: Vec<(Tenure<'w>, &'w str)>,
    /// Its members, by their codes.
    pub members: Vec<&'w str>,
    /// The words that call it, of issues.
    pub words: Vec<&'w str>,
    /// The kind and year, of instruments.
    pub instrument: Option<(&'w str, Option<u16>)>,
}

/// One holder of an office. Prints as one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who<'w> {
    /// The written id of the person.
    pub id: &'w str,
    /// The person's name.
    pub name: &'w str,
    /// The tenure and how sure it is.
    pub holder: Holder<'w>,
}

impl World {
    /// Everything that `name_or_id` may mean, with the members of the day, or of the present tables where none is given.
    pub fn show(&self, name_or_id: &str, on: Option<Date>) -> Vec<Entry<'_>> {
        let found: Vec<EntityId> = match self.entity_by_id(name_or_id).or_else(|| self.country(name_or_id)) {
            Some(number) => vec![number],
            None => self.look_up(name_or_id).iter().map(|hit| hit.entity).collect(),
        };
        let issue = self.issue(name_or_id).map(|issue| issue.entity).filter(|_| found.is_empty());
        let mut entries: Vec<Entry<'_>> = Vec::new();
        for number in found.into_iter().chain(issue) {
            if !entries.iter().any(|entry| entry.entity.number == number) {
                entries.push(self.entry(number, on));
            }
        }
        entries
    }

    /// Who held a role in a country or organization on a day, as [`World::holders`] has it.
    pub fn who(&self, role: &str, country_or_org: &str, on: Date) -> Vec<Who<'_>> {
        let holders = self.holders(role, country_or_org, on).into_iter();
        holders
            .map(|holder| {
                let person = self.entity(holder.tenure.person);
                Who { id: person.id, name: person.name, holder }
            })
            .collect()
    }

    fn entry(&self, number: EntityId, on: Option<Date>) -> Entry<'_> {
        let held = self.tenures(number).map(|tenure| (tenure, self.entity(tenure.body).name));
        let given = self.tenures_of(number, None).map(|tenure| (tenure, self.entity(tenure.person).name));
        let words = (0..self.image.count(Section::IssueWords))
            .filter(|&record| self.image.word(Section::IssueWords, record, 0) == number.0);
        let members = self.members(number, on.unwrap_or(Date::MAX));
        let entity = self.entity(number);
        Entry {
            entity,
            parent: entity.parent.map(|parent| self.entity(parent).id),
            aliases: self.aliases(number),
            tenures: held.chain(given).filter(|(tenure, _)| on.is_none_or(|day| tenure.on(day).is_some())).collect(),
            members: members.into_iter().filter_map(|member| self.entity(member).country).collect(),
            words: words.map(|record| self.image.text(Section::IssueWords, record, 1)).collect(),
            instrument: self.instrument(number).map(|instrument| (instrument.kind, instrument.year)),
        }
    }
}

impl fmt::Display for Entry<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entity = &self.entity;
        write!(out, "{}  {} ({}", entity.id, entity.name, entity.kind)?;
        for part in [entity.country, entity.sector].into_iter().flatten() {
            write!(out, ", {part}")?;
        }
        writeln!(out, ")")?;
        if let Some(parent) = self.parent {
            writeln!(out, "  part of: {parent}")?;
        }
        if let (Some(lat), Some(lon)) = (entity.lat, entity.lon) {
            writeln!(out, "  at: {lat:.4}, {lon:.4}")?;
        }
        if let Some((kind, year)) = self.instrument {
            writeln!(out, "  {kind}{}", year.map(|year| format!(" of {year}")).unwrap_or_default())?;
        }
        let aliases: Vec<String> = self.aliases.iter().map(|(alias, kind)| format!("{alias} ({kind})")).collect();
        list(out, "names", &aliases)?;
        list(out, "called by", &self.words)?;
        list(out, "members", &self.members)?;
        for (tenure, other) in &self.tenures {
            writeln!(out, "  {}: {}, {}", other, tenure.office_title, span(tenure))?;
        }
        write!(out, "  source: {}", entity.source)
    }
}

impl fmt::Display for Who<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenure = &self.holder.tenure;
        write!(out, "{}  {}, {}, {}", self.id, self.name, tenure.office_title, span(tenure))?;
        if self.holder.state == State::Stale {
            write!(out, ", stale")?;
        }
        Ok(())
    }
}

fn list(out: &mut fmt::Formatter<'_>, head: &str, items: &[impl AsRef<str>]) -> fmt::Result {
    if items.is_empty() {
        return Ok(());
    }
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    writeln!(out, "  {head}: {}", items.join(", "))
}

/// The time of a tenure and what is known of it.
fn span(tenure: &Tenure<'_>) -> String {
    let text = |date: Option<crate::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let known = tenure.as_of.map(|as_of| format!(" as of {as_of}")).unwrap_or_default();
    let acting = if tenure.acting { ", acting" } else { "" };
    format!("{}..{}{known}{acting} [{}]", text(tenure.from), text(tenure.to), tenure.source)
}
