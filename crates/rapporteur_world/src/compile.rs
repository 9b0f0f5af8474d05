//! Tables to one compiled file.

use std::collections::{BTreeMap, HashMap};

use crate::dated::PartialDate;
use crate::image::{MAGIC, N_SECTIONS, NONE, Section};
use crate::kinds::{AliasKind, CaseRule, Kind};
use crate::normal;
use crate::people::part_keys;
use crate::references::{self, Entities};
use crate::schema::{HONORIFIC_KINDS, INSTRUMENT_KINDS, TITLE_READS, Table};
use crate::tables::{Row, TableError, Tables};

/// Compiles tables to the bytes that [`crate::World`] reads. The same tables give the same bytes.
///
/// # Errors
///
/// Every reference that leads nowhere, every key that stands twice and every circle of parents.
pub fn compile(tables: &Tables) -> Result<Vec<u8>, Vec<TableError>> {
    references::check(tables)?;
    let mut writer = Writer::new(tables);
    writer.entities();
    writer.names();
    writer.issue_words();
    writer.titles();
    writer.portfolios();
    writer.honorifics();
    writer.roles();
    writer.tenures();
    writer.members();
    writer.sources();
    writer.name_parts();
    Ok(writer.finish())
}

struct Writer<'t> {
    tables: &'t Tables,
    entities: Entities<'t>,
    roles: HashMap<&'t str, u32>,
    sources: HashMap<&'t str, u32>,
    strings: Strings,
    sections: [Vec<u8>; N_SECTIONS],
}

/// Records by key: what an `fst` map and the section beside it are written from.
type Index<const WIDTH: usize> = BTreeMap<String, Vec<[u32; WIDTH]>>;

impl<'t> Writer<'t> {
    fn new(tables: &'t Tables) -> Self {
        let numbered = |table: Table| {
            let mut ids: Vec<&str> = tables.rows(table).iter().map(|row| row.cells[0].as_str()).collect();
            ids.sort_unstable();
            ids.into_iter().zip(0..).collect::<HashMap<_, _>>()
        };
        Self {
            tables,
            entities: Entities::of(tables),
            roles: numbered(Table::Roles),
            sources: numbered(Table::Sources),
            strings: Strings::default(),
            sections: Default::default(),
        }
    }

    /// The rows of a table with a reader for their cells, sorted by their cells.
    fn rows(&self, table: Table) -> Vec<Cells<'t>> {
        let mut rows: Vec<Cells<'t>> = self.tables.rows(table).iter().map(|row| Cells { table, row }).collect();
        rows.sort_by(|a, b| a.row.cells.cmp(&b.row.cells));
        rows
    }

    fn entity(&self, id: &str) -> u32 {
        self.entities.index(id).unwrap_or(NONE)
    }

    fn source(&self, row: Cells<'_>) -> u32 {
        self.sources.get(row.get("source")).copied().unwrap_or(0)
    }

    fn role(&self, row: Cells<'_>) -> u32 {
        self.roles.get(row.get("role")).copied().unwrap_or(0)
    }

    fn push(&mut self, section: Section, words: &[u32]) {
        let bytes = words.iter().flat_map(|word| word.to_le_bytes());
        self.sections[section as usize].extend(bytes);
    }

    fn index<const WIDTH: usize>(&mut self, keys: Section, records: Section, index: Index<WIDTH>) {
        let mut map = fst::MapBuilder::memory();
        let mut first: u64 = 0;
        for (key, mut found) in index {
            found.truncate(usize::from(u16::MAX));
            map.insert(key, first << 16 | found.len() as u64).expect("keys come sorted and once");
            first += found.len() as u64;
            for record in found {
                self.push(records, &record);
            }
        }
        self.sections[keys as usize] = map.into_inner().expect("memory takes every byte");
    }

    fn entities(&mut self) {
        for &(table, row) in self.entities.clone().rows() {
            let cells = Cells { table, row };
            let kind = cells.kind();
            let extra = match table {
                Table::People => cells.get("family"),
                Table::Issues => cells.get("contexts"),
                _ => "",
            };
            let instrument = match table {
                Table::Instruments => position(INSTRUMENT_KINDS, cells.get("kind")),
                _ => 0,
            };
            let country = match kind {
                Kind::Country => row.cells[0].strip_prefix("kb:country/").unwrap_or_default(),
                _ => cells.get("country"),
            };
            let record = [
                self.strings.add(&row.cells[0]),
                self.strings.add(cells.get("name")),
                kind as u32 | (table as u32) << 8 | self.source(cells) << 16,
                self.strings.add(country),
                self.strings.add(cells.get("sector")),
                self.entity(if table == Table::Issues { cells.get("broader") } else { cells.get("parent") }),
                self.strings.add(extra),
                cells.number("geonames"),
                cells.degrees("lat"),
                cells.degrees("lon"),
                cells.number("population"),
                cells.number("year") | instrument << 16,
            ];
            self.push(Section::Entities, &record);
        }
    }

    fn names(&mut self) {
        let mut index: Index<4> = BTreeMap::new();
        for row in self.rows(Table::Aliases) {
            let (kind, case) = (AliasKind::parse(row.get("kind")), CaseRule::parse(row.get("case")));
            let (Some(kind), Some(case)) = (kind, case) else { continue };
            let alias = self.strings.add(row.get("alias"));
            let record = [self.entity(row.get("entity")), alias, kind as u32 | (case as u32) << 8, self.source(row)];
            index.entry(normal::key(row.get("alias"))).or_default().push(record);
        }
        for &(table, row) in self.entities.clone().rows() {
            let cells = Cells { table, row };
            let (id, name) = (self.entity(&row.cells[0]), cells.get("name"));
            let found = index.entry(normal::key(name)).or_default();
            if cells.kind() == Kind::Issue || found.iter().any(|record| record[0] == id) {
                continue;
            }
            let code = AliasKind::Name as u32 | (CaseRule::Capital as u32) << 8 | 1 << 16;
            found.push([id, self.strings.add(name), code, self.source(cells)]);
        }
        index.retain(|key, found| !key.is_empty() && !found.is_empty());
        self.index(Section::NameKeys, Section::Names, index);
    }

    fn issue_words(&mut self) {
        let mut index: Index<4> = BTreeMap::new();
        for row in self.rows(Table::IssueWords) {
            let record = [self.entity(row.get("issue")), self.strings.add(row.get("words")), 0, self.source(row)];
            index.entry(normal::singular(&normal::key(row.get("words")))).or_default().push(record);
        }
        for row in self.rows(Table::Issues) {
            let id = self.entity(row.get("id"));
            let found = index.entry(normal::singular(&normal::key(row.get("name")))).or_default();
            if !found.iter().any(|record| record[0] == id) {
                found.push([id, self.strings.add(row.get("name")), 1, self.source(row)]);
            }
        }
        self.index(Section::IssueKeys, Section::IssueWords, index);
    }

    fn titles(&mut self) {
        let mut index: Index<5> = BTreeMap::new();
        for row in self.rows(Table::Titles) {
            let phrase = row.get("phrase");
            let reads = position(TITLE_READS, row.get("reads"));
            let record = [
                self.strings.add(phrase),
                self.role(row) | reads << 16,
                self.strings.add(row.get("sector")),
                self.strings.add(row.get("country")),
                self.source(row),
            ];
            let mut plural = record;
            plural[1] |= 1 << 24;
            index.entry(normal::key(phrase)).or_default().push(record);
            index.entry(normal::key(&plural_of(phrase))).or_default().push(plural);
        }
        self.index(Section::TitleKeys, Section::Titles, index);
    }

    fn portfolios(&mut self) {
        let mut index: Index<4> = BTreeMap::new();
        for row in self.rows(Table::Portfolios) {
            let (phrase, sector) = (self.strings.add(row.get("phrase")), self.strings.add(row.get("sector")));
            index.entry(normal::key(row.get("phrase"))).or_default().push([
                phrase,
                self.role(row),
                sector,
                self.source(row),
            ]);
        }
        self.index(Section::PortfolioKeys, Section::Portfolios, index);
    }

    fn honorifics(&mut self) {
        let mut index: Index<3> = BTreeMap::new();
        for row in self.rows(Table::Honorifics) {
            let kind = position(HONORIFIC_KINDS, row.get("kind"));
            let record = [self.strings.add(row.get("phrase")), kind, self.source(row)];
            index.entry(normal::key(row.get("phrase"))).or_default().push(record);
        }
        self.index(Section::HonorificKeys, Section::Honorifics, index);
    }

    fn roles(&mut self) {
        for row in self.rows(Table::Roles) {
            let texts = [row.get("role"), row.get("label"), row.get("sector")].map(|text| self.strings.add(text));
            self.push(Section::Roles, &[texts[0], texts[1], texts[2], row.number("rank"), self.source(row)]);
        }
    }

    fn tenures(&mut self) {
        let mut records: Vec<[u32; 8]> = Vec::new();
        for row in self.rows(Table::Tenures) {
            let acting = u32::from(row.get("acting") == "true") << 16;
            records.push([
                self.entity(row.get("person")),
                self.entity(row.get("body")),
                self.role(row) | acting,
                self.strings.add(row.get("title")),
                row.date("from"),
                row.date("to"),
                row.date("as_of"),
                self.source(row),
            ]);
        }
        records.sort_by_key(|record| (record[0], record[4], record[1], record[2]));
        let mut by_body: Vec<u32> = (0..).take(records.len()).collect();
        by_body.sort_by_key(|&index| {
            let record = records[index as usize];
            (record[1], record[2] & 0xffff, record[4], index)
        });
        for record in &records {
            self.push(Section::Tenures, record);
        }
        self.push(Section::TenuresByBody, &by_body);
    }

    fn members(&mut self) {
        let mut records: Vec<[u32; 6]> = Vec::new();
        for row in self.rows(Table::Members) {
            let country = self.entity(&format!("kb:country/{}", row.get("country")));
            let dates = ["from", "to", "as_of"].map(|name| row.date(name));
            records.push([
                self.entity(row.get("organization")),
                country,
                dates[0],
                dates[1],
                dates[2],
                self.source(row),
            ]);
        }
        records.sort_unstable();
        for record in &records {
            self.push(Section::Members, record);
        }
    }

    fn sources(&mut self) {
        for row in self.rows(Table::Sources) {
            let texts: Vec<u32> = row.row.cells.iter().map(|cell| self.strings.add(cell)).collect();
            self.push(Section::Sources, &texts);
        }
    }

    /// Each word of each name of a person leads to the person, so that part of a name is enough to find candidates.
    fn name_parts(&mut self) {
        let mut index: BTreeMap<String, Vec<[u32; 1]>> = BTreeMap::new();
        let mut add = |name: &str, person: u32| {
            for key in part_keys(name) {
                let found = index.entry(key).or_default();
                if !found.contains(&[person]) {
                    found.push([person]);
                }
            }
        };
        for row in self.rows(Table::People) {
            add(row.get("name"), self.entity(row.get("id")));
        }
        let mut aliases = Vec::new();
        for row in self.rows(Table::Aliases) {
            if row.get("entity").starts_with("kb:person/") {
                let person = self.entity(row.get("entity"));
                add(row.get("alias"), person);
                aliases.push([person, self.strings.add(row.get("alias"))]);
            }
        }
        aliases.sort_unstable();
        for record in &aliases {
            self.push(Section::PersonNames, record);
        }
        self.index(Section::PartKeys, Section::Parts, index);
    }

    fn finish(mut self) -> Vec<u8> {
        let version = self.strings.add(&self.tables.version);
        self.push(Section::Meta, &[version]);
        self.sections[Section::Strings as usize] = self.strings.bytes;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(word(N_SECTIONS).to_le_bytes());
        let mut at = bytes.len() + 8 * N_SECTIONS;
        for section in &self.sections {
            bytes.extend(word(at).to_le_bytes());
            bytes.extend(word(section.len()).to_le_bytes());
            at = (at + section.len()).next_multiple_of(4);
        }
        for section in &self.sections {
            bytes.extend(section);
            bytes.resize(bytes.len().next_multiple_of(4), 0);
        }
        bytes
    }
}

fn word(number: usize) -> u32 {
    u32::try_from(number).expect("a world is smaller than 4 GiB")
}

fn position(choices: &[&str], choice: &str) -> u32 {
    word(choices.iter().position(|known| *known == choice).unwrap_or(0))
}

/// The plural of a title: of its head, which stands before "of" or "for" or comes last.
fn plural_of(phrase: &str) -> String {
    let head_ends = [" of ", " for ", " to "].iter().filter_map(|word| phrase.find(word)).min().unwrap_or(phrase.len());
    let (head, rest) = phrase.split_at(head_ends);
    let (stem, ending) = match head {
        _ if head.ends_with("man") => (&head[..head.len() - 2], "en"),
        _ if head.ends_with('y') => (&head[..head.len() - 1], "ies"),
        _ if head.ends_with('s') => (head, "es"),
        _ => (head, "s"),
    };
    format!("{stem}{ending}{rest}")
}

/// A row with its table, so that cells are read by name.
#[derive(Clone, Copy)]
struct Cells<'t> {
    table: Table,
    row: &'t Row,
}

impl<'t> Cells<'t> {
    /// The cell of a column, "" where the table has no such column.
    fn get(self, name: &str) -> &'t str {
        let found = self.table.columns().iter().position(|column| column.name == name);
        found.map_or("", |index| self.row.cells[index].as_str())
    }

    fn kind(self) -> Kind {
        match self.table {
            Table::People => Kind::Person,
            Table::Places => Kind::Place,
            Table::Issues => Kind::Issue,
            Table::Instruments => Kind::Instrument,
            _ => Kind::parse(self.get("kind")).unwrap_or(Kind::Body),
        }
    }

    fn number(self, name: &str) -> u32 {
        self.get(name).parse().unwrap_or(0)
    }

    /// Ten-thousandths of a degree.
    #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
    fn degrees(self, name: &str) -> u32 {
        let degrees: f64 = self.get(name).parse().unwrap_or(0.0);
        ((degrees.clamp(-180.0, 180.0) * 10_000.0).round() as i32).cast_unsigned()
    }

    fn date(self, name: &str) -> u32 {
        PartialDate::parse(self.get(name)).map_or(0, PartialDate::bits)
    }
}

/// Strings, each stored once.
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { bytes: vec![0, 0], known: HashMap::from([(String::new(), 0)]) }
    }
}

impl Strings {
    fn add(&mut self, text: &str) -> u32 {
        if let Some(&at) = self.known.get(text) {
            return at;
        }
        let at = word(self.bytes.len());
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        let end = text.floor_char_boundary(usize::from(length));
        self.bytes.extend(u16::try_from(end).unwrap_or(u16::MAX).to_le_bytes());
        self.bytes.extend(text[..end].bytes());
        self.known.insert(text.to_owned(), at);
        at
    }
}
