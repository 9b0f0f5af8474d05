//! Documents, actors and issues, as lists.

use rusqlite::params;
use serde::Serialize;

use super::{ActView, Cursor, MeetingRow, Page, PageOf, Show, TitleRow};
use crate::decision::ActAnchor;
use crate::error::{LookupError, StoreError};
use crate::ids::DocumentNumber;
use crate::index::{UNDATED, rows_of};
use crate::kept::{self, Origin};
use crate::ledger::Ledger;
use crate::locate::{act_of, act_reference, document_named};
use crate::rulings::{Ruled, uphold};

/// A document with everything known of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentView {
    /// Its line.
    pub document: TitleRow,
    /// Where it was seen.
    pub origins: Vec<Origin>,
    /// The version before it at its source.
    pub predecessor: Option<TitleRow>,
    /// The version after it at its source.
    pub successor: Option<TitleRow>,
    /// Copies of it: the same release elsewhere.
    pub copies: Vec<TitleRow>,
    /// The meetings it tells of.
    pub meetings: Vec<MeetingRow>,
    /// Its acts.
    pub acts: Vec<ActView>,
}

/// An actor of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartyRow {
    /// The key: `c:` and a country's code, `w:` and a world's entry, `n:` and a name.
    pub key: String,
    /// The name that most documents use.
    pub name: String,
    /// What kind of actor it is.
    pub kind: String,
    /// Documents that name it.
    pub n_documents: i64,
}

/// An issue that occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IssueRow {
    /// Its id.
    pub issue: String,
    /// Acts on it.
    pub n_acts: i64,
}

impl Ledger {
    /// Documents, the newest first; where words are given, those with them in title or source.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn documents(&self, words: &str, page: Page) -> Result<PageOf<TitleRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.document, coalesce(i.day, ?3) AS at FROM indexed i CROSS JOIN document d ON d.n = i.document
             WHERE (?1 = '' OR i.title LIKE '%' || ?1 || '%'
                OR EXISTS (SELECT 1 FROM origin o WHERE o.document = i.document AND o.source LIKE '%' || ?1 || '%'))
             AND (at < ?4 OR at = ?4 AND d.hash > coalesce((SELECT hash FROM document WHERE n = ?5), x''))
             ORDER BY i.day DESC, d.hash LIMIT ?2",
        )?;
        let start = page.start(i64::MAX);
        let found: Vec<Cursor> = statement
            .query_map(params![words, page.fetched(), UNDATED.0, start.key, start.row], |row| {
                Ok(Cursor { key: row.get(1)?, row: row.get(0)? })
            })?
            .collect::<Result<_, _>>()?;
        let mut show = Show::new(self);
        let title = |place: Cursor| Ok((place, show.title(DocumentNumber(place.row))?));
        Ok(PageOf::cut(found.into_iter().map(title).collect::<Result<_, StoreError>>()?, page))
    }

    /// A document by its short name, hash, or source.
    ///
    /// # Errors
    /// Where the name leads to no document or to several, or the ledger cannot be read.
    ///
    /// # Panics
    /// Never: what is unwrapped was found by the same statement.
    pub fn document(&self, name: &str) -> Result<DocumentView, LookupError> {
        let connection = &self.connection;
        let n = document_named(connection, name)?;
        let mut show = Show::new(self);
        let origins = kept::origins(connection, n)?;
        let (mut predecessor, mut successor) = (None, None);
        for origin in &origins {
            let versions = kept::versions(connection, &origin.source)?;
            let at = versions.iter().position(|v| *v == n).unwrap_or(0);
            predecessor = predecessor.or(at.checked_sub(1).map(|before| versions[before]));
            successor = successor.or(versions.get(at + 1).copied());
        }
        let mut copies = Vec::new();
        for copy in crate::copies::group_of(connection, n.0)?.into_iter().filter(|c| *c != n.0) {
            copies.push(show.title(DocumentNumber(copy))?);
        }
        copies.sort();
        let rows = rows_of(n);
        let numbers = |sql: &str| -> Result<Vec<i64>, StoreError> {
            Ok(connection
                .prepare_cached(sql)?
                .query_map([rows.start, rows.end], |row| row.get(0))?
                .collect::<Result<_, _>>()?)
        };
        let mut meetings = Vec::new();
        for meeting in numbers("SELECT DISTINCT meeting FROM meeting_report WHERE n >= ?1 AND n < ?2 ORDER BY n")? {
            meetings.push(super::meetings::meeting_row(connection, &mut show, meeting)?);
        }
        let acts = numbers("SELECT n FROM act WHERE n >= ?1 AND n < ?2 ORDER BY n")?;
        let mut title = |n: Option<DocumentNumber>| n.map(|n| show.title(n)).transpose();
        let (document, predecessor, successor) =
            (title(Some(n))?.expect("it was asked for"), title(predecessor)?, title(successor)?);
        let acts = acts.into_iter().map(|n| show.act(n)).collect::<Result<_, _>>()?;
        Ok(DocumentView { document, origins, predecessor, successor, copies, meetings, acts })
    }

    /// A document's record as it counts: the machine's reading with people's decisions upheld.
    ///
    /// # Errors
    /// Where the name leads to no document or to several, or the ledger cannot be read.
    pub fn record(&self, name: &str) -> Result<Ruled, LookupError> {
        let n = document_named(&self.connection, name)?;
        Ok(uphold(kept::record(&self.connection, n)?, &kept::decisions(&self.connection, Some(n))?))
    }

    /// The short name of the act that a decision is about; none where no act stands there any more.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn name_of_act(&self, anchor: &ActAnchor) -> Result<Option<String>, StoreError> {
        let Some(n) = act_of(&self.connection, anchor)? else { return Ok(None) };
        let mut statement = self.connection.prepare_cached("SELECT anchor FROM act WHERE n = ?1")?;
        let at: i64 = statement.query_row([n], |row| row.get(0))?;
        Ok(Some(act_reference(n, at).to_string()))
    }

    /// The source bytes of a document.
    ///
    /// # Errors
    /// Where the name leads to no document or to several, or the ledger cannot be read.
    pub fn source_bytes(&self, name: &str) -> Result<Vec<u8>, LookupError> {
        Ok(kept::bytes(&self.connection, document_named(&self.connection, name)?)?)
    }

    /// Actors whose name has these words, those that most documents name first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn parties(&self, words: &str, page: Page) -> Result<PageOf<PartyRow>, StoreError> {
        let folded = crate::words::fold(words);
        let mut statement = self.connection.prepare_cached(
            "SELECT e.n, e.key, e.kind, sum(m.documents) AS total FROM party_name m
             JOIN party p ON p.n = m.party JOIN party e ON e.n = p.entity
             WHERE p.entity IN (SELECT q.entity FROM party_name x JOIN party q ON q.n = x.party
                                WHERE x.folded LIKE '%' || ?1 || '%')
             GROUP BY e.n HAVING total < ?3 OR total = ?3 AND e.key > coalesce((SELECT key FROM party WHERE n = ?4), '')
             ORDER BY total DESC, e.key LIMIT ?2",
        )?;
        let start = page.start(i64::MAX);
        let found: Vec<(i64, String, String, i64)> = statement
            .query_map(params![folded, page.fetched(), start.key, start.row], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?
            .collect::<Result<_, _>>()?;
        let mut rows = Vec::new();
        for (n, key, kind, n_documents) in found {
            let name = crate::parties::name_of(&self.connection, n)?;
            rows.push((Cursor { key: n_documents, row: n }, PartyRow { key, name, kind, n_documents }));
        }
        Ok(PageOf::cut(rows, page))
    }

    /// The issues that occur and whose ids have these words, with the number of acts on each, the most frequent first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn issues(&self, words: &str, page: Page) -> Result<PageOf<IssueRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT n, name, acts FROM topic
             WHERE key LIKE 'i:%' AND name LIKE '%' || ?1 || '%' AND acts > 0
             AND (acts < ?3 OR acts = ?3 AND name > coalesce((SELECT name FROM topic WHERE n = ?4), ''))
             ORDER BY acts DESC, name LIMIT ?2",
        )?;
        let start = page.start(i64::MAX);
        let words = crate::words::fold(words).replace(' ', "-");
        let found = statement.query_map(params![words, page.fetched(), start.key, start.row], |row| {
            let place = Cursor { key: row.get(2)?, row: row.get(0)? };
            Ok((place, IssueRow { issue: row.get(1)?, n_acts: place.key }))
        })?;
        Ok(PageOf::cut(found.collect::<Result<_, _>>()?, page))
    }
}
