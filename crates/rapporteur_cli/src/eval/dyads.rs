//! `rapporteur eval --dyads`: labelled dyads, with the parties given and with the parties found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::Context as _;
use rapporteur::language::Pipeline;
use rapporteur::world::World;
use rapporteur_events::{Coder, Dyad, dyads};

/// What stands for no event.
const NONE: &str = "NONE";

/// Right, guessed and labelled dyads of each event.
#[derive(Default)]
struct Tally(BTreeMap<String, [u32; 3]>);

impl Tally {
    fn add(&mut self, label: &str, guess: &str) {
        self.0.entry(label.to_owned()).or_default()[2] += 1;
        self.0.entry(guess.to_owned()).or_default()[1] += 1;
        if label == guess {
            self.0.entry(label.to_owned()).or_default()[0] += 1;
        }
    }

    fn f1([right, guessed, labelled]: [u32; 3]) -> f64 {
        2.0 * f64::from(right) / f64::from((guessed + labelled).max(1))
    }

    /// The mean F1 of the events that are labelled.
    fn macro_f1(&self) -> f64 {
        let labelled: Vec<f64> =
            self.0.values().filter(|counts| counts[2] > 0).map(|counts| Self::f1(*counts)).collect();
        let n = u32::try_from(labelled.len()).unwrap_or(u32::MAX).max(1);
        labelled.iter().sum::<f64>() / f64::from(n)
    }
}

/// Codes every dyad of a file and tells the root macro-F1. CONCEDE and RETREAT count as one, YIELD.
///
/// An event that is found counts where its actors and recipients share a word with the labelled parties; the first that
/// does is the guess.
pub(crate) fn report(path: &Path, details: bool) -> anyhow::Result<String> {
    let named = || path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be opened; check the path", named()))?;
    let coder = Coder::new(World::embedded());
    let (mut given, mut found) = (Tally::default(), Tally::default());
    let mut out = String::new();
    for dyad in dyads(&text).with_context(named)? {
        let dyad = dyad.with_context(named)?;
        let label = dyad.event.as_deref().filter(|label| !label.is_empty());
        let label =
            root(label.with_context(|| format!("{}: {} has no label; name a column `event`", named(), dyad.id))?);
        let analysis = Pipeline::embedded().analyse(&dyad.sentence);
        let coding = coder.dyad(&dyad.sentence, &analysis, &dyad.source, &dyad.target);
        let guess = root(coding.event.unwrap_or(NONE));
        given.add(label, guess);
        let events = coder.events(&dyad.sentence, &analysis);
        let matching = events.iter().find(|event| {
            let targets = if event.targets.is_empty() { &event.sources } else { &event.targets };
            shares(&dyad, &event.sources, &dyad.source) && shares(&dyad, targets, &dyad.target)
        });
        found.add(label, matching.and_then(|event| event.coding.event).map_or(NONE, root));
        if details && guess != label {
            writeln!(out, "{}: {label}, coded {guess}: {}", dyad.id, dyad.sentence)?;
            writeln!(out, "  {} -> {}; {}", dyad.source, dyad.target, coding.why.join(", "))?;
        }
    }
    writeln!(out, "{:<10} {:>8} {:>8} {:>8}", "event", "labelled", "given", "found")?;
    for (event, counts) in given.0.iter().filter(|(_, counts)| counts[2] > 0) {
        let other = found.0.get(event).copied().unwrap_or_default();
        writeln!(out, "{event:<10} {:>8} {:>8.3} {:>8.3}", counts[2], Tally::f1(*counts), Tally::f1(other))?;
    }
    writeln!(out, "{:<10} {:>8} {:>8.3} {:>8.3}", "macro-F1", "", given.macro_f1(), found.macro_f1())?;
    Ok(out)
}

fn root(event: &str) -> &str {
    if matches!(event, "CONCEDE" | "RETREAT") { "YIELD" } else { event }
}

/// Whether phrases of a sentence share a word that tells something with a name.
fn shares(dyad: &Dyad, ranges: &[Range<usize>], name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| !matches!(word.as_str(), "" | "the" | "a" | "an" | "of" | "in" | "s" | "and")).collect()
    };
    let name = words(name);
    ranges.iter().any(|range| words(&dyad.sentence[range.clone()]).iter().any(|word| name.contains(word)))
}
