//! What is found in each document, as rows to look things up by.
//!
//! The rows of a document depend on its reading, on people's decisions about it and on whether it is the current
//! version: nothing else. Removing and making them again leaves marks of what else must be worked out anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rapporteur_record::{Act, ActType, Quad, Record};
use rusqlite::{Connection, OptionalExtension, params};

use crate::cells::cells;
use crate::copies;
use crate::error::StoreError;
use crate::features::{Features, Qualities, Spans, type_at, type_number};
use crate::follow::can_follow;
use crate::ids::DocumentNumber;
use crate::kept;
use crate::numbers::{Reader, Writer};
use crate::parties::{key_of, side_of};
use crate::passages;
use crate::rows;
use crate::rulings::{Ruled, uphold};
use crate::text::Offsets;
use crate::time::{Day, DayRange};
use crate::words::{fold, stem, stems, words};

/// The day under which things without a date stand: before all others.
pub(crate) const UNDATED: Day = Day(-135_140);

/// The rank of a row in its document, beside the document's number.
pub(crate) const RANK_BITS: u32 = 16;

/// In the word index, what a facet of an act begins with: a letter that no text has a meaning for.
pub(crate) const FACET: char = '\u{e000}';

/// In `act_at`: whoever does it.
pub(crate) const ACTOR: i64 = 0;
/// In `act_at`: the other side: whoever it is done to or with, else whoever was there.
pub(crate) const OTHER: i64 = 1;

/// In `act_at`: the actor of acts that name none, so that they too are found by issue.
pub(crate) const NOBODY: i64 = 0;

/// Makes rows for documents of one transaction; names met before are remembered.
pub(crate) struct Indexer<'c> {
    connection: &'c Connection,
    parties: HashMap<String, i64>,
    topics: HashMap<String, i64>,
    /// Sentences to be written in rising order at the end: the word index takes no other order kindly.
    passages: Vec<(i64, String)>,
}

/// The document in which an act or a report stands.
pub(crate) fn document_of(n: i64) -> DocumentNumber {
    DocumentNumber(n >> RANK_BITS)
}

/// The row of the `rank`th act or report of a document.
pub(crate) fn row_number(document: DocumentNumber, rank: usize) -> i64 {
    document.0 << RANK_BITS | i64::try_from(rank).expect("ranks are small")
}

/// The rows of a document's acts or reports, half-open.
pub(crate) fn rows_of(document: DocumentNumber) -> std::ops::Range<i64> {
    row_number(document, 0)..row_number(DocumentNumber(document.0 + 1), 0)
}

impl<'c> Indexer<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection, parties: HashMap::new(), topics: HashMap::new(), passages: Vec::new() }
    }

    /// Makes a document's rows anew.
    pub(crate) fn index(&mut self, n: DocumentNumber) -> Result<(), StoreError> {
        let ruled = uphold(kept::record(self.connection, n)?, &kept::decisions(self.connection, Some(n))?);
        let day = DayRange::of(ruled.record.document.issued.date.as_ref()).map(|r| r.first);
        let is_current = kept::is_current(self.connection, n)?;
        let record = &ruled.record;
        let offsets = Offsets::new(record.document.text.as_str());
        let whole: Vec<_> =
            record.acts.iter().filter_map(|a| offsets.bytes(a.evidence.start, a.evidence.end)).collect();
        let starts = passages::starts(&record.document.text, &whole);
        let parties = self.parties_of(record, is_current)?;
        let first_row = self.insert_document(n, &ruled, day, is_current, &starts, &parties.names)?;
        if is_current {
            self.insert_meetings(n, record, &offsets, &parties)?;
            let facets = self.insert_acts(n, &ruled, &offsets, &starts, &parties)?;
            self.collect_passages(record, first_row, &starts, facets);
            copies::insert(self.connection, n, &record.document.text)?;
        }
        self.mark("INSERT OR IGNORE INTO pending_event (document) VALUES (?1)", n.0)?;
        Ok(())
    }

    /// Writes the sentences collected so far.
    pub(crate) fn flush(&mut self) -> Result<(), StoreError> {
        self.passages.sort_unstable_by_key(|(row, _)| *row);
        let mut insert = self.connection.prepare_cached("INSERT INTO passage (rowid, words) VALUES (?1, ?2)")?;
        for (row, words) in self.passages.drain(..) {
            insert.execute(params![row, words])?;
        }
        Ok(())
    }

    /// Takes away a document's rows, and marks what rested on them.
    pub(crate) fn unindex(&mut self, n: DocumentNumber) -> Result<(), StoreError> {
        let connection = self.connection;
        let mut statement = connection.prepare_cached("SELECT names, is_current FROM indexed WHERE document = ?1")?;
        let row = statement.query_row([n.0], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, bool>(1)?)));
        let Some((names, is_current)) = row.optional()? else { return Ok(()) };
        for name in Reader::new(&names).list()? {
            let name = i64::try_from(name).unwrap_or(0);
            connection
                .prepare_cached("UPDATE party_name SET documents = documents - 1 WHERE n = ?1")?
                .execute([name])?;
            connection.prepare_cached("DELETE FROM party_name WHERE n = ?1 AND documents = 0")?.execute([name])?;
        }
        if is_current {
            self.remove_passages(n)?;
            self.remove_acts(n)?;
            self.remove_meetings(n)?;
            copies::remove(connection, n)?;
        }
        connection.prepare_cached("DELETE FROM indexed WHERE document = ?1")?.execute([n.0])?;
        self.mark("INSERT OR IGNORE INTO pending_event (document) VALUES (?1)", n.0)
    }

    /// Gives the first row of its sentences in the word index.
    fn insert_document(
        &self,
        n: DocumentNumber,
        ruled: &Ruled,
        day: Option<Day>,
        is_current: bool,
        starts: &[usize],
        names: &[i64],
    ) -> Result<i64, StoreError> {
        let n_passages = if is_current { starts.len() } else { 0 };
        let first_row = rows::free(self.connection, day, n, n_passages)?;
        let document = &ruled.record.document;
        let n_rulings = ruled.standing.iter().filter(|s| s.is_decided).count() + ruled.rejected.len();
        let mut packed_names = Writer::default();
        packed_names.list(names.iter().map(|n| n.unsigned_abs()));
        self.connection
            .prepare_cached(
                "INSERT INTO indexed (document, day, genre, title, is_current, n_rulings, passages, names, release,
                                      first_row, n_passages)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?1, ?9, ?10)",
            )?
            .execute(params![
                n.0,
                day.map(|d| d.0),
                document.genre.as_str(),
                document.title,
                is_current,
                i64::try_from(n_rulings).unwrap_or(i64::MAX),
                pack_starts(starts),
                packed_names.finish(),
                first_row,
                i64::try_from(n_passages).unwrap_or(0)
            ])?;
        Ok(first_row)
    }

    fn insert_meetings(
        &mut self,
        n: DocumentNumber,
        record: &Record,
        offsets: &Offsets<&str>,
        parties: &DocumentParties,
    ) -> Result<(), StoreError> {
        let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
        for (rank, meeting) in record.meetings.iter().enumerate() {
            let range = DayRange::of(meeting.date.as_ref());
            let evidence = meeting.evidence.first().map_or((0, 0), |e| (e.start, e.end));
            let nth = seen.entry(evidence.0).or_default();
            let anchor = i64::from(evidence.0) << 8 | i64::from(*nth);
            *nth += 1;
            let report = row_number(n, rank);
            let (sides, persons) = parties.met(meeting.participants.iter().chain(&meeting.host));
            let topics: Vec<i64> =
                meeting.topics.iter().map(|t| self.topic(&format!("i:{t}"), t)).collect::<Result<_, _>>()?;
            let mut features = Writer::default();
            features
                .list(sides.iter().map(|s| s.unsigned_abs()))
                .list(persons.iter().flat_map(|(p, s)| [*p, *s]).map(i64::unsigned_abs).collect::<Vec<_>>().into_iter())
                .list(topics.iter().map(|t| t.unsigned_abs()));
            let mut spans = Writer::default();
            let whole = offsets.bytes(evidence.0, evidence.1).is_some();
            spans.list(if whole { vec![u64::from(evidence.0), u64::from(evidence.1)] } else { vec![] }.into_iter());
            let place = record.places.iter().find(|p| Some(&p.id) == meeting.place.as_ref()).map(|p| p.name.as_str());
            self.connection
                .prepare_cached(
                    "INSERT INTO meeting_report
                     (n, anchor, day, day_last, form, status, name, place, spans, features, meeting)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?1)",
                )?
                .execute(params![
                    report,
                    anchor,
                    range.map(|r| r.first.0),
                    range.map(|r| r.last.0),
                    meeting.form.as_str(),
                    meeting.status.as_str(),
                    meeting.name,
                    place,
                    spans.finish(),
                    features.finish()
                ])?;
            let day = range.map_or(UNDATED, |r| r.first).0;
            let mut at = self
                .connection
                .prepare_cached("INSERT OR IGNORE INTO meeting_at (party, day, report) VALUES (?1, ?2, ?3)")?;
            for party in sides.iter().chain(persons.iter().map(|(p, _)| p)) {
                at.execute(params![party, day, report])?;
            }
            self.mark("INSERT OR IGNORE INTO pending_day (day) VALUES (?1)", i64::from(day))?;
        }
        Ok(())
    }

    /// Gives the facets of each passage that holds an act.
    fn insert_acts(
        &mut self,
        n: DocumentNumber,
        ruled: &Ruled,
        offsets: &Offsets<&str>,
        starts: &[usize],
        parties: &DocumentParties,
    ) -> Result<BTreeMap<usize, String>, StoreError> {
        let record = &ruled.record;
        let issued = DayRange::of(record.document.issued.date.as_ref()).map(|r| r.first);
        let mut facets: BTreeMap<usize, String> = BTreeMap::new();
        for (rank, (act, standing)) in record.acts.iter().zip(&ruled.standing).enumerate().take(1 << RANK_BITS) {
            let features = self.features(record, act, parties)?;
            let day = DayRange::of(act.date.as_ref()).map(|r| r.first).or(issued);
            let due = DayRange::of(act.due.as_ref());
            let at = offsets.bytes(act.trigger.start, act.trigger.end).map_or(0, |r| r.start);
            let passage = passages::holding(starts, at);
            let meeting = record.meetings.iter().position(|m| Some(&m.id) == act.meeting.as_ref());
            let qualities = Qualities {
                polarity: act.polarity,
                modality: act.modality,
                strength: act.strength,
                is_decided: standing.is_decided,
                is_skipped: standing.is_skipped && !standing.is_decided,
            };
            let row = row_number(n, rank);
            self.connection
                .prepare_cached(
                    "INSERT INTO act (n, anchor, type, day, due_first, due_last, qualities, confidence, meeting,
                                      passage, spans, features, event, code, quad)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?1, ?13, ?14)",
                )?
                .execute(params![
                    row,
                    i64::from(standing.anchor.start) << 8 | i64::from(standing.anchor.nth),
                    type_number(act.act_type),
                    day.map(|d| d.0),
                    due.map(|d| d.first.0),
                    due.map(|d| d.last.0),
                    qualities.pack(),
                    thousandths(act.confidence),
                    meeting.map(|m| row_number(n, m)),
                    i64::try_from(passage).unwrap_or(0),
                    Spans::of(act).pack(),
                    features.pack(),
                    act.plover.event.as_ref().map(|event| self.topic(&format!("e:{event}"), event)).transpose()?,
                    act.quad.and_then(|quad| (0_u8..).zip(Quad::ALL).find(|(_, q)| **q == quad)).map(|(at, _)| at)
                ])?;
            self.place_act(row, act.act_type, day.unwrap_or(UNDATED), &features)?;
            if can_follow(act.act_type) {
                self.place_in_cells(row, act, day.unwrap_or(UNDATED), &features)?;
            }
            facets.entry(passage).or_default().push_str(&facets_of(act.act_type, &features));
        }
        Ok(facets)
    }

    /// Puts an act where actors, recipients and issues look it up.
    fn place_act(&self, row: i64, act_type: ActType, day: Day, features: &Features) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO act_at (party, role, topic, day, act) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (party, role, topic) in places(act_type, features) {
            insert.execute(params![party, role, topic, day.0, row])?;
        }
        self.count_under_issues(act_type, features, 1)
    }

    /// Counts an act, or no longer counts it, under each of its issues.
    fn count_under_issues(&self, act_type: ActType, features: &Features, by: i64) -> Result<(), StoreError> {
        let mut count = self.connection.prepare_cached("UPDATE topic SET acts = acts + ?2 WHERE n = ?1")?;
        let filed: BTreeSet<i64> = places(act_type, features)
            .into_iter()
            .filter_map(|(_, role, topic)| (role == ACTOR && topic != 0).then_some(topic))
            .collect();
        for topic in filed {
            count.execute([topic, by])?;
        }
        Ok(())
    }

    fn place_in_cells(&self, row: i64, act: &Act, day: Day, features: &Features) -> Result<(), StoreError> {
        let mut insert =
            self.connection.prepare_cached("INSERT OR IGNORE INTO cell (cell, day, act) VALUES (?1, ?2, ?3)")?;
        for cell in cells(act.act_type, features) {
            insert.execute(params![cell, day.0, row])?;
            mark_cell(self.connection, cell, day)?;
        }
        Ok(())
    }

    /// The word index holds no words that could be looked up: to forget a sentence it must be told it again.
    fn remove_passages(&self, n: DocumentNumber) -> Result<(), StoreError> {
        let connection = self.connection;
        let (first_row, starts): (i64, Vec<u8>) = connection
            .prepare_cached("SELECT first_row, passages FROM indexed WHERE document = ?1")?
            .query_row([n.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let acts = rows_of(n);
        let mut facets: BTreeMap<usize, String> = BTreeMap::new();
        let mut statement =
            connection.prepare_cached("SELECT passage, type, features FROM act WHERE n >= ?1 AND n < ?2 ORDER BY n")?;
        let mut rows = statement.query([acts.start, acts.end])?;
        while let Some(row) = rows.next()? {
            let features = Features::unpack(&row.get::<_, Vec<u8>>(2)?)?;
            let passage = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            facets.entry(passage).or_default().push_str(&facets_of(type_at(row.get(1)?)?, &features));
        }
        let text = kept::text(connection, n)?;
        let mut delete =
            connection.prepare_cached("INSERT INTO passage (passage, rowid, words) VALUES ('delete', ?1, ?2)")?;
        for (row, words) in passage_rows(&text, first_row, &unpack_starts(&starts)?, facets) {
            delete.execute(params![row, words])?;
        }
        Ok(())
    }

    fn remove_acts(&self, n: DocumentNumber) -> Result<(), StoreError> {
        let rows = rows_of(n);
        let connection = self.connection;
        let mut statement =
            connection.prepare_cached("SELECT n, type, day, features FROM act WHERE n >= ?1 AND n < ?2")?;
        let acts: Vec<(i64, i64, Option<i32>, Vec<u8>)> = statement
            .query_map([rows.start, rows.end], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
            .collect::<Result<_, _>>()?;
        for (row, act_type, day, packed) in acts {
            let features = Features::unpack(&packed)?;
            let day = day.map_or(UNDATED, Day);
            let mut delete = connection.prepare_cached(
                "DELETE FROM act_at WHERE party = ?1 AND role = ?2 AND topic = ?3 AND day = ?4 AND act = ?5",
            )?;
            let act_type = type_at(act_type)?;
            for (party, role, topic) in places(act_type, &features) {
                delete.execute(params![party, role, topic, day.0, row])?;
            }
            self.count_under_issues(act_type, &features, -1)?;
            if can_follow(act_type) {
                let mut delete =
                    connection.prepare_cached("DELETE FROM cell WHERE cell = ?1 AND day = ?2 AND act = ?3")?;
                for cell in cells(act_type, &features) {
                    delete.execute(params![cell, day.0, row])?;
                    mark_cell(connection, cell, day)?;
                }
            }
        }
        // other documents' acts that were counted as reports of these stand for themselves again; those that followed
        // these up, or that these followed up, and those of their threads may have another status now
        let mut others = connection.prepare_cached(
            "SELECT n FROM act WHERE event >= ?1 AND event < ?2 AND event <> n
             UNION SELECT later FROM link WHERE earlier >= ?1 AND earlier < ?2
             UNION SELECT earlier FROM link WHERE later >= ?1 AND later < ?2
             UNION SELECT act FROM item WHERE root <> act AND root >= ?1 AND root < ?2",
        )?;
        let others: Vec<i64> = others.query_map([rows.start, rows.end], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for other in others {
            self.mark("INSERT OR IGNORE INTO pending_event (document) VALUES (?1)", document_of(other).0)?;
        }
        for sql in [
            "DELETE FROM link WHERE later >= ?1 AND later < ?2",
            "DELETE FROM link WHERE earlier >= ?1 AND earlier < ?2",
            "DELETE FROM item WHERE act >= ?1 AND act < ?2",
            "DELETE FROM act WHERE n >= ?1 AND n < ?2",
        ] {
            connection.prepare_cached(sql)?.execute([rows.start, rows.end])?;
        }
        Ok(())
    }

    fn remove_meetings(&self, n: DocumentNumber) -> Result<(), StoreError> {
        let rows = rows_of(n);
        let connection = self.connection;
        let mut statement =
            connection.prepare_cached("SELECT n, day, features FROM meeting_report WHERE n >= ?1 AND n < ?2")?;
        let reports: Vec<(i64, Option<i32>, Vec<u8>)> = statement
            .query_map([rows.start, rows.end], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        for (report, day, packed) in reports {
            let day = day.unwrap_or(UNDATED.0);
            let mut reader = Reader::new(&packed);
            let sides = reader.list()?;
            let persons = reader.list()?;
            let mut delete =
                connection.prepare_cached("DELETE FROM meeting_at WHERE party = ?1 AND day = ?2 AND report = ?3")?;
            for party in sides.iter().chain(persons.iter().step_by(2)) {
                delete.execute(params![i64::try_from(*party).unwrap_or(0), day, report])?;
            }
            self.mark("INSERT OR IGNORE INTO pending_day (day) VALUES (?1)", i64::from(day))?;
        }
        connection
            .prepare_cached("DELETE FROM meeting_report WHERE n >= ?1 AND n < ?2")?
            .execute([rows.start, rows.end])?;
        Ok(())
    }

    fn collect_passages(&mut self, record: &Record, first_row: i64, starts: &[usize], facets: BTreeMap<usize, String>) {
        self.passages.extend(passage_rows(&record.document.text, first_row, starts, facets));
    }

    fn features(&mut self, record: &Record, act: &Act, parties: &DocumentParties) -> Result<Features, StoreError> {
        let (actors, actor_sides) = parties.of(&act.actor);
        let (recipients, recipient_sides) = parties.of(&act.recipient);
        let meeting = record.meetings.iter().find(|m| Some(&m.id) == act.meeting.as_ref());
        let mut present_sides = meeting.map(|m| parties.of(&m.participants).1).unwrap_or_default();
        // in a crowd nobody is the other side
        if present_sides.len() > 3 {
            present_sides.clear();
        }
        present_sides.retain(|s| !actor_sides.contains(s) && !recipient_sides.contains(s));
        let mut issues: Vec<i64> =
            act.issues.iter().map(|i| self.topic(&format!("i:{i}"), i)).collect::<Result<_, _>>()?;
        let mut instruments = Vec::new();
        for instrument in record.instruments.iter().filter(|i| act.instruments.contains(&i.id)) {
            if let Some(key) = instrument_key(&instrument.name) {
                instruments.push(self.topic(&key, &instrument.name)?);
            }
        }
        sort_distinct(&mut issues);
        sort_distinct(&mut instruments);
        let content = act.content.as_ref().map_or(act.evidence.quote.as_str(), |c| c.quote.as_str());
        Ok(Features {
            actors,
            actor_sides,
            recipients,
            recipient_sides,
            present_sides,
            issues,
            instruments,
            stems: stems(content),
        })
    }

    fn parties_of(&mut self, record: &Record, is_current: bool) -> Result<DocumentParties, StoreError> {
        let mut parties = DocumentParties::default();
        for actor in &record.actors {
            let key = key_of(record, actor);
            let party = self.party(&key, actor.kind.as_str(), actor.country.as_deref())?;
            let side_key = side_of(record, actor);
            let side = if side_key == key {
                party
            } else {
                self.party(&side_key, if side_key.starts_with("c:") { "country" } else { "organization" }, None)?
            };
            parties.of.insert(actor.id.clone(), (party, side));
            // a government's or an office-holder's name is not the country's
            let names_it = !key.starts_with("c:") || actor.kind == rapporteur_record::ActorKind::Country;
            if is_current && names_it {
                parties.names.push(self.party_name(party, &actor.name)?);
            }
        }
        sort_distinct(&mut parties.names);
        for name in &parties.names {
            self.connection
                .prepare_cached("UPDATE party_name SET documents = documents + 1 WHERE n = ?1")?
                .execute([name])?;
        }
        Ok(parties)
    }

    fn party(&mut self, key: &str, kind: &str, country: Option<&str>) -> Result<i64, StoreError> {
        if let Some(&n) = self.parties.get(key) {
            return Ok(n);
        }
        let mut select = self.connection.prepare_cached("SELECT n FROM party WHERE key = ?1")?;
        let n = match select.query_row([key], |row| row.get(0)).optional()? {
            Some(n) => n,
            None => {
                let country = key.strip_prefix("c:").or(country);
                self.connection
                    .prepare_cached("INSERT INTO party (key, kind, country, entity) VALUES (?1, ?2, ?3, 0)")?
                    .execute(params![key, kind, country])?;
                let n = self.connection.last_insert_rowid();
                self.connection.prepare_cached("UPDATE party SET entity = n WHERE n = ?1")?.execute([n])?;
                n
            }
        };
        self.parties.insert(key.to_owned(), n);
        Ok(n)
    }

    fn party_name(&self, party: i64, name: &str) -> Result<i64, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT n FROM party_name WHERE party = ?1 AND name = ?2")?;
        if let Some(n) = select.query_row(params![party, name], |row| row.get(0)).optional()? {
            return Ok(n);
        }
        self.connection
            .prepare_cached("INSERT INTO party_name (party, name, folded, documents) VALUES (?1, ?2, ?3, 0)")?
            .execute(params![party, name, fold(name)])?;
        Ok(self.connection.last_insert_rowid())
    }

    fn topic(&mut self, key: &str, name: &str) -> Result<i64, StoreError> {
        if let Some(&n) = self.topics.get(key) {
            return Ok(n);
        }
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO topic (key, name) VALUES (?1, ?2)")?
            .execute(params![key, name])?;
        let n =
            self.connection.prepare_cached("SELECT n FROM topic WHERE key = ?1")?.query_row([key], |row| row.get(0))?;
        self.topics.insert(key.to_owned(), n);
        Ok(n)
    }

    fn mark(&self, sql: &str, value: i64) -> Result<(), StoreError> {
        self.connection.prepare_cached(sql)?.execute([value])?;
        Ok(())
    }
}

/// A document's actors as parties.
#[derive(Debug, Default)]
struct DocumentParties {
    /// By local id: the party, and its side.
    of: HashMap<String, (i64, i64)>,
    names: Vec<i64>,
}

impl DocumentParties {
    /// The parties of some actors in their order, and their sides sorted.
    fn of(&self, ids: &[String]) -> (Vec<i64>, Vec<i64>) {
        let both: Vec<(i64, i64)> = ids.iter().filter_map(|id| self.of.get(id).copied()).collect();
        let mut parties = Vec::new();
        for (party, _) in &both {
            if !parties.contains(party) {
                parties.push(*party);
            }
        }
        let mut sides: Vec<i64> = both.iter().map(|(_, side)| *side).collect();
        sort_distinct(&mut sides);
        (parties, sides)
    }

    /// The sides of a meeting, and the persons with their sides.
    fn met<'i>(&self, ids: impl Iterator<Item = &'i String>) -> (Vec<i64>, Vec<(i64, i64)>) {
        let both: Vec<(i64, i64)> = ids.filter_map(|id| self.of.get(id).copied()).collect();
        let mut sides: Vec<i64> = both.iter().map(|(_, side)| *side).collect();
        sort_distinct(&mut sides);
        let mut persons: Vec<(i64, i64)> = both.into_iter().filter(|(party, side)| party != side).collect();
        persons.sort_unstable();
        persons.dedup();
        (sides, persons)
    }
}

/// Where an act is looked up: party, role, topic.
fn places(act_type: ActType, features: &Features) -> Vec<(i64, i64, i64)> {
    let mut places = Vec::new();
    if features.actors.is_empty() {
        places.push((NOBODY, ACTOR, 0));
        places.extend(features.issues.iter().map(|&issue| (NOBODY, ACTOR, issue)));
    }
    let roles = [
        (ACTOR, &features.actors, features.actor_sides.as_slice()),
        (OTHER, &features.recipients, features.other_sides(act_type)),
    ];
    for (role, parties, sides) in roles {
        for &side in sides {
            places.push((side, role, 0));
            places.extend(features.issues.iter().map(|&issue| (side, role, issue)));
        }
        places.extend(parties.iter().filter(|p| !sides.contains(p)).map(|&party| (party, role, 0)));
    }
    places
}

/// What the word index has of each sentence: its row, and its words with the facets of its acts.
fn passage_rows(
    text: &str,
    first_row: i64,
    starts: &[usize],
    mut facets: BTreeMap<usize, String>,
) -> Vec<(i64, String)> {
    let rows = (first_row..).zip(0..starts.len());
    rows.map(|(row, passage)| {
        let words = text[passages::range(text, starts, passage)].replace(FACET, " ");
        (row, words + &facets.remove(&passage).unwrap_or_default())
    })
    .collect()
}

/// The words by which search narrows to one kind of act.
fn facets_of(act_type: ActType, features: &Features) -> String {
    use std::fmt::Write;
    let mut facets = format!(" {FACET}t{act_type}");
    let lists = [
        ('a', &features.actors),
        ('a', &features.actor_sides),
        ('r', &features.recipients),
        ('r', &features.recipient_sides),
        ('i', &features.issues),
    ];
    for (letter, list) in lists {
        for n in list {
            let _ = write!(facets, " {FACET}{letter}{n}");
        }
    }
    facets
}

/// The key of an instrument: the stems of its name without years and articles, in their order; none where only a
/// kind is left.
fn instrument_key(name: &str) -> Option<String> {
    const KINDS: &str = " agreement memorandum understanding mou treaty convention protocol addendum declaration resolution \
the of on a an and for in to between ";
    let words: Vec<String> = words(name)
        .filter(|w| !(KINDS.contains(&format!(" {w} ")) || w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit())))
        .map(|w| stem(&w))
        .collect();
    (!words.is_empty()).then(|| format!("t:{}", words.join(" ")))
}

/// Marks a cell to be looked at again from a day on.
pub(crate) fn mark_cell(connection: &Connection, cell: i64, day: Day) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO pending_cell (cell, day) VALUES (?1, ?2)
             ON CONFLICT (cell) DO UPDATE SET day = min(day, excluded.day)",
        )?
        .execute(params![cell, day.0])?;
    Ok(())
}

fn pack_starts(starts: &[usize]) -> Vec<u8> {
    let mut writer = Writer::default();
    let mut before = 0;
    let steps: Vec<u64> = starts
        .iter()
        .map(|&start| {
            let step = (start - before) as u64;
            before = start;
            step
        })
        .collect();
    writer.list(steps.into_iter());
    writer.finish()
}

/// The first bytes of a document's sentences.
pub(crate) fn unpack_starts(packed: &[u8]) -> Result<Vec<usize>, StoreError> {
    let mut at = 0;
    let steps = Reader::new(packed).list()?;
    Ok(steps
        .into_iter()
        .map(|step| {
            at += usize::try_from(step).unwrap_or(0);
            at
        })
        .collect())
}

fn sort_distinct(numbers: &mut Vec<i64>) {
    numbers.sort_unstable();
    numbers.dedup();
}

/// A probability in thousandths.
pub(crate) fn thousandths(probability: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to 0..=1000")]
    let n = (probability.clamp(0.0, 1.0) * 1000.0).round() as i64;
    n
}
