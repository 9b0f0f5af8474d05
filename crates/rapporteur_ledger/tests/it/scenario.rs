//! A request in May, said again in July, answered by the other side in September, done the next year.

use rapporteur_ledger::{Day, ItemFilter, Page, Relation, Status, Thread};
use rapporteur_record::{ActType, Genre};

use crate::scene::{Scene, Shelf, deed, scene};

const ISSUE: &str = "repatriation";

pub(crate) fn request() -> Scene {
    let text = "Press release on the visit of Minister Mira Oss to Ormund\n\nMinister Mira Oss met Minister Tomas Vale \
        in Tolva on 4 May 2031. She requested the Ormund side to set up a transit centre at Tolva for returnees. The \
        two Ministers discussed the ferry across the strait.";
    let mut ask = deed(
        ActType::Request,
        &["Mira Oss"],
        &["Ormund"],
        "requested",
        "set up a transit centre at Tolva for returnees",
        ISSUE,
    );
    ask.in_meeting = true;
    let mut talk = deed(
        ActType::Discussion,
        &["Mira Oss", "Tomas Vale"],
        &[],
        "discussed",
        "the ferry across the strait",
        "maritime-transport",
    );
    talk.in_meeting = true;
    scene("2031-05-04", text)
        .genre(Genre::PressRelease)
        .issuer("Valdoria")
        .met(&["Mira Oss", "Tomas Vale"])
        .did(ask)
        .did(talk)
}

pub(crate) fn reaffirmed() -> Scene {
    let text = "Statement of the Ministry of Foreign Affairs of Valdoria, 11 July 2031\n\nValdoria again asked Ormund \
        to open a transit centre for returnees at Tolva before the winter.";
    let content = "open a transit centre for returnees at Tolva before the winter";
    scene("2031-07-11", text).genre(Genre::Statement).issuer("Valdoria").did(deed(
        ActType::Request,
        &["Valdoria"],
        &["Ormund"],
        "asked",
        content,
        ISSUE,
    ))
}

pub(crate) fn answered() -> Scene {
    let text = "Readout of Minister Vale's call with Minister Oss\n\nMinister Tomas Vale spoke with Minister Mira Oss on \
        2 September 2031. Ormund agreed that it will set up the transit centre for returnees at Tolva. He thanked \
        Valdoria for the harvest workers.";
    let promise = deed(
        ActType::Commitment,
        &["Ormund"],
        &["Valdoria"],
        "will set up",
        "the transit centre for returnees at Tolva",
        ISSUE,
    );
    let thanks =
        deed(ActType::Support, &["Tomas Vale"], &["Valdoria"], "thanked", "the harvest workers", "labour-migration");
    scene("2031-09-02", text).issuer("Ormund").met(&["Tomas Vale", "Mira Oss"]).did(promise).did(thanks)
}

pub(crate) fn signed() -> Scene {
    let text = "Valdoria and Ormund sign\n\nOn 16 March 2032 Valdoria and Ormund signed the Memorandum on the Transit \
        Centre at Tolva for Returnees.";
    let content = "the Memorandum on the Transit Centre at Tolva for Returnees";
    scene("2032-03-16", text).genre(Genre::News).did(deed(
        ActType::Decision,
        &["Valdoria", "Ormund"],
        &[],
        "signed",
        content,
        ISSUE,
    ))
}

/// The other side's account of the meeting in May: it has the ferry and another matter, and leaves the request out.
pub(crate) fn other_readout() -> Scene {
    let text = "Readout of Minister Vale's meeting with Minister Oss\n\nMinister Tomas Vale received Minister Mira Oss in \
        Tolva on 4 May 2031. They reviewed the ferry line across the strait. Minister Vale urged Valdoria to lower its \
        tariff on fish.";
    let mut talk = deed(
        ActType::Discussion,
        &["Tomas Vale", "Mira Oss"],
        &[],
        "reviewed",
        "the ferry line across the strait",
        "maritime-transport",
    );
    talk.in_meeting = true;
    let mut ask = deed(ActType::Appeal, &["Tomas Vale"], &["Valdoria"], "urged", "lower its tariff on fish", "trade");
    ask.in_meeting = true;
    scene("2031-05-05", text).issuer("Ormund").did(talk).did(ask).met_on("2031-05-04", &["Tomas Vale", "Mira Oss"])
}

fn told(thread: &Thread) -> Vec<String> {
    thread
        .steps
        .iter()
        .filter_map(|step| {
            let act = step.act.as_ref()?;
            let relation = step.relation.map_or("begins", Relation::as_str);
            Some(format!("{} {relation} {}", act.day?, act.content))
        })
        .collect()
}

#[test]
fn the_thread_shows_all_four() {
    let shelf = Shelf::with(&[signed(), answered(), request(), reaffirmed(), other_readout()]);
    let filter = ItemFilter {
        actor: Some("VAL".to_owned()),
        counterpart: Some("ORM".to_owned()),
        issue: Some(ISSUE.to_owned()),
        statuses: vec![Status::Fulfilled],
        types: vec![ActType::Request],
        ..ItemFilter::default()
    };
    let today = Day::parse("2032-06-01").unwrap();
    let items = shelf.ledger.open_items(&filter, today, Page::default()).unwrap();
    assert_eq!(items.rows.len(), 1, "the two requests are one item");
    let thread = shelf.ledger.item(&items.rows[0].act.id, today).unwrap();
    assert_eq!(
        told(&thread),
        [
            "2031-05-04 begins set up a transit centre at Tolva for returnees",
            "2031-07-11 repeats open a transit centre for returnees at Tolva before the winter",
            "2031-09-02 accepts the transit centre for returnees at Tolva",
            "2032-03-16 fulfils the Memorandum on the Transit Centre at Tolva for Returnees",
        ]
    );
    let changes: Vec<String> = thread.changes.iter().map(|c| format!("{} {}", c.day, c.status)).collect();
    assert_eq!(changes, ["2031-09-02 accepted", "2032-03-16 fulfilled"]);
    for act in thread.steps.iter().filter_map(|s| s.act.as_ref()) {
        let text: Vec<char> = shelf.ledger.record(&act.document.hash).unwrap().record.document.text.chars().collect();
        let slice: String = text[act.trigger.start as usize..act.trigger.end as usize].iter().collect();
        assert_eq!(slice, act.trigger.quote, "each step is pinned to its words");
    }
}

#[test]
fn before_the_answer_it_is_open() {
    let shelf = Shelf::with(&[request(), reaffirmed()]);
    let filter =
        ItemFilter { actor: Some("Valdoria".to_owned()), issue: Some(ISSUE.to_owned()), ..ItemFilter::default() };
    let today = Day::parse("2031-08-01").unwrap();
    let items = shelf.ledger.open_items(&filter, today, Page::default()).unwrap();
    let shown: Vec<_> = items.rows.iter().map(|i| (i.status, i.last.map(|d| d.to_string()))).collect();
    assert_eq!(shown, [(Status::Open, Some("2031-07-11".to_owned()))]);
    assert!(shelf.ledger.stale_items(&filter, 90, today, Page::default()).unwrap().rows.is_empty());
    let later = Day::parse("2032-01-01").unwrap();
    assert_eq!(shelf.ledger.stale_items(&filter, 90, later, Page::default()).unwrap().rows.len(), 1);
}

#[test]
fn two_readouts_of_one_meeting_are_compared() {
    let shelf = Shelf::with(&[request(), other_readout()]);
    let meetings = shelf.ledger.meetings(&rapporteur_ledger::MeetingFilter::default(), Page::default()).unwrap();
    assert_eq!(meetings.rows.len(), 1, "one meeting with two reports");
    assert_eq!(meetings.rows[0].reports.len(), 2);
    let comparison = shelf.ledger.compare_meeting(&meetings.rows[0].id).unwrap();
    let content = |acts: &[rapporteur_ledger::ActView]| acts.iter().map(|a| a.content.clone()).collect::<Vec<_>>();
    assert_eq!(content(&comparison.only_left), ["set up a transit centre at Tolva for returnees"]);
    assert_eq!(content(&comparison.only_right), ["lower its tariff on fish"]);
    let both: Vec<_> = comparison.both.iter().map(|p| p.differences.join("; ")).collect();
    assert_eq!(
        both,
        [
            "verb: discussed (discussion) / reviewed (discussion); words: the ferry across the strait / the ferry line across the strait"
        ]
    );
}
