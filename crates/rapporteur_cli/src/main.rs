//! `rapporteur`, the command line: arguments, files, printing, exit codes. It decides nothing about a text.
#![expect(clippy::print_stderr, reason = "messages for the person at the terminal")]

mod args;
mod code;
mod eval;
mod failure;
mod inputs;
mod ledger;
mod model;
mod ordered;
mod outline;
mod output;
mod parse;
mod progress;
mod read;
mod sources;
mod world;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::args::{Args, Command, ModelCommand};
use crate::failure::Outcome;
use crate::output::Output;

fn main() -> ExitCode {
    let args = Args::parse();
    args.color.write_global();
    match run(args) {
        Ok(outcome) => outcome.exit_code(),
        Err(err) if output::is_broken_pipe(&err) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("rapporteur: {err:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> anyhow::Result<Outcome> {
    if args.version {
        return print(&version());
    }
    let Some(command) = args.command else {
        Args::command().print_help()?;
        return Ok(Outcome::NothingRead);
    };
    match command {
        Command::Read(args) => read::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Code(args) => code::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Ledger(command) => ledger::run(&command),
        Command::World { command } => world::run(&command),
        Command::Model { command: ModelCommand::Import(args) } => model::import(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "rapporteur", &mut script);
            print(&String::from_utf8(script)?)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Args::command()).render(&mut page)?;
            print(&String::from_utf8(page)?)
        }
    }
}

/// The versions that records carry.
fn version() -> String {
    let versions = rapporteur::Reader::embedded().versions();
    let rapporteur::record::ReaderVersions { version, model, world, lexicon } = versions;
    format!("rapporteur {version}\nmodel {model}\nworld {world}\nlexicon {lexicon}\n")
}

pub(crate) fn print(text: &str) -> anyhow::Result<Outcome> {
    let mut output = Output::open(None)?;
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Outcome::AllRead)
}
