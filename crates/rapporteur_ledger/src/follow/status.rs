//! What became of each request and promise: the links of its thread, folded in the order of their dates.

use std::collections::BTreeSet;

use rapporteur_record::{Modality, Polarity};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{Relation, Status, is_item};
use crate::decision::{Decision, Subject, Verdict};
use crate::error::StoreError;
use crate::features::type_at;
use crate::locate::act_of;
use crate::rulings::in_force;
use crate::time::Day;

/// One change of a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Change {
    /// When.
    pub day: Day,
    /// The status from then on.
    pub status: Status,
    /// How a later act bore on the item; none where a person set the status.
    pub relation: Option<Relation>,
    /// The rule and what it rests on, or the person.
    pub why: String,
    /// The later act's row; none where a person set the status.
    #[serde(skip)]
    pub(crate) later: Option<i64>,
    /// The row of the thread's act on which it bore.
    #[serde(skip)]
    pub(crate) earlier: i64,
}

/// A status that a person set on an item.
#[derive(Debug, Clone)]
pub(crate) struct Set {
    act: i64,
    day: Day,
    status: Status,
    why: String,
}

/// The acts of one thread, first the root, with what bore on it.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) root: i64,
    pub(crate) members: BTreeSet<i64>,
    pub(crate) steps: Vec<Change>,
}

/// Sets the status of every item whose thread was touched.
pub(crate) fn settle_items(
    connection: &Connection,
    touched: &BTreeSet<i64>,
    decisions: &[Decision],
) -> Result<(), StoreError> {
    let sets = statuses_set(connection, decisions)?;
    let mut acts: BTreeSet<i64> = touched.clone();
    acts.extend(sets.iter().map(|s| s.act));
    // whoever shared a thread with a touched act may have another root now
    let mut shared = connection.prepare_cached(
        "SELECT act FROM item WHERE root IN (SELECT root FROM item WHERE act = ?1 UNION SELECT act FROM item WHERE act = ?1)",
    )?;
    for &act in touched {
        for other in shared.query_map([act], |row| row.get::<_, i64>(0))? {
            acts.insert(other?);
        }
    }
    let mut done = BTreeSet::new();
    for act in acts {
        if done.contains(&act) {
            continue;
        }
        if !is_item_now(connection, act)? {
            connection.prepare_cached("DELETE FROM item WHERE act = ?1")?.execute([act])?;
            continue;
        }
        let thread = thread_of(connection, act, &sets)?;
        write(connection, &thread)?;
        done.extend(thread.members);
    }
    Ok(())
}

/// The thread that an act belongs to.
pub(crate) fn thread_of(connection: &Connection, act: i64, sets: &[Set]) -> Result<Thread, StoreError> {
    let mut up = connection
        .prepare_cached("SELECT earlier FROM link WHERE later = ?1 AND relation = 'repeats' AND state <> 'possible'")?;
    let mut root = act;
    let mut seen = BTreeSet::from([act]);
    while let Some(earlier) = up.query_row([root], |row| row.get::<_, i64>(0)).optional()? {
        if !seen.insert(earlier) {
            break;
        }
        root = earlier;
    }
    let mut down = connection.prepare_cached(
        "SELECT later FROM link WHERE earlier = ?1 AND relation = 'repeats' AND state <> 'possible' ORDER BY later",
    )?;
    let mut members = BTreeSet::from([root]);
    let mut next = vec![root];
    while let Some(member) = next.pop() {
        for later in down.query_map([member], |row| row.get::<_, i64>(0))? {
            let later = later?;
            if members.insert(later) {
                next.push(later);
            }
        }
    }
    let steps = steps(connection, &members, sets)?;
    Ok(Thread { root, members, steps })
}

/// Everything that bore on a thread, by date: each later act once, by its best link.
fn steps(connection: &Connection, members: &BTreeSet<i64>, sets: &[Set]) -> Result<Vec<Change>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT l.later, l.relation, l.why, a.day, l.score FROM link l JOIN act a ON a.n = l.later
         WHERE l.earlier = ?1 AND l.state <> 'possible' ORDER BY l.later",
    )?;
    let mut found: Vec<(i64, Change)> = Vec::new();
    for &member in members {
        let mut rows = select.query([member])?;
        while let Some(row) = rows.next()? {
            let later: i64 = row.get(0)?;
            let relation: String = row.get(1)?;
            let relation = Relation::from_name(&relation)
                .ok_or_else(|| StoreError::corrupt(format!("a link's relation {relation:?}")))?;
            let score: i64 = row.get(4)?;
            let step = Change {
                day: row.get::<_, Option<i32>>(3)?.map_or(crate::index::UNDATED, Day),
                status: status_by(relation),
                relation: Some(relation),
                why: row.get(2)?,
                later: Some(later),
                earlier: member,
            };
            match found.iter_mut().find(|(_, s)| s.later == Some(later)) {
                // an act that says the thing again does not answer it too
                Some((best, kept)) if kept.relation != Some(Relation::Repeats) => {
                    if score > *best || relation == Relation::Repeats {
                        (*best, *kept) = (score, step);
                    }
                }
                Some(_) => {}
                None => found.push((score, step)),
            }
        }
    }
    let mut steps: Vec<Change> = found.into_iter().map(|(_, step)| step).collect();
    steps.extend(sets.iter().filter(|s| members.contains(&s.act)).map(|s| Change {
        day: s.day,
        status: s.status,
        relation: None,
        why: s.why.clone(),
        later: None,
        earlier: s.act,
    }));
    steps.sort_by_key(|s| (s.day, s.relation.is_none(), s.relation, s.later));
    Ok(steps)
}

fn status_by(relation: Relation) -> Status {
    match relation {
        Relation::Accepts => Status::Accepted,
        Relation::Declines => Status::Declined,
        Relation::Advances => Status::InProgress,
        Relation::Fulfils => Status::Fulfilled,
        Relation::Supersedes => Status::Superseded,
        Relation::Repeats => Status::Open,
    }
}

/// The changes of status that a thread's steps make. What a person set stands against every step up to its date.
pub(crate) fn fold(steps: &[Change]) -> Vec<Change> {
    let last_set = steps.iter().rposition(|s| s.relation.is_none());
    let mut now = Status::Open;
    let mut changes: Vec<Change> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let is_overruled =
            last_set.is_some_and(|set| at < set && step.relation.is_some() && step.day <= steps[set].day);
        if is_overruled {
            continue;
        }
        let next = match step.relation {
            None => Some(step.status),
            Some(Relation::Accepts) if matches!(now, Status::Open | Status::InProgress | Status::Declined) => {
                Some(step.status)
            }
            Some(Relation::Declines | Relation::Supersedes) if now.is_outstanding() => Some(step.status),
            Some(Relation::Advances) if matches!(now, Status::Open | Status::Accepted) => Some(step.status),
            Some(Relation::Fulfils) if !matches!(now, Status::Fulfilled | Status::Superseded) => Some(step.status),
            Some(Relation::Repeats) if now == Status::Declined => Some(Status::Open),
            _ => None,
        };
        if let Some(next) = next.filter(|next| *next != now || step.relation.is_none()) {
            now = next;
            changes.push(Change { status: next, ..step.clone() });
        }
    }
    changes
}

fn write(connection: &Connection, thread: &Thread) -> Result<(), StoreError> {
    let changes = fold(&thread.steps);
    let status = changes.last().map_or(Status::Open, |c| c.status);
    let status_day = changes.last().map(|c| c.day.0);
    let mut days = connection.prepare_cached("SELECT day, due_last FROM act WHERE n = ?1")?;
    let mut last_day = thread.steps.last().map(|s| s.day.0);
    let mut due_last: Option<(i32, i32)> = None;
    for &member in &thread.members {
        let (day, due): (Option<i32>, Option<i32>) = days.query_row([member], |row| Ok((row.get(0)?, row.get(1)?)))?;
        last_day = last_day.max(day);
        // the latest mention that gives a date decides when it is due
        if let Some(due) = due {
            due_last = due_last.max(Some((day.unwrap_or(crate::index::UNDATED.0), due)));
        }
    }
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO item (act, root, status, status_day, last_day, due_last, day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT coalesce(day, ?7) FROM act WHERE n = ?1))",
    )?;
    for &member in &thread.members {
        insert.execute(params![
            member,
            thread.root,
            status.as_str(),
            status_day,
            last_day,
            due_last.map(|d| d.1),
            crate::index::UNDATED.0
        ])?;
    }
    Ok(())
}

/// The statuses that people set, by the event they are about.
pub(crate) fn statuses_set(connection: &Connection, decisions: &[Decision]) -> Result<Vec<Set>, StoreError> {
    let mut sets = Vec::new();
    for decision in in_force(decisions) {
        let (Subject::Item { act }, Verdict::Status { status, on, .. }) = (&decision.subject, &decision.verdict) else {
            continue;
        };
        let Some(n) = act_of(connection, act)? else { continue };
        let event =
            connection.prepare_cached("SELECT event FROM act WHERE n = ?1")?.query_row([n], |row| row.get(0))?;
        let reason = decision.reason.as_deref().map(|r| format!(": {r}")).unwrap_or_default();
        let why = format!("set by {} on {}{reason}", decision.who, decision.at.day());
        sets.push(Set { act: event, day: *on, status: *status, why });
    }
    Ok(sets)
}

/// Whether a row stands for an event that is followed up.
fn is_item_now(connection: &Connection, act: i64) -> Result<bool, StoreError> {
    let mut select = connection.prepare_cached("SELECT type, qualities FROM act WHERE n = ?1 AND event = n")?;
    let row: Option<(i64, i64)> = select.query_row([act], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((act_type, qualities)) = row else { return Ok(false) };
    let qualities = crate::features::Qualities::unpack(qualities)?;
    let is_real = !matches!(qualities.modality, Modality::Hypothetical | Modality::Historical);
    Ok(is_item(type_at(act_type)?) && qualities.polarity == Polarity::Affirmed && is_real)
}
