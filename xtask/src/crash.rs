//! The ledger's crash tests at length: 200 kills of each kind of work.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

const KILLS: &str = "200";

/// Runs the crash tests from a seed.
pub(crate) fn run(root: &Path, seed: Option<&str>) -> Result<()> {
    let seed = seed.unwrap_or("1");
    seed.parse::<u64>().with_context(|| format!("the seed {seed:?} is not a whole number"))?;
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["test", "--package", "rapporteur_ledger", "--test", "it", "--"]);
    command.args(["crash::", "--nocapture", "--test-threads", "1"]);
    let status = command.env("RAPPORTEUR_KILLS", KILLS).env("RAPPORTEUR_SEED", seed).status()?;
    ensure!(status.success(), "a crash test failed; run it again with the seed {seed}");
    Ok(())
}
