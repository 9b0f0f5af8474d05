//! Many texts on several threads, in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use crate::analysis::Analysis;
use crate::pipeline::Pipeline;
use crate::scratch::Scratch;

/// Texts are handed to a thread by at least so many bytes ..
const BATCH_BYTES: usize = 16_384;
/// .. or so many texts.
const BATCH_TEXTS: usize = 256;
/// Batches that each thread may be ahead.
const AHEAD: usize = 4;

impl Pipeline {
    /// Analyses `texts` on `n_threads` threads and hands each with its analysis to `each`, in their order.
    ///
    /// `each` runs on the calling thread. Texts are taken from the iterator as threads need them: a few batches of texts are in
    /// memory at a time, however many there are. The analyses do not depend on the number of threads.
    ///
    /// # Panics
    /// Where `each` or the iterator does.
    pub fn pipe<T: AsRef<str> + Send>(
        &self,
        texts: impl IntoIterator<Item = T>,
        n_threads: NonZero<usize>,
        mut each: impl FnMut(T, Analysis),
    ) {
        if n_threads.get() == 1 {
            let mut scratch = self.borrow_scratch();
            for batch in batches(texts.into_iter()) {
                for (text, analysis) in self.analyse_batch(batch, &mut scratch) {
                    each(text, analysis);
                }
            }
            self.return_scratch(scratch);
            return;
        }
        let (to_workers, tasks) = mpsc::channel::<(usize, Vec<T>)>();
        let (to_caller, results) = mpsc::channel();
        let tasks = Mutex::new(tasks);
        thread::scope(|scope| {
            for _ in 0..n_threads.get() {
                let (tasks, to_caller) = (&tasks, to_caller.clone());
                scope.spawn(move || {
                    let mut scratch = self.borrow_scratch();
                    // The lock is held while waiting: the others would wait for the same.
                    while let Ok((number, batch)) = { tasks.lock().unwrap_or_else(PoisonError::into_inner).recv() } {
                        let done = catch_unwind(AssertUnwindSafe(|| self.analyse_batch(batch, &mut scratch)));
                        if to_caller.send((number, done)).is_err() {
                            break;
                        }
                    }
                    self.return_scratch(scratch);
                });
            }
            let mut batches = (0..).zip(batches(texts.into_iter())).fuse();
            let (mut sent, mut next) = (0, 0);
            let mut waiting = BTreeMap::new();
            loop {
                while sent - next < AHEAD * n_threads.get()
                    && let Some(batch) = batches.next()
                {
                    sent += 1;
                    to_workers.send(batch).expect("the workers wait for tasks");
                }
                if sent == next {
                    break;
                }
                let (number, done) = results.recv().expect("a worker has each task that was sent");
                waiting.insert(number, done.unwrap_or_else(|panic| resume_unwind(panic)));
                while let Some(done) = waiting.remove(&next) {
                    next += 1;
                    for (text, analysis) in done {
                        each(text, analysis);
                    }
                }
            }
            drop(to_workers);
        });
    }

    fn analyse_batch<T: AsRef<str>>(&self, batch: Vec<T>, scratch: &mut Scratch) -> Vec<(T, Analysis)> {
        let analyses = self.analyse_all_with(&batch, scratch);
        batch.into_iter().zip(analyses).collect()
    }
}

/// Neighbouring texts together.
fn batches<T: AsRef<str>>(mut texts: impl Iterator<Item = T>) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while bytes < BATCH_BYTES && batch.len() < BATCH_TEXTS {
            let Some(text) = texts.next() else { break };
            bytes += text.as_ref().len();
            batch.push(text);
        }
        (!batch.is_empty()).then_some(batch)
    })
}
