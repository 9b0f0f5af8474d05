//! Adding documents by hand.

use axum::extract::Multipart;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::Asked;
use super::parts::proof;
use crate::accounts::Role;
use crate::fault::Fault;
use crate::upload::{Sent, keep};
use crate::words;

/// Files of one form.
const MOST_FILES: usize = 50;

pub(crate) async fn page(asked: Asked) -> Result<Markup, Fault> {
    let Asked { desk, visitor } = &asked;
    visitor.must(Role::Reviewer)?;
    let body = html! {
        p.lead { "Press releases, readouts, statements: plain text or Markdown, up to " (desk.options.max_upload >> 20) " MiB in all." }
        form.drop method="post" action="/upload" enctype="multipart/form-data" data-drop {
            (proof(visitor))
            label { span { "Files; drag them here or choose" } input type="file" name="file" multiple accept=".md,.txt,text/plain,text/markdown"; }
            label { span { "Or paste a text" } textarea name="text" rows="10" {} }
            label { span { "Its name" } input type="text" name="name" placeholder="readout.md"; }
            button.first { "Read and keep" }
            p role="status" aria-live="polite" data-progress {}
        }
    };
    Ok(asked.show("Add documents", "/upload", &body))
}

pub(crate) async fn take(asked: Asked, mut form: Multipart) -> Result<Response, Fault> {
    let Asked { desk, visitor } = &asked;
    visitor.must(Role::Reviewer)?;
    let mut is_ours = false;
    let mut sent = Vec::new();
    let (mut text, mut name) = (String::new(), String::new());
    let broken = |e: axum::extract::multipart::MultipartError| Fault::new(e.status(), e.body_text());
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let (field, file) =
            (part.name().unwrap_or_default().to_owned(), part.file_name().unwrap_or_default().to_owned());
        let bytes = part.bytes().await.map_err(broken)?;
        let word = || String::from_utf8_lossy(&bytes).into_owned();
        match field.as_str() {
            "csrf" => {
                visitor.check(&word())?;
                is_ours = true;
            }
            // the proof comes first in the form: nothing is taken before it
            _ if !is_ours => return Err(visitor.check("").err().unwrap_or_else(Fault::ours)),
            "text" => text = word(),
            "name" => name = word(),
            "file" if !bytes.is_empty() => sent.push(Sent { name: file, bytes: bytes.to_vec() }),
            _ => {}
        }
        if sent.len() > MOST_FILES {
            return Err(Fault::invalid(format!("send at most {MOST_FILES} files at once")));
        }
    }
    if !is_ours {
        visitor.check("")?;
    }
    if !text.trim().is_empty() {
        sent.push(Sent {
            name: if name.trim().is_empty() { "pasted.txt".to_owned() } else { name },
            bytes: text.into_bytes(),
        });
    }
    if sent.is_empty() {
        return Err(Fault::invalid("choose a file or paste a text"));
    }
    let kept = keep(desk, visitor, sent).await?;
    if let ([hash], true) = (kept.hashes.as_slice(), kept.report.failures.is_empty()) {
        let hash = hash.clone();
        let id = desk.ask(move |ledger| Ok(ledger.document(&hash)?.document.id)).await?;
        return Ok(Redirect::to(&format!("/documents/{id}")).into_response());
    }
    let report = &kept.report;
    let body = html! {
        p.lead { (words::count(report.n_added, "document is", "documents are")) " new, " (report.n_known) " known before, " (report.failures.len()) " could not be read." }
        @if !report.failures.is_empty() {
            ul { @for failure in &report.failures { li { b { (failure.source) } ": " (failure.reason) } } }
        }
        ul { @for hash in &kept.hashes { li { a href={ "/documents/" (hash) } { (hash) } } } }
        p { a href="/upload" { "Add others" } }
    };
    Ok(asked.show("Added", "/upload", &body).into_response())
}
