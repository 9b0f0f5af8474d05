//! Dates in running text, normalised against the day on which the text was issued.

use std::ops::Range;

use jiff::civil::{Date, Weekday, date};
use rapporteur_record::{CodePoints, DateMention, Precision, Span, month_number, weekday_number};

use crate::tree::Tree;

/// A date that some words give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) value: When,
    /// Words of the tree.
    pub(crate) words: Range<usize>,
    pub(crate) span: Span,
}

/// A date as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Day(Date),
    /// Year and month.
    Month(i16, i8),
    Year(i16),
    Days(Date, Date),
    Months((i16, i8), (i16, i8)),
    Years(i16, i16),
}

impl When {
    /// The first day that it may mean.
    pub(crate) fn first_day(self) -> Date {
        match self {
            Self::Day(day) | Self::Days(day, _) => day,
            Self::Month(year, month) | Self::Months((year, month), _) => first_of(year, month),
            Self::Year(year) | Self::Years(year, _) => first_of(year, 1),
        }
    }

    /// ISO 8601 and the precision.
    pub(crate) fn iso(self) -> (String, Precision) {
        match self {
            Self::Day(day) => (day.to_string(), Precision::Day),
            Self::Days(a, b) => (format!("{a}/{b}"), Precision::Day),
            Self::Month(year, month) => (format!("{year:04}-{month:02}"), Precision::Month),
            Self::Months(a, b) => (format!("{:04}-{:02}/{:04}-{:02}", a.0, a.1, b.0, b.1), Precision::Month),
            Self::Year(year) => (format!("{year:04}"), Precision::Year),
            Self::Years(a, b) => (format!("{a:04}/{b:04}"), Precision::Year),
        }
    }

    /// The date without words.
    pub(crate) fn bare(self) -> DateMention {
        let (value, precision) = self.iso();
        DateMention { value, precision, text: None, start: None, end: None }
    }
}

impl Dated {
    /// The date with its words.
    pub(crate) fn mention(&self, points: &CodePoints<'_>) -> DateMention {
        let quote = points.quote(self.span);
        DateMention { text: Some(quote.quote), start: Some(quote.start), end: Some(quote.end), ..self.value.bare() }
    }
}

/// Every date in a range of words, left to right. `anchor` is the day that "today" means; without one only full
/// dates are found.
pub(crate) fn dates_in(tree: &Tree<'_>, words: Range<usize>, anchor: Option<Date>) -> Vec<Dated> {
    let mut found = Vec::new();
    let mut at = words.start;
    while at < words.end {
        let grammar = Grammar { tree, end: words.end, anchor };
        if let Some((value, next)) = grammar.date(at) {
            let range = at..next;
            found.push(Dated { value, span: tree.words[at].span.cover(tree.words[next - 1].span), words: range });
            at = next;
        } else {
            at += 1;
        }
    }
    found
}

/// The dates of a plain string, for headers that have not been analysed: "08 May 2017", "May 14, 2022".
pub(crate) fn full_date(text: &str) -> Option<(Date, Range<usize>)> {
    let words: Vec<(usize, &str)> = split(text);
    for at in 0..words.len() {
        let word = |i: usize| words.get(i).map_or("", |w| w.1);
        let end = |i: usize| words[i].0 + words[i].1.len();
        if let (Some(day), Some(month)) = (day_of(word(at)), month_number(word(at + 1)))
            && let Some(found) = year_of(word(at + 2)).and_then(|year| Date::new(year, month, day).ok())
        {
            return Some((found, words[at].0..end(at + 2)));
        }
        if let (Some(month), Some(day)) = (month_number(word(at)), day_of(word(at + 1)))
            && let Some(found) = year_of(word(at + 2)).and_then(|year| Date::new(year, month, day).ok())
        {
            return Some((found, words[at].0..end(at + 2)));
        }
        if let Some(found) = iso_day(word(at)) {
            return Some((found, words[at].0..end(at)));
        }
    }
    None
}

/// Words of letters, digits and hyphens, with their byte offsets; "of" and "the" are left out.
fn split(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() || c == '-' {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let word = &text[from..at];
            if !matches!(word, "of" | "the") {
                words.push((from, word));
            }
        }
    }
    words
}

fn iso_day(word: &str) -> Option<Date> {
    (word.len() >= 10 && word.is_char_boundary(10)).then(|| word[..10].parse().ok()).flatten()
}

struct Grammar<'g, 't> {
    tree: &'g Tree<'t>,
    end: usize,
    anchor: Option<Date>,
}

impl Grammar<'_, '_> {
    fn word(&self, i: usize) -> &str {
        if i < self.end { self.tree.lower(i) } else { "" }
    }

    /// A date that begins at a word, and the word after it.
    fn date(&self, at: usize) -> Option<(When, usize)> {
        self.day_first(at)
            .or_else(|| self.month_first(at))
            .or_else(|| iso_day(self.word(at)).map(|day| (When::Day(day), at + 1)))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.year_alone(at))
    }

    /// "4th May 2017", "13 to 14 December 2016", "5-6 April", "15th of March 2015".
    fn day_first(&self, at: usize) -> Option<(When, usize)> {
        let first = day_of(self.word(at))?;
        let mut next = at + 1;
        let mut last = None;
        if self.is_range(next) {
            last = day_of(self.word(next + 1));
            if last.is_some() {
                next += 2;
            }
        }
        if self.word(next) == "of" {
            next += 1;
        }
        let month = month_number(self.word(next))?;
        next += 1;
        let (year, next) = self.year_after(next, month)?;
        let start = Date::new(year, month, first).ok()?;
        let Some(last) = last else {
            return Some(self.to_last_day(start, next));
        };
        Some((When::Days(start, Date::new(year, month, last).ok()?), next))
    }

    /// "28 May to 2 June 2017" once its first half has been read.
    fn to_last_day(&self, start: Date, next: usize) -> (When, usize) {
        if self.is_range(next) {
            let tail = Grammar { anchor: self.anchor.or(Some(start)), ..*self };
            if let Some((When::Day(end), after)) = day_of(self.word(next + 1)).and_then(|_| tail.day_first(next + 1)) {
                let start = start.with().year(end.year()).build().unwrap_or(start);
                if start < end {
                    return (When::Days(start, end), after);
                }
            }
        }
        (When::Day(start), next)
    }

    /// "May 14, 2022", "May 13-14", "January 20 2017", "May 2022", "this November".
    fn month_first(&self, at: usize) -> Option<(When, usize)> {
        let month = month_number(self.word(at))?;
        if let Some(day) = day_of(self.word(at + 1)).filter(|_| self.word(at + 1).len() <= 4) {
            let mut next = at + 2;
            let mut last = None;
            if self.is_range(next) {
                last = day_of(self.word(next + 1));
                if last.is_some() {
                    next += 2;
                }
            }
            let (year, next) = self.year_after(next, month)?;
            let start = Date::new(year, month, day).ok()?;
            return Some(match last.and_then(|last| Date::new(year, month, last).ok()).filter(|end| *end > start) {
                Some(end) => (When::Days(start, end), next),
                None => (When::Day(start), next),
            });
        }
        let mut next = at + 1;
        if self.word(next) == "," {
            next += 1;
        }
        if let Some(year) = year_of(self.word(next)) {
            return Some((When::Month(year, month), next + 1));
        }
        // "may" and "march" are words of their own; a month without day and year is capitalised.
        let capital = self.tree.word(at).starts_with(char::is_uppercase);
        let anchor = self.anchor.filter(|_| capital && self.word(at) != "may" || self.is_month_context(at))?;
        let before = if at > 0 { self.tree.lower(at - 1) } else { "" };
        Some((When::Month(year_near(anchor, month, before), month), at + 1))
    }

    fn is_month_context(&self, at: usize) -> bool {
        at > 0
            && self.tree.word(at).starts_with(char::is_uppercase)
            && matches!(
                self.tree.lower(at - 1),
                "in" | "this" | "last" | "next" | "since" | "until" | "by" | "mid" | "early" | "late"
            )
    }

    /// The year after a day and month, or the one that the anchor implies.
    fn year_after(&self, at: usize, month: i8) -> Option<(i16, usize)> {
        let comma = usize::from(self.word(at) == ",");
        if let Some(year) = year_of(self.word(at + comma)) {
            return Some((year, at + comma + 1));
        }
        let anchor = self.anchor?;
        Some((year_near(anchor, month, ""), at))
    }

    /// "the last quarter of 2017", "first half of 2018", "the end of 2025".
    fn part_of_year(&self, at: usize) -> Option<(When, usize)> {
        let (first, n_months) = match (self.word(at), self.word(at + 1)) {
            ("first", "quarter") => (1, 3),
            ("second", "quarter") => (4, 3),
            ("third", "quarter") => (7, 3),
            ("fourth" | "last" | "final", "quarter") => (10, 3),
            ("first", "half") => (1, 6),
            ("second", "half") => (7, 6),
            _ => return None,
        };
        let mut next = at + 2;
        if self.word(next) == "of" {
            next += 1;
        }
        let year = match self.word(next) {
            "this" if self.word(next + 1) == "year" => {
                next += 1;
                self.anchor?.year()
            }
            "next" if self.word(next + 1) == "year" => {
                next += 1;
                self.anchor?.year() + 1
            }
            word => year_of(word)?,
        };
        Some((When::Months((year, first), (year, first + n_months - 1)), next + 1))
    }

    /// "today", "on Monday", "this year", "last month".
    fn relative(&self, at: usize) -> Option<(When, usize)> {
        let anchor = self.anchor?;
        let day = |days: i64| anchor.checked_add(jiff::Span::new().days(days)).ok().map(When::Day);
        match self.word(at) {
            "today" | "tonight" => return Some((When::Day(anchor), at + 1)),
            "yesterday" => return Some((day(-1)?, at + 1)),
            "tomorrow" => return Some((day(1)?, at + 1)),
            _ => {}
        }
        if let Some(weekday) = weekday_of(self.word(at)) {
            let back = i64::from(weekday.until(anchor.weekday()));
            return Some((day(-back)?, at + 1));
        }
        let step = match self.word(at) {
            "this" | "current" => 0,
            "next" | "coming" => 1,
            "last" | "past" => -1,
            _ => return None,
        };
        match self.word(at + 1) {
            "year" => Some((When::Year(anchor.year() + step), at + 2)),
            "month" => {
                let month = i16::from(anchor.month()) - 1 + step;
                let year = anchor.year() + month.div_euclid(12);
                Some((When::Month(year, i8::try_from(month.rem_euclid(12)).ok()? + 1), at + 2))
            }
            _ => None,
        }
    }

    /// "in 2017", "by 2030", "2013-2014" after a preposition of time.
    fn year_alone(&self, at: usize) -> Option<(When, usize)> {
        let year = year_of(self.word(at))?;
        let before = if at > 0 { self.tree.lower(at - 1) } else { "" };
        if !matches!(before, "in" | "by" | "since" | "until" | "before" | "after" | "from" | "during" | "for" | "of") {
            return None;
        }
        if self.is_range(at + 1)
            && let Some(last) = year_of(self.word(at + 2)).filter(|last| *last > year)
        {
            return Some((When::Years(year, last), at + 3));
        }
        Some((When::Year(year), at + 1))
    }

    fn is_range(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "–" | "—" | "to" | "and")
    }
}

/// The year of a month that is named without one: the nearest to the anchor, in the direction that the word before
/// tells.
fn year_near(anchor: Date, month: i8, before: &str) -> i16 {
    let (year, here) = (anchor.year(), anchor.month());
    match before {
        "last" | "since" if month >= here => year - 1,
        "next" if month <= here => year + 1,
        "last" | "since" | "next" | "this" => year,
        // A bare month more than half a year ahead is last year's, more than half a year back next year's.
        _ if month - here > 6 => year - 1,
        _ if here - month > 8 => year + 1,
        _ => year,
    }
}

fn first_of(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(date(1, 1, 1))
}

/// A day of the month: "4", "4th", "08".
fn day_of(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    if digits.is_empty()
        || digits.len() > 2
        || !matches!(suffix, "" | "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH")
    {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year_of(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1648..=2199).contains(year))
}

fn weekday_of(word: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(weekday_number(word)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        full_date(text).map(|(day, range)| format!("{day} {}", &text[range])).unwrap_or_default()
    }

    #[test]
    fn headers() {
        assert_eq!(check("4th May 2017, Washington D.C., USA"), "2017-05-04 4th May 2017");
        assert_eq!(check("Phnom Penh, 08 May 2017"), "2017-05-08 08 May 2017");
        assert_eq!(check("May 14, 2022"), "2022-05-14 May 14, 2022");
        assert_eq!(check("Tuesday the 3rd of March 2015"), "2015-03-03 3rd of March 2015");
        assert_eq!(check("2020-01-09"), "2020-01-09 2020-01-09");
        assert_eq!(check("31 February 2020"), "");
    }

    #[test]
    fn months_without_a_year() {
        let anchor = date(2017, 5, 8);
        assert_eq!(year_near(anchor, 11, "this"), 2017);
        assert_eq!(year_near(anchor, 9, "last"), 2016);
        assert_eq!(year_near(anchor, 2, "next"), 2018);
        assert_eq!(year_near(date(2017, 1, 8), 12, "in"), 2016);
    }
}
