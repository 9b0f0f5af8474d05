//! What every answer is made from: connections to the ledger, the accounts, the reader, the clock.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use rapporteur::Source;
use rapporteur::world::World;
use rapporteur_ledger::{Access, Day, Ledger, Thesaurus, Timestamp};

use crate::accounts::Accounts;
use crate::cache::Cache;
use crate::fault::Fault;
use crate::limits::Limits;
use crate::readers::Readers;
use crate::visitor::secret;
use crate::writer::Writer;
use crate::{Options, ServeError};

pub(crate) struct Desk {
    pub(crate) options: Options,
    pub(crate) readers: Readers,
    pub(crate) writer: Writer,
    pub(crate) accounts: Accounts,
    pub(crate) cache: Cache,
    pub(crate) limits: Limits,
    pub(crate) world: &'static World,
    pub(crate) requires_login: bool,
    kindred_issues: HashMap<String, Vec<String>>,
    /// Of this run: what a visitor without a session proves himself with.
    pub(crate) secret: String,
}

impl Desk {
    pub(crate) fn open(options: Options) -> Result<Arc<Self>, ServeError> {
        let requires_login = options.requires_login || !options.listen.ip().is_loopback();
        // a ledger that cannot be used is told of before anything listens
        let mut ledger = Ledger::open(&options.ledger, Access::Create)?;
        let issues = issues(options.reader.world());
        ledger.set_thesaurus(Thesaurus::new(issues.iter().cloned()));
        let accounts = Accounts::open(&Accounts::beside(&options.ledger))?;
        if requires_login && !accounts.has_admin()? {
            return Err(ServeError::NoAccounts { listen: options.listen });
        }
        Ok(Arc::new(Self {
            readers: Readers::of(&ledger)?,
            writer: Writer::start(ledger),
            accounts,
            cache: Cache::default(),
            limits: Limits::default(),
            kindred_issues: kindred_issues(&issues),
            world: options.reader.world(),
            requires_login,
            secret: secret(),
            options,
        }))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.options.clock)()
    }

    pub(crate) fn today(&self) -> Day {
        self.now().day()
    }

    /// Asks the ledger, on a thread that may wait.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Ledger) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let desk = Arc::clone(self);
        let _turn = self.readers.turn().await?;
        let asked = tokio::task::spawn_blocking(move || desk.readers.with(question));
        asked.await.map_err(|_| Fault::ours())?
    }

    /// Does work that takes its time and no ledger.
    pub(crate) async fn work<T: Send + 'static>(
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        tokio::task::spawn_blocking(work).await.map_err(|_| Fault::ours())?
    }

    /// Reads a text without keeping it.
    pub(crate) fn read(&self, bytes: &[u8], name: &str) -> Result<rapporteur::Reading, Fault> {
        let source = Source { name, max_bytes: self.options.max_upload, ..Source::default() };
        self.options.reader.read(bytes, &source).map_err(|e| Fault::invalid(e.to_string()))
    }

    /// The name of a country by its code; the code itself where the world has none.
    pub(crate) fn country<'c>(&'c self, code: &'c str) -> &'c str {
        self.world.country(code).map_or(code, |n| self.world.entity(n).name)
    }

    /// The issues that the world has above, below and beside one, in the order of the alphabet.
    pub(crate) fn kindred_issues(&self, id: &str) -> &[String] {
        self.kindred_issues.get(id).map_or(&[], Vec::as_slice)
    }

    /// What an issue is called.
    pub(crate) fn issue(&self, id: &str) -> String {
        let known = self.world.issue(id).map(|issue| issue.label.to_owned());
        known.unwrap_or_else(|| id.trim_start_matches("x-").replace('-', " "))
    }
}

/// The world's issues: id, what each is called, and the one of which it is part.
fn issues(world: &World) -> Vec<(String, String, Option<String>)> {
    let ids = world.entities().filter_map(|entity| entity.id.strip_prefix("kb:issue/"));
    let issues = ids.filter_map(|id| world.issue(id));
    issues.map(|issue| (issue.id.to_owned(), issue.label.to_owned(), issue.broader.map(str::to_owned))).collect()
}

/// By issue: the one of which it is part, its own parts, and the other parts of that.
fn kindred_issues(issues: &[(String, String, Option<String>)]) -> HashMap<String, Vec<String>> {
    let kin = |(id, _, broader): &(String, String, Option<String>)| {
        let is_kin = |(other, _, above): &&(String, String, Option<String>)| {
            let is_beside = above.is_some() && above == broader;
            other != id && (Some(other) == broader.as_ref() || above.as_ref() == Some(id) || is_beside)
        };
        (id.clone(), issues.iter().filter(is_kin).map(|(other, ..)| other.clone()).collect())
    };
    issues.iter().map(kin).collect()
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
