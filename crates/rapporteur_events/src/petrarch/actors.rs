//! Actor and agent dictionaries.

use rustc_hash::FxHashMap;

use crate::petrarch::phrases::Words;

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
    pub(crate) fn add(&mut self, text: &str, unheeded: &mut Vec<String>) {
        let mut own = self.codes.len();
        self.codes.push(Vec::new());
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default().trim_end();
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
                    None => unheeded.push(format!("actor {name}: [{code}")),
                }
            }
        }
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

fn dated(text: &str) -> Option<DatedCode> {
    let mut parts = text.split_whitespace();
    let code = parts.next()?.to_owned();
    let (mut from, mut to) = (None, None);
    if let Some(when) = parts.next() {
        match when.split_at_checked(1)? {
            (">", day) => from = Some(full(day)?),
            ("<", day) => to = Some(full(day)?),
            _ => {
                let (first, last) = when.split_once('-')?;
                (from, to) = (Some(full(first)?), Some(full(last)?));
            }
        }
    }
    (code.len() >= 3).then_some(DatedCode { code, from, to })
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
    pub(crate) fn add(&mut self, text: &str, unheeded: &mut Vec<String>) {
        let mut sets: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if let Some((name, words)) = line.strip_prefix('!').and_then(|line| line.split_once("! =")) {
                sets.insert(name, words.split(',').map(str::trim).filter(|word| !word.is_empty()).collect());
                continue;
            }
            let Some((entry, code)) = line.split_once('[') else { continue };
            let code = code.trim_matches([']', '~', ' ', '\t']).to_owned();
            let (name, plural) = entry.split_once('{').unwrap_or((entry, ""));
            if code.is_empty() || name.trim().is_empty() {
                unheeded.push(format!("agent {line}"));
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
    }
}

/// A name with each word of the set that it calls: `CATTLE!PERSON!` is "cattle man", "cattleman", …
fn spelled(name: &str, sets: &FxHashMap<&str, Vec<&str>>) -> Vec<String> {
    let Some((before, rest)) = name.split_once('!') else { return vec![name.to_owned()] };
    let Some((set, after)) = rest.split_once('!') else { return vec![name.to_owned()] };
    let words = sets.get(set).map_or(&[][..], Vec::as_slice);
    words.iter().flat_map(|word| [format!("{before}{word}{after}"), format!("{before}_{word}{after}")]).collect()
}
