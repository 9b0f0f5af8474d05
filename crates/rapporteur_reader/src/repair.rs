//! Repairs of what the language model does not know about the genre. The model's own output stays as it is.

use rapporteur_language::{Label, Pos, Tag};

use crate::lexicon::Lexicon;
use crate::tree::Tree;

/// Mends heads and labels, then rebuilds the tree.
pub(crate) fn repair(tree: &mut Tree<'_>) {
    let mut changed = join_at_abbreviations(tree);
    for word in 0..tree.words.len() {
        changed |= raise_finite_conjunct(tree, word);
        changed |= content_of_saying(tree, word);
        changed |= lost_subject(tree, word);
        changed |= fronted_root(tree, word);
        changed |= noun_conjunct(tree, word);
        changed |= parallel_stance(tree, word);
    }
    if changed {
        tree.index();
    }
}

/// "the Hon. Anna Varga": the parser ends the sentence at the full stop of an abbreviation before a name.
fn join_at_abbreviations(tree: &mut Tree<'_>) -> bool {
    let mut changed = false;
    let mut at = 0;
    while at + 1 < tree.sentences.len() {
        let (here, next) = (tree.sentences[at].clone(), tree.sentences[at + 1].clone());
        let same = here.block == next.block && here.words.len() > 1;
        if same && ends_at_abbreviation(tree, here.words.end) && tree.words[next.words.start].pos == Pos::Propn {
            tree.join_next(at);
            changed = true;
        } else {
            at += 1;
        }
    }
    changed
}

/// Whether the words before `end` close with an honorific or a part of a name and its full stop.
fn ends_at_abbreviation(tree: &Tree<'_>, end: usize) -> bool {
    let last = tree.lower(end - 1);
    let word = match last {
        "." if tree.words[end - 2].span.end == tree.words[end - 1].span.start => tree.lower(end - 2),
        _ => last.strip_suffix('.').unwrap_or(""),
    };
    matches!(
        word,
        "hon"
            | "rt"
            | "h.e"
            | "mr"
            | "mrs"
            | "ms"
            | "dr"
            | "prof"
            | "gen"
            | "col"
            | "maj"
            | "capt"
            | "lt"
            | "brig"
            | "adm"
            | "amb"
            | "sen"
            | "rep"
            | "gov"
            | "rev"
            | "msgr"
            | "st"
            | "sta"
            | "ma"
            | "md"
            | "mt"
            | "sr"
            | "sra"
            | "sri"
            | "smt"
    )
}

/// A finite verb that is coordinated with an infinitive, a participle or a noun cannot be: "reiterated its commitment to
/// join in expressing concern and strongly urged Norland" goes with "reiterated". It is raised to the nearest finite
/// verb above it that reports.
fn raise_finite_conjunct(tree: &mut Tree<'_>, word: usize) -> bool {
    if tree.label(word) != Label::Conj || !matches!(tree.words[word].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) {
        return false;
    }
    if tree.kid(word, &[Label::Nsubj, Label::Nsubjpass]).is_some() {
        return false;
    }
    let first = tree.head(word);
    if tree.words[first].tag == tree.words[word].tag || tree.label(first) == Label::Root {
        return false;
    }
    // "noted that it is so and welcomed": only a change of tense tells.
    if tree.is_finite(first) && tree.words[word].tag != Tag::Vbd {
        return false;
    }
    let mut at = first;
    for _ in 0..32 {
        let head = tree.head(at);
        if head == at {
            return false;
        }
        at = head;
        let same_tense = tree.words[at].tag == tree.words[word].tag || !tree.is_finite(first);
        if tree.is_verb(at)
            && tree.is_finite(at)
            && same_tense
            && tree.words[at].sentence == tree.words[word].sentence
            && at < word
        {
            tree.words[word].head = at;
            return true;
        }
    }
    false
}

/// "reaffirmed to the Sudmark side that Norland proposed": the parser takes the clause for a relative one of "side".
/// Below a verb of saying, a clause with "that" and a subject of its own is what is said.
fn content_of_saying(tree: &mut Tree<'_>, word: usize) -> bool {
    if !matches!(tree.label(word), Label::Relcl | Label::Acl) {
        return false;
    }
    let first = tree.subtree(word).start;
    let that = Some(first).filter(|&w| tree.lower(w) == "that" && w < word);
    let subject = tree.kid(word, &[Label::Nsubj, Label::Nsubjpass]);
    let (Some(that), Some(subject)) = (that, subject) else { return false };
    if that == subject || tree.lower(subject) == "that" {
        return false;
    }
    let noun = tree.head(word);
    let preposition = tree.head(noun);
    if tree.label(noun) != Label::Pobj || !matches!(tree.lower(preposition), "to" | "with") {
        return false;
    }
    let verb = tree.head(preposition);
    let says = Lexicon::embedded().verb(tree.lemma(verb)).iter().any(|p| p.frame.carrier);
    if !says || !tree.is_verb(verb) {
        return false;
    }
    tree.words[word].head = verb;
    tree.words[word].label = Label::Ccomp;
    tree.words[that].label = Label::Mark;
    tree.words[that].head = word;
    true
}

/// "On the sidelines of the Meeting, Mr Varga also held": the parser hangs the name on the phrase before it. A main verb
/// without a subject takes the noun right before it, where a comma parts that from a fronted phrase.
fn lost_subject(tree: &mut Tree<'_>, word: usize) -> bool {
    let alone = tree.label(word) == Label::Root && tree.is_verb(word) && tree.is_finite(word);
    if !alone
        || tree
            .kids(word)
            .any(|k| matches!(tree.label(k), Label::Nsubj | Label::Nsubjpass | Label::Csubj | Label::Expl))
    {
        return false;
    }
    let start = tree.sentence_of(word).start;
    let mut at = word;
    while at > start
        && (tree.head(at - 1) == word
            && matches!(tree.label(at - 1), Label::Advmod | Label::Aux | Label::Auxpass | Label::Neg))
    {
        at -= 1;
    }
    if at == start || !matches!(tree.label(at - 1), Label::Appos | Label::Conj | Label::Pobj) || !tree.is_noun(at - 1) {
        return false;
    }
    let noun = at - 1;
    let first = tree.subtree(noun).start;
    let parted = first > start && tree.lower(first - 1) == ",";
    if !parted || tree.head(noun) >= noun {
        return false;
    }
    tree.words[noun].head = word;
    tree.words[noun].label = if tree.is_passive(word) { Label::Nsubjpass } else { Label::Nsubj };
    true
}

/// "On the basis of a ceasefire the leaders undertook to": without a comma the parser takes the fronted phrase for the
/// sentence and the main clause for a relative one.
fn fronted_root(tree: &mut Tree<'_>, word: usize) -> bool {
    let relative = tree.label(word) == Label::Relcl && tree.is_finite(word) && tree.is_verb(word);
    let subject = tree.kid(word, &[Label::Nsubj, Label::Nsubjpass]);
    let (true, Some(subject)) = (relative, subject) else { return false };
    let sentence = tree.sentence_of(word);
    let root = sentence.start;
    // A relative clause without a pronoun has a noun phrase of its own before it only where this is determined or a name.
    let own = tree.is_noun(subject) && tree.subtree(word).start == tree.subtree(subject).start;
    let fronted = tree.label(root) == Label::Root && tree.words[root].pos == Pos::Adp && tree.head(root) == root;
    let alone = !tree.kids(root).any(|k| tree.is_verb(k) && tree.is_finite(k));
    if !own || !fronted || !alone || !tree.is_below(word, root) {
        return false;
    }
    let marks: Vec<usize> = tree.kids(root).filter(|&k| tree.words[k].pos == Pos::Punct).collect();
    for mark in marks {
        tree.words[mark].head = word;
    }
    tree.words[word].head = word;
    tree.words[word].label = Label::Root;
    tree.words[root].head = word;
    tree.words[root].label = Label::Prep;
    true
}

/// "stressed the importance of peace, and the need to act": a noun that the parser coordinates with the verb goes with
/// the verb's object.
fn noun_conjunct(tree: &mut Tree<'_>, word: usize) -> bool {
    let verb = tree.head(word);
    let noun = matches!(tree.words[word].tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps);
    if tree.label(word) != Label::Conj || !noun || !tree.is_verb(verb) || verb > word {
        return false;
    }
    if tree.kid(word, &[Label::Nsubj, Label::Nsubjpass]).is_some() {
        return false;
    }
    let object = tree.kid(verb, &[Label::Dobj]).filter(|&o| o < word && o > verb);
    let preposition = tree.kids(verb).rfind(|&k| tree.label(k) == Label::Prep && k > verb && k < word);
    let object = object.or_else(|| tree.kid(preposition?, &[Label::Pobj]));
    let Some(object) = object else { return false };
    let determined = |tree: &Tree<'_>, w: usize| tree.kid(w, &[Label::Det, Label::Poss]).is_some();
    let parallel = determined(tree, word) && determined(tree, object);
    tree.words[word].head = if parallel { object } else { before_list(tree, word).unwrap_or(object) };
    true
}

/// The noun right before a comma or "and", of which a noun behind goes on with the list.
fn before_list(tree: &Tree<'_>, word: usize) -> Option<usize> {
    let start = tree.subtree(word).start;
    let sentence = tree.sentence_of(word).start;
    let before = (sentence..start).rev().find(|&w| !matches!(tree.words[w].pos, Pos::Punct | Pos::Cconj))?;
    tree.is_noun(before).then_some(before)
}

/// "reaffirmed its commitment to centrality and support for the Outlook": a noun of stance with a complement of its own
/// is parallel to the noun of stance above it, not to that one's complement.
fn parallel_stance(tree: &mut Tree<'_>, word: usize) -> bool {
    let stance = |tree: &Tree<'_>, w: usize| Lexicon::embedded().noun(tree.lemma(w)).is_some();
    if tree.label(word) != Label::Conj
        || !tree.is_noun(word)
        || !stance(tree, word)
        || tree.kid(word, &[Label::Prep]).is_none()
    {
        return false;
    }
    let sibling = tree.head(word);
    if stance(tree, sibling) || tree.label(sibling) != Label::Pobj {
        return false;
    }
    let above = tree.head(tree.head(sibling));
    if !stance(tree, above) || !tree.is_noun(above) {
        return false;
    }
    tree.words[word].head = above;
    true
}
