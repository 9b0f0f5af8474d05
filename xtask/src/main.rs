//! The project's chores, behind one door: `cargo xtask NAME`.
#![expect(clippy::print_stderr, clippy::print_stdout, reason = "a tool for people")]

mod accuracy;
mod bench_code;
mod bench_language;
mod bench_worker;
mod checks;
mod conformance;
mod crash;
mod desk;
mod e2e;
mod layers;
mod load;
mod long_texts;
mod model;
mod spacy;
mod tidy;
mod train;
mod world;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
usage: cargo xtask CHORE

  ci        everything that must hold: formatting, lints, tests, accuracy
  lint      formatting and lints alone
  tidy      layers, module docs, words that must not stand in the project
  accuracy  score the reader against the annotated documents, where they are there
  conformance [PIPELINE]
            compare the language runtime with spaCy over the corpora, on the embedded pipeline or that of a folder
  crash-ledger [SEED]
            kill ingest, review, migration and backup of a ledger at 200 random moments each, and look at what is left
  e2e       walk through the desk with a browser; installs the browser and what drives it
  api       ask the desk's API everything that its description allows; installs what asks
  load [TEXTS]
            measure the desk on 2,000 documents: each page, readers beside an ingest, kills while it writes
  bench-code
            count the sentences that `rapporteur code` takes in a second on one core
  bench-language [PIPELINE]
            time the language runtime and spaCy side by side
  long-texts
            read a text of 10 MB and a million short ones, and check that memory stays bounded
  model     fetch the language pipeline and convert it to models/
  train [--cross-validate | --check]
            fit the weights of the coder of dyads to the labelled sentences; or measure, or check the committed ones
  world     compile the tables of world/";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("xtask: {err:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let root = &Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let chore = std::env::args().nth(1);
    match chore.as_deref() {
        Some("ci") => checks::ci(root),
        Some("lint") => checks::lint(root),
        Some("tidy") => tidy::run(root),
        Some("accuracy") => accuracy::run(root),
        Some("conformance") => conformance::run(root, std::env::args().nth(2).as_deref()),
        Some("crash-ledger") => crash::run(root, std::env::args().nth(2).as_deref()),
        Some("e2e") => e2e::run(root),
        Some("api") => e2e::api(root),
        Some("load") => load::run(root, std::env::args().nth(2).as_deref()),
        Some("bench-code") => bench_code::run(root),
        Some("bench-language") => bench_language::run(root, &std::env::args().skip(2).collect::<Vec<_>>()),
        Some("bench-worker") => bench_worker::run(&std::env::args().skip(2).collect::<Vec<_>>()),
        Some("long-texts") => long_texts::run(root, std::env::args().nth(2).as_deref()),
        Some("model") => model::run(root),
        Some("train") => train::run(root, std::env::args().nth(2).as_deref()),
        Some("world") => world::run(root),
        Some("help" | "--help" | "-h") | None => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => bail!("no such chore: {other}\n{USAGE}"),
    }
}
