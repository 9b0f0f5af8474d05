//! `cargo xtask ci` and `lint`: the checks that every change passes.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::{accuracy, tidy, world};

/// Formatting and lints.
pub(crate) fn lint(root: &Path) -> Result<()> {
    cargo(root, &["fmt", "--all", "--check"])?;
    cargo(root, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// Everything that must hold, in the order in which it fails fastest.
pub(crate) fn ci(root: &Path) -> Result<()> {
    tidy::run(root)?;
    world::check(root)?;
    lint(root)?;
    cargo(root, &["test", "--workspace", "--no-fail-fast"])?;
    accuracy::run(root)
}

/// Runs cargo with what it does shown.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    println!("$ cargo {}", arguments.join(" "));
    let status = Command::new(env!("CARGO")).args(arguments).current_dir(root).status().context("running cargo")?;
    ensure!(status.success(), "cargo {} failed", arguments.join(" "));
    Ok(())
}
