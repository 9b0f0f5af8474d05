//! The frame above the text: letterhead, title, subtitle, dateline.

use super::words::{Role, has_word, speaks};
use super::{is_heading_like, plain_words};
use crate::BlockKind;
use crate::dateline::is_dateline;
use crate::draft::{Joint, Line, Part, Shape};
use crate::{marker, wrap};

/// Assigns the frame above the text and tells how many parts it takes.
///
/// The frame goes on as long as parts are datelines, letterheads or set as titles; the first part that is none of
/// these is text. The title is the first part set as one that is neither dateline nor letterhead. Where there is
/// none, the last letterhead that names a sort of paper ("PRESS STATEMENT") is the title.
pub(super) fn assign(characters: &str, parts: &mut Vec<Part>) -> usize {
    let mut title: Option<usize> = None;
    let mut at = 0;
    while at < parts.len() {
        cut_letterhead(characters, parts, at);
        match role(characters, parts, at, title) {
            Some(kind) => {
                parts[at].kind = kind;
                if kind == BlockKind::Title {
                    title = Some(at);
                    absorb_rest_of_title(characters, parts, at);
                }
            }
            None => break,
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
        Some(title) if set_as_title && is_subtitle(characters, parts, at, title) => Some(BlockKind::Subtitle),
        _ => None,
    }
}

/// A list item is no title, whatever else it looks like.
fn is_item(text: &str) -> bool {
    marker::parse(text).is_some_and(|marker| !marker.is_weak())
}

/// Whether a part set as a heading belongs to the title rather than to the text: it says the title again, it is
/// italic, a line of the frame follows it, or it stands right below the title, and is not the bare name of a section.
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

/// Whether a part is letterhead: every line is, or goes on with a line that is.
pub(super) fn is_letterhead(characters: &str, part: &Part) -> bool {
    !part.lines.is_empty() && n_letterhead_lines(characters, part) == part.lines.len()
}

/// The lines at the start of a part that are letterhead. A line that goes on with a letterhead line belongs to it
/// (a motto, the rest of a name) unless it has a word of titles.
fn n_letterhead_lines(characters: &str, part: &Part) -> usize {
    let words = |line: &Line| &characters[line.range.clone()];
    let mut n = 0;
    while let Some(line) = part.lines.get(n) {
        let next = part.lines.get(n + 1).map(words);
        let goes_on = n > 0
            && words(line).len() <= 80
            && !has_word(Role::Genre, words(line))
            && !wrap::ends_sentence(words(line));
        if !is_letterhead_line(words(line), next) && !goes_on {
            break;
        }
        n += 1;
    }
    n
}

/// Whether a line is letterhead. A label ("PRESS RELEASE") is, unless the next line makes a title of it ("on the
/// Outcomes …"); so is the name of a body that issues documents, if the line holds only names and no word of titles.
fn is_letterhead_line(line: &str, next: Option<&str>) -> bool {
    const MAX_WORDS: usize = 14;
    let title_goes_on = next.is_some_and(|next| next.starts_with(char::is_lowercase) || begins_with_preposition(next));
    let few_words = line.split_whitespace().count() <= MAX_WORDS
        && (!wrap::ends_sentence(line) || line.starts_with('['))
        && !line.ends_with([',', ';']);
    let small = |word: &str| word.starts_with(char::is_lowercase) && !is_small_word(word);
    let names_only = !line.split_whitespace().any(small) && !has_word(Role::Genre, line);
    let names_body = speaks(Role::Issuer, line) || (wrap::is_capitals(line) && has_word(Role::Issuer, line));
    let is_label =
        speaks(Role::Letterhead, line) && (!title_goes_on || !has_word(Role::Genre, line) || speaks_number(line));
    (few_words && (is_label || (names_body && names_only))) || is_symbol(line) || is_un_front_matter(line)
}

/// A label with words of its own goes on below: "Resolution adopted by the General Assembly" / "on 1 May".
fn speaks_number(line: &str) -> bool {
    line.split_whitespace().count() > 3
}

/// A masthead that lost its line ends: "Distr.:" amid other words.
fn is_un_front_matter(line: &str) -> bool {
    line.contains("Distr.: ") && line.len() < 600
}

/// A document's symbol: "A/RES/73/8", "73/8.", "No. 12/2020", "PR 4/2019".
fn is_symbol(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let coded =
        |word: &&str| word.contains('/') && word.bytes().any(|byte| byte.is_ascii_digit()) && !word.contains("//");
    let short = |word: &&str| word.len() <= 4 || coded(word) || word.bytes().any(|byte| byte.is_ascii_digit());
    words.len() <= 4
        && words.iter().any(coded)
        && words.iter().all(|word| short(word))
        && !line.chars().any(char::is_lowercase)
        || words.len() == 1 && words.iter().any(coded) && words[0].len() <= 24
}

fn begins_with_preposition(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "on" | "of" | "by" | "between" | "regarding" | "concerning" | "for" | "at" | "following")
}

/// A word that names are written with in small letters.
pub(super) fn is_small_word(word: &str) -> bool {
    matches!(
        word,
        "of" | "the" | "and" | "for" | "to" | "in" | "on" | "de" | "la" | "du" | "des" | "a" | "an" | "at" | "with"
    )
}

/// Cuts a part whose first lines are letterhead and whose other lines are not.
fn cut_letterhead(characters: &str, parts: &mut Vec<Part>, at: usize) {
    let part = &mut parts[at];
    if !matches!(part.shape, Shape::Text | Shape::Heading) || is_dateline(part.text(characters)) {
        return;
    }
    let n_dates = part.lines.iter().take_while(|line| is_dateline(&characters[line.range.clone()])).count();
    let n = if n_dates > 0 { n_dates } else { n_letterhead_lines(characters, part) };
    // A wrapped line of running text may happen to hold a date and names only.
    if n == 0 || n == part.lines.len() || wrap::ends_sentence(part.text(characters)) && n_dates > 0 {
        return;
    }
    let rest = part.lines.split_off(n);
    let rest = Part { marker: None, ..Part::new(part.shape, rest) };
    let kind = part.kind;
    let level = part.level;
    parts.insert(at + 1, Part { kind, level, ..rest });
}

/// Joins to the title what follows it and belongs to it: the title stops at a preposition, or the next part begins
/// with a small letter or, after the bare name of a sort of paper, with a preposition.
fn absorb_rest_of_title(characters: &str, parts: &mut Vec<Part>, at: usize) {
    while let Some(next) = parts.get(at + 1) {
        let (title, text) = (parts[at].text(characters), next.text(characters));
        let bare = title.split_whitespace().count() <= 3 && has_word(Role::Genre, title);
        let open = wrap::expects_more(title)
            || text.starts_with(char::is_lowercase)
            || (bare && begins_with_preposition(text));
        let same_set = parts[at].shape == next.shape && is_heading_like_after(characters, next);
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

/// A title's second part may begin with a small letter.
fn is_heading_like_after(characters: &str, part: &Part) -> bool {
    let text = part.text(characters);
    text.len() <= 200 && !wrap::ends_sentence(text) && !text.ends_with([',', ';', ':'])
}

/// Where no part is set as a title, the last letterhead that names a sort of paper is the title.
fn promote(characters: &str, parts: &mut [Part]) {
    let names_paper = |part: &&mut Part| {
        part.kind == BlockKind::Letterhead
            && part.lines.len() == 1
            && has_word(Role::Genre, part.text(characters))
            && !part.text(characters).contains(|c: char| c.is_ascii_digit())
    };
    if let Some(part) = parts.iter_mut().rev().find(names_paper) {
        part.kind = BlockKind::Title;
    }
}
