//! The API's page for people, made from its own description.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde_json::Value;

use super::DOCUMENT;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::pages::layout;
use crate::visitor::Visitor;

pub(crate) async fn page(State(desk): State<Arc<Desk>>, visitor: Visitor) -> Result<Markup, Fault> {
    let document = serde_json::to_value(&*DOCUMENT).map_err(|_| Fault::ours())?;
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let nothing = serde_json::Map::new();
    let paths = document["paths"].as_object().unwrap_or(&nothing);
    let body = html! {
        p.lead { (text(&document["info"], "description")) }
        p { a href="/api/v1/openapi.json" { "openapi.json" } " · a token goes into the header " code { "Authorization: Bearer TOKEN" } }
        @for (path, methods) in paths {
            @for (method, operation) in methods.as_object().unwrap_or(&nothing) {
                section {
                    h2 { code { (method.to_uppercase()) " " (path) } }
                    p { (text(operation, "summary")) " " (text(operation, "description")) }
                    @let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                    @if !parameters.is_empty() {
                        dl.facts {
                            @for parameter in &parameters {
                                div { dt { code { (text(parameter, "name")) } @if parameter["required"] == true { " *" } } dd { (text(parameter, "description")) } }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(layout(&desk, Some(&visitor), "API", "", &body))
}
