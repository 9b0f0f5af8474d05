//! `rapporteur world licences`: the sources of all facts.

use crate::failure::Outcome;
use crate::outline::{BOLD, styled};
use crate::world::Overlay;

pub(crate) fn run(args: &Overlay) -> anyhow::Result<Outcome> {
    let world = super::open(args.world.as_deref())?;
    let mut lines = Vec::new();
    for licence in world.licences() {
        lines.push(format!("{}  {}: {}", styled(BOLD, licence.source), licence.name, licence.licence));
        for more in [licence.attribution, licence.url].into_iter().flatten() {
            lines.push(format!("  {more}"));
        }
    }
    super::print(&lines)?;
    Ok(Outcome::AllRead)
}
