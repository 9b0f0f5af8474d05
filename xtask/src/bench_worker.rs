//! The process that `cargo xtask bench-language` and `long-texts` measure.

use std::fs;
use std::io::{BufRead, Write};
use std::num::NonZero;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use cpu_time::ProcessTime;
use rapporteur_language::{Pipeline, Scratch, Stage, StageTimes};
use serde_json::{Map, Value, json};

/// What the peak of memory is called in answers.
pub(crate) const PEAK_MB: &str = "peak_mb";

/// Bytes of the texts that are read together where stages are timed, as in [`Pipeline::pipe`].
const BATCH_BYTES: usize = 16_384;

/// What a worker does with the texts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Job {
    /// Streams them through so many threads.
    Threads(usize),
    /// Times the stages of a reading.
    Stages,
}

impl Job {
    pub(crate) fn name(self) -> String {
        match self {
            Self::Threads(n_threads) => n_threads.to_string(),
            Self::Stages => "stages".to_owned(),
        }
    }

    fn from_name(name: &str) -> Result<Self> {
        match (name, name.parse()) {
            ("stages", _) => Ok(Self::Stages),
            (_, Ok(n_threads)) => Ok(Self::Threads(n_threads)),
            _ => bail!("no such job: {name}"),
        }
    }
}

/// Reads the texts of a file (a JSON string a line) once, then again for each line on standard input.
///
/// `arguments` are the job's name, the file and a model file, or an empty string for the embedded model. It says what
/// `tools/bench_spacy.py` says.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let [job, texts, model] = arguments else { bail!("this chore is for bench-language alone") };
    let job = Job::from_name(job)?;
    let lines = fs::read_to_string(texts)?;
    let texts: Vec<String> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    drop(lines);
    let start = Instant::now();
    let opened = if model.is_empty() { None } else { Some(Pipeline::open(Path::new(model))?) };
    let pipeline = opened.as_ref().unwrap_or_else(|| Pipeline::embedded());
    let load = start.elapsed();
    read(pipeline, &texts, job)?;
    say(&json!({"load_ms": load.as_secs_f64() * 1e3}));
    for line in std::io::stdin().lock().lines() {
        line?;
        say(&read(pipeline, &texts, job)?);
    }
    say(&json!({PEAK_MB: peak_mb()?}));
    Ok(())
}

fn say(facts: &Value) {
    println!("{facts}");
    // A reader that has gone has what it wants.
    let _ = std::io::stdout().flush();
}

fn read(pipeline: &Pipeline, texts: &[String], job: Job) -> Result<Value> {
    let mut n_tokens = 0;
    let mut facts = Map::new();
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    match job {
        Job::Threads(n_threads) => {
            let n_threads = NonZero::new(n_threads).context("no threads")?;
            pipeline.pipe(texts, n_threads, |_, analysis| n_tokens += analysis.tokens.len());
        }
        Job::Stages => {
            let mut times = StageTimes::new(processor_time);
            let mut scratch = Scratch::default();
            // The first time round is not counted: it fills the caches.
            for timed in [false, true] {
                let start = texts;
                let mut rest = start;
                if timed {
                    times = StageTimes::new(processor_time);
                    n_tokens = 0;
                }
                while !rest.is_empty() {
                    let mut bytes = 0;
                    let n_texts = rest.iter().take_while(|text| {
                        let fits = bytes < BATCH_BYTES;
                        bytes += text.len();
                        fits
                    });
                    let (batch, others) = rest.split_at(n_texts.count());
                    let analyses = pipeline.analyse_all_timed(batch, &mut scratch, &mut times);
                    n_tokens += analyses.iter().map(|analysis| analysis.tokens.len()).sum::<usize>();
                    rest = others;
                }
            }
            let time = |stage: Stage| (format!("{stage:?}"), json!(times.of(stage).as_secs_f64()));
            facts.extend(Stage::ALL.map(time));
        }
    }
    facts.insert("cpu".into(), json!(cpu.elapsed().as_secs_f64()));
    facts.insert("wall".into(), json!(wall.elapsed().as_secs_f64()));
    facts.insert("tokens".into(), json!(n_tokens));
    Ok(facts.into())
}

fn processor_time() -> Duration {
    ProcessTime::now().as_duration()
}

/// The most memory that this process has had, in MB of 1,000,000 bytes.
pub(crate) fn peak_mb() -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status").context("memory is measured on Linux alone")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    Ok(peak.context("no VmHWM")?.trim().parse::<f64>()? * 1024.0 / 1e6)
}
