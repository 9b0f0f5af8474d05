//! Where the source and the target stand, and the words that link them.

use std::ops::Range;

use rapporteur_language::{Label, Pos};

use crate::sentence::Sentence;

/// The tokens of the two parties and of what links them.
#[derive(Debug, Default)]
pub(crate) struct Link {
    pub(crate) source: Party,
    pub(crate) target: Party,
    /// The lowest token above both heads.
    pub(crate) joint: Option<usize>,
    /// Tokens on the path between the heads, outside the parties.
    pub(crate) path: Vec<usize>,
    /// The path with its objects, complements, negations and modals, sorted.
    pub(crate) core: Vec<usize>,
}

/// A party's tokens.
#[derive(Debug, Default, Clone)]
pub(crate) struct Party {
    pub(crate) tokens: Vec<usize>,
    /// The token that the others hang on.
    pub(crate) head: Option<usize>,
    /// The head and all above it.
    pub(crate) ancestry: Vec<usize>,
}

impl Link {
    /// Finds the parties by their words. A party that the text does not hold, or an empty one, has no tokens.
    pub(crate) fn find(sentence: &Sentence<'_>, source: &str, target: &str) -> Self {
        let source_range = find(sentence.text, source, None);
        let target_range = find(sentence.text, target, source_range.as_ref());
        let source = Party::at(sentence, source_range);
        let target = Party::at(sentence, target_range);
        let mut link = Self { source, target, ..Self::default() };
        link.connect(sentence);
        link
    }

    /// The link between two phrases.
    pub(crate) fn between(sentence: &Sentence<'_>, source: Party, target: Party) -> Self {
        let mut link = Self { source, target, ..Self::default() };
        link.connect(sentence);
        link
    }

    /// Whether a token belongs to a party.
    pub(crate) fn is_party(&self, i: usize) -> bool {
        self.source.tokens.contains(&i) || self.target.tokens.contains(&i)
    }

    fn connect(&mut self, sentence: &Sentence<'_>) {
        let (up, down) = (&self.source.ancestry, &self.target.ancestry);
        let joint = up.iter().position(|i| down.contains(i));
        let path: Vec<usize> = match joint {
            Some(at) => {
                let below = down.iter().take_while(|&&i| i != up[at]);
                up[..=at].iter().chain(below).copied().collect()
            }
            None => up.iter().chain(down).copied().collect(),
        };
        self.joint = joint.map(|at| up[at]);
        self.path = path.into_iter().filter(|&i| !self.is_party(i)).collect();
        if self.source.head.is_none() && self.target.head.is_none() {
            self.path = roots(sentence);
            self.joint = self.path.first().copied();
        }
        self.core = self.core(sentence);
    }

    /// The path and what its words need to mean something, two steps down.
    fn core(&self, sentence: &Sentence<'_>) -> Vec<usize> {
        let mut core = self.path.clone();
        let label = |i: usize| sentence.tokens[i].label;
        let outside = |i: &usize| !self.is_party(*i);
        for &i in &self.path {
            for near in sentence.kids(i).filter(outside).filter(|&k| is_near(label(k))) {
                core.push(near);
                if !leads_on(label(near)) {
                    continue;
                }
                for far in sentence.kids(near).filter(outside).filter(|&k| is_far(label(k))) {
                    core.push(far);
                    if matches!(label(far), Label::Prep | Label::Dobj | Label::Xcomp) {
                        core.extend(sentence.kids(far).filter(outside).filter(|&k| is_last(label(k))));
                    }
                }
            }
        }
        core.sort_unstable();
        core.dedup();
        core
    }
}

impl Party {
    fn at(sentence: &Sentence<'_>, range: Option<Range<usize>>) -> Self {
        let Some(range) = range else { return Self::default() };
        let inside = |i: &usize| {
            let span = sentence.tokens[*i].span.range();
            span.start < range.end && span.end > range.start && sentence.tokens[*i].pos != Pos::Space
        };
        let tokens: Vec<usize> = (0..sentence.tokens.len()).filter(inside).collect();
        let tops: Vec<usize> =
            tokens.iter().copied().filter(|&i| sentence.head(i) == i || !tokens.contains(&sentence.head(i))).collect();
        let head = tops.iter().copied().find(|&i| sentence.is_word(i)).or(tops.first().copied());
        let ancestry = head.map(|head| sentence.ancestry(head)).unwrap_or_default();
        Self { tokens, head, ancestry }
    }

    /// Whether the two share a token.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.tokens.iter().any(|i| other.tokens.contains(i))
    }

    /// Its bytes of the text.
    pub(crate) fn span(&self, sentence: &Sentence<'_>) -> Range<usize> {
        let end = |i: Option<&usize>| i.map(|&i| sentence.tokens[i].span.range());
        let (first, last) = (end(self.tokens.first()), end(self.tokens.last()));
        first.map_or(0, |range| range.start)..last.map_or(0, |range| range.end)
    }

    /// Its words as the text prints them.
    #[cfg(test)]
    pub(crate) fn text<'t>(&self, sentence: &Sentence<'t>) -> &'t str {
        &sentence.text[self.span(sentence)]
    }

    /// The nearest verb above the party.
    pub(crate) fn verb(&self, sentence: &Sentence<'_>) -> Option<usize> {
        self.ancestry.iter().copied().find(|&i| sentence.is_verb(i) && !self.tokens.contains(&i))
    }
}

/// The bytes where `name` stands, the first that do not touch `taken`.
fn find(text: &str, name: &str, taken: Option<&Range<usize>>) -> Option<Range<usize>> {
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    let ranges = || text.match_indices(name).map(|(at, found)| at..at + found.len());
    let free = |range: &Range<usize>| taken.is_none_or(|taken| range.end <= taken.start || range.start >= taken.end);
    ranges().find(free).or_else(|| ranges().next())
}

fn roots(sentence: &Sentence<'_>) -> Vec<usize> {
    (0..sentence.tokens.len()).filter(|&i| sentence.head(i) == i && sentence.is_word(i)).collect()
}

fn is_near(label: Label) -> bool {
    use Label::{
        Acomp, Advmod, Agent, Amod, Attr, Aux, Auxpass, Ccomp, Compound, Dative, Det, Dobj, Neg, Nsubjpass, Oprd, Pobj,
        Prep, Prt, Xcomp,
    };
    matches!(
        label,
        Dobj | Prt
            | Neg
            | Aux
            | Auxpass
            | Xcomp
            | Acomp
            | Attr
            | Amod
            | Compound
            | Prep
            | Oprd
            | Pobj
            | Nsubjpass
            | Advmod
            | Ccomp
            | Agent
            | Dative
            | Det
    )
}

fn leads_on(label: Label) -> bool {
    matches!(label, Label::Xcomp | Label::Dobj | Label::Prep | Label::Ccomp | Label::Acomp)
}

fn is_far(label: Label) -> bool {
    use Label::{Acomp, Amod, Aux, Compound, Dobj, Neg, Pobj, Prep, Prt, Xcomp};
    matches!(label, Dobj | Prt | Neg | Pobj | Xcomp | Amod | Compound | Aux | Prep | Acomp)
}

fn is_last(label: Label) -> bool {
    matches!(label, Label::Pobj | Label::Amod | Label::Compound | Label::Dobj | Label::Prep)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Pipeline;

    fn check(text: &str, source: &str, target: &str) -> String {
        let analysis = Pipeline::embedded().analyse(text);
        let sentence = Sentence::new(text, &analysis);
        let link = Link::find(&sentence, source, target);
        let words = |tokens: &[usize]| tokens.iter().map(|&i| sentence.lemma(i)).collect::<Vec<_>>().join(" ");
        format!("{} | {}", words(&link.path), words(&link.core))
    }

    #[test]
    fn the_path_runs_between_the_heads() {
        let seen = check("Norland has imposed heavy sanctions on Sudmark.", "Norland", "Sudmark");
        assert_eq!(seen, "impose on | have impose heavy sanction on");
    }

    #[test]
    fn a_name_within_the_other_party_is_looked_for_elsewhere() {
        assert_eq!(find("the Norland army left Norland", "Norland", Some(&(0..16))), Some(22..29));
    }

    #[test]
    fn without_parties_the_root_stands_for_the_path() {
        assert!(check("The army attacked the village.", "", "").starts_with("attack |"));
    }
}
