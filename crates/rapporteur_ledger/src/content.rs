//! What a ledger holds, as lines that do not depend on the order in which it came.
//!
//! Inner numbers are written as the names they stand for. Two ledgers with the same lines answer the same.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::StoreError;
use crate::features::{Features, type_at};
use crate::index::document_of;
use crate::locate::{act_reference, meeting_reference};
use crate::numbers::Reader;

/// Names of inner numbers.
struct Names {
    parties: BTreeMap<i64, String>,
    topics: BTreeMap<i64, String>,
    acts: BTreeMap<i64, String>,
    meetings: BTreeMap<i64, String>,
}

/// Everything that was worked out, sorted.
pub(crate) fn lines(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let names = Names::read(connection)?;
    let mut lines = Vec::new();
    documents(connection, &mut lines)?;
    parties(connection, &names, &mut lines)?;
    acts(connection, &names, &mut lines)?;
    meetings(connection, &names, &mut lines)?;
    follow_up(connection, &names, &mut lines)?;
    lines.sort();
    Ok(lines)
}

impl Names {
    fn read(connection: &Connection) -> Result<Self, StoreError> {
        let words = |sql: &str| -> Result<BTreeMap<i64, String>, StoreError> {
            let mut statement = connection.prepare(sql)?;
            Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        };
        let anchors = |sql: &str| -> Result<Vec<(i64, i64)>, StoreError> {
            let mut statement = connection.prepare(sql)?;
            Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        };
        let acts = anchors("SELECT n, anchor FROM act")?;
        let meetings = anchors("SELECT n, anchor FROM meeting_report")?;
        Ok(Self {
            parties: words("SELECT n, key FROM party")?,
            topics: words("SELECT n, key FROM topic")?,
            acts: acts.into_iter().map(|(n, at)| (n, act_reference(n, at).to_string())).collect(),
            meetings: meetings.into_iter().map(|(n, at)| (n, meeting_reference(n, at).to_string())).collect(),
        })
    }

    fn list(names: &BTreeMap<i64, String>, numbers: &[i64]) -> String {
        let mut list: Vec<&str> = numbers.iter().map(|n| names.get(n).map_or("?", String::as_str)).collect();
        list.sort_unstable();
        list.join(",")
    }

    fn act(&self, n: i64) -> &str {
        self.acts.get(&n).map_or("?", String::as_str)
    }

    fn meeting(&self, n: i64) -> &str {
        self.meetings.get(&n).map_or("?", String::as_str)
    }
}

fn documents(connection: &Connection, lines: &mut Vec<String>) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT d.n, lower(hex(d.hash)), i.day, i.genre, i.is_current, i.n_rulings, lower(hex(i.passages)), i.release
         FROM document d LEFT JOIN indexed i ON i.document = d.n",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        lines.push(format!(
            "document {} {} day {:?} {} current {:?} rulings {:?} passages {} of {}",
            crate::ids::DocumentNumber(row.get(0)?),
            row.get::<_, String>(1)?,
            row.get::<_, Option<i32>>(2)?,
            row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            row.get::<_, Option<bool>>(4)?,
            row.get::<_, Option<i64>>(5)?,
            row.get::<_, Option<String>>(6)?.unwrap_or_default(),
            crate::ids::DocumentNumber(row.get::<_, Option<i64>>(7)?.unwrap_or(0)),
        ));
    }
    Ok(())
}

fn parties(connection: &Connection, names: &Names, lines: &mut Vec<String>) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare("SELECT p.n, p.entity, m.name, m.documents FROM party p JOIN party_name m ON m.party = p.n")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (party, entity): (i64, i64) = (row.get(0)?, row.get(1)?);
        lines.push(format!(
            "party {} is {} called {:?} in {}",
            Names::list(&names.parties, &[party]),
            Names::list(&names.parties, &[entity]),
            row.get::<_, String>(2)?,
            row.get::<_, i64>(3)?
        ));
    }
    Ok(())
}

fn acts(connection: &Connection, names: &Names, lines: &mut Vec<String>) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT n, event, type, day, due_first, due_last, qualities, confidence, meeting, passage, lower(hex(spans)), features,
                code, quad FROM act",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let features = Features::unpack(&row.get::<_, Vec<u8>>(11)?)?;
        let f = &features;
        let lists = [&f.actors, &f.actor_sides, &f.recipients, &f.recipient_sides, &f.present_sides];
        let parties: Vec<String> = lists.iter().map(|l| Names::list(&names.parties, l)).collect();
        lines.push(format!(
            "act {} event {} {} day {:?} due {:?} {:?} qualities {} confidence {} meeting {} passage {} spans {} parties {} topics {} {} words {:?} code {} {:?}",
            names.act(row.get(0)?),
            names.act(row.get(1)?),
            type_at(row.get(2)?)?,
            row.get::<_, Option<i32>>(3)?,
            row.get::<_, Option<i32>>(4)?,
            row.get::<_, Option<i32>>(5)?,
            row.get::<_, i64>(6)?,
            row.get::<_, i64>(7)?,
            row.get::<_, Option<i64>>(8)?.map_or("-", |m| names.meeting(m)),
            row.get::<_, i64>(9)?,
            row.get::<_, String>(10)?,
            parties.join(" "),
            Names::list(&names.topics, &f.issues),
            Names::list(&names.topics, &f.instruments),
            f.stems,
            row.get::<_, Option<i64>>(12)?.map_or("-", |code| names.topics.get(&code).map_or("?", String::as_str)),
            row.get::<_, Option<i64>>(13)?,
        ));
    }
    let mut statement = connection.prepare("SELECT party, role, topic, day, act FROM act_at")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let topic: i64 = row.get(2)?;
        lines.push(format!(
            "at {} {} {} {} {}",
            Names::list(&names.parties, &[row.get(0)?]),
            row.get::<_, i64>(1)?,
            if topic == 0 { "any" } else { names.topics.get(&topic).map_or("?", String::as_str) },
            row.get::<_, i32>(3)?,
            names.act(row.get(4)?)
        ));
    }
    let mut statement = connection.prepare("SELECT key, acts FROM topic WHERE acts <> 0")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        lines.push(format!("topic {} acts {}", row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
    }
    Ok(())
}

fn meetings(connection: &Connection, names: &Names, lines: &mut Vec<String>) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare("SELECT n, meeting, day, day_last, form, status, name, place, features FROM meeting_report")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let packed: Vec<u8> = row.get(8)?;
        let mut reader = Reader::new(&packed);
        let mut list = || -> Result<Vec<i64>, StoreError> {
            Ok(reader.list()?.into_iter().map(|n| i64::try_from(n).unwrap_or(0)).collect())
        };
        let (sides, persons, topics) = (list()?, list()?, list()?);
        lines.push(format!(
            "meeting {} in {} day {:?} {:?} {} {} {:?} {:?} {} {} {}",
            names.meeting(row.get(0)?),
            names.meeting(row.get(1)?),
            row.get::<_, Option<i32>>(2)?,
            row.get::<_, Option<i32>>(3)?,
            row.get::<_, String>(4)?,
            row.get::<_, String>(5)?,
            row.get::<_, Option<String>>(6)?,
            row.get::<_, Option<String>>(7)?,
            Names::list(&names.parties, &sides),
            Names::list(&names.parties, &persons),
            Names::list(&names.topics, &topics),
        ));
    }
    Ok(())
}

fn follow_up(connection: &Connection, names: &Names, lines: &mut Vec<String>) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT later, earlier, relation, score, state, why FROM link")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        lines.push(format!(
            "link {} {} {} {} {} {}",
            names.act(row.get(0)?),
            row.get::<_, String>(2)?,
            names.act(row.get(1)?),
            row.get::<_, i64>(3)?,
            row.get::<_, String>(4)?,
            row.get::<_, String>(5)?
        ));
    }
    let mut statement =
        connection.prepare("SELECT act, root, status, status_day, last_day, due_last, day FROM item")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        lines.push(format!(
            "item {} of {} {} since {:?} last {:?} due {:?} day {}",
            names.act(row.get(0)?),
            names.act(row.get(1)?),
            row.get::<_, String>(2)?,
            row.get::<_, Option<i32>>(3)?,
            row.get::<_, Option<i32>>(4)?,
            row.get::<_, Option<i32>>(5)?,
            row.get::<_, i64>(6)?
        ));
    }
    let mut statement = connection.prepare("SELECT document, other FROM copy")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (one, other) = (crate::ids::DocumentNumber(row.get(0)?), crate::ids::DocumentNumber(row.get(1)?));
        lines.push(format!("copy {one} {other}"));
    }
    let mut statement = connection.prepare("SELECT day, act, count(*) FROM cell GROUP BY day, act")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let n: i64 = row.get(1)?;
        lines.push(format!(
            "cells {} {} {} in {}",
            row.get::<_, i64>(0)?,
            names.act(n),
            row.get::<_, i64>(2)?,
            document_of(n)
        ));
    }
    Ok(())
}
