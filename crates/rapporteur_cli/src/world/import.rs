//! `rapporteur world import`: lists of others to overlay tables.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::ValueEnum;
use rapporteur::world::{Imported, PartialDate, Table, World, import_factbook, import_petrarch, import_wikidata};

use crate::failure::Outcome;

/// `rapporteur world import`.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// What kind of list it is.
    format: Format,
    /// The list.
    file: PathBuf,
    /// The folder that the tables are written to, for `--world`.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// The day of the query or profile, as of which open tenures are known; of Wikidata and Factbook.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Name each part that could not be taken, with its line.
    #[arg(long)]
    details: bool,
}

/// Kinds of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An actor or agent dictionary of PETRARCH.
    Petrarch,
    /// A query's results as CSV: person,name,alias,office,officeLabel,country,start,end.
    Wikidata,
    /// A country profile of the Factbook as JSON.
    Factbook,
}

pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let world = World::embedded();
    let as_of = || {
        let Some(text) = &args.as_of else { bail!("say with --as-of DATE from which day the list is") };
        PartialDate::parse(text).ok_or_else(|| anyhow!("--as-of {text}: is no date; write it like 2017-05-04"))
    };
    let imported = match args.format {
        Format::Petrarch => import_petrarch(world, &args.file),
        Format::Wikidata => import_wikidata(world, &args.file, as_of()?),
        Format::Factbook => import_factbook(world, &args.file, as_of()?),
    }?;
    imported.tables.write(&args.output)?;
    // What was written must be fit to be laid over the world.
    super::open(Some(&args.output))?;
    super::print(&report(args, &imported))?;
    Ok(Outcome::AllRead)
}

fn report(args: &ImportArgs, imported: &Imported) -> Vec<String> {
    let mut lines = vec![format!("{}: use it with --world", args.output.display())];
    for table in Table::ALL {
        let n_rows = imported.tables.count(table);
        if n_rows > 0 && table != Table::Sources {
            lines.push(format!("{n_rows:>8}  {}", table.name()));
        }
    }
    for (why, n_parts) in imported.reasons() {
        lines.push(format!("{n_parts:>8}  not taken: {why}"));
    }
    if args.details {
        for part in &imported.not_taken {
            lines.push(format!("{}:{}: {}: {}", args.file.display(), part.line, part.why, part.text));
        }
    }
    lines
}
