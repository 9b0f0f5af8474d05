//! The parties that a sentence offers: its noun phrases, and names of countries and peoples that qualify a noun.

use rapporteur_language::{EntityLabel, Label, Pos, Tag};

use crate::parties::Party;
use crate::sentence::Sentence;

/// Phrases of a text that are looked at; what a text has more is left out.
const MOST: usize = 24;

/// What is counted and is nobody: "tariffs of 25 percent", "for two years".
const UNITS: [&str; 22] = [
    "acre",
    "cent",
    "day",
    "dollar",
    "euro",
    "hectare",
    "hour",
    "kilometer",
    "kilometre",
    "mile",
    "minute",
    "month",
    "percent",
    "pound",
    "rouble",
    "ruble",
    "rupee",
    "ton",
    "tonne",
    "week",
    "year",
    "yen",
];

/// The phrases that may be parties, in the order of their heads.
pub(crate) fn candidates(sentence: &Sentence<'_>) -> Vec<Party> {
    let heads = (0..sentence.tokens.len()).filter(|&i| is_head(sentence, i));
    heads.take(MOST).map(|head| Party::of_head(sentence, head)).collect()
}

fn is_head(sentence: &Sentence<'_>, i: usize) -> bool {
    use EntityLabel::{Cardinal, Date, Gpe, Money, Norp, Ordinal, Percent, Quantity, Time};
    let token = &sentence.tokens[i];
    let entity = sentence.entity(i);
    if matches!(entity, Some(Cardinal | Date | Money | Ordinal | Percent | Quantity | Time)) {
        return false;
    }
    match token.pos {
        // A name within a name is no phrase of its own.
        Pos::Noun | Pos::Propn if matches!(token.label, Label::Compound | Label::Amod | Label::Nmod) => {
            matches!(entity, Some(Gpe | Norp | EntityLabel::Org)) && sentence.entity(sentence.head(i)) != entity
        }
        Pos::Noun if UNITS.contains(&sentence.lemma(i)) => false,
        Pos::Noun | Pos::Propn => token.label != Label::Npadvmod,
        Pos::Adj => matches!(entity, Some(Gpe | Norp)),
        Pos::Pron => {
            token.tag == Tag::Prp && !matches!(token.label, Label::Expl | Label::Poss) && sentence.lemma(i) != "it"
        }
        _ => false,
    }
}

impl Party {
    /// The tokens of a head's phrase, whether or not they stand together.
    pub(crate) fn within(sentence: &Sentence<'_>, head: usize) -> Vec<usize> {
        inside(sentence, head).iter().enumerate().filter(|(_, inside)| **inside).map(|(i, _)| i).collect()
    }

    /// The phrase of a head: what depends on it, but for clauses, further members of a list and appositions.
    pub(crate) fn of_head(sentence: &Sentence<'_>, head: usize) -> Self {
        let inside = inside(sentence, head);
        let is_inner = |i: usize| inside[i] || sentence.tokens[i].pos == Pos::Punct;
        let first = (0..head).rev().take_while(|&i| is_inner(i)).filter(|&i| inside[i]).last().unwrap_or(head);
        let last = (head + 1..inside.len()).take_while(|&i| is_inner(i)).filter(|&i| inside[i]).last().unwrap_or(head);
        Self { tokens: (first..=last).collect(), head: Some(head), ancestry: sentence.ancestry(head) }
    }
}

/// Which tokens depend on a head, but for clauses, further members of a list and appositions.
fn inside(sentence: &Sentence<'_>, head: usize) -> Vec<bool> {
    let mut inside = vec![false; sentence.tokens.len()];
    gather(sentence, head, &mut inside, 0);
    inside
}

fn gather(sentence: &Sentence<'_>, i: usize, inside: &mut [bool], depth: usize) {
    inside[i] = true;
    if depth > 8 {
        return;
    }
    for kid in sentence.kids(i) {
        use Label::{Acl, Advcl, Appos, Cc, Ccomp, Conj, Mark, Prep, Punct, Relcl};
        let label = sentence.tokens[kid].label;
        let is_apart = matches!(label, Acl | Advcl | Appos | Cc | Ccomp | Conj | Mark | Punct | Relcl);
        let is_loose = label == Prep && !matches!(sentence.lemma(kid), "of" | "in" | "for" | "from" | "at");
        if !is_apart && !is_loose {
            gather(sentence, kid, inside, depth + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Pipeline;

    #[test]
    fn phrases_end_before_clauses() {
        let text = "The foreign minister of Norway, who was in Oslo, condemned Swedish attacks on Friday.";
        let analysis = Pipeline::embedded().analyse(text);
        let sentence = Sentence::new(text, &analysis);
        let found: Vec<String> = candidates(&sentence).iter().map(|party| party.text(&sentence).to_owned()).collect();
        assert_eq!(found, ["The foreign minister of Norway", "Norway", "Oslo", "Swedish", "Swedish attacks"]);
    }
}
