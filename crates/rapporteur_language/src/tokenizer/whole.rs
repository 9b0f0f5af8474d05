//! Words that are kept whole: addresses.
//!
//! The pattern of an address branches too much for a table, and a backtracking search may take forever on an evil word.
//! All ways through the pattern are followed at once instead, so the time grows with the length of the word only.

use super::pattern::{Class, Pattern, PatternError};

/// Places that a pattern may compile to.
const MOST_STEPS: usize = 100_000;

/// A pattern that a word matches from its start, or does not.
#[derive(Debug)]
pub(crate) struct Whole {
    steps: Vec<Step>,
    /// Characters without which no word matches.
    required: Vec<char>,
}

#[derive(Debug, Clone)]
enum Step {
    /// One character, then the next step.
    One(Class),
    /// The next step, and another as well.
    Fork(usize),
    Jump(usize),
    Start,
    End,
    /// Looks ahead with the next steps up to `Found`, then goes on behind them at `.1`.
    Ahead(bool, usize),
    Found,
}

/// Working memory of a search.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    now: Vec<usize>,
    next: Vec<usize>,
    /// Per step, one more than the place in the word at which it was last reached.
    reached: Vec<usize>,
    pending: Vec<usize>,
}

impl Whole {
    pub(crate) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let pattern = Pattern::parse(pattern)?;
        let mut steps = Vec::new();
        compile(&pattern, &mut steps)?;
        steps.push(Step::Found);
        Ok(Self { steps, required: required(&pattern) })
    }

    /// Whether the pattern matches at the start of `word`.
    pub(crate) fn matches(&self, word: &str, threads: &mut Threads) -> bool {
        self.required.iter().all(|&c| word.contains(c)) && self.run(0, word, 0, threads)
    }

    fn run(&self, start: usize, word: &str, from: usize, threads: &mut Threads) -> bool {
        let Threads { now, next, reached, pending } = threads;
        now.clear();
        reached.clear();
        reached.resize(self.steps.len(), 0);
        let mut rest = word[from..].chars();
        let mut at = from;
        pending.push(start);
        if self.follow(word, at, now, reached, pending) {
            return true;
        }
        while let Some(c) = rest.next() {
            next.clear();
            at = word.len() - rest.as_str().len();
            for &step in now.iter() {
                if matches!(&self.steps[step], Step::One(class) if class.contains(c)) {
                    pending.push(step + 1);
                }
            }
            if self.follow(word, at, next, reached, pending) {
                return true;
            }
            if next.is_empty() {
                return false;
            }
            std::mem::swap(now, next);
        }
        false
    }

    /// Goes on from the pending steps to those that wait for a character; true once a way has come to its end.
    fn follow(
        &self,
        word: &str,
        at: usize,
        into: &mut Vec<usize>,
        reached: &mut [usize],
        pending: &mut Vec<usize>,
    ) -> bool {
        while let Some(step) = pending.pop() {
            if std::mem::replace(&mut reached[step], at + 1) == at + 1 {
                continue;
            }
            match &self.steps[step] {
                Step::One(_) => into.push(step),
                &Step::Fork(other) => pending.extend([other, step + 1]),
                &Step::Jump(other) => pending.push(other),
                Step::Start if at == 0 => pending.push(step + 1),
                Step::End if at == word.len() => pending.push(step + 1),
                Step::Start | Step::End => {}
                &Step::Ahead(negative, behind) => {
                    if self.run(step + 1, word, at, &mut Threads::default()) != negative {
                        pending.push(behind);
                    }
                }
                Step::Found => {
                    pending.clear();
                    return true;
                }
            }
        }
        false
    }
}

fn compile(pattern: &Pattern, steps: &mut Vec<Step>) -> Result<(), PatternError> {
    if steps.len() > MOST_STEPS {
        return Err(PatternError { what: "a pattern of this size", at: 0 });
    }
    match pattern {
        Pattern::One(class) => steps.push(Step::One(class.clone())),
        Pattern::Start => steps.push(Step::Start),
        Pattern::End => steps.push(Step::End),
        Pattern::Sequence(parts) => parts.iter().try_for_each(|part| compile(part, steps))?,
        Pattern::Either(parts) => either(parts, steps)?,
        Pattern::Repeat { part, min, max } => repeat(part, *min, *max, steps)?,
        Pattern::Look { part, behind: false, negative } => {
            let look = steps.len();
            steps.push(Step::Ahead(*negative, 0));
            compile(part, steps)?;
            steps.push(Step::Found);
            steps[look] = Step::Ahead(*negative, steps.len());
        }
        Pattern::Look { behind: true, .. } => return Err(PatternError { what: "a look behind in an address", at: 0 }),
    }
    Ok(())
}

fn either(parts: &[Pattern], steps: &mut Vec<Step>) -> Result<(), PatternError> {
    let Some((last, parts)) = parts.split_last() else { return Ok(()) };
    let mut ends = Vec::new();
    for part in parts {
        let fork = steps.len();
        steps.push(Step::Fork(0));
        compile(part, steps)?;
        ends.push(steps.len());
        steps.push(Step::Jump(0));
        steps[fork] = Step::Fork(steps.len());
    }
    compile(last, steps)?;
    let behind = steps.len();
    for end in ends {
        steps[end] = Step::Jump(behind);
    }
    Ok(())
}

fn repeat(part: &Pattern, min: u32, max: Option<u32>, steps: &mut Vec<Step>) -> Result<(), PatternError> {
    (0..min).try_for_each(|_| compile(part, steps))?;
    let mut forks = Vec::new();
    match max {
        None => {
            let fork = steps.len();
            steps.push(Step::Fork(0));
            compile(part, steps)?;
            steps.push(Step::Jump(fork));
            forks.push(fork);
        }
        Some(max) => {
            for _ in min..max {
                forks.push(steps.len());
                steps.push(Step::Fork(0));
                compile(part, steps)?;
            }
        }
    }
    let behind = steps.len();
    for fork in forks {
        steps[fork] = Step::Fork(behind);
    }
    Ok(())
}

/// Characters that every match holds.
fn required(pattern: &Pattern) -> Vec<char> {
    match pattern {
        Pattern::One(class) => class.members(1).unwrap_or_default(),
        Pattern::Sequence(parts) => parts.iter().flat_map(required).collect(),
        Pattern::Either(parts) => {
            let mut parts = parts.iter().map(required);
            let first = parts.next().unwrap_or_default();
            parts.fold(first, |common, part| common.into_iter().filter(|c| part.contains(c)).collect())
        }
        Pattern::Repeat { part, min: 1.., .. } => required(part),
        Pattern::Repeat { .. } | Pattern::Look { .. } | Pattern::Start | Pattern::End => Vec::new(),
    }
}
