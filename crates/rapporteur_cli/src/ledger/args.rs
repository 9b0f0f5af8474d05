//! What a person may write after the ledger's commands.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use rapporteur::record::{ActType, Genre};
use rapporteur_ledger::{Day, ItemFilter, Page, Relation, Status};

use crate::args::Documents;

/// A command of the ledger.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read documents and keep them in the ledger: files, folders, or dumps (.jsonl, .jsonl.gz) of one object a line,
    /// with `text`, and maybe `url` or `id`, `title` and `date`
    Add(AddArgs),
    /// Serve the ledger as web pages and an API, to this machine unless told otherwise
    Serve(ServeArgs),
    /// Make, change, remove or list the accounts of those who may log in to `serve`
    Account(AccountArgs),
    /// Read kept documents again with this reader; people's decisions stay
    Reread(RereadArgs),
    /// Find sentences by their words, and by who says what to whom
    Search(SearchArgs),
    /// List requests and promises that are outstanding
    Open(OpenArgs),
    /// List what is due before a date
    Due(DueArgs),
    /// List what nobody spoke of for so many days
    Stale(StaleArgs),
    /// One request or promise: its thread, and what a person says of it
    Item {
        #[command(subcommand)]
        command: ItemCommand,
    },
    /// List meetings with all their reports
    Meetings(MeetingsArgs),
    /// List documents
    Documents(ListArgs),
    /// Show a document: where it was seen, its versions and copies, its meetings and acts
    Show(ShowArgs),
    /// List actors by their names
    Actors(ListArgs),
    /// Say that two actors are one
    Same(SameArgs),
    /// Say that two actors are different
    Different(SameArgs),
    /// List the issues that occur
    Issues(ViewArgs),
    /// Where an actor stands on an issue, by date, in its own words
    Positions(PositionsArgs),
    /// How an actor's wording on an issue moved
    Drift(PositionsArgs),
    /// Two accounts side by side: what both tell, and what each leaves out
    Compare(CompareArgs),
    /// Write a briefing about a side, each line with its quote and source
    Brief(BriefArgs),
    /// Write a press release from the record of a meeting, in a ministry's style
    Draft(super::draft::DraftArgs),
    /// Go through the least certain acts at the keyboard
    Review(ReviewArgs),
    /// List people's decisions
    Decisions(ViewArgs),
    /// Work out every hash, span and quote again, and tell of any difference
    Verify(VerifyArgs),
    /// Copy the ledger to a file
    Backup(BackupArgs),
    /// Put a copy in the ledger's place
    Restore(RestoreArgs),
    /// Write the whole ledger, or reviewed documents as gold, as lines of JSON
    Export(ExportArgs),
    /// Read an exported ledger in
    Import(ImportArgs),
}

/// Which ledger.
#[derive(Debug, clap::Args)]
pub(crate) struct LedgerArgs {
    /// The ledger's file; else `RAPPORTEUR_LEDGER`, else `rapporteur/ledger.db` among the user's data.
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
}

/// Which ledger, and how to print.
#[derive(Debug, clap::Args)]
pub(crate) struct ViewArgs {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    /// How to print; by default text on a terminal, else jsonl.
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<Format>,
    /// The most rows.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
}

impl ViewArgs {
    pub(crate) fn page(&self) -> Page {
        Page::first(self.limit)
    }
}

/// How answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One object a line.
    Jsonl,
}

/// Who decides.
#[derive(Debug, clap::Args)]
pub(crate) struct ByArgs {
    /// The name to keep with the decision; else `RAPPORTEUR_USER`, else the user's login name.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
}

/// `rapporteur add`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddArgs {
    #[command(flatten)]
    pub(crate) inputs: Documents,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    /// The name or address under which to keep standard input.
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// A folder of facts to lay over the world, or of a whole world with its VERSION.
    #[arg(long, value_name = "DIR")]
    pub(crate) world: Option<PathBuf>,
}

/// `rapporteur reread`.
#[derive(Debug, clap::Args)]
pub(crate) struct RereadArgs {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    /// Read every document again, those by this very reader too.
    #[arg(long)]
    pub(crate) all: bool,
    /// A folder of facts to lay over the world, or of a whole world with its VERSION.
    #[arg(long, value_name = "DIR")]
    pub(crate) world: Option<PathBuf>,
    /// Documents read at a time; all processors by default.
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Say nothing about progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// `rapporteur serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    /// The address and port to listen on. Any address but this machine's own asks everybody to log in.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    pub(crate) listen: std::net::SocketAddr,
    /// Serve a throw-away ledger of the sample and of texts of invented countries.
    #[arg(long)]
    pub(crate) demo: bool,
    /// Ask everybody to log in, on this machine too.
    #[arg(long, conflicts_with = "demo")]
    pub(crate) require_login: bool,
    /// A folder of facts laid over the world, for documents that are added.
    #[arg(long, value_name = "DIR", conflicts_with = "demo")]
    pub(crate) overlay: Option<PathBuf>,
    /// The most bytes of one upload.
    #[arg(long, value_name = "N", default_value_t = 8 << 20)]
    pub(crate) max_upload: usize,
}

/// `rapporteur account`.
#[derive(Debug, clap::Args)]
pub(crate) struct AccountArgs {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    /// The person's name; without one, the accounts are listed.
    pub(crate) name: Option<String>,
    /// What the person may do: `reader`, `reviewer` or `admin`.
    #[arg(long, default_value = "reader")]
    pub(crate) role: String,
    /// Read the password from the first line of standard input, rather than make one up and print it.
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// Take the account away.
    #[arg(long)]
    pub(crate) remove: bool,
}

/// `rapporteur search`.
#[derive(Debug, clap::Args)]
pub(crate) struct SearchArgs {
    /// Words; "a phrase", prefix*, NEAR(a b, 5), OR, NOT and brackets.
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Who says it: a country's code, or a name.
    #[arg(long, value_name = "ACTOR")]
    pub(crate) actor: Option<String>,
    /// To whom.
    #[arg(long)]
    pub(crate) recipient: Option<String>,
    /// A country on either side.
    #[arg(long)]
    pub(crate) country: Option<String>,
    /// An issue, with whatever is part of it: an id as `issues` shows it, or what it is called.
    #[arg(long)]
    pub(crate) issue: Option<String>,
    /// A type of act.
    #[arg(long = "type", value_name = "TYPE", value_parser = act_type)]
    pub(crate) act_type: Option<ActType>,
    /// A meeting, as `meetings` shows it.
    #[arg(long)]
    pub(crate) meeting: Option<String>,
    /// The first day of issue.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) since: Option<Day>,
    /// The last day of issue.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) until: Option<Day>,
    /// What kind of document.
    #[arg(long, value_parser = genre)]
    pub(crate) genre: Option<Genre>,
    /// What became of the request or promise.
    #[arg(long, value_parser = status)]
    pub(crate) status: Option<Status>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// Which items.
#[derive(Debug, clap::Args)]
pub(crate) struct ItemsArgs {
    /// Who asked or promised: a country's code, or a name.
    #[arg(long, value_name = "ACTOR")]
    pub(crate) actor: Option<String>,
    /// Of whom, or to or with whom.
    #[arg(long, value_name = "ACTOR")]
    pub(crate) with: Option<String>,
    /// An issue, with whatever is part of it: an id as `issues` shows it, or what it is called.
    #[arg(long)]
    pub(crate) issue: Option<String>,
    /// A type of act; may be given several times.
    #[arg(long = "type", value_name = "TYPE", value_parser = act_type)]
    pub(crate) types: Vec<ActType>,
    /// The first day.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) since: Option<Day>,
    /// The last day.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) until: Option<Day>,
    /// The day to look from, rather than today.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) on: Option<Day>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

impl ItemsArgs {
    pub(crate) fn filter(&self, statuses: &[Status]) -> ItemFilter {
        ItemFilter {
            actor: self.actor.clone(),
            counterpart: self.with.clone(),
            issue: self.issue.clone(),
            types: self.types.clone(),
            statuses: statuses.to_vec(),
            since: self.since,
            until: self.until,
        }
    }
}

/// `rapporteur open`.
#[derive(Debug, clap::Args)]
pub(crate) struct OpenArgs {
    #[command(flatten)]
    pub(crate) items: ItemsArgs,
    /// What became of it, rather than whatever is outstanding; may be given several times.
    #[arg(long, value_parser = status)]
    pub(crate) status: Vec<Status>,
}

/// `rapporteur due`.
#[derive(Debug, clap::Args)]
pub(crate) struct DueArgs {
    /// Due before this day; a month from today by default.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) before: Option<Day>,
    #[command(flatten)]
    pub(crate) items: ItemsArgs,
}

/// `rapporteur stale`.
#[derive(Debug, clap::Args)]
pub(crate) struct StaleArgs {
    /// Days without a word.
    #[arg(long, value_name = "N", default_value_t = 180, value_parser = clap::value_parser!(i32).range(0..))]
    pub(crate) days: i32,
    #[command(flatten)]
    pub(crate) items: ItemsArgs,
}

/// What to do about one item.
#[derive(Debug, Subcommand)]
pub(crate) enum ItemCommand {
    /// Show the thread: every time it was said, what answered it, and the words
    Show {
        /// An act of the thread.
        id: String,
        /// The day to look from, rather than today.
        #[arg(long, value_name = "DATE", value_parser = first_day)]
        on: Option<Day>,
        #[command(flatten)]
        view: ViewArgs,
    },
    /// Say that a later act does bear on an earlier one
    Confirm {
        /// The act that asks or promises.
        earlier: String,
        /// The act that follows it up.
        later: String,
        /// How: accepts, declines, advances, fulfils, supersedes, repeats.
        #[arg(long = "as", value_name = "RELATION", value_parser = relation)]
        relation: Relation,
        #[command(flatten)]
        by: ByArgs,
        #[command(flatten)]
        ledger: LedgerArgs,
    },
    /// Say that a later act does not bear on an earlier one
    Refuse {
        /// The act that asks or promises.
        earlier: String,
        /// The act that was thought to follow it up.
        later: String,
        #[command(flatten)]
        by: ByArgs,
        #[command(flatten)]
        ledger: LedgerArgs,
    },
    /// Say what became of it
    Set {
        /// An act of the thread.
        id: String,
        /// What: open, accepted, declined, `in_progress`, fulfilled, superseded, lapsed.
        #[arg(value_parser = status)]
        status: Status,
        /// Since when, rather than today.
        #[arg(long, value_name = "DATE", value_parser = first_day)]
        on: Option<Day>,
        #[command(flatten)]
        by: ByArgs,
        #[command(flatten)]
        ledger: LedgerArgs,
    },
}

/// `rapporteur meetings`.
#[derive(Debug, clap::Args)]
pub(crate) struct MeetingsArgs {
    /// Who took part; of several, all did.
    #[arg(long, value_name = "ACTOR")]
    pub(crate) with: Vec<String>,
    /// The first day.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) since: Option<Day>,
    /// The last day.
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) until: Option<Day>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `rapporteur documents` and `rapporteur actors`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// Words that they have in their names.
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `rapporteur show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// A document: its short name, its hash, or its source.
    pub(crate) document: String,
    /// Print the record as it counts, as JSON.
    #[arg(long, conflicts_with_all = ["bytes", "format"])]
    pub(crate) record: bool,
    /// Print the source's bytes.
    #[arg(long, conflicts_with = "format")]
    pub(crate) bytes: bool,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `rapporteur same` and `rapporteur different`.
#[derive(Debug, clap::Args)]
pub(crate) struct SameArgs {
    /// One actor: a name, or its key as `actors` shows it.
    pub(crate) one: String,
    /// The other.
    pub(crate) other: String,
    #[command(flatten)]
    pub(crate) by: ByArgs,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// `rapporteur positions` and `rapporteur drift`.
#[derive(Debug, clap::Args)]
pub(crate) struct PositionsArgs {
    /// Whose: a country's code, or a name.
    #[arg(long)]
    pub(crate) actor: String,
    /// On which issue, with whatever is part of it: an id as `issues` shows it, or what it is called.
    #[arg(long)]
    pub(crate) issue: String,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `rapporteur compare`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompareArgs {
    /// Two documents, or one meeting.
    #[arg(value_name = "NAME", required = true, num_args = 1..=2)]
    pub(crate) names: Vec<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `rapporteur brief`.
#[derive(Debug, clap::Args)]
pub(crate) struct BriefArgs {
    /// About whom: a country's code, or a name.
    #[arg(long, value_name = "ACTOR")]
    pub(crate) with: String,
    /// For whom; anybody's dealings with them by default.
    #[arg(long = "for", value_name = "ACTOR")]
    pub(crate) us: Option<String>,
    /// The first day: a date, or a year.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) since: Option<Day>,
    /// The day to look from, rather than today.
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) on: Option<Day>,
    /// Write a page of HTML rather than Markdown.
    #[arg(long)]
    pub(crate) html: bool,
    /// Write to this file rather than to standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// `rapporteur review`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReviewArgs {
    /// Acts of one document.
    #[arg(long)]
    pub(crate) document: Option<String>,
    /// Acts of a type; may be given several times.
    #[arg(long = "type", value_name = "TYPE", value_parser = act_type)]
    pub(crate) types: Vec<ActType>,
    /// Acts less certain than this, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(crate) below: Option<u16>,
    /// The name to keep with the decisions; else `RAPPORTEUR_USER`, else the user's login name.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// `rapporteur verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// The hash of a log entry noted earlier: the log must still have it.
    #[arg(long, value_name = "HASH")]
    pub(crate) head: Option<String>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// `rapporteur backup`.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArgs {
    /// The copy to write.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// `rapporteur restore`.
#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArgs {
    /// The copy to put back.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// `rapporteur export`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// Write only documents whose every act a person decided, as records to measure a reader by.
    #[arg(long)]
    pub(crate) gold: bool,
    /// Write gold into this folder, a folder with gold.json and the source for each document, as `eval` takes it.
    #[arg(long, value_name = "DIR", requires = "gold", conflicts_with = "output")]
    pub(crate) into: Option<PathBuf>,
    /// The form of the lines.
    #[arg(short, long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(crate) format: ExportFormat,
    /// Write to this file, whole or not at all, rather than to standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// The form of an exported ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One object a line, lossless.
    Jsonl,
}

/// `rapporteur import`.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// The exported file, or `-`.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

fn act_type(name: &str) -> Result<ActType, String> {
    ActType::from_name(name).ok_or_else(|| format!("one of {}", names(ActType::ALL.iter().map(|t| t.as_str()))))
}

fn genre(name: &str) -> Result<Genre, String> {
    Genre::from_name(name).ok_or_else(|| format!("one of {}", names(Genre::ALL.iter().map(|g| g.as_str()))))
}

fn status(name: &str) -> Result<Status, String> {
    let name = name.replace('-', "_");
    Status::from_name(&name).ok_or_else(|| format!("one of {}", names(Status::ALL.iter().map(|s| s.as_str()))))
}

fn relation(name: &str) -> Result<Relation, String> {
    Relation::from_name(name).ok_or_else(|| format!("one of {}", names(Relation::ALL.iter().map(|r| r.as_str()))))
}

fn names(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

pub(super) fn first_day(text: &str) -> Result<Day, String> {
    days(text).map(|range| range.first)
}

fn last_day(text: &str) -> Result<Day, String> {
    days(text).map(|range| range.last)
}

fn days(text: &str) -> Result<rapporteur_ledger::DayRange, String> {
    rapporteur_ledger::DayRange::parse(text).ok_or_else(|| "a date is YYYY-MM-DD, YYYY-MM or YYYY".to_owned())
}

fn probability(text: &str) -> Result<u16, String> {
    let p: f64 = text.parse().map_err(|_| "a number from 0 to 1".to_owned())?;
    if !(0.0..=1.0).contains(&p) {
        return Err("a number from 0 to 1".to_owned());
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    let thousandths = (p * 1000.0).round() as u16;
    Ok(thousandths)
}
