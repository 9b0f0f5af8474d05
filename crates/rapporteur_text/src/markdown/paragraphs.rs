//! A paragraph of Markdown where its author meant more than one.

use crate::draft::{Joint, Line};
use crate::plain::{is_end_mark, is_rule};
use crate::{marker, wrap};

/// Cuts the lines of a Markdown paragraph where its author meant more than one: at empty lines made of forced line
/// ends, around a bold line, where a list of Markdown's own kind was not meant ("• one"), at the end of whole
/// paragraphs written one a line.
pub(super) fn split(characters: &str, lines: Vec<Line>) -> Vec<Vec<Line>> {
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

/// Whether a line begins a paragraph of its own after the line `before`.
fn parts_here(before: &str, before_line: &Line, words: &str, line: &Line) -> bool {
    const LONG_BYTES: usize = 120;
    let ends = wrap::ends_sentence(before);
    let complete = ends || before.ends_with([':', ';']);
    let marker = marker::parse(words).filter(|marker| !marker.is_weak());
    let list = marker
        .is_some_and(|marker| complete || (!marker.is_dash() && (marker.is_bullet() || line.joint == Joint::Hard)));
    let bold_line = before_line.strong != line.strong && (before_line.strong || ends) && before.len() < LONG_BYTES;
    let whole = ends && (line.joint == Joint::Hard || before.len() > LONG_BYTES);
    is_end_mark(words) || is_end_mark(before) || bold_line || list || whole
}

/// A line that gives attributes to the block beside it: `{:start="3"}`.
fn is_attribute_list(line: &str) -> bool {
    line.starts_with("{:") && line.ends_with('}')
}
