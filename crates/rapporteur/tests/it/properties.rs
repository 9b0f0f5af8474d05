//! Any text at all is read without a panic, and its record keeps the laws.

use proptest::prelude::*;
use rapporteur::{Reader, Source};

use crate::corpus::{assert_ids, assert_quotes};

/// Words that call rules, in any order: a harder test than letters at random.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "The",
        "Foreign",
        "Minister",
        "of",
        "Norland",
        "Cambodia",
        "ASEAN",
        "urged",
        "and",
        "to",
        "comply",
        ",",
        ".",
        "welcomed",
        "their",
        "commitment",
        "“",
        "”",
        "said",
        "that",
        "will",
        "must",
        "not",
        "met",
        "with",
        "H.E.",
        "President",
        "Varga",
        "on",
        "4 May 2017",
        "who",
        "it",
        "was",
        "agreed",
        "the two sides",
        "for",
        "’s",
        "expressed",
        "deep concern",
        "\n\n",
        "- ",
        "1. ",
        "we",
    ]);
    prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn odd_sentences_are_read(text in words()) {
        if let Ok(reading) = Reader::embedded().read(text.as_bytes(), &Source { name: "odd.txt", ..Source::default() }) {
            assert_quotes(&reading.record);
            assert_ids(&reading.record);
        }
    }

    #[test]
    fn any_letters_are_read(text in "\\PC{0,200}") {
        if let Ok(reading) = Reader::embedded().read(text.as_bytes(), &Source { name: "odd.md", ..Source::default() }) {
            assert_quotes(&reading.record);
            assert_ids(&reading.record);
        }
    }
}
