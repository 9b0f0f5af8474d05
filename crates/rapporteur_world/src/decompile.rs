//! The tables of a compiled world, so that overlays can change them.

use crate::dated::PartialDate;
use crate::image::{NONE, Section};
use crate::kinds::{AliasKind, CaseRule, Kind};
use crate::schema::{HONORIFIC_KINDS, INSTRUMENT_KINDS, TITLE_READS, Table};
use crate::tables::{Row, Tables};
use crate::world::{EntityId, World};

impl Tables {
    /// The tables that a world was compiled from, each sorted.
    pub fn of(world: &World) -> Self {
        let mut tables = Self::default();
        world.version().clone_into(&mut tables.version);
        for table in Table::ALL {
            let cells: Vec<Vec<String>> = match table {
                Table::Sources => world.sources(),
                Table::Roles => world.role_rows(),
                Table::Entities | Table::People | Table::Places | Table::Issues | Table::Instruments => {
                    world.entity_rows(table)
                }
                Table::Aliases => world.alias_rows(),
                Table::IssueWords => world.issue_word_rows(),
                Table::Titles => world.title_rows(),
                Table::Portfolios => world.portfolio_rows(),
                Table::Honorifics => world.honorific_rows(),
                Table::Tenures => world.tenure_rows(),
                Table::Members => world.member_rows(),
            };
            let file: std::sync::Arc<str> = "the world".into();
            let row = |cells| Row { cells, file: file.clone(), line: 0, retracts: false };
            let rows = tables.rows_mut(table);
            rows.extend(cells.into_iter().map(row));
            rows.sort_by(|a, b| a.cells.cmp(&b.cells));
        }
        tables
    }
}

/// A row of texts.
macro_rules! row {
    ($($cell:expr),+ $(,)?) => { vec![$(String::from($cell)),+] };
}

impl World {
    fn records<T>(&self, section: Section, cells: impl Fn(usize) -> T) -> Vec<T> {
        (0..self.image.count(section)).map(cells).collect()
    }

    fn id(&self, number: u32) -> &str {
        if number == NONE { "" } else { self.entity(EntityId(number)).id }
    }

    fn sources(&self) -> Vec<Vec<String>> {
        self.records(Section::Sources, |record| {
            (0..5).map(|field| self.image.text(Section::Sources, record, field).to_owned()).collect()
        })
    }

    fn role_rows(&self) -> Vec<Vec<String>> {
        let section = Section::Roles;
        self.records(section, |record| {
            let texts = [0, 1, 2].map(|field| self.image.text(section, record, field));
            let rank = some(self.image.word(section, record, 3));
            row![texts[0], texts[1], texts[2], rank, self.source(self.image.word(section, record, 4))]
        })
    }

    fn entity_rows(&self, table: Table) -> Vec<Vec<String>> {
        let all = self.entities().filter(|entity| self.table(entity.number) == table);
        all.map(|entity| {
            let record = entity.number.0 as usize;
            let text = |field| self.image.text(Section::Entities, record, field);
            let word = |field| self.image.word(Section::Entities, record, field);
            let (id, name, parent, source) = (entity.id, entity.name, self.id(word(5)), entity.source);
            match table {
                Table::People => row![id, name, text(6), text(3), source],
                Table::Places => {
                    let degrees = |field| format!("{:.4}", f64::from(word(field).cast_signed()) / 10_000.0);
                    row![id, name, text(3), some(word(7)), degrees(8), degrees(9), some(word(10)), source]
                }
                Table::Issues => row![id, name, parent, text(6), source],
                Table::Instruments => {
                    let kind = INSTRUMENT_KINDS.get((word(11) >> 16) as usize).copied().unwrap_or("other");
                    row![id, kind, name, some(word(11) & 0xffff), source]
                }
                _ => {
                    let country = if entity.kind == Kind::Country { "" } else { text(3) };
                    row![id, entity.kind.as_str(), name, country, text(4), parent, source]
                }
            }
        })
        .collect()
    }

    fn alias_rows(&self) -> Vec<Vec<String>> {
        let section = Section::Names;
        let rows = self.records(section, |record| {
            let code = self.image.word(section, record, 2);
            let kind = AliasKind::from_code((code & 0xff) as u8).as_str();
            let case = CaseRule::from_code((code >> 8 & 0xff) as u8).as_str();
            let source = self.source(self.image.word(section, record, 3));
            let entity = self.id(self.image.word(section, record, 0));
            (code >> 16 == 0).then(|| row![self.image.text(section, record, 1), entity, kind, case, source])
        });
        rows.into_iter().flatten().collect()
    }

    fn issue_word_rows(&self) -> Vec<Vec<String>> {
        let section = Section::IssueWords;
        let rows = self.records(section, |record| {
            let issue = self.id(self.image.word(section, record, 0));
            let source = self.source(self.image.word(section, record, 3));
            let written = self.image.word(section, record, 2) == 0;
            written.then(|| row![self.image.text(section, record, 1), issue, source])
        });
        rows.into_iter().flatten().collect()
    }

    fn title_rows(&self) -> Vec<Vec<String>> {
        let section = Section::Titles;
        let rows = self.records(section, |record| {
            let code = self.image.word(section, record, 1);
            let reads = TITLE_READS.get((code >> 16 & 0xff) as usize).copied().unwrap_or_default();
            let text = |field| self.image.text(section, record, field);
            let source = self.source(self.image.word(section, record, 4));
            let written = code >> 24 == 0;
            written.then(|| row![text(0), text(3), self.role_name(code & 0xffff), reads, text(2), source])
        });
        rows.into_iter().flatten().collect()
    }

    fn portfolio_rows(&self) -> Vec<Vec<String>> {
        let section = Section::Portfolios;
        self.records(section, |record| {
            let role = self.role_name(self.image.word(section, record, 1));
            let source = self.source(self.image.word(section, record, 3));
            row![self.image.text(section, record, 0), role, self.image.text(section, record, 2), source]
        })
    }

    fn honorific_rows(&self) -> Vec<Vec<String>> {
        let section = Section::Honorifics;
        self.records(section, |record| {
            let kind = HONORIFIC_KINDS.get(self.image.word(section, record, 1) as usize).copied().unwrap_or_default();
            row![self.image.text(section, record, 0), kind, self.source(self.image.word(section, record, 2))]
        })
    }

    fn tenure_rows(&self) -> Vec<Vec<String>> {
        self.records(Section::Tenures, |record| {
            let tenure = self.tenure(record);
            let acting = if tenure.acting { "true" } else { "" };
            row![
                self.entity(tenure.person).id,
                tenure.role,
                self.entity(tenure.body).id,
                tenure.office_title,
                dated(tenure.from),
                dated(tenure.to),
                dated(tenure.as_of),
                acting,
                tenure.source,
            ]
        })
    }

    fn member_rows(&self) -> Vec<Vec<String>> {
        let section = Section::Members;
        self.records(section, |record| {
            let word = |field| self.image.word(section, record, field);
            let country = self.id(word(1)).strip_prefix("kb:country/").unwrap_or_default();
            let dates = [2, 3, 4].map(|field| dated(PartialDate::from_bits(word(field))));
            let [from, to, as_of] = dates;
            row![self.id(word(0)), country, from, to, as_of, self.source(word(5))]
        })
    }
}

/// A number as it is written, "" for none.
fn some(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn dated(date: Option<PartialDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}
