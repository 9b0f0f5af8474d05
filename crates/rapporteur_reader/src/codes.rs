//! PLOVER, CAMEO, quad class and score of an act.

use std::collections::HashMap;
use std::sync::LazyLock;

use rapporteur_record::{ActType, Plover, Quad};

use crate::acts::Draft;
use crate::lexicon::rows;

/// What the ontology says of an event and mode.
#[derive(Debug, Clone)]
struct EventCode {
    quad: Quad,
    score: f64,
    cameo: String,
}

/// The event, the mode and the CAMEO code of a type of act, where it has them.
type ActCode = (Option<String>, Option<String>, Option<String>);

#[derive(Debug, Default)]
struct Codes {
    events: HashMap<(String, String), EventCode>,
    acts: HashMap<ActType, ActCode>,
}

static CODES: LazyLock<Codes> = LazyLock::new(|| Codes::parse().expect("a test parses the committed tables"));

/// An act's codes: PLOVER, CAMEO, quad class, score. Contexts come from its issues.
pub(crate) fn code(act: &Draft, mut contexts: Vec<String>) -> (Plover, Option<String>, Option<Quad>, Option<f64>) {
    let (event, mode, cameo) = CODES.acts.get(&act.act_type).cloned().unwrap_or_default();
    let own_event = act.event.as_deref().map(ToOwned::to_owned);
    let own_mode = act.mode.as_deref().map(ToOwned::to_owned);
    // A mode of the type's event does not go with another event.
    let mode = if own_event.is_some() && own_event != event { own_mode } else { own_mode.or(mode) };
    let event = own_event.or(event);
    contexts.sort_unstable();
    contexts.dedup();
    let found = event.as_ref().and_then(|e| {
        let of = |m: &str| CODES.events.get(&(e.clone(), m.to_owned()));
        of(mode.as_deref().unwrap_or("-")).or_else(|| of("-"))
    });
    let plover = Plover { event, mode, context: contexts };
    (plover, found.map(|f| f.cameo.clone()).or(cameo), found.map(|f| f.quad), found.map(|f| f.score))
}

impl Codes {
    fn parse() -> Result<Self, crate::lexicon::LexiconError> {
        let mut codes = Self::default();
        for row in rows("event_codes.tsv", include_str!("../../../lexicon/event_codes.tsv"), 6) {
            let row = row?;
            let quad = Quad::from_name(row.cells[2]).ok_or_else(|| row.error("no such quad class"))?;
            let score = row.cells[3].parse().map_err(|_| row.error("the score is no number"))?;
            let key = (row.cells[0].to_owned(), row.cells[1].to_owned());
            codes.events.insert(key, EventCode { quad, score, cameo: row.cells[4].to_owned() });
        }
        for row in rows("act_codes.tsv", include_str!("../../../lexicon/act_codes.tsv"), 5) {
            let row = row?;
            let act_type = ActType::from_name(row.cells[0]).ok_or_else(|| row.error("no such type"))?;
            let cell = |i: usize| row.optional(i).map(String::from);
            codes.acts.insert(act_type, (cell(1), cell(2), cell(3)));
        }
        Ok(codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_and_its_event_have_a_code() {
        for &act_type in ActType::ALL {
            let (event, mode, _) = CODES.acts.get(&act_type).unwrap().clone();
            let Some(event) = event else { continue };
            let key = (event, mode.unwrap_or_else(|| "-".to_owned()));
            assert!(CODES.events.contains_key(&key), "{key:?}");
        }
    }
}
