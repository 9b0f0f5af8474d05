//! What the rows of the tables refer to, and whether it is there.

use std::collections::HashMap;

use crate::schema::{Form, Table};
use crate::tables::{Row, TableError, Tables};

/// The tables whose rows are entities.
pub(crate) const ENTITY_TABLES: [Table; 5] =
    [Table::Entities, Table::People, Table::Places, Table::Issues, Table::Instruments];

/// Every entity of the tables, sorted by id; the position is the entity's number.
#[derive(Clone)]
pub(crate) struct Entities<'t> {
    rows: Vec<(Table, &'t Row)>,
    numbers: HashMap<&'t str, u32>,
}

impl<'t> Entities<'t> {
    pub(crate) fn of(tables: &'t Tables) -> Self {
        let mut rows: Vec<(Table, &Row)> =
            ENTITY_TABLES.iter().flat_map(|&table| tables.rows(table).iter().map(move |row| (table, row))).collect();
        rows.sort_by(|a, b| a.1.cells[0].cmp(&b.1.cells[0]));
        let numbers = rows.iter().zip(0..).map(|((_, row), number)| (row.cells[0].as_str(), number)).collect();
        Self { rows, numbers }
    }

    pub(crate) fn index(&self, id: &str) -> Option<u32> {
        self.numbers.get(id).copied()
    }

    pub(crate) fn rows(&self) -> &[(Table, &'t Row)] {
        &self.rows
    }
}

/// Checks keys, references and parents.
pub(crate) fn check(tables: &Tables) -> Result<(), Vec<TableError>> {
    let entities = Entities::of(tables);
    let ids = |table: Table| tables.rows(table).iter().map(|row| row.cells[0].as_str()).collect::<Vec<_>>();
    let (mut roles, mut sources) = (ids(Table::Roles), ids(Table::Sources));
    roles.sort_unstable();
    sources.sort_unstable();
    let mut errors = Vec::new();
    for table in Table::ALL {
        for row in tables.rows(table) {
            for (column, cell) in table.columns().iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
                let (known, of) = match column.form {
                    Form::Entity => (entities.index(cell).is_some(), "an entity"),
                    Form::Country => (entities.index(&format!("kb:country/{cell}")).is_some(), "a country"),
                    Form::Role => (roles.binary_search(&cell.as_str()).is_ok(), "a role"),
                    Form::Source => (sources.binary_search(&cell.as_str()).is_ok(), "a source"),
                    _ => continue,
                };
                if !known {
                    let what = format!("{} {cell:?} is not {of} of the tables", column.name);
                    errors.push(row.error(what, "add it first, or correct the spelling"));
                }
            }
        }
        errors.extend(doubles(table, tables.rows(table)));
    }
    errors.extend(entity_doubles(&entities));
    errors.extend(circles(&entities));
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The key of a row: its keyed cells.
pub(crate) fn row_key(table: Table, row: &Row) -> Vec<&str> {
    let keyed = table.columns().iter().zip(&row.cells).filter(|(column, _)| column.keyed);
    keyed.map(|(_, cell)| cell.as_str()).collect()
}

fn doubles(table: Table, rows: &[Row]) -> Vec<TableError> {
    let mut seen: HashMap<Vec<&str>, &Row> = HashMap::new();
    let mut errors = Vec::new();
    for row in rows {
        if let Some(first) = seen.insert(row_key(table, row), row) {
            let what = format!("{} stands already in line {}", row_key(table, row).join(", "), first.line);
            errors.push(row.error(what, "keep one of the two"));
        }
    }
    errors
}

fn entity_doubles(entities: &Entities<'_>) -> Vec<TableError> {
    let pairs = entities.rows().windows(2).filter(|pair| pair[0].1.cells[0] == pair[1].1.cells[0]);
    let across = pairs.filter(|pair| pair[0].0 != pair[1].0);
    across
        .map(|pair| {
            let what = format!("{} stands in {} too", pair[1].1.cells[0], pair[0].0.name());
            pair[1].1.error(what, "keep one of the two")
        })
        .collect()
}

/// Parents that lead back to where they started.
fn circles(entities: &Entities<'_>) -> Vec<TableError> {
    let parent = |number: u32| {
        let (table, row) = entities.rows()[number as usize];
        let name = if table == Table::Issues { "broader" } else { "parent" };
        let column = table.columns().iter().position(|column| column.name == name)?;
        entities.index(&row.cells[column])
    };
    let mut errors = Vec::new();
    for number in 0..u32::try_from(entities.rows().len()).unwrap_or(0) {
        let mut above = parent(number);
        let mut steps = 0;
        while let Some(next) = above.filter(|&next| next != number && steps < 64) {
            above = parent(next);
            steps += 1;
        }
        if above == Some(number) {
            let row = entities.rows()[number as usize].1;
            errors.push(row.error(format!("the parents of {} lead back to it", row.cells[0]), "break the circle"));
        }
    }
    errors
}
