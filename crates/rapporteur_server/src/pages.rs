//! The pages, and what they have in common.

mod act;
mod actor;
mod admin;
mod briefing;
mod compare;
mod document;
mod follow;
mod home;
mod issue;
mod login;
mod marked;
mod matrix;
mod meeting;
mod pair;
mod parts;
mod review;
mod search;
mod upload;
mod world;

pub(crate) use review::tell;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{DOCTYPE, Markup, html};
use rapporteur_ledger::Ledger;

use self::parts::{actor_href, proof};
use crate::accounts::Role;
use crate::assets;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::{By, Visitor};

/// A page that hangs on the ledger alone: remembered until that changes.
pub(crate) fn read_routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(home::page))
        .route("/documents", get(document::list))
        .route("/documents/{id}", get(document::page))
        .route("/documents/{id}/source", get(document::source))
        .route("/acts/{id}", get(act::page))
        .route("/search", get(search::page))
        .route("/meetings", get(meeting::list))
        .route("/meetings/{id}", get(meeting::page))
        .route("/compare", get(compare::page))
        .route("/actors", get(actor::list))
        .route("/actors/{*name}", get(actor::page))
        .route("/pair", get(pair::page))
        .route("/issues", get(issue::list))
        .route("/issues/{id}", get(issue::page))
        .route("/issues/{id}/drift", get(issue::drift))
        .route("/follow-up", get(follow::board))
        .route("/threads/{act}", get(follow::thread))
        .route("/briefing", get(briefing::page))
        .route("/review", get(review::page))
}

/// Forms, and pages that hang on more than the ledger.
pub(crate) fn write_routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/review/{act}", post(review::decide))
        .route("/review-undo", post(review::undo))
        .route("/acts/{id}", post(act::correct))
        .route("/threads/{act}", post(follow::set_status))
        .route("/upload", get(upload::page).post(upload::take))
        .route("/admin", get(admin::page))
        .route("/admin/world", get(world::page).post(world::take))
        .route("/admin/accounts", post(admin::account))
        .route("/admin/accounts/remove", post(admin::remove))
        .route("/admin/tokens", post(admin::token))
        .route("/admin/tokens/revoke", post(admin::revoke))
        .route("/login", get(login::page).post(login::enter))
        .route("/logout", post(login::leave))
        .route("/healthz", get(|| async { "ok" }))
}

/// There is nothing at this address.
pub(crate) async fn not_found(uri: Uri) -> Fault {
    Fault::not_found(format!("there is nothing at {}", uri.path()))
}

/// A fault as a page.
pub(crate) fn fault(desk: &Desk, fault: &Fault) -> Response {
    let title = fault.status.canonical_reason().unwrap_or("Problem");
    let body = html! {
        p.lead { (fault.detail) }
        @if !fault.choices.is_empty() {
            p { "Did you mean:" }
            ul { @for choice in &fault.choices { li { a href=(actor_href(choice)) { (choice) } } } }
        }
        p { a href="/" { "To the first page" } }
    };
    (fault.status, layout(desk, None, title, "", &body)).into_response()
}

/// A visitor who asks for a page.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) desk: Arc<Desk>,
    pub(crate) visitor: Visitor,
}

impl FromRequestParts<Arc<Desk>> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Fault> {
        Ok(Self { desk: Arc::clone(desk), visitor: Visitor::from_request_parts(parts, desk).await? })
    }
}

impl Asked {
    /// Makes a page from the ledger, on a thread that may wait: its title, and what stands below it.
    async fn page(
        self,
        here: &'static str,
        make: impl FnOnce(&Self, &Ledger) -> Result<(String, Markup), Fault> + Send + 'static,
    ) -> Result<Markup, Fault> {
        let desk = Arc::clone(&self.desk);
        desk.ask(move |ledger| {
            let (title, body) = make(&self, ledger)?;
            Ok(self.show(&title, here, &body))
        })
        .await
    }

    /// A page of what is known already.
    fn show(&self, title: &str, here: &str, body: &Markup) -> Markup {
        layout(&self.desk, Some(&self.visitor), title, here, body)
    }
}

/// The frame of every page.
pub(crate) fn layout(desk: &Desk, visitor: Option<&Visitor>, title: &str, here: &str, body: &Markup) -> Markup {
    const PLACES: [(&str, &str); 6] = [
        ("/documents", "Documents"),
        ("/meetings", "Meetings"),
        ("/actors", "Actors"),
        ("/issues", "Issues"),
        ("/follow-up", "Follow-up"),
        ("/briefing", "Briefing"),
    ];
    let current = |place: &str| (place == here).then_some("page");
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Rapporteur" }
                link rel="stylesheet" href=(assets::style());
                link rel="icon" type="image/svg+xml" href=(assets::mark());
                script type="module" src=(assets::script()) {}
            }
            body {
                a.skip href="#main" { "Skip to the text" }
                @if let Some(notice) = &desk.options.notice { aside.notice aria-label="Notice" { (notice) } }
                header.top {
                    a.brand href="/" aria-current=[current("/")] { "Rapporteur" }
                    @if let Some(visitor) = visitor {
                        nav aria-label="Main" {
                            @for (place, name) in PLACES { a href=(place) aria-current=[current(place)] { (name) } }
                            @if visitor.may(Role::Reviewer) {
                                a href="/review" aria-current=[current("/review")] { "Review" }
                                a href="/upload" aria-current=[current("/upload")] { "Add" }
                            }
                            @if visitor.may(Role::Admin) { a href="/admin" aria-current=[current("/admin")] { "Admin" } }
                        }
                        @if !matches!(here, "/" | "/search") {
                            form.quick role="search" aria-label="Everything" action="/search" {
                                label.hidden for="quick" { "Search" }
                                input #quick type="search" name="q" placeholder="Search  /" autocomplete="off";
                            }
                        }
                        @if visitor.by == By::Session {
                            form.who method="post" action="/logout" {
                                (proof(visitor))
                                span { (visitor.name) }
                                button { "Log out" }
                            }
                        }
                    }
                }
                main #main { h1 { (title) } (body) }
                footer {
                    p {
                        "Every line is pinned to the words that report it. "
                        a href="/api/v1/docs" { "API" }
                        " · Rapporteur " (rapporteur::VERSION) " · world " (desk.world.version())
                    }
                }
            }
        }
    }
}
