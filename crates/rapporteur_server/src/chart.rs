//! Charts as inline SVG, each with a table that tells the same.

use maud::{Markup, html};
use rapporteur_ledger::Month;
use rapporteur_record::Quad;

/// Months drawn; of more, the last.
const MOST_MONTHS: usize = 36;
const HEIGHT: usize = 120;
const COLUMN: usize = 22;

/// Stacked columns of the four quad classes, one a month; months in which nothing passed stay empty.
pub(crate) fn months(months: &[Month]) -> Markup {
    let counted: Vec<(&str, [usize; 4])> =
        months.iter().map(|m| (m.month.as_str(), m.n_acts.map(|n| usize::try_from(n).unwrap_or(0)))).collect();
    let shown = without_gaps(&counted);
    let most = shown.iter().map(|(_, n)| n.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    let width = (shown.len() * COLUMN + 40).max(200);
    let total: usize = shown.iter().map(|(_, n)| n.iter().sum::<usize>()).sum();
    let (first, last) = (shown.first().map_or("", |m| m.0.as_str()), shown.last().map_or("", |m| m.0.as_str()));
    html! {
        figure.chart {
            svg role="img" aria-label={ (total) " acts by month and quad class, " (first) " to " (last) "; the table below tells the same" }
                viewBox={ "0 0 " (width) " " (HEIGHT + 34) } width=(width) height=(HEIGHT + 34) {
                line.axis x1="28" x2=(width) y1=(HEIGHT + 8) y2=(HEIGHT + 8) {}
                text x="24" y="14" text-anchor="end" { (most) }
                text x="24" y=(HEIGHT + 10) text-anchor="end" { "0" }
                @for (at, (month, counts)) in shown.iter().enumerate() {
                    @let x = 32 + at * COLUMN;
                    @for (class, n) in counts.iter().enumerate() {
                        @if *n > 0 {
                            @let below: usize = counts[..class].iter().sum();
                            @let tall = n * HEIGHT / most;
                            @let y = HEIGHT + 8 - (below + n) * HEIGHT / most;
                            rect.{ "quad" (class) } x=(x) y=(y) width=(COLUMN - 6) height=(tall.max(2)) {}
                            @if tall >= 14 { text.inbar x=(x + (COLUMN - 6) / 2) y=(y + tall / 2 + 4) text-anchor="middle" { (sign(class)) } }
                        }
                    }
                    @if at == 0 || month.ends_with("-01") {
                        text x=(x) y=(HEIGHT + 26) { (month) }
                    }
                }
            }
            ul.legend aria-label="Quad classes" {
                @for (class, quad) in Quad::ALL.iter().enumerate() {
                    li { span.key.{ "quad" (class) } aria-hidden="true" { (sign(class)) } " " (quad.as_str()) }
                }
            }
            details {
                summary { "The same as a table" }
                table {
                    thead { tr { th { "Month" } @for quad in Quad::ALL { th.number { (quad.as_str()) } } } }
                    tbody {
                        @for (month, counts) in &counted {
                            tr { th scope="row" { (month) } @for n in counts { td.number { (n) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The last months up to the last in which anything passed, each in its place.
fn without_gaps(counted: &[(&str, [usize; 4])]) -> Vec<(String, [usize; 4])> {
    let number = |month: &str| -> Option<usize> {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()?.checked_sub(1)?)
    };
    let numbered: Vec<(usize, [usize; 4])> =
        counted.iter().filter_map(|(m, counts)| Some((number(m)?, *counts))).collect();
    let (Some((first, _)), Some((last, _))) = (numbered.first(), numbered.last()) else { return Vec::new() };
    let from = *first.max(&(last + 1).saturating_sub(MOST_MONTHS));
    let of = |n: usize| numbered.iter().find(|(at, _)| *at == n).map_or([0; 4], |(_, counts)| *counts);
    (from..=*last).map(|n| (format!("{:04}-{:02}", n / 12, n % 12 + 1), of(n))).collect()
}

/// A sign beside the colour: words or deeds, together or apart.
fn sign(class: usize) -> &'static str {
    ["+", "++", "−", "−−"][class.min(3)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_stand_in_their_places() {
        let one = [1, 0, 0, 0];
        let shown = without_gaps(&[("2010-01", one), ("2025-11", one), ("2026-02", one)]);
        let months: Vec<(&str, usize)> = shown.iter().rev().take(4).map(|(m, n)| (m.as_str(), n[0])).collect();
        assert_eq!(months, [("2026-02", 1), ("2026-01", 0), ("2025-12", 0), ("2025-11", 1)]);
        assert_eq!(shown.len(), MOST_MONTHS);
        assert!(without_gaps(&[]).is_empty());
    }
}
