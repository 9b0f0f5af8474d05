//! Files of older formats are brought up to date, and nothing that was kept is lost.

use std::path::Path;

use rapporteur_ledger::{Access, FORMAT, Ledger, Page};

use crate::scenario::{answered, reaffirmed, request, signed};
use crate::scene::Shelf;

/// Makes a file of the first format with what a ledger keeps.
pub(crate) fn downgrade(newest: &Path, to: &Path) {
    drop(Ledger::open_as(to, Access::Create, 1).unwrap());
    let connection = rusqlite::Connection::open(to).unwrap();
    connection.execute("ATTACH ?1 AS newest", [newest.to_string_lossy()]).unwrap();
    for (table, columns) in [
        ("document", "*"),
        // so few documents are packed without a dictionary
        ("original", "document, packed"),
        ("origin", "*"),
        ("reader", "*"),
        ("reading", "document, reader, hash, text, record"),
        ("decision", "*"),
        ("audit", "*"),
    ] {
        connection.execute(&format!("INSERT INTO main.{table} SELECT {columns} FROM newest.{table}"), []).unwrap();
    }
}

#[test]
fn the_first_format_becomes_the_newest() {
    let shelf = Shelf::with(&[request(), reaffirmed(), answered(), signed()]);
    let path = shelf.folder.path().join("old.ledger");
    downgrade(shelf.ledger.path(), &path);
    let mut ledger = Ledger::open(&path, Access::Write).unwrap();
    assert_eq!(FORMAT, 6, "an older format has been added: let this test begin with each");
    ledger.settle().unwrap();
    let export = |ledger: &Ledger| {
        let mut lines = Vec::new();
        ledger.export(&mut lines).unwrap();
        lines
    };
    assert_eq!(export(&ledger), export(&shelf.ledger));
    assert!(ledger.verify(None).unwrap().is_clean());
    let documents = |ledger: &Ledger| ledger.documents("", Page::default()).unwrap();
    assert_eq!(documents(&ledger), documents(&shelf.ledger));
}

#[test]
fn acts_of_the_fifth_format_are_counted_under_their_issues() {
    let shelf = Shelf::with(&[request(), reaffirmed(), answered(), signed()]);
    let path = shelf.folder.path().join("fifth.ledger");
    shelf.ledger.backup(&path).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("ALTER TABLE topic DROP COLUMN acts; PRAGMA user_version = 5").unwrap();
    drop(connection);
    let ledger = Ledger::open(&path, Access::Write).unwrap();
    let issues = |ledger: &Ledger| ledger.issues("", Page::default()).unwrap();
    assert!(!issues(&ledger).rows.is_empty());
    assert_eq!(issues(&ledger), issues(&shelf.ledger));
}
