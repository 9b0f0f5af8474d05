//! Follow-up: the board of requests and promises, and one item's thread.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::Uri;
use axum::response::Redirect;
use maud::{Markup, html};
use rapporteur_ledger::{Day, ItemFilter, Status, Thread, ThreadStep};
use rapporteur_record::{ActType, Family};
use serde::Deserialize;

use super::{
    act_row, after, clip, field, given, given_day, item_row, layout, pager, proof, select, status_badge, time, upto,
};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::{Posted, Visitor};
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    /// `due`: those that are due, by date; `silent`: those long not heard of.
    view: Option<String>,
    kind: Option<String>,
    status: Option<String>,
    actor: Option<String>,
    counterpart: Option<String>,
    issue: Option<String>,
    since: Option<String>,
    until: Option<String>,
    #[serde(default)]
    offset: usize,
}

/// Days without news after which an item counts as silent.
const SILENT: i32 = 180;
/// Days ahead in which something is due.
const AHEAD: i32 = 180;

pub(crate) async fn board(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    uri: Uri,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        let today = own.today();
        let status = given(wanted.status.as_ref());
        let statuses = match status.as_deref() {
            None | Some("outstanding") => Vec::new(),
            Some("all") => Status::ALL.to_vec(),
            Some(word) => vec![Status::from_name(word).ok_or_else(|| Fault::invalid(format!("{word:?} is no status")))?],
        };
        let kind = given(wanted.kind.as_ref());
        let types = ActType::ALL.iter().copied().filter(|t| match kind.as_deref() {
            Some("asks") => words::is_ask(*t),
            Some("promises") => t.family() == Family::Promise,
            _ => false,
        });
        let filter = ItemFilter {
            actor: given(wanted.actor.as_ref()),
            counterpart: given(wanted.counterpart.as_ref()),
            issue: given(wanted.issue.as_ref()),
            types: types.collect(),
            statuses,
            since: given_day(wanted.since.as_ref())?,
            until: given_day(wanted.until.as_ref())?,
        };
        let view = given(wanted.view.as_ref()).unwrap_or_default();
        let page = match view.as_str() {
            "due" => ledger.due_items(&filter, today.plus(AHEAD), today, upto(wanted.offset))?,
            "silent" => ledger.stale_items(&filter, SILENT, today, upto(wanted.offset))?,
            _ => ledger.open_items(&filter, today, upto(wanted.offset))?,
        };
        let page = after(page, wanted.offset);
        let mut statuses = vec![("all".to_owned(), "all".to_owned())];
        statuses.extend(Status::ALL.iter().map(|s| (s.to_string(), words::status(*s).to_owned())));
        let tabs = [("", "Outstanding"), ("due", "Due"), ("silent", "Long silent")];
        let body = html! {
            nav.tabs aria-label="Views" {
                @for (name, label) in tabs {
                    a href={ "/follow-up" @if !name.is_empty() { "?view=" (name) } } aria-current=[(view == name).then_some("page")] { (label) }
                }
            }
            form.filter {
                @if !view.is_empty() { input type="hidden" name="view" value=(view); }
                (select("kind", "Kind", Some("asks and promises"), &[("asks".to_owned(), "asks".to_owned()), ("promises".to_owned(), "promises".to_owned())], kind.as_deref()))
                @if view.is_empty() { (select("status", "Status", Some("outstanding"), &statuses, status.as_deref())) }
                (field("actor", "Who", "text", wanted.actor.as_deref(), "name or code"))
                (field("counterpart", "Of or to whom", "text", wanted.counterpart.as_deref(), ""))
                (field("issue", "Issue", "text", wanted.issue.as_deref(), ""))
                (field("since", "Since", "date", wanted.since.as_deref(), ""))
                (field("until", "Until", "date", wanted.until.as_deref(), ""))
                button { "Show" }
            }
            @if page.rows.is_empty() { p.dim { "Nothing of this kind." } }
            @for item in &page.rows { (item_row(&own, item, today)) }
            (pager(&uri, wanted.offset, page.has_more))
        };
        Ok(layout(&own, Some(&visitor), "Follow-up", "/follow-up", &body))
    })
    .await
}

pub(crate) async fn thread(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        let thread = ledger.item(&id, own.today())?;
        let body = lane(&own, &visitor, &thread);
        let title = clip(&thread.item.act.content, 90);
        Ok(layout(&own, Some(&visitor), &title, "/follow-up", &body))
    })
    .await
}

fn lane(desk: &Desk, visitor: &Visitor, thread: &Thread) -> Markup {
    let item = &thread.item;
    let statuses: Vec<(String, String)> =
        Status::ALL.iter().map(|s| (s.to_string(), words::status(*s).to_owned())).collect();
    html! {
        p.head { (status_badge(item.status)) " " (super::badge(item.act.act_type)) " " (super::who(desk, &item.act)) }
        p.foot.under {
            @if let Some(since) = item.since { (words::status(item.status)) " since " (words::day(since)) }
            @if let Some(due) = item.due { " · due " (words::day(due)) }
            @if let Some(last) = item.last { " · last heard of " (words::day(last)) }
        }
        ol.thread {
            @for step in &thread.steps { li { (step_of(desk, step, &item.act.id)) } }
        }
        @if !thread.changes.is_empty() {
            h2 { "How its status changed" }
            div.scroll tabindex="0" role="region" aria-label="How its status changed" {
                table {
                    thead { tr { th { "When" } th { "Status" } th { "Why" } } }
                    tbody { @for change in &thread.changes { tr { th scope="row" { (time(Some(change.day))) } td { (status_badge(change.status)) } td { (change.why) } } } }
                }
            }
        }
        @if !thread.possible.is_empty() {
            h2 { "May bear on it" }
            p.dim { "Too unsure to count." }
            @for step in &thread.possible { (step_of(desk, step, &item.act.id)) }
        }
        @if visitor.may(Role::Reviewer) {
            h2 { "Set its status" }
            form.filter method="post" action={ "/threads/" (item.act.id) } {
                (proof(visitor))
                (select("status", "Status", None, &statuses, Some(item.status.as_str())))
                (field("on", "Since", "date", Some(&desk.today().to_string()), ""))
                (field("reason", "Why", "text", None, "may be left out"))
                button { "Keep" }
            }
        }
    }
}

fn step_of(desk: &Desk, step: &ThreadStep, root: &str) -> Markup {
    html! {
        p.foot {
            @match step.relation {
                Some(relation) => b { (words::relation(relation)) },
                None => @if step.act.as_ref().is_some_and(|a| a.id == root) { b { "begins it" } } @else { b { "set by a person" } },
            }
            @if step.relation.is_some() { " · " (step.state) }
            @if let Some(score) = step.score { " · " (words::percent(u16::try_from(score).unwrap_or(0))) }
            @if !step.why.is_empty() { " · " span.dim { (step.why) } }
        }
        @if let Some(act) = &step.act { (act_row(desk, act)) }
        @if !step.reports.is_empty() {
            details { summary { "Also reported in " (words::count(step.reports.len(), "document", "documents")) }
                @for act in &step.reports { (act_row(desk, act)) } }
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct SetStatus {
    status: String,
    on: String,
    reason: Option<String>,
}

pub(crate) async fn set_status(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted(set): Posted<SetStatus>,
) -> Result<Redirect, Fault> {
    visitor.must(Role::Reviewer)?;
    let status =
        Status::from_name(&set.status).ok_or_else(|| Fault::invalid(format!("{:?} is no status", set.status)))?;
    let on = Day::parse(&set.on)
        .ok_or_else(|| Fault::invalid(format!("{:?} is no day; write one as 2026-04-15", set.on)))?;
    let by = visitor.reviewer(desk.now(), set.reason);
    let item = id.clone();
    desk.writer.write(move |ledger| Ok(ledger.set_status(&item, status, on, &by)?)).await?;
    super::review::tell(&desk);
    Ok(Redirect::to(&format!("/threads/{}", super::enc(&id))))
}
