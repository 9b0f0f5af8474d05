//! What is laid over the world: the tables of a folder, a form to check one, to keep it or to take it away.

use std::sync::Arc;

use maud::{Markup, html};
use rapporteur_ledger::AuditEntry;
use serde::Deserialize;

use super::Asked;
use super::parts::{field, proof};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::overlay::{Change, OverlayFile, faults_after, files, keep};
use crate::visitor::Posted;
use crate::words;

/// What an entry looks like.
const EXAMPLE: &str = "- entity: kb:person/ada-lind\n  kind: person\n  name: Ada Lind\n  country: XNL\n";

pub(crate) async fn page(asked: Asked) -> Result<Markup, Fault> {
    asked.visitor.must(Role::Admin)?;
    content(&asked, None, "").await
}

#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    what: String,
    name: String,
    #[serde(default)]
    text: String,
}

/// Checks the folder with the change in it; keeps the change where that was asked for and nothing is wrong.
pub(crate) async fn take(asked: Asked, Posted(sent): Posted<Sent>) -> Result<Markup, Fault> {
    asked.visitor.must(Role::Admin)?;
    let name = sent.name.trim().to_owned();
    let change = match sent.what.as_str() {
        "check" | "keep" => Change::Put(OverlayFile { name: name.clone(), text: sent.text.replace("\r\n", "\n") }),
        "remove" => Change::Remove(name.clone()),
        other => return Err(Fault::invalid(format!("{other:?} is nothing to do with a table"))),
    };
    let is_kept = sent.what != "check";
    let desk = Arc::clone(&asked.desk);
    let faults = Desk::work(move || {
        let faults = faults_after(&desk, &change)?;
        if is_kept && faults.is_empty() {
            keep(&desk, &change)?;
        }
        Ok(faults)
    })
    .await?;
    if is_kept && faults.is_empty() {
        log(&asked, &sent.what, &name).await?;
    }
    content(&asked, Some((sent, faults)), &name).await
}

async fn log(asked: &Asked, what: &str, name: &str) -> Result<(), Fault> {
    let entry = AuditEntry {
        at: asked.desk.now(),
        who: asked.visitor.name.clone(),
        what: "overlay".to_owned(),
        subject: name.to_owned(),
        detail: what.to_owned(),
    };
    asked.desk.writer.write(move |ledger| Ok(ledger.note(&entry)?)).await
}

async fn content(asked: &Asked, done: Option<(Sent, Vec<String>)>, name: &str) -> Result<Markup, Fault> {
    let desk = Arc::clone(&asked.desk);
    let laid = Desk::work(move || files(&desk)).await?;
    let has_folder = asked.desk.options.overlay.is_some();
    let text = match &done {
        Some((sent, _)) if sent.what != "remove" => sent.text.clone(),
        _ => String::new(),
    };
    let body = html! {
        p.foot.under { "World " (asked.desk.world.version()) " · " (words::count(asked.desk.world.n_entities(), "entry", "entries")) }
        @if let Some((sent, faults)) = &done { (told(sent, faults)) }
        @if !has_folder {
            p.lead { "Nothing can be kept: start the desk with " code { "--overlay DIR" } " to lay a folder's tables over the world. A table can be checked all the same." }
        } @else if laid.is_empty() { p.lead { "The folder has no table yet." } }
        @for file in &laid {
            section {
                h2 { code { (file.name) } }
                details {
                    summary { (words::count(file.text.lines().count(), "line", "lines")) }
                    pre.source tabindex="0" { (file.text) }
                }
                form.inline method="post" action="/admin/world" {
                    (proof(&asked.visitor))
                    input type="hidden" name="name" value=(file.name);
                    button name="what" value="remove" aria-label={ "Take " (file.name) " away" } { "Take away" }
                }
            }
        }
        h2 { "A table" }
        form.correct method="post" action="/admin/world" {
            (proof(&asked.visitor))
            (field("name", "Its name", "text", Some(name).filter(|n| !n.is_empty()), "ministers.yaml"))
            label.wide { span { "Facts, as YAML or as a table with tabs" } textarea.code name="text" rows="14" placeholder=(EXAMPLE) { (text) } }
            div.buttons {
                button.first name="what" value="check" { "Check" }
                @if has_folder { " " button name="what" value="keep" { "Keep" } }
            }
        }
    };
    Ok(asked.show("What is laid over the world", "/admin", &body))
}

fn told(sent: &Sent, faults: &[String]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div.trouble role="alert" {
                p { (words::count(faults.len(), "fault", "faults")) ", and nothing was kept:" }
                ul { @for fault in faults.iter().take(50) { li { (fault) } } }
            }
        } @else {
            p.lead role="status" {
                @match sent.what.as_str() {
                    "check" => "Nothing is wrong with it.",
                    "remove" => "Taken away; the desk reads without it from its next start.",
                    _ => "Kept; the desk reads with it from its next start.",
                }
            }
        }
    }
}
