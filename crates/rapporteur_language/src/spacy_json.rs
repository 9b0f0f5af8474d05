//! Analyses in the JSON of spaCy's `Doc.to_json`.

use serde::Serialize;

use crate::analysis::Analysis;

#[derive(Serialize)]
struct Doc<'a> {
    text: &'a str,
    ents: Vec<Entity>,
    sents: Vec<Sentence>,
    tokens: Vec<Token<'a>>,
}

#[derive(Serialize)]
struct Entity {
    start: usize,
    end: usize,
    label: &'static str,
}

#[derive(Serialize)]
struct Sentence {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Token<'a> {
    id: usize,
    start: usize,
    end: usize,
    tag: &'static str,
    pos: &'static str,
    morph: &'a str,
    lemma: &'a str,
    dep: &'static str,
    head: u32,
}

/// Writes an analysis of `text` as spaCy's `Doc.to_json` does; offsets count code points.
///
/// # Panics
/// Where `analysis` is not one of `text`.
pub fn to_spacy_json(text: &str, analysis: &Analysis) -> String {
    let bounds = bounds(text, analysis);
    let tokens = analysis.tokens.iter().enumerate().map(|(id, token)| Token {
        id,
        start: bounds[id].0,
        end: bounds[id].1,
        tag: token.tag.as_str(),
        pos: token.pos.as_str(),
        morph: analysis.morph(id),
        lemma: analysis.lemma(id),
        dep: token.label.as_str(),
        head: token.head,
    });
    let ents = analysis.entities.iter().map(|entity| Entity {
        start: bounds[entity.tokens.start as usize].0,
        end: bounds[entity.tokens.end as usize - 1].1,
        label: entity.label.as_str(),
    });
    let sents =
        analysis.sentences().map(|tokens| Sentence { start: bounds[tokens.start].0, end: bounds[tokens.end - 1].1 });
    let doc = Doc { text, ents: ents.collect(), sents: sents.collect(), tokens: tokens.collect() };
    serde_json::to_string(&doc).expect("text and numbers fit into JSON")
}

/// First code point and end of each token.
fn bounds(text: &str, analysis: &Analysis) -> Vec<(usize, usize)> {
    let (mut byte, mut code_point) = (0, 0);
    let mut advance = |to: u32| {
        code_point += text[byte..to as usize].chars().count();
        byte = to as usize;
        code_point
    };
    analysis.tokens.iter().map(|token| (advance(token.span.start), advance(token.span.end))).collect()
}
