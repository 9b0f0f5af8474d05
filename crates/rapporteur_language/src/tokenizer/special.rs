//! Exceptions that only show once their marks were cut off: `Co` and `.` in `(Xy-Co.)`.

use rustc_hash::FxHashMap;

use super::{Parts, Piece, RawToken, Splitter, Tokenizer, chunks};
use crate::lexicon::Lexicon;
use crate::spec::TokenizerSpec;

/// Sequences of words to look for, as a tree.
#[derive(Debug, Default)]
pub(super) struct Specials {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    next: Vec<(u16, usize)>,
    /// Whether a sequence ends here.
    ends: bool,
}

/// Working memory.
#[derive(Debug, Default)]
pub(crate) struct SpecialScratch {
    /// First and last token of each match.
    matches: Vec<(usize, usize)>,
    seen: Vec<bool>,
    tokens: Vec<RawToken>,
}

impl Specials {
    /// Finds the sequences that exceptions are cut into by affixes alone, and numbers their words.
    pub(super) fn new(spec: &TokenizerSpec, splitter: &Splitter, words: &mut FxHashMap<Box<str>, u16>) -> Self {
        let mut specials = Self { nodes: vec![Node::default()] };
        let mut parts = Parts::default();
        for text in spec.exceptions.keys().filter(|text| !spec.faster_heuristics || splitter.cuts(text)) {
            let mut node = 0;
            for (chunk, _) in chunks(text) {
                let chunk = &text[chunk];
                splitter.split(chunk, false, &mut parts);
                for part in &parts.done {
                    let super::Part::Text(range) = part else { continue };
                    let number = u16::try_from(words.len() + 1).unwrap_or(u16::MAX);
                    let word = *words.entry(chunk[range.clone()].into()).or_insert(number);
                    node = specials.step_or_add(node, word);
                }
            }
            specials.nodes[node].ends = true;
        }
        specials
    }

    fn step(&self, node: usize, word: u16) -> Option<usize> {
        self.nodes[node].next.iter().find(|&&(next, _)| next == word).map(|&(_, node)| node)
    }

    fn step_or_add(&mut self, node: usize, word: u16) -> usize {
        self.step(node, word).unwrap_or_else(|| {
            self.nodes.push(Node::default());
            let new = self.nodes.len() - 1;
            self.nodes[node].next.push((word, new));
            new
        })
    }

    /// Puts the tokens of exceptions in place of those that make them up.
    pub(super) fn apply(
        &self,
        text: &str,
        tokenizer: &Tokenizer,
        lexicon: &Lexicon,
        scratch: &mut SpecialScratch,
        tokens: &mut Vec<RawToken>,
    ) {
        let SpecialScratch { matches, seen, tokens: changed } = scratch;
        self.find(tokens, lexicon, matches);
        if matches.is_empty() {
            return;
        }
        choose(matches, tokens.len(), seen);
        changed.clear();
        let mut at = 0;
        for &(first, last) in &*matches {
            changed.extend_from_slice(&tokens[at..first]);
            at = last + 1;
            let covered = &tokens[first..at];
            let (start, end) = (tokens[first].start, tokens[last].end);
            // With a blank in between, the sequence is not the exception.
            match tokenizer.exception(&text[start as usize..end as usize]) {
                Some(pieces) => push_pieces(pieces, start, tokens[last].space_after, changed),
                None => changed.extend_from_slice(covered),
            }
        }
        changed.extend_from_slice(&tokens[at..]);
        std::mem::swap(tokens, changed);
    }

    fn find(&self, tokens: &[RawToken], lexicon: &Lexicon, matches: &mut Vec<(usize, usize)>) {
        matches.clear();
        let word = |token: &RawToken| lexicon.get(token.lexeme).special_word;
        for first in 0..tokens.len() {
            let mut node = 0;
            for (last, token) in tokens.iter().enumerate().skip(first) {
                match word(token) {
                    0 => break,
                    word => match self.step(node, word) {
                        None => break,
                        Some(next) => node = next,
                    },
                }
                if self.nodes[node].ends {
                    matches.push((first, last));
                }
            }
        }
    }
}

/// Keeps the longest matches, the first of equals; even one that is not kept bars those that begin or end in it.
fn choose(matches: &mut Vec<(usize, usize)>, n_tokens: usize, seen: &mut Vec<bool>) {
    seen.clear();
    seen.resize(n_tokens, false);
    matches.sort_unstable_by_key(|&(first, last)| (std::cmp::Reverse(last - first), first));
    matches.retain(|&(first, last)| {
        let free = !seen[first] && !seen[last];
        seen[first..=last].fill(true);
        free
    });
    matches.sort_unstable();
}

fn push_pieces(pieces: &[Piece], start: u32, space_after: bool, tokens: &mut Vec<RawToken>) {
    let mut start = start;
    for piece in pieces {
        let end = start + piece.bytes;
        tokens.push(RawToken { lexeme: piece.lexeme, start, end, space_after: false });
        start = end;
    }
    if let Some(token) = tokens.last_mut() {
        token.space_after = space_after;
    }
}
