//! What pages are put together from: rows, badges, names, forms' fields, ways to other pages.

use axum::http::Uri;
use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rapporteur_ledger::{ActView, Cursor, Day, ItemRow, MeetingRow, Page, Status, TitleRow};
use rapporteur_record::{ActType, Modality, Polarity, Strength};
use serde::Deserialize;

use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;
use crate::words;

/// Rows of a list's page.
pub(crate) const ROWS: usize = 50;

/// What goes into a path or a query as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b'/');

/// What goes into one segment of a path as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// The hidden field that proves that a form is ours.
pub(crate) fn proof(visitor: &Visitor) -> Markup {
    html! { input type="hidden" name="csrf" value=(visitor.csrf()); }
}

pub(crate) fn enc(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

pub(crate) fn actor_href(name: &str) -> String {
    format!("/actors/{}", enc(name))
}

pub(crate) fn issue_href(id: &str) -> String {
    format!("/issues/{}", utf8_percent_encode(id, SEGMENT))
}

/// A field of a query, where something was written into it.
pub(crate) fn given(field: Option<&String>) -> Option<String> {
    field.map(|f| f.trim().to_owned()).filter(|f| !f.is_empty())
}

/// A day of a query.
pub(crate) fn given_day(field: Option<&String>) -> Result<Option<Day>, Fault> {
    given(field)
        .map(|text| {
            Day::parse(&text).ok_or_else(|| Fault::invalid(format!("{text:?} is no day; write one as 2026-04-15")))
        })
        .transpose()
}

/// The rows of a list to ask for, from where a query says.
pub(crate) fn rows_after(after: Option<&String>) -> Result<Page, Fault> {
    let unread = |text: String| Fault::invalid(format!("{text:?} is no place in a list; begin at its first page"));
    let after = given(after).map(|text| Cursor::parse(&text).ok_or_else(|| unread(text))).transpose()?;
    Ok(Page { limit: ROWS, after })
}

/// What a list is narrowed by, and where it goes on.
#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    q: Option<String>,
    after: Option<String>,
}

impl ListQuery {
    /// The words that its rows have; none where all are wanted.
    pub(crate) fn words(&self) -> String {
        given(self.q.as_ref()).unwrap_or_default()
    }

    /// The rows to ask for.
    pub(crate) fn rows(&self) -> Result<Page, Fault> {
        rows_after(self.after.as_ref())
    }
}

/// Ways to the first rows of a list and to the next.
pub(crate) fn pager(uri: &Uri, next: Option<Cursor>) -> Markup {
    let kept: Vec<&str> =
        uri.query().unwrap_or_default().split('&').filter(|p| !p.is_empty() && !p.starts_with("after=")).collect();
    let kept = kept.join("&");
    let is_first = !uri.query().unwrap_or_default().split('&').any(|p| p.starts_with("after=") && p.len() > 6);
    let and = if kept.is_empty() { "" } else { "&" };
    html! {
        @if !is_first || next.is_some() {
            nav.pager aria-label="Pages" {
                @if !is_first { a rel="first" href={ (uri.path()) "?" (kept) } { "← To the first" } }
                @if let Some(next) = next { a rel="next" href={ (uri.path()) "?" (kept) (and) "after=" (next) } { "Further →" } }
            }
        }
    }
}

/// The type of an act, told by word, shape and colour.
pub(crate) fn badge(act_type: ActType) -> Markup {
    let family = act_type.family();
    html! {
        span.badge.(family.as_str()) title={ (family.as_str()) ": " (words::family_doc(family)) } {
            span.shape aria-hidden="true" { (words::shape(family)) } " " (act_type.as_str())
        }
    }
}

pub(crate) fn status_badge(status: Status) -> Markup {
    html! {
        span.status.(status.as_str()) { span aria-hidden="true" { (words::status_shape(status)) } " " (words::status(status)) }
    }
}

pub(crate) fn time(day: Option<Day>) -> Markup {
    html! {
        @match day {
            Some(day) => time datetime=(day) { (words::day(day)) },
            None => span.dim { "undated" },
        }
    }
}

/// Names as ways to their actors.
pub(crate) fn names(list: &[String]) -> Markup {
    html! {
        @for (at, name) in list.iter().enumerate() {
            @if at > 0 { ", " }
            a.name href=(actor_href(name)) { (name) }
        }
    }
}

/// Sides by the names of countries, as ways to their actors.
pub(crate) fn sides(desk: &Desk, list: &[String]) -> Markup {
    html! {
        @for (at, side) in list.iter().enumerate() {
            @if at > 0 { ", " }
            a.name href=(actor_href(side)) { (desk.country(side)) }
        }
    }
}

/// Who to whom.
pub(crate) fn who(desk: &Desk, act: &ActView) -> Markup {
    html! {
        span.who {
            @if act.actors.is_empty() { span.dim { "somebody" } } @else { (names(&act.actors)) }
            @let own: Vec<&str> = act.actor_sides.iter().map(|s| desk.country(s)).filter(|s| !act.actors.iter().any(|a| a == s)).collect();
            @if !own.is_empty() { span.dim { " (" (own.join(", ")) ")" } }
            @if !act.recipients.is_empty() {
                span.to { span aria-hidden="true" { " → " } span.hidden { " to " } }
                (names(&act.recipients))
            }
        }
    }
}

/// What qualifies an act, in words.
pub(crate) fn qualities(act: &ActView) -> Markup {
    let mut told = Vec::new();
    if act.polarity == Polarity::Negated {
        told.push("denied".to_owned());
    }
    if act.modality != Modality::Actual {
        told.push(act.modality.as_str().to_owned());
    }
    if act.strength != Strength::Plain {
        told.push(act.strength.as_str().to_owned());
    }
    if let Some(due) = act.due {
        told.push(format!("due {}", words::days(due)));
    }
    html! { @for word in &told { " " span.tag { (word) } } }
}

/// An act in a list.
pub(crate) fn act_row(desk: &Desk, act: &ActView) -> Markup {
    html! {
        article.row {
            p.head { (badge(act.act_type)) " " (who(desk, act)) (qualities(act)) }
            p.words { "“" b { (act.trigger.quote) } "” " a href={ "/acts/" (act.id) } { (clip(&act.content, 280)) } }
            p.foot {
                (time(act.day)) " · "
                a href={ "/documents/" (act.document.id) "#t-" (act.id) } { (clip(&act.document.title, 110)) }
                (issues(desk, &act.issues))
            }
        }
    }
}

pub(crate) fn issues(desk: &Desk, list: &[String]) -> Markup {
    html! { @for issue in list { " " a.issue href=(issue_href(issue)) { (desk.issue(issue)) } } }
}

/// A document in a list.
pub(crate) fn document_row(document: &TitleRow) -> Markup {
    html! {
        article.row {
            p.words { a href={ "/documents/" (document.id) } { (clip(&document.title, 160)) } }
            p.foot { (time(document.day)) " · " (words::genre(&document.genre)) " · " span.dim { (clip(&document.source, 70)) } }
        }
    }
}

pub(crate) fn meeting_title(desk: &Desk, meeting: &MeetingRow) -> String {
    if let Some(name) = &meeting.name {
        return name.clone();
    }
    let sides: Vec<&str> = meeting.sides.iter().map(|s| desk.country(s)).collect();
    let kind = words::form(&meeting.form);
    match sides.as_slice() {
        [] => format!("A {kind}"),
        [first @ .., last] if !first.is_empty() => format!("{} and {last}: {kind}", first.join(", ")),
        _ => format!("{}: {kind}", sides.join(", ")),
    }
}

/// A meeting in a list.
pub(crate) fn meeting_row(desk: &Desk, meeting: &MeetingRow) -> Markup {
    html! {
        article.row {
            p.words {
                a href={ "/meetings/" (meeting.id) } { (clip(&meeting_title(desk, meeting), 140)) }
                @if meeting.status != "held" { " " span.tag { (meeting.status) } }
            }
            p.foot {
                @match meeting.day { Some(days) => (words::days(days)), None => "undated" }
                @if let Some(place) = &meeting.place { " · " (place) }
                @if !meeting.persons.is_empty() { " · " (clip(&meeting.persons.join(", "), 90)) }
                " · " (words::count(meeting.reports.len(), "report", "reports"))
            }
        }
    }
}

/// A request or promise in a list.
pub(crate) fn item_row(desk: &Desk, item: &ItemRow, today: Day) -> Markup {
    let is_late = item.due.is_some_and(|due| due < today) && item.status.is_outstanding();
    html! {
        article.row {
            p.head { (status_badge(item.status)) " " (badge(item.act.act_type)) " " (who(desk, &item.act)) }
            p.words { a href={ "/threads/" (item.act.id) } { (clip(&item.act.content, 240)) } }
            p.foot {
                "made " (time(item.act.day))
                @if let Some(since) = item.since { " · " (words::status(item.status)) " since " (words::day(since)) }
                @if let Some(due) = item.due { " · " span.late[is_late] { "due " (words::day(due)) } }
                (issues(desk, &item.act.issues))
            }
        }
    }
}

/// A text cut at a word's end, with a sign where something was left out.
pub(crate) fn clip(text: &str, n_chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(n_chars) else { return text.to_owned() };
    let head = &text[..end];
    let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
    format!("{}…", head.trim_end_matches([',', ';', ':', ' ']))
}

/// A choice among words, `name` what the form calls it.
pub(crate) fn select(
    name: &str,
    label: &str,
    any: Option<&str>,
    options: &[(String, String)],
    chosen: Option<&str>,
) -> Markup {
    html! {
        label { span { (label) }
            select name=(name) {
                @if let Some(any) = any { option value="" { (any) } }
                @for (value, text) in options { option value=(value) selected[chosen == Some(value.as_str())] { (text) } }
            }
        }
    }
}

/// A line to write in.
pub(crate) fn field(name: &str, label: &str, kind: &str, value: Option<&str>, hint: &str) -> Markup {
    html! {
        label { span { (label) }
            input type=(kind) name=(name) value=[value] placeholder=[(!hint.is_empty()).then_some(hint)];
        }
    }
}

/// The types of act, to choose from.
pub(crate) fn type_options() -> Vec<(String, String)> {
    ActType::ALL.iter().map(|t| (t.to_string(), format!("{} {t}", words::shape(t.family())))).collect()
}
