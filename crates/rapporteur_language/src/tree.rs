//! From heads to a tree: edges of subtrees, starts of sentences, and arcs that cross.
//!
//! Source: `set_children_from_heads` in `spacy/tokens/doc.pyx` and `deprojectivize` in `nonproj.pyx`.

use std::ops::RangeInclusive;

use crate::labels::Label;
use crate::parser::Dependency;

/// Rounds after which heads outside their sentences are left alone.
const MOST_ROUNDS: usize = 12;

/// The tree of one text.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) heads: Vec<u32>,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) sentence_starts: Vec<bool>,
    left_edges: Vec<u32>,
    right_edges: Vec<u32>,
    children: Children,
}

/// Children in order, as linked lists.
#[derive(Debug, Default)]
struct Children {
    first: Vec<Option<u32>>,
    next: Vec<Option<u32>>,
}

impl Tree {
    /// Makes it the tree of an empty text.
    pub(crate) fn clear(&mut self) {
        self.heads.clear();
        self.dependencies.clear();
        self.sentence_starts.clear();
    }

    /// Moves lifted arcs back to where they belong, and finds the sentences.
    pub(crate) fn finish(&mut self, is_space: impl Fn(usize) -> bool) {
        self.find_sentences();
        if self.dependencies.iter().any(|dependency| dependency.lifted_from.is_some()) {
            self.children.fill(&self.heads);
            for token in 0..self.heads.len() {
                if let Some(label) = self.dependencies[token].lifted_from {
                    let head = self.real_head(index(token), label, &is_space);
                    self.children.remove(self.heads[token], index(token));
                    self.children.insert(head, index(token));
                    self.heads[token] = head;
                    self.dependencies[token].lifted_from = None;
                }
            }
            self.find_sentences();
        }
    }

    /// The first descendant of the head that has the label, level by level, from left to right; or else the head.
    fn real_head(&self, token: u32, label: Label, is_space: &impl Fn(usize) -> bool) -> u32 {
        let mut level = vec![self.heads[token as usize]];
        while !level.is_empty() {
            let mut next_level = Vec::new();
            for parent in level {
                for child in self.children.of(parent, self.edges(parent)) {
                    if child == token || is_space(child as usize) {
                        continue;
                    }
                    if self.dependencies[child as usize] == (Dependency { label, lifted_from: None }) {
                        return child;
                    }
                    next_level.push(child);
                }
            }
            level = next_level;
        }
        self.heads[token as usize]
    }

    fn edges(&self, token: u32) -> RangeInclusive<u32> {
        self.left_edges[token as usize]..=self.right_edges[token as usize]
    }

    fn find_sentences(&mut self) {
        let n_tokens = self.heads.len();
        for edges in [&mut self.left_edges, &mut self.right_edges] {
            edges.clear();
            edges.extend(0..index(n_tokens));
        }
        for _ in 0..MOST_ROUNDS {
            self.spread_edges();
            self.sentence_starts.clear();
            self.sentence_starts.resize(n_tokens, false);
            for (token, &head) in self.heads.iter().enumerate() {
                if head as usize == token {
                    self.sentence_starts[self.left_edges[token] as usize] = true;
                }
            }
            if self.heads_are_within_sentences() {
                break;
            }
        }
    }

    fn spread_edges(&mut self) {
        for token in (0..self.heads.len()).chain((0..self.heads.len()).rev()) {
            let head = self.heads[token] as usize;
            self.left_edges[head] = self.left_edges[head].min(self.left_edges[token]);
            self.right_edges[head] = self.right_edges[head].max(self.right_edges[token]);
        }
    }

    /// As spaCy checks it: the last sentence's last token may have its head anywhere.
    fn heads_are_within_sentences(&self) -> bool {
        let n_tokens = self.heads.len();
        let mut start = 0;
        for end in 0..n_tokens {
            if end > 0 && self.sentence_starts[end] || end + 1 == n_tokens {
                let inside = |&head: &u32| (start..=end).contains(&(head as usize));
                if !self.heads[start..end].iter().all(inside) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

impl Children {
    fn fill(&mut self, heads: &[u32]) {
        self.first.clear();
        self.first.resize(heads.len(), None);
        self.next.clear();
        self.next.resize(heads.len(), None);
        for (token, &head) in heads.iter().enumerate().rev() {
            if head as usize != token {
                self.next[token] = self.first[head as usize].replace(index(token));
            }
        }
    }

    fn of(&self, parent: u32, edges: RangeInclusive<u32>) -> impl Iterator<Item = u32> + '_ {
        let children = std::iter::successors(self.first[parent as usize], |&child| self.next[child as usize]);
        children.filter(move |child| edges.contains(child))
    }

    fn remove(&mut self, parent: u32, child: u32) {
        let after = self.next[child as usize];
        let before = self.before(parent, child);
        self.link(parent, before, after);
    }

    fn insert(&mut self, parent: u32, child: u32) {
        let before = self.before(parent, child);
        self.next[child as usize] = before.map_or(self.first[parent as usize], |sibling| self.next[sibling as usize]);
        self.link(parent, before, Some(child));
    }

    /// The last child of `parent` before `child`.
    fn before(&self, parent: u32, child: u32) -> Option<u32> {
        let children = std::iter::successors(self.first[parent as usize], |&child| self.next[child as usize]);
        children.take_while(|&sibling| sibling < child).last()
    }

    fn link(&mut self, parent: u32, before: Option<u32>, after: Option<u32>) {
        match before {
            None => self.first[parent as usize] = after,
            Some(sibling) => self.next[sibling as usize] = after,
        }
    }
}

fn index(token: usize) -> u32 {
    u32::try_from(token).expect("texts are under 4 GiB")
}
