//! Answers as text for people, or as lines of JSON.

use std::io::{IsTerminal as _, stdout};

use anyhow::Context as _;
use rapporteur_ledger::{ActView, PageOf, TitleRow};
use serde::Serialize;

use super::args::{Format, ViewArgs};
use crate::failure::Outcome;
use crate::outline;
use crate::outline::page::{BOLD, DIM, Page, family_style, one_line, styled};
use crate::output::Output;

/// Whether the answer is for a person.
pub(super) fn is_text(args: &ViewArgs) -> bool {
    let default = if stdout().is_terminal() { Format::Text } else { Format::Jsonl };
    args.format.unwrap_or(default) == Format::Text
}

/// Prints the rows of an answer.
pub(super) fn print_page<T: Serialize>(
    args: &ViewArgs,
    answer: &PageOf<T>,
    none: &str,
    write: impl Fn(&mut Page, &T),
) -> anyhow::Result<Outcome> {
    if !is_text(args) {
        return print_json(&answer.rows);
    }
    let mut page = Page::new(outline::width());
    for (at, row) in answer.rows.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        write(&mut page, row);
    }
    if answer.rows.is_empty() {
        page.line(0, none);
    }
    end_page(&mut page, answer);
    print_text(page)
}

/// Prints the rows of an answer of which each is a line.
pub(super) fn print_list<T: Serialize>(
    args: &ViewArgs,
    answer: &PageOf<T>,
    none: &str,
    line: impl Fn(&T) -> String,
) -> anyhow::Result<Outcome> {
    if !is_text(args) {
        return print_json(&answer.rows);
    }
    let mut page = Page::new(outline::width());
    for row in &answer.rows {
        page.hanging(0, 8, &line(row));
    }
    if answer.rows.is_empty() {
        page.line(0, none);
    }
    end_page(&mut page, answer);
    print_text(page)
}

/// Says where there is more.
pub(super) fn end_page<T>(page: &mut Page, answer: &PageOf<T>) {
    if answer.has_more {
        page.gap();
        let told = format!("There is more; these are the first {}. Raise --limit to see it.", answer.rows.len());
        page.line(0, &styled(DIM, &told));
    }
}

/// Prints one answer, not a list.
pub(super) fn print_one<T: Serialize>(
    args: &ViewArgs,
    answer: &T,
    write: impl Fn(&mut Page),
) -> anyhow::Result<Outcome> {
    if !is_text(args) {
        return print_json(std::slice::from_ref(answer));
    }
    let mut page = Page::new(outline::width());
    write(&mut page);
    print_text(page)
}

pub(super) fn print_json<T: Serialize>(rows: &[T]) -> anyhow::Result<Outcome> {
    let mut output = Output::open(None)?;
    for row in rows {
        output.write(serde_json::to_string(row).context("an answer is plain data")?.as_bytes())?;
        output.write(b"\n")?;
    }
    output.finish()?;
    Ok(Outcome::AllRead)
}

pub(super) fn print_text(page: Page) -> anyhow::Result<Outcome> {
    let mut output = Output::open(None)?;
    output.write_styled(&page.finish())?;
    output.finish()?;
    Ok(Outcome::AllRead)
}

/// An act in two lines: its name, date, people and type; its words.
pub(super) fn write_act(page: &mut Page, indent: usize, act: &ActView, tail: &str) {
    page.hanging(indent, indent + 4, &format!("{}{tail}", act_head(act)));
    page.line(indent + 4, &act_words(act));
}

/// Name, date, people and type.
pub(super) fn act_head(act: &ActView) -> String {
    let date = act.day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    let denied = if act.polarity.as_str() == "negated" { "not: " } else { "" };
    let kind = styled(family_style(act.act_type.family()), act.act_type.as_str());
    format!("{} {date} {denied}{kind} by {}", styled(BOLD, &act.id), people(act))
}

/// Who, and to whom.
pub(super) fn people(act: &ActView) -> String {
    let named = |names: &[String], sides: &[String]| {
        let sides: Vec<&str> = sides.iter().filter(|s| !names.contains(s)).map(String::as_str).collect();
        match (names.is_empty(), sides.is_empty()) {
            (true, _) => String::new(),
            (false, true) => names.join(", "),
            (false, false) => format!("{} ({})", names.join(", "), sides.join(", ")),
        }
    };
    let actors = named(&act.actors, &act.actor_sides);
    let recipients = named(&act.recipients, &act.recipient_sides);
    let actors = if actors.is_empty() { "nobody named".to_owned() } else { actors };
    if recipients.is_empty() { actors } else { format!("{actors} to {recipients}") }
}

/// The verb and what it carries.
pub(super) fn act_words(act: &ActView) -> String {
    let trigger = one_line(&act.trigger.quote);
    if act.content == one_line(&act.evidence.quote) {
        return format!("“{}”", act.content);
    }
    format!("{trigger}: “{}”", act.content)
}

/// A document in a line: its name, date and title, and where it was seen.
pub(super) fn document_line(document: &TitleRow) -> String {
    let day = document.day.map(|d| format!(" {d}")).unwrap_or_default();
    let words = format!("{}{day} {} [{}]", document.id, document.title, document.short_source());
    styled(DIM, &words)
}

/// The document that something stands in.
pub(super) fn write_source(page: &mut Page, indent: usize, document: &TitleRow) {
    page.hanging(indent, indent + 4, &document_line(document));
}

/// A number of things, in words.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
