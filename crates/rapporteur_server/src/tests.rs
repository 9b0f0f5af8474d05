//! The whole desk, asked as a browser and a program ask it.

mod api;
mod pages;
mod security;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use rapporteur::Reader;
use rapporteur_ledger::{Access, Ledger, Timestamp};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::desk::Desk;
use crate::{Accounts, DEMO_NOW, Demo, Options, Role, ServeError, router};

const PASSWORD: &str = "correct horse battery";

/// A text whose reading takes little time and gives two acts.
const TEXT: &str = "Readout\n\nOn 4 May 2017 the Foreign Minister of France urged Germany to sign the agreement. \
    She welcomed the <script>alert(1)</script> visit of the Chancellor.\n";

fn options(folder: &std::path::Path) -> Options {
    Options {
        ledger: folder.join("a.ledger"),
        listen: (Ipv4Addr::LOCALHOST, 8787).into(),
        requires_login: false,
        overlay: None,
        max_upload: 1 << 16,
        reader: Reader::embedded(),
        clock: Arc::new(|| Timestamp::parse(DEMO_NOW).unwrap()),
        notice: None,
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

struct Client {
    app: Router,
    headers: Vec<(&'static str, String)>,
}

impl Client {
    fn new(options: Options) -> Self {
        Self { app: router(Desk::open(options).unwrap()), headers: Vec::new() }
    }

    async fn send(&self, method: Method, uri: &str, kind: &str, body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(uri).header("host", "localhost:8787");
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = self.app.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&self, uri: &str) -> Answer {
        self.send(Method::GET, uri, "", "").await
    }

    async fn form(&self, uri: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.send(Method::POST, uri, "application/x-www-form-urlencoded", &body).await
    }

    async fn add(&self, name: &str, text: &str) -> Answer {
        self.send(Method::POST, &format!("/api/v1/documents?name={name}"), "text/plain", text).await
    }

    /// The proof that the forms of this visitor bear.
    async fn csrf(&self, page: &str) -> String {
        let page = self.get(page).await.body;
        let at = page.find("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("no form: {page}")) + 19;
        page[at..at + 32].to_owned()
    }

    async fn log_in(&mut self, name: &str) {
        let answer = self.form("/login", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.header(header::SET_COOKIE).to_owned();
        assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
        self.headers = vec![("cookie", cookie.split(';').next().unwrap().to_owned())];
    }
}

fn run<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

/// The demonstration is read once for all tests, which only look at it.
static DEMO: LazyLock<Demo> = LazyLock::new(|| Demo::new().unwrap());

fn demo() -> Client {
    let options = Options { ledger: DEMO.ledger(), reader: DEMO.reader, ..options(&std::env::temp_dir()) };
    Client::new(options)
}

/// Ways to pages of this desk that a page leads to.
fn hrefs(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|h| h.starts_with('/'))
        .map(|h| h.split('#').next().unwrap_or_default().replace("&amp;", "&"))
        .collect()
}
