//! Dates as far as a text gives them.

use serde::{Deserialize, Serialize};

use crate::act::words;

words! {
    /// How exactly a date is known.
    Precision {
        /// To the day: `2017-05-04`.
        Day = "day",
        /// To the month: `2017-11`.
        Month = "month",
        /// To the year: `2017`.
        Year = "year",
    }
}

/// A date with the words that give it.
///
/// `value` is ISO 8601, cut to the precision; an interval is `A/B`, both ends in the same precision. The words are absent where the date is
/// inherited from a meeting or from the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DateMention {
    /// The date.
    pub value: String,
    /// How exactly it is known.
    pub precision: Precision,
    /// The words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The first code point of the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// One past the last code point of the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
}

impl DateMention {
    /// The same date without its words, as another item inherits it.
    #[must_use]
    pub fn inherited(&self) -> Self {
        Self { value: self.value.clone(), precision: self.precision, text: None, start: None, end: None }
    }
}
