//! Two runs over the same gold, act by act.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::judge::{JudgedAct, JudgedDocument, Outcome};

/// What changed from one run to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Comparison {
    /// Acts of gold that are right now and were not.
    pub won: Vec<Change>,
    /// Acts of gold that were right and are not now.
    pub lost: Vec<Change>,
    /// Acts of gold that are wrong in another way.
    pub other: Vec<Change>,
    /// Acts beside gold that are new.
    pub new_extras: Vec<Change>,
    /// Acts beside gold that are gone.
    pub gone_extras: Vec<Change>,
    /// Documents that only one run has; nothing else here is about them.
    pub unpaired: Vec<String>,
}

/// One act, then and now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The document.
    pub document: String,
    /// In the earlier run.
    pub before: Option<JudgedAct>,
    /// In the later run.
    pub after: Option<JudgedAct>,
}

/// An act that two runs share: gold's by its place in gold, another by its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Gold { index: usize },
    Extra { at: usize, trigger: String, act_type: &'static str, repeat: usize },
}

/// Compares two runs. Acts of gold are told by their order, so both must be over the same gold.
pub fn compare(before: &[JudgedDocument], after: &[JudgedDocument]) -> Comparison {
    let by_name = |documents: &'_ [JudgedDocument]| -> BTreeMap<String, usize> {
        documents.iter().enumerate().map(|(i, document)| (document.name.clone(), i)).collect()
    };
    let (names_before, names_after) = (by_name(before), by_name(after));
    let mut comparison = Comparison::default();
    for (name, &i) in &names_after {
        match names_before.get(name) {
            Some(&j) => comparison.add_document(&before[j], &after[i]),
            None => comparison.unpaired.push(name.clone()),
        }
    }
    comparison.unpaired.extend(names_before.into_keys().filter(|name| !names_after.contains_key(name)));
    comparison
}

impl Comparison {
    fn add_document(&mut self, before: &JudgedDocument, after: &JudgedDocument) {
        let (mut acts_before, acts_after) = (by_key(before), by_key(after));
        let mut keys: Vec<Key> = acts_before.keys().chain(acts_after.keys()).cloned().collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let (was, is) = (acts_before.remove(&key), acts_after.get(&key).copied());
            let Some(list) = self.list(was, is) else { continue };
            list.push(Change { document: after.name.clone(), before: was.cloned(), after: is.cloned() });
        }
    }

    /// Where a change belongs; none where nothing changed.
    fn list(&mut self, before: Option<&JudgedAct>, after: Option<&JudgedAct>) -> Option<&mut Vec<Change>> {
        match (before, after) {
            (Some(before), Some(after)) => match (before.outcome, after.outcome) {
                (Outcome::Right, Outcome::Right) | (Outcome::Extra, Outcome::Extra) => None,
                (Outcome::Right, _) => Some(&mut self.lost),
                (_, Outcome::Right) => Some(&mut self.won),
                _ if says_the_same(before, after) => None,
                _ => Some(&mut self.other),
            },
            (None, Some(after)) if after.outcome == Outcome::Extra => Some(&mut self.new_extras),
            (Some(before), None) if before.outcome == Outcome::Extra => Some(&mut self.gone_extras),
            _ => None,
        }
    }
}

fn says_the_same(before: &JudgedAct, after: &JudgedAct) -> bool {
    let said = |act: &JudgedAct| {
        let predicted = act.predicted.as_ref();
        predicted.map(|view| (view.act_type, view.actor.clone(), view.recipient.clone(), view.trigger.clone()))
    };
    before.outcome == after.outcome && said(before) == said(after)
}

fn by_key(document: &JudgedDocument) -> BTreeMap<Key, &JudgedAct> {
    let mut keyed = BTreeMap::new();
    for (index, act) in document.acts.iter().enumerate() {
        let Some(view) = act.predicted.as_ref().filter(|_| act.outcome == Outcome::Extra) else {
            keyed.insert(Key::Gold { index }, act);
            continue;
        };
        let key = |repeat| Key::Extra {
            at: view.at,
            trigger: view.trigger.clone(),
            act_type: view.act_type.as_str(),
            repeat,
        };
        let mut repeat = 0;
        while keyed.contains_key(&key(repeat)) {
            repeat += 1;
        }
        keyed.insert(key(repeat), act);
    }
    keyed
}

#[cfg(test)]
mod tests {
    use rapporteur_record::ActType;

    use super::*;
    use crate::judge::ActView;
    use crate::tally::{Found, Share};

    fn act(outcome: Outcome, at: usize, recipient: &str) -> JudgedAct {
        let view = ActView {
            id: None,
            act_type: ActType::Appeal,
            at,
            trigger: "urged".into(),
            actor: vec!["Norland".into()],
            recipient: vec![recipient.into()],
            evidence: "Norland urged Sudmark.".into(),
            confidence: None,
        };
        let gold = (outcome != Outcome::Extra).then(|| view.clone());
        JudgedAct { outcome, gold, predicted: (outcome != Outcome::Missed).then_some(view), checks: None }
    }

    fn document(name: &str, acts: Vec<JudgedAct>) -> JudgedDocument {
        JudgedDocument {
            name: name.into(),
            acts,
            meetings: Vec::new(),
            document: Share::default(),
            issues: Found::default(),
            fields: BTreeMap::new(),
            mentions: None,
        }
    }

    #[test]
    fn changes_are_told_act_by_act() {
        use Outcome::{Different, Extra, Missed, Right};
        let before = [
            document("a", vec![act(Right, 0, "x"), act(Missed, 9, "x"), act(Different, 20, "x"), act(Extra, 30, "x")]),
            document("b", vec![]),
        ];
        let after = [
            document("a", vec![act(Missed, 0, "x"), act(Right, 9, "x"), act(Different, 20, "y"), act(Extra, 40, "x")]),
            document("c", vec![]),
        ];
        let changed = compare(&before, &after);
        let counts = [&changed.won, &changed.lost, &changed.other, &changed.new_extras, &changed.gone_extras];
        assert_eq!(counts.map(Vec::len), [1; 5]);
        assert_eq!(changed.unpaired, ["c", "b"]);
        assert_eq!(compare(&before, &before), Comparison::default());
    }
}
