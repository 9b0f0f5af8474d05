//! `rapporteur compare` and `drift`.

use rapporteur_ledger::{Comparison, DriftStep, Movement};

use super::args::{CompareArgs, PositionsArgs};
use super::lines::{act_head, act_words, document_line, print_one, print_page, write_act, write_source};
use super::place::{open_to_ask, open_to_ask_on};
use crate::failure::Outcome;
use crate::outline::page::{BOLD, DIM, Page, styled};

pub(super) fn compare(args: &CompareArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.view.ledger)?;
    let comparison = super::compare(&ledger, &args.names)?;
    print_one(&args.view, &comparison, |page| write_comparison(page, &comparison))
}

fn write_comparison(page: &mut Page, comparison: &Comparison) {
    page.hanging(0, 7, &format!("left:  {}", document_line(&comparison.left)));
    page.hanging(0, 7, &format!("right: {}", document_line(&comparison.right)));
    if let Some(meeting) = &comparison.meeting {
        page.line(0, &format!("on the meeting {}", styled(BOLD, meeting)));
    }
    page.gap();
    page.line(0, &styled(BOLD, "In both"));
    for pair in &comparison.both {
        page.hanging(2, 6, &format!("left  {}", act_head(&pair.left)));
        page.line(8, &act_words(&pair.left));
        page.hanging(2, 6, &format!("right {}", act_head(&pair.right)));
        page.line(8, &act_words(&pair.right));
        for difference in &pair.differences {
            page.line(8, &styled(DIM, &format!("differs in {difference}")));
        }
        page.gap();
    }
    if comparison.both.is_empty() {
        page.line(2, "nothing");
        page.gap();
    }
    for (head, acts) in [("Only on the left", &comparison.only_left), ("Only on the right", &comparison.only_right)] {
        page.line(0, &styled(BOLD, head));
        for act in acts {
            write_act(page, 2, act, "");
            page.gap();
        }
        if acts.is_empty() {
            page.line(2, "nothing");
            page.gap();
        }
    }
}

pub(super) fn drift(args: &PositionsArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask_on(&args.view.ledger, Some(&args.issue))?;
    let drift = ledger.drift(&args.actor, &args.issue, args.view.page())?;
    let steps = rapporteur_ledger::PageOf { rows: drift.steps, has_more: drift.has_more, next: None };
    print_page(&args.view, &steps, "Nothing said on it.", write_step)
}

fn write_step(page: &mut Page, step: &DriftStep) {
    let way = match step.movement {
        Movement::First => "begins",
        Movement::Up => "stronger",
        Movement::Down => "weaker",
        Movement::Level => "as before",
        Movement::Across => "otherwise",
    };
    let rung = match (&step.ladder, step.rung) {
        (Some(ladder), Some(rung)) => format!(", {ladder} {rung}"),
        _ => String::new(),
    };
    write_act(page, 0, &step.act, &format!(", {}{rung}", styled(BOLD, way)));
    let list = |phrases: &[String]| phrases.iter().map(|p| format!("“{p}”")).collect::<Vec<_>>().join(", ");
    for (what, phrases) in [("new", &step.added), ("gone", &step.dropped)] {
        if !phrases.is_empty() {
            page.line(4, &styled(DIM, &format!("{what}: {}", list(phrases))));
        }
    }
    write_source(page, 4, &step.act.document);
}
