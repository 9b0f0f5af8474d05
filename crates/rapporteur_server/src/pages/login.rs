//! Logging in and out.

use std::sync::Arc;

use axum::extract::FromRequest as _;
use axum::extract::{Form, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::layout;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::guard::{COOKIE, address_of, session_of};
use crate::limits::LOGIN;
use crate::visitor::{Posted, Visitor};

#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
    wrong: Option<String>,
}

pub(crate) async fn page(State(desk): State<Arc<Desk>>, Query(next): Query<Next>) -> Markup {
    let to = super::review::back_to(next.next.as_ref(), "/");
    let body = html! {
        @if next.wrong.is_some() { p.trouble role="alert" { "Name and password do not belong together." } }
        form.login method="post" action="/login" {
            input type="hidden" name="next" value=(to);
            label { span { "Name" } input type="text" name="name" autocomplete="username" required autofocus; }
            label { span { "Password" } input type="password" name="password" autocomplete="current-password" required; }
            button.first { "Log in" }
        }
    };
    layout(&desk, None, "Log in", "", &body)
}

#[derive(Debug, Deserialize)]
pub(crate) struct Credentials {
    name: String,
    password: String,
    next: Option<String>,
}

pub(crate) async fn enter(State(desk): State<Arc<Desk>>, request: Request) -> Result<Response, Fault> {
    let address = address_of(&request).to_string();
    let is_secure = !desk.options.listen.ip().is_loopback()
        || request.headers().get("x-forwarded-proto").is_some_and(|p| p == "https");
    let Form(credentials) =
        Form::<Credentials>::from_request(request, &()).await.map_err(|e| Fault::new(e.status(), e.body_text()))?;
    desk.limits.take(LOGIN, &address)?;
    desk.limits.take(LOGIN, &credentials.name)?;
    let own = Arc::clone(&desk);
    let to = super::review::back_to(credentials.next.as_ref(), "/");
    // hashing takes its time on purpose
    let begun = Desk::work(move || {
        let role = own.accounts.verify(&credentials.name, &credentials.password)?;
        Ok(role.map(|_| own.accounts.begin(&credentials.name, own.now())).transpose()?)
    })
    .await?;
    let Some(secret) = begun else {
        let next = super::parts::enc(&to);
        return Ok(Redirect::to(&format!("/login?wrong=1&next={next}")).into_response());
    };
    let secure = if is_secure { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200{secure}");
    let mut response = Redirect::to(&to).into_response();
    response.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_str(&cookie).map_err(|_| Fault::ours())?);
    Ok(response)
}

#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn leave(
    State(desk): State<Arc<Desk>>,
    _visitor: Visitor,
    headers: HeaderMap,
    Posted(Nothing {}): Posted<Nothing>,
) -> Result<Response, Fault> {
    if let Some(secret) = session_of(&headers) {
        desk.accounts.end(&secret)?;
    }
    let gone = HeaderValue::from_static("rapporteur_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    let mut response = Redirect::to("/login").into_response();
    response.headers_mut().insert(header::SET_COOKIE, gone);
    Ok(response)
}
