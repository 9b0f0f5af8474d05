//! The compiled world: one file of sections, read in place.
//!
//! ```text
//! "RWORLD01" | n_sections u32 | n_sections x (offset u32, length u32) | sections, each from a multiple of four
//! ```
//!
//! All numbers are little-endian `u32`. A section is text, an `fst` map, or records of a fixed number of words.
//! A string is named by its offset in the section of strings, where its length (`u16`) stands before its bytes; 0 is "".
//! An `fst` map leads from a key to `first << 16 | count`: the records of the section beside it.

use std::sync::Arc;

pub(crate) const MAGIC: &[u8; 8] = b"RWORLD01";

/// No entity, no role.
pub(crate) const NONE: u32 = u32::MAX;

/// The sections in the order in which they are written, each with the words of its records (0: not records).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Section {
    Meta,
    Strings,
    /// id, name, kind | table << 8 | source << 16, country, sector, parent, extra, geonames, lat, lon, population, year
    Entities,
    NameKeys,
    /// entity, alias, kind | case << 8 | derived << 16, source
    Names,
    IssueKeys,
    /// entity, words, derived, source
    IssueWords,
    TitleKeys,
    /// phrase, role | reads << 16 | plural << 24, sector, country, source
    Titles,
    PortfolioKeys,
    /// phrase, role, sector, source
    Portfolios,
    HonorificKeys,
    /// phrase, kind, source
    Honorifics,
    /// role, label, sector, rank, source
    Roles,
    /// person, body, role | acting << 16, title, from, to, `as_of`, source; sorted by person
    Tenures,
    /// Positions in `Tenures`, sorted by body and role
    TenuresByBody,
    /// organization, country, from, to, `as_of`, source
    Members,
    /// source, name, licence, attribution, url
    Sources,
    /// The persons of one part of a name.
    PartKeys,
    /// person
    Parts,
    /// person, alias; sorted by person
    PersonNames,
}

pub(crate) const N_SECTIONS: usize = Section::PersonNames as usize + 1;

/// The words of a record of each section.
pub(crate) const WIDTHS: [usize; N_SECTIONS] = [1, 0, 12, 0, 4, 0, 4, 0, 5, 0, 4, 0, 3, 5, 8, 1, 6, 5, 0, 1, 2];

/// The bytes of a world, shared and immutable.
#[derive(Clone, Debug)]
pub(crate) struct Bytes {
    shared: Option<Arc<[u8]>>,
    fixed: &'static [u8],
    start: usize,
    end: usize,
}

impl Bytes {
    pub(crate) fn fixed(bytes: &'static [u8]) -> Self {
        Self { shared: None, fixed: bytes, start: 0, end: bytes.len() }
    }

    pub(crate) fn owned(bytes: Vec<u8>) -> Self {
        let end = bytes.len();
        Self { shared: Some(bytes.into()), fixed: &[], start: 0, end }
    }

    fn part(&self, start: usize, length: usize) -> Self {
        Self { start, end: start + length, ..self.clone() }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.shared.as_deref().unwrap_or(self.fixed)[self.start..self.end]
    }
}

/// A compiled world.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    bytes: Bytes,
    sections: [(usize, usize); N_SECTIONS],
}

impl Image {
    /// Takes bytes that [`crate::compile`] made.
    pub(crate) fn new(bytes: Bytes) -> Option<Self> {
        let all = bytes.as_ref();
        let mut sections = [(0, 0); N_SECTIONS];
        if all.get(..8)? != MAGIC || read(all, 8)? as usize != N_SECTIONS {
            return None;
        }
        for (index, section) in sections.iter_mut().enumerate() {
            *section = (read(all, 12 + 8 * index)? as usize, read(all, 16 + 8 * index)? as usize);
            all.get(section.0..section.0 + section.1)?;
        }
        Some(Self { bytes, sections })
    }

    /// The bytes of a section, as a view that owns its share.
    pub(crate) fn share(&self, section: Section) -> Bytes {
        let (start, length) = self.sections[section as usize];
        self.bytes.part(start, length)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.as_ref()
    }

    fn section(&self, section: Section) -> &[u8] {
        let (start, length) = self.sections[section as usize];
        &self.bytes.as_ref()[start..start + length]
    }

    /// The number of records.
    pub(crate) fn count(&self, section: Section) -> usize {
        self.sections[section as usize].1 / (4 * WIDTHS[section as usize])
    }

    /// A word of a record.
    pub(crate) fn word(&self, section: Section, record: usize, field: usize) -> u32 {
        let at = 4 * (record * WIDTHS[section as usize] + field);
        read(self.section(section), at).expect("the compiler writes whole records")
    }

    /// A word of a record, read as a string.
    pub(crate) fn text(&self, section: Section, record: usize, field: usize) -> &str {
        self.string(self.word(section, record, field))
    }

    pub(crate) fn string(&self, at: u32) -> &str {
        let (at, arena) = (at as usize, self.section(Section::Strings));
        let length = usize::from(u16::from_le_bytes([arena[at], arena[at + 1]]));
        std::str::from_utf8(&arena[at + 2..at + 2 + length]).expect("the compiler writes UTF-8")
    }

    /// The first record for which `before` is false; records must be sorted so that it is true first.
    pub(crate) fn partition(&self, section: Section, before: impl Fn(usize) -> bool) -> usize {
        let (mut low, mut high) = (0, self.count(section));
        while low < high {
            let middle = low.midpoint(high);
            if before(middle) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

fn read(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
