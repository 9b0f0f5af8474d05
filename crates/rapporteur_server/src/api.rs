//! The API: records and views as JSON, decisions, reading, news.

mod ask;
mod docs;
mod query;
mod read;
mod write;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use rapporteur_ledger::{Cursor, Ledger, Page, PageOf};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::OpenApi as _;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{self, Content, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::Desk;
use crate::fault::{Fault, Problem};

/// What the document says besides the handlers.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Rapporteur",
        description = "Records of official diplomatic texts: who met whom, what each side asked, promised, welcomed or refused, pinned to the exact words. Answers carry ETags; faults are RFC 9457 problems. Lists give rows, and next where there are more: ask again with after set to it."
    ),
    components(schemas(Problem))
)]
struct Described;

fn asked() -> OpenApiRouter<Arc<Desk>> {
    OpenApiRouter::new()
        .routes(routes!(ask::documents))
        .routes(routes!(ask::document))
        .routes(routes!(ask::record))
        .routes(routes!(ask::acts))
        .routes(routes!(ask::act))
        .routes(routes!(ask::events))
        .routes(routes!(ask::meetings))
        .routes(routes!(ask::meeting))
        .routes(routes!(ask::actors))
        .routes(routes!(ask::actor))
        .routes(routes!(ask::positions))
        .routes(routes!(ask::months))
        .routes(routes!(ask::issues))
        .routes(routes!(ask::matrix))
        .routes(routes!(ask::stances))
        .routes(routes!(ask::drift))
        .routes(routes!(ask::items))
        .routes(routes!(ask::item))
        .routes(routes!(ask::search))
        .routes(routes!(ask::facets))
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
        .routes(routes!(write::news))
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
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Window {
    /// The most rows; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// The place to go on after: what next was in the answer before.
    #[param(pattern = r"^-?[0-9]{1,18}\.-?[0-9]{1,18}$")]
    after: Option<String>,
}

impl Window {
    fn page(&self) -> Result<Page, Fault> {
        let limit = self.limit.unwrap_or(50);
        if !(1..=200).contains(&limit) {
            return Err(Fault::invalid("limit is from 1 to 200"));
        }
        let unread = |text: &String| Fault::invalid(format!("{text:?} is no place in a list; take one from `next`"));
        let after = self.after.as_ref().map(|text| Cursor::parse(text).ok_or_else(|| unread(text))).transpose()?;
        Ok(Page { limit, after })
    }
}

/// Answers a question from the ledger.
pub(crate) async fn tell<T: Send + 'static>(
    desk: &Arc<Desk>,
    question: impl FnOnce(&Ledger) -> Result<T, Fault> + Send + 'static,
) -> Answer<T> {
    desk.ask(question).await.map(Json)
}

/// Answers with the rows of a list that the window shows.
pub(crate) async fn list<T: Send + 'static>(
    desk: &Arc<Desk>,
    window: &Window,
    question: impl FnOnce(&Ledger, Page) -> Result<PageOf<T>, Fault> + Send + 'static,
) -> Answer<PageOf<T>> {
    let page = window.page()?;
    tell(desk, move |ledger| question(ledger, page)).await
}

/// What every question may be answered besides what was asked for.
pub(crate) struct Faults;

impl utoipa::IntoResponses for Faults {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let unchanged = ResponseBuilder::new().description("Unchanged since the ETag given").build();
        BTreeMap::from([("304".to_owned(), unchanged.into()), Refusal::response()])
    }
}

/// What every request may be refused with.
pub(crate) struct Refusal;

impl Refusal {
    fn response() -> (String, RefOr<openapi::Response>) {
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        let refused = ResponseBuilder::new().description("What is wrong, and the remedy");
        ("4XX".to_owned(), refused.content("application/problem+json", problem).build().into())
    }
}

impl utoipa::IntoResponses for Refusal {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        BTreeMap::from([Self::response()])
    }
}

/// An answer of a handler that may fail.
pub(crate) type Answer<T> = Result<Json<T>, Fault>;

/// Bytes of lines, one JSON text each.
pub(crate) fn lines(body: axum::body::Body) -> Response {
    ([(axum::http::header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}
