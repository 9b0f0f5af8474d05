//! Full text over sentences, the newest first, narrowed to what is said by whom to whom about what.

mod facets;
mod query;

use rapporteur_record::{ActType, Genre};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::error::{LookupError, StoreError};
use crate::features::{Features, type_at, type_number};
use crate::follow::Status;
use crate::ids::DocumentNumber;
use crate::index::{FACET, document_of, rows_of, unpack_starts};
use crate::issues::issues_named;
use crate::ledger::Ledger;
use crate::locate::{act_reference, meeting_named, reports_of};
use crate::parties::named;
use crate::passages;
use crate::rows::{self, Place};
use crate::time::Day;
use crate::views::{Cursor, Page, PageOf, Show, TitleRow, is_on};

pub use facets::{Facet, Facets};

/// What is looked for; what is left out does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// Words; `"a phrase"`, `prefix*`, `NEAR(a b, 5)`, `OR`, `NOT` and brackets as full-text search has them.
    pub words: String,
    /// Who: a country's code, or a name.
    pub actor: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// A country on either side.
    pub country: Option<String>,
    /// An issue's id.
    pub issue: Option<String>,
    /// A type of act.
    pub act_type: Option<ActType>,
    /// A meeting's name, as the ledger shows it.
    pub meeting: Option<String>,
    /// The first day of issue.
    pub since: Option<Day>,
    /// The last day of issue.
    pub until: Option<Day>,
    /// What kind of document.
    pub genre: Option<Genre>,
    /// What became of the request or promise.
    pub status: Option<Status>,
}

/// One sentence found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The sentence.
    pub sentence: String,
    /// Its first code point in the text.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// The words found: code points of the sentence, half-open.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<u32>>))]
    pub marks: Vec<(u32, u32)>,
    /// The acts that the sentence carries: names and types.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<String>>))]
    pub acts: Vec<(String, ActType)>,
    /// The document.
    pub document: TitleRow,
}

/// Why a search cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The words cannot be read as a search.
    #[error("cannot search for {words:?}: {why}")]
    Syntax {
        /// The words given.
        words: String,
        /// What is wrong with them.
        why: String,
    },
    /// Neither words nor a filter was given.
    #[error("nothing to search for: give words, or a filter such as --actor")]
    Nothing,
    /// A name leads to nobody or to several, or the ledger cannot be read.
    #[error(transparent)]
    Lookup(#[from] LookupError),
}

impl From<StoreError> for SearchError {
    fn from(error: StoreError) -> Self {
        Self::Lookup(error.into())
    }
}

impl From<rusqlite::Error> for SearchError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Lookup(error.into())
    }
}

/// Items of one status are looked at one by one up to this many; of more, the words are looked up first.
const FEW_ITEMS: i64 = 2_000;

impl Ledger {
    /// Sentences with the words, the newest first.
    ///
    /// # Errors
    /// Where the words are no search, a name leads to nobody or to several, or the ledger cannot be read.
    pub fn search(&self, search: &Search, page: Page) -> Result<PageOf<Hit>, SearchError> {
        let (places, words) = self.found(search, page)?;
        let hits = show(self, &places, words.as_deref())?;
        let placed = places.into_iter().map(|place| Cursor { key: place.row, row: 0 }).zip(hits);
        Ok(PageOf::cut(placed.collect(), page))
    }

    /// Where the sentences stand, one more than the page's limit where there are others, and the words as the index
    /// takes them.
    fn found(&self, search: &Search, page: Page) -> Result<(Vec<Place>, Option<String>), SearchError> {
        let connection = &self.connection;
        let words =
            query::parse(&search.words).map_err(|why| SearchError::Syntax { words: search.words.clone(), why })?;
        let wanted = Wanted::of(self, search)?;
        let mut terms: Vec<String> = words.iter().map(|w| format!("({w})")).collect();
        terms.extend(wanted.facets());
        let is_any = search.since.or(search.until).is_none() && search.genre.is_none();
        if terms.is_empty() && !wanted.is_narrow() && is_any {
            return Err(SearchError::Nothing);
        }
        let mut places = Vec::new();
        let mut place = Place::default();
        let terms = (!terms.is_empty()).then(|| terms.join(" AND "));
        wanted.each(connection, terms.as_deref(), search, page, &mut |row| {
            place = rows::place(connection, row, place)?;
            if wanted.takes(connection, place)? {
                places.push(place);
            }
            Ok(places.len() <= page.limit)
        })?;
        Ok((places, words))
    }
}

/// A search with its names resolved.
struct Wanted {
    actor: Option<Vec<i64>>,
    recipient: Option<Vec<i64>>,
    country: Option<Vec<i64>>,
    issues: Option<Vec<i64>>,
    act_type: Option<ActType>,
    genre: Option<Genre>,
    status: Option<Status>,
    /// Documents that report the meeting, with the meeting.
    meeting: Option<(i64, Vec<DocumentNumber>)>,
}

impl Wanted {
    fn of(ledger: &Ledger, search: &Search) -> Result<Self, LookupError> {
        let connection = &ledger.connection;
        let party = |name: &Option<String>| name.as_deref().map(|n| named(connection, n)).transpose();
        let meeting = search.meeting.as_deref().map(|name| meeting_named(connection, name)).transpose()?;
        let meeting = meeting.map(|m| documents_of(connection, m).map(|documents| (m, documents))).transpose()?;
        Ok(Self {
            actor: party(&search.actor)?,
            recipient: party(&search.recipient)?,
            country: party(&search.country)?,
            issues: search.issue.as_deref().map(|i| issues_named(connection, &ledger.thesaurus, i)).transpose()?,
            act_type: search.act_type,
            genre: search.genre,
            status: search.status,
            meeting,
        })
    }

    /// Whether an act must be of some kind.
    fn is_about_acts(&self) -> bool {
        let parties = [&self.actor, &self.recipient, &self.country];
        parties.iter().any(|p| p.is_some()) || self.issues.is_some() || self.act_type.is_some() || self.status.is_some()
    }

    fn is_narrow(&self) -> bool {
        self.is_about_acts() || self.meeting.is_some()
    }

    /// What the word index can narrow by itself.
    fn facets(&self) -> Vec<String> {
        let any = |letters: &str, numbers: &[i64]| {
            let words: Vec<String> =
                numbers.iter().flat_map(|n| letters.chars().map(move |l| format!("\"{FACET}{l}{n}\""))).collect();
            format!("({})", words.join(" OR "))
        };
        let parties = [("a", &self.actor), ("r", &self.recipient), ("ar", &self.country)];
        let mut facets: Vec<String> = parties.into_iter().filter_map(|(l, p)| p.as_ref().map(|p| any(l, p))).collect();
        // no issue has the number 0, so where none occurs nothing is found
        let issues = self.issues.as_ref().map(|issues| if issues.is_empty() { &[0][..] } else { issues });
        facets.extend(issues.map(|issues| any("i", issues)));
        facets.extend(self.act_type.map(|t| format!("\"{FACET}t{t}\"")));
        facets
    }

    /// Passes rows of the word index, the newest first, until told to stop.
    fn each(
        &self,
        connection: &Connection,
        terms: Option<&str>,
        search: &Search,
        page: Page,
        take: &mut dyn FnMut(i64) -> Result<bool, StoreError>,
    ) -> Result<(), SearchError> {
        let syntax = |e: rusqlite::Error| match &e {
            rusqlite::Error::SqliteFailure(_, Some(why)) if why.contains("fts5") => {
                SearchError::Syntax { words: search.words.clone(), why: why.replace("fts5: ", "") }
            }
            _ => e.into(),
        };
        let first = search.since.map_or(0, rows::first_of);
        let last = search.until.map_or(i64::MAX, |day| rows::first_of(day.plus(1)) - 1);
        let last = page.after.map_or(last, |place| last.min(place.key.saturating_sub(1)));
        if let Some(rows) = self.few_rows(connection)? {
            let mut one =
                connection.prepare_cached("SELECT rowid FROM passage WHERE passage MATCH ?1 AND rowid = ?2")?;
            for row in rows.into_iter().filter(|r| (first..=last).contains(r)) {
                let has_words = terms.is_none() || one.exists(params![terms, row]).map_err(syntax)?;
                if has_words && !take(row)? {
                    break;
                }
            }
            return Ok(());
        }
        if terms.is_none() {
            return rows::each(connection, first..last, take).map_err(SearchError::from);
        }
        let mut statement = connection.prepare_cached(
            "SELECT rowid FROM passage WHERE passage MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC",
        )?;
        let mut rows = statement.query(params![terms, first, last]).map_err(syntax)?;
        while let Some(row) = rows.next().map_err(syntax)? {
            if !take(row.get(0)?)? {
                break;
            }
        }
        Ok(())
    }

    /// The sentences to look at where a meeting or a rare status leaves few, the newest first.
    fn few_rows(&self, connection: &Connection) -> Result<Option<Vec<i64>>, StoreError> {
        let mut rows = Vec::new();
        if let Some((_, documents)) = &self.meeting {
            for &n in documents {
                rows.extend(rows::of(connection, n)?);
            }
        } else if let Some(status) = self.status {
            let mut statement = connection.prepare_cached(
                "SELECT i.first_row + a.passage FROM item s JOIN act a ON a.n = s.act JOIN indexed i ON i.document = a.n >> 16
                 WHERE s.root = s.act AND s.status = ?1 LIMIT ?2",
            )?;
            let found = statement.query_map(params![status.as_str(), FEW_ITEMS + 1], |row| row.get(0))?;
            for row in found {
                rows.push(row?);
            }
            if rows.len() > usize::try_from(FEW_ITEMS).unwrap_or(usize::MAX) {
                return Ok(None);
            }
        } else {
            return Ok(None);
        }
        rows.sort_unstable_by(|a, b| b.cmp(a));
        rows.dedup();
        Ok(Some(rows))
    }

    /// Whether one act of the sentence is all that was asked for.
    fn takes(&self, connection: &Connection, place: Place) -> Result<bool, StoreError> {
        if self.genre.is_some_and(|genre| place.genre != Some(genre)) {
            return Ok(false);
        }
        if !self.is_narrow() {
            return Ok(true);
        }
        let (document, passage) = (place.document, place.passage());
        if !self.is_about_acts() {
            // within a meeting's report: sentences whose acts belong to another meeting are left out
            return self.is_of_meeting(connection, document, passage);
        }
        let rows = rows_of(document);
        let mut statement = connection.prepare_cached(
            "SELECT a.type, a.features, i.status, r.meeting FROM act a LEFT JOIN item i ON i.act = a.event
             LEFT JOIN meeting_report r ON r.n = a.meeting WHERE a.n >= ?1 AND a.n < ?2 AND a.passage = ?3",
        )?;
        let mut acts = statement.query(params![rows.start, rows.end, i64::try_from(passage).unwrap_or(0)])?;
        while let Some(act) = acts.next()? {
            let act_type: i64 = act.get(0)?;
            let features = Features::unpack(&act.get::<_, Vec<u8>>(1)?)?;
            let status: Option<String> = act.get(2)?;
            let meeting: Option<i64> = act.get(3)?;
            let has = |wanted: &Option<Vec<i64>>, lists: &[&[i64]]| {
                wanted.as_ref().is_none_or(|w| lists.iter().any(|l| l.iter().any(|n| w.contains(n))))
            };
            let f = &features;
            let fits = has(&self.actor, &[&f.actors, &f.actor_sides])
                && has(&self.recipient, &[&f.recipients, &f.recipient_sides])
                && has(&self.country, &[&f.actors, &f.actor_sides, &f.recipients, &f.recipient_sides])
                && is_on(self.issues.as_deref(), &f.issues)
                && self.act_type.is_none_or(|t| type_number(t) == act_type)
                && self.status.is_none_or(|s| status.as_deref() == Some(s.as_str()))
                && self.meeting.as_ref().is_none_or(|(m, _)| meeting.is_none_or(|of| of == *m));
            if fits {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_of_meeting(
        &self,
        connection: &Connection,
        document: DocumentNumber,
        passage: usize,
    ) -> Result<bool, StoreError> {
        let Some((meeting, _)) = &self.meeting else { return Ok(true) };
        let rows = rows_of(document);
        let mut statement = connection.prepare_cached(
            "SELECT count(*) = 0 OR max(r.meeting IS NULL OR r.meeting = ?4) FROM act a
             LEFT JOIN meeting_report r ON r.n = a.meeting WHERE a.n >= ?1 AND a.n < ?2 AND a.passage = ?3",
        )?;
        Ok(statement
            .query_row(params![rows.start, rows.end, i64::try_from(passage).unwrap_or(0), meeting], |row| row.get(0))?)
    }
}

/// The documents that report a meeting.
fn documents_of(connection: &Connection, meeting: i64) -> Result<Vec<DocumentNumber>, StoreError> {
    let mut documents: Vec<DocumentNumber> = reports_of(connection, meeting)?.into_iter().map(document_of).collect();
    // reports come in their order, those of one document together
    documents.dedup();
    Ok(documents)
}

fn starts_of(connection: &Connection, n: DocumentNumber) -> Result<Vec<usize>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT passages FROM indexed WHERE document = ?1")?;
    unpack_starts(&statement.query_row([n.0], |row| row.get::<_, Vec<u8>>(0))?)
}

fn show(ledger: &Ledger, places: &[Place], words: Option<&str>) -> Result<Vec<Hit>, SearchError> {
    let connection = &ledger.connection;
    let mut show = Show::new(ledger);
    let mut hits = Vec::new();
    for place in places {
        let (document, passage) = (place.document, place.passage());
        let text = show.text(document)?;
        let starts = starts_of(connection, document)?;
        let range = passages::range(text.text(), &starts, passage);
        let start = text.text()[..range.start].chars().count();
        let sentence = text.text()[range].to_owned();
        let end = start + sentence.chars().count();
        hits.push(Hit {
            marks: Vec::new(),
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
            acts: acts_in(connection, document, passage)?,
            document: show.title(document)?,
            sentence,
        });
    }
    if let Some(words) = words {
        mark(&mut hits, words)?;
    }
    Ok(hits)
}

fn acts_in(
    connection: &Connection,
    document: DocumentNumber,
    passage: usize,
) -> Result<Vec<(String, ActType)>, StoreError> {
    let rows = rows_of(document);
    let mut statement = connection
        .prepare_cached("SELECT n, anchor, type FROM act WHERE n >= ?1 AND n < ?2 AND passage = ?3 ORDER BY n")?;
    let found: Vec<(i64, i64, i64)> = statement
        .query_map(params![rows.start, rows.end, i64::try_from(passage).unwrap_or(0)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    found.into_iter().map(|(n, anchor, t)| Ok((act_reference(n, anchor).to_string(), type_at(t)?))).collect()
}

/// Marks the words found, by the same rules by which they were found: the few sentences are indexed once more, with
/// their words this time.
fn mark(hits: &mut [Hit], words: &str) -> Result<(), SearchError> {
    const OPEN: char = '\u{1}';
    const CLOSE: char = '\u{2}';
    let scratch = Connection::open_in_memory()?;
    scratch.execute_batch(
        "CREATE VIRTUAL TABLE hit USING fts5 (words, tokenize = 'porter unicode61 remove_diacritics 2')",
    )?;
    {
        let mut insert = scratch.prepare("INSERT INTO hit (rowid, words) VALUES (?1, ?2)")?;
        for (at, hit) in hits.iter().enumerate() {
            insert.execute(params![i64::try_from(at).unwrap_or(0), hit.sentence.replace([OPEN, CLOSE], " ")])?;
        }
    }
    let mut select = scratch.prepare("SELECT rowid, highlight(hit, 0, ?2, ?3) FROM hit WHERE hit MATCH ?1")?;
    let marked = select.query_map(params![words, OPEN.to_string(), CLOSE.to_string()], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    for row in marked {
        let (at, text) = row?;
        let Some(hit) = usize::try_from(at).ok().and_then(|at| hits.get_mut(at)) else { continue };
        let (mut place, mut open) = (0, 0);
        for c in text.chars() {
            match c {
                OPEN => open = place,
                CLOSE => hit.marks.push((open, place)),
                _ => place += 1,
            }
        }
    }
    Ok(())
}
