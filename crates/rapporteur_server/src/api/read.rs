//! Reading without keeping: one text to its record, or lines of texts to lines of records.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rapporteur_record::Record;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;

use super::{Ask, Refusal, lines};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::upload::harmless;

/// What a text is called.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Called {
    /// The source's name, which the record carries; its ending tells the media type.
    name: Option<String>,
}

/// One of several texts.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Text {
    /// The source's name.
    #[serde(default)]
    name: String,
    /// The text.
    text: String,
}

/// A text that could not be read.
#[derive(Debug, Serialize)]
struct Unread {
    error: String,
    line: usize,
}

/// Reads a text without keeping it. The body is the text and the answer its record; or, as application/x-ndjson, a
/// text `{"name", "text"}` a line, answered as they are read by a record or an `{"error", "line"}` a line.
#[utoipa::path(post, path = "/read", params(Called),
    request_body(content((String = "text/plain"), (Text = "application/x-ndjson"))),
    responses((status = 200, description = "Read", body = Record),
        Refusal))]
pub(crate) async fn read(
    State(desk): State<Arc<Desk>>,
    Ask(called): Ask<Called>,
    request: Request,
) -> Result<Response, Fault> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let is_lines = kind.starts_with("application/x-ndjson");
    let bytes = Bytes::from_request(request, &()).await.map_err(|e| Fault::new(e.status(), e.body_text()))?;
    if is_lines {
        return Ok(many(desk, bytes));
    }
    let name = harmless(called.name.as_deref().unwrap_or("text.txt"));
    let record = Desk::work(move || Ok(desk.read(&bytes, &name)?.record)).await?;
    Ok(Json(record).into_response())
}

/// Texts are read one after another, none before there is room for its answer.
fn many(desk: Arc<Desk>, bytes: Bytes) -> Response {
    let (answers, given) = mpsc::channel::<String>(4);
    tokio::task::spawn_blocking(move || {
        for (at, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty()) {
            let read = serde_json::from_slice::<Text>(line)
                .map_err(|e| e.to_string())
                .and_then(|text| desk.read(text.text.as_bytes(), &harmless(&text.name)).map_err(|fault| fault.detail));
            let answer = match read {
                Ok(reading) => serde_json::to_string(&reading.record),
                Err(error) => serde_json::to_string(&Unread { error, line: at + 1 }),
            };
            let Ok(answer) = answer else { return };
            if answers.blocking_send(answer + "\n").is_err() {
                // nobody listens any more
                return;
            }
        }
    });
    lines(Body::from_stream(ReceiverStream::new(given).map(Ok::<_, Infallible>)))
}
