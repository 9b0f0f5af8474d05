//! The ledger's commands, each run on a ledger of a few releases.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Folder, Run, VISIT, program, run};

const REQUEST: &str = "MINISTRY OF FOREIGN AFFAIRS OF NORLAND\n\nStatement on Returnees\n\nNordhaven, 11 July 2024\n\nThe \
    Foreign Minister of Norland, H.E. Ms Ilse Brandt, requested Sudmark to set up a transit centre for returnees at \
    Eskel by 31 May 2025.\n";

const READOUT: &str = "MINISTRY OF FOREIGN AFFAIRS OF SUDMARK\n\nReadout of the Meeting of the Foreign Ministers\n\n\
    Eskel, 12 March 2024\n\nThe Foreign Minister of Sudmark, H.E. Mr Tomas Vey, met the Foreign Minister of Norland, \
    H.E. Ms Ilse Brandt, in Nordhaven on 11 March 2024.\n\nDuring the meeting, the Foreign Minister of Sudmark \
    expressed deep concern over the new tariffs on timber.\n";

/// A folder with a ledger of three releases.
pub(crate) struct Kept {
    pub(crate) folder: Folder,
    pub(crate) ledger: PathBuf,
}

impl Kept {
    pub(crate) fn new() -> Self {
        let folder = Folder::new();
        for (name, text) in [("visit.md", VISIT), ("request.md", REQUEST), ("readout.md", READOUT)] {
            folder.file(&format!("texts/{name}"), text);
        }
        let ledger = folder.path().join("l.db");
        let kept = Self { folder, ledger };
        let texts = kept.folder.path().join("texts");
        let added = kept.run(["add".as_ref(), texts.as_os_str()]);
        assert_eq!(added.code, 0, "{}", added.stderr);
        assert!(added.stderr.starts_with("3 documents added in "), "{}", added.stderr);
        kept
    }

    /// Runs a command on the ledger.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        let mut command = program();
        command.args(arguments).env("RAPPORTEUR_LEDGER", &self.ledger).env("RAPPORTEUR_USER", "eva");
        Run::of(command.output().unwrap())
    }

    /// The answer as text for people.
    fn text(&self, arguments: &str) -> String {
        let run = self.run(arguments.split(' ').chain(["--format", "text"]));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    }

    /// The answer's rows.
    fn rows(&self, arguments: &str) -> Vec<Value> {
        let run = self.run(arguments.split(' '));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The name of the first act of a type.
    fn act(&self, act_type: &str) -> String {
        let rows = self.rows(&format!("search --type {act_type}"));
        let acts = rows[0]["acts"].as_array().unwrap();
        acts.iter().find(|act| act[1] == act_type).unwrap()[0].as_str().unwrap().to_owned()
    }

    fn types_of(&self, document: &str) -> Vec<String> {
        let shown = self.run(["show", document, "--record"]).json();
        shown["acts"].as_array().unwrap().iter().map(|a| a["type"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn what_is_known_is_not_added_again() {
    let kept = Kept::new();
    let texts = kept.folder.path().join("texts");
    let again = kept.run(["add".as_ref(), texts.as_os_str()]);
    assert!(again.stderr.starts_with("0 documents added, 3 known already"), "{}", again.stderr);
    assert_eq!(again.code, 0);
    kept.folder.file("texts/request.md", REQUEST.replace("Eskel by", "Vell by"));
    let changed = kept.run(["add".as_ref(), texts.as_os_str()]);
    assert!(changed.stderr.starts_with("1 document added, 1 of them a new version, 2 known"), "{}", changed.stderr);
    assert!(kept.text("show request.md").contains("follows the version"));
    assert_eq!(kept.rows("open --type request --on 2024-08-01").len(), 1, "the version before no longer asks");
}

#[test]
fn one_bad_document_stops_no_other() {
    let kept = Kept::new();
    let (bad, good) = (kept.folder.file("bad.md", ""), kept.folder.file("good.md", VISIT.replace("Eskel", "Osk")));
    let added = kept.run(["add".as_ref(), bad.as_os_str(), good.as_os_str()]);
    assert_eq!(added.code, 1);
    assert!(added.stderr.contains("bad.md: holds no text"), "{}", added.stderr);
    assert_eq!(kept.rows("documents").len(), 4);
}

#[test]
fn a_dump_of_many_documents_is_added_line_by_line() {
    let kept = Kept::new();
    let line = |id: &str, text: &str| serde_json::json!({ "id": id, "issuer": "x", "text": text }).to_string();
    let lines = [
        line("one", &VISIT.replace("Eskel", "Osk")),
        r#"{"url": "https://example.org/a", "title": "A Call", "date": "2024-05-02", "text": "Norland called Sudmark."}"#
            .to_owned(),
        r#"{"body": "no text"}"#.to_owned(),
        line("last", &VISIT.replace("Eskel", "Vell")),
    ];
    let dump = kept.folder.file("many.jsonl", lines.join("\n"));
    let added = kept.run(["add".as_ref(), dump.as_os_str()]);
    assert_eq!(added.code, 1);
    let told: Vec<&str> = added.stderr.lines().collect();
    assert!(told[0].contains("many.jsonl: line 3: missing field `text`"), "{}", added.stderr);
    assert!(told[1].starts_with("3 documents added"), "{}", added.stderr);
    let shown = kept.rows("show https://example.org/a");
    assert_eq!(shown[0]["document"]["title"], "A Call");
    assert_eq!(shown[0]["document"]["day"], "2024-05-02");
    assert_eq!(kept.rows("documents").len(), 6);
    let cut = kept.folder.file("cut.jsonl.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]);
    let refused = kept.run(["add".as_ref(), cut.as_os_str()]);
    assert_eq!((refused.code, refused.stderr.lines().count()), (2, 2), "{}", refused.stderr);
}

#[test]
fn documents_are_read_again() {
    let kept = Kept::new();
    let before = kept.rows("documents");
    assert_eq!(kept.run(["reread"]).stderr, "0 documents read again, 0 of them otherwise than before\n");
    assert_eq!(kept.run(["reread", "--all"]).stderr, "3 documents read again, 0 of them otherwise than before\n");
    assert_eq!(kept.rows("documents"), before);
}

#[test]
fn what_was_asked_is_open_due_and_stale() {
    let kept = Kept::new();
    let open = kept.text("open --type request --on 2024-08-01");
    assert!(open.contains("request by Ilse Brandt"), "{open}");
    assert!(open.contains("open, due 2025-05-31"), "{open}");
    assert!(open.contains("requested: “set up a transit centre for returnees at Eskel by 31 May 2025”"), "{open}");
    assert_eq!(kept.rows("due --before 2025-05-01 --type request --on 2024-08-01").len(), 0);
    assert_eq!(kept.rows("due --before 2025-06-01 --type request --on 2024-08-01").len(), 1);
    assert_eq!(kept.rows("stale --days 100 --type request --on 2024-08-01").len(), 0);
    assert_eq!(kept.rows("stale --days 100 --type request --on 2025-01-01").len(), 1);
    assert_eq!(kept.rows("open --status lapsed --type request --on 2025-06-01").len(), 1);
}

#[test]
fn a_person_says_what_became_of_it() {
    let kept = Kept::new();
    let (request, promise) = (kept.act("request"), kept.act("offer"));
    assert_eq!(kept.run(["item", "confirm", &promise, &request, "--as", "advances"]).code, 0);
    let thread = kept.text(&format!("item show {promise} --on 2024-08-01"));
    assert!(thread.contains(&format!("advances {promise} [confirmed]")), "{thread}");
    assert_eq!(kept.run(["item", "refuse", &promise, &request]).code, 0);
    assert!(!kept.text(&format!("item show {promise} --on 2024-08-01")).contains("confirmed"));
    assert_eq!(kept.run(["item", "set", &request, "fulfilled", "--on", "2025-02-01", "--reason", "opened"]).code, 0);
    assert!(kept.text(&format!("item show {request}")).contains("fulfilled since 2025-02-01"));
    let told = kept.text("decisions");
    assert!(told.contains("eva set fulfilled from 2025-02-01 on, where it was lapsed"), "{told}");
    assert_eq!(kept.run(["item", "show", "s1"]).code, 2);
}

#[test]
fn sentences_are_found_by_words_and_filters() {
    let kept = Kept::new();
    let found = kept.text("search detained fish*");
    assert!(found.contains("strongly urged Sudmark to release the detained fishermen"), "{found}");
    assert_eq!(kept.rows("search tariffs --type concern").len(), 2);
    assert_eq!(kept.rows("search tariffs --type concern --genre readout").len(), 1);
    assert_eq!(kept.rows("search --type request --since 2024-07").len(), 1);
    let wrong = kept.run(["search", "\"open"]);
    assert_eq!((wrong.code, wrong.stderr.lines().count()), (2, 1), "{}", wrong.stderr);
    assert_eq!(kept.run(["search"]).code, 2);
}

#[test]
fn meetings_documents_actors_and_issues_are_listed() {
    let kept = Kept::new();
    let meetings = kept.rows("meetings");
    assert_eq!(meetings.len(), 1, "two accounts of one meeting are one");
    assert_eq!(meetings[0]["reports"].as_array().unwrap().len(), 2);
    assert_eq!(kept.rows("meetings --since 2024-04").len(), 0);
    assert!(kept.text("documents returnees").contains("Statement on Returnees"));
    assert!(kept.text("actors brandt").contains("Ilse Brandt person, 3 documents"));
    assert!(kept.text("issues").contains("repatriation"));
    let id = meetings[0]["id"].as_str().unwrap();
    assert!(kept.text(&format!("compare {id}")).contains("Only on the left"));
}

#[test]
fn two_accounts_of_a_meeting_are_compared() {
    let kept = Kept::new();
    let compared = kept.text("compare visit.md readout.md");
    let (both, only) = compared.split_once("Only on the left").unwrap();
    assert!(both.contains("“the new tariffs on timber”"), "{compared}");
    assert!(only.contains("“release the detained fishermen”"), "{compared}");
    assert_eq!(kept.run(["compare", "visit.md", "nowhere.md"]).code, 2);
}

#[test]
fn positions_and_their_drift_are_told() {
    let kept = Kept::new();
    let issue = "tariffs";
    assert_eq!(kept.rows(&format!("positions --actor Vey --issue {issue}")).len(), 1, "two accounts, one act");
    assert!(kept.text(&format!("drift --actor Vey --issue {issue}")).contains("begins"));
    let nobody = kept.run(["positions", "--actor", "Nobody", "--issue", issue]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.stderr.contains("no actor is called \"Nobody\""), "{}", nobody.stderr);
}

#[test]
fn a_briefing_is_written() {
    let kept = Kept::new();
    let brief = kept.run(["brief", "--with", "Ilse Brandt", "--since", "2024", "--on", "2024-08-01"]);
    assert_eq!(brief.code, 0, "{}", brief.stderr);
    assert!(brief.stdout.contains("transit centre for returnees"), "{}", brief.stdout);
    let page = kept.folder.path().join("brief.html");
    let args = ["brief", "--with", "Ilse Brandt", "--html", "--output"].map(OsStr::new);
    assert_eq!(kept.run(args.into_iter().chain([page.as_os_str()])).code, 0);
    assert!(std::fs::read_to_string(page).unwrap().starts_with("<!doctype html>"));
}

#[test]
fn acts_are_reviewed_on_the_keyboard() {
    let kept = Kept::new();
    let review = |keys: &str| {
        use std::io::Write as _;
        let mut command = program();
        command.args(["review", "--document", "request.md", "--by", "eva"]).env("RAPPORTEUR_LEDGER", &kept.ledger);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(keys.as_bytes()).unwrap();
        let run = Run::of(child.wait_with_output().unwrap());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    assert_eq!(kept.types_of("request.md"), ["request"]);
    review("s\nq\n");
    let corrected = review("c\nsee the annex\nf\ntype\nappeal\n\nthe words\n");
    assert!(corrected.contains("comment: "), "{corrected}");
    assert!(corrected.ends_with("Nothing left to review.\n"), "{corrected}");
    assert_eq!(kept.types_of("request.md"), ["appeal"]);
    assert_eq!(kept.run(["reread", "--all", "--quiet"]).code, 0);
    assert_eq!(kept.types_of("request.md"), ["appeal"], "a decision outlasts a new reading");
    let gold = kept.run(["export", "--gold"]);
    assert_eq!(gold.json()["acts"][0]["type"], "appeal");
    assert!(gold.stderr.starts_with("1 document as gold"), "{}", gold.stderr);
    assert!(gold.json()["meetings"].is_null(), "what nobody decided is not judged");
    let folder = kept.folder.path().join("gold");
    assert_eq!(kept.run(["export", "--gold", "--into", folder.to_str().unwrap()]).code, 0);
    let measured = run(["eval", folder.to_str().unwrap(), "--format", "json", "--quiet"]).json();
    assert_eq!((&measured["gold_acts"], &measured["type"]), (&1.into(), &0.0.into()), "the reader still says request");
    assert_eq!(measured["detection"]["f1"], 1.0);
}

#[test]
fn actors_are_judged_one_or_two() {
    let kept = Kept::new();
    assert_eq!(kept.run(["same", "Ilse Brandt", "Tomas Vey"]).code, 0);
    assert_eq!(kept.rows("actors brandt").len(), 1);
    assert!(kept.text("decisions").contains("eva judged to be one"));
    assert_eq!(kept.run(["different", "Ilse Brandt", "Nobody"]).code, 2);
}

#[test]
fn the_proof_names_what_was_tampered_with() {
    let kept = Kept::new();
    let clean = kept.run(["verify"]);
    assert!(clean.stdout.starts_with("everything is as it should be: 3 documents"), "{}", clean.stdout);
    let head = clean.stdout.lines().last().unwrap().rsplit(' ').next().unwrap();
    assert_eq!(kept.run(["verify", "--head", head]).code, 0);
    let wrong = kept.run(["verify", "--head", &"0".repeat(64)]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.stdout.starts_with("not everything is as it should be"), "{}", wrong.stdout);
}

#[test]
fn copies_are_made_and_put_back() {
    let kept = Kept::new();
    let copy = kept.folder.path().join("copy.db");
    let documents = kept.rows("documents");
    assert_eq!(kept.run(["backup".as_ref(), copy.as_os_str()]).code, 0);
    std::fs::remove_file(&kept.ledger).unwrap();
    assert_eq!(kept.run(["restore".as_ref(), copy.as_os_str()]).code, 0);
    assert_eq!(kept.rows("documents"), documents);
    assert_eq!(kept.run(["restore", "nowhere.db"]).code, 2);
}

#[test]
fn the_whole_ledger_is_exported_and_imported() {
    let kept = Kept::new();
    let (lines, other) = (kept.folder.path().join("l.jsonl"), kept.folder.path().join("other.db"));
    assert_eq!(kept.run(["export".as_ref(), "-o".as_ref(), lines.as_os_str()]).code, 0);
    let there = ["--ledger".as_ref(), other.as_os_str()];
    let imported = run(["import".as_ref(), lines.as_os_str()].into_iter().chain(there));
    assert_eq!(imported.stderr, "3 documents imported, 0 known already, 0 decisions\n");
    let again = run(["export".as_ref() as &OsStr].into_iter().chain(there));
    assert_eq!(again.stdout, std::fs::read_to_string(lines).unwrap());
}

#[test]
fn a_ledger_that_is_not_there_is_named() {
    let nowhere = run(["open", "--ledger", "nowhere.db"]);
    assert_eq!((nowhere.code, nowhere.stderr.lines().count()), (2, 1), "{}", nowhere.stderr);
    assert!(nowhere.stderr.contains("nowhere.db"), "{}", nowhere.stderr);
}
