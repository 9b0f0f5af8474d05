//! Who takes part.

use serde::{Deserialize, Serialize};

use crate::act::words;
use crate::span::Quote;

words! {
    /// What kind of actor it is.
    ActorKind {
        /// A person.
        Person = "person",
        /// An office, whoever holds it.
        Office = "office",
        /// A government.
        Government = "government",
        /// A ministry or department.
        Ministry = "ministry",
        /// A country.
        Country = "country",
        /// An organization.
        Organization = "organization",
        /// Several actors under one name: "ASEAN Ministers", "all parties".
        Group = "group",
        /// An armed group.
        ArmedGroup = "armed_group",
        /// A people or population.
        People = "people",
        /// None of these, as far as can be told.
        Unknown = "unknown",
    }
}

words! {
    /// How a mention names its actor.
    MentionType {
        /// By name.
        Name = "name",
        /// By office: "H.E. Senior Minister".
        Title = "title",
        /// By a pronoun.
        Pronoun = "pronoun",
        /// By a description: "the two sides".
        Description = "description",
    }
}

/// One mention of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Mention {
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// How they name the actor.
    #[serde(rename = "type")]
    pub mention_type: MentionType,
}

/// Another entry of the world that the actor may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// The entry.
    pub world_id: String,
    /// Its name.
    pub name: String,
    /// From 0 to 1.
    pub score: f64,
}

/// One actor of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Actor {
    /// Local to the record: `a1`, `a2` …, in order of first mention.
    pub id: String,
    /// The name it goes by.
    pub name: String,
    /// What kind of actor it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    #[serde(default)]
    pub country: Option<String>,
    /// PLOVER sector code.
    #[serde(default)]
    pub sector: Option<String>,
    /// The office held on the date.
    #[serde(default)]
    pub office: Option<String>,
    /// The actor on whose behalf this one acts.
    #[serde(default)]
    pub represents: Option<String>,
    /// The world's entry.
    #[serde(default)]
    pub world_id: Option<String>,
    /// Other entries, scored, where it was ambiguous.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// Where it is mentioned.
    #[serde(default)]
    pub mentions: Vec<Mention>,
}
