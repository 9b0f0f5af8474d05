//! Issues: who stands where on which, the last words of each side, and how one side's wording moved.

use axum::extract::{Path, Query};
use axum::http::Uri;
use maud::{Markup, html};
use rapporteur_ledger::{ActFilter, Ledger, Movement, Page};
use rapporteur_record::Family;
use serde::Deserialize;

use super::Asked;
use super::matrix;
use super::parts::{ListQuery, act_row, actor_href, badge, clip, enc, given, issue_href, pager, rows_after, time};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::words;

/// Issues that the matrix shows beside each other.
const COLUMNS: usize = 8;
/// Sides that it shows.
const SIDES: usize = 20;

pub(crate) async fn list(asked: Asked, uri: Uri, Query(query): Query<ListQuery>) -> Result<Markup, Fault> {
    asked
        .page("/issues", move |asked, ledger| {
            let words = query.words();
            let issues = ledger.issues(&words, query.rows()?)?;
            let most: Vec<String> = issues.rows.iter().take(COLUMNS).map(|row| row.issue.clone()).collect();
            let body = html! {
                form.filter role="search" {
                    label { span { "Issue has" } input type="search" name="q" value=(words); }
                    button { "Show" }
                }
                @if issues.rows.is_empty() { p.dim { "No issue occurs." } }
                @if !most.is_empty() {
                    h2 { "Who stands where" }
                    (matrix::table(&asked.desk, &ledger.matrix(&most, SIDES)?))
                    h2 { "Issues, those spoken of most first" }
                }
                ul.issues {
                    @for row in &issues.rows { li { a href=(issue_href(&row.issue)) { (asked.desk.issue(&row.issue)) } " " span.dim { (row.n_acts) } } }
                }
                (pager(&uri, issues.next))
            };
            Ok(("Issues".to_owned(), body))
        })
        .await
}

#[derive(Debug, Deserialize)]
pub(crate) struct After {
    after: Option<String>,
}

pub(crate) async fn page(
    asked: Asked,
    uri: Uri,
    Path(id): Path<String>,
    Query(query): Query<After>,
) -> Result<Markup, Fault> {
    asked
        .page("/issues", move |asked, ledger| {
            let desk = &asked.desk;
            let stances = ledger.stances(&id, rows_after(query.after.as_ref())?)?;
            let latest = ledger.acts(&ActFilter { issue: Some(id.clone()), ..ActFilter::default() }, Page::first(20))?;
            let kin = kin(desk, ledger, &id);
            let body = html! {
                p.foot.under { a href={ "/search?issue=" (enc(&id)) } { "Search within it" } " · " a href={ "/follow-up?issue=" (enc(&id)) } { "requests and promises" } }
                h2 { "Where each stands" }
                @if stances.rows.is_empty() { p.dim { "Nobody took a stand on it." } }
                @else {
                    div.scroll tabindex="0" role="region" aria-label="Where each stands" {
                        table.stances {
                            thead { tr { th { "Side" } th { "Last words" } th { "When" } th.number { "Said" } th { "Moves" } } }
                            tbody {
                                @for stance in &stances.rows {
                                    @let key = stance.side.key.strip_prefix("c:").unwrap_or(&stance.side.key);
                                    tr {
                                        th scope="row" { a href=(actor_href(key)) { (stance.side.name) } }
                                        td { (badge(stance.act.act_type)) " “" b { (stance.act.trigger.quote) } "” " a href={ "/acts/" (stance.act.id) } { (clip(&stance.act.content, 140)) } }
                                        td { (time(stance.act.day)) }
                                        td.number { (stance.n_acts) }
                                        td { @if stance.n_acts > 1 { a href={ (issue_href(&id)) "/drift?actor=" (enc(key)) } { "drift" } } }
                                    }
                                }
                            }
                        }
                    }
                }
                (pager(&uri, stances.next))
                @if kin.len() > 1 {
                    h2 { "Beside kindred issues" }
                    (matrix::table(desk, &ledger.matrix(&kin, SIDES)?))
                }
                h2 { "Latest" }
                @for act in latest.rows.iter().filter(|a| a.act_type.family() != Family::Deed || latest.rows.len() < 8) { (act_row(desk, act)) }
            };
            Ok((words::capital(&desk.issue(&id)), body))
        })
        .await
}

/// The issue and those that the world has above, below and beside it, as far as sides took a stand on them.
fn kin(desk: &Desk, ledger: &Ledger, id: &str) -> Vec<String> {
    let own = id.to_owned();
    let does_occur =
        |issue: &&String| ledger.matrix(std::slice::from_ref(*issue), 1).is_ok_and(|matrix| !matrix.rows.is_empty());
    let all = std::iter::once(&own).chain(desk.kindred_issues(id));
    all.filter(does_occur).take(COLUMNS).cloned().collect()
}

#[derive(Debug, Deserialize)]
pub(crate) struct Whose {
    actor: Option<String>,
}

pub(crate) async fn drift(asked: Asked, Path(id): Path<String>, Query(whose): Query<Whose>) -> Result<Markup, Fault> {
    asked.page("/issues", move |asked, ledger| {
        let desk = &asked.desk;
        let actor = given(whose.actor.as_ref()).ok_or_else(|| Fault::invalid("say whose words: add ?actor=NAME"))?;
        let party = ledger.party(&actor)?.party;
        let drift = ledger.drift(&actor, &id, Page::first(100))?;
        let body = html! {
            p.foot.under { a href=(issue_href(&id)) { (desk.issue(&id)) } " · " a href=(actor_href(&actor)) { (party.name) } }
            @if drift.has_more { p.dim { "Earlier times are left out." } }
            @if drift.steps.is_empty() { p.dim { "Nothing was said." } }
            ol.thread {
                @for step in &drift.steps {
                    li {
                        p.foot {
                            (time(step.act.day)) " · " b { (moved(step.movement)) }
                            @if let (Some(ladder), Some(rung)) = (&step.ladder, step.rung) { " · " (ladder) ", rung " (rung) }
                        }
                        (act_row(desk, &step.act))
                        @if !step.added.is_empty() { p.foot { "new: " @for (at, w) in step.added.iter().enumerate() { @if at > 0 { ", " } ins { (w) } } } }
                        @if !step.dropped.is_empty() { p.foot { "gone: " @for (at, w) in step.dropped.iter().enumerate() { @if at > 0 { ", " } del { (w) } } } }
                    }
                }
            }
        };
        let title = format!("{} on {}", party.name, desk.issue(&id));
        Ok((title, body))
    })
    .await
}

fn moved(movement: Movement) -> &'static str {
    match movement {
        Movement::First => "● first",
        Movement::Up => "▲ stronger",
        Movement::Down => "▼ weaker",
        Movement::Level => "▬ as before",
        Movement::Across => "↔ another kind of words",
    }
}
