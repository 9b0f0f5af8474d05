//! What stands around a verb, and the pattern of a dictionary that fits.

use rapporteur_language::{Label, Pos};

use crate::petrarch::clauses::Coding;
use crate::petrarch::parties::Known;
use crate::petrarch::verbs::{Codes, Entry, Pattern, Piece};

/// A verb's code and what gave it.
pub(crate) struct Verb {
    pub(crate) codes: Codes,
    pub(crate) block: usize,
    /// Words of its pattern; none where only the verb's own code holds.
    pub(crate) n_words: usize,
    /// Tokens that the pattern took, which are no parties.
    pub(crate) taken: Vec<usize>,
    /// The target, where the pattern says where it stands.
    pub(crate) target: Option<usize>,
}

/// Tokens that a pattern takes.
#[derive(Default)]
struct Taken {
    tokens: Vec<usize>,
    target: Option<usize>,
}

impl Coding<'_> {
    /// The code of a verb: of the pattern with most words that fits, else its own.
    pub(crate) fn verb(&self, i: usize, subjects: &[Known]) -> Option<Verb> {
        let verbs = &self.dictionaries.verbs;
        let form = self.sentence.text[self.sentence.tokens[i].span.range()].to_uppercase();
        let lemma = self.sentence.lemma(i).to_uppercase();
        let entries = verbs.entries.get(&lemma).into_iter().chain(verbs.entries.get(&form)).flatten();
        let entry = entries.filter(|entry| self.stands_with(entry, i)).fold(None, |best: Option<&Entry>, entry| {
            let length = |entry: &Entry| entry.before.len() + entry.particles.len();
            if best.is_none_or(|best| length(entry) > length(best)) { Some(entry) } else { best }
        })?;
        let block = &verbs.blocks[entry.block];
        let (left, right) = (self.words_before(i), self.object_words(i));
        let mut best = Verb {
            codes: entry.codes.clone().unwrap_or_else(|| block.codes.clone()),
            block: entry.block,
            n_words: 0,
            taken: Vec::new(),
            target: None,
        };
        for pattern in block.patterns.iter().filter(|pattern| !pattern.is_compound || subjects.len() > 1) {
            let mut taken = Taken::default();
            let Some(n_words) = self.fits(pattern, &left, &right, &mut taken) else { continue };
            if n_words > best.n_words {
                let (codes, block) = (pattern.codes.clone(), entry.block);
                best = Verb { codes, block, n_words, taken: taken.tokens, target: taken.target };
            }
        }
        Some(best)
    }

    /// Whether the words that an entry wants stand around its verb.
    fn stands_with(&self, entry: &Entry, i: usize) -> bool {
        let is = |at: usize, word: &String| self.forms(at).is_some_and(|forms| forms.contains(word));
        let follows = entry.particles.iter().zip(i + 1..).all(|(word, at)| is(at, word))
            || entry.particles.len() == 1
                && self.sentence.kids(i).any(|kid| self.label(kid) == Label::Prt && is(kid, &entry.particles[0]));
        let leads =
            i >= entry.before.len() && entry.before.iter().zip(i - entry.before.len()..).all(|(word, at)| is(at, word));
        follows && leads
    }

    /// How many words of a pattern stand left and right of a verb; none where it does not fit.
    fn fits(&self, pattern: &Pattern, left: &[usize], right: &[usize], taken: &mut Taken) -> Option<usize> {
        let mut n_words = usize::from(pattern.is_compound);
        for (pieces, tokens) in [(&pattern.before, left), (&pattern.after, right)] {
            for piece in pieces {
                n_words += self.fit(piece, tokens, taken)?;
            }
        }
        Some(n_words)
    }

    /// How many words of a piece stand among `tokens`; none where it does not fit.
    fn fit(&self, piece: &Piece, tokens: &[usize], taken: &mut Taken) -> Option<usize> {
        let n_before = taken.tokens.len();
        let (n_words, preposition) = match &piece.preposition {
            None => (self.find(&piece.words, tokens, taken)?, taken.tokens.get(n_before..)?.last().copied()),
            Some(preposition) => {
                let is_preposition = |i: usize| self.forms(i).is_some_and(|forms| forms.contains(preposition));
                tokens.iter().filter(|&&i| is_preposition(i)).find_map(|&i| {
                    if piece.words.is_empty() {
                        return Some((1, Some(i)));
                    }
                    self.find(&piece.words, &self.below(i), taken).map(|n| (n + 1, Some(i)))
                })?
            }
        };
        if piece.leads_to_target {
            taken.target = preposition.and_then(|i| self.kid(i, &[Label::Pobj]));
        }
        Some(n_words)
    }

    /// Finds items one after another among `tokens`.
    fn find(&self, items: &[String], tokens: &[usize], taken: &mut Taken) -> Option<usize> {
        let forms: Vec<(usize, [String; 2])> = tokens.iter().filter_map(|&i| Some((i, self.forms(i)?))).collect();
        let only: Vec<[String; 2]> = forms.iter().map(|(_, forms)| forms.clone()).collect();
        (0..forms.len()).find_map(|start| {
            let mut at = start;
            for item in items {
                at += self.dictionaries.verbs.fit(item, &only[at..])?;
            }
            taken.tokens.extend(forms[start..at].iter().map(|(i, _)| *i));
            Some(items.len())
        })
    }

    /// A word's lemma and form in capitals; none of punctuation.
    fn forms(&self, i: usize) -> Option<[String; 2]> {
        let token = self.sentence.tokens.get(i).filter(|token| !matches!(token.pos, Pos::Punct | Pos::Space))?;
        Some([self.sentence.lemma(i).to_uppercase(), self.sentence.text[token.span.range()].to_uppercase()])
    }

    /// The token and what hangs on it, in order.
    fn below(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut at = 0;
        while at < all.len() {
            all.extend(self.sentence.kids(all[at]));
            at += 1;
        }
        all.sort_unstable();
        all
    }

    /// The words before a verb: of its subject, its auxiliaries and adverbs, and of the verbs that it completes ("was known
    /// to", "said it would").
    fn words_before(&self, verb: usize) -> Vec<usize> {
        use Label::{Acomp, Advmod, Aux, Auxpass, Ccomp, Neg, Xcomp};
        let agent = self.kid(verb, &[Label::Agent]);
        let subject = if agent.is_some() { agent } else { self.kid(verb, &[Label::Nsubj]) };
        let mut all = subject.map_or_else(Vec::new, |i| self.below(i));
        let mut at = verb;
        for _ in 0..3 {
            let is_left = |&kid: &usize| kid < verb && matches!(self.label(kid), Advmod | Aux | Auxpass | Neg);
            all.extend(self.sentence.kids(at).filter(is_left));
            let above = self.sentence.head(at);
            if above >= at || !matches!(self.label(at), Xcomp | Ccomp | Acomp) {
                break;
            }
            all.push(above);
            at = above;
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The words of objects and complements, without subjects and coordinated or adverbial clauses.
    fn object_words(&self, verb: usize) -> Vec<usize> {
        use Label::{Advcl, Agent, Aux, Auxpass, Cc, Conj, Mark, Neg, Nsubj, Punct};
        let is_right = |&kid: &usize| {
            let has_subject = || self.kid(kid, &[Nsubj, Label::Nsubjpass]).is_some();
            match self.label(kid) {
                Advcl | Agent | Aux | Auxpass | Cc | Conj | Mark | Neg | Nsubj | Punct => false,
                Label::Ccomp => !has_subject(),
                _ => true,
            }
        };
        let mut all: Vec<usize> = self.sentence.kids(verb).filter(is_right).flat_map(|kid| self.below(kid)).collect();
        all.sort_unstable();
        all
    }
}
