//! The dependency parser: arc-eager transitions, taken greedily.
//!
//! Source: `spacy/pipeline/_parser_internals/arc_eager.pyx` and `_state.pxd`. A token that is reduced without a head goes back
//! to the buffer; a left arc replaces a head that was given before.

use std::ops::Range;

use crate::error::ModelError;
use crate::file::ModelFile;
use crate::kernels::Kernels;
use crate::labels::Label;
use crate::spec::MoveSpec;
use crate::transitions::{FeatureScratch, Network};

/// Features of a state.
pub(crate) const FEATURES: usize = 8;
/// Numbers in the features of one token.
const ROW: usize = FEATURES * crate::spec::FEATURE;

/// Tokens before the window whose features are kept.
const MOST_CARRIED: usize = 64;

/// Earlier tokens whose features are computed again together.
const BLOCK: u32 = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// A dependency label, with the label of the token that a lifted arc really belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) label: Label,
    pub(crate) lifted_from: Option<Label>,
}

/// The parser of a pipeline.
#[derive(Debug)]
pub(crate) struct Parser {
    pub(crate) network: Network<FEATURES>,
    classes: Vec<(Action, Dependency)>,
    /// For each set of valid actions (bit by action), which classes are valid.
    masks: Vec<Box<[f32]>>,
}

/// Why the parser waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pause {
    /// Every token has its place in the tree.
    Done,
    /// It has come to the end of the window.
    Window,
    /// It needs the features of this earlier token.
    Token(u32),
}

/// A parser's state on one text, and what it needs to go on.
#[derive(Debug, Default)]
pub(crate) struct ParserScratch {
    pub(crate) features: FeatureScratch,
    /// The first token of the window, and one past its last.
    window: Range<u32>,
    /// Features of tokens before the window.
    carried: Carried,
    /// Features that had to be computed again. A state looks at no more tokens than there are blocks, so that one block never
    /// drives out another that the same state needs.
    blocks: [Block; FEATURES],
    next_block: usize,
    stack: Vec<u32>,
    /// Tokens that were put back on the buffer, the next one last.
    put_back: Vec<u32>,
    next: u32,
    nodes: Vec<Node>,
}

/// A token's part in the tree so far.
#[derive(Debug, Clone, Copy)]
struct Node {
    head: Option<u32>,
    /// The class that gave it its head.
    class: u16,
    was_put_back: bool,
    starts_sentence: bool,
    /// The child that was attached last on either side.
    left_child: Option<u32>,
    right_child: Option<u32>,
    /// The right child that the head had before this one.
    earlier_sibling: Option<u32>,
}

const ROOTLESS: Node = Node {
    head: None,
    class: 0,
    was_put_back: false,
    starts_sentence: false,
    left_child: None,
    right_child: None,
    earlier_sibling: None,
};

#[derive(Debug, Default)]
struct Carried {
    tokens: Vec<u32>,
    rows: Vec<f32>,
}

/// Features of a run of tokens.
#[derive(Debug, Default)]
struct Block {
    tokens: Range<u32>,
    features: FeatureScratch,
}

impl Block {
    fn get(&self, token: u32) -> Option<&[f32]> {
        let place = token.checked_sub(self.tokens.start).filter(|_| token < self.tokens.end)?;
        Some(&self.features.rows[place as usize * ROW..][..ROW])
    }
}

impl Carried {
    fn get(&self, token: u32) -> Option<&[f32]> {
        let place = self.tokens.iter().position(|&carried| carried == token)?;
        Some(&self.rows[place * ROW..][..ROW])
    }
}

impl Parser {
    pub(crate) fn open(file: &ModelFile, moves: &[MoveSpec]) -> Result<Self, ModelError> {
        let network = Network::open(file, "parser", moves.len())?;
        let classes: Result<Vec<_>, _> = moves.iter().map(class).collect();
        let classes = classes?;
        let valid = |actions: usize| {
            network.mask(|class| classes.get(class).is_some_and(|&(action, _)| actions >> action as usize & 1 == 1))
        };
        let masks = (0..32).map(valid).collect();
        if classes.len() > usize::from(u16::MAX) {
            return Err(ModelError::Unsupported("the parser has too many classes".into()));
        }
        Ok(Self { network, classes, masks })
    }

    /// Takes transitions until the features at hand do not suffice.
    pub(crate) fn advance(&self, state: &mut ParserScratch, kernels: Kernels) -> Pause {
        let n_tokens = state.n_tokens();
        loop {
            let (first, second) = (state.buffer(0), state.buffer(1));
            if first.is_none() && state.stack.is_empty() {
                return Pause::Done;
            }
            if state.window.end < n_tokens && second.is_none_or(|token| token >= state.window.end) {
                return Pause::Window;
            }
            let top = state.stack(0);
            let node = |token: Option<u32>| token.map(|token| &state.nodes[token as usize]);
            let children = [
                node(first).and_then(|node| node.left_child),
                node(top).and_then(|node| node.left_child),
                node(top).and_then(|node| node.right_child),
            ];
            let [first_left, top_left, top_right] = children;
            let tokens = [first, second, top, state.stack(1), state.stack(2), first_left, top_left, top_right];
            let mut rows = [None; FEATURES];
            for (row, token) in rows.iter_mut().zip(tokens) {
                if let Some(token) = token {
                    match state.row(token) {
                        Some(features) => *row = Some(features),
                        None => return Pause::Token(token),
                    }
                }
            }
            let class = self.network.best_class(rows, &self.masks[state.valid_actions()], kernels);
            let action = self.classes.get(class).map_or(Action::Reduce, |&(action, _)| action);
            state.take(action, u16::try_from(class).unwrap_or(0));
        }
    }

    /// Writes each token's head and dependency; a token without a head is a root, its own head.
    pub(crate) fn finish(&self, state: &ParserScratch, heads: &mut Vec<u32>, dependencies: &mut Vec<Dependency>) {
        heads.clear();
        dependencies.clear();
        for (token, node) in (0u32..).zip(&state.nodes) {
            heads.push(node.head.unwrap_or(token));
            let root = Dependency { label: Label::Root, lifted_from: None };
            dependencies.push(node.head.map_or(root, |_| self.classes[usize::from(node.class)].1));
        }
    }
}

impl ParserScratch {
    /// Begins a text.
    pub(crate) fn begin(&mut self, n_tokens: usize) {
        self.stack.clear();
        self.put_back.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(n_tokens, ROOTLESS);
        self.carried.tokens.clear();
        self.blocks.iter_mut().for_each(|block| block.tokens = 0..0);
        self.window = 0..0;
    }

    /// Takes `features`, those of the tokens of the next window, in place of the ones before.
    ///
    /// What the transitions may still look at is kept: the tokens on the stack and in the buffer, and their last children.
    pub(crate) fn enter(&mut self, end: usize, features: &mut FeatureScratch) {
        let start = self.window.end;
        if start > 0 {
            let mut carried = Carried::default();
            let next = self.buffer(0);
            let (nodes, stack) = (&self.nodes, &self.stack);
            let children = |token: u32| {
                let node = &nodes[token as usize];
                let sibling = node.right_child.and_then(|child| nodes[child as usize].earlier_sibling);
                [Some(token), node.left_child, node.right_child, sibling]
            };
            let waiting = next
                .into_iter()
                .chain(self.put_back.iter().rev().copied())
                .chain(self.window.clone().skip_while(|&token| token < self.next));
            for token in waiting.chain(stack.iter().rev().copied()).flat_map(children).flatten() {
                if carried.tokens.len() >= MOST_CARRIED {
                    break;
                }
                if !carried.tokens.contains(&token)
                    && let Some(row) = self.row(token)
                {
                    carried.tokens.push(token);
                    carried.rows.extend_from_slice(row);
                }
            }
            self.carried = carried;
        }
        std::mem::swap(&mut self.features, features);
        self.window = start..u32::try_from(end).expect("texts are under 4 GiB");
    }

    /// The tokens around `token` whose features are best computed with it: the next ones needed are its neighbours, on either
    /// side.
    pub(crate) fn block(&self, token: u32) -> Range<u32> {
        let start = token - token % BLOCK;
        start..(start + BLOCK).min(self.window.start)
    }

    /// Takes `features`, those of a run of earlier tokens.
    pub(crate) fn supply(&mut self, tokens: Range<u32>, features: &mut FeatureScratch) {
        let block = &mut self.blocks[self.next_block];
        block.tokens = tokens;
        std::mem::swap(&mut block.features, features);
        self.next_block = (self.next_block + 1) % FEATURES;
    }

    fn n_tokens(&self) -> u32 {
        u32::try_from(self.nodes.len()).expect("texts are under 4 GiB")
    }

    fn stack(&self, depth: usize) -> Option<u32> {
        self.stack.len().checked_sub(depth + 1).map(|place| self.stack[place])
    }

    fn buffer(&self, ahead: usize) -> Option<u32> {
        match self.put_back.len().checked_sub(ahead + 1) {
            Some(place) => Some(self.put_back[place]),
            None => {
                let ahead = u32::try_from(ahead - self.put_back.len()).unwrap_or(u32::MAX);
                self.next.checked_add(ahead).filter(|&token| token < self.n_tokens())
            }
        }
    }

    fn row(&self, token: u32) -> Option<&[f32]> {
        if self.window.contains(&token) {
            Some(&self.features.rows[(token - self.window.start) as usize * ROW..][..ROW])
        } else {
            self.carried.get(token).or_else(|| self.blocks.iter().find_map(|block| block.get(token)))
        }
    }

    /// The valid actions, bit by action.
    fn valid_actions(&self) -> usize {
        let bit = |action: Action, valid: bool| usize::from(valid) << action as usize;
        let (first, second) = (self.buffer(0), self.buffer(1));
        let starts = |token: u32| self.nodes[token as usize].starts_sentence;
        let within = first.is_some_and(|token| !starts(token));
        let attachable = !self.stack.is_empty() && within;
        let shiftable =
            within && second.is_some() && first.is_some_and(|token| !self.nodes[token as usize].was_put_back);
        let breakable = first.zip(second).is_some_and(|(first, second)| second == first + 1 && !starts(second));
        bit(Action::Shift, self.stack.is_empty() && first.is_some() || shiftable)
            | bit(Action::Reduce, !self.stack.is_empty())
            | bit(Action::Left, attachable)
            | bit(Action::Right, attachable)
            | bit(Action::Break, breakable)
    }

    fn take(&mut self, action: Action, class: u16) {
        match action {
            Action::Shift => self.push(),
            Action::Reduce => {
                if let Some(top) = self.stack.pop()
                    && self.nodes[top as usize].head.is_none()
                    && !self.stack.is_empty()
                {
                    self.nodes[top as usize].was_put_back = true;
                    self.put_back.push(top);
                }
            }
            Action::Left => {
                if let (Some(top), Some(first)) = (self.stack.pop(), self.buffer(0)) {
                    self.detach(top);
                    self.nodes[top as usize].head = Some(first);
                    self.nodes[top as usize].class = class;
                    self.nodes[first as usize].left_child = Some(top);
                    self.nodes[first as usize].was_put_back = false;
                }
            }
            Action::Right => {
                if let (Some(top), Some(first)) = (self.stack(0), self.buffer(0)) {
                    let earlier = self.nodes[top as usize].right_child.replace(first);
                    let node = &mut self.nodes[first as usize];
                    (node.head, node.class, node.earlier_sibling) = (Some(top), class, earlier);
                    self.push();
                }
            }
            Action::Break => {
                if let Some(second) = self.buffer(1) {
                    self.nodes[second as usize].starts_sentence = true;
                }
            }
        }
    }

    fn push(&mut self) {
        let token = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    /// Takes `token` from its head's children. A head below on the stack has had no child since.
    fn detach(&mut self, token: u32) {
        let Node { head, earlier_sibling, .. } = self.nodes[token as usize];
        if let Some(head) = head
            && self.nodes[head as usize].right_child == Some(token)
        {
            self.nodes[head as usize].right_child = earlier_sibling;
        }
    }
}

fn class(spec: &MoveSpec) -> Result<(Action, Dependency), ModelError> {
    let label = |name: &str| {
        Label::from_name(name).ok_or_else(|| ModelError::UnknownLabel { kind: "dependency label", name: name.into() })
    };
    let action = match spec.action {
        0 => Action::Shift,
        1 => Action::Reduce,
        2 => Action::Left,
        3 => Action::Right,
        4 => Action::Break,
        other => return Err(ModelError::Unsupported(format!("the parser has an action {other}"))),
    };
    let dependency = match spec.label.split_once("||") {
        _ if spec.label.is_empty() => Dependency { label: Label::Root, lifted_from: None },
        Some((own, head)) => Dependency { label: label(own)?, lifted_from: Some(label(head)?) },
        None => Dependency { label: label(&spec.label)?, lifted_from: None },
    };
    Ok((action, dependency))
}
