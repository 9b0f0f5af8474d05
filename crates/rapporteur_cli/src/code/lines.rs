//! Files of many short texts, a line each: read as they come, worked on in parallel, printed in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use anyhow::Context as _;

use crate::inputs::Input;
use crate::ordered;

/// Lines that one thread takes at a time.
const BATCH: usize = 64;
/// Batches that are read before their results are printed, for each thread.
const BATCHES: usize = 16;

/// A line with its number, counted from 1.
pub(crate) type Line = (usize, String);

/// What a line became: what to print, or why it could not be read.
pub(crate) type Made = anyhow::Result<String>;

/// How many lines were read and how many could not be.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) n_read: usize,
    pub(crate) n_failed: usize,
}

/// An input that is read line by line.
pub(crate) struct Lines {
    name: String,
    reader: Box<dyn BufRead + Send>,
    n_taken: usize,
    /// A line that was looked at and not yet taken.
    peeked: Option<Line>,
    max_bytes: usize,
}

impl Lines {
    pub(crate) fn open(input: &Input, max_bytes: usize) -> anyhow::Result<Self> {
        let name = input.name();
        let reader: Box<dyn BufRead + Send> = match input {
            Input::Stdin => Box::new(BufReader::new(io::stdin())),
            Input::File(path) => {
                let remedy = || format!("{name}: cannot be opened; check the path and its permissions");
                Box::new(BufReader::new(File::open(path).with_context(remedy)?))
            }
        };
        Ok(Self { name, reader, n_taken: 0, peeked: None, max_bytes })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The next line, left where it is.
    pub(crate) fn peek(&mut self) -> anyhow::Result<Option<&str>> {
        if self.peeked.is_none() {
            self.peeked = self.next()?;
        }
        Ok(self.peeked.as_ref().map(|(_, line)| line.as_str()))
    }

    /// The next line, blank ones too, without its end; bytes that are no UTF-8 become replacement characters.
    pub(crate) fn next(&mut self) -> anyhow::Result<Option<Line>> {
        if let Some(line) = self.peeked.take() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let failed = || format!("{}: cannot be read past line {}", self.name, self.n_taken);
        let mut limited = io::Read::take(&mut self.reader, self.max_bytes as u64 + 1);
        let n_bytes = limited.read_until(b'\n', &mut bytes).with_context(failed)?;
        if n_bytes == 0 {
            return Ok(None);
        }
        self.n_taken += 1;
        let number = self.n_taken;
        if n_bytes > self.max_bytes {
            anyhow::bail!("{}:{number}: is over {} bytes; split it or raise --max-bytes", self.name, self.max_bytes);
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = if number == 1 { text.trim_start_matches('\u{feff}') } else { &text };
        Ok(Some((number, text.trim_end_matches(['\n', '\r']).to_owned())))
    }

    /// Works on the lines that are left, a batch at a time, and prints what each becomes, in order; names those that fail.
    pub(crate) fn for_each(
        &mut self,
        n_threads: usize,
        work: impl Fn(&[Line]) -> Vec<Made> + Sync,
        mut print: impl FnMut(&str) -> io::Result<()>,
        mut tell: impl FnMut(&anyhow::Error),
    ) -> anyhow::Result<Counts> {
        let mut counts = Counts::default();
        loop {
            let (batches, broken) = self.batches(n_threads * BATCHES);
            if batches.is_empty() && broken.is_none() {
                return Ok(counts);
            }
            let mut written = Ok(());
            let one = |batch: &Vec<Line>| guarded(batch, &work);
            ordered::for_each(&batches, n_threads, one, |_, made| {
                for made in made {
                    match made {
                        Ok(text) => {
                            counts.n_read += 1;
                            written = print(&text);
                        }
                        Err(err) => {
                            counts.n_failed += 1;
                            tell(&err.context(self.name.clone()));
                        }
                    }
                    if written.is_err() {
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            });
            written?;
            if let Some(err) = broken {
                return Err(err);
            }
        }
    }

    /// The next lines that are not blank, and what kept the reading from going on.
    fn batches(&mut self, n_batches: usize) -> (Vec<Vec<Line>>, Option<anyhow::Error>) {
        let mut batches = Vec::new();
        while batches.len() < n_batches {
            let mut batch = Vec::new();
            while batch.len() < BATCH {
                match self.next() {
                    Ok(Some((_, line))) if line.trim().is_empty() => {}
                    Ok(Some(line)) => batch.push(line),
                    Ok(None) if batch.is_empty() => return (batches, None),
                    Ok(None) => break,
                    Err(err) => {
                        batches.push(batch);
                        return (batches, Some(err));
                    }
                }
            }
            batches.push(batch);
        }
        (batches, None)
    }
}

/// Works on a batch; where that faults, on each line alone, so that one line does not take the others with it.
fn guarded(batch: &[Line], work: &(impl Fn(&[Line]) -> Vec<Made> + Sync)) -> Vec<Made> {
    if let Ok(made) = catch_unwind(AssertUnwindSafe(|| work(batch))) {
        return made;
    }
    let alone = |line: &Line| {
        let fault = || vec![Err(anyhow::anyhow!("line {}: the program is at fault with it; please report it", line.0))];
        catch_unwind(AssertUnwindSafe(|| work(std::slice::from_ref(line)))).unwrap_or_else(|_| fault())
    };
    batch.iter().flat_map(alone).collect()
}

/// The number of threads that a person asked for, or all there are.
pub(crate) fn n_threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from)
}
