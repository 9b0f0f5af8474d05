//! Files that are no ledger, cut short, newer, read-only, on a full disk: one clear line, and nothing lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rapporteur_ledger::{Access, Ledger, OpenError, StoreError};

use crate::scenario::{answered, reaffirmed, request, signed};
use crate::scene::{Shelf, add, clock};

fn error(path: &Path, access: Access) -> OpenError {
    Ledger::open(path, access).map(|_| ()).expect_err("it must not open")
}

/// A ledger with documents, closed.
fn closed() -> (tempfile::TempDir, PathBuf) {
    let shelf = Shelf::with(&[request(), reaffirmed()]);
    let path = shelf.ledger.path().to_owned();
    drop(shelf.ledger);
    (shelf.folder, path)
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for content in ["notes on Valdoria".to_owned(), "SQLite format 3\0".to_owned(), "x".repeat(9000)] {
        fs::write(&path, &content).unwrap();
        assert!(matches!(error(&path, Access::Create), OpenError::Foreign { .. }));
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    let database = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&database).unwrap();
    other.execute_batch("CREATE TABLE birds (name TEXT)").unwrap();
    drop(other);
    let before = fs::read(&database).unwrap();
    assert!(matches!(error(&database, Access::Create), OpenError::Foreign { .. }));
    assert_eq!(fs::read(&database).unwrap(), before);
    assert!(matches!(error(&folder.path().join("none"), Access::Write), OpenError::Missing { .. }));
    assert!(matches!(error(folder.path(), Access::Create), OpenError::Io { .. }));
}

#[test]
fn a_newer_ledger_is_refused() {
    let (_folder, path) = closed();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let line = error(&path, Access::Write).to_string();
    assert!(line.ends_with("has format 99, and this program knows formats up to 6; use a newer rapporteur"), "{line}");
}

#[test]
fn a_ledger_cut_short_is_refused_and_restored_from_a_backup() {
    let (folder, path) = closed();
    let backup = folder.path().join("backup.ledger");
    Ledger::open(&path, Access::Read).unwrap().backup(&backup).unwrap();
    let whole = fs::read(&path).unwrap();
    for length in [100, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(matches!(error(&path, Access::Write), OpenError::Truncated { .. }), "{length}");
        assert_eq!(fs::read(&path).unwrap().len(), length, "it is left as it is");
    }
    let restored = Ledger::restore(&backup, &path, clock()).unwrap();
    assert!(restored.verify(None).unwrap().is_clean());
    assert_eq!(restored.document(&request().hash()).unwrap().acts.len(), 2);
    assert!(folder.path().join("test.ledger.damaged-1").exists(), "the damaged file is set aside");
}

#[test]
fn damage_inside_is_found_and_named() {
    let change = |sql: &str| -> Vec<String> {
        let (_folder, path) = closed();
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.execute_batch(sql).unwrap();
        drop(connection);
        let found = Ledger::open(&path, Access::Write).unwrap().verify(None).unwrap();
        found.findings.into_iter().map(|f| format!("{}: {}", f.subject, f.what)).collect()
    };
    assert_eq!(change("SELECT 1"), [""; 0]);
    assert!(change("UPDATE audit SET who = 'nobody' WHERE n = 2")[0].starts_with("log entry 2: its hash"));
    assert!(change("DELETE FROM audit WHERE n = 1")[0].starts_with("log entry 1: its hash"));
    assert!(
        change("UPDATE origin SET last_seen = last_seen + 1")[0].contains("where it was seen is not what the log has")
    );
    assert!(change("UPDATE reading SET hash = zeroblob(32)")[0].contains("have another hash"));
    assert!(
        change("UPDATE original SET packed = (SELECT packed FROM original LIMIT 1)")
            .iter()
            .any(|f| f.contains("sha256:"))
    );
    assert!(
        change("UPDATE act SET type = type + 1 WHERE n = (SELECT min(n) FROM act)")[0]
            .contains("what was worked out: act")
    );
    assert!(change("UPDATE item SET status = 'fulfilled'")[0].contains("what was worked out: item"));
    assert!(change("DELETE FROM link")[0].contains("link"));
    assert!(change("DELETE FROM audit WHERE n > 2").iter().any(|f| f.contains("not the one that the log has")));
}

#[test]
fn a_known_head_proves_that_nothing_was_cut_off() {
    let mut shelf = Shelf::with(&[request()]);
    let head = shelf.ledger.verify(None).unwrap().head;
    shelf.add(vec![signed().input("later.json")]);
    assert!(shelf.ledger.verify(Some(&head)).unwrap().is_clean());
    let other = shelf.ledger.verify(Some("00ff")).unwrap();
    assert_eq!(other.findings[0].what, "it has no entry with the hash 00ff");
}

#[test]
fn a_flipped_byte_is_no_silent_answer() {
    let (_folder, path) = closed();
    let whole = fs::read(&path).unwrap();
    // anywhere after the header, in every page
    for at in (200..whole.len()).step_by(4096 + 1237) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, &bytes).unwrap();
        let outcome = Ledger::open(&path, Access::Write).map(|ledger| ledger.verify(None));
        match outcome {
            // bytes that hold nothing may change unnoticed: the content is then the same
            Ok(Ok(found)) if found.is_clean() => {
                let ledger = Ledger::open(&path, Access::Read).unwrap();
                assert_eq!(ledger.record(&request().hash()).unwrap().record.acts.len(), 2);
            }
            _ => {}
        }
    }
}

#[test]
fn a_full_disk_keeps_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let mount = folder.path().join("small");
    fs::create_dir(&mount).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=700k", "tmpfs"]).arg(&mount).output();
    if !mounted.is_ok_and(|o| o.status.success()) {
        println!("skipped: a small file system cannot be mounted here");
        return;
    }
    let path = mount.join("small.ledger");
    let mut ledger = Ledger::open(&path, Access::Create).unwrap();
    let first = add(&mut ledger, vec![request().input("r.json")]);
    assert_eq!(first.n_added, 1);
    let mut filled = None;
    for n in 0..200 {
        let mut scene = answered();
        let noise: String =
            (0..4000_u32).map(|i| char::from_u32(0x4e00 + (i * 7919 + n * 104_729) % 20_000).unwrap()).collect();
        scene.text.push_str(&noise);
        let options = rapporteur_ledger::AddOptions { n_threads: 1, batch: 1 };
        let inputs = vec![scene.input(&format!("{n}.json"))];
        if let Err(error) = ledger.add(inputs.into_iter(), &crate::scene::read, options, &clock, &mut |_| {}) {
            filled = Some(error);
            break;
        }
    }
    assert!(matches!(filled, Some(StoreError::Full)), "{filled:?}");
    drop(ledger);
    fs::write(mount.join("room"), b"").ok();
    let ledger = Ledger::open(&path, Access::Read);
    let is_there = ledger.is_ok_and(|l| l.document(&request().hash()).is_ok());
    Command::new("umount").arg(&mount).status().unwrap();
    assert!(is_there, "what was kept before is still there");
}

#[test]
fn a_read_only_file_is_read_and_not_written() {
    let (folder, path) = closed();
    let mount = folder.path().join("fixed");
    fs::create_dir(&mount).unwrap();
    let run = |args: &[&str]| Command::new("mount").args(args).arg(&mount).output().is_ok_and(|o| o.status.success());
    if !run(&["-t", "tmpfs", "tmpfs"]) {
        println!("skipped: a file system cannot be mounted here");
        return;
    }
    fs::copy(&path, mount.join("fixed.ledger")).unwrap();
    assert!(run(&["-o", "remount,ro"]));
    let fixed = mount.join("fixed.ledger");
    let line = error(&fixed, Access::Write).to_string();
    let cause = match error(&fixed, Access::Create) {
        OpenError::Store { source, .. } => source.to_string(),
        other => other.to_string(),
    };
    let read = Ledger::open(&fixed, Access::Read).map(|l| l.document(&request().hash()).unwrap().acts.len());
    Command::new("umount").arg(&mount).status().unwrap();
    assert!(line.starts_with("cannot open ledger"));
    assert_eq!(cause, "the ledger cannot be written: it is read-only");
    assert_eq!(read.unwrap(), 2);
}

#[test]
fn a_backup_takes_no_other_files_place() {
    let shelf = Shelf::with(&[request()]);
    let place = shelf.folder.path().join("letter.txt");
    fs::write(&place, "dear colleague").unwrap();
    let line = shelf.ledger.backup(&place).unwrap_err().to_string();
    assert!(line.ends_with("exists and is not a ledger; it is left as it is"));
    assert_eq!(fs::read_to_string(&place).unwrap(), "dear colleague");
    assert!(shelf.ledger.backup(shelf.ledger.path()).is_err());
    let copy = shelf.folder.path().join("copy.ledger");
    shelf.ledger.backup(&copy).unwrap();
    shelf.ledger.backup(&copy).unwrap();
    let copy = Ledger::open(&copy, Access::Read).unwrap();
    assert!(copy.verify(None).unwrap().is_clean());
}

#[test]
fn two_writers_both_succeed() {
    let mut shelf = Shelf::new();
    let path = shelf.ledger.path().to_owned();
    let scenes = [request(), reaffirmed(), answered(), signed()];
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut ledger = Ledger::open(&path, Access::Write).unwrap();
            for scene in scenes.iter().rev() {
                add(&mut ledger, vec![scene.input("other.json"), scene.input(&scene.date)]);
            }
        });
        for scene in &scenes {
            shelf.add(vec![scene.input(&scene.date)]);
        }
        other.join().unwrap();
    });
    shelf.ledger.settle().unwrap();
    let found = shelf.ledger.verify(None).unwrap();
    assert!(found.is_clean(), "{:?}", found.findings);
    assert_eq!(found.n_documents, 4);
}
