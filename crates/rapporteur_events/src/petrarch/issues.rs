//! Issue lists: phrases of a sentence, whatever it tells, to codes of what it is about.

use rustc_hash::FxHashMap;

use crate::petrarch::{Lines, Unheeded};

/// An issue list.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    /// Codes in the order in which the lists name them.
    codes: Vec<String>,
    /// By first word.
    phrases: FxHashMap<String, Vec<Phrase>>,
}

/// What follows the first word of a phrase, and what it calls.
#[derive(Debug)]
struct Phrase {
    rest: Vec<String>,
    /// Which of the codes; none where the phrase bars every issue.
    code: Option<usize>,
}

impl Issues {
    /// Adds a list: a phrase and its code in brackets a line. `n:` stands before a noun that may be plural, `v:` before a
    /// verb in any regular form, `+` for a blank or a hyphen. A phrase behind `~` bars all issues of its sentence.
    pub(crate) fn add(&mut self, text: &str) -> Vec<Unheeded> {
        let mut unheeded = Vec::new();
        for (number, line) in Lines::new(text) {
            let line = line.trim();
            if line.starts_with('<') {
                continue;
            }
            let (phrase, code) = line.split_once('[').unwrap_or((line, ""));
            let code = code.trim_end_matches([']', ' ', '\t']);
            let bars = phrase.starts_with('~');
            if !bars && code.is_empty() {
                let why = "an issue has a code in brackets";
                unheeded.push(Unheeded { line: number, entry: line.to_owned(), why });
                continue;
            }
            let code = (!bars).then(|| self.number(code));
            for forms in spelled(phrase.trim_start_matches('~')) {
                let mut words = forms.into_iter();
                if let Some(first) = words.next() {
                    self.phrases.entry(first).or_default().push(Phrase { rest: words.collect(), code });
                }
            }
        }
        unheeded
    }

    fn number(&mut self, code: &str) -> usize {
        self.codes.iter().position(|known| known == code).unwrap_or_else(|| {
            self.codes.push(code.to_owned());
            self.codes.len() - 1
        })
    }

    /// The issues of a sentence with how many phrases call each, in the order in which they are first called.
    pub(crate) fn of(&self, sentence: &str) -> Vec<(String, usize)> {
        let words = words(sentence);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for at in 0..words.len() {
            let fits = |rest: &[String]| words[at + 1..].starts_with(rest);
            let phrases = self.phrases.get(&words[at]).into_iter().flatten();
            for phrase in phrases.filter(|phrase| fits(&phrase.rest)) {
                let Some(code) = phrase.code else { return Vec::new() };
                match found.iter_mut().find(|(known, _)| *known == code) {
                    Some((_, n)) => *n += 1,
                    None => found.push((code, 1)),
                }
            }
        }
        found.into_iter().map(|(code, n)| (self.codes[code].clone(), n)).collect()
    }
}

/// The words of a text in lower case; hyphens part words.
fn words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'');
    let trim = |word: &str| word.trim_matches(['.', '\'']).to_lowercase();
    text.split(|c: char| !is_part(c)).map(trim).filter(|word| !word.is_empty()).collect()
}

/// The spellings of a phrase, each as its words.
fn spelled(phrase: &str) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for item in phrase.to_lowercase().split_whitespace() {
        let forms = if let Some(noun) = item.strip_prefix("n:") {
            vec![noun.to_owned(), plural(noun)]
        } else if let Some(verb) = item.strip_prefix("v:") {
            let stem = verb.strip_suffix('e').unwrap_or(verb);
            vec![verb.to_owned(), format!("{verb}s"), format!("{stem}ed"), format!("{stem}ing")]
        } else {
            vec![item.to_owned()]
        };
        all = all
            .iter()
            .flat_map(|before: &Vec<String>| forms.iter().map(|form| [before.clone(), words(form)].concat()))
            .collect();
    }
    all
}

fn plural(noun: &str) -> String {
    noun.strip_suffix('y').map_or_else(|| format!("{noun}s"), |stem| format!("{stem}ies"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_counted() {
        let mut issues = Issues::default();
        let list =
            "<ISSUE CATEGORY=\"X\">\nn:refugee [FLIGHT]\nland+mine [MINES]\nv:flee [FLIGHT]\n~refugee song\nno code\n";
        assert_eq!(issues.add(list).len(), 1);
        let of = |text| issues.of(text);
        assert_eq!(
            of("Refugees fled a land-mine, a refugee said."),
            [("FLIGHT".to_owned(), 2), ("MINES".to_owned(), 1)]
        );
        assert_eq!(of("The refugee song is about refugees."), []);
        assert_eq!(of(""), []);
    }
}
