//! What a request can fail with: one sentence for a person, and problem+json (RFC 9457) for a program.

use std::fmt::Display;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rapporteur_ledger::{LookupError, ReviewError, SearchError, StoreError};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request failed.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
    /// Names that would have been clear, where one was not.
    pub(crate) choices: Vec<String>,
    /// Where to go instead.
    pub(crate) location: Option<String>,
    /// Seconds to wait.
    pub(crate) retry_after: Option<u64>,
}

/// A problem as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status tells the kind.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The kind of problem.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong, and the remedy.
    detail: String,
}

impl Fault {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), choices: Vec::new(), location: None, retry_after: None }
    }

    /// The request's words do not fit.
    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    pub(crate) fn busy() -> Self {
        Self {
            retry_after: Some(2),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "too much is being written at once; try again in a moment")
        }
    }

    pub(crate) fn too_many(seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, format!("too many requests; wait {seconds} seconds"))
        }
    }

    pub(crate) fn log_in(next: &str) -> Self {
        let next = percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
        Self {
            location: Some(format!("/login?next={next}")),
            ..Self::new(StatusCode::UNAUTHORIZED, "log in, or send a token: Authorization: Bearer TOKEN")
        }
    }

    /// A fault of the program: nothing of it is told.
    pub(crate) fn ours() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the desk broke down on this request; nothing was changed by it")
    }

    /// The folder of tables cannot be read or written.
    pub(crate) fn overlay(error: &impl Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the folder of tables cannot be read or written: {error}"))
    }

    /// The ledger cannot be read or written.
    pub(crate) fn store(error: &impl Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the ledger failed: {error}"))
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ReadOnly => Self::new(StatusCode::CONFLICT, "the ledger's file cannot be written"),
            StoreError::Full => Self::new(StatusCode::INSUFFICIENT_STORAGE, error.to_string()),
            error => Self::store(&error),
        }
    }
}

impl From<LookupError> for Fault {
    fn from(error: LookupError) -> Self {
        match error {
            LookupError::NotFound { kind, name, .. } => Self::not_found(format!("no {kind} is called {name:?}")),
            LookupError::Ambiguous { kind, name, matches } => {
                Self { choices: matches, ..Self::new(StatusCode::CONFLICT, format!("{name:?} names several {kind}s")) }
            }
            LookupError::Store(error) => error.into(),
            other => Self::store(&other),
        }
    }
}

impl From<SearchError> for Fault {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Lookup(error) => error.into(),
            SearchError::Nothing => Self::invalid("give words to search for, or a filter"),
            error => Self::invalid(error.to_string()),
        }
    }
}

impl From<ReviewError> for Fault {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Lookup(error) => error.into(),
            ReviewError::NothingToUndo { .. } => Self::new(StatusCode::CONFLICT, error.to_string()),
            error => Self::invalid(error.to_string()),
        }
    }
}

impl From<crate::accounts::AccountsError> for Fault {
    fn from(error: crate::accounts::AccountsError) -> Self {
        use crate::accounts::AccountsError as E;
        match error {
            E::Taken { .. } | E::LastAdmin => Self::new(StatusCode::CONFLICT, error.to_string()),
            E::Name { .. } | E::Weak { .. } | E::Role { .. } | E::Scope { .. } => Self::invalid(error.to_string()),
            E::Missing { .. } => Self::not_found(error.to_string()),
            _ => Self::ours(),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut detail = self.detail.clone();
        if !self.choices.is_empty() {
            detail = format!("{detail}: {}", self.choices.join(", "));
        }
        let problem = Problem {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: self.status.as_u16(),
            detail,
        };
        let mut response = (self.status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // pages are dressed as HTML on the way out
        response.extensions_mut().insert(self);
        response
    }
}
