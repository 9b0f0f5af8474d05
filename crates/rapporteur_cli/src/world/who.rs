//! `rapporteur world who`: who held an office on a day.

use anyhow::bail;
use jiff::civil::Date;
use rapporteur::world::{PartialDate, State, Who, World};
use serde_json::json;

use crate::failure::Outcome;
use crate::outline::{BOLD, DIM, styled};
use crate::world::Overlay;

/// `rapporteur world who`.
#[derive(Debug, clap::Args)]
pub(crate) struct WhoArgs {
    /// The office by function, such as foreign-minister, head-of-state or secretary-general.
    #[arg(long)]
    role: String,
    /// The country by its ISO 3166-1 alpha-3 code, such as KHM, or an organization by its id or name, such as ASEAN.
    #[arg(long, visible_alias = "of", value_name = "CODE")]
    country: String,
    /// The day, such as 2017-05-04.
    #[arg(long, value_name = "DATE")]
    on: Date,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    overlay: Overlay,
}

pub(crate) fn run(args: &WhoArgs) -> anyhow::Result<Outcome> {
    let world = super::open(args.overlay.world.as_deref())?;
    super::check_role(&world, &args.role)?;
    let Some(body) = super::body(&world, &args.country).map(|body| world.entity(body).id) else {
        bail!("{}: no country or organization of the world; name it by its code or id", args.country);
    };
    let found = world.who(&args.role, body, args.on);
    if found.is_empty() {
        bail!("the world does not know the {} of {body} on {}; see `rapporteur world show {body}`", args.role, args.on);
    }
    let lines: Vec<String> =
        found.iter().map(|who| if args.json { json(&world, who) } else { line(who, args.on) }).collect();
    super::print(&lines)?;
    Ok(Outcome::AllRead)
}

fn line(who: &Who<'_>, on: Date) -> String {
    let tenure = &who.holder.tenure;
    let date = |date: Option<PartialDate>| date.map_or_else(|| "?".to_owned(), |date| date.to_string());
    let days = match (tenure.to, tenure.as_of) {
        (Some(to), _) => format!("{} to {to}", date(tenure.from)),
        (None, as_of) => format!("since {}, last heard of {}", date(tenure.from), date(as_of)),
    };
    let acting = if tenure.acting { ", acting" } else { "" };
    let stale = if who.holder.state == State::Stale { format!("  stale on {on}") } else { String::new() };
    let source = styled(DIM, &format!("{}  [{}]", who.id, tenure.source));
    format!("{}  {}{acting}  {days}{stale}  {source}", styled(BOLD, who.name), tenure.office_title)
}

fn json(world: &World, who: &Who<'_>) -> String {
    let tenure = &who.holder.tenure;
    let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
    json!({
        "id": who.id, "name": who.name, "role": tenure.role, "title": tenure.office_title,
        "body": world.entity(tenure.body).id, "from": date(tenure.from), "to": date(tenure.to),
        "as_of": date(tenure.as_of), "acting": tenure.acting, "stale": who.holder.state == State::Stale,
        "source": tenure.source,
    })
    .to_string()
}
