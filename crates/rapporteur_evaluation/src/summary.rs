//! The figures of a set of documents.

use std::collections::BTreeMap;

use rapporteur_record::ActType;
use serde::Serialize;

use crate::judge::{Checks, JudgedAct, JudgedDocument, MentionFigures, Outcome};
use crate::tally::{Found, Share, ratio};

/// Precision, recall and their mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Detection {
    /// Precision.
    pub p: Option<f64>,
    /// Recall.
    pub r: Option<f64>,
    /// F1.
    pub f1: Option<f64>,
}

/// Figures of meetings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeetingFigures {
    /// Precision.
    pub p: Option<f64>,
    /// Recall.
    pub r: Option<f64>,
    /// Of the matched, those with the right date.
    pub date: Option<f64>,
    /// Of the matched, those with the right countries and organizations.
    pub sides: Option<f64>,
}

/// The figures that the reference scorer prints, under its names; four digits each, null where nothing is judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// How many documents there are.
    pub documents: usize,
    /// Acts in gold.
    pub gold_acts: usize,
    /// Acts in the records.
    pub predicted_acts: usize,
    /// Acts found, right or not.
    pub detection: Detection,
    /// F1 of acts found with the right type, actors and recipients.
    pub strict_act_f1: Option<f64>,
    /// The same, where a person and the country that he represents are equal.
    pub lenient_act_f1: Option<f64>,
    /// Of the matched acts, those of the right type.
    #[serde(rename = "type")]
    pub act_type: Option<f64>,
    /// Those of the right family.
    pub family: Option<f64>,
    /// Those with the right actors.
    pub actor: Option<f64>,
    /// Those with the right recipients.
    pub recipient: Option<f64>,
    /// Those with actors of the right countries and organizations.
    pub actor_country: Option<f64>,
    /// Those with recipients of the right countries and organizations.
    pub recipient_country: Option<f64>,
    /// The mean F1 of contents.
    pub content_f1: Option<f64>,
    /// Those with the right PLOVER event.
    pub plover_event: Option<f64>,
    /// Micro F1 of issues.
    pub issues_f1: Option<f64>,
    /// Meetings.
    pub meetings: MeetingFigures,
    /// Genre, title, issue date and issuer.
    pub document_fields: Option<f64>,
}

/// One type of act.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TypeRow {
    /// The type.
    #[serde(rename = "type")]
    pub act_type: ActType,
    /// Acts of this type in gold and in the records, and those found that are of it on both sides.
    #[serde(flatten)]
    pub found: Found,
    /// Precision.
    pub precision: Option<f64>,
    /// Recall.
    pub recall: Option<f64>,
    /// F1.
    pub f1: Option<f64>,
}

/// Acts found that are of one type in gold and of another in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The type in gold.
    pub gold: ActType,
    /// The type in the record.
    pub predicted: ActType,
    /// How many.
    pub n: usize,
}

fn acts(documents: &[JudgedDocument]) -> impl Iterator<Item = &JudgedAct> {
    documents.iter().flat_map(|document| &document.acts)
}

/// Sums documents up.
pub fn summarize(documents: &[JudgedDocument]) -> Summary {
    let checks: Vec<&Checks> = acts(documents).filter_map(|act| act.checks.as_ref()).collect();
    let n_extra = acts(documents).filter(|act| act.outcome == Outcome::Extra).count();
    let n_missed = acts(documents).filter(|act| act.outcome == Outcome::Missed).count();
    let found = Found { matched: checks.len(), predicted: checks.len() + n_extra, gold: checks.len() + n_missed };
    let share = |is_right: fn(&Checks) -> bool| Share::of(checks.iter().map(|c| is_right(c))).ratio();
    let act_f1 =
        |is_right: fn(&Checks) -> bool| Found { matched: checks.iter().filter(|c| is_right(c)).count(), ..found }.f1();
    let contents: Vec<f64> = checks.iter().filter_map(|c| c.content_f1).collect();
    let mut issues = Found::default();
    let mut fields = Share::default();
    for document in documents {
        issues += document.issues;
        fields += document.document;
    }
    Summary {
        documents: documents.len(),
        gold_acts: found.gold,
        predicted_acts: found.predicted,
        detection: Detection { p: found.precision(), r: found.recall(), f1: found.f1() },
        strict_act_f1: act_f1(Checks::is_strictly_right),
        lenient_act_f1: act_f1(Checks::is_leniently_right),
        act_type: share(|c| c.act_type),
        family: share(|c| c.family),
        actor: share(|c| c.actor),
        recipient: share(|c| c.recipient),
        actor_country: share(|c| c.actor_country),
        recipient_country: share(|c| c.recipient_country),
        content_f1: ratio(contents.iter().sum(), contents.len() as f64),
        plover_event: Share::of(checks.iter().filter_map(|c| c.plover)).ratio(),
        issues_f1: issues.f1(),
        meetings: meeting_figures(documents),
        document_fields: fields.ratio(),
    }
}

fn meeting_figures(documents: &[JudgedDocument]) -> MeetingFigures {
    let meetings: Vec<_> = documents.iter().flat_map(|document| &document.meetings).collect();
    let found = Found {
        matched: meetings.iter().filter(|m| m.date.is_some()).count(),
        predicted: meetings.iter().filter(|m| m.predicted.is_some()).count(),
        gold: meetings.iter().filter(|m| m.gold.is_some()).count(),
    };
    MeetingFigures {
        p: found.precision(),
        r: found.recall(),
        date: Share::of(meetings.iter().filter_map(|m| m.date)).ratio(),
        sides: Share::of(meetings.iter().filter_map(|m| m.sides)).ratio(),
    }
}

/// A row for each type that gold or a record has, in the order of the contract.
pub fn by_type(documents: &[JudgedDocument]) -> Vec<TypeRow> {
    let mut found: BTreeMap<ActType, Found> = BTreeMap::new();
    for act in acts(documents) {
        if let Some(gold) = &act.gold {
            found.entry(gold.act_type).or_default().gold += 1;
        }
        if let Some(predicted) = &act.predicted {
            let row = found.entry(predicted.act_type).or_default();
            row.predicted += 1;
            row.matched += usize::from(act.checks.is_some_and(|checks| checks.act_type));
        }
    }
    let row = |(act_type, found): (ActType, Found)| TypeRow {
        act_type,
        found,
        precision: found.precision(),
        recall: found.recall(),
        f1: found.f1(),
    };
    found.into_iter().map(row).collect()
}

/// Types taken for one another, the most frequent first.
pub fn confusions(documents: &[JudgedDocument]) -> Vec<Confusion> {
    let mut counts = BTreeMap::new();
    for act in acts(documents) {
        if let (Some(gold), Some(predicted)) = (&act.gold, &act.predicted)
            && gold.act_type != predicted.act_type
        {
            *counts.entry((gold.act_type, predicted.act_type)).or_insert(0) += 1;
        }
    }
    let mut confusions: Vec<_> =
        counts.into_iter().map(|((gold, predicted), n)| Confusion { gold, predicted, n }).collect();
    confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.n));
    confusions
}

/// Accuracies of fields, by their paths.
pub fn fields(documents: &[JudgedDocument]) -> BTreeMap<String, Share> {
    let mut sums: BTreeMap<String, Share> = BTreeMap::new();
    for (path, share) in documents.iter().flat_map(|document| &document.fields) {
        *sums.entry(path.clone()).or_default() += *share;
    }
    sums
}

/// Figures over mentions; none where no gold has any.
pub fn mentions(documents: &[JudgedDocument]) -> Option<MentionFigures> {
    documents.iter().filter_map(|document| document.mentions).reduce(|mut sum, figures| {
        sum += figures;
        sum
    })
}
