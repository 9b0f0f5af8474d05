//! Actor and agent dictionaries.

use rustc_hash::FxHashMap;

use crate::petrarch::phrases::Words;
use crate::petrarch::{Lines, Unheeded};

/// A code with the days on which it holds, as YYYYMMDD.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DatedCode {
    code: String,
    from: Option<String>,
    to: Option<String>,
}

/// Names with the codes of whom they name.
#[derive(Debug, Default)]
pub(crate) struct Actors {
    names: Words<usize>,
    codes: Vec<Vec<DatedCode>>,
}

/// Roles with their codes.
#[derive(Debug, Default)]
pub(crate) struct Agents {
    pub(crate) roles: Words<String>,
}

impl Actors {
    pub(crate) fn add(&mut self, text: &str) -> Vec<Unheeded> {
        let mut unheeded = Vec::new();
        let mut own = self.codes.len();
        self.codes.push(Vec::new());
        for (number, line) in Lines::new(text) {
            let (name, codes) = line.split_at(line.find('[').unwrap_or(line.len()));
            let is_alias = name.starts_with('+');
            let name = name.trim().trim_start_matches('+');
            if !name.is_empty() {
                // A name at the margin begins an actor; its aliases and dated codes follow.
                if !is_alias {
                    own = self.codes.len();
                    self.codes.push(Vec::new());
                }
                self.names.insert(name, own);
            }
            for code in codes.split('[').skip(1) {
                match dated(code.split(']').next().unwrap_or_default()) {
                    Some(code) => self.codes[own].push(code),
                    None => unheeded.push(Unheeded {
                        line: number,
                        entry: line.trim().to_owned(),
                        why: "a code has three letters or more, and days of six or eight digits",
                    }),
                }
            }
        }
        unheeded
    }

    /// The longest name that `words` begin with, and its code on a day; no code where none holds then.
    pub(crate) fn longest(&self, words: &[(usize, String)], date: &str) -> Option<(usize, Option<&str>)> {
        let (n_words, owners) = self.names.all_longest(words)?;
        let holds = |code: &&DatedCode| {
            code.from.as_deref().is_none_or(|from| from <= date) && code.to.as_deref().is_none_or(|to| date <= to)
        };
        let is_dated = |code: &&DatedCode| code.from.is_some() || code.to.is_some();
        // Of several with one name, the one whose code holds on the day.
        let codes = || owners.iter().flat_map(|&&own| &self.codes[own]);
        let found = codes().filter(is_dated).find(holds).or_else(|| codes().find(|code| !is_dated(code)));
        Some((n_words, found.map(|code| code.code.as_str())))
    }
}

/// A code with its days: `[HOB]`, `[HOB <950601]`, `[HOB > 990816]`, `[HOB 19950601 - 19990815]`.
fn dated(text: &str) -> Option<DatedCode> {
    let (code, when) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    let when: String = when.chars().filter(|c| !c.is_whitespace()).collect();
    let (from, to) = match when.split_at_checked(1) {
        None => (None, None),
        Some((">", day)) => (Some(full(day)?), None),
        Some(("<", day)) => (None, Some(full(day)?)),
        Some(_) => {
            let (first, last) = when.split_once('-')?;
            (Some(full(first)?), Some(full(last)?))
        }
    };
    (code.len() >= 3).then(|| DatedCode { code: code.to_owned(), from, to })
}

/// A day as YYYYMMDD; years of two digits lie between 1930 and 2029.
fn full(day: &str) -> Option<String> {
    if day.is_empty() || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match day.len() {
        6 => Some(format!("{}{day}", if day < "30" { "20" } else { "19" })),
        8 => Some(day.to_owned()),
        _ => None,
    }
}

impl Agents {
    pub(crate) fn add(&mut self, text: &str) -> Vec<Unheeded> {
        let mut unheeded = Vec::new();
        let mut sets: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (number, line) in Lines::new(text) {
            let line = line.trim();
            if let Some((name, words)) = line.strip_prefix('!').and_then(|line| line.split_once("! =")) {
                sets.insert(name, words.split(',').map(str::trim).filter(|word| !word.is_empty()).collect());
                continue;
            }
            let (entry, code) = line.split_once('[').unwrap_or((line, ""));
            let code = code.trim_matches([']', '~', ' ', '\t']).to_owned();
            let (name, plural) = entry.split_once('{').unwrap_or((entry, ""));
            if code.is_empty() || name.trim().is_empty() {
                let why = "an agent has a name and a code in brackets";
                unheeded.push(Unheeded { line: number, entry: line.to_owned(), why });
                continue;
            }
            for name in
                spelled(name, &sets).iter().chain(std::iter::once(&plural.trim_end_matches(['}', ' ']).to_owned()))
            {
                let name = name.trim().trim_end_matches('_');
                self.roles.insert(name, code.clone());
                if let Some(stem) = name.strip_suffix('Y') {
                    self.roles.insert(&format!("{stem}IES"), code.clone());
                } else if name.ends_with(['S', 'X']) || name.ends_with("CH") {
                    self.roles.insert(&format!("{name}ES"), code.clone());
                }
            }
        }
        unheeded
    }
}

/// A name with each word of the set that it calls: `CATTLE!PERSON!` is "cattle man", "cattleman", …
fn spelled(name: &str, sets: &FxHashMap<&str, Vec<&str>>) -> Vec<String> {
    let Some((before, rest)) = name.split_once('!') else { return vec![name.to_owned()] };
    let Some((set, after)) = rest.split_once('!') else { return vec![name.to_owned()] };
    let words = sets.get(set).map_or(&[][..], Vec::as_slice);
    words.iter().flat_map(|word| [format!("{before}{word}{after}"), format!("{before}_{word}{after}")]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_with_blanks_or_without() {
        let days = |text| dated(text).map(|code| (code.from, code.to));
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(days("HOB"), Some((None, None)));
        assert_eq!(days("HOB <950601"), Some((None, day("19950601"))));
        assert_eq!(days("HOB > 010816"), Some((day("20010816"), None)));
        assert_eq!(days("HOB 19950601 - 19990815"), Some((day("19950601"), day("19990815"))));
        assert_eq!(days("HOB >someday"), None);
        assert_eq!(days("HO"), None);
    }
}
