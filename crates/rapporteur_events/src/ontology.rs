//! The PLOVER ontology and its crosswalk from CAMEO, from the committed tables.
//!
//! Where the standard contradicts itself the tables decide, and `docs/events.md` tells how.

use std::sync::LazyLock;

use rapporteur_record::Quad;
use rustc_hash::FxHashMap;

use crate::table::{optional, rows};

const EVENTS: &str = include_str!("../../../lexicon/event_codes.tsv");
const CROSSWALK: &str = include_str!("../../../events/crosswalk.tsv");
const CONTEXTS: &str = include_str!("../../../events/contexts.tsv");
const SECTORS: &str = include_str!("../../../events/sectors.tsv");

/// PLOVER's number of a quad class.
pub fn quad_code(quad: Quad) -> u8 {
    match quad {
        Quad::VerbalCooperation => 1,
        Quad::MaterialCooperation => 2,
        Quad::VerbalConflict => 3,
        Quad::MaterialConflict => 4,
    }
}

/// What PLOVER says of an event in one mode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventCode {
    /// The event: "SANCTION".
    pub event: &'static str,
    /// The mode, or none for the event without one.
    pub mode: Option<&'static str>,
    /// The quad class.
    pub quad: Quad,
    /// The scale, from -10 to 10.
    pub score: f64,
    /// The CAMEO code nearest to it.
    pub cameo: &'static str,
}

/// What a CAMEO code becomes in PLOVER.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameoCode {
    /// The event, or none where PLOVER has none.
    pub event: Option<&'static str>,
    /// The mode.
    pub mode: Option<&'static str>,
    /// The contexts, as the crosswalk orders them.
    pub contexts: Vec<&'static str>,
}

/// Events, contexts, sectors and the crosswalk.
#[derive(Debug)]
pub struct Ontology {
    events: Vec<EventCode>,
    cameo: FxHashMap<&'static str, CameoCode>,
    contexts: Vec<&'static str>,
    sectors: Vec<&'static str>,
}

impl Ontology {
    /// The ontology that comes with the program.
    pub fn embedded() -> &'static Self {
        static ONTOLOGY: LazyLock<Ontology> = LazyLock::new(Ontology::open);
        &ONTOLOGY
    }

    fn open() -> Self {
        let events = rows::<6>(EVENTS).filter_map(|[event, mode, quad, score, cameo, _]| {
            Some(EventCode {
                event,
                mode: optional(mode),
                quad: Quad::from_name(quad)?,
                score: score.parse().ok()?,
                cameo,
            })
        });
        let cameo = rows::<6>(CROSSWALK).map(|[code, event, mode, contexts, _, _]| {
            let contexts = optional(contexts).into_iter().flat_map(|contexts| contexts.split(' ')).collect();
            (code, CameoCode { event: optional(event), mode: optional(mode), contexts })
        });
        Self {
            events: events.collect(),
            cameo: cameo.collect(),
            contexts: rows::<2>(CONTEXTS).map(|[context, _]| context).collect(),
            sectors: rows::<3>(SECTORS).map(|[sector, _, _]| sector).collect(),
        }
    }

    /// What an event is in a mode; in a mode that it does not have, what it is without one.
    pub fn event(&self, event: &str, mode: Option<&str>) -> Option<&EventCode> {
        let of = |mode: Option<&str>| self.events.iter().find(|code| code.event == event && code.mode == mode);
        of(mode).or_else(|| of(None))
    }

    /// What a CAMEO code of two to four digits becomes; of one that the crosswalk lacks, what its parent does.
    pub fn of_cameo(&self, code: &str) -> Option<&CameoCode> {
        (2..=code.len()).rev().filter_map(|n| code.get(..n)).find_map(|code| self.cameo.get(code))
    }

    /// Every event in every mode.
    pub fn events(&self) -> &[EventCode] {
        &self.events
    }

    /// The contexts, sorted.
    pub fn contexts(&self) -> &[&'static str] {
        &self.contexts
    }

    /// The sectors, sorted.
    pub fn sectors(&self) -> &[&'static str] {
        &self.sectors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let ontology = Ontology::embedded();
        let n_rows = |text: &str| text.lines().count() - 1;
        assert_eq!(ontology.events.len(), n_rows(EVENTS));
        assert_eq!(ontology.cameo.len(), n_rows(CROSSWALK));
        assert_eq!(ontology.contexts.len(), 37);
        assert_eq!(ontology.sectors.len(), n_rows(SECTORS));
    }

    #[test]
    fn crosswalk_names_only_what_exists() {
        let ontology = Ontology::embedded();
        for [code, event, mode, contexts, ..] in rows::<6>(CROSSWALK) {
            let known = ontology.events.iter().any(|row| row.event == event && row.mode == optional(mode));
            assert!(known || event == "-" && mode == "-", "{code}: {event} {mode}");
            let contexts = optional(contexts).into_iter().flat_map(|contexts| contexts.split(' '));
            for context in contexts {
                assert!(ontology.contexts.contains(&context), "{code}: {context}");
            }
        }
    }

    #[test]
    fn events_have_the_signs_of_their_quads() {
        for code in Ontology::embedded().events() {
            let is_conflict = matches!(code.quad, Quad::VerbalConflict | Quad::MaterialConflict);
            // A request may be of either sign.
            assert!(code.event == "REQUEST" || is_conflict == (code.score < 0.0), "{code:?}");
        }
    }

    /// The sixteen events with their modes, as the manual lists them.
    const MANUAL: [(&str, &str); 16] = [
        ("ACCUSE", "allege disapprove investigate"),
        ("AGREE", ""),
        ("AID", ""),
        (
            "ASSAULT",
            "abduct aerial beat crowd-control destroy drone explosives firearms heavy-weapons primitive sexual \
             suicide-attack targeted torture unconventional",
        ),
        ("COERCE", "arrest censor curfew cyber deport martial-law misinformation restrict seize withhold"),
        ("CONCEDE", ""),
        ("CONSULT", "multilateral phone third-party visit"),
        ("COOPERATE", ""),
        ("MOBILIZE", "militia police troops weapons"),
        ("PROTEST", "boycott demo hunger obstruct riot strike vandalize"),
        ("REJECT", "assist change meet yield"),
        ("REQUEST", "assist change meet yield"),
        ("RETREAT", "access ceasefire disarm release resign withdraw"),
        ("SANCTION", "convict discontinue expel withdraw"),
        ("SUPPORT", ""),
        ("THREATEN", "arrest expel relations restrict territory violence"),
    ];

    #[test]
    fn events_and_modes_are_the_manuals() {
        let ontology = Ontology::embedded();
        for (event, modes) in MANUAL {
            let own = ontology.events.iter().filter(|code| code.event == event);
            let own: Vec<&str> = own.map(|code| code.mode.unwrap_or_default()).collect();
            let wanted: Vec<&str> = std::iter::once("").chain(modes.split_whitespace()).collect();
            assert_eq!(own, wanted, "{event}");
        }
        assert!(ontology.events.iter().all(|code| MANUAL.iter().any(|(event, _)| *event == code.event)));
    }

    #[test]
    fn an_event_is_of_one_quad_and_its_cameo_code_is_its_own() {
        let ontology = Ontology::embedded();
        for code in ontology.events() {
            let plain = ontology.event(code.event, None).unwrap();
            assert_eq!(code.quad, plain.quad, "{code:?}");
            let back = ontology.of_cameo(code.cameo).and_then(|cameo| cameo.event);
            assert_eq!(back, Some(code.event), "{code:?}");
        }
    }

    #[test]
    fn the_crosswalk_knows_every_root() {
        let ontology = Ontology::embedded();
        for root in 1..=20 {
            assert!(ontology.of_cameo(&format!("{root:02}")).is_some(), "{root}");
            assert!(ontology.of_cameo(&format!("{root:02}0")).is_some(), "{root}");
        }
    }

    #[test]
    fn cameo_codes_fall_back_on_their_parents() {
        let ontology = Ontology::embedded();
        assert_eq!(ontology.of_cameo("1712").and_then(|code| code.event), Some("ASSAULT"));
        assert_eq!(ontology.of_cameo("1739"), ontology.of_cameo("173"));
        assert_eq!(ontology.of_cameo("010").and_then(|code| code.event), None);
        assert_eq!(ontology.of_cameo("99"), None);
    }
}
