//! Bad inputs: one clear line each, the right exit code, never a panic.

use std::fs;
use std::process::Stdio;

use crate::program::{Folder, VISIT, program, run, run_on};

/// Runs `read` on one file and gives its exit code and its message.
fn read(name: &str, bytes: &[u8]) -> (i32, String) {
    let folder = Folder::new();
    let path = folder.file(name, bytes);
    let run = run(["read".as_ref(), path.as_os_str()]);
    assert_eq!(run.stdout, "");
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    (run.code, run.stderr.replace(&*path.to_string_lossy(), name))
}

#[test]
fn what_is_no_text_is_refused_in_one_line() {
    let (code, message) = read("empty.md", b"");
    assert_eq!(code, 2);
    assert_eq!(message, "rapporteur: empty.md: holds no text; give a file with at least one letter or digit\n");
    let (code, message) = read("paper.md", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n");
    assert_eq!(code, 2);
    assert_eq!(message, "rapporteur: paper.md: a PDF file is not text; convert it to plain text or Markdown first\n");
    let (code, message) = read("noise.txt", &(0..=255).cycle().take(4096).collect::<Vec<u8>>());
    assert_eq!((code, message.lines().count()), (2, 1), "{message}");
}

#[test]
fn a_missing_file_is_named() {
    let run = run(["read", "no-such-text.md"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("rapporteur: no-such-text.md: cannot be opened; check the path"), "{}", run.stderr);
}

#[test]
fn a_folder_without_texts_is_named() {
    let folder = Folder::new();
    let run = run(["read".as_ref(), folder.path().as_os_str()]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("holds no .md or .txt file"), "{}", run.stderr);
}

#[test]
fn one_bad_input_does_not_stop_the_others() {
    let folder = Folder::new();
    let paths = [("a.md", VISIT), ("bad.md", ""), ("c.md", VISIT)].map(|(name, text)| folder.file(name, text));
    let run = run(["read".as_ref()].into_iter().chain(paths.iter().map(|path| path.as_os_str())));
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(run.stderr.lines().count(), 1);
    assert!(run.stderr.contains("bad.md: holds no text"), "{}", run.stderr);
}

#[test]
fn what_is_over_the_limit_is_not_read() {
    let folder = Folder::new();
    let path = folder.file("huge.md", "");
    fs::File::options().write(true).open(&path).unwrap().set_len(100 << 20).unwrap();
    let run = run(["read".as_ref(), path.as_os_str()]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("104857600 bytes are over the limit of 16777216; split it"), "{}", run.stderr);
    let run = run_on(&["read", "--max-bytes", "100"], VISIT.as_bytes());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("standard input: more than 100 bytes"), "{}", run.stderr);
}

#[test]
fn a_text_cut_anywhere_is_read_or_refused() {
    let text = VISIT.replace("Brandt", "Brändt");
    for end in (0..text.len()).step_by(97) {
        let run = run_on(&["read"], &text.as_bytes()[..end]);
        assert!(matches!(run.code, 0 | 2), "cut at {end}: {run:?}");
        assert!(!run.stderr.contains("fault"), "cut at {end}: {run:?}");
    }
}

#[test]
fn wrong_usage_is_told() {
    assert_eq!(run(["reed"]).code, 2);
    assert_eq!(run(["read", "--threads", "0", "x"]).code, 2);
    assert_eq!(run(["parse", "--raw", "--model", "Cargo.toml", "Cargo.toml"]).code, 2);
    assert_eq!(run::<&str>([]).code, 2);
}

#[test]
fn a_reader_that_leaves_ends_the_program_quietly() {
    let folder = Folder::new();
    let path = folder.file("visit.md", VISIT);
    let paths = std::iter::repeat_n(path.as_os_str(), 400);
    let mut child = program().arg("read").args(paths).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
