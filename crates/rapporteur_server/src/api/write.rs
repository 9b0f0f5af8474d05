//! Documents added, acts decided, statuses set, and the news of it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use rapporteur_ledger::{Correction, Day, Status};
use serde::{Deserialize, Serialize};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};
use utoipa::ToSchema;

use super::{Answer, Ask, Body, Name, Refusal};
use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::pages::tell;
use crate::upload::{Sent, keep};
use crate::visitor::Visitor;

/// What a document is called.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Called {
    /// The file's name; other bytes under a name known before are a new version.
    name: String,
}

/// A document that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Added {
    /// Its short name.
    id: String,
    /// `sha256:` and the hash of its bytes.
    hash: String,
    /// Whether it was not kept before.
    is_new: bool,
}

/// Reads a document and keeps it; safe on the disk when this answers. Takes the role reviewer.
#[utoipa::path(post, path = "/documents", params(Called), request_body(content = String, content_type = "text/plain"),
    responses((status = 201, description = "Kept", body = Added), (status = 200, description = "Known before", body = Added),
        Refusal))]
pub(crate) async fn add(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Ask(called): Ask<Called>,
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<(StatusCode, Json<Added>), Fault> {
    visitor.must(Role::Reviewer)?;
    let bytes = bytes.map_err(|e| Fault::new(e.status(), e.body_text()))?;
    let kept = keep(&desk, &visitor, vec![Sent { name: called.name, bytes: bytes.to_vec() }]).await?;
    if let Some(failure) = kept.report.failures.first() {
        return Err(Fault::invalid(failure.reason.clone()));
    }
    let is_new = kept.report.n_added > 0;
    let hash = kept.hashes.into_iter().next().ok_or_else(Fault::ours)?;
    let named = hash.clone();
    let id = desk.ask(move |ledger| Ok(ledger.document(&named)?.document.id)).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Added { id, hash, is_new })))
}

/// What a person says of an act.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub(crate) enum Said {
    /// It is right.
    Accept {
        /// Why.
        reason: Option<String>,
    },
    /// The text reports no such act.
    Reject {
        /// Why.
        reason: Option<String>,
    },
    /// It is put off.
    Skip,
    /// A remark.
    Comment {
        /// The words.
        #[schema(max_length = 2000)]
        text: String,
    },
    /// Some fields are otherwise.
    Correct {
        /// The fields that change.
        fields: Box<Correction>,
        /// Why.
        reason: Option<String>,
    },
}

/// A decision that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kept {
    /// Its name in the log.
    decision: String,
}

/// Keeps a person's word on an act; safe on the disk when this answers. Takes the role reviewer.
#[utoipa::path(post, path = "/acts/{id}/review", params(("id" = String, Path, description = "The act's short name")), request_body = Said,
    responses((status = 200, description = "Kept", body = Kept),
        Refusal))]
pub(crate) async fn decide(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Name(id): Name,
    Body(said): Body<Said>,
) -> Answer<Kept> {
    visitor.must(Role::Reviewer)?;
    let at = desk.now();
    let decision = desk
        .writer
        .write(move |ledger| {
            let by = |reason| visitor.reviewer(at, reason);
            Ok(match said {
                Said::Accept { reason } => ledger.accept(&id, &by(reason))?,
                Said::Reject { reason } => ledger.reject(&id, &by(reason))?,
                Said::Skip => ledger.skip(&id, &by(None))?,
                Said::Comment { text } if text.trim().is_empty() || text.chars().count() > 2_000 => {
                    return Err(Fault::invalid("a remark has 1 to 2000 characters"));
                }
                Said::Comment { text } => ledger.comment(&id, &text, &by(None))?,
                Said::Correct { fields, reason } => ledger.correct(&id, &fields, &by(reason))?,
            })
        })
        .await?;
    tell(&desk);
    Ok(Json(Kept { decision: decision.id }))
}

/// Takes back the caller's last decision that still counts. Takes the role reviewer.
#[utoipa::path(post, path = "/review/undo",
    responses((status = 200, description = "Kept", body = Kept),
        Refusal))]
pub(crate) async fn undo(State(desk): State<Arc<Desk>>, visitor: Visitor) -> Answer<Kept> {
    visitor.must(Role::Reviewer)?;
    let by = visitor.reviewer(desk.now(), None);
    let decision = desk.writer.write(move |ledger| Ok(ledger.undo(&by)?)).await?;
    tell(&desk);
    Ok(Json(Kept { decision: decision.id }))
}

/// What became of an item, by a person's word.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Became {
    /// What became of it.
    status: Status,
    /// Since when.
    on: Day,
    /// Why.
    reason: Option<String>,
}

/// Says what became of a request or promise. Takes the role reviewer.
#[utoipa::path(post, path = "/items/{act}/status", params(("act" = String, Path, description = "Any act of the thread")), request_body = Became,
    responses((status = 200, description = "Kept", body = Kept),
        Refusal))]
pub(crate) async fn status(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Name(act): Name,
    Body(became): Body<Became>,
) -> Answer<Kept> {
    visitor.must(Role::Reviewer)?;
    let by = visitor.reviewer(desk.now(), became.reason);
    let (status, on) = (became.status, became.on);
    let decision = desk.writer.write(move |ledger| Ok(ledger.set_status(&act, status, on, &by)?)).await?;
    tell(&desk);
    Ok(Json(Kept { decision: decision.id }))
}

/// News as they come, as Server-Sent Events: `ingest` with `n_done` of `n_all`, and `decision`.
#[utoipa::path(get, path = "/news",
    responses((status = 200, description = "News without end", body = String, content_type = "text/event-stream")))]
pub(crate) async fn news(State(desk): State<Arc<Desk>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let all = BroadcastStream::new(desk.writer.news.subscribe());
    let events = all.filter_map(|news| {
        // whoever is too slow misses some
        let news = news.ok()?;
        Event::default().event(news.kind).json_data(&news).ok().map(Ok)
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
