//! `cargo xtask load`: how fast the desk is on a ledger of thousands, and whether it loses anything when it is killed.
//!
//! Client and server share one machine, and talk over loopback alone. Every loop is bounded in time.

mod client;
mod kill;
mod readers;

use std::fs;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use self::client::Client;
use crate::desk::Desk;

/// Documents of the ledger that is read.
const N_DOCUMENTS: usize = 2_000;
/// Documents that are added while others read.
const N_ADDED: usize = 5_000;
/// The texts, where none are named.
const TEXTS: &str = "../shared/corpora/bulk.jsonl.gz";

/// A program that is built, and a folder of its own to work in.
struct Bench {
    program: PathBuf,
    folder: PathBuf,
}

/// Measures pages, readers beside an ingest, and what a killed desk kept.
pub(crate) fn run(root: &Path, texts: Option<&str>) -> Result<()> {
    let texts = root.join(texts.unwrap_or(TEXTS));
    ensure!(
        texts.exists(),
        "{} is not there: name a file of texts, JSON Lines with `id` and `text`, plain or gzipped",
        texts.display()
    );
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--release", "-p", "rapporteur_cli"]).current_dir(root).status()?;
    ensure!(built.success(), "the program does not build");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let bench = Bench { program: target.join("release/rapporteur"), folder: target.join("load") };
    let _ = fs::remove_dir_all(&bench.folder);
    fs::create_dir_all(&bench.folder)?;
    let (base, more) = bench.split(&texts)?;
    let ledger = bench.folder.join("desk.ledger");
    bench.add(&ledger, &base)?;
    println!("a ledger of {N_DOCUMENTS} documents, {} MB", fs::metadata(&ledger)?.len() / 1_000_000);
    {
        let desk = bench.serve(&ledger)?;
        let pages = readers::pages(desk.address)?;
        readers::cold(desk.address, &pages)?;
        readers::saturate(desk.address, &pages)?;
        readers::beside_ingest(&bench, &desk, &pages, &ledger, &more)?;
    }
    // what the broken-off ingest left to work out is worked out: known texts are not read again
    bench.add(&ledger, &base)?;
    kill::run(&bench, &ledger)
}

impl Bench {
    /// Puts the first texts into one file and others into a second: of the source that most are of, which comes last.
    fn split(&self, texts: &Path) -> Result<(PathBuf, PathBuf)> {
        let file = fs::File::open(texts)?;
        let lines: Box<dyn std::io::BufRead> = if texts.extension().is_some_and(|e| e == "gz") {
            Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file)))
        } else {
            Box::new(BufReader::new(file))
        };
        let mut lines: Vec<String> = lines.lines().collect::<Result<_, _>>().context("reading the texts")?;
        ensure!(lines.len() > N_DOCUMENTS, "{} has no {N_DOCUMENTS} lines", texts.display());
        // releases of the State Department are longer and richer in acts than what comes before them
        lines.sort_by_key(|line| !line.contains("\"source\": \"statedept\""));
        let (base, more) = (self.folder.join("base.jsonl"), self.folder.join("more.jsonl"));
        let added = lines.len().min(N_DOCUMENTS + N_ADDED);
        for (path, lines) in [(&base, &lines[..N_DOCUMENTS]), (&more, &lines[N_DOCUMENTS..added])] {
            let mut out = BufWriter::new(fs::File::create(path)?);
            for line in lines {
                writeln!(out, "{line}")?;
            }
            out.flush()?;
        }
        Ok((base, more))
    }

    /// Adds texts in a process of its own.
    fn adding(&self, ledger: &Path, texts: &Path, n_threads: u8) -> Result<Child> {
        let mut add = Command::new(&self.program);
        add.args(["add", "--quiet", "--threads", &n_threads.to_string(), "--ledger"]).arg(ledger).arg(texts);
        Ok(add.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
    }

    fn add(&self, ledger: &Path, texts: &Path) -> Result<()> {
        let status = self.adding(ledger, texts, 2)?.wait()?;
        // some texts of a dump are empty, and are told of
        ensure!(status.code().is_some_and(|code| code < 2), "adding {} failed: {status}", texts.display());
        Ok(())
    }

    /// Starts a desk over a ledger.
    fn serve(&self, ledger: &Path) -> Result<Desk> {
        Desk::start(&self.program, Some(ledger))
    }
}

/// Milliseconds for people.
fn ms(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1_000.0)
}
