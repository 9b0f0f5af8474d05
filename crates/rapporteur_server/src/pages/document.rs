//! A document: the text as printed beside its record, each act marked in place.

use axum::extract::{Path, Query};
use axum::http::Uri;
use maud::{Markup, html};
use rapporteur_ledger::{ActView, DocumentView, Ledger, Ruled};
use rapporteur_record::{Actor, ActorKind, Family, Record};
use serde::Deserialize;

use super::parts::{
    ListQuery, actor_href, badge, clip, document_row, issues, meeting_row, names, pager, proof, qualities, time, who,
};
use super::{Asked, marked};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::words;

pub(crate) async fn list(asked: Asked, uri: Uri, Query(query): Query<ListQuery>) -> Result<Markup, Fault> {
    asked
        .page("/documents", move |_, ledger| {
            let words = query.words();
            let page = ledger.documents(&words, query.rows()?)?;
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

#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    /// The first act whose card is shown, counted from 0.
    #[serde(default)]
    from: usize,
}

/// Cards on one page: with the text they stay within a page's size.
const CARDS: usize = 80;

pub(crate) async fn page(asked: Asked, Path(id): Path<String>, Query(shown): Query<Shown>) -> Result<Markup, Fault> {
    asked
        .page("/documents", move |asked, ledger| {
            let view = ledger.document(&id)?;
            let ruled = ledger.record(&view.document.hash)?;
            let cards = Cards::of(&view, shown.from);
            let body = whole(asked, ledger, &view, &ruled, &cards);
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

/// The cards of a page: a stretch of the document's acts.
pub(super) struct Cards<'v> {
    view: &'v DocumentView,
    from: usize,
}

impl<'v> Cards<'v> {
    /// The cards of the page on which an act's card is.
    fn of(view: &'v DocumentView, at: usize) -> Self {
        let at = if at < view.acts.len() { at } else { 0 };
        Self { view, from: at / CARDS * CARDS }
    }

    fn acts(&self) -> impl Iterator<Item = (usize, &'v ActView)> {
        self.view.acts.iter().enumerate().skip(self.from).take(CARDS)
    }

    /// The way to an act's card, on this page or another.
    pub(super) fn href(&self, at: usize) -> String {
        let of = Self::of(self.view, at).from;
        let card = format!("#c-{}", self.view.acts[at].id);
        if of == self.from { card } else { format!("{}{card}", Self { from: of, ..*self }.page()) }
    }

    /// The address of the page.
    fn page(&self) -> String {
        let document = &self.view.document.id;
        if self.from == 0 {
            format!("/documents/{document}")
        } else {
            format!("/documents/{document}?from={}", self.from)
        }
    }

    /// Ways to the other pages.
    fn pager(&self) -> Markup {
        let n_acts = self.view.acts.len();
        html! {
            @if n_acts > CARDS {
                nav.pager aria-label="Parts of the record" {
                    @for from in (0..n_acts).step_by(CARDS) {
                        a href=(Self { from, ..*self }.page()) aria-current=[(from == self.from).then_some("page")] { (from + 1) "–" (n_acts.min(from + CARDS)) }
                    }
                }
            }
        }
    }
}

fn whole(asked: &Asked, ledger: &Ledger, view: &DocumentView, ruled: &Ruled, cards: &Cards<'_>) -> Markup {
    let desk = &asked.desk;
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
            article.text lang=(fields.language) aria-label="The text as printed" { (marked::text(desk, cards, view, record)) }
            section.record aria-label="The record" {
                @if view.acts.is_empty() { p.dim { "No act was read in this text." } }
                (cards.pager())
                @for (at, act) in cards.acts() { (card(asked, act, record, at, cards)) }
                (cards.pager())
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
fn card(asked: &Asked, act: &ActView, record: &Record, at: usize, cards: &Cards<'_>) -> Markup {
    let Asked { desk, visitor } = asked;
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
                    input type="hidden" name="back" value={ (cards.page()) "#c-" (act.id) };
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
