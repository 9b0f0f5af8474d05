//! `rapporteur review`: the least certain acts, one key each.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _, stdin, stdout};

use anyhow::bail;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read as read_event};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rapporteur::record::{ActType, Polarity, Strength};
use rapporteur_ledger::{Access, Correction, Ledger, Page as PageSize, QueueFilter, Review, Reviewer};

use super::args::ReviewArgs;
use super::lines::{act_words, document_line, people};
use super::place::{now, open, who};
use crate::failure::Outcome;
use crate::outline::page::{BOLD, DIM, Page, family_style, one_line, styled};
use crate::output::Output;

/// Sentences around the act that are shown, in characters before and after.
const AROUND: usize = 240;

const HELP: &str = "a accept  f correct a field  r reject  s skip  c comment  u undo  ? why  q quit";

/// What a person does about an act.
enum Step {
    Next,
    Again,
    Quit,
}

pub(super) fn run(args: &ReviewArgs) -> anyhow::Result<Outcome> {
    let mut ledger = open(&args.ledger, Access::Write)?;
    ledger.settle()?;
    let filter = QueueFilter { document: args.document.clone(), types: args.types.clone(), below: args.below };
    let who = who(args.by.as_deref());
    let mut n_seen = 0;
    loop {
        let queue = ledger.review_queue(&filter, PageSize::first(1))?;
        let Some(review) = queue.rows.into_iter().next() else {
            show("Nothing left to review.\n")?;
            return Ok(Outcome::AllRead);
        };
        if review.is_skipped && n_seen > 0 {
            show("Only acts put off before are left.\n")?;
        }
        n_seen += 1;
        show_review(&ledger, &review)?;
        loop {
            match step(&mut ledger, &review, &who) {
                Ok(Step::Next) => break,
                Ok(Step::Again) => {}
                Ok(Step::Quit) => return Ok(Outcome::AllRead),
                Err(error) => show(&format!("{error:#}\n"))?,
            }
        }
    }
}

fn step(ledger: &mut Ledger, review: &Review, who: &str) -> anyhow::Result<Step> {
    let by = Reviewer { who: who.to_owned(), at: now(), reason: None };
    let act = review.act.id.as_str();
    let Some(key) = key()? else { return Ok(Step::Quit) };
    match key {
        'a' | '1' => {
            ledger.accept(act, &by)?;
            show("accepted\n")?;
        }
        'r' | 'x' | '2' => {
            let reason = Some(ask("why (may be left empty): ")?).filter(|r| !r.is_empty());
            ledger.reject(act, &Reviewer { reason, ..by })?;
            show("rejected\n")?;
        }
        's' | ' ' => {
            ledger.skip(act, &by)?;
            show("put off\n")?;
        }
        'c' => {
            let text = ask("comment: ")?;
            if !text.is_empty() {
                ledger.comment(act, &text, &by)?;
            }
            return Ok(Step::Again);
        }
        'f' | 'e' => {
            let Some(correction) = ask_correction(review)? else { return Ok(Step::Again) };
            let reason = Some(ask("why (may be left empty): ")?).filter(|r| !r.is_empty());
            ledger.correct(act, &correction, &Reviewer { reason, ..by })?;
            show("corrected\n")?;
        }
        'u' => {
            ledger.undo(&by)?;
            show("the last decision is taken back\n")?;
        }
        '?' => {
            let why = review.why.join("\n    ");
            show(&format!("    {why}\n{HELP}\n"))?;
            return Ok(Step::Again);
        }
        'q' => return Ok(Step::Quit),
        _ => {
            show(&format!("{HELP}\n"))?;
            return Ok(Step::Again);
        }
    }
    Ok(Step::Next)
}

fn show_review(ledger: &Ledger, review: &Review) -> anyhow::Result<()> {
    let act = &review.act;
    let mut page = Page::new(crate::outline::width());
    page.gap();
    page.line(0, &document_line(&act.document));
    let text: Vec<char> = ledger.record(&act.document.hash)?.record.document.text.chars().collect();
    page.line(2, &in_context(&text, review));
    page.gap();
    let kind = styled(family_style(act.act_type.family()), act.act_type.as_str());
    page.line(2, &format!("{} {kind} by {}", styled(BOLD, &act.id), people(act)));
    page.line(2, &act_words(act));
    let mut facts = vec![format!("confidence {}.{:02}", act.confidence / 1000, act.confidence % 1000 / 10)];
    facts.extend(act.day.map(|d| format!("date {d}")));
    facts.extend(act.due.map(|d| format!("due {d}")));
    facts.push(format!("{}, {}, {}", act.polarity, act.modality, act.strength));
    if !act.issues.is_empty() {
        facts.push(act.issues.join(", "));
    }
    page.line(2, &styled(DIM, &facts.join("; ")));
    for comment in &review.comments {
        page.line(2, &styled(DIM, comment));
    }
    page.line(2, &styled(DIM, HELP));
    show(&page.finish())
}

/// The sentence with what stands around it; the trigger is bold.
fn in_context(text: &[char], review: &Review) -> String {
    let act = &review.act;
    let (start, end) = (act.evidence.start as usize, (act.evidence.end as usize).min(text.len()));
    let (from, to) = (start.saturating_sub(AROUND), (end + AROUND).min(text.len()));
    let slice =
        |range: std::ops::Range<usize>| text.get(range).map(|c| c.iter().collect::<String>()).unwrap_or_default();
    let trigger = (act.trigger.start as usize).clamp(start, end)..(act.trigger.end as usize).clamp(start, end);
    let before = slice(from..start);
    let after = slice(end..to);
    let before = if from > 0 { before.split_once(' ').map_or("", |(_, rest)| rest).to_owned() } else { before };
    let after = if to < text.len() { after.rsplit_once(' ').map_or("", |(rest, _)| rest).to_owned() } else { after };
    one_line(&format!(
        "{}{}{}{}{}",
        styled(DIM, &before),
        slice(start..trigger.start),
        styled(BOLD, &slice(trigger.clone())),
        slice(trigger.end..end),
        styled(DIM, &after)
    ))
}

/// Asks for one field and its value; none where the person thinks better of it.
fn ask_correction(review: &Review) -> anyhow::Result<Option<Correction>> {
    const FIELDS: &str = "type, actor, recipient, content, issues, date, due, polarity, strength";
    let mut correction = Correction::default();
    let mut is_changed = false;
    loop {
        let field = ask(&format!("field ({FIELDS}; empty when done): "))?;
        if field.is_empty() {
            return Ok(is_changed.then_some(correction));
        }
        if matches!(field.as_str(), "actor" | "recipient") {
            let actors: Vec<String> = review.actors.iter().map(|a| format!("{} {}", a.id, a.name)).collect();
            show(&format!("{}\n", actors.join("; ")))?;
        }
        let value = ask(&format!("{field} (several are parted by ;): "))?;
        match set_field(&mut correction, &field, &value) {
            Ok(()) => is_changed = true,
            Err(error) => show(&format!("{error}\n"))?,
        }
    }
}

fn set_field(correction: &mut Correction, field: &str, value: &str) -> anyhow::Result<()> {
    let list = || value.split(';').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    match field {
        "type" => {
            let Some(act_type) = ActType::from_name(value) else {
                let names: Vec<&str> = ActType::ALL.iter().map(|t| t.as_str()).collect();
                bail!("a type is one of {}", names.join(", "));
            };
            correction.act_type = Some(act_type);
        }
        "actor" => correction.actor = Some(list()),
        "recipient" => correction.recipient = Some(list()),
        "content" => correction.content = Some(value.to_owned()),
        "issues" => correction.issues = Some(list()),
        "date" => correction.date = Some(value.to_owned()),
        "due" => correction.due = Some(value.to_owned()),
        "polarity" => match Polarity::from_name(value) {
            Some(polarity) => correction.polarity = Some(polarity),
            None => bail!("polarity is affirmed or negated"),
        },
        "strength" => match Strength::from_name(value) {
            Some(strength) => correction.strength = Some(strength),
            None => bail!("strength is strong, plain or weak"),
        },
        other => bail!("there is no field {other:?}"),
    }
    Ok(())
}

/// One key; a line's first letter where there is no terminal; none at the end of input.
fn key() -> anyhow::Result<Option<char>> {
    if !stdin().is_terminal() {
        return Ok(line()?.map(|line| line.trim().chars().next().unwrap_or(' ')));
    }
    enable_raw_mode()?;
    let key = loop {
        match read_event() {
            Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => break Ok(None),
                KeyCode::Char(c) => break Ok(Some(c)),
                KeyCode::Esc => break Ok(Some('q')),
                _ => {}
            },
            Ok(_) => {}
            Err(error) => break Err(error),
        }
    };
    disable_raw_mode()?;
    Ok(key?)
}

/// A line that the person types.
fn ask(prompt: &str) -> anyhow::Result<String> {
    show(prompt)?;
    Ok(line()?.unwrap_or_default().trim().to_owned())
}

fn line() -> io::Result<Option<String>> {
    let mut line = String::new();
    Ok((stdin().lock().read_line(&mut line)? > 0).then_some(line))
}

fn show(text: &str) -> anyhow::Result<()> {
    let mut output = Output::open(None)?;
    output.write_styled(text)?;
    output.finish()?;
    stdout().flush()?;
    Ok(())
}
