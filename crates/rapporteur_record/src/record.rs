//! One document in, one record out.

use serde::{Deserialize, Serialize};

use crate::act::{Act, words};
use crate::actor::Actor;
use crate::date::DateMention;
use crate::span::Quote;

/// The schema's name, as `schema` has it.
pub const SCHEMA: &str = "rapporteur.record/1";

words! {
    /// What kind of document it is.
    Genre {
        /// A ministry's release.
        PressRelease = "press_release",
        /// One side's account of a meeting or a call.
        Readout = "readout",
        /// A statement by one party.
        Statement = "statement",
        /// A statement by several parties.
        JointStatement = "joint_statement",
        /// A meeting's communiqué.
        Communique = "communique",
        /// A declaration.
        Declaration = "declaration",
        /// A resolution of an organ.
        Resolution = "resolution",
        /// A briefing, with questions and answers.
        Briefing = "briefing",
        /// A speech.
        Speech = "speech",
        /// A news report.
        News = "news",
        /// None of these.
        Other = "other",
    }
}

words! {
    /// How the sides met.
    MeetingForm {
        /// Two sides.
        Bilateral = "bilateral",
        /// More than two sides.
        Multilateral = "multilateral",
        /// By telephone or video.
        Phone = "phone",
        /// Heads of state or government of several countries.
        Summit = "summit",
    }
}

words! {
    /// What became of a meeting.
    MeetingStatus {
        /// It took place.
        Held = "held",
        /// It is to take place.
        Planned = "planned",
        /// It will not take place.
        Cancelled = "cancelled",
        /// It will take place later than planned.
        Postponed = "postponed",
    }
}

words! {
    /// What kind of text an instrument is.
    InstrumentKind {
        /// A treaty.
        Treaty = "treaty",
        /// A convention.
        Convention = "convention",
        /// An agreement.
        Agreement = "agreement",
        /// A memorandum of understanding.
        Mou = "mou",
        /// A resolution.
        Resolution = "resolution",
        /// A declaration.
        Declaration = "declaration",
        /// A scheme or programme.
        Scheme = "scheme",
        /// None of these.
        Other = "other",
    }
}

/// What made the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReaderVersions {
    /// The program.
    pub version: String,
    /// The language model.
    pub model: String,
    /// The world tables.
    pub world: String,
    /// The lexicon.
    pub lexicon: String,
}

/// When and where the document was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Issued {
    /// The date.
    #[serde(default)]
    pub date: Option<DateMention>,
    /// A place's id.
    #[serde(default)]
    pub place: Option<String>,
}

/// The document that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentFields {
    /// `sha256:` and the hash of the source bytes.
    pub id: String,
    /// The source's name, as given.
    pub source: String,
    /// The media type.
    pub media_type: String,
    /// ISO 639-1.
    pub language: String,
    /// What kind of document it is.
    pub genre: Genre,
    /// The title.
    pub title: Option<String>,
    /// The actor that publishes it.
    pub issuer: Option<String>,
    /// When and where.
    pub issued: Issued,
    /// The plain text that every offset counts in.
    pub text: String,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Place {
    /// Local to the record: `p1`, `p2` …
    pub id: String,
    /// The name it goes by.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    #[serde(default)]
    pub country: Option<String>,
    /// GeoNames.
    #[serde(default)]
    pub geonames_id: Option<u32>,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Where it is mentioned.
    #[serde(default)]
    pub mentions: Vec<Quote>,
}

/// One treaty, agreement, resolution or scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Instrument {
    /// Local to the record: `i1`, `i2` …
    pub id: String,
    /// The name it goes by.
    pub name: String,
    /// What kind of text it is.
    pub kind: InstrumentKind,
    /// The year.
    #[serde(default)]
    pub year: Option<i16>,
    /// Ids of actors.
    #[serde(default)]
    pub parties: Vec<String>,
    /// Where it is mentioned.
    #[serde(default)]
    pub mentions: Vec<Quote>,
}

/// One meeting, held or to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Meeting {
    /// Local to the record: `m1`, `m2` …
    pub id: String,
    /// Its proper name.
    #[serde(default)]
    pub name: Option<String>,
    /// How the sides met.
    pub form: MeetingForm,
    /// What became of it.
    pub status: MeetingStatus,
    /// When.
    #[serde(default)]
    pub date: Option<DateMention>,
    /// Where: a place's id.
    #[serde(default)]
    pub place: Option<String>,
    /// Who: ids of actors.
    #[serde(default)]
    pub participants: Vec<String>,
    /// The host: an actor's id.
    #[serde(default)]
    pub host: Option<String>,
    /// The meeting that it belongs to.
    #[serde(default)]
    pub part_of: Option<String>,
    /// The meeting at whose edge it was held.
    #[serde(default)]
    pub sidelines_of: Option<String>,
    /// Ids of issues.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Where the text tells of it.
    #[serde(default)]
    pub evidence: Vec<Quote>,
}

/// What one document reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Record {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What made it.
    pub reader: ReaderVersions,
    /// The document.
    pub document: DocumentFields,
    /// Who takes part, in order of first mention.
    pub actors: Vec<Actor>,
    /// Where.
    pub places: Vec<Place>,
    /// Under which texts.
    pub instruments: Vec<Instrument>,
    /// Who met whom.
    pub meetings: Vec<Meeting>,
    /// What each side did.
    pub acts: Vec<Act>,
}

impl Record {
    /// Every quote in the record, wherever it stands; each must be exactly what the text has there.
    pub fn quotes(&self) -> impl Iterator<Item = &Quote> {
        let actors = self.actors.iter().flat_map(|a| a.mentions.iter().map(|m| &m.quote));
        let places = self.places.iter().flat_map(|p| &p.mentions);
        let instruments = self.instruments.iter().flat_map(|i| &i.mentions);
        let meetings = self.meetings.iter().flat_map(|m| &m.evidence);
        let acts = self.acts.iter().flat_map(|a| [Some(&a.trigger), Some(&a.evidence), a.content.as_ref()]).flatten();
        actors.chain(places).chain(instruments).chain(meetings).chain(acts)
    }
}
