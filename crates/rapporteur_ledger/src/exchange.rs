//! The whole ledger as lines of JSON, and back.
//!
//! The first line names the format, then come documents by hash, decisions and log entries in their order, and a last
//! line that counts them, so that a file cut short is told from a whole one. Whatever was worked out is left out: the
//! importing ledger works it out again.

use std::io::{self, BufRead, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::add::{append, mark, reading_detail, see};
use crate::audit::{self, AuditEntry};
use crate::decision::Decision;
use crate::dictionary::Dictionary;
use crate::error::StoreError;
use crate::ids::DocumentHash;
use crate::kept::{self, Origin, Packed};
use crate::ledger::Ledger;
use crate::review;
use crate::text::Offsets;
use crate::time::Timestamp;

/// The first line's `format`.
const FORMAT: &str = "rapporteur.ledger/1";

/// One line.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line {
    Ledger(First),
    Document(Box<DocumentLine>),
    Decision(Box<Decision>),
    Entry(AuditEntry),
    End(Counts),
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct First {
    format: String,
}

/// The last line: how many there are of each kind before it.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    documents: usize,
    decisions: usize,
    entries: usize,
}

impl Line {
    /// Reads a line. The kind is read by itself: serde cannot keep a record byte for byte within a tagged choice.
    fn parse(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Tag {
            kind: String,
        }
        fn body<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
            serde_json::from_str(text).map_err(|e| e.to_string())
        }
        match body::<Tag>(text)?.kind.as_str() {
            "ledger" => body(text).map(Self::Ledger),
            "document" => body(text).map(Self::Document),
            "decision" => body(text).map(Self::Decision),
            "entry" => body(text).map(Self::Entry),
            "end" => body(text).map(Self::End),
            other => Err(format!("there is no kind {other:?} of line")),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct DocumentLine {
    id: String,
    origins: Vec<Origin>,
    /// The source where it is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// The source where it is not, in base 64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_base64: Option<String>,
    /// The text, where it is not the source itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The record without its text, byte for byte as it is kept.
    record: Box<RawValue>,
}

/// What was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    /// Documents that are new.
    pub n_documents: usize,
    /// Documents that were kept already, and stay as they are.
    pub n_known: usize,
    /// Decisions that are new.
    pub n_decisions: usize,
}

/// Why lines cannot be imported. Nothing of them is kept then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A line is not what it should be.
    #[error("line {line}: {what}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The lines end too soon.
    #[error("the file ends after line {line} without its last line; it was cut short")]
    CutShort {
        /// The last line, from 1.
        line: usize,
    },
    /// The lines cannot be read.
    #[error("cannot read the lines")]
    Io(#[from] io::Error),
    /// The ledger cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Ledger {
    /// Writes the whole ledger. The same content gives the same bytes.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or `out` cannot be written.
    pub fn export(&self, out: &mut dyn Write) -> Result<(), ImportError> {
        let tx = self.connection.unchecked_transaction().map_err(StoreError::from)?;
        write_line(out, &Line::Ledger(First { format: FORMAT.to_owned() }))?;
        let numbers = kept::all_numbers(&tx)?;
        for &n in &numbers {
            write_line(out, &Line::Document(Box::new(document_line(&tx, n)?)))?;
        }
        let decisions = kept::decisions(&tx, None)?;
        let n_decisions = decisions.len();
        for decision in decisions {
            write_line(out, &Line::Decision(Box::new(decision)))?;
        }
        let entries = audit::entries(&tx)?;
        let n_entries = entries.len();
        for (entry, _) in entries {
            write_line(out, &Line::Entry(entry))?;
        }
        write_line(out, &Line::End(Counts { documents: numbers.len(), decisions: n_decisions, entries: n_entries }))?;
        out.flush()?;
        Ok(())
    }

    /// Reads a whole ledger in: all of it or nothing.
    ///
    /// An empty ledger becomes the same as the one exported, its log included. One that holds something already gets
    /// the documents and decisions that it has not; what it has stays as it is.
    ///
    /// # Errors
    /// Where a line is wrong or missing, or the ledger cannot be written.
    pub fn import(&mut self, lines: &mut dyn BufRead, at: Timestamp) -> Result<ImportReport, ImportError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let is_empty = audit::head(&tx)? == audit::ROOT;
        let mut report = ImportReport::default();
        let mut dictionary = Dictionary::default();
        let mut counts = Counts::default();
        let mut is_whole = false;
        let mut n_lines = 0;
        for text in lines.lines() {
            let text = text?;
            n_lines += 1;
            let wrong = |what: String| ImportError::Line { line: n_lines, what };
            if is_whole {
                return Err(wrong("it stands after the last line".to_owned()));
            }
            let line = if n_lines == 1 { first_line(&text) } else { Line::parse(&text) };
            match line.map_err(wrong)? {
                Line::Ledger(_) => {}
                Line::Document(document) => {
                    counts.documents += 1;
                    if dictionary.n.is_none() {
                        dictionary = Dictionary::newest(&tx)?;
                    }
                    let is_new =
                        import_document(&tx, &document, &dictionary, at, is_empty).map_err(|e| e.at(n_lines))?;
                    report.n_documents += usize::from(is_new);
                    report.n_known += usize::from(!is_new);
                }
                Line::Decision(decision) => {
                    counts.decisions += 1;
                    if review::id_of(&decision) != decision.id {
                        return Err(wrong(format!("decision {} is not what its id says", decision.id)));
                    }
                    if review::insert(&tx, &decision)? {
                        report.n_decisions += 1;
                        if !is_empty {
                            audit::append(&tx, &review::entry_of(&decision, "decide"))?;
                        }
                    }
                }
                Line::Entry(entry) => {
                    counts.entries += 1;
                    if is_empty {
                        audit::append(&tx, &entry)?;
                    }
                }
                Line::End(told) => {
                    if counts != told {
                        return Err(wrong(format!("it tells of {told:?}, and there are {counts:?}")));
                    }
                    is_whole = true;
                }
            }
        }
        if !is_whole {
            return Err(ImportError::CutShort { line: n_lines });
        }
        tx.commit().map_err(StoreError::from)?;
        self.settle()?;
        Ok(report)
    }
}

/// The first line: it says what the others are.
fn first_line(text: &str) -> Result<Line, String> {
    match Line::parse(text) {
        Ok(Line::Ledger(First { format })) if format == FORMAT => Ok(Line::Ledger(First { format })),
        Ok(Line::Ledger(First { format })) => {
            Err(format!("the format is {format:?}, and this program knows {FORMAT:?}"))
        }
        _ => Err("this is no exported ledger: the first line should name its format".to_owned()),
    }
}

fn write_line(out: &mut dyn Write, line: &Line) -> Result<(), ImportError> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn document_line(connection: &Connection, n: crate::ids::DocumentNumber) -> Result<DocumentLine, StoreError> {
    let (source, source_base64) = match String::from_utf8(kept::bytes(connection, n)?) {
        Ok(source) => (Some(source), None),
        Err(bytes) => (None, Some(BASE64.encode(bytes.as_bytes()))),
    };
    let text = kept::text(connection, n)?;
    let json = kept::record_json(connection, n, &text)?;
    Ok(DocumentLine {
        id: kept::hash_of(connection, n)?.to_string(),
        origins: kept::origins(connection, n)?,
        text: (source.as_ref() != Some(&text)).then_some(text),
        source,
        source_base64,
        record: RawValue::from_string(json)
            .map_err(|e| StoreError::corrupt(format!("the record of document {n}: {e}")))?,
    })
}

/// What is wrong with a document's line, or with the ledger.
enum Wrong {
    Line(String),
    Store(StoreError),
}

impl Wrong {
    fn at(self, line: usize) -> ImportError {
        match self {
            Self::Line(what) => ImportError::Line { line, what },
            Self::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn import_document(
    connection: &Connection,
    line: &DocumentLine,
    dictionary: &Dictionary,
    at: Timestamp,
    is_empty: bool,
) -> Result<bool, Wrong> {
    let wrong = |what: &str| Wrong::Line(format!("document {}: {what}", line.id));
    let bytes = match (&line.source, &line.source_base64) {
        (Some(source), None) => source.clone().into_bytes(),
        (None, Some(packed)) => BASE64.decode(packed).map_err(|_| wrong("its source is not base 64"))?,
        _ => return Err(wrong("it needs either source or source_base64")),
    };
    let hash = DocumentHash::of(&bytes);
    if hash.to_string() != line.id {
        return Err(wrong("its source has another hash"));
    }
    let text = line.text.clone().or_else(|| line.source.clone()).ok_or_else(|| wrong("it has no text"))?;
    let packed = Packed::of_json(line.record.get(), &text, &bytes, dictionary).map_err(|e| wrong(&e.to_string()))?;
    check_quotes(line.record.get(), &text).map_err(|what| wrong(&what))?;
    let known = kept::number_of(connection, hash)?;
    let n = match known {
        Some(n) => n,
        None => {
            let n = kept::insert(connection, hash, &dictionary.pack_source(&bytes)?, &packed)?;
            mark(connection, n)?;
            if !is_empty {
                append(connection, at, "import", hash, reading_detail(&packed))?;
            }
            n
        }
    };
    for origin in &line.origins {
        if is_empty {
            kept::see(connection, n, origin)?;
        } else {
            see(connection, n, hash, origin, at)?;
        }
    }
    Ok(known.is_none())
}

fn check_quotes(json: &str, text: &str) -> Result<(), String> {
    let record: rapporteur_record::Record = serde_json::from_str(json).map_err(|e| e.to_string())?;
    let offsets = Offsets::new(text);
    match record.quotes().find(|q| offsets.slice(q.start, q.end) != Some(q.quote.as_str())) {
        Some(quote) => Err(format!("the text does not have {:?} at {}", quote.quote, quote.start)),
        None => Ok(()),
    }
}
