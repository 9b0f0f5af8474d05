//! One record across documents: versions, copies, names, meetings.

use rapporteur_ledger::{Day, ItemFilter, MeetingFilter, Page, Reviewer, Status};
use rapporteur_record::{ActType, ActorKind, Genre};

use crate::scenario::{other_readout, request};
use crate::scene::{Shelf, clock, deed, scene};

fn all_items(shelf: &Shelf) -> Vec<(String, Status)> {
    let filter = ItemFilter { statuses: Status::ALL.to_vec(), ..ItemFilter::default() };
    let page = shelf.ledger.open_items(&filter, Day::parse("2031-06-01").unwrap(), Page::default()).unwrap();
    page.rows.into_iter().map(|row| (row.act.content, row.status)).collect()
}

#[test]
fn the_same_bytes_are_one_document() {
    let mut shelf = Shelf::new();
    let report = shelf.add(vec![request().input("a.json"), request().input("b.json")]);
    assert_eq!((report.n_added, report.n_known), (1, 1));
    let report = shelf.add(vec![request().input("a.json")]);
    assert_eq!((report.n_added, report.n_known), (0, 1));
    let view = shelf.ledger.document("a.json").unwrap();
    assert_eq!(view.origins.iter().map(|o| o.source.as_str()).collect::<Vec<_>>(), ["a.json", "b.json"]);
}

#[test]
fn other_bytes_at_a_source_are_a_version() {
    let mut shelf = Shelf::new();
    let first = request();
    let mut second = request();
    second.text = second.text.replace("for returnees", "for returnees and their families");
    second.acts[0].content.push_str(" and their families");
    second.date = "2031-05-06".to_owned();
    // the later version comes first: time at the source decides, not the order of adding
    let report = shelf.add(vec![second.input("r.json")]);
    assert_eq!(report.n_versions, 0);
    let report = shelf.add(vec![first.input("r.json")]);
    assert_eq!((report.n_added, report.n_versions), (1, 1));
    let view = shelf.ledger.document("r.json").unwrap();
    assert_eq!(view.document.hash, second.hash());
    assert_eq!(view.predecessor.unwrap().hash, first.hash());
    assert_eq!(shelf.ledger.document(&first.hash()).unwrap().successor.unwrap().hash, second.hash());
    let items = all_items(&shelf);
    assert_eq!(items, [("set up a transit centre at Tolva for returnees and their families".to_owned(), Status::Open)]);
}

#[test]
fn a_wire_copy_is_a_report_and_no_event() {
    let mut wire = request();
    wire.text = format!("VALDORIAN NEWS AGENCY\n\n{}\n\n(ends)", wire.text);
    wire.meetings.clear();
    wire.acts.iter_mut().for_each(|a| a.in_meeting = false);
    let mut alone = request();
    alone.meetings.clear();
    alone.acts.iter_mut().for_each(|a| a.in_meeting = false);
    let shelf = Shelf::with(&[alone.clone(), wire.clone()]);
    assert_eq!(shelf.ledger.document(&alone.hash()).unwrap().copies[0].hash, wire.hash());
    let items = all_items(&shelf);
    assert_eq!(items.len(), 1);
    let found = shelf
        .ledger
        .search(&rapporteur_ledger::Search { words: "returnees".to_owned(), ..Default::default() }, Page::default());
    let hits = found.unwrap().rows;
    assert_eq!(hits.len(), 2, "search shows every report");
    let thread = shelf.ledger.item(&hits[0].acts[0].0, Day::parse("2031-06-01").unwrap()).unwrap();
    assert_eq!(thread.steps[0].reports.len(), 1);
    assert_eq!(thread.steps.len(), 1);
}

#[test]
fn a_bare_name_is_the_worlds_entry_of_that_name_unless_a_person_says_otherwise() {
    let known = request();
    let mut bare = scene("2031-06-01", "Minister Mira Oss welcomed the harvest.").genre(Genre::News).did(deed(
        ActType::Support,
        &["Mira Oss"],
        &[],
        "welcomed",
        "the harvest",
        "agriculture",
    ));
    bare.actors.iter_mut().filter(|a| a.kind == ActorKind::Person).for_each(|a| a.world_id = None);
    let mut shelf = Shelf::with(&[known, bare]);
    let search = rapporteur_ledger::Search { actor: Some("kb:person/mira-oss".to_owned()), ..Default::default() };
    assert_eq!(shelf.ledger.search(&search, Page::default()).unwrap().rows.len(), 3);
    let by = Reviewer { who: "eva".to_owned(), at: clock(), reason: Some("a namesake".to_owned()) };
    shelf.ledger.judge_actors("w:kb:person/mira-oss", "n:p:VAL:mira oss", false, &by).unwrap();
    assert_eq!(shelf.ledger.search(&search, Page::default()).unwrap().rows.len(), 2);
    shelf.ledger.undo(&by).unwrap();
    assert_eq!(shelf.ledger.search(&search, Page::default()).unwrap().rows.len(), 3);
    assert!(shelf.ledger.verify(None).unwrap().is_clean());
}

#[test]
fn meetings_of_other_people_stay_apart() {
    let kings = scene("2031-05-04", "The King of Valdoria met the King of Ormund in Tolva.");
    let mut kings = kings.met(&["King of Valdoria", "King of Ormund"]);
    for (name, code) in [("King of Valdoria", "VAL"), ("King of Ormund", "ORM")] {
        kings.actors.push(crate::scene::person(name, code));
    }
    let vague = scene("2031-05-04", "Valdoria and Ormund met in Tolva.").met(&["Valdoria", "Ormund"]);
    let shelf = Shelf::with(&[request(), other_readout(), kings, vague]);
    let with = vec!["VAL".to_owned(), "Ormund".to_owned()];
    let meetings = shelf.ledger.meetings(&MeetingFilter { with, ..MeetingFilter::default() }, Page::default()).unwrap();
    let mut n_reports: Vec<usize> = meetings.rows.iter().map(|m| m.reports.len()).collect();
    n_reports.sort_unstable();
    assert_eq!(n_reports, [1, 3], "the vague report joins one of them, and the two stay two");
}

#[test]
fn a_call_over_midnight_is_one_call() {
    let here = scene("2031-05-04", "Mira Oss called Tomas Vale. They spoke of fish.").met(&["Mira Oss", "Tomas Vale"]);
    let there =
        scene("2031-05-05", "Tomas Vale took a call from Mira Oss. Fish was a topic.").met(&["Tomas Vale", "Mira Oss"]);
    let n_meetings = |scenes: &[crate::scene::Scene]| {
        let shelf = Shelf::with(scenes);
        shelf.ledger.meetings(&MeetingFilter::default(), Page::default()).unwrap().rows.len()
    };
    assert_eq!(n_meetings(&[here.clone(), there.clone()]), 1);
    let next = scene("2031-05-06", "Mira Oss called Tomas Vale again. No fish.").met(&["Mira Oss", "Tomas Vale"]);
    assert_eq!(n_meetings(&[here, there, next]), 3, "of three days in a row nobody can tell which two are one");
}

#[test]
fn what_is_due_lapses() {
    let mut promise =
        deed(ActType::Commitment, &["Ormund"], &["Valdoria"], "will open", "the north bridge to lorries", "transport");
    promise.due = Some("2031-06".to_owned());
    let text = "Ormund will open the north bridge to lorries in June, Minister Vale told Valdoria.";
    let shelf = Shelf::with(&[scene("2031-02-01", text).did(promise)]);
    let on = |day: &str| Day::parse(day).unwrap();
    let filter = ItemFilter::default();
    let page = Page::default();
    assert_eq!(shelf.ledger.open_items(&filter, on("2031-06-30"), page).unwrap().rows.len(), 1);
    assert!(shelf.ledger.open_items(&filter, on("2031-07-01"), page).unwrap().rows.is_empty());
    let lapsed = ItemFilter { statuses: vec![Status::Lapsed], ..ItemFilter::default() };
    let rows = shelf.ledger.open_items(&lapsed, on("2031-07-01"), page).unwrap().rows;
    assert_eq!((rows[0].status, rows[0].since.map(|d| d.to_string())), (Status::Lapsed, Some("2031-07-01".to_owned())));
    let due = |before: &str, today: &str| {
        let found = shelf.ledger.due_items(&filter, on(before), on(today), page).unwrap();
        found.rows.iter().map(|r| r.status).collect::<Vec<_>>()
    };
    assert_eq!(due("2031-07-01", "2031-05-01"), [Status::Open]);
    assert_eq!(due("2031-06-30", "2031-05-01"), []);
    assert_eq!(due("2031-12-01", "2031-11-01"), [Status::Lapsed]);
    let next = |day: &str, due: &str, what: &str| {
        let mut promise = deed(ActType::Commitment, &["Ormund"], &["Valdoria"], "will open", what, "transport");
        promise.due = Some(due.to_owned());
        scene(day, &format!("Statement: Ormund will open {what}.")).did(promise)
    };
    let several = Shelf::with(&[
        next("2031-01-02", "2031-03-01", "a school of fisheries"),
        next("2031-01-03", "2031-04-01", "the archive of maps"),
        next("2031-01-04", "2031-09-01", "an office in Kestria"),
        next("2031-01-05", "2031-07-01", "the harbour museum"),
    ]);
    let days = |rows: Vec<rapporteur_ledger::ItemRow>| {
        rows.into_iter().filter_map(|r| Some(r.due?.to_string())).collect::<Vec<_>>()
    };
    let today = on("2031-05-01");
    let coming = Page { limit: 10, after: Some(rapporteur_ledger::Cursor::before_day(today)) };
    let coming = several.ledger.due_items(&filter, on("2032-01-01"), today, coming).unwrap();
    assert_eq!(days(coming.rows), ["2031-07-01", "2031-09-01"]);
    let past = several.ledger.overdue_items(&filter, today, page).unwrap();
    assert_eq!(days(past.rows), ["2031-04-01", "2031-03-01"], "the last first");
    let thread = shelf.ledger.item(&rows[0].act.id, on("2031-07-01")).unwrap();
    assert_eq!(thread.changes.last().map(|c| c.status), Some(Status::Lapsed));
}
