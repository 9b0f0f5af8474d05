//! The review queue: the least certain act first, one at a time, by mouse or by keyboard.

use std::fmt::Write as _;

use axum::extract::{Path, Query};
use axum::response::Redirect;
use maud::{Markup, html};
use rapporteur_ledger::{Page, QueueFilter};
use rapporteur_record::ActType;
use serde::Deserialize;

use super::parts::{badge, clip, enc, given, proof, select, type_options, who};
use super::{Asked, act};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Posted;
use crate::words;
use crate::writer::News;

#[derive(Debug, Deserialize)]
pub(crate) struct Narrow {
    #[serde(rename = "type")]
    act_type: Option<String>,
    document: Option<String>,
    /// What the last step did.
    done: Option<String>,
}

pub(crate) async fn page(asked: Asked, Query(narrow): Query<Narrow>) -> Result<Markup, Fault> {
    asked.visitor.must(Role::Reviewer)?;
    asked.page("/review", move |asked, ledger| {
        let act_type = given(narrow.act_type.as_ref());
        let types = act_type.as_deref().map(|t| ActType::from_name(t).ok_or_else(|| Fault::invalid(format!("{t:?} is no type of act"))));
        let filter = QueueFilter {
            document: given(narrow.document.as_ref()),
            types: types.transpose()?.into_iter().collect(),
            below: None,
        };
        let queue = ledger.review_queue(&filter, Page::first(12))?;
        let counts = ledger.counts()?;
        let mut back = "/review?".to_owned();
        for (name, value) in [("type", &act_type), ("document", &filter.document)] {
            if let Some(value) = value {
                let _ = write!(back, "{name}={}&", enc(value));
            }
        }
        let done = match narrow.done.as_deref() {
            Some("accept") => "Accepted.",
            Some("reject") => "Rejected.",
            Some("skip") => "Put off.",
            Some("comment") => "Remark kept.",
            Some("undo") => "Taken back.",
            _ => "",
        };
        let body = html! {
            p.foot.under role="status" aria-live="polite" {
                @if !done.is_empty() { b { (done) } " " }
                (words::count(usize::try_from(counts.n_undecided).unwrap_or(0), "act is", "acts are")) " undecided, the least certain first."
            }
            form.filter {
                (select("type", "Only", Some("every type"), &type_options(), act_type.as_deref()))
                button { "Show" }
            }
            @match queue.rows.first() {
                None => p.lead { "Nothing is left to review." },
                Some(review) => {
                    article.reviewed aria-label="To review" {
                        (act::details(&asked.desk, review))
                        form.verdict #verdict method="post" action={ "/review/" (review.act.id) } {
                            (proof(&asked.visitor))
                            input type="hidden" name="back" value=(back);
                            button.first name="verdict" value="accept" data-key="a" { "Accept " kbd { "a" } }
                            button name="verdict" value="reject" data-key="r" { "Reject " kbd { "r" } }
                            button name="verdict" value="skip" data-key="s" { "Put off " kbd { "s" } }
                            a.button href={ "/acts/" (review.act.id) "#correct" } data-key="f" { "Fix " kbd { "f" } }
                        }
                        // a form of its own: Enter in it sends the remark, and no verdict
                        form.verdict method="post" action={ "/review/" (review.act.id) } {
                            (proof(&asked.visitor))
                            input type="hidden" name="back" value=(back);
                            input type="hidden" name="verdict" value="comment";
                            label { span { "Remark " kbd { "c" } } input type="text" name="comment" data-key="c" maxlength="2000"; }
                            button { "Keep the remark" }
                        }
                    }
                },
            }
            form.verdict method="post" action="/review-undo" {
                (proof(&asked.visitor))
                input type="hidden" name="back" value=(back);
                button data-key="u" { "Undo my last decision " kbd { "u" } }
            }
            @if queue.rows.len() > 1 {
                h2 { "Next" }
                @for review in queue.rows.iter().skip(1) {
                    article.row {
                        p.head { (badge(review.act.act_type)) " " (who(&asked.desk, &review.act)) " " span.dim { (words::percent(review.act.confidence)) } @if review.is_skipped { " " span.tag { "put off" } } }
                        p.words { a href={ "/acts/" (review.act.id) } { (clip(&review.act.content, 200)) } }
                    }
                }
            }
        };
        Ok(("Review".to_owned(), body))
    })
    .await
}

#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    verdict: String,
    back: Option<String>,
    comment: Option<String>,
}

pub(crate) async fn decide(
    asked: Asked,
    Path(id): Path<String>,
    Posted(decided): Posted<Decided>,
) -> Result<Redirect, Fault> {
    let Asked { desk, visitor } = asked;
    visitor.must(Role::Reviewer)?;
    let by = visitor.reviewer(desk.now(), None);
    let back = back_to(decided.back.as_ref(), "/review?");
    let verdict = decided.verdict.clone();
    desk.writer
        .write(move |ledger| {
            match decided.verdict.as_str() {
                "accept" => ledger.accept(&id, &by)?,
                "reject" => ledger.reject(&id, &by)?,
                "skip" => ledger.skip(&id, &by)?,
                "comment" => {
                    let text = given(decided.comment.as_ref()).ok_or_else(|| Fault::invalid("a remark has words"))?;
                    ledger.comment(&id, &clip(&text, 2_000), &by)?
                }
                other => return Err(Fault::invalid(format!("{other:?} is no verdict"))),
            };
            Ok(())
        })
        .await?;
    tell(&desk);
    Ok(Redirect::to(&noted(&back, &verdict)))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Undo {
    back: Option<String>,
}

pub(crate) async fn undo(asked: Asked, Posted(undo): Posted<Undo>) -> Result<Redirect, Fault> {
    let Asked { desk, visitor } = asked;
    visitor.must(Role::Reviewer)?;
    let by = visitor.reviewer(desk.now(), None);
    desk.writer.write(move |ledger| Ok(ledger.undo(&by)?)).await?;
    tell(&desk);
    Ok(Redirect::to(&noted(&back_to(undo.back.as_ref(), "/review?"), "undo")))
}

/// Tells listeners that somebody decided.
pub(crate) fn tell(desk: &Desk) {
    desk.writer.tell(News { kind: "decision", n_done: 1, n_all: 1, n_failed: 0 });
}

fn noted(back: &str, what: &str) -> String {
    if back.starts_with("/review?") { format!("{back}done={what}") } else { back.to_owned() }
}

/// Where a form goes on to: only to pages of this desk.
pub(crate) fn back_to(back: Option<&String>, otherwise: &str) -> String {
    let is_ours = |b: &&String| {
        b.starts_with('/') && !b.starts_with("//") && !b.contains(['\\', '\r', '\n']) && b.len() < 500 && b.is_ascii()
    };
    back.filter(is_ours).map_or_else(|| otherwise.to_owned(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_back_to_this_desk_only() {
        let to = |back: &str| back_to(Some(&back.to_owned()), "/");
        assert_eq!(to("/documents/1#x"), "/documents/1#x");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: b", "/é", ""] {
            assert_eq!(to(bad), "/", "{bad:?}");
        }
    }
}
