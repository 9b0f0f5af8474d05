//! `cargo xtask world`: checks the tables of `world/` and compiles them to `world/world.bin`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rapporteur_world::{TableError, Tables, compile, lint};

/// Checks and compiles the tables under `root`.
///
/// # Errors
///
/// Every fault of the tables, one a line; a file that cannot be written.
pub(crate) fn run(root: &Path) -> Result<()> {
    let dir = root.join("world");
    let tables = Tables::read(&dir).or_else(|faults| refuse(&faults))?;
    let bytes = compile(&tables).or_else(|faults| refuse(&faults))?;
    let path = dir.join("world.bin");
    let fresh = dir.join("world.bin.new");
    fs::write(&fresh, &bytes).with_context(|| format!("writing {}", fresh.display()))?;
    fs::rename(&fresh, &path).with_context(|| format!("replacing {}", path.display()))
}

/// Checks the tables under `root`; a doubt is as bad as a fault, as a person should have looked at it.
///
/// # Errors
///
/// Every fault and doubt, one a line.
pub(crate) fn check(root: &Path) -> Result<()> {
    let tables = Tables::read(&root.join("world")).or_else(|faults| refuse(&faults))?;
    let findings: Vec<TableError> = lint(&tables, None).into_iter().map(|finding| finding.error).collect();
    if findings.is_empty() { Ok(()) } else { refuse(&findings) }
}

fn refuse<T>(faults: &[TableError]) -> Result<T> {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    bail!("the tables have {} faults\n{}", lines.len(), lines.join("\n"))
}
