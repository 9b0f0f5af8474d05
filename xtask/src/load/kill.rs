//! A desk killed while it acknowledges writes: whatever it acknowledged is there when it comes back.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::{Bench, Client};

const ROUNDS: u64 = 10;
const WRITERS: usize = 4;
const READERS: usize = 8;

/// What the desk said was kept.
#[derive(Default)]
struct Acknowledged {
    documents: Vec<String>,
    decisions: Vec<String>,
}

pub(super) fn run(bench: &Bench, ledger: &Path) -> Result<()> {
    let acknowledged = Mutex::new(Acknowledged::default());
    for round in 0..ROUNDS {
        let desk = bench.serve(ledger)?;
        let (address, is_over) = (desk.address, AtomicBool::new(false));
        thread::scope(|scope| {
            for writer in 0..WRITERS {
                let (acknowledged, is_over) = (&acknowledged, &is_over);
                scope.spawn(move || write(address, round, writer, acknowledged, is_over));
            }
            for _ in 0..READERS {
                let is_over = &is_over;
                scope.spawn(move || read(address, is_over));
            }
            // not the same moment twice
            thread::sleep(Duration::from_millis(1_500 + round * 173));
            // dropping kills without a warning, as a power cut would end it
            drop(desk);
            is_over.store(true, Ordering::Relaxed);
        });
    }
    let kept = acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner);
    ensure!(!kept.documents.is_empty(), "nothing was acknowledged in {ROUNDS} rounds: the machine is too busy to tell");
    let desk = bench.serve(ledger)?;
    let mut client = Client::open(desk.address)?;
    for hash in &kept.documents {
        let answer = client.get(&format!("/api/v1/documents/{hash}"))?;
        ensure!(answer.status == 200, "the desk acknowledged {hash} and has lost it");
    }
    let decisions = decided(bench, ledger)?;
    for decision in &kept.decisions {
        ensure!(decisions.contains(decision), "the desk acknowledged the decision {decision} and has lost it");
    }
    drop(desk);
    let verified = Command::new(&bench.program).arg("verify").arg("--ledger").arg(ledger).output()?;
    ensure!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    println!(
        "killed {ROUNDS} times while it wrote: all of {} documents and {} decisions acknowledged are there, and verify finds nothing",
        kept.documents.len(),
        kept.decisions.len()
    );
    Ok(())
}

/// Adds a text, accepts an act of it, and so on until the desk is gone.
fn write(address: SocketAddr, round: u64, writer: usize, acknowledged: &Mutex<Acknowledged>, is_over: &AtomicBool) {
    for n in 0.. {
        let written = wrote(address, round, writer, n, acknowledged);
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        // the desk may have gone between one answer and the next
        if let Err(error) = written {
            eprintln!("  a writer's last word: {error:#}");
            return;
        }
    }
}

fn wrote(address: SocketAddr, round: u64, writer: usize, n: usize, acknowledged: &Mutex<Acknowledged>) -> Result<()> {
    let mut client = Client::open(address)?;
    let text = format!(
        "Readout\n\nOn 4 May 2017 the Foreign Minister of France urged Germany to sign agreement {round}.{writer}.{n}. \
         She welcomed the visit of the Chancellor.\n"
    );
    let answer =
        client.post(&format!("/api/v1/documents?name=load-{round}-{writer}-{n}.md"), "text/plain", text.as_bytes())?;
    if answer.status == 429 {
        // one person may write so much a minute
        thread::sleep(Duration::from_millis(100));
        return Ok(());
    }
    ensure!(matches!(answer.status, 200 | 201), "{}", answer.status);
    let added: Value = serde_json::from_slice(&answer.body)?;
    let told = |value: &Value, key: &str| value[key].as_str().map(str::to_owned).context("an answer without a name");
    let keep = |of: fn(&mut Acknowledged) -> &mut Vec<String>, name: String| {
        of(&mut acknowledged.lock().unwrap_or_else(PoisonError::into_inner)).push(name);
    };
    keep(|a| &mut a.documents, told(&added, "hash")?);
    let document: Value =
        serde_json::from_slice(&client.get(&format!("/api/v1/documents/{}", told(&added, "id")?))?.body)?;
    let act = told(&document["acts"][0], "id")?;
    let answer =
        client.post(&format!("/api/v1/acts/{act}/review"), "application/json", b"{\"verdict\": \"accept\"}")?;
    ensure!(answer.status == 200, "{}", answer.status);
    keep(|a| &mut a.decisions, told(&serde_json::from_slice(&answer.body)?, "decision")?);
    Ok(())
}

fn read(address: SocketAddr, is_over: &AtomicBool) {
    let Ok(mut client) = Client::open(address) else { return };
    while !is_over.load(Ordering::Relaxed) && client.get("/").is_ok() {}
}

/// The ids of all decisions in the ledger.
fn decided(bench: &Bench, ledger: &Path) -> Result<Vec<String>> {
    let mut list = Command::new(&bench.program);
    list.args(["decisions", "--format", "jsonl", "--limit", "1000000", "--ledger"]).arg(ledger);
    let output = list.output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout)?;
    lines
        .lines()
        .map(|line| {
            let decision: Value = serde_json::from_str(line)?;
            decision["id"].as_str().map(str::to_owned).context("a decision without an id")
        })
        .collect()
}
