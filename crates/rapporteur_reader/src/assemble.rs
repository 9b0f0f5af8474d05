//! What was read, put into the record's shape: ids in order of first mention, offsets in code points.

use rapporteur_record::{
    Act, Actor, CodePoints, DateMention, DocumentFields, Instrument, Issued, Meeting, Mention, Place, Quote,
    ReaderVersions, Record, SCHEMA, Span,
};
use rapporteur_world::{AliasKind, EntityId, Kind};

use crate::acts::Draft;
use crate::cast::ActorRef;
use crate::codes;
use crate::meetings::{Gathering, MeetingDate};
use crate::names::Named;
use crate::scene::Scene;
use crate::topics::{self, Paper};

/// Everything that the rules found.
pub(crate) struct Findings {
    pub(crate) meetings: Vec<Gathering>,
    pub(crate) acts: Vec<Draft>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) issued: Option<(jiff::civil::Date, Option<Span>)>,
}

/// Puts the record together.
pub(crate) fn assemble(scene: &Scene<'_>, findings: &Findings, versions: ReaderVersions) -> Record {
    let points = CodePoints::new(&scene.document.text);
    let numbering = Numbering::new(scene);
    let places = places(scene, &points);
    let issued = issued(scene, findings, &points, &places);
    let meetings = meetings(scene, findings, &points, &numbering, &places);
    let acts = acts(scene, findings, &points, &numbering, &meetings, issued.date.as_ref());
    let document = DocumentFields {
        id: scene.document.id.clone(),
        source: scene.document.name.clone().unwrap_or_default(),
        media_type: scene.document.media_type.as_str().to_owned(),
        language: "en".to_owned(),
        genre: scene.genre,
        title: scene.document.title().map(ToOwned::to_owned),
        issuer: scene.issuer.map(|a| numbering.id(a)),
        issued,
        text: scene.document.text.clone(),
    };
    Record {
        schema: SCHEMA.to_owned(),
        reader: versions,
        document,
        actors: numbering.order.iter().map(|&a| actor(scene, a, &points, &numbering)).collect(),
        places: places.into_iter().map(|p| p.place).collect(),
        instruments: findings.papers.iter().enumerate().map(|(i, p)| instrument(i, p, &points)).collect(),
        meetings,
        acts,
    }
}

/// The actors in order of first mention; those that are never mentioned come last.
struct Numbering {
    order: Vec<ActorRef>,
    number: Vec<usize>,
}

impl Numbering {
    fn new(scene: &Scene<'_>) -> Self {
        let first =
            |a: ActorRef| scene.cast.get(a).mentions.iter().map(|(span, _)| span.start).min().unwrap_or(u32::MAX);
        let mut order: Vec<ActorRef> = scene.cast.all().collect();
        order.sort_by_key(|&a| (first(a), a));
        let mut number = vec![0; order.len()];
        for (i, actor) in order.iter().enumerate() {
            number[actor.0] = i + 1;
        }
        Self { order, number }
    }

    fn id(&self, actor: ActorRef) -> String {
        format!("a{}", self.number[actor.0])
    }

    fn ids(&self, actors: &[ActorRef]) -> Vec<String> {
        let mut numbers: Vec<usize> = actors.iter().map(|a| self.number[a.0]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|n| format!("a{n}")).collect()
    }
}

fn actor(scene: &Scene<'_>, actor: ActorRef, points: &CodePoints<'_>, numbering: &Numbering) -> Actor {
    let member = scene.cast.get(actor);
    let mut mentions = member.mentions.clone();
    mentions.sort_by_key(|(span, _)| *span);
    Actor {
        id: numbering.id(actor),
        name: member.name.clone(),
        kind: member.kind,
        country: member.country.clone(),
        sector: member.sector.clone(),
        office: member.office.clone(),
        represents: member.represents.map(|r| numbering.id(r)),
        world_id: member.world_id.clone(),
        candidates: member.candidates.clone(),
        mentions: mentions
            .into_iter()
            .map(|(span, mention_type)| Mention { quote: points.quote(span), mention_type })
            .collect(),
    }
}

struct PlaceEntry {
    entity: EntityId,
    place: Place,
}

/// The places that the text names, and the countries in which something is said to have been.
fn places(scene: &Scene<'_>, points: &CodePoints<'_>) -> Vec<PlaceEntry> {
    let mut found: Vec<PlaceEntry> = Vec::new();
    for name in &scene.names {
        let Named::Entity { entity, alias_kind } = name.what else { continue };
        let Some(located) = located(scene, entity, alias_kind, name.words.clone()) else { continue };
        let known = scene.world.entity(located);
        let quote = points.quote(scene.tree.span(name.words.clone()));
        if let Some(old) = found.iter_mut().find(|p| p.entity == located) {
            old.place.mentions.push(quote);
            continue;
        }
        let place = Place {
            id: format!("p{}", found.len() + 1),
            name: known.name.to_owned(),
            country: known.country.map(ToOwned::to_owned),
            geonames_id: known.geonames_id,
            lat: known.lat,
            lon: known.lon,
            mentions: vec![quote],
        };
        found.push(PlaceEntry { entity: located, place });
    }
    found
}

/// The place that a name means: a place by name, or a capital named as where something is.
fn located(
    scene: &Scene<'_>,
    entity: EntityId,
    alias_kind: AliasKind,
    words: std::ops::Range<usize>,
) -> Option<EntityId> {
    let known = scene.world.entity(entity);
    if known.kind == Kind::Place {
        return Some(entity);
    }
    let before = words.start.checked_sub(1).map_or("", |w| scene.tree.lower(w));
    let before_that = words.start.checked_sub(2).map_or("", |w| scene.tree.lower(w));
    let inside = matches!(before, "in" | "at") || before == "the" && before_that == "in";
    let named = matches!(alias_kind, AliasKind::Name | AliasKind::Formal | AliasKind::Abbreviation);
    if known.kind == Kind::Country && named && inside {
        return Some(entity);
    }
    if alias_kind == AliasKind::Capital {
        let printed = scene.printed_name(words);
        let hits = scene.world.look_up(&printed);
        return scene.world.town(&printed, &hits).map(|town| town.entity);
    }
    None
}

fn issued(scene: &Scene<'_>, findings: &Findings, points: &CodePoints<'_>, places: &[PlaceEntry]) -> Issued {
    let Some((day, span)) = findings.issued else { return Issued::default() };
    let bare = crate::dates::When::Day(day).bare();
    let date = match span {
        Some(span) => {
            let quote = points.quote(span);
            DateMention { text: Some(quote.quote), start: Some(quote.start), end: Some(quote.end), ..bare }
        }
        None => bare,
    };
    let block = span.and_then(|s| scene.document.block_at(s.start as usize));
    let place = block.and_then(|b| {
        let (start, end) = (points.at(b.span.start as usize), points.at(b.span.end as usize));
        places
            .iter()
            .find(|p| p.place.mentions.iter().any(|m| m.start >= start && m.end <= end))
            .map(|p| p.place.id.clone())
    });
    Issued { date: Some(date), place }
}

fn instrument(index: usize, paper: &Paper, points: &CodePoints<'_>) -> Instrument {
    Instrument {
        id: format!("i{}", index + 1),
        name: paper.name.clone(),
        kind: paper.kind,
        year: paper.year,
        parties: Vec::new(),
        mentions: paper.mentions.iter().map(|&span| points.quote(span)).collect(),
    }
}

fn date_mention(date: &MeetingDate, points: &CodePoints<'_>) -> DateMention {
    match date {
        MeetingDate::Said(dated) => dated.mention(points),
        MeetingDate::Implied(when) => when.bare(),
    }
}

fn meetings(
    scene: &Scene<'_>,
    findings: &Findings,
    points: &CodePoints<'_>,
    numbering: &Numbering,
    places: &[PlaceEntry],
) -> Vec<Meeting> {
    let place_of = |words: &std::ops::Range<usize>| {
        let at = points.at(scene.tree.span(words.clone()).start as usize);
        places.iter().find(|p| p.place.mentions.iter().any(|m| m.start <= at && at < m.end)).map(|p| p.place.id.clone())
    };
    let meeting = |(index, m): (usize, &Gathering)| {
        let mut topics: Vec<String> =
            findings.acts.iter().filter(|a| a.meeting == Some(index)).flat_map(|a| act_issues(scene, a)).collect();
        topics.sort_unstable();
        topics.dedup();
        Meeting {
            id: format!("m{}", index + 1),
            name: m.name.clone(),
            form: m.form,
            status: m.status,
            date: m.date.as_ref().map(|d| date_mention(d, points)),
            place: m.place.as_ref().and_then(place_of),
            participants: numbering.ids(&m.participants),
            host: m.host.map(|h| numbering.id(h)),
            part_of: None,
            sidelines_of: m.sidelines_of.map(|s| format!("m{}", s + 1)),
            topics,
            evidence: m.evidence.iter().map(|&span| points.quote(span)).collect(),
        }
    };
    findings.meetings.iter().enumerate().map(meeting).collect()
}

/// The issues of an act's content, and those that its paragraph announces at its head: "On the issue of the South China
/// Sea, …".
fn act_issues(scene: &Scene<'_>, act: &Draft) -> Vec<String> {
    let span = act.content.unwrap_or(act.trigger);
    let mut found = topics::issues(scene, topics::words_in(scene, act.sentence, span));
    found.extend(topics::announced(scene, act.sentence));
    if found.is_empty() {
        found = topics::of_section(scene, act.sentence);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn acts(
    scene: &Scene<'_>,
    findings: &Findings,
    points: &CodePoints<'_>,
    numbering: &Numbering,
    meetings: &[Meeting],
    issued: Option<&DateMention>,
) -> Vec<Act> {
    let act = |(index, act): (usize, &Draft)| {
        let issues = act_issues(scene, act);
        let (plover, cameo, quad, score) = codes::code(act, topics::contexts(scene, &issues));
        let meeting = act.meeting.map(|m| &meetings[m]);
        let evidence: Quote = points.quote(scene.tree.span(scene.tree.sentences[act.sentence].words.clone()));
        let within = act.content.unwrap_or(act.trigger);
        let instruments = findings
            .papers
            .iter()
            .enumerate()
            .filter(|(_, p)| p.mentions.iter().any(|m| within.overlaps(*m)))
            .map(|(i, _)| format!("i{}", i + 1));
        Act {
            id: format!("s{}", index + 1),
            act_type: act.act_type,
            actor: numbering.ids(&act.actor),
            recipient: numbering.ids(&act.recipient),
            content: act.content.map(|span| points.quote(span)),
            issues,
            instruments: instruments.collect(),
            meeting: meeting.map(|m| m.id.clone()),
            place: meeting.and_then(|m| m.place.clone()),
            date: meeting.and_then(|m| m.date.as_ref()).or(issued).map(DateMention::inherited),
            due: act.due.as_ref().map(|d| d.mention(points)),
            polarity: act.polarity,
            modality: act.modality,
            strength: act.strength,
            attributed_to: act.attributed_to.map(|a| numbering.id(a)),
            plover,
            cameo,
            quad,
            score,
            trigger: points.quote(act.trigger),
            evidence,
            confidence: confidence(act),
            why: act.why.clone(),
        }
    };
    findings.acts.iter().enumerate().map(act).collect()
}

/// From what speaks against an act to a probability, two decimals.
fn confidence(act: &Draft) -> f64 {
    let odds = 1.2 - 0.8 * act.doubt;
    let p = 1.0 / (1.0 + (-odds).exp());
    (p * 100.0).round() / 100.0
}
