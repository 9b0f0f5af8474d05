//! Markdown to parts: what its marks say of the layout, and the words without the marks.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::draft::{Draft, Joint, Line, Origin, Part, PartMarker, Shape};
use crate::marker::{self, Marker, Style};
use crate::plain::{is_end_mark, is_rule};
use crate::{html, wrap};

/// Takes Markdown apart.
pub(crate) fn draft(source: &str) -> Draft<'static> {
    let mut builder = Builder::new(source);
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(source, extensions).into_offset_iter() {
        builder.take(event, range);
    }
    builder.finish()
}

/// What has been read so far, and where the reading stands.
struct Builder<'s> {
    source: &'s str,
    characters: String,
    origins: Vec<Origin>,
    parts: Vec<Part>,
    metadata: Vec<(String, String)>,
    lines: Vec<Line>,
    line: Ink,
    place: Place,
    /// Where lines begin with raised figures: notes.
    notes: Vec<usize>,
}

/// The line being read: where it began and how its letters are set.
#[derive(Debug, Default, Clone, Copy)]
struct Ink {
    start: usize,
    joint: Option<Joint>,
    n_letters: usize,
    n_strong: usize,
    n_emphasised: usize,
}

/// The marks that are open.
#[derive(Debug, Default)]
struct Place {
    strong: usize,
    emphasised: usize,
    image: usize,
    quote: u8,
    footnote: usize,
    heading: Option<u8>,
    /// For each open list, its next marker.
    items: Vec<Option<PartMarker>>,
    /// The cells of the row so far.
    cells: usize,
    metadata: bool,
    /// The number of the item that has begun and has no words yet, and where it stands in the source.
    number: Option<(String, usize)>,
    code: bool,
    superscript: bool,
    /// A mark of emphasis that has not found its other half has begun the line.
    stray: bool,
    html: Option<Range<usize>>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            characters: String::with_capacity(source.len()),
            origins: Vec::new(),
            parts: Vec::new(),
            metadata: Vec::new(),
            lines: Vec::new(),
            line: Ink::default(),
            place: Place::default(),
            notes: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag, range),
            Event::End(tag) => self.close(tag),
            Event::Text(text) if self.place.image == 0 => self.push_text(&text, range),
            Event::Code(text) => self.push_code(&text, range),
            Event::SoftBreak => self.end_line(Joint::Soft),
            Event::HardBreak => self.end_line(Joint::Hard),
            Event::Html(_) => {
                let open = self.place.html.get_or_insert(range.clone());
                open.end = range.end;
            }
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::Rule => self.end_part(Shape::Text),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong => self.place.strong += 1,
            Tag::Emphasis => self.place.emphasised += 1,
            Tag::Image { .. } => self.place.image += 1,
            Tag::TableCell => self.begin_cell(),
            Tag::Link { .. }
            | Tag::Strikethrough
            | Tag::TableHead
            | Tag::TableRow
            | Tag::Superscript
            | Tag::Subscript => {}
            block => {
                self.end_part(self.text_shape());
                self.open_block(block, range);
            }
        }
    }

    fn open_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.place.heading = Some(depth(*level)),
            Tag::BlockQuote(_) => self.place.quote = self.place.quote.saturating_add(1),
            Tag::List(_) => self.place.items.push(None),
            Tag::Item => {
                let marker = self.item_marker(range);
                if let Some(item) = self.place.items.last_mut() {
                    *item = marker;
                }
            }
            Tag::FootnoteDefinition(_) => self.place.footnote += 1,
            Tag::CodeBlock(kind) => self.place.code = matches!(kind, CodeBlockKind::Fenced(_)),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => self.place.metadata = true,
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.place.strong = self.place.strong.saturating_sub(1),
            TagEnd::Emphasis => self.place.emphasised = self.place.emphasised.saturating_sub(1),
            TagEnd::Image => self.place.image = self.place.image.saturating_sub(1),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.place.cells = 0;
                self.end_line(Joint::Hard);
            }
            TagEnd::Link | TagEnd::Strikethrough | TagEnd::TableCell | TagEnd::Superscript | TagEnd::Subscript => {}
            block => self.close_block(block),
        }
    }

    fn close_block(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_part(Shape::Heading),
            TagEnd::Table => self.end_part(Shape::Table),
            TagEnd::MetadataBlock(_) => self.end_part(Shape::Metadata),
            TagEnd::HtmlBlock => self.end_html(),
            _ => self.end_part(self.text_shape()),
        }
        match tag {
            TagEnd::Heading(_) => self.place.heading = None,
            TagEnd::BlockQuote(_) => self.place.quote = self.place.quote.saturating_sub(1),
            TagEnd::List(_) => drop(self.place.items.pop()),
            TagEnd::FootnoteDefinition => self.place.footnote = self.place.footnote.saturating_sub(1),
            TagEnd::CodeBlock => self.place.code = false,
            TagEnd::MetadataBlock(_) => self.place.metadata = false,
            _ => {}
        }
    }

    /// How text is set where the reading stands.
    fn text_shape(&self) -> Shape {
        if self.place.footnote > 0 {
            Shape::Footnote
        } else if self.place.code {
            Shape::Code
        } else if self.place.items.last().is_some_and(Option::is_some) {
            Shape::Item
        } else if !self.place.items.is_empty() {
            Shape::ItemTail
        } else if self.place.quote > 0 {
            Shape::Quote
        } else {
            Shape::Text
        }
    }

    /// The marker of the item that begins at the start of `range`. A number is printed text; a bullet is markup.
    fn item_marker(&mut self, range: Range<usize>) -> Option<PartMarker> {
        let item = self.source[range.clone()].trim_start();
        let start = range.end - item.len();
        let len = item.bytes().take_while(|byte| !byte.is_ascii_whitespace()).count().min(10);
        let printed = item.get(..len)?;
        let digits = printed.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            let bullet = printed.chars().next()?;
            let marker = Marker { len: bullet.len_utf8(), style: Style::Bullet(bullet), value: 0 };
            return Some(PartMarker { printed: bullet.to_string(), len: 0, marker });
        }
        let printed = item.get(..=digits)?;
        let close = if printed.ends_with(')') { marker::Close::Parenthesis } else { marker::Close::Dot };
        let value = printed[..digits].parse().ok()?;
        self.place.number = Some((printed.to_owned(), start));
        let marker = Marker { len: printed.len(), style: Style::Decimal(close), value };
        Some(PartMarker { printed: printed.to_owned(), len: printed.len(), marker })
    }

    fn push_text(&mut self, text: &str, range: Range<usize>) {
        self.begin_line();
        if self.place.superscript && self.is_note_mark(text) {
            return;
        }
        if self.place.superscript && self.characters.len() == self.line.start {
            self.notes.push(self.line.start);
        }
        // Text of code and of front matter comes with its line ends.
        let verbatim = self.source.get(range.clone()) == Some(text);
        let mut at = range.start;
        for (nth, piece) in text.split('\n').enumerate() {
            if nth > 0 {
                self.end_line(Joint::Hard);
                self.begin_line();
            }
            let piece_range = if verbatim { at..at + piece.len() } else { range.clone() };
            self.push(piece, piece_range);
            at += piece.len() + 1;
        }
    }

    fn push_code(&mut self, text: &str, range: Range<usize>) {
        // Line ends became blanks: byte for byte the same length. Otherwise the whole stands for the whole.
        let source = self.source.as_bytes();
        let alike = |start: usize| {
            let found = source.get(start..start + text.len());
            found.is_some_and(|found| found.iter().zip(text.bytes()).all(|(&a, b)| a == b || (a == b'\n' && b == b' ')))
        };
        let n_ticks = source[range.clone()].iter().take_while(|&&byte| byte == b'`').count();
        let start = (range.start + n_ticks..).take(2).find(|&start| alike(start));
        self.push(text, start.map_or(range, |start| start..start + text.len()));
    }

    /// Whether raised figures are the mark of a footnote: not after a figure or a unit, where they are a power.
    fn is_note_mark(&self, text: &str) -> bool {
        let before = &self.characters[self.line.start.min(self.characters.len())..];
        let unit = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let power =
            before.ends_with(|c: char| c.is_ascii_digit()) || matches!(unit, "m" | "km" | "cm" | "mm" | "ft" | "mi");
        let text = text.trim();
        !before.trim().is_empty() && !power && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn begin_line(&mut self) {
        if self.line.joint.is_none() {
            self.line = Ink { start: self.characters.len(), joint: Some(Joint::Hard), ..Ink::default() };
        }
    }

    fn push(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.begin_line();
        if let Some((number, start)) = self.place.number.take() {
            self.write(&number, start..start + number.len());
            self.characters.push(' ');
        }
        let n_letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.line.n_letters += n_letters;
        self.line.n_strong += if self.place.strong > 0 { n_letters } else { 0 };
        self.line.n_emphasised += if self.place.emphasised > 0 { n_letters } else { 0 };
        self.write(text, source);
    }

    /// Adds characters and notes where they come from.
    fn write(&mut self, text: &str, source: Range<usize>) {
        let (at, len) = (self.characters.len(), text.len());
        self.characters.push_str(text);
        match self.origins.last_mut() {
            // Pieces that follow each other on both sides are one.
            Some(last)
                if last.len == last.source_len
                    && last.at + last.len == at
                    && last.source + last.len == source.start
                    && source.len() == len =>
            {
                last.len += len;
                last.source_len += len;
            }
            _ => self.origins.push(Origin { at, len, source: source.start, source_len: source.len() }),
        }
    }

    fn begin_cell(&mut self) {
        self.begin_line();
        if self.place.cells > 0 {
            self.characters.push_str(" | ");
        }
        self.place.cells += 1;
    }

    /// Ends the line being read; the next one follows it by `joint`. Lines without length stay: an empty line
    /// between two forced line ends parts paragraphs.
    fn end_line(&mut self, joint: Joint) {
        self.begin_line();
        let ink = std::mem::take(&mut self.line);
        let whole = &self.characters[ink.start..];
        let indent = whole.len() - whole.trim_start().len();
        // Marks of emphasis that never found their other half.
        let opened = whole.trim_start().trim_start_matches("**").trim_start_matches('*');
        let begins = whole.trim_start().starts_with("**") && opened.contains(char::is_alphanumeric);
        let trimmed = if begins { opened.trim_start() } else { whole.trim_start() };
        let stray = begins || self.place.stray;
        let closes = trimmed.trim_end().ends_with("**");
        let closed = if closes { trimmed.trim_end().trim_end_matches('*').trim_end() } else { trimmed.trim_end() };
        self.place.stray = stray && !closes;
        let start = self.characters.len() - trimmed.len();
        let range = start..start + closed.len();
        let all = |n: usize| n == ink.n_letters && n > 0;
        self.lines.push(Line {
            range,
            joint: ink.joint.unwrap_or(Joint::Hard),
            strong: all(ink.n_strong) || stray,
            emphasised: all(ink.n_emphasised),
            indent,
        });
        self.characters.push('\n');
        self.line = Ink { start: self.characters.len(), joint: Some(joint), ..Ink::default() };
    }

    fn end_part(&mut self, shape: Shape) {
        if self.line.joint.is_some() {
            self.end_line(Joint::Hard);
        }
        self.place.stray = false;
        self.line = Ink::default();
        let lines = std::mem::take(&mut self.lines);
        if self.place.metadata {
            self.read_metadata(&lines);
        }
        // The paragraph of an item comes after the item's own start.
        if !lines.iter().any(|line| !line.range.is_empty()) {
            return;
        }
        let marker = self.place.items.last_mut().and_then(Option::take);
        self.push_part(shape, lines, marker);
    }

    fn push_part(&mut self, shape: Shape, lines: Vec<Line>, marker: Option<PartMarker>) {
        let level = match shape {
            Shape::Heading => self.place.heading.unwrap_or(1),
            Shape::Item | Shape::ItemTail => u8::try_from(self.place.items.len()).unwrap_or(u8::MAX),
            Shape::Quote => self.place.quote,
            _ => 0,
        };
        let groups = match shape {
            Shape::Text | Shape::Item | Shape::ItemTail | Shape::Quote => split(&self.characters, lines),
            _ => vec![lines.into_iter().filter(|line| !line.range.is_empty()).collect()],
        };
        let mut marker = marker;
        for (nth, lines) in groups.into_iter().enumerate() {
            let is_mark = lines.iter().all(|line| is_end_mark(&self.characters[line.range.clone()]));
            let own = match shape {
                _ if is_mark => Shape::Ornament,
                _ if lines.first().is_some_and(|line| self.notes.binary_search(&line.range.start).is_ok()) => {
                    Shape::Footnote
                }
                Shape::Item if nth > 0 => Shape::ItemTail,
                own => own,
            };
            let mut part = Part::new(own, lines);
            (part.level, part.marker) = (level, marker.take());
            self.parts.push(part);
        }
    }

    fn read_metadata(&mut self, lines: &[Line]) {
        for line in lines {
            let line = &self.characters[line.range.clone()];
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim().trim_matches(['"', '\'']);
            if !value.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')) {
                self.metadata.push((key.trim().to_owned(), value.to_owned()));
            }
        }
    }

    fn inline_html(&mut self, tag: &str) {
        let step = |open: usize, closing: bool| if closing { open.saturating_sub(1) } else { open + 1 };
        let (name, closing) = html::tag_name(tag);
        match name.as_str() {
            "b" | "strong" => self.place.strong = step(self.place.strong, closing),
            "i" | "em" => self.place.emphasised = step(self.place.emphasised, closing),
            "sup" => self.place.superscript = !closing,
            "br" => self.end_line(Joint::Hard),
            _ => {}
        }
    }

    fn end_html(&mut self) {
        let Some(range) = self.place.html.take() else { return };
        let source = self.source;
        html::each_line(source, range, &mut |pieces: &[html::Piece<'_>]| {
            for piece in pieces {
                self.push(&piece.text, piece.range.clone());
            }
            self.end_line(Joint::Hard);
        });
        self.end_part(self.text_shape());
    }

    fn finish(mut self) -> Draft<'static> {
        self.end_part(Shape::Text);
        Draft {
            characters: Cow::Owned(self.characters),
            origins: self.origins,
            parts: self.parts,
            metadata: self.metadata,
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Cuts the lines of a Markdown paragraph where its author meant more than one: at empty lines made of forced line
/// ends, around a bold line, where a list of Markdown's own kind was not meant ("• one"), at the end of whole
/// paragraphs written one a line.
fn split(characters: &str, lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut groups: Vec<Vec<Line>> = vec![Vec::new()];
    for line in lines {
        let words = &characters[line.range.clone()];
        let group = groups.last().map_or(&[][..], Vec::as_slice);
        let cut =
            group.last().is_some_and(|before| parts_here(&characters[before.range.clone()], before, words, &line));
        if cut || (line.range.is_empty() && !group.is_empty()) {
            groups.push(Vec::new());
        }
        let drawn = is_rule(words) || is_attribute_list(words);
        if let (Some(group), false, false) = (groups.last_mut(), line.range.is_empty(), drawn) {
            group.push(line);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn parts_here(before: &str, before_line: &Line, words: &str, line: &Line) -> bool {
    const LONG_BYTES: usize = 120;
    let ends = wrap::ends_sentence(before);
    let complete = ends || before.ends_with([':', ';']);
    let marker = marker::parse(words).filter(|marker| !marker.is_weak());
    let list = marker
        .is_some_and(|marker| complete || (!marker.is_dash() && (marker.is_bullet() || line.joint == Joint::Hard)));
    is_end_mark(words)
        || is_end_mark(before)
        || before_line.strong != line.strong && (before_line.strong || ends) && before.len() < LONG_BYTES
        || list
        || line.joint == Joint::Hard && ends
        || ends && before.len() > LONG_BYTES
}

/// A line that gives attributes to the block beside it: `{:start="3"}`.
fn is_attribute_list(line: &str) -> bool {
    line.starts_with("{:") && line.ends_with('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str) -> String {
        let draft = draft(source);
        let show = |part: &Part| {
            let lines: Vec<&str> = part.lines.iter().map(|line| &draft.characters[line.range.clone()]).collect();
            let marker = part.marker.as_ref().map_or(String::new(), |marker| format!(" [{}]", marker.printed));
            format!("{:?}{marker} {}\n", part.shape, lines.join("/"))
        };
        draft.parts.iter().map(show).collect()
    }

    #[test]
    fn emphasis_links_and_entities_leave_plain_words() {
        assert_eq!(
            check("set up a **transit center** where [the *Council*](/x) met R&amp;D \\# 1&nbsp;st"),
            "Text set up a transit center where the Council met R&D # 1\u{a0}st\n"
        );
    }

    #[test]
    fn lists_keep_their_numbers() {
        assert_eq!(
            check("agreed:\n\n1.  We met.\n\n    Twice.\n\n2.  We act.\n"),
            "Text agreed:\nItem [1.] 1. We met.\nItemTail Twice.\nItem [2.] 2. We act.\n"
        );
        assert_eq!(check("* one\n  * two\n* three\n"), "Item [*] one\nItem [*] two\nItem [*] three\n");
        assert_eq!(check("They agreed:\n• to act\n• to meet"), "Text They agreed:\nText • to act\nText • to meet\n");
    }

    #[test]
    fn forced_line_ends_and_bold_lines_part_paragraphs() {
        assert_eq!(
            check("We met.  \n&nbsp;  \n**TRADE**  \n&nbsp;  \nWe act."),
            "Text We met.\nText TRADE\nText We act.\n"
        );
        assert_eq!(check("***Trade  \n***  \nWe act. ****"), "Text Trade\nText We act.\n");
    }

    #[test]
    fn notes_tables_front_matter_html() {
        assert_eq!(check("It rose.[^1]\n\n[^1]: A *report*.\n"), "Text It rose.\nFootnote A report.\n");
        assert_eq!(
            check("It rose.\n\n---  \n<sup>1 </sup>One member abstained."),
            "Text It rose.\nFootnote 1 One member abstained.\n"
        );
        assert_eq!(check("| A | B |\n|---|---|\n| 1 | 2 |\n"), "Table A | B/1 | 2\n");
        assert_eq!(
            check("---\ntitle: \"Visit\"\ndate: 2020-01-02\n---\n\nText.\n"),
            "Metadata title: \"Visit\"/date: 2020-01-02\nText Text.\n"
        );
        assert_eq!(
            check(
                "<div>\n<p>One &amp; two</p><!-- no -->\n</div>\n\n<!-- -->\n\nThree<sup>1</sup> 5 km<sup>2</sup> 21<sup>st</sup>"
            ),
            "Text One & two\nText Three 5 km2 21st\n"
        );
    }
}
