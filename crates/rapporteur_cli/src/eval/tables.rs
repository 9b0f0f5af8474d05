//! Figures as tables.

use rapporteur_evaluation::calibration::CrossValidation;
use rapporteur_evaluation::{Reliability, Report, Summary, TypeRow};

/// Pairs of types that are taken for one another oftener than once, at most.
const N_CONFUSIONS: usize = 8;

/// All tables of a run.
pub(super) fn figures(report: &Report) -> String {
    let Summary { documents, gold_acts, predicted_acts, .. } = report.summary;
    let mut parts =
        vec![format!("{documents} documents, {gold_acts} acts in gold, {predicted_acts} acts read\n"), acts(report)];
    parts.extend([matched(&report.summary), meetings(&report.summary), types(&report.by_type), confusions(report)]);
    parts.extend([fields(report), mentions(report), reliability(&report.reliability)]);
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn acts(report: &Report) -> String {
    let Summary { detection, strict_act_f1, lenient_act_f1, .. } = report.summary;
    table(&[
        row("acts", ["precision", "recall", "F1"]),
        row("found", [detection.p, detection.r, detection.f1].map(figure)),
        row("right: type, actor, recipient", [None, None, strict_act_f1].map(figure)),
        row("right by country or organization", [None, None, lenient_act_f1].map(figure)),
    ])
}

fn matched(summary: &Summary) -> String {
    table(&[
        row("acts found", ["right"]),
        row("type", [figure(summary.act_type)]),
        row("family of types", [figure(summary.family)]),
        row("actor", [figure(summary.actor)]),
        row("actor's country or organization", [figure(summary.actor_country)]),
        row("recipient", [figure(summary.recipient)]),
        row("recipient's country or organization", [figure(summary.recipient_country)]),
        row("content, F1", [figure(summary.content_f1)]),
        row("PLOVER event", [figure(summary.plover_event)]),
        row("issues, F1", [figure(summary.issues_f1)]),
        row("document's genre, title, date, issuer", [figure(summary.document_fields)]),
    ])
}

fn meetings(summary: &Summary) -> String {
    let meetings = summary.meetings;
    table(&[
        row("meetings", ["precision", "recall", "date", "sides"]),
        row("found", [meetings.p, meetings.r, meetings.date, meetings.sides].map(figure)),
    ])
}

fn types(types: &[TypeRow]) -> String {
    let mut rows = vec![row("type of act", ["gold", "read", "both", "precision", "recall", "F1"])];
    for of_type in types {
        let [gold, read, both] = [of_type.found.gold, of_type.found.predicted, of_type.found.matched];
        let [precision, recall, f1] = [of_type.precision, of_type.recall, of_type.f1].map(figure);
        let cells = [gold.to_string(), read.to_string(), both.to_string(), precision, recall, f1];
        rows.push(row(of_type.act_type.as_str(), cells));
    }
    table(&rows)
}

fn confusions(report: &Report) -> String {
    let often = report.confusions.iter().filter(|confusion| confusion.n > 1).take(N_CONFUSIONS);
    let mut rows = vec![row("type in gold, type read", ["acts"])];
    rows.extend(often.map(|pair| row(&format!("{}, {}", pair.gold, pair.predicted), [pair.n.to_string()])));
    if rows.len() > 1 { table(&rows) } else { String::new() }
}

fn fields(report: &Report) -> String {
    let mut rows = vec![row("field, where gold has it", ["right", "of", "accuracy"])];
    for (path, field) in &report.fields {
        rows.push(row(path, [field.share.right.to_string(), field.share.of.to_string(), figure(field.accuracy)]));
    }
    table(&rows)
}

fn mentions(report: &Report) -> String {
    let Some(mentions) = report.mentions else { return String::new() };
    let cells = [mentions.gold.to_string(), figure(mentions.found_f1), figure(mentions.linked)];
    table(&[
        row("mentions of actors", ["gold", "found F1", "linked", "B-cubed F1"]),
        row("all", cells.into_iter().chain([figure(mentions.b_cubed_f1)])),
    ])
}

fn reliability(reliability: &Reliability) -> String {
    let mut rows = vec![row("confidence", ["acts", "mean", "right"])];
    for bin in &reliability.bins {
        let cells = [bin.n.to_string(), figure(Some(bin.confidence)), figure(Some(bin.right))];
        rows.push(row(&format!("{:.1} to {:.1}", bin.from, bin.to), cells));
    }
    let error = reliability.expected_calibration_error;
    let (brier, auc) = (reliability.brier, figure(reliability.auc));
    format!("{}expected calibration error {error:.4}, Brier score {brier:.4}, AUC {auc}\n", table(&rows))
}

/// How calibrations do on documents that they were not fitted on.
pub(super) fn cross_validation(folds: &CrossValidation) -> String {
    let mut rows = vec![row("confidence, in five folds", ["calibration error", "Brier score", "AUC"])];
    let each =
        [("as it is", &folds.raw), ("with a curve", &folds.curve), ("with a curve and types", &folds.curve_and_types)];
    for (name, fold) in each {
        let cells = [Some(fold.expected_calibration_error), Some(fold.brier), fold.auc];
        rows.push(row(name, cells.map(figure)));
    }
    format!("\n{}", table(&rows))
}

/// The main figures of two runs.
pub(super) fn change(before: &Summary, after: &Summary) -> String {
    let figures = |s: &Summary| {
        [
            ("detection F1", s.detection.f1),
            ("strict act F1", s.strict_act_f1),
            ("lenient act F1", s.lenient_act_f1),
            ("type", s.act_type),
            ("actor", s.actor),
            ("recipient", s.recipient),
            ("content F1", s.content_f1),
            ("PLOVER event", s.plover_event),
            ("issues F1", s.issues_f1),
            ("meetings, recall", s.meetings.r),
            ("meetings, precision", s.meetings.p),
            ("document fields", s.document_fields),
        ]
    };
    let mut rows = vec![row("figure", ["before", "now", "change"])];
    for ((name, was), (_, is)) in figures(before).into_iter().zip(figures(after)) {
        let difference = was.zip(is).map_or_else(String::new, |(was, is)| format!("{:+.4}", is - was));
        rows.push(row(name, [figure(was), figure(is), difference]));
    }
    format!("\n{}", table(&rows))
}

fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.4}"))
}

fn row<S: Into<String>>(name: &str, cells: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut row = vec![name.to_owned()];
    row.extend(cells.into_iter().map(Into::into));
    row
}

/// The first column flush left, the others flush right.
fn table(rows: &[Vec<String>]) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..n_columns).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let cell = if column == 0 { format!("{cell:width$}") } else { format!("  {cell:>width$}") };
            line.push_str(&cell);
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_heads() {
        let rows = [row("type", ["gold", "F1"]), row("statement", ["7", "0.5000"])];
        assert_eq!(table(&rows), "type       gold      F1\nstatement     7  0.5000\n");
    }
}
