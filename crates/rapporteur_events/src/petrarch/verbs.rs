//! Verb dictionaries: synonym sets, verbs with their codes, and patterns.

use rustc_hash::FxHashMap;

use crate::petrarch::phrases::split;

/// A code for the source towards the target, and one the other way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    pub(crate) forward: Option<String>,
    pub(crate) backward: Option<String>,
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words, or a set of synonyms each, that stand together.
    Words(Vec<String>),
    /// Words under a preposition.
    Under { preposition: String, words: Vec<String> },
}

/// What must stand around a verb for a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) before: Vec<Piece>,
    pub(crate) after: Vec<Piece>,
    pub(crate) codes: Codes,
}

/// A verb that may go with particles.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Words that follow it.
    pub(crate) particles: Vec<String>,
    pub(crate) block: usize,
    pub(crate) codes: Option<Codes>,
}

/// Verbs that share patterns.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) codes: Codes,
    pub(crate) patterns: Vec<Pattern>,
}

/// A verb dictionary.
#[derive(Debug, Default)]
pub(crate) struct Verbs {
    sets: FxHashMap<String, Vec<Vec<String>>>,
    pub(crate) entries: FxHashMap<String, Vec<Entry>>,
    pub(crate) blocks: Vec<Block>,
}

impl Verbs {
    pub(crate) fn add(&mut self, text: &str, unheeded: &mut Vec<String>) {
        let mut set: Option<String> = None;
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            if let Some(name) = line.strip_prefix('&') {
                set = Some(name.trim_end_matches('_').to_owned());
            } else if let Some(header) = line.strip_prefix("---") {
                set = None;
                self.blocks.push(Block { codes: codes(header), patterns: Vec::new() });
            } else if let Some(pattern) = line.strip_prefix('-') {
                match (parse(pattern), self.blocks.last_mut()) {
                    (Some(pattern), Some(block)) => block.patterns.push(pattern),
                    _ => unheeded.push(format!("pattern {line}")),
                }
            } else if line.starts_with('~') {
                // The transformations that the files of CAMEO hold are built in; see `clauses`.
                unheeded.push(format!("transformation {line}: the built-in ones hold"));
            } else if let (Some(name), Some(word)) = (&set, line.strip_prefix('+')) {
                let word = word.split('{').next().unwrap_or_default();
                self.sets.entry(name.clone()).or_default().push(split(word));
            } else if !self.blocks.is_empty() {
                self.add_verb(line, unheeded);
            }
        }
    }

    fn add_verb(&mut self, line: &str, unheeded: &mut Vec<String>) {
        let own = line.contains('[').then(|| codes(line));
        let line = line.split('[').next().unwrap_or_default();
        let (base, forms) = line.split_once('{').unwrap_or((line, ""));
        let base = base.trim();
        if base.split('_').skip(1).any(|word| word.starts_with('+')) {
            unheeded.push(format!("verb {base}: words before the verb"));
            return;
        }
        let forms = if forms.is_empty() { regular(base) } else { forms.to_owned() };
        for form in std::iter::once(base).chain(forms.trim_end_matches([' ', '}']).split_whitespace()) {
            let words: Vec<&str> = form.split('_').filter(|word| !word.is_empty()).collect();
            if words.is_empty() {
                continue;
            }
            let particles = words[1..].iter().map(|word| word.to_uppercase()).collect();
            let entry = Entry { particles, block: self.blocks.len() - 1, codes: own.clone() };
            self.entries.entry(words[0].trim_start_matches('+').to_uppercase()).or_default().push(entry);
        }
    }

    /// Whether words that begin with these are the item of a pattern, and how many they are.
    pub(crate) fn fit(&self, item: &str, words: &[[String; 2]]) -> Option<usize> {
        let is = |entry: &str, word: &[String; 2]| entry == word[0] || entry == word[1];
        let Some(name) = item.strip_prefix('&') else {
            return words.first().filter(|word| is(item, word)).map(|_| 1);
        };
        let fits = |entry: &&Vec<String>| {
            entry.len() <= words.len() && entry.iter().zip(words).all(|(entry, word)| is(entry, word))
        };
        self.sets.get(name)?.iter().filter(fits).map(Vec::len).max()
    }
}

/// The regular forms of a verb for which a dictionary gives none, as PETRARCH makes them.
fn regular(base: &str) -> String {
    let (verb, rest) = base.split_once('_').map_or((base, String::new()), |(verb, rest)| (verb, format!("_{rest}")));
    let [present, past, going] = if let Some(stem) = verb.strip_suffix('E') {
        [format!("{verb}S"), format!("{verb}D"), format!("{stem}ING")]
    } else if let Some(stem) = verb.strip_suffix('Y') {
        [format!("{stem}IES"), format!("{stem}IED"), format!("{verb}ING")]
    } else if verb.ends_with(['S', 'X', 'Z']) || verb.ends_with("CH") || verb.ends_with("SH") {
        [format!("{verb}ES"), format!("{verb}ED"), format!("{verb}ING")]
    } else {
        [format!("{verb}S"), format!("{verb}ED"), format!("{verb}ING")]
    };
    format!("{present}{rest} {past}{rest} {going}{rest}")
}

/// The codes in brackets: `[112]`, `[---]`, `[:110]`, `[043:042]`.
fn codes(text: &str) -> Codes {
    let inside = text.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(code, _)| code);
    let (forward, backward) = inside.split_once(':').unwrap_or((inside, ""));
    let code = |code: &str| Some(code.trim().to_owned()).filter(|code| !code.is_empty() && code != "---");
    Codes { forward: code(forward), backward: code(backward) }
}

/// A pattern; none where it has no verb or a group that is not closed.
fn parse(text: &str) -> Option<Pattern> {
    let (body, _) = text.rsplit_once('[')?;
    let (before, after) = body.split_once('*')?;
    Some(Pattern { before: pieces(before)?, after: pieces(after)?, codes: codes(text) })
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    // Marks of where source, target and skipped phrases stand: the parse tells where they are.
    let words = |text: &str| -> Vec<String> {
        let marks = |word: &&str| !matches!(*word, "$" | "+" | "^" | "%");
        let item = |word: &str| {
            if word.starts_with('&') { vec![word.trim_end_matches('_').to_owned()] } else { split(word) }
        };
        text.split_whitespace().filter(marks).flat_map(item).collect()
    };
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '{' => '}',
            '(' => ')',
            _ => ' ',
        };
        let end = if close == ' ' { Some(rest.find([' ', '{', '(']).unwrap_or(rest.len())) } else { rest.find(close) }?;
        let inside = words(rest[..end].trim_start_matches(['{', '(']));
        rest = rest[end..].trim_start_matches(close).trim_start();
        if first == '(' {
            let mut words = inside.into_iter();
            if let Some(preposition) = words.next() {
                pieces.push(Piece::Under { preposition, words: words.collect() });
            }
        } else if !inside.is_empty() {
            pieces.push(Piece::Words(inside));
        }
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read() {
        let pattern = parse(" &MILITARY * {ARREST WARRANT} (FOR +) (IN TO_TOWN) [173:174]  ").unwrap();
        assert_eq!(pattern.before, [Piece::Words(vec!["&MILITARY".into()])]);
        assert_eq!(pattern.after.len(), 3);
        assert_eq!(pattern.codes, Codes { forward: Some("173".into()), backward: Some("174".into()) });
        assert_eq!(parse("no verb [173]"), None);
        assert_eq!(parse("* {open [173]"), None);
    }
}
