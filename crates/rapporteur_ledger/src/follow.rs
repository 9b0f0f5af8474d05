//! Follow-up: how later acts bear on requests and promises, and what became of each.

mod engine;
mod rules;
mod status;

use rapporteur_record::ActType;
use serde::{Deserialize, Serialize};

pub(crate) use engine::relink;
pub(crate) use rules::SUGGESTED;
pub use status::Change;
pub(crate) use status::{fold, settle_items, statuses_set, thread_of};

/// A word list that is written in `snake_case`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word.
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

words! {
    /// What became of a request or a promise.
    Status {
        /// Nothing yet.
        Open = "open",
        /// The other side said yes.
        Accepted = "accepted",
        /// The other side said no.
        Declined = "declined",
        /// The sides are at it.
        InProgress = "in_progress",
        /// Done.
        Fulfilled = "fulfilled",
        /// Another took its place, or it was withdrawn.
        Superseded = "superseded",
        /// Its time passed.
        Lapsed = "lapsed",
    }
}

words! {
    /// How a later act bears on an earlier one.
    Relation {
        /// The other side says yes.
        Accepts = "accepts",
        /// The other side says no.
        Declines = "declines",
        /// The sides talk about it, or take a step.
        Advances = "advances",
        /// What was asked or promised is done.
        Fulfils = "fulfils",
        /// The same side puts something else in its place, or takes it back.
        Supersedes = "supersedes",
        /// The same side says it again.
        Repeats = "repeats",
    }
}

impl Status {
    /// Whether something is still owed.
    pub fn is_outstanding(self) -> bool {
        matches!(self, Self::Open | Self::Accepted | Self::InProgress)
    }
}

/// Whether acts of a type are followed up.
pub fn is_item(act_type: ActType) -> bool {
    use ActType as T;
    matches!(act_type, T::Request | T::Appeal | T::Proposal | T::Offer | T::Commitment | T::Agreement | T::Announcement)
}

/// Whether acts of a type can follow up an earlier one.
pub(crate) fn can_follow(act_type: ActType) -> bool {
    use ActType as T;
    is_item(act_type) || matches!(act_type, T::Decision | T::Action | T::Rejection | T::Support | T::Discussion)
}
