//! The nineteen types of act, and what qualifies one.

use serde::{Deserialize, Serialize};

use crate::date::DateMention;
use crate::span::Quote;

/// An enum of words that are written in `snake_case`, with their names.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// Every one, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word as records spell it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, Type};
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some([$($text),*])).into()
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What one side did by words or by deed.
    ActType {
        /// Says, asserts or stresses a view: no ask and no promise.
        Statement = "statement",
        /// Approves, welcomes, thanks, commends, backs.
        Support = "support",
        /// Expresses worry or regret.
        Concern = "concern",
        /// Blames, criticises, accuses, condemns.
        Condemnation = "condemnation",
        /// Congratulates, condoles, wishes, honours.
        Courtesy = "courtesy",
        /// Takes note, acknowledges, without judging.
        Note = "note",
        /// Asks the addressee for something to be done, given or considered.
        Request = "request",
        /// Urges a party, often a third one, to a conduct.
        Appeal = "appeal",
        /// Invites to a visit, a meeting, or to take part.
        Invitation = "invitation",
        /// Puts forward an initiative, text or idea for others to take up.
        Proposal = "proposal",
        /// Offers its own help, mediation, goods.
        Offer = "offer",
        /// Binds itself to a future conduct.
        Commitment = "commitment",
        /// Two or more sides agree, short of signing.
        Agreement = "agreement",
        /// A formal act that takes effect: adopts, signs, establishes.
        Decision = "decision",
        /// Makes public a coming event or step.
        Announcement = "announcement",
        /// Refuses, denies, opposes, vetoes.
        Rejection = "rejection",
        /// Warns of a consequence, or threatens one.
        Threat = "threat",
        /// Sides discussed a topic, without any of the above.
        Discussion = "discussion",
        /// Any material deed.
        Action = "action",
    }
}

words! {
    /// What types of act have in common.
    Family {
        /// Where a side stands.
        Position = "position",
        /// What a side wants of another.
        Ask = "ask",
        /// What a side takes upon itself.
        Promise = "promise",
        /// What a side will not have.
        Refusal = "refusal",
        /// What was done.
        Deed = "deed",
    }
}

impl ActType {
    /// The family that the type belongs to.
    pub fn family(self) -> Family {
        match self {
            Self::Statement | Self::Support | Self::Concern | Self::Condemnation | Self::Courtesy | Self::Note => {
                Family::Position
            }
            Self::Request | Self::Appeal | Self::Invitation => Family::Ask,
            Self::Proposal | Self::Offer | Self::Commitment | Self::Agreement | Self::Decision | Self::Announcement => {
                Family::Promise
            }
            Self::Rejection | Self::Threat => Family::Refusal,
            Self::Discussion | Self::Action => Family::Deed,
        }
    }

    /// Whether all sides stand in `actor` and nobody in `recipient`.
    pub fn is_reciprocal(self) -> bool {
        matches!(self, Self::Agreement | Self::Discussion)
    }
}

words! {
    /// Whether the act is affirmed or denied.
    Polarity {
        /// It was done.
        Affirmed = "affirmed",
        /// The text says that it was not.
        Negated = "negated",
    }
}

words! {
    /// How real the act is.
    Modality {
        /// Done, as the text tells it.
        Actual = "actual",
        /// Still to come.
        Future = "future",
        /// Hangs on a condition.
        Conditional = "conditional",
        /// Only imagined.
        Hypothetical = "hypothetical",
        /// Background from the past.
        Historical = "historical",
    }
}

words! {
    /// How strongly it was put.
    Strength {
        /// "strongly urged", "deep concern".
        Strong = "strong",
        /// Without a word to raise or lower it.
        Plain = "plain",
        /// "consider", "where appropriate".
        Weak = "weak",
    }
}

words! {
    /// PLOVER's and CAMEO's quad classes.
    Quad {
        /// Words that bring together.
        VerbalCooperation = "verbal cooperation",
        /// Deeds that bring together.
        MaterialCooperation = "material cooperation",
        /// Words that set apart.
        VerbalConflict = "verbal conflict",
        /// Deeds that set apart.
        MaterialConflict = "material conflict",
    }
}

/// An act's code in the PLOVER ontology (2021).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Plover {
    /// The event type, or none where PLOVER has none.
    pub event: Option<String>,
    /// The event's mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// The contexts, sorted.
    #[serde(default)]
    pub context: Vec<String>,
}

/// One thing that one side did, pinned to the words that report it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Act {
    /// Local to the record: `s1`, `s2` …, in order of the text.
    pub id: String,
    /// What was done.
    #[serde(rename = "type")]
    pub act_type: ActType,
    /// Who did it: ids of actors.
    pub actor: Vec<String>,
    /// To whom or of whom: ids of actors.
    pub recipient: Vec<String>,
    /// What is asked, promised, welcomed or said.
    #[serde(default)]
    pub content: Option<Quote>,
    /// Ids of issues.
    #[serde(default)]
    pub issues: Vec<String>,
    /// Ids of instruments.
    #[serde(default)]
    pub instruments: Vec<String>,
    /// The meeting in which it was done.
    #[serde(default)]
    pub meeting: Option<String>,
    /// Where it was done.
    #[serde(default)]
    pub place: Option<String>,
    /// When it was done; else the meeting's date; else the issue date.
    #[serde(default)]
    pub date: Option<DateMention>,
    /// When what it speaks of is to happen.
    #[serde(default)]
    pub due: Option<DateMention>,
    /// Affirmed or denied.
    #[serde(default = "affirmed")]
    pub polarity: Polarity,
    /// How real.
    #[serde(default = "actual")]
    pub modality: Modality,
    /// How strongly.
    #[serde(default = "plain")]
    pub strength: Strength,
    /// In "X said that Y accused Z": X.
    #[serde(default)]
    pub attributed_to: Option<String>,
    /// The PLOVER code.
    #[serde(default)]
    pub plover: Plover,
    /// The CAMEO code.
    #[serde(default)]
    pub cameo: Option<String>,
    /// The quad class.
    #[serde(default)]
    pub quad: Option<Quad>,
    /// The Goldstein-like score, from -10 to 10.
    #[serde(default)]
    pub score: Option<f64>,
    /// The shortest stretch that carries the act.
    pub trigger: Quote,
    /// The sentence.
    pub evidence: Quote,
    /// A calibrated probability that type, actor and recipient are all right.
    #[serde(default)]
    pub confidence: f64,
    /// The rule and the path of each decision, for a person who asks.
    #[serde(default)]
    pub why: Vec<String>,
}

fn affirmed() -> Polarity {
    Polarity::Affirmed
}

fn actual() -> Modality {
    Modality::Actual
}

fn plain() -> Strength {
    Strength::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nineteen_types_in_five_families() {
        assert_eq!(ActType::ALL.len(), 19);
        for &family in Family::ALL {
            assert!(ActType::ALL.iter().any(|t| t.family() == family));
        }
        for &act_type in ActType::ALL {
            assert_eq!(ActType::from_name(act_type.as_str()), Some(act_type));
            assert_eq!(serde_json::to_string(&act_type).unwrap(), format!("\"{act_type}\""));
        }
    }
}
