//! `rapporteur world licences`: the sources of all facts.

use crate::failure::Outcome;
use crate::outline::{BOLD, styled};
use crate::world::Overlay;

pub(crate) fn run(args: &Overlay) -> anyhow::Result<Outcome> {
    let world = super::open(args.world.as_deref())?;
    let mut text = String::new();
    for licence in world.licences() {
        text += &format!("{}  {}: {}\n", styled(BOLD, licence.source), licence.name, licence.licence);
        for more in [licence.attribution, licence.url].into_iter().flatten() {
            text += &format!("  {more}\n");
        }
    }
    super::print(&text)?;
    Ok(Outcome::AllRead)
}
