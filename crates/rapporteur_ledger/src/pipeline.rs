//! Many threads that work, one that writes.

use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

/// How long results wait for company before they are written.
const LINGER: Duration = Duration::from_millis(500);

/// Batches of results that may wait.
const AHEAD: usize = 8;

/// Passes every item through `work` on `n_threads` threads, and what comes out, in whatever order, to `write` on this
/// one, in batches of at most `batch`.
///
/// # Errors
/// The first error of `write`; work under way is then dropped.
pub(crate) fn run<T: Send, U: Send, E>(
    items: impl Iterator<Item = T> + Send,
    n_threads: usize,
    batch: usize,
    work: impl Fn(T) -> U + Sync,
    mut write: impl FnMut(Vec<U>) -> Result<(), E>,
) -> Result<(), E> {
    let items = Mutex::new(items);
    // while many are indexed at once, the others go on reading
    let (sender, receiver) = sync_channel(batch.max(1) * AHEAD);
    std::thread::scope(|scope| {
        for _ in 0..n_threads.max(1) {
            let (items, work, sender) = (&items, &work, sender.clone());
            scope.spawn(move || {
                loop {
                    let item = match items.lock() {
                        Ok(mut items) => items.next(),
                        Err(_) => None,
                    };
                    let Some(item) = item else { return };
                    if sender.send(work(item)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        // owned here, so that an early return lets the threads go
        let receiver = receiver;
        let mut waiting = Vec::new();
        loop {
            match receiver.recv_timeout(LINGER) {
                Ok(result) => waiting.push(result),
                Err(RecvTimeoutError::Timeout) if waiting.is_empty() => continue,
                Err(RecvTimeoutError::Timeout) => write(std::mem::take(&mut waiting))?,
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if waiting.len() >= batch.max(1) {
                write(std::mem::take(&mut waiting))?;
            }
        }
        if waiting.is_empty() { Ok(()) } else { write(waiting) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_comes_through() {
        for n_threads in [1, 3] {
            let mut sum = 0;
            run(
                0..100_u32,
                n_threads,
                7,
                |n| n * 2,
                |batch| -> Result<(), ()> {
                    assert!(batch.len() <= 7);
                    sum += batch.iter().sum::<u32>();
                    Ok(())
                },
            )
            .unwrap();
            assert_eq!(sum, 9900);
        }
        assert_eq!(run(0..100_u32, 2, 3, |n| n, |_| Err("full")), Err("full"));
    }
}
