//! `rapporteur world`: the tables of who held which office when.

mod coverage;
mod import;
mod learn;
mod licences;
mod lint;
mod show;
mod who;

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Subcommand;
use rapporteur::world::{EntityId, TableError, World};

use crate::failure::Outcome;
use crate::output::Output;

/// What can be done with the world.
#[derive(Debug, Subcommand)]
pub(crate) enum WorldCommand {
    /// Tell who held an office on a day
    Who(who::WhoArgs),
    /// Print all that the tables say of a name or an id
    Show(show::ShowArgs),
    /// Tell in which states nobody is known to have held an office on a day
    Coverage(coverage::CoverageArgs),
    /// Check tables: what is wrong, what is doubtful
    Lint(lint::LintArgs),
    /// Print the sources of all facts with their licences and attributions
    Licences(Overlay),
    /// Propose tenures and spellings that texts themselves state, for a person to accept
    Learn(learn::LearnArgs),
    /// Make overlay tables of a PETRARCH dictionary, a Wikidata query or a Factbook profile
    Import(import::ImportArgs),
}

/// Which world.
#[derive(Debug, clap::Args)]
pub(crate) struct Overlay {
    /// A folder of facts to lay over the world, or of a whole world with its VERSION.
    #[arg(long, value_name = "DIR")]
    pub(crate) world: Option<PathBuf>,
}

pub(crate) fn run(command: &WorldCommand) -> anyhow::Result<Outcome> {
    match command {
        WorldCommand::Who(args) => who::run(args),
        WorldCommand::Show(args) => show::run(args),
        WorldCommand::Coverage(args) => coverage::run(args),
        WorldCommand::Lint(args) => lint::run(args),
        WorldCommand::Licences(args) => licences::run(args),
        WorldCommand::Learn(args) => learn::run(args),
        WorldCommand::Import(args) => import::run(args),
    }
}

/// The world of a folder, whole or laid over the one inside the program; without a folder that one.
///
/// # Errors
/// Every fault of the folder, a line each.
pub(crate) fn open(dir: Option<&Path>) -> anyhow::Result<World> {
    let Some(dir) = dir else { return Ok(World::embedded().clone()) };
    let world = if dir.join("VERSION").is_file() { World::read(dir) } else { World::embedded().with_overlay(dir) };
    world.or_else(|faults| refuse(dir, &faults))
}

fn refuse<T>(dir: &Path, faults: &[TableError]) -> anyhow::Result<T> {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    bail!("{}: cannot be used as world tables\n{}", dir.display(), lines.join("\n"))
}

/// Refuses a role that the tables do not have.
fn check_role(world: &World, role: &str) -> anyhow::Result<()> {
    if world.roles().any(|known| known == role) {
        return Ok(());
    }
    let roles: Vec<&str> = world.roles().collect();
    bail!("there is no role {role}; the roles are {}", roles.join(", "))
}

/// A country by code, or a country or organization by id or name.
fn body(world: &World, text: &str) -> Option<EntityId> {
    let number = world.country(text).or_else(|| world.entity_by_id(text));
    number.or_else(|| world.look_up(text).first().map(|hit| hit.entity))
}

fn print(lines: &[String]) -> anyhow::Result<()> {
    let mut output = Output::open(None)?;
    output.write_styled(&(lines.join("\n") + "\n"))?;
    output.finish()
}
