//! The facts that an admin lays over the world: a folder of tables, checked as a whole before anything is kept.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rapporteur::world::World;

use crate::desk::Desk;
use crate::fault::Fault;
use crate::upload::harmless;

/// The most bytes of one file.
const MOST_BYTES: usize = 1 << 20;

/// One file of the folder.
pub(crate) struct OverlayFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What an admin would change.
pub(crate) enum Change {
    /// A file put in, or in place of the one of its name.
    Put(OverlayFile),
    /// A file taken away, by name.
    Remove(String),
}

/// The files laid over the world, by name; none where the desk was started without a folder.
pub(crate) fn files(desk: &Desk) -> Result<Vec<OverlayFile>, Fault> {
    let Some(folder) = &desk.options.overlay else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| Fault::overlay(&e))? {
        let path = entry.map_err(|e| Fault::overlay(&e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_table(&name) && path.is_file() {
            let bytes = fs::read(&path).map_err(|e| Fault::overlay(&e))?;
            files.push(OverlayFile { name, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// What would be wrong with the folder after a change, a line for each fault; nothing is kept.
pub(crate) fn faults_after(desk: &Desk, change: &Change) -> Result<Vec<String>, Fault> {
    let scratch = tempfile::tempdir().map_err(|e| Fault::overlay(&e))?;
    for file in files(desk)? {
        fs::write(scratch.path().join(&file.name), file.text).map_err(|e| Fault::overlay(&e))?;
    }
    match change {
        Change::Put(file) => {
            let path = scratch.path().join(checked(&file.name)?);
            if file.text.len() > MOST_BYTES {
                return Err(Fault::invalid(format!("a table has at most {MOST_BYTES} bytes; split it")));
            }
            fs::write(path, &file.text).map_err(|e| Fault::overlay(&e))?;
        }
        Change::Remove(name) => {
            let missing = |_| Fault::not_found(format!("no table is called {name:?}"));
            fs::remove_file(scratch.path().join(checked(name)?)).map_err(missing)?;
        }
    }
    let above = format!("{}/", scratch.path().display());
    // the embedded world: what the desk reads with has the folder in it already
    let faults = World::embedded().with_overlay(scratch.path()).err().unwrap_or_default();
    Ok(faults.iter().map(|fault| fault.to_string().replace(&above, "")).collect())
}

/// Keeps a change, whole or not at all; the desk reads with it from its next start.
pub(crate) fn keep(desk: &Desk, change: &Change) -> Result<(), Fault> {
    let folder = desk.options.overlay.as_deref().ok_or_else(|| {
        Fault::invalid("the desk was started without a folder to keep it in; start it with --overlay DIR")
    })?;
    match change {
        Change::Put(file) => put(folder, &checked(&file.name)?, &file.text),
        Change::Remove(name) => fs::remove_file(folder.join(checked(name)?)),
    }
    .map_err(|e| Fault::overlay(&e))
}

/// Writes beside the file and moves it into its place.
fn put(folder: &Path, name: &Path, text: &str) -> std::io::Result<()> {
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(folder.join(name))?;
    Ok(())
}

/// A name that is one file of the folder.
fn checked(name: &str) -> Result<PathBuf, Fault> {
    if harmless(name) == name && is_table(name) {
        return Ok(PathBuf::from(name));
    }
    Err(Fault::invalid(format!(
        "{name:?} cannot be a table's name: letters, digits, dots and dashes, and .yaml or .tsv"
    )))
}

fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ["yaml", "yml", "tsv"].iter().any(|one| ending == *one))
}
