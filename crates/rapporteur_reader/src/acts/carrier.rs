//! Verbs of saying (decision 17): what they carry is the act where it is one, else they make a statement.

use std::ops::Range;

use rapporteur_language::{Label, Tag};
use rapporteur_record::ActType;

use super::{Around, Draft, Place, arguments, predicate, recipient};
use crate::cast::ActorRef;
use crate::clause;
use crate::resolve::{actors_of, is_actor_noun};
use crate::scene::Scene;

/// Reads a verb of saying. What it finds: "said that Norland will send", "stressed the need for the parties to return",
/// "underlined the importance of". What it must not: speech without content ("made press statements").
pub(super) fn read(
    scene: &mut Scene<'_>,
    verb: usize,
    around: &Around<'_>,
    acts: &mut Vec<Draft>,
    taken: &mut Vec<usize>,
) -> bool {
    let Some(frame) = predicate::best_frame(scene, verb).filter(|f| f.carrier) else { return false };
    let (actor, subject) = predicate::actor(scene, verb, around);
    if actor.is_empty() {
        return false;
    }
    if let Some(appeal) = need_for(scene, verb, around, &actor) {
        acts.push(appeal);
        return true;
    }
    let n_before = acts.len();
    let carried = carried_clause(scene, verb);
    let quotes = carried.is_some_and(|c| is_quoted(scene, c));
    if let Some(clause) = carried {
        taken.push(clause);
        let mut inner = Around { place: Place::Carried, sayer: actor.clone(), inherited: Vec::new(), ..around.clone() };
        inner.focus.remember(scene, &actor);
        if quotes {
            inner.focus.quoted = actor.first().copied();
        }
        let mut found = Vec::new();
        predicate::read(scene, clause, &inner, &mut found);
        // What a participle adds inside the clause is part of what is said.
        acts.extend(
            found.into_iter().filter(|act| act.clause_start.is_none() && is_carried(scene, act, &actor, quotes)),
        );
    }
    if acts.len() > n_before && !quotes {
        return true;
    }
    let content = match carried {
        Some(clause) => Some(clause_content(scene, clause)),
        None => arguments::content(scene, verb, None, &frame).or_else(|| passive_content(scene, verb)),
    };
    let Some(content) = content else { return false };
    let mut act = predicate::draft(scene, verb, &frame, predicate::trigger(scene, verb, None), around);
    act.why.push(subject.why());
    act.doubt += subject.doubt();
    act.act_type = weighed(scene, verb, content.clone());
    act.content = Some(scene.tree.span(content.clone()));
    act.actor = actor;
    act.attributed_to = around.sayer.first().copied().filter(|a| !act.actor.contains(a));
    // Quoted words speak for themselves.
    if !quotes {
        recipient::fill(scene, verb, None, &frame, Some(&content), around, &mut act);
    }
    acts.insert(n_before, act);
    if acts[n_before].act_type == ActType::Note {
        predicate::embedded(scene, verb, around, acts, taken);
    }
    true
}

/// What counts inside a carried clause: acts of speech and promises; deeds and talks are what is said of them. A plain
/// statement counts only where it is another's.
fn is_carried(scene: &Scene<'_>, act: &Draft, sayers: &[ActorRef], quoted: bool) -> bool {
    match act.act_type {
        ActType::Action | ActType::Discussion => false,
        ActType::Statement => {
            !act.actor.iter().all(|a| sayers.contains(a))
                && act.actor.iter().any(|a| sayers.iter().any(|s| scene.cast.same_side(*a, *s)))
                && !quoted
        }
        _ => true,
    }
}

/// The finite clause that a verb of saying carries, before or behind it.
fn carried_clause(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let tree = &scene.tree;
    tree.kids(verb).find(|&k| match tree.label(k) {
        Label::Ccomp => tree.is_finite(k) || tree.kid(k, &[Label::Nsubj, Label::Nsubjpass]).is_some(),
        Label::Advcl | Label::Parataxis => {
            tree.kids(k).any(|m| tree.label(m) == Label::Mark && tree.lower(m) == "that")
        }
        _ => false,
    })
}

fn clause_content(scene: &Scene<'_>, clause: usize) -> Range<usize> {
    let tree = &scene.tree;
    let mut range = tree.subtree(clause);
    while range.start < range.end && tree.lower(range.start) == "that" {
        range.start += 1;
    }
    range
}

fn is_quoted(scene: &Scene<'_>, clause: usize) -> bool {
    let range = scene.tree.subtree(clause);
    let from = range.start.saturating_sub(1);
    (from..scene.tree.words.len().min(range.end + 2))
        .any(|w| matches!(scene.tree.word(w), "“" | "”" | "\"" | "``" | "''"))
}

/// "X was noted by Y": the subject in form is what is said.
fn passive_content(scene: &Scene<'_>, verb: usize) -> Option<Range<usize>> {
    let subject = scene.tree.is_passive(verb).then(|| clause::object(&scene.tree, verb))??;
    Some(scene.tree.subtree(subject))
}

/// recognise and acknowledge praise (decision 20) unless what they take is a view; the rest are statements.
fn weighed(scene: &Scene<'_>, verb: usize, content: Range<usize>) -> ActType {
    let tree = &scene.tree;
    let praises = matches!(tree.lemma(verb), "recognize" | "recognise" | "acknowledge");
    let Some(object) = clause::object(tree, verb).filter(|o| content.contains(o)) else { return ActType::Statement };
    if tree.lemma(verb) == "note"
        && matches!(
            tree.lemma(object),
            "statement"
                | "report"
                | "decision"
                | "announcement"
                | "proposal"
                | "adoption"
                | "concern"
                | "intention"
                | "resolution"
                | "outcome"
                | "conclusion"
                | "request"
        )
    {
        return ActType::Note;
    }
    let view = matches!(
        tree.lemma(object),
        "importance"
            | "need"
            | "potential"
            | "necessity"
            | "value"
            | "challenge"
            | "problem"
            | "urgency"
            | "threat"
            | "fact"
            | "tradition"
            | "right"
            | "impact"
            | "significance"
            | "tie"
            | "risk"
            | "gravity"
            | "desirability"
            | "interest"
    );
    let credited = matches!(
        tree.lemma(object),
        "contribution"
            | "work"
            | "effort"
            | "role"
            | "achievement"
            | "progress"
            | "leadership"
            | "support"
            | "sacrifice"
            | "step"
            | "success"
            | "service"
            | "generosity"
            | "announcement"
    );
    if praises && !view && credited { ActType::Support } else { ActType::Statement }
}

/// "stressed the need for X to do", "how important it is for X to do" with X a party that does not speak itself is an
/// appeal to X (decision 19).
fn need_for(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, actor: &[ActorRef]) -> Option<Draft> {
    let tree = &scene.tree;
    let range = tree.subtree(verb);
    let noun = range.clone().find(|&w| {
        w > verb
            && matches!(
                tree.lemma(w),
                "need"
                    | "importance"
                    | "necessity"
                    | "important"
                    | "necessary"
                    | "essential"
                    | "crucial"
                    | "vital"
                    | "imperative"
                    | "urgency"
            )
    })?;
    // The word of need must be what the verb carries, not something deep inside it.
    let carried = clause::object(tree, verb) == Some(noun)
        || tree.head(noun) == verb
        || tree
            .kids(verb)
            .any(|k| matches!(tree.label(k), Label::Ccomp | Label::Prep) && tree.is_below(noun, k) && noun - verb < 8);
    if !carried {
        return None;
    }
    let inner = range
        .clone()
        .find(|&w| w > noun && tree.words[w].tag == Tag::Vb && tree.kids(w).any(|k| tree.words[k].tag == Tag::To))?;
    let direct = tree.head(inner) == noun
        || tree.head(inner) == verb
        || tree.head(tree.head(inner)) == noun
        || tree.is_below(inner, noun);
    let named = tree
        .kid(inner, &[Label::Nsubj])
        .filter(|&s| s > noun)
        .or_else(|| tree.prep_object(noun, "for").filter(|&o| o < inner && tree.is_noun(o)))
        .or_else(|| tree.prep_object(tree.head(noun), "for").filter(|&o| o > noun && o < inner && tree.is_noun(o)));
    let named = named.filter(|_| direct)?;
    let for_before = named > 0 && (noun..named).any(|w| tree.lower(w) == "for");
    if !for_before || inner - named > 10 {
        return None;
    }
    let party = scene.name_covering(named).is_some() || is_actor_noun(scene, named);
    let recipient: Vec<ActorRef> =
        actors_of(scene, named, &around.focus).into_iter().filter(|r| !actor.contains(r)).collect();
    let own = recipient.iter().all(|r| actor.iter().any(|a| scene.cast.side(*a) == *r));
    if !party || recipient.is_empty() || own {
        return None;
    }
    let words = clause::verb_group(&scene.tree, verb).start..noun + 1;
    let mut act = Draft::new(ActType::Appeal, scene.tree.span(words), "a need for another party to act (decision 19)");
    act.event = Some("REQUEST".into());
    let to = scene.tree.kids(inner).find(|&k| scene.tree.words[k].tag == Tag::To)?;
    act.content = Some(scene.tree.span(to + 1..scene.tree.subtree(inner).end));
    act.actor = actor.to_vec();
    act.recipient = recipient;
    act.attributed_to = around.sayer.first().copied().filter(|a| !act.actor.contains(a));
    Some(act)
}
