//! Actors, offices, places, issues and instruments, each fact with its dates.
//!
//! A mention resolves to the right actor *on the date of the event*: every tenure has a start, an end or the date it was
//! last known to be held. The tables are text files under `world/`, one fact a line, each with its source; they compile
//! to one file that is read in place. This crate never reads the clock and, but for tables it is asked to read, no file.
//!
//! ```
//! use rapporteur_world::World;
//!
//! let world = World::embedded();
//! let day = jiff::civil::date(2017, 5, 4);
//! let holders = world.holders("foreign-minister", "USA", day);
//! assert_eq!(world.entity(holders[0].tenure.person).name, "Rex Tillerson");
//! ```

mod compile;
mod coverage;
mod dated;
mod decompile;
mod honorifics;
mod image;
mod import;
mod instruments;
mod issues;
mod kinds;
mod learn;
mod licences;
mod lint;
mod matching;
mod members;
mod mentions;
mod normal;
mod overlay;
mod people;
mod references;
mod schema;
mod show;
mod tables;
mod tenures;
mod titles;
mod visits;
mod world;

pub use compile::compile;
pub use coverage::Covered;
pub use dated::{PartialDate, Precision};
pub use honorifics::HonorificMatch;
pub use import::{Imported, NotTaken, import_factbook, import_petrarch, import_wikidata};
pub use instruments::{Instrument, InstrumentMatch};
pub use issues::{Issue, IssueHit};
pub use kinds::{AliasKind, CaseRule, Kind};
pub use learn::{Learnt, News, Proposal, Spelling};
pub use licences::Licence;
pub use lint::{Finding, Level, lint};
pub use matching::{Hit, Match};
pub use mentions::{Mention, Resolution};
pub use normal::normalise;
pub use people::{Candidate, How, Told};
pub use schema::Table;
pub use show::{Entry, Who};
pub use tables::{TableError, Tables};
pub use tenures::{Holder, State, Tenure};
pub use titles::{Qualifier, TitleMatch};
pub use visits::VisitsReport;
pub use world::{Entity, EntityId, World};
