//! How blocks hang together: list levels, stems, sentences laid out over several paragraphs, headings.

use crate::marker::{self, Marker, Style};
use crate::{Block, BlockKind};

/// Sets `level`, `parent` and `heading` of every block.
pub(crate) fn connect(text: &str, blocks: &mut [Block]) {
    nest(blocks);
    chain(text, blocks);
    stand_under_headings(blocks);
}

/// Sets the level of list items where markup did not, and the parents of items.
///
/// An item's marker style decides: a style that the list already has leads back to its level, a new one goes deeper.
/// The parent of an outermost item is the block right before the list; of an inner one, the item above it.
fn nest(blocks: &mut [Block]) {
    let mut list = List::default();
    for (at, block) in blocks.iter_mut().enumerate() {
        let is_tail = block.kind == BlockKind::Paragraph && block.level > 0;
        match block.kind {
            BlockKind::ListItem => {
                let style = block.marker.as_deref().and_then(marker::parse);
                let level = if block.level > 0 { block.level } else { list.level_of(style) };
                let parent = list.enter(level, at);
                (block.level, block.parent) = (level, parent);
            }
            BlockKind::Paragraph if is_tail => block.parent = list.item_at(block.level),
            BlockKind::Other | BlockKind::Footnote | BlockKind::Table => {}
            BlockKind::Paragraph | BlockKind::Quote => list = List::after(at),
            _ => list = List::default(),
        }
    }
}

/// The list being read.
#[derive(Debug, Default)]
struct List {
    stem: Option<u32>,
    /// For each level from 1, its style and its last item.
    levels: Vec<(Option<Style>, u32)>,
    last: Option<Marker>,
}

impl List {
    fn after(stem: usize) -> Self {
        Self { stem: u32::try_from(stem).ok(), ..Self::default() }
    }

    fn level_of(&mut self, marker: Option<Marker>) -> u8 {
        let marker = marker.map(|marker| self.reading(marker));
        self.last = marker;
        let style = marker.map(|marker| marker.style);
        let known = self.levels.iter().position(|&(known, _)| known == style || known.is_none());
        let level = match style {
            None => self.levels.len().max(1),
            Some(_) => known.unwrap_or(self.levels.len()) + 1,
        };
        self.levels.truncate(level);
        if self.levels.len() < level {
            self.levels.push((style, 0));
        }
        u8::try_from(level).unwrap_or(u8::MAX)
    }

    /// "(i)" after "(h)" is a letter, after anything else a Roman number.
    fn reading(&self, marker: Marker) -> Marker {
        let letter = marker.as_letter();
        let follows = |letter: &Marker| {
            self.last.is_some_and(|last| last.style == letter.style && last.value + 1 == letter.value)
        };
        letter.filter(follows).unwrap_or(marker)
    }

    fn enter(&mut self, level: u8, at: usize) -> Option<u32> {
        let at = u32::try_from(at).ok()?;
        let level = usize::from(level.max(1));
        let style = self.levels.get(level - 1).and_then(|&(style, _)| style);
        self.levels.truncate(level - 1);
        let parent = self.levels.last().map(|&(_, item)| item).or(self.stem);
        self.levels.push((style, at));
        parent
    }

    fn item_at(&self, level: u8) -> Option<u32> {
        let level = usize::from(level).min(self.levels.len());
        self.levels.get(level.checked_sub(1)?).map(|&(_, item)| item)
    }
}

/// Connects the paragraphs of one sentence to its opening: "The Council," with "Recalling …," and "1. Decides …;".
///
/// The opening ends in a comma or semicolon; so does every clause but the last. A salutation ("Mr President,") opens
/// nothing. What follows an opening is a clause in a row of such, or begins with a participle, a number or a small
/// letter.
fn chain(text: &str, blocks: &mut [Block]) {
    let mut opening: Option<usize> = None;
    let mut before: Option<usize> = None;
    let mut interrupted = false;
    for at in 0..blocks.len() {
        match blocks[at].kind {
            BlockKind::Other | BlockKind::Footnote | BlockKind::Table => {
                interrupted = true;
                continue;
            }
            BlockKind::Paragraph if blocks[at].level == 0 => {}
            // A list inside a clause: the sentence goes on after it.
            BlockKind::ListItem => {
                before = Some(at);
                continue;
            }
            _ => {
                (opening, before, interrupted) = (None, None, false);
                continue;
            }
        }
        let last = before.map(|before| &text[blocks[before].span.range()]);
        let content = &text[blocks[at].content.range()];
        let goes_on = last.is_some_and(|last| is_open(last) || (interrupted && is_cut_off(last, content)));
        interrupted = false;
        match (goes_on, opening, before) {
            (true, Some(opening), _) => blocks[at].parent = u32::try_from(opening).ok(),
            (true, None, Some(before))
                if blocks[before].kind == BlockKind::Paragraph && begins_clause(content, &blocks[at]) =>
            {
                opening = Some(before);
                blocks[at].parent = u32::try_from(before).ok();
            }
            _ => opening = None,
        }
        before = Some(at);
    }
}

/// Whether furniture of a page stands in the middle of a sentence.
fn is_cut_off(last: &str, content: &str) -> bool {
    last.ends_with(char::is_alphanumeric) && content.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// "Mr. President,", "Excellencies, ladies and gentlemen,": it ends in a comma and opens nothing.
fn is_salutation(text: &str) -> bool {
    const MAX_BYTES: usize = 120;
    const OPENERS: [&str; 13] = [
        "Mr",
        "Mrs",
        "Ms",
        "Madam",
        "Sir",
        "Your",
        "Excellency",
        "Excellencies",
        "Ladies",
        "Distinguished",
        "Dear",
        "Honourable",
        "Colleagues",
    ];
    let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    text.len() <= MAX_BYTES && text.ends_with(',') && OPENERS.contains(&first)
}

/// Whether a paragraph ends before its sentence does. The mark of a footnote may stand behind its last sign.
fn is_open(text: &str) -> bool {
    if is_salutation(text) {
        return false;
    }
    let unmarked = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let end = if unmarked.ends_with([',', ';']) { unmarked } else { text };
    let end = end.trim_end_matches(" and").trim_end_matches(" or");
    end.ends_with([',', ';'])
}

fn begins_clause(content: &str, block: &Block) -> bool {
    let first = content.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let participle = first.len() > 4 && (first.ends_with("ing") || first.ends_with("ING"));
    participle || block.marker.is_some() || content.starts_with(char::is_lowercase) || is_open(content)
}

/// Tells each block the heading above it; a heading, the nearest one of a higher rank.
fn stand_under_headings(blocks: &mut [Block]) {
    let mut open: Vec<(u8, u32)> = Vec::new();
    for (at, block) in blocks.iter_mut().enumerate() {
        if block.kind == BlockKind::Heading {
            open.retain(|&(level, _)| level < block.level);
        }
        block.heading = open.last().map(|&(_, heading)| heading);
        if block.kind == BlockKind::Heading {
            open.push((block.level, u32::try_from(at).unwrap_or(u32::MAX)));
        }
    }
}
