//! Items of a list under a stem: "the Leaders agreed to:", and clauses of a resolution (decisions 28, 29).

use rapporteur_language::{Pos, Tag};
use rapporteur_record::ActType;

use super::{Around, Draft, predicate};
use crate::clause;
use crate::scene::Scene;

/// Reads a list item that has no act of its own by what its stem lends it: the type and the actors.
pub(super) fn read_item(scene: &mut Scene<'_>, index: usize, around: &Around<'_>, acts: &mut Vec<Draft>) {
    let block = scene.tree.sentences[index].block;
    let first = index == 0 || scene.tree.sentences[index - 1].block != block;
    let Some(parent) = scene.document.blocks[block].parent.filter(|_| first) else { return };
    let Some(verb) = stem_verb(scene, parent as usize) else { return };
    let Some(frame) = predicate::best_frame(scene, verb) else { return };
    let words = scene.tree.sentences[index].words.clone();
    let Some(head) = words.clone().find(|&w| !matches!(scene.tree.words[w].pos, Pos::Punct | Pos::Space)) else {
        return;
    };
    let bare = matches!(scene.tree.words[head].tag, Tag::Vb | Tag::Vbp | Tag::Vbg) || scene.tree.is_verb(head);
    if !bare || frame.act_type == ActType::Action {
        return;
    }
    let (actor, _) = predicate::actor(scene, verb, around);
    if actor.is_empty() {
        return;
    }
    let mut act = Draft::new(
        frame.act_type,
        scene.tree.span(head..head + 1),
        format!("item under the stem {}", scene.tree.lemma(verb)),
    );
    act.actor = actor;
    act.event.clone_from(&frame.event);
    act.content = Some(scene.tree.span(words));
    act.doubt = 1.0;
    acts.push(act);
}

/// The last act verb of a stem that leaves its object open.
fn stem_verb(scene: &Scene<'_>, block: usize) -> Option<usize> {
    let sentence = scene.tree.sentences.iter().rposition(|s| s.block == block)?;
    let words = scene.tree.sentences[sentence].words.clone();
    let verb = words.rev().find(|&w| scene.tree.is_verb(w) && predicate::best_frame(scene, w).is_some())?;
    clause::subject(&scene.tree, verb).map(|_| verb)
}
