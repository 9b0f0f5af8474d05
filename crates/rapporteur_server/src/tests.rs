//! The whole desk, asked as a browser and a program ask it.

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

#[test]
fn every_page_that_links_lead_to_is_there_small_and_without_inline_script() {
    run(async {
        let client = demo();
        let (mut todo, mut seen) = (vec!["/".to_owned()], std::collections::BTreeSet::new());
        while let Some(uri) = todo.pop() {
            if !seen.insert(uri.clone()) {
                continue;
            }
            let answer = client.get(&uri).await;
            // several actors may have the name that a document uses: the page then offers them
            let is_there = matches!(answer.status, StatusCode::OK | StatusCode::CONFLICT);
            assert!(is_there, "{uri}: {} {}", answer.status, answer.body);
            assert!(answer.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"), "{uri}");
            if answer.header(header::CONTENT_TYPE).starts_with("text/html") {
                assert!(answer.body.len() < 150_000, "{uri}: {} bytes", answer.body.len());
                assert!(!answer.body.contains(" style=") && !answer.body.contains("<style"), "{uri}");
                assert_eq!(answer.body.matches("<script").count(), 1, "{uri}");
                todo.extend(hrefs(&answer.body));
            }
        }
        assert!(seen.len() > 150, "{}", seen.len());
    });
}

#[test]
fn the_demonstration_is_alive() {
    run(async {
        let client = demo();
        let pair = client.get("/pair?one=XNL&other=XSD").await.body;
        assert!(pair.contains("<svg") && pair.contains("The same as a table"));
        let item = client.get("/api/v1/items?actor=XNL&status=fulfilled").await.json();
        let request = item["rows"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["act"]["content"].as_str().unwrap().contains("centre"))
            .unwrap();
        let thread = client.get(&format!("/api/v1/items/{}", request["act"]["id"].as_str().unwrap())).await.json();
        assert!(thread["steps"].as_array().unwrap().len() >= 4, "{thread}");
        let met = client.get("/api/v1/meetings?with=XNL&and=XSD").await.json();
        assert!(met["rows"].as_array().unwrap().iter().any(|m| m["reports"].as_array().unwrap().len() == 2), "{met}");
    });
}

#[test]
fn a_text_cannot_bring_markup() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let client = Client::new(options(folder.path()));
        let added = client.add("%3Cb%3E.md", TEXT).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        let id = added.json()["id"].as_str().unwrap().to_owned();
        let acts = client.get("/api/v1/acts").await.json();
        let act = acts["rows"][0]["id"].as_str().unwrap().to_owned();
        for page in [
            format!("/documents/{id}"),
            format!("/documents/{id}/source"),
            format!("/acts/{act}"),
            "/documents".to_owned(),
            "/search?q=%3Cscript%3E".to_owned(),
            "/search?q=welcomed".to_owned(),
            "/actors/%3Cscript%3E".to_owned(),
        ] {
            let body = client.get(&page).await.body;
            assert_eq!(body.matches("<script").count(), 1, "{page}: {body}");
            assert!(!body.contains("<b>.md"), "{page}");
        }
    });
}

#[test]
fn reading_keeps_nothing_and_lines_are_answered_by_lines() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let client = Client::new(options(folder.path()));
        let record = client.send(Method::POST, "/api/v1/read?name=x.md", "text/plain", TEXT).await.json();
        assert_eq!(record["schema"], "rapporteur.record/1");
        assert_eq!(record["acts"][0]["type"], "appeal");
        let texts = format!("{}\nnonsense\n", json!({"name": "a.txt", "text": TEXT}));
        let answer = client.send(Method::POST, "/api/v1/read", "application/x-ndjson", &texts).await;
        let lines: Vec<Value> = answer.body.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines[0]["document"]["source"], "a.txt");
        assert_eq!(lines[1]["line"], 2);
        assert_eq!(client.get("/api/v1/counts").await.json()["n_documents"], 0);
    });
}

#[test]
fn decisions_are_kept_logged_and_taken_back() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let client = Client::new(options(folder.path()));
        client.add("a.md", TEXT).await;
        let csrf = client.csrf("/review").await;
        let acts = client.get("/api/v1/acts").await.json();
        let act = acts["rows"][0]["id"].as_str().unwrap().to_owned();
        let before = client.get("/api/v1/counts").await;
        let answer = client
            .form(&format!("/review/{act}"), &[("csrf", &csrf), ("verdict", "accept"), ("back", "/review?")])
            .await;
        assert_eq!(answer.header(header::LOCATION), "/review?done=accept");
        let after = client.get("/api/v1/counts").await;
        assert_eq!(before.json()["n_undecided"].as_i64().unwrap() - 1, after.json()["n_undecided"].as_i64().unwrap());
        assert_ne!(before.header(header::ETAG), after.header(header::ETAG));
        let fields = json!({"verdict": "correct", "fields": {"act_type": "request", "recipient": ["France"]}});
        let answer = client
            .send(Method::POST, &format!("/api/v1/acts/{act}/review"), "application/json", &fields.to_string())
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let now = client.get(&format!("/api/v1/acts/{act}")).await.json();
        assert_eq!((&now["act"]["type"], &now["act"]["confidence"]), (&json!("request"), &json!(1000)));
        client.form("/review-undo", &[("csrf", &csrf)]).await;
        assert_eq!(client.get(&format!("/api/v1/acts/{act}")).await.json()["act"]["type"], acts["rows"][0]["type"]);
        let log = client.get("/admin").await.body;
        assert!(log.contains("decide") && log.contains("upload/a.md"), "{log}");
        let ledger = Ledger::open(&folder.path().join("a.ledger"), Access::Read).unwrap();
        assert!(ledger.verify(None).unwrap().is_clean());
    });
}

#[test]
fn listeners_hear_how_far_an_ingest_is() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let client = Client::new(options(folder.path()));
        let request = Request::builder().uri("/api/v1/news").header("host", "localhost:8787").body(Body::empty());
        let mut news = client.app.clone().oneshot(request.unwrap()).await.unwrap().into_body();
        assert_eq!(client.add("a.md", TEXT).await.status, StatusCode::CREATED);
        let heard = news.frame().await.unwrap().unwrap().into_data().unwrap();
        let heard = String::from_utf8_lossy(&heard).into_owned();
        assert!(heard.starts_with("event: ingest\ndata: {") && heard.contains("\"n_all\":1"), "{heard}");
    });
}

#[test]
fn whoever_wrote_sees_it_at_once_and_others_soon() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { requires_login: true, ..options(folder.path()) };
        let accounts = Accounts::open(&Accounts::beside(&options.ledger)).unwrap();
        for name in ["ada", "bo"] {
            accounts.set(name, Role::Admin, PASSWORD, Timestamp(0)).unwrap();
        }
        let app = router(Desk::open(options).unwrap());
        let (mut ada, mut bo) = (Client { app: app.clone(), headers: Vec::new() }, Client { app, headers: Vec::new() });
        ada.log_in("ada").await;
        bo.log_in("bo").await;
        let count = async |client: &Client| client.get("/api/v1/counts").await.json()["n_documents"].as_i64().unwrap();
        assert_eq!((count(&ada).await, count(&bo).await), (0, 0));
        let csrf = ada.csrf("/").await;
        ada.headers.push(("x-csrf-token", csrf));
        assert_eq!(ada.add("a.md", TEXT).await.status, StatusCode::CREATED);
        assert_eq!(count(&ada).await, 1);
        let begun = std::time::Instant::now();
        while count(&bo).await == 0 {
            assert!(begun.elapsed().as_secs() < 5, "he never sees it");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    });
}

#[test]
fn a_correction_by_form_changes_what_differs_only() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let client = Client::new(options(folder.path()));
        client.add("a.md", TEXT).await;
        let csrf = client.csrf("/review").await;
        let act = client.get("/api/v1/acts?type=appeal").await.json()["rows"][0].clone();
        let text = |key: &str| act[key].as_str().unwrap_or_default().to_owned();
        let list =
            |key: &str| act[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect::<Vec<_>>().join("; ");
        let (actors, issues) = (list("actors"), list("issues"));
        let (content, day) = (text("content"), text("day"));
        let mut fields = vec![
            ("type", "request"),
            ("actor", &actors),
            ("recipient", "Germany"),
            ("content", &content),
            ("issues", &issues),
            ("date", &day),
            ("due", ""),
            ("polarity", "affirmed"),
            ("modality", "actual"),
            ("strength", "plain"),
            ("reason", "it asks"),
        ];
        let refused = client.form(&format!("/acts/{}", text("id")), &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        fields.push(("csrf", &csrf));
        let answer = client.form(&format!("/acts/{}", text("id")), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let now = client.get(&format!("/api/v1/acts/{}", text("id"))).await.json();
        assert_eq!(now["act"]["type"], "request");
        assert_eq!(now["act"]["actors"], act["actors"]);
    });
}

#[test]
fn forms_and_programs_of_other_sites_are_refused() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let mut client = Client::new(options(folder.path()));
        client.add("a.md", TEXT).await;
        let act = client.get("/api/v1/acts").await.json()["rows"][0]["id"].as_str().unwrap().to_owned();
        let posts = [
            format!("/review/{act}"),
            "/review-undo".to_owned(),
            format!("/acts/{act}"),
            format!("/threads/{act}"),
            "/admin/accounts".to_owned(),
            "/admin/world".to_owned(),
            "/admin/accounts/remove".to_owned(),
            "/admin/tokens".to_owned(),
            "/admin/tokens/revoke".to_owned(),
            "/logout".to_owned(),
        ];
        for post in posts {
            for csrf in ["", "0123456789abcdef0123456789abcdef"] {
                let answer = client.form(&post, &[("csrf", csrf), ("verdict", "accept")]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post}");
            }
        }
        let part = "--b\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\nA text.\r\n--b--\r\n";
        let answer = client.send(Method::POST, "/upload", "multipart/form-data; boundary=b", part).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        client.headers = vec![("origin", "https://evil.example".to_owned())];
        assert_eq!(client.add("b.md", TEXT).await.status, StatusCode::FORBIDDEN);
        client.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
        assert_eq!(client.add("b.md", TEXT).await.status, StatusCode::FORBIDDEN);
        client.headers.clear();
        let request = Request::builder().uri("/").header("host", "evil.example").body(Body::empty()).unwrap();
        let answer = client.app.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "another name that leads here is refused");
    });
}

#[test]
fn roles_do_what_is_theirs() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { requires_login: true, ..options(folder.path()) };
        assert!(matches!(Desk::open(options.clone()), Err(ServeError::NoAccounts { .. })));
        let accounts = Accounts::open(&Accounts::beside(&options.ledger)).unwrap();
        let at = Timestamp::parse(DEMO_NOW).unwrap();
        for role in Role::ALL {
            accounts.set(role.as_str(), role, PASSWORD, at).unwrap();
        }
        let mut client = Client::new(options);
        assert_eq!(client.get("/documents?q=x").await.header(header::LOCATION), "/login?next=%2Fdocuments%3Fq%3Dx");
        assert_eq!(client.get("/api/v1/documents").await.status, StatusCode::UNAUTHORIZED);
        for (role, may) in
            [("reader", [200, 403, 403, 403]), ("reviewer", [200, 200, 200, 403]), ("admin", [200, 200, 200, 200])]
        {
            client.headers.clear();
            client.log_in(role).await;
            for (page, status) in ["/", "/review", "/upload", "/admin"].into_iter().zip(may) {
                assert_eq!(client.get(page).await.status.as_u16(), status, "{role} {page}");
            }
            let answer = client.add("a.md", TEXT).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "the API asks a session for its proof: {}", answer.body);
            let csrf = client.csrf("/").await;
            client.headers.push(("x-csrf-token", csrf.clone()));
            let answer = client.add(&format!("{role}.md"), TEXT).await;
            assert_eq!(answer.status == StatusCode::FORBIDDEN, role == "reader", "{role}: {}", answer.body);
            if role == "admin" {
                let page = client
                    .form(
                        "/admin/tokens",
                        &[("csrf", &csrf), ("name", "admin"), ("scope", "reader"), ("label", "a\r\nb")],
                    )
                    .await
                    .body;
                let token = &page[page.find("rpt_").unwrap()..][..68];
                client.headers = vec![("authorization", format!("Bearer {token}"))];
                assert_eq!(client.get("/api/v1/documents").await.status, StatusCode::OK);
                assert_eq!(
                    client.add("t.md", "Another text.\n").await.status,
                    StatusCode::FORBIDDEN,
                    "the token's scope"
                );
            } else {
                client.form("/logout", &[("csrf", &csrf)]).await;
                assert_eq!(client.get("/").await.status, StatusCode::SEE_OTHER, "the session is over");
            }
        }
    });
}

#[test]
fn passwords_cannot_be_tried_without_end() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { requires_login: true, ..options(folder.path()) };
        let accounts = Accounts::open(&Accounts::beside(&options.ledger)).unwrap();
        accounts.set("ada", Role::Admin, PASSWORD, Timestamp(0)).unwrap();
        let client = Client::new(options);
        let mut last = StatusCode::OK;
        for _ in 0..11 {
            last = client.form("/login", &[("name", "ada"), ("password", "wrong wrong wrong")]).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn paths_and_headers_cannot_be_abused() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        let client = Client::new(options(folder.path()));
        for uri in [
            "/assets/..%2f..%2fsecret.txt",
            "/assets/../secret.txt",
            "/documents/..%2Fsecret.txt",
            "/documents/..%2Fsecret.txt/source",
            "/actors/../../secret.txt",
            "/api/v1/documents/..%2Fsecret.txt",
            "/documents/%00",
            "/threads/%ff",
        ] {
            let answer = client.get(uri).await;
            assert!(answer.status.is_client_error(), "{uri}: {}", answer.status);
            assert!(!answer.body.contains("secret\n") && answer.body != "secret", "{uri}");
        }
        let answer = client.get("/login?next=%2F%2Fevil.example%0d%0aSet-Cookie:%20a=b").await;
        assert!(answer.body.contains("name=\"next\" value=\"/\""), "{}", answer.body);
        assert!(answer.headers.get(header::SET_COOKIE).is_none());
        client.add("..%2F..%2Fx%0d%0aA:b.md", TEXT).await;
        let sources = client.get("/api/v1/documents").await.json();
        assert_eq!(sources["rows"][0]["source"], "upload/x__A_b.md");
    });
}

#[test]
fn the_api_tells_problems_and_answers_unchanged() {
    run(async {
        let client = demo();
        for (uri, status) in [
            ("/api/v1/acts/nothing", 404),
            ("/api/v1/acts?type=dance", 422),
            ("/api/v1/search", 422),
            ("/api/v1/search?q=%22", 422),
            ("/api/v1/documents?limit=0", 422),
            ("/api/v1/documents?after=here", 422),
            ("/api/v1/nothing", 404),
            ("/api/v1/items?since=soon", 422),
            ("/api/v1/compare", 422),
        ] {
            let answer = client.get(uri).await;
            assert_eq!(answer.status.as_u16(), status, "{uri}: {}", answer.body);
            assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{uri}");
            assert_eq!(answer.json()["status"], status);
        }
        let first = client.get("/api/v1/documents?limit=3").await;
        let next = first.json()["next"].as_str().unwrap().to_owned();
        let second = client.get(&format!("/api/v1/documents?limit=3&after={next}")).await.json();
        assert_eq!(first.json()["rows"].as_array().unwrap().len(), 3);
        assert_ne!(first.json()["rows"][0], second["rows"][0]);
        let mut again = demo();
        again.headers =
            vec![("if-none-match", client.get("/api/v1/documents?limit=3").await.header(header::ETAG).to_owned())];
        assert_eq!(client.get("/api/v1/documents?limit=3").await.headers[header::ETAG], first.headers[header::ETAG]);
        let unchanged =
            Client { app: client.app.clone(), headers: vec![("if-none-match", first.header(header::ETAG).to_owned())] };
        assert_eq!(unchanged.get("/api/v1/documents?limit=3").await.status, StatusCode::NOT_MODIFIED);
        let document = client.get("/api/v1/openapi.json").await.json();
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().unwrap();
        assert!(paths.len() > 20 && paths.contains_key("/api/v1/documents/{id}/record"), "{:?}", paths.keys());
    });
}

#[test]
fn an_admin_lays_facts_over_the_world() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let tables = folder.path().join("tables");
        std::fs::create_dir(&tables).unwrap();
        let client = Client::new(Options { overlay: Some(tables.clone()), ..options(folder.path()) });
        let csrf = client.csrf("/admin/world").await;
        let text = "- entity: kb:country/XNL\n  kind: country\n  name: Norland\n  country: XNL\n";
        let send = async |what: &str, name: &str, text: &str| {
            let fields = [("csrf", csrf.as_str()), ("what", what), ("name", name), ("text", text)];
            client.form("/admin/world", &fields).await
        };
        let bad = send("keep", "norland.yaml", "- entity: kb:country/XNL\n  kind: dance\n").await;
        assert!(bad.body.contains("nothing was kept") && bad.body.contains("norland.yaml:"), "{}", bad.body);
        assert!(!bad.body.contains(&std::env::temp_dir().display().to_string()), "{}", bad.body);
        for name in ["../x.yaml", "x.txt", ".yaml", "a/b.yaml", "x\r\ny.yaml"] {
            assert_eq!(send("keep", name, text).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
        }
        assert!(send("check", "norland.yaml", text).await.body.contains("Nothing is wrong"));
        assert_eq!(std::fs::read_dir(&tables).unwrap().count(), 0);
        assert!(send("keep", "norland.yaml", text).await.body.contains("from its next start"));
        assert_eq!(std::fs::read_to_string(tables.join("norland.yaml")).unwrap(), text);
        assert!(client.get("/admin").await.body.contains("overlay"));
        assert!(send("remove", "norland.yaml", "").await.body.contains("Taken away"));
        assert_eq!(std::fs::read_dir(&tables).unwrap().count(), 0);
    });
}

#[test]
fn many_who_ask_the_same_at_once_are_answered_alike() {
    run(async {
        let client = demo();
        let asked = (0..40).map(|_| {
            let app = client.app.clone();
            tokio::spawn(async move { Client { app, headers: Vec::new() }.get("/actors/XSD").await.body })
        });
        let mut bodies = Vec::new();
        for one in asked.collect::<Vec<_>>() {
            bodies.push(one.await.unwrap());
        }
        assert!(bodies[0].contains("Positions by issue") && bodies.iter().all(|body| *body == bodies[0]));
    });
}

#[test]
fn what_is_too_large_or_no_text_is_refused() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let client = Client::new(options(folder.path()));
        let large = client.add("a.md", &"x ".repeat(200_000)).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", large.body);
        let binary = client.add("a.md", "\u{0}\u{1}\u{2}\u{0}\u{0}").await;
        assert_eq!(binary.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", binary.body);
        assert_eq!(client.get("/api/v1/counts").await.json()["n_documents"], 0);
    });
}

#[test]
fn the_desk_listens_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let open = Options { listen: SocketAddr::from(([0, 0, 0, 0], 0)), ..options(folder.path()) };
    let refused = crate::serve(open, |_| panic!("nobody may log in, and it listens")).unwrap_err();
    assert!(refused.to_string().contains("rapporteur account NAME --role admin"), "{refused}");
}
