//! Meetings that a noun tells of: "the Norland-Sudmark Summit", "talks between the two Ministers", "our discussions
//! today", "the fourth meeting will take place in May".
//!
//! Not meetings: what should be held, what is only asked for, a meeting whose sides nobody names.

use rapporteur_language::{Label, Tag};
use rapporteur_record::{ActorKind, Genre, MeetingStatus};
use rapporteur_text::BlockKind;

use super::{Gathering, MeetingDate, draft, extend, is_group, is_meeting_word, is_visit, meeting_name, named_sides};
use crate::cast::ActorRef;
use crate::clause;
use crate::dates::When;
use crate::lexicon::Head;
use crate::resolve::{Focus, actors_of, owners, sides};
use crate::scene::Scene;

/// The meeting of one noun.
pub(super) fn by_noun(scene: &mut Scene<'_>, word: usize, focus: &Focus) -> Option<Gathering> {
    let tree = &scene.tree;
    if !tree.is_noun(word) || matches!(tree.label(word), Label::Compound | Label::Amod | Label::Nmod) {
        return None;
    }
    let event = scene.lexicon.head(tree.lemma(word)) == Some(Head::Event) || is_meeting_word(tree.lower(word));
    if !event {
        return body_ahead(scene, word, focus);
    }
    if is_visit(tree.lemma(word)) {
        return None;
    }
    if let Some(session) = session_of_organ(scene, word) {
        return Some(session);
    }
    let clause = governing_verb(scene, word);
    let modal = clause.and_then(|verb| clause::modal(&scene.tree, verb)).map(|m| scene.tree.lower(m).to_owned());
    if modal.as_deref().is_some_and(|m| matches!(m, "should" | "could" | "may" | "might" | "can" | "must")) {
        return None;
    }
    // An old meeting that is remembered is none of this text's.
    let sentence = scene.tree.sentence_of(word);
    if sentence
        .clone()
        .any(|w| matches!(scene.tree.lower(w), "anniversary" | "commemorate" | "commemorated" | "commemorating"))
    {
        return None;
    }
    let happens = clause.is_some_and(|verb| happens(scene, verb, word));
    let participants =
        if happens { of_what_happens(scene, word, clause?, focus) } else { of_mention(scene, word, focus) };
    if sides(scene, &participants).len() < 2 {
        return None;
    }
    let mut found = draft(scene, clause.unwrap_or(word), word, participants);
    if is_ahead(scene, word, clause) {
        found.status = MeetingStatus::Planned;
    }
    let follows = clause.is_some_and(|verb| clause::agent(&scene.tree, verb) == Some(word));
    if happens && follows && found.name.is_none() {
        let words = crate::resolve::phrase(scene, word);
        found.name = Some(scene.printed_name(words));
        found.apart = true;
    }
    let own = own_date(scene, word);
    found.date = own.or(found.date.filter(|_| happens));
    Some(found)
}

/// "on the occasion of the Nth Meeting": the gathering at which a text was issued, with whatever sides its name tells.
pub(super) fn on_occasion(scene: &mut Scene<'_>, word: usize) -> Option<Gathering> {
    if scene.tree.lemma(word) != "occasion" {
        return None;
    }
    let end = scene.tree.sentence_of(word).end.min(word + 14);
    let object = (word + 1..end).find(|&w| meeting_name(scene, w).is_some())?;
    let participants = named_sides(scene, object);
    let mut found = draft(scene, object, object, participants);
    found.status = MeetingStatus::Held;
    found.headline = true;
    Some(found)
}

/// The meeting of a text that reports what its sides did together at a summit or meeting, and tells of it only as known:
/// "summit participants welcomed", "in the presence of the heads of state" under "the summit's results".
pub(super) fn taken_for_granted(scene: &mut Scene<'_>, focus: &Focus) -> Option<Gathering> {
    let of_meeting = |&w: &usize| {
        let block = scene.document.blocks[scene.tree.block_of(w)].kind;
        let told = block.is_body() || matches!(block, BlockKind::Title | BlockKind::Subtitle);
        told && matches!(scene.tree.lower(w), "summit" | "meeting" | "talks" | "negotiations")
    };
    let word = (0..scene.tree.words.len()).find(of_meeting)?;
    let first = (0..scene.tree.sentences.len())
        .find(|&s| scene.document.blocks[scene.tree.sentences[s].block].kind == BlockKind::Paragraph)?;
    let words = scene.tree.sentences[first].words.clone();
    let root = words.clone().find(|&w| scene.tree.head(w) == w && scene.tree.is_finite(w))?;
    let subject = clause::own_subject(&scene.tree, root)?;
    let participants = actors_of(scene, subject, focus);
    if sides(scene, &participants).len() < 2 && !is_group(scene, &participants) {
        return None;
    }
    let past = scene.tree.words[root].tag == Tag::Vbd;
    let mut found = draft(scene, root, word, participants);
    found.name = None;
    found.status = MeetingStatus::Held;
    past.then_some(found)
}

/// "look forward to the inaugural Joint Committee this year": a standing body of the sides that is to meet.
fn body_ahead(scene: &mut Scene<'_>, word: usize, focus: &Focus) -> Option<Gathering> {
    let tree = &scene.tree;
    let standing = matches!(tree.lemma(word), "committee" | "commission" | "council" | "group" | "board" | "dialogue");
    let next =
        tree.kids(word).any(|k| matches!(tree.lower(k), "inaugural" | "next" | "first" | "forthcoming" | "upcoming"));
    let verb = governing_verb(scene, word).filter(|&v| scene.tree.lemma(v) == "look")?;
    if !standing || !next || focus.sides.len() < 2 {
        return None;
    }
    let mut found = draft(scene, verb, word, focus.sides.clone());
    found.status = MeetingStatus::Planned;
    found.name = Some(tail(scene, word));
    Some(found)
}

/// The name of a body from its first capital on.
fn tail(scene: &Scene<'_>, word: usize) -> String {
    let mut words = scene.tree.subtree(word);
    while words.start < word && !scene.tree.word(words.start).starts_with(char::is_uppercase) {
        words.start += 1;
    }
    let end = (word + 1..words.end)
        .find(|&w| {
            !scene.tree.word(w).starts_with(char::is_uppercase)
                && !matches!(scene.tree.lower(w), "on" | "of" | "for" | "and")
        })
        .unwrap_or(words.end);
    scene.printed_name(words.start..end)
}

/// "30th plenary meeting": the session of an organ that adopted a resolution.
fn session_of_organ(scene: &mut Scene<'_>, word: usize) -> Option<Gathering> {
    let organ = scene.issuer.or_else(|| scene.speakers.first().copied())?;
    let plenary = word >= 2 && scene.tree.lower(word) == "meeting" && scene.tree.lower(word - 1) == "plenary";
    let numbered = word >= 2 && scene.tree.word(word - 2).starts_with(|c: char| c.is_ascii_digit());
    if scene.genre != Genre::Resolution || !plenary || !numbered {
        return None;
    }
    let mut found = draft(scene, word, word, vec![organ]);
    found.name = Some(scene.printed_name(word - 2..word + 1));
    found.status = MeetingStatus::Held;
    Some(found)
}

/// The verb whose clause a noun stands in.
fn governing_verb(scene: &Scene<'_>, word: usize) -> Option<usize> {
    let mut at = word;
    for _ in 0..12 {
        let head = scene.tree.head(at);
        if head == at {
            return None;
        }
        if scene.tree.is_verb(head) {
            return Some(head);
        }
        at = head;
    }
    None
}

/// "will take place", "was held", "is followed by".
fn happens(scene: &Scene<'_>, verb: usize, noun: usize) -> bool {
    let subject = clause::own_subject(&scene.tree, verb) == Some(noun);
    let agent = clause::agent(&scene.tree, verb) == Some(noun);
    let takes_place = scene.tree.lemma(verb) == "take"
        && clause::object(&scene.tree, verb).is_some_and(|o| scene.tree.lower(o) == "place");
    let held = matches!(scene.tree.lemma(verb), "hold" | "convene" | "schedule") && scene.tree.is_passive(verb);
    subject && (takes_place || held) || agent && scene.tree.lemma(verb) == "follow"
}

/// The sides of a meeting that takes place: those that its words name, else those who meet in this text.
fn of_what_happens(scene: &mut Scene<'_>, word: usize, verb: usize, focus: &Focus) -> Vec<ActorRef> {
    let mut found = of_mention(scene, word, focus);
    // "will take place in the future between Norland and Sudmark": wherever the parser hangs the preposition.
    for preposition in scene.tree.subtree(verb) {
        if scene.tree.lower(preposition) == "between"
            && let Some(object) = scene.tree.kid(preposition, &[Label::Pobj])
        {
            extend(&mut found, actors_of(scene, object, focus));
        }
    }
    if let Some(object) = scene.tree.prep_object(word, "with") {
        extend(&mut found, actors_of(scene, object, focus));
    }
    // "the fourth meeting", "the next round of talks" are those of the same sides.
    let again = scene.tree.kids(word).any(|k| {
        matches!(scene.tree.label(k), Label::Amod | Label::Nummod)
            && matches!(
                scene.tree.lower(k),
                "next"
                    | "second"
                    | "third"
                    | "fourth"
                    | "fifth"
                    | "following"
                    | "subsequent"
                    | "2nd"
                    | "3rd"
                    | "4th"
                    | "5th"
            )
    });
    if found.is_empty() && again { focus.sides.clone() } else { found }
}

/// The sides that a mention of a meeting names.
fn of_mention(scene: &mut Scene<'_>, word: usize, focus: &Focus) -> Vec<ActorRef> {
    let own = scene.tree.kids(word).find(|&k| scene.tree.label(k) == Label::Poss);
    let next =
        scene.tree.kids(word).any(|k| matches!(scene.tree.lower(k), "next" | "future" | "first" | "last" | "previous"));
    let singular = matches!(scene.tree.lower(word), "meeting" | "talks" | "conversation" | "discussions" | "call");
    if let Some(own) = own.filter(|_| singular && !next)
        && matches!(scene.tree.lower(own), "our" | "their")
        && focus.persons.len() > 1
    {
        return focus.persons.clone();
    }
    if meeting_name(scene, word).is_some() {
        let named = named_sides(scene, word);
        if named.len() > 1 {
            return named;
        }
    }
    if !is_meeting_word(scene.tree.lemma(word))
        && !is_meeting_word(scene.tree.lower(word))
        && scene.tree.lower(word) != "discussions"
    {
        return Vec::new();
    }
    let between = scene.tree.prep_object(word, "between");
    let between =
        between.or_else(|| scene.tree.prep_object(word, "of").filter(|_| scene.tree.lemma(word) == "meeting"));
    let Some(object) = between else { return Vec::new() };
    let named = actors_of(scene, object, focus);
    // "a meeting of Norland's and Sudmark's Ministers": one phrase, two sides.
    if sides(scene, &named).len() > 1 {
        return named;
    }
    let mut bodies = owners(scene, object, focus);
    bodies.retain(|&b| matches!(scene.cast.get(b).kind, ActorKind::Country | ActorKind::Organization));
    bodies
}

/// Whether a meeting lies ahead: said to be coming, in a clause of what will be, or under an infinitive.
fn is_ahead(scene: &Scene<'_>, word: usize, clause: Option<usize>) -> bool {
    let sentence = scene.tree.sentence_of(word);
    let coming = scene.tree.kids(word).any(|k| {
        matches!(
            scene.tree.lower(k),
            "forthcoming" | "upcoming" | "coming" | "next" | "planned" | "future" | "inaugural"
        )
    });
    let later = (word..sentence.end.min(word + 4)).any(|w| scene.tree.lower(w) == "later");
    let mut will = false;
    let mut at = clause;
    for _ in 0..3 {
        let Some(verb) = at else { break };
        will |= clause::modal(&scene.tree, verb)
            .is_some_and(|m| matches!(scene.tree.lower(m), "will" | "would" | "shall"))
            || scene.tree.words[verb].tag == Tag::Vb
            || scene.tree.lemma(verb) == "look";
        at = Some(scene.tree.head(verb)).filter(|&h| h != verb && scene.tree.is_verb(h));
    }
    coming || later || will
}

/// "the Summit later that day", "the Summit on 4 May".
fn own_date(scene: &Scene<'_>, word: usize) -> Option<MeetingDate> {
    let sentence = scene.tree.sentence_of(word);
    let same_day = (word + 1..sentence.end.min(word + 4)).any(|w| {
        scene.tree.lower(w) == "later"
            && matches!(scene.tree.lower(w + 1), "that" | "in" | "today")
            && (w + 1..sentence.end.min(w + 4)).any(|d| matches!(scene.tree.lower(d), "day" | "today"))
    });
    if same_day {
        return scene.day.map(|day| MeetingDate::Implied(When::Day(day)));
    }
    let dates = crate::dates::dates_in(&scene.tree, word + 1..sentence.end.min(word + 6), scene.day);
    dates.into_iter().find(|d| d.words.start <= word + 3).map(MeetingDate::Said)
}
