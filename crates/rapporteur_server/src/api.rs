//! The API: records and views as JSON, decisions, reading, news.

mod ask;
mod docs;
mod read;
mod write;

use std::sync::{Arc, LazyLock};

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use rapporteur_ledger::{Page, PageOf};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::Desk;
use crate::fault::Fault;

/// What the document says besides the handlers.
#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "Rapporteur",
    description = "Records of official diplomatic texts: who met whom, what each side asked, promised, welcomed or refused, pinned to the exact words. Answers carry ETags; faults are RFC 9457 problems. Lists give `rows` and `has_more`; go on with `offset`."
))]
struct Described;

fn asked() -> OpenApiRouter<Arc<Desk>> {
    OpenApiRouter::new()
        .routes(routes!(ask::documents))
        .routes(routes!(ask::document))
        .routes(routes!(ask::record))
        .routes(routes!(ask::acts))
        .routes(routes!(ask::act))
        .routes(routes!(ask::meetings))
        .routes(routes!(ask::meeting))
        .routes(routes!(ask::actors))
        .routes(routes!(ask::actor))
        .routes(routes!(ask::issues))
        .routes(routes!(ask::stances))
        .routes(routes!(ask::drift))
        .routes(routes!(ask::items))
        .routes(routes!(ask::item))
        .routes(routes!(ask::search))
        .routes(routes!(ask::compare))
        .routes(routes!(ask::brief))
        .routes(routes!(ask::queue))
        .routes(routes!(ask::counts))
}

fn written() -> OpenApiRouter<Arc<Desk>> {
    OpenApiRouter::new()
        .routes(routes!(read::read))
        .routes(routes!(write::add))
        .routes(routes!(write::decide))
        .routes(routes!(write::undo))
        .routes(routes!(write::status))
        .routes(routes!(write::events))
}

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
    let mut all = OpenApiRouter::<Arc<Desk>>::with_openapi(Described::openapi())
        .nest("/api/v1", asked().merge(written()))
        .into_openapi();
    rapporteur::VERSION.clone_into(&mut all.info.version);
    let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    all.components.get_or_insert_default().add_security_scheme("token", token);
    all
});

/// Answers that hang on the ledger alone.
pub(crate) fn read_routes() -> Router<Arc<Desk>> {
    Router::new().nest("/api/v1", asked().split_for_parts().0)
}

/// All others.
pub(crate) fn write_routes() -> Router<Arc<Desk>> {
    Router::new()
        .nest("/api/v1", written().split_for_parts().0)
        .route("/api/v1/openapi.json", get(async || Json(DOCUMENT.clone())))
        .route("/api/v1/docs", get(docs::page))
}

/// A query; what does not fit it is told as a problem.
pub(crate) struct Ask<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Ask<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Fault> {
        let query = Query::<T>::try_from_uri(&parts.uri).map_err(|e| Fault::invalid(e.body_text()))?;
        Ok(Self(query.0))
    }
}

/// The one name in a path.
pub(crate) struct Name(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        path.map(|p| Self(p.0)).map_err(|e| Fault::not_found(e.body_text()))
    }
}

/// A JSON body; what does not fit it is told as a problem.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> axum::extract::FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Fault> {
        let Json(body) =
            Json::<T>::from_request(request, state).await.map_err(|e| Fault::new(e.status(), e.body_text()))?;
        Ok(Self(body))
    }
}

/// The window of a list.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Window {
    /// The most rows; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// Rows passed over.
    #[param(minimum = 0, maximum = 5000)]
    offset: Option<usize>,
}

impl Window {
    pub(crate) fn page(self) -> Result<Page, Fault> {
        let (limit, offset) = (self.limit.unwrap_or(50), self.offset.unwrap_or(0));
        if !(1..=200).contains(&limit) || offset > 5_000 {
            return Err(Fault::invalid("limit is from 1 to 200, offset from 0 to 5000"));
        }
        Ok(Page { limit: limit + offset })
    }

    pub(crate) fn cut<T>(self, mut page: PageOf<T>) -> Json<PageOf<T>> {
        page.rows.drain(..self.offset.unwrap_or(0).min(page.rows.len()));
        Json(page)
    }
}

/// An answer of a handler that may fail.
pub(crate) type Answer<T> = Result<Json<T>, Fault>;

/// Bytes of lines, one JSON text each.
pub(crate) fn lines(body: axum::body::Body) -> Response {
    ([(axum::http::header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}
