//! Two sides: meetings, asks both ways, promises with their status, events by quad class and month.

use axum::extract::Query;
use maud::{Markup, html};
use rapporteur_ledger::{ActFilter, ActView, ItemFilter, Ledger, MeetingFilter, Page, PartyRow, Status};
use serde::Deserialize;

use super::Asked;
use super::parts::{act_row, actor_href, enc, field, given, item_row, meeting_row};
use crate::chart;
use crate::desk::Desk;
use crate::fault::Fault;

#[derive(Debug, Deserialize)]
pub(crate) struct Two {
    one: Option<String>,
    other: Option<String>,
}

const SOME: usize = 10;

pub(crate) async fn page(asked: Asked, Query(two): Query<Two>) -> Result<Markup, Fault> {
    asked
        .page("/actors", move |asked, ledger| match (given(two.one.as_ref()), given(two.other.as_ref())) {
            (Some(one), Some(other)) => {
                let (one, other) = (ledger.party(&one)?, ledger.party(&other)?);
                let body = whole(&asked.desk, ledger, [&one.party, &other.party])?;
                Ok((format!("{} and {}", one.party.name, other.party.name), body))
            }
            _ => {
                let body = html! {
                    form.filter {
                        (field("one", "One side", "text", two.one.as_deref(), "KHM"))
                        (field("other", "The other", "text", two.other.as_deref(), "USA"))
                        button { "Show" }
                    }
                };
                Ok(("Two sides".to_owned(), body))
            }
        })
        .await
}

fn whole(desk: &Desk, ledger: &Ledger, two: [&PartyRow; 2]) -> Result<Markup, Fault> {
    let today = desk.today();
    let keys = two.map(|p| p.key.strip_prefix("c:").unwrap_or(&p.key).to_owned());
    let meetings =
        ledger.meetings(&MeetingFilter { with: keys.to_vec(), ..MeetingFilter::default() }, Page::first(SOME))?;
    let mut acts: Vec<ActView> = Vec::new();
    let mut items = Vec::new();
    for (from, to) in [(0, 1), (1, 0)] {
        let (actor, counterpart) = (Some(keys[from].clone()), Some(keys[to].clone()));
        let filter = ActFilter { actor: actor.clone(), counterpart: counterpart.clone(), ..ActFilter::default() };
        acts.extend(ledger.acts(&filter, Page::first(2 * SOME))?.rows);
        let filter = ItemFilter { actor, counterpart, statuses: Status::ALL.to_vec(), ..ItemFilter::default() };
        items.push((from, to, ledger.open_items(&filter, today, Page::first(SOME))?));
    }
    // a joint act was found from both sides
    acts.sort_by(|a, b| b.day.cmp(&a.day).then(a.id.cmp(&b.id)));
    acts.dedup_by(|a, b| a.id == b.id);
    let months = ledger.months(&keys[0], &keys[1])?;
    Ok(html! {
        p.foot.under {
            @for (at, party) in two.iter().enumerate() { @if at > 0 { " · " } a href=(actor_href(&party.key)) { (party.name) } }
            " · " a href={ "/briefing?with=" (enc(&keys[1])) "&us=" (enc(&keys[0])) } { "briefing for " (two[0].name) }
            " · " a href={ "/briefing?with=" (enc(&keys[0])) "&us=" (enc(&keys[1])) } { "briefing for " (two[1].name) }
        }
        @if !months.is_empty() { h2 { "What passed between them, by month" } (chart::months(&months)) }
        h2 { "Meetings" }
        @if meetings.rows.is_empty() { p.dim { "None." } }
        @for meeting in &meetings.rows { (meeting_row(desk, meeting)) }
        @if meetings.has_more { p { a href={ "/meetings?with=" (enc(&keys[0])) "&and=" (enc(&keys[1])) } { "All their meetings" } } }
        div.columns {
            @for (from, to, page) in &items {
                section {
                    h2 { (two[*from].name) " of or to " (two[*to].name) }
                    @if page.rows.is_empty() { p.dim { "No ask and no promise." } }
                    @for item in &page.rows { (item_row(desk, item, today)) }
                    @if page.has_more { p { a href={ "/follow-up?view=all&actor=" (enc(&keys[*from])) "&counterpart=" (enc(&keys[*to])) } { "All of them" } } }
                }
            }
        }
        h2 { "Latest acts" }
        @for act in acts.iter().take(2 * SOME) { (act_row(desk, act)) }
    })
}
