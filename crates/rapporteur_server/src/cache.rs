//! Answers remembered until the ledger changes, and the marks by which browsers know them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::desk::Desk;
use crate::visitor::Visitor;

/// The most bytes remembered, all answers together.
const MOST_BYTES: usize = 64 << 20;
/// Larger answers are not remembered.
const MOST_OF_ONE: usize = 1 << 20;

#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    n_bytes: usize,
    answers: HashMap<String, (HeaderMap, Bytes)>,
    /// Answers that are being made; who asks for one of them waits for it.
    making: HashMap<String, Weak<tokio::sync::Mutex<()>>>,
}

impl Cache {
    fn find(&self, key: &str) -> Option<(HeaderMap, Bytes)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers.get(key).cloned()
    }

    /// The turn to make an answer: one at a time for each, so that a change of the ledger does not make many ask it the
    /// same at once.
    fn turn(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = kept.making.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        kept.making.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        kept.making.insert(key.to_owned(), Arc::downgrade(&turn));
        turn
    }

    fn keep(&self, key: String, headers: HeaderMap, body: Bytes) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.n_bytes + body.len() > MOST_BYTES {
            // keys hold the ledger's mark, so most of what is here is of older states
            kept.answers.clear();
            kept.n_bytes = 0;
        }
        kept.n_bytes += body.len();
        if let Some((_, before)) = kept.answers.insert(key, (headers, body)) {
            kept.n_bytes -= before.len();
        }
    }
}

/// Answers from memory where ledger, day and visitor are what they were.
pub(crate) async fn answer(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let mark = match desk.ask(|ledger| Ok(ledger.mark()?)).await {
        Ok(mark) => mark,
        Err(fault) => return fault.into_response(),
    };
    let who = request.extensions().get::<Visitor>().map(|v| v.secret.clone()).unwrap_or_default();
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let key = format!("{mark} {} {who} {} {accept}", desk.today(), request.uri());
    let etag = etag(&key);
    let asked = request.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    if asked.is_some_and(|asked| asked.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        return ([(header::ETAG, etag)], StatusCode::NOT_MODIFIED).into_response();
    }
    if let Some((headers, body)) = desk.cache.find(&key) {
        return with(headers, body);
    }
    let turn = desk.cache.turn(&key);
    let _turn = turn.lock().await;
    if let Some((headers, body)) = desk.cache.find(&key) {
        return with(headers, body);
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(etag) = HeaderValue::from_str(&etag) else { return Response::from_parts(parts, body) };
    parts.headers.insert(header::ETAG, etag);
    let is_short = http_body_size(&body).is_some_and(|size| size <= MOST_OF_ONE);
    if !is_short {
        return Response::from_parts(parts, body);
    }
    match axum::body::to_bytes(body, MOST_OF_ONE).await {
        Ok(body) => {
            desk.cache.keep(key, parts.headers.clone(), body.clone());
            Response::from_parts(parts, Body::from(body))
        }
        Err(_) => crate::fault::Fault::ours().into_response(),
    }
}

fn http_body_size(body: &Body) -> Option<usize> {
    use axum::body::HttpBody as _;
    body.size_hint().exact().and_then(|size| usize::try_from(size).ok())
}

fn with(headers: HeaderMap, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.headers_mut() = headers;
    response
}

fn etag(key: &str) -> String {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}
