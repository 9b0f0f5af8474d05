//! Texts unpacked of late, so that a list of acts unpacks each of its documents once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;
use crate::ids::DocumentNumber;
use crate::kept;
use crate::text::Offsets;

/// A text with its code points found.
pub(crate) type Text = Offsets<String>;

/// The most bytes of text that are remembered.
const MOST_BYTES: usize = 32 << 20;

/// The texts that connections to one file share.
#[derive(Debug, Default)]
pub(crate) struct Texts(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    n_bytes: usize,
    /// By document: the hash of the reading, which a new reading changes, and its text.
    texts: HashMap<DocumentNumber, ([u8; 32], Arc<Text>)>,
}

impl Texts {
    /// The text of a document as it stands in its reading now.
    pub(crate) fn get(&self, connection: &Connection, n: DocumentNumber) -> Result<Arc<Text>, StoreError> {
        let mut statement = connection.prepare_cached("SELECT hash FROM reading WHERE document = ?1")?;
        let hash: Option<[u8; 32]> = statement.query_row([n.0], |row| row.get(0)).optional()?;
        let hash = hash.ok_or_else(|| StoreError::corrupt(format!("the reading of document {n} is missing")))?;
        if let Some((known, text)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).texts.get(&n)
            && *known == hash
        {
            return Ok(Arc::clone(text));
        }
        let text = Arc::new(Offsets::new(kept::text(connection, n)?));
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n_bytes = text.text().len();
        if remembered.n_bytes + n_bytes > MOST_BYTES {
            *remembered = Remembered::default();
        }
        remembered.n_bytes += n_bytes;
        if let Some((_, before)) = remembered.texts.insert(n, (hash, Arc::clone(&text))) {
            remembered.n_bytes -= before.text().len();
        }
        Ok(text)
    }
}
