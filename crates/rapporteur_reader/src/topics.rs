//! Issues and instruments that a stretch of text calls.

use std::ops::Range;

use rapporteur_record::{InstrumentKind, Span};

use crate::scene::Scene;

/// An instrument under construction.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) name: String,
    pub(crate) kind: InstrumentKind,
    pub(crate) year: Option<i16>,
    pub(crate) mentions: Vec<Span>,
}

/// Every instrument of the document, each once, in order of first mention.
pub(crate) fn instruments(scene: &Scene<'_>) -> Vec<Paper> {
    let mut found: Vec<Paper> = Vec::new();
    for sentence in &scene.tree.sentences {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let words: Vec<&str> = (at..sentence.words.end.min(at + 40)).map(|w| scene.tree.word(w)).collect();
            let Some(cited) = scene.world.instrument_at(&words).filter(|c| c.n_words > 0) else {
                at += 1;
                continue;
            };
            let span = scene.tree.span(at..at + cited.n_words);
            at += cited.n_words;
            let year = cited.year.and_then(|y| i16::try_from(y).ok());
            match found.iter_mut().find(|p| p.name == cited.name && (p.year == year || year.is_none())) {
                Some(known) => known.mentions.push(span),
                None => found.push(Paper {
                    name: cited.name,
                    kind: InstrumentKind::from_name(cited.kind).unwrap_or(InstrumentKind::Other),
                    year,
                    mentions: vec![span],
                }),
            }
        }
    }
    found
}

/// The issues that the words of a stretch call, each once, in the order of the alphabet.
pub(crate) fn issues(scene: &Scene<'_>, words: Range<usize>) -> Vec<String> {
    let printed: Vec<&str> = words.map(|w| scene.tree.word(w)).collect();
    let mut found: Vec<String> =
        scene.world.issues_in(&printed).into_iter().flat_map(|hit| hit.issues).map(ToOwned::to_owned).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The issues that a paragraph announces at its head: "On the issue of the Strait, …", "Regarding trade, …".
pub(crate) fn announced(scene: &Scene<'_>, sentence: usize) -> Vec<String> {
    let block = scene.tree.sentences[sentence].block;
    let first = scene.tree.sentences[..=sentence].partition_point(|s| s.block < block);
    let words = scene.tree.sentences[first].words.clone();
    let announces = matches!(scene.tree.lower(words.start), "on" | "regarding" | "concerning" | "turning");
    let comma = words.clone().take(16).find(|&w| scene.tree.lower(w) == ",");
    match comma {
        Some(comma) if announces => issues(scene, words.start + 1..comma),
        _ => Vec::new(),
    }
}

/// The issues that the heading of a section names, for what stands under it without naming any: "Trade and investment".
pub(crate) fn of_section(scene: &Scene<'_>, sentence: usize) -> Vec<String> {
    let block = &scene.document.blocks[scene.tree.sentences[sentence].block];
    let Some(heading) = scene.document.heading(block) else { return Vec::new() };
    let printed: Vec<&str> = scene.document.content(heading).split_whitespace().collect();
    let named = scene.world.issues_in(&printed).into_iter().flat_map(|hit| hit.issues);
    named.map(ToOwned::to_owned).collect()
}

/// The PLOVER contexts that issues imply.
pub(crate) fn contexts(scene: &Scene<'_>, issues: &[String]) -> Vec<String> {
    issues
        .iter()
        .filter_map(|id| scene.world.issue(id))
        .flat_map(|issue| issue.contexts)
        .map(ToOwned::to_owned)
        .collect()
}

/// The words of the document that lie in a span of one sentence.
pub(crate) fn words_in(scene: &Scene<'_>, sentence: usize, span: Span) -> Range<usize> {
    let words = scene.tree.sentences[sentence].words.clone();
    let start = words.clone().find(|&w| scene.tree.words[w].span.end > span.start).unwrap_or(words.end);
    let end = words.clone().rev().find(|&w| scene.tree.words[w].span.start < span.end).map_or(start, |w| w + 1);
    start..end.max(start)
}
