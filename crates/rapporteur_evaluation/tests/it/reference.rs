//! The same figures as the reference scorer, and the same letters as Python.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rapporteur_evaluation::{Gold, judge, report};
use serde_json::Value;

use crate::record::{Dice, spoilt};

/// Runs Python; nothing where there is none.
fn python(arguments: &[PathBuf], stdin: &str) -> Option<String> {
    let mut child = Command::new("python3")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "python3 failed");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The files of gold, in order.
fn golds(folder: &Path) -> Vec<PathBuf> {
    let mut files = vec![folder.join("seed/gold.json")];
    files.extend(fs::read_dir(folder.join("dev")).unwrap().map(|entry| entry.unwrap().path().join("gold.json")));
    files.retain(|file| file.is_file());
    files.sort();
    files
}

#[test]
fn figures_are_those_of_the_reference_scorer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let scorer = folder.join("score.py");
    if !scorer.is_file() {
        println!("SKIPPED: {} is not there", scorer.display());
        return;
    }
    let scratch = std::env::temp_dir().join(format!("rapporteur-evaluation-{}", std::process::id()));
    fs::create_dir_all(&scratch).unwrap();
    for seed in 1..=3 {
        let mut dice = Dice::new(seed);
        let (mut arguments, mut judged) = (vec![scorer.clone()], Vec::new());
        for (n, file) in golds(&folder).into_iter().enumerate() {
            let json = fs::read(&file).unwrap();
            let record = spoilt(&serde_json::from_slice(&json).unwrap(), &mut dice);
            judged.push(judge(&file.to_string_lossy(), &record, &Gold::parse(&json).unwrap()));
            let path = scratch.join(format!("{n}.json"));
            fs::write(&path, serde_json::to_string(&record).unwrap()).unwrap();
            arguments.extend([path, file]);
        }
        let Some(printed) = python(&arguments, "") else {
            println!("SKIPPED: there is no python3");
            return;
        };
        let expected: Value = serde_json::from_str(&printed).unwrap();
        let found = serde_json::to_value(report(&judged).summary).unwrap();
        assert_eq!(found, expected, "seed {seed}, {} documents", judged.len());
        // Figures that nothing could spoil would prove nothing.
        let f1 = expected["strict_act_f1"].as_f64().unwrap();
        assert!(f1 > 0.1 && f1 < 0.9, "{f1}");
    }
    fs::remove_dir_all(&scratch).unwrap();
}
