//! Light verbs and their nouns: "expressed grave concern", "took note", "reaffirmed Norland's commitment".

use rapporteur_language::{Label, Pos, Tag};
use rapporteur_record::{ActType, Strength};

use super::{Around, Draft, arguments, predicate, recipient, strength_of};
use crate::cast::ActorRef;
use crate::clause;
use crate::lexicon::Frame;
use crate::resolve::actors_of;
use crate::scene::Scene;

/// Reads a verb with each noun of stance below it. What it finds: "expressed appreciation to", "has a commitment to",
/// "an exchange of views was held". What it must not: a noun of stance that is only the topic of talk ("discussed
/// support for"), or one that has neither content nor owner.
pub(super) fn read(
    scene: &mut Scene<'_>,
    verb: usize,
    around: &Around<'_>,
    acts: &mut Vec<Draft>,
    taken: &mut Vec<usize>,
) -> bool {
    let Some(object) = noun_object(scene, verb) else { return false };
    let nouns = scene.tree.conjuncts(object);
    let mut any = false;
    let n_before = acts.len();
    for noun in nouns {
        let Some(frame) = frame_of(scene, verb, noun) else { continue };
        if let Some(act) = one(scene, verb, noun, &frame, around) {
            acts.push(act);
            any = true;
        }
    }
    if !any {
        return false;
    }
    merge_alike(acts, n_before);
    share_content(acts, n_before);
    rest_of_carrier(scene, verb, object, around, acts);
    predicate::embedded(scene, verb, around, acts, taken);
    true
}

/// The object, or what "there was" introduces, or the noun of a passive.
fn noun_object(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let tree = &scene.tree;
    clause::object(tree, verb).or_else(|| {
        let there = tree.lemma(verb) == "be" && tree.kids(verb).any(|k| tree.label(k) == Label::Expl);
        if there { tree.kid(verb, &[Label::Attr]) } else { None }
    })
}

fn frame_of(scene: &Scene<'_>, verb: usize, noun: usize) -> Option<Frame> {
    let tree = &scene.tree;
    if !tree.is_noun(noun) {
        return None;
    }
    let light = if tree.lemma(verb) == "be" { "have" } else { tree.lemma(verb) };
    scene.lexicon.light(light, tree.lemma(noun)).or_else(|| scene.lexicon.light(light, tree.lower(noun))).cloned()
}

fn one(scene: &mut Scene<'_>, verb: usize, noun: usize, frame: &Frame, around: &Around<'_>) -> Option<Draft> {
    let (speaker, subject) = predicate::actor(scene, verb, around);
    let owner = named_owner(scene, noun, around);
    let content = arguments::content(scene, verb, Some(noun), frame).or_else(|| to_do(scene, verb, noun, frame));
    let carries =
        scene.lexicon.carries_nouns(scene.tree.lemma(verb)) && scene.lexicon.noun(scene.tree.lemma(noun)).is_some();
    let utters =
        matches!(scene.tree.lemma(verb), "express" | "voice" | "extend" | "convey" | "offer" | "give" | "register");
    if content.is_none() && (carries && !utters && owner.is_empty() || frame.act_type == ActType::Discussion) {
        return None;
    }
    let own = owner.is_empty() || owner.iter().all(|o| speaker.contains(o));
    let (actor, attributed) =
        if own { (speaker, around.sayer.first().copied()) } else { (owner, speaker.first().copied()) };
    if actor.is_empty() {
        return None;
    }
    let together = !carries || utters;
    let trigger = trigger(scene, verb, noun, together && own);
    let mut act = predicate::draft(scene, verb, frame, trigger, around);
    act.why =
        vec![format!("{} + {}: {}", scene.tree.lemma(verb), scene.tree.lemma(noun), frame.act_type), subject.why()];
    act.doubt += subject.doubt();
    act.strength = strength_of(scene, noun_group(scene, noun));
    if act.strength == Strength::Plain {
        act.strength = strength_of(scene, clause::verb_group(&scene.tree, verb));
    }
    act.actor = actor;
    act.attributed_to = attributed.filter(|a| !act.actor.contains(a));
    act.content = content.clone().map(|c| scene.tree.span(c));
    // "commitment to the region" binds to no conduct.
    if frame.act_type == ActType::Commitment && content.as_ref().is_some_and(|c| !is_conduct(scene, c.clone())) {
        act.strength = Strength::Weak;
    }
    recipient::fill(scene, verb, Some(noun), frame, content.as_ref(), around, &mut act);
    if frame.act_type == ActType::Commitment
        && act.recipient.is_empty()
        && let Some(content) = content
    {
        act.recipient = recipient::addressee_in(scene, content.clone(), around, &act);
        // "commitment to Norland's sovereignty": a property named by its party counts as that party (decision 27).
        if act.recipient.is_empty() && !is_conduct(scene, content.clone()) {
            act.recipient = recipient::owner_in(scene, content, around, &act);
        }
    }
    Some(act)
}

/// "their commitment to jointly fighting": what stands behind the noun's "to", however the parser hangs it.
fn to_do(scene: &Scene<'_>, verb: usize, noun: usize, frame: &Frame) -> Option<std::ops::Range<usize>> {
    let end = scene.tree.subtree(verb).end.min(scene.tree.sentence_of(verb).end);
    let promises = matches!(frame.act_type, ActType::Commitment | ActType::Offer);
    let to = noun + 1 < end && scene.tree.lower(noun + 1) == "to" && promises;
    let mut last = end;
    while last > noun + 2 && scene.tree.words[last - 1].pos == Pos::Punct {
        last -= 1;
    }
    (to && noun + 2 < last).then_some(noun + 2..last)
}

/// Whether a content tells what is to be done: it begins with a verb.
fn is_conduct(scene: &Scene<'_>, content: std::ops::Range<usize>) -> bool {
    content.take(3).any(|w| matches!(scene.tree.words[w].tag, Tag::Vb | Tag::Vbg))
}

/// Whose stance it is by name: "Norland's commitment", "U.S. support"; pronouns are the subject's own.
fn named_owner(scene: &mut Scene<'_>, noun: usize, around: &Around<'_>) -> Vec<ActorRef> {
    let kids: Vec<usize> = scene.tree.kids(noun).filter(|&k| k < noun).collect();
    for kid in kids {
        if scene.tree.words[kid].tag == Tag::PrpPossessive || scene.tree.words[kid].pos == Pos::Pron {
            // "our" in an account of talks is the issuer's side.
            if scene.tree.lower(kid) == "our" && !super::is_speech(scene) {
                return actors_of(scene, kid, &around.focus);
            }
            continue;
        }
        let named = scene.tree.label(kid) == Label::Poss || scene.name_covering(kid).is_some();
        if named && matches!(scene.tree.label(kid), Label::Poss | Label::Compound | Label::Amod | Label::Nmod) {
            let found = actors_of(scene, kid, &around.focus);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The noun with its intensifier, and the verb too where verb and noun are one expression.
fn trigger(scene: &Scene<'_>, verb: usize, noun: usize, together: bool) -> rapporteur_record::Span {
    let tree = &scene.tree;
    let group = noun_group(scene, noun);
    if together && verb < noun && noun - verb < 8 {
        return predicate::trigger(scene, verb, Some(noun_end(scene, noun)));
    }
    tree.span(group)
}

/// "exchange of views" is one noun.
fn noun_end(scene: &Scene<'_>, noun: usize) -> usize {
    match scene.tree.prep_object(noun, "of") {
        Some(views) if matches!(scene.tree.lower(views), "views" | "opinions" | "ideas" | "notes") => views,
        _ => noun,
    }
}

/// A noun of stance with the adjectives that raise or lower it.
fn noun_group(scene: &Scene<'_>, noun: usize) -> std::ops::Range<usize> {
    let tree = &scene.tree;
    let mut start = noun;
    while start > 0
        && tree.head(start - 1) == noun
        && matches!(tree.label(start - 1), Label::Amod)
        && scene.lexicon.strength(tree.lower(start - 1)).is_some()
    {
        start -= 1;
    }
    start..noun_end(scene, noun) + 1
}

/// "appreciation and gratitude to X", "support for X and support for Y": nouns of one type are one act.
fn merge_alike(acts: &mut Vec<Draft>, from: usize) {
    let mut at = from;
    while at + 1 < acts.len() {
        if acts[at].act_type == acts[at + 1].act_type && acts[at].actor == acts[at + 1].actor {
            let next = acts.remove(at + 1);
            let act = &mut acts[at];
            act.content = match (act.content, next.content) {
                (Some(a), Some(b)) => Some(a.cover(b)),
                (a, b) => a.or(b),
            };
            crate::meetings::extend(&mut act.recipient, next.recipient);
            if next.trigger.start > act.trigger.end && act.content.is_none_or(|c| c.start > act.trigger.end) {
                act.trigger = act.trigger.cover(next.trigger);
            }
        } else {
            at += 1;
        }
    }
}

/// "support and commitment to X": the nouns share the content and recipient of the last.
fn share_content(acts: &mut [Draft], from: usize) {
    let new = &mut acts[from..];
    for i in (0..new.len().saturating_sub(1)).rev() {
        if new[i].content.is_none() {
            new[i].content = new[i + 1].content;
            if new[i].recipient.is_empty() {
                let (first, next) = new.split_at_mut(i + 1);
                first[i].recipient.clone_from(&next[0].recipient);
            }
        }
    }
}

/// "highlighted U.S. support for X, and the work of Y": what a verb of saying carries beside the noun of stance is a
/// statement.
fn rest_of_carrier(scene: &mut Scene<'_>, verb: usize, object: usize, around: &Around<'_>, acts: &mut Vec<Draft>) {
    let carrier = predicate::best_frame(scene, verb).filter(|f| f.carrier);
    let Some(frame) = carrier else { return };
    let plain = scene.tree.conjuncts(object).into_iter().find(|&n| {
        let own = scene.tree.kids(n).any(|k| matches!(scene.tree.label(k), Label::Det | Label::Poss));
        scene.lexicon.noun(scene.tree.lemma(n)).is_none() && scene.tree.is_noun(n) && own
    });
    let Some(plain) = plain else { return };
    let (actor, _) = predicate::actor(scene, verb, around);
    if actor.is_empty() {
        return;
    }
    let content = scene.tree.subtree(plain);
    let mut act = predicate::draft(scene, verb, &frame, predicate::trigger(scene, verb, None), around);
    act.actor = actor;
    act.content = Some(scene.tree.span(content.clone()));
    recipient::fill(scene, verb, None, &frame, Some(&content), around, &mut act);
    acts.push(act);
}
