//! Work spread over threads, its results taken in the order of the work.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

/// Results that may wait for one that is late, for each thread: memory stays bounded however long that one takes.
const AHEAD: usize = 16;

/// How far the work has come.
struct Progress {
    /// The next item to be taken up.
    next: usize,
    /// Items before this may be taken up.
    limit: usize,
}

/// Calls `work` on each item, on `n_threads` threads, and `take` with each result on this thread, in the order of the
/// items. Work that has begun ends, but no more is begun, once `take` breaks.
pub(crate) fn for_each<T: Sync, R: Send>(
    items: &[T],
    n_threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(usize, R) -> ControlFlow<()>,
) {
    let n_threads = n_threads.clamp(1, items.len().max(1));
    let progress = Mutex::new(Progress { next: 0, limit: n_threads * AHEAD });
    let moved_on = Condvar::new();
    let claim = || {
        let guard = progress.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |p: &mut Progress| p.next >= p.limit && p.next < items.len();
        let mut guard = moved_on.wait_while(guard, waits).unwrap_or_else(PoisonError::into_inner);
        let index = guard.next;
        guard.next += 1;
        (index < items.len()).then_some(index)
    };
    let allow = |change: &dyn Fn(&mut Progress)| {
        change(&mut progress.lock().unwrap_or_else(PoisonError::into_inner));
        moved_on.notify_all();
    };
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..n_threads {
            let send = send.clone();
            scope.spawn(|| {
                let send = send;
                while let Some(index) = claim() {
                    if send.send((index, work(&items[index]))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (index, result) in &receive {
            early.insert(index, result);
            while let Some(result) = early.remove(&due) {
                if take(due, result).is_break() {
                    allow(&|progress| progress.next = items.len());
                    return;
                }
                due += 1;
                allow(&|progress| progress.limit += 1);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<u64> = (0..500).collect();
        let work = |&n: &u64| {
            thread::sleep(std::time::Duration::from_micros((n * 7919) % 200));
            n * n
        };
        for n_threads in [1, 3, 8] {
            let mut taken = Vec::new();
            for_each(&items, n_threads, work, |index, result| {
                assert_eq!(index, taken.len());
                taken.push(result);
                ControlFlow::Continue(())
            });
            assert_eq!(taken, items.iter().map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_break_ends_the_work() {
        let items = vec![(); 100_000];
        let begun = std::sync::atomic::AtomicUsize::new(0);
        let work = |(): &()| begun.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        for_each(
            &items,
            2,
            work,
            |index, _| if index == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) },
        );
        assert!(begun.into_inner() < 100);
    }

    #[test]
    fn no_items_is_no_work() {
        for_each(&[(); 0], 4, |()| (), |_, ()| unreachable!("there is nothing to take"));
    }
}
