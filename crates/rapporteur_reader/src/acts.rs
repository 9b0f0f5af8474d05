//! Acts: what each side did by words or by deed, read off the trees.
//!
//! Every sentence is read from its root down. A predicate is taken where the contract counts one: main clauses and
//! what is coordinated with them, clauses that a verb of saying carries, participles with an object of their own. What
//! stands deeper (relative clauses, purposes, modifiers) is content only (decision 18).

mod adjective;
mod arguments;
mod carrier;
mod deed;
mod light;
mod modal;
mod predicate;
mod recipient;
mod stem;

use std::ops::Range;

use rapporteur_language::{Label, Tag};
use rapporteur_record::{ActType, Genre, MeetingStatus, Modality, Polarity, Span, Strength};
use rapporteur_text::BlockKind;

use crate::cast::ActorRef;
use crate::clause;
use crate::dates::dates_in;
use crate::meetings::Gathering;
use crate::resolve::{Focus, actors_of};
use crate::scene::Scene;

/// One act under construction.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) act_type: ActType,
    pub(crate) actor: Vec<ActorRef>,
    pub(crate) recipient: Vec<ActorRef>,
    pub(crate) trigger: Span,
    pub(crate) content: Option<Span>,
    pub(crate) sentence: usize,
    pub(crate) meeting: Option<usize>,
    pub(crate) attributed_to: Option<ActorRef>,
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    pub(crate) strength: Strength,
    pub(crate) event: Option<Box<str>>,
    pub(crate) mode: Option<Box<str>>,
    pub(crate) due: Option<crate::dates::Dated>,
    pub(crate) why: Vec<String>,
    /// What speaks against it, from 0 (nothing) up.
    pub(crate) doubt: f64,
    /// Where the clause of a participle begins: what stands before it ends there.
    pub(crate) clause_start: Option<u32>,
}

/// How a clause is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A main clause, or one coordinated with it.
    Main,
    /// A clause that a verb of saying, or a noun like "announcement", carries.
    Carried,
    /// A participle beside the main verb.
    Participle,
}

/// What a rule needs to know around a predicate.
#[derive(Debug, Clone)]
pub(crate) struct Around<'f> {
    pub(crate) focus: Focus,
    /// Whose act a clause without a subject of its own is: that of the clause above it.
    pub(crate) inherited: Vec<ActorRef>,
    pub(crate) place: Place,
    /// Who says it, in a carried clause.
    pub(crate) sayer: Vec<ActorRef>,
    /// Whose act it is where the clause names nobody.
    pub(crate) default_actor: &'f [ActorRef],
}

/// Every act of the document, in the order of the text.
pub(crate) fn find_acts(scene: &mut Scene<'_>, meetings: &[Gathering]) -> Vec<Draft> {
    let mut acts: Vec<Draft> = Vec::new();
    let mut focus = Focus { persons: principals(scene), sides: title_sides(scene), ..Focus::default() };
    if focus.sides.len() < 2 && focus.persons.len() > 1 {
        focus.sides = crate::resolve::sides(scene, &focus.persons);
    }
    let held = |m: &Gathering| m.status == MeetingStatus::Held && !m.participants.is_empty();
    let first_held = meetings.iter().position(|m| held(m) && !m.background).or_else(|| meetings.iter().position(held));
    let mut current = first_held;
    let mut quote: Option<ActorRef> = None;
    let mut turn: Option<ActorRef> = None;
    for index in 0..scene.tree.sentences.len() {
        let sentence = scene.tree.sentences[index].clone();
        if !scene.document.blocks[sentence.block].kind.is_body() {
            continue;
        }
        if let Some(here) = meeting_here(meetings, index) {
            current = Some(here);
        }
        current = named_again(scene, meetings, index).or(current);
        if let Some(here) = current {
            focus.enter(scene, here, &meetings[here]);
        } else if scene.speakers.len() > 1 {
            focus.persons.clone_from(&scene.speakers);
            focus.sides = crate::resolve::sides(scene, &scene.speakers);
        }
        if scene.document.blocks[sentence.block].kind == BlockKind::Heading {
            turn = None;
        }
        turn = turn_of(scene, index).or(turn);
        focus.quoted = quote.or(turn);
        let found = read_sentence(scene, index, &focus);
        let main = found.first().map(|act| act.actor.clone()).unwrap_or_default();
        if main.is_empty() {
            remember_subject(scene, sentence.words.clone(), &mut focus);
        } else {
            remember_subject(scene, sentence.words.clone(), &mut focus);
            focus.remember(scene, &main);
        }
        quote = open_quotation(scene, sentence.words, quote, &found);
        for mut act in found {
            act.meeting = current.filter(|_| act.modality != Modality::Historical);
            if !acts.iter().any(|a| a.trigger == act.trigger && a.act_type == act.act_type) {
                acts.push(act);
            }
        }
    }
    acts.sort_by_key(|act| (act.trigger.start, act.trigger.end, act.act_type));
    acts
}

/// Whose turn begins with a sentence of a transcript: "Anna Varga: Dear colleagues". A heading ends it.
fn turn_of(scene: &Scene<'_>, sentence: usize) -> Option<ActorRef> {
    let block = scene.tree.sentences[sentence].block;
    if sentence > 0 && scene.tree.sentences[sentence - 1].block == block {
        return None;
    }
    let words = scene.tree.sentences[sentence].words.clone();
    let (index, name) = scene.name_covering(words.start)?;
    let colon = words.contains(&name.words.end) && scene.tree.lower(name.words.end) == ":";
    scene.actor_of[index].filter(|&a| colon && scene.cast.get(a).is_person())
}

/// The two office-holders of different sides whom the text names most: who "the leaders" are where it tells of no meeting.
pub(crate) fn principals(scene: &Scene<'_>) -> Vec<ActorRef> {
    let titled = |&a: &ActorRef| scene.cast.get(a).is_person() && !scene.cast.get(a).titles.is_empty();
    let mut persons: Vec<ActorRef> = scene.cast.all().filter(titled).collect();
    persons.sort_by_key(|&a| std::cmp::Reverse(scene.cast.get(a).mentions.len()));
    let Some(&first) = persons.first() else { return Vec::new() };
    let second = persons.iter().copied().find(|&p| !scene.cast.same_side(p, first));
    let mut both: Vec<ActorRef> = second.map(|second| vec![first, second]).unwrap_or_default();
    both.sort_unstable();
    both
}

/// The countries and organizations of the headline: the sides of a text that tells of no meeting.
fn title_sides(scene: &mut Scene<'_>) -> Vec<ActorRef> {
    let titles: Vec<Range<usize>> = scene
        .tree
        .sentences
        .iter()
        .filter(|s| scene.document.blocks[s.block].kind == BlockKind::Title)
        .map(|s| s.words.clone())
        .collect();
    let titled = |w: usize| titles.iter().any(|t| t.contains(&w));
    let mut found = Vec::new();
    let indices: Vec<usize> = (0..scene.names.len()).filter(|&i| titled(scene.names[i].words.start)).collect();
    for index in indices {
        // "The Presidents of Norland and Sudmark": the name of the office holds the first country.
        let of = match &scene.names[index].what {
            crate::names::Named::Office(title) => title.of,
            _ => None,
        };
        let side = scene.actor_of[index].map(|actor| scene.cast.side(actor));
        let side = side.or_else(|| scene.cast_entity(of?, rapporteur_world::AliasKind::Name, None));
        crate::meetings::extend(&mut found, side.into_iter().collect());
    }
    found
}

/// Whose quotation stays open at the end of a sentence: its acts are the speaker's until it closes.
fn open_quotation(
    scene: &Scene<'_>,
    words: Range<usize>,
    before: Option<ActorRef>,
    found: &[Draft],
) -> Option<ActorRef> {
    let text = &scene.tree.text
        [scene.tree.words[words.start].span.start as usize..scene.tree.words[words.end - 1].span.end as usize];
    let last_open = text.rfind('“');
    let last_close = text.rfind('”');
    match (last_open, last_close) {
        (Some(open), close) if close.is_none_or(|c| c < open) => {
            let said = found.iter().rev().find(|a| a.act_type == ActType::Statement);
            said.and_then(|a| a.attributed_to.or(a.actor.first().copied())).or(before)
        }
        (_, Some(_)) => None,
        _ => before,
    }
}

/// The held meeting that a sentence itself tells of; the last where it tells of several.
fn meeting_here(meetings: &[Gathering], sentence: usize) -> Option<usize> {
    let edge_of = |i: usize| meetings.iter().any(|m| m.sentence == sentence && m.sidelines_of == Some(i));
    let here = |i: &usize| {
        let m = &meetings[*i];
        let last = m.told.last() == Some(&sentence) || m.sentence == sentence;
        last && m.status == MeetingStatus::Held && !m.background && m.participants.len() > 1 && !edge_of(*i)
    };
    (0..meetings.len()).rev().find(here)
}

/// A meeting of which a sentence speaks again by its persons alone is left to the flow of the text; one that it names is entered.
fn named_again(scene: &Scene<'_>, meetings: &[Gathering], sentence: usize) -> Option<usize> {
    let words = scene.tree.sentences[sentence].words.clone();
    let named = words.clone().find_map(|w| crate::meetings::meeting_name(scene, w))?;
    let here = |m: &Gathering| {
        m.name.as_ref() == Some(&named) && m.status == MeetingStatus::Held && !m.participants.is_empty()
    };
    let starts = words.clone().next().is_some_and(|w| matches!(scene.tree.lower(w), "at" | "during" | "the" | "in"));
    meetings.iter().position(here).filter(|_| starts)
}

fn remember_subject(scene: &mut Scene<'_>, words: Range<usize>, focus: &mut Focus) {
    let Some(root) = words.clone().find(|&w| scene.tree.head(w) == w) else { return };
    let subject = clause::own_subject(&scene.tree, root).or_else(|| scene.tree.kid(root, &[Label::Nsubjpass]));
    let Some(subject) = subject else { return };
    let actors = actors_of(scene, subject, focus);
    focus.remember(scene, &actors);
}

fn read_sentence(scene: &mut Scene<'_>, index: usize, focus: &Focus) -> Vec<Draft> {
    let words = scene.tree.sentences[index].words.clone();
    let roots: Vec<usize> = words.clone().filter(|&w| scene.tree.head(w) == w).collect();
    let default_actor = default_actor(scene, index);
    let around = Around {
        focus: focus.clone(),
        inherited: Vec::new(),
        place: Place::Main,
        sayer: Vec::new(),
        default_actor: &default_actor,
    };
    let mut acts = Vec::new();
    for root in roots {
        predicate::read(scene, root, &around, &mut acts);
    }
    stray_participles(scene, &words, &around, &mut acts);
    if scene.genre == Genre::Resolution {
        preamble(scene, &words, &around, &mut acts);
    }
    if acts.is_empty() {
        stem::read_item(scene, index, &around, &mut acts);
    }
    end_at_participles(scene, &mut acts);
    for act in &mut acts {
        act.content = act.content.filter(|&c| says_something(scene, c));
        act.sentence = index;
        if act.due.is_none() {
            act.due = due(scene, act);
        }
    }
    acts
}

/// ", recognising the importance of": a participle of stance behind a comma is the main subject's, wherever the parser
/// hangs it.
fn stray_participles(scene: &mut Scene<'_>, words: &Range<usize>, around: &Around<'_>, acts: &mut Vec<Draft>) {
    let Some(main) = acts.first().map(|act| act.actor.clone()) else { return };
    for verb in words.clone() {
        let tree = &scene.tree;
        let start = tree.subtree(verb).start;
        let parted = start == words.start || tree.lower(start - 1) == ",";
        let hangs = tree.words[verb].tag == Tag::Vbg
            && matches!(tree.label(verb), Label::Acl | Label::Advcl | Label::Amod | Label::Appos);
        let read = acts.iter().any(|act| act.trigger.overlaps(tree.words[verb].span));
        if !hangs || !parted || start != verb || read {
            continue;
        }
        let says = predicate::best_frame(scene, verb).is_some_and(|f| f.carrier);
        if says && clause::object(&scene.tree, verb).is_some() {
            let around = Around { place: Place::Participle, inherited: main.clone(), ..around.clone() };
            predicate::read(scene, verb, &around, acts);
        }
    }
}

/// The clauses of a resolution (decision 28): each begins a line with its leading word, "Recalling", "Deeply concerned",
/// "Requests", wherever the parser hangs it.
fn preamble(scene: &mut Scene<'_>, words: &Range<usize>, around: &Around<'_>, acts: &mut Vec<Draft>) {
    let begins = |scene: &Scene<'_>, w: usize| {
        let tree = &scene.tree;
        let gap = w
            .checked_sub(1)
            .map_or("\n", |b| &tree.text[tree.words[b].span.end as usize..tree.words[w].span.start as usize]);
        let mark = |at: usize| at > words.start && matches!(tree.lower(at - 1), "," | ";");
        // A note's number may stand behind the comma.
        let noted = w > words.start && tree.words[w - 1].pos == rapporteur_language::Pos::Num && mark(w - 1);
        tree.word(w).starts_with(char::is_uppercase) && (w == words.start || gap.contains('\n') || mark(w) || noted)
    };
    let says = |scene: &Scene<'_>, w: usize| {
        let verb = matches!(scene.tree.words[w].tag, Tag::Vbg | Tag::Vbz | Tag::Vbn);
        verb && predicate::best_frame(scene, w).is_some_and(|f| f.act_type != ActType::Action)
            || scene.lexicon.adjective(scene.tree.lower(w)).is_some()
    };
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for first in words.clone().filter(|&w| begins(scene, w)) {
        let leading = (first..words.end.min(first + 3)).find(|&w| says(scene, w));
        starts.extend(leading.map(|w| (first, w)));
    }
    // What the parser reads into a clause belongs to the clause.
    if let Some(&(first, _)) = starts.first() {
        let start = scene.tree.words[first].span.start;
        acts.retain(|act| act.trigger.start < start || act.actor.as_slice() == around.default_actor);
    }
    for (i, &(_, leading)) in starts.iter().enumerate() {
        let end = starts.get(i + 1).map_or(words.end, |next| next.0);
        let span = scene.tree.words[leading].span;
        let open = leading + 1..end;
        // "Reiterates its call upon": the noun behind the leading word is the act.
        let reach = Span::new(span.start as usize, scene.tree.words[(leading + 3).min(end - 1)].span.end as usize);
        if acts.iter().any(|act| act.trigger.overlaps(reach)) || open.is_empty() {
            continue;
        }
        let frame = predicate::best_frame(scene, leading)
            .or_else(|| scene.lexicon.adjective(scene.tree.lower(leading)).cloned());
        let Some(frame) = frame else { continue };
        let mut act = predicate::draft(scene, leading, &frame, span, around);
        act.why.push("leading word of a resolution's clause (decision 28)".to_owned());
        act.actor = around.default_actor.to_vec();
        act.content = Some(trimmed(scene, open.clone()));
        if act.actor.is_empty() {
            continue;
        }
        recipient::fill(scene, leading, None, &frame, Some(&open), around, &mut act);
        acts.push(act);
    }
}

/// A stretch without the marks and conjunctions at its end.
fn trimmed(scene: &Scene<'_>, mut words: Range<usize>) -> Span {
    use rapporteur_language::Pos;
    while words.len() > 1 && matches!(scene.tree.words[words.end - 1].pos, Pos::Punct | Pos::Cconj | Pos::Space) {
        words.end -= 1;
    }
    scene.tree.span(words)
}

/// Whether a content is more than marks or a bare "it".
fn says_something(scene: &Scene<'_>, content: Span) -> bool {
    let text = scene.tree.text[content.range()].trim();
    text.chars().any(char::is_alphanumeric)
        && !matches!(text.to_lowercase().as_str(), "it" | "this" | "that" | "which" | "there")
}

/// "affirmed the history of friendship, recalling the work": a participle that is an act of its own is no part of the
/// content before it.
fn end_at_participles(scene: &Scene<'_>, acts: &mut [Draft]) {
    let starts: Vec<(u32, u32)> = acts.iter().filter_map(|a| Some((a.clause_start?, a.trigger.start))).collect();
    for act in acts {
        for &(start, trigger) in &starts {
            let Some(content) = act.content else { continue };
            if act.trigger.start < trigger && content.start < start && start < content.end {
                let kept = scene.tree.text[content.start as usize..start as usize]
                    .trim_end_matches([',', ';', ' ', '\n', '—', '–']);
                act.content = Some(Span::new(content.start as usize, content.start as usize + kept.len()));
            }
        }
    }
}

/// Whose act a clause without a subject is: in a text with speakers theirs, else the issuer's.
fn default_actor(scene: &Scene<'_>, _sentence: usize) -> Vec<ActorRef> {
    if !scene.speakers.is_empty() {
        return scene.speakers.clone();
    }
    scene.issuer.into_iter().collect()
}

/// When what an act speaks of is to happen: a date inside its content that lies ahead.
fn due(scene: &Scene<'_>, act: &Draft) -> Option<crate::dates::Dated> {
    let ahead = matches!(
        act.act_type,
        ActType::Commitment
            | ActType::Announcement
            | ActType::Agreement
            | ActType::Request
            | ActType::Appeal
            | ActType::Proposal
            | ActType::Offer
            | ActType::Invitation
            | ActType::Statement
            | ActType::Decision
    );
    let content = act.content.filter(|_| ahead)?;
    let words = scene.tree.sentences[act.sentence].words.clone();
    let day = scene.day?;
    dates_in(&scene.tree, words, Some(day)).into_iter().find(|d| content.contains(d.span) && d.value.first_day() > day)
}

impl Draft {
    /// A plain act with nothing but its type and words.
    pub(crate) fn new(act_type: ActType, trigger: Span, why: impl Into<String>) -> Self {
        Self {
            act_type,
            actor: Vec::new(),
            recipient: Vec::new(),
            trigger,
            content: None,
            sentence: 0,
            meeting: None,
            attributed_to: None,
            polarity: Polarity::Affirmed,
            modality: Modality::Actual,
            strength: Strength::Plain,
            event: None,
            mode: None,
            due: None,
            why: vec![why.into()],
            doubt: 0.0,
            clause_start: None,
        }
    }
}

/// Whether the text speaks with several voices at once, so that "will" and "must" bind them all.
pub(crate) fn is_joint(scene: &Scene<'_>) -> bool {
    matches!(scene.genre, Genre::JointStatement | Genre::Communique | Genre::Declaration)
}

/// Whether the text is somebody's own words rather than an account.
pub(crate) fn is_speech(scene: &Scene<'_>) -> bool {
    is_joint(scene) || matches!(scene.genre, Genre::Statement | Genre::Speech | Genre::Resolution)
}

/// The strength that the words of a trigger and the first words of a content give.
pub(crate) fn strength_of(scene: &Scene<'_>, words: Range<usize>) -> Strength {
    let found = words.filter_map(|w| scene.lexicon.strength(scene.tree.lower(w)));
    found.into_iter().next().unwrap_or(Strength::Plain)
}

/// The first word of a clause's own predicate that stands in a finite or non-finite form of an act.
pub(crate) fn is_participle(scene: &Scene<'_>, verb: usize) -> bool {
    matches!(scene.tree.words[verb].tag, Tag::Vbg | Tag::Vbn) && !scene.tree.is_finite(verb)
}
