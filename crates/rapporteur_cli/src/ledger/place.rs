//! Which ledger, who is at the keyboard, and what time it is: the only place that asks the environment.

use std::env::var_os;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use etcetera::BaseStrategy as _;
use rapporteur::world::World;
use rapporteur_ledger::{Access, Day, Ledger, Reviewer, Thesaurus, Timestamp};

use super::args::{ByArgs, LedgerArgs};

/// How long an answer waits for another process before it comes from what is worked out so far.
const BRIEFLY: Duration = Duration::from_secs(2);

/// How long a writer waits for another.
const PATIENTLY: Duration = Duration::from_mins(10);

/// The ledger's file.
pub(super) fn path(args: &LedgerArgs) -> anyhow::Result<PathBuf> {
    let set = args.ledger.clone().or_else(|| var_os("RAPPORTEUR_LEDGER").filter(|v| !v.is_empty()).map(PathBuf::from));
    if let Some(path) = set {
        return Ok(path);
    }
    let user = etcetera::choose_base_strategy()
        .context("no ledger is named, and the user has no folder; give --ledger FILE")?;
    Ok(user.data_dir().join("rapporteur").join("ledger.db"))
}

/// Opens the ledger to write.
pub(super) fn open(args: &LedgerArgs, access: Access) -> anyhow::Result<Ledger> {
    Ok(Ledger::open(&path(args)?, access)?)
}

/// Opens the ledger to answer, everything worked out where that can be done now.
pub(super) fn open_to_ask(args: &LedgerArgs) -> anyhow::Result<Ledger> {
    let mut ledger = open(args, Access::Read)?;
    if !ledger.is_settled()? {
        ledger.set_patience(BRIEFLY)?;
        if let Err(error) = ledger.settle() {
            eprintln!("rapporteur: note: the newest documents are not yet in this answer: {error}");
        }
        ledger.set_patience(PATIENTLY)?;
    }
    Ok(ledger)
}

/// Opens the ledger to answer about an issue: its parts belong to it, and it may be named as people call it.
pub(super) fn open_to_ask_on(args: &LedgerArgs, issue: Option<&str>) -> anyhow::Result<Ledger> {
    let mut ledger = open_to_ask(args)?;
    if issue.is_some() {
        ledger.set_thesaurus(thesaurus(World::embedded()));
    }
    Ok(ledger)
}

/// What the world knows of issues.
pub(super) fn thesaurus(world: &World) -> Thesaurus {
    let ids = world.entities().filter_map(|entity| entity.id.strip_prefix("kb:issue/"));
    let issues = ids.filter_map(|id| world.issue(id));
    Thesaurus::new(issues.map(|issue| (issue.id.to_owned(), issue.label.to_owned(), issue.broader.map(str::to_owned))))
}

/// The instant.
pub(super) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the clock that the ledger is given")]
    let now = SystemTime::now();
    instant(now)
}

/// An instant of a file system.
pub(super) fn instant(time: SystemTime) -> Timestamp {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
        Err(before) => Timestamp(-i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX)),
    }
}

/// The day asked for, else today.
pub(super) fn day_or_today(day: Option<Day>) -> Day {
    day.unwrap_or_else(|| now().day())
}

/// Who decides.
pub(super) fn reviewer(by: &ByArgs) -> Reviewer {
    Reviewer { who: who(by.by.as_deref()), at: now(), reason: by.reason.clone() }
}

/// The name given, else the one that the environment has.
pub(super) fn who(by: Option<&str>) -> String {
    let from = |name| var_os(name).filter(|v| !v.is_empty()).map(|v| v.to_string_lossy().into_owned());
    by.map(str::to_owned)
        .or_else(|| from("RAPPORTEUR_USER"))
        .or_else(|| from("USER"))
        .or_else(|| from("USERNAME"))
        .unwrap_or_else(|| "somebody".to_owned())
}
