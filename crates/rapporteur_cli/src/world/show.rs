//! `rapporteur world show`: all that the tables say of a name or an id.

use anyhow::bail;
use jiff::civil::Date;

use crate::failure::Outcome;
use crate::world::Overlay;

/// `rapporteur world show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// An id such as kb:country/KHM, a country's code, or a name; every entry of that name is printed.
    name: String,
    /// Print only the offices held and the members of this day.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    overlay: Overlay,
}

pub(crate) fn run(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let world = super::open(args.overlay.world.as_deref())?;
    let entries = world.show(&args.name, args.on);
    if entries.is_empty() {
        bail!("{}: nothing of that name or id in the world; check the spelling", args.name);
    }
    let texts: Vec<String> = entries.iter().map(|entry| format!("{entry}\n")).collect();
    super::print(&texts)?;
    Ok(Outcome::AllRead)
}
