//! Answers remembered until the ledger changes, and the marks by which browsers know them.
//!
//! While others write, an answer may be as far behind as [`OLDEST`]: else a long ingest, which changes the ledger several times
//! a second, would have every page made anew while its readers wait. What is further behind than [`BEHIND`] is made anew in the
//! background, one page at a time, so that a page that is read often is some seconds behind at most. Whoever wrote
//! himself sees what he wrote at once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;

/// The most bytes remembered, all answers together.
const MOST_BYTES: usize = 64 << 20;
/// Larger answers are not remembered.
const MOST_OF_ONE: usize = 1 << 20;
/// How far an answer may be behind, while others write, before it is made anew.
const BEHIND: Duration = Duration::from_secs(2);
/// How far an answer may be behind to be given while it is made anew.
const OLDEST: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) struct Cache {
    kept: Mutex<Kept>,
    /// The turn of whoever makes an answer for which nobody waits.
    background: tokio::sync::Semaphore,
}

#[derive(Debug, Default)]
struct Kept {
    n_bytes: usize,
    /// By what was asked, by whom, on which day.
    answers: HashMap<String, Answer>,
    /// Answers that are being made; who asks for one of them waits for it.
    making: HashMap<String, Weak<tokio::sync::Mutex<()>>>,
    /// When each visitor wrote last.
    wrote: HashMap<String, Instant>,
}

#[derive(Debug, Clone)]
struct Answer {
    /// The ledger's mark when it was made.
    mark: Arc<str>,
    /// When it was last known to be what the ledger says.
    valid: Instant,
    headers: HeaderMap,
    body: Bytes,
}

/// What is remembered of an answer.
enum Known {
    /// It is as good as a new one.
    Good(Answer),
    /// It may be given, and is to be made anew.
    Old(Answer),
    Nothing,
}

impl Default for Cache {
    fn default() -> Self {
        Self { kept: Mutex::default(), background: tokio::sync::Semaphore::new(1) }
    }
}

impl Cache {
    fn held(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered, for somebody who may have written since.
    fn find(&self, key: &str, mark: &str, who: &str) -> Known {
        let mut kept = self.held();
        let Kept { answers, wrote, .. } = &mut *kept;
        let Some(answer) = answers.get_mut(key) else { return Known::Nothing };
        if *answer.mark == *mark {
            answer.valid = Instant::now();
            return Known::Good(answer.clone());
        }
        let age = answer.valid.elapsed();
        let has_written = wrote.get(who).is_some_and(|wrote| *wrote >= answer.valid);
        if age < BEHIND && !has_written {
            Known::Good(answer.clone())
        } else if age < OLDEST && !has_written {
            Known::Old(answer.clone())
        } else {
            Known::Nothing
        }
    }

    /// The turn to make an answer: one at a time for each, so that a change of the ledger does not make many ask it the
    /// same at once.
    fn turn(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut kept = self.held();
        if let Some(turn) = kept.making.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        kept.making.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        kept.making.insert(key.to_owned(), Arc::downgrade(&turn));
        turn
    }

    fn keep(&self, key: String, answer: Answer) {
        let mut kept = self.held();
        if kept.n_bytes + answer.body.len() > MOST_BYTES {
            kept.answers.clear();
            kept.n_bytes = 0;
        }
        kept.n_bytes += answer.body.len();
        if let Some(before) = kept.answers.insert(key, answer) {
            kept.n_bytes -= before.body.len();
        }
    }

    /// Notes that a visitor wrote: he is given nothing older.
    pub(crate) fn wrote(&self, who: &str) {
        let mut kept = self.held();
        kept.wrote.retain(|_, wrote| wrote.elapsed() < OLDEST);
        kept.wrote.insert(who.to_owned(), Instant::now());
    }
}

/// Answers from memory where ledger, day and visitor are what they were.
pub(crate) async fn answer(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    answered(&desk, request, next).await.unwrap_or_else(Fault::into_response)
}

async fn answered(desk: &Arc<Desk>, request: Request, next: Next) -> Result<Response, Fault> {
    let mark = desk.readers.mark()?;
    let who = request.extensions().get::<Visitor>().map(|v| v.secret.clone()).unwrap_or_default();
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let key = format!("{} {} {who} {accept}", desk.today(), request.uri());
    let asked = Asked { key, who, known: request.headers().get(header::IF_NONE_MATCH).cloned() };
    match desk.cache.find(&asked.key, &mark, &asked.who) {
        Known::Good(answer) => Ok(answer.told(asked.known.as_ref())),
        Known::Old(answer) => {
            let response = answer.told(asked.known.as_ref());
            // where somebody makes it already, nothing is left to do
            if let Ok(turn) = desk.cache.turn(&asked.key).try_lock_owned() {
                let desk = Arc::clone(desk);
                tokio::spawn(async move {
                    let _turn = turn;
                    let _background = desk.cache.background.acquire().await;
                    let _ = asked.made(&desk, request, next).await;
                });
            }
            Ok(response)
        }
        Known::Nothing => {
            let turn = desk.cache.turn(&asked.key);
            let _turn = turn.lock().await;
            // whoever had the turn before may have made it
            let mark = desk.readers.mark()?;
            match desk.cache.find(&asked.key, &mark, &asked.who) {
                Known::Good(answer) | Known::Old(answer) => Ok(answer.told(asked.known.as_ref())),
                Known::Nothing => asked.made(desk, request, next).await,
            }
        }
    }
}

/// What was asked.
struct Asked {
    key: String,
    who: String,
    /// The mark of the answer that the visitor has.
    known: Option<HeaderValue>,
}

impl Asked {
    /// Makes the answer and remembers it.
    async fn made(self, desk: &Desk, request: Request, next: Next) -> Result<Response, Fault> {
        let (valid, mark) = (Instant::now(), desk.readers.mark()?);
        let response = next.run(request).await;
        if response.status() != StatusCode::OK {
            return Ok(response);
        }
        let (mut parts, body) = response.into_parts();
        parts.headers.insert(header::ETAG, etag(&self.key, &mark)?);
        let is_short = axum::body::HttpBody::size_hint(&body).exact().is_some_and(|size| size <= MOST_OF_ONE as u64);
        if !is_short {
            return Ok(Response::from_parts(parts, body));
        }
        let body = axum::body::to_bytes(body, MOST_OF_ONE).await.map_err(|_| Fault::ours())?;
        let answer = Answer { mark, valid, headers: parts.headers, body };
        desk.cache.keep(self.key, answer.clone());
        Ok(answer.told(self.known.as_ref()))
    }
}

impl Answer {
    /// The answer to somebody who may know it already.
    fn told(self, known: Option<&HeaderValue>) -> Response {
        let etag = self.headers.get(header::ETAG).and_then(|e| e.to_str().ok()).unwrap_or_default();
        let known = known.and_then(|k| k.to_str().ok()).unwrap_or_default();
        if known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag) {
            return ([(header::ETAG, etag)], StatusCode::NOT_MODIFIED).into_response();
        }
        let mut response = Response::new(Body::from(self.body));
        *response.headers_mut() = self.headers;
        response
    }
}

fn etag(key: &str, mark: &str) -> Result<HeaderValue, Fault> {
    let mut hasher = DefaultHasher::new();
    (key, mark).hash(&mut hasher);
    HeaderValue::from_str(&format!("\"{:016x}\"", hasher.finish())).map_err(|_| Fault::ours())
}
