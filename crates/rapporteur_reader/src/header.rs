//! The document's own fields: genre, issuer, date and place of issue, by layout and words.

mod issuer;
mod speakers;

use jiff::civil::Date;
use rapporteur_record::{Genre, Span};
use rapporteur_text::{BlockKind, Document};

use crate::dates::full_date;

pub(crate) use self::issuer::{genre_by_author, issuer};
pub(crate) use self::speakers::speakers;

/// The kind of document, by its title, letterhead and opening.
///
/// A word of the title decides where it names the genre; else words of the frame ("PRESS RELEASE", "Posted in Press
/// releases"); else what the title tells of: talks make a readout, a signing news.
pub(crate) fn genre(document: &Document) -> Genre {
    let title = document.title().unwrap_or_default().to_lowercase();
    let frame = frame_words(document);
    let opening = opening(document);
    by_title(&title)
        .or_else(|| by_frame(&frame))
        .or_else(|| by_topic(&title))
        .or_else(|| by_opening(&opening, title.is_empty()))
        .or_else(|| is_questioned(document).then_some(Genre::Briefing))
        .unwrap_or(Genre::PressRelease)
}

fn by_title(title: &str) -> Option<Genre> {
    let has = |word: &str| title.contains(word);
    let told = [" signed ", " adopted ", " issued ", " sign ", " adopt "].iter().any(|verb| has(verb));
    Some(if has("readout") {
        Genre::Readout
    } else if has("press release") {
        Genre::PressRelease
    } else if has("communiqu") && !told {
        Genre::Communique
    } else if has("declaration") && !told {
        Genre::Declaration
    } else if has("statement") && !told {
        if is_joint_title(title) { Genre::JointStatement } else { Genre::Statement }
    } else if (has("remarks") && !announces(title)) || has("speech") || has("address ") || has("keynote") {
        Genre::Speech
    } else if has("press conference") || has("press availability") || has("briefing") || has("transcript") {
        Genre::Briefing
    } else if has("resolution ") && !told && !has(" on ") {
        Genre::Resolution
    } else {
        return None;
    })
}

/// "Minister to Deliver Remarks": what is to come is announced.
fn announces(title: &str) -> bool {
    title.contains(" to ") && ["deliver", "give", "make"].iter().any(|verb| title.contains(verb))
}

/// "Joint Statement", "G7 Foreign Ministers' Statement": several speak. "The President's Joint Press Statement" is one
/// person's.
fn is_joint_title(title: &str) -> bool {
    let owned =
        title.split_once("statement").is_some_and(|(before, _)| before.contains("'s ") || before.contains("’s "));
    let many = [
        "ministers' statement",
        "ministers’ statement",
        "leaders' statement",
        "leaders’ statement",
        "leaders statement",
        "ministers statement",
    ];
    title.contains("joint") && !owned || many.iter().any(|m| title.contains(m))
}

fn by_frame(frame: &str) -> Option<Genre> {
    if frame.contains("resolution adopted by") || frame.contains("/res/") {
        return Some(Genre::Resolution);
    }
    if frame.contains("press release") {
        return Some(Genre::PressRelease);
    }
    None
}

/// What the title tells of.
fn by_topic(title: &str) -> Option<Genre> {
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let any = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let met = any(&[
        "meeting",
        "meets",
        "met",
        "call",
        "talks",
        "conversation",
        "participation",
        "consultations",
        "summit",
        "dialogue",
        "visits",
        "speaks",
        "spoke",
    ]);
    if any(&["signed", "sign", "adopted", "signs", "adopts"]) {
        return Some(Genre::News);
    }
    met.then_some(Genre::Readout)
}

fn by_opening(opening: &str, untitled: bool) -> Option<Genre> {
    if !untitled {
        return None;
    }
    Some(if opening.contains("joint communique") || opening.contains("joint communiqué") {
        Genre::Communique
    } else if opening.contains("joint statement") {
        Genre::JointStatement
    } else if ["mr. president", "madam president", "mr. secretary", "excellencies", "ladies and gentlemen"]
        .iter()
        .any(|w| opening.contains(w))
    {
        Genre::Speech
    } else {
        return None;
    })
}

/// "QUESTION: …": somebody answers questions.
fn is_questioned(document: &Document) -> bool {
    document.blocks.iter().any(|block| {
        let text = document.block_text(block);
        ["QUESTION:", "Question:", "MODERATOR:", "Q:"].iter().any(|turn| text.starts_with(turn))
    })
}

/// The words around the text proper, in lower case: letterhead, dateline, signature.
fn frame_words(document: &Document) -> String {
    let frame = document.blocks.iter().filter(|b| {
        matches!(
            b.kind,
            BlockKind::Letterhead
                | BlockKind::Dateline
                | BlockKind::Subtitle
                | BlockKind::Signature
                | BlockKind::Other
                | BlockKind::Heading
        )
    });
    frame.take(8).map(|b| document.block_text(b).to_lowercase()).collect::<Vec<_>>().join("\n")
}

fn opening(document: &Document) -> String {
    document.body_blocks().take(2).map(|b| document.block_text(b).to_lowercase()).collect::<Vec<_>>().join("\n")
}

/// The day of issue with its place in the text: a letterhead's first; then a signature's, which goes before the dateline's
/// that may be that of the events; then any full date that opens the document, then the front matter's.
pub(crate) fn issue_date(document: &Document) -> Option<(Date, Option<Span>)> {
    let of_kind = |kind: BlockKind| document.blocks_of(kind).find_map(|b| date_of(document, b.span));
    of_kind(BlockKind::Letterhead)
        .or_else(|| signed(document))
        .or_else(|| of_kind(BlockKind::Dateline))
        .or_else(|| of_kind(BlockKind::Subtitle))
        .or_else(|| early_date(document))
        .map(|(day, span)| (day, Some(span)))
        .or_else(|| full_date(document.metadata_value("date")?).map(|(day, _)| (day, None)))
}

/// The date of a signature, which stands behind its place: "Phnom Penh, 08 May 2017".
fn signed(document: &Document) -> Option<(Date, Span)> {
    document.blocks_of(BlockKind::Signature).find_map(|block| {
        let (day, span) = date_of(document, block.span)?;
        let before = document.text[block.span.start as usize..span.start as usize].trim_end();
        (before.is_empty() || before.ends_with(',')).then_some((day, span))
    })
}

fn date_of(document: &Document, span: Span) -> Option<(Date, Span)> {
    let (day, range) = full_date(&document.text[span.range()])?;
    let base = span.start as usize;
    Some((day, Span::new(base + range.start, base + range.end)))
}

/// A short early block that holds a full date: "2022-11-14", "12 Mar 2008 Posted in Press releases".
fn early_date(document: &Document) -> Option<(Date, Span)> {
    document.blocks.iter().take(8).filter(|b| b.span.len() < 90).find_map(|b| date_of(document, b.span))
}
