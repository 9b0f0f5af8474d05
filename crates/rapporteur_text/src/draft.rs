//! What the two front ends hand to the layout: parts made of lines, over one stretch of characters.

use std::borrow::Cow;
use std::ops::Range;

use crate::BlockKind;
use crate::marker::Marker;

/// A source taken apart, before anything is known of what the parts are for.
#[derive(Debug, Default)]
pub(crate) struct Draft<'s> {
    /// The characters that the lines are ranges of: the source itself, or what Markdown left of it.
    pub(crate) characters: Cow<'s, str>,
    /// Where stretches of `characters` come from, in order; empty where `characters` is the source.
    pub(crate) origins: Vec<Origin>,
    /// The parts in the order of the source.
    pub(crate) parts: Vec<Part>,
    /// Keys and values of the front matter.
    pub(crate) metadata: Vec<(String, String)>,
}

/// A stretch of a draft's characters and the stretch of the source that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) at: usize,
    pub(crate) len: usize,
    pub(crate) source: usize,
    pub(crate) source_len: usize,
}

impl Origin {
    /// Whether `next` follows directly on both sides and both are verbatim.
    pub(crate) fn goes_on_with(&self, next: &Self) -> bool {
        let verbatim = |origin: &Self| origin.len == origin.source_len;
        verbatim(self)
            && verbatim(next)
            && self.at + self.len == next.at
            && self.source + self.source_len == next.source
    }
}

/// A block in the making.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) shape: Shape,
    pub(crate) lines: Vec<Line>,
    pub(crate) marker: Option<PartMarker>,
    /// The depth of a list item, a heading or a quotation, where markup or layout tells it; else 0.
    pub(crate) level: u8,
    /// What the part is; the layout decides.
    pub(crate) kind: BlockKind,
}

/// How a part is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Heading,
    Item,
    /// A further paragraph of a list item.
    ItemTail,
    Quote,
    Table,
    Footnote,
    Metadata,
    Code,
    /// An end mark or other ornament.
    Ornament,
    /// A drawn line. It says nothing, but what follows the last one may be footnotes.
    Rule,
}

/// One printed line, without the blanks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// In the draft's characters.
    pub(crate) range: Range<usize>,
    /// How the line follows the one before it in its part.
    pub(crate) joint: Joint,
    /// All its letters are bold.
    pub(crate) strong: bool,
    /// All its letters are italic.
    pub(crate) emphasised: bool,
    /// Blanks before it.
    pub(crate) indent: usize,
}

/// How a line follows the line before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// The line goes on: a wrapped line.
    Soft,
    /// The line was begun on purpose.
    Hard,
}

/// A part's list marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartMarker {
    pub(crate) printed: String,
    /// Its bytes at the start of the first line; 0 where only the markup bears it.
    pub(crate) len: usize,
    pub(crate) marker: Marker,
}

impl Part {
    pub(crate) fn new(shape: Shape, lines: Vec<Line>) -> Self {
        Self { shape, lines, marker: None, level: 0, kind: BlockKind::Paragraph }
    }

    /// The characters from the first line to the last, line ends included.
    pub(crate) fn range(&self) -> Range<usize> {
        match (self.lines.first(), self.lines.last()) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            _ => 0..0,
        }
    }

    /// The part as it is set, line ends included.
    pub(crate) fn text<'d>(&self, characters: &'d str) -> &'d str {
        &characters[self.range()]
    }

    /// The part without its marker.
    pub(crate) fn content<'d>(&self, characters: &'d str) -> &'d str {
        let text = self.text(characters);
        text[self.marker.as_ref().map_or(0, |marker| marker.len.min(text.len()))..].trim_start()
    }

    /// Whether every line is bold.
    pub(crate) fn is_strong(&self) -> bool {
        self.lines.iter().all(|line| line.strong)
    }

    /// Whether every line is italic.
    pub(crate) fn is_emphasised(&self) -> bool {
        self.lines.iter().all(|line| line.emphasised)
    }

    /// Cuts the part into one part for each line that was begun on purpose.
    pub(crate) fn split_lines(self) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        let Self { shape, lines, mut marker, level, kind, .. } = self;
        for line in lines {
            match parts.last_mut() {
                Some(part) if line.joint == Joint::Soft => part.lines.push(line),
                _ => {
                    let mut part = Self::new(shape, vec![line]);
                    (part.marker, part.level, part.kind) = (marker.take(), level, kind);
                    parts.push(part);
                }
            }
        }
        parts
    }
}
