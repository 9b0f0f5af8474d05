//! The one thread that writes, and the news of what it did.

use std::sync::mpsc;

use rapporteur_ledger::Ledger;
use serde::Serialize;
use tokio::sync::{broadcast, oneshot};

use crate::fault::Fault;

type Job = Box<dyn FnOnce(&mut Ledger) + Send>;

/// News that are not yet heard; whoever is slower misses some.
const BACKLOG: usize = 64;

/// What was done.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct News {
    /// `ingest`: documents were read and kept; `decision`: a person decided.
    pub(crate) kind: &'static str,
    /// Inputs dealt with.
    pub(crate) n_done: usize,
    /// Inputs in all.
    pub(crate) n_all: usize,
    /// Inputs that could not be read.
    pub(crate) n_failed: usize,
}

pub(crate) struct Writer {
    jobs: mpsc::SyncSender<Job>,
    pub(crate) news: broadcast::Sender<News>,
}

impl Writer {
    pub(crate) fn start(mut ledger: Ledger) -> Self {
        let (jobs, todo) = mpsc::sync_channel::<Job>(256);
        std::thread::spawn(move || {
            for job in todo {
                // a job that breaks down has rolled its transaction back, and its caller is told
                let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut ledger)));
            }
        });
        Self { jobs, news: broadcast::channel(BACKLOG).0 }
    }

    /// Writes; what is answered is safe on the disk.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |ledger| {
            let _ = answer.send(work(ledger));
        });
        self.jobs.try_send(job).map_err(|_| Fault::busy())?;
        answered.await.map_err(|_| Fault::ours())?
    }

    pub(crate) fn tell(&self, news: News) {
        // nobody may be listening
        let _ = self.news.send(news);
    }
}
