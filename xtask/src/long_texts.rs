//! `cargo xtask long-texts`: that memory stays bounded, however long a text is and however many there are.

use std::fs;
use std::iter;
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use rapporteur_language::Pipeline;

use crate::bench_worker::peak_mb;
use crate::checks;

/// Bytes of the one long text.
const LONG: usize = 10_000_000;
/// Most memory for it, in MB: its tokens, lemmas and tree are kept until it is read to its end.
const MOST_LONG_MB: f64 = 500.0;
/// Texts of one line.
const N_TEXTS: usize = 1_000_000;
/// Most memory for them, in MB.
const MOST_MB: f64 = 200.0;

/// Reads one text of 10 MB, then a million short ones, each in a process of its own, and says how much memory that took.
pub(crate) fn run(root: &Path, case: Option<&str>) -> Result<()> {
    if cfg!(debug_assertions) {
        return checks::cargo(root, &["run", "--quiet", "--release", "--package", "xtask", "--", "long-texts"]);
    }
    let example = fs::read_to_string(root.join("examples/press-release-2017-05-08.md"))?;
    let sentences: Vec<&str> = example.split_inclusive(". ").collect();
    match case {
        None => {
            for case in ["one", "many"] {
                let status = Command::new(std::env::current_exe()?).args(["long-texts", case]).status()?;
                ensure!(status.success(), "{case}: too much memory");
            }
            Ok(())
        }
        Some("one") => {
            let text = example.repeat(LONG.div_ceil(example.len()));
            measure("one text of 10 MB", MOST_LONG_MB, || Pipeline::embedded().analyse(&text).tokens.len())
        }
        Some("many") => measure("a million texts of one line", MOST_MB, || {
            let mut n_tokens = 0;
            // A number makes each of them another text.
            let texts = (0..N_TEXTS).zip(iter::repeat(&sentences).flatten());
            let texts =
                texts.map(|(number, sentence)| format!("{number}. {}", &sentence[..sentence.floor_char_boundary(40)]));
            Pipeline::embedded().pipe(texts, NonZero::<usize>::MIN, |_, analysis| n_tokens += analysis.tokens.len());
            n_tokens
        }),
        Some(other) => bail!("no such case: {other}"),
    }
}

fn measure(name: &str, most_mb: f64, read: impl FnOnce() -> usize) -> Result<()> {
    let start = Instant::now();
    let n_tokens = read();
    let peak = peak_mb().context("measuring memory")?;
    println!("{name}: {n_tokens} tokens, {:.0} s, peak {peak:.0} MB of {most_mb:.0}", start.elapsed().as_secs_f64());
    ensure!(peak <= most_mb, "{name}: {peak:.0} MB is too much");
    Ok(())
}
