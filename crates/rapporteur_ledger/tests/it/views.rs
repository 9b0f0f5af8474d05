//! Positions, drift, briefing, lookups.

use rapporteur_ledger::{
    ActFilter, BriefFormat, BriefOptions, Day, ItemFilter, MeetingFilter, Movement, Page, Reviewer, Search, Thesaurus,
    Timestamp,
};
use rapporteur_record::ActType;

use crate::scenario::{answered, other_readout, reaffirmed, request, signed};
use crate::scene::{Scene, Shelf, deed, scene};

fn stances() -> Vec<Scene> {
    let said = |date: &str, trigger: &str, act_type: ActType, content: &str| {
        let text = format!("At the weekly briefing of Ormund on {date}: Ormund {trigger} {content}.");
        scene(date, &text).did(deed(act_type, &["Ormund"], &[], trigger, content, "north-strait"))
    };
    vec![
        said("2030-01-05", "took note of", ActType::Note, "the ferry talks"),
        said("2030-06-05", "welcomed", ActType::Support, "the ferry talks at Tolva"),
        said("2031-01-05", "will support", ActType::Commitment, "the ferry line at Tolva without delay"),
        said("2031-03-05", "welcomed", ActType::Support, "the ferry line"),
    ]
}

#[test]
fn positions_stand_in_the_order_of_their_dates() {
    let shelf = Shelf::with(&stances());
    let page = shelf.ledger.positions("ORM", "north-strait", Page::default()).unwrap();
    let line: Vec<String> = page.rows.iter().map(|a| format!("{} {}", a.day.unwrap(), a.trigger.quote)).collect();
    assert_eq!(
        line,
        ["2030-01-05 took note of", "2030-06-05 welcomed", "2031-01-05 will support", "2031-03-05 welcomed"]
    );
    let newest = shelf.ledger.positions("Ormund", "north strait", Page::first(1)).unwrap();
    assert!(newest.has_more);
    assert_eq!(newest.rows[0].day, Day::parse("2031-03-05"));
}

#[test]
fn drift_climbs_and_falls() {
    let shelf = Shelf::with(&stances());
    let drift = shelf.ledger.drift("ORM", "north-strait", Page::default()).unwrap();
    let moves: Vec<Movement> = drift.steps.iter().map(|s| s.movement).collect();
    assert_eq!(moves, [Movement::First, Movement::Up, Movement::Up, Movement::Down]);
    assert_eq!(drift.steps[1].added, ["Tolva"]);
    assert_eq!(drift.steps[2].added, ["line", "delay"]);
    assert_eq!(drift.steps[3].dropped, ["Tolva without delay"]);
}

#[test]
fn a_briefing_quotes_its_sources() {
    let shelf = Shelf::with(&[request(), reaffirmed(), answered(), other_readout()]);
    let options = BriefOptions {
        with: "Ormund".to_owned(),
        us: Some("VAL".to_owned()),
        since: Day::parse("2031-01-01"),
        today: Day::parse("2031-12-01").unwrap(),
    };
    let brief = shelf.ledger.brief(&options).unwrap();
    assert_eq!(brief.meetings.len(), 2);
    assert_eq!(brief.our_asks.len(), 1);
    assert_eq!(brief.their_asks.len(), 1);
    assert_eq!(brief.their_promises.len(), 1);
    let lines = brief.meetings.iter().chain(&brief.our_asks).chain(&brief.their_asks).chain(&brief.their_promises);
    for line in lines {
        assert!(!line.notes.is_empty() && line.notes.iter().all(|n| *n <= brief.notes.len()), "{line:?}");
    }
    insta::assert_snapshot!(brief.render(BriefFormat::Markdown).unwrap());
    let html = brief.render(BriefFormat::Html).unwrap();
    assert!(html.contains("<li id=\"note-1\">“"));
    assert_eq!(html.matches("<h2>").count(), html.matches("</h2>").count());
}

#[test]
fn an_issue_is_asked_for_with_its_parts() {
    let mut shelf = Shelf::with(&[request(), reaffirmed(), other_readout()]);
    let row =
        |id: &str, label: &str, broader: Option<&str>| (id.to_owned(), label.to_owned(), broader.map(str::to_owned));
    let wide = "Consular affairs";
    let search = |issue: &str| Search { issue: Some(issue.to_owned()), ..Search::default() };
    assert!(shelf.ledger.search(&search(wide), Page::default()).is_err(), "without a thesaurus nobody knows it");
    shelf.ledger.set_thesaurus(Thesaurus::new([
        row("consular", wide, None),
        row("repatriation", "repatriation of returnees", Some("consular")),
        row("maritime-transport", "shipping", Some("consular")),
        row("arctic", "the Arctic", None),
    ]));
    let ledger = &shelf.ledger;
    let today = Day::parse("2031-08-01").unwrap();
    let items = |issue: &str| {
        let filter = ItemFilter { issue: Some(issue.to_owned()), ..ItemFilter::default() };
        ledger.open_items(&filter, today, Page::default()).unwrap().rows.len()
    };
    assert_eq!((items(wide), items("repatriation"), items("shipping"), items("the arctic")), (1, 1, 0, 0));
    let by = |actor: &str, issue: &str| {
        let filter =
            ItemFilter { actor: Some(actor.to_owned()), issue: Some(issue.to_owned()), ..ItemFilter::default() };
        ledger.open_items(&filter, today, Page::default()).unwrap().rows.len()
    };
    assert_eq!((by("VAL", "consular"), by("ORM", "consular"), by("VAL", "arctic")), (1, 0, 0));
    let n_acts = |issue: &str| {
        let filter = ActFilter { issue: Some(issue.to_owned()), ..ActFilter::default() };
        ledger.acts(&filter, Page::default()).unwrap().rows.len()
    };
    assert_eq!((n_acts("consular"), n_acts("repatriation"), n_acts("shipping")), (3, 2, 1));
    let n_found = |issue: &str| ledger.search(&search(issue), Page::default()).unwrap().rows.len();
    assert_eq!((n_found("consular"), n_found("repatriation"), n_found("arctic")), (4, 2, 0));
    assert_eq!(ledger.positions("VAL", "consular", Page::default()).unwrap().rows.len(), 2);
    assert_eq!(ledger.positions("Mira Oss", "consular", Page::default()).unwrap().rows.len(), 1);
    let stances = ledger.stances("consular", Page::default()).unwrap();
    assert_eq!(stances.rows.iter().map(|s| s.n_acts).collect::<Vec<_>>(), [2]);
    assert!(ledger.positions("VAL", "Fishing", Page::default()).is_err());
}

#[test]
fn names_lead_to_one_thing_or_say_why_not() {
    let shelf = Shelf::with(&[request(), signed()]);
    let ledger = &shelf.ledger;
    let hash = request().hash();
    for name in ["s0.json", hash.as_str(), &hash[7..17]] {
        assert_eq!(ledger.document(name).unwrap().document.hash, hash, "{name}");
    }
    let short = ledger.document(&hash).unwrap().document.id;
    assert_eq!(ledger.document(&short).unwrap().document.hash, hash);
    assert!(ledger.document("nothing").unwrap_err().to_string().starts_with("no document is called \"nothing\""));
    assert!(ledger.item("0000000-0", Day(0)).unwrap_err().to_string().starts_with("no act is called"));
    assert_eq!(ledger.parties("oss", Page::default()).unwrap().rows[0].key, "w:kb:person/mira-oss");
    let unknown = ledger.positions("ORM", "weather", Page::default()).unwrap_err().to_string();
    assert!(unknown.starts_with("no issue is called \"weather\""));
    let with = vec!["Oss".to_owned()];
    assert_eq!(ledger.meetings(&MeetingFilter { with, ..Default::default() }, Page::default()).unwrap().rows.len(), 1);
}

#[test]
fn acts_are_listed_by_who_and_what() {
    let shelf = Shelf::with(&[request(), reaffirmed(), answered(), other_readout()]);
    let all = shelf.ledger.acts(&ActFilter::default(), Page::default()).unwrap().rows;
    assert!(all.len() >= 3);
    assert!(all.windows(2).all(|pair| pair[0].day >= pair[1].day), "the newest first");
    let filter = ActFilter { actor: Some("VAL".into()), counterpart: Some("ORM".into()), ..ActFilter::default() };
    let asked = shelf.ledger.acts(&filter, Page::default()).unwrap().rows;
    assert!(!asked.is_empty() && asked.len() < all.len());
    assert!(asked.iter().all(|act| act.actor_sides.contains(&"VAL".to_owned())));
    let one = shelf.ledger.act(&asked[0].id).unwrap();
    assert_eq!(one.act, asked[0]);
    let met = shelf.ledger.meetings(&MeetingFilter::default(), Page::default()).unwrap().rows;
    assert_eq!(shelf.ledger.meeting(&met[0].reports.last().unwrap().id).unwrap(), met[0]);
}

#[test]
fn each_side_has_its_last_words_on_an_issue() {
    let shelf = Shelf::with(&stances());
    let stances = shelf.ledger.stances("north-strait", Page::default()).unwrap().rows;
    let last = stances.iter().find(|s| s.side.key == "c:ORM").unwrap();
    assert_eq!((last.act.day, last.n_acts), (Day::parse("2031-03-05"), 4));
    let party = shelf.ledger.party("ORM").unwrap();
    assert_eq!((party.party.name.as_str(), party.country.as_deref()), ("Ormund", Some("ORM")));
    assert_eq!(party.names[0].name, "Ormund");
}

#[test]
fn the_mark_changes_with_every_change() {
    let mut shelf = Shelf::with(&[request()]);
    let before = (shelf.ledger.mark().unwrap(), shelf.ledger.counts().unwrap());
    let act = shelf.ledger.acts(&ActFilter::default(), Page::default()).unwrap().rows[0].id.clone();
    let at = Timestamp::parse("2031-12-01T09:00:00Z").unwrap();
    shelf.ledger.accept(&act, &Reviewer { who: "ada".into(), at, reason: None }).unwrap();
    let after = (shelf.ledger.mark().unwrap(), shelf.ledger.counts().unwrap());
    assert_ne!(before.0, after.0);
    assert_eq!(before.1.n_undecided - 1, after.1.n_undecided);
    let mut entry = shelf.ledger.log(Page::first(1)).unwrap().rows.remove(0);
    assert_eq!((entry.who.as_str(), entry.what.as_str()), ("ada", "decide"));
    assert!(shelf.ledger.note(&entry).is_err(), "what the ledger logs itself nobody else can");
    entry.what = "upload".into();
    shelf.ledger.note(&entry).unwrap();
    assert!(shelf.ledger.verify(None).unwrap().is_clean());
}

#[test]
fn months_count_what_passed_between_two_sides_by_class() {
    let said = |date: &str, act_type: ActType, trigger: &str| {
        let text = format!("On {date} Valdoria {trigger} the ferry of Ormund.");
        scene(date, &text).did(deed(act_type, &["Valdoria"], &["Ormund"], trigger, "the ferry", "north-strait"))
    };
    let shelf = Shelf::with(&[
        said("2031-05-04", ActType::Request, "requested"),
        said("2031-05-20", ActType::Rejection, "refused"),
        said("2031-07-01", ActType::Request, "requested"),
    ]);
    let months = shelf.ledger.months("ORM", "VAL").unwrap();
    assert_eq!(months, shelf.ledger.months("VAL", "ORM").unwrap());
    let told: Vec<_> = months.iter().map(|m| (m.month.as_str(), m.n_acts)).collect();
    assert_eq!(told, [("2031-05", [1, 0, 1, 0]), ("2031-07", [1, 0, 0, 0])]);
    assert_eq!(shelf.ledger.months("VAL", "KES").unwrap(), []);
    let act = &shelf.ledger.acts(&ActFilter::default(), Page::default()).unwrap().rows[0];
    assert_eq!(act.event.as_deref(), Some("REQUEST"));
    let words = shelf.ledger.last_words("VAL", 5).unwrap();
    assert_eq!((words.len(), words[0].n_acts, words[0].act.day), (1, 3, Day::parse("2031-07-01")));
}

#[test]
fn facets_count_sentences() {
    let shelf = Shelf::with(&stances());
    let facets = shelf.ledger.facets(&Search { words: "ferry".to_owned(), ..Search::default() }).unwrap();
    let types: Vec<_> = facets.types.iter().map(|f| (f.value.as_str(), f.n_sentences)).collect();
    assert_eq!(types, [("support", 2), ("note", 1), ("commitment", 1)]);
    let side = &facets.actors[0];
    assert_eq!((side.value.as_str(), side.name.as_str(), side.n_sentences), ("ORM", "Ormund", 4));
    assert_eq!((facets.issues[0].value.as_str(), facets.n_sentences, facets.has_more), ("north-strait", 4, false));
}
