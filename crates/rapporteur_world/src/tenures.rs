//! Who held which role when.

use jiff::civil::Date;

use crate::dated::PartialDate;
use crate::image::Section;
use crate::world::{EntityId, World};

/// A role held by a person for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure<'w> {
    /// Who held it.
    pub person: EntityId,
    /// The country or organization it is a role of.
    pub body: EntityId,
    /// The role, a key of the table of roles.
    pub role: &'w str,
    /// The title in full.
    pub office_title: &'w str,
    /// Since when, where known.
    pub from: Option<PartialDate>,
    /// Until when; `None` where no end is known.
    pub to: Option<PartialDate>,
    /// The last date on which it was known to be held; `None` where the end is known.
    pub as_of: Option<PartialDate>,
    /// Held in place of another.
    pub acting: bool,
    /// The source, a key of [`World::licences`].
    pub source: &'w str,
}

/// How sure it is that a role was held on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The tables know it was.
    Current,
    /// It was when last heard of, and no end is known.
    Stale,
}

/// Who held a role on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder<'w> {
    /// The tenure.
    pub tenure: Tenure<'w>,
    /// How sure it is.
    pub state: State,
}

impl Holder<'_> {
    /// How sure it is that who is called by the title alone is this person, from 0 to 1.
    pub fn score(&self) -> f64 {
        if self.state == State::Current { 0.9 } else { 0.7 }
    }
}

impl Tenure<'_> {
    /// Whether the role was held on a day; `None` where it was not. A date known by its month or year means all its days.
    pub fn on(&self, day: Date) -> Option<State> {
        let begun = self.from.is_none_or(|from| from.start() <= day);
        let ended = self.to.is_some_and(|to| to.end() < day);
        if !begun || ended {
            return None;
        }
        let heard_of = self.to.is_some() || self.as_of.is_some_and(|as_of| day <= as_of.end());
        Some(if heard_of { State::Current } else { State::Stale })
    }
}

impl World {
    /// Finds who held `role` in a country (`KHM`) or organization (`kb:org/asean`) on a day.
    ///
    /// Those known to hold it come first, then by the start of their tenure, the latest first. A state that the tables
    /// give no head of government of its own is headed by its head of state.
    pub fn holders(&self, role: &str, country_or_org: &str, on: Date) -> Vec<Holder<'_>> {
        let Some(body) = self.body(country_or_org) else { return Vec::new() };
        let mut own: Vec<Tenure<'_>> = self.tenures_of(body, Some(role)).collect();
        if own.is_empty() && role == "head-of-government" {
            own = self.tenures_of(body, Some("head-of-state")).collect();
        }
        let held = own.into_iter().filter_map(|tenure| Some(Holder { tenure, state: tenure.on(on)? }));
        let mut holders: Vec<Holder<'_>> = held.collect();
        holders.sort_by_key(|holder| (holder.state, std::cmp::Reverse(holder.tenure.from)));
        holders
    }

    /// The one known to have held `role` in a country or organization on a day; `None` where nobody or several are.
    pub fn sole_holder(&self, role: &str, country_or_org: &str, on: Date) -> Option<Holder<'_>> {
        let holders = self.holders(role, country_or_org, on);
        let mut known = holders.into_iter().filter(|holder| holder.state == State::Current);
        let first = known.next()?;
        known.all(|other| other.tenure.person == first.tenure.person).then_some(first)
    }

    /// Every tenure of a person, the earliest first.
    pub fn tenures(&self, person: EntityId) -> impl Iterator<Item = Tenure<'_>> {
        let of = |record| self.image.word(Section::Tenures, record, 0);
        let first = self.image.partition(Section::Tenures, |record| of(record) < person.0);
        let end = self.image.partition(Section::Tenures, |record| of(record) <= person.0);
        (first..end).map(|record| self.tenure(record))
    }

    /// Every tenure of a country or organization, of one role where it is given.
    pub fn tenures_of(&self, body: EntityId, role: Option<&str>) -> impl Iterator<Item = Tenure<'_>> {
        let of = |index| self.image.word(Section::Tenures, self.by_body(index), 1);
        let first = self.image.partition(Section::TenuresByBody, |index| of(index) < body.0);
        let end = self.image.partition(Section::TenuresByBody, |index| of(index) <= body.0);
        let wanted = role.map(|role| self.role_record(role));
        (first..end).map(|index| self.by_body(index)).filter_map(move |record| {
            let number = (self.image.word(Section::Tenures, record, 2) & 0xffff) as usize;
            wanted.is_none_or(|role| role == Some(number)).then(|| self.tenure(record))
        })
    }

    fn by_body(&self, index: usize) -> usize {
        self.image.word(Section::TenuresByBody, index, 0) as usize
    }

    pub(crate) fn tenure(&self, record: usize) -> Tenure<'_> {
        let word = |field| self.image.word(Section::Tenures, record, field);
        Tenure {
            person: EntityId(word(0)),
            body: EntityId(word(1)),
            role: self.role_name(word(2) & 0xffff),
            office_title: self.image.text(Section::Tenures, record, 3),
            from: PartialDate::from_bits(word(4)),
            to: PartialDate::from_bits(word(5)),
            as_of: PartialDate::from_bits(word(6)),
            acting: word(2) >> 16 == 1,
            source: self.source(word(7)),
        }
    }
}
