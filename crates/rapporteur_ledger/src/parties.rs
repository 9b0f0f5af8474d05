//! Who is who across documents.
//!
//! A local actor becomes a party by a key: `c:ISO` for a country or its government, `w:…` for an entry of the world,
//! `n:class:country:name` for a name that the world does not have. A party of a bare name is judged to be the world's
//! entry of that name and country where there is exactly one; a person can say otherwise.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rapporteur_record::{Actor, ActorKind, Record};
use rusqlite::{Connection, OptionalExtension, params};

use crate::decision::{Decision, Subject, Verdict};
use crate::error::{LookupError, StoreError};
use crate::rulings::in_force;
use crate::words::fold;

/// The key of a country: its name in every list of sides.
pub(crate) fn country_key(iso: &str) -> String {
    format!("c:{}", iso.to_uppercase())
}

/// The key of one actor, as far as its document tells.
pub(crate) fn key_of(record: &Record, actor: &Actor) -> String {
    use ActorKind as K;
    let is_state = matches!(actor.kind, K::Country | K::Government);
    if let Some(iso) = actor.country.as_deref().filter(|_| is_state) {
        return country_key(iso);
    }
    if let Some(world_id) = &actor.world_id {
        return format!("w:{world_id}");
    }
    let name = fold(&actor.name);
    let country = actor.country.as_deref().unwrap_or("-");
    let class = class(actor.kind);
    let is_known = match actor.kind {
        K::Person => name.contains(' '),
        K::Group | K::Unknown | K::People | K::Office => actor.country.is_some(),
        _ => true,
    };
    if is_known && !name.is_empty() {
        format!("n:{class}:{country}:{name}")
    } else {
        // "all parties" here are not "all parties" elsewhere
        short(&format!("d:{}:{class}:{name}", record.document.id)).into_owned()
    }
}

/// The key of a document's own actor with the beginning of the hash. Decisions made under older formats have the whole.
fn short(key: &str) -> Cow<'_, str> {
    const DIGITS: usize = 64;
    match key.strip_prefix("d:sha256:").and_then(|rest| rest.get(..16).zip(rest.get(DIGITS..))) {
        Some((hash, rest)) => format!("d:{hash}{rest}").into(),
        None => key.into(),
    }
}

/// The key of the side on whose behalf an actor acts: a country, an organization, or itself.
pub(crate) fn side_of(record: &Record, actor: &Actor) -> String {
    use ActorKind as K;
    let mut top = actor;
    for _ in 0..record.actors.len() {
        let Some(next) = top.represents.as_deref().and_then(|id| record.actors.iter().find(|a| a.id == id)) else {
            break;
        };
        top = next;
    }
    let acts_for_state = matches!(top.kind, K::Person | K::Office | K::Government | K::Ministry | K::Country);
    match top.country.as_deref().filter(|_| acts_for_state) {
        Some(iso) => country_key(iso),
        None => key_of(record, top),
    }
}

fn class(kind: ActorKind) -> char {
    match kind {
        ActorKind::Person => 'p',
        ActorKind::Office => 't',
        _ => 'o',
    }
}

/// The class, country and name by which a bare name is looked for among the world's entries.
fn judged_name(kind: &str, country: Option<&str>, folded: &str) -> String {
    let class = ActorKind::from_name(kind).map_or('o', class);
    format!("n:{class}:{}:{folded}", country.unwrap_or("-"))
}

/// Sets which party stands for each: a function of all names in use and of people's decisions. Gives the parties
/// whose standing changed.
pub(crate) fn merge(connection: &Connection, decisions: &[Decision]) -> Result<Vec<i64>, StoreError> {
    let mut parties: BTreeMap<i64, (String, i64)> = BTreeMap::new();
    let mut by_key: BTreeMap<String, i64> = BTreeMap::new();
    let mut world_of: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT p.n, p.key, p.kind, p.country, p.entity, coalesce(m.folded, '') FROM party p
         LEFT JOIN party_name m ON m.party = p.n ORDER BY p.n",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (n, key): (i64, String) = (row.get(0)?, row.get(1)?);
        if key.starts_with("w:") {
            let kind: String = row.get(2)?;
            let country: Option<String> = row.get(3)?;
            let folded: String = row.get(5)?;
            let same = world_of.entry(judged_name(&kind, country.as_deref(), &folded)).or_default();
            if !folded.is_empty() && same.last() != Some(&n) {
                same.push(n);
            }
        }
        by_key.insert(key.clone(), n);
        parties.insert(n, (key, row.get(4)?));
    }
    let standing = standing(&parties, &by_key, &world_of, decisions);
    let mut changed = Vec::new();
    let mut update = connection.prepare_cached("UPDATE party SET entity = ?2 WHERE n = ?1")?;
    for (&n, (_, before)) in &parties {
        if standing[&n] != *before {
            update.execute(params![n, standing[&n]])?;
            changed.push(n);
        }
    }
    Ok(changed)
}

/// The party that stands for each: of those that are one, the world's entry, else the one with the least key.
fn standing(
    parties: &BTreeMap<i64, (String, i64)>,
    by_key: &BTreeMap<String, i64>,
    world_of: &BTreeMap<String, Vec<i64>>,
    decisions: &[Decision],
) -> BTreeMap<i64, i64> {
    let mut together = Vec::new();
    let mut apart = Vec::new();
    for decision in in_force(decisions) {
        let Subject::Parties { one, other } = &decision.subject else { continue };
        let (Some(&one), Some(&other)) = (by_key.get(&*short(one)), by_key.get(&*short(other))) else { continue };
        let pair = (one.min(other), one.max(other));
        together.retain(|p| *p != pair);
        apart.retain(|p| *p != pair);
        match decision.verdict {
            Verdict::Same => together.push(pair),
            Verdict::Different => apart.push(pair),
            _ => {}
        }
    }
    for (name, worlds) in world_of {
        if let ([world], Some(&bare)) = (worlds.as_slice(), by_key.get(name)) {
            let pair = (bare.min(*world), bare.max(*world));
            if !apart.contains(&pair) {
                together.push(pair);
            }
        }
    }
    let mut parent: BTreeMap<i64, i64> = parties.keys().map(|&n| (n, n)).collect();
    for (one, other) in together {
        let (a, b) = (top(&mut parent, one), top(&mut parent, other));
        parent.insert(a.max(b), a.min(b));
    }
    let group: BTreeMap<i64, i64> = parties.keys().map(|&n| (n, top(&mut parent, n))).collect();
    let mut head: BTreeMap<i64, i64> = BTreeMap::new();
    let rank = |n: i64| {
        let key = &parties[&n].0;
        (!key.starts_with("c:"), !key.starts_with("w:"), key.clone())
    };
    for (&n, &g) in &group {
        head.entry(g)
            .and_modify(|h| {
                if rank(n) < rank(*h) {
                    *h = n;
                }
            })
            .or_insert(n);
    }
    group.into_iter().map(|(n, g)| (n, head[&g])).collect()
}

/// The head of a party's group; shortens the way to it.
fn top(parent: &mut BTreeMap<i64, i64>, n: i64) -> i64 {
    let mut head = n;
    while parent[&head] != head {
        head = parent[&head];
    }
    parent.insert(n, head);
    head
}

/// The parties that are one with `?1`, itself among them, as the index on `entity` finds them.
pub(crate) const IDENTITIES: &str =
    "SELECT n FROM party WHERE n = ?1 UNION ALL SELECT n FROM party WHERE entity = ?1 AND entity <> n";

/// The name by which a party is shown: the one that most documents use.
pub(crate) fn name_of(connection: &Connection, party: i64) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT name FROM party_name WHERE party IN ({IDENTITIES})
         GROUP BY name ORDER BY sum(documents) DESC, name LIMIT 1"
    ))?;
    if let Some(name) = statement.query_row([party], |row| row.get(0)).optional()? {
        return Ok(name);
    }
    let key: String = connection.query_row("SELECT key FROM party WHERE n = ?1", [party], |row| row.get(0))?;
    Ok(key.rsplit(':').next().unwrap_or_default().to_owned())
}

/// All identities of the party that a person named: a country's code, a name, or a world's entry.
pub(crate) fn named(connection: &Connection, name: &str) -> Result<Vec<i64>, LookupError> {
    let entity = match by_key(connection, name)? {
        Some(entity) => entity,
        None => by_name(connection, name)?,
    };
    let mut statement = connection.prepare_cached(&format!("{IDENTITIES} ORDER BY 1"))?;
    let identities = statement.query_map([entity], get)?.collect::<Result<_, _>>()?;
    Ok(identities)
}

/// The party whose key, code or whole name this is; none where several are called so.
pub(crate) fn exactly_named(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    if let Some(entity) = by_key(connection, name)? {
        return Ok(Some(entity));
    }
    let matches = by_whole_name(connection, &fold(name))?;
    Ok(if let [(entity, _)] = matches.as_slice() { Some(*entity) } else { None })
}

fn by_key(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT entity FROM party WHERE key = ?1")?;
    if let Some(entity) = statement.query_row([country_key(name)], get).optional()? {
        return Ok(Some(entity));
    }
    let mut statement = connection.prepare_cached("SELECT entity FROM party WHERE key IN (?1, 'w:' || ?1)")?;
    Ok(statement.query_row([name], get).optional()?)
}

/// The parties of a folded name with their keys; a country called so outranks whatever else is.
fn by_whole_name(connection: &Connection, folded: &str) -> Result<Vec<(i64, String)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.entity, p.key FROM party_name m JOIN party p ON p.n = m.party WHERE m.folded = ?1
         GROUP BY p.entity ORDER BY substr(p.key, 1, 2) <> 'c:', sum(m.documents) DESC, p.key",
    )?;
    let mut matches: Vec<(i64, String)> =
        statement.query_map([folded], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    if matches.first().is_some_and(|(_, key)| key.starts_with("c:")) {
        matches.truncate(1);
    }
    Ok(matches)
}

fn by_name(connection: &Connection, name: &str) -> Result<i64, LookupError> {
    let folded = fold(name);
    let mut matches = by_whole_name(connection, &folded)?;
    if matches.is_empty() && !folded.is_empty() {
        let mut statement = connection.prepare_cached(
            "SELECT p.entity, m.name FROM party_name m JOIN party p ON p.n = m.party
             WHERE ' ' || m.folded || ' ' LIKE '% ' || ?1 || ' %' AND p.key NOT LIKE 'd:%'
             GROUP BY p.entity ORDER BY sum(m.documents) DESC, m.name LIMIT 6",
        )?;
        matches = statement.query_map([&folded], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    }
    match matches.as_slice() {
        [] => Err(LookupError::not_found(
            "actor",
            name,
            Some("try `rapporteur actors WORDS`, or a three-letter country code"),
        )),
        [(entity, _)] => Ok(*entity),
        several => Err(LookupError::Ambiguous {
            kind: "actor",
            name: name.to_owned(),
            matches: several.iter().take(6).map(|(_, key)| key.clone()).collect(),
        }),
    }
}

fn get(row: &rusqlite::Row<'_>) -> rusqlite::Result<i64> {
    row.get(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn a_decision_about_a_key_of_an_older_format_still_counts() {
        let hash = "0123456789abcdef".repeat(4);
        let (own, world) = (format!("d:{}:o:all parties", &hash[..16]), "w:kb:group/all".to_owned());
        let parties = BTreeMap::from([(1, (own.clone(), 1)), (2, (world.clone(), 2))]);
        let by_key = BTreeMap::from([(own, 1), (world.clone(), 2)]);
        let decision = Decision {
            id: "1".to_owned(),
            at: Timestamp(0),
            who: "eva".to_owned(),
            subject: Subject::Parties { one: format!("d:sha256:{hash}:o:all parties"), other: world },
            verdict: Verdict::Same,
            reason: None,
        };
        let standing = |decisions: &[Decision]| standing(&parties, &by_key, &BTreeMap::new(), decisions)[&1];
        assert_eq!(standing(&[]), 1);
        assert_eq!(standing(&[decision]), 2);
    }
}
