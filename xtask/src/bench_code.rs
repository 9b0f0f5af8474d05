//! `cargo xtask bench-code`: how many sentences a second `rapporteur code` takes on one core, end to end.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use rapporteur_events::dyads;
use rapporteur_language::Pipeline;

use crate::checks;

const LABELLED: &str = "../shared/labelled/plover-train/PLV_train.tsv";
/// How often the sentences follow each other in the input, so that the start of the program weighs little.
const TIMES: usize = 8;
/// Rounds, of which the best counts: other work on the machine only lengthens.
const ROUNDS: usize = 5;
/// Sentences that the pipeline reads at a time, as `rapporteur code` does.
const BATCH: usize = 64;

pub(crate) fn run(root: &Path) -> Result<()> {
    if cfg!(debug_assertions) {
        checks::cargo(root, &["build", "--quiet", "--release", "--package", "rapporteur_cli"])?;
        return checks::cargo(root, &["run", "--quiet", "--release", "--package", "xtask", "--", "bench-code"]);
    }
    let labelled = fs::read_to_string(root.join(LABELLED)).with_context(|| format!("{LABELLED} with the sentences"))?;
    let sentences: Vec<String> =
        dyads(&labelled)?.into_iter().filter_map(Result::ok).map(|dyad| dyad.sentence).collect();
    let lines: Vec<&str> = std::iter::repeat_n(&sentences, TIMES).flatten().map(String::as_str).collect();
    let input = root.join("target/bench-code.txt");
    fs::write(&input, lines.join("\n"))?;

    let program = root.join("target/release/rapporteur");
    let whole = best(|| {
        let mut command = Command::new(&program);
        command.args(["code", "--threads", "1"]).arg(&input).stdout(Stdio::null());
        let status = command.status().with_context(|| format!("running {}", program.display()))?;
        ensure!(status.success(), "the program failed");
        Ok(())
    })?;
    let language = best(|| {
        lines.chunks(BATCH).for_each(|batch| drop(Pipeline::embedded().parse_all(batch)));
        Ok(())
    })?;
    let speed = |time: Duration| f64::from(u32::try_from(lines.len()).unwrap_or(u32::MAX)) / time.as_secs_f64();
    println!("{} sentences, one thread, best of {ROUNDS} rounds", lines.len());
    println!("rapporteur code, end to end        {:>8.0} sentences/s", speed(whole));
    println!("the language pipeline alone        {:>8.0} sentences/s", speed(language));
    println!("share of the language pipeline     {:>8.2}", language.as_secs_f64() / whole.as_secs_f64());
    Ok(())
}

/// The shortest time of several rounds.
fn best(mut round: impl FnMut() -> Result<()>) -> Result<Duration> {
    let mut shortest = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        round()?;
        shortest = shortest.min(start.elapsed());
    }
    Ok(shortest)
}
