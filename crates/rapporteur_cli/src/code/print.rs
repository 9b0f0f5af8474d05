//! Events as people's tools read them.

use std::fmt::Write as _;
use std::ops::Range;

use rapporteur_events::Location;
use serde::Serialize;

use crate::code::record::{Entity, Record};
use crate::code::texts::CodeFormat;

/// The header of a table.
pub(crate) const CSV_HEADER: &str = "id,date,event,mode,auxiliary,contexts,cameo,quad,score,actor,actor_code,recipient,recipient_code,trigger,place,country,dead,injured,arrested,confidence\n";

/// The events of one text in a format, each on a line of its own.
pub(crate) fn print(text: &str, records: &[Record<'_>], format: CodeFormat) -> String {
    let mut out = String::new();
    for record in records {
        match format {
            CodeFormat::Plover => push_json(&mut out, &plover(text, record)),
            CodeFormat::Jsonl => push_json(&mut out, &Jsonl { plover: plover(text, record), more: more(text, record) }),
            CodeFormat::Csv => push_csv(&mut out, text, record),
            CodeFormat::Cameo => push_cameo(&mut out, record),
        }
    }
    out
}

fn push_json(out: &mut String, record: &impl Serialize) {
    out.push_str(&serde_json::to_string(record).expect("a record holds nothing that JSON cannot say"));
    out.push('\n');
}

/// PLOVER's record, with the field names of its manual.
#[derive(Serialize)]
struct Plover<'t> {
    id: &'t str,
    has_event: bool,
    date: Option<&'t str>,
    actor: Vec<PloverEntity<'t>>,
    recipient: Vec<PloverEntity<'t>>,
    event: Vec<&'t str>,
    mode: &'t [&'static str],
    context: &'t [&'static str],
    quad_code: Option<u8>,
    event_scale: Option<f64>,
    event_text: [&'t str; 1],
    event_loc: Option<Place<'t>>,
    size: Size,
    text_info: Stretch,
    coder: &'static str,
}

#[derive(Serialize)]
struct PloverEntity<'t> {
    code: Option<&'t str>,
    sector: Option<&'t str>,
    entity_text: Option<&'t str>,
}

#[derive(Serialize)]
struct Place<'t> {
    #[serde(rename = "extracted_place")]
    extracted: &'t str,
    #[serde(rename = "resolved_place")]
    resolved: Option<&'t str>,
    geonameid: Option<u32>,
    lat: Option<f64>,
    lon: Option<f64>,
    country_code: Option<&'t str>,
    resolution: Option<u8>,
}

#[derive(Serialize)]
struct Size {
    dead: Option<u32>,
    injured: Option<u32>,
    arrested: Option<u32>,
}

/// A stretch of the text, in code points.
#[derive(Serialize)]
struct Stretch {
    start: usize,
    end: usize,
}

/// What else is known of an event.
#[derive(Serialize)]
struct More<'t> {
    cameo: Option<&'t str>,
    confidence: Option<f64>,
    date_text: Option<&'t str>,
    issues: Vec<Issue<'t>>,
    actor_spans: Vec<[usize; 2]>,
    recipient_spans: Vec<[usize; 2]>,
    event_span: [usize; 2],
    why: &'t [String],
}

#[derive(Serialize)]
struct Issue<'t> {
    code: &'t str,
    count: usize,
}

#[derive(Serialize)]
struct Jsonl<'t> {
    #[serde(flatten)]
    plover: Plover<'t>,
    #[serde(flatten)]
    more: More<'t>,
}

fn plover<'t>(text: &'t str, record: &'t Record<'t>) -> Plover<'t> {
    let entity = |entity: &Entity<'t>| PloverEntity {
        code: entity.country,
        sector: entity.sector,
        entity_text: entity.span.as_ref().map(|span| &text[span.clone()]),
    };
    let [start, end] = points(text, &record.sentence);
    let counts = record.counts;
    Plover {
        id: &record.id,
        has_event: true,
        date: record.date.as_deref(),
        actor: record.actors.iter().map(entity).collect(),
        recipient: record.recipients.iter().map(entity).collect(),
        event: record.event.into_iter().collect(),
        mode: &record.modes,
        context: &record.contexts,
        quad_code: record.quad,
        event_scale: record.score,
        event_text: [&text[record.trigger.clone()]],
        event_loc: record.location.map(|location| place(text, location)),
        size: Size { dead: counts.dead, injured: counts.injured, arrested: counts.arrested },
        text_info: Stretch { start, end },
        coder: concat!("rapporteur ", env!("CARGO_PKG_VERSION")),
    }
}

fn more<'t>(text: &'t str, record: &'t Record<'t>) -> More<'t> {
    let spans = |entities: &[Entity<'_>]| -> Vec<[usize; 2]> {
        entities.iter().filter_map(|entity| Some(points(text, entity.span.as_ref()?))).collect()
    };
    More {
        cameo: record.cameo,
        confidence: record.confidence.map(|confidence| (confidence * 1e4).round() / 1e4),
        date_text: record.date_text,
        issues: record.issues.iter().map(|(code, count)| Issue { code, count: *count }).collect(),
        actor_spans: spans(&record.actors),
        recipient_spans: spans(&record.recipients),
        event_span: points(text, &record.trigger),
        why: record.why,
    }
}

/// Bytes of a text as code points.
fn points(text: &str, bytes: &Range<usize>) -> [usize; 2] {
    let start = text[..bytes.start].chars().count();
    [start, start + text[bytes.clone()].chars().count()]
}

fn place<'t>(text: &'t str, location: &'t Location) -> Place<'t> {
    let (lat, lon) = location.coordinates.unzip();
    Place {
        extracted: &text[location.span.clone()],
        resolved: location.name.as_deref(),
        geonameid: location.geonames_id,
        lat,
        lon,
        country_code: location.country.as_deref(),
        resolution: location.resolution,
    }
}

fn push_csv(out: &mut String, text: &str, record: &Record<'_>) {
    let printed = |entities: &[Entity<'_>]| {
        let words = entities.iter().filter_map(|entity| Some(&text[entity.span.clone()?]));
        words.collect::<Vec<_>>().join("; ")
    };
    let codes = |entities: &[Entity<'_>]| codes(entities, "; ");
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    let (own, auxiliary) = record.modes.split_at(record.n_own_modes);
    let cells = [
        record.id.clone(),
        record.date.clone().unwrap_or_default(),
        record.event.unwrap_or_default().to_owned(),
        own.join("; "),
        auxiliary.join("; "),
        record.contexts.join("; "),
        record.cameo.unwrap_or_default().to_owned(),
        record.quad.map_or_else(String::new, |quad| quad.to_string()),
        record.score.map_or_else(String::new, |score| score.to_string()),
        printed(&record.actors),
        codes(&record.actors),
        printed(&record.recipients),
        codes(&record.recipients),
        text[record.trigger.clone()].to_owned(),
        record.location.map_or_else(String::new, |location| text[location.span.clone()].to_owned()),
        record.location.and_then(|location| location.country.clone()).unwrap_or_default(),
        number(record.counts.dead),
        number(record.counts.injured),
        number(record.counts.arrested),
        record.confidence.map_or_else(String::new, |confidence| format!("{confidence:.3}")),
    ];
    out.push_str(&cells.map(|cell| csv(&cell)).join(","));
    out.push('\n');
}

/// A cell as RFC 4180 writes it.
fn csv(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// As PETRARCH-2 writes an event: date, source, target, code, issues, id.
fn push_cameo(out: &mut String, record: &Record<'_>) {
    let printed = |entities: &[Entity<'_>]| {
        // An unknown actor with a role is written as the role behind three dashes.
        let code = |entity: &Entity<'_>| match entity.country {
            Some(_) => entity.code(),
            None => entity.sector.map_or_else(String::new, |sector| format!("---{sector}")),
        };
        let known: Vec<String> = entities.iter().map(code).filter(|code| !code.is_empty()).collect();
        if known.is_empty() { "---".to_owned() } else { known.join(",") }
    };
    let (source, target) = (printed(&record.actors), printed(&record.recipients));
    let (date, code) = (record.date.as_deref().unwrap_or_default(), record.cameo.unwrap_or("---"));
    let issues: Vec<String> = record.issues.iter().map(|(code, count)| format!("{code},{count}")).collect();
    writeln!(out, "{}\t{source}\t{target}\t{code}\t{}\t{}", date.replace('-', ""), issues.join(";"), record.id)
        .expect("a string takes all that is written");
}

fn codes(entities: &[Entity<'_>], between: &str) -> String {
    entities.iter().map(Entity::code).filter(|code| !code.is_empty()).collect::<Vec<_>>().join(between)
}
