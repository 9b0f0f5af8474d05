//! The entity recogniser: begin, inside, last, unit, outside.
//!
//! Source: `spacy/pipeline/_parser_internals/ner.pyx`.

use std::ops::Range;

use crate::analysis::Entity;
use crate::error::ModelError;
use crate::file::ModelFile;
use crate::kernels::Kernels;
use crate::labels::EntityLabel;
use crate::spec::{FEATURE, MoveSpec};
use crate::transitions::{FeatureScratch, Network};

/// Features of a state: the next token, the open entity's first token, the token before the next one.
const FEATURES: usize = 3;
const ROW: usize = FEATURES * FEATURE;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Begin(EntityLabel),
    Inside(EntityLabel),
    Last(EntityLabel),
    Unit(EntityLabel),
    Outside,
    /// For tokens that were barred from entities before; never valid here.
    Barred,
}

/// The recogniser of a pipeline.
#[derive(Debug)]
pub(crate) struct Recogniser {
    pub(crate) network: Network<FEATURES>,
    moves: Vec<Move>,
    /// Outside of entities: by whether one may begin and whether one may be a unit.
    outside: [[Box<[f32]>; 2]; 2],
    /// In an entity of each label: by whether it may go on.
    inside: Vec<[Box<[f32]>; 2]>,
}

/// What the recogniser asks of a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    pub(crate) is_space: bool,
    pub(crate) starts_sentence: bool,
}

/// A recogniser's state on one text.
#[derive(Debug, Default)]
pub(crate) struct RecogniserScratch {
    pub(crate) features: FeatureScratch,
    /// The open entity, with the features of its first token.
    open: Option<(u32, EntityLabel)>,
    first: Vec<f32>,
    before: Vec<f32>,
}

impl Recogniser {
    pub(crate) fn open(file: &ModelFile, specs: &[MoveSpec]) -> Result<Self, ModelError> {
        let moves: Result<Vec<_>, _> = specs.iter().map(class).collect();
        let moves = moves?;
        let network = Network::open(file, "ner", moves.len())?;
        let mask =
            |valid: &dyn Fn(Move) -> bool| network.mask(|class| moves.get(class).is_some_and(|&action| valid(action)));
        let outside = [false, true].map(|begins| {
            [false, true].map(|unit| {
                mask(&|action| match action {
                    Move::Begin(_) => begins,
                    Move::Unit(_) => unit,
                    action => action == Move::Outside,
                })
            })
        });
        let inside = EntityLabel::ALL.iter().map(|&label| {
            [false, true]
                .map(|goes_on| mask(&|action| action == Move::Last(label) || goes_on && action == Move::Inside(label)))
        });
        Ok(Self { inside: inside.collect(), outside, moves, network })
    }

    /// Goes through the tokens of `window`, whose features are in `state`, and adds the entities that end there.
    pub(crate) fn advance(
        &self,
        window: Range<usize>,
        about: impl Fn(usize) -> Option<About>,
        state: &mut RecogniserScratch,
        kernels: Kernels,
        entities: &mut Vec<Entity>,
    ) {
        let RecogniserScratch { features, open, first, before } = state;
        for (token, row) in window.zip(features.rows.chunks_exact(ROW)) {
            let goes_on = about(token + 1).is_some_and(|next| !next.starts_sentence);
            let unit = about(token).is_some_and(|token| !token.is_space);
            let (rows, mask) = match open {
                None => ([Some(row), None, None], &self.outside[usize::from(goes_on && unit)][usize::from(unit)]),
                Some((_, label)) => {
                    ([Some(row), Some(&**first), Some(&**before)], &self.inside[*label as usize][usize::from(goes_on)])
                }
            };
            let class = self.network.best_class(rows, mask, kernels);
            let at = u32::try_from(token).expect("texts are under 4 GiB");
            match self.moves.get(class) {
                Some(&Move::Begin(label)) => {
                    *open = Some((at, label));
                    first.clear();
                    first.extend_from_slice(row);
                }
                Some(&Move::Unit(label)) => entities.push(Entity { tokens: at..at + 1, label }),
                Some(Move::Last(_)) => {
                    entities.extend(open.take().map(|(start, label)| Entity { tokens: start..at + 1, label }));
                }
                _ => {}
            }
            before.clear();
            before.extend_from_slice(row);
        }
    }

    /// Begins a text.
    pub(crate) fn begin(state: &mut RecogniserScratch) {
        state.open = None;
    }
}

fn class(spec: &MoveSpec) -> Result<Move, ModelError> {
    let label = || {
        EntityLabel::from_name(&spec.label)
            .ok_or_else(|| ModelError::UnknownLabel { kind: "entity label", name: spec.label.clone() })
    };
    match spec.action {
        1 => label().map(Move::Begin),
        2 => label().map(Move::Inside),
        3 => label().map(Move::Last),
        4 if spec.label.is_empty() => Ok(Move::Barred),
        4 => label().map(Move::Unit),
        5 => Ok(Move::Outside),
        other => Err(ModelError::Unsupported(format!("the recogniser has an action {other}"))),
    }
}
