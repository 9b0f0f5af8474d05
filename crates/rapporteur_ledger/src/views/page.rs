//! Long lists in pages: each tells where the next goes on.

use std::fmt;

use serde::Serialize;

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The most rows.
    pub limit: usize,
    /// The row to go on after; the first rows where none is given.
    pub after: Option<Cursor>,
}

impl Page {
    /// The first rows of a list.
    pub fn first(limit: usize) -> Self {
        Self { limit, after: None }
    }

    /// Where to begin: before all rows where no row is given.
    pub(crate) fn start(self, before_all: i64) -> Cursor {
        self.after.unwrap_or(Cursor { key: before_all, row: i64::MIN })
    }

    /// The limit as a statement takes it, one more to see whether there are others.
    pub(crate) fn fetched(self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX).saturating_add(1)
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::first(50)
    }
}

/// A row's place in a list: what the list is sorted by, and the row among equals. It stays good while others are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub(crate) key: i64,
    pub(crate) row: i64,
}

impl Cursor {
    /// The place before everything of a day, in a list that begins with the earliest.
    pub fn before_day(day: crate::Day) -> Self {
        Self { key: i64::from(day.0), row: i64::MIN }
    }

    /// Reads a place as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, row) = text.split_once('.')?;
        Some(Self { key: key.parse().ok()?, row: row.parse().ok()? })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.key, self.row)
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Some rows of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PageOf<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are others.
    pub has_more: bool,
    /// Where the next rows begin: the place of the last one here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

impl<T> PageOf<T> {
    /// The first rows of a list that is not gone on with.
    pub fn head(mut rows: Vec<T>, limit: usize) -> Self {
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        Self { rows, has_more, next: None }
    }

    /// The rows of a list that was read to one more than the limit, each with its place.
    pub(crate) fn cut(mut placed: Vec<(Cursor, T)>, page: Page) -> Self {
        let has_more = placed.len() > page.limit;
        placed.truncate(page.limit);
        let next = placed.last().map(|(place, _)| *place).filter(|_| has_more);
        Self { rows: placed.into_iter().map(|(_, row)| row).collect(), has_more, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_written() {
        for place in [Cursor { key: -135_140, row: i64::MAX }, Cursor { key: 0, row: -1 }] {
            assert_eq!(Cursor::parse(&place.to_string()), Some(place));
        }
        for text in ["", "1", "1.x", ".", "1.2.3"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
