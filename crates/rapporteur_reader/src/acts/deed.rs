//! Deeds told in main clauses: visits, aid, sanctions, attacks (decisions 14, 22, 27).

use rapporteur_language::{Label, Tag};
use rapporteur_record::ActType;

use super::{Around, Draft, Place, arguments, predicate, recipient};
use crate::clause;
use crate::resolve::actors_of;
use crate::scene::Scene;

/// Reads a verb of doing. What it finds: "has imposed sanctions", "visited Norland on 4 April", "donated doses". What it
/// must not: capabilities, plans and background; deeds inside what somebody says of them; a visit to a meeting.
pub(super) fn read(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, acts: &mut Vec<Draft>) -> bool {
    let Some(frame) = predicate::best_frame(scene, verb).filter(|f| f.act_type == ActType::Action) else {
        return false;
    };
    if around.place != Place::Main || !scene.tree.is_finite(verb) || clause::modal(&scene.tree, verb).is_some() {
        return false;
    }
    let (actor, subject) = predicate::actor(scene, verb, around);
    if actor.is_empty() || subject != predicate::Subject::Party {
        return false;
    }
    let Some(object) = clause::object(&scene.tree, verb) else { return false };
    // To release a statement is no deed but the text itself.
    if scene.lexicon.head(scene.tree.lemma(object)) == Some(crate::lexicon::Head::Text) {
        return false;
    }
    let visit = frame.event.as_deref() == Some("CONSULT");
    let goal = actors_of(scene, object, &around.focus);
    if visit && !goal.iter().any(|&g| scene.cast.get(g).kind == rapporteur_record::ActorKind::Country) {
        return false;
    }
    let narrated = matches!(scene.tree.words[verb].tag, Tag::Vbd | Tag::Vbn)
        || scene.tree.kids(verb).any(|k| scene.tree.label(k) == Label::Auxpass);
    if !narrated {
        return false;
    }
    let content = arguments::own_extent(&scene.tree, object).start..scene.tree.subtree(verb).end;
    let mut act: Draft = predicate::draft(scene, verb, &frame, predicate::trigger(scene, verb, None), around);
    act.doubt += 1.0;
    act.actor = actor;
    act.content = Some(scene.tree.span(content.clone()));
    recipient::fill(scene, verb, None, &frame, Some(&content), around, &mut act);
    acts.push(act);
    true
}
