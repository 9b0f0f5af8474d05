//! Country profiles of the Factbook in JSON: chiefs of state and heads of government.
//!
//! Holders stand as "Prime Minister HUN Manet (since 22 August 2023)", several with semicolons between; capitals mark the
//! family name.

use std::path::Path;

use crate::dated::PartialDate;
use crate::import::{Imported, read_text, slug};
use crate::schema::Table;
use crate::tables::TableError;
use crate::world::World;

const SOURCE: &str = "factbook";

/// Imports one profile; its holders are known as of `as_of`, the day of the profile.
///
/// # Errors
///
/// A file that cannot be read or is no JSON.
pub fn import_factbook(world: &World, path: &Path, as_of: PartialDate) -> Result<Imported, TableError> {
    let file = read_text(path)?;
    let profile: serde_json::Value = serde_json::from_str(&file).map_err(|error| TableError {
        file: path.display().to_string(),
        line: error.line(),
        what: format!("is no JSON: {error}"),
        remedy: "give a country profile such as cb.json".to_owned(),
    })?;
    let mut imported = Imported::default();
    imported.push(
        Table::Sources,
        &[SOURCE, "The World Factbook", "Public domain", "", "https://www.cia.gov/the-world-factbook/"],
    );
    let field = |path: [&str; 3]| {
        let value = path.iter().try_fold(&profile, |value, key| value.get(key))?;
        value.get("text").and_then(serde_json::Value::as_str)
    };
    let names = ["conventional short form", "conventional long form", "local short form"];
    let named = names.iter().filter_map(|form| field(["Government", "Country name", form]));
    let country = named.into_iter().find_map(|name| country(world, name));
    let Some(country) = country else {
        imported.skip(0, &path.display().to_string(), "a country that is not known");
        return Ok(imported);
    };
    for (key, role) in [("chief of state", "head-of-state"), ("head of government", "head-of-government")] {
        let Some(text) = field(["Government", "Executive branch", key]) else { continue };
        let line = text_line(&file, text);
        for (index, holder) in plain(text).split(';').enumerate() {
            // The first holder is the chief; the others hold the office that their title names.
            let role = (index == 0).then_some(role);
            if let Err(why) = take(world, holder.trim(), role, country, as_of, &mut imported) {
                imported.skip(line, holder.trim(), why);
            }
        }
    }
    Ok(imported.finish())
}

fn country<'w>(world: &'w World, name: &str) -> Option<&'w str> {
    let hits = world.look_up(name);
    hits.into_iter().map(|hit| world.entity(hit.entity)).find(|entity| entity.id.starts_with("kb:country/"))?.country
}

/// The line of a file in which a text begins, 0 where it is written otherwise.
fn text_line(file: &str, text: &str) -> usize {
    let start: String = text.chars().take(20).collect();
    file.find(&start).map_or(0, |at| file[..at].matches('\n').count() + 1)
}

/// A text without tags.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for sign in text.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(sign),
            _ => {}
        }
    }
    out.replace("&nbsp;", " ")
}

fn take(
    world: &World,
    holder: &str,
    role: Option<&str>,
    country: &str,
    as_of: PartialDate,
    imported: &mut Imported,
) -> Result<(), &'static str> {
    let (name, since) = holder.split_once("(since ").ok_or("no date since when")?;
    let from = since.split(')').next().and_then(date).ok_or("a date that does not read")?;
    let asked = world.read_person(name.trim(), Some(country));
    let role = role.or_else(|| asked.roles.first().copied()).ok_or("a title whose role is not known")?;
    let (name, family) = written(&asked.written);
    if name.is_empty() {
        return Err("no name");
    }
    let found = world.look_up(&name).into_iter().map(|hit| world.entity(hit.entity));
    let known = found.into_iter().find(|entity| entity.id.starts_with("kb:person/") && entity.country == Some(country));
    let id = known.map_or_else(|| format!("kb:person/{}", slug(&name)), |entity| entity.id.to_owned());
    if known.is_none() {
        imported.push(Table::People, &[&id, &name, &family, country, SOURCE]);
    }
    let title = if asked.title.is_empty() { world.role_label(role).unwrap_or(role).to_owned() } else { asked.title };
    let (body, acting) = (format!("kb:country/{country}"), if holder.contains("Acting ") { "true" } else { "" });
    let as_of = as_of.max(from).to_string();
    imported.push(Table::Tenures, &[&id, role, &body, &title, &from.to_string(), "", &as_of, acting, SOURCE]);
    Ok(())
}

/// "HUN Manet" is Hun Manet of the family Hun.
fn written(name: &str) -> (String, String) {
    let capitals = |word: &str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    let lowered = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().collect();
        first + &letters.as_str().to_lowercase()
    };
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let whole: Vec<String> =
        words.iter().map(|word| if capitals(word) { lowered(word) } else { (*word).to_owned() }).collect();
    let family: Vec<String> = words.iter().filter(|word| capitals(word)).map(|word| lowered(word)).collect();
    (whole.join(" "), family.join(" "))
}

/// "22 August 2023", "August 2023" or "2023".
fn date(text: &str) -> Option<PartialDate> {
    let words: Vec<String> = text.split_whitespace().map(|word| word.trim_matches(',').to_lowercase()).collect();
    let year = words.iter().find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
    let month = words.iter().find_map(|word| rapporteur_record::month_number(word));
    let day = words.iter().find_map(|word| word.parse::<u8>().ok().filter(|day| (1..=31).contains(day)));
    let date = match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year.clone(),
    };
    PartialDate::parse(&date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_names_read() {
        let text = |text: &str| date(text).map(|date| date.to_string());
        assert_eq!(text("22 August 2023").as_deref(), Some("2023-08-22"));
        assert_eq!(text("August 2023").as_deref(), Some("2023-08"));
        assert_eq!(text("soon"), None);
        assert_eq!(written("HUN Manet"), ("Hun Manet".into(), "Hun".into()));
        assert_eq!(written("Emmanuel MACRON"), ("Emmanuel Macron".into(), "Macron".into()));
    }
}
