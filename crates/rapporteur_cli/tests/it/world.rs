//! Asking, checking and extending the world from the command line.

use crate::program::{Folder, run, sample};

#[test]
fn an_office_has_its_holder_of_the_day() {
    let found = run(["world", "who", "--role", "foreign-minister", "--country", "KHM", "--on", "2017-05-04"]);
    assert_eq!((found.code, found.stderr.as_str()), (0, ""));
    assert!(found.stdout.starts_with("Prak Sokhonn  Minister of Foreign Affairs"), "{}", found.stdout);
    let json = run(["world", "who", "--role=secretary-general", "--country=ASEAN", "--on=2017-05-04", "--json"]).json();
    assert_eq!((&json["name"], &json["stale"]), (&"Le Luong Minh".into(), &false.into()));
}

#[test]
fn an_office_last_heard_of_before_is_stale() {
    let found = run(["world", "who", "--role", "secretary-general", "--country", "kb:org/un", "--on", "2040-01-01"]);
    assert_eq!(found.code, 0);
    assert!(found.stdout.contains("stale on 2040-01-01"), "{}", found.stdout);
}

#[test]
fn what_is_not_known_is_said_with_a_remedy() {
    let role = run(["world", "who", "--role", "king-of-hearts", "--country", "KHM", "--on", "2017-05-04"]);
    assert_eq!((role.code, role.stdout.as_str()), (2, ""));
    assert!(role.stderr.contains("there is no role king-of-hearts; the roles are adviser,"), "{}", role.stderr);
    let day = run(["world", "who", "--role", "head-of-state", "--country", "KHM", "--on", "2017-02-30"]);
    assert_eq!(day.code, 2);
    assert!(day.stderr.contains("--on"), "{}", day.stderr);
    let name = run(["world", "show", "No Such Name"]);
    assert_eq!((name.code, name.stderr.lines().count()), (2, 1), "{}", name.stderr);
}

#[test]
fn an_entry_is_shown_whole_or_on_a_day() {
    let whole = run(["world", "show", "kb:person/rex-tillerson"]);
    assert!(whole.stdout.contains("United States: Secretary of State, 2017-02-01"), "{}", whole.stdout);
    let later = run(["world", "show", "kb:person/rex-tillerson", "--on", "2020-01-01"]);
    assert_eq!(later.code, 0);
    assert!(!later.stdout.contains("Secretary of State,"), "{}", later.stdout);
}

#[test]
fn the_world_has_no_faults_and_tells_its_licences() {
    let lint = run(["world", "lint"]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, "0 faults, 0 doubts\n"));
    let licences = run(["world", "licences"]);
    assert!(licences.stdout.contains("licensed under CC BY 4.0"), "{}", licences.stdout);
}

const TENURES: &str = "person\trole\tbody\ttitle\tfrom\tto\tas_of\tacting\tsource\n";

#[test]
fn a_bad_overlay_is_refused_with_place_and_remedy() {
    let folder = Folder::new();
    let facts = format!(
        "{TENURES}kb:person/rex-tillerson\tforeign-minister\tkb:country/USA\tSecretary\t2017-02-30\t\t2018\t\t\n"
    );
    folder.file("facts/tenures.tsv", facts);
    let facts = folder.path().join("facts");
    let facts = facts.to_str().unwrap();
    for arguments in [
        vec!["world", "lint", facts],
        vec!["world", "licences", "--world", facts],
        vec!["read", "--world", facts, sample().to_str().unwrap()],
    ] {
        let refused = run(&arguments);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(
            refused.stderr.contains("tenures.tsv:2: from \"2017-02-30\" does not read; write a day"),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn an_overlay_changes_what_is_read() {
    let folder = Folder::new();
    folder.file("facts/a.yaml", foreign_minister("ada-example", "Ada Example"));
    let text = folder.file("text.md", "# Readout\n\nOn 3 March 2026, Minister of Foreign Affairs Ada Example met with the Foreign Minister of Thailand in Phnom Penh.\n");
    let facts = folder.path().join("facts");
    let read = |world: Option<&str>| {
        let mut arguments = vec!["read", "--format=json", text.to_str().unwrap()];
        arguments.extend(world.into_iter().flat_map(|facts| ["--world", facts]));
        let record = run(arguments).json();
        let actors = record["actors"].as_array().unwrap().clone();
        actors.iter().any(|actor| actor["world_id"] == "kb:person/ada-example")
    };
    assert!(read(facts.to_str()));
    assert!(!read(None));
}

/// A minister of Cambodia who is known from February to May 2026, as an overlay tells it.
fn minister(id: &str, name: &str, role: &str, title: &str) -> String {
    let family = name.rsplit(' ').next().unwrap();
    format!(
        "- person: kb:person/{id}\n  name: {name}\n  family: {family}\n  country: KHM\n  tenures:\n    - {{role: {role}, \
         body: KHM, title: {title}, from: 2026-02-01, as_of: 2026-05}}\n"
    )
}

fn foreign_minister(id: &str, name: &str) -> String {
    minister(id, name, "foreign-minister", "Minister of Foreign Affairs")
}

/// The actors that a text names, read with two ministers of one family name who are known up to May 2026.
fn actors_beside_two_ministers(text: &str) -> Vec<serde_json::Value> {
    let folder = Folder::new();
    let facts = foreign_minister("ada-kesh", "Ada Kesh")
        + &minister("bo-kesh", "Bo Kesh", "trade-minister", "Minister of Commerce");
    folder.file("facts/a.yaml", facts);
    let text = folder.file("text.md", text);
    let facts = folder.path().join("facts");
    let arguments = ["read", "--format=json", text.to_str().unwrap(), "--world", facts.to_str().unwrap()];
    run(arguments).json()["actors"].as_array().unwrap().clone()
}

fn named<'a>(actors: &'a [serde_json::Value], name: &str) -> &'a serde_json::Value {
    let found = actors.iter().find(|actor| actor["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {actors:?}"))
}

#[test]
fn a_family_name_is_told_by_its_title() {
    let actors =
        actors_beside_two_ministers("# Readout\n\nPhnom Penh, 3 March 2026\n\nForeign Minister Kesh welcomed it.\n");
    assert_eq!(named(&actors, "Kesh")["world_id"], "kb:person/ada-kesh");
    assert_eq!(named(&actors, "Kesh")["country"], "KHM");
}

#[test]
fn a_family_name_alone_is_of_a_country_that_the_text_names() {
    let folder = Folder::new();
    folder.file("facts/a.yaml", foreign_minister("ada-kesh", "Ada Kesh"));
    let facts = folder.path().join("facts");
    let kesh = |country: &str| {
        let text = format!(
            "# Readout\n\n3 March 2026\n\nThe two sides discussed trade between Thailand and {country}. On Monday Kesh welcomed \
             the offer of Thailand. Ms Kesh thanked Thailand.\n"
        );
        let text = folder.file("text.md", text);
        let arguments = ["read", "--format=json", text.to_str().unwrap(), "--world", facts.to_str().unwrap()];
        let record = run(arguments).json();
        named(record["actors"].as_array().unwrap(), "Kesh")["world_id"].clone()
    };
    assert_eq!(kesh("Cambodia"), "kb:person/ada-kesh");
    assert!(kesh("Laos").is_null());
}

#[test]
fn who_fits_no_better_than_another_is_a_candidate() {
    let actors =
        actors_beside_two_ministers("# Readout\n\n3 March 2026\n\nMinister Kesh of Cambodia welcomed the agreement.\n");
    let kesh = named(&actors, "Kesh");
    assert!(kesh["world_id"].is_null(), "{kesh}");
    let ids: Vec<&str> =
        kesh["candidates"].as_array().unwrap().iter().map(|c| c["world_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["kb:person/ada-kesh", "kb:person/bo-kesh"]);
}

#[test]
fn a_title_past_the_last_evidence_has_a_candidate_and_no_holder() {
    let text = |day: &str| {
        format!("# Readout\n\n{day}\n\nThe President of Laos met the Foreign Minister of Cambodia in Vientiane.\n")
    };
    let known = actors_beside_two_ministers(&text("3 March 2026"));
    assert_eq!(named(&known, "Ada Kesh")["world_id"], "kb:person/ada-kesh");
    let stale = actors_beside_two_ministers(&text("3 September 2026"));
    let office = named(&stale, "Foreign Minister of Cambodia");
    assert!(office["world_id"].is_null(), "{office}");
    assert_eq!(office["candidates"][0]["world_id"], "kb:person/ada-kesh");
    assert_eq!(office["candidates"][0]["score"], 0.7);
    assert_eq!(office["country"], "KHM");
}

#[test]
fn dictionaries_of_others_become_overlays() {
    let folder = Folder::new();
    let actors = "ADA_EXAMPLE_  ; a comment\n+ADA_E._EXAMPLE_\n\t[KHMGOV >20260201]\nNOWHERE_MAN_ [---]\n";
    let list = folder.file("actors.txt", actors);
    let made = folder.path().join("made");
    let import =
        run(["world", "import", "petrarch", list.to_str().unwrap(), "-o", made.to_str().unwrap(), "--details"]);
    assert_eq!((import.code, import.stderr.as_str()), (0, ""));
    assert!(import.stdout.contains("1  tenures"), "{}", import.stdout);
    assert!(import.stdout.contains("actors.txt:4: no code that reads: Nowhere Man"), "{}", import.stdout);
    let shown = run(["world", "show", "Ada E. Example", "--world", made.to_str().unwrap()]);
    assert!(shown.stdout.contains("kb:person/ada-example"), "{}", shown.stdout);

    let csv = "person,name,alias,office,officeLabel,country,start,end\n\
               http://www.wikidata.org/entity/Q1,Ada Example,A. Example,Q2,Minister of Foreign Affairs of Cambodia,KHM,2026-02-01T00:00:00Z,\n\
               http://www.wikidata.org/entity/Q3,Bo Example,,Q4,Grand Wizard,KHM,2026-02-01T00:00:00Z,\n";
    let list = folder.file("query.csv", csv);
    let made = folder.path().join("query");
    let import = run([
        "world",
        "import",
        "wikidata",
        list.to_str().unwrap(),
        "-o",
        made.to_str().unwrap(),
        "--as-of=2026-05-01",
    ]);
    assert_eq!((import.code, import.stderr.as_str()), (0, ""));
    assert!(import.stdout.contains("1  not taken: an office whose role is not known"), "{}", import.stdout);
    let who = [
        "world",
        "who",
        "--role=foreign-minister",
        "--country=KHM",
        "--on=2026-03-01",
        "--world",
        made.to_str().unwrap(),
    ];
    assert!(run(who).stdout.contains("Ada Example"));

    let profile = r#"{"Government": {"Country name": {"conventional short form": {"text": "Cambodia"}}, "Executive branch":
        {"head of government": {"text": "Prime Minister EXAMPLE Ada (since 3 May 2026)"}}}}"#;
    let list = folder.file("cb.json", profile);
    let made = folder.path().join("profile");
    let import = run([
        "world",
        "import",
        "factbook",
        list.to_str().unwrap(),
        "-o",
        made.to_str().unwrap(),
        "--as-of=2026-06-01",
    ]);
    assert_eq!((import.code, import.stderr.as_str()), (0, ""));
    let who = [
        "world",
        "who",
        "--role=head-of-government",
        "--country=KHM",
        "--on=2026-05-20",
        "--world",
        made.to_str().unwrap(),
    ];
    assert!(run(who).stdout.contains("Example Ada"));
}

#[test]
fn texts_propose_and_decide_nothing() {
    let folder = Folder::new();
    let text = "# Readout\n\nPhnom Penh, 3 March 2026\n\nOn 3 March 2026, H.E. Ada Example, Minister of Foreign Affairs of the Kingdom of Cambodia, met with the Foreign Minister of Thailand.\n";
    let text = folder.file("text.md", text);
    let made = folder.path().join("made");
    let learn = run(["world", "learn", text.to_str().unwrap(), "--tables", made.to_str().unwrap()]);
    assert_eq!(learn.code, 0, "{}", learn.stderr);
    assert!(learn.stdout.contains("new person  Ada Example"), "{}", learn.stdout);
    assert!(learn.stdout.contains("foreign-minister of kb:country/KHM"), "{}", learn.stdout);
    let who = ["world", "who", "--role=foreign-minister", "--country=KHM", "--on=2026-03-03"];
    assert!(!run(who).stdout.contains("Ada Example"));
    let laid = run(who.into_iter().chain(["--world", made.to_str().unwrap()]));
    assert!(laid.stdout.contains("Ada Example"), "{}", laid.stdout);
}

#[test]
fn visitors_are_measured_with_the_figures_last() {
    let folder = Folder::new();
    let visit = |name: &str, from: &str| {
        format!(
            "<visit><start-date>2018-04-10</start-date><visitor>{name}</visitor><from id=\"x\">{from}</from></visit>"
        )
    };
    let all = visit("Amir Sheikh Tameem bin Hamad Al Thani", "Qatar") + &visit("President Zyxwv Qqrst", "Qatar");
    folder.file("set/data/2010.xml", format!("<visits>{all}</visits>"));
    let run = run(["eval", "--visits", folder.path().join("set").to_str().unwrap()]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout.lines().last(), Some(r#"{"n":2,"resolved":0.5,"unambiguous_right":1.0}"#));
    assert!(run.stdout.contains("unresolved: 2018-04-10 President Zyxwv Qqrst, Qatar"), "{}", run.stdout);
}
