//! `rapporteur open`, `due`, `stale` and `item`.

use std::fmt::Write as _;

use rapporteur_ledger::{Access, Cursor, ItemRow, Page as PageSize, PageOf, Status, Thread, ThreadStep};

use super::args::{DueArgs, ItemCommand, ItemsArgs, OpenArgs, StaleArgs};
use super::lines::{
    act_head, act_words, document_line, end_page, is_text, print_json, print_one, print_page, print_text, write_act,
    write_source,
};
use super::place::{day_or_today, open as open_ledger, open_to_ask, open_to_ask_on, reviewer};
use crate::failure::Outcome;
use crate::outline::page::{BOLD, DIM, Page, one_line, styled};

pub(super) fn open(args: &OpenArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask_on(&args.items.view.ledger, args.items.issue.as_deref())?;
    let today = day_or_today(args.items.on);
    let items = ledger.open_items(&args.items.filter(&args.status), today, args.items.view.page())?;
    print(&args.items, &items, "Nothing outstanding.")
}

pub(super) fn due(args: &DueArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask_on(&args.items.view.ledger, args.items.issue.as_deref())?;
    let today = day_or_today(args.items.on);
    let before = args.before.unwrap_or_else(|| today.plus(31));
    let limit = args.items.view.limit;
    let filter = args.items.filter(&[]);
    // what is coming first, then what is past its time, the last first
    let coming = PageSize { limit, after: Some(Cursor::before_day(today)) };
    let coming = ledger.due_items(&filter, before, today, coming)?;
    let past = ledger.overdue_items(&filter, today, PageSize::first(limit - coming.rows.len()))?;
    if !is_text(&args.items.view) {
        let rows: Vec<ItemRow> = coming.rows.into_iter().chain(past.rows).collect();
        return print_json(&rows);
    }
    let mut page = Page::new(crate::outline::width());
    for (head, items) in [(format!("Due before {before}"), &coming), ("Past their time".to_owned(), &past)] {
        if items.rows.is_empty() {
            continue;
        }
        page.part(&styled(BOLD, &head));
        for row in &items.rows {
            page.gap();
            write_item(&mut page, row);
        }
        end_page(&mut page, items);
    }
    if past.rows.is_empty() && past.has_more {
        page.gap();
        page.line(0, &styled(DIM, "Others are past their time. Raise --limit to see them."));
    } else if coming.rows.is_empty() && past.rows.is_empty() {
        page.line(0, "Nothing due.");
    }
    print_text(page)
}

pub(super) fn stale(args: &StaleArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask_on(&args.items.view.ledger, args.items.issue.as_deref())?;
    let today = day_or_today(args.items.on);
    let items = ledger.stale_items(&args.items.filter(&[]), args.days, today, args.items.view.page())?;
    print(&args.items, &items, "Nothing stale.")
}

pub(super) fn item(command: &ItemCommand) -> anyhow::Result<Outcome> {
    match command {
        ItemCommand::Show { id, on, view } => {
            let thread = open_to_ask(&view.ledger)?.item(id, day_or_today(*on))?;
            return print_one(view, &thread, |page| write_thread(page, &thread));
        }
        ItemCommand::Confirm { earlier, later, relation, by, ledger } => {
            open_ledger(ledger, Access::Write)?.link(earlier, later, Some(*relation), &reviewer(by))?;
        }
        ItemCommand::Refuse { earlier, later, by, ledger } => {
            open_ledger(ledger, Access::Write)?.link(earlier, later, None, &reviewer(by))?;
        }
        ItemCommand::Set { id, status, on, by, ledger } => {
            open_ledger(ledger, Access::Write)?.set_status(id, *status, day_or_today(*on), &reviewer(by))?;
        }
    }
    Ok(Outcome::AllRead)
}

fn print(args: &ItemsArgs, items: &PageOf<ItemRow>, none: &str) -> anyhow::Result<Outcome> {
    print_page(&args.view, items, none, write_item)
}

fn write_item(page: &mut Page, row: &ItemRow) {
    write_act(page, 0, &row.act, &format!(", {}", state(row)));
    write_source(page, 4, &row.act.document);
}

/// What became of an item, since when, and when it is due.
fn state(row: &ItemRow) -> String {
    let mut state = styled(BOLD, status(row.status));
    if let Some(since) = row.since {
        let _ = write!(state, " since {since}");
    }
    if let Some(due) = row.due {
        let _ = write!(state, ", due {due}");
    }
    if let Some(last) = row.last.filter(|last| Some(*last) != row.act.day && Some(*last) != row.since) {
        let _ = write!(state, ", last heard of {last}");
    }
    state
}

fn status(status: Status) -> &'static str {
    if status == Status::InProgress { "in progress" } else { status.as_str() }
}

fn write_thread(page: &mut Page, thread: &Thread) {
    write_act(page, 0, &thread.item.act, &format!(", {}", state(&thread.item)));
    page.gap();
    page.line(0, &styled(BOLD, "Thread"));
    for (at, step) in thread.steps.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        write_step(page, step);
    }
    if !thread.changes.is_empty() {
        page.gap();
        page.line(0, &styled(BOLD, "Status"));
        for change in &thread.changes {
            page.hanging(2, 6, &format!("{} {}: {}", change.day, status(change.status), styled(DIM, &change.why)));
        }
    }
    if !thread.possible.is_empty() {
        page.gap();
        page.line(0, &styled(BOLD, "Perhaps also"));
        for step in &thread.possible {
            write_step(page, step);
        }
    }
}

fn write_step(page: &mut Page, step: &ThreadStep) {
    let Some(act) = &step.act else {
        page.line(2, &step.why);
        return;
    };
    let relation = match step.relation {
        None => "begins".to_owned(),
        Some(relation) => {
            let score = step.score.filter(|_| step.state != "confirmed");
            let score = score.map(|s| format!(" {}.{:02}", s / 1000, s % 1000 / 10)).unwrap_or_default();
            format!("{relation} {} [{}{score}]", step.bears_on.as_deref().unwrap_or_default(), step.state)
        }
    };
    page.hanging(2, 6, &format!("{}, {relation}", act_head(act)));
    page.line(6, &act_words(act));
    let span = format!("{}..{}", act.evidence.start, act.evidence.end);
    page.line(6, &styled(DIM, &format!("“{}” at {span}", one_line(&act.evidence.quote))));
    write_source(page, 6, &act.document);
    if !step.why.is_empty() {
        page.line(6, &styled(DIM, &step.why));
    }
    for report in &step.reports {
        page.hanging(6, 10, &format!("also told in {}", document_line(&report.document)));
    }
}
