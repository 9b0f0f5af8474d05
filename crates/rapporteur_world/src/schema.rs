//! The columns of each table and what may stand in them.

use crate::dated::PartialDate;
use crate::kinds::{AliasKind, CaseRule, Kind};

/// A table of facts: one file `NAME.tsv`, one fact a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub enum Table {
    /// Where facts come from, under which licence.
    Sources,
    /// Offices by function: "foreign-minister".
    Roles,
    /// Countries, organizations, groups, regions, armed groups, ministries.
    Entities,
    /// Persons.
    People,
    /// Cities and other spots on the map.
    Places,
    /// Matters that states talk about.
    Issues,
    /// Treaties, resolutions, schemes.
    Instruments,
    /// Further names of any of the above.
    Aliases,
    /// Words that call an issue.
    IssueWords,
    /// Title phrases and the roles they name.
    Titles,
    /// What ministers are ministers of.
    Portfolios,
    /// Forms of address before a name.
    Honorifics,
    /// Who held which role when.
    Tenures,
    /// Which state belongs to what.
    Members,
}

/// What a cell may hold. A cell of any form but `Key` may be empty unless the column says `needed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    /// An id that this table defines, with its prefix.
    Key(&'static str),
    /// An entity of any table.
    Entity,
    /// The ISO 3166-1 alpha-3 code of a country in the tables.
    Country,
    Role,
    Source,
    Date,
    Number,
    Flag,
    OneOf(&'static [&'static str]),
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// Part of the key: a later row with the same key replaces the earlier.
    pub(crate) keyed: bool,
    pub(crate) needed: bool,
}

const fn key(name: &'static str, form: Form) -> Column {
    Column { name, form, keyed: true, needed: true }
}

/// Part of the key, may be empty.
const fn part(name: &'static str, form: Form) -> Column {
    Column { name, form, keyed: true, needed: false }
}

const fn needed(name: &'static str, form: Form) -> Column {
    Column { name, form, keyed: false, needed: true }
}

const fn may(name: &'static str, form: Form) -> Column {
    Column { name, form, keyed: false, needed: false }
}

const SOURCE: Column = needed("source", Form::Source);

/// What an instrument is.
pub(crate) const INSTRUMENT_KINDS: &[&str] =
    &["treaty", "convention", "agreement", "mou", "resolution", "declaration", "scheme", "other"];

/// How a title reads on: it is whole, takes a portfolio that decides its role, or takes one that does not.
pub(crate) const TITLE_READS: &[&str] = &["whole", "portfolio", "absorb"];

/// What an honorific is: it stands before a name, or is a form of address on its own.
pub(crate) const HONORIFIC_KINDS: &[&str] = &["address", "style", "rank", "academic", "nobility", "religious"];

impl Table {
    /// Every table, in the order in which they are read.
    pub const ALL: [Self; 14] = [
        Self::Sources,
        Self::Roles,
        Self::Entities,
        Self::People,
        Self::Places,
        Self::Issues,
        Self::Instruments,
        Self::Aliases,
        Self::IssueWords,
        Self::Titles,
        Self::Portfolios,
        Self::Honorifics,
        Self::Tenures,
        Self::Members,
    ];

    /// The name of the table, which is its file's name without `.tsv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sources => "sources",
            Self::Roles => "roles",
            Self::Entities => "entities",
            Self::People => "people",
            Self::Places => "places",
            Self::Issues => "issues",
            Self::Instruments => "instruments",
            Self::Aliases => "aliases",
            Self::IssueWords => "issue_words",
            Self::Titles => "titles",
            Self::Portfolios => "portfolios",
            Self::Honorifics => "honorifics",
            Self::Tenures => "tenures",
            Self::Members => "members",
        }
    }

    /// Returns the table of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::Sources => {
                const {
                    &[
                        key("source", Form::Text),
                        needed("name", Form::Text),
                        needed("licence", Form::Text),
                        may("attribution", Form::Text),
                        may("url", Form::Text),
                    ]
                }
            }
            Self::Roles => {
                const {
                    &[
                        key("role", Form::Text),
                        needed("label", Form::Text),
                        may("sector", Form::Text),
                        may("rank", Form::Number),
                        SOURCE,
                    ]
                }
            }
            Self::Entities => {
                const {
                    &[
                        key("id", Form::Key("")),
                        needed("kind", Form::OneOf(Kind::NAMES)),
                        needed("name", Form::Text),
                        may("country", Form::Country),
                        may("sector", Form::Text),
                        may("parent", Form::Entity),
                        SOURCE,
                    ]
                }
            }
            Self::People => {
                const {
                    &[
                        key("id", Form::Key("kb:person/")),
                        needed("name", Form::Text),
                        may("family", Form::Text),
                        may("country", Form::Country),
                        SOURCE,
                    ]
                }
            }
            Self::Places => {
                const {
                    &[
                        key("id", Form::Key("kb:place/")),
                        needed("name", Form::Text),
                        may("country", Form::Country),
                        may("geonames", Form::Number),
                        needed("lat", Form::Number),
                        needed("lon", Form::Number),
                        may("population", Form::Number),
                        SOURCE,
                    ]
                }
            }
            Self::Issues => {
                const {
                    &[
                        key("id", Form::Key("kb:issue/")),
                        needed("name", Form::Text),
                        may("broader", Form::Entity),
                        may("contexts", Form::Text),
                        SOURCE,
                    ]
                }
            }
            Self::Instruments => {
                const {
                    &[
                        key("id", Form::Key("kb:instrument/")),
                        needed("kind", Form::OneOf(INSTRUMENT_KINDS)),
                        needed("name", Form::Text),
                        may("year", Form::Number),
                        SOURCE,
                    ]
                }
            }
            Self::Aliases => {
                const {
                    &[
                        key("alias", Form::Text),
                        key("entity", Form::Entity),
                        needed("kind", Form::OneOf(AliasKind::NAMES)),
                        needed("case", Form::OneOf(CaseRule::NAMES)),
                        SOURCE,
                    ]
                }
            }
            Self::IssueWords => const { &[key("words", Form::Text), key("issue", Form::Entity), SOURCE] },
            Self::Titles => {
                const {
                    &[
                        key("phrase", Form::Text),
                        part("country", Form::Country),
                        needed("role", Form::Role),
                        needed("reads", Form::OneOf(TITLE_READS)),
                        may("sector", Form::Text),
                        SOURCE,
                    ]
                }
            }
            Self::Portfolios => {
                const { &[key("phrase", Form::Text), needed("role", Form::Role), may("sector", Form::Text), SOURCE] }
            }
            Self::Honorifics => {
                const { &[key("phrase", Form::Text), needed("kind", Form::OneOf(HONORIFIC_KINDS)), SOURCE] }
            }
            Self::Tenures => {
                const {
                    &[
                        key("person", Form::Entity),
                        key("role", Form::Role),
                        key("body", Form::Entity),
                        needed("title", Form::Text),
                        part("from", Form::Date),
                        may("to", Form::Date),
                        may("as_of", Form::Date),
                        may("acting", Form::Flag),
                        SOURCE,
                    ]
                }
            }
            Self::Members => {
                const {
                    &[
                        key("organization", Form::Entity),
                        key("country", Form::Country),
                        part("from", Form::Date),
                        may("to", Form::Date),
                        may("as_of", Form::Date),
                        SOURCE,
                    ]
                }
            }
        }
    }

    /// The position of a column. Panics where the table has no such column.
    pub(crate) fn column(self, name: &str) -> usize {
        let found = self.columns().iter().position(|column| column.name == name);
        found.expect("callers name columns of the schema")
    }
}

/// Says what is wrong with a cell by its own form, references aside.
pub(crate) fn fault(column: Column, cell: &str) -> Option<(String, String)> {
    let (name, found) = (column.name, cell);
    if cell.is_empty() {
        return column.needed.then(|| (format!("column {name} is empty"), format!("give a value for {name}")));
    }
    let what = format!("{name} {found:?} does not read");
    match column.form {
        Form::Date if PartialDate::parse(cell).is_none() => {
            Some((what, "write a day, month or year that exists: 2017-05-04, 2017-05 or 2017".to_owned()))
        }
        Form::Number if !cell.parse::<f64>().is_ok_and(f64::is_finite) => Some((what, "write a number".to_owned())),
        Form::Flag if cell != "true" => Some((what, "write true, or leave it empty".to_owned())),
        Form::OneOf(choices) if !choices.contains(&cell) => {
            Some((what, format!("write one of {}", choices.join(", "))))
        }
        Form::Key(prefix) if !is_id(cell) || !cell.starts_with(prefix) => {
            let prefix = if prefix.is_empty() { "kb:KIND/" } else { prefix };
            Some((what, format!("write {prefix} and a name of letters, digits and hyphens")))
        }
        _ => None,
    }
}

/// Whether `id` has the form `kb:kind/name`.
fn is_id(id: &str) -> bool {
    let Some((kind, name)) = id.strip_prefix("kb:").and_then(|rest| rest.split_once('/')) else { return false };
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain(kind) && plain(name)
}
