//! What a reader should find in a draft.

use rapporteur_record::{Act, CodePoints, Span};
use serde_json::{Value, json};

use crate::release::{Account, Release};
use crate::sentence::Sentence;

/// The acts and meetings of a release, pinned to a text of it, in a record's shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The record as JSON, with only the fields that a draft tells.
    pub record: Value,
    /// Sentences that the text does not have: a template left them out or changed them.
    pub missing: Vec<String>,
}

impl Release {
    /// What a reader should find in `text`, the plain text of the rendered release.
    pub fn expectation(&self, text: &str, accounts: &[Account<'_>]) -> Expectation {
        let sentences = self.sections.iter().flat_map(|s| &s.paragraphs).flat_map(|p| &p.sentences);
        let code_points = CodePoints::new(text);
        let (mut acts, mut missing) = (Vec::new(), Vec::new());
        let mut from = 0;
        for sentence in sentences {
            let Some(at) = text[from..].find(&sentence.text) else {
                missing.push(sentence.text.clone());
                continue;
            };
            let start = from + at;
            from = start + sentence.text.len();
            acts.push(self.act(&code_points, start, sentence, accounts));
            acts.extend(sentence.within.iter().filter_map(|act| {
                let inner = inner_sentence(sentence, act)?;
                Some(self.act(&code_points, start, &inner, accounts))
            }));
        }
        let actors: Vec<Value> = self
            .cast
            .parties
            .iter()
            .enumerate()
            .map(|(n, party)| {
                let actor = &party.actor;
                json!({
                    "id": party_id(n), "name": actor.name, "kind": actor.kind, "country": actor.country,
                    "represents": party.represents.map(party_id),
                })
            })
            .collect();
        let meetings: Vec<Value> = self
            .meetings
            .iter()
            .filter(|(account, _)| *account == 0)
            .map(|(account, meeting)| {
                json!({
                    "id": meeting.id, "name": meeting.name, "form": meeting.form, "status": meeting.status,
                    "date": meeting.date.as_ref().map(|d| json!({"value": d.value, "precision": d.precision})),
                    "participants": self.parties(*account, &meeting.participants),
                })
            })
            .collect();
        let record = json!({"document": {"text": text}, "actors": actors, "meetings": meetings, "acts": acts});
        Expectation { record, missing }
    }

    fn act(&self, text: &CodePoints<'_>, start: usize, sentence: &Sentence, accounts: &[Account<'_>]) -> Value {
        let Act { act_type, polarity, issues, due, .. } = &sentence.act;
        let points = |range: &std::ops::Range<usize>| text.quote(Span::new(start + range.start, start + range.end));
        let account = sentence.account;
        let record = accounts.get(account).map(|account| account.record);
        let instruments = |id: &String| {
            let instrument = record?.instruments.iter().find(|i| i.id == *id)?;
            Some(instrument.name.clone())
        };
        let id = if account == 0 { sentence.act.id.clone() } else { format!("{}.{}", account + 1, sentence.act.id) };
        json!({
            "id": id, "type": act_type, "polarity": polarity, "issues": issues,
            "actor": self.parties(account, &sentence.act.actor),
            "recipient": self.parties(account, &sentence.act.recipient),
            "trigger": points(&sentence.trigger),
            "content": sentence.content.as_ref().map(points),
            "evidence": points(&(0..sentence.text.len())),
            "attributed_to": sentence.act.attributed_to.as_ref().and_then(|id| self.parties(account, std::slice::from_ref(id)).pop()),
            "due": due.as_ref().map(|d| json!({"value": d.value, "precision": d.precision})),
            "instruments": sentence.act.instruments.iter().filter_map(instruments).collect::<Vec<_>>(),
        })
    }

    fn parties(&self, account: usize, ids: &[String]) -> Vec<String> {
        let known = &self.ids[account];
        ids.iter().filter_map(|id| known.get(id)).map(|&n| party_id(n)).collect()
    }
}

/// An act that another's content tells, as if the sentence were its own.
fn inner_sentence(sentence: &Sentence, act: &Act) -> Option<Sentence> {
    let held = sentence.content.clone()?;
    let find = |words: &str| {
        let words = crate::form::one_line(words);
        let at = held.start + sentence.text[held.clone()].find(&words)?;
        Some(at..at + words.len())
    };
    let content = act.content.as_ref().and_then(|content| find(&content.quote));
    Some(Sentence {
        trigger: find(&act.trigger.quote)?,
        content,
        act: act.clone(),
        within: Vec::new(),
        ..sentence.clone()
    })
}

fn party_id(n: usize) -> String {
    format!("a{}", n + 1)
}
