//! Opening the file, and the one connection to it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use crate::error::{OpenError, StoreError};
use crate::issues::Thesaurus;
use crate::schema::{APPLICATION_ID, FORMAT, format_of, migrate};
use crate::texts::Texts;

/// How long one process waits while another writes.
const PATIENCE: Duration = Duration::from_mins(10);
/// Between two attempts at what the database itself does not wait for.
const PAUSE: Duration = Duration::from_millis(10);

/// A ledger that is open.
///
/// Several processes may have one open: readers never wait, writers wait for each other.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) texts: Arc<Texts>,
    pub(crate) thesaurus: Thesaurus,
    path: PathBuf,
}

/// What a ledger is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read; the file may be one that cannot be written.
    Read,
    /// To read and write.
    Write,
    /// To read and write; made where it is missing.
    Create,
}

impl Ledger {
    /// Opens a ledger and brings an older format up to date.
    ///
    /// # Errors
    /// Where the file is missing, is something else, is cut short, was written by a newer program, or cannot be
    /// written though `access` asks for it. The file is left as it is.
    pub fn open(path: &Path, access: Access) -> Result<Self, OpenError> {
        Self::open_as(path, access, FORMAT)
    }

    /// Opens the same file once more, to read it from another thread. Both remember texts together and know the same
    /// issues.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn again(&self) -> Result<Self, OpenError> {
        let (texts, thesaurus) = (Arc::clone(&self.texts), self.thesaurus.clone());
        Ok(Self { texts, thesaurus, ..Self::open(&self.path, Access::Read)? })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives issues their names and parts: whoever asks of an issue from now on asks of its parts too.
    pub fn set_thesaurus(&mut self, thesaurus: Thesaurus) {
        self.thesaurus = thesaurus;
    }

    /// Waits no longer than this for another process that is writing; ten minutes unless set.
    ///
    /// # Errors
    /// Where the database refuses.
    pub fn set_patience(&self, patience: Duration) -> Result<(), StoreError> {
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Opens a ledger at an older format, to test how it is brought up to date.
    #[doc(hidden)]
    pub fn open_as(path: &Path, access: Access, format: u32) -> Result<Self, OpenError> {
        let io = |source| OpenError::Io { path: path.to_owned(), source };
        let store = |source: StoreError| match source {
            StoreError::Sqlite(_) | StoreError::Corrupt { .. } if !looks_like_sqlite(path) => {
                OpenError::Foreign { path: path.to_owned() }
            }
            source => OpenError::Store { path: path.to_owned(), source },
        };
        if let Some(folder) = path.parent().filter(|p| access == Access::Create && !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(io)?;
        }
        let exists = check_file(path, access)?;
        let is_writable = !exists || OpenOptions::new().append(true).open(path).is_ok();
        if access != Access::Read && !is_writable {
            return Err(OpenError::Store { path: path.to_owned(), source: StoreError::ReadOnly });
        }
        let connection = connect(path, is_writable).map_err(|e| store(e.into()))?;
        let mut ledger =
            Self { connection, texts: Arc::default(), thesaurus: Thesaurus::default(), path: path.to_owned() };
        let found = ledger.check_format().map_err(store)?;
        let found = found.map_err(|e| e.at(path))?;
        if is_writable {
            ledger.prepare(format).map_err(store)?;
        } else if found < FORMAT {
            return Err(OpenError::Older { path: path.to_owned(), found });
        }
        Ok(ledger)
    }

    /// A ledger of the newest format that is gone when it is closed.
    pub(crate) fn scratch() -> Result<Self, StoreError> {
        let mut connection = Connection::open("")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.set_prepared_statement_cache_capacity(256);
        migrate(&mut connection, FORMAT)?;
        Ok(Self { connection, texts: Arc::default(), thesaurus: Thesaurus::default(), path: PathBuf::new() })
    }

    /// The format, where the database is a ledger of a known one.
    fn check_format(&self) -> Result<Result<u32, NotOurs>, StoreError> {
        // of one moment: another process may be making the tables
        let moment = self.connection.unchecked_transaction()?;
        let format = format_of(&moment)?;
        let id: u32 = moment.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let n_tables: i64 = moment.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if id != APPLICATION_ID && (id != 0 || format != 0 || n_tables != 0) {
            return Ok(Err(NotOurs::Foreign));
        }
        if format > FORMAT {
            return Ok(Err(NotOurs::Newer(format)));
        }
        Ok(Ok(format))
    }

    fn prepare(&mut self, format: u32) -> Result<(), StoreError> {
        let connection = &mut self.connection;
        keep_wal(connection)?;
        // every commit is on the disk before it is told of
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        if format_of(connection)? < format {
            migrate(connection, format)?;
        }
        Ok(())
    }
}

/// Keeps the write-ahead log from now on. The database waits for no other process here, whatever it was told of waiting.
fn keep_wal(connection: &Connection) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(rusqlite::Error::SqliteFailure(e, _))
                if e.code == rusqlite::ErrorCode::DatabaseBusy && start.elapsed() < PATIENCE =>
            {
                std::thread::sleep(PAUSE);
            }
            ended => return ended,
        }
    }
}

enum NotOurs {
    Foreign,
    Newer(u32),
}

impl NotOurs {
    fn at(self, path: &Path) -> OpenError {
        match self {
            Self::Foreign => OpenError::Foreign { path: path.to_owned() },
            Self::Newer(found) => OpenError::Newer { path: path.to_owned(), found, known: FORMAT },
        }
    }
}

fn connect(path: &Path, is_writable: bool) -> rusqlite::Result<Connection> {
    let connection = if is_writable {
        Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?
    } else {
        // nobody can be writing, so the file is read without locks, which a read-only folder would not take
        let escaped = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)?
    };
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

/// Looks at the file before the database does: whether it is there, is a database, and is whole.
fn check_file(path: &Path, access: Access) -> Result<bool, OpenError> {
    let io = |source| OpenError::Io { path: path.to_owned(), source };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound && access == Access::Create => return Ok(false),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(OpenError::Missing { path: path.to_owned() }),
        Err(e) => return Err(io(e)),
    };
    let metadata = file.metadata().map_err(io)?;
    if metadata.is_dir() {
        return Err(io(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
    }
    if metadata.len() == 0 {
        // a process killed while making the file leaves it so
        return if access == Access::Create { Ok(true) } else { Err(OpenError::Missing { path: path.to_owned() }) };
    }
    let mut header = [0; 100];
    let is_database = file.read_exact(&mut header).is_ok() && header.starts_with(b"SQLite format 3\0");
    if !is_database {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    // pages still in the write-ahead log are not yet counted in the file
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    let is_settled = std::fs::metadata(PathBuf::from(wal)).map_or(true, |m| m.len() == 0);
    let (found, expected) = (metadata.len(), expected_length(&header));
    if is_settled && found < expected {
        return Err(OpenError::Truncated { path: path.to_owned(), found, expected });
    }
    Ok(true)
}

/// The length that a database's header names: its page size times its pages.
fn expected_length(header: &[u8; 100]) -> u64 {
    let page_size = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let n_pages = u32::from_be_bytes([header[28], header[29], header[30], header[31]]);
    page_size * u64::from(n_pages)
}

fn looks_like_sqlite(path: &Path) -> bool {
    let mut magic = [0; 16];
    File::open(path).and_then(|mut f| f.read_exact(&mut magic)).is_ok() && magic == *b"SQLite format 3\0"
}
