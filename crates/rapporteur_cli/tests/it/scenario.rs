//! A request in May, said again in July, answered by the other side in September, done the next year: through the program,
//! from texts of invented countries.

use std::ffi::OsStr;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::{Folder, Run, program};

macro_rules! texts {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("texts/scenario/", $name)))),*] };
}

const TEXTS: [(&str, &str); 5] = texts![
    "2024-05-05-ormund-readout.md",
    "2024-05-06-valdoria-visit.md",
    "2024-07-11-valdoria-statement.md",
    "2024-09-02-ormund-call.md",
    "2025-03-16-signing.md",
];

/// A ledger of the texts, read with a world that knows the countries.
struct Told {
    folder: Folder,
    world: PathBuf,
}

impl Told {
    fn new() -> Self {
        let folder = Folder::new();
        for (name, text) in TEXTS {
            folder.file(&format!("texts/{name}"), text);
        }
        let file = folder.file("world/world.yaml", include_str!("texts/scenario/world.yaml"));
        let told = Self { world: file.parent().unwrap().to_owned(), folder };
        let texts = told.folder.path().join("texts");
        let added = told.run(["add".as_ref(), "--world".as_ref(), told.world.as_os_str(), texts.as_os_str()]);
        assert_eq!(added.code, 0, "{}", added.stderr);
        told
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        let mut command = program();
        command.args(arguments).env("RAPPORTEUR_LEDGER", self.folder.path().join("l.db"));
        Run::of(command.output().unwrap())
    }

    fn answer(&self, arguments: &str) -> Run {
        let run = self.run(arguments.split(' '));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments}");
        run
    }

    fn rows(&self, arguments: &str) -> Vec<Value> {
        self.answer(arguments).stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn text(&self, arguments: &str) -> String {
        self.answer(&format!("{arguments} --format text")).stdout
    }

    fn draft(&self, arguments: &[&str]) -> Run {
        let world = ["--world", self.world.to_str().unwrap()];
        self.run(["draft"].into_iter().chain(arguments.iter().copied()).chain(world))
    }
}

#[test]
fn the_thread_shows_all_four_with_their_words() {
    let told = Told::new();
    let items = told.rows("open --actor XVA --with XOR --issue repatriation --type request --status fulfilled");
    assert_eq!(items.len(), 1, "the two requests are one item: {items:#?}");
    let id = items[0]["act"]["id"].as_str().unwrap();
    let thread = told.rows(&format!("item show {id}")).remove(0);
    let steps: Vec<String> = thread["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            let relation = step["relation"].as_str().unwrap_or("begins");
            format!("{} {relation} {}", step["act"]["day"].as_str().unwrap(), step["act"]["trigger"]["quote"])
        })
        .collect();
    let expected = [
        r#"2024-05-04 begins "requested""#,
        r#"2024-07-11 repeats "asked""#,
        r#"2024-09-02 accepts "agreed""#,
        r#"2025-03-16 fulfils "signed""#,
    ];
    assert_eq!(steps, expected);
    for step in thread["steps"].as_array().unwrap() {
        let document = step["act"]["document"]["id"].as_str().unwrap();
        let record = told.answer(&format!("show {document} --record")).json();
        let text: Vec<char> = record["document"]["text"].as_str().unwrap().chars().collect();
        let span = &step["act"]["evidence"];
        let at = |field: &str| usize::try_from(span[field].as_u64().unwrap()).unwrap();
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(span["quote"].as_str(), Some(words.as_str()), "each step is pinned to its words");
    }
    let page = told.text(&format!("item show {id}"));
    assert!(page.contains("2024-09-02 accepted") && page.contains("2025-03-16 fulfilled"), "{page}");
}

#[test]
fn two_readouts_of_the_meeting_show_what_each_leaves_out() {
    let told = Told::new();
    let meetings = told.rows("meetings --with XVA --with XOR --until 2024-06");
    assert_eq!(meetings.len(), 1, "{meetings:#?}");
    let page = told.text(&format!("compare {}", meetings[0]["id"].as_str().unwrap()));
    let (both, only) = page.split_once("Only on the left").unwrap();
    let (left, right) = only.split_once("Only on the right").unwrap();
    assert!(both.contains("the ferry line across the Grey Strait"), "{page}");
    let (fish, centre) = ("lower its tariffs on fish", "set up a transit centre for returnees at Tolva");
    assert!(left.contains(fish) != right.contains(fish), "{page}");
    assert!(left.contains(centre) != right.contains(centre), "{page}");
    assert!(left.contains(fish) != left.contains(centre), "{page}");
}

#[test]
fn a_release_is_drafted_from_both_accounts_and_read_back() {
    let told = Told::new();
    let meetings = told.rows("meetings --until 2024-06");
    let id = meetings[0]["id"].as_str().unwrap();
    let draft = told.draft(&["--meeting", id, "--for", "XVA"]);
    assert_eq!(draft.code, 0, "{}", draft.stderr);
    assert_eq!(draft.stderr, "4 acts drafted, 4 read back as recorded\n", "{}", draft.stdout);
    assert!(draft.stdout.starts_with("**REPUBLIC OF VALDORIA**\n\n**MINISTRY OF FOREIGN AFFAIRS"), "{}", draft.stdout);
    assert!(
        draft.stdout.contains("requested Ormund to set up a transit centre for returnees at Tolva."),
        "{}",
        draft.stdout
    );
    assert!(draft.stdout.contains("urged Valdoria to lower its tariffs on fish."), "the other account adds to it");
    let theirs = told.draft(&["--meeting", id, "--for", "XOR", "--format", "html"]);
    assert!(theirs.stdout.contains("<strong>KINGDOM OF ORMUND</strong>"), "{}", theirs.stdout);
    let file = told.folder.path().join("draft.docx");
    assert_eq!(told.draft(&["--meeting", id, "-o", file.to_str().unwrap()]).code, 0);
    assert!(std::fs::read(file).unwrap().starts_with(b"PK"));
}

#[test]
fn a_template_of_ones_own_is_used_and_its_faults_are_named() {
    let told = Told::new();
    let id = told.rows("meetings --until 2024-06")[0]["id"].as_str().unwrap().to_owned();
    let template = told.answer("draft --print-template").stdout;
    let own = told.folder.file("own.jinja", template.replace("Instruments referred to", "Texts"));
    let draft = told.draft(&["--meeting", &id, "--template", own.to_str().unwrap()]);
    assert_eq!(draft.code, 0, "{}", draft.stderr);
    let short = told.folder.file("short.jinja", "# {{ release.title }}\n");
    let draft = told.draft(&["--meeting", &id, "--template", short.to_str().unwrap()]);
    assert!(draft.stderr.contains("the template leaves out or changes: "), "{}", draft.stderr);
    let wrong = told.folder.file("wrong.jinja", "one\n{{ release.nothing.there }}\n");
    let refused = told.draft(&["--meeting", &id, "--template", wrong.to_str().unwrap()]);
    assert_eq!((refused.code, refused.stderr.lines().count()), (2, 1), "{}", refused.stderr);
    assert!(refused.stderr.contains("wrong.jinja: the template: line 2"), "{}", refused.stderr);
    assert_eq!(told.draft(&["--meeting", "nowhere"]).code, 2);
    assert_eq!(told.draft(&[]).code, 2);
}

#[test]
fn a_record_that_is_not_kept_is_drafted() {
    let told = Told::new();
    let record = told.answer("show 2024-05-06-valdoria-visit.md --record").stdout;
    let file = told.folder.file("record.json", record);
    let draft = told.draft(&["--record", file.to_str().unwrap()]);
    assert!(draft.stdout.contains("requested Ormund to set up a transit centre"), "{}", draft.stdout);
    let text = told.folder.path().join("texts/2024-05-06-valdoria-visit.md");
    let wrong = told.draft(&["--record", text.to_str().unwrap()]);
    assert_eq!((wrong.code, wrong.stderr.lines().count()), (2, 1), "{}", wrong.stderr);
}
