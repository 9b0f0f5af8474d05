//! An analysis in CoNLL-U, with the entities in the last column.
//!
//! Source: the format of Universal Dependencies, version 2. White space is no token there: it stands in `SpacesAfter` of
//! the token before it. The relations are those of the model (CLEAR), not Universal Dependencies'.

use std::fmt::Write as _;
use std::ops::Range;

use rapporteur::language::{Analysis, Label, Pos};

use super::Parsed;

/// One document: its name, then its sentences, each closed by an empty line.
pub(crate) fn print(parsed: &Parsed<'_>) -> String {
    let Parsed { name, text, analysis } = *parsed;
    let labels = entity_labels(analysis);
    let mut out = format!("# newdoc id = {name}\n");
    let mut n_sentences = 0;
    for tokens in analysis.sentences() {
        let words: Vec<usize> = tokens.filter(|&i| is_word(analysis, i)).collect();
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
        n_sentences += 1;
        let bytes = analysis.tokens[first].span.cover(analysis.tokens[last].span).range();
        _ = writeln!(out, "# sent_id = {n_sentences}\n# text = {}", one_line(&text[bytes]));
        for (n, &i) in words.iter().enumerate() {
            write_word(&mut out, parsed, &words, n, labels[i].as_deref());
        }
        out.push('\n');
    }
    out
}

fn write_word(out: &mut String, parsed: &Parsed<'_>, words: &[usize], n: usize, entity: Option<&str>) {
    let Parsed { text, analysis, .. } = *parsed;
    let i = words[n];
    let token = &analysis.tokens[i];
    let morph = Some(analysis.morph(i)).filter(|morph| !morph.is_empty()).unwrap_or("_");
    let head = head(analysis, words, i);
    let relation = if head == 0 { Label::Root.as_str() } else { token.label.as_str() };
    let form = &text[token.span.range()];
    let misc = misc(text, analysis, i, entity);
    _ = writeln!(
        out,
        "{}\t{form}\t{}\t{}\t{}\t{morph}\t{head}\t{relation}\t_\t{misc}",
        n + 1,
        analysis.lemma(i),
        token.pos.as_str(),
        token.tag.as_str(),
    );
}

/// The number of the head among the words, 0 for a root. A head of white space hands over to its own.
fn head(analysis: &Analysis, words: &[usize], i: usize) -> usize {
    let mut at = i;
    loop {
        let head = analysis.tokens[at].head as usize;
        if head == at {
            return 0;
        }
        match words.binary_search(&head) {
            Ok(n) => return n + 1,
            Err(_) => at = head,
        }
    }
}

/// The last column: the entity, and the space after where it is not one blank.
fn misc(text: &str, analysis: &Analysis, i: usize, entity: Option<&str>) -> String {
    let space = space_after(text, analysis, i);
    let space = match space {
        " " => None,
        "" if i + 1 == analysis.tokens.len() => None,
        "" => Some("SpaceAfter=No".to_owned()),
        other => Some(format!("SpacesAfter={}", escaped(other))),
    };
    let parts: Vec<String> = entity.map(|entity| format!("NER={entity}")).into_iter().chain(space).collect();
    if parts.is_empty() { "_".to_owned() } else { parts.join("|") }
}

/// The white space between a word and the next one.
fn space_after<'t>(text: &'t str, analysis: &Analysis, i: usize) -> &'t str {
    let next = (i + 1..analysis.tokens.len()).find(|&next| is_word(analysis, next));
    let end = next.map_or(text.len(), |next| analysis.tokens[next].span.start as usize);
    text.get(analysis.tokens[i].span.end as usize..end).unwrap_or_default()
}

fn escaped(space: &str) -> String {
    space
        .chars()
        .map(|c| match c {
            ' ' => "\\s".to_owned(),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            other => other.to_string(),
        })
        .collect()
}

/// For each token its entity as `B-GPE`, `I-GPE`.
fn entity_labels(analysis: &Analysis) -> Vec<Option<String>> {
    let mut labels = vec![None; analysis.tokens.len()];
    for entity in &analysis.entities {
        let tokens: Range<usize> = entity.tokens.start as usize..entity.tokens.end as usize;
        for i in tokens.clone() {
            let place = if i == tokens.start { 'B' } else { 'I' };
            labels[i] = Some(format!("{place}-{}", entity.label.as_str()));
        }
    }
    labels
}

fn is_word(analysis: &Analysis, i: usize) -> bool {
    analysis.tokens[i].pos != Pos::Space
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
