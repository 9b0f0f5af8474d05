//! Which printed lines go on from the line before, and which were begun on purpose.

use std::ops::Range;

use crate::dateline::is_dateline;
use crate::marker::{self, Marker};

/// The facts about one printed line that joining needs.
#[derive(Debug, Clone)]
pub(crate) struct Look<'s> {
    pub(crate) text: &'s str,
    /// In code points.
    pub(crate) len: usize,
    pub(crate) indent: usize,
    pub(crate) marker: Option<Marker>,
    pub(crate) is_capitals: bool,
    pub(crate) ends_sentence: bool,
}

/// The longest lines that count as wrapped by hand or by a printer, in code points.
const MAX_WRAPPED: usize = 140;

/// Lines up to this long above a numbered paragraph are its heading.
const MAX_HEADING: usize = 40;

/// Lines up to this long may stand for themselves: an address, a name, a heading.
const MAX_SHORT: usize = 64;

impl<'s> Look<'s> {
    pub(crate) fn new(text: &'s str, indent: usize) -> Self {
        Self {
            text,
            len: text.chars().count(),
            indent,
            marker: marker::parse(text),
            is_capitals: is_capitals(text),
            ends_sentence: ends_sentence(text),
        }
    }

    fn starts_lower(&self) -> bool {
        self.text.trim_start_matches(['“', '"', '(']).starts_with(char::is_lowercase)
    }

    /// Whether every word but the small ones begins with a capital, and there are at least three words.
    fn is_title_case(&self) -> bool {
        let small = |word: &str| word.starts_with(char::is_lowercase) && !expects_more(word);
        self.text.split_whitespace().count() >= 3 && !self.text.split_whitespace().any(small)
    }

    /// A short line without an end: it may be a heading, a name, a line of an address.
    pub(crate) fn stands_alone(&self) -> bool {
        self.len <= MAX_SHORT
            && !self.ends_sentence
            && !self.text.ends_with([',', ';', ':', '-'])
            && !self.starts_lower()
            && !expects_more(self.text)
    }
}

/// The width to which lines are wrapped, in code points; `None` where most lines are whole paragraphs.
///
/// `lens` are the lengths of the lines that another line follows directly.
pub(crate) fn width(mut lens: Vec<usize>) -> Option<usize> {
    lens.sort_unstable();
    let wide = *lens.get(lens.len() * 9 / 10)?;
    let n_near = lens.iter().filter(|&&len| len * 10 >= wide * 7).count();
    (lens.len() >= 3 && (40..=MAX_WRAPPED).contains(&wide) && n_near * 2 >= lens.len()).then_some(wide)
}

/// Cuts a run of lines without an empty line between them into groups that belong together, in order. Lines of a
/// group are wrapped text or, where `keeps` says so, short lines that stand for themselves.
pub(crate) fn groups(lines: &[Look<'_>], document_width: Option<usize>) -> Vec<Group> {
    let width = document_width.or_else(|| width(lines.iter().rev().skip(1).map(|line| line.len).collect()));
    if width.is_none() && is_bare_list(lines) {
        return (0..lines.len()).map(|at| Group { lines: at..at + 1, kept: Vec::new() }).collect();
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut last_marker: Option<Marker> = None;
    for (at, line) in lines.iter().enumerate() {
        let follows = if at > 0 { follows(lines, at, width, last_marker) } else { Follows::NotAtAll };
        if let Some(found) = line.marker.filter(|_| follows == Follows::NotAtAll) {
            last_marker = Some(found);
        }
        match (follows, groups.last_mut()) {
            (Follows::AsWrapped, Some(group)) => group.lines.end = at + 1,
            (Follows::AsLine, Some(group)) => {
                group.lines.end = at + 1;
                group.kept.push(at);
            }
            _ => groups.push(Group { lines: at..at + 1, kept: Vec::new() }),
        }
    }
    groups
}

/// Lines that all begin with a small letter and end without a mark: items of a list without bullets.
fn is_bare_list(lines: &[Look<'_>]) -> bool {
    let is_item = |line: &Look<'_>| {
        line.starts_lower()
            && line.text.ends_with(char::is_alphanumeric)
            && line.len <= MAX_WRAPPED
            && !expects_more(line.text)
    };
    lines.len() >= 2 && lines.iter().all(is_item)
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) lines: Range<usize>,
    /// The lines after the first that were begun on purpose.
    pub(crate) kept: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    AsWrapped,
    AsLine,
    NotAtAll,
}

/// How a line follows the line before it.
fn follows(lines: &[Look<'_>], at: usize, width: Option<usize>, last_marker: Option<Marker>) -> Follows {
    let (before, line) = (&lines[at - 1], &lines[at]);
    if is_alone(before) {
        return Follows::AsWrapped;
    }
    if line.marker.is_some_and(|marker| begins_item(marker, last_marker, before)) {
        return Follows::NotAtAll;
    }
    if before.is_capitals != line.is_capitals
        && !expects_more(before.text)
        && (before.is_capitals || before.ends_sentence)
    {
        return Follows::NotAtAll;
    }
    if before.is_capitals && line.is_capitals {
        return Follows::AsLine;
    }
    if before.ends_sentence && is_dateline(line.text) {
        return Follows::NotAtAll;
    }
    let goes_on = goes_on(before, line);
    if let Some(width) = width {
        let first_word = line.text.split_whitespace().next().map_or(0, |word| word.chars().count());
        let filled = before.len + 1 + first_word;
        let had_room = filled * 100 <= width * 82 || (filled <= width && is_title(lines, at - 1));
        let is_heading = before.ends_sentence && stands_alone(lines, at, Some(width)) && line.len * 10 <= width * 6;
        let is_indented = before.ends_sentence && line.indent >= before.indent + 2;
        if !had_room && !is_heading && !is_indented {
            return Follows::AsWrapped;
        }
    }
    if goes_on {
        Follows::AsWrapped
    } else if is_title(lines, at - 1) {
        Follows::NotAtAll
    } else if before.stands_alone() && stands_alone(lines, at, width) {
        Follows::AsLine
    } else {
        Follows::NotAtAll
    }
}

/// Whether a line stands for itself rather than being the first of a wrapped paragraph.
fn stands_alone(lines: &[Look<'_>], at: usize, width: Option<usize>) -> bool {
    let line = &lines[at];
    let next_goes_on = lines.get(at + 1).is_some_and(Look::starts_lower);
    let fills_width = width.is_some_and(|width| line.len * 100 > width * 75) && at + 1 < lines.len();
    line.stands_alone() && !next_goes_on && (!fills_width || (line.is_title_case() && !opens_sentence(line.text)))
}

/// Whether a line is set as a title and a sentence begins after it: the text.
fn is_title(lines: &[Look<'_>], at: usize) -> bool {
    let begins = at == 0 || lines[at - 1].is_capitals || lines[at - 1].stands_alone();
    let text_follows = lines.get(at + 1).is_some_and(|next| opens_sentence(next.text));
    begins && text_follows && lines[at].is_title_case() && lines[at].stands_alone() && !opens_sentence(lines[at].text)
}

/// Whether the first word is one that sentences begin with and names do not.
fn opens_sentence(text: &str) -> bool {
    const OPENERS: [&str; 22] = [
        "The",
        "A",
        "An",
        "On",
        "In",
        "At",
        "We",
        "I",
        "It",
        "This",
        "These",
        "His",
        "Her",
        "Their",
        "Our",
        "During",
        "Following",
        "Today",
        "After",
        "As",
        "For",
        "They",
    ];
    OPENERS.contains(&text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default())
}

/// A marker that stands alone on its line: its item comes below.
fn is_alone(line: &Look<'_>) -> bool {
    line.marker.is_some_and(|marker| marker.len == line.text.len() && !marker.is_weak() && !marker.is_bullet())
}

/// Whether a marker inside a run of lines begins an item there: it goes on with a sequence, or the line before is
/// complete. Otherwise a wrapped line happens to begin with "12." or a dash.
fn begins_item(marker: Marker, last: Option<Marker>, before: &Look<'_>) -> bool {
    let complete = before.ends_sentence || before.text.ends_with([':', ';']);
    let list_goes_on =
        last.is_some_and(|last| last.style == marker.style && (marker.is_bullet() || marker.value == last.value + 1));
    let sublist = last.is_some() && marker.value <= 1 && before.text.ends_with([':', ';', ',']);
    if marker.is_weak() {
        return complete && last.is_some_and(|last| last.style == marker.style && marker.value == last.value + 1);
    }
    let below_heading = before.stands_alone() && before.len <= MAX_HEADING && marker.may_number_paragraphs();
    complete || list_goes_on || sublist || below_heading
}

/// Whether the words themselves show that the line goes on with the sentence before.
fn goes_on(before: &Look<'_>, line: &Look<'_>) -> bool {
    if before.ends_sentence {
        return false;
    }
    let long_or_open = before.len > MAX_SHORT || before.text.ends_with([',', '-', '–']) || !before.stands_alone();
    let lower = line.starts_lower() && (long_or_open || before.len <= MAX_SHORT);
    lower || expects_more(before.text) || has_open_quotation(before.text)
}

/// Whether a line stops where no title, heading or sentence stops: at an article, a preposition, a conjunction.
pub(crate) fn expects_more(text: &str) -> bool {
    const OPEN: [&str; 28] = [
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "between", "into",
        "under", "its", "their", "our", "his", "her", "this", "as", "that", "which", "&", "against",
    ];
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    OPEN.iter().any(|word| last.eq_ignore_ascii_case(word))
}

fn has_open_quotation(text: &str) -> bool {
    text.matches('“').count() > text.matches('”').count() && !text.starts_with('“')
}

/// Whether a line ends as sentences do, closing quotation marks and brackets aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '*', ' ']).ends_with(['.', '!', '?', '…', '。'])
}

/// Whether all letters are capitals, and there are at least four (or two, with nothing but letters).
pub(crate) fn is_capitals(text: &str) -> bool {
    let n_upper = text.chars().filter(|c| c.is_uppercase()).count();
    n_upper >= 4 && !text.chars().any(char::is_lowercase)
}

/// What joins two lines of running text: nothing where a word was divided at its hyphen, else a blank.
///
/// The hyphen stays, as a word like "twenty-sixth" needs it; "low-" before "and middle-income" keeps its blank.
pub(crate) fn glue(before: &str, after: &str) -> &'static str {
    let mut end = before.chars().rev();
    let divided = end.next() == Some('-') && end.next().is_some_and(|c| c.is_alphanumeric() || c == '.');
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let suspended = matches!(word, "and" | "or" | "to" | "und");
    if divided && !suspended && after.starts_with(char::is_alphanumeric) { "" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<String> {
        let looks: Vec<_> =
            text.lines().map(|line| Look::new(line.trim(), line.len() - line.trim_start().len())).collect();
        let show = |group: &Group| {
            let lines = group.lines.clone().map(|at| (if group.kept.contains(&at) { "/" } else { "" }, looks[at].text));
            lines.map(|(joint, line)| format!("{joint}{line}")).collect::<Vec<_>>().join(" ")
        };
        groups(&looks, None).iter().map(show).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_up_to_a_short_end() {
        let groups = check(
            "The Foreign Minister of Norland, His Excellency Jon\nBrandt, will shortly make an official visit to Sudland.\nHe will be accompanied by the Secretary of State for\nTrade.\nI hope that he will see something of the country, its\npeople and its way of life.",
        );
        assert_eq!(groups.len(), 2);
        assert!(groups[1].starts_with("I hope"));
    }

    #[test]
    fn short_lines_stand_for_themselves() {
        assert_eq!(check("Jon Brandt\nMinister of Trade\nPort Sund"), ["Jon Brandt /Minister of Trade /Port Sund"]);
        assert_eq!(
            check("KINGDOM OF NORLAND\nPEACE AND LAW\nThe King met the Queen."),
            ["KINGDOM OF NORLAND /PEACE AND LAW", "The King met the Queen."]
        );
    }

    #[test]
    fn numbers_begin_items() {
        assert_eq!(
            check("1.\nTakes note of the report;\n2.\nRequests the Council to act."),
            ["1. Takes note of the report;", "2. Requests the Council to act."]
        );
        let wrapped = "The sides will act together as was agreed in paragraph\n12. The others may join the sides where they wish to,\nas they have said.\nThen all act.";
        assert_eq!(check(wrapped).len(), 2);
    }

    #[test]
    fn hyphens_stay() {
        assert_eq!(glue("the twenty-", "sixth session"), "");
        assert_eq!(glue("low-", "and middle-income"), " ");
        assert_eq!(glue("the U.S.-", "Norland treaty"), "");
        assert_eq!(glue("peace -", "and law"), " ");
    }
}
