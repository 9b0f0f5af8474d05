//! People's decisions: kept, upheld on other readings, undone, and made gold.

use rapporteur_ledger::{
    AddOptions, Correction, Day, ItemFilter, Ledger, Page, QueueFilter, Relation, Reviewer, Status, Verdict,
};
use rapporteur_record::{ActType, Record};

use crate::scenario::{answered, reaffirmed, request, signed};
use crate::scene::{Scene, Shelf, clock, record_of, versions};

fn eva() -> Reviewer {
    Reviewer { who: "eva".to_owned(), at: clock(), reason: None }
}

fn queue(ledger: &Ledger) -> Vec<String> {
    let page = ledger.review_queue(&QueueFilter::default(), Page::default()).unwrap();
    page.rows.into_iter().map(|r| r.act.id).collect()
}

/// A newer reader that sees other things: every act an appeal, triggers a word longer, the last act gone.
pub(crate) fn newer(bytes: &[u8], source: &str) -> Result<Record, String> {
    let scene: Scene = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    let mut record = record_of(&scene, bytes, source, "2");
    record.acts.pop();
    for act in &mut record.acts {
        act.act_type = ActType::Appeal;
        act.confidence = 0.4;
    }
    Ok(record)
}

fn reread(ledger: &mut Ledger) -> usize {
    let options = AddOptions { n_threads: 2, batch: 4 };
    ledger.reread(&versions("2"), false, &newer, options, &clock, &mut |_| {}).unwrap().n_reread
}

#[test]
fn the_least_certain_come_first_and_decided_ones_leave() {
    let mut doubtful = request();
    doubtful.acts[1].confidence = 0.3;
    let mut shelf = Shelf::with(&[doubtful, reaffirmed()]);
    let ledger = &mut shelf.ledger;
    let first = queue(ledger);
    assert_eq!(first.len(), 3);
    let review = ledger.review_queue(&QueueFilter::default(), Page::default()).unwrap().rows.remove(0);
    assert_eq!((review.act.confidence, review.why.len()), (300, 1));
    ledger.skip(&first[0], &eva()).unwrap();
    assert_eq!(queue(ledger), [first[1].clone(), first[2].clone(), first[0].clone()], "put off means last");
    ledger.accept(&first[1], &eva()).unwrap();
    ledger.reject(&first[0], &eva()).unwrap();
    assert_eq!(queue(ledger), [first[2].clone()]);
    ledger.comment(&first[2], "see the annex", &eva()).unwrap();
    assert_eq!(
        ledger.review_queue(&QueueFilter::default(), Page::default()).unwrap().rows[0].comments,
        ["eva: see the annex"]
    );
    ledger.undo(&eva()).unwrap();
    ledger.undo(&eva()).unwrap();
    assert_eq!(queue(ledger).len(), 2, "the rejected act is back");
    assert!(ledger.verify(None).unwrap().is_clean());
}

#[test]
fn a_correction_changes_what_it_names() {
    let mut shelf = Shelf::with(&[request()]);
    let ledger = &mut shelf.ledger;
    let act = queue(ledger).remove(0);
    let correction = Correction {
        act_type: Some(ActType::Proposal),
        actor: Some(vec!["Valdoria".to_owned()]),
        recipient: Some(vec!["Tomas Vale".to_owned(), "The Tolva Council".to_owned()]),
        content: Some("a transit centre".to_owned()),
        due: Some("2031-12".to_owned()),
        ..Correction::default()
    };
    let decision = ledger.correct(&act, &correction, &eva()).unwrap();
    assert!(matches!(&decision.verdict, Verdict::Correct { before, .. } if before.act.act_type == ActType::Request));
    let item = ledger.item(&act, Day::parse("2031-06-01").unwrap()).unwrap().item;
    assert_eq!(item.act.act_type, ActType::Proposal);
    assert_eq!(item.act.actors, ["Valdoria"]);
    assert_eq!(item.act.recipients, ["Tomas Vale", "The Tolva Council"]);
    assert_eq!(item.act.content, "a transit centre");
    assert_eq!(item.due.unwrap().to_string(), "2031-12-31");
    let wrong = Correction { content: Some("a castle".to_owned()), ..Correction::default() };
    let error = ledger.correct(&act, &wrong, &eva()).unwrap_err().to_string();
    assert_eq!(error, "content cannot be \"a castle\": the text does not have these words");
    let wrong = Correction { due: Some("soon".to_owned()), ..Correction::default() };
    assert!(ledger.correct(&act, &wrong, &eva()).unwrap_err().to_string().contains("write YYYY"));
    assert!(ledger.verify(None).unwrap().is_clean());
}

#[test]
fn decisions_are_upheld_on_another_reading() {
    let mut shelf = Shelf::with(&[request(), reaffirmed(), answered()]);
    let ledger = &mut shelf.ledger;
    let record = ledger.record(&request().hash()).unwrap();
    let id = |at: usize, ledger: &Ledger| ledger.document(&request().hash()).unwrap().acts[at].id.clone();
    let (ask, talk) = (id(0, ledger), id(1, ledger));
    ledger.correct(&ask, &Correction { due: Some("2031-12-01".to_owned()), ..Correction::default() }, &eva()).unwrap();
    ledger.accept(&talk, &eva()).unwrap();
    let other = ledger.document(&answered().hash()).unwrap().acts[0].id.clone();
    ledger.reject(&other, &eva()).unwrap();
    assert_eq!(reread(ledger), 3);
    let now = ledger.record(&request().hash()).unwrap();
    assert_eq!(now.record.acts[0].act_type, ActType::Request, "the correction stands");
    assert_eq!(now.record.acts[0].due.as_ref().map(|d| d.value.as_str()), Some("2031-12-01"));
    assert_eq!(
        now.record.acts[1].trigger, record.record.acts[1].trigger,
        "an accepted act stays, though the reader lost it"
    );
    assert!(ledger.record(&answered().hash()).unwrap().record.acts.is_empty(), "a rejected act stays out");
    let machine = ledger.record(&reaffirmed().hash()).unwrap();
    assert!(machine.record.acts.is_empty(), "the machine's own results are replaced");
    assert_eq!(reread(ledger), 0, "everything is by the newer reader now");
    assert!(ledger.verify(None).unwrap().is_clean());
}

#[test]
fn links_are_confirmed_and_refused_by_people() {
    let mut shelf = Shelf::with(&[request(), reaffirmed(), answered(), signed()]);
    let ledger = &mut shelf.ledger;
    let today = Day::parse("2032-06-01").unwrap();
    let act = |scene: Scene, ledger: &Ledger| ledger.document(&scene.hash()).unwrap().acts[0].id.clone();
    let (ask, yes, done) = (act(request(), ledger), act(answered(), ledger), act(signed(), ledger));
    let states = |ledger: &Ledger| -> Vec<(Option<Relation>, String)> {
        ledger.item(&ask, today).unwrap().steps.iter().map(|s| (s.relation, s.state.clone())).collect()
    };
    assert!(states(ledger)[1..].iter().all(|(_, state)| state == "suggested"), "only a person confirms");
    ledger.link(&ask, &done, Some(Relation::Fulfils), &eva()).unwrap();
    assert_eq!(states(ledger).last().unwrap(), &(Some(Relation::Fulfils), "confirmed".to_owned()));
    let again = act(reaffirmed(), ledger);
    for earlier in [&ask, &again] {
        ledger.link(earlier, &yes, None, &eva()).unwrap();
    }
    assert!(!states(ledger).iter().any(|(relation, _)| *relation == Some(Relation::Accepts)));
    ledger.set_status(&ask, Status::Declined, Day::parse("2032-04-01").unwrap(), &eva()).unwrap();
    let item = ledger.item(&ask, today).unwrap();
    assert_eq!((item.item.status, item.item.since.unwrap().to_string()), (Status::Declined, "2032-04-01".to_owned()));
    assert!(item.changes.last().unwrap().why.starts_with("set by eva on"));
    assert_eq!(reread(ledger), 4);
    assert_eq!(ledger.item(&ask, today).unwrap().item.status, Status::Declined);
    for _ in 0..4 {
        ledger.undo(&eva()).unwrap();
    }
    assert!(ledger.undo(&eva()).unwrap_err().to_string().contains("no decision left to undo"));
    assert!(ledger.verify(None).unwrap().is_clean());
}

#[test]
fn only_finished_documents_are_gold() {
    let mut shelf = Shelf::with(&[request(), reaffirmed()]);
    let ledger = &mut shelf.ledger;
    let acts: Vec<String> = ledger.document(&request().hash()).unwrap().acts.into_iter().map(|a| a.id).collect();
    ledger.accept(&acts[0], &eva()).unwrap();
    let mut gold = Vec::new();
    let report = ledger.export_gold(&mut gold).unwrap();
    assert_eq!((report.n_documents, report.n_unfinished, gold.len()), (0, 1, 0));
    ledger.reject(&acts[1], &eva()).unwrap();
    let report = ledger.export_gold(&mut gold).unwrap();
    assert_eq!((report.n_documents, report.n_unfinished), (1, 0));
    let record: serde_json::Value = serde_json::from_slice(&gold).unwrap();
    assert_eq!(record["document"]["id"], request().hash());
    assert_eq!(record["acts"].as_array().unwrap().len(), 1);
    assert!(record["meetings"].is_null() && record["acts"][0]["meeting"].is_null(), "nobody decided about meetings");
    let filter = ItemFilter { statuses: Status::ALL.to_vec(), ..ItemFilter::default() };
    assert_eq!(ledger.open_items(&filter, Day::parse("2031-06-01").unwrap(), Page::default()).unwrap().rows.len(), 1);
}
