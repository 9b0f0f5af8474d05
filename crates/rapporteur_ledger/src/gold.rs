//! Reviewed documents as gold, for measuring a reader.

use std::io::{self, Write};

use rapporteur_record::Record;
use serde::Serialize;
use serde_json::{Value, json};

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

/// A document of which a person decided every act.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldDocument {
    /// Its short name.
    pub id: String,
    /// Its media type.
    pub media_type: String,
    /// The source.
    pub bytes: Vec<u8>,
    /// What people decided, in a record's shape; what nobody looked at is left out, so that it is not judged.
    pub gold: Value,
}

impl Ledger {
    /// Writes the gold of each document whose every act a person decided, one a line.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or `out` cannot be written.
    pub fn export_gold(&self, out: &mut dyn Write) -> Result<GoldReport, ImportError> {
        let report = self.each_gold(&mut |document| {
            serde_json::to_writer(&mut *out, &document.gold)?;
            out.write_all(b"\n")
        })?;
        out.flush()?;
        Ok(report)
    }

    /// Passes each document whose every act a person decided.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or `take` fails.
    pub fn each_gold(&self, take: &mut dyn FnMut(GoldDocument) -> io::Result<()>) -> Result<GoldReport, ImportError> {
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
            take(GoldDocument {
                id: n.to_string(),
                media_type: ruled.record.document.media_type.clone(),
                bytes: kept::bytes(&tx, n)?,
                gold: gold(&ruled.record)?,
            })?;
            report.n_documents += 1;
        }
        Ok(report)
    }
}

/// The acts with what they refer to. Nobody decides about meetings and the document's own fields.
fn gold(record: &Record) -> Result<Value, StoreError> {
    let odd = |e: serde_json::Error| StoreError::corrupt(e.to_string());
    let mut acts = serde_json::to_value(&record.acts).map_err(odd)?;
    for act in acts.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        for field in ["meeting", "confidence", "why"] {
            act.remove(field);
        }
    }
    let document = &record.document;
    Ok(json!({
        "schema": record.schema,
        "document": {
            "id": document.id, "source": document.source, "media_type": document.media_type,
            "language": document.language, "text": document.text,
        },
        "actors": record.actors.iter().map(|actor| json!({
            "id": actor.id, "name": actor.name, "kind": actor.kind, "country": actor.country,
            "represents": actor.represents,
        })).collect::<Vec<_>>(),
        "places": record.places,
        "instruments": record.instruments,
        "acts": acts,
    }))
}
