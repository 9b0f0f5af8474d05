//! Which folders hold an annotated document.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// One annotated document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Annotated {
    /// The folder's path below the one that was named.
    pub(super) name: String,
    /// What people hold the record to be.
    pub(super) gold: PathBuf,
    /// The document.
    pub(super) source: PathBuf,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order of their names.
    pub(super) annotated: Vec<Annotated>,
    /// What is wrong with others, a message each.
    pub(super) failures: Vec<String>,
}

/// Looks for folders with a gold.json, at any depth.
pub(super) fn find(dir: &Path) -> Found {
    let mut found = Found::default();
    for entry in WalkDir::new(dir).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_name() == "gold.json" => found.add(dir, entry.path()),
            Ok(_) => {}
            Err(err) => found.failures.push(format!("{err}; check the path and its permissions")),
        }
    }
    found
}

impl Found {
    fn add(&mut self, dir: &Path, gold: &Path) {
        let folder = gold.parent().unwrap_or(dir);
        match source(folder) {
            Some(source) => {
                let below = folder.strip_prefix(dir).ok().filter(|below| !below.as_os_str().is_empty());
                let name = below.map_or_else(|| folder.file_name().unwrap_or_default(), Path::as_os_str);
                // The same name on every system.
                let name = name.to_string_lossy().replace('\\', "/");
                self.annotated.push(Annotated { name, gold: gold.to_owned(), source });
            }
            None => self
                .failures
                .push(format!("{}: needs its document beside it; name it source.md or source.txt", gold.display())),
        }
    }
}

/// `source.md` or `source.txt`, or else the only .md or .txt file besides a README.
fn source(folder: &Path) -> Option<PathBuf> {
    let named = ["source.md", "source.txt"].map(|name| folder.join(name));
    if let Some(source) = named.into_iter().find(|path| path.is_file()) {
        return Some(source);
    }
    let files = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let is_text = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default();
        (ending == "md" || ending == "txt") && path.file_stem() != Some(OsStr::new("README")) && path.is_file()
    };
    let mut texts = files.filter(is_text);
    let first = texts.next();
    if texts.next().is_some() { None } else { first }
}
