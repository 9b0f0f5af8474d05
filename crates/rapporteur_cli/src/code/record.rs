//! One event as every format prints it, whatever coded it.

use std::ops::Range;

use rapporteur_events::{
    ActorCode, CodedSentence, Coder, Counts, Extraction, FoundEvent, Location, Ontology, event_day, is_history,
    quad_code, story_day,
};

use crate::code::texts::Item;

/// An event of a text.
#[derive(Debug, Default)]
pub(crate) struct Record<'t> {
    /// The text's id and the event's number in it.
    pub(crate) id: String,
    pub(crate) date: Option<String>,
    pub(crate) actors: Vec<Entity<'t>>,
    pub(crate) recipients: Vec<Entity<'t>>,
    pub(crate) event: Option<&'static str>,
    /// The mode, then auxiliary modes.
    pub(crate) modes: Vec<&'static str>,
    /// How many of the modes are the event's own.
    pub(crate) n_own_modes: usize,
    pub(crate) contexts: Vec<&'static str>,
    pub(crate) cameo: Option<&'t str>,
    pub(crate) quad: Option<u8>,
    pub(crate) score: Option<f64>,
    pub(crate) trigger: Range<usize>,
    pub(crate) sentence: Range<usize>,
    pub(crate) location: Option<&'t Location>,
    pub(crate) counts: Counts,
    pub(crate) issues: &'t [(String, usize)],
    pub(crate) date_text: Option<&'t str>,
    pub(crate) confidence: Option<f64>,
    pub(crate) why: &'t [String],
}

/// A party.
#[derive(Debug, Default)]
pub(crate) struct Entity<'t> {
    pub(crate) country: Option<&'t str>,
    pub(crate) sector: Option<&'t str>,
    pub(crate) span: Option<Range<usize>>,
}

impl Entity<'_> {
    /// Country and sector in one; empty where neither is known.
    pub(crate) fn code(&self) -> String {
        ActorCode { country: self.country, sector: self.sector }.to_string()
    }
}

/// The events that the program's own coder finds in a text.
pub(crate) fn of_extractions<'t>(text: &'t Item, events: &'t [Extraction], coder: &Coder<'t>) -> Vec<Record<'t>> {
    let entity = |span: &Range<usize>| {
        let ActorCode { country, sector } = coder.actor_code(&text.text[span.clone()]);
        Entity { country, sector, span: Some(span.clone()) }
    };
    let one = |(number, event): (usize, &'t Extraction)| {
        let coding = &event.coding;
        Record {
            id: format!("{}#{number}", text.id),
            date: day(text, event),
            actors: event.sources.iter().map(entity).collect(),
            recipients: event.targets.iter().map(entity).collect(),
            event: coding.event,
            modes: coding.mode.into_iter().chain(event.auxiliary.iter().copied()).chain(history(text, event)).collect(),
            n_own_modes: usize::from(coding.mode.is_some()),
            contexts: event.contexts.clone(),
            cameo: coding.cameo,
            quad: coding.quad.map(quad_code),
            score: coding.score,
            trigger: event.trigger.clone(),
            sentence: event.sentence.clone(),
            location: event.location.as_ref(),
            counts: event.counts,
            issues: &[],
            date_text: date_text(text, event),
            confidence: Some(coding.confidence),
            why: &coding.why,
        }
    };
    (1..).zip(events).map(one).collect()
}

/// What the text prints of the day.
fn date_text<'t>(text: &'t Item, event: &Extraction) -> Option<&'t str> {
    event.date.as_ref().map(|range| &text.text[range.clone()])
}

/// The auxiliary mode of what a year of long before the text dates.
fn history(text: &Item, event: &Extraction) -> Option<&'static str> {
    let told = text.date.as_deref().and_then(story_day)?;
    let is_past = date_text(text, event).is_some_and(|expression| is_history(expression, told));
    (is_past && !event.auxiliary.contains(&"historical")).then_some("historical")
}

/// The day of an event, as the text tells it; else that of the text.
fn day(text: &Item, event: &Extraction) -> Option<String> {
    let written = text.date.as_deref();
    let Some(story) = written.and_then(story_day) else { return written.map(str::to_owned) };
    let is_ahead = event.auxiliary.contains(&"future") || event.coding.event == Some("AGREE");
    let told = date_text(text, event).and_then(|expression| event_day(expression, story, is_ahead));
    Some(told.unwrap_or(story).to_string())
}

/// The events that dictionaries find in a text.
pub(crate) fn of_dictionaries<'t>(text: &'t Item, sentences: &'t [CodedSentence]) -> Vec<Record<'t>> {
    let events = sentences.iter().flat_map(|sentence| sentence.events.iter().map(move |event| (sentence, event)));
    (1..).zip(events).map(|(number, (sentence, event))| of_dictionary(text, number, sentence, event)).collect()
}

fn of_dictionary<'t>(text: &'t Item, number: usize, sentence: &'t CodedSentence, found: &'t FoundEvent) -> Record<'t> {
    let ontology = Ontology::embedded();
    let plover = ontology.of_cameo(&found.event.code);
    let event = plover.and_then(|code| ontology.event(code.event?, code.mode));
    Record {
        id: format!("{}#{number}", text.id),
        date: text.date.as_deref().map(|date| story_day(date).map_or_else(|| date.to_owned(), |day| day.to_string())),
        actors: entity(&found.event.source, found.source.as_ref()).into_iter().collect(),
        recipients: entity(&found.event.target, found.target.as_ref()).into_iter().collect(),
        event: event.map(|event| event.event),
        modes: event.and_then(|event| event.mode).into_iter().collect(),
        n_own_modes: usize::from(event.is_some_and(|event| event.mode.is_some())),
        contexts: plover.map_or_else(Vec::new, |code| code.contexts.clone()),
        cameo: Some(&found.event.code),
        quad: event.map(|event| quad_code(event.quad)),
        score: event.map(|event| event.score),
        trigger: found.trigger.clone(),
        sentence: sentence.span.clone(),
        issues: &sentence.issues,
        ..Record::default()
    }
}

/// A party by a dictionary's code: three letters of the actor, then roles; none where it stands for nobody.
fn entity<'t>(code: &'t str, span: Option<&Range<usize>>) -> Option<Entity<'t>> {
    let (country, sector) = code.split_at_checked(3).unwrap_or((code, ""));
    let known = |part: &'t str| Some(part).filter(|part| !part.is_empty() && *part != "---");
    let entity = Entity { country: known(country), sector: known(sector), span: span.cloned() };
    (entity.country.is_some() || entity.sector.is_some()).then_some(entity)
}
