//! Two accounts side by side.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::{act_row, badge, field, given, layout, time, who};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;

#[derive(Debug, Deserialize)]
pub(crate) struct Two {
    left: Option<String>,
    right: Option<String>,
}

pub(crate) async fn page(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Query(two): Query<Two>,
) -> Result<Markup, Fault> {
    let own = Arc::clone(&desk);
    desk.ask(move |ledger| {
        let body = match (given(two.left.as_ref()), given(two.right.as_ref())) {
            (Some(left), Some(right)) => {
                let c = ledger.compare(&left, &right)?;
                html! {
                    @if let Some(meeting) = &c.meeting { p.foot { "What both tell of " a href={ "/meetings/" (meeting) } { "one meeting" } "." } }
                    div.columns {
                        @for document in [&c.left, &c.right] {
                            section { h2 { a href={ "/documents/" (document.id) } { (document.title) } } p.foot { (time(document.day)) " · " (document.source) } }
                        }
                    }
                    h2 { "Both tell" }
                    @if c.both.is_empty() { p.dim { "Nothing alike." } }
                    @for pair in &c.both {
                        article.pairing {
                            div.columns {
                                @for act in [&pair.left, &pair.right] {
                                    div {
                                        p.head { (badge(act.act_type)) " " (who(&own, act)) }
                                        p.words { "“" b { (act.trigger.quote) } "” " a href={ "/acts/" (act.id) } { (act.content) } }
                                    }
                                }
                            }
                            @if !pair.differences.is_empty() { p.foot { "They differ: " (pair.differences.join("; ")) } }
                        }
                    }
                    div.columns {
                        section { h2 { "Only the left" } @if c.only_left.is_empty() { p.dim { "Nothing." } } @for act in &c.only_left { (act_row(&own, act)) } }
                        section { h2 { "Only the right" } @if c.only_right.is_empty() { p.dim { "Nothing." } } @for act in &c.only_right { (act_row(&own, act)) } }
                    }
                }
            }
            _ => html! {
                p { "Name two documents by their short names, as their addresses have them." }
                form.filter {
                    (field("left", "One", "text", two.left.as_deref(), ""))
                    (field("right", "The other", "text", two.right.as_deref(), ""))
                    button { "Compare" }
                }
            },
        };
        Ok(layout(&own, Some(&visitor), "Two accounts", "/meetings", &body))
    })
    .await
}
