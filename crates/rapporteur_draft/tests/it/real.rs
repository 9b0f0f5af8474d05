//! Real records come back from their drafts, as far as sentences of others can be told anew.

use std::path::Path;

use rapporteur_evaluation::{JudgedDocument, report};

use crate::told::{losses, read, round};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn judged(texts: &[std::path::PathBuf]) -> Vec<JudgedDocument> {
    let texts = texts.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    texts.map(|text| round(&read(&text)).1).collect()
}

#[test]
fn the_sample_comes_back() {
    let judged = judged(&[Path::new(ROOT).join("examples/press-release-2017-05-08.md")]);
    let figures = report(&judged).summary;
    let lost: Vec<String> = judged.iter().flat_map(losses).collect();
    eprintln!("{figures:#?}\n{}", lost.join("\n"));
    assert!(figures.gold_acts >= 15 && figures.strict_act_f1.unwrap() >= 0.9, "{}", lost.join("\n"));
}

#[test]
fn annotated_documents_come_back_for_the_most_part() {
    let folder = Path::new(ROOT).join("../shared/gold/dev");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no annotated documents beside the project");
        return;
    };
    let mut texts: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter_map(|dir| ["source.md", "source.txt"].map(|name| dir.join(name)).into_iter().find(|p| p.exists()))
        .collect();
    texts.sort();
    let judged = judged(&texts);
    let figures = report(&judged).summary;
    let mut lost: Vec<String> = judged.iter().flat_map(losses).collect();
    lost.sort();
    eprintln!("{figures:#?}\n{}", lost.join("\n"));
    assert!(figures.strict_act_f1.unwrap() >= 0.85, "{figures:#?}");
}
