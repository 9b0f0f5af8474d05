//! One act: its words, the rules that found it, what people said of it, and a form to correct it.

use axum::extract::Path;
use axum::response::Redirect;
use maud::{Markup, html};
use rapporteur_ledger::{Correction, Review};
use rapporteur_record::{ActType, Modality, Polarity, Strength};
use serde::Deserialize;

use super::Asked;
use super::parts::{badge, clip, field, given, issues, proof, qualities, select, time, type_options, who};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::{Posted, Visitor};
use crate::words;

pub(crate) async fn page(asked: Asked, Path(id): Path<String>) -> Result<Markup, Fault> {
    asked
        .page("", move |asked, ledger| {
            let review = ledger.act(&id)?;
            let title = format!("{}: {}", words::capital(review.act.act_type.as_str()), clip(&review.act.content, 70));
            let body = html! {
                (details(&asked.desk, &review))
                @if asked.visitor.may(Role::Reviewer) { h2 #correct { "Correct it" } (form(&asked.visitor, &review)) }
            };
            Ok((title, body))
        })
        .await
}

/// An act with everything that is known of it.
pub(crate) fn details(desk: &Desk, review: &Review) -> Markup {
    let act = &review.act;
    html! {
        p.head { (badge(act.act_type)) " " (who(desk, act)) (qualities(act)) }
        blockquote.evidence { (evidence(act)) }
        dl.facts {
            div { dt { "When" } dd { (time(act.day)) } }
            div { dt { "Where it stands" } dd { a href={ "/documents/" (act.document.id) "#t-" (act.id) } { (act.document.title) } } }
            @if !act.issues.is_empty() { div { dt { "Issues" } dd { (issues(desk, &act.issues)) } } }
            @if !act.instruments.is_empty() { div { dt { "Instruments" } dd { (act.instruments.join("; ")) } } }
            @if let Some(meeting) = &act.meeting { div { dt { "Meeting" } dd { a href={ "/meetings/" (meeting) } { "in which it was done" } } } }
            div { dt { "Confidence" } dd { @if act.is_decided { "a person decided" } @else { (words::percent(act.confidence)) } } }
            @if rapporteur_ledger::is_item(act.act_type) {
                div { dt { "Follow-up" } dd { a href={ "/threads/" (act.id) } { "its thread" } } }
            }
            @if !review.why.is_empty() {
                div { dt { "Why" } dd { ul.why { @for rule in &review.why { li { (rule) } } } } }
            }
            @if !review.comments.is_empty() {
                div { dt { "Remarks" } dd { ul { @for comment in &review.comments { li { (comment) } } } } }
            }
        }
    }
}

/// The sentence with its trigger marked.
fn evidence(act: &rapporteur_ledger::ActView) -> Markup {
    let start = act.trigger.start.saturating_sub(act.evidence.start) as usize;
    let end = start + act.trigger.end.saturating_sub(act.trigger.start) as usize;
    let chars: Vec<char> = act.evidence.quote.chars().collect();
    let piece =
        |from: usize, to: usize| chars.get(from..to.min(chars.len())).unwrap_or_default().iter().collect::<String>();
    html! { (piece(0, start)) mark.(act.act_type.family().as_str()) { (piece(start, end)) } (piece(end, chars.len())) }
}

/// The form to correct an act; what is left as it is stays.
pub(crate) fn form(visitor: &Visitor, review: &Review) -> Markup {
    let act = &review.act;
    let words_of = |all: &[&str]| all.iter().map(|w| ((*w).to_owned(), (*w).to_owned())).collect::<Vec<_>>();
    let polarities: Vec<&str> = Polarity::ALL.iter().map(|p| p.as_str()).collect();
    let modalities: Vec<&str> = Modality::ALL.iter().map(|p| p.as_str()).collect();
    let strengths: Vec<&str> = Strength::ALL.iter().map(|p| p.as_str()).collect();
    let due = act.due.map(|d| if d.is_day() { d.first.to_string() } else { d.to_string() });
    html! {
        form.correct method="post" action={ "/acts/" (act.id) } {
            (proof(visitor))
            (select("type", "What was done", None, &type_options(), Some(act.act_type.as_str())))
            (field("actor", "Who; several with semicolons", "text", Some(&act.actors.join("; ")), ""))
            (field("recipient", "To whom", "text", Some(&act.recipients.join("; ")), ""))
            label.wide { span { "The words asked, promised or said, as they stand in the text" }
                textarea name="content" rows="3" { (act.content) } }
            (field("issues", "Issues, with semicolons", "text", Some(&act.issues.join("; ")), ""))
            (field("date", "When, as 2026-04-15", "text", act.day.map(|d| d.to_string()).as_deref(), ""))
            (field("due", "Due, as 2026-04 or 2026-04-15", "text", due.as_deref(), ""))
            (select("polarity", "Affirmed or denied", None, &words_of(&polarities), Some(act.polarity.as_str())))
            (select("modality", "How real", None, &words_of(&modalities), Some(act.modality.as_str())))
            (select("strength", "How strongly", None, &words_of(&strengths), Some(act.strength.as_str())))
            (field("reason", "Why you correct it", "text", None, "may be left out"))
            div.buttons { button.first { "Keep the correction" } }
        }
        datalist #actors { @for actor in &review.actors { option value=(actor.name) {} } }
        form.verdict method="post" action={ "/review/" (act.id) } {
            (proof(visitor))
            input type="hidden" name="back" value={ "/acts/" (act.id) };
            button name="verdict" value="accept" { "Accept as it is" }
            button name="verdict" value="reject" { "Reject: the text reports no such act" }
        }
    }
}

/// A correction as the form sends it.
#[derive(Debug, Deserialize)]
pub(crate) struct Fields {
    #[serde(rename = "type")]
    act_type: String,
    actor: String,
    recipient: String,
    content: String,
    issues: String,
    date: String,
    due: String,
    polarity: String,
    modality: String,
    strength: String,
    reason: Option<String>,
    back: Option<String>,
}

pub(crate) async fn correct(
    asked: Asked,
    Path(id): Path<String>,
    Posted(fields): Posted<Fields>,
) -> Result<Redirect, Fault> {
    let Asked { desk, visitor } = asked;
    visitor.must(Role::Reviewer)?;
    let by = visitor.reviewer(desk.now(), fields.reason.clone());
    let back = super::review::back_to(fields.back.as_ref(), &format!("/acts/{id}"));
    desk.writer
        .write(move |ledger| {
            let before = ledger.act(&id)?;
            ledger.correct(&id, &changed(&before, &fields)?, &by)?;
            Ok(())
        })
        .await?;
    super::review::tell(&desk);
    Ok(Redirect::to(&back))
}

/// What the form changes: a field that says what the act says is left alone.
fn changed(before: &Review, fields: &Fields) -> Result<Correction, Fault> {
    let act = &before.act;
    let list = |text: &str| text.split(';').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect::<Vec<_>>();
    let differs = |now: Vec<String>, was: &[String]| (now != was).then_some(now);
    let word = |text: &str| Fault::invalid(format!("{text:?} is not one of the form's words"));
    let text = |now: &str, was: Option<String>| (now.trim() != was.unwrap_or_default()).then(|| now.trim().to_owned());
    let act_type = ActType::from_name(&fields.act_type).ok_or_else(|| word(&fields.act_type))?;
    let polarity = Polarity::from_name(&fields.polarity).ok_or_else(|| word(&fields.polarity))?;
    let modality = Modality::from_name(&fields.modality).ok_or_else(|| word(&fields.modality))?;
    let strength = Strength::from_name(&fields.strength).ok_or_else(|| word(&fields.strength))?;
    let due = act.due.map(|d| if d.is_day() { d.first.to_string() } else { d.to_string() });
    Ok(Correction {
        act_type: (act_type != act.act_type).then_some(act_type),
        actor: differs(list(&fields.actor), &act.actors),
        recipient: differs(list(&fields.recipient), &act.recipients),
        content: text(&fields.content, Some(act.content.clone())).filter(|c| given(Some(c)).is_some()),
        issues: differs(list(&fields.issues), &act.issues),
        date: text(&fields.date, act.day.map(|d| d.to_string())).filter(|d| !d.is_empty()),
        due: text(&fields.due, due),
        polarity: (polarity != act.polarity).then_some(polarity),
        modality: (modality != act.modality).then_some(modality),
        strength: (strength != act.strength).then_some(strength),
    })
}
