//! Where a side stands on an issue, by date, in its own words.

use rapporteur_record::Family;
use rusqlite::params;

use super::items::{issue_named, list};
use super::{ActView, Page, PageOf, Show};
use crate::error::LookupError;
use crate::features::{Features, type_at};
use crate::index::ACTOR;
use crate::ledger::Ledger;
use crate::parties::named;

impl Ledger {
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
        let mut show = Show::new(connection);
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
        let mut page = PageOf::cut(acts, page);
        page.rows.reverse();
        Ok(page)
    }
}

fn is_filed_by_issue(connection: &rusqlite::Connection, parties: &[i64], issue: i64) -> Result<bool, LookupError> {
    let sql =
        format!("SELECT EXISTS (SELECT 1 FROM act_at WHERE party IN ({}) AND role = ?1 AND topic = ?2)", list(parties));
    Ok(connection.prepare(&sql)?.query_row(params![ACTOR, issue], |row| row.get(0))?)
}
