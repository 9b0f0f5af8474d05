//! Which letters of one text are which of another: the blocks of Python's `difflib.SequenceMatcher`.
//!
//! Ratcliff and Obershelp: the longest common stretch first, then the same left and right of it. Of equally long ones the
//! first in the one text counts, and then the first in the other. The reference scorer calls it with `autojunk=False`; the
//! blocks here are the same, found in a suffix automaton rather than by trying all pairs.
//!
//! Source: Python 3 `Lib/difflib.py`, `find_longest_match` and `get_matching_blocks`.

mod automaton;

use crate::align::automaton::Automaton;
use crate::axis::Stretch;

/// A stretch that two texts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    a: usize,
    b: usize,
    size: usize,
}

/// Maps places in one text to places in another.
#[derive(Debug)]
pub(crate) struct Alignment {
    /// In order, the last empty and at both ends; none where the texts are the same.
    blocks: Option<Vec<Block>>,
}

impl Alignment {
    pub(crate) fn new(a: &[char], b: &[char]) -> Self {
        Self { blocks: (a != b).then(|| blocks(a, b)) }
    }

    /// Where a place of the first text is in the second: inside a block at the same letter, else at the block's end.
    pub(crate) fn place(&self, at: usize) -> usize {
        let Some(blocks) = &self.blocks else { return at };
        let before = blocks.partition_point(|block| block.a <= at);
        let Some(block) = before.checked_sub(1).map(|last| blocks[last]) else { return 0 };
        block.b + (at - block.a).min(block.size)
    }

    pub(crate) fn stretch(&self, stretch: Stretch) -> Stretch {
        Stretch { start: self.place(stretch.start), end: self.place(stretch.end) }
    }
}

/// A part of each text in which blocks are still to be found.
#[derive(Debug, Clone, Copy)]
struct Window {
    a: (usize, usize),
    b: (usize, usize),
}

/// The blocks of two texts, in order, neighbours joined, with an empty one at the ends.
fn blocks(a: &[char], b: &[char]) -> Vec<Block> {
    let mut open = vec![Window { a: (0, a.len()), b: (0, b.len()) }];
    let mut found = Vec::new();
    while let Some(Window { a: (alo, ahi), b: (blo, bhi) }) = open.pop() {
        if alo == ahi || blo == bhi {
            continue;
        }
        let block = longest(&a[alo..ahi], &b[blo..bhi]);
        if block.size == 0 {
            continue;
        }
        let block = Block { a: block.a + alo, b: block.b + blo, size: block.size };
        open.push(Window { a: (alo, block.a), b: (blo, block.b) });
        open.push(Window { a: (block.a + block.size, ahi), b: (block.b + block.size, bhi) });
        found.push(block);
    }
    found.sort_unstable();
    let mut joined: Vec<Block> = Vec::with_capacity(found.len() + 1);
    for block in found {
        match joined.last_mut() {
            Some(last) if last.a + last.size == block.a && last.b + last.size == block.b => last.size += block.size,
            _ => joined.push(block),
        }
    }
    joined.push(Block { a: a.len(), b: b.len(), size: 0 });
    joined
}

/// Below so many pairs of letters for each letter, trying all pairs is quicker than building an automaton.
const FEW_PAIRS: usize = 64;

/// The longest common stretch of two texts, the first in `a` and then in `b` of equally long ones.
fn longest(a: &[char], b: &[char]) -> Block {
    if a.len() * b.len() <= FEW_PAIRS * (a.len() + b.len()) {
        longest_by_pairs(a, b)
    } else {
        Automaton::new(b).longest(a)
    }
}

fn longest_by_pairs(a: &[char], b: &[char]) -> Block {
    let mut best = Block { a: 0, b: 0, size: 0 };
    // How long the common stretch is that ends before each letter of `b`, for the letter of `a` before.
    let mut before = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        // From the last letter on, so that the entry before is still that of the letter of `a` before.
        let mut here = Block { a: 0, b: 0, size: 0 };
        for (j, y) in b.iter().enumerate().rev() {
            before[j + 1] = if x == y { before[j] + 1 } else { 0 };
            let size = before[j + 1];
            if size > 0 && size >= here.size {
                here = Block { a: i + 1 - size, b: j + 1 - size, size };
            }
        }
        if here.size > best.size {
            best = here;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn check(a: &str, b: &str) -> Vec<(usize, usize, usize)> {
        blocks(&letters(a), &letters(b)).iter().map(|block| (block.a, block.b, block.size)).collect()
    }

    #[test]
    fn blocks_are_difflibs() {
        // As `difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()` prints them.
        assert_eq!(check("abxcd", "abcd"), [(0, 0, 2), (3, 2, 2), (5, 4, 0)]);
        assert_eq!(check("abab", "ab"), [(0, 0, 2), (4, 2, 0)]);
        assert_eq!(check("ab", "abab"), [(0, 0, 2), (2, 4, 0)]);
        assert_eq!(check("qabxcd", "abycdf"), [(1, 0, 2), (4, 3, 2), (6, 6, 0)]);
        assert_eq!(check("", "abc"), [(0, 3, 0)]);
    }

    #[test]
    fn places_inside_and_outside_of_blocks() {
        let alignment = Alignment::new(&letters("abxxcd"), &letters("abcd"));
        let places: Vec<_> = (0..=6).map(|at| alignment.place(at)).collect();
        assert_eq!(places, [0, 1, 2, 2, 2, 3, 4]);
        assert_eq!(Alignment::new(&letters("abc"), &letters("abc")).place(2), 2);
    }

    proptest! {
        #[test]
        fn the_automaton_finds_what_pairs_find(a in "[ab]{0,40}", b in "[abc]{0,40}") {
            let (a, b) = (letters(&a), letters(&b));
            prop_assert_eq!(Automaton::new(&b).longest(&a), longest_by_pairs(&a, &b));
        }

        #[test]
        fn longer_texts_too(a in "[a-d]{200,300}", b in "[a-d]{200,300}") {
            let (a, b) = (letters(&a), letters(&b));
            prop_assert_eq!(Automaton::new(&b).longest(&a), longest_by_pairs(&a, &b));
        }
    }
}
