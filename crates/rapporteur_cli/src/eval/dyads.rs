//! `rapporteur eval --dyads`: labelled dyads, by cross-validation or with the committed weights.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur::world::World;
use rapporteur_events::{Classifier, Coder, dyads};
use rapporteur_training as training;
use rapporteur_training::{EndToEnd, Example, Guess, Origin};
use serde_json::{Value, json};

/// What of dyads to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct DyadArgs {
    /// Measure the event coder on a table of dyads whose events are labelled (columns sentence, source, target, event or
    /// `gold_root`): five folds, each coded with weights fitted to the others. The last line is one JSON object.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dir", "petrarch"])]
    pub(crate) dyads: Option<PathBuf>,
    /// Measure with source and target found by the program too.
    #[arg(long, requires = "dyads")]
    found: bool,
    /// Measure the weights that come with the program instead, on dyads that they have not seen.
    #[arg(long, requires = "dyads")]
    committed: bool,
}

/// What was measured, and the rows of the file that could not be used.
pub(crate) struct Measured {
    /// Tables for people, and as the last line one JSON object.
    pub(crate) text: String,
    pub(crate) n_dyads: usize,
    pub(crate) failures: Vec<String>,
}

/// Codes every dyad of a file and tells the root macro-F1. CONCEDE and RETREAT count as one, YIELD.
///
/// An event that is found counts where its actors and recipients share a word with the labelled parties; the first that
/// does is the guess.
pub(crate) fn report(path: &Path, options: &DyadArgs, details: bool) -> anyhow::Result<Measured> {
    let named = || path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be opened; check the path", named()))?;
    let mut failures = Vec::new();
    let mut labelled = Vec::new();
    for dyad in dyads(&text).with_context(named)? {
        match dyad {
            Ok(dyad) if dyad.event.as_deref().is_none_or(str::is_empty) => {
                failures.push(format!("{}: {} has no label; name a column `event`", named(), dyad.id));
            }
            Ok(dyad) => labelled.push(dyad),
            Err(err) => failures.push(format!("{}: {err}", named())),
        }
    }
    let mut examples = Example::all(Origin::Labelled, labelled);
    let n_dyads = examples.len();
    anyhow::ensure!(n_dyads > 0, "{}: holds no labelled dyad", named());
    let mut out = String::new();
    let mut figures = json!({"dyads": n_dyads, "rows_left_out": failures.len()});
    let coder = Coder::new(World::embedded());
    let (guesses, found) = if options.committed {
        figures["weights"] = "committed".into();
        let mut found = EndToEnd::default();
        if options.found {
            for example in &examples {
                found.add(example, &coder);
            }
        }
        (examples.iter().map(|example| training::guess(Classifier::embedded(), example)).collect(), found)
    } else {
        figures["weights"] = "cross-validated".into();
        figures["folds"] = training::N_FOLDS.into();
        examples.extend(training::own_examples());
        if options.found {
            training::end_to_end(&examples, 0)?
        } else {
            (training::guesses(&examples, 0)?, EndToEnd::default())
        }
    };
    if options.committed && details {
        out += &differences(&examples, &coder)?;
    }
    tell(&mut out, "the parties given", &guesses, &mut figures, ["macro_f1", "accuracy"])?;
    if options.found {
        tell(&mut out, "the parties found", &found.strict, &mut figures, ["found_macro_f1", "found_accuracy"])?;
        figures["first_event_macro_f1"] = rounded(training::macro_f1(&found.first));
        figures["first_event_has_both_parties"] = share(found.n_first, n_dyads)?;
        figures["any_event_has_both_parties"] = share(found.n_any, n_dyads)?;
    }
    writeln!(out, "{figures}")?;
    Ok(Measured { text: out, n_dyads, failures })
}

fn tell(out: &mut String, what: &str, guesses: &[Guess], figures: &mut Value, names: [&str; 2]) -> anyhow::Result<()> {
    let (f1, accuracy) = (training::macro_f1(guesses), training::accuracy(guesses));
    writeln!(out, "{what}:\n{}\nmacro-F1 {f1:.3}, accuracy {accuracy:.3}\n", training::table(guesses))?;
    for (name, figure) in names.into_iter().zip([f1, accuracy]) {
        figures[name] = rounded(figure);
    }
    Ok(())
}

/// The dyads that are coded otherwise than they are labelled, with the reasons.
fn differences(examples: &[Example], coder: &Coder<'_>) -> anyhow::Result<String> {
    let mut out = String::new();
    for example in examples {
        let dyad = &example.dyad;
        let coding = coder.dyad(&dyad.sentence, &example.analysis, &dyad.source, &dyad.target);
        let guess = training::root(coding.event.unwrap_or("NONE"));
        if guess != example.event {
            writeln!(out, "{}: {}, coded {guess}: {}", dyad.id, example.event, dyad.sentence)?;
            writeln!(out, "  {} -> {}; {}", dyad.source, dyad.target, coding.why.join(", "))?;
        }
    }
    Ok(out)
}

/// To four digits after the point.
fn rounded(figure: f64) -> Value {
    json!((figure * 1e4).round() / 1e4)
}

fn share(n: usize, of: usize) -> anyhow::Result<Value> {
    Ok(rounded(f64::from(u32::try_from(n)?) / f64::from(u32::try_from(of.max(1))?)))
}
