//! Where a side stands on an issue, by date, in its own words.

use std::collections::HashMap;

use rapporteur_record::Family;
use rusqlite::params;
use serde::Serialize;

use super::items::{is_on, list};
use super::{ActView, Page, PageOf, Show};
use crate::error::LookupError;
use crate::features::{Features, type_at};
use crate::index::ACTOR;
use crate::issues::issues_named;
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
        let issues = issues_named(connection, &self.thesaurus, issue)?;
        // sides are filed by issue; a person's acts are filed under him and looked through
        let is_side = is_filed_by_issue(connection, &parties, &issues)?;
        let topics = if is_side { list(&issues) } else { "0".to_owned() };
        let mut statement = connection.prepare(&format!(
            "SELECT act FROM act_at WHERE party IN ({}) AND role = ?1 AND topic IN ({topics})
             ORDER BY day DESC, act DESC",
            list(&parties)
        ))?;
        let mut one = connection.prepare_cached("SELECT type, features FROM act WHERE n = ?1 AND event = n")?;
        let mut rows = statement.query([ACTOR])?;
        let mut show = Show::new(self);
        let mut acts: Vec<ActView> = Vec::new();
        let mut last = None;
        while let Some(row) = rows.next()? {
            let n: i64 = row.get(0)?;
            if last.replace(n) == Some(n) {
                continue;
            }
            let mut found = one.query([n])?;
            let Some(act) = found.next()? else { continue };
            let features = Features::unpack(&act.get::<_, Vec<u8>>(1)?)?;
            let is_said = type_at(act.get(0)?)?.family() != Family::Deed;
            if is_said && is_on(Some(&issues), &features.issues) {
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

fn is_filed_by_issue(connection: &rusqlite::Connection, parties: &[i64], issues: &[i64]) -> Result<bool, LookupError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM act_at WHERE party IN ({}) AND role = ?1 AND topic IN ({}))",
        list(parties),
        list(issues)
    );
    Ok(connection.prepare(&sql)?.query_row([ACTOR], |row| row.get(0))?)
}
