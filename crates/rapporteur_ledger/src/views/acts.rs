//! Acts by who did what to whom about what, and the last words of each side on an issue.

use rapporteur_record::{ActType, Family};
use rusqlite::params;
use serde::Serialize;

use super::items::{is_on, list};
use super::{ActView, Cursor, Page, PageOf, PartyRow, Show};
use crate::error::{LookupError, StoreError};
use crate::features::{Features, type_at};
use crate::index::{ACTOR, OTHER, UNDATED};
use crate::issues::issues_named;
use crate::ledger::Ledger;
use crate::parties::{IDENTITIES, exactly_named, name_of, named};
use crate::time::Day;

/// Which acts are wanted; what is left out does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActFilter {
    /// Who did it: a country's code, or a name.
    pub actor: Option<String>,
    /// To whom or with whom.
    pub counterpart: Option<String>,
    /// An issue's id.
    pub issue: Option<String>,
    /// Types of act.
    pub types: Vec<ActType>,
    /// The first day.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

/// The last words of one side on an issue.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Stance {
    /// The side.
    pub side: PartyRow,
    /// What it said last.
    pub act: ActView,
    /// How often it spoke on the issue.
    pub n_acts: i64,
}

/// A name of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartyName {
    /// The name.
    pub name: String,
    /// Documents that use it.
    pub n_documents: i64,
}

/// An actor with all its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartyView {
    /// Its line.
    pub party: PartyRow,
    /// The country that it is or belongs to.
    pub country: Option<String>,
    /// The names that documents use, the most frequent first, with the number of documents.
    pub names: Vec<PartyName>,
    /// Keys that were found to be the same actor.
    pub identities: Vec<String>,
}

impl Ledger {
    /// Acts, the newest first, each event once.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be read.
    pub fn acts(&self, filter: &ActFilter, page: Page) -> Result<PageOf<ActView>, LookupError> {
        let connection = &self.connection;
        let party = |name: &Option<String>| name.as_deref().map(|n| named(connection, n)).transpose();
        let (actor, counterpart) = (party(&filter.actor)?, party(&filter.counterpart)?);
        let issues = filter.issue.as_deref().map(|i| issues_named(connection, &self.thesaurus, i)).transpose()?;
        let from = match (&actor, &counterpart, &issues) {
            (Some(parties), _, _) => {
                way_in(&format!("p.party IN ({}) AND p.role = {ACTOR} AND p.topic = 0", list(parties)))
            }
            (None, Some(parties), _) => {
                way_in(&format!("p.party IN ({}) AND p.role = {OTHER} AND p.topic = 0", list(parties)))
            }
            (None, None, Some(issues)) => {
                way_in(&format!("p.topic IN ({}) AND p.topic <> 0 AND p.role = {ACTOR}", list(issues)))
            }
            (None, None, None) => format!(
                "SELECT n, type, features, coalesce(day, {0}) AS at FROM act
                 WHERE event = n AND at BETWEEN ?1 AND ?2 AND (at < ?3 OR n > ?4) ORDER BY coalesce(day, {0}) DESC, n",
                UNDATED.0
            ),
        };
        let start = page.start(i64::from(i32::MAX));
        let mut statement = connection.prepare_cached(&from)?;
        let (since, until) = (filter.since.map_or(i32::MIN, |d| d.0), filter.until.map_or(i32::MAX, |d| d.0));
        let mut rows = statement.query(params![since, i64::from(until).min(start.key), start.key, start.row])?;
        let mut show = Show::new(self);
        let mut acts: Vec<(Cursor, ActView)> = Vec::new();
        while let Some(row) = rows.next()? {
            let (n, act_type): (i64, ActType) = (row.get(0)?, type_at(row.get(1)?)?);
            if acts.last().is_some_and(|(last, _)| last.row == n) {
                continue;
            }
            let features = Features::unpack(&row.get::<_, Vec<u8>>(2)?)?;
            let is_with = counterpart.as_ref().is_none_or(|parties| {
                let others = features.other_sides(act_type).iter().chain(&features.recipients);
                others.copied().any(|other| parties.contains(&other))
            });
            let is_wanted = is_with
                && (filter.types.is_empty() || filter.types.contains(&act_type))
                && is_on(issues.as_deref(), &features.issues);
            if is_wanted {
                acts.push((Cursor { key: row.get(3)?, row: n }, show.act(n)?));
            }
            if acts.len() > page.limit {
                break;
            }
        }
        Ok(PageOf::cut(acts, page))
    }

    /// The last words of every side that spoke on an issue, those that spoke last first.
    ///
    /// # Errors
    /// Where the name leads to no issue, or the ledger cannot be read.
    pub fn stances(&self, issue: &str, page: Page) -> Result<PageOf<Stance>, LookupError> {
        let connection = &self.connection;
        let issues = issues_named(connection, &self.thesaurus, issue)?;
        // an act that is on several of them counts once
        let distinct = if issues.len() > 1 { "DISTINCT" } else { "" };
        let mut statement = connection.prepare(&format!(
            "SELECT {distinct} p.entity, a.n, a.type, t.day FROM act_at t CROSS JOIN party p ON p.n = t.party
             CROSS JOIN act a ON a.n = t.act
             WHERE t.topic IN ({}) AND t.topic <> 0 AND t.role = 0 AND a.event = a.n
             ORDER BY t.day DESC, t.act DESC",
            list(&issues)
        ))?;
        let mut rows = statement.query([])?;
        let mut sides: Vec<(Cursor, i64, i64)> = Vec::new();
        while let Some(row) = rows.next()? {
            if type_at(row.get(2)?)?.family() == Family::Deed {
                continue;
            }
            let side: i64 = row.get(0)?;
            match sides.iter_mut().find(|(_, s, _)| *s == side) {
                Some((_, _, n_acts)) => *n_acts += 1,
                None => sides.push((Cursor { key: row.get(3)?, row: row.get(1)? }, side, 1)),
            }
        }
        let mut show = Show::new(self);
        let mut stances = Vec::new();
        let start = page.after.unwrap_or(Cursor { key: i64::MAX, row: i64::MAX });
        for (place, side, n_acts) in sides.into_iter().filter(|(p, _, _)| *p < start).take(page.limit.saturating_add(1))
        {
            stances.push((place, Stance { side: self.party_row(side)?, act: show.act(place.row)?, n_acts }));
        }
        Ok(PageOf::cut(stances, page))
    }

    /// An actor by its key, a country's code, or a name.
    ///
    /// # Errors
    /// Where the name leads to nobody or to several, or the ledger cannot be read.
    pub fn party(&self, name: &str) -> Result<PartyView, LookupError> {
        let connection = &self.connection;
        let numbers = named(connection, name)?;
        let entity: i64 =
            connection.query_row("SELECT entity FROM party WHERE n = ?1", [numbers[0]], |row| row.get(0))?;
        let country = connection.query_row("SELECT country FROM party WHERE n = ?1", [entity], |row| row.get(0))?;
        let mut statement = connection.prepare(&format!(
            "SELECT name, sum(documents) AS total FROM party_name WHERE party IN ({}) AND documents > 0
             GROUP BY name ORDER BY total DESC, name",
            list(&numbers)
        ))?;
        let names = statement
            .query_map([], |row| Ok(PartyName { name: row.get(0)?, n_documents: row.get(1)? }))?
            .collect::<Result<_, _>>()?;
        let mut statement =
            connection.prepare(&format!("SELECT key FROM party WHERE n IN ({}) ORDER BY key", list(&numbers)))?;
        let identities = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(PartyView { party: self.party_row(entity)?, country, names, identities })
    }

    /// The key of the actor whose key, code or whole name this is, where there is just one.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn known_party(&self, name: &str) -> Result<Option<String>, StoreError> {
        let Some(entity) = exactly_named(&self.connection, name)? else { return Ok(None) };
        let mut statement = self.connection.prepare_cached("SELECT key FROM party WHERE n = ?1")?;
        Ok(Some(statement.query_row([entity], |row| row.get(0))?))
    }

    pub(super) fn party_row(&self, entity: i64) -> Result<PartyRow, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT p.key, p.kind, (SELECT coalesce(sum(documents), 0) FROM party_name
                WHERE party IN ({IDENTITIES})) FROM party p WHERE p.n = ?1"
        ))?;
        let (key, kind, n_documents) =
            statement.query_row([entity], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(PartyRow { key, name: name_of(&self.connection, entity)?, kind, n_documents })
    }
}

fn way_in(condition: &str) -> String {
    format!(
        "SELECT a.n, a.type, a.features, p.day FROM act_at p CROSS JOIN act a ON a.n = p.act
         WHERE {condition} AND p.day BETWEEN ?1 AND ?2 AND (p.day < ?3 OR p.act > ?4) AND a.event = a.n
         ORDER BY p.day DESC, p.act"
    )
}
