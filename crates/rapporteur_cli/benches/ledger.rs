//! How fast documents go into a ledger, how much room they take, and how long each question takes.
//!
//! `cargo bench -p rapporteur_cli --bench ledger -- [--documents N] [FILE]`: reads the State Department releases of FILE
//! (JSON lines with `source` and `text`; without one, the corpus beside the project) and the sample into a ledger, then
//! makes a ledger of N documents (100,000 unless said) of them. Each copy has other words of the same lengths in place
//! of its own and another day, so that none is taken for a copy of another; names, types and places of acts stay. The
//! times are medians of 11 runs on a warm file. The last line is a JSON object.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark ends where something is wrong")]

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

use flate2::read::GzDecoder;
use rapporteur::record::Record;
use rapporteur::{Reader, Source};
use rapporteur_ledger::{
    Access, ActFilter, AddOptions, BriefOptions, Content, Day, Input, ItemFilter, Ledger, MeetingFilter, Page,
    QueueFilter, Search, Status, Timestamp,
};
use serde_json::{Value, json};

const N_THREADS: usize = 2;
const ROUNDS: usize = 11;

/// Words change places with others of like frequency: blocks of this many.
const BLOCK: usize = 64;

fn main() {
    let mut n_documents = 100_000;
    let mut corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/bulk.jsonl.gz");
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--documents" => n_documents = arguments.next().and_then(|n| n.parse().ok()).expect("a number"),
            "--bench" => {}
            path => corpus = PathBuf::from(path),
        }
    }
    let Ok(file) = File::open(&corpus) else {
        println!("SKIPPED, {} is not there", corpus.display());
        return;
    };
    let texts = releases(file);
    let n_bytes: usize = texts.iter().map(String::len).sum();
    let folder = tempfile::tempdir().unwrap();
    let reader = Reader::embedded();
    let path = folder.path().join("releases.db");
    let seconds = fill(&path, texts.len(), |i| texts[i].clone().into_bytes(), &|bytes, name| {
        reader.read(bytes, &Source { name, ..Source::default() }).map(|r| r.record).map_err(|e| e.to_string())
    });
    #[expect(clippy::cast_precision_loss, reason = "figures of a few digits")]
    let (rate, times) = (texts.len() as f64 / seconds, size(&path) as f64 / n_bytes as f64);
    println!("{} documents, {n_bytes} bytes: {rate:.1} documents/s on {N_THREADS} threads", texts.len());
    println!("the file is {times:.2} times the text");
    let few = ask(&path);
    let many = (n_documents > 0).then(|| {
        let templates = templates(&path, &texts);
        let texts: Vec<&str> = templates.iter().map(|t| t["document"]["text"].as_str().unwrap()).collect();
        let swap = Swap::new(&texts);
        let path = folder.path().join("many.db");
        let by_text = |bytes: &[u8], name: &str| copy_record(bytes, name, &templates);
        let seconds = fill(&path, n_documents, |i| swap.copy(texts[i % texts.len()], i / texts.len()).into(), &by_text);
        println!("\n{n_documents} documents made and added in {seconds:.0} s, {} MB", size(&path) >> 20);
        ask(&path)
    });
    let worst = |figures: &[(String, f64)]| figures.iter().map(|(_, ms)| *ms).fold(0.0, f64::max);
    println!(
        "{}",
        json!({
            "documents_per_second": round(rate), "times_the_text": round(times), "slowest_ms": round(worst(&few)),
            "slowest_ms_many": many.as_deref().map(|m| round(worst(m))), "many": n_documents,
        })
    );
}

fn round(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

/// The releases, each once, and the sample.
fn releases(file: File) -> Vec<String> {
    let sample = include_str!("../../../examples/press-release-2017-05-08.md");
    let mut texts = vec![sample.to_owned()];
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        if line["source"] == "statedept" {
            texts.push(line["text"].as_str().unwrap().to_owned());
        }
    }
    texts
}

/// Adds documents as the command line does; gives the seconds.
fn fill(
    path: &Path,
    n: usize,
    bytes: impl Fn(usize) -> Vec<u8> + Send + Sync,
    read: &(impl Fn(&[u8], &str) -> Result<Record, String> + Sync),
) -> f64 {
    let start = Instant::now();
    let mut ledger = Ledger::open(path, Access::Create).unwrap();
    let now = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let inputs = (0..n).map(|i| Input { source: i.to_string(), seen: now, content: Content::Bytes(bytes(i)) });
    let options = AddOptions { n_threads: N_THREADS, batch: 64 };
    let report = ledger.add(inputs, read, options, &|| now, &mut |_| {}).unwrap();
    assert!(report.failures.is_empty(), "{:?}", &report.failures[..report.failures.len().min(3)]);
    start.elapsed().as_secs_f64()
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).unwrap().len()
}

/// The records of the releases as they were read, by the number of the release.
fn templates(path: &Path, texts: &[String]) -> Vec<Value> {
    let ledger = Ledger::open(path, Access::Read).unwrap();
    let record = |text: &String| {
        let hash = rapporteur_ledger::DocumentHash::of(text.as_bytes());
        serde_json::to_value(ledger.record(&hash.to_string()).unwrap().record).unwrap()
    };
    texts.iter().map(record).collect()
}

/// The record of a copy: the quotes are what its text has there, and it has a day of its own.
fn copy_record(bytes: &[u8], name: &str, templates: &[Value]) -> Result<Record, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    let n: usize = name.parse().map_err(|_| format!("{name} is no number"))?;
    let mut record = templates[n % templates.len()].clone();
    let chars: Vec<char> = text.chars().collect();
    requote(&mut record, &chars);
    let day = Day::parse("2006-01-01").unwrap().plus(i32::try_from(n.wrapping_mul(7_919) % 7_300).unwrap());
    let document = &mut record["document"];
    document["id"] = rapporteur_ledger::DocumentHash::of(bytes).to_string().into();
    document["text"] = text.into();
    document["issued"]["date"] = json!({ "value": day.to_string(), "precision": "day" });
    serde_json::from_value(record).map_err(|e| e.to_string())
}

fn requote(value: &mut Value, chars: &[char]) {
    match value {
        Value::Object(fields) => {
            let at = |key: &str| fields.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
            if let (Some(start), Some(end), true) = (at("start"), at("end"), fields.contains_key("quote")) {
                fields.insert("quote".to_owned(), chars[start..end].iter().collect::<String>().into());
            }
            fields.values_mut().for_each(|v| requote(v, chars));
        }
        Value::Array(values) => values.iter_mut().for_each(|v| requote(v, chars)),
        _ => {}
    }
}

/// Puts words in place of others of the same length.
struct Swap {
    /// Words of each length, the most frequent first.
    by_length: BTreeMap<usize, Vec<String>>,
    rank: HashMap<String, usize>,
}

impl Swap {
    fn new(texts: &[&str]) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for text in texts {
            for word in text.split(|c: char| !c.is_ascii_lowercase()).filter(|w| w.len() > 3) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
        words.sort_by_key(|(word, n)| (std::cmp::Reverse(*n), *word));
        let mut swap = Self { by_length: BTreeMap::new(), rank: HashMap::new() };
        for (word, _) in words {
            let list = swap.by_length.entry(word.len()).or_default();
            swap.rank.insert(word.to_owned(), list.len());
            list.push(word.to_owned());
        }
        swap
    }

    /// The `n`th copy of a text; the first is the text itself.
    fn copy(&self, text: &str, n: usize) -> String {
        let mut copy = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_ascii_lowercase();
            let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
            copy.push_str(self.other(&rest[..end], n).unwrap_or(&rest[..end]));
            rest = &rest[end..];
        }
        copy
    }

    fn other(&self, word: &str, n: usize) -> Option<&str> {
        let rank = *self.rank.get(word)?;
        let list = &self.by_length[&word.len()];
        let block = rank / BLOCK * BLOCK;
        let width = BLOCK.min(list.len() - block);
        Some(&list[block + (rank - block + n) % width])
    }
}

type Question<'l> = Box<dyn Fn() + 'l>;

/// Asks each question some times; prints and gives the medians in milliseconds, the slowest first.
fn ask(path: &Path) -> Vec<(String, f64)> {
    let ledger = Ledger::open(path, Access::Read).unwrap();
    let today = Day::parse("2026-01-01").unwrap();
    let page = Page::default();
    let usa = || Some("USA".to_owned());
    let ukraine = || Some("UKR".to_owned());
    let search = |words: &str| Search { words: words.to_owned(), ..Search::default() };
    let meetings = ledger.meetings(&MeetingFilter { with: vec!["USA".to_owned()], ..MeetingFilter::default() }, page);
    let meeting = meetings.unwrap().rows.first().unwrap().id.clone();
    let item = ledger.open_items(&ItemFilter::default(), today, page).unwrap().rows.first().unwrap().act.id.clone();
    let documents = ledger.documents("", page).unwrap().rows;
    let (one, other) = (documents[0].id.clone(), documents[1].id.clone());
    let filter = |issue: Option<&str>, statuses: &[Status]| ItemFilter {
        actor: usa(),
        issue: issue.map(str::to_owned),
        statuses: statuses.to_vec(),
        ..ItemFilter::default()
    };
    let searches: Vec<(&str, Search)> = vec![
        ("one word", search("sanctions")),
        ("a word of every sentence", search("the")),
        ("words", search("human rights defenders")),
        ("a phrase", search("\"freedom of expression\"")),
        ("a prefix", search("negotiat*")),
        ("NEAR", search("NEAR(peace agreement, 5)")),
        ("OR and NOT", search("(ceasefire OR truce) NOT Syria")),
        ("a word that is nowhere", search("zyzzyva")),
        ("an actor", Search { actor: usa(), ..search("support") }),
        (
            "actor, recipient, type",
            Search {
                actor: usa(),
                recipient: ukraine(),
                act_type: Some(rapporteur::record::ActType::Commitment),
                ..Search::default()
            },
        ),
        ("a country and an issue", Search { country: ukraine(), issue: Some("trade".to_owned()), ..Search::default() }),
        ("dates", Search { since: Day::parse("2010-01-01"), until: Day::parse("2012-12-31"), ..search("terrorism") }),
        ("a genre", Search { genre: Some(rapporteur::record::Genre::Communique), ..search("agreement") }),
        ("a status", Search { status: Some(Status::Fulfilled), ..search("the") }),
        ("a common status", Search { status: Some(Status::Open), ..search("border") }),
        ("a meeting", Search { meeting: Some(meeting.clone()), ..Search::default() }),
    ];
    let mut figures: Vec<(String, f64)> = Vec::new();
    let mut time = |name: &str, question: &dyn Fn()| {
        question();
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                question();
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        figures.push((name.to_owned(), times[ROUNDS / 2]));
    };
    for (name, wanted) in &searches {
        time(&format!("search: {name}"), &|| drop(ledger.search(wanted, page).unwrap()));
    }
    let with = |sides: &[&str]| MeetingFilter {
        with: sides.iter().map(|&s| s.to_owned()).collect(),
        ..MeetingFilter::default()
    };
    let between = ActFilter { actor: usa(), counterpart: ukraine(), ..ActFilter::default() };
    let brief = BriefOptions { with: "UKR".to_owned(), us: usa(), since: None, today };
    let stale = |days| ledger.stale_items(&filter(None, &[]), days, today, page).map(drop).unwrap();
    let due = |day| ledger.due_items(&ItemFilter::default(), Day::parse(day).unwrap(), today, page).map(drop).unwrap();
    let questions: Vec<(&str, Question<'_>)> = vec![
        ("open", Box::new(|| drop(ledger.open_items(&filter(None, &[]), today, page).unwrap()))),
        ("open: an issue", Box::new(|| drop(ledger.open_items(&filter(Some("trade"), &[]), today, page).unwrap()))),
        ("open: fulfilled", Box::new(|| drop(ledger.open_items(&filter(None, &[Status::Fulfilled]), today, page)))),
        ("due", Box::new(|| due("2027-01-01"))),
        ("stale", Box::new(|| stale(180))),
        ("item show", Box::new(|| drop(ledger.item(&item, today).unwrap()))),
        ("meetings", Box::new(|| drop(ledger.meetings(&with(&[]), page).unwrap()))),
        ("meetings: a side", Box::new(|| drop(ledger.meetings(&with(&["USA"]), page).unwrap()))),
        ("meetings: two sides", Box::new(|| drop(ledger.meetings(&with(&["USA", "UKR"]), page).unwrap()))),
        ("positions", Box::new(|| drop(ledger.positions("USA", "trade", page).unwrap()))),
        ("drift", Box::new(|| drop(ledger.drift("USA", "trade", page).unwrap()))),
        ("stances on an issue", Box::new(|| drop(ledger.stances("trade", page).unwrap()))),
        ("acts between two", Box::new(|| drop(ledger.acts(&between, page).unwrap()))),
        ("compare", Box::new(|| drop(ledger.compare(&one, &other).unwrap()))),
        ("compare a meeting", Box::new(|| drop(ledger.compare_meeting(&meeting)))),
        ("brief", Box::new(|| drop(ledger.brief(&brief).unwrap()))),
        ("a document", Box::new(|| drop(ledger.document(&one).unwrap()))),
        ("documents", Box::new(|| drop(ledger.documents("", page).unwrap()))),
        ("documents: words", Box::new(|| drop(ledger.documents("readout", page).unwrap()))),
        ("actors: words", Box::new(|| drop(ledger.parties("minister", page).unwrap()))),
        ("an actor", Box::new(|| drop(ledger.party("USA").unwrap()))),
        ("issues", Box::new(|| drop(ledger.issues("", page).unwrap()))),
        ("review", Box::new(|| drop(ledger.review_queue(&QueueFilter::default(), page).unwrap()))),
    ];
    for (name, question) in &questions {
        time(name, question);
    }
    figures.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (name, ms) in &figures {
        println!("{ms:9.2} ms  {name}");
    }
    figures
}
