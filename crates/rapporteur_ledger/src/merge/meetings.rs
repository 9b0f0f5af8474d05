//! Reports of one meeting: the same day and sides, and nobody who excludes the other.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::index::{UNDATED, document_of};
use crate::numbers::Reader;
use crate::words::fold;

/// One report, as far as merging needs it.
#[derive(Debug, Clone)]
struct Report {
    n: i64,
    /// The document's hash and the place in it: the canonical order.
    rank: ([u8; 32], i64),
    document: i64,
    form: String,
    name: Option<String>,
    /// Whether the date is exact; none where there is no date.
    is_day: Option<bool>,
    sides: BTreeSet<i64>,
    /// By side: the persons, as the parties that stand for them.
    persons: BTreeMap<i64, BTreeSet<i64>>,
}

/// Works out the meetings of all marked days. Gives the documents whose reports changed their meeting.
pub(crate) fn settle(connection: &Connection) -> Result<BTreeSet<i64>, StoreError> {
    let marked: Vec<i32> = connection
        .prepare("SELECT day FROM pending_day ORDER BY day")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // a call over midnight is found from either of its days, so a day's neighbours may change with it
    let days: BTreeSet<i32> = marked.iter().flat_map(|day| day.saturating_sub(2)..=day.saturating_add(2)).collect();
    let mut merged: BTreeMap<i32, Vec<Vec<Report>>> = BTreeMap::new();
    for &day in &days {
        for near in [day - 1, day, day + 1, day + 2] {
            if let std::collections::btree_map::Entry::Vacant(entry) = merged.entry(near) {
                entry.insert(groups_of_day(connection, near)?);
            }
        }
    }
    let mut changed = BTreeSet::new();
    for &day in &days {
        write_day(connection, &merged, day, &mut changed)?;
    }
    connection.execute("DELETE FROM pending_day", [])?;
    Ok(changed)
}

fn groups_of_day(connection: &Connection, day: i32) -> Result<Vec<Vec<Report>>, StoreError> {
    let mut reports = reports_of_day(connection, day)?;
    // those that say most come first, so that vaguer reports join them and not each other
    reports.sort_by_key(|r| (usize::MAX - r.persons.len(), usize::MAX - r.sides.len(), r.name.is_none(), r.rank));
    let groups = super::group(&reports, agree);
    Ok(groups.into_iter().map(|g| g.into_iter().map(|at| reports[at].clone()).collect()).collect())
}

fn reports_of_day(connection: &Connection, day: i32) -> Result<Vec<Report>, StoreError> {
    let condition = if day == UNDATED.0 { "r.day IS NULL AND ?1 = ?1" } else { "r.day = ?1" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT r.n, d.hash, r.anchor, r.form, r.name, r.day = r.day_last, r.features
         FROM meeting_report r JOIN document d ON d.n = r.n >> 16 WHERE {condition}"
    ))?;
    let rows = statement.query_map([day], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            (row.get::<_, [u8; 32]>(1)?, row.get::<_, i64>(2)?),
            row.get::<_, String>(3)?,
            row.get::<_, Option<String>>(4)?,
            row.get::<_, Option<bool>>(5)?,
            row.get::<_, Vec<u8>>(6)?,
        ))
    })?;
    let mut reports = Vec::new();
    for row in rows {
        let (n, rank, form, name, is_day, packed) = row?;
        let mut reader = Reader::new(&packed);
        let sides = reader.list()?.into_iter().map(signed).collect();
        let mut persons: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for pair in reader.list()?.chunks_exact(2) {
            let person = standing_for(connection, signed(pair[0]))?;
            persons.entry(signed(pair[1])).or_default().insert(person);
        }
        let name = name.map(|n| fold(&n)).filter(|n| !n.is_empty());
        let document = document_of(n).0;
        reports.push(Report { n, rank, document, form, name, is_day, sides, persons });
    }
    Ok(reports)
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn standing_for(connection: &Connection, party: i64) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT entity FROM party WHERE n = ?1")?;
    Ok(statement.query_row([party], |row| row.get(0))?)
}

/// Whether two reports of one day may tell of one meeting.
fn agree(one: &Report, other: &Report) -> bool {
    if one.document == other.document {
        return false;
    }
    let by_name = one.name.is_some() && one.name == other.name;
    if one.is_day != Some(true) || other.is_day != Some(true) {
        return by_name && one.is_day == Some(false) && other.is_day == Some(false);
    }
    if by_name {
        return true;
    }
    let is_plenary = |r: &Report| r.sides.len() > 2;
    if one.name.is_some() && other.name.is_some() && (is_plenary(one) || is_plenary(other)) {
        return false;
    }
    same_sides(one, other) && same_medium(one, other) && persons_agree(one, other)
}

/// Two sides must be the same; of many, one report may leave some out.
fn same_sides(one: &Report, other: &Report) -> bool {
    if one.sides.len() < 2 || other.sides.len() < 2 {
        return false;
    }
    let n_shared = one.sides.intersection(&other.sides).count();
    let n_all = one.sides.union(&other.sides).count();
    n_shared == n_all || (one.sides.len() > 2 && other.sides.len() > 2 && n_shared * 2 >= n_all)
}

fn same_medium(one: &Report, other: &Report) -> bool {
    (one.form == "phone") == (other.form == "phone")
}

/// Where both name persons of a side, they name one in common.
fn persons_agree(one: &Report, other: &Report) -> bool {
    one.persons.iter().all(|(side, persons)| other.persons.get(side).is_none_or(|o| !o.is_disjoint(persons)))
}

/// Says which report stands for each of a day's meetings: in a meeting dated a day apart by its two sides, the
/// earlier day's.
fn write_day(
    connection: &Connection,
    merged: &BTreeMap<i32, Vec<Vec<Report>>>,
    day: i32,
    changed: &mut BTreeSet<i64>,
) -> Result<(), StoreError> {
    let mut update =
        connection.prepare_cached("UPDATE meeting_report SET meeting = ?2 WHERE n = ?1 AND meeting <> ?2")?;
    for (at, group) in merged[&day].iter().enumerate() {
        let home = night_before(merged, day, at).map_or(group, |before| &merged[&(day - 1)][before]);
        let head = home.iter().min_by_key(|r| r.rank).expect("groups have members").n;
        for report in group {
            if update.execute(params![report.n, head])? > 0 {
                changed.insert(report.document);
            }
        }
    }
    Ok(())
}

/// The meeting of the day before that a group is the other side's report of, where the two are each other's only
/// match.
fn night_before(merged: &BTreeMap<i32, Vec<Vec<Report>>>, day: i32, at: usize) -> Option<usize> {
    let before = only_match(merged, day, at, day - 1)?;
    let back = only_match(merged, day - 1, before, day)?;
    let is_chain = has_match(merged, day, at, day + 1) || has_match(merged, day - 1, before, day - 2);
    (back == at && !is_chain).then_some(before)
}

fn only_match(merged: &BTreeMap<i32, Vec<Vec<Report>>>, day: i32, at: usize, other_day: i32) -> Option<usize> {
    let group = &merged.get(&day)?[at];
    let mut matches = merged.get(&other_day)?.iter().enumerate().filter(|(_, other)| is_overnight(group, other));
    let (found, _) = matches.next()?;
    matches.next().is_none().then_some(found)
}

fn has_match(merged: &BTreeMap<i32, Vec<Vec<Report>>>, day: i32, at: usize, other_day: i32) -> bool {
    let group = &merged[&day][at];
    merged.get(&other_day).is_some_and(|groups| groups.iter().any(|other| is_overnight(group, other)))
}

/// Two sides' reports of one talk across time zones: the same two sides, and on both sides the same persons.
fn is_overnight(one: &[Report], other: &[Report]) -> bool {
    let both_name_persons = |a: &Report, b: &Report| {
        a.sides.iter().all(|side| match (a.persons.get(side), b.persons.get(side)) {
            (Some(p), Some(q)) => !p.is_disjoint(q),
            _ => false,
        })
    };
    one.iter().all(|a| {
        other.iter().all(|b| {
            let same = a.document != b.document
                && a.is_day == Some(true)
                && b.is_day == Some(true)
                && a.sides.len() == 2
                && a.sides == b.sides;
            same && same_medium(a, b) && both_name_persons(a, b)
        })
    })
}
