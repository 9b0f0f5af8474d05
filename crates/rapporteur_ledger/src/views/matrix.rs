//! Who stands where on several issues at a glance: the last stance of each side on each.

use std::collections::HashMap;

use rapporteur_record::{ActType, Family};
use rusqlite::params;
use serde::Serialize;

use super::PartyRow;
use crate::error::LookupError;
use crate::features::type_at;
use crate::index::UNDATED;
use crate::issues::issue_named;
use crate::ledger::Ledger;
use crate::locate::act_reference;
use crate::time::Day;

/// Acts looked at on each issue, the newest first: a matrix tells of these days.
const LOOKED_AT: i64 = 2_000;

/// Sides by issues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Matrix {
    /// The columns: ids of issues.
    pub issues: Vec<String>,
    /// The sides that spoke most on them, most first.
    pub rows: Vec<MatrixRow>,
}

/// One side on each issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MatrixRow {
    /// The side.
    pub side: PartyRow,
    /// Its last stance on each issue, in the order of the columns; none where it did not speak.
    pub cells: Vec<Option<MatrixCell>>,
}

/// The last stance of one side on one issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MatrixCell {
    /// The act's short name.
    pub act: String,
    /// What it was.
    #[serde(rename = "type")]
    pub act_type: ActType,
    /// When.
    pub day: Option<Day>,
    /// How often the side spoke on the issue, of the newest acts on it.
    pub n_acts: usize,
}

impl Ledger {
    /// The last stance of the sides that spoke most on some issues; deeds are no stances.
    ///
    /// # Errors
    /// Where a name leads to no issue, or the ledger cannot be read.
    pub fn matrix(&self, issues: &[String], n_sides: usize) -> Result<Matrix, LookupError> {
        let mut sides: HashMap<i64, Vec<Option<MatrixCell>>> = HashMap::new();
        let mut names = Vec::new();
        for (column, issue) in issues.iter().enumerate() {
            let number = issue_named(&self.connection, &self.thesaurus, issue)?;
            let mut name = self.connection.prepare_cached("SELECT name FROM topic WHERE n = ?1")?;
            names.push(name.query_row([number], |row| row.get(0))?);
            let mut statement = self.connection.prepare_cached(
                "SELECT p.entity, a.n, a.anchor, a.type, t.day FROM act_at t CROSS JOIN party p ON p.n = t.party
                 CROSS JOIN act a ON a.n = t.act WHERE t.topic = ?1 AND t.topic <> 0 AND t.role = 0 AND a.event = a.n
                 ORDER BY t.day DESC, t.act DESC LIMIT ?2",
            )?;
            let mut rows = statement.query(params![number, LOOKED_AT])?;
            while let Some(row) = rows.next()? {
                let act_type = type_at(row.get(3)?)?;
                if act_type.family() == Family::Deed {
                    continue;
                }
                let cells = sides.entry(row.get(0)?).or_insert_with(|| vec![None; issues.len()]);
                match &mut cells[column] {
                    Some(cell) => cell.n_acts += 1,
                    empty => {
                        let act = act_reference(row.get(1)?, row.get(2)?).to_string();
                        let day = Some(Day(row.get(4)?)).filter(|day| *day != UNDATED);
                        *empty = Some(MatrixCell { act, act_type, day, n_acts: 1 });
                    }
                }
            }
        }
        let mut most: Vec<(usize, i64, Vec<Option<MatrixCell>>)> = sides
            .into_iter()
            .map(|(side, cells)| (cells.iter().flatten().map(|c| c.n_acts).sum(), side, cells))
            .collect();
        most.sort_by_key(|(n_acts, side, _)| (std::cmp::Reverse(*n_acts), *side));
        let mut rows = Vec::new();
        for (_, side, cells) in most.into_iter().take(n_sides) {
            rows.push(MatrixRow { side: self.party_row(side)?, cells });
        }
        Ok(Matrix { issues: names, rows })
    }
}
