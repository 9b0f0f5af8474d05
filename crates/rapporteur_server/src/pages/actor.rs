//! An actor: offices over time, whom he met, asks made and received, promises open, positions by issue.

use axum::extract::{Path, Query};
use axum::http::Uri;
use maud::{Markup, html};
use rapporteur_ledger::{ActFilter, ItemFilter, ItemRow, Ledger, MeetingFilter, Page, PageOf, PartyView};
use rapporteur_record::{ActType, Family};

use super::Asked;
use super::parts::{
    ListQuery, act_row, actor_href, badge, clip, enc, field, issue_href, item_row, meeting_row, pager, time,
};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::words;

pub(crate) async fn list(asked: Asked, uri: Uri, Query(query): Query<ListQuery>) -> Result<Markup, Fault> {
    asked
        .page("/actors", move |_, ledger| {
            let words = query.words();
            let page = ledger.parties(&words, query.rows()?)?;
            let body = html! {
                form.filter role="search" { label { span { "Name has" } input type="search" name="q" value=(words); } button { "Show" } }
                form.filter action="/pair" {
                    (field("one", "Two sides: one", "text", None, "KHM"))
                    (field("other", "and the other", "text", None, "USA"))
                    button { "Show what passed between them" }
                }
                @if page.rows.is_empty() { p.dim { "No actor." } }
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
                (pager(&uri, page.next))
            };
            Ok(("Actors".to_owned(), body))
        })
        .await
}

/// Rows of each list.
const SOME: usize = 8;
/// Names of an actor that are shown.
const NAMES: usize = 30;
/// Issues on which an actor's last words are shown.
const ISSUES: usize = 25;

pub(crate) async fn page(asked: Asked, Path(name): Path<String>) -> Result<Markup, Fault> {
    asked
        .page("/actors", move |asked, ledger| {
            // a country's key begins with `c:`; its code alone names it too
            let view = ledger.party(name.strip_prefix("c:").unwrap_or(&name))?;
            let body = whole(&asked.desk, ledger, &view)?;
            Ok((view.party.name, body))
        })
        .await
}

fn whole(desk: &Desk, ledger: &Ledger, view: &PartyView) -> Result<Markup, Fault> {
    let today = desk.today();
    let own = view.party.key.strip_prefix("c:").unwrap_or(&view.party.key).to_owned();
    let key = Some(own.clone());
    let met = MeetingFilter { with: vec![own.clone()], ..MeetingFilter::default() };
    let meetings = ledger.meetings(&met, Page::first(SOME))?;
    let asks = vec![ActType::Request, ActType::Appeal];
    let promises: Vec<ActType> = ActType::ALL
        .iter()
        .copied()
        .filter(|t| t.family() == Family::Promise && rapporteur_ledger::is_item(*t))
        .collect();
    let made = ItemFilter { actor: key.clone(), types: asks.clone(), ..ItemFilter::default() };
    let received = ItemFilter { counterpart: key.clone(), types: asks, ..ItemFilter::default() };
    let promised = ItemFilter { actor: key.clone(), types: promises, ..ItemFilter::default() };
    let query = format!("actor={}", enc(&own));
    let lists = [
        ("Asks made, open", made, format!("kind=asks&{query}")),
        ("Asks received, open", received, format!("kind=asks&counterpart={}", enc(&own))),
        ("Promises open", promised, format!("kind=promises&{query}")),
    ];
    let mut items = Vec::new();
    for (title, filter, query) in lists {
        items.push((title, ledger.open_items(&filter, today, Page::first(SOME))?, query));
    }
    let latest = ledger.acts(&ActFilter { actor: key, ..ActFilter::default() }, Page::first(12))?;
    Ok(html! {
        p.foot.under {
            (words::plain(&view.party.kind))
            @if let Some(country) = view.country.as_deref().filter(|c| *c != own) { " · " a href=(actor_href(country)) { (desk.country(country)) } }
            " · " (words::count(usize::try_from(view.party.n_documents).unwrap_or(0), "document", "documents"))
            " · " a href={ "/search?" (query) } { "search its acts" }
        }
        @if view.names.len() > 1 {
            details { summary { "Also called" } ul { @for name in view.names.iter().take(NAMES) { li { (name.name) " " span.dim { (name.n_documents) } } } } }
        }
        (offices(desk, view))
        (positions(desk, ledger, &own)?)
        div.board {
            @for (title, page, query) in &items { (outstanding(desk, title, page, query)) }
            section {
                h2 { "Meetings" }
                @if meetings.rows.is_empty() { p.dim { "None." } }
                @for meeting in &meetings.rows { (meeting_row(desk, meeting)) }
                @if meetings.has_more { p { a href={ "/meetings?with=" (enc(&own)) } { "All its meetings" } } }
            }
        }
        h2 { "Latest acts" }
        @for act in &latest.rows { (act_row(desk, act)) }
    })
}

fn outstanding(desk: &Desk, title: &str, page: &PageOf<ItemRow>, query: &str) -> Markup {
    html! {
        section {
            h2 { (title) }
            @if page.rows.is_empty() { p.dim { "None." } }
            @for item in &page.rows { (item_row(desk, item, desk.today())) }
            @if page.has_more { p { a href={ "/follow-up?" (query) } { "All of them" } } }
        }
    }
}

fn positions(desk: &Desk, ledger: &Ledger, own: &str) -> Result<Markup, Fault> {
    let last = ledger.last_words(own, ISSUES)?;
    Ok(html! {
        @if !last.is_empty() {
            h2 { "Positions by issue" }
            div.scroll tabindex="0" role="region" aria-label="Positions by issue" {
                table {
                    thead { tr { th { "Issue" } th { "Last words" } th { "When" } th.number { "Acts" } } }
                    tbody {
                        @for words in &last {
                            tr {
                                th scope="row" { a href=(issue_href(&words.issue)) { (desk.issue(&words.issue)) } }
                                td { (badge(words.act.act_type)) " " a href={ "/acts/" (words.act.id) } { (clip(&words.act.content, 120)) } }
                                td { (time(words.act.day)) }
                                td.number { a href={ (issue_href(&words.issue)) "/drift?actor=" (enc(own)) } { (words.n_acts) } }
                            }
                        }
                    }
                }
            }
        }
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
