//! What is wrong or doubtful in tables.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::dated::PartialDate;
use crate::kinds::AliasKind;
use crate::normal;
use crate::references;
use crate::schema::Table;
use crate::tables::{Row, TableError, Tables};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The tables are wrong.
    Fault,
    /// A person should look.
    Doubt,
}

/// Something found in the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// Where it is, what it is, what to do.
    pub error: TableError,
}

/// Roles that one person holds at a time in most states.
const SINGLE: [&str; 4] = ["head-of-state", "head-of-government", "foreign-minister", "secretary-general"];

/// Titles of these roles that two hold at a time.
const SHARED: [&str; 1] = ["Captain Regent"];

/// Two holders may overlap by so many days at a handover.
const HANDOVER_DAYS: i32 = 45;

/// Checks tables: references, keys and circles; dates that cannot be; order; and, as doubts, two holders of one role at a
/// time, names that several countries or persons share, and, where a day is given, tenures last heard of a year before.
pub fn lint(tables: &Tables, today: Option<Date>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let fault = |error| Finding { level: Level::Fault, error };
    findings.extend(references::check(tables).err().into_iter().flatten().map(fault));
    for table in Table::ALL {
        findings.extend(unsorted(table, tables.rows(table)).map(fault));
    }
    for table in [Table::Tenures, Table::Members] {
        findings.extend(tables.rows(table).iter().filter_map(|row| impossible(table, row)).map(fault));
    }
    let doubt = |error| Finding { level: Level::Doubt, error };
    findings.extend(overlaps(tables).into_iter().map(doubt));
    findings.extend(shared_names(tables).into_iter().map(doubt));
    if let Some(today) = today {
        findings.extend(tables.rows(Table::Tenures).iter().filter_map(|row| stale(row, today)).map(doubt));
    }
    findings
}

fn date(table: Table, row: &Row, column: &str) -> Option<PartialDate> {
    PartialDate::parse(&row.cells[table.column(column)])
}

fn unsorted(table: Table, rows: &[Row]) -> impl Iterator<Item = TableError> {
    let pairs = rows.windows(2).filter(|pair| pair[0].cells > pair[1].cells);
    pairs
        .take(1)
        .map(move |pair| pair[1].error(format!("{} is not sorted here", table.name()), "sort its lines by bytes"))
}

/// A tenure or membership whose dates cannot all hold.
fn impossible(table: Table, row: &Row) -> Option<TableError> {
    let [from, to, as_of] = ["from", "to", "as_of"].map(|column| date(table, row, column));
    if let (Some(from), Some(to)) = (from, to)
        && from.start() > to.end()
    {
        return Some(row.error(format!("it ends ({to}) before it begins ({from})"), "correct one of the dates"));
    }
    if let (Some(from), Some(as_of)) = (from, as_of)
        && from.start() > as_of.end()
    {
        return Some(
            row.error(format!("it is known as of {as_of}, before it begins ({from})"), "correct one of the dates"),
        );
    }
    match (to, as_of) {
        (None, None) => Some(row.error("it has neither an end nor a date it is known as of", "give to or as_of")),
        (Some(_), Some(_)) => Some(row.error("it has both an end and a date it is known as of", "leave as_of empty")),
        _ => None,
    }
}

/// The first and last day of a tenure and its row.
type Held<'t> = (Date, Date, &'t Row);

/// Pairs of persons that hold a single role at a time.
fn overlaps(tables: &Tables) -> Vec<TableError> {
    let table = Table::Tenures;
    let cell = |row: &'_ Row, column: &str| row.cells[table.column(column)].clone();
    let mut by_office: BTreeMap<(String, String), Vec<Held<'_>>> = BTreeMap::new();
    for row in tables.rows(table) {
        let role = cell(row, "role");
        let shared = SHARED.contains(&cell(row, "title").as_str());
        if shared || !SINGLE.contains(&role.as_str()) || cell(row, "acting") == "true" {
            continue;
        }
        let from = date(table, row, "from").map_or(Date::MIN, PartialDate::end);
        let to = date(table, row, "to").or(date(table, row, "as_of")).map_or(Date::MAX, PartialDate::start);
        by_office.entry((cell(row, "body"), cell(row, "title"))).or_default().push((from, to, row));
    }
    let mut errors = Vec::new();
    for ((body, title), mut held) in by_office {
        held.sort_by_key(|(from, to, _)| (*from, *to));
        for pair in held.windows(2) {
            let ((_, end, first), (from, _, second)) = (pair[0], pair[1]);
            let shared = (end - from).get_days();
            if cell(first, "person") != cell(second, "person") && shared > HANDOVER_DAYS {
                let what =
                    format!("{title} of {body}: {} holds it {shared} days beside {}", second.cells[0], first.cells[0]);
                errors.push(second.error(what, "check the dates, or give the two their own titles"));
            }
        }
    }
    errors
}

/// Names that are the usual name of several countries, or of several persons of one country.
fn shared_names(tables: &Tables) -> Vec<TableError> {
    let mut countries: BTreeMap<String, &Row> = BTreeMap::new();
    let mut errors = Vec::new();
    let [alias, entity, kind] = ["alias", "entity", "kind"].map(|name| Table::Aliases.column(name));
    for row in tables.rows(Table::Aliases) {
        let named = [AliasKind::Name, AliasKind::Formal].iter().any(|known| known.as_str() == row.cells[kind]);
        if !named || !row.cells[entity].starts_with("kb:country/") {
            continue;
        }
        if let Some(first) = countries.insert(normal::key(&row.cells[alias]), row)
            && first.cells[entity] != row.cells[entity]
        {
            let what = format!("{} names {} too", row.cells[alias], first.cells[entity]);
            errors.push(row.error(what, "keep it where it is meant most"));
        }
    }
    let mut people: BTreeMap<(String, &str), &Row> = BTreeMap::new();
    for row in tables.rows(Table::People) {
        let country = Table::People.column("country");
        if let Some(first) = people.insert((normal::key(&row.cells[1]), &row.cells[country]), row) {
            let what = format!("{} and {} have one name", first.cells[0], row.cells[0]);
            errors.push(row.error(what, "make them one person, or tell them apart by name"));
        }
    }
    errors
}

fn stale(row: &Row, today: Date) -> Option<TableError> {
    let as_of = date(Table::Tenures, row, "as_of")?;
    let days = (today - as_of.end()).get_days();
    (days > 365).then(|| row.error(format!("it was last known to hold on {as_of}"), "give its end, or a later as_of"))
}
