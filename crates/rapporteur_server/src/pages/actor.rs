//! An actor: offices over time, whom he met, asks made and received, promises open, positions by issue.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::Uri;
use maud::{Markup, html};
use rapporteur_ledger::{ActFilter, ItemFilter, Ledger, MeetingFilter, Page, PartyView};
use rapporteur_record::{ActType, Family};
use serde::Deserialize;

use super::{act_row, actor_href, after, enc, given, issue_href, item_row, layout, meeting_row, pager, upto};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    q: Option<String>,
    #[serde(default)]
    offset: usize,
}

pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    uri: Uri,
    Query(query): Query<ListQuery>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        let words = given(query.q.as_ref()).unwrap_or_default();
        let page = after(ledger.parties(&words, upto(query.offset))?, query.offset);
        let body = html! {
            form.filter role="search" { label { span { "Name has" } input type="search" name="q" value=(words); } button { "Show" } }
            form.filter action="/pair" {
                (super::field("one", "Two sides: one", "text", None, "KHM"))
                (super::field("other", "and the other", "text", None, "USA"))
                button { "Show what passed between them" }
            }
            div.scroll tabindex="0" role="region" aria-label="Actors" {
                table {
                    thead { tr { th { "Name" } th { "What" } th.number { "Documents" } } }
                    tbody {
                        @for party in &page.rows {
                            tr {
                                th scope="row" { a href=(actor_href(&party.key)) { (party.name) } }
                                td { (words::plain(&party.kind)) }
                                td.number { (party.n_documents) }
                            }
                        }
                    }
                }
            }
            (pager(&uri, query.offset, page.has_more))
        };
        Ok(layout(&own, Some(&visitor), "Actors", "/actors", &body))
    })
    .await
}

const SOME: Page = Page { limit: 8 };
/// Acts looked at to tell on which issues an actor spoke.
const LOOKED_AT: Page = Page { limit: 150 };

pub(crate) async fn page(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        // a country's key begins with `c:`; its code alone names it too
        let view = ledger.party(name.strip_prefix("c:").unwrap_or(&name))?;
        let body = whole(&own, ledger, &view)?;
        Ok(layout(&own, Some(&visitor), &view.party.name, "/actors", &body))
    })
    .await
}

fn whole(desk: &Desk, ledger: &Ledger, view: &PartyView) -> Result<Markup, Fault> {
    let today = desk.today();
    let own = view.party.key.strip_prefix("c:").unwrap_or(&view.party.key).to_owned();
    let key = Some(own.clone());
    let acts = ledger.acts(&ActFilter { actor: key.clone(), ..ActFilter::default() }, LOOKED_AT)?;
    let meetings = ledger
        .meetings(&MeetingFilter { with: key.clone().into_iter().collect(), ..MeetingFilter::default() }, SOME)?;
    let asks = vec![ActType::Request, ActType::Appeal];
    let made = ledger.open_items(
        &ItemFilter { actor: key.clone(), types: asks.clone(), ..ItemFilter::default() },
        today,
        SOME,
    )?;
    let received = ledger.open_items(
        &ItemFilter { counterpart: key.clone(), types: asks, ..ItemFilter::default() },
        today,
        SOME,
    )?;
    let promises: Vec<ActType> = ActType::ALL
        .iter()
        .copied()
        .filter(|t| t.family() == Family::Promise && rapporteur_ledger::is_item(*t))
        .collect();
    let promised =
        ledger.open_items(&ItemFilter { actor: key.clone(), types: promises, ..ItemFilter::default() }, today, SOME)?;
    // acts come the newest first, so the first on an issue is the last word
    let mut last: BTreeMap<&str, (usize, &rapporteur_ledger::ActView)> = BTreeMap::new();
    for act in acts.rows.iter().filter(|a| a.act_type.family() != Family::Deed) {
        for issue in &act.issues {
            last.entry(issue).or_insert((0, act)).0 += 1;
        }
    }
    Ok(html! {
        p.foot.under {
            (words::plain(&view.party.kind))
            @if let Some(country) = view.country.as_deref().filter(|c| *c != own) { " · " a href=(actor_href(country)) { (desk.country(country)) } }
            " · " (words::count(usize::try_from(view.party.n_documents).unwrap_or(0), "document", "documents"))
            " · " a href={ "/search?actor=" (enc(&own)) } { "search its acts" }
        }
        @if view.names.len() > 1 {
            details { summary { "Also called" } ul { @for name in &view.names { li { (name.name) " " span.dim { (name.n_documents) } } } } }
        }
        (offices(desk, view))
        @if !last.is_empty() {
            h2 { "Positions by issue" }
            div.scroll tabindex="0" role="region" aria-label="Positions by issue" {
                table {
                    thead { tr { th { "Issue" } th { "Last words" } th { "When" } th.number { "Acts" } } }
                    tbody {
                        @for (issue, (n, act)) in &last {
                            tr {
                                th scope="row" { a href=(issue_href(issue)) { (desk.issue(issue)) } }
                                td { (super::badge(act.act_type)) " " a href={ "/acts/" (act.id) } { (super::clip(&act.content, 120)) } }
                                td { (super::time(act.day)) }
                                td.number { a href={ (issue_href(issue)) "/drift?actor=" (enc(&own)) } { (n) } }
                            }
                        }
                    }
                }
            }
        }
        div.board {
            section { h2 { "Asks made, open" } @if made.rows.is_empty() { p.dim { "None." } } @for item in &made.rows { (item_row(desk, item, today)) } }
            section { h2 { "Asks received, open" } @if received.rows.is_empty() { p.dim { "None." } } @for item in &received.rows { (item_row(desk, item, today)) } }
            section { h2 { "Promises open" } @if promised.rows.is_empty() { p.dim { "None." } } @for item in &promised.rows { (item_row(desk, item, today)) } }
            section { h2 { "Meetings" } @if meetings.rows.is_empty() { p.dim { "None." } } @for meeting in &meetings.rows { (meeting_row(desk, meeting)) } }
        }
        h2 { "Latest acts" }
        @for act in acts.rows.iter().take(12) { (act_row(desk, act)) }
    })
}

/// Offices as the world has them.
fn offices(desk: &Desk, view: &PartyView) -> Markup {
    let id = view.identities.iter().find_map(|key| key.strip_prefix("w:"));
    let entity = id.and_then(|id| desk.world.entity_by_id(id));
    let tenures: Vec<_> = entity.into_iter().flat_map(|e| desk.world.tenures(e)).collect();
    html! {
        @if !tenures.is_empty() {
            h2 { "Offices" }
            div.scroll tabindex="0" role="region" aria-label="Offices" {
                table {
                    thead { tr { th { "Office" } th { "Of" } th { "From" } th { "To" } } }
                    tbody {
                        @for tenure in tenures {
                            tr {
                                th scope="row" { (tenure.office_title) @if tenure.acting { " (acting)" } }
                                td { (desk.world.entity(tenure.body).name) }
                                td { @match tenure.from { Some(date) => (date), None => "?" } }
                                td {
                                    @match (tenure.to, tenure.as_of) {
                                        (Some(date), _) => (date),
                                        (None, Some(date)) => span.dim { "held when last heard of, " (date) },
                                        (None, None) => "",
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
