//! Overlays as YAML: a list of entries, each with what it is about and its facts.
//!
//! ```yaml
//! - person: kb:person/prak-sokhonn
//!   aliases: [Prak Sokhon]
//!   tenures:
//!     - {role: foreign-minister, body: KHM, title: Minister of Foreign Affairs, from: 2024-11-20, as_of: 2025-06-01}
//! - entity: kb:org/example
//!   kind: organization
//!   name: Example Council
//!   members: [KHM, {country: LAO, from: 2020}]
//! - person: kb:person/wrong-entry
//!   retract: true
//! ```
//!
//! An entry of a person, place, issue or instrument that names no `name` only adds to what is known of it.

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

use crate::overlay::OVERLAY;
use crate::schema::{Column, Table, fault};
use crate::tables::{Row, TableError};

/// The first key of an entry and the table that it is an entry of.
const HEADS: [(&str, Table); 5] = [
    ("person", Table::People),
    ("entity", Table::Entities),
    ("place", Table::Places),
    ("issue", Table::Issues),
    ("instrument", Table::Instruments),
];

/// A key and its value in a mapping, with the line of the key.
type Field<'y> = (String, usize, &'y MarkedYaml<'y>);

pub(crate) fn read(file: &str, text: &str) -> Result<Vec<(Table, Row)>, Vec<TableError>> {
    let mut reader = Reader { file: file.into(), rows: Vec::new(), errors: Vec::new() };
    match MarkedYaml::load_from_str(text) {
        Ok(documents) => documents.iter().for_each(|document| reader.document(document)),
        Err(error) => reader.errors.push(reader.error(error.marker().line(), error.info(), "write valid YAML")),
    }
    if reader.errors.is_empty() { Ok(reader.rows) } else { Err(reader.errors) }
}

struct Reader {
    file: std::sync::Arc<str>,
    rows: Vec<(Table, Row)>,
    errors: Vec<TableError>,
}

impl Reader {
    fn error(&self, line: usize, what: &str, remedy: &str) -> TableError {
        TableError { file: self.file.to_string(), line, what: what.to_owned(), remedy: remedy.to_owned() }
    }

    fn fail(&mut self, line: usize, what: &str, remedy: &str) {
        let error = self.error(line, what, remedy);
        self.errors.push(error);
    }

    fn document(&mut self, document: &MarkedYaml<'_>) {
        match &document.data {
            YamlData::Sequence(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            YamlData::Value(Scalar::Null) => {}
            _ => self.fail(
                line(document),
                "the file is no list",
                "write entries that begin with \"- person:\" or the like",
            ),
        }
    }

    fn entry(&mut self, entry: &MarkedYaml<'_>) {
        let Some(fields) = self.fields(entry) else { return };
        let head = fields.iter().find_map(|(key, _, value)| {
            HEADS.iter().find(|(head, _)| head == key).map(|(head, table)| (*head, *table, *value))
        });
        let Some((head, table, id)) = head else {
            return self.fail(
                line(entry),
                "the entry does not say what it is about",
                "begin it with person, entity, place, issue or instrument",
            );
        };
        let Some(id) = text(id) else {
            return self.fail(line(id), "the id does not read", "write an id such as kb:person/name");
        };
        let retracts = fields.iter().any(|(key, _, value)| key == "retract" && text(value).as_deref() == Some("true"));
        let mut own: Vec<Field<'_>> = Vec::new();
        for (key, at, value) in fields {
            match key.as_str() {
                _ if key == head || key == "retract" => {}
                "aliases" => self.each(value, |reader, item| reader.alias(&id, item)),
                "words" if table == Table::Issues => self.each(value, |reader, item| reader.words(&id, item)),
                "tenures" if table == Table::People => self.each(value, |reader, item| reader.tenure(&id, item)),
                "members" if table == Table::Entities => self.each(value, |reader, item| reader.member(&id, item)),
                _ => own.push((key, at, value)),
            }
        }
        if retracts || own.iter().any(|(key, ..)| key == "name") {
            self.row(table, line(entry), &[("id", id)], &own, retracts);
        } else if let Some((key, at, _)) = own.first() {
            let (key, at) = (key.clone(), *at);
            self.fail(
                at,
                &format!("{key} is given without the name"),
                "give the name too: the entry replaces the known one",
            );
        }
    }

    fn alias(&mut self, id: &str, item: &MarkedYaml<'_>) {
        let known = [("entity", id.to_owned()), ("kind", "name".to_owned()), ("case", "capital".to_owned())];
        self.item(Table::Aliases, "alias", &known, item);
    }

    fn words(&mut self, id: &str, item: &MarkedYaml<'_>) {
        self.item(Table::IssueWords, "words", &[("issue", id.to_owned())], item);
    }

    fn member(&mut self, id: &str, item: &MarkedYaml<'_>) {
        self.item(Table::Members, "country", &[("organization", id.to_owned())], item);
    }

    fn tenure(&mut self, id: &str, item: &MarkedYaml<'_>) {
        self.item(Table::Tenures, "role", &[("person", id.to_owned())], item);
    }

    /// A fact of a list: a mapping, or a text for its one `main` column.
    fn item(&mut self, table: Table, main: &str, known: &[(&'static str, String)], item: &MarkedYaml<'_>) {
        if text(item).is_some() {
            let field = [(main.to_owned(), line(item), item)];
            return self.row(table, line(item), known, &field, false);
        }
        let Some(mut fields) = self.fields(item) else { return };
        let retracts = fields.iter().any(|(key, _, value)| key == "retract" && text(value).as_deref() == Some("true"));
        fields.retain(|(key, ..)| key != "retract");
        self.row(table, line(item), known, &fields, retracts);
    }

    /// Makes a row of the values known and the fields given, which go first.
    fn row(&mut self, table: Table, at: usize, known: &[(&'static str, String)], fields: &[Field<'_>], retracts: bool) {
        let columns = table.columns();
        for (key, at, _) in fields {
            if !columns.iter().any(|column| column.name == key) {
                let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
                self.fail(
                    *at,
                    &format!("{} have no {key}", table.name()),
                    &format!("write one of {}", names.join(", ")),
                );
                return;
            }
        }
        let cells = columns.iter().map(|column| self.cell(*column, known, fields)).collect();
        let row = Row { cells, file: self.file.clone(), line: at, retracts };
        let faults = columns.iter().zip(&row.cells).filter(|(column, _)| column.keyed || !retracts);
        let faults: Vec<TableError> = faults
            .filter_map(|(column, cell)| fault(*column, cell).map(|(what, remedy)| (column, what, remedy)))
            .map(|(column, what, remedy)| {
                let own = fields.iter().find(|(key, ..)| key == column.name).map_or(at, |(_, line, _)| *line);
                self.error(own, &what, &remedy)
            })
            .collect();
        if faults.is_empty() {
            self.rows.push((table, row));
        } else {
            self.errors.extend(faults);
        }
    }

    fn cell(&mut self, column: Column, known: &[(&'static str, String)], fields: &[Field<'_>]) -> String {
        let given = fields.iter().find(|(key, ..)| key == column.name).map(|(_, at, value)| (*at, text(value)));
        let value = match given {
            Some((at, None)) => {
                self.fail(at, &format!("{} is no text", column.name), "write one value");
                String::new()
            }
            Some((_, Some(value))) => value,
            None => {
                known.iter().find(|(key, _)| *key == column.name).map(|(_, value)| value.clone()).unwrap_or_default()
            }
        };
        match column.name {
            "body" if is_code(&value) => format!("kb:country/{value}"),
            "source" if value.is_empty() => OVERLAY.to_owned(),
            _ => value,
        }
    }

    fn each(&mut self, list: &MarkedYaml<'_>, mut take: impl FnMut(&mut Self, &MarkedYaml<'_>)) {
        match &list.data {
            YamlData::Sequence(items) => items.iter().for_each(|item| take(self, item)),
            _ => self.fail(line(list), "this is no list", "write [one, another]"),
        }
    }

    fn fields<'y>(&mut self, node: &'y MarkedYaml<'y>) -> Option<Vec<Field<'y>>> {
        let YamlData::Mapping(mapping) = &node.data else {
            self.fail(line(node), "this is no mapping", "write key: value");
            return None;
        };
        Some(mapping.iter().filter_map(|(key, value)| Some((text(key)?, line(key), value))).collect())
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn line(node: &MarkedYaml<'_>) -> usize {
    node.span.start.line()
}

/// The text of a scalar, "" for null; `None` for lists and mappings.
fn text(node: &MarkedYaml<'_>) -> Option<String> {
    match &node.data {
        YamlData::Value(Scalar::Null) => Some(String::new()),
        YamlData::Value(Scalar::String(text)) | YamlData::Representation(text, ..) => Some(text.to_string()),
        YamlData::Value(Scalar::Integer(number)) => Some(number.to_string()),
        YamlData::Value(Scalar::FloatingPoint(number)) => Some(number.to_string()),
        YamlData::Value(Scalar::Boolean(truth)) => Some(truth.to_string()),
        _ => None,
    }
}
