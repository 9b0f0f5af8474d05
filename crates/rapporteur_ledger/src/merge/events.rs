//! Reports of one act: in copies of a release, and in several accounts of one meeting.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_record::ActType;
use rusqlite::{Connection, params};

use crate::copies::group_of;
use crate::error::StoreError;
use crate::features::Features;
use crate::follow::can_follow;
use crate::ids::DocumentNumber;
use crate::index::{UNDATED, document_of, mark_cell, rows_of};
use crate::time::Day;
use crate::words::likeness;

/// Contents at least so alike are one act told twice.
const SAME_CONTENT: f64 = 0.55;

#[derive(Debug)]
struct Told {
    n: i64,
    /// The day, the document's hash and the place in it: the canonical order.
    rank: (i32, [u8; 32], i64),
    document: i64,
    act_type: ActType,
    day: Day,
    event: i64,
    features: Features,
}

/// Works out anew which acts are one event, in the marked documents and all that tell of the same. The cells of acts
/// whose event changed are marked. Gives the marked and the touched documents.
pub(crate) fn settle(connection: &Connection, touched: &BTreeSet<i64>) -> Result<BTreeSet<i64>, StoreError> {
    let mut documents: BTreeSet<i64> = touched.clone();
    let mut marked = connection.prepare("SELECT document FROM pending_event")?;
    for n in marked.query_map([], |row| row.get::<_, i64>(0))? {
        documents.insert(n?);
    }
    let mut done = BTreeSet::new();
    for &document in &documents {
        if done.contains(&document) {
            continue;
        }
        let told_together = told_with(connection, document)?;
        regroup(connection, &told_together)?;
        done.extend(told_together);
    }
    connection.execute("DELETE FROM pending_event", [])?;
    Ok(documents)
}

/// A document with its copies, with all that report one of their meetings, and so on.
fn told_with(connection: &Connection, document: i64) -> Result<BTreeSet<i64>, StoreError> {
    let mut all = BTreeSet::from([document]);
    let mut next = vec![document];
    while let Some(document) = next.pop() {
        let rows = rows_of(DocumentNumber(document));
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT other.n >> 16 FROM meeting_report mine
             JOIN meeting_report other ON other.meeting = mine.meeting AND other.meeting <> other.n
             WHERE mine.n >= ?1 AND mine.n < ?2
             UNION SELECT DISTINCT mine.meeting >> 16 FROM meeting_report mine WHERE mine.n >= ?1 AND mine.n < ?2",
        )?;
        let by_meeting: Vec<i64> =
            statement.query_map([rows.start, rows.end], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for other in by_meeting.into_iter().chain(group_of(connection, document)?) {
            if all.insert(other) {
                next.push(other);
            }
        }
    }
    Ok(all)
}

fn regroup(connection: &Connection, documents: &BTreeSet<i64>) -> Result<(), StoreError> {
    let mut by_context: BTreeMap<(i64, i64), Vec<Told>> = BTreeMap::new();
    for &document in documents {
        for (context, told) in acts_of(connection, document)? {
            by_context.entry(context).or_default().push(told);
        }
    }
    for mut members in by_context.into_values() {
        members.sort_by_key(|m| m.rank);
        for group in super::group(&members, agree) {
            let head = members[group[0]].n;
            for at in group {
                write(connection, &members[at], head)?;
            }
        }
    }
    Ok(())
}

/// Where an act stands: two row numbers.
type ActPlace = (i64, i64);

/// A document's acts, each with what it is told within: its meeting, else its release.
fn acts_of(connection: &Connection, document: i64) -> Result<Vec<(ActPlace, Told)>, StoreError> {
    let rows = rows_of(DocumentNumber(document));
    let mut statement = connection.prepare_cached(
        "SELECT a.n, a.day, d.hash, a.anchor, a.type, a.event, a.features, r.meeting, i.release
         FROM act a JOIN document d ON d.n = ?3 JOIN indexed i ON i.document = ?3
         LEFT JOIN meeting_report r ON r.n = a.meeting WHERE a.n >= ?1 AND a.n < ?2",
    )?;
    let mut rows = statement.query([rows.start, rows.end, document])?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next()? {
        let n: i64 = row.get(0)?;
        let day = row.get::<_, Option<i32>>(1)?.map_or(UNDATED, Day);
        let meeting: Option<i64> = row.get(7)?;
        let context = meeting.map_or((1, row.get(8)?), |m| (0, m));
        let told = Told {
            n,
            rank: (day.0, row.get(2)?, row.get(3)?),
            document: document_of(n).0,
            act_type: crate::features::type_at(row.get(4)?)?,
            day,
            event: row.get(5)?,
            features: Features::unpack(&row.get::<_, Vec<u8>>(6)?)?,
        };
        acts.push((context, told));
    }
    Ok(acts)
}

/// Whether two acts told of one meeting or in one release are one. One document never tells an act twice: each of its
/// sentences counts.
fn agree(one: &Told, other: &Told) -> bool {
    let (a, b) = (&one.features, &other.features);
    let same_recipients =
        a.recipient_sides.is_empty() || b.recipient_sides.is_empty() || a.recipient_sides == b.recipient_sides;
    one.document != other.document
        && kindred(one.act_type) == kindred(other.act_type)
        && a.actor_sides == b.actor_sides
        && same_recipients
        && (likeness(&a.stems, &b.stems) >= SAME_CONTENT || (!a.stems.is_empty() && a.stems == b.stems))
}

/// What two accounts may call differently: one side "requested", the other was "urged".
fn kindred(act_type: ActType) -> ActType {
    match act_type {
        ActType::Appeal => ActType::Request,
        ActType::Offer => ActType::Commitment,
        other => other,
    }
}

fn write(connection: &Connection, told: &Told, head: i64) -> Result<(), StoreError> {
    if told.event == head {
        return Ok(());
    }
    connection.prepare_cached("UPDATE act SET event = ?2 WHERE n = ?1")?.execute(params![told.n, head])?;
    if can_follow(told.act_type) {
        for cell in crate::cells::cells(told.act_type, &told.features) {
            mark_cell(connection, cell, told.day)?;
        }
    }
    Ok(())
}
