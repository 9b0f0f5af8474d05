//! Pages: what they show, lead to and change.

use super::*;

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
