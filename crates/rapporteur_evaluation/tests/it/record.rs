//! Records made from gold, spoilt in ways that every figure feels.

use rapporteur_record::Record;
use serde_json::{Value, json};

/// A generator of numbers, the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn throw(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }
}

/// A record like gold, but with acts dropped, types and roles changed, triggers moved, and the text cut and added to.
pub(crate) fn spoilt(gold: &Value, dice: &mut Dice) -> Record {
    let mut record = gold.clone();
    record["reader"] = json!({"version": "", "model": "", "world": "", "lexicon": ""});
    let document = &mut record["document"];
    for (field, value) in [("id", ""), ("source", ""), ("media_type", "text/plain"), ("genre", "readout")] {
        if document[field].is_null() || dice.throw(3) == 0 {
            document[field] = json!(value);
        }
    }
    for field in ["issued", "actors", "places", "instruments", "meetings", "acts"] {
        let at = if field == "issued" { &mut record["document"] } else { &mut record };
        if at[field].is_null() {
            at[field] = if field == "issued" { json!({}) } else { json!([]) };
        }
    }
    let ids: Vec<Value> = record["actors"].as_array().unwrap().iter().map(|actor| actor["id"].clone()).collect();
    let cut = Cut::of(record["document"]["text"].as_str().unwrap(), dice);
    record["document"]["text"] = json!(cut.text);
    record["acts"].as_array_mut().unwrap().retain(|_| dice.throw(8) != 0);
    for act in record["acts"].as_array_mut().unwrap() {
        spoil_act(act, &ids, &cut, dice);
    }
    record["meetings"].as_array_mut().unwrap().retain(|_| dice.throw(6) != 0);
    for meeting in record["meetings"].as_array_mut().unwrap() {
        if dice.throw(4) == 0 {
            meeting["date"] = json!({"value": "2001-01-01", "precision": "day"});
        }
        if dice.throw(4) == 0 {
            meeting["participants"] = json!([ids[0]]);
        }
    }
    serde_json::from_value(record).unwrap()
}

fn spoil_act(act: &mut Value, ids: &[Value], cut: &Cut, dice: &mut Dice) {
    let types = ["statement", "appeal", "support", "commitment"];
    if dice.throw(5) == 0 {
        act["type"] = json!(types[usize::try_from(dice.throw(4)).unwrap()]);
    }
    for role in ["actor", "recipient"] {
        if dice.throw(5) == 0 {
            act[role] = json!([ids[usize::try_from(dice.throw(ids.len() as u64)).unwrap()]]);
        }
    }
    if act["plover"].is_null() {
        act["plover"] = json!({"event": "AGREE"});
    }
    if act["evidence"].is_null() {
        act["evidence"] = act["trigger"].clone();
    }
    for field in ["trigger", "content", "evidence"] {
        if act[field].is_object() {
            let by = dice.throw(12);
            for bound in ["start", "end"] {
                act[field][bound] = json!(cut.place(act[field][bound].as_u64().unwrap() + by));
            }
        }
    }
    if dice.throw(6) == 0 {
        act["content"] = Value::Null;
    }
}

/// A text without two stretches of it, and with a line in front.
struct Cut {
    text: String,
    kept: Vec<bool>,
    n_before: u64,
}

impl Cut {
    fn of(text: &str, dice: &mut Dice) -> Self {
        let before = "Home | Büro | Σ Ⅷ\n";
        let mut kept = vec![true; text.chars().count()];
        for _ in 0..dice.throw(3) {
            let start = usize::try_from(dice.throw(kept.len() as u64)).unwrap();
            let end = (start + usize::try_from(dice.throw(200)).unwrap()).min(kept.len());
            kept[start..end].fill(false);
        }
        let rest: String = text.chars().zip(&kept).filter(|(_, is_kept)| **is_kept).map(|(c, _)| c).collect();
        Self { text: format!("{before}{rest}"), kept, n_before: before.chars().count() as u64 }
    }

    fn place(&self, at: u64) -> u64 {
        let at = usize::try_from(at).unwrap().min(self.kept.len());
        self.n_before + self.kept[..at].iter().filter(|is_kept| **is_kept).count() as u64
    }
}
