//! Text to tokens, with the pipeline's own rules.
//!
//! Source: `spacy/tokenizer.pyx`. A text is cut at white space; marks are cut off each piece as long as there are any, unless
//! what remains is an exception; what is left is kept whole if it is an address, and cut at infixes if not. At last,
//! exceptions are looked for once more among the finished tokens.

mod affix;
mod cache;
mod pattern;
mod special;
mod whole;

use std::ops::Range;

use rustc_hash::FxHashMap;

use self::affix::{Infixes, Prefixes, Suffixes};
pub(crate) use self::cache::Chunks;
use self::pattern::Pattern;
pub use self::pattern::PatternError;
pub(crate) use self::special::SpecialScratch;
use self::special::Specials;
use self::whole::{Threads, Whole};
use crate::error::ModelError;
use crate::lexicon::{LexemeId, Lexicon, Vocabulary};
use crate::spec::{PieceSpec, TokenizerSpec};
use crate::unicode::is_space;

/// A token before anything but its word is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) lexeme: LexemeId,
    /// Bytes of the text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether one blank follows.
    pub(crate) space_after: bool,
}

impl RawToken {
    /// The word of a token that is none: between two texts there are some.
    pub(crate) const PADDING: LexemeId = LexemeId::MAX;
}

/// A word and its length in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) lexeme: LexemeId,
    pub(crate) bytes: u32,
}

/// The rules of a tokenizer.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    splitter: Splitter,
    /// The tokens of each exception, by its number.
    exceptions: Vec<Box<[Piece]>>,
    specials: Specials,
}

/// Working memory of a tokenizer.
#[derive(Debug, Default)]
pub(crate) struct TokenizerScratch {
    pub(crate) chunks: Chunks,
    parts: Parts,
    special: SpecialScratch,
}

impl Tokenizer {
    /// Prepares the rules; the words of exceptions go into `lexicon`, and numbers for them into `vocabulary`.
    pub(crate) fn open(
        spec: &TokenizerSpec,
        vocabulary: &mut Vocabulary,
        lexicon: &mut Lexicon,
    ) -> Result<Self, ModelError> {
        let splitter = Splitter::open(spec)?;
        let specials = Specials::new(spec, &splitter, &mut vocabulary.special_words);
        let exceptions = spec.exceptions.values().map(|pieces| {
            let piece = |piece: &PieceSpec| Piece {
                lexeme: match &piece.norm {
                    Some(norm) => lexicon.add(&piece.text, norm, vocabulary),
                    None => lexicon.intern(&piece.text, vocabulary),
                },
                bytes: bytes(piece.text.len()),
            };
            pieces.iter().map(piece).collect()
        });
        Ok(Self { exceptions: exceptions.collect(), specials, splitter })
    }

    /// Cuts `text` into tokens. The text is shorter than 4 GiB.
    pub(crate) fn tokenize(
        &self,
        text: &str,
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        scratch: &mut TokenizerScratch,
        tokens: &mut Vec<RawToken>,
    ) {
        tokens.clear();
        for (chunk, blank) in chunks(text) {
            self.tokenize_chunk(text, chunk, vocabulary, lexicon, scratch, tokens);
            if let Some(token) = tokens.last_mut() {
                token.space_after = blank;
            }
        }
        self.specials.apply(text, self, lexicon, &mut scratch.special, tokens);
    }

    fn tokenize_chunk(
        &self,
        text: &str,
        chunk: Range<usize>,
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        scratch: &mut TokenizerScratch,
        tokens: &mut Vec<RawToken>,
    ) {
        let mut start = bytes(chunk.start);
        let mut push = |piece: &Piece| {
            let end = start + piece.bytes;
            tokens.push(RawToken { lexeme: piece.lexeme, start, end, space_after: false });
            start = end;
        };
        let word = &text[chunk];
        let place = match scratch.chunks.find(word) {
            Ok(pieces) => return pieces.iter().for_each(push),
            Err(place) => place,
        };
        self.splitter.split(word, true, &mut scratch.parts);
        let mut pieces = scratch.chunks.record(word, place);
        for part in &scratch.parts.done {
            match part {
                Part::Text(range) => {
                    let piece =
                        Piece { lexeme: lexicon.intern(&word[range.clone()], vocabulary), bytes: bytes(range.len()) };
                    push(&piece);
                    pieces.push(piece);
                }
                &Part::Exception(number) => {
                    for &piece in &self.exceptions[number] {
                        push(&piece);
                        pieces.push(piece);
                    }
                }
            }
        }
    }

    /// The tokens of the exception spelled `text`.
    fn exception(&self, text: &str) -> Option<&[Piece]> {
        self.splitter.exception(text).map(|number| &*self.exceptions[number])
    }
}

/// The stretches of white space and of other characters in `text`, each with whether one blank follows that is no token.
fn chunks(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let inside = is_space(rest.chars().next()?);
        let length = rest.find(|c| is_space(c) != inside).unwrap_or(rest.len());
        let chunk = start..start + length;
        let blank = !inside && text[chunk.end..].starts_with(' ');
        start = chunk.end + usize::from(blank);
        Some((chunk, blank))
    })
}

/// What a chunk is cut into.
#[derive(Debug, Default)]
struct Parts {
    done: Vec<Part>,
    suffixes: Vec<Range<usize>>,
    threads: Threads,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Bytes of the chunk.
    Text(Range<usize>),
    /// An exception, by number.
    Exception(usize),
}

/// The patterns, and which words are exceptions.
#[derive(Debug)]
struct Splitter {
    prefixes: Prefixes,
    suffixes: Suffixes,
    infixes: Infixes,
    whole: Whole,
    exceptions: FxHashMap<Box<str>, usize>,
    longest_exception: usize,
}

impl Splitter {
    fn open(spec: &TokenizerSpec) -> Result<Self, ModelError> {
        let error = |which| move |source| ModelError::Pattern { which, source };
        let joined = |pieces: &[PieceSpec]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        if let Some((text, _)) =
            spec.exceptions.iter().find(|(text, pieces)| joined(pieces) != **text || text.is_empty())
        {
            return Err(ModelError::Unsupported(format!("the tokens of the exception {text:?} do not make it up")));
        }
        Ok(Self {
            prefixes: Prefixes::parse(&spec.prefixes).map_err(error("prefix"))?,
            suffixes: Suffixes::parse(&spec.suffixes).map_err(error("suffix"))?,
            infixes: Infixes::parse(&spec.infixes).map_err(error("infix"))?,
            whole: Whole::parse(&spec.whole).map_err(error("address"))?,
            exceptions: spec.exceptions.keys().map(|text| text.as_str().into()).zip(0..).collect(),
            longest_exception: spec.exceptions.keys().map(String::len).max().unwrap_or(0),
        })
    }

    fn exception(&self, text: &str) -> Option<usize> {
        // A long word is not even hashed: cutting thousands of marks off it would take a square of its length.
        if text.len() > self.longest_exception { None } else { self.exceptions.get(text).copied() }
    }

    /// Whether an affix pattern or a blank cuts `text`.
    fn cuts(&self, text: &str) -> bool {
        self.prefixes.find(text) > 0
            || self.infixes.find(text).next().is_some()
            || self.suffixes.find(text) > 0
            || text.contains(' ')
    }

    /// Cuts `word`, which has no white space or nothing else, into `parts`.
    fn split(&self, word: &str, with_exceptions: bool, parts: &mut Parts) {
        let exception = |range: Range<usize>| if with_exceptions { self.exception(&word[range]) } else { None };
        parts.done.clear();
        parts.suffixes.clear();
        let mut rest = 0..word.len();
        while !rest.is_empty() && exception(rest.clone()).is_none() {
            let prefix = rest.start..rest.start + self.prefixes.find(&word[rest.clone()]);
            if !prefix.is_empty() && prefix.end < rest.end && exception(prefix.end..rest.end).is_some() {
                parts.done.push(Part::Text(prefix.clone()));
                rest.start = prefix.end;
                break;
            }
            let suffix = rest.end - self.suffixes.find(&word[prefix.end..rest.end])..rest.end;
            if !suffix.is_empty() && rest.start < suffix.start && exception(rest.start..suffix.start).is_some() {
                rest.end = suffix.start;
                parts.suffixes.push(suffix);
                break;
            }
            if prefix.is_empty() && suffix.is_empty() {
                break;
            }
            if !prefix.is_empty() {
                rest.start = prefix.end;
                parts.done.push(Part::Text(prefix));
            }
            if !suffix.is_empty() {
                rest.end = suffix.start;
                parts.suffixes.push(suffix);
            }
        }
        if !rest.is_empty() {
            match exception(rest.clone()) {
                Some(number) => parts.done.push(Part::Exception(number)),
                None => self.split_within(word, rest, parts),
            }
        }
        parts.done.extend(parts.suffixes.drain(..).rev().map(Part::Text));
    }

    /// Keeps an address whole and cuts other words at infixes.
    fn split_within(&self, word: &str, rest: Range<usize>, parts: &mut Parts) {
        let text = &word[rest.clone()];
        let mut start = 0;
        if !self.whole.matches(text, &mut parts.threads) {
            // An infix at the very start is no cut.
            for infix in self.infixes.find(text).filter(|infix| infix.start > 0) {
                if infix.start > start {
                    parts.done.push(Part::Text(rest.start + start..rest.start + infix.start));
                }
                start = infix.end;
                parts.done.push(Part::Text(rest.start + infix.start..rest.start + infix.end));
            }
        }
        if start < text.len() {
            parts.done.push(Part::Text(rest.start + start..rest.end));
        }
    }
}

fn bytes(length: usize) -> u32 {
    u32::try_from(length).expect("texts are under 4 GiB")
}

/// The strings that a pattern without endless repetition matches from start to end, if they are at most `limit`.
pub(crate) fn finite_language(pattern: &str, limit: usize) -> Option<Vec<String>> {
    fn strings(pattern: &Pattern, limit: usize) -> Option<Vec<String>> {
        let found = match pattern {
            Pattern::One(class) => class.members(limit)?.into_iter().map(String::from).collect(),
            Pattern::Either(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(|part| strings(part, limit)).collect();
                parts?.concat()
            }
            Pattern::Sequence(parts) => parts.iter().try_fold(vec![String::new()], |heads, part| {
                let tails = strings(part, limit)?;
                let joined = heads.iter().flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")));
                (heads.len() * tails.len() <= limit).then(|| joined.collect())
            })?,
            Pattern::Repeat { part, min: 0, max: Some(1) } => [strings(part, limit)?, vec![String::new()]].concat(),
            _ => return None,
        };
        (found.len() <= limit).then_some(found)
    }
    match Pattern::parse(pattern).ok()? {
        Pattern::Sequence(parts) => match parts.as_slice() {
            [Pattern::Start, inner @ .., Pattern::End] => strings(&Pattern::Sequence(inner.to_vec()), limit),
            _ => None,
        },
        _ => None,
    }
}
