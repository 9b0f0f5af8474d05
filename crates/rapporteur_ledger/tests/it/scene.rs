//! Documents whose records are known because the test says them: a text, and what is to be found in it.
//!
//! A [`Scene`] is its own source bytes (as JSON), so that [`read`] is a reader like any other: a function of the
//! bytes. Countries and people are invented.

use std::sync::atomic::{AtomicI64, Ordering};

use rapporteur_ledger::{Access, AddOptions, AddReport, Content, DocumentHash, Input, Ledger, Timestamp};
use rapporteur_record::{
    Act, ActType, Actor, ActorKind, CodePoints, DateMention, DocumentFields, Family, Genre, Instrument, InstrumentKind,
    Issued, Meeting, MeetingForm, MeetingStatus, Mention, MentionType, Modality, Plover, Polarity, Precision, Quad,
    Quote, ReaderVersions, Record, SCHEMA, Span, Strength,
};
use serde::{Deserialize, Serialize};

/// A text and what is to be found in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scene {
    pub(crate) date: String,
    pub(crate) genre: Genre,
    pub(crate) issuer: Option<String>,
    pub(crate) text: String,
    pub(crate) actors: Vec<Player>,
    pub(crate) meetings: Vec<Encounter>,
    pub(crate) acts: Vec<Deed>,
}

/// A country, or a person or body of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Player {
    pub(crate) name: String,
    pub(crate) country: String,
    pub(crate) kind: ActorKind,
    pub(crate) world_id: Option<String>,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Encounter {
    pub(crate) date: String,
    pub(crate) name: Option<String>,
    pub(crate) form: MeetingForm,
    pub(crate) status: MeetingStatus,
    pub(crate) participants: Vec<String>,
}

/// An act, by words of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deed {
    pub(crate) act_type: ActType,
    pub(crate) actor: Vec<String>,
    pub(crate) recipient: Vec<String>,
    pub(crate) trigger: String,
    pub(crate) content: String,
    pub(crate) issue: String,
    pub(crate) instrument: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) in_meeting: bool,
    pub(crate) confidence: f64,
    pub(crate) polarity: Polarity,
}

pub(crate) fn scene(date: &str, text: &str) -> Scene {
    Scene {
        date: date.to_owned(),
        genre: Genre::Readout,
        issuer: None,
        text: text.to_owned(),
        actors: vec![
            country("Valdoria", "VAL"),
            country("Ormund", "ORM"),
            country("Kestria", "KES"),
            person("Mira Oss", "VAL"),
            person("Tomas Vale", "ORM"),
        ],
        meetings: Vec::new(),
        acts: Vec::new(),
    }
}

pub(crate) fn country(name: &str, code: &str) -> Player {
    Player { name: name.to_owned(), country: code.to_owned(), kind: ActorKind::Country, world_id: None }
}

pub(crate) fn person(name: &str, code: &str) -> Player {
    let world_id = Some(format!("kb:person/{}", name.to_lowercase().replace(' ', "-")));
    Player { name: name.to_owned(), country: code.to_owned(), kind: ActorKind::Person, world_id }
}

pub(crate) fn deed(
    act_type: ActType,
    actor: &[&str],
    recipient: &[&str],
    trigger: &str,
    content: &str,
    issue: &str,
) -> Deed {
    let own = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
    Deed {
        act_type,
        actor: own(actor),
        recipient: own(recipient),
        trigger: trigger.to_owned(),
        content: content.to_owned(),
        issue: issue.to_owned(),
        instrument: None,
        due: None,
        in_meeting: false,
        confidence: 0.9,
        polarity: Polarity::Affirmed,
    }
}

impl Scene {
    pub(crate) fn genre(mut self, genre: Genre) -> Self {
        self.genre = genre;
        self
    }

    pub(crate) fn issuer(mut self, name: &str) -> Self {
        self.issuer = Some(name.to_owned());
        self
    }

    pub(crate) fn met(mut self, participants: &[&str]) -> Self {
        let participants = participants.iter().map(|p| (*p).to_owned()).collect();
        self.meetings.push(Encounter {
            date: self.date.clone(),
            name: None,
            form: MeetingForm::Bilateral,
            status: MeetingStatus::Held,
            participants,
        });
        self
    }

    pub(crate) fn met_on(self, date: &str, participants: &[&str]) -> Self {
        let mut scene = self.met(participants);
        date.clone_into(&mut scene.meetings.last_mut().unwrap().date);
        scene
    }

    pub(crate) fn did(mut self, deed: Deed) -> Self {
        self.acts.push(deed);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap()
    }

    pub(crate) fn hash(&self) -> String {
        DocumentHash::of(&self.bytes()).to_string()
    }

    pub(crate) fn input(&self, source: &str) -> Input {
        let seen = Timestamp::parse(&format!("{}T12:00:00Z", self.date)).unwrap();
        Input { source: source.to_owned(), seen, content: Content::Bytes(self.bytes()) }
    }
}

/// The versions of [`read`].
pub(crate) fn versions(lexicon: &str) -> ReaderVersions {
    ReaderVersions {
        version: "0.0.0".to_owned(),
        model: "none".to_owned(),
        world: "invented".to_owned(),
        lexicon: lexicon.to_owned(),
    }
}

/// Reads a scene's bytes; anything else is refused.
pub(crate) fn read(bytes: &[u8], source: &str) -> Result<Record, String> {
    let scene: Scene = serde_json::from_slice(bytes).map_err(|e| format!("no scene: {e}"))?;
    Ok(record_of(&scene, bytes, source, "1"))
}

/// The record of a scene, as a reader with that lexicon gives it.
pub(crate) fn record_of(scene: &Scene, bytes: &[u8], source: &str, lexicon: &str) -> Record {
    let index = CodePoints::new(&scene.text);
    let issuer = scene.issuer.as_ref().and_then(|name| id_of(scene, name));
    let instruments: Vec<String> = {
        let mut names: Vec<String> = scene.acts.iter().filter_map(|a| a.instrument.clone()).collect();
        names.dedup();
        names
    };
    Record {
        schema: SCHEMA.to_owned(),
        reader: versions(lexicon),
        document: DocumentFields {
            id: DocumentHash::of(bytes).to_string(),
            source: source.to_owned(),
            media_type: "application/json".to_owned(),
            language: "en".to_owned(),
            genre: scene.genre,
            title: scene.text.lines().next().map(str::to_owned),
            issuer,
            issued: Issued { date: Some(day(&scene.date)), place: None },
            text: scene.text.clone(),
        },
        actors: actors(scene, &index),
        places: Vec::new(),
        instruments: instruments
            .iter()
            .enumerate()
            .map(|(i, name)| Instrument {
                id: format!("i{}", i + 1),
                name: name.clone(),
                kind: InstrumentKind::Mou,
                year: None,
                parties: Vec::new(),
                mentions: Vec::new(),
            })
            .collect(),
        meetings: meetings(scene, &index),
        acts: acts(scene, &index, &instruments),
    }
}

fn actors(scene: &Scene, index: &CodePoints<'_>) -> Vec<Actor> {
    scene
        .actors
        .iter()
        .enumerate()
        .map(|(i, player)| {
            let is_country = player.kind == ActorKind::Country;
            let mentions = scene.text.match_indices(&player.name).map(|(at, found)| Mention {
                quote: index.quote(Span::new(at, at + found.len())),
                mention_type: MentionType::Name,
            });
            let principal =
                scene.actors.iter().position(|p| p.kind == ActorKind::Country && p.country == player.country);
            Actor {
                id: format!("a{}", i + 1),
                name: player.name.clone(),
                kind: player.kind,
                country: Some(player.country.clone()),
                sector: None,
                office: None,
                represents: principal.filter(|_| !is_country).map(|p| format!("a{}", p + 1)),
                world_id: player.world_id.clone(),
                candidates: Vec::new(),
                mentions: mentions.collect(),
            }
        })
        .collect()
}

fn meetings(scene: &Scene, index: &CodePoints<'_>) -> Vec<Meeting> {
    scene
        .meetings
        .iter()
        .enumerate()
        .map(|(i, met)| Meeting {
            id: format!("m{}", i + 1),
            name: met.name.clone(),
            form: met.form,
            status: met.status,
            date: Some(day(&met.date)),
            place: None,
            participants: met.participants.iter().filter_map(|name| id_of(scene, name)).collect(),
            host: None,
            part_of: None,
            sidelines_of: None,
            topics: scene.acts.iter().map(|a| a.issue.clone()).take(1).collect(),
            evidence: vec![sentence(&scene.text, index, scene.text.find(". ").unwrap_or(0).min(5))],
        })
        .collect()
}

fn acts(scene: &Scene, index: &CodePoints<'_>, instruments: &[String]) -> Vec<Act> {
    let mut from = 0;
    let mut acts = Vec::new();
    for (i, deed) in scene.acts.iter().enumerate() {
        // the same verb twice is the next one
        let Some(at) = scene.text[from..].find(&deed.trigger).map(|at| from + at) else {
            panic!("the text has no {:?} after byte {from}", deed.trigger)
        };
        from = at + deed.trigger.len();
        let content = scene.text.find(&deed.content).map(|at| index.quote(Span::new(at, at + deed.content.len())));
        acts.push(Act {
            id: format!("s{}", i + 1),
            act_type: deed.act_type,
            actor: deed.actor.iter().filter_map(|name| id_of(scene, name)).collect(),
            recipient: deed.recipient.iter().filter_map(|name| id_of(scene, name)).collect(),
            content: content.filter(|_| !deed.content.is_empty()),
            issues: if deed.issue.is_empty() { Vec::new() } else { vec![deed.issue.clone()] },
            instruments: instruments
                .iter()
                .position(|name| Some(name) == deed.instrument.as_ref())
                .map(|i| format!("i{}", i + 1))
                .into_iter()
                .collect(),
            meeting: (deed.in_meeting && !scene.meetings.is_empty()).then(|| "m1".to_owned()),
            place: None,
            date: Some(day(&scene.date)),
            due: deed.due.as_deref().map(day),
            polarity: deed.polarity,
            modality: Modality::Actual,
            strength: Strength::Plain,
            attributed_to: None,
            plover: Plover { event: Some("REQUEST".to_owned()), ..Plover::default() },
            cameo: None,
            quad: Some(match deed.act_type.family() {
                Family::Refusal => Quad::VerbalConflict,
                _ => Quad::VerbalCooperation,
            }),
            score: None,
            trigger: index.quote(Span::new(at, at + deed.trigger.len())),
            evidence: sentence(&scene.text, index, at),
            confidence: deed.confidence,
            why: vec!["the test says so".to_owned()],
        });
    }
    acts
}

fn id_of(scene: &Scene, name: &str) -> Option<String> {
    scene.actors.iter().position(|p| p.name == name).map(|i| format!("a{}", i + 1))
}

fn sentence(text: &str, index: &CodePoints<'_>, at: usize) -> Quote {
    let start = text[..at].rfind(['.', '\n']).map_or(0, |dot| dot + 1);
    let end = text[at..].find('.').map_or(text.len(), |dot| at + dot + 1);
    let start = start + (text[start..end].len() - text[start..end].trim_start().len());
    index.quote(Span::new(start, end))
}

fn day(value: &str) -> DateMention {
    let precision = match value.matches('-').count() {
        0 => Precision::Year,
        1 => Precision::Month,
        _ => Precision::Day,
    };
    DateMention { value: value.to_owned(), precision, text: None, start: None, end: None }
}

/// A ledger in a folder that goes away with it.
pub(crate) struct Shelf {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) ledger: Ledger,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("test.ledger"), Access::Create).unwrap();
        Self { folder, ledger }
    }

    /// A shelf with these scenes, each at a source of its own.
    pub(crate) fn with(scenes: &[Scene]) -> Self {
        let mut shelf = Self::new();
        shelf.add(scenes.iter().enumerate().map(|(i, s)| s.input(&format!("s{i}.json"))).collect());
        shelf
    }

    pub(crate) fn add(&mut self, inputs: Vec<Input>) -> AddReport {
        add(&mut self.ledger, inputs)
    }
}

pub(crate) fn add(ledger: &mut Ledger, inputs: Vec<Input>) -> AddReport {
    let options = AddOptions { n_threads: 2, batch: 8 };
    ledger.add(inputs.into_iter(), &read, options, &clock, &mut |_| {}).unwrap()
}

/// A clock of its own: a second later at every look.
pub(crate) fn clock() -> Timestamp {
    static NOW: AtomicI64 = AtomicI64::new(1_920_000_000_000);
    Timestamp(NOW.fetch_add(1000, Ordering::Relaxed))
}
