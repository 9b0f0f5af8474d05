//! The API.

use std::sync::Arc;

use axum::Router;

use crate::desk::Desk;

pub(crate) fn read_routes() -> Router<Arc<Desk>> {
    Router::new()
}

pub(crate) fn write_routes() -> Router<Arc<Desk>> {
    Router::new()
}
