//! `rapporteur code`: lines in, rows out.

use crate::program::run_on;

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
