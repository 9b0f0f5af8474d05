//! A document's text with its acts marked in place.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped};
use rapporteur_ledger::{ActView, DocumentView};
use rapporteur_record::Record;

use super::document::Cards;
use crate::desk::Desk;
use crate::words;

/// A stretch of the text that acts cover.
struct Stretch<'a> {
    start: usize,
    end: usize,
    act: &'a ActView,
    /// Its place among the document's acts.
    at: usize,
    is_trigger: bool,
}

/// The text with its acts marked: triggers as ways to their cards, contents underlined in the family's manner.
///
/// Written into one string: every piece of the text goes through `escape`.
pub(super) fn text(desk: &Desk, cards: &Cards<'_>, view: &DocumentView, record: &Record) -> Markup {
    let chars: Vec<char> = record.document.text.chars().collect();
    let mut stretches = Vec::new();
    for (at, (act, full)) in view.acts.iter().zip(&record.acts).enumerate() {
        let mut push = |start: u32, end: u32, is_trigger| {
            let (start, end) = (start as usize, (end as usize).min(chars.len()));
            if start < end {
                stretches.push(Stretch { start, end, act, at, is_trigger });
            }
        };
        push(act.trigger.start, act.trigger.end, true);
        if let Some(content) = &full.content {
            push(content.start, content.end, false);
        }
    }
    let mut bounds: Vec<usize> = stretches.iter().flat_map(|s| [s.start, s.end]).collect();
    let breaks = paragraph_breaks(&chars);
    bounds.extend(breaks.iter().flat_map(|&(a, b)| [a, b]));
    bounds.extend([0, chars.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let mut out = String::from("<p>");
    let mut anchored: Vec<&str> = Vec::new();
    for pair in bounds.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        if breaks.contains(&(start, end)) {
            out.push_str("</p><p>");
            continue;
        }
        let piece: String = chars[start..end].iter().collect();
        let over: Vec<&Stretch<'_>> = stretches.iter().filter(|s| s.start <= start && end <= s.end).collect();
        let trigger = over.iter().find(|s| s.is_trigger);
        let content = over.iter().filter(|s| !s.is_trigger).max_by_key(|s| s.start);
        match (trigger, content) {
            (Some(trigger), _) => {
                let is_first = !anchored.contains(&trigger.act.id.as_str());
                anchored.push(&trigger.act.id);
                mark(desk, &mut out, trigger.act, &cards.href(trigger.at), &piece, is_first);
            }
            (None, Some(content)) => {
                let _ = write!(out, "<span class=\"said {}\">", content.act.act_type.family());
                escape(&piece, &mut out);
                out.push_str("</span>");
            }
            (None, None) => escape(&piece, &mut out),
        }
    }
    out.push_str("</p>");
    PreEscaped(out.replace("<p></p>", ""))
}

/// A trigger: shape, words, the type as a label, and who to whom when pointed at.
fn mark(desk: &Desk, out: &mut String, act: &ActView, href: &str, piece: &str, is_first: bool) {
    let family = act.act_type.family();
    let id = if is_first { format!(" id=\"t-{}\"", act.id) } else { String::new() };
    let _ = write!(out, "<a class=\"act {family}\"{id} href=\"{href}\">");
    if is_first {
        let _ = write!(out, "<span class=\"shape\" aria-hidden=\"true\">{}</span>", words::shape(family));
    }
    escape(piece, out);
    if is_first {
        let _ = write!(out, "<small>{}</small>", act.act_type);
        let mut tip = act.actors.join(", ");
        if !act.recipients.is_empty() {
            let _ = write!(tip, " → {}", act.recipients.join(", "));
        }
        for issue in &act.issues {
            let _ = write!(tip, " · {}", desk.issue(issue));
        }
        let _ =
            write!(tip, " · {}", if act.is_decided { "decided".to_owned() } else { words::percent(act.confidence) });
        out.push_str("<span class=\"tip\" aria-hidden=\"true\">");
        escape(&tip, out);
        out.push_str("</span>");
    }
    out.push_str("</a>");
}

/// Where paragraphs end: runs of line breaks with at least two of them.
fn paragraph_breaks(chars: &[char]) -> Vec<(usize, usize)> {
    let mut breaks = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != '\n' {
            at += 1;
            continue;
        }
        let start = at;
        let mut n_lines = 0;
        while at < chars.len() && chars[at].is_whitespace() {
            n_lines += usize::from(chars[at] == '\n');
            at += 1;
        }
        if n_lines >= 2 {
            breaks.push((start, at));
        }
    }
    breaks
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
