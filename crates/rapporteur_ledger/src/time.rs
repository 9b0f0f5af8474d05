//! Instants and days, as the ledger counts them.

use std::fmt;

use jiff::civil::Date;
use rapporteur_record::DateMention;
use serde::{Deserialize, Serialize};

/// An instant in milliseconds since 1970-01-01T00:00:00Z; written as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// A day, counted from 1970-01-01; written as ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// The days that a date covers, first and last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayRange {
    /// The first day.
    pub first: Day,
    /// The last day; the first again where the date is exact.
    pub last: Day,
}

impl Timestamp {
    /// Reads RFC 3339.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Self(t.as_millisecond()))
    }

    /// The day in UTC.
    pub fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(86_400_000)).unwrap_or(i32::MAX))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(instant) => f.pad(&instant.to_string()),
            Err(_) => write!(f, "{}", self.0),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no RFC 3339 instant")))
    }
}

impl Day {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Date>().ok().map(Self::from_date)
    }

    /// The day `n` days later, or earlier where `n` is negative.
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Self(self.0.saturating_add(n))
    }

    /// Its first instant, in UTC.
    pub fn start(self) -> Timestamp {
        Timestamp(i64::from(self.0) * 86_400_000)
    }

    /// The day as a text prints it: `4 May 2031`.
    pub fn in_words(self) -> String {
        self.date().map_or_else(|| self.to_string(), |date| date.strftime("%-d %B %Y").to_string())
    }

    /// The month: `2031-05`.
    pub fn month(self) -> String {
        self.to_string().chars().take(7).collect()
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.date().map_or(0, Date::year)
    }

    fn from_date(date: Date) -> Self {
        Self(date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days()))
    }

    fn date(self) -> Option<Date> {
        Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(self.0).ok()?).ok()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => f.pad(&date.to_string()),
            None => f.pad("?"),
        }
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no day")))
    }
}

impl DayRange {
    /// Reads ISO 8601 at any precision: `2017`, `2017-05`, `2017-05-04`, `A/B`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once('/') {
            let (from, to) = (Self::parse(from)?, Self::parse(to)?);
            return Some(Self { first: from.first, last: to.last.max(from.first) });
        }
        let mut parts = text.splitn(3, '-');
        let year: i16 = parts.next()?.parse().ok()?;
        let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        };
        Some(Self { first: Day::from_date(first), last: Day::from_date(last) })
    }

    /// The days of a record's date.
    pub fn of(date: Option<&DateMention>) -> Option<Self> {
        Self::parse(&date?.value)
    }

    /// As people write it: a day, a month, a year, or from one to another.
    pub fn in_words(self) -> String {
        if self.is_day() {
            return self.first.in_words();
        }
        let (first, last) = (self.first.to_string(), self.last.to_string());
        if first.ends_with("-01-01") && last.ends_with("-12-31") && first.get(..4) == last.get(..4) {
            return first.get(..4).unwrap_or_default().to_owned();
        }
        let ends_month = self.last.plus(1).to_string().ends_with("-01");
        if first.ends_with("-01") && ends_month && first.get(..7) == last.get(..7) {
            // "1 May 2017" without its day
            return self.first.in_words().trim_start_matches("1 ").to_owned();
        }
        format!("{} to {}", self.first.in_words(), self.last.in_words())
    }

    /// Whether the date is exact to the day.
    pub fn is_day(self) -> bool {
        self.first == self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_cover_days() {
        let range = |text| DayRange::parse(text).map(|r| format!("{}..{}", r.first, r.last));
        assert_eq!(range("2017-05-04").as_deref(), Some("2017-05-04..2017-05-04"));
        assert_eq!(range("2016-02").as_deref(), Some("2016-02-01..2016-02-29"));
        assert_eq!(range("1968").as_deref(), Some("1968-01-01..1968-12-31"));
        assert_eq!(range("2017-05-04/2017-06").as_deref(), Some("2017-05-04..2017-06-30"));
        let words = |text| DayRange::parse(text).map(DayRange::in_words);
        assert_eq!(words("2017-05-04").as_deref(), Some("4 May 2017"));
        assert_eq!(words("2016-02").as_deref(), Some("February 2016"));
        assert_eq!(words("1968").as_deref(), Some("1968"));
        assert_eq!(words("2017-05-04/2017-05-06").as_deref(), Some("4 May 2017 to 6 May 2017"));
        assert_eq!(range("soon"), None);
        assert_eq!(range("2017-13"), None);
    }

    #[test]
    fn instants_are_rfc_3339() {
        let at = Timestamp::parse("2026-11-25T02:00:00.5Z").unwrap();
        assert_eq!(at.to_string(), "2026-11-25T02:00:00.5Z");
        assert_eq!(at.day().to_string(), "2026-11-25");
        assert_eq!(Day::parse("2031-05-04").unwrap().start().to_string(), "2031-05-04T00:00:00Z");
        assert_eq!(Day::parse("2031-05-04").unwrap().in_words(), "4 May 2031");
        assert_eq!(Day::parse("1600-01-01").unwrap().plus(1).to_string(), "1600-01-02");
    }
}
