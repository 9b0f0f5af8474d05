//! Markdown as a word processor's document: the few parts that ECMA-376 asks for, in a zip file.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const TYPES: &str = include_str!("../templates/docx/content_types.xml");
const RELATIONS: &str = include_str!("../templates/docx/relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("../templates/docx/document_relations.xml");
const STYLES: &str = include_str!("../templates/docx/styles.xml");
const NUMBERING: &str = include_str!("../templates/docx/numbering.xml");
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The document. The same text gives the same bytes.
pub(crate) fn document(title: &str, markdown: &str) -> Vec<u8> {
    let body = Body::of(markdown);
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"{NAMESPACE}\"><w:body>{}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1418\" w:right=\"1418\" w:bottom=\"1418\" \
         w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        body.xml
    );
    let core = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        escaped(title)
    );
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("docProps/core.xml", &core),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", &NUMBERING.replace("{lists}", &body.lists())),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // no time of day in the file
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        zip.start_file(name, options).expect("a name of the table above");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

/// Paragraphs as they come.
#[derive(Default)]
struct Body {
    xml: String,
    runs: Vec<Run>,
    is_bold: bool,
    is_italic: bool,
    style: Option<&'static str>,
    /// The kinds of the lists that are open: numbers or bullets, each with its number in `numbering.xml`.
    open: Vec<usize>,
    /// Whether each list is numbered, and from where.
    lists: Vec<Option<u64>>,
}

struct Run {
    text: String,
    is_bold: bool,
    is_italic: bool,
}

impl Body {
    fn of(markdown: &str) -> Self {
        let mut body = Self::default();
        for event in Parser::new_ext(markdown, Options::empty()) {
            body.take(event);
        }
        body.end_paragraph();
        body
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.style = Some(if level == HeadingLevel::H1 { "Title" } else { "Heading1" });
            }
            Event::Start(Tag::Strong) => self.is_bold = true,
            Event::End(TagEnd::Strong) => self.is_bold = false,
            Event::Start(Tag::Emphasis) => self.is_italic = true,
            Event::End(TagEnd::Emphasis) => self.is_italic = false,
            Event::Start(Tag::List(first)) => {
                self.end_paragraph();
                self.lists.push(first);
                self.open.push(self.lists.len());
            }
            Event::End(TagEnd::List(_)) => {
                self.open.pop();
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => self.end_paragraph(),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(last) = self.runs.last_mut().filter(|r| r.is_bold == self.is_bold && r.is_italic == self.is_italic)
        {
            last.text.push_str(text);
            return;
        }
        self.runs.push(Run { text: text.to_owned(), is_bold: self.is_bold, is_italic: self.is_italic });
    }

    fn end_paragraph(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let style = self.style.take();
        if runs.is_empty() {
            return;
        }
        // a line that is bold as a whole is of the letterhead
        let is_head = runs.iter().all(|run| run.is_bold);
        let style = style.or_else(|| is_head.then_some("Letterhead"));
        self.xml.push_str("<w:p><w:pPr>");
        if let Some(style) = style {
            let _ = write!(self.xml, "<w:pStyle w:val=\"{style}\"/>");
        }
        if let Some(list) = self.open.last() {
            let level = self.open.len() - 1;
            let _ = write!(self.xml, "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        }
        self.xml.push_str("</w:pPr>");
        for run in &runs {
            self.run(run);
        }
        self.xml.push_str("</w:p>");
    }

    fn run(&mut self, run: &Run) {
        self.xml.push_str("<w:r>");
        if run.is_bold || run.is_italic {
            let (bold, italic) = (if run.is_bold { "<w:b/>" } else { "" }, if run.is_italic { "<w:i/>" } else { "" });
            let _ = write!(self.xml, "<w:rPr>{bold}{italic}</w:rPr>");
        }
        for (n, line) in run.text.split('\n').enumerate() {
            if n > 0 {
                self.xml.push_str("<w:br/>");
            }
            let _ = write!(self.xml, "<w:t xml:space=\"preserve\">{}</w:t>", escaped(line));
        }
        self.xml.push_str("</w:r>");
    }

    /// The lists' entries in `numbering.xml`: each counts for itself.
    fn lists(&self) -> String {
        let list = |(n, first): (usize, &Option<u64>)| {
            let kind = u8::from(first.is_none());
            let start = first.unwrap_or(1);
            format!(
                "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{kind}\"/><w:lvlOverride w:ilvl=\"0\">\
                 <w:startOverride w:val=\"{start}\"/></w:lvlOverride></w:num>",
                n + 1
            )
        };
        self.lists.iter().enumerate().map(list).collect()
    }
}

/// A text as XML takes it: signs that XML has no place for are left out.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' => xml.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => xml.push(c),
        }
    }
    xml
}
