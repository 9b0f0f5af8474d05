//! The tables as they are written: rows of cells, each row with the file and line it came from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::schema::{Table, fault};

/// A fault in a table: where it is, what it is, what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}; {remedy}")]
pub struct TableError {
    /// The file as it was named to the reader.
    pub file: String,
    /// The line, counted from 1; 0 where the fault is of the whole file.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    pub(crate) file: std::sync::Arc<str>,
    pub(crate) line: usize,
    /// An overlay takes the fact back.
    pub(crate) retracts: bool,
}

impl Row {
    pub(crate) fn error(&self, what: impl Into<String>, remedy: impl Into<String>) -> TableError {
        TableError { file: self.file.to_string(), line: self.line, what: what.into(), remedy: remedy.into() }
    }
}

/// All tables of a world, as written.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    pub(crate) version: String,
    rows: BTreeMap<Table, Vec<Row>>,
}

impl Tables {
    /// Reads `VERSION` and every table from the files of `dir`.
    ///
    /// # Errors
    ///
    /// All faults of form, in the order of files and lines: a missing file, a wrong header, a wrong number of columns,
    /// a cell that does not read. References are checked by [`crate::compile`] and [`crate::lint`].
    pub fn read(dir: &Path) -> Result<Self, Vec<TableError>> {
        let mut tables = Self::default();
        let mut errors = Vec::new();
        match fs::read_to_string(dir.join("VERSION")) {
            Ok(version) => version.trim().clone_into(&mut tables.version),
            Err(error) => errors.push(unreadable(&dir.join("VERSION"), &error)),
        }
        for table in Table::ALL {
            let path = dir.join(table.name()).with_extension("tsv");
            match fs::read_to_string(&path) {
                Ok(text) => match parse(table, &path.display().to_string(), &text) {
                    Ok(rows) => drop(tables.rows.insert(table, rows)),
                    Err(faults) => errors.extend(faults),
                },
                Err(error) => errors.push(unreadable(&path, &error)),
            }
        }
        if errors.is_empty() { Ok(tables) } else { Err(errors) }
    }

    /// The text of one table, with its header, in the order of the rows.
    pub fn to_tsv(&self, table: Table) -> String {
        let header: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let mut text = header.join("\t");
        text.push('\n');
        for row in self.rows(table) {
            text.push_str(&row.cells.join("\t"));
            text.push('\n');
        }
        text
    }

    /// The number of facts in a table.
    pub fn count(&self, table: Table) -> usize {
        self.rows(table).len()
    }

    pub(crate) fn rows(&self, table: Table) -> &[Row] {
        self.rows.get(&table).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn rows_mut(&mut self, table: Table) -> &mut Vec<Row> {
        self.rows.entry(table).or_default()
    }
}

pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> TableError {
    TableError {
        file: path.display().to_string(),
        line: 0,
        what: format!("cannot be read: {error}"),
        remedy: "check that the file is there, readable and UTF-8".to_owned(),
    }
}

/// Reads the text of a table. The last column `retract` is allowed and takes rows back.
pub(crate) fn parse(table: Table, file: &str, text: &str) -> Result<Vec<Row>, Vec<TableError>> {
    let file: std::sync::Arc<str> = file.into();
    let columns = table.columns();
    let header: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let error = |line, what: String, remedy: String| TableError { file: file.to_string(), line, what, remedy };
    let mut lines = text.lines().enumerate();
    let found: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    let retracting = found.len() == header.len() + 1 && found.last() == Some(&"retract");
    if found[..found.len() - usize::from(retracting)] != header {
        let remedy = format!("let the first line be these columns, tab between them: {}", header.join(" "));
        return Err(vec![error(1, format!("the header is not that of {}", table.name()), remedy)]);
    }
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for (index, line) in lines {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells: Vec<String> = line.split('\t').map(|cell| cell.trim().to_owned()).collect();
        if cells.len() != found.len() {
            let remedy = format!("write {} columns, a tab between them", found.len());
            errors.push(error(index + 1, format!("{} columns instead of {}", cells.len(), found.len()), remedy));
            continue;
        }
        let retracts = retracting && cells.pop().is_some_and(|cell| cell == "true");
        let row = Row { cells, file: file.clone(), line: index + 1, retracts };
        let faults = columns.iter().zip(&row.cells).filter(|(column, _)| column.keyed || !retracts);
        errors.extend(
            faults.filter_map(|(column, cell)| fault(*column, cell)).map(|(what, remedy)| row.error(what, remedy)),
        );
        rows.push(row);
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}
