//! `cargo xtask accuracy`: the reader's records scored against annotated documents, with a floor under each figure.
//!
//! The documents lie beside the project (`../shared/gold`), under licences of their own; where they are not there, this
//! says so and passes.

use std::collections::BTreeMap;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::checks;

/// The floors, by the scorer's names of the figures.
const FLOORS: &str = "docs/accuracy-floors.toml";

/// Reads every annotated document, prints the figures, and holds them against the floors.
///
/// # Errors
/// Where a document cannot be read, or a figure lies below its floor.
pub(crate) fn run(root: &Path) -> Result<()> {
    let gold = root.join("../shared/gold");
    if !gold.is_dir() {
        println!("accuracy: SKIPPED, ../shared/gold with the annotated documents is not there");
        return Ok(());
    }
    checks::cargo(root, &["build", "--quiet", "--package", "rapporteur_cli"])?;
    let folder = target(root)?.join("accuracy");
    fs::create_dir_all(&folder)?;
    let mut arguments = vec![gold.join("score.py")];
    for pair in pairs(&gold)? {
        let record = folder.join(&pair.name).with_extension("json");
        read(root, &pair.source, &record)?;
        arguments.extend([record, pair.gold]);
    }
    let scored = Command::new("python3").args(&arguments).output().context("running python3")?;
    ensure!(scored.status.success(), "score.py failed:\n{}", String::from_utf8_lossy(&scored.stderr));
    let figures = String::from_utf8(scored.stdout)?;
    println!("{}", figures.trim_end());
    hold(&serde_json::from_str(&figures)?, &toml::from_str(&fs::read_to_string(root.join(FLOORS))?).context(FLOORS)?)
}

/// An annotated document.
struct Pair {
    name: String,
    source: PathBuf,
    gold: PathBuf,
}

/// The sample document and the development set, in order.
fn pairs(gold: &Path) -> Result<Vec<Pair>> {
    let mut folders = vec![gold.join("seed")];
    for entry in fs::read_dir(gold.join("dev"))? {
        folders.push(entry?.path());
    }
    folders.sort();
    let mut pairs = Vec::new();
    for folder in folders.into_iter().filter(|folder| folder.join("gold.json").is_file()) {
        let files: Vec<_> =
            fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        let is_source = |path: &&PathBuf| {
            let ending = path.extension().unwrap_or_default();
            (ending == "md" || ending == "txt") && !path.ends_with("README.md")
        };
        let source =
            files.iter().find(is_source).with_context(|| format!("{} holds no text", folder.display()))?.clone();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        pairs.push(Pair { name, source, gold: folder.join("gold.json") });
    }
    Ok(pairs)
}

fn read(root: &Path, source: &Path, record: &Path) -> Result<()> {
    let program = target(root)?.join("debug").join(format!("rapporteur{EXE_SUFFIX}"));
    let mut command = Command::new(program);
    command.args(["read", "--quiet", "--format", "json", "--output"]).args([record, source]);
    let status = command.status().context("running rapporteur")?;
    ensure!(status.success(), "{} cannot be read", source.display());
    Ok(())
}

/// Where cargo builds, as cargo tells it.
fn target(root: &Path) -> Result<PathBuf> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let told =
        Command::new(env!("CARGO")).args(arguments).current_dir(root).output().context("running cargo metadata")?;
    let told: serde_json::Value = serde_json::from_slice(&told.stdout)?;
    Ok(told["target_directory"].as_str().context("cargo metadata tells no target folder")?.into())
}

/// Holds the figures against the floors; `detection.f1` is the figure `f1` of `detection`.
fn hold(figures: &serde_json::Value, floors: &BTreeMap<String, f64>) -> Result<()> {
    let mut low = Vec::new();
    for (name, &floor) in floors {
        let figure = figures.pointer(&format!("/{}", name.replace('.', "/"))).and_then(serde_json::Value::as_f64);
        let figure = figure.with_context(|| format!("{FLOORS}: the scorer prints no {name}"))?;
        if figure < floor {
            low.push(format!("{name} is {figure}, its floor is {floor}"));
        }
    }
    ensure!(low.is_empty(), "accuracy has fallen: {}", low.join("; "));
    println!("accuracy: every figure holds its floor ({FLOORS})");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(figures: &str, floors: &str) -> String {
        let held = hold(&serde_json::from_str(figures).unwrap(), &toml::from_str(floors).unwrap());
        held.map_or_else(|err| err.to_string(), |()| "holds".to_owned())
    }

    #[test]
    fn figures_hold_their_floors() {
        let figures = r#"{"type": 0.9, "detection": {"f1": 0.79}}"#;
        assert_eq!(check(figures, "type = 0.9"), "holds");
        assert_eq!(
            check(figures, "\"detection.f1\" = 0.8"),
            "accuracy has fallen: detection.f1 is 0.79, its floor is 0.8"
        );
        assert!(check(figures, "\"detection.precision\" = 0.8").contains("prints no detection.precision"));
    }
}
