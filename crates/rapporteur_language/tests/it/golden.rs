//! Decisions are spaCy's: `tools/golden.py` wrote down once what spaCy makes of these texts.

use std::path::{Path, PathBuf};

use rapporteur_language::{Instructions, Pipeline, to_spacy_json};
use serde_json::Value;

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn read(relative: &str) -> String {
    std::fs::read_to_string(path(relative)).unwrap()
}

pub(crate) fn texts() -> Vec<String> {
    let own = read("tests/golden/texts.jsonl");
    let own = own.lines().map(|line| serde_json::from_str(line).unwrap());
    let example = read("../../examples/press-release-2017-05-08.md");
    own.chain(example.split("\n\n").filter(|part| !part.is_empty()).map(str::to_owned)).collect()
}

fn check(pipeline: &Pipeline) {
    let expected = read("tests/golden/expected.jsonl");
    let texts = texts();
    assert_eq!(texts.len(), expected.lines().count());
    for (text, expected) in texts.iter().zip(expected.lines()) {
        let found: Value = serde_json::from_str(&to_spacy_json(text, &pipeline.analyse(text))).unwrap();
        let expected: Value = serde_json::from_str(expected).unwrap();
        for part in ["ents", "sents", "tokens"] {
            assert_eq!(expected[part].as_array().is_none_or(Vec::is_empty), found[part].as_array().unwrap().is_empty());
            for (expected, found) in
                expected[part].as_array().into_iter().flatten().zip(found[part].as_array().unwrap())
            {
                assert_eq!(found, expected, "{part} of {text:?} on {:?}", pipeline.instructions());
            }
        }
        if !text.is_empty() {
            assert_eq!(found, expected, "{text:?} on {:?}", pipeline.instructions());
        }
    }
}

#[test]
fn decisions_are_those_of_spacy_whatever_the_instructions() {
    let bytes = std::fs::read(path("../../models/en_core_web_sm-3.8.0.rapporteur")).unwrap();
    let available = Instructions::available();
    assert_eq!(Pipeline::embedded().instructions(), available[0]);
    for instructions in available {
        let pipeline = Pipeline::from_bytes(&bytes).unwrap().with_instructions(instructions).unwrap();
        check(&pipeline);
    }
}
