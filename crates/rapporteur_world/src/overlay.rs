//! Overlays: facts that a user adds to the world, corrects or takes back, without a compiler.
//!
//! An overlay is a folder of `TABLE.tsv` or `TABLE.ANYTHING.tsv` with the columns of the table (and `retract` as a last
//! column, if wanted) and of `*.yaml` files. Files are read in the order of their names; a later fact with the same key
//! replaces an earlier one. Either all of an overlay holds or none of it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use crate::references::{ENTITY_TABLES, row_key};
use crate::schema::{Form, Table};
use crate::tables::{Row, TableError, Tables, parse, unreadable};
use crate::world::World;

mod yaml;

/// The source of facts that name none.
const OVERLAY: &str = "overlay";

impl World {
    /// Returns this world with the facts of an overlay folder laid over it.
    ///
    /// # Errors
    ///
    /// Every fault with its file, line and remedy: a file that does not read, a wrong number of columns, a date that does
    /// not exist, an id that nothing defines, a circle of parents, a fact taken back that is not there.
    pub fn with_overlay(&self, dir: &Path) -> Result<Self, Vec<TableError>> {
        let mut tables = Tables::of(self);
        if !tables.rows(Table::Sources).iter().any(|row| row.cells[0] == OVERLAY) {
            let cells = [OVERLAY, "Overlay of the user", "the user's own", "", ""].map(str::to_owned).to_vec();
            tables.rows_mut(Table::Sources).push(Row { cells, file: "the world".into(), line: 0, retracts: false });
        }
        tables.lay_over(read(dir)?)?;
        tables.version = format!("{}+overlay", tables.version);
        Self::of_tables(&tables)
    }
}

impl Tables {
    /// Lays rows over the tables, the later over the earlier.
    fn lay_over(&mut self, rows: Vec<(Table, Row)>) -> Result<(), Vec<TableError>> {
        let mut errors = Vec::new();
        // Where each fact stands, by table and key; known anew after a fact is taken back.
        let mut places: BTreeMap<Table, HashMap<Vec<String>, usize>> = BTreeMap::new();
        for (table, row) in rows {
            let key = owned_key(table, &row);
            let own = self.rows_mut(table);
            let index = places
                .entry(table)
                .or_insert_with(|| own.iter().enumerate().map(|(at, known)| (owned_key(table, known), at)).collect());
            match (index.get(&key).copied(), row.retracts) {
                (Some(at), true) => {
                    let gone = own.remove(at);
                    self.forget(table, &gone.cells[0]);
                    places.clear();
                }
                (None, true) => {
                    let what = format!("there is no {} to retract", key.join(", "));
                    errors.push(row.error(what, "correct the key, or leave the line out"));
                }
                (Some(at), false) => own[at] = row,
                (None, false) => {
                    index.insert(key, own.len());
                    own.push(row);
                }
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Takes out the facts of the world about an entity that is no more.
    fn forget(&mut self, table: Table, id: &str) {
        if !ENTITY_TABLES.contains(&table) {
            return;
        }
        for table in Table::ALL {
            let columns = table.columns();
            let refers = |row: &Row| {
                row.line == 0
                    && columns.iter().zip(&row.cells).any(|(column, cell)| column.form == Form::Entity && cell == id)
            };
            if ENTITY_TABLES.contains(&table) {
                // What is part of it stays and loses its parent.
                for row in self.rows_mut(table).iter_mut().filter(|row| refers(row)) {
                    for (column, cell) in columns.iter().zip(&mut row.cells) {
                        if column.form == Form::Entity && cell == id {
                            cell.clear();
                        }
                    }
                }
            } else {
                self.rows_mut(table).retain(|row| !refers(row));
            }
        }
    }
}

fn owned_key(table: Table, row: &Row) -> Vec<String> {
    row_key(table, row).into_iter().map(str::to_owned).collect()
}

/// Reads the rows of every file of an overlay, in the order of the files' names.
fn read(dir: &Path) -> Result<Vec<(Table, Row)>, Vec<TableError>> {
    let entries = fs::read_dir(dir).map_err(|error| vec![unreadable(dir, &error)])?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.display().to_string();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let read = match extension {
            "tsv" => text_of(&path).and_then(|text| read_tsv(&path, &name, &text)),
            "yaml" | "yml" => text_of(&path).and_then(|text| yaml::read(&name, &text)),
            _ => continue,
        };
        match read {
            Ok(found) => rows.extend(found),
            Err(faults) => errors.extend(faults),
        }
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

fn text_of(path: &Path) -> Result<String, Vec<TableError>> {
    fs::read_to_string(path).map_err(|error| vec![unreadable(path, &error)])
}

fn read_tsv(path: &Path, file: &str, text: &str) -> Result<Vec<(Table, Row)>, Vec<TableError>> {
    let stem = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split('.').next());
    let Some(table) = stem.and_then(Table::parse) else {
        let names: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
        let what = "the file's name is not that of a table".to_owned();
        let remedy = format!("name it after one of {}, such as tenures.mine.tsv", names.join(", "));
        return Err(vec![TableError { file: file.to_owned(), line: 0, what, remedy }]);
    };
    let rows = parse(table, file, &sourced(table, text))?;
    Ok(rows.into_iter().map(|row| (table, row)).collect())
}

/// The text of a table with a source in every line that leaves it empty.
fn sourced(table: Table, text: &str) -> String {
    let Some(at) = table.columns().iter().position(|column| column.name == "source") else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > at && cells[at].trim().is_empty() && !line.starts_with('#') {
            cells[at] = OVERLAY;
        }
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}
