//! The records that tell of one meeting, each with what it adds to those before it.

use std::collections::BTreeSet;

use rapporteur_record::{Meeting, MeetingStatus, Record};
use rusqlite::Connection;

use super::{Show, TitleRow};
use crate::error::{LookupError, StoreError};
use crate::ids::DocumentNumber;
use crate::index::{document_of, row_number};
use crate::kept;
use crate::ledger::Ledger;
use crate::locate::{meeting_named, reports_of};
use crate::parties::{named, side_of};
use crate::rulings::uphold;

/// What one document tells of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingAccount {
    /// The document.
    pub document: TitleRow,
    /// Its record as it counts.
    pub record: Record,
    /// The meeting's id in the record; in the first account also those of the meetings around it.
    pub meetings: Vec<String>,
    /// Ids of the acts done there that no account before this one tells.
    pub acts: Vec<String>,
}

impl Ledger {
    /// What each document tells of a meeting, the fullest account first; an account that `issuer` published comes before
    /// all others. A meeting at its edge, or one of the same day that the same people went on to, belongs to it.
    ///
    /// # Errors
    /// Where a name leads to no meeting or party or to several, or the ledger cannot be read.
    pub fn accounts(&self, meeting: &str, issuer: Option<&str>) -> Result<Vec<MeetingAccount>, LookupError> {
        let connection = &self.connection;
        let meeting = meeting_named(connection, meeting)?;
        let issuers = issuer.map(|name| named(connection, name)).transpose()?;
        let mut told = Vec::new();
        for report in reports_of(connection, meeting)? {
            let document = document_of(report);
            let record =
                uphold(kept::record(connection, document)?, &kept::decisions(connection, Some(document))?).record;
            let rank = usize::try_from(report - row_number(document, 0)).unwrap_or(usize::MAX);
            let Some(main) = record.meetings.get(rank).cloned() else { continue };
            let is_ours = match &issuers {
                Some(parties) => is_issued_by(connection, &record, parties)?,
                None => false,
            };
            let n_acts = record.acts.iter().filter(|act| act.meeting.as_ref() == Some(&main.id)).count();
            told.push((!is_ours, std::cmp::Reverse(n_acts), report, document, record, main));
        }
        told.sort_by_key(|(is_theirs, n_acts, report, ..)| (*is_theirs, *n_acts, *report));
        let mut show = Show::new(self);
        let mut seen = BTreeSet::new();
        let mut accounts: Vec<MeetingAccount> = Vec::new();
        for (.., document, record, main) in told {
            let meetings = if accounts.is_empty() { with_those_around(&record, &main) } else { vec![main.id] };
            let events = events_of(connection, document, &record)?;
            let is_new = |(act, event): (&rapporteur_record::Act, &i64)| {
                let is_there = act.meeting.as_ref().is_some_and(|id| meetings.contains(id));
                (is_there && seen.insert(*event)).then(|| act.id.clone())
            };
            let acts = record.acts.iter().zip(&events).filter_map(is_new).collect();
            accounts.push(MeetingAccount { document: show.title(document)?, record, meetings, acts });
        }
        Ok(accounts)
    }
}

/// The events that a document's acts report, in their order.
fn events_of(connection: &Connection, document: DocumentNumber, record: &Record) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT event FROM act WHERE n = ?1")?;
    (0..record.acts.len())
        .map(|rank| Ok(statement.query_row([row_number(document, rank)], |row| row.get(0))?))
        .collect()
}

fn is_issued_by(connection: &Connection, record: &Record, parties: &[i64]) -> Result<bool, StoreError> {
    let issuer = record.document.issuer.as_ref().and_then(|id| record.actors.iter().find(|a| a.id == *id));
    let Some(issuer) = issuer else { return Ok(false) };
    let mut statement = connection.prepare_cached("SELECT n FROM party WHERE key = ?1")?;
    let mut numbers = statement.query([side_of(record, issuer)])?;
    Ok(numbers.next()?.map(|row| row.get::<_, i64>(0)).transpose()?.is_some_and(|n| parties.contains(&n)))
}

/// A meeting, those at its edge or inside it, and those that the same people went on to without another date.
fn with_those_around(record: &Record, main: &Meeting) -> Vec<String> {
    let is_around = |other: &&Meeting| {
        let belongs = [&other.sidelines_of, &other.part_of].into_iter().flatten().any(|id| *id == main.id);
        let goes_on = other.status == MeetingStatus::Held
            && other.date.is_none()
            && main.name.is_some()
            && other.participants.iter().any(|id| main.participants.contains(id));
        other.id != main.id && (belongs || goes_on)
    };
    let around = record.meetings.iter().filter(is_around).map(|other| other.id.clone());
    std::iter::once(main.id.clone()).chain(around).collect()
}
