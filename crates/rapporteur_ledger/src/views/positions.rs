//! Where a side stands on an issue, by date, in its own words.

use std::collections::HashMap;

use rapporteur_record::Family;
use rusqlite::params;
use serde::Serialize;

use super::items::{issue_named, list};
use super::{ActView, Page, PageOf, Show};
use crate::error::LookupError;
use crate::features::{Features, type_at};
use crate::index::ACTOR;
use crate::ledger::Ledger;
use crate::parties::named;

/// The last words of an actor on one issue.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LastWords {
    /// The issue's id.
    pub issue: String,
    /// What it said last.
    pub act: ActView,
    /// How often it spoke on the issue of late.
    pub n_acts: usize,
}

/// Acts looked at to tell on which issues an actor spoke, the newest first.
const LOOKED_AT: i64 = 2_000;

impl Ledger {
    /// The last words of an actor on the issues on which it spoke most of late, most first.
    ///
    /// # Errors
    /// Where the name leads to nobody or to several, or the ledger cannot be read.
    pub fn last_words(&self, actor: &str, n_issues: usize) -> Result<Vec<LastWords>, LookupError> {
        let connection = &self.connection;
        let parties = named(connection, actor)?;
        let mut statement = connection.prepare_cached(&format!(
            "SELECT a.n, a.type, a.features FROM act_at p CROSS JOIN act a ON a.n = p.act
             WHERE p.party IN ({}) AND p.role = ?1 AND p.topic = 0 AND a.event = a.n
             ORDER BY p.day DESC, p.act LIMIT ?2",
            list(&parties)
        ))?;
        let mut rows = statement.query(params![ACTOR, LOOKED_AT])?;
        // by issue: the act that came first here, which is the last one, and how many there are
        let mut issues: HashMap<i64, (i64, usize)> = HashMap::new();
        while let Some(row) = rows.next()? {
            if type_at(row.get(1)?)?.family() == Family::Deed {
                continue;
            }
            let n: i64 = row.get(0)?;
            for issue in Features::unpack(&row.get::<_, Vec<u8>>(2)?)?.issues {
                issues.entry(issue).or_insert((n, 0)).1 += 1;
            }
        }
        let mut issues: Vec<(i64, i64, usize)> =
            issues.into_iter().map(|(issue, (n, times))| (issue, n, times)).collect();
        issues.sort_by_key(|&(issue, _, times)| (std::cmp::Reverse(times), issue));
        let mut show = Show::new(self);
        let mut words = Vec::new();
        for (issue, n, n_acts) in issues.into_iter().take(n_issues) {
            words.push(LastWords { issue: show.topics(&[issue])?.remove(0), act: show.act(n)?, n_acts });
        }
        Ok(words)
    }

    /// What an actor said on an issue: every stance, ask, promise and refusal, each event once, the oldest first. Of
    /// more than the page holds, the newest.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be read.
    pub fn positions(&self, actor: &str, issue: &str, page: Page) -> Result<PageOf<ActView>, LookupError> {
        let connection = &self.connection;
        let parties = named(connection, actor)?;
        let issue = issue_named(connection, issue)?;
        // sides are filed by issue; a person's acts are filed under him and looked through
        let mut statement = connection.prepare(&format!(
            "SELECT a.n, a.type, a.features FROM act_at p CROSS JOIN act a ON a.n = p.act
             WHERE p.party IN ({}) AND p.role = ?1 AND p.topic IN (0, ?2) AND a.event = a.n
             ORDER BY p.day DESC, p.act DESC",
            list(&parties)
        ))?;
        let is_side = is_filed_by_issue(connection, &parties, issue)?;
        let mut by_issue = connection.prepare(&format!(
            "SELECT a.n, a.type, a.features FROM act_at p CROSS JOIN act a ON a.n = p.act
             WHERE p.party IN ({}) AND p.role = ?1 AND p.topic = ?2 AND a.event = a.n
             ORDER BY p.day DESC, p.act DESC",
            list(&parties)
        ))?;
        let mut rows =
            if is_side { by_issue.query(params![ACTOR, issue])? } else { statement.query(params![ACTOR, issue])? };
        let mut show = Show::new(self);
        let mut acts: Vec<ActView> = Vec::new();
        while let Some(row) = rows.next()? {
            let n: i64 = row.get(0)?;
            let features = Features::unpack(&row.get::<_, Vec<u8>>(2)?)?;
            let is_said = type_at(row.get(1)?)?.family() != Family::Deed;
            if is_said && features.issues.contains(&issue) && acts.last().is_none_or(|last| last.n != n) {
                acts.push(show.act(n)?);
            }
            if acts.len() > page.limit {
                break;
            }
        }
        let mut page = PageOf::head(acts, page.limit);
        page.rows.reverse();
        Ok(page)
    }
}

fn is_filed_by_issue(connection: &rusqlite::Connection, parties: &[i64], issue: i64) -> Result<bool, LookupError> {
    let sql =
        format!("SELECT EXISTS (SELECT 1 FROM act_at WHERE party IN ({}) AND role = ?1 AND topic = ?2)", list(parties));
    Ok(connection.prepare(&sql)?.query_row(params![ACTOR, issue], |row| row.get(0))?)
}
