//! The style sheet, the script and the mark, under names that change with their content.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::desk::{Desk, hex};

const STYLE: &str = include_str!("../assets/desk.css");
const SCRIPT: &str = include_str!("../assets/desk.js");
const MARK: &str = include_str!("../assets/mark.svg");

struct Asset {
    name: String,
    media_type: &'static str,
    body: &'static str,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        ("desk", "css", "text/css; charset=utf-8", STYLE),
        ("desk", "js", "text/javascript; charset=utf-8", SCRIPT),
        ("mark", "svg", "image/svg+xml", MARK),
    ]
    .map(|(stem, ending, media_type, body)| {
        let hash = hex(&Sha256::digest(body.as_bytes())[..5]);
        Asset { name: format!("{stem}.{hash}.{ending}"), media_type, body }
    })
});

pub(crate) fn style() -> String {
    format!("/assets/{}", ASSETS[0].name)
}

pub(crate) fn script() -> String {
    format!("/assets/{}", ASSETS[1].name)
}

pub(crate) fn mark() -> String {
    format!("/assets/{}", ASSETS[2].name)
}

pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/assets/{name}", get(asset))
}

async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => (
            [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")],
            asset.body,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
