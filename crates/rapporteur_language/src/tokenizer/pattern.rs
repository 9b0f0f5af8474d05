//! The part of Python's regular expressions that spaCy's English tokenizers use.

use std::iter::Peekable;
use std::str::Chars;

use crate::unicode::{PROPERTIES, Ranges, contains};

/// A pattern as a tree.
#[derive(Debug, Clone)]
pub(crate) enum Pattern {
    /// One character of a class.
    One(Class),
    /// Parts one after the other.
    Sequence(Vec<Pattern>),
    /// The first part that leads to a match.
    Either(Vec<Pattern>),
    /// A part `min` to `max` times, as often as possible.
    Repeat { part: Box<Pattern>, min: u32, max: Option<u32> },
    /// What must, or must not, follow or stand before.
    Look { part: Box<Pattern>, behind: bool, negative: bool },
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
}

/// A set of characters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Class {
    ascii: u128,
    ranges: Ranges,
}

/// A pattern that this crate does not know how to read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unsupported pattern: {what} at character {at}")]
pub struct PatternError {
    /// What is not supported.
    pub what: &'static str,
    /// Where, in characters.
    pub at: usize,
}

impl Class {
    /// The class of these ranges, in any order.
    pub(crate) fn new(mut ranges: Ranges) -> Self {
        ranges.sort_unstable();
        let mut merged: Ranges = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(range) if first <= range.1.saturating_add(1) => range.1 = range.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        let ascii = (0..128u32).filter(|&code| merged.iter().any(|&(first, last)| first <= code && code <= last));
        Self { ascii: ascii.fold(0, |set, code| set | 1 << code), ranges: merged }
    }

    /// The class of every other character.
    fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(first, last) in &self.ranges {
            if next < first {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        ranges.push((next, u32::from(char::MAX)));
        Self::new(ranges)
    }

    /// Whether `c` is in the class.
    pub(crate) fn contains(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> u32::from(c) & 1 == 1 } else { contains(&self.ranges, c) }
    }

    /// The characters, if they are at most `limit`.
    pub(crate) fn members(&self, limit: usize) -> Option<Vec<char>> {
        let count: u64 = self.ranges.iter().map(|&(first, last)| u64::from(last - first) + 1).sum();
        let codes = || self.ranges.iter().flat_map(|&(first, last)| first..=last);
        (count <= limit as u64).then(|| codes().filter_map(char::from_u32).collect())
    }
}

impl Pattern {
    /// Reads a pattern.
    pub(crate) fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.strip_prefix("(?u)").unwrap_or(text);
        let mut parser = Parser { chars: text.chars().peekable(), length: text.chars().count() };
        let pattern = parser.either()?;
        if parser.chars.peek().is_some() { Err(parser.error("an unmatched bracket")) } else { Ok(pattern) }
    }
}

struct Parser<'t> {
    chars: Peekable<Chars<'t>>,
    length: usize,
}

impl Parser<'_> {
    fn error(&self, what: &'static str) -> PatternError {
        PatternError { what, at: self.length - self.chars.clone().count() }
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let mut ahead = self.chars.clone();
        let found = wanted.chars().all(|c| ahead.next() == Some(c));
        if found {
            self.chars = ahead;
        }
        found
    }

    fn either(&mut self) -> Result<Pattern, PatternError> {
        let mut parts = vec![self.sequence()?];
        while self.eat("|") {
            parts.push(self.sequence()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Pattern::Either(parts) })
    }

    fn sequence(&mut self) -> Result<Pattern, PatternError> {
        let mut parts = Vec::new();
        while !matches!(self.chars.peek(), None | Some('|' | ')')) {
            let part = self.one()?;
            parts.push(self.repeat(part)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Pattern::Sequence(parts) })
    }

    fn one(&mut self) -> Result<Pattern, PatternError> {
        Ok(match self.chars.next() {
            Some('^') => Pattern::Start,
            Some('$') => Pattern::End,
            Some('(') => self.group()?,
            Some('[') => Pattern::One(self.class()?),
            Some('\\') => Pattern::One(Class::new(self.escape()?)),
            Some('.' | '*' | '+' | '?') => return Err(self.error("a wildcard, or a repetition of nothing")),
            Some(c) => Pattern::One(single(c)),
            None => return Err(self.error("an early end")),
        })
    }

    fn group(&mut self) -> Result<Pattern, PatternError> {
        let kinds = [("?:", None), ("?=", Some((false, false))), ("?!", Some((false, true)))];
        let behind = [("?<=", Some((true, false))), ("?<!", Some((true, true)))];
        let kind = kinds.into_iter().chain(behind).find(|(sign, _)| self.eat(sign)).and_then(|(_, kind)| kind);
        if self.chars.peek() == Some(&'?') {
            return Err(self.error("a group of an unknown kind"));
        }
        let part = self.either()?;
        if !self.eat(")") {
            return Err(self.error("an unclosed group"));
        }
        Ok(match kind {
            Some((behind, negative)) => Pattern::Look { part: Box::new(part), behind, negative },
            None => part,
        })
    }

    fn repeat(&mut self, part: Pattern) -> Result<Pattern, PatternError> {
        let (min, max) = match self.chars.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counted(part),
            _ => return Ok(part),
        };
        self.chars.next();
        self.greedy(part, min, max)
    }

    fn counted(&mut self, part: Pattern) -> Result<Pattern, PatternError> {
        self.chars.next();
        let min = self.number();
        let max = if self.eat(",") { self.number() } else { min };
        match min {
            Some(min) if self.eat("}") => self.greedy(part, min, max),
            _ => Err(self.error("a malformed count")),
        }
    }

    fn greedy(&mut self, part: Pattern, min: u32, max: Option<u32>) -> Result<Pattern, PatternError> {
        match self.chars.peek() {
            Some('?' | '+' | '*') => Err(self.error("a lazy or possessive repetition")),
            _ => Ok(Pattern::Repeat { part: Box::new(part), min, max }),
        }
    }

    fn number(&mut self) -> Option<u32> {
        let mut digits = String::new();
        while let Some(digit) = self.chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok()
    }

    fn class(&mut self) -> Result<Class, PatternError> {
        let negative = self.eat("^");
        let mut ranges = Ranges::new();
        loop {
            let low = match self.chars.next() {
                None => return Err(self.error("an unclosed class")),
                Some(']') if !ranges.is_empty() => break,
                Some('\\') => self.escape()?,
                Some(c) => vec![(c.into(), c.into())],
            };
            let mut ahead = self.chars.clone();
            match (ahead.next(), ahead.next(), low.as_slice()) {
                (Some('-'), Some(high), &[(first, last)]) if high != ']' && first == last => {
                    self.chars = ahead;
                    let high = if high == '\\' { self.escape()? } else { vec![(high.into(), high.into())] };
                    match high.as_slice() {
                        &[(high, end)] if high == end && first <= high => ranges.push((first, high)),
                        _ => return Err(self.error("a range without an end")),
                    }
                }
                _ => ranges.extend(low),
            }
        }
        let class = Class::new(ranges);
        Ok(if negative { class.complement() } else { class })
    }

    fn escape(&mut self) -> Result<Ranges, PatternError> {
        let properties = &*PROPERTIES;
        let complement = |ranges: &Ranges| Class::new(ranges.clone()).complement().ranges;
        let code = match self.chars.next() {
            Some('d') => return Ok(properties.decimal.clone()),
            Some('D') => return Ok(complement(&properties.decimal)),
            Some('w') => return Ok(properties.word.clone()),
            Some('W') => return Ok(complement(&properties.word)),
            Some('s') => return Ok(properties.space.clone()),
            Some('S') => return Ok(complement(&properties.space)),
            Some('u') => self.hexadecimal(4)?,
            Some('U') => self.hexadecimal(8)?,
            Some('x') => self.hexadecimal(2)?,
            Some('n') => u32::from('\n'),
            Some('t') => u32::from('\t'),
            Some('r') => u32::from('\r'),
            Some(c) if !c.is_ascii_alphanumeric() => u32::from(c),
            _ => return Err(self.error("an unknown escape")),
        };
        Ok(vec![(code, code)])
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u32, PatternError> {
        let digits: String = self.chars.by_ref().take(digits).collect();
        u32::from_str_radix(&digits, 16).map_err(|_| self.error("a malformed code point"))
    }
}

fn single(c: char) -> Class {
    Class::new(vec![(c.into(), c.into())])
}
