//! From what a person named to the list of inputs, and from an input to its bytes.

use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use walkdir::WalkDir;

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// What a person's list of files stands for.
#[derive(Debug, Default)]
pub(crate) struct InputList {
    /// What to read, in the order named; within a folder by name.
    pub(crate) inputs: Vec<Input>,
    /// What is wrong with the rest of the list, a message each.
    pub(crate) failures: Vec<String>,
    /// Whether one file was named, and no folder.
    pub(crate) is_single: bool,
}

/// Finds the inputs that a list of files, folders and `-` stands for.
///
/// # Errors
/// Where nothing is named and standard input is a terminal.
pub(crate) fn list(files: &[PathBuf]) -> anyhow::Result<InputList> {
    if files.is_empty() {
        if io::stdin().is_terminal() {
            bail!("nothing to read: name a file or a folder, or pipe a text in");
        }
        return Ok(InputList { inputs: vec![Input::Stdin], failures: Vec::new(), is_single: true });
    }
    let mut list = InputList { is_single: files.len() == 1, ..InputList::default() };
    for path in files {
        if path.as_os_str() == "-" {
            list.inputs.push(Input::Stdin);
        } else if path.is_dir() {
            list.is_single = false;
            list.add_folder(path);
        } else {
            list.inputs.push(Input::File(path.clone()));
        }
    }
    Ok(list)
}

impl InputList {
    fn add_folder(&mut self, folder: &Path) {
        let n_before = self.inputs.len() + self.failures.len();
        let is_shown = |name: &std::ffi::OsStr| !name.as_encoded_bytes().starts_with(b".");
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || is_shown(entry.file_name())) {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_text(entry.path()) => {
                    self.inputs.push(Input::File(entry.into_path()));
                }
                Ok(_) => {}
                Err(err) => self.failures.push(format!("{err}; check its permissions")),
            }
        }
        if self.inputs.len() + self.failures.len() == n_before {
            self.failures.push(format!("{}: holds no .md or .txt file; name the files themselves", folder.display()));
        }
    }
}

/// Whether a file of a folder is one that is read.
fn is_text(path: &Path) -> bool {
    rapporteur::text::MediaType::of_name(&path.to_string_lossy()).is_some()
}

impl Input {
    /// The name that records and messages carry.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// The input's bytes; of a longer input only so many that it shows.
    pub(crate) fn bytes(&self, max_bytes: usize) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Stdin => self.limited(io::stdin().lock(), max_bytes),
            Self::File(path) => {
                let remedy = || format!("{}: cannot be opened; check the path and its permissions", path.display());
                let n_bytes = fs::metadata(path).with_context(remedy)?.len();
                if n_bytes > max_bytes as u64 {
                    bail!("{}", self.too_large(&n_bytes.to_string(), max_bytes));
                }
                self.limited(File::open(path).with_context(remedy)?, max_bytes)
            }
        }
    }

    fn limited(&self, source: impl io::Read, max_bytes: usize) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let failed = || format!("{}: cannot be read to its end", self.name());
        source.take(max_bytes as u64 + 1).read_to_end(&mut bytes).with_context(failed)?;
        if bytes.len() > max_bytes {
            bail!("{}", self.too_large(&format!("more than {max_bytes}"), max_bytes));
        }
        Ok(bytes)
    }

    fn too_large(&self, n_bytes: &str, max_bytes: usize) -> String {
        format!("{}: {n_bytes} bytes are over the limit of {max_bytes}; split it or raise --max-bytes", self.name())
    }
}
