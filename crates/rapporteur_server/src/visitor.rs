//! Who asks, and the proof that a form is ours.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use rapporteur_ledger::{Reviewer, Timestamp};
use serde::de::DeserializeOwned;

use crate::accounts::{Role, csrf_of};
use crate::desk::hex;
use crate::fault::Fault;

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// The session's secret; the run's where nobody logs in.
    pub(crate) secret: String,
    /// How he proved himself.
    pub(crate) by: By,
}

/// How a visitor proved himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// He is at this machine, and nobody logs in here.
    Machine,
    /// By a session's cookie.
    Session,
    /// By an API token.
    Token,
}

impl Visitor {
    /// Refuses whoever may not.
    pub(crate) fn must(&self, role: Role) -> Result<(), Fault> {
        if self.role >= role {
            return Ok(());
        }
        let detail = format!("this takes the role {}; {} is a {}", role.as_str(), self.name, self.role.as_str());
        Err(Fault::forbidden(detail))
    }

    pub(crate) fn may(&self, role: Role) -> bool {
        self.role >= role
    }

    /// What a form must bring back.
    pub(crate) fn csrf(&self) -> String {
        csrf_of(&self.secret)
    }

    /// Refuses a form that is not ours.
    pub(crate) fn check(&self, token: &str) -> Result<(), Fault> {
        let ours = self.csrf();
        // of equal length, and compared to the end whatever differs
        let differs = ours.bytes().zip(token.bytes()).fold(0, |d, (a, b)| d | (a ^ b));
        if ours.len() == token.len() && differs == 0 {
            return Ok(());
        }
        Err(Fault::forbidden("the form is not of this session; go back, load the page again and send it anew"))
    }

    pub(crate) fn reviewer(&self, at: Timestamp, reason: Option<String>) -> Reviewer {
        Reviewer { who: self.name.clone(), at, reason: reason.filter(|r| !r.trim().is_empty()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Fault> {
        // `guard::admit` let him in
        parts.extensions.get::<Self>().cloned().ok_or_else(Fault::ours)
    }
}

/// A form of ours: it brought the session's proof.
pub(crate) struct Posted<T>(pub(crate) T);

#[derive(serde::Deserialize)]
struct Proof {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Posted<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let visitor = request.extensions().get::<Visitor>().cloned().ok_or_else(Fault::ours)?;
        let body = Bytes::from_request(request, state).await.map_err(|e| Fault::new(e.status(), e.body_text()))?;
        let proof: Proof = serde_urlencoded::from_bytes(&body).map_err(|e| Fault::invalid(e.to_string()))?;
        visitor.check(&proof.csrf)?;
        Ok(Self(serde_urlencoded::from_bytes(&body).map_err(|e| Fault::invalid(e.to_string()))?))
    }
}

/// A random secret of 256 bits.
///
/// # Panics
/// Where the system has no randomness to give.
pub(crate) fn secret() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    hex(&bytes)
}
