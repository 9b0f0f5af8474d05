//! A briefing about a side, to be printed.

use axum::extract::Query;
use maud::{Markup, html};
use rapporteur_ledger::{Brief, BriefOptions, Line};
use serde::Deserialize;

use super::Asked;
use super::parts::{field, given, given_day};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct About {
    with: Option<String>,
    us: Option<String>,
    since: Option<String>,
}

pub(crate) async fn page(asked: Asked, Query(about): Query<About>) -> Result<Markup, Fault> {
    asked.page("/briefing", move |asked, ledger| {
        let form = html! {
            form.filter.noprint {
                (field("with", "With", "text", about.with.as_deref(), "name or code"))
                (field("us", "Our side", "text", about.us.as_deref(), "may be left out"))
                (field("since", "Since", "date", about.since.as_deref(), ""))
                button { "Write" }
                button type="button" data-print hidden { "Print" }
            }
        };
        let Some(with) = given(about.with.as_ref()) else {
            let body = html! { (form) p.dim { "Two pages: the last meetings, what each asked and promised, where they stand, every line with its source." } };
            return Ok(("Briefing".to_owned(), body));
        };
        let options = BriefOptions {
            with,
            us: given(about.us.as_ref()),
            since: given_day(about.since.as_ref())?,
            today: asked.desk.today(),
        };
        let brief = ledger.brief(&options)?;
        let title = match &brief.us {
            Some(us) => format!("{} for {us}", brief.with),
            None => brief.with.clone(),
        };
        Ok((format!("Briefing: {title}"), html! { (form) (written(&asked.desk, &brief)) }))
    })
    .await
}

fn written(desk: &Desk, brief: &Brief) -> Markup {
    let us = brief.us.as_deref().unwrap_or("others");
    let parts: [(String, &[Line]); 6] = [
        ("Last meetings".to_owned(), &brief.meetings),
        (format!("What {} asks", brief.with), &brief.their_asks),
        (format!("What {us} asks of {}", brief.with), &brief.our_asks),
        (format!("What {} promised", brief.with), &brief.their_promises),
        (format!("What {us} promised to {}", brief.with), &brief.our_promises),
        ("What was agreed".to_owned(), &brief.agreed),
    ];
    html! {
        article.briefing {
            p.foot { "Written on " (words::day(brief.today)) @if let Some(since) = brief.since { ", since " (words::day(since)) } }
            @for (title, lines) in &parts {
                h2 { (title) }
                @if lines.is_empty() { p.dim { "Nothing." } } @else { (list(lines)) }
            }
            h2 { "Where " (brief.with) " stands" }
            @if brief.positions.is_empty() { p.dim { "Nothing." } }
            @for (issue, lines) in &brief.positions { h3 { (desk.issue(&issue.replace(' ', "-"))) } (list(lines)) }
            h2 { "Sources" }
            ol.notes {
                @for (at, note) in brief.notes.iter().enumerate() {
                    li #{ "n" (at + 1) } {
                        q { (note.quote) } " " cite { (note.title) } ", " (words::day_or(note.day, "undated")) ". "
                        @if note.id.contains("-m") { a href={ "/meetings/" (note.id) } { (note.id) } } @else { a href={ "/acts/" (note.id) } { (note.id) } }
                    }
                }
            }
        }
    }
}

fn list(lines: &[Line]) -> Markup {
    html! {
        ul {
            @for line in lines {
                li { (line.text) @for n in &line.notes { sup { a href={ "#n" (n) } { span.hidden { "source " } (n) } } } }
            }
        }
    }
}
