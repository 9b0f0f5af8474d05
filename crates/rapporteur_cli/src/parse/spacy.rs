//! An analysis in the shape of spaCy's `Doc.to_json`.
//!
//! Source: spaCy 3.8, `spacy/tokens/doc.pyx`, `Doc.to_json`. Offsets are Unicode code points, as there.

use rapporteur::language::Analysis;
use rapporteur::record::{CodePoints, Span};
use serde_json::json;

use super::Parsed;

/// One object on one line.
pub(crate) fn print(parsed: &Parsed<'_>) -> String {
    let Parsed { text, analysis, .. } = *parsed;
    let points = CodePoints::new(text);
    let bounds = |span: Span| (points.at(span.start as usize), points.at(span.end as usize));
    let entities = analysis.entities.iter().map(|entity| {
        let (start, end) = bounds(cover(analysis, entity.tokens.start as usize..entity.tokens.end as usize));
        json!({"start": start, "end": end, "label": entity.label.as_str()})
    });
    let sentences = analysis.sentences().map(|tokens| {
        let (start, end) = bounds(cover(analysis, tokens));
        json!({"start": start, "end": end})
    });
    let tokens = analysis.tokens.iter().enumerate().map(|(i, token)| {
        let (start, end) = bounds(token.span);
        json!({
            "id": i, "start": start, "end": end, "tag": token.tag.as_str(), "pos": token.pos.as_str(),
            "morph": analysis.morph(i), "lemma": analysis.lemma(i), "dep": token.label.as_str(), "head": token.head,
        })
    });
    let ents: Vec<_> = entities.collect();
    let sents: Vec<_> = sentences.collect();
    let tokens: Vec<_> = tokens.collect();
    json!({"text": text, "ents": ents, "sents": sents, "tokens": tokens}).to_string() + "\n"
}

/// The bytes of a run of tokens.
fn cover(analysis: &Analysis, tokens: std::ops::Range<usize>) -> Span {
    match analysis.tokens.get(tokens) {
        Some([first, .., last]) => first.span.cover(last.span),
        Some([only]) => only.span,
        _ => Span::default(),
    }
}
