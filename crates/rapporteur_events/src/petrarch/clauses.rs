//! A sentence's clauses to events: verbs by their patterns, parties by their phrases.

use std::collections::BTreeSet;

use rapporteur_language::{Label, Pos};

use crate::parties::Party;
use crate::petrarch::phrases::words;
use crate::petrarch::verbs::{Codes, Piece};
use crate::petrarch::{CodedEvent, Dictionaries};
use crate::sentence::Sentence;

/// What stands for a party that no dictionary knows.
const NOBODY: &str = "---";
/// Clauses within clauses that are looked into.
const DEEPEST: usize = 6;

/// One sentence on its way to events.
pub(crate) struct Coding<'c> {
    pub(crate) dictionaries: &'c Dictionaries,
    pub(crate) sentence: &'c Sentence<'c>,
    pub(crate) date: &'c str,
}

/// An event whose parties may be several.
#[derive(Debug, Clone)]
struct Event {
    sources: Vec<String>,
    targets: Vec<String>,
    code: String,
}

/// A verb's code and what gave it.
struct Verb {
    codes: Codes,
    block: usize,
    /// Words of its pattern; none where only the verb's own code holds.
    n_words: usize,
    /// Tokens that the pattern took, which are no parties.
    taken: Vec<usize>,
}

impl Coding<'_> {
    /// The events, each once.
    pub(crate) fn events(&self) -> Vec<CodedEvent> {
        let mut found = BTreeSet::new();
        for root in (0..self.sentence.tokens.len()).filter(|&i| self.sentence.head(i) == i) {
            let mut events = self.clause(root, &[], 0);
            if events.is_empty() {
                let adverbial = self
                    .sentence
                    .kids(root)
                    .filter(|&i| self.label(i) == Label::Advcl && self.kid(i, &[Label::Nsubj]).is_some());
                events = adverbial.flat_map(|i| self.clause(i, &[], 1)).collect();
            }
            found.extend(events.iter().flat_map(spread));
        }
        found.into_iter().collect()
    }

    fn label(&self, i: usize) -> Label {
        self.sentence.tokens[i].label
    }

    fn kid(&self, i: usize, labels: &[Label]) -> Option<usize> {
        self.sentence.kids(i).find(|&kid| labels.contains(&self.label(kid)))
    }

    /// The events of a verb, its complements and the verbs coordinated with it. `inherited` are the sources of the clause
    /// above, for a verb without a subject.
    fn clause(&self, verb: usize, inherited: &[String], depth: usize) -> Vec<Event> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let is_passive = self.kid(verb, &[Label::Nsubjpass, Label::Auxpass]).is_some();
        let subject = self.kid(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj]);
        let subjects = match subject {
            None => inherited.to_vec(),
            // A passive's subject is searched with its pattern's words in mind.
            Some(i) if is_passive => self.parties(i, &[], inherited),
            Some(i) => match self.parties(i, &[], inherited) {
                own if own.is_empty() => self.nearest(vec![i], &[]),
                own => own,
            },
        };
        let mut events =
            if self.sentence.is_verb(verb) { self.own(verb, &subjects, is_passive, depth) } else { Vec::new() };
        for kid in self.sentence.kids(verb) {
            if self.label(kid) == Label::Conj && self.sentence.is_verb(kid) {
                events.extend(self.clause(kid, &subjects, depth + 1));
            }
        }
        events
    }

    fn own(&self, verb: usize, subjects: &[String], is_passive: bool, depth: usize) -> Vec<Event> {
        let coded = self.verb(verb);
        let like = |words: &[&str]| {
            coded.as_ref().is_some_and(|coded| words.iter().any(|word| self.is_of_block(word, coded.block)))
        };
        let inner_verb = self.complement(verb);
        let inner = inner_verb.map_or_else(Vec::new, |i| self.clause(i, subjects, depth + 1));
        let inner_subject = inner_verb.and_then(|i| self.kid(i, &[Label::Nsubj, Label::Nsubjpass]));
        if let Some(event) = inner.first().filter(|event| is_attack(&event.code))
            && !subjects.is_empty()
            // "…, officials said": the sentence is about what they say, and they are its source.
            && inner_verb > Some(verb)
        {
            let own = |code: &str, targets: &[String]| {
                vec![Event { sources: subjects.to_vec(), targets: targets.to_vec(), code: code.to_owned() }]
            };
            let is_other = inner_subject.is_some() && event.sources != subjects;
            if like(&["SAY", "CLAIM"]) {
                return if is_other { own("112", &event.sources) } else { own("015", &event.targets) };
            }
            if like(&["WANT"]) {
                return if is_other { own("021", &event.sources) } else { own("138", &event.targets) };
            }
        }
        if !inner.is_empty() && inner_verb < Some(verb) {
            return inner;
        }
        let Some(coded) = coded else { return inner };
        let by_pattern = coded.n_words > 0;
        if coded.codes == Codes::default() {
            return if by_pattern { Vec::new() } else { inner };
        }
        // A verb's own code gives way to what its complement does; a pattern has taken the complement in.
        let is_stance =
            inner_subject.is_some() && coded.codes.forward.as_deref().is_some_and(|code| !code.starts_with("01"));
        if !by_pattern && !inner.is_empty() && !is_stance {
            return inner;
        }
        let (targets, is_object) = self.targets(verb, inner_verb, &coded.taken, is_passive);
        let (sources, targets) = if is_passive {
            let by = self.kid(verb, &[Label::Agent]);
            let from =
                || self.sentence.kids(verb).find(|&i| self.label(i) == Label::Prep && self.sentence.lemma(i) == "from");
            let agent = by.or_else(from).and_then(|by| self.kid(by, &[Label::Pobj])).or_else(|| self.doer(verb));
            let subject = self.kid(verb, &[Label::Nsubjpass]);
            let targets = if subjects.is_empty() {
                self.nearest(subject.into_iter().collect(), &coded.taken)
            } else {
                subjects.to_vec()
            };
            (agent.map_or_else(Vec::new, |i| self.parties(i, &[], &[])), targets)
        } else {
            (subjects.to_vec(), targets)
        };
        let is_negated = self.kid(verb, &[Label::Neg]).is_some();
        let event = |code: &Option<String>, sources: &[String], targets: &[String]| {
            let code = code.as_deref()?;
            let code = if is_negated { negated(code)? } else { code.to_owned() };
            Some(Event { sources: sources.to_vec(), targets: targets.to_vec(), code })
        };
        let forward = event(&coded.codes.forward, &sources, &targets);
        // A place that only a preposition leads to does nothing itself.
        let backward = event(&coded.codes.backward, &targets, &sources).filter(|_| is_object);
        forward.into_iter().chain(backward).collect()
    }

    /// The verb of a complement: of the verb, or of what it says its subject is ("is about to leave", "is ready to leave").
    fn complement(&self, verb: usize) -> Option<usize> {
        let of = |i: usize| {
            let labels = [Label::Xcomp, Label::Ccomp, Label::Pcomp];
            self.sentence.kids(i).find(|&kid| labels.contains(&self.label(kid)) && self.sentence.is_verb(kid))
        };
        let is_about = |&i: &usize| {
            self.label(i) == Label::Acomp || self.label(i) == Label::Prep && self.sentence.lemma(i) == "about"
        };
        of(verb).or_else(|| self.sentence.kids(verb).filter(is_about).find_map(of))
    }

    /// Who did what a passive tells, by the deed that "in" leads to: "killed in a raid by rebels", "in rebel shelling".
    fn doer(&self, verb: usize) -> Option<usize> {
        use rapporteur_language::EntityLabel::{Date, Fac, Gpe, Loc};
        let within =
            self.sentence.kids(verb).find(|&i| self.label(i) == Label::Prep && self.sentence.lemma(i) == "in")?;
        let deed = self.kid(within, &[Label::Pobj])?;
        if matches!(self.sentence.entity(deed), Some(Date | Fac | Gpe | Loc)) {
            return None;
        }
        let by = self.sentence.kids(deed).find(|&i| self.sentence.lemma(i) == "by");
        by.and_then(|by| self.kid(by, &[Label::Pobj])).or(Some(deed))
    }

    /// Whether a verb is of a block.
    fn is_of_block(&self, verb: &str, block: usize) -> bool {
        let entries = self.dictionaries.verbs.entries.get(verb);
        entries.is_some_and(|entries| entries.iter().any(|entry| entry.block == block && entry.particles.is_empty()))
    }

    /// The code of a verb: of the pattern with most words that fits, else its own.
    fn verb(&self, i: usize) -> Option<Verb> {
        let verbs = &self.dictionaries.verbs;
        let form = self.sentence.text[self.sentence.tokens[i].span.range()].to_uppercase();
        let lemma = self.sentence.lemma(i).to_uppercase();
        let entries = verbs.entries.get(&lemma).into_iter().chain(verbs.entries.get(&form)).flatten();
        let follows = |words: &[String]| {
            words.iter().zip(i + 1..).all(|(word, at)| self.forms(at).is_some_and(|forms| forms.contains(word)))
                || words.len() == 1
                    && self.sentence.kids(i).any(|kid| {
                        self.label(kid) == Label::Prt && self.forms(kid).is_some_and(|f| f.contains(&words[0]))
                    })
        };
        let entry = entries.filter(|entry| follows(&entry.particles)).fold(
            None,
            |best: Option<&super::verbs::Entry>, entry| {
                if best.is_none_or(|best| entry.particles.len() > best.particles.len()) { Some(entry) } else { best }
            },
        )?;
        let block = &verbs.blocks[entry.block];
        let left = self.subject_words(i);
        let right = self.object_words(i);
        let mut best = Verb {
            codes: entry.codes.clone().unwrap_or_else(|| block.codes.clone()),
            block: entry.block,
            n_words: 0,
            taken: Vec::new(),
        };
        for pattern in &block.patterns {
            let mut taken = Vec::new();
            let before = pattern.before.iter().map(|piece| self.fit(piece, &left, &mut taken)).sum::<Option<usize>>();
            let after = pattern.after.iter().map(|piece| self.fit(piece, &right, &mut taken)).sum::<Option<usize>>();
            let Some(n_words) = before.zip(after).map(|(before, after)| before + after) else { continue };
            if n_words > best.n_words {
                best = Verb { codes: pattern.codes.clone(), block: entry.block, n_words, taken };
            }
        }
        Some(best)
    }

    /// How many words of a piece stand among `tokens`; none where it does not fit.
    fn fit(&self, piece: &Piece, tokens: &[usize], taken: &mut Vec<usize>) -> Option<usize> {
        match piece {
            Piece::Words(items) => self.find(items, tokens, taken),
            Piece::Under { preposition, words } => {
                let is_preposition = |&&i: &&usize| self.forms(i).is_some_and(|forms| forms.contains(preposition));
                tokens.iter().filter(is_preposition).find_map(|&i| {
                    let below = self.below(i);
                    if words.is_empty() { Some(1) } else { self.find(words, &below, taken).map(|n| n + 1) }
                })
            }
        }
    }

    /// Finds items one after another among `tokens`.
    fn find(&self, items: &[String], tokens: &[usize], taken: &mut Vec<usize>) -> Option<usize> {
        let forms: Vec<(usize, [String; 2])> = tokens.iter().filter_map(|&i| Some((i, self.forms(i)?))).collect();
        let only: Vec<[String; 2]> = forms.iter().map(|(_, forms)| forms.clone()).collect();
        (0..forms.len()).find_map(|start| {
            let mut at = start;
            for item in items {
                at += self.dictionaries.verbs.fit(item, &only[at..])?;
            }
            taken.extend(forms[start..at].iter().map(|(i, _)| *i));
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

    fn subject_words(&self, verb: usize) -> Vec<usize> {
        let agent = self.kid(verb, &[Label::Agent]);
        let subject = if agent.is_some() { agent } else { self.kid(verb, &[Label::Nsubj]) };
        subject.map_or_else(Vec::new, |i| self.below(i))
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

    /// The codes of those whom a verb is directed at: its objects, then what prepositions lead to, the nearest known first;
    /// and whether they are objects, or parties that "from", "to", "by" or "with" lead to.
    fn targets(&self, verb: usize, inner: Option<usize>, taken: &[usize], is_passive: bool) -> (Vec<String>, bool) {
        let mut queue: Vec<usize> = Vec::new();
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
        let Some((found, head)) = self.first_known(queue, taken) else { return (Vec::new(), false) };
        let is_place = self.label(head) == Label::Pobj
            && matches!(self.sentence.lemma(self.sentence.head(head)), "in" | "on" | "at" | "near" | "into" | "over");
        (found, !is_place)
    }

    /// The codes of the first phrase that the dictionaries know: of these, then of what prepositions lead to from them.
    fn nearest(&self, queue: Vec<usize>, taken: &[usize]) -> Vec<String> {
        self.first_known(queue, taken).map_or_else(Vec::new, |(codes, _)| codes)
    }

    /// The same with the phrase's head.
    fn first_known(&self, mut queue: Vec<usize>, taken: &[usize]) -> Option<(Vec<String>, usize)> {
        let mut at = 0;
        while at < queue.len() && at < 24 {
            let found = self.parties(queue[at], taken, &[]);
            if !found.is_empty() {
                return Some((found, queue[at]));
            }
            let deeper = self.sentence.kids(queue[at]).flat_map(|i| match self.label(i) {
                Label::Prep | Label::Acl => self.sentence.kids(i).collect::<Vec<_>>(),
                _ => Vec::new(),
            });
            let deeper: Vec<usize> =
                deeper.filter(|&i| matches!(self.label(i), Label::Pobj | Label::Dobj | Label::Prep)).collect();
            queue.extend(deeper);
            at += 1;
        }
        None
    }

    /// The codes of a phrase and of the phrases listed with it. A pronoun is whom the clause above is about.
    fn parties(&self, head: usize, taken: &[usize], pronoun: &[String]) -> Vec<String> {
        if self.sentence.tokens[head].pos == Pos::Pron {
            return pronoun.to_vec();
        }
        let mut codes: Vec<String> = Vec::new();
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
        for member in members.iter().flat_map(|&member| self.modified(member)) {
            let code = self.party(&member, taken).unwrap_or_default();
            // A name may stand for several: "FRO/BIL/SAM".
            for code in code.split('/').filter(|code| !code.is_empty()) {
                if !codes.iter().any(|known| known == code) {
                    codes.push(code.to_owned());
                }
            }
        }
        codes
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

fn is_attack(code: &str) -> bool {
    matches!(code.get(..2), Some("18" | "19" | "20"))
}

/// The code of what is not done, as PETRARCH-2 has it.
fn negated(code: &str) -> Option<String> {
    let opposite = match code.get(..2)? {
        "02" | "03" | "04" => "120",
        "05" | "06" | "07" => "121",
        "08" => "124",
        "01" => "010",
        _ => return None,
    };
    Some(opposite.to_owned())
}

/// An event for each source and target; of several sources without a target, one each way between any two.
fn spread(event: &Event) -> Vec<CodedEvent> {
    let is_mutual = event.targets.is_empty()
        && event.sources.len() > 1
        && matches!(event.code.get(..2), Some("03" | "04" | "05" | "06"));
    let targets = if is_mutual { event.sources.clone() } else { event.targets.clone() };
    let nobody = vec![NOBODY.to_owned()];
    let targets = if targets.is_empty() { &nobody } else { &targets };
    let one = |source: &String, target: &String| CodedEvent {
        source: source.clone(),
        target: target.clone(),
        code: event.code.clone(),
    };
    event
        .sources
        .iter()
        .flat_map(|source| {
            targets.iter().filter(move |target| *target != source).map(move |target| one(source, target))
        })
        .collect()
}
