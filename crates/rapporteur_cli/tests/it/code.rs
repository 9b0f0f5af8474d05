//! `rapporteur code`: lines in, rows out.

use serde_json::Value;

use crate::program::{Folder, Run, run_on};

const DYADS: &str = "id\tsentence\tsource\ttarget\n\
    x1\tPolice in Kestria detained an editor on Friday.\tPolice in Kestria\tan editor\n\
    x2\tKestria lies to the south of Morvia.\tKestria\tMorvia\n\
    x3\tNorway condemned the raid by Sweden.\tNorway\tSweden\n";

#[test]
fn dyads_are_coded_row_by_row() {
    let run = run_on(&["code", "--dyads"], DYADS.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let cells: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(cells[0], ["id", "event", "mode", "quad", "confidence", "actor_code", "recipient_code"]);
    assert_eq!(cells[1][..4], ["x1", "COERCE", "arrest", "4"]);
    assert_eq!(cells[2][..4], ["x2", "NONE", "", ""]);
    assert_eq!((&cells[3][..4], &cells[3][5..]), (&["x3", "ACCUSE", "disapprove", "3"][..], &["NOR", "SWE"][..]));
    assert!(cells[1..].iter().all(|row| row[4].parse::<f64>().is_ok_and(|sure| sure > 0.0 && sure <= 1.0)));
}

#[test]
fn threads_do_not_change_the_output() {
    let rows = DYADS.lines().skip(1).collect::<Vec<_>>().join("\n");
    let many = format!("id\tsentence\tsource\ttarget\n{}", format!("{rows}\n").repeat(200));
    let run = |threads| run_on(&["code", "--dyads", "-j", threads], many.as_bytes()).stdout;
    assert_eq!(run("1"), run("3"));
}

#[test]
fn bad_rows_are_named_and_stop_no_others() {
    let run = run_on(&["code", "--dyads"], format!("{DYADS}x4\talone\n").as_bytes());
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "rapporteur: standard input: line 5: 2 cells, the header has 4\n");
    assert_eq!(run.stdout.lines().count(), 4);
    let run = run_on(&["code", "--dyads"], b"Kestria met Morvia.\n");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no column `sentence`"), "{}", run.stderr);
}

#[test]
fn odd_rows_are_coded_and_told() {
    let odd = "id\tsentence\tsource\ttarget\n\
        a\tKestria condemned Morvia.\tNobody\tMorvia\n\
        b\t\tKestria\tMorvia\n\
        c\t\"Kestria said: \"\"Morvia lied\"\".\"\tKestria\tMorvia\n";
    let run = run_on(&["code", "--dyads"], odd.as_bytes());
    assert_eq!(run.code, 0);
    let told: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(
        told,
        [
            "rapporteur: dyad a: its source does not stand in its sentence; coded without it",
            "rapporteur: dyad b: its sentence is empty, so no event holds",
        ]
    );
    let ids: Vec<&str> = run.stdout.lines().skip(1).map(|row| row.split('\t').next().unwrap()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(run.stdout.lines().nth(2).unwrap().starts_with("b\tNONE\t\t\t"));
}

#[test]
fn prose_without_events_has_none() {
    let prose = "The weather in Kestria is mild in the spring.\n\
        Norway is a member of the European Economic Area.\n\
        The river flows through Germany and Austria into the Black Sea.\n\
        The company reported a profit of three million in the third quarter.\n\
        The museum houses a large collection of Greek and Roman coins.\n\
        The Swedish language is closely related to Norwegian.\n\
        A storm is expected to reach the coast on Thursday.\n";
    let run = run_on(&["code"], prose.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
}

#[test]
fn days_are_resolved_by_the_storys() {
    let story = |text: &str| serde_json::json!({"id": "s", "date": "2017-05-04", "text": text}).to_string();
    let day = |text: &str| records(&run_on(&["code"], story(text).as_bytes()))[0].clone();
    assert_eq!(day("Norwegian police arrested 12 protesters on Tuesday.")["date"], "2017-05-02");
    assert_eq!(day("Norwegian police arrested 12 protesters.")["date"], "2017-05-04");
    let past = day("Germany invaded Norway on 9 April 1940.");
    assert_eq!((&past["date"], &past["mode"]), (&"1940-04-09".into(), &serde_json::json!(["historical"])));
}

#[test]
fn auxiliary_modes_are_told() {
    let modes = |text: &str| {
        let run = run_on(&["code", "--format", "csv"], text.as_bytes());
        run.stdout.lines().nth(1).unwrap_or_default().split(',').nth(4).unwrap_or_default().to_owned()
    };
    assert_eq!(modes("Norway could impose sanctions on Sweden."), "hypothetical");
    assert_eq!(modes("Norway did not attack Sweden."), "negation");
    assert_eq!(modes("Norwegian police had arrested the protesters."), "historical");
    assert_eq!(modes("Norwegian police will arrest the protesters."), "future");
}

const STORY: &str = "Norwegian police arrested 12 protesters in Oslo on Monday.";

fn records(run: &Run) -> Vec<Value> {
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn plain_lines_become_plover_records() {
    let found = records(&run_on(&["code"], format!("The weather is fine.\n\n{STORY}\n").as_bytes()));
    let record = found.iter().find(|record| record["id"] == "3#1").unwrap();
    assert_eq!(record["event"], serde_json::json!(["COERCE"]));
    assert_eq!(record["mode"], serde_json::json!(["arrest"]));
    let actor = serde_json::json!([{"code": "NOR", "sector": "COP", "entity_text": "Norwegian police"}]);
    assert_eq!(record["actor"], actor);
    assert_eq!(record["recipient"][0]["entity_text"], "12 protesters");
    assert_eq!((&record["size"]["arrested"], &record["quad_code"]), (&serde_json::json!(12), &serde_json::json!(4)));
    let place = &record["event_loc"];
    assert_eq!((&place["extracted_place"], &place["country_code"]), (&"Oslo".into(), &"NOR".into()));
    assert_eq!((&place["resolved_place"], &place["resolution"]), (&"Oslo".into(), &serde_json::json!(4)));
}

#[test]
fn objects_and_tables_name_their_fields() {
    let object = serde_json::json!({"key": "a", "body": STORY, "day": "2026-11-24"}).to_string();
    let fields = ["code", "--format", "csv", "--id-field", "key", "--text-field", "body", "--date-field", "day"];
    let by_object = run_on(&fields, object.as_bytes());
    let by_table = run_on(&fields, format!("key\tday\tbody\na\t2026-11-24\t{STORY}\n").as_bytes());
    assert_eq!(by_object.stdout, by_table.stdout);
    assert!(by_object.stdout.contains("\na#1,2026-11-23,COERCE,arrest,"), "{}", by_object.stdout);
    let run = run_on(&["code"], b"{\"body\": \"x\"}\n{\"text\": \"It rains.\"}\n");
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("line 1: no field `text`; name the text's field with --text-field"), "{}", run.stderr);
}

#[test]
fn reciprocal_events_are_a_list_or_go_both_ways() {
    let text = b"Norway and Sweden held talks on trade on Monday.";
    let as_list = records(&run_on(&["code"], text));
    assert_eq!((as_list[0]["actor"].as_array().unwrap().len(), &as_list[0]["recipient"]), (2, &serde_json::json!([])));
    let both = run_on(&["code", "--both-ways", "--format", "cameo"], text).stdout;
    assert!(both.starts_with("\tNOR\tSWE\t040\t\t1#1\n\tSWE\tNOR\t040\t\t1#2\n"), "{both}");
    let at_a_place = records(&run_on(&["code"], b"Norway and Sweden resumed talks in Oslo."));
    assert_eq!(
        (at_a_place[0]["actor"].as_array().unwrap().len(), &at_a_place[0]["recipient"]),
        (2, &serde_json::json!([]))
    );
}

const VERBS: &str = "&FOOD\n+BREAD_\n+RICE_\n\n--- HELP [070] ---\nGIVE {GIVES GAVE GIVEN GIVING }\n- * &FOOD (TO +) [073] # bread\n\n\
    --- SAY [---] ---\nSAY {SAYS SAID SAYING}\n\n--- FIGHT [190] ---\nFIGHT {FIGHTS FOUGHT FIGHTING}\nRAID\n\n\
    --- LISTEN [100] ---\nWIRE_+TAP\n~ a (b . ATTACK) SAY = a b 112\n- unclosed {group * [010]\n";
const ACTORS: &str = "NORWAY_ [NOR]\n+NORWEGIAN_\nSWEDEN_ [SWE]\nBERG_\n\t[NORGOV > 20100101]\n\t[NOROPP < 20091231]\n";

/// Runs the program with small dictionaries of PETRARCH's form.
fn with_dictionaries(more: &[&str], stdin: &str) -> Run {
    let folder = Folder::new();
    let file = |name: &str, text: &str| folder.file(name, text).to_string_lossy().into_owned();
    let (verbs, actors) = (file("verbs.txt", VERBS), file("actors.txt", ACTORS));
    let others = file("others.txt", "DENMARK_ [DNK]\n");
    let (agents, discards) =
        (file("agents.txt", "POLICE [~COP]\nREBEL [~REB]\n"), file("discards.txt", "+VOLLEYBALL\n"));
    let issues = file("issues.txt", "n:loaf [FOOD]\nbread [FOOD]\n");
    let mut arguments = vec![
        "code",
        "--verbs",
        &verbs,
        "--actors",
        &actors,
        "--actors",
        &others,
        "--agents",
        &agents,
        "--discards",
        &discards,
    ];
    arguments.extend(["--issues", &issues]);
    arguments.extend(more);
    run_on(&arguments, stdin.as_bytes())
}

#[test]
fn dictionaries_code_as_petrarch_does() {
    let table = "id\tdate\ttext\n\
        a\t2008-08-01\tNorway gave bread to Sweden.\n\
        b\t20080801\tNorwegian police fought rebels in Denmark.\n\
        c\t2015-01-02\tBerg said that Sweden raided Denmark.\n\
        d\t2005-01-02\tBerg wire tapped Denmark.\n\
        e\t2005-01-02\tNorway raided Sweden at volleyball.\n";
    let run = with_dictionaries(&[], table);
    assert_eq!(run.code, 0);
    let rows: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(
        rows,
        [
            "20080801\tNOR\tSWE\t073\tFOOD,1\ta#1",
            "20080801\tNORCOP\tDNKREB\t190\t\tb#1",
            "20150102\tNORGOV\tSWE\t112\t\tc#1",
            "20050102\tNOROPP\tDNK\t100\t\td#1",
        ]
    );
    assert_eq!(run.stderr, "rapporteur: 1 entries of the dictionaries are not honoured; --report lists them\n");
}

#[test]
fn what_dictionaries_hold_in_vain_is_listed() {
    let run = with_dictionaries(&["--report"], "Norway gave bread to Sweden.\n");
    assert!(run.stderr.starts_with("rapporteur: not honoured: "), "{}", run.stderr);
    assert!(run.stderr.contains("verbs.txt:19: - unclosed {group * [010]: a pattern has"), "{}", run.stderr);
}

#[test]
fn codes_of_dictionaries_have_their_plover_events() {
    let found = with_dictionaries(&["--format", "jsonl"], "Norway gave bread to Sweden.\n");
    let record: Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!((&record["event"], &record["cameo"]), (&serde_json::json!(["AID"]), &"073".into()));
    assert_eq!(record["actor"], serde_json::json!([{"code": "NOR", "sector": null, "entity_text": "Norway"}]));
    assert_eq!(record["issues"], serde_json::json!([{"code": "FOOD", "count": 1}]));
}

#[test]
fn a_dictionary_that_is_not_there_is_named() {
    let run = run_on(&["code", "--verbs", "no-such-file", "--actors", "none"], b"Norway met Sweden.\n");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no-such-file: cannot be opened; check the path"), "{}", run.stderr);
    assert_eq!(run_on(&["code", "--verbs", "alone"], b"").code, 2);
}
