//! The linear model of `events/weights.tsv`.
//!
//! The file's first line holds the temperature, the step of a weight and the events; each further one a feature with a
//! whole number for every event, the weight in steps. The feature named `(bias)` is in every dyad.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::features::Feature;

const WEIGHTS: &str = include_str!("../../../events/weights.tsv");

/// The feature that every dyad has.
const BIAS: &str = "(bias)";
/// Features that a choice tells.
const MOST_REASONS: usize = 5;

/// A linear model over features.
#[derive(Debug)]
pub struct Classifier {
    temperature: f32,
    step: f32,
    events: Vec<String>,
    names: Vec<String>,
    /// Rows by the hashes of their names.
    rows: FxHashMap<u64, u32>,
    /// `[n_features, n_events]`, row-major.
    weights: Vec<i8>,
}

/// What the model makes of a dyad.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The event: a PLOVER event, `YIELD` for CONCEDE and RETREAT alike, or `NONE`.
    pub event: String,
    /// The probability of the event.
    pub confidence: f64,
    /// The features that spoke most for it, with the logits that each added.
    pub reasons: Vec<(String, f32)>,
}

/// Why a file of weights cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// The first line is not as it should be.
    #[error("line 1: temperature, step and events are missing or odd")]
    Header,
    /// A line has not one number for every event.
    #[error("line {line}: a feature needs a number from -127 to 127 for every event")]
    Row {
        /// Counted from 1.
        line: usize,
    },
}

impl Classifier {
    /// The model that comes with the program.
    ///
    /// # Panics
    /// Where the committed file cannot be read, which a test rules out.
    pub fn embedded() -> &'static Self {
        static CLASSIFIER: LazyLock<Classifier> =
            LazyLock::new(|| Classifier::parse(WEIGHTS).expect("a test reads the committed weights"));
        &CLASSIFIER
    }

    /// Reads a file of weights.
    ///
    /// # Errors
    /// Where a line is not as the module tells.
    pub fn parse(text: &str) -> Result<Self, WeightsError> {
        let mut lines = text.lines().enumerate();
        let mut cells = lines.next().map(|(_, line)| line.split('\t')).ok_or(WeightsError::Header)?;
        let mut number = || cells.next()?.parse().ok().filter(|number: &f32| number.is_finite() && *number > 0.0);
        let (Some(temperature), Some(step)) = (number(), number()) else { return Err(WeightsError::Header) };
        let events: Vec<String> = cells.map(str::to_owned).collect();
        if events.is_empty() {
            return Err(WeightsError::Header);
        }
        let mut classifier =
            Self { temperature, step, events, names: Vec::new(), rows: FxHashMap::default(), weights: Vec::new() };
        for (at, line) in lines {
            classifier.add_row(line).ok_or(WeightsError::Row { line: at + 1 })?;
        }
        Ok(classifier)
    }

    fn add_row(&mut self, line: &str) -> Option<()> {
        let mut cells = line.split('\t');
        let name = cells.next()?;
        let n_before = self.weights.len();
        let row = u32::try_from(self.rows.len()).ok()?;
        for cell in cells {
            self.weights.push(cell.parse().ok()?);
        }
        self.names.push(name.to_owned());
        let is_new = self.rows.insert(hash(&[name]), row).is_none();
        (is_new && self.weights.len() - n_before == self.events.len()).then_some(())
    }

    /// The events, in the order of [`logits`](Self::logits).
    pub fn events(&self) -> &[String] {
        &self.events
    }

    /// The row of a feature whose name comes in pieces; none where the model does not know it.
    pub(crate) fn row(&self, name: &[&str]) -> Option<u32> {
        self.rows.get(&hash(name)).copied()
    }

    /// The rows of two features whose names begin alike.
    pub(crate) fn rows_of_parts(&self, name: &[&str], ends: [&str; 2]) -> [Option<u32>; 2] {
        let begun = begun(FNV_START, name);
        ends.map(|end| self.rows.get(&stirred(self::begun(begun, &[end]))).copied())
    }

    /// How much speaks for each event, before the temperature.
    pub fn logits(&self, features: &[Feature]) -> Vec<f32> {
        self.sum(&self.known(features))
    }

    /// The likeliest event; ties go to the first.
    pub fn choose(&self, features: &[Feature]) -> Choice {
        self.choose_known(&self.known(features))
    }

    /// Features as rows, each once.
    fn known(&self, features: &[Feature]) -> Vec<(u32, f32)> {
        features.iter().filter_map(|feature| Some((self.row(&[&feature.name])?, feature.value))).collect()
    }

    /// The likeliest event of features given by their rows, each once.
    pub(crate) fn choose_known(&self, known: &[(u32, f32)]) -> Choice {
        let logits = self.sum(known);
        let mut best = 0;
        for (event, logit) in logits.iter().enumerate() {
            if *logit > logits[best] {
                best = event;
            }
        }
        let spread = |logit: f32| f64::from((logit - logits[best]) / self.temperature).exp();
        let confidence = 1.0 / logits.iter().map(|&logit| spread(logit)).sum::<f64>();
        Choice { event: self.events[best].clone(), confidence, reasons: self.reasons(known, best) }
    }

    fn sum(&self, known: &[(u32, f32)]) -> Vec<f32> {
        let mut logits = vec![0.0; self.events.len()];
        let mut add = |row: u32, value: f32| {
            for (logit, &weight) in logits.iter_mut().zip(self.weights(row)) {
                *logit += f32::from(weight) * self.step * value;
            }
        };
        if let Some(bias) = self.row(&[BIAS]) {
            add(bias, 1.0);
        }
        for &(row, value) in known {
            add(row, value);
        }
        logits
    }

    /// What speaks for the first event, without the bias: the score of a model that ranks.
    pub(crate) fn first(&self, known: &[(u32, f32)]) -> f32 {
        known.iter().map(|&(row, value)| f32::from(self.weights(row)[0]) * self.step * value).sum()
    }

    fn weights(&self, row: u32) -> &[i8] {
        let n_events = self.events.len();
        &self.weights[row as usize * n_events..][..n_events]
    }

    fn reasons(&self, known: &[(u32, f32)], event: usize) -> Vec<(String, f32)> {
        let mut reasons: Vec<(u32, f32)> = known
            .iter()
            .map(|&(row, value)| (row, f32::from(self.weights(row)[event]) * self.step * value))
            .filter(|(_, added)| *added > 0.0)
            .collect();
        reasons.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        reasons.truncate(MOST_REASONS);
        reasons.into_iter().map(|(row, added)| (self.names[row as usize].clone(), added)).collect()
    }
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a with a last stir: the same for a name in one piece and in several. Of the few names of a model no two share one,
/// which reading the model rules out.
fn hash(pieces: &[&str]) -> u64 {
    stirred(begun(FNV_START, pieces))
}

fn begun(start: u64, pieces: &[&str]) -> u64 {
    let step = |sum: u64, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    pieces.iter().fold(start, |sum, piece| piece.bytes().fold(sum, step))
}

fn stirred(sum: u64) -> u64 {
    sum ^ (sum >> 29)
}

/// Sorts rows and keeps each once, with its largest value.
pub(crate) fn once(known: &mut Vec<(u32, f32)>) {
    known.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    known.dedup_by_key(|(row, _)| *row);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(name: &str) -> Feature {
        Feature { name: name.to_owned(), value: 1.0 }
    }

    #[test]
    fn committed_weights_are_read() {
        let classifier = Classifier::embedded();
        for event in ["ACCUSE", "AGREE", "NONE", "YIELD"] {
            assert!(classifier.events().iter().any(|known| known == event), "{event}");
        }
        assert!(WEIGHTS.len() < 3_000_000);
    }

    #[test]
    fn choices_tell_their_reasons() {
        let classifier = Classifier::parse("1\t0.5\tAID\tASSAULT\n(bias)\t1\t0\nw:bomb\t-2\t9\nw:on\t0\t1").unwrap();
        let choice = classifier.choose(&[feature("w:bomb"), feature("w:on"), feature("w:unknown")]);
        assert_eq!(choice.event, "ASSAULT");
        assert_eq!(choice.reasons, [("w:bomb".to_owned(), 4.5), ("w:on".to_owned(), 0.5)]);
        assert!(choice.confidence > 0.99);
        assert_eq!(classifier.choose(&[]).event, "AID");
    }

    #[test]
    fn odd_files_are_told_by_line() {
        let told = |text| Classifier::parse(text).unwrap_err().to_string();
        assert!(told("").starts_with("line 1"));
        assert!(told("1\tx\tAID").starts_with("line 1"));
        assert!(told("1\t1\tAID\nw:a\t1\nw:b\t1\t2").starts_with("line 3"));
        assert!(told("1\t1\tAID\nw:a\t1\nw:a\t1").starts_with("line 3"));
        assert!(told("1\t1\tAID\nw:a\t999").starts_with("line 2"));
    }
}
