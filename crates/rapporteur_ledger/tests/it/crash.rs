//! Killed at any moment, nothing is lost, doubled or half there.
//!
//! Each test starts this very test program again to do one job on a ledger, kills it after a random while, and looks at
//! what it left. `RAPPORTEUR_KILLS` says how often, `RAPPORTEUR_SEED` where the random whiles begin.
#![expect(clippy::disallowed_methods, reason = "the environment is how a test tells another process its job")]

use std::env::{current_exe, var};
use std::io::{BufRead as _, BufReader, Write as _, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rapporteur_ledger::{Access, AddOptions, Ledger, OpenError, Page, QueueFilter, Reviewer};
use rapporteur_record::ActType;

use crate::migrate::downgrade;
use crate::scene::{Scene, Shelf, clock, deed, read, scene};

const JOB: &str = "RAPPORTEUR_CRASH_JOB";
const PLACE: &str = "RAPPORTEUR_CRASH_PLACE";

/// A killed process is given this long at most, in microseconds, once it is at work.
const LONGEST: u64 = 60_000;

const N_DOCUMENTS: usize = 400;

fn number(name: &str, default: u64) -> u64 {
    var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn documents() -> Vec<Scene> {
    let one = |i: usize| {
        let content = format!("open bridge number {i} to lorries");
        let text = format!("Statement\n\nValdoria asked Ormund to {content}.");
        let day = format!("20{:02}-{:02}-{:02}", 31 + i / 336, i / 28 % 12 + 1, i % 28 + 1);
        scene(&day, &text).did(deed(ActType::Request, &["Valdoria"], &["Ormund"], "asked", &content, "transport"))
    };
    (0..N_DOCUMENTS).map(one).collect()
}

/// Does its job until it is done or killed, and tells each thing that is safe on the disk.
#[test]
fn child() {
    let (Ok(job), Ok(place)) = (var(JOB), var(PLACE)) else { return };
    let path = PathBuf::from(place);
    let say = |words: &str| {
        println!("{words}");
        stdout().flush().unwrap();
    };
    say("at work");
    let mut ledger = Ledger::open(&path, Access::Create).unwrap();
    match job.as_str() {
        "ingest" => {
            let inputs = documents().into_iter().enumerate().map(|(i, s)| s.input(&format!("{i}.json")));
            let options = AddOptions { n_threads: 2, batch: 4 };
            ledger.add(inputs, &read, options, &clock, &mut |p| say(&format!("safe {}", p.n_done))).unwrap();
        }
        "review" => {
            let queue = ledger.review_queue(&QueueFilter::default(), Page::first(1)).unwrap();
            let act = &queue.rows[0].act.id;
            for _ in 0..10_000 {
                let by = Reviewer { who: "eva".to_owned(), at: clock(), reason: None };
                let decision = ledger.comment(act, "again", &by).unwrap();
                say(&format!("safe {}", decision.id));
            }
        }
        "migrate" => {
            ledger.settle().unwrap();
            say("safe 1");
        }
        "backup" => {
            for n in 1..10_000 {
                ledger.backup(&path.with_extension("copy")).unwrap();
                say(&format!("safe {n}"));
            }
        }
        other => panic!("no job {other:?}"),
    }
}

/// Starts the job, kills it after a while, and gives what it had told to be safe.
fn kill(job: &str, place: &Path, after: Duration) -> Vec<String> {
    let mut command = Command::new(current_exe().unwrap());
    command.args(["--exact", "crash::child", "--nocapture"]).env(JOB, job).env(PLACE, place);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // the harness prints the test's name on the same line
    lines.by_ref().find(|line| line.as_ref().is_ok_and(|l| l.ends_with("at work")));
    std::thread::sleep(after);
    let _ = child.kill();
    let told = lines.map_while(Result::ok).filter_map(|l| l.strip_prefix("safe ").map(str::to_owned)).collect();
    child.wait().unwrap();
    told
}

fn each_kill(job: &str, mut place: impl FnMut(u64) -> PathBuf, mut check: impl FnMut(&Path, &[String])) {
    let mut random = number("RAPPORTEUR_SEED", 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut n_at_work = 0;
    let n_kills = number("RAPPORTEUR_KILLS", 10);
    for n in 0..n_kills {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let place = place(n);
        let told = kill(job, &place, Duration::from_micros(random % LONGEST));
        n_at_work += usize::from(!told.is_empty());
        check(&place, &told);
    }
    println!("{job}: {n_kills} kills, {n_at_work} of them after something was told to be safe");
}

fn assert_clean(ledger: &mut Ledger) -> usize {
    ledger.settle().unwrap();
    let found = ledger.verify(None).unwrap();
    assert!(found.is_clean(), "{:?}", found.findings);
    found.n_documents
}

#[test]
fn ingest_killed_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut n_files = 0;
    // a ledger that holds everything is followed by a new one, so that every kill is in the middle of something
    let mut is_full = true;
    let full = std::cell::Cell::new(true);
    let place = |_| {
        if std::mem::replace(&mut is_full, false) || full.get() {
            n_files += 1;
        }
        folder.path().join(format!("{n_files}.ledger"))
    };
    each_kill("ingest", place, |path, told| {
        let mut ledger = Ledger::open(path, Access::Create).unwrap();
        let n_documents = assert_clean(&mut ledger);
        let n_safe = told.last().map_or(0, |n| n.parse().unwrap());
        assert!(n_documents >= n_safe, "{n_safe} were told to be safe, and {n_documents} are there");
        full.set(n_documents == N_DOCUMENTS);
    });
}

#[test]
fn a_review_killed_keeps_every_decision() {
    let shelf = Shelf::with(&documents()[..3]);
    let path = shelf.ledger.path().to_owned();
    each_kill(
        "review",
        |_| path.clone(),
        |path, told| {
            let mut ledger = Ledger::open(path, Access::Write).unwrap();
            assert_clean(&mut ledger);
            let ids: std::collections::BTreeSet<String> =
                ledger.decisions().unwrap().into_iter().map(|d| d.id).collect();
            assert!(told.iter().all(|id| ids.contains(id)), "a decision is lost");
        },
    );
}

#[test]
fn a_migration_killed_goes_on() {
    // so few that they are packed without a dictionary, as older formats are
    let shelf = Shelf::with(&documents()[..40]);
    let old = shelf.folder.path().join("old.ledger");
    downgrade(shelf.ledger.path(), &old);
    let place = |n| {
        let path = shelf.folder.path().join(format!("old-{n}.ledger"));
        std::fs::copy(&old, &path).unwrap();
        path
    };
    each_kill("migrate", place, |path, _| {
        let mut ledger = Ledger::open(path, Access::Write).unwrap();
        assert_eq!(assert_clean(&mut ledger), 40);
    });
}

#[test]
fn a_backup_killed_leaves_a_whole_copy_or_none() {
    let shelf = Shelf::with(&documents()[..60]);
    let path = shelf.ledger.path().to_owned();
    let mut is_made = false;
    each_kill(
        "backup",
        |_| path.clone(),
        |path, told| {
            is_made |= !told.is_empty();
            match Ledger::open(&path.with_extension("copy"), Access::Read) {
                Ok(copy) => {
                    let found = copy.verify(None).unwrap();
                    assert!(found.is_clean(), "{:?}", found.findings);
                    assert_eq!(found.n_documents, 60);
                }
                Err(OpenError::Missing { .. }) => assert!(!is_made, "a copy told to be made is gone"),
                Err(other) => panic!("{other}"),
            }
        },
    );
}
