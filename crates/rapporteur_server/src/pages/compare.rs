//! Two accounts side by side.

use axum::extract::Query;
use maud::{Markup, html};
use rapporteur_ledger::Comparison;
use serde::Deserialize;

use super::Asked;
use super::parts::{act_row, badge, field, given, time, who};
use crate::desk::Desk;
use crate::fault::Fault;

#[derive(Debug, Deserialize)]
pub(crate) struct Two {
    left: Option<String>,
    right: Option<String>,
}

pub(crate) async fn page(asked: Asked, Query(two): Query<Two>) -> Result<Markup, Fault> {
    asked
        .page("/meetings", move |asked, ledger| {
            let body = match (given(two.left.as_ref()), given(two.right.as_ref())) {
                (Some(left), Some(right)) => {
                    let c = ledger.compare(&left, &right)?;
                    html! {
                        @if let Some(meeting) = &c.meeting {
                            p.foot { "What both tell of " a href={ "/meetings/" (meeting) } { "one meeting" } "." }
                        }
                        div.columns {
                            @for document in [&c.left, &c.right] {
                                section {
                                    h2 { a href={ "/documents/" (document.id) } { (document.title) } }
                                    p.foot { (time(document.day)) " · " (document.source) }
                                }
                            }
                        }
                        (told(&asked.desk, &c, ["the left", "the right"]))
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
            Ok(("Two accounts".to_owned(), body))
        })
        .await
}

/// What both tell and where they differ, and what only one of them tells.
pub(crate) fn told(desk: &Desk, c: &Comparison, [left, right]: [&str; 2]) -> Markup {
    html! {
        h2 { "Both tell" }
        @if c.both.is_empty() { p.dim { "Nothing alike." } }
        @for pair in &c.both {
            article.pairing {
                div.columns {
                    @for act in [&pair.left, &pair.right] {
                        div {
                            p.head { (badge(act.act_type)) " " (who(desk, act)) }
                            p.words { "“" b { (act.trigger.quote) } "” " a href={ "/acts/" (act.id) } { (act.content) } }
                        }
                    }
                }
                @if !pair.differences.is_empty() { p.foot { "They differ: " (pair.differences.join("; ")) } }
            }
        }
        div.columns {
            @for (side, acts) in [(left, &c.only_left), (right, &c.only_right)] {
                section {
                    h2 { "Only " (side) }
                    @if acts.is_empty() { p.dim { "Nothing." } }
                    @for act in acts { (act_row(desk, act)) }
                }
            }
        }
    }
}
