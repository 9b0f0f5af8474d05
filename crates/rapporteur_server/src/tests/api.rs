//! The API: records, decisions, problems, news.

use super::*;

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
