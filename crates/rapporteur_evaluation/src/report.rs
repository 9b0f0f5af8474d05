//! The figures of a run as one JSON object, and a run read back from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calibration::{self, Calibration, CrossValidation};
use crate::compare::{Comparison, compare};
use crate::judge::{JudgedDocument, MentionFigures};
use crate::reliability::{Reliability, reliability};
use crate::summary::{self, Confusion, Summary, TypeRow};
use crate::tally::{Share, four_digits};

/// Everything that is told of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The figures of the reference scorer, under its names.
    #[serde(flatten)]
    pub summary: Summary,
    /// Each type of act.
    pub by_type: Vec<TypeRow>,
    /// Types taken for one another.
    pub confusions: Vec<Confusion>,
    /// Accuracies of the other fields of matched items, by their paths.
    pub fields: BTreeMap<String, FieldRow>,
    /// Mentions of actors, where gold has them.
    pub mentions: Option<MentionRow>,
    /// Whether confidences say what is right.
    pub reliability: Reliability,
    /// What changed since another run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// Act by act.
    #[serde(rename = "judged", skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<JudgedDocument>>,
}

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FieldRow {
    /// The counts.
    #[serde(flatten)]
    pub share: Share,
    /// The share of those that are right.
    pub accuracy: Option<f64>,
}

/// Mentions, as figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MentionRow {
    /// F1 of finding mentions.
    pub found_f1: Option<f64>,
    /// Of gold's mentions, those that are found and given to the right actor.
    pub linked: Option<f64>,
    /// B-cubed F1 of which mentions are of one actor.
    pub b_cubed_f1: Option<f64>,
    /// Mentions in gold.
    pub gold: usize,
}

impl From<MentionFigures> for MentionRow {
    fn from(figures: MentionFigures) -> Self {
        Self {
            found_f1: figures.found.f1(),
            linked: figures.linked.ratio(),
            b_cubed_f1: figures.b_cubed_f1().map(four_digits),
            gold: figures.found.gold,
        }
    }
}

/// The figures of a run, without its acts.
pub fn report(documents: &[JudgedDocument]) -> Report {
    let row = |(path, share): (String, Share)| (path, FieldRow { share, accuracy: share.ratio() });
    Report {
        summary: summary::summarize(documents),
        by_type: summary::by_type(documents),
        confusions: summary::confusions(documents),
        fields: summary::fields(documents).into_iter().map(row).collect(),
        mentions: summary::mentions(documents).map(MentionRow::from),
        reliability: reliability(documents),
        comparison: None,
        documents: None,
    }
}

impl Report {
    /// Adds what changed since an earlier run.
    #[must_use]
    pub fn since(mut self, before: &[JudgedDocument], after: &[JudgedDocument]) -> Self {
        self.comparison = Some(compare(before, after));
        self
    }

    /// Adds the acts, which makes it a run that [`saved`] can read.
    #[must_use]
    pub fn with_acts(mut self, documents: &[JudgedDocument]) -> Self {
        self.documents = Some(documents.to_vec());
        self
    }
}

/// The acts of a run from its JSON.
///
/// # Errors
/// Where it is not the JSON of a [`Report`] with acts.
pub fn saved(json: &[u8]) -> Result<Vec<JudgedDocument>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Saved {
        judged: Vec<JudgedDocument>,
    }
    serde_json::from_slice(json).map(|Saved { judged }| judged)
}

/// A calibration fitted on a run's documents, and how such calibrations do on documents they were not fitted on.
pub fn calibrate(documents: &[JudgedDocument]) -> (Calibration, CrossValidation) {
    let samples = calibration::samples(documents);
    (calibration::fit(&samples), calibration::cross_validate(&samples))
}
