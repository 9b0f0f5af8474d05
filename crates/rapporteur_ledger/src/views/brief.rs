//! A briefing of two pages: the last meetings, their asks, ours, what is still promised, and where each side stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use rapporteur_record::{ActType, Family};
use rusqlite::params;
use serde::Serialize;

use super::show::one_line;
use super::{ActView, ItemFilter, ItemRow, MeetingFilter, MeetingRow, Page, Show, TitleRow};
use crate::error::{LookupError, StoreError};
use crate::follow::Status;
use crate::index::ACTOR;
use crate::ledger::Ledger;
use crate::parties::{name_of, named};
use crate::time::{Day, DayRange};

/// What a briefing is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefOptions {
    /// The other side: a country's code, or a name.
    pub with: String,
    /// Our side; the other sides' asks are then those made of us. Anybody where it is not given.
    pub us: Option<String>,
    /// The first day.
    pub since: Option<Day>,
    /// The day on which it is written.
    pub today: Day,
}

/// How a briefing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BriefFormat {
    /// Markdown with footnotes.
    Markdown,
    /// One HTML page.
    Html,
}

/// A briefing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Brief {
    /// The other side's name.
    pub with: String,
    /// Our side's name.
    pub us: Option<String>,
    /// The first day.
    pub since: Option<Day>,
    /// The day on which it is written.
    pub today: Day,
    /// The last meetings, the newest first.
    pub meetings: Vec<Line>,
    /// What they asked and what is outstanding of it.
    pub their_asks: Vec<Line>,
    /// What was asked of them and is outstanding.
    pub our_asks: Vec<Line>,
    /// What they promised and is outstanding.
    pub their_promises: Vec<Line>,
    /// What was promised to them and is outstanding.
    pub our_promises: Vec<Line>,
    /// What all sides agreed and is outstanding.
    pub agreed: Vec<Line>,
    /// Their last words on each issue.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<serde_json::Value>>))]
    pub positions: Vec<(String, Vec<Line>)>,
    /// The quote and the source of each line, in the order of the lines' numbers.
    pub notes: Vec<Note>,
}

/// One line of a briefing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    /// The line.
    pub text: String,
    /// Its footnotes, from 1.
    pub notes: Vec<usize>,
}

/// One footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Note {
    /// The exact words, cut where they are many.
    pub quote: String,
    /// The document's title.
    pub title: String,
    /// When it was issued.
    pub day: Option<Day>,
    /// Where it was found.
    pub source: String,
    /// The name of what is quoted.
    pub id: String,
}

/// The most lines under each head: what two pages hold.
const N_MEETINGS: usize = 5;
const N_ITEMS: usize = 4;
const N_ISSUES: usize = 5;
const N_STANCES: usize = 1;
/// The most code points of a line's content, and of a note's quote.
const N_TOLD: usize = 160;
const N_QUOTED: usize = 200;

const ASKS: [ActType; 2] = [ActType::Request, ActType::Appeal];
const PROMISES: [ActType; 4] = [ActType::Commitment, ActType::Offer, ActType::Announcement, ActType::Proposal];

impl Ledger {
    /// Writes a briefing about a side.
    ///
    /// # Errors
    /// Where a name leads to nobody or to several, or the ledger cannot be read.
    pub fn brief(&self, options: &BriefOptions) -> Result<Brief, LookupError> {
        let mut notes = Vec::new();
        let mut sides = vec![options.with.clone()];
        sides.extend(options.us.clone());
        let meetings = MeetingFilter { with: sides, since: options.since, until: Some(options.today) };
        let meetings = self.meetings(&meetings, Page::first(N_MEETINGS))?.rows;
        let meetings = meetings.iter().map(|m| meeting_line(m, options.today, &mut notes)).collect();
        let them = Some(options.with.clone());
        let us = options.us.clone();
        let items = |actor: &Option<String>, counterpart: &Option<String>, types: &[ActType]| {
            self.items_for_brief(actor.clone(), counterpart.clone(), types, options)
        };
        let lists = [
            items(&them, &us, &ASKS)?,
            items(&us, &them, &ASKS)?,
            items(&them, &us, &PROMISES)?,
            items(&us, &them, &PROMISES)?,
            items(&them, &us, &[ActType::Agreement])?,
        ];
        let [their_asks, our_asks, their_promises, our_promises, agreed] =
            lists.map(|rows| rows.iter().map(|row| item_line(row, &mut notes)).collect());
        let positions = self.positions_for_brief(options, &mut notes)?;
        let name = |side: &str| -> Result<String, LookupError> {
            let parties = named(&self.connection, side)?;
            let head = self.entity(parties[0])?;
            Ok(name_of(&self.connection, head)?)
        };
        Ok(Brief {
            with: name(&options.with)?,
            us: options.us.as_deref().map(name).transpose()?,
            since: options.since,
            today: options.today,
            meetings,
            their_asks,
            our_asks,
            their_promises,
            our_promises,
            agreed,
            positions,
            notes,
        })
    }

    fn entity(&self, party: i64) -> Result<i64, StoreError> {
        Ok(self.connection.query_row("SELECT entity FROM party WHERE n = ?1", [party], |row| row.get(0))?)
    }

    fn items_for_brief(
        &self,
        actor: Option<String>,
        counterpart: Option<String>,
        types: &[ActType],
        options: &BriefOptions,
    ) -> Result<Vec<ItemRow>, LookupError> {
        let filter = ItemFilter {
            actor,
            counterpart,
            types: types.to_vec(),
            since: options.since,
            until: Some(options.today),
            ..ItemFilter::default()
        };
        Ok(self.open_items(&filter, options.today, Page::first(N_ITEMS))?.rows)
    }

    /// The issues on which they spoke most of late, with their last words on each.
    fn positions_for_brief(
        &self,
        options: &BriefOptions,
        notes: &mut Vec<Note>,
    ) -> Result<Vec<(String, Vec<Line>)>, LookupError> {
        const N_LOOKED_AT: i64 = 400;
        let connection = &self.connection;
        let parties = named(connection, &options.with)?;
        let mut statement = connection.prepare(&format!(
            "SELECT a.n, a.type, a.features FROM act_at p CROSS JOIN act a ON a.n = p.act
             WHERE p.party IN ({}) AND p.role = ?1 AND p.topic = 0 AND p.day BETWEEN ?2 AND ?3 AND a.event = a.n
             ORDER BY p.day DESC, p.act LIMIT ?4",
            super::items::list(&parties)
        ))?;
        let since = options.since.map_or(i32::MIN, |d| d.0);
        let mut rows = statement.query(params![ACTOR, since, options.today.0, N_LOOKED_AT])?;
        let mut by_issue: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let act_type = crate::features::type_at(row.get(1)?)?;
            let is_stance = act_type.family() == Family::Position && act_type != ActType::Courtesy;
            let features = crate::features::Features::unpack(&row.get::<_, Vec<u8>>(2)?)?;
            for issue in features.issues.into_iter().filter(|_| is_stance || act_type == ActType::Appeal) {
                by_issue.entry(issue).or_default().push(row.get(0)?);
            }
        }
        let mut show = Show::new(self);
        let mut issues: Vec<(String, Vec<i64>)> = Vec::new();
        for (issue, acts) in by_issue {
            issues.push((show.topics(&[issue])?.remove(0), acts));
        }
        issues.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
        let mut positions = Vec::new();
        // what was said on several issues stands under the first of them alone
        let mut told = BTreeSet::new();
        for (issue, acts) in issues {
            let mut lines = Vec::new();
            for n in acts {
                if lines.len() == N_STANCES || told.contains(&n) {
                    continue;
                }
                let act = show.act(n)?;
                // a word or two is no stance
                if act.content.split(' ').nth(2).is_some() {
                    lines.push(act_line(&act, "", notes));
                    told.insert(n);
                }
            }
            if !lines.is_empty() {
                positions.push((self.thesaurus.label(&issue), lines));
            }
            if positions.len() == N_ISSUES {
                break;
            }
        }
        Ok(positions)
    }
}

impl Brief {
    /// The briefing as a text.
    ///
    /// # Errors
    /// Where the built-in template cannot be filled in, which would be a fault of the program.
    pub fn render(&self, format: BriefFormat) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        // a line of the template that only steers leaves no line in the text
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        environment.add_template("brief.md", include_str!("../../templates/brief.md.jinja"))?;
        environment.add_template("brief.html", include_str!("../../templates/brief.html.jinja"))?;
        environment.set_auto_escape_callback(|name| {
            if Path::new(name).extension().is_some_and(|e| e == "html") {
                minijinja::AutoEscape::Html
            } else {
                minijinja::AutoEscape::None
            }
        });
        let name = match format {
            BriefFormat::Markdown => "brief.md",
            BriefFormat::Html => "brief.html",
        };
        environment.add_filter("md", |text: &str| escaped(text));
        environment.add_filter("in_words", |day: &str| Day::parse(day).map_or_else(|| day.to_owned(), Day::in_words));
        let (today, since) = (self.today.in_words(), self.since.map(Day::in_words));
        environment.get_template(name)?.render(context! { brief => Serde(self), today, since })
    }
}

fn meeting_line(meeting: &MeetingRow, today: Day, notes: &mut Vec<Note>) -> Line {
    let mut text = meeting.day.map_or_else(|| "Undated".to_owned(), DayRange::in_words);
    text.push_str(": ");
    text.push_str(
        &meeting
            .name
            .clone()
            .unwrap_or_else(|| format!("{} of {}", meeting_kind(meeting), meeting.side_names.join(" and "))),
    );
    if let Some(place) = &meeting.place {
        let _ = write!(text, ", {place}");
    }
    if !meeting.persons.is_empty() {
        let _ = write!(text, " ({})", meeting.persons.join("; "));
    }
    if meeting.status != "held" {
        let is_past = meeting.status == "planned" && meeting.day.is_some_and(|days| days.last < today);
        let heard = if is_past { "; nothing reported since" } else { "" };
        let _ = write!(text, " ({}{heard})", meeting.status);
    }
    let numbers = meeting
        .reports
        .iter()
        .filter_map(|r| Some((r, r.evidence.as_ref()?)))
        .take(3)
        .map(|(report, evidence)| {
            let document = &report.document;
            note(notes, &evidence.quote, document, &report.id)
        })
        .collect();
    Line { text, notes: numbers }
}

fn meeting_kind(meeting: &MeetingRow) -> &str {
    match meeting.form.as_str() {
        "phone" => "call",
        "summit" => "summit",
        _ => "meeting",
    }
}

fn item_line(row: &ItemRow, notes: &mut Vec<Note>) -> Line {
    let mut state = match row.status {
        Status::Open => "open".to_owned(),
        Status::InProgress => "in progress".to_owned(),
        other => other.to_string(),
    };
    if let Some(since) = row.since {
        let _ = write!(state, " since {}", since.in_words());
    }
    if let Some(due) = row.due {
        let _ = write!(state, ", due {}", due.in_words());
    }
    act_line(&row.act, &format!(" ({state})"), notes)
}

fn act_line(act: &ActView, tail: &str, notes: &mut Vec<Note>) -> Line {
    let day = act.day.map(|d| format!("{}: ", d.in_words())).unwrap_or_default();
    let who = act.actors.join(", ");
    let to = if act.recipients.is_empty() { String::new() } else { format!(" → {}", act.recipients.join(", ")) };
    let text = format!("{day}{who}{to}, {}: {}{tail}", act.act_type, clip(&act.content, N_TOLD));
    let number = note(notes, &act.evidence.quote, &act.document, &act.id);
    Line { text, notes: vec![number] }
}

/// The number of a footnote; the same words of one document have one.
fn note(notes: &mut Vec<Note>, quote: &str, document: &TitleRow, id: &str) -> usize {
    let new = Note {
        quote: clip(&one_line(quote), N_QUOTED),
        title: document.title.clone(),
        day: document.day,
        source: document.short_source().to_owned(),
        id: id.to_owned(),
    };
    match notes.iter().position(|n| n.quote == new.quote && n.source == new.source) {
        Some(at) => at + 1,
        None => {
            notes.push(new);
            notes.len()
        }
    }
}

/// A text of which Markdown takes no sign for markup.
fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

/// A text cut at a word's end, with a sign where something was left out.
fn clip(text: &str, n_chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(n_chars) else { return text.to_owned() };
    let head = &text[..end];
    let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
    format!("{} …", head.trim_end_matches([',', ';', ':']))
}
