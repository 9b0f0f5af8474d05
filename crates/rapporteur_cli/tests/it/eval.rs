//! Measuring the reader on annotated documents of invented countries.

use serde_json::Value;

use crate::program::{Folder, Run, VISIT, run};

/// Gold that is the program's own record of the visit, but for the type of the first act, and less the second act.
fn annotated() -> Folder {
    let folder = Folder::new();
    let source = folder.file("set/visit/source.md", VISIT);
    let mut gold = run(["read".as_ref(), "--format=json".as_ref(), source.as_os_str()]).json();
    let acts = gold["acts"].as_array_mut().unwrap();
    acts.remove(1);
    acts[0]["type"] = "threat".into();
    folder.file("set/visit/gold.json", gold.to_string());
    folder
}

fn eval(folder: &Folder, more: &[&str]) -> Run {
    let set = folder.path().join("set");
    let more = more.iter().map(std::ffi::OsStr::new);
    run(["eval".as_ref(), "--quiet".as_ref(), set.as_os_str()].into_iter().chain(more))
}

#[test]
fn figures_are_of_what_was_read() {
    let run = eval(&annotated(), &["--format=json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let figures = run.json();
    assert_eq!(figures["gold_acts"].as_u64().unwrap() + 1, figures["predicted_acts"].as_u64().unwrap());
    assert_eq!(figures["detection"]["r"], 1.0);
    let [n_gold, n_read] = ["gold_acts", "predicted_acts"].map(|name| figures[name].as_f64().unwrap());
    let right = 2.0 * (n_gold - 1.0) / (n_gold + n_read);
    assert!((figures["strict_act_f1"].as_f64().unwrap() - right).abs() < 1e-4, "{figures}");
    assert_eq!(figures["document_fields"], 1.0);
    assert_eq!(figures["judged"], Value::Null);
}

#[test]
fn details_tell_what_is_not_right() {
    let run = eval(&annotated(), &["--details"]);
    assert_eq!(run.code, 0);
    let wrong: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("  ")).collect();
    assert!(wrong.iter().any(|line| line.starts_with("  different  gold threat ")), "{}", run.stdout);
    assert!(wrong.iter().any(|line| line.contains("  [type]")), "{}", run.stdout);
    assert!(wrong.iter().any(|line| line.starts_with("  extra      ")), "{}", run.stdout);
}

#[test]
fn a_run_is_compared_with_an_earlier_one() {
    let folder = annotated();
    let saved = folder.path().join("run.json");
    let saved = saved.to_str().unwrap();
    assert_eq!(eval(&folder, &["--save", saved]).code, 0);
    let same = eval(&folder, &["--format=json", "--baseline", saved]).json();
    assert_eq!(same["comparison"]["lost"], Value::Array(Vec::new()));
    // As if the earlier run had got right what this one gets wrong.
    let before = std::fs::read_to_string(saved).unwrap().replace("\"different\"", "\"right\"");
    folder.file("run.json", before);
    let worse = eval(&folder, &["--format=json", "--baseline", saved]).json();
    assert_eq!(worse["comparison"]["lost"].as_array().unwrap().len(), 1);
}

#[test]
fn parameters_of_a_calibration_are_written() {
    let folder = annotated();
    let table = folder.path().join("confidence.tsv");
    let run = eval(&folder, &["--calibrate", table.to_str().unwrap()]);
    assert!(run.stdout.contains("with a curve and types"), "{}", run.stdout);
    assert!(std::fs::read_to_string(table).unwrap().starts_with("term\tlog_odds\nintercept\t"));
}

#[test]
fn one_bad_document_does_not_stop_the_others() {
    let folder = annotated();
    folder.file("set/broken/source.md", VISIT);
    folder.file("set/broken/gold.json", "{");
    folder.file("set/lonely/gold.json", "{}");
    let run = eval(&folder, &["--format=json"]);
    assert_eq!((run.code, run.stderr.lines().count()), (1, 2), "{}", run.stderr);
    assert!(run.stderr.contains("gold.json: cannot be used as gold: is not a record as JSON"), "{}", run.stderr);
    assert!(run.stderr.contains("needs its document beside it"), "{}", run.stderr);
    assert_eq!(run.json()["documents"], 1);
}

#[test]
fn a_folder_without_gold_is_refused() {
    let folder = Folder::new();
    folder.file("set/visit.md", VISIT);
    let run = eval(&folder, &[]);
    assert_eq!((run.code, run.stderr.lines().count()), (2, 1));
    assert!(run.stderr.contains("holds no folder with a gold.json"), "{}", run.stderr);
}

/// Labelled dyads about invented countries: clear ones, and rows that cannot be used.
fn labelled() -> String {
    let pair = |at: usize| {
        format!(
            "a{at}\tKestria attacked the town {at} of Morvia.\tKestria\tMorvia\tASSAULT\n\
             b{at}\tKestria sent {at} trucks of food aid to Morvia.\tKestria\tMorvia\tAID\n"
        )
    };
    let table: String = (0..10).map(pair).collect();
    let table = format!("id\tsentence\tsource\ttarget\tevent\n{table}");
    table + "c\tKestria met Morvia.\tKestria\tMorvia\t\nd\tshort\n"
}

#[test]
fn dyads_are_measured_on_folds() {
    let folder = Folder::new();
    let table = folder.file("dyads.tsv", labelled());
    let run = run(["eval".as_ref(), "--dyads".as_ref(), table.as_os_str(), "--found".as_ref()]);
    assert_eq!((run.code, run.stderr.lines().count()), (1, 2), "{}", run.stderr);
    assert!(run.stderr.contains("c has no label") && run.stderr.contains("line 23: 2 cells"), "{}", run.stderr);
    let figures: Value = serde_json::from_str(run.stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&figures["dyads"], &figures["folds"]), (&20.into(), &5.into()));
    assert_eq!(figures["macro_f1"], 1.0);
    assert!(figures["found_macro_f1"].as_f64().unwrap() > 0.5, "{figures}");
}

#[test]
fn committed_weights_are_measured_as_they_are() {
    let folder = Folder::new();
    let table = folder.file("dyads.tsv", labelled());
    let run = run(["eval".as_ref(), "--dyads".as_ref(), table.as_os_str(), "--committed".as_ref()]);
    let figures: Value = serde_json::from_str(run.stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&figures["weights"], &figures["macro_f1"]), (&"committed".into(), &1.0.into()));
}
