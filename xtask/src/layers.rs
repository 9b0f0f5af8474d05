//! Which of our crates each crate may depend on.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use toml::Table;

/// This table is the architecture: dependencies point from right to left, never back. `ARCHITECTURE.md` says what each
/// crate is.
const ALLOWED: &[(&str, &[&str])] = &[
    ("rapporteur_record", &[]),
    ("rapporteur_text", &["rapporteur_record"]),
    ("rapporteur_language", &["rapporteur_record"]),
    ("rapporteur_world", &["rapporteur_record"]),
    ("rapporteur_events", &["rapporteur_record", "rapporteur_language", "rapporteur_world"]),
    ("rapporteur_training", &["rapporteur_language", "rapporteur_world", "rapporteur_events"]),
    ("rapporteur_reader", &["rapporteur_record", "rapporteur_text", "rapporteur_language", "rapporteur_world"]),
    ("rapporteur_ledger", &["rapporteur_record"]),
    ("rapporteur_evaluation", &["rapporteur_record"]),
    ("rapporteur_draft", &["rapporteur_record"]),
    (
        "rapporteur",
        &["rapporteur_record", "rapporteur_text", "rapporteur_language", "rapporteur_world", "rapporteur_reader"],
    ),
    ("rapporteur_export", &["rapporteur_record", "rapporteur_ledger", "rapporteur"]),
    ("rapporteur_server", &["rapporteur_record", "rapporteur_ledger", "rapporteur", "rapporteur_export"]),
    ("rapporteur_python", &["rapporteur_record", "rapporteur_ledger", "rapporteur", "rapporteur_export"]),
    (
        "rapporteur_cli",
        &[
            "rapporteur_record",
            "rapporteur_draft",
            "rapporteur_ledger",
            "rapporteur_evaluation",
            "rapporteur_events",
            "rapporteur_training",
            "rapporteur",
            "rapporteur_export",
            "rapporteur_server",
        ],
    ),
];

/// Checks the manifest of every crate against the table.
///
/// # Errors
/// Where a crate is not in the table, or depends on one that its row does not name.
pub(crate) fn check(root: &Path) -> Result<()> {
    let mut crates: Vec<_> = fs::read_dir(root.join("crates"))?.collect::<Result<_, _>>()?;
    crates.sort_by_key(fs::DirEntry::file_name);
    for entry in crates {
        let name = entry.file_name().to_string_lossy().into_owned();
        let manifest = entry.path().join("Cargo.toml");
        let text = fs::read_to_string(&manifest).with_context(|| format!("reading {}", manifest.display()))?;
        check_manifest(&name, &text.parse().with_context(|| format!("parsing {}", manifest.display()))?)?;
    }
    Ok(())
}

fn check_manifest(name: &str, manifest: &Table) -> Result<()> {
    let package = manifest.get("package").and_then(|package| package.get("name")).and_then(|name| name.as_str());
    if package != Some(name) {
        bail!("crates/{name}: the package should bear its folder's name");
    }
    let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
        bail!("{name}: add it to the table in xtask/src/layers.rs");
    };
    let dependencies = manifest.get("dependencies").and_then(|dependencies| dependencies.as_table());
    let ours = dependencies.into_iter().flatten().map(|(dependency, _)| dependency.as_str());
    for dependency in ours.filter(|dependency| dependency.starts_with("rapporteur")) {
        if !allowed.contains(&dependency) {
            bail!("{name} must not depend on {dependency}: see ARCHITECTURE.md, \"Layers\"");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, dependencies: &str) -> String {
        let manifest = format!("[package]\nname = \"{name}\"\n[dependencies]\n{dependencies}");
        let checked = check_manifest(name, &manifest.parse().unwrap());
        checked.map_or_else(|err| err.to_string(), |()| "fine".to_owned())
    }

    #[test]
    fn dependencies_point_one_way() {
        assert_eq!(check("rapporteur_reader", "rapporteur_text.workspace = true\nserde = \"1\""), "fine");
        let back = check("rapporteur_text", "rapporteur_reader.workspace = true");
        assert!(back.starts_with("rapporteur_text must not depend on rapporteur_reader"), "{back}");
        assert!(check("rapporteur_new", "").contains("add it to the table"));
    }

    #[test]
    fn rows_name_only_rows_of_the_table() {
        for (name, allowed) in ALLOWED {
            assert!(
                allowed.iter().all(|other| other != name && ALLOWED.iter().any(|(known, _)| known == other)),
                "{name}"
            );
        }
    }
}
