//! Results of a query of Wikidata for holders of offices.
//!
//! Columns `person,name,alias,office,officeLabel,country,start,end`, in any order; `alias` and `end` may lack. `person` and
//! `office` are item numbers or addresses that end in them, `country` a code or a name.

use std::path::Path;

use crate::dated::PartialDate;
use crate::import::{Imported, read_text, slug};
use crate::schema::Table;
use crate::tables::TableError;
use crate::world::World;

const SOURCE: &str = "wikidata";

/// Imports query results; open tenures are known as of `as_of`, the day of the query.
///
/// # Errors
///
/// A file that cannot be read, or that lacks a column.
pub fn import_wikidata(world: &World, path: &Path, as_of: PartialDate) -> Result<Imported, TableError> {
    let text = read_text(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let error = |line, what: String| TableError {
        file: path.display().to_string(),
        line,
        what,
        remedy: "let the first line be person,name,alias,office,officeLabel,country,start,end".to_owned(),
    };
    let header = reader.headers().map_err(|cause| error(1, cause.to_string()))?.clone();
    let column = |name: &str| header.iter().position(|column| column.trim() == name);
    for name in ["person", "name", "officeLabel", "country", "start"] {
        column(name).ok_or_else(|| error(1, format!("there is no column {name}")))?;
    }
    let mut imported = Imported::default();
    imported.push(Table::Sources, &[SOURCE, "Wikidata", "CC0-1.0", "", "https://www.wikidata.org/"]);
    for record in reader.records() {
        let record = record.map_err(|cause| error(0, cause.to_string()))?;
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        let cell = |name: &str| column(name).and_then(|at| record.get(at)).unwrap_or_default().trim();
        let row = Line {
            item: cell("person").rsplit('/').next().unwrap_or_default(),
            name: cell("name"),
            alias: cell("alias"),
            office: cell("officeLabel"),
            country: cell("country"),
            start: cell("start"),
            end: cell("end"),
        };
        if let Err(why) = take(world, &row, as_of, &mut imported) {
            imported.skip(line, &record.iter().collect::<Vec<_>>().join(","), why);
        }
    }
    Ok(imported.finish())
}

/// One line of the results.
struct Line<'t> {
    item: &'t str,
    name: &'t str,
    alias: &'t str,
    office: &'t str,
    country: &'t str,
    start: &'t str,
    end: &'t str,
}

fn take(world: &World, row: &Line<'_>, as_of: PartialDate, imported: &mut Imported) -> Result<(), &'static str> {
    let named = !row.name.is_empty() && row.name != row.item;
    if !named {
        return Err("no name");
    }
    let country = country(world, row.country).ok_or("a country that is not known")?;
    let office = row.office.split(" of ").next().unwrap_or(row.office);
    let read = |title: &str| {
        let words: Vec<&str> = title.split(' ').collect();
        world.role_of_title(&words, Some(country)).filter(|title| title.n_words == words.len()).map(|title| title.role)
    };
    // "President of Algeria" is read without the country, "Minister of Foreign Affairs" with its portfolio.
    let role = titles(row.office).into_iter().find_map(|title| read(&title)).or_else(|| read(office));
    let role = role.ok_or("an office whose role is not known")?;
    let from = date(row.start).ok_or("no start")?;
    let to = date(row.end);
    if to.is_some_and(|to| to.end() < from.start()) {
        return Err("it ends before it begins");
    }
    let id = person(world, row, country);
    if world.entity_by_id(&id).is_none() {
        let family = row.name.split(' ').next_back().unwrap_or_default();
        imported.push(Table::People, &[&id, row.name, family, country, SOURCE]);
    }
    if !row.alias.is_empty() && row.alias != row.name {
        imported.push(Table::Aliases, &[row.alias, &id, "name", "capital", SOURCE]);
    }
    let known = if to.is_none() { as_of.max(from).to_string() } else { String::new() };
    let to = to.map(|to| to.to_string()).unwrap_or_default();
    let body = format!("kb:country/{country}");
    imported.push(Table::Tenures, &[&id, role, &body, row.office, &from.to_string(), &to, &known, "", SOURCE]);
    Ok(())
}

/// An office's label, then shorter and shorter before an "of".
fn titles(label: &str) -> Vec<String> {
    let cuts = label.rmatch_indices(" of ").map(|(at, _)| at);
    std::iter::once(label.len()).chain(cuts).map(|end| label[..end].to_owned()).collect()
}

/// The id of the person of that name in that country, else one made of the item number.
fn person(world: &World, row: &Line<'_>, country: &str) -> String {
    let found = world.look_up(row.name).into_iter().map(|hit| world.entity(hit.entity));
    let known = found.into_iter().find(|entity| entity.id.starts_with("kb:person/") && entity.country == Some(country));
    match known {
        Some(entity) => entity.id.to_owned(),
        None => format!("kb:person/{}-{}", slug(row.name), row.item.to_ascii_lowercase()),
    }
}

fn country<'w>(world: &'w World, text: &str) -> Option<&'w str> {
    let by_code = world.country(text).and_then(|number| world.entity(number).country);
    by_code.or_else(|| {
        let hits = world.look_up(text);
        hits.into_iter()
            .map(|hit| world.entity(hit.entity))
            .find(|entity| entity.id.starts_with("kb:country/"))?
            .country
    })
}

/// `2016-04-05T00:00:00Z`, or a date as the tables write it.
fn date(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text.split('T').next()?)
}
