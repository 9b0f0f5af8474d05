//! The frame below the text: signature, place and date, contacts, footnotes, end marks.

use super::words::{Role, speaks};
use super::{ends_with_abbreviation, letterhead};
use crate::BlockKind;
use crate::dateline::is_dateline;
use crate::draft::{Joint, Line, Part, Shape};
use crate::{marker, wrap};

/// How many parts a frame below the text has at most.
const MAX_PARTS: usize = 40;

/// Assigns the frame below the text and tells where it begins. Parts up to `n_head` are never taken.
pub(super) fn assign(characters: &str, parts: &mut [Part], n_head: usize) -> usize {
    // Below the frame above there is always some text.
    let start = (n_head + 1).max(parts.len().saturating_sub(MAX_PARTS)).min(parts.len());
    let end = notes(characters, parts, start);
    let end = contacts(characters, &mut parts[..end], start);
    signature(characters, &mut parts[..end], start)
}

/// Notes below a drawn line: all parts after the last line, where the first begins with a number or a star.
fn notes(characters: &str, parts: &mut [Part], start: usize) -> usize {
    let is_line = |part: &Part| part.shape == Shape::Rule && part.text(characters).contains("___");
    let Some(line) = (start..parts.len()).rev().find(|&at| is_line(&parts[at])) else { return parts.len() };
    let begins_note =
        |part: &Part| part.text(characters).starts_with(|c: char| c.is_numeric() || matches!(c, '*' | '[' | '†'));
    if !parts.get(line + 1).is_some_and(begins_note) {
        return parts.len();
    }
    for part in parts[line + 1..].iter_mut().filter(|part| part.shape == Shape::Text) {
        part.kind = BlockKind::Footnote;
    }
    line
}

/// Contacts and the boilerplate of a site: from the first part that says so, if all after it is short, and single
/// parts that are nothing but an address.
fn contacts(characters: &str, parts: &mut [Part], start: usize) -> usize {
    const MAX_BYTES: usize = 400;
    let begins = |part: &Part| {
        let text = part.text(characters);
        let addressed = has_address(text) || text.len() <= 80 && !wrap::ends_sentence(text);
        matches!(part.shape, Shape::Text | Shape::Heading | Shape::Item)
            && (speaks(Role::Contact, text) && addressed || is_address(text))
    };
    let short = |part: &Part| part.shape != Shape::Text || part.text(characters).len() <= MAX_BYTES;
    let first = (start..parts.len()).find(|&at| begins(&parts[at]) && parts[at..].iter().all(short));
    let Some(first) = first else { return parts.len() };
    for part in
        parts[first..].iter_mut().filter(|part| !matches!(part.shape, Shape::Footnote | Shape::Ornament | Shape::Rule))
    {
        part.kind = BlockKind::Contact;
    }
    first
}

/// An address of the web, of mail, or a telephone number.
fn has_address(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.contains("http") || text.contains("www.") || text.contains('@') || (digits >= 7 && text.len() <= 120)
}

fn is_address(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= 2 && (text.starts_with("http") || text.starts_with("www.") || (text.contains('@') && text.contains('.')))
}

/// The closing lines, from the end backwards: place and date, offices, names, "Done at …".
fn signature(characters: &str, parts: &mut [Part], start: usize) -> usize {
    let mut first = parts.len();
    let mut at = parts.len();
    while at > start {
        at -= 1;
        let part = &parts[at];
        match part.shape {
            Shape::Ornament | Shape::Rule | Shape::Footnote => {}
            Shape::Text | Shape::Heading
                if closes(characters, part, at.checked_sub(1).map(|before| &parts[before])) =>
            {
                parts[at].kind = BlockKind::Signature;
                first = at;
            }
            _ => break,
        }
    }
    // End marks below the last paragraph stay with the text.
    first
}

fn closes(characters: &str, part: &Part, before: Option<&Part>) -> bool {
    const MAX_DONE_BYTES: usize = 240;
    let text = part.text(characters);
    let stem = |text: &str| text.ends_with(':') && !speaks(Role::Signature, text);
    let after_stem = before.is_some_and(|before| stem(before.text(characters)));
    let date = is_dateline(text) || ends_with_date(characters, part);
    let formula = speaks(Role::Signature, text) && text.len() <= MAX_DONE_BYTES;
    let office = letterhead::is_letterhead(characters, part);
    date || formula || (!after_stem && marker::parse(text).is_none() && (office || is_names(characters, part)))
}

/// Short lines of which the last is the date.
fn ends_with_date(characters: &str, part: &Part) -> bool {
    let Some((last, before)) = part.lines.split_last() else { return false };
    let short = |line: &Line| !wrap::ends_sentence(&characters[line.range.clone()]);
    !before.is_empty()
        && last.joint == Joint::Hard
        && before.iter().all(short)
        && is_dateline(&characters[last.range.clone()])
}

/// Lines that are names and offices: no line ends a sentence, every word but the small ones begins with a capital.
fn is_names(characters: &str, part: &Part) -> bool {
    const MAX_WORDS: usize = 12;
    part.lines.iter().all(|line| {
        let words = &characters[line.range.clone()];
        let starts_small = |word: &str| word.starts_with(char::is_lowercase) && !letterhead::is_small_word(word);
        words.split_whitespace().count() <= MAX_WORDS
            && (!wrap::ends_sentence(words) || ends_with_abbreviation(words))
            && !words.ends_with([':', ';'])
            && !words.split_whitespace().any(starts_small)
    })
}
