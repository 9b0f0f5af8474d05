//! `rapporteur serve` and `rapporteur account`.

use std::io::BufRead as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use rapporteur::Reader;
use rapporteur::language::Pipeline;
use rapporteur::world::World;
use rapporteur_ledger::Timestamp;
use rapporteur_server::{Accounts, DEMO_NOW, Demo, Options, Role, serve};

use super::args::{AccountArgs, ServeArgs};
use super::place::{now, path};
use crate::failure::Outcome;

const NOTICE: &str =
    "A demonstration: Norland, Sudmark and Vesterra are invented, and all you change is gone at the end.";

/// Serves pages and the API until told to stop.
pub(super) fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    if args.demo {
        return demo(args);
    }
    let reader = match &args.overlay {
        None => Reader::embedded(),
        Some(folder) => Reader::new(Pipeline::embedded(), overlaid(folder)?),
    };
    let options = Options {
        ledger: path(&args.ledger)?,
        listen: args.listen,
        requires_login: args.require_login,
        overlay: args.overlay.clone(),
        max_upload: args.max_upload,
        reader,
        clock: Arc::new(now),
        notice: None,
    };
    listen(options)
}

fn demo(args: &ServeArgs) -> anyhow::Result<Outcome> {
    let demo = Demo::new().map_err(anyhow::Error::msg)?;
    let (begun, day) = (now(), Timestamp::parse(DEMO_NOW).context("the demonstration's day")?);
    let options = Options {
        ledger: demo.ledger(),
        listen: args.listen,
        requires_login: false,
        overlay: None,
        max_upload: args.max_upload,
        reader: demo.reader,
        // the demonstration's day goes on like any other
        clock: Arc::new(move || Timestamp(day.0 + now().0 - begun.0)),
        notice: Some(NOTICE.to_owned()),
    };
    if !args.listen.ip().is_loopback() {
        bail!("the demonstration asks nobody's name, so it listens on this machine alone; leave --listen out");
    }
    listen(options)
}

fn listen(options: Options) -> anyhow::Result<Outcome> {
    serve(options, |address| {
        eprintln!("rapporteur: the desk is at http://{address}/ (stop with Ctrl-C)");
    })?;
    Ok(Outcome::AllRead)
}

/// The world with an overlay, for as long as the program runs.
fn overlaid(folder: &Path) -> anyhow::Result<&'static World> {
    let world = World::embedded().with_overlay(folder).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", lines.join("\n")).context("the overlay cannot be used")
    })?;
    Ok(Box::leak(Box::new(world)))
}

/// Makes an account, changes one, or takes one away.
pub(super) fn account(args: &AccountArgs) -> anyhow::Result<Outcome> {
    let accounts = Accounts::open(&Accounts::beside(&path(&args.ledger)?))?;
    let Some(name) = &args.name else {
        let list: Vec<String> = accounts.list()?.iter().map(|a| format!("{}\t{}\n", a.name, a.role.as_str())).collect();
        return crate::print(&list.concat());
    };
    if args.remove {
        accounts.remove(name)?;
        return Ok(Outcome::AllRead);
    }
    let role = Role::from_name(&args.role).context("--role is reader, reviewer or admin")?;
    if args.password_stdin {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("reading the password from standard input")?;
        accounts.set(name, role, line.trim_end_matches(['\r', '\n']), now())?;
        return Ok(Outcome::AllRead);
    }
    let password = rapporteur_server::password();
    accounts.set(name, role, &password, now())?;
    crate::print(&format!("{password}\n"))
}
