//! What the sentences found are about: how many of each type, side, issue and kind of document.

use std::collections::HashMap;
use std::hash::Hash;

use rusqlite::params;
use serde::Serialize;

use super::{Search, SearchError};
use crate::error::StoreError;
use crate::features::{Features, type_at};
use crate::index::rows_of;
use crate::ledger::Ledger;
use crate::views::{Page, Show};

/// Sentences looked at, the newest first: counts are of these.
const LOOKED_AT: usize = 1_000;
/// Values of each facet, the most frequent.
const MOST: usize = 8;

/// A value by which a search can be narrowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Facet {
    /// The value, as a search takes it.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// Sentences with it.
    pub n_sentences: usize,
}

/// What the sentences found are about, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Facets {
    /// Sentences counted.
    pub n_sentences: usize,
    /// Whether there are others, older ones, that are not counted.
    pub has_more: bool,
    /// Types of act.
    pub types: Vec<Facet>,
    /// Sides that did them.
    pub actors: Vec<Facet>,
    /// Sides to whom they were done.
    pub recipients: Vec<Facet>,
    /// Issues.
    pub issues: Vec<Facet>,
    /// Kinds of document.
    pub genres: Vec<Facet>,
}

impl Ledger {
    /// What the sentences that a search finds are about.
    ///
    /// # Errors
    /// As [`Ledger::search`].
    pub fn facets(&self, search: &Search) -> Result<Facets, SearchError> {
        let (mut places, _) = self.found(search, Page::first(LOOKED_AT))?;
        let has_more = places.len() > LOOKED_AT;
        places.truncate(LOOKED_AT);
        let mut acts = self
            .connection
            .prepare_cached("SELECT type, features FROM act WHERE n >= ?1 AND n < ?2 AND passage = ?3")?;
        let (mut types, mut genres) = (HashMap::new(), HashMap::new());
        let (mut actors, mut recipients, mut issues) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (at, place) in places.iter().enumerate() {
            let of = rows_of(place.document);
            let mut found = acts.query(params![of.start, of.end, i64::try_from(place.passage()).unwrap_or(0)])?;
            while let Some(act) = found.next()? {
                let features = Features::unpack(&act.get::<_, Vec<u8>>(1)?)?;
                count(&mut types, [type_at(act.get(0)?)?], at);
                count(&mut actors, features.actor_sides, at);
                count(&mut recipients, features.recipient_sides, at);
                count(&mut issues, features.issues, at);
            }
            count(&mut genres, place.genre.map(|genre| genre.to_string()), at);
        }
        let mut show = Show::new(self);
        let words = |(value, n): (String, usize)| Facet { name: value.clone(), value, n_sentences: n };
        let mut sides = |counts| -> Result<Vec<Facet>, StoreError> {
            let sides = most(counts)
                .into_iter()
                .map(|(side, n_sentences)| Ok(Facet { value: show.key(side)?, name: show.party(side)?, n_sentences }));
            sides.collect()
        };
        let (actors, recipients) = (sides(actors)?, sides(recipients)?);
        let issues = most(issues).into_iter().map(|(issue, n)| Ok(words((show.topics(&[issue])?.remove(0), n))));
        Ok(Facets {
            n_sentences: places.len(),
            has_more,
            types: most(types).into_iter().map(|(t, n)| words((t.to_string(), n))).collect(),
            actors,
            recipients,
            issues: issues.collect::<Result<_, StoreError>>()?,
            genres: most(genres).into_iter().map(words).collect(),
        })
    }
}

/// Counts values of one sentence, each once: with each value the sentence that had it last.
fn count<T: Eq + Hash>(counts: &mut HashMap<T, (usize, usize)>, values: impl IntoIterator<Item = T>, sentence: usize) {
    for value in values {
        let (n, last) = counts.entry(value).or_insert((0, usize::MAX));
        if *last != sentence {
            (*n, *last) = (*n + 1, sentence);
        }
    }
}

fn most<T: Ord>(counts: HashMap<T, (usize, usize)>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = counts.into_iter().map(|(value, (n, _))| (value, n)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(MOST);
    counts
}
