//! PETRARCH's dictionaries, as a person names them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur_events::{Dictionaries, Unheeded};

/// Which dictionaries to code with instead of the program's own knowledge.
#[derive(Debug, clap::Args)]
pub(crate) struct DictionaryArgs {
    /// Code as PETRARCH does, with this verb dictionary (CAMEO.2.0.txt); needs --actors. Given again for each further file.
    #[arg(long, value_name = "FILE", requires = "actors", conflicts_with_all = ["dyads", "both_ways"])]
    verbs: Vec<PathBuf>,
    /// An actor dictionary of PETRARCH; given again for each further file.
    #[arg(long, value_name = "FILE", requires = "verbs")]
    actors: Vec<PathBuf>,
    /// An agent dictionary of PETRARCH.
    #[arg(long, value_name = "FILE", requires = "verbs")]
    agents: Vec<PathBuf>,
    /// A list of discards of PETRARCH: sentences that hold one of its phrases are not coded.
    #[arg(long, value_name = "FILE", requires = "verbs")]
    discards: Vec<PathBuf>,
    /// A list of issues of PETRARCH: phrases whose codes are told beside a sentence's events.
    #[arg(long, value_name = "FILE", requires = "verbs")]
    issues: Vec<PathBuf>,
    /// List every entry of the dictionaries that cannot be honoured on standard error, rather than their number.
    #[arg(long, requires = "verbs")]
    report: bool,
}

/// A kind of dictionary.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Verbs,
    Actors,
    Agents,
    Discards,
    Issues,
}

/// Dictionaries that were read, and what of them is not honoured, each with its file and line.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) dictionaries: Dictionaries,
    pub(crate) unheeded: Vec<String>,
}

impl Loaded {
    /// Adds a file.
    pub(crate) fn add(&mut self, kind: Kind, path: &Path) -> anyhow::Result<()> {
        let text = text(path)?;
        let unheeded = match kind {
            Kind::Verbs => self.dictionaries.add_verbs(&text),
            Kind::Actors => self.dictionaries.add_actors(&text),
            Kind::Agents => self.dictionaries.add_agents(&text),
            Kind::Issues => self.dictionaries.add_issues(&text),
            Kind::Discards => {
                self.dictionaries.add_discards(&text);
                Vec::new()
            }
        };
        let told = |entry: Unheeded| format!("{}:{}: {}: {}", path.display(), entry.line, entry.entry, entry.why);
        self.unheeded.extend(unheeded.into_iter().map(told));
        Ok(())
    }
}

impl DictionaryArgs {
    /// Reads what is named; none where nothing is. Tells what is not honoured.
    pub(crate) fn load(&self) -> anyhow::Result<Option<Dictionaries>> {
        if self.verbs.is_empty() {
            return Ok(None);
        }
        let mut loaded = Loaded::default();
        let files = [
            (Kind::Verbs, &self.verbs),
            (Kind::Actors, &self.actors),
            (Kind::Agents, &self.agents),
            (Kind::Discards, &self.discards),
            (Kind::Issues, &self.issues),
        ];
        for (kind, paths) in files {
            for path in paths {
                loaded.add(kind, path)?;
            }
        }
        match loaded.unheeded.len() {
            0 => {}
            _ if self.report => loaded.unheeded.iter().for_each(|entry| eprintln!("rapporteur: not honoured: {entry}")),
            n => eprintln!("rapporteur: {n} entries of the dictionaries are not honoured; --report lists them"),
        }
        Ok(Some(loaded.dictionaries))
    }
}

/// The text of a file; bytes that are no UTF-8 become replacement characters.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{}: cannot be opened; check the path", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
