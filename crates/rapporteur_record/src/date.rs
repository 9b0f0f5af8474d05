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

/// The months as English texts print them, the first month first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number, from 1, of the month that a word names in full or by its first three or four letters: "May", "Sept.", "SEP".
pub fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let begins = |month: &str| month.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let whole = |month: &str| word.len() == month.len() || (3..=4).contains(&word.len());
    let found = MONTHS.iter().position(|month| whole(month) && begins(month))?;
    i8::try_from(found + 1).ok()
}

/// English names of the days of the week.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The number, from 1 for Monday, of the day of the week that a word names in full, in either case.
pub fn weekday_number(word: &str) -> Option<i8> {
    let found = WEEKDAYS.iter().position(|day| day.eq_ignore_ascii_case(word))?;
    i8::try_from(found + 1).ok()
}

/// A date of ISO 8601 as people write it: `4 May 2017`, `May 2017`, `2017`; what is no such date stays as it is.
pub fn date_in_words(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    let month = parts.get(1).and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    match (parts.as_slice(), month) {
        ([year, _], Some(month)) => format!("{month} {year}"),
        ([year, _, day], Some(month)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        _ => iso.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::{date_in_words, month_number, weekday_number};

    #[test]
    fn days_of_the_week_have_numbers() {
        assert_eq!(["Monday", "sunday", "Mon", "day", ""].map(weekday_number), [Some(1), Some(7), None, None, None]);
    }

    #[test]
    fn dates_read_well_and_odd_ones_stay() {
        assert_eq!(date_in_words("2017-05-04"), "4 May 2017");
        assert_eq!(date_in_words("2017-11"), "November 2017");
        assert_eq!(date_in_words("2017"), "2017");
        assert_eq!(date_in_words("2017-00-04"), "2017-00-04");
    }

    #[test]
    fn months_are_known_in_full_and_by_their_first_letters() {
        for (word, number) in [("May", 5), ("september", 9), ("Sept.", 9), ("DEC", 12), ("June", 6)] {
            assert_eq!(month_number(word), Some(number), "{word}");
        }
        for word in ["", "Ma", "Mayo", "Marché", "Septem", "Juné", "."] {
            assert_eq!(month_number(word), None, "{word}");
        }
    }
}
