//! Issues: the last words of each side, and how one side's wording moved.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use rapporteur_ledger::{ActFilter, Movement, Page};
use rapporteur_record::Family;
use serde::Deserialize;

use super::{act_row, actor_href, badge, clip, enc, given, issue_href, layout, time};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;

pub(crate) async fn list(State(desk): State<Arc<Desk>>, visitor: Visitor) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        let issues = ledger.issues()?;
        let body = html! {
            @if issues.is_empty() { p.dim { "No issue occurs." } }
            ul.issues {
                @for (issue, n) in &issues { li { a href=(issue_href(issue)) { (own.issue(issue)) } " " span.dim { (n) } } }
            }
        };
        Ok(layout(&own, Some(&visitor), "Issues", "/issues", &body))
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
        let desk = &own;
        let stances = ledger.stances(&id, Page { limit: 60 })?;
        let latest = ledger.acts(&ActFilter { issue: Some(id.clone()), ..ActFilter::default() }, Page { limit: 20 })?;
        let body = html! {
            p.foot.under { a href={ "/search?issue=" (enc(&id)) } { "Search within it" } " · " a href={ "/follow-up?issue=" (enc(&id)) } { "requests and promises" } }
            h2 { "Where each stands" }
            @if stances.rows.is_empty() { p.dim { "Nobody took a stand on it." } }
            @else {
                div.scroll tabindex="0" role="region" aria-label="Where each stands" {
                    table.matrix {
                        thead { tr { th { "Side" } th { "Last words" } th { "When" } th.number { "Said" } th { "Moves" } } }
                        tbody {
                            @for stance in &stances.rows {
                                @let key = stance.side.key.strip_prefix("c:").unwrap_or(&stance.side.key);
                                tr {
                                    th scope="row" { a href=(actor_href(key)) { (stance.side.name) } }
                                    td { (badge(stance.act.act_type)) " “" b { (stance.act.trigger.quote) } "” " a href={ "/acts/" (stance.act.id) } { (clip(&stance.act.content, 140)) } }
                                    td { (time(stance.act.day)) }
                                    td.number { (stance.n_acts) }
                                    td { @if stance.n_acts > 1 { a href={ (issue_href(&id)) "/drift?actor=" (enc(key)) } { "drift" } } }
                                }
                            }
                        }
                    }
                }
            }
            h2 { "Latest" }
            @for act in latest.rows.iter().filter(|a| a.act_type.family() != Family::Deed || latest.rows.len() < 8) { (act_row(desk, act)) }
        };
        let title = capital(&desk.issue(&id));
        Ok(layout(desk, Some(&visitor), &title, "/issues", &body))
    })
    .await
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[derive(Debug, Deserialize)]
pub(crate) struct Whose {
    actor: Option<String>,
}

pub(crate) async fn drift(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(whose): Query<Whose>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        let actor = given(whose.actor.as_ref()).ok_or_else(|| Fault::invalid("say whose words: add ?actor=NAME"))?;
        let party = ledger.party(&actor)?.party;
        let drift = ledger.drift(&actor, &id, Page { limit: 100 })?;
        let body = html! {
            p.foot.under { a href=(issue_href(&id)) { (own.issue(&id)) } " · " a href=(actor_href(&actor)) { (party.name) } }
            @if drift.has_more { p.dim { "Earlier times are left out." } }
            @if drift.steps.is_empty() { p.dim { "Nothing was said." } }
            ol.thread {
                @for step in &drift.steps {
                    li {
                        p.foot {
                            (time(step.act.day)) " · " b { (moved(step.movement)) }
                            @if let (Some(ladder), Some(rung)) = (&step.ladder, step.rung) { " · " (ladder) ", rung " (rung) }
                        }
                        (act_row(&own, &step.act))
                        @if !step.added.is_empty() { p.foot { "new: " @for (at, w) in step.added.iter().enumerate() { @if at > 0 { ", " } ins { (w) } } } }
                        @if !step.dropped.is_empty() { p.foot { "gone: " @for (at, w) in step.dropped.iter().enumerate() { @if at > 0 { ", " } del { (w) } } } }
                    }
                }
            }
        };
        let title = format!("{} on {}", party.name, own.issue(&id));
        Ok(layout(&own, Some(&visitor), &title, "/issues", &body))
    })
    .await
}

fn moved(movement: Movement) -> &'static str {
    match movement {
        Movement::First => "● first",
        Movement::Up => "▲ stronger",
        Movement::Down => "▼ weaker",
        Movement::Level => "▬ as before",
        Movement::Across => "↔ another kind of words",
    }
}
