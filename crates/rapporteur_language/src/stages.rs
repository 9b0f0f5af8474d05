//! Where the time of a reading goes.

use std::time::Duration;

/// A stage of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Cutting text into tokens, and looking up their words.
    Tokenizer,
    /// Embeddings and layers for tagger and parser.
    Encoder,
    /// Scores of tags.
    Tagger,
    /// Features of tokens for the parser.
    ParserFeatures,
    /// The parser's transitions, and the tree.
    Parser,
    /// Embeddings and layers for the entity recogniser.
    RecogniserEncoder,
    /// The recogniser's features and transitions.
    Recogniser,
    /// Parts of speech, morphological features and lemmas.
    Rules,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 8] = [
        Self::Tokenizer,
        Self::Encoder,
        Self::Tagger,
        Self::ParserFeatures,
        Self::Parser,
        Self::RecogniserEncoder,
        Self::Recogniser,
        Self::Rules,
    ];
}

/// How long each stage took, by a clock of the caller's.
#[derive(Debug, Clone)]
pub struct StageTimes {
    clock: fn() -> Duration,
    last: Duration,
    times: [Duration; Stage::ALL.len()],
}

impl StageTimes {
    /// Nothing took any time yet. `clock` tells the time since some fixed moment.
    pub fn new(clock: fn() -> Duration) -> Self {
        Self { clock, last: clock(), times: [Duration::ZERO; Stage::ALL.len()] }
    }

    /// The time of a stage.
    pub fn of(&self, stage: Stage) -> Duration {
        self.times[stage as usize]
    }
}

/// Told when a stage has ended.
pub(crate) trait Laps {
    /// The time since the last lap belongs to no stage.
    fn begin(&mut self) {}

    /// The time since the last lap was spent on `stage`.
    fn lap(&mut self, _stage: Stage) {}
}

impl Laps for () {}

impl Laps for StageTimes {
    fn begin(&mut self) {
        self.last = (self.clock)();
    }

    fn lap(&mut self, stage: Stage) {
        let now = (self.clock)();
        self.times[stage as usize] += now.saturating_sub(self.last);
        self.last = now;
    }
}
