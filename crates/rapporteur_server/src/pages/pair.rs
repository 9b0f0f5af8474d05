//! Two sides: meetings, asks both ways, promises with their status, events by quad class and month.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use rapporteur_ledger::{ActFilter, ActView, ItemFilter, Ledger, MeetingFilter, Page, Status};
use rapporteur_record::{Quad, Record};
use serde::Deserialize;

use super::{act_row, actor_href, enc, field, given, item_row, layout, meeting_row};
use crate::chart;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct Two {
    one: Option<String>,
    other: Option<String>,
}

const SOME: Page = Page { limit: 10 };
/// Acts that the chart counts, each way.
const COUNTED: Page = Page { limit: 150 };

pub(crate) async fn page(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Query(two): Query<Two>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| match (given(two.one.as_ref()), given(two.other.as_ref())) {
        (Some(one), Some(other)) => {
            let (one, other) = (ledger.party(&one)?, ledger.party(&other)?);
            let title = format!("{} and {}", one.party.name, other.party.name);
            let body = whole(&own, ledger, [&one.party, &other.party])?;
            Ok(layout(&own, Some(&visitor), &title, "/actors", &body))
        }
        _ => {
            let body = html! {
                form.filter {
                    (field("one", "One side", "text", two.one.as_deref(), "KHM"))
                    (field("other", "The other", "text", two.other.as_deref(), "USA"))
                    button { "Show" }
                }
            };
            Ok(layout(&own, Some(&visitor), "Two sides", "/actors", &body))
        }
    })
    .await
}

fn whole(desk: &Desk, ledger: &Ledger, two: [&rapporteur_ledger::PartyRow; 2]) -> Result<Markup, Fault> {
    let today = desk.today();
    let keys = two.map(|p| p.key.strip_prefix("c:").unwrap_or(&p.key).to_owned());
    let meetings = ledger.meetings(&MeetingFilter { with: keys.to_vec(), ..MeetingFilter::default() }, SOME)?;
    let mut acts: Vec<ActView> = Vec::new();
    let mut items = Vec::new();
    for (from, to) in [(0, 1), (1, 0)] {
        let filter =
            ActFilter { actor: Some(keys[from].clone()), counterpart: Some(keys[to].clone()), ..ActFilter::default() };
        acts.extend(ledger.acts(&filter, COUNTED)?.rows);
        let filter = ItemFilter {
            actor: Some(keys[from].clone()),
            counterpart: Some(keys[to].clone()),
            statuses: Status::ALL.to_vec(),
            ..ItemFilter::default()
        };
        items.push((from, to, ledger.open_items(&filter, today, SOME)?));
    }
    // a joint act was found from both sides
    acts.sort_by(|a, b| b.day.cmp(&a.day).then(a.id.cmp(&b.id)));
    acts.dedup_by(|a, b| a.id == b.id);
    let months = by_month(ledger, &acts)?;
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
        div.columns {
            @for (from, to, page) in &items {
                section {
                    h2 { (two[*from].name) " of or to " (two[*to].name) }
                    @if page.rows.is_empty() { p.dim { "No ask and no promise." } }
                    @for item in &page.rows { (item_row(desk, item, today)) }
                }
            }
        }
        h2 { (words::count(acts.len(), "act", "acts")) ", the newest first" }
        @for act in acts.iter().take(20) { (act_row(desk, act)) }
    })
}

/// Acts by month and quad class, as their records class them.
fn by_month(ledger: &Ledger, acts: &[ActView]) -> Result<Vec<(String, [usize; 4])>, Fault> {
    let mut records: HashMap<&str, Record> = HashMap::new();
    let mut months: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    for act in acts {
        let Some(day) = act.day else { continue };
        let hash = act.document.hash.as_str();
        if !records.contains_key(hash) {
            records.insert(hash, ledger.record(hash)?.record);
        }
        let full =
            records[hash].acts.iter().find(|a| a.trigger.start == act.trigger.start && a.act_type == act.act_type);
        let Some(quad) = full.and_then(|a| a.quad) else { continue };
        let at = Quad::ALL.iter().position(|q| *q == quad).unwrap_or(0);
        months.entry(words::month(day)).or_default()[at] += 1;
    }
    Ok(months.into_iter().collect())
}
