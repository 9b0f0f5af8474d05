//! `cargo xtask bench-language`: the language runtime and spaCy, timed side by side.
//!
//! Each contender is a process of its own that reads the same texts over and over, one after the other in turn, so that what else
//! the machine does falls on all of them. Times are those of the processor, unless said otherwise.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use rapporteur_language::{Pipeline, Stage};
use serde_json::{Value, json};

use crate::bench_worker::{Job, PEAK_MB};
use crate::{checks, conformance, spacy};

/// Tokens of the bulk corpus that are read.
const N_TOKENS: usize = 100_000;
/// Rounds, of which the median counts.
const ROUNDS: usize = 7;
/// Variables that choose how many threads numpy and BLIS use, or what kernels.
const THREADS: [&str; 3] = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"];
const KERNELS: [&str; 3] = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "BLIS_ARCH_TYPE"];

/// Times both, and compares their decisions; `arguments` may name a pipeline's folder to time instead of the embedded one.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<()> {
    if cfg!(debug_assertions) {
        let command = ["run", "--quiet", "--release", "--package", "xtask", "--", "bench-language"];
        let arguments: Vec<&str> = command.into_iter().chain(arguments.iter().map(String::as_str)).collect();
        return checks::cargo(root, &arguments);
    }
    let work = root.join("target/bench-language");
    fs::create_dir_all(&work)?;
    let folder = arguments.first().map(String::as_str);
    let model = folder.map(|folder| -> Result<_> {
        let path = work.join("model");
        fs::write(&path, rapporteur_language::import::convert(Path::new(folder))?)?;
        Ok(path.to_string_lossy().into_owned())
    });
    let model = model.transpose()?.unwrap_or_default();
    let texts = work.join("texts.jsonl");
    let mut command = Command::new(spacy::python()?);
    command.arg(root.join("tools/bench_spacy.py")).arg("texts").arg(spacy::corpora(root)?).arg(N_TOKENS.to_string());
    spacy::run(command.stdout(File::create(&texts)?))?;

    let theirs = |gemm: &str| -> Result<Contender> {
        let mut command = Command::new(spacy::python()?);
        command.arg(root.join("tools/bench_spacy.py")).args([gemm, folder.unwrap_or(spacy::PIPELINE)]).arg(&texts);
        command.envs(THREADS.map(|name| (name, "1")));
        for name in KERNELS {
            command.env_remove(name);
        }
        Contender::start(command)
    };
    let ours = |job: Job| -> Result<Contender> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bench-worker").arg(job.name()).arg(&texts).arg(&model);
        Contender::start(command)
    };
    let mut contenders =
        [theirs("installed")?, theirs("openblas")?, ours(Job::Threads(1))?, ours(Job::Threads(2))?, ours(Job::Stages)?];
    for _ in 0..ROUNDS {
        for contender in &mut contenders {
            contender.read()?;
        }
    }
    for contender in &mut contenders {
        contender.finish()?;
    }
    let [installed, openblas, one, two, stages] = contenders;
    let opened = if model.is_empty() { None } else { Some(Pipeline::open(Path::new(&model))?) };
    let pipeline = opened.as_ref().unwrap_or_else(|| Pipeline::embedded());
    let agreement = conformance::compare(root, pipeline, folder.unwrap_or(spacy::PIPELINE), N_TOKENS)?;

    println!("{} {}, {:?}, {ROUNDS} rounds", pipeline.name(), pipeline.version(), pipeline.instructions());
    let rows = [
        ("spaCy as installed", &installed),
        ("spaCy with OpenBLAS", &openblas),
        ("here, 1 thread", &one),
        ("here, 2 threads", &two),
    ];
    println!("{:22}{:>14}{:>16}{:>12}{:>10}", "", "tokens/s CPU", "tokens/s wall", "peak MB", "load ms");
    for (name, contender) in rows {
        let wall = contender.speed("wall");
        println!(
            "{name:22}{:>14.0}{wall:>16.0}{:>12.0}{:>10.1}",
            contender.speed("cpu"),
            contender.peak_mb,
            contender.load_ms
        );
    }
    println!("\nmicroseconds a token, stage by stage");
    for stage in Stage::ALL {
        println!("{:22}{:>14.3}", format!("{stage:?}"), 1e6 / stages.speed(&format!("{stage:?}")));
    }
    println!();
    agreement.print();
    // Other work on the machine lengthens the time on the clock, most of all that of two threads: the best rounds are compared.
    let threads2 = two.best("wall") / one.best("wall");
    println!(
        "2 threads against 1, on the clock: {threads2:.2} in the best rounds, {:.2} in the median; ",
        two.speed("wall") / one.speed("wall")
    );
    println!("2 threads need {:.2} times the processor's time of 1", one.speed("cpu") / two.speed("cpu"));
    let summary = json!({
        "ratio_installed": rounded(one.speed("cpu") / installed.speed("cpu")),
        "ratio_openblas": rounded(one.speed("cpu") / openblas.speed("cpu")),
        "threads2": rounded(threads2),
        "identical": agreement.least(),
        "peak_mb": rounded(one.peak_mb),
        "load_ms": rounded(one.load_ms),
    });
    println!("{summary}");
    Ok(())
}

/// To two digits after the point.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// A process that reads the texts whenever it is told to.
struct Contender {
    child: Child,
    orders: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
    load_ms: f64,
    peak_mb: f64,
    rounds: Vec<Value>,
}

impl Contender {
    fn start(mut command: Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().with_context(|| format!("running {name}"))?;
        let orders = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().context("its output")?).lines();
        let mut contender = Self { child, orders, answers, load_ms: 0.0, peak_mb: 0.0, rounds: Vec::new() };
        contender.load_ms = number(&contender.answer()?, "load_ms")?;
        Ok(contender)
    }

    fn answer(&mut self) -> Result<Value> {
        Ok(serde_json::from_str(&self.answers.next().context("a contender gave up")??)?)
    }

    fn read(&mut self) -> Result<()> {
        writeln!(self.orders.as_mut().context("it has finished")?)?;
        let round = self.answer()?;
        ensure!(number(&round, "tokens")? >= 1.0, "a contender read nothing");
        self.rounds.push(round);
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        self.orders = None;
        self.peak_mb = number(&self.answer()?, PEAK_MB)?;
        ensure!(self.child.wait()?.success(), "a contender failed");
        Ok(())
    }

    /// Tokens a second in each round, by the clock `clock`, ascending.
    fn speeds(&self, clock: &str) -> Vec<f64> {
        let speed = |round: &Value| Some(round.get("tokens")?.as_f64()? / round.get(clock)?.as_f64()?);
        let mut speeds: Vec<f64> = self.rounds.iter().filter_map(speed).collect();
        speeds.sort_by(f64::total_cmp);
        speeds
    }

    /// The median speed.
    fn speed(&self, clock: &str) -> f64 {
        let speeds = self.speeds(clock);
        speeds.get(speeds.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// The best speed.
    fn best(&self, clock: &str) -> f64 {
        self.speeds(clock).last().copied().unwrap_or(f64::NAN)
    }
}

fn number(facts: &Value, name: &str) -> Result<f64> {
    facts.get(name).and_then(Value::as_f64).with_context(|| format!("{name} is missing in {facts}"))
}
