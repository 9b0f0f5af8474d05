//! `rapporteur eval --visits`: names of visitors against who held which office when.

use std::path::Path;

use rapporteur::world::World;
use serde_json::json;

use crate::failure::Outcome;
use crate::output::Output;

/// Resolves the visitors of `dir/data/*.xml`; prints the misses, both figures, and one JSON object as the last line.
pub(super) fn run(dir: &Path) -> anyhow::Result<Outcome> {
    let report = World::embedded().evaluate_visits(dir)?;
    let mut output = Output::open(None)?;
    let mut lines = Vec::new();
    for miss in &report.misses {
        lines.push(miss.clone());
    }
    let (resolved, right) = (share(report.resolved, report.n), share(report.unambiguous_right, report.resolved));
    lines.push(format!("\n{} visitors, 2010 to 2024", report.n));
    lines.push(format!("{resolved:>7.3}  resolved to a person with an office on the day ({})", report.resolved));
    lines.push(format!("{right:>7.3}  of these right and unambiguous ({})", report.unambiguous_right));
    let figures = json!({"resolved": rounded(resolved), "unambiguous_right": rounded(right), "n": report.n});
    lines.push(figures.to_string());
    output.write((lines.join("\n") + "\n").as_bytes())?;
    output.finish()?;
    Ok(if report.n == 0 { Outcome::NothingRead } else { Outcome::AllRead })
}

#[expect(clippy::cast_precision_loss, reason = "visitors are some thousands")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}
