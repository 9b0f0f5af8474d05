//! How long the rules take beyond the language runtime, for each document of a folder.
//!
//! `cargo bench -p rapporteur --bench reading -- [FOLDER]`; without a folder the corpus beside the project is read.
//! Prints milliseconds per 1,000 words, the least of five rounds, the slowest documents first.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use rapporteur::{Reader, Source};
use rapporteur_language::Pipeline;
use rapporteur_world::World;

const ROUNDS: usize = 5;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/diplomatic");
    let folder = folder.map_or(corpus, PathBuf::from);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("SKIPPED, {} is not there", folder.display());
        return;
    };
    let is_text = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "txt" || ending == "md");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_text).collect();
    paths.sort();
    let reader = Reader::new(Pipeline::embedded(), World::embedded());
    let mut figures = Vec::new();
    for path in &paths {
        let name = path.display().to_string();
        let Ok(bytes) = std::fs::read(path) else { continue };
        let source = Source { name: &name, ..Source::default() };
        let Ok((document, _)) = rapporteur::document(&bytes, &source) else { continue };
        let analyses = reader.analyse(&document);
        let words = u32::try_from(document.text.split_whitespace().count()).unwrap_or(u32::MAX);
        let round = |_| {
            let start = Instant::now();
            let record = rapporteur_reader::read(&document, &analyses, World::embedded(), reader.versions());
            (start.elapsed().as_secs_f64(), record.acts.len())
        };
        let best = (0..ROUNDS).map(round).min_by(|a, b| a.0.total_cmp(&b.0));
        let (seconds, acts) = best.unwrap_or_default();
        figures.push((seconds * 1e6 / f64::from(words.max(1)), words, acts, name));
    }
    figures.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("ms per 1,000 words   words   acts  document");
    for (ms, words, acts, name) in &figures {
        println!("{ms:18.2} {words:7} {acts:6}  {}", name.rsplit('/').next().unwrap_or(name));
    }
    let words: u32 = figures.iter().map(|f| f.1).sum();
    let total: f64 = figures.iter().map(|f| f.0 * f64::from(f.1)).sum();
    println!(
        "all: {} documents, {words} words, {:.2} ms per 1,000 words",
        figures.len(),
        total / f64::from(words.max(1))
    );
}
