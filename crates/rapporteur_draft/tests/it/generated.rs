//! Records made up of every frame, party and content come back from their drafts.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rapporteur::record::Record;
use rapporteur_draft::{Account, Format, Options, PlainWords, RELEASE_TEMPLATE, compose};
use rapporteur_evaluation::{Gold, JudgedDocument, report};
use serde_json::{Value, json};

use crate::told::{losses, round};

/// A way to tell an act, from the crate's own table.
#[derive(Debug, Clone)]
struct Frame {
    act_type: &'static str,
    form: &'static str,
    past: &'static str,
    takes_recipient: bool,
    needs_recipient: bool,
}

fn frames() -> Vec<Frame> {
    let cells = |line: &'static str| line.split('\t').collect::<Vec<_>>();
    let table = include_str!("../../data/frames.tsv").lines().skip(1).map(cells);
    table
        .map(|cells| Frame {
            act_type: cells[0],
            form: cells[1],
            past: cells[2],
            takes_recipient: cells[4].contains("{r}"),
            needs_recipient: cells[5] == "-",
        })
        .collect()
}

/// What may be asked, promised or regretted, by form; `{other}` is the party that it concerns.
const TO_DO: [&str; 14] = [
    "release the detained crew of the trawler",
    "resume the talks on fisheries without delay",
    "open a consulate in Halvik",
    "lower the tariffs on timber",
    "share the positions of fishing vessels in the Amber Strait",
    "withdraw all patrol vessels from the strait",
    "set up a transit centre for returnees at Kessel",
    "host the next round of talks on maritime security",
    "provide further humanitarian assistance to the flooded provinces",
    "strengthen cooperation against human trafficking",
    "ease visa requirements for students and researchers",
    "send observers to the elections",
    "train coast guard officers in search and rescue",
    "exchange data on the movements of ships",
];
const THINGS: [&str; 14] = [
    "the early conclusion of the fisheries agreement",
    "the recent progress in the talks on trade",
    "the safety of shipping in the Amber Strait",
    "the situation in the border provinces",
    "the new tariffs on timber",
    "closer cooperation in education and research",
    "the results of the conference on climate change",
    "illegal fishing in the Amber Strait",
    "the reconstruction of the flooded towns",
    "the opening of a second border crossing",
    "the draft convention on the protection of rivers",
    "the peaceful settlement of disputes",
    "the fight against human trafficking",
    "the delivery of vaccines to rural clinics",
];
const CLAUSES: [&str; 8] = [
    "the talks on fisheries should resume without delay",
    "dialogue remains the only way to a lasting peace",
    "trade in agricultural products had grown by a third",
    "the safety of shipping concerns all coastal states",
    "the tariffs on timber harm small producers",
    "cooperation in education should be deepened",
    "the rebuilding of the flooded towns takes time",
    "the strait must stay open to all ships",
];
const DOINGS: [&str; 6] = [
    "lowering the tariffs on timber",
    "opening a second border crossing",
    "working closely on maritime security",
    "strengthening cooperation in education",
    "closing the port of Kessel to foreign trawlers",
    "expanding trade in agricultural products",
];
const DEEDS: [&str; 6] = [
    "emergency aid",
    "medical supplies",
    "two patrol vessels",
    "three rescue helicopters",
    "a field hospital",
    "food and tents",
];
const COMING: [&str; 3] =
    ["attend the conference on climate change", "take part in the naval exercise", "attend the summit in Halvik"];
const MEASURES: [&str; 3] = ["an arms embargo", "travel restrictions", "a ban on timber"];
const TEXTS: [&str; 4] = [
    "the Memorandum of Understanding on Fisheries",
    "the Agreement on Air Services",
    "the Joint Declaration on Maritime Security",
    "the Convention on the Protection of Rivers",
];
/// What a party has or did.
const OWNED: [&str; 6] = [
    "offer of humanitarian assistance",
    "decision to close the port",
    "tariffs on timber",
    "support for the peace process",
    "efforts to protect the rivers",
    "treatment of the detained fishermen",
];
const ADVERBS: [&str; 3] = ["", "", "strongly"];

const ISSUES: [&str; 8] =
    ["", "", "trade", "maritime-security", "fisheries", "climate-change", "human-trafficking", "education"];

/// One act to be told: choices that are resolved against the frame.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a throw of its own")]
struct Choice {
    frame: Frame,
    actor: usize,
    recipient: usize,
    content: usize,
    adverb: usize,
    issue: usize,
    is_due: bool,
    is_owned: bool,
    is_attributed: bool,
    is_negated: bool,
}

fn choice() -> impl Strategy<Value = Choice> {
    let frame = prop::sample::select(frames());
    let now_and_then = || prop::bool::weighted(0.15);
    let flags = (now_and_then(), any::<bool>(), now_and_then(), now_and_then());
    (frame, 0..4_usize, 0..4_usize, 0..1000_usize, 0..ADVERBS.len(), 0..ISSUES.len(), flags).prop_map(
        |(frame, actor, recipient, content, adverb, issue, (is_due, is_owned, is_attributed, is_negated))| Choice {
            frame,
            actor,
            recipient,
            content,
            adverb,
            issue,
            is_due,
            is_owned,
            is_attributed,
            is_negated,
        },
    )
}

const ACTORS: [(&str, &str, &str, &str); 5] = [
    ("n", "Norland", "country", "XNL"),
    ("s", "Sudmark", "country", "XSD"),
    ("v", "Vesterra", "country", "XVE"),
    ("i", "Ingrid Solheim", "person", "XNL"),
    ("t", "Tomas Varga", "person", "XSD"),
];

/// A text under way, with the acts found in it.
#[derive(Default)]
struct Text {
    text: String,
    acts: Vec<Value>,
}

impl Text {
    fn push(&mut self, words: &str) -> Value {
        let start = self.text.chars().count();
        self.text.push_str(words);
        json!({"start": start, "end": self.text.chars().count(), "quote": words})
    }

    fn tell(&mut self, choice: &Choice) {
        let Choice { frame, .. } = choice;
        let pick = |list: &[&str]| list[choice.content % list.len()].to_owned();
        let (actor, recipient) = parties(choice);
        let position = matches!(frame.act_type, "support" | "concern" | "condemnation" | "rejection" | "note");
        let owner = ["Sudmark", "Norland", "Vesterra"][choice.content % 3];
        let is_owned = position && choice.is_owned && frame.form == "thing" && owner_id(owner) != side_of(actor[0]);
        let content = match (frame.form, frame.act_type) {
            ("that", _) => pick(&CLAUSES),
            ("to_do", _) => pick(&TO_DO),
            ("doing", _) => pick(&DOINGS),
            ("will", _) => pick(&COMING),
            ("nothing", _) => String::new(),
            (_, "decision") => pick(&TEXTS),
            (_, "action") if matches!(frame.past, "imposed" | "lifted") => pick(&MEASURES),
            (_, "action") => pick(&DEEDS),
            _ if is_owned => format!("{owner}'s {}", pick(&OWNED)),
            _ => pick(&THINGS),
        };
        let recipient = if is_owned { vec![owner_id(owner)] } else { recipient };
        let link = match frame.form {
            "that" => " that ",
            "to_do" => " to ",
            _ => " ",
        };
        let adverb = if matches!(frame.act_type, "appeal" | "condemnation") { ADVERBS[choice.adverb] } else { "" };
        let trigger = format!("{adverb} {}", frame.past).trim().to_owned();
        let from = self.text.chars().count();
        self.push("They ");
        let trigger = self.push(&trigger);
        self.push(link);
        let content = if content.is_empty() { Value::Null } else { self.push(&content) };
        let due = choice.is_due && matches!(frame.act_type, "request" | "appeal" | "commitment");
        let is_said = matches!(frame.act_type, "proposal" | "offer" | "commitment" | "rejection" | "concern");
        let speaker = if actor[0] == "n" { "i" } else { "t" };
        let attributed_to = (choice.is_attributed && is_said && actor[0].len() == 1 && matches!(actor[0], "n" | "s"))
            .then_some(speaker);
        let is_negated =
            choice.is_negated && attributed_to.is_none() && matches!(frame.act_type, "agreement" | "support");
        let polarity = if is_negated { "negated" } else { "affirmed" };
        let issues: Vec<&str> = Some(ISSUES[choice.issue]).filter(|issue| !issue.is_empty()).into_iter().collect();
        let due = if due { json!({"value": "2031-03-31", "precision": "day"}) } else { Value::Null };
        self.push(". ");
        let id = format!("s{}", self.acts.len() + 1);
        self.acts.push(json!({
            "id": id, "type": frame.act_type, "actor": actor, "recipient": recipient, "content": content,
            "trigger": trigger, "evidence": {"start": from, "end": from, "quote": ""}, "meeting": "m1", "due": due,
            "attributed_to": attributed_to, "polarity": polarity, "issues": issues,
        }));
    }
}

/// Who does it and to whom, as the type of act allows.
fn parties(choice: &Choice) -> (Vec<&'static str>, Vec<&'static str>) {
    let frame = &choice.frame;
    if matches!(frame.act_type, "agreement" | "discussion") {
        return if choice.actor.is_multiple_of(2) { (vec!["n", "s"], vec![]) } else { (vec!["i", "t"], vec![]) };
    }
    let actor = ["i", "t", "n", "s"][choice.actor];
    let others = match side_of(actor) {
        "n" => ["s", "s", "t", "v"],
        _ => ["n", "n", "i", "v"],
    };
    // an ask or a promise goes to the other side; a position is about somebody or nobody
    let goes_somewhere = matches!(
        frame.act_type,
        "request" | "invitation" | "proposal" | "offer" | "courtesy" | "threat" | "action" | "appeal"
    );
    let has_recipient = frame.takes_recipient && (frame.needs_recipient || goes_somewhere);
    let recipient = if has_recipient { vec![others[choice.recipient]] } else { vec![] };
    let is_implied = matches!(frame.act_type, "request" | "invitation" | "proposal" | "offer" | "courtesy");
    if recipient.is_empty() && is_implied {
        return (vec![actor], vec![others[0]]);
    }
    (vec![actor], recipient)
}

fn side_of(id: &str) -> &'static str {
    match id {
        "i" | "n" => "n",
        "v" => "v",
        _ => "s",
    }
}

fn owner_id(name: &str) -> &'static str {
    ACTORS.iter().find(|a| a.1 == name).map_or("n", |a| a.0)
}

fn record(choices: &[Choice]) -> Record {
    let mut text = Text::default();
    for choice in choices {
        text.tell(choice);
    }
    let actors: Vec<Value> = ACTORS
        .iter()
        .map(|(id, name, kind, country)| {
            let person = *kind == "person";
            json!({
                "id": id, "name": name, "kind": kind, "country": country,
                "office": person.then_some("Minister of Foreign Affairs"),
                "represents": person.then(|| side_of(id)),
            })
        })
        .collect();
    serde_json::from_value(json!({
        "schema": "rapporteur.record/1",
        "reader": {"version": "", "model": "", "world": "", "lexicon": ""},
        "document": {
            "id": "", "source": "generated", "media_type": "text/plain", "language": "en", "genre": "press_release",
            "title": null, "issuer": "n", "text": text.text,
            "issued": {"date": {"value": "2030-05-05", "precision": "day"}, "place": "p1"},
        },
        "actors": actors,
        "places": [{"id": "p1", "name": "Halvik"}, {"id": "p2", "name": "Orsten"}],
        "instruments": [],
        "meetings": [{
            "id": "m1", "form": "bilateral", "status": "held", "participants": ["i", "t"], "place": "p2",
            "date": {"value": "2030-05-04", "precision": "day"},
        }],
        "acts": text.acts,
    }))
    .unwrap()
}

fn sample<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> S::Value {
    strategy.new_tree(runner).unwrap().current()
}

#[test]
fn what_is_drafted_reads_back_as_recorded() {
    const N_RECORDS: usize = 120;
    let mut runner = TestRunner::deterministic();
    let strategy = prop::collection::vec(choice(), 3..8);
    let judged: Vec<JudgedDocument> =
        (0..N_RECORDS).map(|_| round(&record(&sample(&strategy, &mut runner))).1).collect();
    let mut lost: Vec<String> = judged.iter().flat_map(losses).collect();
    lost.sort();
    let report = report(&judged);
    let figures = report.summary;
    let accuracy = |field: &str| report.fields.get(field).and_then(|row| row.accuracy).unwrap_or(0.0);
    let issues = judged.iter().fold((0, 0), |(n, of), d| (n + d.issues.matched, of + d.issues.gold));
    let told = format!("{figures:?}\n{:?}\n{issues:?}\n{}", report.fields, lost.join("\n"));
    eprintln!("{told}");
    assert!(figures.gold_acts > 500, "{told}");
    assert!(figures.strict_act_f1.unwrap() >= 0.95, "{told}");
    // a content may call further issues
    assert!(issues.0 * 100 >= issues.1 * 95, "{told}");
    for field in ["act.polarity", "act.attributed_to", "date.due value"] {
        assert!(accuracy(field) >= 0.95, "{field}: {told}");
    }
    assert!(figures.meetings.r.unwrap() >= 0.95, "{told}");
}

#[test]
fn the_same_record_gives_the_same_draft() {
    let mut runner = TestRunner::deterministic();
    let record = record(&sample(&prop::collection::vec(choice(), 6), &mut runner));
    assert_eq!(round(&record).0, round(&record).0);
}

/// Any words at all, signs of markup and of other scripts among them.
fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,40}", "\\PC{0,20}", Just("to release the crew".to_owned()), Just(String::new())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_record_is_drafted_with_every_sentence(
        name in words(), content in words(), trigger in words(), issue in words(), office in words(),
        act_type in prop::sample::select(rapporteur::record::ActType::ALL), starts in (0..80_u32, 0..80_u32),
        negated in any::<bool>(),
    ) {
        let at = |start: u32, words: &str| json!({"start": start, "end": start + 5, "quote": words});
        let record: Record = serde_json::from_value(json!({
            "schema": "rapporteur.record/1",
            "reader": {"version": "", "model": "", "world": "", "lexicon": ""},
            "document": {
                "id": "", "source": "generated", "media_type": "text/plain", "language": "en", "genre": "other",
                "title": null, "issuer": "a1", "text": format!("{name} {trigger} to {content}"), "issued": {},
            },
            "actors": [
                {"id": "a1", "name": name, "kind": "person", "office": office, "represents": "a2"},
                {"id": "a2", "name": trigger, "kind": "country", "country": "XNL", "represents": "a1"},
            ],
            "places": [], "instruments": [{"id": "i1", "name": content, "kind": "other"}],
            "meetings": [{"id": "m1", "name": name, "form": "summit", "status": "held", "participants": ["a1", "a2", "a9"]}],
            "acts": [{
                "id": "s1", "type": act_type, "actor": ["a1"], "recipient": ["a2"], "content": at(starts.0, &content),
                "trigger": at(starts.1, &trigger), "evidence": at(0, ""), "meeting": "m1", "issues": [issue],
                "instruments": ["i1", "i9"], "polarity": if negated { "negated" } else { "affirmed" },
            }],
        })).unwrap();
        let accounts = [Account::whole(&record)];
        let release = compose(&accounts, &Options::default(), &PlainWords);
        let markdown = release.markdown(RELEASE_TEMPLATE).unwrap();
        let n_sentences: usize = release.sections.iter().flat_map(|s| &s.paragraphs).map(|p| p.sentences.len()).sum();
        prop_assert_eq!(n_sentences + release.untold.len(), 1);
        let expectation = release.expectation(&markdown, &accounts);
        prop_assert!(Gold::parse(expectation.record.to_string().as_bytes()).is_ok());
        for format in [Format::Html, Format::Docx] {
            prop_assert!(!release.render(RELEASE_TEMPLATE, format).unwrap().is_empty());
        }
    }
}
