//! Review: the least certain acts first, and a person's word on each.

use rapporteur_record::{
    Act, ActType, Actor, ActorKind, DateMention, Modality, Polarity, Precision, Quote, Record, Strength,
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::add::mark;
use crate::audit::{self, AuditEntry, hex};
use crate::decision::{ActAnchor, Decision, Excerpt, Subject, Verdict};
use crate::error::{LookupError, StoreError};
use crate::follow::{Relation, Status};
use crate::ids::DocumentHash;
use crate::index::document_of;
use crate::kept;
use crate::ledger::Ledger;
use crate::locate::{act_named, anchor_of, document_named};
use crate::parties::named;
use crate::rulings::{Ruled, uphold};
use crate::text::Offsets;
use crate::time::{Day, DayRange, Timestamp};
use crate::views::{ActView, Cursor, Page, PageOf, Show};

/// Which acts are to be reviewed; what is left out does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueFilter {
    /// Acts of one document.
    pub document: Option<String>,
    /// Acts of some types.
    pub types: Vec<ActType>,
    /// Acts less certain than so many thousandths.
    pub below: Option<u16>,
}

/// One act to be reviewed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Review {
    /// The act.
    pub act: ActView,
    /// The rules that found it.
    pub why: Vec<String>,
    /// The actors of its document, for a correction.
    pub actors: Vec<Actor>,
    /// Remarks of people.
    pub comments: Vec<String>,
    /// Whether it was put off before.
    pub is_skipped: bool,
}

/// The fields of an act that a person changes; the others stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Correction {
    /// What was done.
    pub act_type: Option<ActType>,
    /// Who: ids or names of the document's actors, countries' codes, names the ledger knows, or new names.
    pub actor: Option<Vec<String>>,
    /// To whom.
    pub recipient: Option<Vec<String>>,
    /// The words asked, promised or said, as they stand in the text.
    pub content: Option<String>,
    /// Issues.
    pub issues: Option<Vec<String>>,
    /// When: ISO 8601.
    pub date: Option<String>,
    /// When what it speaks of is to happen: ISO 8601.
    pub due: Option<String>,
    /// Affirmed or denied.
    pub polarity: Option<Polarity>,
    /// How real.
    pub modality: Option<Modality>,
    /// How strongly.
    pub strength: Option<Strength>,
}

/// Why a decision cannot be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewError {
    /// A corrected field's value does not fit.
    #[error("{field} cannot be {value:?}: {why}")]
    Value {
        /// The field.
        field: &'static str,
        /// The value given.
        value: String,
        /// Why not.
        why: &'static str,
    },
    /// The person has nothing left to undo.
    #[error("{who} has no decision left to undo")]
    NothingToUndo {
        /// The person.
        who: String,
    },
    /// A name leads nowhere, or the ledger cannot be read or written.
    #[error(transparent)]
    Lookup(#[from] LookupError),
}

impl From<StoreError> for ReviewError {
    fn from(error: StoreError) -> Self {
        Self::Lookup(error.into())
    }
}

/// Acts that were put off stand after all others, as if they were more certain by this.
const PUT_OFF: i64 = 10_000;

/// Who decides, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The person, as he names himself.
    pub who: String,
    /// The instant.
    pub at: Timestamp,
    /// The reason given.
    pub reason: Option<String>,
}

impl Ledger {
    /// Acts that nobody decided yet, the least certain first; those put off come last.
    ///
    /// # Errors
    /// Where the document's name leads nowhere, or the ledger cannot be read.
    pub fn review_queue(&self, filter: &QueueFilter, page: Page) -> Result<PageOf<Review>, LookupError> {
        let connection = &self.connection;
        let document = filter.document.as_deref().map(|d| document_named(connection, d)).transpose()?;
        let mut reviews = Vec::new();
        let mut show = Show::new(self);
        let start = page.start(i64::MIN);
        for (put_off, which) in [(0, "qualities < 64"), (PUT_OFF, "qualities >= 128")] {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT n, type, confidence FROM act WHERE {which} AND confidence < ?1
                 AND confidence >= ?2 AND (confidence > ?2 OR n > ?3) ORDER BY confidence, n"
            ))?;
            let (key, n) = (start.key.saturating_sub(put_off), start.row);
            let mut rows = statement.query([i64::from(filter.below.unwrap_or(u16::MAX)), key, n])?;
            while let Some(row) = rows.next()? {
                let n: i64 = row.get(0)?;
                let act_type = crate::features::type_at(row.get(1)?)?;
                let is_wanted = document.is_none_or(|d| document_of(n) == d)
                    && (filter.types.is_empty() || filter.types.contains(&act_type));
                if is_wanted && reviews.len() <= page.limit {
                    let place = Cursor { key: put_off + row.get::<_, i64>(2)?, row: n };
                    reviews.push((place, review_of(connection, &mut show, n)?));
                }
                if reviews.len() > page.limit {
                    return Ok(PageOf::cut(reviews, page));
                }
            }
        }
        Ok(PageOf::cut(reviews, page))
    }

    /// One act with the rules that found it and what people remarked.
    ///
    /// # Errors
    /// Where the name leads to no act, or the ledger cannot be read.
    pub fn act(&self, name: &str) -> Result<Review, LookupError> {
        let n = act_named(&self.connection, name)?;
        Ok(review_of(&self.connection, &mut Show::new(self), n)?)
    }

    /// Says that an act is right.
    ///
    /// # Errors
    /// Where the name leads to no act, or the ledger cannot be written.
    pub fn accept(&mut self, act: &str, by: &Reviewer) -> Result<Decision, ReviewError> {
        let (anchor, ruled, at) = self.ruled_act(act)?;
        let before = Box::new(Excerpt::of(&ruled.record, &ruled.record.acts[at]));
        self.decide(Subject::Act { act: anchor }, Verdict::Accept { before }, by)
    }

    /// Says what an act should be.
    ///
    /// # Errors
    /// Where the name leads to no act, a value does not fit, or the ledger cannot be written.
    pub fn correct(&mut self, act: &str, correction: &Correction, by: &Reviewer) -> Result<Decision, ReviewError> {
        let (anchor, ruled, at) = self.ruled_act(act)?;
        let before = Box::new(Excerpt::of(&ruled.record, &ruled.record.acts[at]));
        let mut record = ruled.record;
        let mut act = record.acts[at].clone();
        correct(&self.connection, &mut record, &mut act, correction)?;
        let after = Box::new(Excerpt::of(&record, &act));
        self.decide(Subject::Act { act: anchor }, Verdict::Correct { before, after }, by)
    }

    /// Says that the text reports no such act.
    ///
    /// # Errors
    /// Where the name leads to no act, or the ledger cannot be written.
    pub fn reject(&mut self, act: &str, by: &Reviewer) -> Result<Decision, ReviewError> {
        let (anchor, ruled, at) = self.ruled_act(act)?;
        let before = Box::new(Excerpt::of(&ruled.record, &ruled.record.acts[at]));
        self.decide(Subject::Act { act: anchor }, Verdict::Reject { before }, by)
    }

    /// Puts an act off.
    ///
    /// # Errors
    /// Where the name leads to no act, or the ledger cannot be written.
    pub fn skip(&mut self, act: &str, by: &Reviewer) -> Result<Decision, ReviewError> {
        let anchor = self.anchor(act)?;
        self.decide(Subject::Act { act: anchor }, Verdict::Skip, by)
    }

    /// Keeps a remark on an act.
    ///
    /// # Errors
    /// Where the name leads to no act, or the ledger cannot be written.
    pub fn comment(&mut self, act: &str, text: &str, by: &Reviewer) -> Result<Decision, ReviewError> {
        let anchor = self.anchor(act)?;
        self.decide(Subject::Act { act: anchor }, Verdict::Comment { text: text.to_owned() }, by)
    }

    /// Says how a later act bears on an earlier one, or, where `relation` is none, that it does not.
    ///
    /// # Errors
    /// Where a name leads to no act, or the ledger cannot be written.
    pub fn link(
        &mut self,
        earlier: &str,
        later: &str,
        relation: Option<Relation>,
        by: &Reviewer,
    ) -> Result<Decision, ReviewError> {
        let subject = Subject::Link { earlier: self.anchor(earlier)?, later: self.anchor(later)? };
        let verdict = relation.map_or(Verdict::Unlink, |relation| Verdict::Link { relation });
        self.decide(subject, verdict, by)
    }

    /// Says what became of an item.
    ///
    /// # Errors
    /// Where the name leads to no act, or the ledger cannot be written.
    pub fn set_status(&mut self, item: &str, status: Status, on: Day, by: &Reviewer) -> Result<Decision, ReviewError> {
        let before = self.item(item, by.at.day())?.item.status;
        let subject = Subject::Item { act: self.anchor(item)? };
        self.decide(subject, Verdict::Status { status, on, before }, by)
    }

    /// Says whether two actors are one.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be written.
    pub fn judge_actors(
        &mut self,
        one: &str,
        other: &str,
        is_same: bool,
        by: &Reviewer,
    ) -> Result<Decision, ReviewError> {
        let key = |name: &str| -> Result<String, LookupError> {
            // a key given whole names that identity and not the one that stands for it
            let exact = self
                .connection
                .prepare_cached("SELECT key FROM party WHERE key = ?1")?
                .query_row([name], |row| row.get(0));
            if let Some(key) = exact.optional()? {
                return Ok(key);
            }
            let party = named(&self.connection, name)?[0];
            Ok(self.connection.query_row(
                "SELECT key FROM party WHERE n = (SELECT entity FROM party WHERE n = ?1)",
                [party],
                |row| row.get(0),
            )?)
        };
        let (one, other) = (key(one)?, key(other)?);
        let subject = Subject::Parties { one: one.clone().min(other.clone()), other: one.max(other) };
        self.decide(subject, if is_same { Verdict::Same } else { Verdict::Different }, by)
    }

    /// Takes back the last decision of a person that still counts.
    ///
    /// # Errors
    /// Where there is none, or the ledger cannot be written.
    pub fn undo(&mut self, by: &Reviewer) -> Result<Decision, ReviewError> {
        let decisions = kept::decisions(&self.connection, None)?;
        let last = crate::rulings::in_force(&decisions).into_iter().rfind(|d| d.who == by.who);
        let Some(last) = last else { return Err(ReviewError::NothingToUndo { who: by.who.clone() }) };
        let subject = Subject::Decision { id: last.id.clone() };
        self.decide(subject, Verdict::Undo, by)
    }

    /// Every decision, the oldest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        kept::decisions(&self.connection, None)
    }

    /// Keeps a decision, safe on the disk when this returns, and works out what follows from it.
    fn decide(&mut self, subject: Subject, verdict: Verdict, by: &Reviewer) -> Result<Decision, ReviewError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let last: Option<i64> =
            tx.query_row("SELECT max(at) FROM decision", [], |row| row.get(0)).map_err(StoreError::from)?;
        let at = Timestamp(by.at.0.max(last.unwrap_or(i64::MIN).saturating_add(1)));
        let mut decision =
            Decision { id: String::new(), at, who: by.who.clone(), subject, verdict, reason: by.reason.clone() };
        decision.id = id_of(&decision);
        insert(&tx, &decision)?;
        let entry = entry_of(&decision, "decide");
        audit::append(&tx, &entry)?;
        tx.commit().map_err(StoreError::from)?;
        self.settle()?;
        Ok(decision)
    }

    fn anchor(&self, act: &str) -> Result<ActAnchor, LookupError> {
        Ok(anchor_of(&self.connection, act_named(&self.connection, act)?)?)
    }

    /// An act's anchor, its record as it counts, and its place there.
    fn ruled_act(&self, act: &str) -> Result<(ActAnchor, Ruled, usize), LookupError> {
        let n = act_named(&self.connection, act)?;
        let document = document_of(n);
        let record = kept::record(&self.connection, document)?;
        let ruled = uphold(record, &kept::decisions(&self.connection, Some(document))?);
        let at = usize::try_from(n & 0xffff).unwrap_or(0);
        let standing =
            ruled.standing.get(at).ok_or_else(|| StoreError::corrupt(format!("act {n} is not in its record")))?;
        Ok((standing.anchor.clone(), ruled, at))
    }
}

/// The id of a decision: from the hash of everything but the id.
pub(crate) fn id_of(decision: &Decision) -> String {
    let unnamed = Decision { id: String::new(), ..decision.clone() };
    let json = serde_json::to_vec(&unnamed).expect("decisions are plain data");
    hex(&Sha256::digest(json)[..8])
}

/// What the log keeps of a decision.
pub(crate) fn entry_of(decision: &Decision, what: &str) -> AuditEntry {
    let json = serde_json::to_vec(decision).expect("decisions are plain data");
    AuditEntry {
        at: decision.at,
        who: decision.who.clone(),
        what: what.to_owned(),
        subject: decision.id.clone(),
        detail: hex(&Sha256::digest(json)),
    }
}

/// Keeps a decision, and marks the documents that it bears on. Gives whether it was new.
pub(crate) fn insert(connection: &Connection, decision: &Decision) -> Result<bool, StoreError> {
    let body = serde_json::to_string(decision).expect("decisions are plain data");
    let document = document_hash(connection, &decision.subject)?
        .map(|hash| kept::number_of(connection, hash))
        .transpose()?
        .flatten();
    let n_new = connection
        .prepare_cached("INSERT OR IGNORE INTO decision (id, at, who, document, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![decision.id, decision.at.0, decision.who, document.map(|n| n.0), body])?;
    // links, items and parties are worked out whenever anything is; one mark is enough
    match document {
        Some(n) => mark(connection, n)?,
        None => {
            connection.execute(
                "INSERT OR IGNORE INTO pending_event (document) SELECT min(n) FROM document HAVING min(n) IS NOT NULL",
                [],
            )?;
        }
    }
    if let Subject::Link { earlier, later } = &decision.subject {
        for anchor in [earlier, later] {
            let n =
                DocumentHash::parse(&anchor.document).map(|h| kept::number_of(connection, h)).transpose()?.flatten();
            if let Some(n) = n {
                mark(connection, n)?;
            }
        }
    }
    Ok(n_new > 0)
}

/// The document that a decision is about; an undoing is about what it undoes.
fn document_hash(connection: &Connection, subject: &Subject) -> Result<Option<DocumentHash>, StoreError> {
    match subject {
        Subject::Act { act } | Subject::Item { act } | Subject::Link { later: act, .. } => {
            Ok(DocumentHash::parse(&act.document))
        }
        Subject::Parties { .. } => Ok(None),
        Subject::Decision { id } => {
            let mut statement = connection.prepare_cached("SELECT body FROM decision WHERE id = ?1")?;
            let body: Option<String> = statement.query_row([id], |row| row.get(0)).optional()?;
            let undone: Option<Decision> = body.and_then(|b| serde_json::from_str(&b).ok());
            match undone {
                Some(undone) => document_hash(connection, &undone.subject),
                None => Ok(None),
            }
        }
    }
}

fn review_of(connection: &Connection, show: &mut Show<'_>, n: i64) -> Result<Review, StoreError> {
    let document = document_of(n);
    let decisions = kept::decisions(connection, Some(document))?;
    let ruled = uphold(kept::record(connection, document)?, &decisions);
    let at = usize::try_from(n & 0xffff).unwrap_or(0);
    let standing =
        ruled.standing.get(at).ok_or_else(|| StoreError::corrupt(format!("act {n} is not in its record")))?;
    let comments = crate::rulings::in_force(&decisions)
        .into_iter()
        .filter_map(|d| match (&d.subject, &d.verdict) {
            (Subject::Act { act }, Verdict::Comment { text }) if *act == standing.anchor => {
                Some(format!("{}: {text}", d.who))
            }
            _ => None,
        })
        .collect();
    Ok(Review {
        act: show.act(n)?,
        why: ruled.record.acts[at].why.clone(),
        actors: ruled.record.actors.clone(),
        comments,
        is_skipped: standing.is_skipped,
    })
}

fn correct(
    connection: &Connection,
    record: &mut Record,
    act: &mut Act,
    correction: &Correction,
) -> Result<(), ReviewError> {
    if let Some(names) = &correction.actor {
        act.actor =
            names.iter().map(|name| actor_called(connection, record, "actor", name)).collect::<Result<_, _>>()?;
    }
    if let Some(names) = &correction.recipient {
        act.recipient =
            names.iter().map(|name| actor_called(connection, record, "recipient", name)).collect::<Result<_, _>>()?;
    }
    if let Some(words) = &correction.content {
        act.content = Some(quote_near(record, act, words)?);
    }
    if let Some(date) = &correction.date {
        act.date = Some(date_of("date", date)?);
    }
    if let Some(due) = &correction.due {
        act.due = if due.is_empty() { None } else { Some(date_of("due", due)?) };
    }
    if let Some(issues) = &correction.issues {
        act.issues.clone_from(issues);
    }
    act.act_type = correction.act_type.unwrap_or(act.act_type);
    act.polarity = correction.polarity.unwrap_or(act.polarity);
    act.modality = correction.modality.unwrap_or(act.modality);
    act.strength = correction.strength.unwrap_or(act.strength);
    Ok(())
}

/// The actor that a person named: of the document, of the ledger, or new.
fn actor_called(
    connection: &Connection,
    record: &mut Record,
    field: &'static str,
    name: &str,
) -> Result<String, ReviewError> {
    let folded = crate::words::fold(name);
    if folded.is_empty() {
        return Err(ReviewError::Value { field, value: name.to_owned(), why: "a name has letters" });
    }
    let is_country = |a: &&Actor| a.kind == ActorKind::Country && a.country.as_deref() == Some(name);
    let here = record.actors.iter().find(|a| a.id == name).or_else(|| {
        record
            .actors
            .iter()
            .find(is_country)
            .or_else(|| record.actors.iter().find(|a| crate::words::fold(&a.name) == folded))
    });
    if let Some(here) = here {
        return Ok(here.id.clone());
    }
    let n_actors = record.actors.iter().filter_map(|a| a.id.strip_prefix('a')?.parse::<u32>().ok()).max().unwrap_or(0);
    let mut actor = Actor {
        id: format!("a{}", n_actors + 1),
        name: name.to_owned(),
        kind: ActorKind::Unknown,
        country: None,
        sector: None,
        office: None,
        represents: None,
        world_id: None,
        candidates: Vec::new(),
        mentions: Vec::new(),
    };
    match named(connection, name) {
        Ok(parties) => {
            let (key, kind, country): (String, String, Option<String>) = connection
                .query_row(
                    "SELECT e.key, e.kind, e.country FROM party p JOIN party e ON e.n = p.entity WHERE p.n = ?1",
                    [parties[0]],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .map_err(StoreError::from)?;
            actor.kind = ActorKind::from_name(&kind).unwrap_or(ActorKind::Unknown);
            actor.world_id = key.strip_prefix("w:").map(str::to_owned);
            actor.country = key.strip_prefix("c:").map(str::to_owned).or(country);
            actor.name = crate::parties::name_of(connection, parties[0])?;
        }
        Err(LookupError::NotFound { .. }) => {}
        Err(other) => return Err(other.into()),
    }
    let id = actor.id.clone();
    record.actors.push(actor);
    Ok(id)
}

/// The words as they stand in the text: in the act's sentence, else anywhere.
fn quote_near(record: &Record, act: &Act, words: &str) -> Result<Quote, ReviewError> {
    let text = &record.document.text;
    let offsets = Offsets::new(text);
    let sentence = offsets.bytes(act.evidence.start, act.evidence.end).unwrap_or(0..text.len());
    let at = text[sentence.clone()].find(words).map(|at| sentence.start + at).or_else(|| text.find(words));
    let why = "the text does not have these words";
    let at = at.filter(|_| !words.is_empty()).ok_or(ReviewError::Value {
        field: "content",
        value: words.to_owned(),
        why,
    })?;
    let start = text[..at].chars().count();
    let end = start + words.chars().count();
    Ok(Quote {
        start: u32::try_from(start).unwrap_or(0),
        end: u32::try_from(end).unwrap_or(0),
        quote: words.to_owned(),
    })
}

fn date_of(field: &'static str, value: &str) -> Result<DateMention, ReviewError> {
    let why = "write YYYY, YYYY-MM, YYYY-MM-DD or A/B";
    if DayRange::parse(value).is_none() {
        return Err(ReviewError::Value { field, value: value.to_owned(), why });
    }
    // an interval has the precision of its ends
    let end = value.split('/').next().unwrap_or(value);
    let precision = match end.matches('-').count() {
        0 => Precision::Year,
        1 => Precision::Month,
        _ => Precision::Day,
    };
    Ok(DateMention { value: value.to_owned(), precision, text: None, start: None, end: None })
}
