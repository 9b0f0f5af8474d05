//! Two accounts side by side: what both tell, what each leaves out, and what each calls otherwise.

use rapporteur_record::ActType;
use serde::Serialize;

use super::show::one_line;
use super::{ActView, Show, TitleRow};
use crate::error::{LookupError, StoreError};
use crate::ids::DocumentNumber;
use crate::index::{document_of, rows_of};
use crate::ledger::Ledger;
use crate::locate::{document_named, meeting_named};
use crate::words::{fold, likeness};

/// Two documents' accounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// The one document.
    pub left: TitleRow,
    /// The other.
    pub right: TitleRow,
    /// The meeting that both tell of, where they were compared about one.
    pub meeting: Option<String>,
    /// What both tell, in the order of the left.
    pub both: Vec<Pairing>,
    /// What only the left tells.
    pub only_left: Vec<ActView>,
    /// What only the right tells.
    pub only_right: Vec<ActView>,
}

/// One act as both tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pairing {
    /// As the left tells it.
    pub left: ActView,
    /// As the right tells it.
    pub right: ActView,
    /// How alike the two are, in thousandths.
    pub likeness: i64,
    /// What differs: the verb, the words, the names.
    pub differences: Vec<String>,
}

/// Acts less alike than this are not one.
const LEAST: f64 = 0.35;

impl Ledger {
    /// Compares two documents; where both tell of one meeting, what they tell of it.
    ///
    /// # Errors
    /// Where a name leads to no document or to several, or the ledger cannot be read.
    pub fn compare(&self, left: &str, right: &str) -> Result<Comparison, LookupError> {
        let left = document_named(&self.connection, left)?;
        let right = document_named(&self.connection, right)?;
        let shared: Vec<i64> = self
            .meetings_of(left)?
            .into_iter()
            .filter(|m| self.meetings_of(right).is_ok_and(|r| r.contains(m)))
            .collect();
        let meeting = if let [only] = shared.as_slice() { Some(*only) } else { None };
        Ok(self.compare_documents(left, right, meeting)?)
    }

    /// Compares the first two reports of a meeting by documents that are not copies of each other.
    ///
    /// # Errors
    /// Where the name leads to no meeting, only one document tells of it, or the ledger cannot be read.
    pub fn compare_meeting(&self, name: &str) -> Result<Comparison, LookupError> {
        let meeting = meeting_named(&self.connection, name)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT min(r.n) FROM meeting_report r JOIN indexed i ON i.document = r.n >> 16
             WHERE r.meeting = ?1 GROUP BY i.release ORDER BY min(i.day), min(r.n) LIMIT 2",
        )?;
        let reports: Vec<i64> = statement
            .query_map([meeting], |row| row.get(0))
            .map_err(StoreError::from)?
            .collect::<Result<_, _>>()
            .map_err(StoreError::from)?;
        match reports.as_slice() {
            [left, right] => Ok(self.compare_documents(document_of(*left), document_of(*right), Some(meeting))?),
            _ => Err(LookupError::not_found("second report", name, Some("only one document tells of this meeting"))),
        }
    }

    fn meetings_of(&self, n: DocumentNumber) -> Result<Vec<i64>, StoreError> {
        let rows = rows_of(n);
        let mut statement =
            self.connection.prepare_cached("SELECT DISTINCT meeting FROM meeting_report WHERE n >= ?1 AND n < ?2")?;
        Ok(statement.query_map([rows.start, rows.end], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn compare_documents(
        &self,
        left: DocumentNumber,
        right: DocumentNumber,
        meeting: Option<i64>,
    ) -> Result<Comparison, StoreError> {
        let mut show = Show::new(self);
        let meeting_id = meeting
            .map(|m| super::meetings::meeting_row(&self.connection, &mut show, m).map(|row| row.id))
            .transpose()?;
        let (mut lefts, mut rights) =
            (self.acts_about(&mut show, left, meeting)?, self.acts_about(&mut show, right, meeting)?);
        let mut both = Vec::new();
        for (l, r, score) in pairs(&lefts, &rights) {
            let differences = differences(&lefts[l], &rights[r]);
            both.push((
                l,
                r,
                Pairing {
                    left: lefts[l].clone(),
                    right: rights[r].clone(),
                    likeness: crate::index::thousandths(score),
                    differences,
                },
            ));
        }
        both.sort_by_key(|(l, _, _)| *l);
        keep_unpaired(&mut lefts, &both.iter().map(|(l, _, _)| *l).collect::<Vec<_>>());
        keep_unpaired(&mut rights, &both.iter().map(|(_, r, _)| *r).collect::<Vec<_>>());
        Ok(Comparison {
            left: show.title(left)?,
            right: show.title(right)?,
            meeting: meeting_id,
            both: both.into_iter().map(|(_, _, pairing)| pairing).collect(),
            only_left: lefts,
            only_right: rights,
        })
    }

    /// A document's acts; where a meeting is given and the document ties acts to it, those and the acts tied to none.
    fn acts_about(
        &self,
        show: &mut Show<'_>,
        n: DocumentNumber,
        meeting: Option<i64>,
    ) -> Result<Vec<ActView>, StoreError> {
        let rows = rows_of(n);
        let mut statement = self.connection.prepare_cached(
            "SELECT a.n FROM act a LEFT JOIN meeting_report r ON r.n = a.meeting
             WHERE a.n >= ?1 AND a.n < ?2 AND (?3 IS NULL OR r.meeting IS NULL OR r.meeting = ?3) ORDER BY a.n",
        )?;
        let acts: Vec<i64> = statement
            .query_map(rusqlite::params![rows.start, rows.end, meeting], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        acts.into_iter().map(|n| show.act(n)).collect()
    }
}

/// The pairs of acts that are most alike, each act in one pair at most.
fn pairs(lefts: &[ActView], rights: &[ActView]) -> Vec<(usize, usize, f64)> {
    let mut all: Vec<(usize, usize, f64)> = lefts
        .iter()
        .enumerate()
        .flat_map(|(l, left)| rights.iter().enumerate().map(move |(r, right)| (l, r, alike(left, right))))
        .filter(|(_, _, score)| *score >= LEAST)
        .collect();
    all.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let (mut taken_left, mut taken_right) = (vec![false; lefts.len()], vec![false; rights.len()]);
    all.retain(|&(l, r, _)| {
        let is_free = !taken_left[l] && !taken_right[r];
        if is_free {
            (taken_left[l], taken_right[r]) = (true, true);
        }
        is_free
    });
    all
}

/// How alike two acts are: their contents above all, then verb, sides and issues.
fn alike(left: &ActView, right: &ActView) -> f64 {
    let (l, r) = (&left.features, &right.features);
    let content = likeness(&l.stems, &r.stems);
    if content < 0.2 {
        return 0.0;
    }
    let sides = f64::from(u8::from(l.actor_sides == r.actor_sides));
    let verb = if left.act_type == right.act_type {
        1.0
    } else {
        f64::from(u8::from(left.act_type.family() == right.act_type.family())) / 2.0
    };
    let issues = f64::from(u8::from(l.issues.iter().any(|i| r.issues.contains(i))));
    0.6 * content + 0.15 * sides + 0.15 * verb + 0.1 * issues
}

fn differences(left: &ActView, right: &ActView) -> Vec<String> {
    let mut differences = Vec::new();
    let mut differ = |what: &str, l: String, r: String| {
        if fold(&l) != fold(&r) {
            let or_nothing = |text: String| if text.is_empty() { "nothing".to_owned() } else { text };
            differences.push(format!("{what}: {} / {}", or_nothing(l), or_nothing(r)));
        }
    };
    let verb = |act: &ActView| {
        let shown: fn(ActType) -> &'static str = ActType::as_str;
        format!("{} ({})", one_line(&act.trigger.quote), shown(act.act_type))
    };
    differ("verb", verb(left), verb(right));
    differ("strength", left.strength.to_string(), right.strength.to_string());
    let in_order = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names.join(", ")
    };
    differ("who", in_order(&left.actors), in_order(&right.actors));
    differ("to whom", in_order(&left.recipients), in_order(&right.recipients));
    differ("instrument", left.instruments.join(", "), right.instruments.join(", "));
    differ(
        "due",
        left.due.map(|d| d.to_string()).unwrap_or_default(),
        right.due.map(|d| d.to_string()).unwrap_or_default(),
    );
    differ("words", left.content.clone(), right.content.clone());
    differences
}

fn keep_unpaired(acts: &mut Vec<ActView>, paired: &[usize]) {
    let mut at = 0;
    acts.retain(|_| {
        at += 1;
        !paired.contains(&(at - 1))
    });
}
