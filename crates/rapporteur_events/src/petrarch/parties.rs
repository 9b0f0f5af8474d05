//! Phrases to the codes of whom they name.

use rapporteur_language::{Label, Pos};

use crate::parties::Party;
use crate::petrarch::clauses::{Coding, NOBODY};
use crate::petrarch::patterns::Verb;
use crate::petrarch::phrases::words;

/// Somebody whom the dictionaries know.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) code: String,
    /// The head of the phrase.
    pub(crate) head: usize,
}

/// Whether two lists hold the same codes.
pub(crate) fn are_same(a: &[Known], b: &[Known]) -> bool {
    a.iter().map(|known| &known.code).eq(b.iter().map(|known| &known.code))
}

impl Coding<'_> {
    /// The codes of those whom a verb is directed at: its objects, then what prepositions lead to, the nearest known first;
    /// and whether they are objects, or parties that "from", "to", "by" or "with" lead to.
    pub(crate) fn targets(
        &self,
        verb: usize,
        inner: Option<usize>,
        coded: &Verb,
        is_passive: bool,
    ) -> (Vec<Known>, bool) {
        // Where the pattern says who the target is, it is that one before any other.
        let mut queue: Vec<usize> = coded.target.into_iter().collect();
        for head in std::iter::once(verb).chain(inner) {
            let objects = self.sentence.kids(head).filter(|&i| {
                matches!(self.label(i), Label::Dobj | Label::Dative | Label::Attr | Label::Oprd) && !is_passive
                    || head != verb && self.label(i) == Label::Nsubj
            });
            queue.extend(objects);
            let prepositions = |i: usize| matches!(self.label(i), Label::Prep | Label::Dative);
            queue.extend(
                self.sentence.kids(head).filter(|&i| prepositions(i)).filter_map(|i| self.kid(i, &[Label::Pobj])),
            );
        }
        let Some((found, head)) = self.first_known(queue, &coded.taken) else { return (Vec::new(), false) };
        let is_place = coded.target.is_none()
            && self.label(head) == Label::Pobj
            && matches!(self.sentence.lemma(self.sentence.head(head)), "in" | "on" | "at" | "near" | "into" | "over");
        (found, !is_place)
    }

    /// The codes of the first phrase that the dictionaries know: of these, then of what prepositions lead to from them.
    pub(crate) fn nearest(&self, queue: Vec<usize>, taken: &[usize]) -> Vec<Known> {
        self.first_known(queue, taken).map_or_else(Vec::new, |(codes, _)| codes)
    }

    /// The same with the phrase's head.
    fn first_known(&self, mut queue: Vec<usize>, taken: &[usize]) -> Option<(Vec<Known>, usize)> {
        let mut at = 0;
        while at < queue.len() && at < 24 {
            let doer = self.doer_of(queue[at]);
            for head in doer.into_iter().chain([queue[at]]) {
                let found = self.parties(head, taken, &[]);
                if !found.is_empty() {
                    return Some((found, head));
                }
            }
            let deeper = self.sentence.kids(queue[at]).flat_map(|i| match self.label(i) {
                Label::Prep | Label::Acl | Label::Agent => self.sentence.kids(i).collect::<Vec<_>>(),
                _ => Vec::new(),
            });
            let deeper: Vec<usize> = deeper
                .filter(|&i| matches!(self.label(i), Label::Pobj | Label::Dobj | Label::Prep | Label::Agent))
                .collect();
            queue.extend(deeper);
            at += 1;
        }
        None
    }

    /// Who does what a noun tells: "an attack by rebels in the south".
    fn doer_of(&self, noun: usize) -> Option<usize> {
        let by = self.sentence.kids(noun).find(|&i| self.label(i) == Label::Prep && self.sentence.lemma(i) == "by")?;
        self.kid(by, &[Label::Pobj])
    }

    /// Those of a phrase and of the phrases listed with it. A pronoun is whom the clause above is about.
    pub(crate) fn parties(&self, head: usize, taken: &[usize], pronoun: &[Known]) -> Vec<Known> {
        if self.sentence.tokens[head].pos == Pos::Pron {
            return pronoun.to_vec();
        }
        let mut found: Vec<Known> = Vec::new();
        let mut members = vec![head];
        let mut at = 0;
        while at < members.len() {
            let is_member = |&i: &usize| {
                let is_noun = matches!(self.sentence.tokens[i].pos, Pos::Noun | Pos::Propn);
                // The second of three is at times taken for an apposition that has a list of its own.
                let is_listed = self.label(i) == Label::Appos && self.kid(i, &[Label::Conj]).is_some();
                is_noun
                    && (self.label(i) == Label::Conj
                        || is_listed
                        || self.label(i) == Label::Pobj && members[at] == head)
            };
            let is_preposition = self.sentence.tokens[members[at]].pos == Pos::Adp;
            let kids = self.sentence.kids(members[at]).filter(is_member);
            let kids: Vec<usize> = kids.filter(|&i| is_preposition || self.label(i) != Label::Pobj).collect();
            members.extend(kids);
            at += 1;
        }
        let shared = self.shared(&members, taken);
        for &member in &members {
            for phrase in self.modified(member) {
                let code = self.party(&phrase, taken).unwrap_or_default();
                let code = match (&shared, code.strip_prefix(NOBODY)) {
                    (Some(actor), Some(roles)) => format!("{actor}{roles}"),
                    _ => code,
                };
                // A name may stand for several: "FRO/BIL/SAM".
                for code in code.split('/').filter(|code| !code.is_empty()) {
                    if !found.iter().any(|known| known.code == code) {
                        found.push(Known { code: code.to_owned(), head: member });
                    }
                }
            }
        }
        found
    }

    /// The actor of all members of a list that only the first names: "Danish media and government".
    fn shared(&self, members: &[usize], taken: &[usize]) -> Option<String> {
        let (&first, others) = members.split_first()?;
        let is_modifier =
            |i: &usize| matches!(self.label(*i), Label::Amod | Label::Compound | Label::Nmod | Label::Poss);
        let is_bare = |i: usize| !self.sentence.kids(i).any(|kid| is_modifier(&kid) || self.label(kid) == Label::Det);
        if others.is_empty() || !others.iter().all(|&i| is_bare(i)) {
            return None;
        }
        let modifiers = self.sentence.kids(first).filter(|i| is_modifier(i) && *i < first);
        let named = modifiers.filter_map(|i| self.party(&Party::within(self.sentence, i), taken));
        named.into_iter().find(|code| !code.starts_with(NOBODY) && !code.contains('/'))
    }

    /// Whether a word is the first half of a compound participle: "government-held" is no government.
    fn is_hyphened(&self, i: usize) -> bool {
        let tokens = self.sentence.tokens;
        let text = |i: usize| tokens.get(i).map(|token| &self.sentence.text[token.span.range()]);
        text(i + 1) == Some("-")
            && tokens.get(i + 2).is_some_and(|token| token.pos == Pos::Verb)
            && !tokens[i].space_after
    }

    /// The tokens of a phrase; of "US and British activists" or "ministers of Arnor and Gondor" those of each.
    fn modified(&self, head: usize) -> Vec<Vec<usize>> {
        let listed = |&i: &usize| self.kid(i, &[Label::Conj]).is_some();
        let is_modifier =
            |i: &usize| matches!(self.label(*i), Label::Amod | Label::Compound | Label::Nmod) && *i < head;
        let is_possessor =
            |i: usize| self.label(i) == Label::Prep && matches!(self.sentence.lemma(i), "of" | "in" | "from");
        let before = self.sentence.kids(head).filter(is_modifier).find(listed);
        let after = || {
            self.sentence
                .kids(head)
                .filter(|&i| is_possessor(i))
                .filter_map(|i| self.kid(i, &[Label::Pobj]))
                .find(listed)
        };
        let Some(first) = before.or_else(after) else { return vec![Party::within(self.sentence, head)] };
        let own: Vec<usize> = Party::within(self.sentence, head);
        let mut members = vec![first];
        let mut at = 0;
        while at < members.len() {
            members.extend(self.sentence.kids(members[at]).filter(|&kid| self.label(kid) == Label::Conj));
            at += 1;
        }
        let is_named =
            |i: usize| self.party(&Party::within(self.sentence, i), &[]).is_some_and(|code| !code.starts_with(NOBODY));
        if !members.iter().all(|&i| is_named(i)) {
            return vec![own];
        }
        let below: Vec<usize> = members.iter().flat_map(|&i| Party::within(self.sentence, i)).collect();
        let rest: Vec<usize> = own.into_iter().filter(|i| !below.contains(i)).collect();
        let with = |member: &usize| {
            let mut tokens = Party::within(self.sentence, *member);
            tokens.extend(&rest);
            tokens.sort_unstable();
            tokens
        };
        members.iter().map(with).collect()
    }

    /// The code of one phrase: of its actor, then of its agents.
    fn party(&self, tokens: &[usize], taken: &[usize]) -> Option<String> {
        let words = words(self.sentence, tokens.iter().copied().filter(|&i| !self.is_hyphened(i)));
        let (mut actor, mut agents) = (String::new(), Vec::<&str>::new());
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            let named = self.dictionaries.actors.longest(rest, self.date);
            let role = self.dictionaries.agents.roles.longest(rest).filter(|_| !taken.contains(&words[at].0));
            match (named, role) {
                (Some((n, Some(code))), role) if role.is_none_or(|(m, _)| n >= m) => {
                    let is_adopted = actor.is_empty() || code.starts_with(&actor);
                    if is_adopted {
                        code.clone_into(&mut actor);
                    } else if let Some((m, code)) = role {
                        agents.push(code);
                        at += m;
                        continue;
                    }
                    at += n;
                }
                (_, Some((n, code))) => {
                    agents.push(code);
                    at += n;
                }
                _ => at += 1,
            }
        }
        if actor.is_empty() && agents.is_empty() {
            return None;
        }
        let mut code = if actor.is_empty() { NOBODY.to_owned() } else { actor };
        for agent in agents {
            let has = |part: &str| {
                code.get(3..).is_some_and(|roles| roles.as_bytes().chunks(3).any(|role| role == part.as_bytes()))
            };
            if !has(agent) {
                code += agent;
            }
        }
        Some(code)
    }
}
