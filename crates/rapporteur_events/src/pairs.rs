//! Which two phrases of a sentence are the parties of its event.
//!
//! A linear model (`events/pairs.tsv`) weighs what each phrase shows as a source or a target, and how the two hang together.
//! It is trained to put the labelled pair above all others of its sentence.

use std::sync::LazyLock;

use rapporteur_language::{Analysis, EntityLabel, Label, Pos};
use rapporteur_world::World;

use crate::actor::agent;
use crate::candidates::candidates;
use crate::classifier::Classifier;
use crate::features::class;
use crate::parties::Party;
use crate::sentence::Sentence;

const WEIGHTS: &str = include_str!("../../../events/pairs.tsv");

/// Small numbers as features name them.
const SMALL: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];
/// Phrases that are looked at as sources, and as targets: the likeliest by themselves.
const BEAM: usize = 6;
/// What ends the names of features of one phrase, by its part.
const SOURCE: &str = " (source)";
const TARGET: &str = " (target)";

/// A pair of phrases with how much speaks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) source: usize,
    pub(crate) target: usize,
    pub(crate) score: f32,
}

/// The model of pairs that comes with the program.
///
/// # Panics
/// Where the committed file cannot be read, which a test rules out.
pub(crate) fn embedded() -> &'static Classifier {
    static MODEL: LazyLock<Classifier> =
        LazyLock::new(|| Classifier::parse(WEIGHTS).expect("a test reads the committed weights"));
    &MODEL
}

/// Every pair of two phrases that do not overlap, within a sentence of the text, the best first.
pub(crate) fn rank(model: &Classifier, sentence: &Sentence<'_>, parties: &[Party]) -> Vec<Pair> {
    let (as_source, as_target): (Vec<f32>, Vec<f32>) =
        (0..parties.len()).map(|at| scores_alone(model, sentence, parties, at)).unzip();
    let (sources, targets) = (best(&as_source), best(&as_target));
    let mut pairs: Vec<Pair> = possible(parties)
        .filter(|&(source, target)| sources[source] && targets[target])
        .map(|(source, target)| {
            let together = score(model, |take| together(sentence, &parties[source], &parties[target], take));
            Pair { source, target, score: as_source[source] + as_target[target] + together }
        })
        .collect();
    pairs.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.source, a.target).cmp(&(b.source, b.target))));
    pairs
}

/// Which phrases are among the best.
fn best(scores: &[f32]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let mut is_best = vec![false; scores.len()];
    order.into_iter().take(BEAM).for_each(|at| is_best[at] = true);
    is_best
}

/// How much what a phrase shows speaks for it as the source, and as the target.
fn scores_alone(model: &Classifier, sentence: &Sentence<'_>, parties: &[Party], at: usize) -> (f32, f32) {
    let (mut source, mut target) = (Vec::new(), Vec::new());
    alone(sentence, parties, at, &mut |name, value| {
        let [as_source, as_target] = model.rows_of_parts(name, [SOURCE, TARGET]);
        source.extend(as_source.map(|row| (row, value)));
        target.extend(as_target.map(|row| (row, value)));
    });
    (model.first(&source), model.first(&target))
}

/// How much what is shown speaks for a pair.
fn score(model: &Classifier, show: impl FnOnce(&mut dyn FnMut(&[&str], f32))) -> f32 {
    let mut known = Vec::new();
    show(&mut |name, value| known.extend(model.row(name).map(|row| (row, value))));
    model.first(&known)
}

/// The pairs that are looked at, as places in `parties`.
fn possible(parties: &[Party]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let all = (0..parties.len()).flat_map(|source| (0..parties.len()).map(move |target| (source, target)));
    all.filter(|&(source, target)| {
        let (source, target) = (&parties[source], &parties[target]);
        source.ancestry.last() == target.ancestry.last() && !source.overlaps(target)
    })
}

/// What a phrase shows, in whichever of the two parts.
fn alone(sentence: &Sentence<'_>, parties: &[Party], at: usize, take: &mut dyn FnMut(&[&str], f32)) {
    let party = &parties[at];
    let Some(head) = party.head else { return };
    let mut show = Show { take };
    let kind = kind(sentence, head);
    let label = sentence.tokens[head].label.as_str();
    show.add(&["kind:", kind]);
    show.add(&["label:", label]);
    show.add(&["label:", label, " ", kind]);
    show.add(&["place:", SMALL[at.min(6)]]);
    show.add(&["head:", sentence.key(head)]);
    for concept in sentence.concepts[head].iter() {
        show.add(&["head:", class(concept)]);
    }
    if let Some(sector) = party.tokens.iter().find_map(|&i| agent(sentence.lemma(i))) {
        show.add(&["sector:", sector]);
    }
    let names =
        |wanted: &[EntityLabel]| party.tokens.iter().any(|&i| sentence.entity(i).is_some_and(|l| wanted.contains(&l)));
    for (name, wanted) in [
        ("place", &[EntityLabel::Gpe, EntityLabel::Norp, EntityLabel::Loc][..]),
        ("body", &[EntityLabel::Org]),
        ("person", &[EntityLabel::Person]),
    ] {
        if names(wanted) {
            show.add(&["names:", name]);
        }
    }
    show.add(&["length:", SMALL[party.tokens.len().min(6)]]);
    if let Some(verb) = party.verb(sentence) {
        let steps = &*steps(sentence, party, verb);
        show.add(&["way:", steps]);
        show.add(&["verb:", sentence.lemma(verb), " ", steps]);
        show.add(&["verb.label:", sentence.tokens[verb].label.as_str(), " ", steps]);
        for concept in sentence.concepts[verb].iter() {
            show.add(&["verb:", class(concept), " ", steps]);
        }
        let depth = party.ancestry.iter().position(|&i| i == verb).map_or(0, |at| party.ancestry.len() - 1 - at);
        show.add(&["depth:", SMALL[depth.min(4)]]);
    }
    let above = sentence.head(head);
    for concept in sentence.concepts[above].iter() {
        show.add(&["above:", class(concept), " ", label]);
    }
    // A place that a preposition leads to hangs on what stands above it.
    if sentence.tokens[above].pos == Pos::Adp {
        let beyond = sentence.head(above);
        let preposition = sentence.lemma(above);
        show.add(&["prep:", preposition]);
        for concept in sentence.concepts[beyond].iter() {
            show.add(&["prep:", preposition, " ", class(concept)]);
        }
    }
}

/// What two phrases show together.
fn together(sentence: &Sentence<'_>, source: &Party, target: &Party, take: &mut dyn FnMut(&[&str], f32)) {
    let (Some(from), Some(to)) = (source.head, target.head) else { return };
    let Some(joint) = source.ancestry.iter().copied().find(|i| target.ancestry.contains(i)) else { return };
    let mut show = Show { take };
    let (up, down) = (&*steps(sentence, source, joint), &*steps(sentence, target, joint));
    show.add(&["way:", up, "|", down]);
    show.add(&["up:", up]);
    show.add(&["down:", down]);
    show.add(&["joint:", sentence.lemma(joint)]);
    show.add(&["joint.label:", sentence.tokens[joint].label.as_str()]);
    show.add(&["joint.pos:", sentence.tokens[joint].pos.as_str(), " ", up]);
    show.add(&["joint:", sentence.lemma(joint), " ", down]);
    for concept in sentence.concepts[joint].iter() {
        show.add(&["joint:", class(concept)]);
        show.add(&["joint:", class(concept), " ", down]);
    }
    for (side, party) in [("up", source), ("down", target)] {
        for &i in party.ancestry[1..].iter().take_while(|&&i| i != joint) {
            for concept in sentence.concepts[i].iter() {
                show.add(&[side, ".over:", class(concept)]);
            }
        }
    }
    let order = if from < to { "source first" } else { "target first" };
    let far = match from.abs_diff(to) {
        0..=2 => "2",
        3..=5 => "5",
        6..=10 => "10",
        11..=20 => "20",
        _ => "40",
    };
    show.add(&["order:", order]);
    show.add(&["order:", order, " ", far]);
    show.add(&["kinds:", kind(sentence, from), " ", kind(sentence, to)]);
    let is_same = if source.verb(sentence) == target.verb(sentence) { "true" } else { "false" };
    show.add(&["same verb:", is_same, " ", order]);
}

struct Show<'t> {
    take: &'t mut dyn FnMut(&[&str], f32),
}

impl Show<'_> {
    fn add(&mut self, name: &[&str]) {
        (self.take)(name, 1.0);
    }
}

/// What a word names, or else its part of speech.
fn kind(sentence: &Sentence<'_>, i: usize) -> &'static str {
    sentence.entity(i).map_or_else(|| sentence.tokens[i].pos.as_str(), EntityLabel::as_str)
}

/// How a phrase hangs on what stands above it: labels, prepositions by their words; members of a list as the first.
fn steps(sentence: &Sentence<'_>, party: &Party, top: usize) -> String {
    let mut steps = String::new();
    for (n, &i) in party.ancestry.iter().take_while(|&&i| i != top).enumerate() {
        let token = &sentence.tokens[i];
        if token.label == Label::Conj && matches!(token.pos, Pos::Noun | Pos::Propn) {
            continue;
        }
        if n > 6 {
            steps += " …";
            break;
        }
        if !steps.is_empty() {
            steps.push(' ');
        }
        match token.label {
            Label::Prep | Label::Agent | Label::Dative if token.pos == Pos::Adp => steps += sentence.lemma(i),
            Label::Pobj => steps.push('o'),
            label => steps += label.as_str(),
        }
    }
    steps
}

/// A sentence's pairs as training needs them.
#[derive(Debug, Default)]
pub struct PairChoice {
    /// The features of each pair.
    pub pairs: Vec<Vec<String>>,
    /// Whether a pair is the labelled one.
    pub is_right: Vec<bool>,
}

/// The pairs of a labelled sentence; without the labelled pair where no phrase stands for a party. Pairs that overlap both
/// parties and are not the labelled one are left out.
pub fn pair_choice(world: &World, text: &str, analysis: &Analysis, source: &str, target: &str) -> PairChoice {
    let sentence = Sentence::named(world, text, analysis);
    let link = crate::parties::Link::find(&sentence, source, target);
    let parties = candidates(&sentence);
    let same = |party: &Party, gold: &Party| party.head == gold.head;
    let mut choice = PairChoice::default();
    for (from, to) in possible(&parties) {
        let (from_party, to_party) = (&parties[from], &parties[to]);
        let is_right = same(from_party, &link.source) && same(to_party, &link.target);
        if !is_right && from_party.overlaps(&link.source) && to_party.overlaps(&link.target) {
            continue;
        }
        let mut names = Vec::new();
        let mut take = |name: &[&str], _: f32| names.push(name.concat());
        together(&sentence, from_party, to_party, &mut take);
        for (at, part) in [(from, SOURCE), (to, TARGET)] {
            alone(&sentence, &parties, at, &mut |name, _| names.push([&name.concat(), part].concat()));
        }
        choice.pairs.push(names);
        choice.is_right.push(is_right);
    }
    choice
}
