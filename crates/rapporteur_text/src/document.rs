//! A source as text and blocks.

use std::ops::Range;

use rapporteur_record::Span;

use crate::{Block, BlockKind, MediaType, SourceMap};

/// A source as plain text, its blocks, and the way back to its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// `sha256:` and the lower-case hexadecimal digest of the source's bytes.
    pub id: String,
    /// The source's name, where one was given.
    pub name: Option<String>,
    /// How the source was read.
    pub media_type: MediaType,
    /// The name of the source's encoding in the WHATWG Encoding Standard: `UTF-8`, `windows-1252` …
    pub encoding: &'static str,
    /// The plain text: blocks parted by an empty line, items of one list by a line end.
    pub text: String,
    /// The blocks in the order of the text; they do not overlap.
    pub blocks: Vec<Block>,
    /// The scalar keys of the source's front matter, in its order.
    pub metadata: Vec<(String, String)>,
    /// From bytes of the text to bytes of the source.
    pub source_map: SourceMap,
}

impl Document {
    /// The words of a block, marker included.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.span.range()]
    }

    /// The words of a block without its marker or number.
    pub fn content(&self, block: &Block) -> &str {
        &self.text[block.content.range()]
    }

    /// The blocks of running text in their order: paragraphs, list items, quotations, tables.
    pub fn body_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_body())
    }

    /// The blocks of one kind in their order.
    pub fn blocks_of(&self, kind: BlockKind) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }

    /// The block that holds a byte of the text.
    pub fn block_at(&self, byte: usize) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.span.start as usize <= byte);
        let block = self.blocks.get(after.checked_sub(1)?)?;
        (byte < block.span.end as usize).then_some(block)
    }

    /// The block whose sentence a block goes on with, see [`Block::parent`].
    pub fn parent(&self, block: &Block) -> Option<&Block> {
        self.blocks.get(block.parent? as usize)
    }

    /// The heading above a block, see [`Block::heading`].
    pub fn heading(&self, block: &Block) -> Option<&Block> {
        self.blocks.get(block.heading? as usize)
    }

    /// The blocks that go on with the sentence of the block at `index`: the items of a stem's list.
    pub fn children(&self, index: u32) -> impl Iterator<Item = &Block> {
        self.blocks.iter().skip(index as usize + 1).filter(move |block| block.parent == Some(index))
    }

    /// The text in sections: each heading (`None` for what stands before the first) with the run of blocks up to the
    /// next heading of any rank.
    pub fn sections(&self) -> impl Iterator<Item = (Option<&Block>, &[Block])> {
        let mut rest = self.blocks.as_slice();
        std::iter::from_fn(move || {
            let (first, _) = rest.split_first()?;
            let heading = (first.kind == BlockKind::Heading).then_some(first);
            let body = &rest[usize::from(heading.is_some())..];
            let len = body.iter().position(|block| block.kind == BlockKind::Heading).unwrap_or(body.len());
            rest = &body[len..];
            Some((heading, &body[..len]))
        })
    }

    /// The title: of the title block, else of the front matter.
    pub fn title(&self) -> Option<&str> {
        let printed = self.blocks_of(BlockKind::Title).next().map(|block| self.content(block));
        printed.or_else(|| self.metadata_value("title"))
    }

    /// The value of a key of the front matter; keys are compared without regard to case.
    pub fn metadata_value(&self, key: &str) -> Option<&str> {
        self.metadata.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_str())
    }

    /// The bytes of the source that a stretch of the text comes from.
    pub fn source_span(&self, span: Span) -> Range<usize> {
        self.source_map.source_range(span)
    }
}
