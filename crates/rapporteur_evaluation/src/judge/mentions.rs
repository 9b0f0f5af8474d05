//! Mentions of actors, where gold has them: to whom each is linked, and which are of one actor.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::axis::Stretch;
use crate::judge::Pair;
use crate::party::Party;
use crate::tally::{Found, Share};

/// Figures over mentions.
///
/// B-cubed asks of each mention which part of those that share its actor do so on the other side too (Bagga and Baldwin
/// 1998). A mention that the other side does not have counts 0. The sums are over mentions, so documents can be added up.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct MentionFigures {
    /// Mentions that both have: one of each side, their words overlapping.
    pub found: Found,
    /// Of gold's mentions, those that the record has and gives to the same actor.
    pub linked: Share,
    /// B-cubed precision, summed over the record's mentions of actors that gold has mentions for.
    pub b_cubed_precision_sum: f64,
    /// B-cubed recall, summed over gold's mentions.
    pub b_cubed_recall_sum: f64,
}

impl MentionFigures {
    /// The harmonic mean of B-cubed precision and recall.
    pub fn b_cubed_f1(&self) -> Option<f64> {
        if self.found.gold == 0 || self.found.predicted == 0 {
            return None;
        }
        let precision = self.b_cubed_precision_sum / self.found.predicted as f64;
        let recall = self.b_cubed_recall_sum / self.found.gold as f64;
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Some(crate::tally::four_digits(f1))
    }
}

impl std::ops::AddAssign for MentionFigures {
    fn add_assign(&mut self, other: Self) {
        self.found += other.found;
        self.linked += other.linked;
        self.b_cubed_precision_sum += other.b_cubed_precision_sum;
        self.b_cubed_recall_sum += other.b_cubed_recall_sum;
    }
}

/// A mention on gold's axis, and the number of its actor.
struct Mention {
    stretch: Stretch,
    actor: usize,
    party: Option<Party>,
}

pub(super) fn judge(pair: &Pair<'_>) -> Option<MentionFigures> {
    let mut golds = Vec::new();
    for (actor, (id, gold)) in pair.gold.actors.iter().enumerate() {
        let party = pair.gold_cast.strict(id);
        let mentions = gold.mentions.iter().flatten();
        golds.extend(mentions.map(|m| Mention { stretch: pair.of_gold(m), actor, party: party.clone() }));
    }
    if golds.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    for (actor, predicted) in pair.predicted.actors.iter().enumerate() {
        let party = pair.predicted_cast.strict(&predicted.id);
        let mentions = predicted.mentions.iter().map(|m| pair.of_record(&m.quote));
        found.extend(mentions.map(|stretch| Mention { stretch, actor, party: party.clone() }));
    }
    Some(figures(&found, &golds))
}

fn figures(found: &[Mention], golds: &[Mention]) -> MentionFigures {
    let matched = matches(found, golds);
    let is_linked = |(i, j): (usize, usize)| match (&found[i].party, &golds[j].party) {
        (Some(found), Some(gold)) => found.agrees(gold),
        _ => false,
    };
    let linked = golds.iter().enumerate().map(|(j, _)| matched.iter().any(|&(i, k)| k == j && is_linked((i, j))));
    // How many matched mentions a pair of actors has, and how many mentions each actor.
    let (mut together, mut of_found, mut of_gold) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for &(i, j) in &matched {
        *together.entry((found[i].actor, golds[j].actor)).or_insert(0_u32) += 1;
    }
    for mention in found {
        *of_found.entry(mention.actor).or_insert(0_u32) += 1;
    }
    for mention in golds {
        *of_gold.entry(mention.actor).or_insert(0_u32) += 1;
    }
    let share =
        |(i, j): &(usize, usize), size: u32| f64::from(together[&(found[*i].actor, golds[*j].actor)]) / f64::from(size);
    MentionFigures {
        found: Found { matched: matched.len(), predicted: found.len(), gold: golds.len() },
        linked: Share::of(linked),
        b_cubed_precision_sum: matched.iter().map(|m| share(m, of_found[&found[m.0].actor])).sum(),
        b_cubed_recall_sum: matched.iter().map(|m| share(m, of_gold[&golds[m.1].actor])).sum(),
    }
}

/// Pairs of mentions, those that share most of their words first.
fn matches(found: &[Mention], golds: &[Mention]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (i, mention) in found.iter().enumerate() {
        for (j, gold) in golds.iter().enumerate() {
            let share = mention.stretch.share(gold.stretch);
            if share > 0.0 {
                pairs.push((share, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used, mut gold_used) = (vec![false; found.len()], vec![false; golds.len()]);
    let mut matched = Vec::new();
    for (_, i, j) in pairs {
        if !used[i] && !gold_used[j] {
            (used[i], gold_used[j]) = (true, true);
            matched.push((i, j));
        }
    }
    matched
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions(actors: &[(usize, &str, &[usize])]) -> Vec<Mention> {
        let one = |&(actor, name, places): &(usize, &str, &[usize])| {
            let mention = move |&start: &usize| Mention {
                stretch: Stretch { start, end: start + 5 },
                actor,
                party: Some(Party::of_name(name)),
            };
            places.iter().map(mention).collect::<Vec<_>>()
        };
        actors.iter().flat_map(one).collect()
    }

    #[test]
    fn one_actor_taken_for_two() {
        let gold = mentions(&[(0, "Berg", &[0, 10, 20, 30])]);
        let found = mentions(&[(0, "Anna Berg", &[0, 10, 20]), (1, "Ott", &[30])]);
        let figures = figures(&found, &gold);
        assert_eq!(figures.linked, Share { right: 3, of: 4 });
        assert!((figures.b_cubed_precision_sum - 4.0).abs() < 1e-9);
        // Three mentions see three of four, one sees one of four.
        assert!((figures.b_cubed_recall_sum - 2.5).abs() < 1e-9);
        assert_eq!(figures.b_cubed_f1(), Some(0.7692));
    }
}
