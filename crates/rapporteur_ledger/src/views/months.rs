//! What passed between two sides, month by month.

use std::collections::BTreeMap;

use serde::Serialize;

use super::items::list;
use crate::error::{LookupError, StoreError};
use crate::index::{ACTOR, OTHER, UNDATED};
use crate::ledger::Ledger;
use crate::parties::named;
use crate::time::Day;

/// The acts of a month by quad class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Month {
    /// The month: `2026-01`.
    pub month: String,
    /// Acts of each class: verbal and material cooperation, verbal and material conflict.
    pub n_acts: [i64; 4],
}

impl Ledger {
    /// Dated acts between two sides, either way, by month and quad class, the oldest first; each event once.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be read.
    pub fn months(&self, one: &str, other: &str) -> Result<Vec<Month>, LookupError> {
        let connection = &self.connection;
        let (one, other) = (list(&named(connection, one)?), list(&named(connection, other)?));
        let way = |from: &str, to: &str| {
            format!(
                "SELECT p.day, a.n, a.quad FROM act_at p CROSS JOIN act a ON a.n = p.act
                 WHERE p.party IN ({from}) AND p.role = {ACTOR} AND p.topic = 0 AND p.day <> {} AND a.event = a.n
                 AND EXISTS (SELECT 1 FROM act_at o WHERE o.party IN ({to}) AND o.role = {OTHER} AND o.topic = 0
                             AND o.day = p.day AND o.act = p.act)",
                UNDATED.0
            )
        };
        // a joint act is found both ways, and counts once
        let mut statement = connection.prepare_cached(&format!(
            "SELECT day, quad, count(*) FROM ({} UNION {}) WHERE quad IS NOT NULL GROUP BY day, quad",
            way(&one, &other),
            way(&other, &one)
        ))?;
        let mut months: BTreeMap<String, [i64; 4]> = BTreeMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (day, quad, n_acts): (i32, u8, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let class = months.entry(Day(day).month()).or_default().get_mut(usize::from(quad));
            *class.ok_or_else(|| StoreError::corrupt(format!("an act's quad class {quad}")))? += n_acts;
        }
        Ok(months.into_iter().map(|(month, n_acts)| Month { month, n_acts }).collect())
    }
}
