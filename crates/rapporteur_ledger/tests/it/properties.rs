//! Laws over generated documents.

use proptest::prelude::*;
use rapporteur_ledger::{
    Access, ActFilter, AddOptions, Correction, Day, ItemFilter, Ledger, MeetingFilter, Page, PageOf, QueueFilter,
    Reviewer, Search, Status,
};
use rapporteur_record::ActType;

use crate::review::newer;
use crate::scene::{Scene, Shelf, clock, deed, read, scene, versions};

const SIDES: [&str; 3] = ["Valdoria", "Ormund", "Kestria"];

const TYPES: [(ActType, &str); 6] = [
    (ActType::Request, "requested"),
    (ActType::Appeal, "urged"),
    (ActType::Commitment, "promised"),
    (ActType::Rejection, "refused"),
    (ActType::Decision, "signed"),
    (ActType::Support, "welcomed"),
];

const THINGS: [&str; 5] = [
    "the transit centre for returnees at Tolva",
    "the ferry across the strait",
    "a lower tariff on fish and timber",
    "the memorandum on the transit centre at Tolva",
    "the release of the crew",
];

prop_compose! {
    fn document()(
        day in 1..28_u32, month in 1..13_u32, year in 2031..2033_u32, actor in 0..3_usize, other in 1..3_usize,
        met in any::<bool>(), said in prop::collection::vec((0..TYPES.len(), 0..THINGS.len()), 1..4),
    ) -> Scene {
        let (one, two) = (SIDES[actor], SIDES[(actor + other) % 3]);
        let mut text = format!("Statement of {one} and {two}\n\n");
        for &(act, thing) in &said {
            text += &[one, TYPES[act].1, "of", two, THINGS[thing], ""].join(" ");
        }
        let mut scene = scene(&format!("{year}-{month:02}-{day:02}"), &text);
        if met {
            scene = scene.met(&[one, two]);
        }
        for (act, thing) in said {
            let mut deed = deed(TYPES[act].0, &[one], &[two], TYPES[act].1, THINGS[thing], "transport");
            deed.in_meeting = met;
            scene = scene.did(deed);
        }
        scene
    }
}

fn documents() -> impl Strategy<Value = Vec<Scene>> {
    prop::collection::vec(document(), 1..12)
}

fn exported(ledger: &Ledger) -> Vec<u8> {
    let mut lines = Vec::new();
    ledger.export(&mut lines).unwrap();
    lines
}

/// Everything that is worked out, as its answers tell it.
fn answers(ledger: &Ledger) -> String {
    let today = Day::parse("2033-01-01").unwrap();
    let page = Page::first(1000);
    let filter = ItemFilter { statuses: Status::ALL.to_vec(), ..ItemFilter::default() };
    let items = ledger.open_items(&filter, today, page).unwrap();
    let threads: Vec<_> = items.rows.iter().map(|i| ledger.item(&i.act.id, today).unwrap()).collect();
    let meetings = ledger.meetings(&MeetingFilter::default(), page).unwrap();
    let documents = ledger.documents("", page).unwrap();
    let positions: Vec<_> = SIDES.iter().map(|s| ledger.positions(s, "transport", page).ok()).collect();
    format!("{items:#?}\n{threads:#?}\n{meetings:#?}\n{documents:#?}\n{positions:#?}")
}

/// Every row of a list, taken in pages.
fn in_pages<T>(limit: usize, list: impl Fn(Page) -> PageOf<T>) -> Vec<T> {
    let (mut rows, mut page) = (Vec::new(), Page::first(limit));
    loop {
        let answer = list(page);
        assert!(answer.rows.len() <= limit && answer.has_more == answer.next.is_some());
        rows.extend(answer.rows);
        match answer.next {
            Some(next) => page.after = Some(next),
            None => return rows,
        }
    }
}

fn shelf_of(scenes: &[Scene], order: &[usize], batch: usize) -> Shelf {
    let mut shelf = Shelf::new();
    for chunk in order.chunks(batch) {
        let inputs: Vec<_> = chunk.iter().map(|&i| scenes[i].input(&format!("{i}.json"))).collect();
        let options = AddOptions { n_threads: 2, batch };
        shelf.ledger.add(inputs.into_iter(), &read, options, &clock, &mut |_| {}).unwrap();
    }
    shelf
}

fn by(who: &str) -> Reviewer {
    Reviewer { who: who.to_owned(), at: clock(), reason: None }
}

/// Decisions of every kind, on acts that a choice points to; what cannot be decided is not.
fn decide(ledger: &mut Ledger, choices: &[(u8, usize)]) {
    let acts: Vec<String> = ledger
        .review_queue(&QueueFilter::default(), Page::first(1000))
        .unwrap()
        .rows
        .into_iter()
        .map(|r| r.act.id)
        .collect();
    let on = Day::parse("2032-06-01").unwrap();
    for &(kind, at) in choices {
        let (act, other) = (acts[at % acts.len()].as_str(), acts[(at + 1) % acts.len()].as_str());
        let correction = Correction { act_type: Some(ActType::Offer), ..Correction::default() };
        let _ = match kind {
            0 => ledger.accept(act, &by("eva")),
            1 => ledger.correct(act, &correction, &by("bo")),
            2 => ledger.reject(act, &by("eva")),
            3 => ledger.skip(act, &by("bo")),
            4 => ledger.comment(act, "see the annex", &by("eva")),
            5 => ledger.link(act, other, Some(rapporteur_ledger::Relation::Fulfils), &by("bo")),
            6 => ledger.set_status(act, Status::Fulfilled, on, &by("eva")),
            _ => ledger.undo(&by("eva")),
        };
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn export_then_import_is_identity(scenes in documents(), choices in prop::collection::vec((0..8_u8, 0..40_usize), 0..10)) {
        let mut shelf = Shelf::with(&scenes);
        decide(&mut shelf.ledger, &choices);
        prop_assert!(shelf.ledger.verify(None).unwrap().is_clean(), "what rests on decisions is worked out anew");
        let lines = exported(&shelf.ledger);
        let mut other = Ledger::open(&shelf.folder.path().join("other.ledger"), Access::Create).unwrap();
        other.import(&mut lines.as_slice(), clock()).unwrap();
        prop_assert_eq!(&lines, &exported(&other));
        let (here, there) = (answers(&shelf.ledger), answers(&other));
        let differing = here.lines().zip(there.lines()).find(|(a, b)| a != b);
        prop_assert_eq!(differing, None, "the first lines that differ");
        prop_assert!(other.verify(None).unwrap().is_clean());
        let again = other.import(&mut lines.as_slice(), clock()).unwrap();
        prop_assert_eq!((again.n_documents, again.n_decisions), (0, 0));
        prop_assert_eq!(&lines, &exported(&other));
    }

    #[test]
    fn any_order_of_adding_gives_the_same_answers(
        (scenes, order) in documents().prop_flat_map(|scenes| {
            let order = Just((0..scenes.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(scenes), order)
        }),
        batch in 1..5_usize,
    ) {
        let in_turn: Vec<usize> = (0..scenes.len()).collect();
        let one = shelf_of(&scenes, &in_turn, scenes.len());
        let other = shelf_of(&scenes, &order, batch);
        prop_assert_eq!(answers(&one.ledger), answers(&other.ledger));
    }

    #[test]
    fn reading_again_never_changes_a_decision(scenes in documents(), verdicts in prop::collection::vec(0..3_u8, 1..8)) {
        let mut shelf = Shelf::with(&scenes);
        let acts: Vec<String> = shelf.ledger.review_queue(&QueueFilter::default(), Page::first(1000)).unwrap()
            .rows.into_iter().map(|r| r.act.id).collect();
        for (act, verdict) in acts.iter().zip(&verdicts) {
            let correction = Correction { act_type: Some(ActType::Offer), ..Correction::default() };
            match verdict {
                0 => shelf.ledger.accept(act, &by("eva")),
                1 => shelf.ledger.reject(act, &by("eva")),
                _ => shelf.ledger.correct(act, &correction, &by("eva")),
            }.unwrap();
        }
        let before = shelf.ledger.decisions().unwrap();
        let decided = |ledger: &Ledger| -> Vec<_> {
            let documents = ledger.documents("", Page::first(1000)).unwrap();
            documents.rows.iter().flat_map(|d| ledger.document(&d.hash).unwrap().acts)
                .filter(|a| a.is_decided)
                .map(|a| (a.id, a.act_type, a.actors, a.recipients, a.content))
                .collect()
        };
        let told = decided(&shelf.ledger);
        let options = AddOptions { n_threads: 2, batch: 4 };
        shelf.ledger.reread(&versions("2"), false, &newer, options, &clock, &mut |_| {}).unwrap();
        prop_assert_eq!(&before, &shelf.ledger.decisions().unwrap());
        prop_assert_eq!(told, decided(&shelf.ledger));
        prop_assert!(shelf.ledger.verify(None).unwrap().is_clean());
    }

    #[test]
    fn pages_together_are_the_whole_list(scenes in documents(), limit in 1..4_usize) {
        let ledger = Shelf::with(&scenes).ledger;
        let today = Day::parse("2033-01-01").unwrap();
        let all = Page::first(1000);
        let every = ItemFilter { statuses: Status::ALL.to_vec(), ..ItemFilter::default() };
        let of_one = ItemFilter { actor: Some(SIDES[0].to_owned()), ..every.clone() };
        let with_one = MeetingFilter { with: vec![SIDES[0].to_owned()], ..MeetingFilter::default() };
        macro_rules! is_whole {
            ($list:expr) => {{
                let list = $list;
                prop_assert_eq!(in_pages(limit, &list), list(all).rows);
            }};
        }
        is_whole!(|page| ledger.documents("", page).unwrap());
        is_whole!(|page| ledger.parties("", page).unwrap());
        is_whole!(|page| ledger.issues("", page).unwrap());
        is_whole!(|page| ledger.acts(&ActFilter::default(), page).unwrap());
        is_whole!(|page| ledger.meetings(&MeetingFilter::default(), page).unwrap());
        is_whole!(|page| ledger.open_items(&every, today, page).unwrap());
        is_whole!(|page| ledger.due_items(&ItemFilter::default(), today, today, page).unwrap());
        is_whole!(|page| ledger.overdue_items(&ItemFilter::default(), today, page).unwrap());
        is_whole!(|page| ledger.stale_items(&ItemFilter::default(), 1, today, page).unwrap());
        is_whole!(|page| ledger.review_queue(&QueueFilter::default(), page).unwrap());
        is_whole!(|page| ledger.log(page).unwrap());
        let words = Search { act_type: Some(ActType::Request), ..Search::default() };
        is_whole!(|page| ledger.search(&words, page).unwrap());
        if ledger.party(SIDES[0]).is_ok() {
            is_whole!(|page| ledger.open_items(&of_one, today, page).unwrap());
            is_whole!(|page| ledger.meetings(&with_one, page).unwrap());
        }
        for issue in ledger.issues("", all).unwrap().rows {
            is_whole!(|page| ledger.stances(&issue.issue, page).unwrap());
            let filter = ActFilter { issue: Some(issue.issue.clone()), ..ActFilter::default() };
            is_whole!(|page| ledger.acts(&filter, page).unwrap());
            prop_assert_eq!(i64::try_from(ledger.acts(&filter, all).unwrap().rows.len()).unwrap() <= issue.n_acts, true);
            let matrix = ledger.matrix(std::slice::from_ref(&issue.issue), 100).unwrap();
            let stances = ledger.stances(&issue.issue, all).unwrap().rows;
            prop_assert_eq!(matrix.rows.len(), stances.len());
            for row in &matrix.rows {
                let last = stances.iter().find(|s| s.side == row.side).unwrap();
                prop_assert_eq!(&row.cells[0].as_ref().unwrap().act, &last.act.id);
            }
        }
    }
}
