//! Where the facts come from and under which licence.

use crate::image::Section;
use crate::world::World;

/// A source of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licence<'w> {
    /// The key that facts name.
    pub source: &'w str,
    /// Its name.
    pub name: &'w str,
    /// Its licence, an SPDX identifier where there is one.
    pub licence: &'w str,
    /// The words that must go with the data, if any.
    pub attribution: Option<&'w str>,
    /// Where it is.
    pub url: Option<&'w str>,
}

impl World {
    /// The sources of all facts, in the order of their keys.
    pub fn licences(&self) -> Vec<Licence<'_>> {
        let text = |record, field| self.image.text(Section::Sources, record, field);
        let some = |record, field| Some(text(record, field)).filter(|text| !text.is_empty());
        (0..self.image.count(Section::Sources))
            .map(|record| Licence {
                source: text(record, 0),
                name: text(record, 1),
                licence: text(record, 2),
                attribution: some(record, 3),
                url: some(record, 4),
            })
            .collect()
    }
}
