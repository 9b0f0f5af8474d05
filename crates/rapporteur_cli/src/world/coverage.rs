//! `rapporteur world coverage`: of which states the tables do not tell who held an office on a day.

use anyhow::bail;
use jiff::civil::Date;
use rapporteur::world::State;

use crate::failure::Outcome;
use crate::world::Overlay;

/// `rapporteur world coverage`.
#[derive(Debug, clap::Args)]
pub(crate) struct CoverageArgs {
    /// The office by function, such as foreign-minister, head-of-state or head-of-government.
    #[arg(long)]
    role: String,
    /// The day, such as 2017-05-04.
    #[arg(long, value_name = "DATE")]
    on: Date,
    /// The organization or group whose member states are looked at, by its id or name.
    #[arg(long, value_name = "NAME", default_value = "kb:org/un")]
    of: String,
    #[command(flatten)]
    overlay: Overlay,
}

pub(crate) fn run(args: &CoverageArgs) -> anyhow::Result<Outcome> {
    let world = super::open(args.overlay.world.as_deref())?;
    super::check_role(&world, &args.role)?;
    let Some(organization) = super::body(&world, &args.of) else {
        bail!("{}: no organization or group of the world; name it by its id or name", args.of);
    };
    let covered = world.coverage(&args.role, organization, args.on);
    let name = world.entity(organization).name;
    if covered.is_empty() {
        bail!("the world knows no member states of {name} on {}", args.on);
    }
    let mut lines = Vec::new();
    for (state, word) in [(Some(State::Stale), "stale"), (None, "unknown")] {
        let lacking = covered.iter().filter(|covered| covered.state == state);
        lines.extend(lacking.map(|covered| {
            let country = world.entity(covered.country);
            format!("{}  {}  {word}", country.country.unwrap_or_default(), country.name)
        }));
    }
    let n_lacking = lines.len();
    let n_known = covered.len() - n_lacking;
    lines.push(format!("{} on {}: known in {n_known} of {} members of {name}", args.role, args.on, covered.len()));
    super::print(&lines)?;
    Ok(Outcome::AllRead)
}
