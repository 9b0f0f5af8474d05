//! What a verb's clause holds: its subject, its objects, where it ends.

use std::ops::Range;

use rapporteur_language::{Label, Pos, Tag};

use crate::tree::Tree;

/// The subject of a verb, its own or that which it shares with the verb it is coordinated with or depends on.
pub(crate) fn subject(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..12 {
        if let Some(own) = own_subject(tree, at) {
            return Some(own);
        }
        let head = tree.head(at);
        if head == at {
            return None;
        }
        match tree.label(at) {
            Label::Conj
            | Label::Advcl
            | Label::Ccomp
            | Label::Parataxis
            | Label::Dep
            | Label::Acomp
            | Label::Attr
            | Label::Oprd
            | Label::Pcomp
            | Label::Prep => at = head,
            Label::Xcomp => {
                // "urged X to act": the object acts; "agreed to act": the subject does.
                if let Some(object) = tree.kid(head, &[Label::Dobj, Label::Dative]).filter(|&o| o < at) {
                    return Some(object);
                }
                at = head;
            }
            Label::Acl | Label::Relcl => {
                // A participle behind its noun: the noun is the subject unless it is passive in form.
                return Some(head);
            }
            _ if tree.is_verb(head) => at = head,
            _ => return None,
        }
    }
    None
}

/// The subject that depends on the verb itself: of a passive the agent, where one is named.
pub(crate) fn own_subject(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    if tree.is_passive(verb) {
        return agent(tree, verb);
    }
    tree.kid(verb, &[Label::Nsubj])
}

/// The noun after the "by" of a passive.
pub(crate) fn agent(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let by = tree
        .kids(verb)
        .find(|&k| tree.label(k) == Label::Agent || (tree.label(k) == Label::Prep && tree.lower(k) == "by"))?;
    tree.kid(by, &[Label::Pobj])
}

/// The object: the direct one, or of a passive the subject in form.
pub(crate) fn object(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    if tree.is_passive(verb) {
        return tree.kid(verb, &[Label::Nsubjpass]).or_else(|| passive_subject_above(tree, verb));
    }
    tree.kid(verb, &[Label::Dobj])
}

/// The subject that a coordinated passive shares.
fn passive_subject_above(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let head = tree.head(verb);
    (tree.label(verb) == Label::Conj && head != verb).then(|| tree.kid(head, &[Label::Nsubjpass]))?
}

/// The modal auxiliary of a verb.
pub(crate) fn modal(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let own = tree.kids(verb).find(|&k| tree.label(k) == Label::Aux && tree.words[k].tag == Tag::Md);
    // "will implement and strengthen": the second shares the first's.
    own.or_else(|| {
        let head = tree.head(verb);
        let shared = tree.label(verb) == Label::Conj && head != verb && tree.words[verb].tag == Tag::Vb;
        if shared && tree.kid(verb, &[Label::Nsubj, Label::Nsubjpass]).is_none() { modal(tree, head) } else { None }
    })
}

/// The auxiliaries and adverbs that stand with a verb, as one run of words that ends with the verb.
pub(crate) fn verb_group(tree: &Tree<'_>, verb: usize) -> Range<usize> {
    let mut start = verb;
    let mut at = verb;
    while at > 0 {
        at -= 1;
        let word = &tree.words[at];
        if word.sentence != tree.words[verb].sentence {
            break;
        }
        let belongs = word.head == verb
            && matches!(word.label, Label::Aux | Label::Auxpass | Label::Neg | Label::Advmod)
            && !matches!(word.pos, Pos::Sconj)
            && word.tag != Tag::To;
        if !belongs {
            break;
        }
        if matches!(word.label, Label::Aux | Label::Auxpass) || intensifies(tree, at) {
            start = at;
        }
    }
    start..verb + 1
}

fn intensifies(tree: &Tree<'_>, word: usize) -> bool {
    crate::lexicon::Lexicon::embedded().strength(tree.lower(word)).is_some()
}

/// The words of a clause or phrase below `top` that belong to content: everything below it up to the end of its clause,
/// without what a coordinated act takes over.
pub(crate) fn extent(tree: &Tree<'_>, top: usize, stops: &[usize]) -> Range<usize> {
    let mut range = tree.subtree(top);
    for &stop in stops {
        let other = tree.subtree(stop);
        if other.start > top && other.start < range.end && other.start > range.start {
            range.end = cut_before(tree, other.start);
        }
    }
    range
}

/// The end of what goes before a word, without "and" and a comma.
fn cut_before(tree: &Tree<'_>, word: usize) -> usize {
    let mut end = word;
    while end > 0
        && (matches!(tree.words[end - 1].pos, Pos::Punct | Pos::Cconj)
            || matches!(tree.lower(end - 1), "also" | "further" | "as" | "well"))
    {
        end -= 1;
    }
    end
}
