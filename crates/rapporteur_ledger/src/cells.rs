//! Where acts that may bear on each other find each other: a cell for each pair of sides and each topic.

use rapporteur_record::ActType;

use crate::features::Features;
use crate::ids::hash63;
use crate::words::least_stems;

/// With more pairs of sides than this, an act stands under each side alone.
const MOST_PAIRS: usize = 6;

/// The cells of an act, sorted.
///
/// A pair of sides meets under its issues, its instruments and the rarer words of the content; a side alone, whose
/// counterpart the other act may leave unnamed, under instruments and words only.
pub(crate) fn cells(act_type: ActType, features: &Features) -> Vec<i64> {
    let pairs = pairs(act_type, features);
    let mut cells = Vec::new();
    let words: Vec<i64> = least_stems(&features.stems).into_iter().map(|s| -1 - i64::from(s)).collect();
    let topics = || features.instruments.iter().chain(&words).copied();
    let is_crowd = pairs.len() > MOST_PAIRS;
    if !is_crowd {
        for &(one, other) in &pairs {
            cells.extend(features.issues.iter().copied().chain(topics()).map(|topic| cell(one, other, topic)));
        }
    }
    let mut sides: Vec<i64> = features.actor_sides.iter().chain(&features.recipient_sides).copied().collect();
    sides.sort_unstable();
    sides.dedup();
    for &side in &sides {
        cells.extend(topics().map(|topic| cell(side, 0, topic)));
        if is_crowd || pairs.is_empty() {
            cells.extend(features.issues.iter().map(|&issue| cell(side, 0, issue)));
        }
    }
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// The pairs of sides between which an act stands.
fn pairs(act_type: ActType, features: &Features) -> Vec<(i64, i64)> {
    let mut others: Vec<i64> = features.recipient_sides.iter().chain(&features.present_sides).copied().collect();
    if act_type.is_reciprocal() || others.is_empty() {
        others.extend(&features.actor_sides);
    }
    let mut pairs: Vec<(i64, i64)> = features
        .actor_sides
        .iter()
        .flat_map(|&a| others.iter().map(move |&o| (a.min(o), a.max(o))))
        .filter(|(a, o)| a != o)
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn cell(one: i64, other: i64, topic: i64) -> i64 {
    hash63(&[&one.to_le_bytes(), &other.to_le_bytes(), &topic.to_le_bytes()])
}
