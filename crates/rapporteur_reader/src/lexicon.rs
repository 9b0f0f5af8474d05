//! The words that report acts: tables under `lexicon/`, one frame a line.
//!
//! Adding a verb is a line in a table. What the columns mean is in `lexicon/README.md`.

use std::collections::HashMap;
use std::sync::LazyLock;

use rapporteur_record::{ActType, Strength};

/// The version that records carry; raised whenever a table changes what is read.
pub(crate) const VERSION: &str = "1";

static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(&Tables {
        verbs: include_str!("../../../lexicon/verbs.tsv"),
        nouns: include_str!("../../../lexicon/nouns.tsv"),
        adjectives: include_str!("../../../lexicon/adjectives.tsv"),
        light_verbs: include_str!("../../../lexicon/light_verbs.tsv"),
        strength: include_str!("../../../lexicon/strength.tsv"),
        heads: include_str!("../../../lexicon/heads.tsv"),
        issuers: include_str!("../../../lexicon/issuers.tsv"),
    })
    .expect("a test parses the committed tables")
});

/// Where an argument of a frame is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The direct object.
    Object,
    /// The indirect object.
    Dative,
    /// A clause with or without "that".
    That,
    /// An infinitive.
    Inf,
    /// A clause in -ing.
    Ing,
    /// What follows this preposition.
    Prep(Box<str>),
    /// The party whose conduct or property the content names (decision 2).
    Owner,
    /// The other side of the meeting, where nobody is named (decision 3).
    Other,
    /// Whoever is named by "with", "to" or as the object, and is a party (decision 27).
    Named,
}

/// What a word reports and where its arguments stand.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) act_type: ActType,
    /// A verb of saying (decision 17): what it carries may be the act.
    pub(crate) carrier: bool,
    pub(crate) recipient: Vec<Slot>,
    pub(crate) content: Vec<Slot>,
    pub(crate) event: Option<Box<str>>,
    pub(crate) mode: Option<Box<str>>,
}

/// A frame that is called by a verb together with a particle, a preposition or a noun.
#[derive(Debug, Clone)]
pub(crate) struct Paired {
    /// The other word; none where the verb alone calls the frame.
    pub(crate) with: Option<Box<str>>,
    pub(crate) frame: Frame,
}

/// A light verb's noun and what the two report.
#[derive(Debug, Clone)]
pub(crate) struct Light {
    /// The noun; none where any noun of stance goes.
    pub(crate) noun: Option<Box<str>>,
    /// The frame; none where the noun's own goes, or where the pair reports nothing.
    pub(crate) frame: Option<Frame>,
}

/// Every table.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    verbs: HashMap<Box<str>, Vec<Paired>>,
    nouns: HashMap<Box<str>, Frame>,
    adjectives: HashMap<Box<str>, Frame>,
    light: HashMap<Box<str>, Vec<Light>>,
    strength: HashMap<Box<str>, Strength>,
    heads: HashMap<Box<str>, Head>,
    issuers: HashMap<Box<str>, Box<str>>,
}

/// What a noun at the head of a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// Its country: "side", "delegation", "government".
    Side,
    /// Persons who lead: "ministers", "leaders".
    Leader,
    /// Persons who speak for others: "officials", "envoys".
    Official,
    /// "country", "nation".
    Country,
    /// "party".
    Party,
    /// "members of", "participants".
    Member,
    /// Many persons: "people", "victims".
    People,
    /// "meeting", "talks", "visit".
    Event,
    /// "agreement", "declaration".
    Text,
    /// "commission", "council", "military".
    Body,
}

impl Head {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "side" => Self::Side,
            "leader" => Self::Leader,
            "official" => Self::Official,
            "country" => Self::Country,
            "party" => Self::Party,
            "member" => Self::Member,
            "people" => Self::People,
            "event" => Self::Event,
            "text" => Self::Text,
            "body" => Self::Body,
            _ => return None,
        })
    }
}

/// The tables' texts.
struct Tables<'t> {
    verbs: &'t str,
    nouns: &'t str,
    adjectives: &'t str,
    light_verbs: &'t str,
    strength: &'t str,
    heads: &'t str,
    issuers: &'t str,
}

impl Lexicon {
    /// The tables that the program carries.
    pub(crate) fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The frames of a verb's lemma; those with a particle come first.
    pub(crate) fn verb(&self, lemma: &str) -> &[Paired] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The frame of a noun of stance or of saying, by its lemma.
    pub(crate) fn noun(&self, lemma: &str) -> Option<&Frame> {
        self.nouns.get(lemma)
    }

    /// The frame of an adjective after "be".
    pub(crate) fn adjective(&self, lemma: &str) -> Option<&Frame> {
        self.adjectives.get(lemma)
    }

    /// What a verb and its noun report together: the pair's own frame first, else any noun of stance under a verb
    /// that carries one.
    pub(crate) fn light(&self, verb: &str, noun: &str) -> Option<&Frame> {
        let pairs = self.light.get(verb)?;
        if let Some(pair) = pairs.iter().find(|p| p.noun.as_deref() == Some(noun)) {
            return pair.frame.as_ref();
        }
        pairs.iter().find(|p| p.noun.is_none())?;
        self.noun(noun)
    }

    /// Whether a verb carries any noun of stance.
    pub(crate) fn carries_nouns(&self, verb: &str) -> bool {
        self.light.get(verb).is_some_and(|pairs| pairs.iter().any(|p| p.noun.is_none()))
    }

    /// How a word raises or lowers an act.
    pub(crate) fn strength(&self, word: &str) -> Option<Strength> {
        self.strength.get(word).copied()
    }

    /// What a noun at the head of a phrase stands for, by its lemma.
    pub(crate) fn head(&self, lemma: &str) -> Option<Head> {
        self.heads.get(lemma).copied()
    }

    /// The country, by its ISO code, of an office that issues documents under a name without one.
    pub(crate) fn issuer_country(&self, name: &str) -> Option<&str> {
        self.issuers.get(name).map(AsRef::as_ref)
    }

    fn parse(tables: &Tables<'_>) -> Result<Self, LexiconError> {
        let mut lexicon = Self::default();
        for row in rows("verbs.tsv", tables.verbs, 8) {
            let row = row?;
            let frame = row.frame(2)?;
            let frames = lexicon.verbs.entry(row.cells[0].into()).or_default();
            frames.push(Paired { with: row.optional(1), frame });
            frames.sort_by_key(|p| p.with.is_none());
        }
        for row in rows("nouns.tsv", tables.nouns, 7) {
            let row = row?;
            lexicon.nouns.insert(row.cells[0].into(), row.frame(1)?);
        }
        for row in rows("adjectives.tsv", tables.adjectives, 7) {
            let row = row?;
            lexicon.adjectives.insert(row.cells[0].into(), row.frame(1)?);
        }
        for row in rows("light_verbs.tsv", tables.light_verbs, 8) {
            let row = row?;
            let noun = Some(row.cells[1]).filter(|n| *n != "*").map(Into::into);
            let frame = if row.cells[2] == "-" { None } else { Some(row.frame(2)?) };
            lexicon.light.entry(row.cells[0].into()).or_default().push(Light { noun, frame });
        }
        for row in rows("strength.tsv", tables.strength, 3) {
            let row = row?;
            let strength = Strength::from_name(row.cells[1]).ok_or_else(|| row.error("no such strength"))?;
            lexicon.strength.insert(row.cells[0].into(), strength);
        }
        for row in rows("heads.tsv", tables.heads, 3) {
            let row = row?;
            let head = Head::from_name(row.cells[1]).ok_or_else(|| row.error("no such class"))?;
            lexicon.heads.insert(row.cells[0].into(), head);
        }
        for row in rows("issuers.tsv", tables.issuers, 3) {
            let row = row?;
            lexicon.issuers.insert(row.cells[0].into(), row.cells[1].into());
        }
        Ok(lexicon)
    }
}

/// What is wrong with a table.
#[derive(Debug)]
pub(crate) struct LexiconError {
    /// Read through `Debug` by the test that parses the tables.
    #[expect(dead_code, reason = "shown by the panic of a table that does not parse")]
    message: String,
}

pub(crate) struct Row<'t> {
    table: &'static str,
    line: usize,
    pub(crate) cells: Vec<&'t str>,
}

impl Row<'_> {
    pub(crate) fn error(&self, what: &str) -> LexiconError {
        LexiconError { message: format!("lexicon/{}, line {}: {what}", self.table, self.line) }
    }

    pub(crate) fn optional(&self, column: usize) -> Option<Box<str>> {
        Some(self.cells[column]).filter(|cell| *cell != "-").map(Into::into)
    }

    /// The frame in five columns from `first` on: type, recipient, content, event, mode.
    fn frame(&self, first: usize) -> Result<Frame, LexiconError> {
        let name = self.cells[first];
        let carrier = name == "say";
        let act_type = if carrier {
            ActType::Statement
        } else {
            ActType::from_name(name).ok_or_else(|| self.error("no such type"))?
        };
        Ok(Frame {
            act_type,
            carrier,
            recipient: slots(self.cells[first + 1]),
            content: slots(self.cells[first + 2]),
            event: self.optional(first + 3),
            mode: self.optional(first + 4),
        })
    }
}

pub(crate) fn rows<'t>(
    table: &'static str,
    text: &'t str,
    n_cells: usize,
) -> impl Iterator<Item = Result<Row<'t>, LexiconError>> {
    text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()).map(move |(i, line)| {
        let row = Row { table, line: i + 1, cells: line.split('\t').collect() };
        if row.cells.len() == n_cells { Ok(row) } else { Err(row.error(&format!("needs {n_cells} columns"))) }
    })
}

fn slots(cell: &str) -> Vec<Slot> {
    let slot = |name: &str| match name {
        "object" => Slot::Object,
        "dative" => Slot::Dative,
        "that" => Slot::That,
        "inf" => Slot::Inf,
        "ing" => Slot::Ing,
        "owner" => Slot::Owner,
        "other" => Slot::Other,
        "named" => Slot::Named,
        preposition => Slot::Prep(preposition.into()),
    };
    cell.split(',').filter(|name| !matches!(*name, "-" | "none")).map(slot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_word() {
        let lexicon = Lexicon::embedded();
        let frames = lexicon.verbs.values().flatten().map(|p| p.frame.act_type);
        let mut types: Vec<_> = frames.chain(lexicon.nouns.values().map(|f| f.act_type)).collect();
        types.sort_unstable();
        types.dedup();
        assert_eq!(types.len(), ActType::ALL.len());
    }

    #[test]
    fn pairs_go_before_the_verb_alone() {
        let frames = Lexicon::embedded().verb("call");
        assert_eq!(frames[0].with.as_deref(), Some("for"));
        let take = Lexicon::embedded().light("take", "note").unwrap();
        assert_eq!(take.act_type, ActType::Note);
        assert!(Lexicon::embedded().light("take", "support").is_none());
        assert!(Lexicon::embedded().light("issue", "statement").is_none());
    }

    #[test]
    fn tables_are_sorted_and_sourced() {
        for (name, text) in [
            ("verbs.tsv", include_str!("../../../lexicon/verbs.tsv")),
            ("nouns.tsv", include_str!("../../../lexicon/nouns.tsv")),
            ("adjectives.tsv", include_str!("../../../lexicon/adjectives.tsv")),
            ("light_verbs.tsv", include_str!("../../../lexicon/light_verbs.tsv")),
            ("strength.tsv", include_str!("../../../lexicon/strength.tsv")),
            ("heads.tsv", include_str!("../../../lexicon/heads.tsv")),
            ("issuers.tsv", include_str!("../../../lexicon/issuers.tsv")),
        ] {
            let rows: Vec<_> = text.lines().skip(1).collect();
            assert!(rows.is_sorted(), "{name} is not sorted");
            assert!(rows.iter().all(|row| !row.ends_with('\t')), "{name}: a row without a source");
        }
    }
}
