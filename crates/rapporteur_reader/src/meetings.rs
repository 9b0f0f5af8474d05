//! Meetings: who met whom, when, where, in what form.

mod noun;
mod visits;

use std::ops::Range;

use jiff::civil::Date;
use rapporteur_language::{Label, Tag};
use rapporteur_record::{ActorKind, MeetingForm, MeetingStatus, Span};
use rapporteur_text::BlockKind;
use rapporteur_world::{AliasKind, Kind};

use crate::cast::{ActorRef, name_words};
use crate::clause;
use crate::dates::{Dated, When, dates_in};
use crate::lexicon::Head;
use crate::names::Named;
use crate::resolve::{Focus, actors_of, sides};
use crate::scene::Scene;

/// One meeting under construction.
#[derive(Debug, Clone)]
pub(crate) struct Gathering {
    pub(crate) name: Option<String>,
    pub(crate) form: MeetingForm,
    pub(crate) status: MeetingStatus,
    pub(crate) date: Option<MeetingDate>,
    pub(crate) place: Option<Range<usize>>,
    pub(crate) participants: Vec<ActorRef>,
    pub(crate) host: Option<ActorRef>,
    pub(crate) sidelines_of: Option<usize>,
    pub(crate) evidence: Vec<Span>,
    /// The first sentence that tells of it.
    pub(crate) sentence: usize,
    /// Every sentence that tells of it.
    pub(crate) told: Vec<usize>,
    /// It is told as past already when the text begins: "said that he had met".
    pub(crate) background: bool,
    /// Only the headline has told of it so far.
    headline: bool,
    /// The text tells it from the others of the same sides: "their meeting was followed by a joint meeting of".
    apart: bool,
}

/// A date with or without words of its own.
#[derive(Debug, Clone)]
pub(crate) enum MeetingDate {
    /// The text says it.
    Said(Dated),
    /// It follows from the day of issue.
    Implied(When),
}

impl MeetingDate {
    pub(crate) fn when(&self) -> When {
        match self {
            Self::Said(dated) => dated.value,
            Self::Implied(when) => *when,
        }
    }
}

/// Every meeting of the document, in the order of the text.
pub(crate) fn find_meetings(scene: &mut Scene<'_>) -> Vec<Gathering> {
    let mut found = Vec::new();
    let persons = crate::acts::principals(scene);
    let mut focus = Focus { sides: sides(scene, &persons), persons, ..Focus::default() };
    for index in 0..scene.tree.sentences.len() {
        let words = scene.tree.sentences[index].words.clone();
        let kind = scene.document.blocks[scene.tree.sentences[index].block].kind;
        let before = found.len();
        for word in words.clone() {
            let drafts = match kind {
                BlockKind::Title | BlockKind::Subtitle => titled(scene, word, &focus),
                _ => told(scene, word, &focus),
            };
            let by_noun = match kind {
                BlockKind::Title | BlockKind::Subtitle => None,
                _ => noun::by_noun(scene, word, &focus).or_else(|| noun::on_occasion(scene, word)),
            };
            for draft in drafts.into_iter().chain(by_noun) {
                add(scene, &mut found, draft, index);
            }
        }
        sidelines(scene, &mut found, before, index);
        if let Some(root) = words.clone().find(|&w| scene.tree.head(w) == w)
            && let Some(subject) = clause::own_subject(&scene.tree, root)
        {
            let actors = actors_of(scene, subject, &focus);
            focus.remember(scene, &actors);
        }
        if let Some(last) = found.last().filter(|m: &&Gathering| m.status == MeetingStatus::Held) {
            focus.enter(scene, 0, last);
        }
    }
    // Two of one side who are in the same place are no meeting that is reported here.
    let meets = |m: &Gathering| m.participants.len() > 1 && sides(scene, &m.participants).len() > 1;
    found.retain(|m| m.name.is_some() || meets(m) || is_group(scene, &m.participants));
    if !found.iter().any(|m| m.status == MeetingStatus::Held) {
        found.extend(noun::taken_for_granted(scene, &focus));
    }
    if found.is_empty() {
        found.extend(visits::bare_visit(scene, &focus));
    }
    own_side_by_default(scene, &found);
    let frames = visits::visits(scene);
    visits::date_by_visits(scene, &frames, &mut found);
    visits::date_by_same_day(scene, &mut found);
    imply_dates(scene, &mut found);
    found
}

/// Whoever a guest meets, and whose country nobody tells, is of the side whose others the guest meets, else of the
/// country whose side the text is on.
fn own_side_by_default(scene: &mut Scene<'_>, found: &[Gathering]) {
    let home = scene.home().and_then(|iso3| scene.country(&iso3));
    for meeting in found {
        let [a, b] = meeting.participants.as_slice() else { continue };
        for (one, other) in [(*a, *b), (*b, *a)] {
            let member = scene.cast.get(one);
            let unplaced = member.is_person() && member.represents.is_none() && member.country.is_none();
            if !unplaced || scene.cast.get(other).represents.is_none() {
                continue;
            }
            let guest = home.filter(|&home| !scene.cast.same_side(other, home));
            // Else of the side whose others he meets.
            let hosts = found.iter().filter(|m| m.participants.contains(&other)).flat_map(|m| &m.participants);
            let host =
                hosts.copied().find(|&h| scene.cast.get(h).represents.is_some() && !scene.cast.same_side(h, other));
            if let Some(side) = host.map(|h| scene.cast.side(h)).or(guest) {
                scene.stand_for(one, side);
            }
        }
    }
}

/// A meeting that a headline names: "X's Meeting with Y", "Telephone conversation with Y", "Norland-Sudmark talks".
fn titled(scene: &mut Scene<'_>, word: usize, focus: &Focus) -> Vec<Gathering> {
    if scene.tree.is_verb(word) {
        return told(scene, word, focus);
    }
    if scene.lexicon.head(scene.tree.lemma(word)) != Some(Head::Event) && !is_meeting_word(scene.tree.lower(word)) {
        return Vec::new();
    }
    if is_visit(scene.tree.lemma(word)) {
        return Vec::new();
    }
    let mut participants = crate::resolve::owners(scene, word, focus);
    for preposition in ["with", "between", "of"] {
        if let Some(object) = scene.tree.prep_object(word, preposition) {
            extend(&mut participants, actors_of(scene, object, focus));
        }
    }
    if participants.len() < 2 {
        extend(&mut participants, named_sides(scene, word));
    }
    if sides(scene, &participants).len() < 2 && scene.tree.prep_object(word, "with").is_none() {
        return Vec::new();
    }
    vec![draft(scene, word, word, participants)]
}

fn is_meeting_word(lower: &str) -> bool {
    matches!(lower, "meeting" | "call" | "talks" | "conversation" | "summit" | "consultations")
}

fn is_visit(lemma: &str) -> bool {
    matches!(lemma, "visit" | "ceremony" | "debate" | "agenda" | "forum" | "exchange")
}

/// The meetings that a clause tells of.
fn told(scene: &mut Scene<'_>, word: usize, focus: &Focus) -> Vec<Gathering> {
    if !scene.tree.is_verb(word) || !is_told(scene, word) || scene.tree.is_negated(word) {
        return Vec::new();
    }
    let one = match scene.tree.lemma(word) {
        "meet" => return met(scene, word, focus),
        "speak" | "talk" => return spoke(scene, word, focus),
        "call" => return called_on(scene, word, focus),
        "attend" | "participate" | "join" | "address" | "chair" | "co-chair" | "host" | "co-host" | "take" => {
            let named = attended(scene, word, focus);
            if !named.is_empty()
                || matches!(scene.tree.lemma(word), "attend" | "participate" | "join" | "address" | "take")
            {
                return named;
            }
            held(scene, word, focus)
        }
        "have" | "hold" | "conduct" | "convene" | "cochair" => held(scene, word, focus),
        "receive" => received(scene, word, focus),
        "welcome" => welcomed(scene, word, focus),
        "pay" => {
            let call = clause::object(&scene.tree, word).filter(|&o| scene.tree.lemma(o) == "call");
            let on = call.and_then(|c| scene.tree.prep_object(c, "on")).or_else(|| scene.tree.prep_object(word, "on"));
            match (call, on) {
                (Some(call), Some(on)) => with_subject(scene, word, call, on, focus),
                _ => None,
            }
        }
        _ => None,
    };
    one.into_iter().collect()
}

/// "X met (with) Y", "X and Y met". One who meets persons of several sides one after another meets each.
fn met(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Vec<Gathering> {
    let subject = subject_actors(scene, verb, focus);
    let mut others = Vec::new();
    let object = clause::object(&scene.tree, verb).filter(|_| !scene.tree.is_passive(verb));
    if let Some(object) = object {
        others = actors_of(scene, object, focus);
        if others.is_empty() {
            return Vec::new();
        }
        extend(&mut others, persons_from(scene, verb));
    }
    let withs: Vec<usize> = scene.tree.preps(verb, "with").collect();
    for with in withs {
        extend(&mut others, persons_from(scene, with));
        let listed = listed_with(scene, with, focus);
        let nobody_named = !others.iter().any(|&o| scene.cast.get(o).is_person());
        extend(&mut others, listed.into_iter().filter(|_| nobody_named).collect());
    }
    add_with(scene, verb, &mut others, focus);
    others.retain(|o| !subject.contains(o));
    let persons = others.iter().all(|&o| scene.cast.get(o).is_person());
    if let [one] = subject.as_slice() {
        same_hosts(scene, *one, &others);
    }
    if subject.len() == 1 && persons && others.len() > 1 {
        return others.into_iter().map(|other| draft(scene, verb, verb, vec![subject[0], other])).collect();
    }
    let mut participants = subject;
    extend(&mut participants, others);
    if participants.len() < 2
        && let Some(body) = body_that_meets(scene, verb, focus)
    {
        return vec![body];
    }
    let several = participants.len() > 1 || is_group(scene, &participants);
    if !several {
        return Vec::new();
    }
    let mut found = draft(scene, verb, verb, participants);
    // "met for the Nth Summit", "met at the Forum"
    let mut named = ["for", "at", "during"].into_iter().filter_map(|p| scene.tree.prep_object(verb, p));
    found.name = found.name.or(named.find_map(|o| meeting_name(scene, o)));
    vec![found]
}

/// Of those whom somebody meets in one list, one whose title names no country is of the others' side rather than his.
fn same_hosts(scene: &mut Scene<'_>, visitor: ActorRef, hosts: &[ActorRef]) {
    let other = hosts.iter().copied().find(|&h| !scene.cast.same_side(h, visitor));
    let Some(side) = other.map(|o| scene.cast.side(o)) else { return };
    for &host in hosts {
        let member = scene.cast.get(host);
        let assumed = member.is_person() && !member.titled_abroad && member.world_id.is_none();
        if assumed && scene.cast.same_side(host, visitor) {
            scene.cast.get_mut(host).represents = None;
            scene.stand_for(host, side);
        }
    }
}

/// "The 3rd Joint Working Group will meet": a standing body of the sides.
fn body_that_meets(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Option<Gathering> {
    let subject = clause::own_subject(&scene.tree, verb)?;
    let standing = matches!(
        scene.tree.lemma(subject),
        "group" | "committee" | "commission" | "council" | "panel" | "board" | "dialogue"
    );
    if !standing || focus.sides.len() < 2 {
        return None;
    }
    let words = crate::resolve::phrase(scene, subject);
    let mut found = draft(scene, verb, verb, focus.sides.clone());
    found.name = Some(scene.printed_name(words));
    Some(found)
}

fn is_group(scene: &Scene<'_>, participants: &[ActorRef]) -> bool {
    matches!(participants, [one] if scene.cast.get(*one).kind == ActorKind::Group)
}

/// The persons named from a word on, however the parser hangs them together: lists of names with their titles between
/// commas come out of it in pieces. A verb ends the list.
pub(crate) fn persons_from(scene: &Scene<'_>, word: usize) -> Vec<ActorRef> {
    let mut found = Vec::new();
    let end = scene.tree.sentence_of(word).end;
    let mut at = word + 1;
    while at < end {
        if let Some((index, name)) = scene.name_covering(at) {
            let person = matches!(name.what, Named::Person { .. });
            let next = name.words.end;
            extend(&mut found, scene.actor_of[index].filter(|_| person).into_iter().collect());
            at = next.max(at + 1);
            continue;
        }
        let prose = scene.tree.is_verb(at)
            || matches!(scene.tree.lower(at), "to" | "on" | "for" | "during" | "who" | "where" | "that" | "about");
        if prose {
            break;
        }
        at += 1;
    }
    found
}

/// "called on the Foreign Minister" without anything asked is a visit to him.
fn called_on(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Vec<Gathering> {
    let Some(on) = scene.tree.preps(verb, "on").next() else { return Vec::new() };
    let asks = scene.tree.kids(verb).any(|k| matches!(scene.tree.label(k), Label::Xcomp | Label::Advcl | Label::Ccomp));
    let hosts = persons_from(scene, on);
    let visitors = subject_actors(scene, verb, focus);
    let persons = visitors.iter().all(|&p| scene.cast.get(p).is_person()) && !visitors.is_empty();
    if asks || !persons {
        return Vec::new();
    }
    let call = |host: ActorRef| {
        let mut participants = visitors.clone();
        extend(&mut participants, vec![host]);
        draft(scene, verb, verb, participants)
    };
    hosts.into_iter().map(call).collect()
}

/// "welcomed the Prime Minister to Norland".
fn welcomed(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Option<Gathering> {
    let object = clause::object(&scene.tree, verb).filter(|_| !scene.tree.is_passive(verb))?;
    let guests = actors_of(scene, object, focus);
    let to = scene.tree.prep_object(verb, "to").or_else(|| scene.tree.prep_object(object, "to"))?;
    let place = scene.name_covering(to).is_some();
    if !place || !guests.iter().any(|&g| scene.cast.get(g).is_person()) {
        return None;
    }
    with_subject(scene, verb, verb, object, focus)
}

/// Whether a verb reports or foretells by itself: finite, a participle of its own clause, or what was planned.
fn is_told(scene: &Scene<'_>, verb: usize) -> bool {
    scene.tree.is_finite(verb)
        || matches!(scene.tree.label(verb), Label::Advcl | Label::Conj | Label::Root) && scene.tree.words[verb].tag == Tag::Vbg
        || matches!(scene.tree.label(verb), Label::Xcomp | Label::Conj) && scene.tree.words[verb].tag == Tag::Vb
        // "led a delegation to attend the Summit", "travelled to meet"
        || matches!(scene.tree.label(verb), Label::Advcl | Label::Acl | Label::Relcl) && scene.tree.words[verb].tag == Tag::Vb && goes(scene, verb)
}

/// Whether the verb above an infinitive of purpose is one of going.
fn goes(scene: &Scene<'_>, verb: usize) -> bool {
    let mut at = verb;
    for _ in 0..3 {
        at = scene.tree.head(at);
        if matches!(
            scene.tree.lemma(at),
            "lead" | "travel" | "visit" | "arrive" | "come" | "go" | "make" | "fly" | "head" | "return"
        ) {
            return true;
        }
    }
    false
}

/// "spoke today with Y", "spoke with Y and with Z": each "with" is a talk of its own.
fn spoke(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Vec<Gathering> {
    let mut with: Vec<usize> = scene.tree.preps(verb, "with").chain(scene.tree.preps(verb, "to")).collect();
    let again = with.iter().flat_map(|&w| scene.tree.kids(w)).filter(|&k| scene.tree.label(k) == Label::Conj);
    let again: Vec<usize> = again.filter(|&k| matches!(scene.tree.lower(k), "with" | "to")).collect();
    with.extend(again);
    let subject = subject_actors(scene, verb, focus);
    if subject.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for preposition in with {
        let Some(other) = scene.tree.kid(preposition, &[Label::Pobj]) else { continue };
        let others = actors_of(scene, other, focus);
        if !others.is_empty() {
            let mut participants = subject.clone();
            extend(&mut participants, others);
            found.push(talk(scene, verb, participants));
        }
    }
    found
}

fn talk(scene: &mut Scene<'_>, verb: usize, participants: Vec<ActorRef>) -> Gathering {
    let mut found = draft(scene, verb, verb, participants);
    // Officials "speak" by telephone, where the text does not name a meeting at which they do.
    let telephone = |lower: &str| matches!(lower, "phone" | "telephone" | "call" | "video");
    let said = (0..scene.tree.words.len().min(400)).any(|w| telephone(scene.tree.lower(w)));
    if said || found.participants.len() == 2 {
        found.form = MeetingForm::Phone;
    }
    found
}

/// "held a bilateral meeting with Y", "had a telephone conversation with Y", "hosted the Nth Meeting".
fn held(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Option<Gathering> {
    let object = clause::object(&scene.tree, verb)?;
    let noun = scene.tree.lemma(object).to_owned();
    let event = scene.lexicon.head(&noun) == Some(Head::Event)
        && !matches!(noun.as_str(), "exchange" | "agenda" | "debate" | "deliberation" | "forum");
    if !event || is_visit(&noun) && !matches!(noun.as_str(), "forum") {
        return None;
    }
    let chairs = matches!(scene.tree.lemma(verb), "chair" | "co-chair" | "host" | "co-host" | "convene");
    let mut participants = subject_actors(scene, verb, focus);
    add_with(scene, verb, &mut participants, focus);
    add_with(scene, object, &mut participants, focus);
    if let Some(between) = scene.tree.prep_object(object, "between") {
        extend(&mut participants, actors_of(scene, between, focus));
    }
    let name = meeting_name(scene, object);
    // "had productive discussions" without anyone new tells of no further meeting.
    if name.is_none() && (participants.len() < 2 || chairs) && sides(scene, &participants).len() < 2 {
        return None;
    }
    Some(draft(scene, verb, object, participants))
}

/// "attended the Nth Meeting", "will participate in the Summit and the Forum".
fn attended(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Vec<Gathering> {
    let object = clause::object(&scene.tree, verb);
    let place = object.is_some_and(|o| scene.tree.lower(o) == "place");
    let near = object
        .filter(|&o| meeting_name(scene, o).is_some())
        .or_else(|| scene.tree.prep_object(verb, "in"))
        .or_else(|| scene.tree.prep_object(verb, "at"));
    let Some(near) = near else { return Vec::new() };
    let attendees = if place { Vec::new() } else { subject_actors(scene, verb, focus) };
    let mut found = Vec::new();
    for event in scene.tree.conjuncts(near) {
        if meeting_name(scene, event).is_none() {
            continue;
        }
        let mut participants = attendees.clone();
        // A side that is there in person needs no second name.
        let mut named = named_sides(scene, event);
        named.retain(|&side| !participants.iter().any(|&p| scene.cast.same_side(p, side)));
        extend(&mut participants, named);
        found.push(draft(scene, verb, event, participants));
    }
    found
}

/// "received the Foreign Minister of Y".
fn received(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Option<Gathering> {
    let object = clause::object(&scene.tree, verb)?;
    let is_person = |scene: &Scene<'_>, g: &ActorRef| scene.cast.get(*g).is_person();
    let guests = actors_of(scene, object, focus);
    if guests.iter().any(|g| is_person(scene, g)) {
        return with_subject(scene, verb, verb, object, focus);
    }
    // "received the Leader of the Opposition, Mr Varga": the name stands behind what the man is.
    let guests = persons_from(scene, verb);
    let mut participants = subject_actors(scene, verb, focus);
    let host = participants.iter().any(|p| is_person(scene, p));
    extend(&mut participants, guests);
    (host && participants.len() > 1).then(|| draft(scene, verb, verb, participants))
}

fn with_subject(scene: &mut Scene<'_>, verb: usize, core: usize, other: usize, focus: &Focus) -> Option<Gathering> {
    let mut participants = subject_actors(scene, verb, focus);
    extend(&mut participants, actors_of(scene, other, focus));
    (participants.len() > 1).then(|| draft(scene, verb, core, participants))
}

fn subject_actors(scene: &mut Scene<'_>, verb: usize, focus: &Focus) -> Vec<ActorRef> {
    match clause::subject(&scene.tree, verb) {
        Some(subject) => actors_of(scene, subject, focus),
        None => Vec::new(),
    }
}

fn add_with(scene: &mut Scene<'_>, word: usize, participants: &mut Vec<ActorRef>, focus: &Focus) {
    let withs: Vec<usize> = scene.tree.preps(word, "with").collect();
    for with in withs {
        if let Some(object) = scene.tree.kid(with, &[Label::Pobj]) {
            extend(participants, actors_of(scene, object, focus));
            if !participants.iter().skip(1).any(|&p| scene.cast.get(p).is_person()) {
                let listed = listed_with(scene, with, focus);
                extend(participants, listed);
            }
        }
    }
}

/// Bodies and groups of a list behind "with", wherever the parser hangs them: "with businesses working in Norstad,
/// alumni of its universities and students".
fn listed_with(scene: &mut Scene<'_>, with: usize, focus: &Focus) -> Vec<ActorRef> {
    let listed: Vec<usize> = scene
        .tree
        .subtree(with)
        .filter(|&w| w > with && matches!(scene.tree.label(w), Label::Conj | Label::Appos))
        .filter(|&w| scene.tree.is_noun(w) && scene.tree.is_plural(w) && crate::resolve::is_actor_noun(scene, w))
        .collect();
    let mut found = Vec::new();
    for word in listed {
        extend(&mut found, crate::resolve::one(scene, word, focus));
    }
    found
}

pub(crate) fn extend(all: &mut Vec<ActorRef>, more: Vec<ActorRef>) {
    for actor in more {
        if !all.contains(&actor) {
            all.push(actor);
        }
    }
}

fn draft(scene: &mut Scene<'_>, verb: usize, core: usize, participants: Vec<ActorRef>) -> Gathering {
    let sentence = scene.tree.words[verb].sentence;
    let words = scene.tree.sentences[sentence].words.clone();
    let name = meeting_name(scene, core);
    let future = clause::modal(&scene.tree, verb)
        .is_some_and(|m| matches!(scene.tree.lower(m), "will" | "shall" | "would" | "’ll" | "'ll"))
        || matches!(scene.tree.label(verb), Label::Xcomp | Label::Acl)
            && scene.tree.words[verb].tag == Tag::Vb
            && !goes(scene, verb);
    let status = if future { MeetingStatus::Planned } else { MeetingStatus::Held };
    let ahead = |d: &Dated| scene.day.is_some_and(|day| d.value.first_day() > day);
    // What has been held was not held later than the text was issued.
    let date =
        date_near(scene, verb, words.clone()).filter(|d| future || !ahead(d) && !matches!(d.value, When::Year(_)));
    let form = form_of(scene, core, words.clone(), name.as_deref(), &participants);
    let place = place_near(scene, verb, core);
    let evidence = vec![scene.tree.span(words)];
    let headline = scene.document.blocks[scene.tree.sentences[sentence].block].kind == BlockKind::Title;
    Gathering {
        name,
        form,
        status,
        date: date.map(MeetingDate::Said),
        place,
        participants,
        host: None,
        sidelines_of: None,
        evidence,
        sentence,
        told: vec![sentence],
        background: scene.tree.kids(verb).any(|k| {
            scene.tree.label(k) == Label::Aux && scene.tree.lemma(k) == "have" && scene.tree.words[k].tag == Tag::Vbd
        }),
        headline,
        apart: false,
    }
}

/// The date of a clause: one below the verb, else the only one of the sentence.
fn date_near(scene: &Scene<'_>, verb: usize, words: Range<usize>) -> Option<Dated> {
    let dates = dates_in(&scene.tree, words, scene.anchor());
    let below = |d: &&Dated| scene.tree.is_below(d.words.start, verb);
    // A date inside a name ("the 2021 Meeting") or of a background clause is farther from the verb.
    dates.iter().filter(below).min_by_key(|d| (matches!(d.value, When::Year(_)), d.words.start.abs_diff(verb))).cloned()
}

fn form_of(
    scene: &Scene<'_>,
    core: usize,
    words: Range<usize>,
    name: Option<&str>,
    participants: &[ActorRef],
) -> MeetingForm {
    let said = |what: &str| words.clone().any(|w| scene.tree.lower(w) == what);
    let phrase = scene.tree.subtree(core);
    let noun = |what: &[&str]| phrase.clone().any(|w| what.contains(&scene.tree.lower(w)));
    if !scene.tree.is_verb(core)
        && matches!(scene.tree.lemma(core), "call" | "conversation" | "videoconference")
        && (noun(&["phone", "telephone", "call", "video"]) || said("phone") || said("telephone"))
        || !scene.tree.is_verb(core) && scene.tree.lemma(core) == "call" && scene.tree.lower(core) != "calls"
    {
        return MeetingForm::Phone;
    }
    if name.is_some_and(|n| n.to_lowercase().contains("summit")) || scene.tree.lemma(core) == "summit" {
        return MeetingForm::Summit;
    }
    let many = sides(scene, participants).len() > 2 || name.is_some() && participants.len() != 2;
    let group = participants.iter().any(|&p| scene.cast.get(p).kind == ActorKind::Group);
    if many || group { MeetingForm::Multilateral } else { MeetingForm::Bilateral }
}

fn place_near(scene: &Scene<'_>, verb: usize, core: usize) -> Option<Range<usize>> {
    for word in [verb, core] {
        for preposition in ["in", "at"] {
            let preps: Vec<usize> = scene.tree.preps(word, preposition).collect();
            for prep in preps {
                let Some(object) = scene.tree.kid(prep, &[Label::Pobj]) else { continue };
                if let Some((_, name)) = scene.name_covering(object) {
                    if matches!(name.what, Named::Entity { entity, .. } if matches!(scene.world.entity(entity).kind, Kind::Place | Kind::Country))
                    {
                        return Some(name.words.clone());
                    }
                    if matches!(name.what, Named::Entity { alias_kind: AliasKind::Capital, .. }) {
                        return Some(name.words.clone());
                    }
                }
            }
        }
    }
    // "met with Anna Varga in Oslo": the parser hangs the place on the name before it.
    scene.tree.subtree(verb).find_map(|prep| {
        let object = scene.tree.kid(prep, &[Label::Pobj]).filter(|_| prep > verb && scene.tree.lower(prep) == "in")?;
        let (_, before) = scene.name_covering(scene.tree.head(prep))?;
        let (_, name) = scene.name_covering(object)?;
        let town = matches!(name.what, Named::Entity { entity, .. } if scene.world.entity(entity).kind == Kind::Place)
            || matches!(name.what, Named::Entity { alias_kind: AliasKind::Capital, .. });
        (matches!(before.what, Named::Person { .. }) && town).then(|| name.words.clone())
    })
}

/// The proper name of a meeting: a run of capitalised words that ends with "Meeting", "Summit", "Dialogue" …
pub(crate) fn meeting_name(scene: &Scene<'_>, head: usize) -> Option<String> {
    let tree = &scene.tree;
    if scene.lexicon.head(tree.lemma(head)) != Some(Head::Event) && !forum_covers(scene, head) {
        return None;
    }
    if !tree.word(head).starts_with(char::is_uppercase) {
        return None;
    }
    let sentence = tree.sentence_of(head);
    let mut start = head;
    while start > sentence.start {
        let word = tree.word(start - 1);
        let lower = tree.lower(start - 1);
        let proper = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let joins = matches!(lower, "-" | "–" | "of" | "'s" | "'" | "and" | "/")
            || (lower == "the" && start > sentence.start + 1 && tree.lower(start - 2) == "of");
        if !joins && (!proper || lower == "the") {
            break;
        }
        // "Outcomes of the Meeting", "Statement of the Summit" tell of the meeting and are no part of its name.
        let about = matches!(
            tree.lemma(start - 1),
            "outcome"
                | "outcomes"
                | "result"
                | "sideline"
                | "margin"
                | "occasion"
                | "participation"
                | "conclusion"
                | "opening"
        );
        let text =
            scene.lexicon.head(tree.lemma(start - 1)) == Some(Head::Text) && matches!(tree.lower(start), "of" | "on");
        if matches!(tree.label(start - 1), Label::Nsubj) || about || text {
            break;
        }
        start -= 1;
    }
    while start < head
        && (matches!(tree.lower(start), "the" | "of" | "and" | "-" | "–" | "'" | "'s") || tree.lower(start) == "annual")
    {
        start += 1;
    }
    let words = tail_of_name(scene, start..head + 1);
    // "Secretary Varga's Meeting" is no name, and a press conference no meeting.
    let owned =
        words.clone().any(|w| matches!(scene.name_covering(w), Some((_, n)) if matches!(n.what, Named::Person { .. })));
    let press = words.clone().any(|w| matches!(tree.lower(w), "press" | "readout"));
    if owned || press {
        return None;
    }
    (words.len() > 1 || forum_covers(scene, head)).then(|| scene.printed_name(words))
}

/// "the UNGA meeting": a common noun under the name of the body that meets.
fn session_name(scene: &Scene<'_>, head: usize) -> Option<String> {
    let event =
        scene.lexicon.head(scene.tree.lemma(head)) == Some(Head::Event) || is_meeting_word(scene.tree.lower(head));
    let words = crate::resolve::phrase(scene, head);
    let body = words.clone().any(|w| {
        matches!(scene.name_covering(w), Some((_, n)) if matches!(n.what, Named::Entity { entity, .. }
            if matches!(scene.world.entity(entity).kind, Kind::Organization | Kind::Organ | Kind::Forum | Kind::Body)))
    });
    (event && body).then(|| scene.printed_name(words))
}

/// "Meeting of the Joint Commission on X" goes on after its head.
fn tail_of_name(scene: &Scene<'_>, words: Range<usize>) -> Range<usize> {
    match scene.name_covering(words.end - 1) {
        Some((_, name)) if name.words.end > words.end => words.start..name.words.end,
        _ => words,
    }
}

fn forum_covers(scene: &Scene<'_>, head: usize) -> bool {
    matches!(scene.name_covering(head), Some((_, name)) if matches!(name.what, Named::Entity { entity, .. } if scene.world.entity(entity).kind == Kind::Forum))
}

/// The sides that a meeting's name names: "ASEAN-U.S. Summit".
fn named_sides(scene: &mut Scene<'_>, head: usize) -> Vec<ActorRef> {
    let sentence = scene.tree.sentence_of(head);
    let range = scene.tree.subtree(head);
    let mut found = Vec::new();
    let mut word = range.start;
    while word < head {
        for part in pair(scene, word) {
            extend(&mut found, vec![part]);
        }
        let printed: Vec<&str> = (word..sentence.end.min(word + 8)).map(|w| scene.tree.word(w)).collect();
        let Some(matched) = scene.world.longest_match(&printed) else {
            word += 1;
            continue;
        };
        let body = matched
            .hits
            .iter()
            .find(|h| matches!(scene.world.entity(h.entity).kind, Kind::Country | Kind::Organization));
        let (n_words, body) = (matched.n_words, body.map(|h| h.entity));
        match body {
            Some(entity) => {
                extend(&mut found, scene.cast_entity(entity, AliasKind::Name, None).into_iter().collect());
                word += n_words;
            }
            // A forum's own name may begin with its sides.
            None => word += 1,
        }
    }
    found
}

/// The two bodies of a hyphenated word: "U.S.-Norland".
pub(crate) fn pair(scene: &mut Scene<'_>, word: usize) -> Vec<ActorRef> {
    let printed = scene.tree.word(word).to_owned();
    let Some((first, second)) = printed.split_once(['-', '–']) else { return Vec::new() };
    let body = |scene: &Scene<'_>, name: &str| {
        let hits = scene.world.look_up(name);
        hits.into_iter()
            .map(|h| h.entity)
            .find(|&e| matches!(scene.world.entity(e).kind, Kind::Country | Kind::Organization))
    };
    let (Some(first), Some(second)) = (body(scene, first), body(scene, second)) else { return Vec::new() };
    [first, second].into_iter().filter_map(|e| scene.cast_entity(e, AliasKind::Name, None)).collect()
}

/// Puts a meeting with the others: into the one that it reports again, else behind them. The first meeting of the text
/// proper is the one of the headline, where their names do not differ.
fn add(scene: &Scene<'_>, found: &mut Vec<Gathering>, new: Gathering, sentence: usize) {
    let first_told = found.len() == 1 && found[0].headline && !new.headline && new.sentence == sentence;
    let overlap = |old: &Gathering| {
        sides(scene, &new.participants)
            .iter()
            .any(|s| sides(scene, &old.participants).iter().any(|o| scene.cast.same_side(*s, *o)))
    };
    let by_headline = |old: &Gathering| {
        first_told
            && (old.participants.is_empty() || overlap(old))
            && (old.name.is_none() || new.name.is_none())
            && old.status == new.status
    };
    let same = found.iter_mut().find(|old| is_same(scene, old, &new) || by_headline(old));
    let Some(old) = same else {
        found.push(new);
        return;
    };
    old.headline &= new.headline;
    if old.name.as_ref().is_none_or(|name| new.name.as_ref().is_some_and(|n| n.len() > name.len())) {
        old.name = new.name.or(old.name.take());
    }
    old.told.extend(new.told);
    old.date = old.date.take().or(new.date);
    old.place = old.place.take().or(new.place);
    if new.form == MeetingForm::Phone && old.name.is_none() {
        old.form = new.form;
    }
    // Persons say more exactly who took part than their countries.
    if new.participants.iter().any(|&p| scene.cast.get(p).is_person()) {
        let told = |&p: &ActorRef| new.participants.iter().any(|&n| scene.cast.same_side(n, p));
        old.participants.retain(|p| scene.cast.get(*p).kind != ActorKind::Country || !told(p));
    }
    extend(&mut old.participants, new.participants);
    if !old.evidence.contains(&new.evidence[0]) {
        old.evidence.extend(new.evidence);
    }
}

fn is_same(scene: &Scene<'_>, old: &Gathering, new: &Gathering) -> bool {
    if let (Some(a), Some(b)) = (&old.name, &new.name) {
        let (a, b) = (name_words(a), name_words(b));
        let within = a.iter().all(|w| b.contains(w)) || b.iter().all(|w| a.contains(w));
        return within && (old.status == new.status || a.len() == b.len());
    }
    if old.apart || new.apart {
        return false;
    }
    let (a, b) = (sides(scene, &old.participants), sides(scene, &new.participants));
    let same_sides = a.len() == b.len() && a.iter().all(|x| b.iter().any(|y| scene.cast.same_side(*x, *y)));
    let same_persons = {
        let of = |m: &Gathering| {
            m.participants.iter().copied().filter(|&p| scene.cast.get(p).is_person()).collect::<Vec<_>>()
        };
        let (x, y) = (of(old), of(new));
        x.is_empty() || y.is_empty() || x.iter().all(|p| y.contains(p)) || y.iter().all(|p| x.contains(p))
    };
    let dates = match (&old.date, &new.date) {
        (Some(a), Some(b)) => a.when() == b.when(),
        _ => true,
    };
    old.status == new.status && same_sides && same_persons && dates
}

/// "On the sidelines of the Summit": ties the meetings of a sentence to the one that they were at the edge of.
fn sidelines(scene: &mut Scene<'_>, found: &mut Vec<Gathering>, first_new: usize, sentence: usize) {
    let words = scene.tree.sentences[sentence].words.clone();
    for word in words {
        if !matches!(scene.tree.lemma(word), "sideline" | "margin" | "fringe" | "sidelines" | "margins") {
            continue;
        }
        let Some(object) = scene.tree.prep_object(word, "of") else { continue };
        let Some(name) = meeting_name(scene, object).or_else(|| session_name(scene, object)) else { continue };
        let participants = named_sides(scene, object);
        let mut main = draft(scene, object, object, participants);
        main.name = Some(name);
        main.status = MeetingStatus::Held;
        main.date = None;
        let new: Vec<Gathering> = found.drain(first_new.min(found.len())..).collect();
        add(scene, found, main.clone(), usize::MAX);
        let at = found.iter().position(|m| is_same(scene, m, &main)).unwrap_or(0);
        for mut meeting in new {
            if meeting.name.is_none() {
                meeting.sidelines_of = Some(at);
            }
            add(scene, found, meeting, sentence);
        }
    }
}

/// A readout tells of a meeting on its own day, where it says nothing else.
fn imply_dates(scene: &Scene<'_>, found: &mut [Gathering]) {
    let Some(day) = scene.day else { return };
    let said = found.iter().find_map(|m| m.date.as_ref().map(MeetingDate::when));
    let background: Option<Date> = said.map(When::first_day);
    for meeting in found.iter_mut().filter(|m| m.status == MeetingStatus::Held && m.date.is_none()) {
        let when = if background.is_some_and(|d| d != day) { continue } else { When::Day(day) };
        meeting.date = Some(MeetingDate::Implied(when));
    }
}
