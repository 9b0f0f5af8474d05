//! Search: sentences with the words, narrowed by who, to whom, what and when.

use axum::extract::Query;
use axum::http::Uri;
use maud::{Markup, html};
use rapporteur_ledger::{Facets, Hit, Search, SearchError, Status};
use rapporteur_record::{ActType, Genre};
use serde::Deserialize;

use super::Asked;
use super::parts::{badge, clip, enc, field, given, given_day, pager, rows_after, select, time, type_options};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::words;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    q: Option<String>,
    actor: Option<String>,
    recipient: Option<String>,
    country: Option<String>,
    issue: Option<String>,
    #[serde(rename = "type")]
    act_type: Option<String>,
    genre: Option<String>,
    status: Option<String>,
    since: Option<String>,
    until: Option<String>,
    after: Option<String>,
}

impl Wanted {
    fn search(&self) -> Result<Search, Fault> {
        fn word<T>(field: Option<&String>, find: fn(&str) -> Option<T>, what: &str) -> Result<Option<T>, Fault> {
            given(field).map(|w| find(&w).ok_or_else(|| Fault::invalid(format!("{w:?} is no {what}")))).transpose()
        }
        Ok(Search {
            words: given(self.q.as_ref()).unwrap_or_default(),
            actor: given(self.actor.as_ref()),
            recipient: given(self.recipient.as_ref()),
            country: given(self.country.as_ref()),
            issue: given(self.issue.as_ref()),
            act_type: word(self.act_type.as_ref(), ActType::from_name, "type of act")?,
            meeting: None,
            since: given_day(self.since.as_ref())?,
            until: given_day(self.until.as_ref())?,
            genre: word(self.genre.as_ref(), Genre::from_name, "genre")?,
            status: word(self.status.as_ref(), Status::from_name, "status")?,
        })
    }
}

pub(crate) async fn page(asked: Asked, uri: Uri, Query(wanted): Query<Wanted>) -> Result<Markup, Fault> {
    asked.page("/search", move |asked, ledger| {
        let search = wanted.search()?;
        // what cannot be searched for is told above the form, which stays to be mended
        let (hits, trouble) = match ledger.search(&search, rows_after(wanted.after.as_ref())?) {
            Ok(page) => (Some(page), None),
            Err(SearchError::Nothing) => (None, None),
            Err(error @ SearchError::Syntax { .. }) => (None, Some(error.to_string())),
            Err(SearchError::Lookup(error)) => {
                let fault = Fault::from(error);
                if fault.status.is_server_error() {
                    return Err(fault);
                }
                let choices = if fault.choices.is_empty() { String::new() } else { format!(": {}", fault.choices.join(", ")) };
                (None, Some(format!("{}{choices}", fault.detail)))
            }
            Err(error) => return Err(error.into()),
        };
        let body = html! {
            (form(&wanted))
            @if let Some(trouble) = trouble { p.trouble role="alert" { (trouble) } }
            @if let Some(hits) = &hits {
                div.found {
                    div {
                        p.foot role="status" { @if hits.rows.is_empty() { "No sentence was found." } @else { "Newest first." } }
                        @for hit in &hits.rows { (row(hit)) }
                        (pager(&uri, hits.next))
                    }
                    @if hits.rows.len() > 1 { (narrower(&asked.desk, &uri, &ledger.facets(&search)?)) }
                }
            } @else {
                p.dim { "Words are found in any form; " code { "\"a phrase\"" } ", " code { "trans*" } ", " code { "OR" } " and " code { "NOT" } " work." }
            }
        };
        let title = given(wanted.q.as_ref()).map_or_else(|| "Search".to_owned(), |q| format!("Search: {}", clip(&q, 60)));
        Ok((title, body))
    })
    .await
}

/// Ways to fewer sentences, with how many each leaves.
fn narrower(desk: &Desk, uri: &Uri, facets: &Facets) -> Markup {
    let to = |field: &str, value: &str| {
        let is_kept = |p: &&str| !p.is_empty() && !p.starts_with("after=") && !p.starts_with(&format!("{field}="));
        let kept = uri.query().unwrap_or_default().split('&').filter(is_kept);
        let query: Vec<String> = kept.map(str::to_owned).chain([format!("{field}={}", enc(value))]).collect();
        format!("/search?{}", query.join("&"))
    };
    let groups = [
        ("type", "What was done", &facets.types),
        ("actor", "By whom", &facets.actors),
        ("recipient", "To whom", &facets.recipients),
        ("issue", "Issue", &facets.issues),
        ("genre", "Kind of document", &facets.genres),
    ];
    html! {
        aside.facets aria-label="Narrow down" {
            @for (field, title, values) in groups {
                @if values.len() > 1 {
                    h2 { (title) }
                    ul {
                        @for facet in values {
                            li {
                                a href=(to(field, &facet.value)) {
                                    @match field {
                                        "issue" => (desk.issue(&facet.value)),
                                        "genre" => (words::genre(&facet.value)),
                                        _ => (facet.name),
                                    }
                                }
                                " " span.dim { (facet.n_sentences) }
                            }
                        }
                    }
                }
            }
            @if facets.has_more { p.dim { "Of the newest " (facets.n_sentences) " sentences." } }
        }
    }
}

fn form(wanted: &Wanted) -> Markup {
    let list = |all: Vec<&str>| all.into_iter().map(|w| (w.to_owned(), words::plain(w))).collect::<Vec<_>>();
    let genres = list(Genre::ALL.iter().map(|g| g.as_str()).collect());
    let statuses = list(Status::ALL.iter().map(|s| s.as_str()).collect());
    let narrows = [
        &wanted.actor,
        &wanted.recipient,
        &wanted.country,
        &wanted.issue,
        &wanted.act_type,
        &wanted.genre,
        &wanted.status,
        &wanted.since,
        &wanted.until,
    ];
    let is_narrowed = narrows.into_iter().any(|f| given(f.as_ref()).is_some());
    html! {
        form.search role="search" action="/search" {
            label.hidden for="q" { "Words" }
            input #q type="search" name="q" value=[wanted.q.as_deref()] placeholder="words";
            button { "Search" }
            details open[is_narrowed] {
                summary { "Narrow down" }
                div.fields {
                    (field("actor", "Who", "text", wanted.actor.as_deref(), "name or KHM"))
                    (field("recipient", "To whom", "text", wanted.recipient.as_deref(), ""))
                    (field("country", "Country on either side", "text", wanted.country.as_deref(), ""))
                    (field("issue", "Issue", "text", wanted.issue.as_deref(), ""))
                    (select("type", "What was done", Some("any"), &type_options(), wanted.act_type.as_deref()))
                    (select("genre", "Kind of document", Some("any"), &genres, wanted.genre.as_deref()))
                    (select("status", "Status", Some("any"), &statuses, wanted.status.as_deref()))
                    (field("since", "Issued since", "date", wanted.since.as_deref(), ""))
                    (field("until", "Issued until", "date", wanted.until.as_deref(), ""))
                }
            }
        }
    }
}

fn row(hit: &Hit) -> Markup {
    let first = hit.acts.first().map(|(id, _)| format!("#t-{id}")).unwrap_or_default();
    html! {
        article.row {
            p.words { a href={ "/documents/" (hit.document.id) (first) } { (marked(hit)) } }
            p.foot {
                (time(hit.document.day)) " · " (clip(&hit.document.title, 100))
                @for (id, act_type) in &hit.acts { " " a.plain href={ "/acts/" (id) } { (badge(*act_type)) } }
            }
        }
    }
}

/// The sentence with the words found marked.
fn marked(hit: &Hit) -> Markup {
    let chars: Vec<char> = hit.sentence.chars().collect();
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    for &(start, end) in &hit.marks {
        let (start, end) = (start as usize, (end as usize).min(chars.len()));
        if start >= at && start < end {
            pieces.push((chars[at..start].iter().collect(), false));
            pieces.push((chars[start..end].iter().collect(), true));
            at = end;
        }
    }
    pieces.push((chars[at..].iter().collect(), false));
    html! {
        @for (piece, is_found) in &pieces { @if *is_found { mark { (piece) } } @else { (piece) } }
    }
}
