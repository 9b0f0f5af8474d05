//! The frame above the text: letterhead, title, subtitle, dateline.

use super::letterhead::{self, begins_with_preposition, is_letterhead};
use super::words::{Role, has_word, speaks};
use super::{is_heading_like, plain_words};
use crate::BlockKind;
use crate::dateline::is_dateline;
use crate::draft::{Joint, Line, Part, Shape};
use crate::{marker, wrap};

/// How many parts a frame above the text has at most.
const MAX_PARTS: usize = 60;

/// The longest part of a frame, in bytes.
const MAX_BYTES: usize = 4096;

/// How many parts a title is made of at most.
const MAX_TITLE_PARTS: usize = 6;

/// Assigns the frame above the text and tells how many parts it takes.
///
/// The frame goes on as long as parts are datelines, letterheads or set as titles; the first part that is none of
/// these is text. The title is the first part set as one that is neither dateline nor letterhead, unless a better one
/// follows. Where there is none, the last letterhead that names a sort of paper ("PRESS STATEMENT") is the title.
pub(super) fn assign(characters: &str, parts: &mut Vec<Part>) -> usize {
    let mut title: Option<usize> = None;
    let mut at = 0;
    while at < parts.len().min(MAX_PARTS) && parts[at].range().len() <= MAX_BYTES {
        let title_words = title.map(|title| plain_words(parts[title].text(characters)));
        cut(characters, parts, at, title_words.as_deref());
        let Some(kind) = role(characters, parts, at, title) else { break };
        parts[at].kind = kind;
        if kind == BlockKind::Title {
            if let Some(before) = title.replace(at) {
                parts[before].kind = BlockKind::Letterhead;
            }
            absorb_rest_of_title(characters, parts, at);
        }
        at += 1;
    }
    if title.is_none() {
        promote(characters, &mut parts[..at]);
    }
    at
}

fn role(characters: &str, parts: &[Part], at: usize, title: Option<usize>) -> Option<BlockKind> {
    let part = &parts[at];
    let text = part.text(characters);
    match part.shape {
        Shape::Metadata | Shape::Ornament | Shape::Rule => return Some(part.kind),
        Shape::Text | Shape::Heading => {}
        _ => return None,
    }
    if is_dateline(text) {
        return Some(BlockKind::Dateline);
    }
    if title.is_some() && speaks(Role::Frame, text) && !text.ends_with(':') {
        return Some(BlockKind::Other);
    }
    if is_letterhead(characters, part) {
        return Some(BlockKind::Letterhead);
    }
    let set_as_title = part.shape == Shape::Heading || is_heading_like(characters, part);
    match title {
        None if set_as_title && !is_item(text) => Some(BlockKind::Title),
        Some(title) if set_as_title && is_better_title(characters, parts, at, title) => Some(BlockKind::Title),
        Some(title) if set_as_title && is_subtitle(characters, parts, at, title) => Some(BlockKind::Subtitle),
        _ => None,
    }
}

/// A list item is no title, whatever else it looks like.
fn is_item(text: &str) -> bool {
    marker::parse(text).is_some_and(|marker| !marker.is_weak())
}

/// Whether the title so far is but a name in the letterhead and this part is the title: it stands below a document's
/// symbol, or it has a word of titles where a few capitalised words have none.
fn is_better_title(characters: &str, parts: &[Part], at: usize, title: usize) -> bool {
    const MAX_WORDS: usize = 5;
    let name = parts[title].text(characters);
    let small = |word: &str| word.starts_with(char::is_lowercase) && !letterhead::is_small_word(word);
    let is_name = parts[title].shape == Shape::Text
        && name.split_whitespace().count() <= MAX_WORDS
        && !name.split_whitespace().any(small)
        && !has_word(Role::Genre, name);
    let below_symbol = at > title + 1 && letterhead::is_symbol(parts[at - 1].text(characters));
    is_name && (below_symbol || has_word(Role::Genre, parts[at].text(characters)))
}

/// Whether a part set as a heading belongs to the title rather than to the text: it says the title again, it is
/// italic, a line of the frame follows it, or it stands right below the title and is not the bare name of a section.
fn is_subtitle(characters: &str, parts: &[Part], at: usize, title: usize) -> bool {
    let part = &parts[at];
    let text = plain_words(part.text(characters));
    if says_again(&plain_words(parts[title].text(characters)), &text) {
        return true;
    }
    let framed = |next: &Part| is_dateline(next.text(characters)) || is_letterhead(characters, next);
    let in_frame = part.is_emphasised() || parts.get(at + 1).is_some_and(framed);
    let below_title = parts[title..at].iter().all(|part| matches!(part.kind, BlockKind::Title | BlockKind::Subtitle));
    let n_words = text.split(' ').count();
    let is_numbered = marker::parse(part.text(characters)).is_some();
    !is_numbered && (in_frame || (below_title && part.shape == Shape::Text && n_words > 3))
}

/// Whether most words of one text are in the other.
fn says_again(title: &str, text: &str) -> bool {
    let title: Vec<&str> = title.split(' ').collect();
    let words: Vec<&str> = text.split(' ').filter(|word| word.len() > 2).collect();
    let n_known = words.iter().filter(|word| title.contains(word)).count();
    words.len() >= 2 && n_known * 10 >= words.len() * 7
}

/// Cuts a part whose lines play several parts: datelines and letterhead from each other and from the rest, and below
/// a title every line that was begun on purpose from the next.
fn cut(characters: &str, parts: &mut Vec<Part>, at: usize, title: Option<&str>) {
    let part = &parts[at];
    if !matches!(part.shape, Shape::Text | Shape::Heading) {
        return;
    }
    cut_symbol(characters, parts, at);
    let part = &mut parts[at];
    let n = n_first_lines(characters, part, title);
    if n > 0 && n < part.lines.len() {
        let rest = part.lines.split_off(n);
        let rest = Part { level: part.level, kind: part.kind, ..Part::new(part.shape, rest) };
        parts.insert(at + 1, rest);
    }
}

/// How many lines at the start of a part belong together; 0 where all do.
fn n_first_lines(characters: &str, part: &Part, title: Option<&str>) -> usize {
    let is_date = |line: &Line| is_dateline(&characters[line.range.clone()]);
    let n_letterhead = letterhead::n_lines(characters, part);
    // A wrapped line of running text may happen to hold a date and names only.
    let n_dates = if wrap::ends_sentence(part.text(characters)) && !part.lines.last().is_some_and(is_date) {
        0
    } else {
        part.lines.iter().take_while(|line| is_date(line)).count()
    };
    // A place on one line, the date on the next.
    let is_whole = is_dateline(part.text(characters)) && n_letterhead == 0;
    match (n_letterhead, n_dates, title) {
        _ if is_whole => 0,
        (0, 0, Some(title)) => n_lines_below_title(characters, part, title),
        (0, n_dates, _) => n_dates,
        (n_letterhead, _, _) => n_letterhead,
    }
}

/// The lines up to a dateline, or the first line that was begun on purpose; lines in capitals belong together, and so
/// do lines that say the title again.
fn n_lines_below_title(characters: &str, part: &Part, title: &str) -> usize {
    let mut after = part.lines.iter().skip(1);
    let date = after.clone().position(|line| is_dateline(&characters[line.range.clone()]));
    let text = part.text(characters);
    if date.is_some() || wrap::is_capitals(text) || says_again(title, &plain_words(text)) {
        return date.map_or(0, |at| at + 1);
    }
    after.position(|line| line.joint == Joint::Hard).map_or(0, |at| at + 1)
}

/// Cuts a document's symbol off the title that stands on the same line.
fn cut_symbol(characters: &str, parts: &mut Vec<Part>, at: usize) {
    let Some(line) = parts[at].lines.first_mut() else { return };
    let len = letterhead::symbol_len(&characters[line.range.clone()]);
    if len == 0 {
        return;
    }
    let symbol = Line { range: line.range.start..line.range.start + len, ..line.clone() };
    let rest = &characters[symbol.range.end..line.range.end];
    line.range.start = line.range.end - rest.trim_start().len();
    parts.insert(at, Part { kind: BlockKind::Letterhead, ..Part::new(Shape::Text, vec![symbol]) });
}

/// Joins to the title what follows it and belongs to it: the title stops at a preposition, or the next part begins
/// with a small letter or, after the bare name of a sort of paper, with a preposition.
fn absorb_rest_of_title(characters: &str, parts: &mut Vec<Part>, at: usize) {
    for _ in 1..MAX_TITLE_PARTS {
        let Some(next) = parts.get(at + 1) else { return };
        let (title, text) = (parts[at].text(characters), next.text(characters));
        let bare = title.split_whitespace().count() <= 3 && has_word(Role::Genre, title);
        let open = wrap::expects_more(title)
            || text.starts_with(char::is_lowercase)
            || (bare && begins_with_preposition(text));
        let same_set = parts[at].shape == next.shape && may_go_on_with_title(text);
        if !open || !same_set {
            return;
        }
        let mut rest = parts.remove(at + 1);
        for line in &mut rest.lines {
            line.joint = Joint::Soft;
        }
        parts[at].lines.append(&mut rest.lines);
    }
}

fn may_go_on_with_title(text: &str) -> bool {
    const MAX_BYTES: usize = 200;
    text.len() <= MAX_BYTES && !wrap::ends_sentence(text) && !text.ends_with([',', ';', ':'])
}

/// Where no part is set as a title, the last letterhead that names a sort of paper is the title.
fn promote(characters: &str, parts: &mut [Part]) {
    let names_paper = |part: &&mut Part| {
        let text = part.text(characters);
        let one_line = part.kind == BlockKind::Letterhead && part.lines.len() == 1;
        one_line && has_word(Role::Genre, text) && !text.contains(|c: char| c.is_ascii_digit())
    };
    if let Some(part) = parts.iter_mut().rev().find(names_paper) {
        part.kind = BlockKind::Title;
    }
}
