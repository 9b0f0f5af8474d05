//! Who met whom, when, and which documents tell of it.

use rapporteur_record::Quote;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::{Cursor, Page, PageOf, Show, TitleRow};
use crate::error::{LookupError, StoreError};
use crate::index::{UNDATED, document_of};
use crate::ledger::Ledger;
use crate::locate::meeting_reference;
use crate::numbers::Reader;
use crate::parties::named;
use crate::time::{Day, DayRange};

/// Which meetings are wanted; what is left out does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeetingFilter {
    /// Parties who all took part: countries' codes, or names.
    pub with: Vec<String>,
    /// The first day.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

/// One meeting with all its reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MeetingRow {
    /// The short name.
    pub id: String,
    /// Its proper name.
    pub name: Option<String>,
    /// When.
    pub day: Option<DayRange>,
    /// How the sides met.
    pub form: String,
    /// What became of it.
    pub status: String,
    /// Where.
    pub place: Option<String>,
    /// The sides: codes of countries, names of others.
    pub sides: Vec<String>,
    /// The sides by name, in the same order.
    pub side_names: Vec<String>,
    /// Who took part, by name.
    pub persons: Vec<String>,
    /// Issues.
    pub topics: Vec<String>,
    /// The documents that tell of it, by date.
    pub reports: Vec<Report>,
    #[serde(skip)]
    pub(crate) n: i64,
}

/// One document's report of a meeting.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Report {
    /// The short name.
    pub id: String,
    /// Where it stands.
    pub document: TitleRow,
    /// The words.
    pub evidence: Option<Quote>,
}

impl Ledger {
    /// Meetings, the newest first.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be read.
    pub fn meetings(&self, filter: &MeetingFilter, page: Page) -> Result<PageOf<MeetingRow>, LookupError> {
        let connection = &self.connection;
        let mut parties = Vec::new();
        for name in &filter.with {
            parties.push(named(connection, name)?);
        }
        let mut show = Show::new(self);
        let mut rows = Vec::new();
        for (place, meeting) in newest(connection, &parties, filter, page)? {
            rows.push((place, meeting_row(connection, &mut show, meeting)?));
        }
        Ok(PageOf::cut(rows, page))
    }

    /// A meeting by the name of any report of it.
    ///
    /// # Errors
    /// Where the name leads to no meeting, or the ledger cannot be read.
    pub fn meeting(&self, name: &str) -> Result<MeetingRow, LookupError> {
        let meeting = crate::locate::meeting_named(&self.connection, name)?;
        Ok(meeting_row(&self.connection, &mut Show::new(self), meeting)?)
    }
}

/// The meetings, the newest first, without repeats: each stands where its newest report that fits stands.
fn newest(
    connection: &Connection,
    parties: &[Vec<i64>],
    filter: &MeetingFilter,
    page: Page,
) -> Result<Vec<(Cursor, i64)>, StoreError> {
    let (since, until) = (filter.since.map_or(i32::MIN, |d| d.0), filter.until.map_or(i32::MAX, |d| d.0));
    let from = match parties.first() {
        Some(first) => format!(
            "SELECT r.meeting, r.n, p.day FROM meeting_at p CROSS JOIN meeting_report r ON r.n = p.report
             WHERE p.party IN ({}) AND p.day BETWEEN ?1 AND ?2 AND (p.day < ?3 OR p.report > ?4)
             ORDER BY p.day DESC, p.report",
            super::items::list(first)
        ),
        None => "SELECT r.meeting, r.n, r.day FROM meeting_report r
                 WHERE r.day BETWEEN ?1 AND ?2 AND (r.day < ?3 OR r.n > ?4) ORDER BY r.day DESC, r.n"
            .to_owned(),
    };
    let with: Vec<String> = parties
        .iter()
        .map(|p| {
            format!(
                "SELECT EXISTS (SELECT 1 FROM meeting_at WHERE party IN ({}) AND day = ?1 AND report = ?2)",
                super::items::list(p)
            )
        })
        .collect();
    let is_with_all = |place: Cursor| -> Result<bool, StoreError> {
        for one in &with {
            if !connection.prepare_cached(one)?.query_row([place.key, place.row], |row| row.get::<_, bool>(0))? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    let start = page.start(i64::from(i32::MAX));
    let mut statement = connection.prepare(&from)?;
    let mut rows = statement.query(params![since, i64::from(until).min(start.key), start.key, start.row])?;
    let mut found: Vec<(Cursor, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (meeting, place) = (row.get(0)?, Cursor { key: row.get(2)?, row: row.get(1)? });
        if found.iter().any(|(_, m)| *m == meeting) || !is_with_all(place)? {
            continue;
        }
        // whatever stands before the first row here was on an earlier page
        let mut was_shown = false;
        if page.after.is_some() {
            for earlier in reports_before(connection, meeting, place, parties.is_empty())? {
                let is_in_time = (i64::from(since)..=i64::from(until)).contains(&earlier.key);
                was_shown = was_shown || is_in_time && is_with_all(earlier)?;
            }
        }
        if !was_shown {
            found.push((place, meeting));
        }
        if found.len() > page.limit {
            break;
        }
    }
    Ok(found)
}

/// The other reports of a meeting that stand before a place in a list; in a list of all, none that is undated.
fn reports_before(
    connection: &Connection,
    meeting: i64,
    place: Cursor,
    is_dated: bool,
) -> Result<Vec<Cursor>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT day, n FROM meeting_report WHERE n = ?1 UNION ALL
         SELECT day, n FROM meeting_report WHERE meeting = ?1 AND meeting <> n",
    )?;
    let reports: Vec<(Option<i64>, i64)> =
        statement.query_map([meeting], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let placed = reports.into_iter().filter(|(day, _)| day.is_some() || !is_dated);
    let placed = placed.map(|(day, row)| Cursor { key: day.unwrap_or(i64::from(UNDATED.0)), row });
    Ok(placed.filter(|r| r.key > place.key || r.key == place.key && r.row < place.row).collect())
}

/// A meeting as all its reports together tell it.
pub(super) fn meeting_row(
    connection: &Connection,
    show: &mut Show<'_>,
    meeting: i64,
) -> Result<MeetingRow, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT n, anchor, day, day_last, form, status, name, place, spans, features FROM meeting_report
         WHERE n = ?1 UNION ALL
         SELECT n, anchor, day, day_last, form, status, name, place, spans, features FROM meeting_report
         WHERE meeting = ?1 AND meeting <> n ORDER BY 1",
    )?;
    let mut rows = statement.query([meeting])?;
    let (mut sides, mut persons, mut topics) = (Vec::new(), Vec::new(), Vec::new());
    let (mut names, mut places, mut forms, mut statuses) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut days: Option<DayRange> = None;
    let mut id = String::new();
    let mut reports = Vec::new();
    while let Some(row) = rows.next()? {
        let (n, anchor): (i64, i64) = (row.get(0)?, row.get(1)?);
        let reference = meeting_reference(n, anchor).to_string();
        if n == meeting {
            id.clone_from(&reference);
        }
        let range = row.get::<_, Option<i32>>(2)?.zip(row.get::<_, Option<i32>>(3)?);
        let range = range.map(|(first, last)| DayRange { first: Day(first), last: Day(last) });
        days = [days, range].into_iter().flatten().min();
        forms.push(row.get::<_, String>(4)?);
        statuses.push(row.get::<_, String>(5)?);
        names.extend(row.get::<_, Option<String>>(6)?.map(|n| super::show::one_line(&n)));
        places.extend(row.get::<_, Option<String>>(7)?);
        let packed: Vec<u8> = row.get(9)?;
        let mut features = Reader::new(&packed);
        sides.extend(numbers(features.list()?));
        persons.extend(numbers(features.list()?.into_iter().step_by(2).collect()));
        topics.extend(numbers(features.list()?));
        let document = document_of(n);
        let text = show.text(document)?;
        let spans = Reader::new(&row.get::<_, Vec<u8>>(8)?).list()?;
        let evidence = match spans.as_slice() {
            [start, end] => {
                let (start, end) = (u32::try_from(*start).unwrap_or(0), u32::try_from(*end).unwrap_or(0));
                text.slice(start, end).map(|q| Quote { start, end, quote: q.to_owned() })
            }
            _ => None,
        };
        reports.push(Report { id: reference, document: show.title(document)?, evidence });
    }
    reports.sort_by(|a, b| (a.document.day, &a.id).cmp(&(b.document.day, &b.id)));
    let persons = show.parties(&distinct(persons))?;
    let mut sides_named = Vec::new();
    for side in distinct(sides) {
        sides_named.push((show.sides(&[side])?.remove(0), show.party(side)?));
    }
    sides_named.sort();
    Ok(MeetingRow {
        id,
        name: most(names),
        day: days,
        form: most(forms).unwrap_or_default(),
        status: status_of(&statuses),
        place: most(places),
        side_names: sides_named.iter().map(|(_, name)| name.clone()).collect(),
        sides: sides_named.into_iter().map(|(code, _)| code).collect(),
        persons: distinct(persons),
        topics: show.topics(&distinct(topics))?,
        reports,
        n: meeting,
    })
}

/// What became of a meeting by all its reports: what was held was not only planned.
fn status_of(statuses: &[String]) -> String {
    let ladder = ["held", "cancelled", "postponed", "planned"];
    ladder.into_iter().find(|s| statuses.iter().any(|have| have == s)).unwrap_or("held").to_owned()
}

fn numbers(list: Vec<u64>) -> Vec<i64> {
    list.into_iter().map(|n| i64::try_from(n).unwrap_or(0)).collect()
}

fn distinct<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.dedup();
    list
}

/// What most say; of equals the longest, then the first in the alphabet.
fn most(mut list: Vec<String>) -> Option<String> {
    list.sort();
    let count = |word: &String| list.iter().filter(|w| *w == word).count();
    list.iter().max_by_key(|w| (count(w), w.len(), std::cmp::Reverse(w.as_str()))).cloned()
}
