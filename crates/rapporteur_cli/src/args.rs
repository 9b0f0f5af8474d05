//! What a person may write on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Reads official diplomatic texts and keeps the record: who met whom, and what each side asked, promised, welcomed or
/// refused, pinned to the exact words.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", after_help = EXIT_CODES, disable_version_flag = true, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Print the versions of the program, its language model, its world tables and its lexicon.
    #[arg(short = 'V', long)]
    pub(crate) version: bool,
    /// When to colour; `NO_COLOR` is honoured.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", hide_possible_values = true)]
    pub(crate) color: Color,
}

const EXIT_CODES: &str = "Exit codes: 0 all inputs were read; 1 some were not, each is named on standard error; \
    2 wrong usage, or nothing could be read.";

/// A chore.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read documents into records
    Read(ReadArgs),
    /// Print the language analysis alone: tokens, tags, heads, entities, lemmas
    Parse(ParseArgs),
    /// Code the events of texts after PLOVER and CAMEO
    Code(crate::code::CodeArgs),
    /// Measure the reader on annotated documents
    Eval(crate::eval::EvalArgs),
    #[command(flatten)]
    Ledger(crate::ledger::Command),
    /// Who held which office when: ask, check, extend
    World {
        #[command(subcommand)]
        command: crate::world::WorldCommand,
    },
    /// Language models
    Model {
        #[command(subcommand)]
        command: ModelCommand,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// What can be done with models.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Convert the folder of a spaCy 3 English pipeline to one model file, for `--model`
    Import(ImportArgs),
}

/// Which documents, how to go about them, and where to write.
#[derive(Debug, clap::Args)]
pub(crate) struct Inputs {
    #[command(flatten)]
    pub(crate) documents: Documents,
    /// Write to this file, whole or not at all, rather than to standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

impl std::ops::Deref for Inputs {
    type Target = Documents;

    fn deref(&self) -> &Documents {
        &self.documents
    }
}

/// Which documents, and how to go about them.
#[derive(Debug, clap::Args)]
pub(crate) struct Documents {
    /// Files, folders (their .md and .txt files, at any depth), or `-` for standard input, which is also the default.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Documents read at a time; all processors by default. The output is the same for any number.
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// The largest document that is read, in bytes.
    #[arg(long, value_name = "N", default_value_t = 16 << 20)]
    pub(crate) max_bytes: usize,
    /// A model file made by `rapporteur model import`, rather than the one inside the program.
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Say nothing about progress and odd text; failures are still named.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// `rapporteur read`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How to print; by default text on a terminal, else json for one document and jsonl for several.
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<ReadFormat>,
    /// A folder of facts to lay over the world, or of a whole world with its VERSION.
    #[arg(long, value_name = "DIR")]
    pub(crate) world: Option<PathBuf>,
}

/// How records are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// An outline for people.
    Text,
    /// The record; several documents make an array of records.
    Json,
    /// One record a line.
    Jsonl,
}

/// `rapporteur parse`.
#[derive(Debug, clap::Args)]
pub(crate) struct ParseArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How to print.
    #[arg(short, long, value_enum, default_value_t = ParseFormat::Conllu)]
    pub(crate) format: ParseFormat,
    /// Analyse the text as it stands: take no markup off and join no lines.
    #[arg(long)]
    pub(crate) raw: bool,
}

/// How analyses are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    /// CoNLL-U.
    Conllu,
    /// One object a line, as spaCy's `Doc.to_json` makes it.
    Json,
}

/// `rapporteur model import`.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// The pipeline's folder, where its `config.cfg` lies.
    pub(crate) dir: PathBuf,
    /// The model file to write.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

/// When to colour.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Makes it the choice of every stream that decides for itself.
    pub(crate) fn write_global(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
