//! `rapporteur world lint`: what is wrong or doubtful in tables.

use std::path::PathBuf;

use jiff::civil::Date;
use rapporteur::world::{Level, Tables, lint};

use crate::failure::Outcome;

/// `rapporteur world lint`.
#[derive(Debug, clap::Args)]
pub(crate) struct LintArgs {
    /// A folder of facts to lay over the world, or of a whole world with its VERSION; by default the world inside the
    /// program.
    dir: Option<PathBuf>,
    /// Tell of offices last heard of more than a year before this day.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

pub(crate) fn run(args: &LintArgs) -> anyhow::Result<Outcome> {
    let dir = args.dir.as_deref();
    let tables = match dir.filter(|dir| dir.join("VERSION").is_file()) {
        Some(dir) => Tables::read(dir).or_else(|faults| super::refuse(dir, &faults))?,
        None => Tables::of(&super::open(dir)?),
    };
    let findings = lint(&tables, args.on);
    let n_faults = findings.iter().filter(|finding| finding.level == Level::Fault).count();
    let mut lines = Vec::new();
    for finding in &findings {
        let level = if finding.level == Level::Fault { "fault" } else { "doubt" };
        lines.push(format!("{level}: {}", finding.error));
    }
    lines.push(format!("{n_faults} faults, {} doubts", findings.len() - n_faults));
    super::print(&lines)?;
    Ok(if n_faults == 0 { Outcome::AllRead } else { Outcome::SomeFailed })
}
