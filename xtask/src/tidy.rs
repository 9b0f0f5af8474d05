//! `cargo xtask tidy`: what the compiler does not check. It is also a test.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::layers;

/// Pieces of words that must not stand in the project: hosts of package registries and paths of one machine. They are
/// in two parts so that this file may stand in it.
const BANNED: &[(&str, &str)] = &[
    ("static.crates", ".io"),
    ("index.crates", ".io"),
    ("pypi", ".org"),
    ("python", "hosted"),
    ("registry.npm", "js"),
    ("deb.deb", "ian"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/wo", "rk/"),
    ("/tmp/", "target"),
];

/// Checks layers, module docs and words.
///
/// # Errors
/// Everything that is wrong, a line each.
pub(crate) fn run(root: &Path) -> Result<()> {
    layers::check(root)?;
    let mut faults = Vec::new();
    for name in tracked(root)? {
        // A file may be deleted and not yet committed.
        let Ok(bytes) = fs::read(root.join(&name)) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        faults.extend(faults_of(&name, &text));
    }
    if !faults.is_empty() {
        bail!("not tidy:\n{}", faults.join("\n"));
    }
    println!("tidy: layers, module docs and words are in order");
    Ok(())
}

/// The files that the project's history tracks, and those that wait to be.
fn tracked(root: &Path) -> Result<Vec<String>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let list = Command::new("git").args(arguments).current_dir(root).output().context("running git ls-files")?;
    ensure!(list.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&list.stderr));
    let names = String::from_utf8_lossy(&list.stdout);
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

fn faults_of(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if has_ending(name, "rs") && !text.starts_with("//! ") {
        faults.push(format!("{name}:1: say in a module doc (`//!`) what the file holds"));
    }
    for (n, line) in text.lines().enumerate() {
        for (start, end) in BANNED {
            if line.contains(&format!("{start}{end}")) {
                faults.push(format!("{name}:{}: names a registry's host or a path of one machine", n + 1));
            }
        }
    }
    faults
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_tidy() {
        run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap();
    }

    #[test]
    fn faults_are_found() {
        assert_eq!(faults_of("a.rs", "//! Holds a.\n"), Vec::<String>::new());
        assert_eq!(faults_of("a.rs", "fn a() {}\n").len(), 1);
        let (start, end) = BANNED[0];
        assert_eq!(
            faults_of("a.md", &format!("fine\nsee {start}{end}\n")),
            ["a.md:2: names a registry's host or a path of one machine"]
        );
    }
}
