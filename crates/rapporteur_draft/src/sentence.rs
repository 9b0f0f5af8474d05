//! One act as one sentence.

use std::ops::Range;

use rapporteur_record::{Act, ActType, DateMention, Record};

use crate::cast::{Cast, PartyId};
use crate::date::{by_when, in_words};
use crate::form::{Content, Form, content_of, one_line};
use crate::verb::{Verb, verb_of};

/// A sentence that tells an act.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// The sentence, on one line.
    pub text: String,
    /// The bytes of the words that carry the act.
    pub trigger: Range<usize>,
    /// The bytes of what is asked, promised or said.
    pub content: Option<Range<usize>>,
    /// Which record it comes from, and the act in it.
    pub account: usize,
    /// The act as recorded.
    pub act: Act,
    /// Acts that the content tells by itself: "welcomed the announcement that the President will attend".
    pub within: Vec<Act>,
}

/// What a sentence has to know beside its act.
pub(crate) struct Scene<'r> {
    pub(crate) account: usize,
    pub(crate) record: &'r Record,
    /// The record's actors in the cast.
    pub(crate) ids: &'r std::collections::BTreeMap<String, PartyId>,
    pub(crate) cast: &'r Cast,
    /// The sides of the meeting, where they are two and met as equals: both by persons, or both without.
    pub(crate) two_sides: Option<[PartyId; 2]>,
    /// The persons who met, where they are two.
    pub(crate) two_persons: Option<[PartyId; 2]>,
    /// When the meeting was.
    pub(crate) met: Option<&'r DateMention>,
}

/// Where the pieces of a sentence go.
#[derive(Default)]
struct Line {
    text: String,
    trigger: Range<usize>,
    content: Option<Range<usize>>,
}

impl Line {
    fn push(&mut self, words: &str) -> Range<usize> {
        if !self.text.is_empty() && !words.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(words);
        start..self.text.len()
    }
}

/// Tells an act; `issue` is what the paragraph is about, said where it begins one. None where nothing can be said.
pub(crate) fn tell(scene: &Scene<'_>, act: &Act, issue: Option<&str>) -> Option<Sentence> {
    let content = content_of(scene.record, act);
    let recipients = scene.parties(&act.recipient);
    let is_named = is_named_in(scene, act, &recipients);
    let has_recipient = !recipients.is_empty();
    let verb = verb_of(act, content.form, has_recipient && !is_named, has_recipient)?;
    let mut line = Line::default();
    if let Some(issue) = issue {
        line.push(&format!("On the issue of {issue},"));
    } else if let Some(date) = act.date.as_ref().filter(|date| is_another_day(date, scene.met)) {
        line.push(&format!("On {},", in_words(date)));
    }
    if let Some(speaker) = act.attributed_to.as_ref().and_then(|id| scene.ids.get(id)) {
        line.push(&format!("{} stated that", scene.cast.name(*speaker)));
    }
    line.push(&scene.subject(act)?);
    line.trigger = line.push(&verb.phrase);
    write_rest(&mut line, &verb, &content, &scene.cast.names(&recipients), has_recipient && !is_named);
    if let Some(due) = act.due.as_ref().filter(|due| !says(act, due)) {
        line.push(&by_when(due));
    }
    let mut text = line.text;
    let lower = text.chars().next()?.len_utf8();
    let capital = text[..lower].to_uppercase();
    if capital.len() == lower {
        text.replace_range(..lower, &capital);
    }
    text.push('.');
    Some(Sentence {
        text,
        trigger: line.trigger,
        content: line.content,
        account: scene.account,
        act: act.clone(),
        within: Vec::new(),
    })
}

/// Writes what follows the verb by its frame's pattern.
fn write_rest(line: &mut Line, verb: &Verb, content: &Content, recipients: &str, is_needed: bool) {
    let frame = verb.frame;
    let with = frame.with.filter(|pattern| is_needed || (frame.without.is_none() && pattern.contains("{r}")));
    let Some(pattern) = with.or(frame.without).or(frame.with) else { return };
    for word in pattern.split(' ') {
        match word {
            "{r}" => {
                line.push(recipients);
            }
            "{c}" if content.form != Form::Nothing => {
                let at = line.push(&content.words);
                // an agent's "will" belongs to the trigger
                line.content = Some(at);
            }
            "{c}" => {}
            word => {
                line.push(word);
            }
        }
    }
}

impl Scene<'_> {
    pub(crate) fn parties(&self, ids: &[String]) -> Vec<PartyId> {
        let mut parties: Vec<PartyId> = Vec::new();
        for id in ids.iter().filter_map(|id| self.ids.get(id)) {
            if !parties.contains(id) {
                parties.push(*id);
            }
        }
        parties
    }

    /// Who acts; the two countries that met are "the two sides".
    fn subject(&self, act: &Act) -> Option<String> {
        let actors = self.parties(&act.actor);
        if actors.is_empty() {
            return None;
        }
        let are_both =
            self.two_sides.is_some_and(|sides| actors.len() == 2 && sides.iter().all(|side| actors.contains(side)));
        Some(match &actors[..] {
            _ if are_both => "the two sides".to_owned(),
            &[one, other] if self.are_ministers_who_met(one, other) => "the two Ministers".to_owned(),
            _ => self.cast.names(&actors),
        })
    }

    /// Whether two persons are the ones who met, and both ministers.
    fn are_ministers_who_met(&self, one: PartyId, other: PartyId) -> bool {
        let is_minister = |id: PartyId| {
            self.cast.parties[id]
                .actor
                .office
                .as_ref()
                .is_some_and(|o| o.starts_with("Minister") || o.starts_with("Foreign Minister"))
        };
        self.two_persons.is_some_and(|two| two.contains(&one) && two.contains(&other))
            && is_minister(one)
            && is_minister(other)
    }
}

/// Whether the content names every recipient.
fn is_named_in(scene: &Scene<'_>, act: &Act, recipients: &[PartyId]) -> bool {
    let Some(content) = &act.content else { return false };
    if matches!(act.act_type, ActType::Request | ActType::Appeal | ActType::Invitation) {
        return false;
    }
    let words = one_line(&content.quote);
    recipients.iter().zip(&act.recipient).all(|(&id, local)| {
        let actor = scene.record.actors.iter().find(|actor| actor.id == *local);
        let mentions = actor.into_iter().flat_map(|actor| &actor.mentions);
        let mut within = mentions.filter(|m| m.mention_type != rapporteur_record::MentionType::Pronoun);
        words.contains(&scene.cast.parties[id].actor.name)
            || within.any(|m| content.start <= m.quote.start && m.quote.end <= content.end)
    })
}

fn is_another_day(date: &DateMention, met: Option<&DateMention>) -> bool {
    met.is_some_and(|met| met.value != date.value)
}

/// Whether the content says when it is due.
fn says(act: &Act, due: &DateMention) -> bool {
    let Some(content) = &act.content else { return false };
    due.start.zip(due.end).is_some_and(|(start, end)| content.start <= start && end <= content.end)
        || content.quote.contains(&in_words(due))
}
