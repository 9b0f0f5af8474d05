//! The suffix automaton of a text: every stretch of it, in space and time in proportion to its length.
//!
//! Source: Blumer et al., "The smallest automaton recognizing the subwords of a text" (1985).

use crate::align::Block;

const NONE: u32 = u32::MAX;

/// Stretches of the text that end at the same places.
#[derive(Debug, Clone, Copy)]
struct State {
    /// The length of the longest of them.
    len: u32,
    /// The state of the longest ending that occurs elsewhere too.
    link: u32,
    /// One past the first place where they end.
    first_end: u32,
    /// The first of its edges.
    edges: u32,
}

/// A letter that can follow, in a list of those of one state.
#[derive(Debug, Clone, Copy)]
struct Edge {
    letter: char,
    target: u32,
    next: u32,
}

/// Every stretch of a text.
#[derive(Debug)]
pub(super) struct Automaton {
    states: Vec<State>,
    edges: Vec<Edge>,
}

impl Automaton {
    /// The automaton of a text of less than two thousand million letters.
    pub(super) fn new(text: &[char]) -> Self {
        let root = State { len: 0, link: NONE, first_end: 0, edges: NONE };
        let mut automaton = Self { states: Vec::with_capacity(2 * text.len() + 1), edges: Vec::new() };
        automaton.states.push(root);
        let mut last = 0;
        for &letter in text {
            last = automaton.extend(last, letter);
        }
        automaton
    }

    /// The longest stretch of the text that also stands in `other`: the first there, and then the first in the text.
    pub(super) fn longest(&self, other: &[char]) -> Block {
        let mut best = Block { a: 0, b: 0, size: 0 };
        let (mut state, mut size) = (0, 0);
        for (i, &letter) in other.iter().enumerate() {
            loop {
                if let Some(edge) = self.edge(state, letter) {
                    state = self.edges[edge as usize].target;
                    size += 1;
                    break;
                }
                let link = self.states[state as usize].link;
                if link == NONE {
                    size = 0;
                    break;
                }
                state = link;
                size = self.states[state as usize].len as usize;
            }
            if size > best.size {
                let end = self.states[state as usize].first_end as usize;
                best = Block { a: i + 1 - size, b: end - size, size };
            }
        }
        best
    }

    /// Adds a letter behind the whole text, which is the longest stretch of `last`.
    fn extend(&mut self, last: u32, letter: char) -> u32 {
        let len = self.states[last as usize].len + 1;
        let new = self.add(State { len, link: 0, first_end: len, edges: NONE });
        let mut at = last;
        while at != NONE && self.edge(at, letter).is_none() {
            self.connect(at, letter, new);
            at = self.states[at as usize].link;
        }
        if at == NONE {
            return new;
        }
        let edge = self.edge(at, letter).expect("the loop stopped at it");
        let target = self.edges[edge as usize].target;
        let link = if self.states[target as usize].len == self.states[at as usize].len + 1 {
            target
        } else {
            self.split(at, letter, target)
        };
        self.states[new as usize].link = link;
        new
    }

    /// Makes a state of its own for those stretches of `target` that are `letter` behind one of `at`.
    fn split(&mut self, mut at: u32, letter: char, target: u32) -> u32 {
        let State { link, first_end, edges, .. } = self.states[target as usize];
        let len = self.states[at as usize].len + 1;
        let clone = self.add(State { len, link, first_end, edges: NONE });
        let mut next = edges;
        while next != NONE {
            let edge = self.edges[next as usize];
            self.connect(clone, edge.letter, edge.target);
            next = edge.next;
        }
        while at != NONE {
            match self.edge(at, letter) {
                Some(edge) if self.edges[edge as usize].target == target => self.edges[edge as usize].target = clone,
                _ => break,
            }
            at = self.states[at as usize].link;
        }
        self.states[target as usize].link = clone;
        clone
    }

    fn add(&mut self, state: State) -> u32 {
        self.states.push(state);
        u32::try_from(self.states.len() - 1).expect("texts are under two thousand million letters")
    }

    fn connect(&mut self, from: u32, letter: char, target: u32) {
        let next = self.states[from as usize].edges;
        self.edges.push(Edge { letter, target, next });
        self.states[from as usize].edges =
            u32::try_from(self.edges.len() - 1).expect("there are at most three edges a letter");
    }

    fn edge(&self, from: u32, letter: char) -> Option<u32> {
        let mut next = self.states[from as usize].edges;
        while next != NONE {
            let edge = self.edges[next as usize];
            if edge.letter == letter {
                return Some(next);
            }
            next = edge.next;
        }
        None
    }
}
