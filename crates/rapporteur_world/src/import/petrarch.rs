//! PETRARCH actor and agent dictionaries.
//!
//! ```text
//! NORODOM_SIHAMONI_  # a comment
//! +KING_SIHAMONI_
//!     [KHMELI 710101-000101]
//!     [KHMGOV >041014]
//! ```
//!
//! The head and its `+` lines are names; a code is a country and a sector, perhaps with dates (`>` from, `<` until). In
//! agent files a line is `PHRASE [~SECTOR]`, with sets of words such as `!MINIST! = MINISTER, MINISTERS`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::dated::PartialDate;
use crate::import::{Imported, read_text, slug};
use crate::schema::Table;
use crate::tables::TableError;
use crate::world::World;

const SOURCE: &str = "petrarch";

/// Imports an actor or agent dictionary.
///
/// A dated code of a country and a sector is taken for a person's office (role "official", "legislator" and the like);
/// a name with the code of a country alone for an alias of the country; other codes for organizations and armed groups.
///
/// # Errors
///
/// A file that cannot be read.
pub fn import_petrarch(world: &World, path: &Path) -> Result<Imported, TableError> {
    let text = read_text(path)?;
    let mut imported = Imported::default();
    imported.push(
        Table::Sources,
        &[SOURCE, "PETRARCH dictionaries", "MIT", "Copyright (c) 2014 Open Event Data Alliance", ""],
    );
    if text.lines().any(|line| line.contains("[~")) {
        agents(world, &text, &mut imported);
    } else {
        for actor in actors(&text) {
            take(world, &actor, &mut imported);
        }
    }
    Ok(imported.finish())
}

/// An entry of an actor dictionary.
#[derive(Debug, Default)]
struct Actor {
    line: usize,
    names: Vec<String>,
    codes: Vec<Code>,
}

/// A code with the days from which and until which it holds.
#[derive(Debug, PartialEq, Eq)]
struct Code {
    country: String,
    sector: String,
    from: String,
    to: String,
}

fn actors(text: &str) -> Vec<Actor> {
    let mut all: Vec<Actor> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.split(['#', ';']).next().unwrap_or_default();
        let (name, codes) = line.split_once('[').map_or((line, ""), |(name, codes)| (name, codes));
        let name = name.trim();
        if let Some(alias) = name.strip_prefix('+') {
            if let Some(actor) = all.last_mut() {
                actor.names.push(written(alias));
            }
        } else if !name.is_empty() {
            all.push(Actor { line: index + 1, names: vec![written(name)], codes: Vec::new() });
        }
        if let Some(actor) = all.last_mut() {
            actor.codes.extend(codes.split('[').filter_map(|code| code_of(code.split(']').next()?)));
        }
    }
    all
}

/// A name as one writes it: `NORODOM_SIHAMONI_` is "Norodom Sihamoni".
fn written(name: &str) -> String {
    let words = name.split(['_', ' ']).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().collect();
        first + &letters.as_str().to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ")
}

fn code_of(text: &str) -> Option<Code> {
    let (code, dates) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    if code.len() < 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let dates = dates.trim();
    let (from, to) = match (dates.strip_prefix('>'), dates.strip_prefix('<')) {
        (Some(from), _) => (date(from)?, String::new()),
        (_, Some(to)) => (String::new(), date(to)?),
        _ => match dates.split_once('-') {
            Some((from, to)) => (date(from)?, date(to)?),
            None => (String::new(), String::new()),
        },
    };
    Some(Code { country: code[..3].to_owned(), sector: code[3..].chars().take(3).collect(), from, to })
}

/// `YYMMDD` or `YYYYMMDD`; two digits up to 30 are of this century.
fn date(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match text.len() {
        6 => {
            let short: u16 = text[..2].parse().ok()?;
            (if short <= 30 { 2000 + short } else { 1900 + short }, &text[2..])
        }
        8 => (text[..4].parse().ok()?, &text[4..]),
        _ => return None,
    };
    let day = format!("{year:04}-{}-{}", &rest[..2], &rest[2..]);
    PartialDate::parse(&day).map(|date| date.to_string())
}

fn take(world: &World, actor: &Actor, imported: &mut Imported) {
    let name = &actor.names[0];
    let Some(first) = actor.codes.first() else {
        return imported.skip(actor.line, name, "no code that reads");
    };
    let known = |code: &Code| world.country(&code.country).is_some();
    if actor.codes.iter().any(|code| known(code) && !code.from.is_empty() && role(&code.sector).is_some()) {
        person(world, actor, imported);
    } else if known(first) && first.sector.is_empty() {
        let country = format!("kb:country/{}", first.country);
        aliases(world, &country, &actor.names, imported);
    } else if known(first) || ["IGO", "IMG", "NGO", "NGM", "MNC"].contains(&first.country.as_str()) {
        body(world, actor, first, imported);
    } else {
        imported.skip(actor.line, name, "a code of no country and of no kind of organization");
    }
}

/// The role that a sector stands for.
fn role(sector: &str) -> Option<&'static str> {
    match sector {
        "GOV" => Some("official"),
        "MIL" => Some("military-commander"),
        "LEG" => Some("legislator"),
        "JUD" => Some("judge"),
        "OPP" => Some("opposition-leader"),
        _ => None,
    }
}

fn person(world: &World, actor: &Actor, imported: &mut Imported) {
    let name = &actor.names[0];
    let found = world.look_up(name).into_iter().map(|hit| world.entity(hit.entity).id);
    let known = found.into_iter().find(|id| id.starts_with("kb:person/"));
    let id = known.map_or_else(|| format!("kb:person/{}", slug(name)), str::to_owned);
    if id == "kb:person/" {
        return imported.skip(actor.line, name, "a name without letters");
    }
    let offices: Vec<&Code> = actor
        .codes
        .iter()
        .filter(|code| world.country(&code.country).is_some() && role(&code.sector).is_some())
        .collect();
    if known.is_none() {
        let family = name.split(' ').next_back().unwrap_or_default();
        let country = offices.first().map_or("", |code| code.country.as_str());
        imported.push(Table::People, &[&id, name, family, country, SOURCE]);
    }
    aliases(world, &id, &actor.names[1..], imported);
    for code in offices {
        if code.from.is_empty() && code.to.is_empty() {
            imported.skip(actor.line, name, "an office without dates");
            continue;
        }
        let as_of = if code.to.is_empty() { &code.from } else { "" };
        let title = format!("Official ({})", code.sector);
        let body = format!("kb:country/{}", code.country);
        let role = role(&code.sector).unwrap_or("official");
        imported.push(Table::Tenures, &[&id, role, &body, &title, &code.from, &code.to, as_of, "", SOURCE]);
    }
}

fn body(world: &World, actor: &Actor, code: &Code, imported: &mut Imported) {
    let name = &actor.names[0];
    let found = actor.names.iter().flat_map(|name| world.look_up(name));
    let known = found.map(|hit| world.entity(hit.entity).id).find(|id| id.starts_with("kb:org/"));
    let armed = ["REB", "UAF", "SEP", "RAD"].contains(&code.sector.as_str()) || code.country == "IMG";
    let (prefix, kind, sector) = match code.country.as_str() {
        _ if armed => ("armed-group", "armed_group", "REB"),
        "IGO" => ("org", "organization", "IGO"),
        "NGO" | "NGM" => ("org", "body", "NGO"),
        "MNC" => ("org", "body", "BUS"),
        _ => ("org", "body", code.sector.as_str()),
    };
    let id = known.map_or_else(|| format!("kb:{prefix}/{}", slug(name)), str::to_owned);
    if id.ends_with('/') {
        return imported.skip(actor.line, name, "a name without letters");
    }
    if known.is_none() {
        let country = if world.country(&code.country).is_some() { code.country.as_str() } else { "" };
        imported.push(Table::Entities, &[&id, kind, name, country, sector, "", SOURCE]);
    }
    aliases(world, &id, &actor.names[1..], imported);
}

/// Aliases that the world does not have yet.
fn aliases(world: &World, id: &str, names: &[String], imported: &mut Imported) {
    for name in names {
        let known = world.look_up(name).iter().any(|hit| world.entity(hit.entity).id == id);
        if !known && !crate::normal::key(name).is_empty() {
            imported.push(Table::Aliases, &[name, id, "name", "capital", SOURCE]);
        }
    }
}

fn agents(world: &World, text: &str, imported: &mut Imported) {
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some((set, words)) = line.split_once('=').filter(|(set, _)| set.starts_with('!')) {
            sets.insert(set.trim().to_owned(), words.split(',').map(|word| word.trim().to_owned()).collect());
            continue;
        }
        let Some((phrase, code)) = line.split_once("[~") else {
            if !line.is_empty() {
                imported.skip(index + 1, line, "no agent code that reads");
            }
            continue;
        };
        let sector: String = code.chars().take_while(char::is_ascii_uppercase).take(3).collect();
        for phrase in spelled_out(phrase.trim(), &sets) {
            let written = written(&phrase);
            let words: Vec<&str> = written.split(' ').collect();
            if world.role_of_title(&words, None).is_some_and(|title| title.n_words == words.len()) {
                imported.skip(index + 1, &written, "a title that is known already");
            } else if sector.len() == 3 {
                imported.push(Table::Titles, &[&written, "", "agent", "whole", &sector, SOURCE]);
            } else {
                imported.skip(index + 1, &written, "no sector that reads");
            }
        }
    }
}

/// A phrase with each set of words in it replaced by each of its words.
fn spelled_out(phrase: &str, sets: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let found = sets.iter().find(|(set, _)| phrase.contains(set.as_str()));
    let Some((set, words)) = found else { return vec![phrase.to_owned()] };
    words.iter().map(|word| phrase.replace(set.as_str(), word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_with_their_dates() {
        let code = |from: &str, to: &str| {
            Some(Code { country: "KHM".into(), sector: "GOV".into(), from: from.into(), to: to.into() })
        };
        assert_eq!(code_of("KHMGOV >041014"), code("2004-10-14", ""));
        assert_eq!(code_of("KHMGOVHLH 030101-041130"), code("2003-01-01", "2004-11-30"));
        assert_eq!(code_of("KHMGOV <20180101"), code("", "2018-01-01"));
        assert_eq!(code_of("KHMGOV 2004017-20061201"), None, "a day of seven digits");
        assert_eq!(code_of("---"), None);
    }

    #[test]
    fn names_are_written_with_capitals() {
        assert_eq!(written("NORODOM_SIHAMONI_"), "Norodom Sihamoni");
        assert_eq!(written("BAN_KI-MOON"), "Ban Ki-moon");
    }
}
