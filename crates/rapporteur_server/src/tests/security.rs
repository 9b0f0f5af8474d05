//! Who may do what, and what a stranger may not.

use super::*;

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
fn the_desk_listens_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let open = Options { listen: SocketAddr::from(([0, 0, 0, 0], 0)), ..options(folder.path()) };
    let refused = crate::serve(open, |_| panic!("nobody may log in, and it listens")).unwrap_err();
    assert!(refused.to_string().contains("rapporteur account NAME --role admin"), "{refused}");
}
