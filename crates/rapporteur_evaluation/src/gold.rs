//! Gold: a record as people hold it to be, with only the fields that they judge.
#![expect(clippy::option_option, reason = "a field that is null is judged, one that is not there is not")]

use std::collections::BTreeMap;

use rapporteur_record::{ActType, MeetingForm, MeetingStatus, Modality, Polarity, Quad, Strength};
use serde::{Deserialize, Deserializer};

/// One annotated document, checked: its ids are known, and its offsets lie inside its text.
#[derive(Debug)]
pub struct Gold {
    pub(crate) document: GoldDocument,
    pub(crate) actors: BTreeMap<String, GoldActor>,
    pub(crate) places: BTreeMap<String, GoldNamed>,
    pub(crate) instruments: BTreeMap<String, GoldNamed>,
    pub(crate) meetings: Vec<GoldMeeting>,
    pub(crate) acts: Vec<GoldAct>,
}

/// Why a file cannot be used as gold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GoldError {
    /// It is not JSON, or not of a record's shape.
    #[error("is not a record as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// An act or the document names an actor that is not in the list.
    #[error("{item} names the actor {id:?}, which is not among its actors; add it to \"actors\"")]
    UnknownActor {
        /// Who names it.
        item: String,
        /// The id.
        id: String,
    },
    /// An offset lies behind the text.
    #[error("{item} is at {start}..{end}, but the text has {n_code_points} code points; count from the text's start")]
    OutsideText {
        /// What is there.
        item: String,
        /// The first code point.
        start: u32,
        /// One past the last code point.
        end: u32,
        /// The text's length.
        n_code_points: usize,
    },
}

impl Gold {
    /// Reads gold from JSON of a record's shape. The document's text, the acts' types and their triggers must be there;
    /// any other field may be left out and is then not judged, except that an act without `actor` or `recipient` has none.
    ///
    /// # Errors
    /// Where it is no such JSON, names unknown actors, or has offsets outside the text.
    pub fn parse(json: &[u8]) -> Result<Self, GoldError> {
        let File { document, actors, places, instruments, meetings, acts } = serde_json::from_slice(json)?;
        let gold = Self {
            document,
            actors: actors.into_iter().map(|actor| (actor.id.clone(), actor)).collect(),
            places: by_id(places),
            instruments: by_id(instruments),
            meetings,
            acts,
        };
        gold.check()?;
        Ok(gold)
    }

    fn check(&self) -> Result<(), GoldError> {
        let n_code_points = self.document.text.chars().count();
        for (n, act) in self.acts.iter().enumerate() {
            let item = || format!("act {}", act.id.clone().unwrap_or_else(|| (n + 1).to_string()));
            let attributed = act.attributed_to.iter().flatten();
            for id in act.actor.iter().chain(&act.recipient).chain(attributed) {
                self.known(id, item)?;
            }
            let spans = [Some(&act.trigger), act.content.as_ref()];
            spans.into_iter().flatten().try_for_each(|span| span.check(n_code_points, item))?;
        }
        for mention in self.actors.values().flat_map(|actor| actor.mentions.iter().flatten()) {
            mention.check(n_code_points, || "a mention".to_owned())?;
        }
        match self.document.issuer.as_deref() {
            Some(issuer) if !issuer.is_empty() => self.known(issuer, || "the document".to_owned()),
            _ => Ok(()),
        }
    }

    fn known(&self, id: &str, item: impl Fn() -> String) -> Result<(), GoldError> {
        if self.actors.contains_key(id) {
            return Ok(());
        }
        Err(GoldError::UnknownActor { item: item(), id: id.to_owned() })
    }
}

fn by_id(named: Vec<GoldNamed>) -> BTreeMap<String, GoldNamed> {
    named.into_iter().map(|item| (item.id.clone(), item)).collect()
}

#[derive(Deserialize)]
struct File {
    document: GoldDocument,
    #[serde(default)]
    actors: Vec<GoldActor>,
    #[serde(default)]
    places: Vec<GoldNamed>,
    #[serde(default)]
    instruments: Vec<GoldNamed>,
    #[serde(default)]
    meetings: Vec<GoldMeeting>,
    #[serde(default)]
    acts: Vec<GoldAct>,
}

/// Tells a field that is null from one that is not there.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldDocument {
    pub(crate) genre: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) issued: Option<GoldIssued>,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldIssued {
    #[serde(default, deserialize_with = "given")]
    pub(crate) date: Option<Option<GoldDate>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) place: Option<Option<String>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldDate {
    pub(crate) value: Option<String>,
    pub(crate) precision: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldActor {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) country: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) sector: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) office: Option<Option<String>>,
    pub(crate) represents: Option<String>,
    pub(crate) mentions: Option<Vec<GoldSpan>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldNamed {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) name: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldMeeting {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) form: Option<MeetingForm>,
    pub(crate) status: Option<MeetingStatus>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) date: Option<Option<GoldDate>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) place: Option<Option<String>>,
    #[serde(default)]
    pub(crate) participants: Vec<String>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) sidelines_of: Option<Option<String>>,
    pub(crate) topics: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldSpan {
    pub(crate) start: u32,
    pub(crate) end: u32,
    #[serde(default)]
    pub(crate) quote: String,
}

impl GoldSpan {
    fn check(&self, n_code_points: usize, item: impl Fn() -> String) -> Result<(), GoldError> {
        let Self { start, end, .. } = *self;
        if start as usize <= n_code_points && start <= end {
            return Ok(());
        }
        Err(GoldError::OutsideText { item: item(), start, end, n_code_points })
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldPlover {
    pub(crate) event: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GoldAct {
    pub(crate) id: Option<String>,
    #[serde(rename = "type")]
    pub(crate) act_type: ActType,
    #[serde(default)]
    pub(crate) actor: Vec<String>,
    #[serde(default)]
    pub(crate) recipient: Vec<String>,
    pub(crate) trigger: GoldSpan,
    pub(crate) content: Option<GoldSpan>,
    pub(crate) evidence: Option<GoldSpan>,
    pub(crate) issues: Option<Vec<String>>,
    pub(crate) instruments: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) plover: Option<Option<GoldPlover>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) meeting: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) attributed_to: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) date: Option<Option<GoldDate>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) due: Option<Option<GoldDate>>,
    pub(crate) modality: Option<Modality>,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) strength: Option<Strength>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) quad: Option<Option<Quad>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(acts: &str) -> String {
        let json = format!(
            r#"{{"document": {{"text": "Norland urged Sudmark."}}, "actors": [{{"id": "n"}}], "acts": [{acts}]}}"#
        );
        Gold::parse(json.as_bytes()).map_or_else(|err| err.to_string(), |gold| format!("{} acts", gold.acts.len()))
    }

    #[test]
    fn fields_that_are_not_judged_may_be_left_out() {
        assert_eq!(check(r#"{"type": "appeal", "trigger": {"start": 8, "end": 13}}"#), "1 acts");
    }

    #[test]
    fn faults_are_named() {
        let unknown = check(r#"{"id": "s1", "type": "appeal", "actor": ["x"], "trigger": {"start": 8, "end": 13}}"#);
        assert!(unknown.starts_with("act s1 names the actor \"x\""), "{unknown}");
        let outside = check(r#"{"type": "appeal", "trigger": {"start": 80, "end": 90}}"#);
        assert!(outside.starts_with("act 1 is at 80..90, but the text has 22"), "{outside}");
        assert!(check(r#"{"type": "wish", "trigger": {"start": 8, "end": 13}}"#).contains("unknown variant `wish`"));
    }
}
