//! Reviewed documents as gold, for measuring a reader.

use std::io::{self, Write};

use serde::Serialize;

use crate::error::StoreError;
use crate::exchange::ImportError;
use crate::kept;
use crate::ledger::Ledger;
use crate::rulings::uphold;

/// What was written as gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct GoldReport {
    /// Documents written: a person decided every act of theirs.
    pub n_documents: usize,
    /// Documents left out: of some acts nobody said whether they are right.
    pub n_unfinished: usize,
}

impl Ledger {
    /// Writes the record of each document whose every act a person decided, one a line.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or `out` cannot be written.
    pub fn export_gold(&self, out: &mut dyn Write) -> Result<GoldReport, ImportError> {
        let tx = self.connection.unchecked_transaction().map_err(StoreError::from)?;
        let mut report = GoldReport::default();
        for n in kept::all_numbers(&tx)? {
            let decisions = kept::decisions(&tx, Some(n))?;
            if decisions.is_empty() {
                continue;
            }
            let ruled = uphold(kept::record(&tx, n)?, &decisions);
            let is_touched = !ruled.rejected.is_empty() || ruled.standing.iter().any(|s| s.is_decided);
            if !is_touched {
                continue;
            }
            if ruled.standing.iter().any(|s| !s.is_decided) {
                report.n_unfinished += 1;
                continue;
            }
            serde_json::to_writer(&mut *out, &ruled.record).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
            report.n_documents += 1;
        }
        out.flush()?;
        Ok(report)
    }
}
