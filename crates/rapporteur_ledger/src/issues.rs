//! What issues are called, and which are part of which: whoever asks of an issue asks of its parts too.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};

use crate::error::{LookupError, StoreError};
use crate::words::fold;

/// Names of issues and what is part of what. The ledger keeps none of it: who opens it brings one, or goes without.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thesaurus {
    issues: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    label: String,
    broader: Option<String>,
}

impl Thesaurus {
    /// A thesaurus of ids, each with what it is called and the id of the issue that it is part of.
    pub fn new(issues: impl IntoIterator<Item = (String, String, Option<String>)>) -> Self {
        let known = |(id, label, broader)| (id, Known { label, broader });
        Self { issues: issues.into_iter().map(known).collect() }
    }

    /// What an issue is called; the words of its id where the thesaurus does not know it.
    pub fn label(&self, id: &str) -> String {
        let known = self.issues.get(id).map(|known| known.label.clone());
        known.unwrap_or_else(|| id.strip_prefix("x-").unwrap_or(id).replace('-', " "))
    }

    /// The id that a person means: the id itself, or what the issue is called.
    fn find(&self, name: &str) -> Option<&str> {
        let wanted = fold(name);
        let (id, _) = self.issues.iter().find(|(id, known)| fold(id) == wanted || fold(&known.label) == wanted)?;
        Some(id)
    }

    /// An issue with every part of it and every part of these.
    fn with_parts<'t>(&'t self, id: &'t str) -> BTreeSet<&'t str> {
        let mut all = BTreeSet::from([id]);
        loop {
            let is_part = |known: &Known| known.broader.as_deref().is_some_and(|broader| all.contains(broader));
            let parts: BTreeSet<&str> =
                self.issues.iter().filter(|(_, known)| is_part(known)).map(|(id, _)| id.as_str()).collect();
            if parts.is_subset(&all) {
                return all;
            }
            all.extend(parts);
        }
    }
}

/// The numbers of an issue that a person named, and of its parts, as far as they occur.
pub(crate) fn issues_named(
    connection: &Connection,
    thesaurus: &Thesaurus,
    name: &str,
) -> Result<Vec<i64>, LookupError> {
    let id = match thesaurus.find(name) {
        Some(id) => id.to_owned(),
        None => occurring(connection, name)?,
    };
    let mut numbers = Vec::new();
    for part in thesaurus.with_parts(&id) {
        numbers.extend(number_of(connection, part)?);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// The number of an issue that a person named, without its parts.
pub(crate) fn issue_named(connection: &Connection, thesaurus: &Thesaurus, name: &str) -> Result<i64, LookupError> {
    let known = thesaurus.find(name).map(|id| number_of(connection, id)).transpose()?.flatten();
    match known {
        Some(number) => Ok(number),
        None => number_of(connection, &occurring(connection, name)?)?
            .ok_or_else(|| LookupError::not_found("issue", name, None)),
    }
}

/// The issue of the ledger that a name means: its id, or the only one whose id has these words.
fn occurring(connection: &Connection, name: &str) -> Result<String, LookupError> {
    let dashed = fold(name).replace(' ', "-");
    // an issue whose acts are all gone is still in the table, and no longer occurs
    let mut known = connection.prepare_cached("SELECT 1 FROM topic WHERE key = 'i:' || ?1 AND acts > 0")?;
    for id in [name, &dashed] {
        if known.exists([id])? {
            return Ok(id.to_owned());
        }
    }
    let mut like = connection.prepare_cached(
        "SELECT name FROM topic WHERE key LIKE 'i:%' AND key LIKE '%' || ?1 || '%' AND acts > 0
         ORDER BY length(name), name LIMIT 6",
    )?;
    let near: Vec<String> = like.query_map([&dashed], |row| row.get(0))?.collect::<Result<_, _>>()?;
    match near.as_slice() {
        [] => Err(LookupError::not_found("issue", name, Some("`rapporteur issues` lists those that occur"))),
        [only] => Ok(only.clone()),
        several => Err(LookupError::Ambiguous { kind: "issue", name: name.to_owned(), matches: several.to_vec() }),
    }
}

fn number_of(connection: &Connection, id: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT n FROM topic WHERE key = 'i:' || ?1")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thesaurus() -> Thesaurus {
        let row = |id: &str, label: &str, broader: &str| {
            (id.to_owned(), label.to_owned(), Some(broader.to_owned()).filter(|b| !b.is_empty()))
        };
        Thesaurus::new([
            row("trade", "trade", ""),
            row("tariffs", "tariffs and trade disputes", "trade"),
            row("quotas", "quotas", "tariffs"),
            row("a", "one of a ring", "b"),
            row("b", "the other", "a"),
        ])
    }

    #[test]
    fn an_issue_has_its_parts() {
        let thesaurus = thesaurus();
        assert_eq!(thesaurus.with_parts("trade"), BTreeSet::from(["quotas", "tariffs", "trade"]));
        assert_eq!(thesaurus.with_parts("quotas"), BTreeSet::from(["quotas"]));
        assert_eq!(thesaurus.with_parts("a"), BTreeSet::from(["a", "b"]), "a ring ends");
        assert_eq!(thesaurus.with_parts("x-other"), BTreeSet::from(["x-other"]));
    }

    #[test]
    fn an_issue_is_found_by_what_it_is_called() {
        let thesaurus = thesaurus();
        assert_eq!(thesaurus.find("Tariffs and Trade Disputes"), Some("tariffs"));
        assert_eq!(thesaurus.find("TRADE"), Some("trade"));
        assert_eq!(thesaurus.find("fish"), None);
        assert_eq!((thesaurus.label("quotas"), thesaurus.label("x-sea-grass")), ("quotas".into(), "sea grass".into()));
    }
}
