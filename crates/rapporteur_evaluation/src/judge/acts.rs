//! Which act of the record is which of gold, and how they compare.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record::Act;

use crate::axis::Stretch;
use crate::gold::GoldAct;
use crate::judge::fields::{self, Fields};
use crate::judge::{ActView, Checks, JudgedAct, Outcome, Pair};
use crate::party::same_set;
use crate::tally::Found;

/// The acts of one document, judged.
pub(super) struct Acts {
    pub(super) judged: Vec<JudgedAct>,
    pub(super) issues: Found,
}

/// An act's stretches on gold's axis.
struct Place {
    trigger: Stretch,
    content: Option<Stretch>,
}

/// `partners` are the record's meetings that are gold's, by gold's ids.
pub(super) fn judge(pair: &Pair<'_>, partners: &BTreeMap<String, String>, fields: &mut Fields) -> Acts {
    let (acts, golds) = (&pair.predicted.acts, &pair.gold.acts);
    let place = |act: &Act| Place {
        trigger: pair.of_record(&act.trigger),
        content: act.content.as_ref().map(|content| pair.of_record(content)),
    };
    let gold_place = |gold: &GoldAct| Place {
        trigger: pair.of_gold(&gold.trigger),
        content: gold.content.as_ref().map(|content| pair.of_gold(content)),
    };
    let places: Vec<Place> = acts.iter().map(place).collect();
    let gold_places: Vec<Place> = golds.iter().map(gold_place).collect();
    let matched = matches(acts, &places, golds, &gold_places);

    let mut judged = Vec::new();
    let mut issues = Found::default();
    for (j, gold) in golds.iter().enumerate() {
        let gold_view = gold_view(pair, gold, &gold_places[j]);
        let Some(&i) = matched.get(&j) else {
            judged.push(JudgedAct { outcome: Outcome::Missed, gold: Some(gold_view), predicted: None, checks: None });
            continue;
        };
        let checks = check(pair, &acts[i], gold, &places[i], &gold_places[j]);
        issues += shared_issues(&acts[i], gold);
        fields::judge_act(pair, &acts[i], gold, partners, fields);
        judged.push(JudgedAct {
            outcome: if checks.is_strictly_right() { Outcome::Right } else { Outcome::Different },
            gold: Some(gold_view),
            predicted: Some(view(pair, &acts[i], &places[i])),
            checks: Some(checks),
        });
    }
    let used: BTreeSet<usize> = matched.into_values().collect();
    for (i, act) in acts.iter().enumerate().filter(|(i, _)| !used.contains(i)) {
        let predicted = Some(view(pair, act, &places[i]));
        judged.push(JudgedAct { outcome: Outcome::Extra, gold: None, predicted, checks: None });
    }
    Acts { judged, issues }
}

/// The acts of the record by those of gold that they match, the best pairs first; of equally good ones the later.
fn matches(acts: &[Act], places: &[Place], golds: &[GoldAct], gold_places: &[Place]) -> BTreeMap<usize, usize> {
    let mut pairs = Vec::new();
    for (i, (act, place)) in acts.iter().zip(places).enumerate() {
        for (j, (gold, gold_place)) in golds.iter().zip(gold_places).enumerate() {
            let is_one_type = act.act_type == gold.act_type;
            let do_triggers_meet = place.trigger.overlap(gold_place.trigger) > 0;
            let content = place.content.zip(gold_place.content).map_or(0.0, |(a, b)| a.share(b));
            if do_triggers_meet || (content >= 0.5 && is_one_type) {
                pairs.push((f64::from(u8::from(do_triggers_meet) + u8::from(is_one_type)) + content, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let (mut used, mut matched) = (BTreeSet::new(), BTreeMap::new());
    for (_, i, j) in pairs {
        if !matched.contains_key(&j) && used.insert(i) {
            matched.insert(j, i);
        }
    }
    matched
}

fn check(pair: &Pair<'_>, act: &Act, gold: &GoldAct, place: &Place, gold_place: &Place) -> Checks {
    let strictly = |ids: &[String], gold_ids: &[String]| {
        same_set(&pair.predicted_cast.strict_all(ids), &pair.gold_cast.strict_all(gold_ids))
    };
    let leniently = |ids: &[String], gold_ids: &[String]| {
        same_set(&pair.predicted_cast.lenient_all(ids), &pair.gold_cast.lenient_all(gold_ids))
    };
    let content_f1 = |gold_content: Stretch| place.content.map_or(0.0, |content| content.f1(gold_content));
    let event = |gold: &Option<crate::gold::GoldPlover>| {
        act.plover.event.as_deref() == gold.as_ref().and_then(|code| code.event.as_deref())
    };
    Checks {
        act_type: act.act_type == gold.act_type,
        family: act.act_type.family() == gold.act_type.family(),
        actor: strictly(&act.actor, &gold.actor),
        recipient: strictly(&act.recipient, &gold.recipient),
        actor_country: leniently(&act.actor, &gold.actor),
        recipient_country: leniently(&act.recipient, &gold.recipient),
        content_f1: gold_place.content.map(content_f1),
        plover: gold.plover.as_ref().map(event),
    }
}

fn shared_issues(act: &Act, gold: &GoldAct) -> Found {
    let Some(issues) = &gold.issues else { return Found::default() };
    let (gold, predicted): (BTreeSet<_>, BTreeSet<_>) = (issues.iter().collect(), act.issues.iter().collect());
    Found { matched: gold.intersection(&predicted).count(), predicted: predicted.len(), gold: gold.len() }
}

fn view(pair: &Pair<'_>, act: &Act, place: &Place) -> ActView {
    ActView {
        id: Some(act.id.clone()),
        act_type: act.act_type,
        at: place.trigger.start,
        trigger: act.trigger.quote.clone(),
        actor: pair.predicted_cast.names(&act.actor),
        recipient: pair.predicted_cast.names(&act.recipient),
        evidence: act.evidence.quote.clone(),
        confidence: Some(act.confidence),
    }
}

fn gold_view(pair: &Pair<'_>, gold: &GoldAct, place: &Place) -> ActView {
    ActView {
        id: gold.id.clone(),
        act_type: gold.act_type,
        at: place.trigger.start,
        trigger: gold.trigger.quote.clone(),
        actor: pair.gold_cast.names(&gold.actor),
        recipient: pair.gold_cast.names(&gold.recipient),
        evidence: gold.evidence.as_ref().map(|evidence| evidence.quote.clone()).unwrap_or_default(),
        confidence: None,
    }
}
