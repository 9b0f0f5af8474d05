//! `rapporteur search`, `positions` and `brief`.

use anyhow::Context as _;
use rapporteur::world::World;
use rapporteur_ledger::{BriefFormat, BriefOptions, Hit, Search};

use super::args::{BriefArgs, PositionsArgs, SearchArgs};
use super::lines::{print_page, write_act, write_source};
use super::place::{day_or_today, open_to_ask, open_to_ask_on, thesaurus};
use crate::failure::Outcome;
use crate::outline::page::{BOLD, Page, one_line, styled};
use crate::output::Output;

pub(super) fn search(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask_on(&args.view.ledger, args.issue.as_deref())?;
    let search = Search {
        words: args.words.join(" "),
        actor: args.actor.clone(),
        recipient: args.recipient.clone(),
        country: args.country.clone(),
        issue: args.issue.clone(),
        act_type: args.act_type,
        meeting: args.meeting.clone(),
        since: args.since,
        until: args.until,
        genre: args.genre,
        status: args.status,
    };
    let hits = ledger.search(&search, args.view.page())?;
    print_page(&args.view, &hits, "No sentence found.", write_hit)
}

fn write_hit(page: &mut Page, hit: &Hit) {
    page.line(0, &one_line(&marked(hit)));
    for (id, act_type) in &hit.acts {
        page.line(4, &format!("{} {act_type}", styled(BOLD, id)));
    }
    write_source(page, 4, &hit.document);
}

/// The sentence with the words found in bold.
fn marked(hit: &Hit) -> String {
    let mut text = String::new();
    for (at, c) in hit.sentence.chars().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if hit.marks.iter().any(|(start, _)| *start == at) {
            text.push_str(&BOLD.render().to_string());
        }
        text.push(c);
        if hit.marks.iter().any(|(_, end)| *end == at + 1) {
            text.push_str(&BOLD.render_reset().to_string());
        }
    }
    text
}

pub(super) fn positions(args: &PositionsArgs) -> anyhow::Result<Outcome> {
    let ledger = open_to_ask_on(&args.view.ledger, Some(&args.issue))?;
    let line = ledger.positions(&args.actor, &args.issue, args.view.page())?;
    print_page(&args.view, &line, "Nothing said on it.", |page, act| {
        write_act(page, 0, act, "");
        write_source(page, 4, &act.document);
    })
}

pub(super) fn brief(args: &BriefArgs) -> anyhow::Result<Outcome> {
    let mut ledger = open_to_ask(&args.ledger)?;
    ledger.set_thesaurus(thesaurus(World::embedded()));
    let options =
        BriefOptions { with: args.with.clone(), us: args.us.clone(), since: args.since, today: day_or_today(args.on) };
    let brief = ledger.brief(&options)?;
    let format = if args.html { BriefFormat::Html } else { BriefFormat::Markdown };
    let text = brief.render(format).context("the briefing's template")?;
    let mut output = Output::open(args.output.as_deref())?;
    output.write(text.as_bytes())?;
    output.finish()?;
    Ok(Outcome::AllRead)
}
