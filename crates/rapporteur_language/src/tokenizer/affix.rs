//! What is cut off a word, before, behind and within.
//!
//! A tokenizer's affix patterns are alternatives of a few characters each, with at most a class of characters on either
//! side. They are spread out into [`Rule`]s that are looked up by one character, so that most words meet none at all.

use rustc_hash::FxHashMap;

use super::pattern::{Class, Pattern, PatternError};

/// Alternatives that a pattern may spread out into.
const MOST_RULES: usize = 4096;

/// Characters that a class may have to be looked up one by one.
const SMALL: usize = 64;

/// Cuts marks off the front.
#[derive(Debug)]
pub(crate) struct Prefixes(Index);

/// Cuts marks and units off the back.
#[derive(Debug)]
pub(crate) struct Suffixes(Index);

/// Cuts words at marks within.
#[derive(Debug)]
pub(crate) struct Infixes(Index);

impl Prefixes {
    pub(crate) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let rules = rules(pattern)?;
        if rules.iter().any(|rule| !rule.at_start || rule.at_end || !rule.behind.is_empty()) {
            return Err(PatternError { what: "a prefix that is not bound to the start", at: 0 });
        }
        Ok(Self(Index::new(rules, |rule| &rule.body[0])))
    }

    /// The length in bytes of the prefix to cut off, or 0.
    pub(crate) fn find(&self, word: &str) -> usize {
        let Some(first) = word.chars().next() else { return 0 };
        self.0.of(first).find_map(|rule| rule.forwards(word, 0)).unwrap_or(0)
    }
}

impl Suffixes {
    pub(crate) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let rules = rules(pattern)?;
        if rules.iter().any(|rule| rule.at_start || !rule.at_end || rule.ahead.is_some()) {
            return Err(PatternError { what: "a suffix that is not bound to the end", at: 0 });
        }
        Ok(Self(Index::new(rules, |rule| &rule.body[rule.body.len() - 1])))
    }

    /// The length in bytes of the suffix to cut off, or 0. The search takes the leftmost match, which is the longest.
    pub(crate) fn find(&self, word: &str) -> usize {
        let Some(last) = word.chars().next_back() else { return 0 };
        self.0.of(last).filter_map(|rule| rule.backwards(word)).max().unwrap_or(0)
    }
}

impl Infixes {
    pub(crate) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let rules = rules(pattern)?;
        if rules.iter().any(|rule| rule.at_start || rule.at_end) {
            return Err(PatternError { what: "an infix that is bound to an end", at: 0 });
        }
        Ok(Self(Index::new(rules, |rule| &rule.body[0])))
    }

    /// The infixes of `word` in order, as ranges of bytes.
    pub(crate) fn find<'a>(&'a self, word: &'a str) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(c) = word[at..].chars().next() {
                if let Some(length) = self.0.of(c).find_map(|rule| rule.forwards(word, at)) {
                    at += length;
                    return Some(at - length..at);
                }
                at += c.len_utf8();
            }
            None
        })
    }
}

/// One alternative, spread out.
#[derive(Debug, Clone, Default)]
struct Rule {
    at_start: bool,
    /// What must stand before, nearest last.
    behind: Vec<Class>,
    /// The characters to cut.
    body: Vec<Class>,
    /// Whether the last character of the body may be repeated.
    repeats: bool,
    ahead: Option<Ahead>,
    at_end: bool,
}

/// What must, or must not, come next.
#[derive(Debug, Clone)]
struct Ahead {
    class: Class,
    negative: bool,
}

impl Rule {
    /// The length of the body at byte `at` of `word`, if the rule holds there.
    fn forwards(&self, word: &str, at: usize) -> Option<usize> {
        let mut rest = word[at..].chars();
        if !self.body.iter().all(|class| rest.next().is_some_and(|c| class.contains(c))) {
            return None;
        }
        if self.repeats {
            let last = &self.body[self.body.len() - 1];
            while rest.clone().next().is_some_and(|c| last.contains(c)) {
                rest.next();
            }
        }
        let end = word.len() - rest.as_str().len();
        if let Some(ahead) = &self.ahead
            && rest.next().is_some_and(|c| ahead.class.contains(c)) == ahead.negative
        {
            return None;
        }
        self.stands_behind(&word[..at]).then_some(end - at)
    }

    /// The length of the body at the end of `word`, if the rule holds there.
    fn backwards(&self, word: &str) -> Option<usize> {
        let mut rest = word.chars();
        let mut run = 0;
        if self.repeats {
            let last = &self.body[self.body.len() - 1];
            while rest.clone().next_back().is_some_and(|c| last.contains(c)) {
                rest.next_back();
                run += 1;
            }
        }
        // The run gives back to the rest of the body what that needs.
        loop {
            let tail = if self.repeats { self.body.len() - 1 } else { self.body.len() };
            let mut before = rest.clone();
            let fits = (!self.repeats || run > 0)
                && self.body[..tail].iter().rev().all(|class| before.next_back().is_some_and(|c| class.contains(c)));
            if fits && self.stands_behind(before.as_str()) {
                return Some(word.len() - before.as_str().len());
            }
            if run == 0 {
                return None;
            }
            run -= 1;
            let given_back = word[rest.as_str().len()..].chars().next().map_or(0, char::len_utf8);
            rest = word[..rest.as_str().len() + given_back].chars();
        }
    }

    fn stands_behind(&self, before: &str) -> bool {
        let mut before = before.chars();
        self.behind.iter().rev().all(|class| before.next_back().is_some_and(|c| class.contains(c)))
    }
}

/// Rules by the character that they hinge on, in their order.
#[derive(Debug)]
struct Index {
    rules: Vec<Rule>,
    ascii: [Box<[u16]>; 128],
    others: FxHashMap<char, Box<[u16]>>,
    /// For characters outside both: rules whose class is too large to be spelled out.
    wide: Box<[u16]>,
}

impl Index {
    fn new(rules: Vec<Rule>, hinge: impl Fn(&Rule) -> &Class) -> Self {
        let numbers = || (0..u16::try_from(rules.len()).expect("bounded by MOST_RULES")).zip(&rules);
        let holding =
            |c: char| numbers().filter(|(_, rule)| hinge(rule).contains(c)).map(|(number, _)| number).collect();
        let small = numbers().filter_map(|(_, rule)| hinge(rule).members(SMALL)).flatten();
        let others = small.filter(|c| !c.is_ascii()).map(|c| (c, holding(c))).collect();
        let wide =
            numbers().filter(|(_, rule)| hinge(rule).members(SMALL).is_none()).map(|(number, _)| number).collect();
        let ascii =
            std::array::from_fn(|code| u8::try_from(code).map_or_else(|_| Box::default(), |c| holding(c.into())));
        Self { rules, ascii, others, wide }
    }

    fn of(&self, c: char) -> impl Iterator<Item = &Rule> {
        let numbers = match u8::try_from(c) {
            Ok(code @ ..128) => &self.ascii[usize::from(code)],
            _ => self.others.get(&c).unwrap_or(&self.wide),
        };
        numbers.iter().map(|&number| &self.rules[usize::from(number)])
    }
}

fn rules(pattern: &str) -> Result<Vec<Rule>, PatternError> {
    let rules = spread(&Pattern::parse(pattern)?, vec![Rule::default()])?;
    if rules.iter().any(|rule| rule.body.is_empty()) {
        return Err(PatternError { what: "an affix that may be empty", at: 0 });
    }
    Ok(rules)
}

/// The rules that come of `pattern` after each of `before`, in the order in which Python would try them.
fn spread(pattern: &Pattern, before: Vec<Rule>) -> Result<Vec<Rule>, PatternError> {
    let unsupported = |what| Err(PatternError { what, at: 0 });
    let mut after = Vec::new();
    match pattern {
        Pattern::Either(parts) => {
            for rule in before {
                for part in parts {
                    after.extend(spread(part, vec![rule.clone()])?);
                }
            }
        }
        Pattern::Sequence(parts) => after = parts.iter().try_fold(before, |rules, part| spread(part, rules))?,
        Pattern::Repeat { part, min: 0, max: Some(1) } => {
            for rule in before {
                after.extend(spread(part, vec![rule.clone()])?);
                after.push(rule);
            }
        }
        _ => {
            for mut rule in before {
                if rule.at_end || (rule.repeats || rule.ahead.is_some()) && !matches!(pattern, Pattern::End) {
                    return unsupported("something behind a repetition, a lookahead or the end");
                }
                match pattern {
                    Pattern::One(class) => rule.body.push(class.clone()),
                    Pattern::Repeat { part, min: 1, max: None } => match &**part {
                        Pattern::One(class) => {
                            rule.body.push(class.clone());
                            rule.repeats = true;
                        }
                        _ => return unsupported("a repetition of more than one character"),
                    },
                    Pattern::Look { part, behind: true, negative: false } if rule.body.is_empty() => {
                        rule.behind.extend(classes(part)?);
                    }
                    Pattern::Look { part, behind: false, negative } => match classes(part)?.as_slice() {
                        [class] => rule.ahead = Some(Ahead { class: class.clone(), negative: *negative }),
                        _ => return unsupported("a lookahead of more than one character"),
                    },
                    Pattern::Start if rule.body.is_empty() && rule.behind.is_empty() => rule.at_start = true,
                    Pattern::End => rule.at_end = true,
                    _ => return unsupported("an affix of this kind"),
                }
                after.push(rule);
            }
        }
    }
    if after.len() > MOST_RULES { unsupported("too many alternatives") } else { Ok(after) }
}

fn classes(pattern: &Pattern) -> Result<Vec<Class>, PatternError> {
    match pattern {
        Pattern::One(class) => Ok(vec![class.clone()]),
        Pattern::Sequence(parts) => {
            let parts: Result<Vec<_>, _> = parts.iter().map(classes).collect();
            Ok(parts?.concat())
        }
        _ => Err(PatternError { what: "a look around at more than characters", at: 0 }),
    }
}
