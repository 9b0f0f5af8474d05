//! From names that people type, and from anchors, to rows.

use rusqlite::{Connection, OptionalExtension};

use crate::decision::ActAnchor;
use crate::error::{LookupError, StoreError};
use crate::features::Spans;
use crate::ids::{DocumentHash, DocumentNumber, Named, Reference};
use crate::index::{document_of, rows_of};
use crate::kept;

/// The row of an anchored act: the one that starts there, else the one whose trigger overlaps most.
pub(crate) fn act_of(connection: &Connection, anchor: &ActAnchor) -> Result<Option<i64>, StoreError> {
    let Some(hash) = DocumentHash::parse(&anchor.document) else { return Ok(None) };
    let Some(document) = kept::number_of(connection, hash)? else { return Ok(None) };
    let rows = rows_of(document);
    let mut statement =
        connection.prepare_cached("SELECT n, anchor, spans FROM act WHERE n >= ?1 AND n < ?2 ORDER BY n")?;
    let acts: Vec<(i64, i64, Vec<u8>)> = statement
        .query_map([rows.start, rows.end], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let wanted = place(anchor.start, anchor.nth);
    if let Some((n, _, _)) = acts.iter().find(|(_, at, _)| *at == wanted) {
        return Ok(Some(*n));
    }
    let mut best: Option<(u32, i64)> = None;
    for (n, _, spans) in acts {
        let (start, end) = Spans::unpack(&spans)?.trigger;
        let overlap = anchor.end.min(end).saturating_sub(anchor.start.max(start));
        if overlap > best.map_or(0, |(most, _)| most) {
            best = Some((overlap, n));
        }
    }
    Ok(best.map(|(_, n)| n))
}

/// The anchor of an act's row.
pub(crate) fn anchor_of(connection: &Connection, n: i64) -> Result<ActAnchor, StoreError> {
    let mut statement = connection.prepare_cached("SELECT anchor, spans FROM act WHERE n = ?1")?;
    let (at, spans): (i64, Vec<u8>) = statement.query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (trigger_start, trigger_end) = Spans::unpack(&spans)?.trigger;
    let (start, nth) = unplace(at);
    let document = kept::hash_of(connection, document_of(n))?.to_string();
    let end = if start == trigger_start { trigger_end } else { start.max(trigger_end) };
    Ok(ActAnchor { document, start, end, nth })
}

/// The name of an act's row.
pub(crate) fn act_reference(n: i64, anchor: i64) -> Reference {
    let (start, nth) = unplace(anchor);
    Reference { document: document_of(n), kind: Named::Act, start, nth }
}

/// The name of a meeting's report.
pub(crate) fn meeting_reference(n: i64, anchor: i64) -> Reference {
    let (start, nth) = unplace(anchor);
    Reference { document: document_of(n), kind: Named::Meeting, start, nth }
}

/// The row of the act that a person named.
pub(crate) fn act_named(connection: &Connection, name: &str) -> Result<i64, LookupError> {
    let hint = "an act is called by its document and place, as `rapporteur open` and `search` show it";
    let missing = || LookupError::not_found("act", name, Some(hint));
    let reference = Reference::parse(name).filter(|r| r.kind == Named::Act).ok_or_else(missing)?;
    let hash = kept::hash_of(connection, reference.document).map_err(|_| missing())?;
    let anchor = ActAnchor {
        document: hash.to_string(),
        start: reference.start,
        end: reference.start.saturating_add(1),
        nth: reference.nth,
    };
    act_of(connection, &anchor)?.ok_or_else(missing)
}

/// The reports of a meeting, in their order.
pub(crate) fn reports_of(connection: &Connection, meeting: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n FROM meeting_report WHERE n = ?1
         UNION ALL SELECT n FROM meeting_report WHERE meeting = ?1 AND meeting <> n ORDER BY 1",
    )?;
    Ok(statement.query_map([meeting], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The row of the meeting that a person named by any of its reports.
pub(crate) fn meeting_named(connection: &Connection, name: &str) -> Result<i64, LookupError> {
    let hint = "a meeting is called by a report of it, as `rapporteur meetings` shows it";
    let missing = || LookupError::not_found("meeting", name, Some(hint));
    let reference = Reference::parse(name).filter(|r| r.kind == Named::Meeting).ok_or_else(missing)?;
    let rows = rows_of(reference.document);
    let mut statement =
        connection.prepare_cached("SELECT meeting FROM meeting_report WHERE n >= ?1 AND n < ?2 AND anchor = ?3")?;
    let at = place(reference.start, reference.nth);
    let found = statement.query_row([rows.start, rows.end, at], |row| row.get(0)).optional()?;
    found.ok_or_else(missing)
}

/// The document that a person named: by its hash or the beginning of it, its short name, its source or the end of
/// that.
pub(crate) fn document_named(connection: &Connection, name: &str) -> Result<DocumentNumber, LookupError> {
    let hint = "name it by its short name, its hash or its source, as `rapporteur documents` shows them";
    let missing = || LookupError::not_found("document", name, Some(hint));
    if let Some(hash) = DocumentHash::parse(name) {
        return kept::number_of(connection, hash)?.ok_or_else(missing);
    }
    if let Some(n) = DocumentNumber::parse(name)
        && kept::hash_of(connection, n).is_ok()
    {
        return Ok(n);
    }
    if let Some(last) = kept::versions(connection, name)?.last() {
        return Ok(*last);
    }
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT source FROM origin WHERE source LIKE '%/' || replace(replace(?1, '%', ''), '_', '_') LIMIT 7",
    )?;
    let sources: Vec<String> = statement.query_map([name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    match sources.as_slice() {
        [] => by_hash_prefix(connection, name)?.ok_or_else(missing),
        [source] => kept::versions(connection, source)?.last().copied().ok_or_else(missing),
        several => Err(LookupError::Ambiguous { kind: "document", name: name.to_owned(), matches: several.to_vec() }),
    }
}

fn by_hash_prefix(connection: &Connection, name: &str) -> Result<Option<DocumentNumber>, LookupError> {
    let prefix = name.strip_prefix("sha256:").unwrap_or(name);
    if prefix.len() < 6 || !prefix.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let mut statement =
        connection.prepare_cached("SELECT n FROM document WHERE hex(hash) LIKE upper(?1) || '%' LIMIT 2")?;
    let found: Vec<i64> = statement.query_map([prefix], |row| row.get(0))?.collect::<Result<_, _>>()?;
    match found.as_slice() {
        [] => Ok(None),
        [n] => Ok(Some(DocumentNumber(*n))),
        _ => Err(LookupError::Ambiguous { kind: "document", name: name.to_owned(), matches: Vec::new() }),
    }
}

fn place(start: u32, nth: u32) -> i64 {
    i64::from(start) << 8 | i64::from(nth.min(255))
}

fn unplace(at: i64) -> (u32, u32) {
    (u32::try_from(at >> 8).unwrap_or(u32::MAX), u32::try_from(at & 0xff).unwrap_or(0))
}
