//! Rows with their words: an act as a person reads it.

use std::collections::HashMap;
use std::sync::Arc;

use rapporteur_record::{ActType, Modality, Polarity, Quad, Quote, Strength};
use rusqlite::Connection;
use serde::Serialize;

use crate::error::StoreError;
use crate::features::{Features, Qualities, Spans, type_at};
use crate::ids::DocumentNumber;
use crate::index::document_of;
use crate::ledger::Ledger;
use crate::locate::{act_reference, meeting_reference};
use crate::parties::name_of;
use crate::texts::{Text, Texts};
use crate::time::{Day, DayRange};

/// A document, as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TitleRow {
    /// The short name.
    pub id: String,
    /// `sha256:` and the hash of the source bytes.
    pub hash: String,
    /// When it was issued.
    pub day: Option<Day>,
    /// What kind of document it is.
    pub genre: String,
    /// The title; the first line of the text where it has none.
    pub title: String,
    /// Where it was seen first.
    pub source: String,
}

/// An act with its words and its people.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ActView {
    /// The short name.
    pub id: String,
    /// What was done.
    #[serde(rename = "type")]
    pub act_type: ActType,
    /// When.
    pub day: Option<Day>,
    /// Who, by name.
    pub actors: Vec<String>,
    /// On whose behalf: codes of countries, names of others.
    pub actor_sides: Vec<String>,
    /// To whom, by name.
    pub recipients: Vec<String>,
    /// Their sides.
    pub recipient_sides: Vec<String>,
    /// Issues.
    pub issues: Vec<String>,
    /// Instruments.
    pub instruments: Vec<String>,
    /// When what it speaks of is to happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DayRange>,
    /// The PLOVER event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Its quad class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quad: Option<Quad>,
    /// Affirmed or denied.
    pub polarity: Polarity,
    /// How real.
    pub modality: Modality,
    /// How strongly.
    pub strength: Strength,
    /// The words that carry it.
    pub trigger: Quote,
    /// What is asked, promised or said; the sentence where nothing else is given.
    pub content: String,
    /// The sentence.
    pub evidence: Quote,
    /// The meeting in which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// The probability that type, actor and recipient are right, in thousandths; 1000 where a person decided.
    pub confidence: u16,
    /// Whether a person accepted or corrected it.
    pub is_decided: bool,
    /// Where it stands.
    pub document: TitleRow,
    /// Its row.
    #[serde(skip)]
    pub(crate) n: i64,
    #[serde(skip)]
    pub(crate) features: Features,
}

impl TitleRow {
    /// The source without its folders; an address stays whole.
    pub fn short_source(&self) -> &str {
        let source = self.source.as_str();
        if source.contains("://") { source } else { source.rsplit(['/', '\\']).next().unwrap_or(source) }
    }
}

impl Serialize for DayRange {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::fmt::Display for DayRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_day() { write!(f, "{}", self.first) } else { write!(f, "{}/{}", self.first, self.last) }
    }
}

/// Shows rows; texts and names met before are remembered.
pub(crate) struct Show<'c> {
    connection: &'c Connection,
    shared: &'c Texts,
    texts: HashMap<DocumentNumber, Arc<Text>>,
    titles: HashMap<DocumentNumber, TitleRow>,
    names: HashMap<i64, String>,
}

impl<'c> Show<'c> {
    pub(crate) fn new(ledger: &'c Ledger) -> Self {
        let (connection, shared) = (&ledger.connection, &*ledger.texts);
        Self { connection, shared, texts: HashMap::new(), titles: HashMap::new(), names: HashMap::new() }
    }

    pub(crate) fn act(&mut self, n: i64) -> Result<ActView, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.type, a.anchor, a.day, a.due_first, a.due_last, a.qualities, a.confidence, a.spans, a.features,
                    r.meeting, h.anchor, c.name, a.quad
             FROM act a LEFT JOIN meeting_report r ON r.n = a.meeting
             LEFT JOIN meeting_report h ON h.n = r.meeting LEFT JOIN topic c ON c.n = a.code WHERE a.n = ?1",
        )?;
        let mut rows = statement.query([n])?;
        let row = rows.next()?.ok_or_else(|| StoreError::corrupt(format!("act {n} is missing")))?;
        let features = Features::unpack(&row.get::<_, Vec<u8>>(8)?)?;
        let qualities = Qualities::unpack(row.get(5)?)?;
        let spans = Spans::unpack(&row.get::<_, Vec<u8>>(7)?)?;
        let due = row.get::<_, Option<i32>>(3)?.zip(row.get::<_, Option<i32>>(4)?);
        let meeting = row.get::<_, Option<i64>>(9)?.zip(row.get::<_, Option<i64>>(10)?);
        let confidence: u16 = row.get(6)?;
        let document = document_of(n);
        let text = self.text(document)?;
        let quote = |(start, end): (u32, u32)| Quote {
            start,
            end,
            quote: text.slice(start, end).unwrap_or_default().to_owned(),
        };
        let evidence = quote(spans.evidence);
        Ok(ActView {
            id: act_reference(n, row.get(1)?).to_string(),
            act_type: type_at(row.get(0)?)?,
            day: row.get::<_, Option<i32>>(2)?.map(Day),
            actors: self.parties(&features.actors)?,
            actor_sides: self.sides(&features.actor_sides)?,
            recipients: self.parties(&features.recipients)?,
            recipient_sides: self.sides(&features.recipient_sides)?,
            issues: self.topics(&features.issues)?,
            instruments: self.topics(&features.instruments)?,
            due: due.map(|(first, last)| DayRange { first: Day(first), last: Day(last) }),
            event: row.get(11)?,
            quad: row.get::<_, Option<u8>>(12)?.and_then(|at| Quad::ALL.get(usize::from(at)).copied()),
            polarity: qualities.polarity,
            modality: qualities.modality,
            strength: qualities.strength,
            trigger: quote(spans.trigger),
            content: one_line(&spans.content.map_or_else(|| evidence.quote.clone(), |c| quote(c).quote)),
            evidence,
            meeting: meeting.map(|(n, anchor)| meeting_reference(n, anchor).to_string()),
            confidence: if qualities.is_decided { 1000 } else { confidence },
            is_decided: qualities.is_decided,
            document: self.title(document)?,
            n,
            features,
        })
    }

    pub(crate) fn title(&mut self, n: DocumentNumber) -> Result<TitleRow, StoreError> {
        if let Some(title) = self.titles.get(&n) {
            return Ok(title.clone());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT i.day, i.genre, i.title, d.hash,
                    (SELECT source FROM origin o WHERE o.document = d.n ORDER BY first_seen, source LIMIT 1)
             FROM document d JOIN indexed i ON i.document = d.n WHERE d.n = ?1",
        )?;
        let (day, genre, title, hash, source) = statement.query_row([n.0], |row| {
            Ok((
                row.get::<_, Option<i32>>(0)?.map(Day),
                row.get::<_, String>(1)?,
                row.get::<_, Option<String>>(2)?,
                crate::ids::DocumentHash(row.get(3)?),
                row.get::<_, Option<String>>(4)?.unwrap_or_default(),
            ))
        })?;
        let title = match title.filter(|t| !t.trim().is_empty()) {
            Some(title) => one_line(&title),
            None => one_line(self.text(n)?.text().lines().find(|l| !l.trim().is_empty()).unwrap_or("(without text)")),
        };
        let row = TitleRow { id: n.to_string(), hash: hash.to_string(), day, genre, title, source };
        self.titles.insert(n, row.clone());
        Ok(row)
    }

    pub(crate) fn text(&mut self, n: DocumentNumber) -> Result<Arc<Text>, StoreError> {
        if let Some(text) = self.texts.get(&n) {
            return Ok(Arc::clone(text));
        }
        let text = self.shared.get(self.connection, n)?;
        // long answers come from many documents; each is seldom asked for again
        if self.texts.len() > 256 {
            self.texts.clear();
        }
        self.texts.insert(n, Arc::clone(&text));
        Ok(text)
    }

    /// The names of parties, in the order given.
    pub(crate) fn parties(&mut self, parties: &[i64]) -> Result<Vec<String>, StoreError> {
        parties.iter().map(|&party| self.party(party)).collect()
    }

    pub(crate) fn party(&mut self, party: i64) -> Result<String, StoreError> {
        if let Some(name) = self.names.get(&party) {
            return Ok(name.clone());
        }
        let mut select = self.connection.prepare_cached("SELECT entity FROM party WHERE n = ?1")?;
        let entity = select.query_row([party], |row| row.get(0))?;
        let name = one_line(&name_of(self.connection, entity)?);
        self.names.insert(party, name.clone());
        Ok(name)
    }

    /// A side's key as people give it: of a country its code.
    pub(crate) fn key(&mut self, side: i64) -> Result<String, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT key FROM party WHERE n = ?1")?;
        let key: String = select.query_row([side], |row| row.get(0))?;
        Ok(key.strip_prefix("c:").map(str::to_owned).unwrap_or(key))
    }

    /// The codes of countries and the names of other sides, sorted.
    pub(crate) fn sides(&mut self, sides: &[i64]) -> Result<Vec<String>, StoreError> {
        let mut shown = Vec::new();
        for &side in sides {
            let mut select = self.connection.prepare_cached("SELECT key FROM party WHERE n = ?1")?;
            let key: String = select.query_row([side], |row| row.get(0))?;
            shown.push(match key.strip_prefix("c:") {
                Some(code) => code.to_owned(),
                None => self.party(side)?,
            });
        }
        shown.sort();
        shown.dedup();
        Ok(shown)
    }

    pub(crate) fn topics(&mut self, topics: &[i64]) -> Result<Vec<String>, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT name FROM topic WHERE n = ?1")?;
        let mut names: Vec<String> =
            topics.iter().map(|topic| select.query_row([topic], |row| row.get(0))).collect::<Result<_, _>>()?;
        names.sort();
        Ok(names)
    }
}

/// A text with its line breaks and runs of blanks as single blanks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
