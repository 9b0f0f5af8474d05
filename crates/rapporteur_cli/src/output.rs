//! Where results go: standard output, or a file that appears whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use tempfile::{Builder, NamedTempFile};

/// A place to write results to.
pub(crate) struct Output {
    target: Target,
    /// Whether styles are kept.
    is_styled: bool,
}

enum Target {
    Stdout(BufWriter<io::Stdout>),
    /// A file beside the one that it becomes at the end.
    File {
        path: PathBuf,
        file: BufWriter<NamedTempFile>,
    },
    /// Something that cannot be replaced, such as a pipe with a name.
    Special(BufWriter<fs::File>),
}

impl Output {
    /// Opens the file of that name, or else standard output.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            let is_styled = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
            return Ok(Self { target: Target::Stdout(BufWriter::new(io::stdout())), is_styled });
        };
        let failed = || format!("{}: cannot be written; check its folder and permissions", path.display());
        Ok(Self { target: Target::open(path).with_context(failed)?, is_styled: false })
    }

    /// Writes bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.target.writer().write_all(bytes)
    }

    /// Writes text for people; its styles are kept only where they are wanted.
    pub(crate) fn write_styled(&mut self, text: &str) -> io::Result<()> {
        if self.is_styled { self.write(text.as_bytes()) } else { write!(self.target.writer(), "{}", strip_str(text)) }
    }

    /// Ends the writing; only now does a file take its place.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.target.writer().flush()?;
        if let Target::File { path, file } = self.target {
            let failed = || format!("{}: cannot be written", path.display());
            let file = file.into_inner().map_err(io::IntoInnerError::into_error).with_context(failed)?;
            file.as_file().sync_all().with_context(failed)?;
            file.persist(&path).with_context(failed)?;
        }
        Ok(())
    }
}

impl Target {
    fn open(path: &Path) -> io::Result<Self> {
        // A link is followed, so that what it points to is replaced and not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Ok(Self::Special(BufWriter::new(fs::OpenOptions::new().write(true).open(&path)?)));
        }
        let file = BufWriter::new(file_beside(&path)?);
        Ok(Self::File { path, file })
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(stream) => stream,
            Self::File { file, .. } => file,
            Self::Special(file) => file,
        }
    }
}

/// A file in the folder of `path`, with the permissions of the file there, else with those of any new file.
fn file_beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".rapporteur-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder)?;
    if let Ok(replaced) = fs::metadata(path) {
        file.as_file().set_permissions(replaced.permissions())?;
    }
    Ok(file)
}

/// Whether an error only says that the reader of our output has had enough.
pub(crate) fn is_broken_pipe(err: &anyhow::Error) -> bool {
    let is_broken = |err: &io::Error| err.kind() == io::ErrorKind::BrokenPipe;
    err.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(is_broken))
}
