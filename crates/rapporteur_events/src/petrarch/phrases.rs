//! Phrases of several words, found the longest first.

use rustc_hash::FxHashMap;

use rapporteur_language::Pos;

use crate::sentence::Sentence;

/// Phrases with what they stand for.
#[derive(Debug)]
pub(crate) struct Words<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<T> Words<T> {
    /// Adds a phrase as dictionaries write it: words joined by underscores.
    pub(crate) fn insert(&mut self, phrase: &str, value: T) {
        let mut words = split(phrase).into_iter();
        if let Some(first) = words.next() {
            self.by_first.entry(first).or_default().push((words.collect(), value));
        }
    }

    /// The longest phrase that `words` begin with: how many words it has, and what it stands for. Of equals the first.
    pub(crate) fn longest(&self, words: &[(usize, String)]) -> Option<(usize, &T)> {
        let (n_words, values) = self.all_longest(words)?;
        values.first().map(|value| (n_words, *value))
    }

    /// The longest phrase that `words` begin with, and all that it stands for.
    pub(crate) fn all_longest(&self, words: &[(usize, String)]) -> Option<(usize, Vec<&T>)> {
        let first = &words.first()?.1;
        let singular = first.strip_suffix('S').filter(|singular| !singular.is_empty());
        let entries =
            self.by_first.get(first).into_iter().chain(singular.and_then(|one| self.by_first.get(one))).flatten();
        let fits =
            |rest: &[String]| rest.len() < words.len() && rest.iter().zip(&words[1..]).all(|(a, b)| is_word(a, &b.1));
        let found: Vec<(usize, &T)> =
            entries.filter(|(rest, _)| fits(rest)).map(|(rest, value)| (rest.len() + 1, value)).collect();
        let longest = found.iter().map(|(n_words, _)| *n_words).max()?;
        Some((longest, found.into_iter().filter(|(n_words, _)| *n_words == longest).map(|(_, value)| value).collect()))
    }
}

fn is_word(entry: &str, word: &str) -> bool {
    entry == word || word.strip_suffix('S').is_some_and(|singular| singular == entry)
}

/// The words of an entry.
pub(crate) fn split(phrase: &str) -> Vec<String> {
    let clean = |word: &str| word.chars().filter(|c| *c != '.' && *c != ',').collect::<String>().to_uppercase();
    phrase
        .split(|c: char| c == '_' || c == '-' || c.is_whitespace())
        .map(clean)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The words of tokens, each with its token; a possessive mark and "us" are none.
pub(crate) fn words(sentence: &Sentence<'_>, tokens: impl IntoIterator<Item = usize>) -> Vec<(usize, String)> {
    let is_word = |i: &usize| {
        let token = &sentence.tokens[*i];
        match token.pos {
            Pos::Punct | Pos::Space | Pos::Part => false,
            Pos::Pron => sentence.lemma(*i) != "we",
            _ => true,
        }
    };
    let parts = |i: usize| {
        let text = &sentence.text[sentence.tokens[i].span.range()];
        split(text).into_iter().map(move |word| (i, word))
    };
    tokens.into_iter().filter(is_word).flat_map(parts).collect()
}
