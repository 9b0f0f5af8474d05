//! "will", "must", "should": promises and appeals by auxiliaries.

use rapporteur_language::{Label, Tag};
use rapporteur_record::{ActType, Modality, Polarity, Strength};

use super::{Around, Draft, Place, arguments, is_joint, is_speech, predicate, recipient};
use crate::cast::ActorRef;
use crate::clause;
use crate::lexicon::Head;
use crate::resolve::actors_of;
use crate::scene::Scene;

/// "must", "should", "have to" (record 2, decision 19). Of another party it is an appeal to it; of all sides who say it,
/// an agreement; of the speaker's own side or of a thing, a statement. Only what somebody says counts: the narrator's
/// own "must" is none.
pub(super) fn obligation(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, acts: &mut Vec<Draft>) -> bool {
    let Some((first, main)) = obliged(scene, verb) else { return false };
    if is_under_one_modal(scene, verb, first, acts) {
        return true;
    }
    let said = around.place == Place::Carried && !around.sayer.is_empty();
    if !said && !is_speech(scene) {
        return false;
    }
    let speakers = if said { around.sayer.clone() } else { around.default_actor.to_vec() };
    if speakers.is_empty() {
        return false;
    }
    let subject = subject_in_form(scene, verb);
    let about: Vec<ActorRef> = subject.map(|s| actors_of(scene, s, &around.focus)).unwrap_or_default();
    let own = |scene: &Scene<'_>, a: &ActorRef| {
        speakers.iter().any(|s| s == a || scene.cast.same_side(*s, *a))
            || around.focus.sides.contains(a) && around.focus.sides.len() == about.len()
    };
    let others: Vec<ActorRef> = about.iter().copied().filter(|a| !own(scene, a)).collect();
    let joint = speakers.len() > 1 || is_joint(scene);
    let passive = scene.tree.is_passive(main);
    let act_type = if !others.is_empty() && !passive {
        ActType::Appeal
    } else if joint {
        ActType::Agreement
    } else if said {
        return false;
    } else {
        ActType::Statement
    };
    let words = first..main + 1;
    let mut act = Draft::new(
        act_type,
        scene.tree.span(words),
        format!(
            "{} of {}",
            scene.tree.lower(first),
            if others.is_empty() { "the speakers or a thing" } else { "another party" }
        ),
    );
    act.actor = speakers;
    if act_type == ActType::Appeal {
        act.recipient = others;
        act.event = Some("REQUEST".into());
    }
    act.content = Some(scene.tree.span(if act_type == ActType::Appeal {
        main..scene.tree.subtree(main).end.max(main + 1)
    } else {
        scene.tree.subtree(verb)
    }));
    if scene.tree.is_negated(verb) {
        act.polarity = Polarity::Negated;
    }
    acts.push(act);
    true
}

/// "must end the violence and hold to account": verbs that share a modal are one act (decision 13).
fn is_under_one_modal(scene: &Scene<'_>, verb: usize, modal: usize, acts: &[Draft]) -> bool {
    let tree = &scene.tree;
    let modal = tree.words[modal].span;
    let shares = tree.label(verb) == Label::Conj && tree.kids(verb).all(|k| tree.words[k].span != modal);
    shares && tree.words[verb].span != modal && acts.iter().any(|act| act.trigger.contains(modal))
}

/// The first word of the obligation and the verb that it bears on.
fn obliged(scene: &Scene<'_>, verb: usize) -> Option<(usize, usize)> {
    let tree = &scene.tree;
    if let Some(modal) = clause::modal(tree, verb).filter(|&m| matches!(tree.lower(m), "must" | "should" | "ought")) {
        return Some((modal, verb));
    }
    let own_modal = tree.kids(verb).find(|&k| tree.words[k].tag == Tag::Md).unwrap_or(verb);
    let negated = tree.kids(verb).any(|k| tree.lower(k) == "yet");
    let needs = !negated && matches!(tree.lemma(verb), "have" | "need") && tree.kid(verb, &[Label::Dobj]).is_none();
    let inner = tree.kid(verb, &[Label::Xcomp]).filter(|&x| arguments::is_infinitive(tree, x))?;
    needs.then_some((own_modal.min(verb), inner))
}

fn subject_in_form(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let tree = &scene.tree;
    tree.kid(verb, &[Label::Nsubj, Label::Nsubjpass]).or_else(|| clause::subject(tree, verb))
}

/// "will" and "shall" (decisions 1, 21, 27), and "would" in what somebody said it would be.
pub(super) fn will(
    scene: &mut Scene<'_>,
    verb: usize,
    around: &Around<'_>,
    acts: &mut Vec<Draft>,
    taken: &mut Vec<usize>,
) -> bool {
    let Some(modal) = future_modal(scene, verb, around) else { return false };
    if is_under_one_modal(scene, verb, modal, acts) {
        return true;
    }
    // "will be pleased to", "will never be forgotten" go on below; a verb of saying under "will" promises to say.
    let frame = predicate::best_frame(scene, verb);
    let (mut actor, subject) = future_actor(scene, verb, around);
    if actor.is_empty() {
        return false;
    }
    let party = subject == predicate::Subject::Party;
    if !is_term(scene, verb, party) {
        return false;
    }
    let act_type = kind_of_future(scene, verb, &actor, party, around);
    let mut words = clause::verb_group(&scene.tree, verb);
    words.start = words.start.min(modal);
    let mut act = Draft::new(
        act_type,
        scene.tree.span(words),
        format!("{} + {}: {act_type}", scene.tree.lower(modal), scene.tree.lemma(verb)),
    );
    act.why.push(subject.why());
    act.doubt += subject.doubt() + 0.5;
    let content = future_content(scene, verb, party);
    act.content = Some(scene.tree.span(content.clone()));
    act.event = Some("AGREE".into());
    if act_type == ActType::Announcement {
        act.modality = Modality::Future;
        act.event = hostile_event(frame.as_ref()).or(None);
    }
    if scene.tree.is_negated(verb) {
        act.polarity = Polarity::Negated;
    }
    act.attributed_to = around.sayer.first().copied().filter(|a| !actor.contains(a));
    act.actor = std::mem::take(&mut actor);
    act.recipient = future_recipient(scene, verb, content, around, &act);
    if act.strength == Strength::Plain {
        act.strength = super::strength_of(scene, clause::verb_group(&scene.tree, verb));
    }
    taken.extend(scene.tree.kid(verb, &[Label::Xcomp, Label::Ccomp]));
    acts.push(act);
    true
}

/// What a thing will bring about is the narrator's evaluation, what a party will be a forecast (decision 21); that
/// something will be done, be held, include or focus on is a term.
fn is_term(scene: &Scene<'_>, verb: usize, party: bool) -> bool {
    let tree = &scene.tree;
    let describes = matches!(tree.lemma(verb), "be" | "comprise" | "constitute" | "represent" | "mark");
    if describes && !tree.is_passive(verb) {
        return false;
    }
    // "will take place" and "will enter into force" are steps, "will take time" is a forecast.
    let object = |words: &[&str]| clause::object(tree, verb).is_some_and(|o| words.contains(&tree.lower(o)));
    let step = match tree.lemma(verb) {
        "take" => object(&["place", "effect"]),
        "come" | "enter" => tree.preps(verb, "into").next().is_some(),
        _ => true,
    };
    if !party && !step && !tree.is_passive(verb) {
        return false;
    }
    party
        || tree.is_passive(verb)
        || matches!(
            tree.lemma(verb),
            "include"
                | "focus"
                | "take"
                | "meet"
                | "begin"
                | "convene"
                | "enter"
                | "commence"
                | "continue"
                | "remain"
                | "follow"
                | "cover"
                | "consist"
                | "come"
                | "serve"
        )
}

fn future_modal(scene: &Scene<'_>, verb: usize, around: &Around<'_>) -> Option<usize> {
    let modal = clause::modal(&scene.tree, verb)?;
    let future = match scene.tree.lower(modal) {
        "will" | "shall" | "’ll" | "'ll" => true,
        // Reported speech moves "will" into the past.
        "would" => {
            around.place == Place::Carried && !scene.tree.kids(verb).any(|k| scene.tree.label(k) == Label::Advcl)
        }
        _ => false,
    };
    future.then_some(modal)
}

/// Who promises: the subject; of an agentless passive or a thing, all sides in a joint text, else who speaks.
fn future_actor(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>) -> (Vec<ActorRef>, predicate::Subject) {
    let subject = subject_in_form(scene, verb);
    let text_or_thing = subject.filter(|&s| scene.tree.is_noun(s));
    if !scene.tree.is_passive(verb) {
        if let Some(subject) = subject {
            let found = actors_of(scene, subject, &around.focus);
            if !found.is_empty() {
                return (found, predicate::Subject::Party);
            }
        }
    } else if let Some(agent) = clause::agent(&scene.tree, verb) {
        let found = actors_of(scene, agent, &around.focus);
        if !found.is_empty() {
            return (found, predicate::Subject::Party);
        }
    }
    let event = text_or_thing.is_some_and(|s| scene.lexicon.head(scene.tree.lemma(s)) == Some(Head::Event));
    if is_joint(scene) && !scene.speakers.is_empty() {
        return (crate::resolve::sides_or_speakers(scene), predicate::Subject::Agentless);
    }
    let of_title = around.focus.meeting.is_none() && !around.default_actor.is_empty();
    if around.focus.sides.len() > 1 && !is_speech(scene) && !of_title {
        return (around.focus.sides.clone(), predicate::Subject::Agentless);
    }
    if !around.sayer.is_empty() {
        return (around.sayer.clone(), predicate::Subject::Agentless);
    }
    let bound = scene.tree.is_passive(verb) || event;
    (if bound { around.default_actor.to_vec() } else { Vec::new() }, predicate::Subject::Thing)
}

/// Own cooperative conduct is a commitment, a scheduled or hostile step an announcement (decision 1).
fn kind_of_future(scene: &Scene<'_>, verb: usize, actor: &[ActorRef], party: bool, _around: &Around<'_>) -> ActType {
    let lemma = scene.tree.lemma(verb);
    let continues = matches!(lemma, "continue" | "keep" | "remain");
    let scheduled = matches!(
        lemma,
        "attend"
            | "visit"
            | "meet"
            | "travel"
            | "participate"
            | "host"
            | "hold"
            | "arrive"
            | "depart"
            | "chair"
            | "join"
            | "call"
            | "sign"
            | "make"
            | "close"
            | "begin"
            | "conclude"
            | "deliver"
            | "address"
            | "lead"
            | "open"
            | "convene"
            | "accompany"
            | "receive"
            | "take"
            | "return"
            | "proceed"
            | "launch"
            | "leave"
            | "inaugurate"
            | "speak"
    );
    let person = actor.iter().all(|&a| scene.cast.get(a).is_person());
    if hostile_event(predicate::best_frame(scene, verb).as_ref()).is_some()
        || hostile_below(scene, verb)
        || holds_to_account(scene, verb)
    {
        return ActType::Announcement;
    }
    if !party {
        return if is_joint(scene) { ActType::Commitment } else { ActType::Announcement };
    }
    if continues {
        return ActType::Commitment;
    }
    if scheduled && (person || !is_joint(scene)) { ActType::Announcement } else { ActType::Commitment }
}

fn holds_to_account(scene: &Scene<'_>, verb: usize) -> bool {
    scene.tree.lemma(verb) == "hold"
        && scene.tree.subtree(verb).any(|w| matches!(scene.tree.lower(w), "accountable" | "account" | "responsible"))
}

/// "will continue to impose sanctions".
fn hostile_below(scene: &Scene<'_>, verb: usize) -> bool {
    scene
        .tree
        .kid(verb, &[Label::Xcomp])
        .is_some_and(|x| hostile_event(predicate::best_frame(scene, x).as_ref()).is_some())
}

fn hostile_event(frame: Option<&crate::lexicon::Frame>) -> Option<Box<str>> {
    let event = frame?.event.clone()?;
    matches!(&*event, "SANCTION" | "COERCE" | "ASSAULT" | "MOBILIZE" | "PROTEST" | "THREATEN").then_some(event)
}

/// From the verb on; of a thing or a passive the whole clause.
fn future_content(scene: &Scene<'_>, verb: usize, party: bool) -> std::ops::Range<usize> {
    let range = scene.tree.subtree(verb);
    if party && !scene.tree.is_passive(verb) { verb..range.end.max(verb + 1) } else { range }
}

/// A promise has a recipient only where a party is named with it.
fn future_recipient(
    scene: &mut Scene<'_>,
    verb: usize,
    content: std::ops::Range<usize>,
    around: &Around<'_>,
    act: &Draft,
) -> Vec<ActorRef> {
    let mut found = Vec::new();
    if act.act_type == ActType::Announcement {
        if let Some(object) = clause::object(&scene.tree, verb).filter(|_| !scene.tree.is_passive(verb)) {
            found = actors_of(scene, object, &around.focus);
        }
        if scene.tree.lemma(verb) == "meet" {
            found = crate::meetings::persons_from(scene, verb);
        }
        for preposition in ["with", "on", "to"] {
            if found.is_empty()
                && let Some(object) = scene.tree.prep_object(verb, preposition)
            {
                found = actors_of(scene, object, &around.focus);
            }
        }
    } else {
        found = recipient::addressee_in(scene, content, around, act);
    }
    found.retain(|a| !act.actor.contains(a));
    found
}
