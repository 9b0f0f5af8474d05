//! The arguments of a frame: where its content stands, and whom its slots name.

use std::ops::Range;

use rapporteur_language::{Label, Pos, Tag};

use crate::clause;
use crate::lexicon::{Frame, Slot};
use crate::scene::Scene;
use crate::tree::Tree;

/// The content of a frame called by `verb` (and the light verb's noun, where there is one): the first of its slots
/// that is filled. Coordinated predicates that are acts of their own are cut off.
pub(crate) fn content(scene: &Scene<'_>, verb: usize, noun: Option<usize>, frame: &Frame) -> Option<Range<usize>> {
    let tree = &scene.tree;
    // "an exchange of views on X": what follows hangs on the last noun.
    let inner = noun
        .and_then(|n| tree.prep_object(n, "of"))
        .filter(|&w| matches!(tree.lower(w), "views" | "opinions" | "ideas" | "notes"));
    for slot in &frame.content {
        if inner.is_some() && *slot == Slot::Prep("of".into()) {
            continue;
        }
        // "told his counterpart about the plan": the parser hangs what is told on whom it is told to.
        let told = clause::object(tree, verb)
            .filter(|_| frame.carrier && !frame.content.contains(&Slot::Object) && matches!(slot, Slot::Prep(_)));
        for word in [inner, noun, Some(verb), told].into_iter().flatten() {
            if let Some(found) = filled(tree, word, slot, noun.is_some()) {
                // "support for the dialogue …, in accordance with the law": what follows goes on with it.
                let goes_on = matches!(slot, Slot::Prep(_));
                return Some(if goes_on { with_wandering(tree, verb, found) } else { found });
            }
        }
    }
    None
}

fn filled(tree: &Tree<'_>, word: usize, slot: &Slot, light: bool) -> Option<Range<usize>> {
    match slot {
        Slot::Object if !light => object_content(tree, word),
        Slot::That => that_clause(tree, word),
        Slot::Inf => infinitive(tree, word),
        Slot::Ing => tree
            .kids(word)
            .find(|&k| {
                tree.words[k].tag == Tag::Vbg && matches!(tree.label(k), Label::Xcomp | Label::Ccomp | Label::Pcomp)
            })
            .map(|k| own_extent(tree, k)),
        Slot::Prep(preposition) => prepositional(tree, word, preposition),
        Slot::Object | Slot::Dative | Slot::Owner | Slot::Other | Slot::Named => None,
    }
}

fn object_content(tree: &Tree<'_>, verb: usize) -> Option<Range<usize>> {
    let object = clause::object(tree, verb)?;
    Some(with_wandering(tree, verb, own_extent(tree, object)))
}

/// Phrases that the parser hangs on the verb but that stand right behind the object belong to the content too:
/// "discussed ways … to enhance trade", "urged restraint in the strait".
fn with_wandering(tree: &Tree<'_>, verb: usize, content: Range<usize>) -> Range<usize> {
    let mut content = content;
    loop {
        let next = tree.kids(verb).find(|&k| {
            let range = tree.subtree(k);
            let gap_only_marks = range.start >= content.end
                && (content.end..range.start).all(|i| matches!(tree.words[i].pos, Pos::Punct));
            gap_only_marks
                && range.start - content.end <= 1
                && match tree.label(k) {
                    Label::Prep | Label::Agent => !matches!(tree.lower(k), "during" | "while"),
                    Label::Advcl => tree.words[k].tag == Tag::Vb || tree.lower(range.start) == "including",
                    Label::Xcomp | Label::Npadvmod | Label::Acl | Label::Ccomp => true,
                    _ => false,
                }
        });
        match next {
            Some(kid) => content.end = own_extent(tree, kid).end.max(content.end),
            None => return content,
        }
    }
}

/// A finite clause without its "that".
pub(crate) fn that_clause(tree: &Tree<'_>, word: usize) -> Option<Range<usize>> {
    let clause = clause_below(tree, word)?;
    let mut range = own_extent(tree, clause);
    while range.start < range.end
        && (tree.lower(range.start) == "that" || matches!(tree.words[range.start].pos, Pos::Punct | Pos::Space))
    {
        range.start += 1;
    }
    Some(range)
}

/// The verb of the finite clause that a word carries.
pub(crate) fn clause_below(tree: &Tree<'_>, word: usize) -> Option<usize> {
    tree.kids(word).find(|&k| {
        let carried = match tree.label(k) {
            Label::Ccomp => true,
            Label::Acl | Label::Relcl => tree.kids(k).any(|m| tree.label(m) == Label::Mark && tree.lower(m) == "that"),
            _ => false,
        };
        // "considers the plan a good one": a clause without a verb.
        let small = tree.label(k) == Label::Ccomp && !tree.is_verb(k) && tree.kid(k, &[Label::Nsubj]).is_some();
        small
            || carried
                && (tree.is_finite(k) || tree.kids(k).any(|m| tree.label(m) == Label::Mark && tree.lower(m) == "that"))
    })
}

/// An infinitive without its "to"; "for X to do" keeps only what X is to do.
pub(crate) fn infinitive(tree: &Tree<'_>, word: usize) -> Option<Range<usize>> {
    let verb = tree.kids(word).find(|&k| is_infinitive(tree, k) && k > word)?;
    let end = own_extent(tree, verb).end;
    let to = tree.kids(verb).find(|&k| tree.words[k].tag == Tag::To && k < verb)?;
    // "discussed how to proceed": the question is the content.
    let asks = tree.kids(verb).find(|&k| tree.words[k].tag == Tag::Wrb && k > word && k < to);
    Some(asks.unwrap_or(to + 1)..end)
}

/// Whether a clause is an infinitive with "to" in a place where content stands.
pub(crate) fn is_infinitive(tree: &Tree<'_>, verb: usize) -> bool {
    matches!(tree.label(verb), Label::Xcomp | Label::Ccomp | Label::Advcl | Label::Acl | Label::Relcl | Label::Pcomp)
        && (tree.words[verb].tag == Tag::Vb
            || tree.kids(verb).any(|k| tree.label(k) == Label::Auxpass && tree.words[k].tag == Tag::Vb))
        && tree.kids(verb).any(|k| tree.words[k].tag == Tag::To)
}

fn prepositional(tree: &Tree<'_>, word: usize, preposition: &str) -> Option<Range<usize>> {
    // What stands at the sentence's head ("On 2 May, …") is nobody's argument.
    for prep in tree.preps(word, preposition).filter(|&prep| prep > word) {
        if let Some(object) = tree.kid(prep, &[Label::Pobj, Label::Pcomp]) {
            let whole = own_extent(tree, prep);
            let range = (prep + 1)..whole.end.max(own_extent(tree, object).end);
            return Some(range);
        }
        // "on how to foster": the clause may hang on the preposition by another label.
        let range = own_extent(tree, prep);
        if range.end > prep + 1 {
            return Some(prep + 1..range.end);
        }
    }
    None
}

/// Everything below a word without the coordinated predicates that report acts of their own.
pub(crate) fn own_extent(tree: &Tree<'_>, top: usize) -> Range<usize> {
    clause::extent(tree, top, &[])
}
