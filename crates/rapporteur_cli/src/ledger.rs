//! The ledger's commands: keep documents, ask what became of what was said, decide, prove, copy.

mod add;
mod args;
mod ask;
mod decide;
mod draft;
mod dump;
mod items;
mod keep;
mod lines;
mod lists;
mod place;
mod review;
mod serve;
mod side_by_side;

use anyhow::bail;
use rapporteur_ledger::{Ledger, LookupError};

pub(crate) use self::args::Command;
use crate::failure::Outcome;

/// Carries out a command.
pub(crate) fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Add(args) => add::run(args),
        Command::Reread(args) => add::reread(args),
        Command::Serve(args) => serve::run(args),
        Command::Account(args) => serve::account(args),
        Command::Search(args) => ask::search(args),
        Command::Open(args) => items::open(args),
        Command::Due(args) => items::due(args),
        Command::Stale(args) => items::stale(args),
        Command::Item { command } => items::item(command),
        Command::Meetings(args) => lists::meetings(args),
        Command::Documents(args) => lists::documents(args),
        Command::Show(args) => lists::show(args),
        Command::Actors(args) => lists::actors(args),
        Command::Same(args) => decide::same(args, true),
        Command::Different(args) => decide::same(args, false),
        Command::Issues(args) => lists::issues(args),
        Command::Positions(args) => ask::positions(args),
        Command::Drift(args) => side_by_side::drift(args),
        Command::Compare(args) => side_by_side::compare(args),
        Command::Brief(args) => ask::brief(args),
        Command::Draft(args) => draft::run(args),
        Command::Review(args) => review::run(args),
        Command::Decisions(args) => decide::list(args),
        Command::Verify(args) => keep::verify(args),
        Command::Backup(args) => keep::backup(args),
        Command::Restore(args) => keep::restore(args),
        Command::Export(args) => keep::export(args),
        Command::Import(args) => keep::import(args),
    }
}

/// Compares two documents, or the first two reports of a meeting.
fn compare(ledger: &Ledger, names: &[String]) -> anyhow::Result<rapporteur_ledger::Comparison> {
    match names {
        [left, right] => Ok(ledger.compare(left, right)?),
        [meeting] => Ok(ledger.compare_meeting(meeting).map_err(|error| match error {
            LookupError::NotFound { kind: "meeting", .. } => {
                anyhow::anyhow!(
                    "{meeting:?} is no meeting; name two documents, or a meeting as `rapporteur meetings` shows it"
                )
            }
            error => error.into(),
        })?),
        _ => bail!("name two documents, or one meeting"),
    }
}
