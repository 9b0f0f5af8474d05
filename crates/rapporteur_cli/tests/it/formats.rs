//! What the formats hold.

use serde_json::Value;

use crate::program::{Folder, VISIT, run, run_on, sample};

#[test]
fn a_piped_document_is_one_record() {
    let run = run(["read".as_ref(), sample().as_os_str()]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let record = run.json();
    assert_eq!(record["schema"], "rapporteur.record/1");
    assert_eq!(record["document"]["genre"], "press_release");
    let acts = record["acts"].as_array().unwrap();
    assert!(acts.len() > 12, "{} acts", acts.len());
    assert_quotes_are_exact(&record);
}

/// Every quote is what the text has at its offsets, in code points.
fn assert_quotes_are_exact(record: &Value) {
    let text: Vec<char> = record["document"]["text"].as_str().unwrap().chars().collect();
    for act in record["acts"].as_array().unwrap() {
        for quote in ["trigger", "evidence"].map(|part| &act[part]) {
            let at = |end: &str| usize::try_from(quote[end].as_u64().unwrap()).unwrap();
            let words: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(quote["quote"], words);
        }
    }
}

#[test]
fn several_piped_documents_are_a_record_a_line() {
    let folder = Folder::new();
    folder.file("b.md", VISIT);
    folder.file("a/deep.txt", "Norland condemned the attack.\n");
    folder.file("notes.csv", "no, text");
    folder.file(".hidden.md", VISIT);
    let run = run(["read".as_ref(), folder.path().as_os_str()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let sources: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["document"]["source"].take())
        .collect();
    let ends: Vec<bool> =
        sources.iter().zip(["deep.txt", "b.md"]).map(|(s, end)| s.as_str().unwrap().ends_with(end)).collect();
    assert_eq!(ends, [true, true], "{sources:?}");
}

#[test]
fn json_of_several_documents_is_an_array() {
    let path = sample();
    let run = run(["read".as_ref(), "--format=json".as_ref(), path.as_os_str(), path.as_os_str()]);
    let records = run.json();
    assert_eq!(records.as_array().unwrap().len(), 2);
    assert_eq!(records[0], records[1]);
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let folder = Folder::new();
    for n in 0..12 {
        folder.file(&format!("{n:02}.md"), format!("{VISIT}\n\nNorland asked Sudmark for {n} ships.\n"));
    }
    let read = |threads: &str| run(["read", "--threads", threads, &folder.path().to_string_lossy()]).stdout;
    let one = read("1");
    assert_eq!(one.lines().count(), 12);
    assert_eq!(read("2"), one);
    assert_eq!(read("7"), one);
}

#[test]
fn standard_input_is_read() {
    for arguments in [&["read"][..], &["read", "-"]] {
        let run = run_on(arguments, VISIT.as_bytes());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.json()["document"]["source"], "standard input");
    }
}

#[test]
fn odd_encodings_are_read_and_told() {
    let run = run_on(&["read"], b"Norland condemned the attack on K\xf6ln.\n");
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("note: ") && run.stderr.contains("[encoding-guessed]"), "{}", run.stderr);
    assert!(run.json()["document"]["text"].as_str().unwrap().contains("Köln"));
}

#[test]
fn an_analysis_has_the_shape_of_spacys() {
    let run = run_on(&["parse", "--format", "json"], "Köln urged Norland to act. It left.\n".as_bytes());
    let doc = run.json();
    let text: Vec<char> = doc["text"].as_str().unwrap().chars().collect();
    let words: Vec<String> = doc["tokens"].as_array().unwrap().iter().map(|token| slice(&text, token)).collect();
    assert_eq!(words, ["Köln", "urged", "Norland", "to", "act", ".", "It", "left", "."]);
    let sentences: Vec<String> =
        doc["sents"].as_array().unwrap().iter().map(|sentence| slice(&text, sentence)).collect();
    assert_eq!(sentences, ["Köln urged Norland to act.", "It left."]);
    assert_eq!(doc["tokens"][1]["dep"], "ROOT");
    assert_eq!(doc["tokens"][1]["head"], 1);
    assert_eq!(doc["tokens"][1]["lemma"], "urge");
}

fn slice(text: &[char], item: &Value) -> String {
    let at = |end: &str| usize::try_from(item[end].as_u64().unwrap()).unwrap();
    text[at("start")..at("end")].iter().collect()
}

#[test]
fn conllu_has_ten_columns_and_counts_from_one() {
    let run = run_on(&["parse", "--raw"], b"Norland urged  Sudmark to act.\n\nIt left.\n");
    assert_eq!(run.stdout, include_str!("texts/urged.conllu"));
}

#[test]
fn the_program_tells_its_versions() {
    let run = run(["--version"]);
    let lines: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(lines, ["rapporteur", "model", "world", "lexicon"]);
}

#[test]
fn scripts_and_pages_come_with_the_program() {
    assert!(run(["completions", "bash"]).stdout.contains("rapporteur"));
    assert!(run(["man"]).stdout.contains(".TH rapporteur"));
}
