//! Links later acts to the requests and promises that they follow up.
//!
//! The links of an act depend on that act, on the acts before it that share a cell, and on people's decisions; so a
//! change is worked through the cells that it marked, and the outcome is the same as from the whole ledger.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use rapporteur_record::ActType;
use rusqlite::{Connection, OptionalExtension, params};

use super::rules::{Event, Judgement, SUGGESTED, WINDOW_DAYS, judge};
use super::{Relation, can_follow, is_item};
use crate::cells::cells;
use crate::decision::{Decision, Subject, Verdict};
use crate::error::StoreError;
use crate::features::{Features, Qualities, type_at};
use crate::ids::DocumentNumber;
use crate::index::{UNDATED, document_of, rows_of};
use crate::locate::act_of;
use crate::rulings::in_force;
use crate::time::{Day, DayRange};

/// The most links of one act.
const MOST_LINKS: usize = 4;

/// How one act bears on another, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    earlier: i64,
    judgement: Judgement,
    is_confirmed: bool,
}

/// What people decided about pairs of events, by later and earlier: a relation, or none.
type Rulings = BTreeMap<(i64, i64), (Option<Relation>, String)>;

/// Works out the links of every act in marked cells and touched documents. Gives the items touched.
pub(crate) fn relink(
    connection: &Connection,
    documents: &BTreeSet<i64>,
    decisions: &[Decision],
) -> Result<BTreeSet<i64>, StoreError> {
    let mut engine = Engine { connection, events: HashMap::new(), cells: HashMap::new() };
    let rulings = rulings(connection, decisions)?;
    let mut touched = BTreeSet::new();
    let mut laters = engine.marked()?;
    for &document in documents {
        let rows = rows_of(DocumentNumber(document));
        let mut acts = connection.prepare_cached("SELECT n FROM act WHERE n >= ?1 AND n < ?2")?;
        for n in acts.query_map([rows.start, rows.end], |row| row.get::<_, i64>(0))? {
            let n = n?;
            laters.insert(n);
            touched.insert(n);
        }
    }
    laters.extend(rulings.keys().map(|(later, _)| *later));
    for later in laters {
        engine.relink_one(later, &rulings, &mut touched)?;
    }
    connection.execute("DELETE FROM pending_cell", [])?;
    Ok(touched)
}

struct Engine<'c> {
    connection: &'c Connection,
    /// Acts that stand for events; none for those that do not.
    events: HashMap<i64, Option<Rc<Event>>>,
    /// The acts of a cell that ask or promise, by day.
    cells: HashMap<i64, Rc<Vec<(i32, i64)>>>,
}

impl Engine<'_> {
    /// The acts that stand in a marked cell on its day or after.
    fn marked(&self) -> Result<BTreeSet<i64>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT DISTINCT c.act FROM pending_cell p JOIN cell c ON c.cell = p.cell AND c.day >= p.day")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn relink_one(&mut self, later: i64, rulings: &Rulings, touched: &mut BTreeSet<i64>) -> Result<(), StoreError> {
        let before = self.kept(later)?;
        let now = match self.event(later)? {
            Some(event) => self.links_of(&event, rulings)?,
            None => Vec::new(),
        };
        if before == now {
            return Ok(());
        }
        self.connection.prepare_cached("DELETE FROM link WHERE later = ?1")?.execute([later])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO link (later, earlier, relation, score, state, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for link in &now {
            let j = &link.judgement;
            let state = match (link.is_confirmed, j.score >= SUGGESTED) {
                (true, _) => "confirmed",
                (false, true) => "suggested",
                (false, false) => "possible",
            };
            insert.execute(params![later, link.earlier, j.relation.as_str(), j.score, state, j.why])?;
        }
        touched.insert(later);
        touched.extend(before.iter().chain(&now).map(|l| l.earlier));
        Ok(())
    }

    fn links_of(&mut self, later: &Event, rulings: &Rulings) -> Result<Vec<Link>, StoreError> {
        let mut links = Vec::new();
        for earlier in self.candidates(later)? {
            if rulings.contains_key(&(later.n, earlier)) {
                continue;
            }
            let Some(event) = self.event(earlier)? else { continue };
            links.extend(judge(&event, later).map(|judgement| Link { earlier, judgement, is_confirmed: false }));
        }
        let ruled = rulings.range((later.n, i64::MIN)..=(later.n, i64::MAX));
        for (&(_, earlier), (relation, why)) in ruled {
            if let Some(relation) = *relation
                && self.event(earlier)?.is_some()
            {
                let judgement = Judgement { relation, score: 1000, why: why.clone() };
                links.push(Link { earlier, judgement, is_confirmed: true });
            }
        }
        self.choose(later, links)
    }

    /// The best links: people's own first, and at most one act that is said again.
    fn choose(&mut self, later: &Event, mut links: Vec<Link>) -> Result<Vec<Link>, StoreError> {
        let mut ranks = HashMap::new();
        for link in &links {
            let event = self.event(link.earlier)?;
            ranks.insert(link.earlier, event.map(|e| (later.day.0 - e.day.0, e.document, e.anchor)));
        }
        links.sort_by_key(|l| (!l.is_confirmed, -l.judgement.score, ranks[&l.earlier]));
        let mut n_repeats = 0;
        links.retain(|link| {
            n_repeats += usize::from(link.judgement.relation == Relation::Repeats);
            link.judgement.relation != Relation::Repeats || n_repeats == 1
        });
        let n_confirmed = links.iter().filter(|l| l.is_confirmed).count();
        links.truncate(MOST_LINKS.max(n_confirmed));
        links.sort_by_key(|l| l.earlier);
        Ok(links)
    }

    fn candidates(&mut self, later: &Event) -> Result<BTreeSet<i64>, StoreError> {
        let mut found = BTreeSet::new();
        for cell in cells(later.act_type, &later.features) {
            let asks = self.asks_in(cell)?;
            let from = asks.partition_point(|(day, _)| *day < later.day.0.saturating_sub(WINDOW_DAYS));
            let to = asks.partition_point(|(day, _)| *day <= later.day.0);
            found.extend(asks[from..to].iter().map(|(_, act)| *act));
        }
        found.remove(&later.n);
        Ok(found)
    }

    fn asks_in(&mut self, cell: i64) -> Result<Rc<Vec<(i32, i64)>>, StoreError> {
        if let Some(asks) = self.cells.get(&cell) {
            return Ok(Rc::clone(asks));
        }
        let mut statement =
            self.connection.prepare_cached("SELECT day, act FROM cell WHERE cell = ?1 ORDER BY day, act")?;
        let all: Vec<(i32, i64)> =
            statement.query_map([cell], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        let mut asks = Vec::new();
        for (day, act) in all {
            if self.event(act)?.is_some_and(|e| is_item(e.act_type)) {
                asks.push((day, act));
            }
        }
        let asks = Rc::new(asks);
        self.cells.insert(cell, Rc::clone(&asks));
        Ok(asks)
    }

    /// The act, where it stands for its event and can bear on others.
    fn event(&mut self, n: i64) -> Result<Option<Rc<Event>>, StoreError> {
        if let Some(event) = self.events.get(&n) {
            return Ok(event.clone());
        }
        let event = load(self.connection, n)?.map(Rc::new);
        self.events.insert(n, event.clone());
        Ok(event)
    }

    fn kept(&self, later: i64) -> Result<Vec<Link>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT earlier, relation, score, why, state FROM link WHERE later = ?1 ORDER BY earlier",
        )?;
        let mut rows = statement.query([later])?;
        let mut links = Vec::new();
        while let Some(row) = rows.next()? {
            let relation: String = row.get(1)?;
            let relation = Relation::from_name(&relation)
                .ok_or_else(|| StoreError::corrupt(format!("a link's relation {relation:?}")))?;
            let judgement = Judgement { relation, score: row.get(2)?, why: row.get(3)? };
            links.push(Link { earlier: row.get(0)?, judgement, is_confirmed: row.get::<_, String>(4)? == "confirmed" });
        }
        Ok(links)
    }
}

fn load(connection: &Connection, n: i64) -> Result<Option<Event>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT type, anchor, day, due_first, due_last, qualities, features FROM act WHERE n = ?1 AND event = n",
    )?;
    let row = statement.query_row([n], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, Option<i32>>(2)?,
            row.get::<_, Option<i32>>(3)?,
            row.get::<_, Option<i32>>(4)?,
            row.get::<_, i64>(5)?,
            row.get::<_, Vec<u8>>(6)?,
        ))
    });
    let Some((act_type, anchor, day, due_first, due_last, qualities, features)) = row.optional()? else {
        return Ok(None);
    };
    let act_type: ActType = type_at(act_type)?;
    if !can_follow(act_type) {
        return Ok(None);
    }
    Ok(Some(Event {
        n,
        document: document_of(n).0,
        anchor,
        act_type,
        day: day.map_or(UNDATED, Day),
        due: due_first.zip(due_last).map(|(first, last)| DayRange { first: Day(first), last: Day(last) }),
        qualities: Qualities::unpack(qualities)?,
        features: Features::unpack(&features)?,
    }))
}

fn rulings(connection: &Connection, decisions: &[Decision]) -> Result<Rulings, StoreError> {
    let mut rulings = Rulings::new();
    for decision in in_force(decisions) {
        let Subject::Link { earlier, later } = &decision.subject else { continue };
        let relation = match decision.verdict {
            Verdict::Link { relation } => Some(relation),
            Verdict::Unlink => None,
            _ => continue,
        };
        let (Some(earlier), Some(later)) = (act_of(connection, earlier)?, act_of(connection, later)?) else { continue };
        let why = format!("decided by {} on {}", decision.who, decision.at.day());
        rulings.insert((event_of(connection, later)?, event_of(connection, earlier)?), (relation, why));
    }
    Ok(rulings)
}

fn event_of(connection: &Connection, n: i64) -> Result<i64, StoreError> {
    Ok(connection.prepare_cached("SELECT event FROM act WHERE n = ?1")?.query_row([n], |row| row.get(0))?)
}
