//! Lists of others to overlay tables: PETRARCH dictionaries, query results of Wikidata, profiles of the Factbook.
//!
//! An import never guesses: what it cannot place is reported with its line, and the tables that it makes are checked like
//! any overlay when they are laid over the world.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::schema::Table;
use crate::tables::{Row, TableError, Tables, unreadable};

mod factbook;
mod petrarch;
mod wikidata;

pub use factbook::import_factbook;
pub use petrarch::import_petrarch;
pub use wikidata::import_wikidata;

/// What an import made.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Overlay tables; only those with rows are written.
    pub tables: Tables,
    /// What could not be taken, in the order of lines.
    pub not_taken: Vec<NotTaken>,
}

/// A part of an imported file that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    /// The line, counted from 1.
    pub line: usize,
    /// The text.
    pub text: String,
    /// Why not.
    pub why: &'static str,
}

impl Imported {
    /// How many parts could not be taken for which reason.
    pub fn reasons(&self) -> BTreeMap<&'static str, usize> {
        let mut reasons = BTreeMap::new();
        for part in &self.not_taken {
            *reasons.entry(part.why).or_default() += 1;
        }
        reasons
    }

    pub(crate) fn push(&mut self, table: Table, cells: &[&str]) {
        let cells = cells.iter().map(|cell| cell.replace(['\t', '\n'], " ").trim().to_owned()).collect();
        self.tables.rows_mut(table).push(Row { cells, ..Row::default() });
    }

    fn skip(&mut self, line: usize, text: &str, why: &'static str) {
        self.not_taken.push(NotTaken { line, text: text.to_owned(), why });
    }

    /// Sorts the tables and drops facts whose key stands twice, the first of them kept.
    pub(crate) fn finish(mut self) -> Self {
        for table in Table::ALL {
            let rows = self.tables.rows_mut(table);
            let mut seen = std::collections::HashSet::new();
            rows.retain(|row| seen.insert(crate::references::row_key(table, row).join("\t")));
            rows.sort_by(|a, b| a.cells.cmp(&b.cells));
        }
        self
    }
}

impl Tables {
    /// Writes every table that has rows to `dir` as `NAME.tsv`, each whole or not at all.
    ///
    /// # Errors
    ///
    /// A folder or file that cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), TableError> {
        fs::create_dir_all(dir).map_err(|error| unwritable(dir, &error))?;
        for table in Table::ALL.into_iter().filter(|&table| self.count(table) > 0) {
            let path = dir.join(table.name()).with_extension("tsv");
            let fresh = dir.join(table.name()).with_extension("tsv.new");
            let written = fs::write(&fresh, self.to_tsv(table)).and_then(|()| fs::rename(&fresh, &path));
            written.map_err(|error| unwritable(&path, &error))?;
        }
        Ok(())
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> TableError {
    TableError {
        file: path.display().to_string(),
        line: 0,
        what: format!("cannot be written: {error}"),
        remedy: "check that the folder is there and writable".to_owned(),
    }
}

fn read_text(path: &Path) -> Result<String, TableError> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| {
        // Old dictionaries are Latin-1, whose bytes are the first code points.
        error.as_bytes().iter().map(|&byte| char::from(byte)).collect()
    }))
}

/// A name as part of an id: letters and digits, hyphens between words.
pub(crate) fn slug(name: &str) -> String {
    let normal = crate::normal::normalise(name);
    let plain: String = normal.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}
