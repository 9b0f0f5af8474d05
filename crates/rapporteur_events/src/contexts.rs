//! The contexts of an event, by the words of `events/context_words.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::sentence::Sentence;
use crate::table::rows;

const WORDS: &str = include_str!("../../../events/context_words.tsv");

/// The longest entry, in words.
const LONGEST: usize = 3;

/// Contexts by their words, each a bit in the order of the table.
static CONTEXTS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    let mut contexts: FxHashMap<&str, u64> = FxHashMap::default();
    for (at, [_, words, _]) in rows::<3>(WORDS).enumerate() {
        for word in words.split('|') {
            *contexts.entry(word).or_default() |= 1 << at;
        }
    }
    contexts
});

/// The contexts in the order of the table.
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| rows::<3>(WORDS).map(|[name, ..]| name).collect());

/// The contexts that the words of a text call, in the order of the table; those within `bytes` first.
///
/// A context that only the rest of the text calls is the document's, as the codebook allows.
pub(crate) fn contexts(sentence: &Sentence<'_>, bytes: &std::ops::Range<usize>) -> Vec<&'static str> {
    let (mut near, mut far) = (0, 0);
    let mut phrase = String::new();
    for first in 0..sentence.tokens.len() {
        phrase.clear();
        for i in first..sentence.tokens.len().min(first + LONGEST) {
            if i > first {
                phrase.push(' ');
            }
            phrase += sentence.lemma(i);
            if let Some(bits) = CONTEXTS.get(phrase.as_str()) {
                let is_near = bytes.contains(&sentence.tokens[i].span.range().start);
                *(if is_near { &mut near } else { &mut far }) |= bits;
            }
        }
    }
    let names = |bits: u64| NAMES.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, name)| *name);
    names(near).chain(names(far & !near)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::Ontology;
    use rapporteur_language::Pipeline;

    #[test]
    fn every_context_has_words() {
        let named: Vec<&str> = rows::<3>(WORDS).map(|[context, ..]| context).collect();
        assert_eq!(named, Ontology::embedded().contexts());
        assert!(rows::<3>(WORDS).all(|[_, words, _]| words.split('|').all(|word| word.split(' ').count() <= LONGEST)));
    }

    #[test]
    fn the_sentence_comes_before_the_document() {
        let text = "Kestria held an election. Morvia sent doctors.";
        let analysis = Pipeline::embedded().analyse(text);
        assert_eq!(contexts(&Sentence::new(text, &analysis), &(26..text.len())), ["health", "election"]);
    }
}
