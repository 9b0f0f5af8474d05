//! `rapporteur code`: lines in, rows out.

use serde_json::Value;

use crate::program::{Run, run_on};

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
    assert_eq!(
        (&record["event_loc"]["extracted_place"], &record["event_loc"]["country_code"]),
        (&"Oslo".into(), &"NOR".into())
    );
}

#[test]
fn objects_and_tables_name_their_fields() {
    let object = serde_json::json!({"key": "a", "body": STORY, "day": "2026-11-24"}).to_string();
    let fields = ["code", "--format", "csv", "--id-field", "key", "--text-field", "body", "--date-field", "day"];
    let by_object = run_on(&fields, object.as_bytes());
    let by_table = run_on(&fields, format!("key\tday\tbody\na\t2026-11-24\t{STORY}\n").as_bytes());
    assert_eq!(by_object.stdout, by_table.stdout);
    assert!(by_object.stdout.contains("\na#1,2026-11-24,COERCE,arrest,"), "{}", by_object.stdout);
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
}
