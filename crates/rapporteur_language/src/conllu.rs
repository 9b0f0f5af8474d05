//! Analyses in CoNLL-U.

use std::fmt::Write;

use crate::analysis::Analysis;
use crate::labels::Pos;

/// Writes an analysis of `text` in CoNLL-U, with spaCy's dependency labels.
///
/// White space is no token in CoNLL-U: it goes into the field `SpacesAfter` of the word before, and what depends on it hangs
/// on its head. A sentence of nothing but white space is left out.
///
/// # Panics
/// Where `analysis` is not one of `text`.
pub fn to_conllu(text: &str, analysis: &Analysis) -> String {
    let mut out = String::new();
    let mut number = 0;
    for sentence in analysis.sentences() {
        let words: Vec<usize> = sentence.clone().filter(|&token| analysis.tokens[token].pos != Pos::Space).collect();
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
        number += 1;
        let span = analysis.tokens[first].span.cover(analysis.tokens[last].span);
        let line = text[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
        push(&mut out, format_args!("# sent_id = {number}\n# text = {line}\n"));
        let root = words.iter().copied().find(|&word| head(analysis, word, &words).is_none());
        for (id, &word) in (1..).zip(&words) {
            let head = head(analysis, word, &words).or(root).filter(|_| Some(word) != root);
            push_word(&mut out, text, analysis, id, word, head.and_then(|head| words.binary_search(&head).ok()));
        }
        out.push('\n');
    }
    out
}

/// The word of the sentence that `word` depends on, past any white space; none for a root.
fn head(analysis: &Analysis, word: usize, words: &[usize]) -> Option<usize> {
    let mut token = word;
    for _ in 0..analysis.tokens.len() {
        let head = analysis.tokens[token].head as usize;
        if head == token {
            return None;
        }
        if words.binary_search(&head).is_ok() {
            return Some(head);
        }
        token = head;
    }
    None
}

fn push_word(out: &mut String, text: &str, analysis: &Analysis, id: usize, word: usize, head: Option<usize>) {
    let token = &analysis.tokens[word];
    let form = &text[token.span.range()];
    let (lemma, features) = (analysis.lemma(word), analysis.morph(word));
    let or_blank =
        |field: &'static str, value: &str| if value.is_empty() { field.to_owned() } else { value.to_owned() };
    let (head, label) = head.map_or((0, "root"), |head| (head + 1, token.label.as_str()));
    push(
        out,
        format_args!(
            "{id}\t{form}\t{}\t{}\t{}\t{}\t{head}\t{label}\t_\t{}\n",
            or_blank("_", lemma),
            token.pos.as_str(),
            token.tag.as_str(),
            or_blank("_", features),
            or_blank("_", &space_after(text, analysis, word)),
        ),
    );
}

/// `SpaceAfter=No`, or what other than one blank follows the word, escaped.
fn space_after(text: &str, analysis: &Analysis, word: usize) -> String {
    let start = analysis.tokens[word].span.end as usize;
    let next = analysis.tokens[word + 1..].iter().find(|token| token.pos != Pos::Space);
    let space = &text[start..next.map_or(text.len(), |token| token.span.start as usize)];
    match space {
        " " => String::new(),
        "" => "SpaceAfter=No".into(),
        space => {
            let mut field = String::from("SpacesAfter=");
            for c in space.chars() {
                match c {
                    ' ' => field.push_str("\\s"),
                    '\t' => field.push_str("\\t"),
                    '\n' => field.push_str("\\n"),
                    '\r' => field.push_str("\\r"),
                    '|' => field.push_str("\\p"),
                    '\\' => field.push_str("\\\\"),
                    c => field.push(c),
                }
            }
            field
        }
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes any text");
}
