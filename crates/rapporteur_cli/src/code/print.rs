//! Events as people's tools read them.

use std::fmt::Write as _;
use std::ops::Range;

use rapporteur_events::{Coder, Extraction, Location, quad_code};
use serde_json::{Map, Value, json};

use crate::code::texts::{CodeFormat, Item};

/// The header of a table.
pub(crate) const CSV_HEADER: &str = "id,date,event,mode,auxiliary,contexts,cameo,quad,score,actor,actor_code,recipient,recipient_code,trigger,place,country,dead,injured,arrested,confidence\n";

/// The events of one text in a format, each on a line of its own.
pub(crate) fn print(text: &Item, events: &[Extraction], coder: &Coder<'_>, format: CodeFormat) -> String {
    let mut out = String::new();
    for (number, event) in (1..).zip(events) {
        let id = format!("{}#{number}", text.id);
        match format {
            CodeFormat::Plover => push_json(&mut out, &plover(text, &id, event, coder)),
            CodeFormat::Jsonl => {
                let mut record = plover(text, &id, event, coder);
                record.extend(more(text, event));
                push_json(&mut out, &record);
            }
            CodeFormat::Csv => push_csv(&mut out, text, &id, event, coder),
            CodeFormat::Cameo => push_cameo(&mut out, text, &id, event, coder),
        }
    }
    out
}

fn push_json(out: &mut String, record: &Map<String, Value>) {
    out.push_str(&Value::Object(record.clone()).to_string());
    out.push('\n');
}

/// PLOVER's record, with the field names of its manual.
fn plover(text: &Item, id: &str, event: &Extraction, coder: &Coder<'_>) -> Map<String, Value> {
    let quote = |range: &Range<usize>| &text.text[range.clone()];
    let entities = |ranges: &[Range<usize>]| -> Vec<Value> {
        let entity = |range| {
            let code = coder.actor_code(quote(range));
            json!({"code": code.country, "sector": code.sector, "entity_text": quote(range)})
        };
        ranges.iter().map(entity).collect()
    };
    let coding = &event.coding;
    let modes: Vec<&str> = coding.mode.into_iter().chain(event.auxiliary.iter().copied()).collect();
    let point = |byte: usize| text.text[..byte].chars().count();
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
    put("id", json!(id));
    put("has_event", json!(true));
    put("date", json!(text.date));
    put("actor", json!(entities(&event.sources)));
    put("recipient", json!(entities(&event.targets)));
    put("event", json!([coding.event]));
    put("mode", json!(modes));
    put("context", json!(event.contexts));
    put("quad_code", json!(coding.quad.map(quad_code)));
    put("event_scale", json!(coding.score));
    put("event_text", json!([quote(&event.trigger)]));
    put("event_loc", event.location.as_ref().map_or(Value::Null, |location| place(location, quote(&location.span))));
    let counts = event.counts;
    put("size", json!({"dead": counts.dead, "injured": counts.injured, "arrested": counts.arrested}));
    put("text_info", json!({"start": point(event.sentence.start), "end": point(event.sentence.end)}));
    put("coder", json!(concat!("rapporteur ", env!("CARGO_PKG_VERSION"))));
    record
}

/// What else is known of an event.
fn more(text: &Item, event: &Extraction) -> Map<String, Value> {
    let point = |byte: usize| text.text[..byte].chars().count();
    let spans = |ranges: &[Range<usize>]| -> Vec<Value> {
        ranges.iter().map(|range| json!([point(range.start), point(range.end)])).collect()
    };
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
    put("cameo", json!(event.coding.cameo));
    put("confidence", json!((event.coding.confidence * 1e4).round() / 1e4));
    put("date_text", json!(event.date.as_ref().map(|range| &text.text[range.clone()])));
    put("actor_spans", json!(spans(&event.sources)));
    put("recipient_spans", json!(spans(&event.targets)));
    put("event_span", json!([point(event.trigger.start), point(event.trigger.end)]));
    put("why", json!(event.coding.why));
    record
}

fn place(location: &Location, printed: &str) -> Value {
    let (lat, lon) = location.coordinates.unzip();
    json!({
        "extracted_place": printed, "resolved_place": location.name, "geonameid": location.geonames_id, "lat": lat,
        "lon": lon, "country_code": location.country, "resolution": location.resolution,
    })
}

fn push_csv(out: &mut String, text: &Item, id: &str, event: &Extraction, coder: &Coder<'_>) {
    let quote = |range: &Range<usize>| text.text[range.clone()].to_owned();
    let join = |ranges: &[Range<usize>]| ranges.iter().map(quote).collect::<Vec<_>>().join("; ");
    let codes = |ranges: &[Range<usize>]| codes(text, ranges, coder, "; ");
    let coding = &event.coding;
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    let place = |part: fn(&Location) -> Option<String>| event.location.as_ref().and_then(part).unwrap_or_default();
    let cells = [
        id.to_owned(),
        text.date.clone().unwrap_or_default(),
        coding.event.unwrap_or_default().to_owned(),
        coding.mode.unwrap_or_default().to_owned(),
        event.auxiliary.join("; "),
        event.contexts.join("; "),
        coding.cameo.unwrap_or_default().to_owned(),
        coding.quad.map_or_else(String::new, |quad| quad_code(quad).to_string()),
        coding.score.map_or_else(String::new, |score| score.to_string()),
        join(&event.sources),
        codes(&event.sources),
        join(&event.targets),
        codes(&event.targets),
        quote(&event.trigger),
        event.location.as_ref().map_or_else(String::new, |location| quote(&location.span)),
        place(|location| location.country.clone()),
        number(event.counts.dead),
        number(event.counts.injured),
        number(event.counts.arrested),
        format!("{:.3}", coding.confidence),
    ];
    out.push_str(&cells.map(|cell| csv(&cell)).join(","));
    out.push('\n');
}

/// A cell as RFC 4180 writes it.
fn csv(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn push_cameo(out: &mut String, text: &Item, id: &str, event: &Extraction, coder: &Coder<'_>) {
    let printed = |ranges: &[Range<usize>]| {
        let codes = codes(text, ranges, coder, ",");
        if codes.is_empty() { "---".to_owned() } else { codes }
    };
    let (source, target) = (printed(&event.sources), printed(&event.targets));
    let (date, code) = (text.date.as_deref().unwrap_or_default(), event.coding.cameo.unwrap_or("---"));
    writeln!(out, "{}\t{source}\t{target}\t{code}\t\t{id}", date.replace('-', ""))
        .expect("a string takes all that is written");
}

fn codes(text: &Item, ranges: &[Range<usize>], coder: &Coder<'_>, between: &str) -> String {
    let code = |range: &Range<usize>| coder.actor_code(&text.text[range.clone()]).to_string();
    ranges.iter().map(code).filter(|code| !code.is_empty()).collect::<Vec<_>>().join(between)
}
