//! Rows of the word index, and where the sentences under them stand.
//!
//! The index keeps each word's rows as the steps between them, so rows that lie close together take little room. A day
//! has a stretch of rows, and in it a document has its own by its hash: the newest sentences come first without sorting,
//! in an order that does not hang on the order of adding.

use std::ops::Range;

use rapporteur_record::Genre;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::ids::{DocumentNumber, N_HASH_BITS};
use crate::index::UNDATED;
use crate::time::Day;

/// Documents begin at multiples of this many rows; a long one takes several.
const SLOT: i64 = 1 << 10;

/// Slots of one day.
const SLOTS_BITS: u32 = 15;

/// Slots of what has no date: the days from 1600 to 1700 are theirs, which no document is from.
const UNDATED_SLOTS_BITS: u32 = 30;

/// Where a row's sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) document: DocumentNumber,
    pub(crate) genre: Option<Genre>,
    pub(crate) row: i64,
    first: i64,
    end: i64,
}

impl Default for Place {
    /// Where nothing stands.
    fn default() -> Self {
        Self { document: DocumentNumber(0), genre: None, row: 0, first: 0, end: 0 }
    }
}

impl Place {
    /// The sentence's rank in its document.
    pub(crate) fn passage(self) -> usize {
        usize::try_from(self.row - self.first).unwrap_or(0)
    }
}

/// The first row of a day.
pub(crate) fn first_of(day: Day) -> i64 {
    let day = i64::from(day.0) - i64::from(UNDATED.0);
    day.clamp(0, (1 << 18) - 1) << SLOTS_BITS << SLOT.ilog2()
}

/// The first row of `n_passages` that are free, from a document's own slot on.
pub(crate) fn free(
    connection: &Connection,
    day: Option<Day>,
    document: DocumentNumber,
    n_passages: usize,
) -> Result<i64, StoreError> {
    let bits = if day.is_some() { SLOTS_BITS } else { UNDATED_SLOTS_BITS };
    // numbers of older formats have more bits
    let slot = document.0 & ((1 << N_HASH_BITS) - 1);
    let mut first = day.map_or(0, first_of) + (slot >> (N_HASH_BITS - bits)) * SLOT;
    let n = i64::try_from(n_passages).unwrap_or(0);
    // of the documents that begin before its end, the last may reach into it
    let mut before = connection.prepare_cached(
        "SELECT first_row + n_passages FROM indexed WHERE n_passages > 0 AND first_row < ?1
         ORDER BY first_row DESC LIMIT 1",
    )?;
    loop {
        let end: Option<i64> = before.query_row([first + n], |row| row.get(0)).optional()?;
        match end {
            Some(end) if end > first => first = (end + SLOT - 1) / SLOT * SLOT,
            _ => return Ok(first),
        }
    }
}

/// The rows of a document.
pub(crate) fn of(connection: &Connection, n: DocumentNumber) -> Result<Range<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT first_row, n_passages FROM indexed WHERE document = ?1")?;
    let (first, n_passages): (i64, i64) = statement.query_row([n.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first..first + n_passages)
}

/// Passes every row of a stretch, the last first, until told to stop.
pub(crate) fn each(
    connection: &Connection,
    rows: Range<i64>,
    take: &mut dyn FnMut(i64) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT first_row, n_passages FROM indexed WHERE n_passages > 0 AND first_row >= ?1 AND first_row < ?2
         ORDER BY first_row DESC",
    )?;
    let mut documents = statement.query([rows.start, rows.end])?;
    while let Some(document) = documents.next()? {
        let (first, n_passages): (i64, i64) = (document.get(0)?, document.get(1)?);
        for row in (first..first + n_passages).rev() {
            if !take(row)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Where the sentence of a row stands; `last` is where the one before stood, which is often the same document.
pub(crate) fn place(connection: &Connection, row: i64, last: Place) -> Result<Place, StoreError> {
    if (last.first..last.end).contains(&row) {
        return Ok(Place { row, ..last });
    }
    let mut statement = connection.prepare_cached(
        "SELECT document, genre, first_row, first_row + n_passages FROM indexed WHERE n_passages > 0 AND first_row <= ?1
         ORDER BY first_row DESC LIMIT 1",
    )?;
    let place = statement.query_row(params![row], |found| {
        let genre = Genre::from_name(&found.get::<_, String>(1)?);
        Ok(Place { document: DocumentNumber(found.get(0)?), genre, row, first: found.get(2)?, end: found.get(3)? })
    });
    match place.optional()? {
        Some(place) if row < place.end => Ok(place),
        _ => Err(StoreError::corrupt("the word index has a sentence of no document")),
    }
}
