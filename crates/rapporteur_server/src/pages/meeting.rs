//! Meetings: who took part in what capacity, the reports of each side, what came of it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::Uri;
use maud::{Markup, html};
use rapporteur_ledger::{Ledger, MeetingFilter, MeetingRow, TitleRow};
use serde::Deserialize;

use super::{
    act_row, actor_href, after, field, given, given_day, issues, layout, meeting_row, meeting_title, pager, sides,
    time, upto,
};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    with: Option<String>,
    and: Option<String>,
    since: Option<String>,
    until: Option<String>,
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
        let filter = MeetingFilter {
            with: given(query.with.as_ref()).into_iter().chain(given(query.and.as_ref())).collect(),
            since: given_day(query.since.as_ref())?,
            until: given_day(query.until.as_ref())?,
        };
        let page = after(ledger.meetings(&filter, upto(query.offset))?, query.offset);
        let body = html! {
            form.filter {
                (field("with", "With", "text", query.with.as_deref(), "name or code"))
                (field("and", "And with", "text", query.and.as_deref(), ""))
                (field("since", "Since", "date", query.since.as_deref(), ""))
                (field("until", "Until", "date", query.until.as_deref(), ""))
                button { "Show" }
            }
            @if page.rows.is_empty() { p.dim { "No meeting." } }
            @for meeting in &page.rows { (meeting_row(&own, meeting)) }
            (pager(&uri, query.offset, page.has_more))
        };
        Ok(layout(&own, Some(&visitor), "Meetings", "/meetings", &body))
    })
    .await
}

pub(crate) async fn page(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        let meeting = ledger.meeting(&id)?;
        let body = whole(&own, ledger, &meeting)?;
        Ok(layout(&own, Some(&visitor), &meeting_title(&own, &meeting), "/meetings", &body))
    })
    .await
}

/// A person with the capacity in which each report names him.
struct Participant {
    name: String,
    country: Option<String>,
    offices: Vec<String>,
}

fn whole(desk: &Desk, ledger: &Ledger, meeting: &MeetingRow) -> Result<Markup, Fault> {
    let mut participants: Vec<Participant> = Vec::new();
    let mut columns: Vec<(&TitleRow, String, Vec<rapporteur_ledger::ActView>)> = Vec::new();
    for report in &meeting.reports {
        let view = ledger.document(&report.document.hash)?;
        let record = ledger.record(&report.document.hash)?.record;
        for actor in record.actors.iter().filter(|a| meeting.persons.contains(&a.name)) {
            let known = participants.iter_mut().find(|p| p.name == actor.name);
            let office = actor.office.clone();
            match known {
                Some(known) => known.offices.extend(office.filter(|o| !known.offices.contains(o))),
                None => participants.push(Participant {
                    name: actor.name.clone(),
                    country: actor.country.clone(),
                    offices: office.into_iter().collect(),
                }),
            }
        }
        let issuer = record.document.issuer.as_ref().and_then(|id| record.actors.iter().find(|a| a.id == *id));
        let side = issuer.map_or_else(
            || "A report".to_owned(),
            |a| a.country.as_deref().map_or_else(|| a.name.clone(), |c| desk.country(c).to_owned()),
        );
        let acts = view.acts.into_iter().filter(|a| a.meeting.as_deref() == Some(&meeting.id)).collect();
        columns.push((&report.document, side, acts));
    }
    for name in &meeting.persons {
        if !participants.iter().any(|p| p.name == *name) {
            participants.push(Participant { name: name.clone(), country: None, offices: Vec::new() });
        }
    }
    let followed: Vec<&rapporteur_ledger::ActView> =
        columns.iter().flat_map(|(_, _, acts)| acts).filter(|a| rapporteur_ledger::is_item(a.act_type)).collect();
    Ok(html! {
        p.foot.under {
            @match meeting.day { Some(days) => (words::days(days)), None => "undated" }
            @if let Some(place) = &meeting.place { " · " (place) }
            " · " (words::plain(&meeting.form)) " · " (meeting.status)
            @if !meeting.sides.is_empty() { " · " (sides(desk, &meeting.sides)) }
            (issues(desk, &meeting.topics))
        }
        @if !participants.is_empty() {
            h2 { "Who took part" }
            div.scroll tabindex="0" role="region" aria-label="Who took part" {
                table {
                    thead { tr { th { "Name" } th { "For" } th { "Capacity, as the reports have it" } } }
                    tbody {
                        @for p in &participants {
                            tr {
                                th scope="row" { a href=(actor_href(&p.name)) { (p.name) } }
                                td { (p.country.as_deref().map(|c| desk.country(c)).unwrap_or_default()) }
                                td { (p.offices.join("; ")) }
                            }
                        }
                    }
                }
            }
        }
        h2 { (words::count(columns.len(), "Report", "Reports")) }
        @if columns.len() > 1 {
            p { a href={ "/compare?left=" (columns[0].0.id) "&right=" (columns[1].0.id) } { "Compare what each side told and left out" } }
        }
        div.columns {
            @for (document, side, acts) in &columns {
                section {
                    h3 { (side) }
                    p.foot { (time(document.day)) " · " a href={ "/documents/" (document.id) } { (document.title) } }
                    @if acts.is_empty() { p.dim { "No act of this report is tied to the meeting." } }
                    @for act in acts { (act_row(desk, act)) }
                }
            }
        }
        @if !followed.is_empty() {
            h2 { "To follow up" }
            ul { @for act in followed { li { a href={ "/threads/" (act.id) } { (super::clip(&act.content, 160)) } " " span.dim { (act.act_type) } } } }
        }
    })
}
