//! How dates, numbers and kinds are put into words.

use rapporteur_ledger::{Day, DayRange, Relation, Status};
use rapporteur_record::{ActType, Family, Genre, MeetingForm};

/// A day as people write it.
pub(crate) fn day(day: Day) -> String {
    day.in_words()
}

pub(crate) fn day_or(one: Option<Day>, none: &str) -> String {
    one.map_or_else(|| none.to_owned(), day)
}

/// A word with a capital letter.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A span of days: a day, a month, a year, or from one to another.
pub(crate) fn days(range: DayRange) -> String {
    range.in_words()
}

/// A word of the contract as people write it: without underscores.
pub(crate) fn plain(word: &str) -> String {
    word.replace('_', " ")
}

pub(crate) fn genre(word: &str) -> String {
    Genre::from_name(word)
        .map_or_else(|| plain(word), |g| if g == Genre::Other { "document".to_owned() } else { plain(g.as_str()) })
}

pub(crate) fn form(word: &str) -> &'static str {
    match MeetingForm::from_name(word) {
        Some(MeetingForm::Phone) => "call",
        Some(MeetingForm::Summit) => "summit",
        Some(MeetingForm::Multilateral) => "meeting of several",
        _ => "meeting",
    }
}

/// The shape that stands for a family beside its colour.
pub(crate) fn shape(family: Family) -> &'static str {
    match family {
        Family::Position => "●",
        Family::Ask => "▲",
        Family::Promise => "■",
        Family::Refusal => "✕",
        Family::Deed => "◆",
    }
}

pub(crate) fn family_doc(family: Family) -> &'static str {
    match family {
        Family::Position => "where a side stands",
        Family::Ask => "what a side wants of another",
        Family::Promise => "what a side takes upon itself",
        Family::Refusal => "what a side will not have",
        Family::Deed => "what was done",
    }
}

pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::InProgress => "in progress",
        other => other.as_str(),
    }
}

pub(crate) fn status_shape(status: Status) -> &'static str {
    match status {
        Status::Open => "○",
        Status::Accepted => "◔",
        Status::InProgress => "◑",
        Status::Fulfilled => "✓",
        Status::Declined => "✕",
        Status::Superseded => "↷",
        Status::Lapsed => "◌",
    }
}

pub(crate) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Accepts => "says yes",
        Relation::Declines => "says no",
        Relation::Advances => "takes it further",
        Relation::Fulfils => "fulfils it",
        Relation::Supersedes => "replaces it",
        Relation::Repeats => "says it again",
    }
}

/// Whether a type is an ask or a promise in the sense of the follow-up board.
pub(crate) fn is_ask(act_type: ActType) -> bool {
    act_type.family() == Family::Ask
}

/// A number with its noun.
pub(crate) fn count(n: usize, one: &str, several: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {several}") }
}

/// A confidence in thousandths as per cent.
pub(crate) fn percent(thousandths: u16) -> String {
    format!("{} %", (u32::from(thousandths) + 5) / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(day(Day::parse("2025-03-05").unwrap()), "5 March 2025");
        assert_eq!(days(DayRange::parse("2025-06").unwrap()), "June 2025");
        assert_eq!(days(DayRange::parse("2025").unwrap()), "2025");
        assert_eq!(days(DayRange::parse("2025-03-05/2025-03-07").unwrap()), "5 March 2025 to 7 March 2025");
    }
}
