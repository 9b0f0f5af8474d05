//! The blocks of a document.

use rapporteur_record::Span;

/// One block of a document's text: a paragraph, a heading, a list item …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What part the block plays in the layout.
    pub kind: BlockKind,
    /// The whole block, in bytes of [`Document::text`](crate::Document::text), list marker included.
    pub span: Span,
    /// The block without its list marker or paragraph number.
    pub content: Span,
    /// The depth: of a heading from 1, of a list item from 1, of a quotation from 1; 0 for the others.
    pub level: u8,
    /// The list marker or paragraph number as printed: `1.`, `(a)`, `•`. A bullet that is only Markdown's way to
    /// write a list is not in the text; every other marker stands in `span` before `content`.
    pub marker: Option<String>,
    /// The block whose sentence this one goes on with, as an index into [`Document::blocks`](crate::Document::blocks):
    /// a list item's stem (the paragraph that introduces the list), the outer item of a nested one, the opening of
    /// a sentence that is laid out over several paragraphs ("The Council,"). Always an earlier block.
    pub parent: Option<u32>,
    /// The heading under which the block stands, as an index into the blocks. A heading's own is the heading of the
    /// next higher rank above it.
    pub heading: Option<u32>,
}

/// What part a block plays in a document's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// Who issues the document and what sort of paper it is: "MINISTRY OF FOREIGN AFFAIRS", "PRESS RELEASE",
    /// "Office of the Spokesperson", a document symbol.
    Letterhead,
    /// The document's title; at most one.
    Title,
    /// A second title line, or the same title printed again.
    Subtitle,
    /// The place and date that stand above the text.
    Dateline,
    /// The heading of a section.
    Heading,
    /// A paragraph of running text, numbered or not.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A paragraph that is set as a quotation.
    Quote,
    /// A table: a line for each row, cells parted by " | ".
    Table,
    /// The closing name, office, place or date.
    Signature,
    /// Whom to ask: press contacts, links to share the text, boilerplate of a site.
    Contact,
    /// A footnote's text.
    Footnote,
    /// Front matter: keys and values about the document.
    Metadata,
    /// Text that is none of these: end marks ("###"), "Begin text:", page furniture, code.
    Other,
}

impl BlockKind {
    /// Whether such a block is the document's own text rather than its frame.
    pub fn is_body(self) -> bool {
        matches!(self, Self::Paragraph | Self::ListItem | Self::Quote | Self::Table)
    }
}
