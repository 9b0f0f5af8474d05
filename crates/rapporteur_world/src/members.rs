//! Which states belong to which organization or group.

use jiff::civil::Date;

use crate::dated::PartialDate;
use crate::image::Section;
use crate::world::{EntityId, World};

impl World {
    /// The countries that belong to an organization or group on a day, in the order of their codes.
    pub fn members(&self, organization: EntityId, on: Date) -> Vec<EntityId> {
        let of = |record| self.image.word(Section::Members, record, 0);
        let first = self.image.partition(Section::Members, |record| of(record) < organization.0);
        let end = self.image.partition(Section::Members, |record| of(record) <= organization.0);
        let date = |record, field| PartialDate::from_bits(self.image.word(Section::Members, record, field));
        let belongs = |record: &usize| {
            date(*record, 2).is_none_or(|from| from.start() <= on) && date(*record, 3).is_none_or(|to| on <= to.end())
        };
        (first..end).filter(belongs).map(|record| EntityId(self.image.word(Section::Members, record, 1))).collect()
    }

    /// Whether a country, by its ISO 3166-1 alpha-3 code, belongs to an organization or group on a day.
    pub fn is_member(&self, organization: EntityId, country: &str, on: Date) -> bool {
        self.country(country).is_some_and(|country| self.members(organization, on).contains(&country))
    }
}
