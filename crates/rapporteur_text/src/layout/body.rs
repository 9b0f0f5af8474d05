//! The text between the frames: headings, paragraphs, list items.

use super::is_heading_like;
use super::words::{Role, speaks};
use crate::BlockKind;
use crate::draft::{Joint, Part, Shape};
use crate::marker::{Close, Marker, Style};
use crate::wrap;

/// Assigns the kinds of the parts between the frames.
pub(super) fn assign(characters: &str, parts: Vec<Part>) -> Vec<Part> {
    let mut parts = separate_lines(characters, parts);
    let mut list = List::default();
    for at in 0..parts.len() {
        let kind = kind(characters, &parts, at, &list);
        let part = &mut parts[at];
        (part.kind, part.level) = (kind, level(characters, part, kind));
        list = list.after(characters, part);
    }
    parts
}

/// Lines of the text that were begun on purpose stand for themselves: headings, items of a list without marks.
fn separate_lines(characters: &str, parts: Vec<Part>) -> Vec<Part> {
    let on_purpose = |part: &Part| {
        let rest = part.lines.iter().skip(1).filter(|line| line.joint == Joint::Hard);
        part.shape == Shape::Text
            && rest.clone().count() > 0
            && !wrap::is_capitals(part.text(characters))
            && !part.is_strong()
            && part
                .lines
                .iter()
                .all(|line| line.range.len() <= 160 && !wrap::expects_more(&characters[line.range.clone()]))
    };
    parts.into_iter().flat_map(|part| if on_purpose(&part) { part.split_lines() } else { vec![part] }).collect()
}

/// The list being read, if any.
#[derive(Debug, Default, Clone, Copy)]
struct List {
    /// The last paragraph ends in a colon: what follows are items.
    announced: bool,
    /// The last marker of a list of items (not of numbered paragraphs).
    last: Option<Marker>,
    /// The items have no marks: each is a short line of its own.
    unmarked: bool,
}

impl List {
    fn after(self, characters: &str, part: &Part) -> Self {
        let text = part.text(characters);
        match part.kind {
            BlockKind::Other | BlockKind::Footnote | BlockKind::Table => self,
            BlockKind::ListItem => {
                let last = part.marker.as_ref().map(|marker| marker.marker);
                Self { announced: text.ends_with(':'), last, unmarked: last.is_none() }
            }
            BlockKind::Paragraph => Self {
                announced: text.ends_with(':'),
                last: self.last.filter(|_| part.marker.is_none()),
                unmarked: false,
            },
            _ => Self::default(),
        }
    }

    fn goes_on_with(&self, marker: Marker) -> bool {
        self.last.is_some_and(|last| last.style == marker.style && last.value + 1 == marker.value)
    }
}

fn kind(characters: &str, parts: &[Part], at: usize, list: &List) -> BlockKind {
    let part = &parts[at];
    let text = part.text(characters);
    match part.shape {
        Shape::Text => {}
        Shape::Heading if is_overlong(text) => return BlockKind::Paragraph,
        Shape::Item if numbers_paragraphs(part, list) => return BlockKind::Paragraph,
        _ => return part.kind,
    }
    if speaks(Role::Frame, text) {
        return BlockKind::Other;
    }
    let marker = part.marker.as_ref().map(|marker| marker.marker);
    let heading = is_heading(characters, parts, at, list);
    match marker {
        _ if heading => BlockKind::Heading,
        Some(marker) if list.announced || list.goes_on_with(marker) || !marker.may_number_paragraphs() => {
            BlockKind::ListItem
        }
        None if is_unmarked_item(characters, parts, at, list) => BlockKind::ListItem,
        _ => BlockKind::Paragraph,
    }
}

/// Whether an outermost item of Markdown is a numbered paragraph: no stem introduces the list.
fn numbers_paragraphs(part: &Part, list: &List) -> bool {
    let numbered = part.marker.as_ref().filter(|marker| marker.marker.may_number_paragraphs());
    part.level == 1 && numbered.is_some() && !list.announced && list.last.is_none()
}

/// A paragraph that a line below it made a heading of in Markdown.
fn is_overlong(text: &str) -> bool {
    text.len() > super::MAX_HEADING_BYTES && wrap::ends_sentence(text)
}

/// Whether a part is the heading of a section: set as one, short, with text below it.
///
/// In bold or capitals 25 words are short, else 12. A numbered part is a heading where its number is a capital letter
/// or Roman, or where a paragraph follows that does not go on with the sequence. Below a stem ("…:") stand items.
fn is_heading(characters: &str, parts: &[Part], at: usize, list: &List) -> bool {
    let part = &parts[at];
    let text = part.content(characters);
    if text.len() > super::MAX_HEADING_BYTES {
        return false;
    }
    let n_words = text.split_whitespace().count();
    let stands_out = part.is_strong() || wrap::is_capitals(text);
    let capital_number = |style: Style| matches!(style, Style::UpperRoman(Close::Dot) | Style::UpperLetter(Close::Dot));
    let style = part.marker.as_ref().map(|marker| marker.marker.style);
    let lettered = style.is_some_and(capital_number);
    let set_as_heading = is_heading_like(characters, part) || (part.is_strong() && text.ends_with(':'));
    let max_words = if stands_out || lettered { 25 } else { 12 };
    if !set_as_heading || n_words > max_words || part.marker.as_ref().is_some_and(|marker| marker.marker.is_bullet()) {
        return false;
    }
    let Some(next) = parts[at + 1..].iter().find(|part| !matches!(part.shape, Shape::Ornament | Shape::Rule)) else {
        return false;
    };
    let next_style = next.marker.as_ref().map(|marker| marker.marker.style);
    if part.marker.is_some() && !lettered && (list.announced || next_style == style) {
        return false;
    }
    stands_out || lettered || (!list.announced && !list.unmarked && is_text(characters, next))
}

/// Whether a part reads as text: it ends a sentence or a clause, it is long, or it is an item.
fn is_text(characters: &str, part: &Part) -> bool {
    let text = part.content(characters);
    part.marker.is_some()
        || !matches!(part.shape, Shape::Text)
        || wrap::ends_sentence(text)
        || text.ends_with([':', ';', ','])
        || text.len() > 120
}

/// A short line below a stem or another such line.
fn is_unmarked_item(characters: &str, parts: &[Part], at: usize, list: &List) -> bool {
    let short = |part: &Part| {
        let text = part.text(characters);
        part.shape == Shape::Text && part.marker.is_none() && text.len() <= 160 && !wrap::ends_sentence(text)
    };
    let has_fellow = list.unmarked || parts.get(at + 1).is_some_and(short);
    (list.announced || list.unmarked) && has_fellow && short(&parts[at])
}

fn level(characters: &str, part: &Part, kind: BlockKind) -> u8 {
    let style = part.marker.as_ref().map(|marker| marker.marker.style);
    match kind {
        BlockKind::Heading if part.shape == Shape::Heading => part.level,
        BlockKind::Heading => match style {
            Some(Style::Section(depth)) => depth,
            Some(Style::UpperLetter(_) | Style::Decimal(_)) => 2,
            Some(_) => 1,
            None if wrap::is_capitals(part.text(characters)) => 1,
            None => 2,
        },
        BlockKind::ListItem | BlockKind::Quote => part.level,
        BlockKind::Paragraph if part.shape == Shape::ItemTail => part.level,
        _ => 0,
    }
}
