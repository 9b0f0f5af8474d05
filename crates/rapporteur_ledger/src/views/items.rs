//! Requests and promises: what is open, what is due, what nobody spoke of again, and each one's thread.

use rapporteur_record::ActType;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::{ActView, Cursor, Page, PageOf, Show};
use crate::error::{LookupError, StoreError};
use crate::follow::{Change, Relation, SUGGESTED, Status, fold, statuses_set, thread_of};
use crate::index::{ACTOR, OTHER};
use crate::issues::issues_named;
use crate::kept;
use crate::ledger::Ledger;
use crate::locate::act_named;
use crate::parties::named;
use crate::time::Day;

/// Which items are wanted; what is left out does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemFilter {
    /// Who asked or promised: a country's code, or a name.
    pub actor: Option<String>,
    /// Of whom, or to or with whom.
    pub counterpart: Option<String>,
    /// An issue's id.
    pub issue: Option<String>,
    /// Types of act.
    pub types: Vec<ActType>,
    /// What became of them; those outstanding where none is given.
    pub statuses: Vec<Status>,
    /// The first day.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

/// A request or a promise, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ItemRow {
    /// The act that began it.
    pub act: ActView,
    /// What became of it.
    pub status: Status,
    /// Since when.
    pub since: Option<Day>,
    /// The last day on which anything was heard of it.
    pub last: Option<Day>,
    /// The last day on which it is due.
    pub due: Option<Day>,
}

/// An item with everything that bears on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Thread {
    /// The item.
    pub item: ItemRow,
    /// Every time it was said, and what answered it, by date.
    pub steps: Vec<ThreadStep>,
    /// The changes of its status.
    pub changes: Vec<Change>,
    /// Acts that may bear on it and are too unsure to count.
    pub possible: Vec<ThreadStep>,
}

/// One act of a thread.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ThreadStep {
    /// The act; none where a person set the status.
    pub act: Option<ActView>,
    /// The act of the thread on which it bears.
    pub bears_on: Option<String>,
    /// How it bears on what came before; none for the act that began the thread.
    pub relation: Option<Relation>,
    /// `suggested`, `confirmed`, `possible`, or `set` by a person.
    pub state: String,
    /// How sure that is, in thousandths.
    pub score: Option<i64>,
    /// The rule and what it rests on, or the person.
    pub why: String,
    /// Other documents that report the same act.
    pub reports: Vec<ActView>,
}

const OUTSTANDING: [Status; 3] = [Status::Open, Status::Accepted, Status::InProgress];

impl Ledger {
    /// Requests and promises, the newest first: those outstanding and not past their time, unless the filter names
    /// statuses.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be read.
    pub fn open_items(&self, filter: &ItemFilter, today: Day, page: Page) -> Result<PageOf<ItemRow>, LookupError> {
        let connection = &self.connection;
        let wanted = Wanted::of(self, filter, today)?;
        let mut rows: Vec<(Cursor, ItemRow)> = Vec::new();
        let mut show = Show::new(self);
        wanted.each(connection, page, &mut |place, candidate| {
            let is_known = rows.last().is_some_and(|(last, _)| *last == place);
            if !is_known && wanted.takes(connection, &candidate)? {
                rows.push((place, row(&mut show, &candidate, today)?));
            }
            Ok(rows.len() <= page.limit)
        })?;
        Ok(PageOf::cut(rows, page))
    }

    /// Items outstanding that are due before a day, those due first first. Those past their time are among them.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or a name leads to nobody or to several.
    pub fn due_items(
        &self,
        filter: &ItemFilter,
        before: Day,
        today: Day,
        page: Page,
    ) -> Result<PageOf<ItemRow>, LookupError> {
        self.outstanding(Order { by: "due_last", index: "item_due", is_falling: false }, before, filter, today, page)
    }

    /// Items outstanding whose day has passed, the last one first.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or a name leads to nobody or to several.
    pub fn overdue_items(&self, filter: &ItemFilter, today: Day, page: Page) -> Result<PageOf<ItemRow>, LookupError> {
        self.outstanding(Order { by: "due_last", index: "item_due", is_falling: true }, today, filter, today, page)
    }

    /// Items outstanding of which nothing was heard for so many days, the longest silent first.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or a name leads to nobody or to several.
    pub fn stale_items(
        &self,
        filter: &ItemFilter,
        days: i32,
        today: Day,
        page: Page,
    ) -> Result<PageOf<ItemRow>, LookupError> {
        self.outstanding(
            Order { by: "last_day", index: "item_last", is_falling: false },
            today.plus(-days),
            filter,
            today,
            page,
        )
    }

    /// An item with its thread, named by any act of it or any report of one.
    ///
    /// # Errors
    /// Where the name leads to no act, or the ledger cannot be read.
    pub fn item(&self, name: &str, today: Day) -> Result<Thread, LookupError> {
        let connection = &self.connection;
        let n = act_named(connection, name)?;
        let event: i64 = connection.query_row("SELECT event FROM act WHERE n = ?1", [n], |row| row.get(0))?;
        Ok(thread(self, event, today)?)
    }

    fn outstanding(
        &self,
        order: Order,
        bound: Day,
        filter: &ItemFilter,
        today: Day,
        page: Page,
    ) -> Result<PageOf<ItemRow>, LookupError> {
        let connection = &self.connection;
        let wanted = Wanted::of(self, filter, today)?;
        let Order { by, index, is_falling } = order;
        let (direction, beyond) = if is_falling { ("DESC", "<") } else { ("ASC", ">") };
        let mut statement = connection.prepare_cached(&format!(
            "SELECT act, status, status_day, last_day, due_last, {by} FROM item INDEXED BY {index}
             WHERE root = act AND status IN ('open', 'accepted', 'in_progress') AND {by} IS NOT NULL AND {by} < ?1
             AND {by} {beyond}= ?2 AND ({by} {beyond} ?2 OR act > ?3){} ORDER BY {by} {direction}, act",
            wanted.is_at("item")
        ))?;
        let start = page.start(i64::from(if is_falling { i32::MAX } else { i32::MIN }));
        let mut found = statement.query([i64::from(bound.0), start.key, start.row])?;
        let mut rows = Vec::new();
        let mut show = Show::new(self);
        while let Some(found) = found.next()? {
            let candidate = Candidate::of(found)?;
            if wanted.is_about(connection, &candidate)? {
                let place = Cursor { key: found.get(5)?, row: candidate.act };
                rows.push((place, row(&mut show, &candidate, today)?));
            }
            if rows.len() > page.limit {
                break;
            }
        }
        Ok(PageOf::cut(rows, page))
    }
}

/// How items are sorted: by the day of which column, and which way.
#[derive(Debug, Clone, Copy)]
struct Order {
    by: &'static str,
    /// It has the items in this order; the other indices look narrower than they are.
    index: &'static str,
    is_falling: bool,
}

/// A row of `item` that begins a thread.
#[derive(Debug, Clone)]
struct Candidate {
    act: i64,
    status: Status,
    status_day: Option<i32>,
    last_day: Option<i32>,
    due_last: Option<i32>,
}

impl Candidate {
    fn of(row: &rusqlite::Row<'_>) -> Result<Self, StoreError> {
        let status: String = row.get(1)?;
        Ok(Self {
            act: row.get(0)?,
            status: Status::from_name(&status)
                .ok_or_else(|| StoreError::corrupt(format!("an item's status {status:?}")))?,
            status_day: row.get(2)?,
            last_day: row.get(3)?,
            due_last: row.get(4)?,
        })
    }

    /// The status on a day: what is past its time has lapsed.
    fn status_on(&self, today: Day) -> Status {
        let is_past = self.due_last.is_some_and(|due| due < today.0);
        if self.status.is_outstanding() && is_past { Status::Lapsed } else { self.status }
    }
}

/// In `act_at`: whatever it is about.
const ANY_TOPIC: &str = "0";

/// Where in `act_at` the acts of a wanted side stand.
struct Way<'w> {
    parties: &'w [i64],
    role: i64,
    /// To be put into a query.
    topics: String,
}

/// A filter with its names resolved.
struct Wanted<'f> {
    filter: &'f ItemFilter,
    today: Day,
    actor: Option<Vec<i64>>,
    counterpart: Option<Vec<i64>>,
    issues: Option<Vec<i64>>,
}

impl<'f> Wanted<'f> {
    fn of(ledger: &Ledger, filter: &'f ItemFilter, today: Day) -> Result<Self, LookupError> {
        let connection = &ledger.connection;
        let party = |name: &Option<String>| name.as_deref().map(|n| named(connection, n)).transpose();
        Ok(Self {
            filter,
            today,
            actor: party(&filter.actor)?,
            counterpart: party(&filter.counterpart)?,
            issues: filter.issue.as_deref().map(|i| issues_named(connection, &ledger.thesaurus, i)).transpose()?,
        })
    }

    /// Passes candidates, the newest first, until told to stop.
    fn each(
        &self,
        connection: &Connection,
        page: Page,
        take: &mut dyn FnMut(Cursor, Candidate) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let Some(Way { parties, role, topics }) = self.fewest(connection)? else {
            return self.each_by_status(connection, page, take);
        };
        let start = page.start(i64::from(i32::MAX));
        let statuses: Vec<String> = self.statuses_kept().iter().map(|s| format!("'{s}'")).collect();
        // one act may stand under several issues: the bare list is sorted, and an item is only then looked at
        let mut statement = connection.prepare(&format!(
            "SELECT act, day FROM act_at WHERE party IN ({}) AND role = ?1 AND topic IN ({}) AND day BETWEEN ?2 AND ?3
             AND (day < ?4 OR act > ?5) ORDER BY day DESC, act",
            list(parties),
            topics
        ))?;
        let mut item = connection.prepare(&format!(
            "SELECT act, status, status_day, last_day, due_last FROM item
             WHERE act = ?1 AND root = act AND status IN ({})",
            statuses.join(", ")
        ))?;
        let (since, until) = self.days();
        let until = i64::from(until).min(start.key);
        let mut rows = statement.query(params![role, since, until, start.key, start.row])?;
        while let Some(row) = rows.next()? {
            let place = Cursor { key: row.get(1)?, row: row.get(0)? };
            let candidate = item.query([place.row])?.next()?.map(Candidate::of).transpose()?;
            if let Some(candidate) = candidate
                && !take(place, candidate)?
            {
                break;
            }
        }
        Ok(())
    }

    fn each_by_status(
        &self,
        connection: &Connection,
        page: Page,
        take: &mut dyn FnMut(Cursor, Candidate) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let start = page.start(i64::from(i32::MAX));
        // each status is read in order from its index, and the heads are merged
        let (since, until) = self.days();
        let mut statements = Vec::new();
        for _ in self.statuses_kept() {
            statements.push(connection.prepare(
                "SELECT act, status, status_day, last_day, due_last, day FROM item
                 WHERE root = act AND status = ?1 AND day BETWEEN ?2 AND ?3 AND (day < ?4 OR act > ?5)
                 ORDER BY day DESC, act",
            )?);
        }
        let mut streams = Vec::new();
        for (statement, status) in statements.iter_mut().zip(self.statuses_kept()) {
            let until = i64::from(until).min(start.key);
            streams.push(statement.query(params![status.as_str(), since, until, start.key, start.row])?);
        }
        let mut heads: Vec<Option<(Cursor, Candidate)>> = Vec::new();
        for stream in &mut streams {
            heads.push(head(stream)?);
        }
        loop {
            let best = (0..heads.len())
                .filter_map(|at| heads[at].as_ref().map(|(place, c)| (std::cmp::Reverse(place.key), c.act, at)))
                .min();
            let Some((_, _, at)) = best else { return Ok(()) };
            let next = head(&mut streams[at])?;
            if let Some((place, candidate)) = std::mem::replace(&mut heads[at], next)
                && !take(place, candidate)?
            {
                return Ok(());
            }
        }
    }

    /// The narrower way in, of actor and counterpart.
    fn fewest(&self, connection: &Connection) -> Result<Option<Way<'_>>, StoreError> {
        let mut best: Option<(i64, Way<'_>)> = None;
        for (parties, role) in [(&self.actor, ACTOR), (&self.counterpart, OTHER)] {
            let Some(parties) = parties else { continue };
            let count = |topics: &str| -> Result<i64, StoreError> {
                let sql = format!(
                    "SELECT count(*) FROM (SELECT 1 FROM act_at WHERE party IN ({}) AND role = ?1 AND topic IN ({topics}) LIMIT 20000)",
                    list(parties),
                );
                Ok(connection.prepare(&sql)?.query_row([role], |row| row.get(0))?)
            };
            let mut topics = self.topics();
            let mut n = count(&topics)?;
            if n == 0 && self.issues.is_some() {
                // a person's acts are filed under issues by the side he speaks for alone
                ANY_TOPIC.clone_into(&mut topics);
                n = count(&topics)?;
            }
            if best.as_ref().is_none_or(|(least, _)| n < *least) {
                best = Some((n, Way { parties, role, topics }));
            }
        }
        Ok(best.map(|(_, way)| way))
    }

    fn takes(&self, connection: &Connection, candidate: &Candidate) -> Result<bool, StoreError> {
        let status = candidate.status_on(self.today);
        let is_wanted = if self.filter.statuses.is_empty() {
            status.is_outstanding()
        } else {
            self.filter.statuses.contains(&status)
        };
        Ok(is_wanted && self.is_about(connection, candidate)?)
    }

    /// Whether an item is of the wanted sides, issue, type and time.
    fn is_about(&self, connection: &Connection, candidate: &Candidate) -> Result<bool, StoreError> {
        let mut statement = connection.prepare_cached("SELECT type, day, features FROM act WHERE n = ?1")?;
        let (act_type, day, packed): (i64, Option<i32>, Vec<u8>) =
            statement.query_row([candidate.act], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let act_type = crate::features::type_at(act_type)?;
        let features = crate::features::Features::unpack(&packed)?;
        let (since, until) = self.days();
        let has = |wanted: &Option<Vec<i64>>, lists: &[&[i64]]| {
            wanted.as_ref().is_none_or(|w| lists.iter().any(|list| list.iter().any(|n| w.contains(n))))
        };
        let others = features.other_sides(act_type);
        let is_between_two = self.actor != self.counterpart || !act_type.is_reciprocal();
        Ok((self.filter.types.is_empty() || self.filter.types.contains(&act_type))
            && day.is_none_or(|day| (since..=until).contains(&day))
            && is_on(self.issues.as_deref(), &features.issues)
            && has(&self.actor, &[&features.actors, &features.actor_sides])
            && has(&self.counterpart, &[&features.recipients, others])
            && is_between_two)
    }

    /// A condition, to be put into a query, that rows of a table with `act` and `day` stand where the wanted sides look
    /// acts up. It is there for speed: it leaves in whatever [`Self::is_about`] takes.
    fn is_at(&self, table: &str) -> String {
        let side = |parties: &Option<Vec<i64>>, role: i64| {
            parties.as_ref().map_or_else(String::new, |parties| {
                format!(
                    " AND EXISTS (SELECT 1 FROM act_at p WHERE p.party IN ({}) AND p.role = {role} AND p.topic = {ANY_TOPIC}
                      AND p.day = {table}.day AND p.act = {table}.act)",
                    list(parties)
                )
            })
        };
        side(&self.actor, ACTOR) + &side(&self.counterpart, OTHER)
    }

    /// The statuses, as they are kept, that may be shown as a wanted one.
    fn statuses_kept(&self) -> Vec<Status> {
        let mut kept: Vec<Status> = self.filter.statuses.iter().copied().filter(|s| *s != Status::Lapsed).collect();
        if self.filter.statuses.is_empty() || self.filter.statuses.contains(&Status::Lapsed) {
            kept.extend(OUTSTANDING);
        }
        kept.push(Status::Lapsed);
        kept.sort();
        kept.dedup();
        kept
    }

    /// The topics under which acts are filed, to be put into a query.
    fn topics(&self) -> String {
        self.issues.as_ref().map_or_else(|| ANY_TOPIC.to_owned(), |issues| list(issues))
    }

    fn days(&self) -> (i32, i32) {
        (self.filter.since.map_or(i32::MIN, |d| d.0), self.filter.until.map_or(i32::MAX, |d| d.0))
    }
}

/// The next candidate, with its day in the sixth column.
fn head(rows: &mut rusqlite::Rows<'_>) -> Result<Option<(Cursor, Candidate)>, StoreError> {
    let Some(row) = rows.next()? else { return Ok(None) };
    let candidate = Candidate::of(row)?;
    Ok(Some((Cursor { key: row.get(5)?, row: candidate.act }, candidate)))
}

fn row(show: &mut Show<'_>, candidate: &Candidate, today: Day) -> Result<ItemRow, StoreError> {
    let status = candidate.status_on(today);
    let since = if status == candidate.status { candidate.status_day } else { candidate.due_last.map(|d| d + 1) };
    let dated = |day: Option<i32>| day.filter(|d| *d != crate::index::UNDATED.0).map(Day);
    Ok(ItemRow {
        act: show.act(candidate.act)?,
        status,
        since: dated(since),
        last: dated(candidate.last_day),
        due: candidate.due_last.map(Day),
    })
}

fn thread(ledger: &Ledger, event: i64, today: Day) -> Result<Thread, StoreError> {
    let connection = &ledger.connection;
    let decisions = kept::decisions(connection, None)?;
    let sets = statuses_set(connection, &decisions)?;
    let thread = thread_of(connection, event, &sets)?;
    let mut show = Show::new(ledger);
    let mut steps = vec![ThreadStep {
        act: Some(show.act(thread.root)?),
        bears_on: None,
        relation: None,
        state: "root".to_owned(),
        score: None,
        why: String::new(),
        reports: reports(connection, &mut show, thread.root)?,
    }];
    for step in &thread.steps {
        let earlier = show.act(step.earlier)?.id;
        steps.push(match step.later {
            Some(later) => {
                let (state, score): (String, i64) = connection
                    .prepare_cached("SELECT state, score FROM link WHERE later = ?1 AND earlier = ?2")?
                    .query_row([later, step.earlier], |row| Ok((row.get(0)?, row.get(1)?)))?;
                ThreadStep {
                    act: Some(show.act(later)?),
                    bears_on: Some(earlier),
                    relation: step.relation,
                    state,
                    score: Some(score),
                    why: step.why.clone(),
                    reports: reports(connection, &mut show, later)?,
                }
            }
            None => ThreadStep {
                act: None,
                bears_on: Some(earlier),
                relation: None,
                state: "set".to_owned(),
                score: None,
                why: format!("{} on {}: {}", step.status, step.day, step.why),
                reports: Vec::new(),
            },
        });
    }
    let possible = possible(connection, &mut show, &thread.members)?;
    let mut changes = fold(&thread.steps);
    let candidate = candidate_of(connection, thread.root, &changes)?;
    let item = row(&mut show, &candidate, today)?;
    if item.status == Status::Lapsed && changes.last().is_none_or(|c| c.status != Status::Lapsed) {
        let day = item.since.unwrap_or(today);
        changes.push(Change {
            day,
            status: Status::Lapsed,
            relation: None,
            why: format!("due until {}, and nothing more was heard", day.plus(-1)),
            later: None,
            earlier: thread.root,
        });
    }
    Ok(Thread { item, steps, changes, possible })
}

/// The kept row of a thread's first act; one that is not followed up has none and counts as open.
fn candidate_of(connection: &Connection, root: i64, changes: &[Change]) -> Result<Candidate, StoreError> {
    use rusqlite::OptionalExtension;
    let mut statement =
        connection.prepare_cached("SELECT act, status, status_day, last_day, due_last FROM item WHERE act = ?1")?;
    let kept = statement.query_row([root], |row| Ok(Candidate::of(row))).optional()?;
    match kept {
        Some(candidate) => candidate,
        None => Ok(Candidate {
            act: root,
            status: changes.last().map_or(Status::Open, |c| c.status),
            status_day: changes.last().map(|c| c.day.0),
            last_day: None,
            due_last: None,
        }),
    }
}

fn reports(connection: &Connection, show: &mut Show<'_>, event: i64) -> Result<Vec<ActView>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT n FROM act WHERE event = ?1 AND event <> n ORDER BY day, n")?;
    let rows: Vec<i64> = statement.query_map([event], |row| row.get(0))?.collect::<Result<_, _>>()?;
    rows.into_iter().map(|n| show.act(n)).collect()
}

fn possible(
    connection: &Connection,
    show: &mut Show<'_>,
    members: &std::collections::BTreeSet<i64>,
) -> Result<Vec<ThreadStep>, StoreError> {
    let mut steps = Vec::new();
    let mut statement = connection.prepare_cached(
        "SELECT l.later, l.relation, l.score, l.why FROM link l WHERE l.earlier = ?1 AND l.score < ?2 AND l.state = 'possible'
         ORDER BY l.score DESC, l.later",
    )?;
    for &member in members {
        let mut rows = statement.query([member, SUGGESTED])?;
        while let Some(row) = rows.next()? {
            let relation: String = row.get(1)?;
            steps.push(ThreadStep {
                act: Some(show.act(row.get(0)?)?),
                bears_on: Some(show.act(member)?.id),
                relation: Relation::from_name(&relation),
                state: "possible".to_owned(),
                score: row.get(2)?,
                why: row.get(3)?,
                reports: Vec::new(),
            });
        }
    }
    Ok(steps)
}

/// Whether an act on some issues is on one of those wanted.
pub(crate) fn is_on(wanted: Option<&[i64]>, issues: &[i64]) -> bool {
    wanted.is_none_or(|wanted| issues.iter().any(|issue| wanted.contains(issue)))
}

/// Numbers, to be put into a query.
pub(crate) fn list(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}
