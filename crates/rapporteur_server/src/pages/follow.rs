//! Follow-up: the board of requests and promises, and one item's thread.

use axum::extract::{Path, Query};
use axum::http::Uri;
use axum::response::Redirect;
use maud::{Markup, html};
use rapporteur_ledger::{Cursor, Day, ItemFilter, ItemRow, Ledger, Page, PageOf, Status, Thread, ThreadStep};
use rapporteur_record::{ActType, Family};
use serde::Deserialize;

use super::Asked;
use super::parts::{
    act_row, badge, clip, enc, field, given, given_day, item_row, pager, proof, rows_after, select, status_badge, time,
    who,
};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::{Posted, Visitor};
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    view: Option<String>,
    kind: Option<String>,
    actor: Option<String>,
    counterpart: Option<String>,
    issue: Option<String>,
    since: Option<String>,
    until: Option<String>,
    after: Option<String>,
}

/// Days without news after which an item counts as silent.
const SILENT: i32 = 180;
/// Days ahead in which something is due.
const AHEAD: i32 = 365;

/// What the board can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Outstanding,
    Due,
    Answered,
    Fulfilled,
    Lapsed,
    Silent,
    All,
}

impl View {
    const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Outstanding, "", "Outstanding"),
        (Self::Due, "due", "Due"),
        (Self::Answered, "answered", "Answered"),
        (Self::Fulfilled, "fulfilled", "Fulfilled"),
        (Self::Lapsed, "lapsed", "Lapsed"),
        (Self::Silent, "silent", "Long silent"),
        (Self::All, "all", "All"),
    ];

    fn from_name(name: &str) -> Result<Self, Fault> {
        let found = Self::ALL.iter().find(|(_, word, _)| *word == name);
        found.map(|(view, _, _)| *view).ok_or_else(|| Fault::invalid(format!("{name:?} is no view of the board")))
    }

    fn statuses(self) -> Vec<Status> {
        match self {
            Self::Outstanding | Self::Due | Self::Silent => Vec::new(),
            Self::Answered => vec![Status::Accepted, Status::InProgress, Status::Declined],
            Self::Fulfilled => vec![Status::Fulfilled],
            Self::Lapsed => vec![Status::Lapsed],
            Self::All => Status::ALL.to_vec(),
        }
    }

    fn doc(self) -> &'static str {
        match self {
            Self::Outstanding => "Not fulfilled, declined or past their day; the newest first.",
            Self::Due => "With a day in the year to come; the earliest first.",
            Self::Answered => "Accepted, declined or taken further; the newest first.",
            Self::Fulfilled => "Done, by the words of a later text or a person; the newest first.",
            Self::Lapsed => "Their day has passed, and nothing more was heard; the newest first.",
            Self::Silent => "Outstanding, and nothing was heard for half a year; the longest silent first.",
            Self::All => "Whatever became of them; the newest first.",
        }
    }

    fn items(self, ledger: &Ledger, filter: &ItemFilter, today: Day, mut page: Page) -> Result<PageOf<ItemRow>, Fault> {
        Ok(match self {
            Self::Due => {
                page.after = page.after.or(Some(Cursor::before_day(today)));
                ledger.due_items(filter, today.plus(AHEAD), today, page)?
            }
            Self::Silent => ledger.stale_items(filter, SILENT, today, page)?,
            _ => ledger.open_items(filter, today, page)?,
        })
    }
}

pub(crate) async fn board(asked: Asked, uri: Uri, Query(wanted): Query<Wanted>) -> Result<Markup, Fault> {
    asked
        .page("/follow-up", move |asked, ledger| {
            let today = asked.desk.today();
            let view = View::from_name(&given(wanted.view.as_ref()).unwrap_or_default())?;
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
                statuses: view.statuses(),
                since: given_day(wanted.since.as_ref())?,
                until: given_day(wanted.until.as_ref())?,
            };
            let page = view.items(ledger, &filter, today, rows_after(wanted.after.as_ref())?)?;
            let kinds = ["asks", "promises"].map(|kind| (kind.to_owned(), kind.to_owned()));
            let body = html! {
                nav.tabs aria-label="Views" {
                    @for (one, name, label) in View::ALL { a href=(wanted.href(name)) aria-current=[(view == one).then_some("page")] { (label) } }
                }
                p.dim { (view.doc()) }
                form.filter {
                    @if view != View::Outstanding { input type="hidden" name="view" value=[wanted.view.as_deref()]; }
                    (select("kind", "Kind", Some("asks and promises"), &kinds, kind.as_deref()))
                    (field("actor", "Who", "text", wanted.actor.as_deref(), "name or code"))
                    (field("counterpart", "Of or to whom", "text", wanted.counterpart.as_deref(), ""))
                    (field("issue", "Issue", "text", wanted.issue.as_deref(), ""))
                    (field("since", "Since", "date", wanted.since.as_deref(), ""))
                    (field("until", "Until", "date", wanted.until.as_deref(), ""))
                    button { "Show" }
                }
                @if page.rows.is_empty() { p.dim { "Nothing of this kind." } }
                @for item in &page.rows { (item_row(&asked.desk, item, today)) }
                (pager(&uri, page.next))
            };
            Ok(("Follow-up".to_owned(), body))
        })
        .await
}

impl Wanted {
    /// The way to another view with the same filter.
    fn href(&self, view: &str) -> String {
        let fields = [
            ("kind", &self.kind),
            ("actor", &self.actor),
            ("counterpart", &self.counterpart),
            ("issue", &self.issue),
            ("since", &self.since),
            ("until", &self.until),
        ];
        let view = (!view.is_empty()).then(|| format!("view={view}"));
        let kept = fields.iter().filter_map(|(name, value)| Some(format!("{name}={}", enc(&given(value.as_ref())?))));
        let query: Vec<String> = view.into_iter().chain(kept).collect();
        if query.is_empty() { "/follow-up".to_owned() } else { format!("/follow-up?{}", query.join("&")) }
    }
}

pub(crate) async fn thread(asked: Asked, Path(id): Path<String>) -> Result<Markup, Fault> {
    asked
        .page("/follow-up", move |asked, ledger| {
            let thread = ledger.item(&id, asked.desk.today())?;
            let body = lane(&asked.desk, &asked.visitor, &thread);
            Ok((clip(&thread.item.act.content, 90), body))
        })
        .await
}

fn lane(desk: &Desk, visitor: &Visitor, thread: &Thread) -> Markup {
    let item = &thread.item;
    let statuses: Vec<(String, String)> =
        Status::ALL.iter().map(|s| (s.to_string(), words::status(*s).to_owned())).collect();
    html! {
        p.head { (status_badge(item.status)) " " (badge(item.act.act_type)) " " (who(desk, &item.act)) }
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
    asked: Asked,
    Path(id): Path<String>,
    Posted(set): Posted<SetStatus>,
) -> Result<Redirect, Fault> {
    let Asked { desk, visitor } = asked;
    visitor.must(Role::Reviewer)?;
    let status =
        Status::from_name(&set.status).ok_or_else(|| Fault::invalid(format!("{:?} is no status", set.status)))?;
    let on = Day::parse(&set.on)
        .ok_or_else(|| Fault::invalid(format!("{:?} is no day; write one as 2026-04-15", set.on)))?;
    let by = visitor.reviewer(desk.now(), set.reason);
    let item = id.clone();
    desk.writer.write(move |ledger| Ok(ledger.set_status(&item, status, on, &by)?)).await?;
    super::review::tell(&desk);
    Ok(Redirect::to(&format!("/threads/{}", enc(&id))))
}
