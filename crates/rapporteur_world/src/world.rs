//! The world that mentions are resolved against.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use fst::raw::Fst;

use crate::image::{Bytes, Image, NONE, Section};
use crate::kinds::Kind;
use crate::schema::Table;
use crate::tables::{TableError, Tables};

/// An entity of one [`World`]. Numbers differ between worlds; the written id does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub(crate) u32);

/// Actors, offices, places, issues and instruments, read in place from one compiled file.
///
/// A world is immutable and cheap to clone.
#[derive(Clone)]
pub struct World {
    pub(crate) image: Image,
    pub(crate) names: Keys,
    pub(crate) issues: Keys,
    pub(crate) titles: Keys,
    pub(crate) portfolios: Keys,
    pub(crate) honorifics: Keys,
    pub(crate) parts: Keys,
}

/// An `fst` map of one section of the image.
pub(crate) type Keys = Arc<Fst<Bytes>>;

/// What the tables say of an entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entity<'w> {
    /// Its number in this world.
    pub number: EntityId,
    /// Its written id, such as `kb:country/KHM`.
    pub id: &'w str,
    /// What it is.
    pub kind: Kind,
    /// Its usual name; of a country the short form.
    pub name: &'w str,
    /// The ISO 3166-1 alpha-3 code of the country that it is or belongs to.
    pub country: Option<&'w str>,
    /// Its PLOVER sector.
    pub sector: Option<&'w str>,
    /// What it is part of; of an issue the broader one.
    pub parent: Option<EntityId>,
    /// The family name of a person, where it is known which it is.
    pub family: Option<&'w str>,
    /// Its number in GeoNames.
    pub geonames_id: Option<u32>,
    /// Latitude in degrees, of places.
    pub lat: Option<f64>,
    /// Longitude in degrees, of places.
    pub lon: Option<f64>,
    /// Inhabitants, of places where it is known.
    pub population: Option<u32>,
    /// The source of the entry, a key of [`World::licences`].
    pub source: &'w str,
}

impl fmt::Debug for World {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("World").field("version", &self.version()).finish_non_exhaustive()
    }
}

impl World {
    /// The world that comes with the program.
    ///
    /// # Panics
    ///
    /// Where the committed file is none, which a test rules out.
    pub fn embedded() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| {
            let bytes = Bytes::fixed(include_bytes!("../../../world/world.bin"));
            Self::open(bytes).expect("a test checks that the committed world is what the tables compile to")
        })
    }

    /// Compiles the tables of a directory.
    ///
    /// # Errors
    ///
    /// Every fault of form and every reference that leads nowhere; see [`Tables::read`] and [`crate::compile`].
    pub fn read(dir: &Path) -> Result<Self, Vec<TableError>> {
        Self::of_tables(&Tables::read(dir)?)
    }

    pub(crate) fn of_tables(tables: &Tables) -> Result<Self, Vec<TableError>> {
        let bytes = crate::compile(tables)?;
        Ok(Self::open(Bytes::owned(bytes)).expect("the compiler writes what the reader reads"))
    }

    fn open(bytes: Bytes) -> Option<Self> {
        let image = Image::new(bytes)?;
        let keys = |section| Fst::new(image.share(section)).ok().map(Arc::new);
        Some(Self {
            names: keys(Section::NameKeys)?,
            issues: keys(Section::IssueKeys)?,
            titles: keys(Section::TitleKeys)?,
            portfolios: keys(Section::PortfolioKeys)?,
            honorifics: keys(Section::HonorificKeys)?,
            parts: keys(Section::PartKeys)?,
            image,
        })
    }

    /// The version of the tables, such as `2026-11`.
    pub fn version(&self) -> &str {
        self.image.text(Section::Meta, 0, 0)
    }

    /// The compiled bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.image.as_bytes()
    }

    /// The number of entities.
    pub fn n_entities(&self) -> usize {
        self.image.count(Section::Entities)
    }

    /// Every entity, in the order of ids.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        (0..).take(self.n_entities()).map(|number| self.entity(EntityId(number)))
    }

    /// What the tables say of an entity.
    ///
    /// # Panics
    ///
    /// Where `number` is of another, larger world.
    pub fn entity(&self, number: EntityId) -> Entity<'_> {
        let record = number.0 as usize;
        let word = |field| self.image.word(Section::Entities, record, field);
        let text = |field| Some(self.image.text(Section::Entities, record, field)).filter(|text| !text.is_empty());
        let kind = Kind::from_code((word(2) & 0xff) as u8);
        let located = self.table(number) == Table::Places;
        let degrees = |field| located.then(|| f64::from(word(field).cast_signed()) / 10_000.0);
        Entity {
            number,
            id: text(0).unwrap_or_default(),
            kind,
            name: text(1).unwrap_or_default(),
            country: text(3),
            sector: text(4).or((kind == Kind::Person).then_some("GOV")),
            parent: entity_number(word(5)),
            family: text(6).filter(|_| kind == Kind::Person),
            geonames_id: Some(word(7)).filter(|&id| id != 0),
            lat: degrees(8),
            lon: degrees(9),
            population: Some(word(10)).filter(|&population| population != 0),
            source: self.source(word(2) >> 16),
        }
    }

    /// Finds an entity by its written id.
    pub fn entity_by_id(&self, id: &str) -> Option<EntityId> {
        let found =
            self.image.partition(Section::Entities, |record| self.image.text(Section::Entities, record, 0) < id);
        let there = found < self.n_entities() && self.image.text(Section::Entities, found, 0) == id;
        there.then(|| entity_number(u32::try_from(found).ok()?))?
    }

    /// Finds a country by its ISO 3166-1 alpha-3 code.
    pub fn country(&self, code: &str) -> Option<EntityId> {
        self.entity_by_id(&format!("kb:country/{code}"))
    }

    /// Finds the body that a country code or a written id names.
    pub(crate) fn body(&self, code_or_id: &str) -> Option<EntityId> {
        if code_or_id.starts_with("kb:") { self.entity_by_id(code_or_id) } else { self.country(code_or_id) }
    }

    pub(crate) fn table(&self, number: EntityId) -> Table {
        let code = (self.image.word(Section::Entities, number.0 as usize, 2) >> 8) & 0xff;
        Table::ALL.into_iter().find(|&table| table as u32 == code).unwrap_or(Table::Entities)
    }

    pub(crate) fn source(&self, number: u32) -> &str {
        self.image.text(Section::Sources, number as usize, 0)
    }
}

pub(crate) fn entity_number(word: u32) -> Option<EntityId> {
    (word != NONE).then_some(EntityId(word))
}
