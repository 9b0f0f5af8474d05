//! To whom an act is done, or of whom something is asked.

use std::ops::Range;

use rapporteur_language::{Label, Pos, Tag};
use rapporteur_record::{ActType, ActorKind};

use super::{Around, Draft};
use crate::cast::ActorRef;
use crate::clause;
use crate::lexicon::{Frame, Slot};
use crate::resolve::{actors_of, owners};
use crate::scene::Scene;

/// Fills the recipient by the frame's slots: the first that names a party other than the actor.
pub(super) fn fill(
    scene: &mut Scene<'_>,
    verb: usize,
    noun: Option<usize>,
    frame: &Frame,
    content: Option<&Range<usize>>,
    around: &Around<'_>,
    act: &mut Draft,
) {
    for slot in &frame.recipient {
        let found = by_slot(scene, verb, noun, slot, content, around, act);
        let found: Vec<ActorRef> = found.into_iter().filter(|r| !act.actor.contains(r)).collect();
        if found.is_empty() {
            continue;
        }
        act.why.push(format!("recipient: {}", slot_name(slot)));
        if *slot == Slot::Other {
            act.doubt += 0.5;
        }
        act.recipient = found;
        return;
    }
}

fn by_slot(
    scene: &mut Scene<'_>,
    verb: usize,
    noun: Option<usize>,
    slot: &Slot,
    content: Option<&Range<usize>>,
    around: &Around<'_>,
    act: &Draft,
) -> Vec<ActorRef> {
    match slot {
        Slot::Object => asked_object(scene, verb, around),
        Slot::Dative => {
            scene.tree.kid(verb, &[Label::Dative]).map(|w| actors_of(scene, w, &around.focus)).unwrap_or_default()
        }
        Slot::Prep(preposition) => {
            // "imposed sanctions on X": what a deed gives or lays on somebody has the preposition
            let given = if act.act_type == ActType::Action { clause::object(&scene.tree, verb) } else { None };
            // what stands at the sentence's head ("On the issue of trade, …") is nobody's argument
            let behind = |word: usize| {
                let mut preps = scene.tree.preps(word, preposition).filter(move |&prep| prep > word);
                preps.find_map(|prep| scene.tree.kid(prep, &[Label::Pobj, Label::Pcomp]))
            };
            let object = noun.into_iter().chain([verb]).chain(given).find_map(behind);
            object.map(|o| actors_of(scene, o, &around.focus)).unwrap_or_default()
        }
        Slot::Owner => content.map(|c| owner_in(scene, c.clone(), around, act)).unwrap_or_default(),
        Slot::Other => other_side(scene, around, act),
        Slot::Named => named(scene, verb, noun, around),
        Slot::That | Slot::Inf | Slot::Ing => Vec::new(),
    }
}

/// The object of an ask; in "called for X to act" and "urged that X act" the subject of what is asked.
fn asked_object(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>) -> Vec<ActorRef> {
    let object = clause::object(&scene.tree, verb);
    if let Some(object) = object {
        let found = actors_of(scene, object, &around.focus);
        if !found.is_empty() {
            return found;
        }
    }
    let found = inner_subject(scene, verb, around);
    match object {
        // Whoever is asked to do something can do things, whatever the tables call him.
        Some(object) if found.is_empty() && asks_to_do(scene, verb, object) => {
            let of = owners(scene, object, &around.focus);
            crate::resolve::group(scene, object, ActorKind::Group, &of)
        }
        _ => found,
    }
}

/// "encouraged education providers to offer": an object in front of an infinitive.
fn asks_to_do(scene: &Scene<'_>, verb: usize, object: usize) -> bool {
    let tree = &scene.tree;
    let infinitive = tree.kids(verb).any(|k| {
        matches!(tree.label(k), Label::Xcomp | Label::Advcl | Label::Ccomp)
            && k > object
            && tree.words[k].tag == Tag::Vb
            && tree.kids(k).any(|m| tree.words[m].tag == Tag::To)
    });
    infinitive && tree.is_plural(object) && !scene.tree.is_passive(verb)
}

/// The subject of the clause that is asked for.
pub(super) fn inner_subject(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>) -> Vec<ActorRef> {
    let clause = scene.tree.kids(verb).find(|&k| {
        matches!(scene.tree.label(k), Label::Ccomp | Label::Xcomp | Label::Advcl)
            && scene.tree.kid(k, &[Label::Nsubj]).is_some()
    });
    let subject = clause.and_then(|c| scene.tree.kid(c, &[Label::Nsubj]));
    subject.map(|s| actors_of(scene, s, &around.focus)).unwrap_or_default()
}

/// The party whose conduct or property the content names as possessor or agent (decision 2): the first of its nouns,
/// from the head down, that has one.
pub(super) fn owner_in(
    scene: &mut Scene<'_>,
    content: Range<usize>,
    around: &Around<'_>,
    act: &Draft,
) -> Vec<ActorRef> {
    // What a conference of many says has every side for its actor.
    if act.actor.iter().any(|&a| {
        scene.cast.get(a).kind == ActorKind::Group
            && scene.meeting_names.iter().flatten().any(|n| *n == scene.cast.get(a).name)
    }) {
        return Vec::new();
    }
    let heads = content_heads(scene, content.clone());
    let mut found = Vec::new();
    for head in heads {
        for actor in owners_below(scene, head, &content, around, 0) {
            if !found.contains(&actor) && !is_actor_side(scene, actor, act, around) {
                found.push(actor);
            }
        }
    }
    if found.is_empty() {
        found = located(scene, content, around, act);
    }
    found
}

/// The topmost words of a stretch.
fn content_heads(scene: &Scene<'_>, content: Range<usize>) -> Vec<usize> {
    content
        .clone()
        .filter(|&w| !content.contains(&scene.tree.head(w)) || scene.tree.head(w) == w)
        .filter(|&w| !matches!(scene.tree.words[w].pos, Pos::Punct | Pos::Cconj))
        .collect()
}

/// Whether a party is a side that acts itself, or the person who does.
fn is_actor_side(scene: &Scene<'_>, party: ActorRef, act: &Draft, around: &Around<'_>) -> bool {
    let sayer = act.attributed_to.into_iter();
    // All who meet act in common: no side of theirs is addressed.
    let common = act.actor.len() > 1 && around.focus.sides.iter().any(|&s| scene.cast.same_side(s, party));
    common && scene.cast.get(party).kind == ActorKind::Country
        || act.actor.iter().copied().chain(sayer).any(|a| {
            a == party
                || scene.cast.side(a) == party
                || scene.cast.same_side(a, party) && scene.cast.get(party).kind != ActorKind::Group
        })
}

fn owners_below(
    scene: &mut Scene<'_>,
    head: usize,
    content: &Range<usize>,
    around: &Around<'_>,
    depth: usize,
) -> Vec<ActorRef> {
    if depth > 6 {
        return Vec::new();
    }
    if scene.tree.is_noun(head) {
        // The content itself may be a party: "support for Ukraine and its people".
        if depth == 0 || scene.tree.label(head) == Label::Conj {
            let selves = actors_of_party(scene, head, around);
            if !selves.is_empty() {
                return selves;
            }
        }
        let own = owners(scene, head, &around.focus);
        if !own.is_empty() {
            return own;
        }
        if let Some(by) = scene.tree.prep_object(head, "by") {
            let found = actors_of(scene, by, &around.focus);
            if !found.is_empty() {
                return found;
            }
        }
    }
    let next: Vec<usize> = scene
        .tree
        .kids(head)
        .filter(|&k| content.contains(&k))
        .filter(|&k| match scene.tree.label(k) {
            Label::Nsubj | Label::Nsubjpass => depth == 0 || scene.tree.is_verb(head),
            Label::Dobj => depth == 0 && scene.tree.is_verb(head),
            Label::Prep => matches!(scene.tree.lower(k), "of" | "about" | "for" | "over" | "on" | "at" | "from"),
            Label::Pobj | Label::Pcomp | Label::Agent => true,
            // "the toll taken by Norland's strikes"
            Label::Acl => scene.tree.kid(k, &[Label::Agent]).is_some(),
            Label::Conj => depth == 0,
            _ => false,
        })
        .collect();
    for kid in next {
        if scene.tree.label(kid) == Label::Nsubj {
            let subject = actors_of(scene, kid, &around.focus);
            if !subject.is_empty() {
                return subject;
            }
        }
        let found = owners_below(scene, kid, content, around, depth + 1);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The parties that a noun itself names, coordinated ones included.
fn actors_of_party(scene: &mut Scene<'_>, head: usize, around: &Around<'_>) -> Vec<ActorRef> {
    actors_of(scene, head, &around.focus)
}

/// A bare "in Norland" counts where Norland is the other side of the meeting.
fn located(scene: &mut Scene<'_>, content: Range<usize>, around: &Around<'_>, act: &Draft) -> Vec<ActorRef> {
    let others = other_sides(scene, around, act);
    for word in content {
        if scene.tree.lower(word) != "in" {
            continue;
        }
        let Some(object) = scene.tree.kid(word, &[Label::Pobj]) else { continue };
        for actor in actors_of(scene, object, &around.focus) {
            if others.contains(&scene.cast.side(actor)) {
                return vec![actor];
            }
        }
    }
    Vec::new()
}

fn other_sides(scene: &Scene<'_>, around: &Around<'_>, act: &Draft) -> Vec<ActorRef> {
    let sayer = act.attributed_to.into_iter();
    let own: Vec<ActorRef> = act.actor.iter().copied().chain(sayer).collect();
    around.focus.sides.iter().copied().filter(|&side| !own.iter().any(|&a| scene.cast.same_side(a, side))).collect()
}

/// The other side of the meeting: only where there is just one.
fn other_side(scene: &Scene<'_>, around: &Around<'_>, act: &Draft) -> Vec<ActorRef> {
    match other_sides(scene, around, act).as_slice() {
        [one] => vec![*one],
        _ => Vec::new(),
    }
}

/// A party after "with", "to", "against", or as the object (decision 27).
fn named(scene: &mut Scene<'_>, verb: usize, noun: Option<usize>, around: &Around<'_>) -> Vec<ActorRef> {
    for word in [Some(verb), noun].into_iter().flatten() {
        if word == verb
            && let Some(object) = clause::object(&scene.tree, verb).filter(|_| !scene.tree.is_passive(verb))
        {
            let found = actors_of(scene, object, &around.focus);
            if !found.is_empty() {
                return found;
            }
        }
        for preposition in ["with", "to", "against", "on"] {
            if let Some(object) = scene.tree.prep_object(word, preposition) {
                let found = actors_of(scene, object, &around.focus);
                if !found.is_empty() {
                    return found;
                }
            }
        }
    }
    let object = clause::object(&scene.tree, verb);
    for preposition in ["to", "with", "for"] {
        if let Some(found) = object.and_then(|o| scene.tree.prep_object(o, preposition)) {
            let found = actors_of(scene, found, &around.focus);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Lets a promise name its addressee inside its content: "working closely with the U.S." (decision 3).
pub(super) fn addressee_in(
    scene: &mut Scene<'_>,
    content: Range<usize>,
    around: &Around<'_>,
    act: &Draft,
) -> Vec<ActorRef> {
    for word in content {
        // "together with our partners" tells who else does it.
        let beside =
            word > 0 && matches!(scene.tree.lower(word - 1), "together" | "along" | "conjunction" | "coordination");
        let with =
            matches!(scene.tree.label(word), Label::Prep | Label::Pcomp) && scene.tree.lower(word) == "with" && !beside;
        // An offer to assist is made to whom it assists.
        let helps = act.act_type == ActType::Offer
            && matches!(scene.tree.lemma(word), "assist" | "help" | "aid")
            && scene.tree.is_verb(word);
        let object = match (with, helps) {
            (true, _) => scene.tree.kid(word, &[Label::Pobj]),
            (_, true) => clause::object(&scene.tree, word),
            _ => None,
        };
        let Some(object) = object else { continue };
        let found: Vec<ActorRef> = actors_of(scene, object, &around.focus)
            .into_iter()
            .filter(|&a| !is_actor_side(scene, a, act, around))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn slot_name(slot: &Slot) -> &str {
    match slot {
        Slot::Object => "object",
        Slot::Dative => "indirect object",
        Slot::Owner => "whose conduct or property the content names",
        Slot::Other => "the other side of the meeting",
        Slot::Named => "the party named",
        Slot::Prep(preposition) => preposition,
        Slot::That | Slot::Inf | Slot::Ing => "clause",
    }
}
