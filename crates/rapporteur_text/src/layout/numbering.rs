//! List markers and paragraph numbers at the start of parts.

use crate::draft::{Part, PartMarker, Shape};
use crate::marker::{self, Marker, Style};

/// Gives each part the marker that it is printed with.
///
/// A sure marker ("1.", "(a)", "•") counts where it stands. A doubtful one ("A.", "V.", a bare "4") counts where the
/// one before or after it of the same style is its neighbour in the sequence.
pub(super) fn find(characters: &str, parts: &mut [Part]) {
    let doubtful = doubtful(characters, parts);
    for (at, part) in parts.iter_mut().enumerate() {
        let Some(marker) = marker_of(characters, part) else { continue };
        if !marker.is_weak() || has_neighbour(&doubtful, at) {
            let printed = part.text(characters)[..marker.len].to_owned();
            part.marker = Some(PartMarker { printed, len: marker.len, marker });
        }
    }
}

fn marker_of(characters: &str, part: &Part) -> Option<Marker> {
    let bears = matches!(part.shape, Shape::Text | Shape::Heading | Shape::Item) && part.marker.is_none();
    let first = part.lines.first().filter(|_| bears)?;
    let line = &characters[first.range.clone()];
    // A marker that is all the part has is no marker.
    marker::parse(line).filter(|marker| marker.len < part.text(characters).len())
}

/// The doubtful markers and those that may be their neighbours, with the index of their part.
fn doubtful(characters: &str, parts: &[Part]) -> Vec<(usize, Marker)> {
    let found = parts.iter().enumerate().filter_map(|(at, part)| Some((at, marker_of(characters, part)?)));
    found.filter(|(_, marker)| marker.is_weak() || matches!(marker.style, Style::UpperRoman(_))).collect()
}

fn has_neighbour(doubtful: &[(usize, Marker)], at: usize) -> bool {
    let Ok(nth) = doubtful.binary_search_by_key(&at, |&(at, _)| at) else { return false };
    let marker = doubtful[nth].1;
    let same = |other: &&(usize, Marker)| other.1.style == marker.style;
    let after = doubtful[nth + 1..].iter().take(8).find(same).is_some_and(|next| next.1.value == marker.value + 1);
    let before = doubtful[..nth].iter().rev().take(8).find(same).is_some_and(|last| last.1.value + 1 == marker.value);
    before || after
}
