//! Ledgers that cannot be used, and two programs at once: one clear line each, and nothing lost.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::ledger::Kept;
use crate::program::{Folder, Run, VISIT, program, run};

/// What the program says of a ledger that it cannot use.
fn line(command: &str, ledger: &Path) -> String {
    let refused = run([command.as_ref(), "--ledger".as_ref(), ledger.as_os_str()]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{}", refused.stderr);
    assert_eq!(refused.stderr.lines().count(), 1, "{}", refused.stderr);
    refused.stderr
}

#[test]
fn files_that_are_no_ledger_are_refused_in_one_line_and_left_as_they_are() {
    let kept = Kept::new();
    let whole = fs::read(&kept.ledger).unwrap();
    let foreign = kept.folder.file("letter.txt", "Dear colleague");
    assert!(line("open", &foreign).contains("letter.txt"), "{}", line("open", &foreign));
    let cut = kept.folder.file("cut.db", &whole[..whole.len() / 2]);
    let newer = kept.folder.file("newer.db", {
        let mut bytes = whole.clone();
        // the header's user version
        bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
        bytes
    });
    for (file, word) in [(&cut, "cut short"), (&newer, "newer"), (&foreign, "not a ledger")] {
        let before = fs::read(file).unwrap();
        for command in ["open", "documents", "verify", "reread"] {
            assert!(line(command, file).contains(word), "{}", line(command, file));
        }
        assert_eq!(fs::read(file).unwrap(), before);
    }
}

#[test]
fn two_programs_that_add_at_once_both_succeed() {
    let folder = Folder::new();
    let ledger = folder.path().join("l.db");
    let texts = |name: &str, towns: &[&str]| {
        for town in towns {
            folder.file(&format!("{name}/{town}.md"), VISIT.replace("Eskel", town));
        }
        folder.path().join(name)
    };
    let folders = [texts("one", &["Osk", "Vell", "Tarn"]), texts("two", &["Brek", "Holm", "Sund"])];
    let start = |texts: &Path| {
        let mut command = program();
        command.arg("add").arg(texts).arg("--ledger").arg(&ledger);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = folders.iter().map(|texts| start(texts)).collect();
    for child in running {
        let ended = Run::of(child.wait_with_output().unwrap());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        assert!(ended.stderr.starts_with("3 documents added"), "{}", ended.stderr);
    }
    let ask = |command: &str| run([command.as_ref(), "--ledger".as_ref(), ledger.as_os_str()]);
    assert_eq!(ask("documents").stdout.lines().count(), 6);
    assert_eq!(ask("verify").code, 0);
}

/// Mounts a small file system; none where that is not allowed.
struct Mounted<'f>(&'f Path);

impl<'f> Mounted<'f> {
    fn new(place: &'f Path, size: &str) -> Option<Self> {
        fs::create_dir(place).unwrap();
        let options = format!("size={size}");
        mount(&["-t", "tmpfs", "-o", &options, "tmpfs"], place).then_some(Self(place))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

fn mount(arguments: &[&str], place: &Path) -> bool {
    Command::new("mount").args(arguments).arg(place).output().is_ok_and(|o| o.status.success())
}

#[test]
fn a_full_disk_is_told_in_one_line_and_what_was_kept_stays() {
    let kept = Kept::new();
    let place = kept.folder.path().join("small");
    let Some(mounted) = Mounted::new(&place, "1500k") else {
        eprintln!("skipped: a small file system cannot be mounted here");
        return;
    };
    let ledger = place.join("l.db");
    let add = |texts: &Path| run(["add".as_ref(), texts.as_os_str(), "--ledger".as_ref(), ledger.as_os_str()]);
    assert_eq!(add(&kept.folder.path().join("texts")).code, 0);
    for n in 0..60 {
        let noise: String =
            (0..9000_u32).map(|i| char::from_u32(0x4e00 + (i * 7919 + n * 104_729) % 20_000).unwrap()).collect();
        kept.folder.file(&format!("more/{n}.md"), format!("{VISIT}\n{noise}\n"));
    }
    let full = add(&kept.folder.path().join("more"));
    assert_eq!(full.code, 2, "{}", full.stderr);
    assert_eq!(full.stderr.lines().count(), 1, "{}", full.stderr);
    assert!(full.stderr.contains("disk is full"), "{}", full.stderr);
    let there = run(["documents".as_ref(), "returnees".as_ref(), "--ledger".as_ref(), ledger.as_os_str()]);
    assert_eq!(there.stdout.lines().count(), 1, "{}", there.stderr);
    drop(mounted);
}

#[test]
fn a_read_only_ledger_answers_and_takes_nothing() {
    let kept = Kept::new();
    let place = kept.folder.path().join("fixed");
    let Some(mounted) = Mounted::new(&place, "20m") else {
        eprintln!("skipped: a file system cannot be mounted here");
        return;
    };
    let ledger = place.join("l.db");
    fs::copy(&kept.ledger, &ledger).unwrap();
    assert!(mount(&["-o", "remount,ro"], &place));
    let answer = run(["documents".as_ref(), "--ledger".as_ref(), ledger.as_os_str()]);
    assert_eq!((answer.code, answer.stdout.lines().count()), (0, 3), "{}", answer.stderr);
    let text = kept.folder.path().join("texts/visit.md");
    let refused = run(["add".as_ref(), text.as_os_str(), "--ledger".as_ref(), ledger.as_os_str()]);
    assert_eq!((refused.code, refused.stderr.lines().count()), (2, 1), "{}", refused.stderr);
    assert!(refused.stderr.contains("read-only"), "{}", refused.stderr);
    drop(mounted);
}
