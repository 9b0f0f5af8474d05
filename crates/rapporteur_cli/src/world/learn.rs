//! `rapporteur world learn`: what texts state of office holders, as proposals.

use std::path::PathBuf;
use std::sync::Mutex;

use rapporteur::Reader;
use rapporteur::language::Pipeline;
use rapporteur::record::Record;
use rapporteur::world::{Learnt, News, World};

use crate::args::Inputs;
use crate::failure::Outcome;
use crate::inputs;
use crate::outline::{BOLD, DIM, styled};
use crate::sources::{self, Frame, Text};
use crate::world::Overlay;

/// `rapporteur world learn`.
#[derive(Debug, clap::Args)]
pub(crate) struct LearnArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// A folder to write the proposals to, as tables to be looked through and then used with `--world`.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    #[command(flatten)]
    overlay: Overlay,
}

pub(crate) fn run(args: &LearnArgs) -> anyhow::Result<Outcome> {
    let list = inputs::list(&args.inputs.files)?;
    let pipeline = sources::pipeline(&args.inputs)?;
    let world = super::open(args.overlay.world.as_deref())?;
    let reader = Reader::new(pipeline.as_ref().unwrap_or_else(|| Pipeline::embedded()), &world);
    let records: Mutex<Vec<Record>> = Mutex::default();
    let outcome = sources::for_each(&args.inputs, &list, Frame::default(), |bytes, source| {
        let reading = reader.read(bytes, source).map_err(anyhow::Error::msg)?;
        records.lock().expect("no thread panics while it holds the records").push(reading.record);
        Ok((Text::Plain(String::new()), reading.diagnostics))
    })?;
    let mut records = records.into_inner().expect("no thread panics while it holds the records");
    // Threads end in any order; the proposals come in the order of names.
    records.sort_by(|a, b| a.document.source.cmp(&b.document.source));
    let learnt = world.learn(&records);
    super::print(&report(&world, &learnt))?;
    if let Some(dir) = &args.tables {
        learnt.tables(&world).write(dir)?;
        eprintln!("{}: look the tables through, then use them with --world", dir.display());
    }
    Ok(outcome)
}

fn report(world: &World, learnt: &Learnt) -> Vec<String> {
    let mut lines = Vec::new();
    for found in &learnt.proposals {
        let news = match found.news {
            News::Person => "new person",
            News::Tenure => "new office",
            News::Later => "still held",
        };
        let days = if found.from == found.as_of {
            format!("on {}", found.from)
        } else {
            format!("from {} to {}", found.from, found.as_of)
        };
        lines.push(format!(
            "{news}  {}  {}, {} {days}",
            styled(BOLD, &found.name),
            found.title,
            body(world, &found.body)
        ));
        let first = found.sources.first().map_or("", String::as_str);
        let more = found.sources.len().saturating_sub(1);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(styled(DIM, &format!("            {} of {}, {first}{more}", found.role, found.body)));
    }
    for found in &learnt.spellings {
        lines.push(format!("spelling    {}  of {}", styled(BOLD, &found.alias), found.person));
    }
    let (n_tenures, n_spellings) = (learnt.proposals.len(), learnt.spellings.len());
    lines.push(format!("{n_tenures} tenures, {n_spellings} spellings proposed; none is in use"));
    lines
}

fn body<'w>(world: &'w World, id: &'w str) -> &'w str {
    world.entity_by_id(id).map_or(id, |number| world.entity(number).name)
}
