//! Parts to the document's text, its blocks and the map back.

use std::ops::Range;

use rapporteur_record::Span;

use crate::draft::{Draft, Joint, Line, Origin, Part, Shape};
use crate::source_map::{Piece, Units};
use crate::{Block, BlockKind, SourceMap, wrap};

/// Writes the text. Blanks of any kind and number become one blank, invisible and control characters are left out.
pub(crate) fn assemble(draft: &Draft<'_>, units: Units) -> (String, Vec<Block>, SourceMap) {
    let mut writer =
        Writer { draft, text: String::with_capacity(draft.characters.len()), pieces: Vec::new(), origin: 0 };
    let mut blocks: Vec<Block> = Vec::with_capacity(draft.parts.len());
    for part in draft.parts.iter().filter(|part| part.shape != Shape::Rule) {
        let before = writer.text.len();
        if let Some(last) = blocks.last() {
            let in_list = last.kind == BlockKind::ListItem && part.kind == BlockKind::ListItem;
            writer.text.push_str(if in_list { "\n" } else { "\n\n" });
        }
        let start = writer.text.len();
        match writer.write_part(part) {
            Some(content) => blocks.push(block(part, Span::new(start, writer.text.len()), content)),
            None => writer.text.truncate(before),
        }
    }
    (writer.text, blocks, SourceMap::new(writer.pieces, units))
}

fn block(part: &Part, span: Span, content: usize) -> Block {
    Block {
        kind: part.kind,
        span,
        content: Span::new(content.min(span.end as usize), span.end as usize),
        level: part.level,
        marker: part.marker.as_ref().map(|marker| marker.printed.clone()),
        parent: None,
        heading: None,
    }
}

struct Writer<'d> {
    draft: &'d Draft<'d>,
    text: String,
    pieces: Vec<Piece>,
    /// The origin that the last character came from: all goes forward.
    origin: usize,
}

impl Writer<'_> {
    /// Writes a part and tells where its content begins; `None` where nothing is left of it.
    fn write_part(&mut self, part: &Part) -> Option<usize> {
        let start = self.text.len();
        let printed = part.marker.as_ref().filter(|marker| marker.len > 0).map_or("", |marker| &marker.printed);
        let marker_len = if part.text(&self.draft.characters).starts_with(printed) { printed.len() } else { 0 };
        let mut content = None;
        for line in &part.lines {
            let mut range = line.range.clone();
            if content.is_none() && marker_len > 0 {
                let rest = (range.start + marker_len).min(range.end);
                self.write(range.start..rest);
                range.start = rest;
                content = Some(self.text.len());
            }
            self.join(start, part.kind, line, &range);
            if range.start != line.range.start && starts_blank(&self.draft.characters[range.clone()]) {
                self.text.push(' ');
            }
            self.write(range);
        }
        let len = self.text[start..].trim_end().len();
        self.text.truncate(start + len);
        (len > 0).then(|| {
            let content = content.unwrap_or(start).min(start + len);
            self.text.len() - self.text[content..].trim_start().len()
        })
    }

    /// Writes what stands between a line and the one before it.
    fn join(&mut self, start: usize, kind: BlockKind, line: &Line, range: &Range<usize>) {
        if self.text.len() == start || range.start != line.range.start {
            return;
        }
        let keeps_lines = match kind {
            BlockKind::Table | BlockKind::Metadata | BlockKind::Other => true,
            BlockKind::Letterhead | BlockKind::Signature | BlockKind::Contact => {
                !self.goes_on(start, range, line.joint)
            }
            _ => false,
        };
        let glue = wrap::glue(&self.text[start..], &self.draft.characters[range.clone()]);
        self.text.push_str(if keeps_lines { "\n" } else { glue });
    }

    /// Whether a line of an address or a letterhead is but the wrapped rest of the line before.
    fn goes_on(&self, start: usize, range: &Range<usize>, joint: Joint) -> bool {
        const MAX_SHORT_BYTES: usize = 64;
        let before = self.text[start..].rsplit('\n').next().unwrap_or_default();
        let starts_lower = self.draft.characters[range.clone()].starts_with(char::is_lowercase);
        joint == Joint::Soft && (starts_lower || wrap::expects_more(before) || before.len() > MAX_SHORT_BYTES)
    }

    /// Writes characters, each run of blanks as one blank; none at the ends.
    fn write(&mut self, range: Range<usize>) {
        let draft = self.draft;
        let words = &draft.characters[range.clone()];
        let mut run: Option<usize> = None;
        let mut blank = false;
        let mut begun = false;
        for (at, c) in words.char_indices() {
            let is_plain_blank = c == ' ' && !words[at + 1..].starts_with(char::is_whitespace);
            let dropped = is_invisible(c) || (c.is_control() && !c.is_whitespace());
            if (c.is_whitespace() && !(is_plain_blank && run.is_some())) || dropped {
                if let Some(start) = run.take() {
                    self.copy(range.start + start..range.start + at);
                }
                blank |= c.is_whitespace();
                continue;
            }
            if run.is_none() {
                if blank && begun {
                    self.text.push(' ');
                }
                (run, blank, begun) = (Some(at), false, true);
            }
        }
        if let Some(start) = run {
            self.copy(range.start + start..range.end);
        }
    }

    /// Copies characters as they are and notes where they come from.
    fn copy(&mut self, range: Range<usize>) {
        let (start, end) = (range.start, range.end);
        let mut text = self.text.len();
        self.text.push_str(&self.draft.characters[range]);
        if self.draft.origins.is_empty() {
            self.note(text, end - start, start, end - start);
            return;
        }
        let mut at = start;
        while let Some(origin) = self.draft.origins.get(self.origin)
            && at < end
        {
            let origin_end = origin.at + origin.len;
            if origin_end <= at {
                self.origin += 1;
                continue;
            }
            let upto = origin_end.min(end);
            if origin.at < upto {
                let from = at.max(origin.at);
                text += from - at;
                self.note_origin(text, from..upto, *origin);
                text += upto - from;
                at = upto;
            } else {
                break;
            }
        }
    }

    fn note_origin(&mut self, text: usize, range: Range<usize>, origin: Origin) {
        if origin.len == origin.source_len {
            self.note(text, range.len(), origin.source + (range.start - origin.at), range.len());
        } else {
            self.note(text, range.len(), origin.source, origin.source_len);
        }
    }

    fn note(&mut self, text: usize, text_len: usize, source: usize, source_len: usize) {
        let narrow = |n: usize| u32::try_from(n).expect("texts are under 4 GiB");
        let piece = Piece {
            text: narrow(text),
            text_len: narrow(text_len),
            source: narrow(source),
            source_len: narrow(source_len),
        };
        match self.pieces.last_mut() {
            Some(last) if last.goes_on_with(&piece) => {
                last.text_len += piece.text_len;
                last.source_len += piece.source_len;
            }
            _ => self.pieces.push(piece),
        }
    }
}

fn starts_blank(text: &str) -> bool {
    text.starts_with(char::is_whitespace)
}

/// Characters that show nothing and only steer the setting: soft hyphen, zero-width blanks, direction marks.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
