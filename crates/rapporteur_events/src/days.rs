//! Expressions of time to days, seen from the day on which they were written.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};
use rapporteur_record::{month_number, weekday_number};

/// The day of a story, as `2008-08-01`, `20080801`, `2008/08/01` or at the head of a time stamp.
pub fn story_day(text: &str) -> Option<Date> {
    let digits: String = text.trim().chars().filter(|c| !matches!(c, '-' | '/')).take(8).collect();
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day that an expression means in a story of the day `told`; none where it is no single day. `is_ahead` tells whether
/// what happened then lies ahead.
///
/// A weekday is the last one, or of what lies ahead the next; a day without a year is the nearest that is not far ahead.
pub fn event_day(expression: &str, told: Date, is_ahead: bool) -> Option<Date> {
    let lower = expression.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !matches!(*word, "" | "the" | "of" | "on")).collect();
    match words[..] {
        ["today" | "tonight"] => return Some(told),
        ["yesterday"] | ["last", "night"] => return told.checked_sub(1.day()).ok(),
        ["tomorrow"] => return told.checked_add(1.day()).ok(),
        [number, unit, "ago"] => return told.checked_sub(span(count(number)?, unit)?).ok(),
        _ => {}
    }
    if let Some(day) = words.iter().find_map(|word| weekday(word)) {
        return near(day, told, words.first().copied().unwrap_or_default(), is_ahead);
    }
    let month = words.iter().find_map(|word| month_number(word))?;
    let is_year = |word: &&&str| word.len() == 4 && word.parse::<i16>().is_ok();
    let year = words.iter().find(is_year).and_then(|word| word.parse::<i16>().ok());
    let day = words.iter().find_map(|word| day_of_month(word))?;
    match year {
        Some(year) => Date::new(year, month, day).ok(),
        None => {
            let this = Date::new(told.year(), month, day).ok()?;
            // Half a year ahead is rather half a year back.
            let is_far = this > told && !is_ahead && told.until(this).is_ok_and(|span| span.get_days() > 183);
            if is_far { Date::new(told.year() - 1, month, day).ok() } else { Some(this) }
        }
    }
}

/// Whether an expression names a year before the one that ends with the day of the story: what happened then is history.
pub fn is_history(expression: &str, told: Date) -> bool {
    let years = expression.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    years.filter_map(|year| year.parse::<i16>().ok()).any(|year| year > 1000 && year + 1 < told.year())
}

fn near(day: Weekday, told: Date, before: &str, is_ahead: bool) -> Option<Date> {
    let back = i64::from(day.until(told.weekday()));
    let ahead = i64::from(day.since(told.weekday()));
    let days = match before {
        "next" if ahead == 0 => 7,
        "last" if back == 0 => -7,
        "next" => ahead,
        "last" => -back,
        _ if is_ahead => ahead,
        _ => -back,
    };
    told.checked_add(days.days()).ok()
}

fn span(number: i64, unit: &str) -> Option<Span> {
    match unit.trim_end_matches('s') {
        "day" => Some(number.days()),
        "week" => Some(number.weeks()),
        // A month or a year ago is no single day.
        _ => None,
    }
}

fn count(word: &str) -> Option<i64> {
    const SMALL: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let named = || SMALL.iter().position(|name| *name == word).and_then(|at| i64::try_from(at).ok());
    word.parse().ok().filter(|n| *n < 1000).or_else(named)
}

fn day_of_month(word: &str) -> Option<i8> {
    word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse().ok().filter(|day| (1..=31).contains(day))
}

fn weekday(word: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(weekday_number(word)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str, is_ahead: bool) -> Option<String> {
        // A Thursday.
        event_day(expression, story_day("2017-05-04")?, is_ahead).map(|day| day.to_string())
    }

    #[test]
    fn days_are_seen_from_the_story() {
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(check("Tuesday", false), day("2017-05-02"));
        assert_eq!(check("Thursday", false), day("2017-05-04"));
        assert_eq!(check("last Thursday", false), day("2017-04-27"));
        assert_eq!(check("Tuesday", true), day("2017-05-09"));
        assert_eq!(check("yesterday", false), day("2017-05-03"));
        assert_eq!(check("two weeks ago", false), day("2017-04-20"));
        assert_eq!(check("April 30", false), day("2017-04-30"));
        assert_eq!(check("December 24", false), day("2016-12-24"));
        assert_eq!(check("4 May 2016", false), day("2016-05-04"));
        assert_eq!(check("May 3rd, 2016", false), day("2016-05-03"));
        for vague in ["last year", "May", "two years ago", "2012", "the weekend", ""] {
            assert_eq!(check(vague, false), None, "{vague}");
        }
    }

    #[test]
    fn years_long_past_are_history() {
        let told = story_day("2017-05-04").unwrap();
        assert!(is_history("1941", told) && is_history("May 3, 2014", told));
        assert!(!is_history("2016", told) && !is_history("Tuesday", told) && !is_history("12 people", told));
    }

    #[test]
    fn stories_have_their_day_in_several_forms() {
        for text in ["2008-08-01", "20080801", "2008/08/01", "2008-08-01T10:00:00Z"] {
            assert_eq!(story_day(text).map(|day| day.to_string()).as_deref(), Some("2008-08-01"));
        }
        for text in ["", "yesterday", "2008-13-01", "1 August 2008"] {
            assert_eq!(story_day(text), None, "{text}");
        }
    }
}
