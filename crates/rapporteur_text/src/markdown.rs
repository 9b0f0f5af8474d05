//! Markdown to parts: what its marks say of the layout, and the words without the marks.

mod paragraphs;
mod sheet;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::draft::{Draft, Joint, Line, Part, PartMarker, Shape};
use crate::html;
use crate::marker::{Close, Marker, Style};
use crate::plain::is_end_mark;
use sheet::{Setting, Sheet};

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
    sheet: Sheet,
    parts: Vec<Part>,
    metadata: Vec<(String, String)>,
    /// Where lines begin with raised figures: notes.
    notes: Vec<usize>,
    place: Place,
}

/// The marks that are open.
#[derive(Debug, Default)]
struct Place {
    strong: usize,
    emphasised: usize,
    superscript: usize,
    image: usize,
    quote: u8,
    footnote: usize,
    heading: Option<u8>,
    /// For each open list, its next marker.
    items: Vec<Option<PartMarker>>,
    /// The number of the item that has begun and has no words yet, and where it stands in the source.
    number: Option<(String, usize)>,
    /// The cells of the table row so far.
    cells: usize,
    fenced_code: bool,
    metadata: bool,
    html: Option<Range<usize>>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        let sheet = Sheet::with_capacity(source.len());
        let (parts, metadata, notes) = (Vec::new(), Vec::new(), Vec::new());
        Self { source, sheet, parts, metadata, notes, place: Place::default() }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag, range),
            Event::End(tag) => self.close(tag),
            Event::Text(text) if self.place.image == 0 => self.push_text(&text, range),
            Event::Code(text) => self.push_code(&text, range),
            Event::SoftBreak => self.sheet.end_line(Joint::Soft),
            Event::HardBreak => self.sheet.end_line(Joint::Hard),
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
            Tag::CodeBlock(kind) => self.place.fenced_code = matches!(kind, CodeBlockKind::Fenced(_)),
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
                self.sheet.end_line(Joint::Hard);
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
            TagEnd::CodeBlock => self.place.fenced_code = false,
            TagEnd::MetadataBlock(_) => self.place.metadata = false,
            _ => {}
        }
    }

    /// How text is set where the reading stands.
    fn text_shape(&self) -> Shape {
        if self.place.footnote > 0 {
            Shape::Footnote
        } else if self.place.fenced_code {
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
        let close = if printed.ends_with(')') { Close::Parenthesis } else { Close::Dot };
        let value = printed[..digits].parse().ok()?;
        self.place.number = Some((printed.to_owned(), start));
        let marker = Marker { len: printed.len(), style: Style::Decimal(close), value };
        Some(PartMarker { printed: printed.to_owned(), len: printed.len(), marker })
    }

    fn push_text(&mut self, text: &str, range: Range<usize>) {
        if self.place.superscript > 0 {
            let before = self.sheet.line_so_far();
            if is_note_mark(before, text) {
                return;
            }
            if before.is_empty() {
                self.notes.push(self.sheet.begin_line());
            }
        }
        // Text of code and of front matter comes with its line ends.
        let verbatim = self.source.get(range.clone()) == Some(text);
        let mut at = range.start;
        for (nth, piece) in text.split('\n').enumerate() {
            if nth > 0 {
                self.sheet.end_line(Joint::Hard);
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

    /// Adds words where the reading stands, the number of an item before its first words.
    fn push(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        if let Some((number, start)) = self.place.number.take() {
            self.sheet.push_unset(&number, start..start + number.len());
            self.sheet.push_separator(" ");
        }
        let set = Setting { strong: self.place.strong > 0, emphasised: self.place.emphasised > 0 };
        self.sheet.push(text, source, set);
    }

    fn begin_cell(&mut self) {
        self.sheet.begin_line();
        if self.place.cells > 0 {
            self.sheet.push_separator(" | ");
        }
        self.place.cells += 1;
    }

    /// Ends the part being read, if it has words.
    fn end_part(&mut self, shape: Shape) {
        let lines = self.sheet.take_lines();
        if self.place.metadata {
            self.read_metadata(&lines);
        }
        // The paragraph of an item comes after the item's own start.
        if lines.iter().any(|line| !line.range.is_empty()) {
            let marker = self.place.items.last_mut().and_then(Option::take);
            self.push_parts(shape, lines, marker);
        }
    }

    fn push_parts(&mut self, shape: Shape, mut lines: Vec<Line>, mut marker: Option<PartMarker>) {
        let characters = self.sheet.characters.as_str();
        let level = match shape {
            Shape::Heading => self.place.heading.unwrap_or(1),
            Shape::Item | Shape::ItemTail => u8::try_from(self.place.items.len()).unwrap_or(u8::MAX),
            Shape::Quote => self.place.quote,
            _ => 0,
        };
        let groups = match shape {
            Shape::Text | Shape::Item | Shape::ItemTail | Shape::Quote => paragraphs::split(characters, lines),
            _ => {
                lines.retain(|line| !line.range.is_empty());
                vec![lines]
            }
        };
        for (nth, lines) in groups.into_iter().enumerate() {
            let is_mark = lines.iter().all(|line| is_end_mark(&characters[line.range.clone()]));
            let is_note = lines.first().is_some_and(|line| self.notes.binary_search(&line.range.start).is_ok());
            let own = match shape {
                _ if is_mark => Shape::Ornament,
                _ if is_note => Shape::Footnote,
                Shape::Item if nth > 0 => Shape::ItemTail,
                own => own,
            };
            self.parts.push(Part { level, marker: marker.take(), ..Part::new(own, lines) });
        }
    }

    fn read_metadata(&mut self, lines: &[Line]) {
        for line in lines {
            let line = &self.sheet.characters[line.range.clone()];
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
            "sup" => self.place.superscript = step(self.place.superscript, closing),
            "br" => self.sheet.end_line(Joint::Hard),
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
            self.sheet.end_line(Joint::Hard);
        });
        self.end_part(self.text_shape());
    }

    fn finish(mut self) -> Draft<'static> {
        self.end_part(Shape::Text);
        Draft {
            characters: Cow::Owned(self.sheet.characters),
            origins: self.sheet.origins,
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

/// Whether raised figures are the mark of a footnote: not at the start of a line, where they begin the note itself, nor
/// after a figure or a unit, where they are a power.
fn is_note_mark(before: &str, text: &str) -> bool {
    let unit = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let power =
        before.ends_with(|c: char| c.is_ascii_digit()) || matches!(unit, "m" | "km" | "cm" | "mm" | "ft" | "mi");
    let text = text.trim();
    !before.trim().is_empty() && !power && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
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
