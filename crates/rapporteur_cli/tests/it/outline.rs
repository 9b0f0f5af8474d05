//! The outline for people.

use crate::program::{Folder, VISIT, program, run, run_on};

#[test]
fn an_outline_tells_what_the_document_is_and_what_was_done() {
    let run = run_on(&["read", "--format", "text"], VISIT.as_bytes());
    assert!(run.stdout.starts_with("Visit of the Foreign Minister of Sudmark\npress release · "), "{}", run.stdout);
    for words in ["“welcomed” the reopening of the border crossing at Eskel", "Open asks", "Open promises"] {
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let folder = Folder::new();
    let text = folder.file("visit.md", VISIT).to_string_lossy().into_owned();
    let outline = ["read", "--format", "text", &text];
    let is_coloured = |stdout: &str| stdout.contains('\x1b');
    assert!(!is_coloured(&run(outline).stdout));
    assert!(is_coloured(&run(outline.iter().chain(&["--color", "always"])).stdout));
    let forced = program().args(outline).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(is_coloured(&String::from_utf8(forced.stdout).unwrap()));
    let refused = program().args(outline).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!is_coloured(&String::from_utf8(refused.stdout).unwrap()));
}
