//! Predicates: which rule reads a verb, and where the reading goes on.

use rapporteur_language::{Label, Pos, Tag};
use rapporteur_record::{ActType, ActorKind, Modality, Polarity, Span};

use super::{
    Around, Draft, Place, adjective, arguments, carrier, deed, is_participle, light, modal, recipient, strength_of,
};
use crate::cast::ActorRef;
use crate::clause;
use crate::lexicon::{Frame, Head, Slot};
use crate::resolve::actors_of;
use crate::scene::Scene;

/// Reads a clause and those that stand on the same footing.
pub(super) fn read(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, acts: &mut Vec<Draft>) {
    let mut taken = Vec::new();
    let n_before = acts.len();
    if may_report(scene, verb, around) {
        classify(scene, verb, around, acts, &mut taken);
    }
    let around = &below(scene, verb, around, &acts[n_before..]);
    let kids: Vec<usize> = scene.tree.kids(verb).collect();
    for kid in kids {
        if taken.contains(&kid) {
            continue;
        }
        match scene.tree.label(kid) {
            Label::Conj | Label::Parataxis if is_predicate(scene, kid) => read(scene, kid, around, acts),
            Label::Advcl | Label::Acl if is_participle(scene, kid) => {
                let around = Around { place: Place::Participle, ..around.clone() };
                read(scene, kid, &around, acts);
            }
            // A quotation, or a clause whose carrier the tables do not know.
            Label::Ccomp if scene.tree.is_finite(kid) => {
                let around = Around { place: Place::Carried, ..around.clone() };
                read(scene, kid, &around, acts);
            }
            // "with the President reiterating": a clause of its own after "with".
            Label::Prep if scene.tree.lower(kid) == "with" => {
                let inner = scene.tree.kid(kid, &[Label::Pcomp]).filter(|&v| scene.tree.words[v].tag == Tag::Vbg);
                if let Some(inner) = inner {
                    let around = Around { place: Place::Participle, inherited: Vec::new(), ..around.clone() };
                    read(scene, inner, &around, acts);
                }
            }
            Label::Dep if scene.tree.is_verb(kid) && scene.tree.is_finite(kid) => read(scene, kid, around, acts),
            _ => {}
        }
    }
}

/// What the clauses below a predicate inherit: its actor, whom pronouns mean.
fn below<'f>(scene: &mut Scene<'_>, verb: usize, around: &Around<'f>, acts: &[Draft]) -> Around<'f> {
    let mut inner = around.clone();
    // An act may be another's than the subject's ("reiterated Norland's commitment"); what follows is the subject's.
    let mut actor = match clause::own_subject(&scene.tree, verb) {
        Some(subject) => actors_of(scene, subject, &around.focus),
        None => around.inherited.clone(),
    };
    if actor.is_empty() {
        actor = acts.first().map(|act| act.actor.clone()).unwrap_or_default();
    }
    if !actor.is_empty() {
        inner.focus.remember(scene, &actor);
        inner.inherited = actor;
    }
    inner
}

fn is_predicate(scene: &Scene<'_>, word: usize) -> bool {
    scene.tree.is_verb(word)
        || scene.tree.words[word].pos == Pos::Aux
        || scene.tree.kid(word, &[Label::Nsubj, Label::Nsubjpass]).is_some()
}

/// Participles report only with an object of their own (decision 6); questions and conditions never do.
fn may_report(scene: &Scene<'_>, verb: usize, around: &Around<'_>) -> bool {
    let tree = &scene.tree;
    let marked = tree.kids(verb).any(|k| {
        tree.label(k) == Label::Mark
            && matches!(
                tree.lower(k),
                "if" | "unless"
                    | "whether"
                    | "because"
                    | "since"
                    | "although"
                    | "though"
                    | "as"
                    | "when"
                    | "once"
                    | "so"
            )
    });
    if marked && around.place != Place::Carried {
        return false;
    }
    if around.place == Place::Participle {
        return tree.words[verb].tag == Tag::Vbg
            && !tree.kids(verb).any(|k| tree.label(k) == Label::Mark && tree.lower(k) != "while")
            || scene.lexicon.adjective(tree.lower(verb)).is_some();
    }
    true
}

fn classify(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, acts: &mut Vec<Draft>, taken: &mut Vec<usize>) {
    if modal::obligation(scene, verb, around, acts)
        || modal::will(scene, verb, around, acts, taken)
        || light::read(scene, verb, around, acts, taken)
        || adjective::read(scene, verb, around, acts, taken)
        || agenda(scene, verb, around, acts)
        || carrier::read(scene, verb, around, acts, taken)
        || frame(scene, verb, around, acts, taken)
        || deed::read(scene, verb, around, acts)
    {
        return;
    }
    pass_through(scene, verb, around, acts, taken);
}

/// "On the agenda were ways to": what the sides talked about.
fn agenda(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, acts: &mut Vec<Draft>) -> bool {
    let tree = &scene.tree;
    let agenda = tree.prep_object(verb, "on").filter(|&o| tree.lemma(o) == "agenda" && tree.lemma(verb) == "be");
    let topic = tree.kid(verb, &[Label::Attr, Label::Nsubj]);
    let (Some(agenda), Some(topic)) = (agenda, topic) else { return false };
    let actor = persons_or_sides(around);
    if actor.len() < 2 {
        return false;
    }
    let words = tree.subtree(agenda).start.min(verb)..verb.max(agenda) + 1;
    let mut act = Draft::new(ActType::Discussion, tree.span(words), "on the agenda: discussion");
    act.event = Some("CONSULT".into());
    act.content = Some(tree.span(tree.subtree(topic)));
    act.actor = actor;
    acts.push(act);
    true
}

/// Verbs that only colour another: "continued discussing", "wishes to thank", "takes this opportunity to recognise".
fn pass_through(
    scene: &mut Scene<'_>,
    verb: usize,
    around: &Around<'_>,
    acts: &mut Vec<Draft>,
    taken: &mut Vec<usize>,
) {
    let tree = &scene.tree;
    let next = tree.kid(verb, &[Label::Xcomp]).or_else(|| {
        let object = tree.kid(verb, &[Label::Dobj])?;
        tree.kids(object).find(|&k| arguments::is_infinitive(tree, k))
    });
    // "joined in hoping"
    let next = next.or_else(|| tree.prep_object(verb, "in").filter(|&v| tree.words[v].tag == Tag::Vbg));
    let Some(next) = next.filter(|&n| tree.is_verb(n)) else { return };
    let colours = matches!(
        tree.lemma(verb),
        "continue"
            | "begin"
            | "start"
            | "want"
            | "wish"
            | "like"
            | "take"
            | "keep"
            | "go"
            | "proceed"
            | "love"
            | "use"
            | "have"
            | "join"
            | "move"
            | "be"
    );
    if colours && deed_frame(scene, next).is_none() {
        taken.push(next);
        let (actor, _) = actor(scene, verb, around);
        let inner = Around { inherited: actor, ..around.clone() };
        read(scene, next, &inner, acts);
    }
}

fn deed_frame(scene: &Scene<'_>, verb: usize) -> Option<()> {
    let frame = best_frame(scene, verb)?;
    (frame.act_type == ActType::Action).then_some(())
}

/// The frame that a verb calls: with a particle or preposition that stands beside it, else by itself.
pub(super) fn best_frame(scene: &Scene<'_>, verb: usize) -> Option<Frame> {
    let tree = &scene.tree;
    let frames = scene.lexicon.verb(tree.lemma(verb));
    let beside = |word: &str| {
        tree.kids(verb).any(|k| {
            matches!(
                tree.label(k),
                Label::Prt | Label::Prep | Label::Advmod | Label::Acomp | Label::Dative | Label::Oprd
            ) && tree.lower(k) == word
        }) || verb + 1 < tree.words.len() && tree.lower(verb + 1) == word
    };
    frames.iter().find(|p| p.with.as_deref().is_none_or(beside)).map(|p| p.frame.clone())
}

/// An act verb with its own frame.
fn frame(
    scene: &mut Scene<'_>,
    verb: usize,
    around: &Around<'_>,
    acts: &mut Vec<Draft>,
    taken: &mut Vec<usize>,
) -> bool {
    let Some(mut frame) = best_frame(scene, verb) else { return false };
    if frame.carrier || frame.act_type == ActType::Action {
        return false;
    }
    well_wishing(scene, verb, &mut frame);
    let (actor, subject) = actor(scene, verb, around);
    // "Norland is focused on growth" tells of no talk.
    if scene.tree.lemma(verb) == "focus" && subject == Subject::Agentless && !of_talk(scene, verb) {
        return false;
    }
    if actor.is_empty() {
        return false;
    }
    let content = arguments::content(scene, verb, None, &frame);
    let passive_subject = scene.tree.is_passive(verb).then(|| clause::object(&scene.tree, verb)).flatten();
    let content = content.or_else(|| passive_subject.map(|s| arguments::own_extent(&scene.tree, s)));
    let asks = matches!(frame.act_type, ActType::Appeal | ActType::Request);
    if content.is_none() && (around.place == Place::Participle || asks) {
        return false;
    }
    let mut act = draft(scene, verb, &frame, trigger(scene, verb, None), around);
    act.why.push(subject.why());
    act.doubt += subject.doubt();
    act.content = content.clone().map(|c| scene.tree.span(c));
    act.actor = actor;
    recipient::fill(scene, verb, None, &frame, content.as_ref(), around, &mut act);
    // "Thank you."
    let said = act.content.filter(|c| !scene.tree.text[c.range()].trim().eq_ignore_ascii_case("you"));
    if said.is_none() && act.recipient.is_empty() {
        return false;
    }
    alone(scene, verb, around, &mut act);
    acts.push(act);
    // What the frame takes for its content is no clause of its own.
    taken.extend(arguments::clause_below(&scene.tree, verb));
    embedded(scene, verb, around, acts, taken);
    true
}

/// "wished them success": whoever wishes somebody something is courteous; "wishes to" and "wishes that" are stances.
fn well_wishing(scene: &Scene<'_>, verb: usize, frame: &mut Frame) {
    let tree = &scene.tree;
    let clause = tree.kid(verb, &[Label::Xcomp, Label::Ccomp]).is_some();
    if tree.lemma(verb) == "wish" && clause::object(tree, verb).is_some() && !clause {
        frame.act_type = ActType::Courtesy;
        frame.event = Some("SUPPORT".into());
        frame.recipient = [Slot::Dative, Slot::Prep("to".into())].into();
    }
}

/// Whether the subject in form is a meeting or what is said at one.
fn of_talk(scene: &Scene<'_>, verb: usize) -> bool {
    let subject = scene.tree.kid(verb, &[Label::Nsubj, Label::Nsubjpass]);
    subject.is_some_and(|s| matches!(scene.lexicon.head(scene.tree.lemma(s)), Some(Head::Event | Head::Text)))
}

/// What one person discusses, reviews or touches on without the other side is what he says (decision 20); whom he
/// discusses it with takes part.
fn alone(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>, act: &mut Draft) {
    if act.act_type != ActType::Discussion {
        return;
    }
    if let Some(with) = scene.tree.prep_object(verb, "with") {
        let others = actors_of(scene, with, &around.focus);
        crate::meetings::extend(&mut act.actor, others);
    }
    if let [one] = act.actor.as_slice()
        && scene.cast.get(*one).is_person()
    {
        act.act_type = ActType::Statement;
        act.event = None;
        act.mode = None;
        act.why.push("discussed by one side alone".to_owned());
    }
}

/// A finite clause under "welcomed the announcement that", "noted the statement that" (decision 18).
pub(super) fn embedded(
    scene: &mut Scene<'_>,
    verb: usize,
    around: &Around<'_>,
    acts: &mut Vec<Draft>,
    taken: &mut Vec<usize>,
) {
    let welcomes = matches!(scene.tree.lemma(verb), "welcome" | "announce" | "note" | "applaud" | "acknowledge");
    if !welcomes {
        return;
    }
    let object = clause::object(&scene.tree, verb);
    let clause = object.and_then(|o| arguments::clause_below(&scene.tree, o));
    let Some(clause) = clause else { return };
    let sayer = acts.last().map(|a| a.actor.clone()).unwrap_or_default();
    let announcer = scene.tree.lemma(verb) != "welcome";
    let mut inner = Around { place: Place::Carried, sayer, ..around.clone() };
    // "the Minister's statement that it will": the clause speaks for the owner of the noun.
    let owner = object.map(|o| crate::resolve::owners(scene, o, &around.focus)).unwrap_or_default();
    if !owner.is_empty() {
        inner.focus.remember(scene, &owner);
        inner.inherited = owner;
    }
    let mut found = Vec::new();
    read(scene, clause, &inner, &mut found);
    taken.push(clause);
    let own = acts.last().map(|a| a.actor.clone()).unwrap_or_default();
    for mut act in found {
        if !announcer {
            act.attributed_to = None;
        }
        let announced_by_itself = scene.tree.lemma(verb) == "announce"
            && act.actor.iter().all(|a| own.iter().any(|o| scene.cast.same_side(*a, *o)));
        if !announced_by_itself {
            acts.push(act);
        }
    }
}

/// A draft with what the verb's form tells: polarity, modality, strength.
pub(super) fn draft(scene: &Scene<'_>, verb: usize, frame: &Frame, trigger: Span, around: &Around<'_>) -> Draft {
    let tree = &scene.tree;
    let mut act = Draft::new(frame.act_type, trigger, format!("frame {}: {}", tree.lemma(verb), frame.act_type));
    act.event.clone_from(&frame.event);
    act.mode.clone_from(&frame.mode);
    if tree.is_negated(verb) {
        act.polarity = Polarity::Negated;
    }
    if clause::modal(tree, verb).is_some_and(|m| matches!(tree.lower(m), "would" | "could" | "might"))
        && around.place != Place::Carried
    {
        act.modality = Modality::Conditional;
    }
    act.strength = strength_of(scene, clause::verb_group(tree, verb));
    act.attributed_to = around.sayer.first().copied();
    if around.place == Place::Participle {
        act.clause_start = Some(tree.words[tree.subtree(verb).start].span.start);
    }
    act
}

/// The verb with its auxiliaries and intensifiers, to the light verb's noun where there is one.
pub(super) fn trigger(scene: &Scene<'_>, verb: usize, to: Option<usize>) -> Span {
    let tree = &scene.tree;
    let mut words = clause::verb_group(tree, verb);
    if let Some(to) = to {
        words.end = words.end.max(to + 1);
        words.start = words.start.min(to);
    } else if words.end < tree.words.len() {
        let next = words.end;
        let particle = tree.head(next) == verb
            && (tree.label(next) == Label::Prt
                || matches!(
                    (tree.lemma(verb), tree.lower(next)),
                    ("call", "on" | "upon" | "for") | ("look", "forward" | "to") | ("stand", "ready")
                ));
        words.end += usize::from(particle);
    }
    tree.span(words)
}

/// How the subject of a predicate was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A party named by the subject.
    Party,
    /// A meeting or conversation that stands for those who hold it.
    Event,
    /// A passive without an agent.
    Agentless,
    /// A thing, in the words of whoever speaks.
    Thing,
    /// No subject at all.
    Missing,
}

impl Subject {
    pub(super) fn why(self) -> String {
        match self {
            Self::Party => "actor: subject",
            Self::Event => "actor: who holds the meeting that is the subject",
            Self::Agentless => "actor: the sides, of a passive without an agent",
            Self::Thing => "actor: who speaks",
            Self::Missing => "actor: who speaks, no subject",
        }
        .to_owned()
    }

    pub(super) fn doubt(self) -> f64 {
        match self {
            Self::Party => 0.0,
            Self::Event | Self::Agentless => 0.5,
            Self::Thing | Self::Missing => 1.0,
        }
    }
}

/// Who does it.
pub(super) fn actor(scene: &mut Scene<'_>, verb: usize, around: &Around<'_>) -> (Vec<ActorRef>, Subject) {
    let passive = scene.tree.is_passive(verb);
    // "the Minister's statement that it would be sent": what nobody is said to do the owner of the statement does.
    if passive
        && around.place == Place::Carried
        && !around.inherited.is_empty()
        && clause::agent(&scene.tree, verb).is_none()
    {
        return (around.inherited.clone(), Subject::Party);
    }
    if clause::own_subject(&scene.tree, verb).is_none() && !passive && !around.inherited.is_empty() {
        return (around.inherited.clone(), Subject::Party);
    }
    if passive
        && clause::agent(&scene.tree, verb).is_some_and(|agent| actors_of(scene, agent, &around.focus).is_empty())
    {
        return (Vec::new(), Subject::Thing);
    }
    if passive {
        // "were signed between Norland and Sudmark"
        let between = scene.tree.prep_object(verb, "between");
        let found = between.map(|b| actors_of(scene, b, &around.focus)).unwrap_or_default();
        if !found.is_empty() {
            return (found, Subject::Party);
        }
    }
    let subject = if passive { clause::agent(&scene.tree, verb) } else { clause::subject(&scene.tree, verb) };
    if let Some(subject) = subject {
        let found = actors_of(scene, subject, &around.focus);
        if !found.is_empty() {
            return (found, Subject::Party);
        }
        let lemma = scene.tree.lemma(subject).to_owned();
        match scene.lexicon.head(&lemma) {
            Some(Head::Event) => return (hold_it(scene, subject, around), Subject::Event),
            Some(Head::Text) => return (Vec::new(), Subject::Thing),
            _ => {}
        }
        if !scene.tree.is_passive(verb) {
            return (Vec::new(), Subject::Thing);
        }
    }
    if scene.tree.is_passive(verb) {
        return (all_sides(scene, around), Subject::Agentless);
    }
    if scene.tree.kids(verb).any(|k| scene.tree.label(k) == Label::Expl) {
        return (persons_or_sides(around), Subject::Event);
    }
    let bare = subject.is_none() && around.place == Place::Main;
    (if bare { around.default_actor.to_vec() } else { Vec::new() }, Subject::Missing)
}

/// Those who hold a meeting that is the subject: of a conference of many it is the meeting itself, of two the persons.
fn hold_it(scene: &mut Scene<'_>, subject: usize, around: &Around<'_>) -> Vec<ActorRef> {
    let meeting =
        matches!(scene.tree.lemma(subject), "meeting" | "summit" | "conference" | "session" | "forum" | "dialogue");
    let named = around.focus.meeting.is_some_and(|m| scene.meeting_names.get(m).is_some_and(Option::is_some));
    let many = named
        || around.focus.sides.len() != 2
        || around.focus.persons.iter().any(|&p| scene.cast.get(p).kind == ActorKind::Group);
    if meeting && many && scene.tree.word(subject).starts_with(char::is_uppercase) {
        let words = crate::resolve::phrase(scene, subject);
        let name = around.focus.meeting.and_then(|m| scene.meeting_names.get(m).cloned().flatten());
        let name = name.unwrap_or_else(|| scene.printed_name(words.clone()));
        let span = scene.tree.span(words);
        return vec![scene.cast_described(&name, ActorKind::Group, None, span)];
    }
    persons_or_sides(around)
}

fn persons_or_sides(around: &Around<'_>) -> Vec<ActorRef> {
    if around.focus.persons.len() > 1 { around.focus.persons.clone() } else { around.focus.sides.clone() }
}

/// The sides that an agentless passive belongs to (decision 10).
pub(super) fn all_sides(scene: &Scene<'_>, around: &Around<'_>) -> Vec<ActorRef> {
    // Who speaks in his own name, of no meeting, does himself what he says is done.
    let alone = around.focus.meeting.is_none() && super::is_speech(scene) && !super::is_joint(scene);
    if around.focus.sides.len() > 1 && (!alone || around.default_actor.is_empty()) {
        return around.focus.sides.clone();
    }
    if !around.sayer.is_empty() {
        return crate::resolve::sides(scene, &around.sayer);
    }
    around.default_actor.to_vec()
}
