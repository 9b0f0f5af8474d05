//! `--output`: a file appears whole or not at all.

use std::fs;

use crate::program::{Folder, VISIT, run};

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_gets_what_standard_output_would() {
    let folder = Folder::new();
    let text = folder.file("visit.md", VISIT).to_string_lossy().into_owned();
    let record = folder.path().join("record.json").to_string_lossy().into_owned();
    let written = run(["read", &text, "--output", &record]);
    assert_eq!((written.code, written.stdout.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&record).unwrap(), run(["read", &text]).stdout);
    assert_eq!(names(&folder), ["record.json", "visit.md"]);
}

#[test]
fn where_nothing_is_read_nothing_is_replaced() {
    let folder = Folder::new();
    let empty = folder.file("empty.md", "").to_string_lossy().into_owned();
    let record = folder.file("record.json", "what was there").to_string_lossy().into_owned();
    assert_eq!(run(["read", &empty, "--output", &record]).code, 2);
    assert_eq!(fs::read_to_string(&record).unwrap(), "what was there");
    assert_eq!(names(&folder), ["empty.md", "record.json"]);
}

#[test]
fn a_file_that_cannot_be_made_is_named() {
    let folder = Folder::new();
    let text = folder.file("visit.md", VISIT).to_string_lossy().into_owned();
    let record = folder.path().join("missing/record.json").to_string_lossy().into_owned();
    let run = run(["read", &text, "--output", &record]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("record.json: cannot be written; check its folder"), "{}", run.stderr);
}
