//! Verb dictionaries: synonym sets, verbs with their codes, and patterns.

use rustc_hash::FxHashMap;

use crate::petrarch::phrases::split;
use crate::petrarch::transformations::Transformation;
use crate::petrarch::{Lines, Unheeded};

/// A code for the source towards the target, and one the other way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    pub(crate) forward: Option<String>,
    pub(crate) backward: Option<String>,
}

/// A piece of a pattern: words, or a set of synonyms each, that stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The preposition that they stand under.
    pub(crate) preposition: Option<String>,
    pub(crate) words: Vec<String>,
    /// Whether the pattern puts the target behind them.
    pub(crate) leads_to_target: bool,
}

/// What must stand around a verb for a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// Whether the subject must be several parties.
    pub(crate) is_compound: bool,
    pub(crate) before: Vec<Piece>,
    pub(crate) after: Vec<Piece>,
    pub(crate) codes: Codes,
}

/// A verb that may go with other words.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Words that stand right before it.
    pub(crate) before: Vec<String>,
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
    pub(crate) transformations: Vec<Transformation>,
}

impl Verbs {
    pub(crate) fn add(&mut self, text: &str) -> Vec<Unheeded> {
        let mut unheeded = Vec::new();
        let mut set: Option<String> = None;
        for (number, line) in Lines::new(text) {
            let line = line.trim();
            let mut pass = |why| unheeded.push(Unheeded { line: number, entry: line.to_owned(), why });
            if let Some(name) = line.strip_prefix('&') {
                set = Some(name.trim().trim_end_matches('_').to_owned());
            } else if let Some(header) = line.strip_prefix("---") {
                set = None;
                self.blocks.push(Block { codes: codes(header), patterns: Vec::new() });
            } else if let Some(pattern) = line.strip_prefix('-') {
                match (parse(pattern), self.blocks.last_mut()) {
                    (Some(pattern), Some(block)) => block.patterns.push(pattern),
                    (None, _) => pass("a pattern has a verb, closed groups and a code"),
                    (_, None) => pass("a pattern follows the verbs that it is for"),
                }
            } else if let Some(rule) = line.strip_prefix('~') {
                match Transformation::parse(rule) {
                    Some(rule) => self.transformations.push(rule),
                    None => pass("no transformation of this shape is known"),
                }
            } else if let (Some(name), Some(word)) = (&set, line.strip_prefix('+')) {
                let word = word.split('{').next().unwrap_or_default();
                self.sets.entry(name.clone()).or_default().push(split(word));
            } else if self.blocks.is_empty() {
                pass("a verb stands below the head of a block");
            } else if self.add_verb(line).is_none() {
                pass("a verb has letters");
            }
        }
        unheeded
    }

    /// Adds a line of forms: words joined by underscores, of which the verb is marked by a plus or else the first.
    fn add_verb(&mut self, line: &str) -> Option<()> {
        let own = line.contains('[').then(|| codes(line));
        let line = line.split('[').next().unwrap_or_default();
        let (base, forms) = line.split_once('{').unwrap_or((line, ""));
        let base = base.trim();
        let forms = if forms.is_empty() { regular(base) } else { forms.to_owned() };
        let mut has_any = None;
        for form in std::iter::once(base).chain(forms.trim_end_matches([' ', '}']).split_whitespace()) {
            let words: Vec<String> = form.split('_').filter(|word| !word.is_empty()).map(str::to_uppercase).collect();
            let verb = words.iter().position(|word| word.starts_with('+')).unwrap_or(0);
            let Some(name) = words.get(verb).map(|word| word.trim_start_matches('+')) else { continue };
            if name.is_empty() {
                continue;
            }
            let (before, particles) = (words[..verb].to_vec(), words[verb + 1..].to_vec());
            let entry = Entry { before, particles, block: self.blocks.len() - 1, codes: own.clone() };
            self.entries.entry(name.to_owned()).or_default().push(entry);
            has_any = Some(());
        }
        has_any
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
    let at = base.find('+').unwrap_or(0);
    let (before, verb) = base.split_at(at);
    let (verb, rest) = verb.split_once('_').map_or((verb, String::new()), |(verb, rest)| (verb, format!("_{rest}")));
    let [present, past, going] = if let Some(stem) = verb.strip_suffix('E') {
        [format!("{verb}S"), format!("{verb}D"), format!("{stem}ING")]
    } else if let Some(stem) = verb.strip_suffix('Y') {
        [format!("{stem}IES"), format!("{stem}IED"), format!("{verb}ING")]
    } else if verb.ends_with(['S', 'X', 'Z']) || verb.ends_with("CH") || verb.ends_with("SH") {
        [format!("{verb}ES"), format!("{verb}ED"), format!("{verb}ING")]
    } else {
        [format!("{verb}S"), format!("{verb}ED"), format!("{verb}ING")]
    };
    [present, past, going].map(|form| format!("{before}{form}{rest}")).join(" ")
}

/// The codes in brackets: `[112]`, `[---]`, `[:110]`, `[043:042]`.
fn codes(text: &str) -> Codes {
    let inside = text.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(code, _)| code);
    let (forward, backward) = inside.split_once(':').unwrap_or((inside, ""));
    let code = |code: &str| Some(code.trim().to_owned()).filter(|code| !code.is_empty() && code != "---");
    Codes { forward: code(forward), backward: code(backward) }
}

/// A pattern; none where it has no verb, no code, or a group that is not closed.
fn parse(text: &str) -> Option<Pattern> {
    let (body, _) = text.rsplit_once('[')?;
    let (before, after) = body.split_once('*')?;
    let is_compound = before.split_whitespace().any(|word| word == "%");
    Some(Pattern { is_compound, before: pieces(before)?, after: pieces(after)?, codes: codes(text) })
}

/// Marks that stand for parties: `$` the source, `+` the target, `%` several, `^` a phrase that is skipped.
const MARKS: [&str; 4] = ["$", "+", "^", "%"];

fn pieces(text: &str) -> Option<Vec<Piece>> {
    let item = |word: &str| {
        if word.starts_with('&') { vec![word.trim_end_matches('_').to_owned()] } else { split(word) }
    };
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().filter(|word| !MARKS.contains(word)).flat_map(item).collect()
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '{' => '}',
            '(' => ')',
            _ => ' ',
        };
        let end = if close == ' ' { Some(rest.find([' ', '{', '(']).unwrap_or(rest.len())) } else { rest.find(close) }?;
        let inside = rest[..end].trim_start_matches(['{', '(']);
        rest = rest[end..].trim_start_matches(close).trim_start();
        let leads_to_target = inside.split_whitespace().any(|word| word == "+");
        let mut words = words(inside);
        if words.is_empty() {
            // A mark of its own belongs to what stands before it.
            if let Some(last) = pieces.last_mut() {
                last.leads_to_target |= leads_to_target;
            }
        } else {
            let preposition = (first == '(').then(|| words.remove(0));
            pieces.push(Piece { preposition, words, leads_to_target });
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
        assert_eq!(pattern.before[0].words, ["&MILITARY"]);
        assert_eq!(pattern.after.len(), 3);
        assert_eq!(pattern.after[1].preposition.as_deref(), Some("FOR"));
        assert!(pattern.after[1].leads_to_target && !pattern.after[2].leads_to_target);
        assert_eq!(pattern.codes, Codes { forward: Some("173".into()), backward: Some("174".into()) });
        assert!(parse("% * [030:030]").unwrap().is_compound);
        assert_eq!(parse("no verb [173]"), None);
        assert_eq!(parse("* {open [173]"), None);
    }

    #[test]
    fn the_verb_of_several_words_is_marked() {
        let mut verbs = Verbs::default();
        assert!(verbs.add("--- SPY [100] ---\nWIRE_+TAP\nGIVE_UP {GAVE_UP}\n").is_empty());
        let entry = &verbs.entries["TAPED"][0];
        assert_eq!((&entry.before[..], &entry.particles[..]), (&["WIRE".to_owned()][..], &[][..]));
        assert_eq!(verbs.entries["GAVE"][0].particles, ["UP"]);
    }
}
