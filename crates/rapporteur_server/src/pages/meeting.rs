//! Meetings: who took part in what capacity, the reports of each side compared, what came of it.

use axum::extract::{Path, Query};
use axum::http::Uri;
use maud::{Markup, html};
use rapporteur_ledger::{ActView, Ledger, MeetingFilter, MeetingRow, TitleRow};
use serde::Deserialize;

use super::Asked;
use super::compare;
use super::parts::{
    act_row, actor_href, clip, field, given, given_day, issues, meeting_row, meeting_title, pager, rows_after, sides,
    time,
};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    with: Option<String>,
    and: Option<String>,
    since: Option<String>,
    until: Option<String>,
    after: Option<String>,
}

pub(crate) async fn list(asked: Asked, uri: Uri, Query(query): Query<ListQuery>) -> Result<Markup, Fault> {
    asked
        .page("/meetings", move |asked, ledger| {
            let filter = MeetingFilter {
                with: given(query.with.as_ref()).into_iter().chain(given(query.and.as_ref())).collect(),
                since: given_day(query.since.as_ref())?,
                until: given_day(query.until.as_ref())?,
            };
            let page = ledger.meetings(&filter, rows_after(query.after.as_ref())?)?;
            let body = html! {
                form.filter {
                    (field("with", "With", "text", query.with.as_deref(), "name or code"))
                    (field("and", "And with", "text", query.and.as_deref(), ""))
                    (field("since", "Since", "date", query.since.as_deref(), ""))
                    (field("until", "Until", "date", query.until.as_deref(), ""))
                    button { "Show" }
                }
                @if page.rows.is_empty() { p.dim { "No meeting." } }
                @for meeting in &page.rows { (meeting_row(&asked.desk, meeting)) }
                (pager(&uri, page.next))
            };
            Ok(("Meetings".to_owned(), body))
        })
        .await
}

pub(crate) async fn page(asked: Asked, Path(id): Path<String>) -> Result<Markup, Fault> {
    asked
        .page("/meetings", move |asked, ledger| {
            let meeting = ledger.meeting(&id)?;
            let body = whole(&asked.desk, ledger, &meeting)?;
            Ok((meeting_title(&asked.desk, &meeting), body))
        })
        .await
}

/// Reports that are looked into; of a meeting that many report, the first.
const MOST_REPORTS: usize = 6;
/// Acts of one report that are shown.
const MOST_ACTS: usize = 40;

/// A person with the capacity in which each report names him.
struct Participant {
    name: String,
    country: Option<String>,
    offices: Vec<String>,
}

/// One document's report.
struct Account<'m> {
    document: &'m TitleRow,
    /// Whose account it is.
    side: String,
    acts: Vec<ActView>,
}

fn whole(desk: &Desk, ledger: &Ledger, meeting: &MeetingRow) -> Result<Markup, Fault> {
    let mut participants: Vec<Participant> = Vec::new();
    let mut accounts: Vec<Account<'_>> = Vec::new();
    for report in meeting.reports.iter().take(MOST_REPORTS) {
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
        let acts = ledger.document(&report.document.hash)?.acts;
        let acts = acts.into_iter().filter(|a| a.meeting.as_deref() == Some(&meeting.id)).collect();
        accounts.push(Account { document: &report.document, side, acts });
    }
    for name in &meeting.persons {
        if !participants.iter().any(|p| p.name == *name) {
            participants.push(Participant { name: name.clone(), country: None, offices: Vec::new() });
        }
    }
    let followed: Vec<&ActView> =
        accounts.iter().flat_map(|a| &a.acts).filter(|a| rapporteur_ledger::is_item(a.act_type)).collect();
    Ok(html! {
        p.foot.under {
            @match meeting.day { Some(days) => (words::days(days)), None => "undated" }
            @if let Some(place) = &meeting.place { " · " (place) }
            " · " (words::plain(&meeting.form)) " · " (meeting.status)
            @if !meeting.sides.is_empty() { " · " (sides(desk, &meeting.sides)) }
            (issues(desk, &meeting.topics))
        }
        (took_part(desk, &participants))
        (reports(desk, ledger, meeting, &accounts)?)
        @if !followed.is_empty() {
            h2 { "To follow up" }
            ul { @for act in followed { li { a href={ "/threads/" (act.id) } { (clip(&act.content, 160)) } " " span.dim { (act.act_type) } } } }
        }
    })
}

fn took_part(desk: &Desk, participants: &[Participant]) -> Markup {
    html! {
        @if !participants.is_empty() {
            h2 { "Who took part" }
            div.scroll tabindex="0" role="region" aria-label="Who took part" {
                table {
                    thead { tr { th { "Name" } th { "For" } th { "Capacity, as the reports have it" } } }
                    tbody {
                        @for p in participants {
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
    }
}

/// One report's acts; of several, what both sides tell and what each left out.
fn reports(desk: &Desk, ledger: &Ledger, meeting: &MeetingRow, accounts: &[Account<'_>]) -> Result<Markup, Fault> {
    // the first report of another side than the first one's, else the second report
    let other = accounts.iter().skip(1).find(|a| a.side != accounts[0].side).or_else(|| accounts.get(1));
    let heading = words::count(meeting.reports.len(), "Report", "Reports");
    Ok(match (accounts, other) {
        ([], _) => html! {},
        ([one, ..], None) => html! {
            h2 { (heading) }
            (account(one))
            @if one.acts.is_empty() { p.dim { "No act of this report is tied to the meeting." } }
            @for act in one.acts.iter().take(MOST_ACTS) { (act_row(desk, act)) }
        },
        ([one, ..], Some(other)) => {
            let comparison = ledger.compare(&one.document.hash, &other.document.hash)?;
            let names =
                if one.side == other.side { ["the first", "the second"] } else { [one.side.as_str(), &other.side] };
            html! {
                h2 { (heading) }
                div.columns { (account(one)) (account(other)) }
                (compare::told(desk, &comparison, names))
                @if accounts.len() > 2 {
                    h2 { "Other reports" }
                    @for third in accounts.iter().filter(|a| a.document != one.document && a.document != other.document) {
                        (account(third))
                        p { a href={ "/compare?left=" (one.document.id) "&right=" (third.document.id) } { "Compare it with the first" } }
                    }
                    @for report in meeting.reports.iter().skip(MOST_REPORTS) {
                        p { a href={ "/documents/" (report.document.id) } { (clip(&report.document.title, 120)) } }
                    }
                }
            }
        }
    })
}

fn account(account: &Account<'_>) -> Markup {
    html! {
        section {
            h3 { (account.side) }
            p.foot { (time(account.document.day)) " · " a href={ "/documents/" (account.document.id) } { (account.document.title) } }
        }
    }
}
