//! Reading whole sources: laws that hold for any source, invented documents, the corpus where it is at hand.

mod corpus;
mod documents;
mod properties;

use std::fmt::Write as _;

use rapporteur_text::{Document, MediaType, Options, read};

/// Reads a text of one media type.
fn document(source: &str, media_type: MediaType) -> Document {
    let options = Options { media_type: Some(media_type), ..Options::default() };
    read(source.as_bytes(), &options).expect("a text").0
}

/// A document's blocks, a line each: index, kind, level, parent, heading, marker, words.
fn outline(document: &Document) -> String {
    let mut lines = String::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let link = |name: &str, to: Option<u32>| to.map_or(String::new(), |to| format!(" {name}{to}"));
        let level = if block.level > 0 { block.level.to_string() } else { String::new() };
        let (parent, heading) = (link("^", block.parent), link("§", block.heading));
        let marker = block.marker.as_ref().map_or(String::new(), |marker| format!(" [{marker}]"));
        let words = document.content(block).replace('\n', " / ");
        let _ = writeln!(lines, "{at} {:?}{level}{parent}{heading}{marker} {words}", block.kind);
    }
    lines
}

/// Asserts what holds for every document.
fn assert_sound(document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for (at, block) in document.blocks.iter().enumerate() {
        let before = &text[end..block.span.start as usize];
        assert!(if at == 0 { before.is_empty() } else { matches!(before, "\n" | "\n\n") }, "{before:?} before {at}");
        assert!(!block.span.is_empty() && block.span.contains(block.content), "{block:?}");
        assert!(!text[block.span.range()].trim().is_empty() && text.is_char_boundary(block.content.start as usize));
        let earlier = |to: Option<u32>| to.is_none_or(|to| (to as usize) < at);
        assert!(earlier(block.parent) && earlier(block.heading), "{block:?}");
        end = block.span.end as usize;
    }
    assert_eq!(end, text.len());
    assert!(
        document.sections().map(|(heading, blocks)| blocks.len() + usize::from(heading.is_some())).sum::<usize>()
            == document.blocks.len()
    );
}
