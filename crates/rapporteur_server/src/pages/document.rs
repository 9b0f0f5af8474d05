//! A document: the text as printed beside its record, each act marked in place.

use std::fmt::Write as _;

use axum::extract::{Path, Query};
use axum::http::Uri;
use maud::{Markup, PreEscaped, html};
use rapporteur_ledger::{ActView, DocumentView, Ledger, Ruled};
use rapporteur_record::{Actor, ActorKind, Family, Record};
use serde::Deserialize;

use super::Asked;
use super::parts::{
    actor_href, badge, clip, document_row, given, issues, meeting_row, names, pager, proof, qualities, rows_after,
    time, who,
};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;
use crate::words;

#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    q: Option<String>,
    after: Option<String>,
}

pub(crate) async fn list(asked: Asked, uri: Uri, Query(query): Query<ListQuery>) -> Result<Markup, Fault> {
    asked
        .page("/documents", move |_, ledger| {
            let words = given(query.q.as_ref()).unwrap_or_default();
            let page = ledger.documents(&words, rows_after(query.after.as_ref())?)?;
            let body = html! {
                form.filter role="search" {
                    label { span { "Title or source has" } input type="search" name="q" value=(words); }
                    button { "Show" }
                }
                @if page.rows.is_empty() { p.dim { "No document." } }
                @for document in &page.rows { (document_row(document)) }
                (pager(&uri, page.next))
            };
            Ok(("Documents".to_owned(), body))
        })
        .await
}

pub(crate) async fn page(asked: Asked, Path(id): Path<String>) -> Result<Markup, Fault> {
    asked
        .page("/documents", move |asked, ledger| {
            let view = ledger.document(&id)?;
            let ruled = ledger.record(&view.document.hash)?;
            let body = whole(&asked.desk, ledger, &asked.visitor, &view, &ruled);
            Ok((view.document.title.clone(), body))
        })
        .await
}

/// The source as it came, as text: nothing of it is run or shown as a page.
pub(crate) async fn source(asked: Asked, Path(id): Path<String>) -> Result<Markup, Fault> {
    asked
        .page("/documents", move |_, ledger| {
            let view = ledger.document(&id)?;
            let bytes = ledger.source_bytes(&view.document.hash)?;
            let text = String::from_utf8_lossy(&bytes);
            let body = html! {
                p.foot {
                    a href={ "/documents/" (view.document.id) } { "Back to the record" } " · "
                    (words::count(bytes.len(), "byte", "bytes")) " · " code { (view.document.hash) }
                }
                pre.source { (text) }
            };
            let title = format!("Source of {}", clip(&view.document.title, 80));
            Ok((title, body))
        })
        .await
}

fn whole(desk: &Desk, ledger: &Ledger, visitor: &Visitor, view: &DocumentView, ruled: &Ruled) -> Markup {
    let record = &ruled.record;
    let fields = &record.document;
    let issuer = fields.issuer.as_ref().and_then(|id| record.actors.iter().find(|a| a.id == *id));
    let n_decided = view.acts.iter().filter(|a| a.is_decided).count();
    html! {
        p.foot.under {
            (time(view.document.day)) " · " (words::genre(&view.document.genre))
            @if let Some(issuer) = issuer { " · " (names(std::slice::from_ref(&issuer.name))) }
            " · " a href={ "/documents/" (view.document.id) "/source" } { "source" }
            " · " a href={ "/api/v1/documents/" (view.document.id) "/record" } { "JSON" }
            " · " (words::count(view.acts.len(), "act", "acts"))
            @if n_decided > 0 { ", " (n_decided) " decided by people" }
        }
        (versions(view))
        (legend(view))
        div.reading {
            article.text lang=(fields.language) aria-label="The text as printed" { (text(desk, view, record)) }
            section.record aria-label="The record" {
                @if view.acts.is_empty() { p.dim { "No act was read in this text." } }
                @for (at, act) in view.acts.iter().enumerate() { (card(desk, visitor, act, record, at)) }
            }
        }
        @if !view.meetings.is_empty() {
            h2 { "Meetings" }
            @for meeting in &view.meetings { (meeting_row(desk, meeting)) }
        }
        h2 { "Who takes part" }
        (cast(desk, ledger, record))
    }
}

fn versions(view: &DocumentView) -> Markup {
    html! {
        @if view.predecessor.is_some() || view.successor.is_some() || !view.copies.is_empty() {
            ul.versions {
                @if let Some(before) = &view.predecessor {
                    li { "An earlier version: " a href={ "/documents/" (before.id) } { (time(before.day)) } " · "
                        a href={ "/compare?left=" (before.id) "&right=" (view.document.id) } { "compare" } }
                }
                @if let Some(next) = &view.successor {
                    li { "A later version: " a href={ "/documents/" (next.id) } { (time(next.day)) } " · "
                        a href={ "/compare?left=" (view.document.id) "&right=" (next.id) } { "compare" } }
                }
                @for copy in &view.copies {
                    li { "A copy elsewhere: " a href={ "/documents/" (copy.id) } { (clip(&copy.source, 80)) } }
                }
            }
        }
    }
}

fn legend(view: &DocumentView) -> Markup {
    html! {
        ul.legend aria-label="Families of acts" {
            @for &family in Family::ALL {
                @let n = view.acts.iter().filter(|a| a.act_type.family() == family).count();
                @if n > 0 {
                    li { span.badge.(family.as_str()) { span.shape aria-hidden="true" { (words::shape(family)) } " " (family.as_str()) }
                        " " (n) }
                }
            }
        }
    }
}

/// An act beside the text.
fn card(desk: &Desk, visitor: &Visitor, act: &ActView, record: &Record, at: usize) -> Markup {
    let why = record.acts.get(at).map(|a| a.why.as_slice()).unwrap_or_default();
    html! {
        article.card.(act.act_type.family().as_str()) #{ "c-" (act.id) } {
            p.head { (badge(act.act_type)) " " (who(desk, act)) (qualities(act)) }
            p.words { "“" b { (act.trigger.quote) } "” " (clip(&act.content, 400)) }
            p.foot {
                a href={ "#t-" (act.id) } { "in the text" }
                " · " @if act.is_decided { "decided by a person" } @else { (words::percent(act.confidence)) }
                @if rapporteur_ledger::is_item(act.act_type) { " · " a href={ "/threads/" (act.id) } { "thread" } }
                " · " a href={ "/acts/" (act.id) } { @if visitor.may(Role::Reviewer) { "correct" } @else { "details" } }
                (issues(desk, &act.issues))
            }
            @if !why.is_empty() { details { summary { "Why" } ul.why { @for rule in why { li { (rule) } } } } }
            @if visitor.may(Role::Reviewer) && !act.is_decided {
                form.verdict method="post" action={ "/review/" (act.id) } {
                    (proof(visitor))
                    input type="hidden" name="back" value={ "/documents/" (act.document.id) "#c-" (act.id) };
                    button name="verdict" value="accept" { "Accept" }
                    button name="verdict" value="reject" { "Reject" }
                }
            }
        }
    }
}

fn cast(desk: &Desk, ledger: &Ledger, record: &Record) -> Markup {
    let called = |id: &String| record.actors.iter().find(|a| a.id == *id).map_or("", |a| a.name.as_str());
    let shown: Vec<&Actor> = record.actors.iter().collect();
    html! {
        div.scroll tabindex="0" role="region" aria-label="Who takes part" {
            table {
                thead { tr { th { "Name" } th { "What" } th { "Office" } th { "For" } th.number { "Mentions" } } }
                tbody {
                    @for actor in shown {
                        tr {
                            th scope="row" {
                                @match known_as(ledger, actor) {
                                    Some(key) => a href=(actor_href(&key)) { (actor.name) },
                                    None => (actor.name),
                                }
                            }
                            td { (words::plain(actor.kind.as_str())) }
                            td { (actor.office.as_deref().unwrap_or_default()) }
                            td { (actor.represents.as_ref().map_or_else(|| actor.country.as_deref().map(|c| desk.country(c)).unwrap_or_default(), called)) }
                            td.number { (actor.mentions.len()) }
                        }
                    }
                }
            }
        }
    }
}

/// What the ledger calls an actor of a document; those that did nothing it may not know.
fn known_as(ledger: &Ledger, actor: &Actor) -> Option<String> {
    let is_state = matches!(actor.kind, ActorKind::Country | ActorKind::Government);
    let code = actor.country.as_ref().filter(|_| is_state);
    let name = code.or(actor.world_id.as_ref()).unwrap_or(&actor.name);
    ledger.known_party(name).ok().flatten()
}

/// A stretch of the text that acts cover.
struct Stretch<'a> {
    start: usize,
    end: usize,
    act: &'a ActView,
    is_trigger: bool,
}

/// The text with its acts marked: triggers as ways to their cards, contents underlined in the family's manner.
///
/// Written into one string: every piece of the text goes through `escape`.
fn text(desk: &Desk, view: &DocumentView, record: &Record) -> Markup {
    let chars: Vec<char> = record.document.text.chars().collect();
    let mut stretches = Vec::new();
    for (act, full) in view.acts.iter().zip(&record.acts) {
        let mut push = |start: u32, end: u32, is_trigger| {
            let (start, end) = (start as usize, (end as usize).min(chars.len()));
            if start < end {
                stretches.push(Stretch { start, end, act, is_trigger });
            }
        };
        push(act.trigger.start, act.trigger.end, true);
        if let Some(content) = &full.content {
            push(content.start, content.end, false);
        }
    }
    let mut bounds: Vec<usize> = stretches.iter().flat_map(|s| [s.start, s.end]).collect();
    let breaks = paragraph_breaks(&chars);
    bounds.extend(breaks.iter().flat_map(|&(a, b)| [a, b]));
    bounds.extend([0, chars.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let mut out = String::from("<p>");
    let mut anchored: Vec<&str> = Vec::new();
    for pair in bounds.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        if breaks.contains(&(start, end)) {
            out.push_str("</p><p>");
            continue;
        }
        let piece: String = chars[start..end].iter().collect();
        let over: Vec<&Stretch<'_>> = stretches.iter().filter(|s| s.start <= start && end <= s.end).collect();
        let trigger = over.iter().find(|s| s.is_trigger);
        let content = over.iter().filter(|s| !s.is_trigger).max_by_key(|s| s.start);
        match (trigger, content) {
            (Some(trigger), _) => {
                let is_first = !anchored.contains(&trigger.act.id.as_str());
                anchored.push(&trigger.act.id);
                mark(desk, &mut out, trigger.act, &piece, is_first);
            }
            (None, Some(content)) => {
                let _ = write!(out, "<span class=\"said {}\">", content.act.act_type.family());
                escape(&piece, &mut out);
                out.push_str("</span>");
            }
            (None, None) => escape(&piece, &mut out),
        }
    }
    out.push_str("</p>");
    PreEscaped(out.replace("<p></p>", ""))
}

/// A trigger: shape, words, the type as a label, and who to whom when pointed at.
fn mark(desk: &Desk, out: &mut String, act: &ActView, piece: &str, is_first: bool) {
    let family = act.act_type.family();
    let id = if is_first { format!(" id=\"t-{}\"", act.id) } else { String::new() };
    let _ = write!(out, "<a class=\"act {family}\"{id} href=\"#c-{}\">", act.id);
    if is_first {
        let _ = write!(out, "<span class=\"shape\" aria-hidden=\"true\">{}</span>", words::shape(family));
    }
    escape(piece, out);
    if is_first {
        let _ = write!(out, "<small>{}</small>", act.act_type);
        let mut tip = act.actors.join(", ");
        if !act.recipients.is_empty() {
            let _ = write!(tip, " → {}", act.recipients.join(", "));
        }
        for issue in &act.issues {
            let _ = write!(tip, " · {}", desk.issue(issue));
        }
        let _ =
            write!(tip, " · {}", if act.is_decided { "decided".to_owned() } else { words::percent(act.confidence) });
        out.push_str("<span class=\"tip\" aria-hidden=\"true\">");
        escape(&tip, out);
        out.push_str("</span>");
    }
    out.push_str("</a>");
}

/// Where paragraphs end: runs of line breaks with at least two of them.
fn paragraph_breaks(chars: &[char]) -> Vec<(usize, usize)> {
    let mut breaks = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != '\n' {
            at += 1;
            continue;
        }
        let start = at;
        let mut n_lines = 0;
        while at < chars.len() && chars[at].is_whitespace() {
            n_lines += usize::from(chars[at] == '\n');
            at += 1;
        }
        if n_lines >= 2 {
            breaks.push((start, at));
        }
    }
    breaks
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
