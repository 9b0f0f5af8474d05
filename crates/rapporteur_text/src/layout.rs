//! What part each block plays: frame or body, title or heading.
//!
//! Four passes, each with rules of its own: the frame above the text ([`head`]), the frame below it ([`tail`]), the
//! paragraph numbers ([`numbering`]), and the text between them ([`body`]). All rules speak of layout and of the words
//! that frames are made of (`data/layout.tsv`); none knows an issuer.

mod body;
mod furniture;
mod head;
mod letterhead;
mod numbering;
mod tail;
mod words;

use crate::BlockKind;
use crate::draft::{Draft, Joint, Part, Shape};
use crate::{marker, wrap};

/// Sets `kind` and `marker` of every part; cuts and joins parts where their parts in the layout differ.
pub(crate) fn assign_kinds(draft: &mut Draft<'_>) {
    let characters = std::mem::take(&mut draft.characters);
    let mut parts = std::mem::take(&mut draft.parts);
    for part in &mut parts {
        part.kind = kind_of_shape(part.shape);
    }
    let n_head = head::assign(&characters, &mut parts);
    furniture::mark(&characters, &mut parts, n_head);
    join_across_pages(&characters, &mut parts, n_head);
    let tail = tail::assign(&characters, &mut parts, n_head);
    numbering::find(&characters, &mut parts[n_head..tail]);
    let end = parts.split_off(tail);
    let middle = parts.split_off(n_head);
    parts.extend(body::assign(&characters, middle));
    parts.extend(end);
    draft.parts = parts;
    draft.characters = characters;
}

/// Joins paragraphs that an empty line cuts in the middle of a sentence, as page ends do: the first stops without any
/// mark, the second begins with a small letter.
fn join_across_pages(characters: &str, parts: &mut Vec<Part>, start: usize) {
    let rest = parts.split_off(start);
    for mut part in rest {
        let cut = part.shape == Shape::Text && part.text(characters).starts_with(char::is_lowercase);
        let no_marker = marker::parse(part.text(characters)).is_none();
        match parts.last_mut() {
            Some(last)
                if cut
                    && no_marker
                    && last.shape == Shape::Text
                    && last.is_strong() == part.is_strong()
                    && parts_sentence(last.text(characters)) =>
            {
                for line in &mut part.lines {
                    line.joint = Joint::Soft;
                }
                last.lines.append(&mut part.lines);
            }
            _ => parts.push(part),
        }
    }
}

/// Whether a paragraph stops in the middle of a sentence; a short one is rather a heading.
fn parts_sentence(text: &str) -> bool {
    const MIN_BYTES: usize = 80;
    text.len() >= MIN_BYTES && text.ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

fn kind_of_shape(shape: Shape) -> BlockKind {
    match shape {
        Shape::Text | Shape::ItemTail => BlockKind::Paragraph,
        Shape::Heading => BlockKind::Heading,
        Shape::Item => BlockKind::ListItem,
        Shape::Quote => BlockKind::Quote,
        Shape::Table => BlockKind::Table,
        Shape::Footnote => BlockKind::Footnote,
        Shape::Metadata => BlockKind::Metadata,
        Shape::Code | Shape::Ornament | Shape::Rule => BlockKind::Other,
    }
}

/// The longest title or heading, in bytes.
const MAX_HEADING_BYTES: usize = 320;

/// Whether a part is set as titles and headings are: not long, not ended as a sentence or a clause, not begun with a
/// small letter. An abbreviation's dot ends no sentence.
fn is_heading_like(characters: &str, part: &Part) -> bool {
    let text = part.content(characters);
    let ended = wrap::ends_sentence(text) && !text.ends_with('?') && !ends_with_abbreviation(text);
    let bracketed = text.starts_with('[') && text.ends_with(']');
    text.len() <= MAX_HEADING_BYTES
        && text.contains(char::is_alphabetic)
        && !ended
        && !text.ends_with([',', ';', ':', '-', '–', '—'])
        && !text.contains("://")
        && !text.starts_with(char::is_lowercase)
        && !bracketed
}

/// Whether the last word is an abbreviation with its dot: "U.S.", "Jr.", "D.C.".
fn ends_with_abbreviation(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let initials = last.matches('.').count() >= 2 && last.len() <= 8;
    initials || matches!(last, "Jr." | "Sr." | "Ltd." | "Inc." | "Co." | "St.")
}

/// The letters and figures of a text in lower case, words parted by one blank: to compare what may be set
/// differently.
fn plain_words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}
