//! "is committed to", "are deeply concerned about", "was pleased to announce", "is welcome".

use rapporteur_language::{Label, Pos, Tag};
use rapporteur_record::{ActType, Strength};

use super::{Around, Draft, arguments, predicate, recipient, strength_of};
use crate::clause;
use crate::scene::Scene;

/// Reads a copula with an adjective of stance, and a participle that the model takes for a passive ("are committed").
pub(super) fn read(
    scene: &mut Scene<'_>,
    verb: usize,
    around: &Around<'_>,
    acts: &mut Vec<Draft>,
    taken: &mut Vec<usize>,
) -> bool {
    if evaluation(scene, verb, around, acts) {
        return true;
    }
    let Some(adjective) = adjective(scene, verb) else { return false };
    let Some(frame) = scene.lexicon.adjective(scene.tree.lower(adjective)).cloned() else { return false };
    // "pleased to announce": the verb behind it is the act.
    let next = scene.tree.kids(adjective).find(|&k| arguments::is_infinitive(&scene.tree, k));
    if let Some(next) = next {
        let acts_itself =
            predicate::best_frame(scene, next).is_some_and(|f| f.act_type != ActType::Action && !f.carrier);
        if frame.act_type == ActType::Support && acts_itself {
            taken.push(next);
            let n_before = acts.len();
            predicate::read(scene, next, around, acts);
            return acts.len() > n_before;
        }
    }
    // "would be happy to help" offers.
    let would = clause::modal(&scene.tree, verb).is_some_and(|m| scene.tree.lower(m) == "would");
    let offers = frame.act_type == ActType::Support && would && next.is_some();
    let frame = if offers { scene.lexicon.adjective("ready").cloned().unwrap_or(frame) } else { frame };
    let content = arguments::content(scene, adjective, Some(adjective), &frame)
        .or_else(|| arguments::content(scene, verb, Some(adjective), &frame));
    if content.is_none() && around.place == super::Place::Participle {
        return false;
    }
    let (actor, subject) = actor(scene, verb, adjective, around);
    if actor.is_empty() || content.is_none() {
        return false;
    }
    let start = verb.min(adjective);
    let words = clause::verb_group(&scene.tree, verb).start.min(start)..adjective.max(verb) + 1;
    let mut act = predicate::draft(scene, verb, &frame, scene.tree.span(words.clone()), around);
    act.why = vec![format!("{}: {}", scene.tree.lower(adjective), frame.act_type), subject.why()];
    act.doubt += subject.doubt();
    act.strength = strength_of(scene, words);
    if act.strength == Strength::Plain {
        let adverb = scene.tree.kids(adjective).find_map(|k| scene.lexicon.strength(scene.tree.lower(k)));
        act.strength = adverb.unwrap_or(Strength::Plain);
    }
    act.actor = actor;
    act.content = content.clone().map(|c| scene.tree.span(c));
    recipient::fill(scene, adjective, None, &frame, content.as_ref(), around, &mut act);
    if act.recipient.is_empty()
        && matches!(frame.act_type, ActType::Commitment | ActType::Offer)
        && let Some(content) = content
    {
        act.recipient = recipient::addressee_in(scene, content, around, &act);
    }
    taken
        .extend(arguments::clause_below(&scene.tree, adjective).or_else(|| arguments::clause_below(&scene.tree, verb)));
    acts.push(act);
    true
}

/// "The announcement is welcome", "the reports are a matter of concern": in a statement the stance of whoever speaks.
fn evaluation(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, acts: &mut Vec<Draft>) -> bool {
    let tree = &scene.tree;
    if tree.lemma(verb) != "be" || !super::is_speech(scene) || around.default_actor.is_empty() {
        return false;
    }
    let Some(subject) = tree.kid(verb, &[Label::Nsubj]).filter(|&s| tree.words[s].pos != Pos::Pron) else {
        return false;
    };
    let Some(what) = tree.kid(verb, &[Label::Acomp, Label::Attr]) else { return false };
    let matter = matches!(tree.lemma(what), "matter" | "cause" | "source" | "subject")
        && tree
            .prep_object(what, "of")
            .or_else(|| tree.prep_object(what, "for"))
            .is_some_and(|o| tree.lemma(o) == "concern");
    let (act_type, event) = match (tree.lower(what), matter) {
        ("welcome", _) => (ActType::Support, "SUPPORT"),
        (_, true) => (ActType::Concern, "ACCUSE"),
        _ => return false,
    };
    let end = if matter { tree.subtree(what).end } else { what + 1 };
    let mut act = Draft::new(act_type, tree.span(verb..end), format!("be {}: {act_type}", tree.lower(what)));
    let content = tree.subtree(subject);
    act.content = Some(tree.span(content.clone()));
    act.event = Some(event.into());
    act.actor = around.default_actor.to_vec();
    let frame = scene.lexicon.adjective("concerned").cloned();
    if let Some(frame) = frame {
        recipient::fill(scene, verb, None, &frame, Some(&content), around, &mut act);
    }
    acts.push(act);
    true
}

/// The adjective of stance: behind a copula, or the verb itself where it is a participle of one.
fn adjective(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let tree = &scene.tree;
    let listed = |w: usize| scene.lexicon.adjective(tree.lower(w)).is_some();
    if matches!(tree.lemma(verb), "be" | "remain" | "stay" | "feel" | "stand" | "become" | "seem") {
        return tree
            .kids(verb)
            .find(|&k| matches!(tree.label(k), Label::Acomp | Label::Attr | Label::Oprd) && listed(k));
    }
    let participle = matches!(tree.words[verb].tag, Tag::Vbn | Tag::Jj) || tree.words[verb].pos == Pos::Adj;
    let stative = tree.is_passive(verb) || tree.kids(verb).any(|k| matches!(tree.label(k), Label::Auxpass));
    let alone = tree.label(verb) == Label::Advcl
        || tree.label(verb) == Label::Acl
        || tree.label(verb) == Label::Conj
        || tree.label(verb) == Label::Root;
    (participle && listed(verb) && (stative || alone)).then_some(verb)
}

/// The subject of the copula; of a participle that the model takes for a passive, its subject in form.
fn actor(
    scene: &mut Scene<'_>,
    verb: usize,
    adjective: usize,
    around: &Around<'_>,
) -> (Vec<crate::cast::ActorRef>, predicate::Subject) {
    if verb == adjective
        && let Some(subject) = clause::object(&scene.tree, verb)
    {
        let found = crate::resolve::actors_of(scene, subject, &around.focus);
        if !found.is_empty() {
            return (found, predicate::Subject::Party);
        }
    }
    predicate::actor(scene, verb, around)
}
