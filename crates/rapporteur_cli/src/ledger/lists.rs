//! `rapporteur meetings`, `documents`, `show`, `actors` and `issues`.

use anyhow::Context as _;
use rapporteur_ledger::{DocumentView, MeetingFilter, MeetingRow};

use super::args::{ListArgs, MeetingsArgs, ShowArgs, ViewArgs};
use super::lines::{document_line, print_list, print_one, print_page, write_act, write_source};
use super::place::open_to_ask;
use crate::failure::Outcome;
use crate::outline::page::{BOLD, DIM, Page, one_line, styled};
use crate::output::Output;

pub(super) fn meetings(args: &MeetingsArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.view.ledger)?;
    let filter = MeetingFilter { with: args.with.clone(), since: args.since, until: args.until };
    let meetings = ledger.meetings(&filter, args.view.page())?;
    print_page(&args.view, &meetings, "No meeting found.", write_meeting)
}

fn write_meeting(page: &mut Page, meeting: &MeetingRow) {
    write_meeting_told_in(page, meeting, None);
}

/// A meeting with its reports, but for one document that is on the page already.
fn write_meeting_told_in(page: &mut Page, meeting: &MeetingRow, document: Option<&str>) {
    let date = meeting.day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    let name = meeting.name.clone().unwrap_or_else(|| meeting.side_names.join(", "));
    let place = meeting.place.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
    let held = if meeting.status == "held" { String::new() } else { format!(", {}", meeting.status) };
    page.hanging(0, 4, &format!("{} {date} {name} ({}{held}){place}", styled(BOLD, &meeting.id), meeting.form));
    if !meeting.persons.is_empty() {
        page.line(4, &meeting.persons.join(", "));
    }
    for report in meeting.reports.iter().filter(|r| Some(r.document.id.as_str()) != document) {
        write_source(page, 4, &report.document);
    }
}

pub(super) fn documents(args: &ListArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.view.ledger)?;
    let documents = ledger.documents(&args.words.join(" "), args.view.page())?;
    print_list(&args.view, &documents, "No document found.", |document| {
        let day = document.day.map_or_else(|| "undated".to_owned(), |d| d.to_string());
        let source = styled(DIM, document.short_source());
        let genre = document.genre.replace('_', " ");
        format!("{} {day} {genre}: {} {source}", styled(BOLD, &document.id), document.title)
    })
}

pub(super) fn show(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.view.ledger)?;
    let bytes = if args.bytes {
        ledger.source_bytes(&args.document)?
    } else if args.record {
        let mut json =
            serde_json::to_vec_pretty(&ledger.record(&args.document)?.record).context("a record is plain data")?;
        json.push(b'\n');
        json
    } else {
        let view = ledger.document(&args.document)?;
        return print_one(&args.view, &view, |page| write_document(page, &view));
    };
    let mut output = Output::open(None)?;
    output.write(&bytes)?;
    output.finish()?;
    Ok(Outcome::AllRead)
}

fn write_document(page: &mut Page, view: &DocumentView) {
    let document = &view.document;
    let day = document.day.map(|d| format!(", {d}")).unwrap_or_default();
    page.line(0, &styled(BOLD, &document.title));
    page.line(0, &format!("{} {}{day}", document.id, document.genre.replace('_', " ")));
    page.line(0, &styled(DIM, &document.hash));
    for origin in &view.origins {
        page.line(0, &styled(DIM, &format!("{} since {}", origin.source, origin.first_seen)));
    }
    for (what, other) in [("follows the version", &view.predecessor), ("replaced by", &view.successor)] {
        if let Some(other) = other {
            page.line(0, &format!("{what} {}", document_line(other)));
        }
    }
    for copy in &view.copies {
        page.line(0, &format!("the same release as {}", document_line(copy)));
    }
    for meeting in &view.meetings {
        page.gap();
        write_meeting_told_in(page, meeting, Some(&document.id));
    }
    for act in &view.acts {
        page.gap();
        write_act(page, 0, act, if act.is_decided { ", decided" } else { "" });
    }
}

pub(super) fn actors(args: &ListArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.view.ledger)?;
    let actors = ledger.parties(&args.words.join(" "), args.view.page())?;
    print_list(&args.view, &actors, "No actor found.", |actor| {
        let n = super::lines::count(usize::try_from(actor.n_documents).unwrap_or(0), "document", "documents");
        format!("{} {}, {n} {}", styled(BOLD, &one_line(&actor.name)), actor.kind, styled(DIM, &actor.key))
    })
}

pub(super) fn issues(args: &ViewArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask(&args.ledger)?;
    print_list(args, &ledger.issues("", args.page())?, "No issue occurs.", |row| {
        format!("{:>6} {}", row.n_acts, row.issue)
    })
}
