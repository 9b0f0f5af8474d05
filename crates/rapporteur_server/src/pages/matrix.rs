//! Sides by issues: the last stance of each with its date.

use maud::{Markup, html};
use rapporteur_ledger::Matrix;

use super::parts::{actor_href, badge, enc, issue_href, time};
use crate::desk::Desk;
use crate::words;

/// The table; a cell leads to the act, and from there to all that the side said.
pub(crate) fn table(desk: &Desk, matrix: &Matrix) -> Markup {
    html! {
        @if matrix.rows.is_empty() { p.dim { "Nobody took a stand." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Sides by issues" {
                table.matrix {
                    thead {
                        tr {
                            th { "Side" }
                            @for issue in &matrix.issues { th scope="col" { a href=(issue_href(issue)) { (words::capital(&desk.issue(issue))) } } }
                        }
                    }
                    tbody {
                        @for row in &matrix.rows {
                            @let key = row.side.key.strip_prefix("c:").unwrap_or(&row.side.key);
                            tr {
                                th scope="row" { a href=(actor_href(key)) { (row.side.name) } }
                                @for (issue, cell) in matrix.issues.iter().zip(&row.cells) {
                                    td {
                                        @if let Some(cell) = cell {
                                            a.plain href={ "/acts/" (cell.act) } { (badge(cell.act_type)) }
                                            span.foot {
                                                (time(cell.day))
                                                @if cell.n_acts > 1 { " · " a href={ (issue_href(issue)) "/drift?actor=" (enc(key)) } { (cell.n_acts) span aria-hidden="true" { "×" } span.hidden { " times" } } }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
