//! What every request passes on its way in and every answer on its way out.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::accounts::Role;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::limits::{ASK, WRITE};
use crate::pages;
use crate::visitor::{By, Visitor};

/// The session's cookie.
pub(crate) const COOKIE: &str = "rapporteur_session";

/// No script but ours, no style but ours, nothing from elsewhere, in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Says who asks, and refuses whoever may not ask here.
pub(crate) async fn admit(State(desk): State<Arc<Desk>>, mut request: Request, next: Next) -> Response {
    let address = address_of(&request);
    let (method, uri, headers) = (request.method().clone(), request.uri().clone(), request.headers().clone());
    match admitted(&desk, address, &method, &uri, &headers) {
        Ok(visitor) => {
            let writer = visitor.as_ref().filter(|_| !is_reading(&method)).map(|visitor| visitor.secret.clone());
            if let Some(visitor) = visitor {
                request.extensions_mut().insert(visitor);
            }
            let response = next.run(request).await;
            if let Some(writer) = writer {
                desk.cache.wrote(&writer);
            }
            response
        }
        Err(fault) => fault.into_response(),
    }
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn admitted(
    desk: &Desk,
    address: IpAddr,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Option<Visitor>, Fault> {
    let writes = !is_reading(method);
    is_for_us(desk, headers)?;
    if writes {
        is_from_us(headers)?;
    }
    if desk.requires_login {
        desk.limits.take(ASK, &address.to_string())?;
    }
    let visitor = visitor(desk, headers)?;
    let is_open = matches!(uri.path(), "/login" | "/healthz") || uri.path().starts_with("/assets/");
    let Some(visitor) = visitor else {
        return if is_open { Ok(None) } else { Err(Fault::log_in(&next_of(method, uri))) };
    };
    if writes {
        desk.limits.take(WRITE, &visitor.name)?;
        // a cookie comes along by itself: the API asks for more
        let is_api = uri.path().starts_with("/api/");
        if is_api && visitor.by == By::Session {
            visitor.check(headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).unwrap_or_default())?;
        }
    }
    Ok(Some(visitor))
}

/// Where to go on after logging in: only pages can be gone back to.
fn next_of(method: &Method, uri: &Uri) -> String {
    if method == Method::GET { uri.path_and_query().map_or("/", |p| p.as_str()).to_owned() } else { "/".to_owned() }
}

pub(crate) fn address_of(request: &Request) -> IpAddr {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip())
}

/// Refuses a request for another host: a page elsewhere may have had its name lead here.
fn is_for_us(desk: &Desk, headers: &HeaderMap) -> Result<(), Fault> {
    if desk.requires_login {
        return Ok(());
    }
    let Some(host) = headers.get(header::HOST).and_then(|h| h.to_str().ok()) else { return Ok(()) };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let is_ours =
        name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if is_ours {
        Ok(())
    } else {
        Err(Fault::new(StatusCode::MISDIRECTED_REQUEST, "this desk answers to localhost only"))
    }
}

/// Refuses what another site's page sends.
fn is_from_us(headers: &HeaderMap) -> Result<(), Fault> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let is_cross = matches!(text("sec-fetch-site"), Some("cross-site" | "same-site"));
    let is_other = text("origin").is_some_and(|origin| {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        text("host") != Some(host)
    });
    if is_cross || is_other { Err(Fault::forbidden("another site's page sent this")) } else { Ok(()) }
}

fn visitor(desk: &Desk, headers: &HeaderMap) -> Result<Option<Visitor>, Fault> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    if let Some(token) = bearer.and_then(|b| b.strip_prefix("Bearer ")) {
        let found = desk.accounts.token(token.trim())?;
        let (name, role) =
            found.ok_or_else(|| Fault::new(StatusCode::UNAUTHORIZED, "the token is not valid; make another one"))?;
        return Ok(Some(Visitor { name, role, secret: token.to_owned(), by: By::Token }));
    }
    if !desk.requires_login {
        let (name, role, secret) = ("desk".to_owned(), Role::Admin, desk.secret.clone());
        return Ok(Some(Visitor { name, role, secret, by: By::Machine }));
    }
    let Some(secret) = session_of(headers) else { return Ok(None) };
    let found = desk.accounts.session(&secret, desk.now())?;
    Ok(found.map(|(name, role)| Visitor { name, role, secret, by: By::Session }))
}

/// The session's secret, as the cookie has it.
pub(crate) fn session_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let mut ours = cookies.filter_map(|c| c.trim().strip_prefix(COOKIE)?.strip_prefix('=').map(str::to_owned));
    ours.next()
}

/// Sets the headers that every answer has, and makes faults of pages readable.
pub(crate) async fn dress(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let started = std::time::Instant::now();
    let mut response = next.run(request).await;
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        response = match &fault.location {
            Some(location) if !is_api => Redirect::to(location).into_response(),
            _ if is_api => response,
            _ => pages::fault(&desk, &fault),
        };
    }
    let headers = response.headers_mut();
    let set = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in set {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    let took = format!("desk;dur={:.1}", started.elapsed().as_secs_f64() * 1000.0);
    if let Ok(took) = HeaderValue::from_str(&took) {
        headers.insert(HeaderName::from_static("server-timing"), took);
    }
    response
}
