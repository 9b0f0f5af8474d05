//! A release: letterhead, title, what was done at each meeting by issue, instruments, dateline.

use std::collections::BTreeMap;

use rapporteur_record::{Act, ActorKind, DateMention, Meeting, Precision, Record};

use crate::cast::{Cast, PartyId, issue_in_sentence};
use crate::date::in_words;
use crate::form::one_line;
use crate::opening::{open, seat, title};
use crate::sentence::{Scene, Sentence, tell};

/// One record, and what of it is to be told.
#[derive(Debug, Clone)]
pub struct Account<'r> {
    /// The record.
    pub record: &'r Record,
    /// The meetings to tell of, by id; the release is on the first account's first.
    pub meetings: Vec<String>,
    /// The acts to tell, by id.
    pub acts: Vec<String>,
}

impl<'r> Account<'r> {
    /// All that a record tells.
    pub fn whole(record: &'r Record) -> Self {
        Self {
            record,
            meetings: record.meetings.iter().map(|meeting| meeting.id.clone()).collect(),
            acts: record.acts.iter().map(|act| act.id.clone()).collect(),
        }
    }
}

/// How a release is to be written; what is not given is taken from the first account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The day on which it is issued, ISO 8601.
    pub dated: Option<String>,
    /// Where it is issued.
    pub place: Option<String>,
    /// The ministry that issues it.
    pub ministry: Option<String>,
}

/// Names that records do not have.
pub trait Wording {
    /// What an issue is called in a sentence.
    fn issue(&self, id: &str) -> Option<String>;
    /// A country's formal name, by its code.
    fn formal_name(&self, country: &str) -> Option<String>;
}

/// Names by the records alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainWords;

impl Wording for PlainWords {
    fn issue(&self, _: &str) -> Option<String> {
        None
    }

    fn formal_name(&self, _: &str) -> Option<String> {
        None
    }
}

/// A release, ready to be laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// Whose it is: the country's formal name, the ministry.
    pub letterhead: Vec<String>,
    /// The title.
    pub title: String,
    /// Each meeting's account; one without an opening tells what was done outside of meetings.
    pub sections: Vec<Section>,
    /// The names of instruments, in order of mention.
    pub instruments: Vec<String>,
    /// Where it is issued.
    pub place: Option<String>,
    /// When it is issued, in words.
    pub date: Option<String>,
    pub(crate) cast: Cast,
    pub(crate) meetings: Vec<(usize, Meeting)>,
    pub(crate) ids: Vec<BTreeMap<String, PartyId>>,
    /// Ids of acts about which nothing could be said: nobody did them.
    pub untold: Vec<(usize, String)>,
}

/// The account of one meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Who met whom, where and when.
    pub opening: Option<String>,
    /// What was done, by issue.
    pub paragraphs: Vec<Paragraph>,
}

/// What was done on one issue.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// What the issue is called.
    pub issue: Option<String>,
    /// A sentence for each act.
    pub sentences: Vec<Sentence>,
}

/// Writes a release from accounts of one meeting. The first account sets whose release it is.
pub fn compose(accounts: &[Account<'_>], options: &Options, words: &dyn Wording) -> Release {
    let mut cast = Cast::default();
    let ids: Vec<_> = accounts.iter().map(|account| cast.add(account.record)).collect();
    let mut composer = Composer { accounts, cast: &cast, ids: &ids, words, untold: Vec::new() };
    let (sections, title) = composer.body();
    let untold = composer.untold;
    let meetings = accounts
        .iter()
        .enumerate()
        .flat_map(|(n, account)| told_meetings(account).into_iter().map(move |meeting| (n, meeting.clone())))
        .collect();
    let first = accounts.first();
    Release {
        letterhead: first.map(|account| letterhead(account.record, options, words)).unwrap_or_default(),
        title,
        instruments: instruments(accounts),
        place: options.place.clone().or_else(|| first.and_then(|account| issued_at(account.record))),
        date: dated(options, first),
        sections,
        meetings,
        untold,
        cast,
        ids,
    }
}

/// An act with the account that it is of.
type ToldAct<'r> = (usize, &'r Act);

struct Composer<'r> {
    accounts: &'r [Account<'r>],
    cast: &'r Cast,
    ids: &'r [BTreeMap<String, PartyId>],
    words: &'r dyn Wording,
    untold: Vec<(usize, String)>,
}

impl<'r> Composer<'r> {
    fn body(&mut self) -> (Vec<Section>, String) {
        let Some(first) = self.accounts.first() else { return (Vec::new(), "Press Release".to_owned()) };
        let meetings = told_meetings(first);
        let own_side = self.own_side();
        let main = meetings.first().copied();
        let mut sections = Vec::new();
        for (n, meeting) in meetings.iter().copied().enumerate() {
            let scene = self.scene(0, Some(meeting), own_side);
            let table = seat(&scene, meeting, own_side);
            let is_edge = n > 0 && main.is_some_and(|m| meeting.sidelines_of.as_ref() == Some(&m.id));
            let edge = main.and_then(|m| m.name.as_deref()).filter(|_| is_edge).map(one_line);
            let opening = open(&scene, meeting, &table, edge.as_deref(), n > 0);
            let mut acts = self.acts_at(0, Some(&meeting.id));
            if n == 0 {
                // other accounts of the same meeting add what this one leaves out
                for account in 1..self.accounts.len() {
                    acts.extend(self.acts_of(account));
                }
            }
            let paragraphs = self.paragraphs(&acts, Some(meeting), own_side);
            if n == 0 || !paragraphs.is_empty() || meeting.status != rapporteur_record::MeetingStatus::Planned {
                sections.push(Section { opening: Some(opening), paragraphs });
            }
        }
        let loose = self.acts_at(0, None);
        let paragraphs = self.paragraphs(&loose, None, own_side);
        if !paragraphs.is_empty() {
            sections.push(Section { opening: None, paragraphs });
        }
        let scene = self.scene(0, main, own_side);
        let table = main.map(|main| seat(&scene, main, own_side));
        (sections, title(&scene, main, table.as_ref(), meetings.len().saturating_sub(1)))
    }

    /// The acts of an account that were done at a meeting, or at none of those told of.
    fn acts_at(&self, account: usize, meeting: Option<&String>) -> Vec<ToldAct<'r>> {
        let told = &self.accounts[account].meetings;
        let mut acts = self.acts_of(account);
        acts.retain(|(_, act)| {
            let at = act.meeting.as_ref().filter(|at| told.contains(at));
            at == meeting
        });
        acts
    }

    fn acts_of(&self, account: usize) -> Vec<ToldAct<'r>> {
        let Account { record, acts, .. } = &self.accounts[account];
        record.acts.iter().filter(|act| acts.contains(&act.id)).map(|act| (account, act)).collect()
    }

    /// Acts by their first issue, in order of mention; those without one where they stand.
    fn paragraphs(
        &mut self,
        acts: &[ToldAct<'r>],
        meeting: Option<&Meeting>,
        own_side: Option<PartyId>,
    ) -> Vec<Paragraph> {
        let mut groups: Vec<(Option<&str>, Vec<ToldAct<'r>>)> = Vec::new();
        for &(account, act) in acts {
            if holder_of(act, account, acts).is_some() {
                continue;
            }
            let issue = self.main_issue(act);
            match groups.iter_mut().find(|(of, _)| *of == issue) {
                Some((_, group)) => group.push((account, act)),
                None => groups.push((issue, vec![(account, act)])),
            }
        }
        let mut paragraphs = Vec::new();
        for (issue, group) in groups {
            let issue = issue.map(|id| self.issue_name(id));
            let mut sentences: Vec<Sentence> = Vec::new();
            for (account, act) in group {
                let scene = self.scene(account, meeting, own_side);
                let begins = issue.as_deref().filter(|_| sentences.is_empty());
                match tell(&scene, act, begins) {
                    Some(mut sentence) => {
                        let held = |(of, other): &&ToldAct<'_>| holder_of(other, *of, acts) == Some((account, act));
                        sentence.within = acts.iter().filter(held).map(|(_, other)| (*other).clone()).collect();
                        sentences.push(sentence);
                    }
                    None => self.untold.push((account, act.id.clone())),
                }
            }
            if !sentences.is_empty() {
                paragraphs.push(Paragraph { issue, sentences });
            }
        }
        paragraphs
    }

    /// Of an act's issues the one that most acts are about: that is what a paragraph is made of.
    fn main_issue(&self, act: &'r Act) -> Option<&'r str> {
        let n_acts = |issue: &String| {
            let all = self.accounts.iter().flat_map(|account| &account.record.acts);
            all.filter(|other| other.issues.contains(issue)).count()
        };
        let most = act.issues.iter().map(n_acts).max()?;
        act.issues.iter().find(|issue| n_acts(issue) == most).map(String::as_str)
    }

    fn issue_name(&self, id: &str) -> String {
        let known = self.words.issue(id).map(|name| issue_in_sentence(&name));
        known.unwrap_or_else(|| id.strip_prefix("x-").unwrap_or(id).replace('-', " "))
    }

    fn scene(&self, account: usize, meeting: Option<&'r Meeting>, own_side: Option<PartyId>) -> Scene<'r> {
        let mut scene = Scene {
            account,
            record: self.accounts[account].record,
            ids: &self.ids[account],
            cast: self.cast,
            two_sides: None,
            two_persons: None,
            met: meeting.and_then(|m| m.date.as_ref()),
        };
        if let Some(meeting) = meeting {
            let table = seat(&Scene { record: self.accounts[0].record, ids: &self.ids[0], ..scene }, meeting, own_side);
            let is_person = |ids: &[PartyId]| ids.iter().all(|&id| self.cast.side(id) != id);
            let are_equals = is_person(&table.own) == is_person(&table.others);
            let mut sides: Vec<PartyId> = table.own.iter().chain(&table.others).map(|&id| self.cast.side(id)).collect();
            sides.sort_unstable();
            sides.dedup();
            let persons = || table.own.iter().chain(&table.others).copied().filter(|&id| self.cast.side(id) != id);
            let two_persons = persons().collect::<Vec<_>>().try_into().ok();
            scene = Scene { two_persons, two_sides: sides.try_into().ok().filter(|_| are_equals), ..scene };
        }
        scene
    }

    fn own_side(&self) -> Option<PartyId> {
        let issuer = self.accounts.first()?.record.document.issuer.as_ref()?;
        self.ids[0].get(issuer).map(|&id| self.cast.side(id))
    }
}

/// The act whose content holds another's verb, and so tells it.
fn holder_of<'r>(act: &Act, account: usize, acts: &[ToldAct<'r>]) -> Option<ToldAct<'r>> {
    let holds = |other: &Act| {
        let content = other.content.as_ref();
        other.id != act.id
            && other.actor != act.actor
            && content.is_some_and(|c| c.start <= act.trigger.start && act.trigger.end <= c.end)
            && content.is_some_and(|c| other.trigger.end <= c.start || c.end <= other.trigger.start)
    };
    acts.iter().copied().find(|(of, other)| *of == account && holds(other))
}

fn told_meetings<'r>(account: &Account<'r>) -> Vec<&'r Meeting> {
    account.meetings.iter().filter_map(|id| account.record.meetings.iter().find(|m| m.id == *id)).collect()
}

/// The country's formal name and the ministry.
fn letterhead(record: &Record, options: &Options, words: &dyn Wording) -> Vec<String> {
    let issuer = record.document.issuer.as_ref();
    let issuer = issuer.and_then(|id| record.actors.iter().find(|actor| actor.id == *id));
    let country = issuer.and_then(|actor| actor.country.as_deref());
    let name = |code: &str| {
        let actor = record.actors.iter().find(|a| a.kind == ActorKind::Country && a.country.as_deref() == Some(code));
        words.formal_name(code).or_else(|| actor.map(|a| a.name.clone()))
    };
    let is_ministry = |kind: ActorKind| matches!(kind, ActorKind::Ministry | ActorKind::Organization);
    let ministry = options
        .ministry
        .clone()
        .or_else(|| issuer.filter(|actor| is_ministry(actor.kind)).map(|actor| actor.name.clone()))
        .or_else(|| country.map(|_| "Ministry of Foreign Affairs".to_owned()));
    country.and_then(name).into_iter().chain(ministry).map(|line| one_line(&line).to_uppercase()).collect()
}

fn issued_at(record: &Record) -> Option<String> {
    let place = record.document.issued.place.as_ref()?;
    record.places.iter().find(|p| p.id == *place).map(|p| one_line(&p.name))
}

fn dated(options: &Options, first: Option<&Account<'_>>) -> Option<String> {
    let given = options.dated.as_ref().map(|value| DateMention {
        value: value.clone(),
        precision: Precision::Day,
        text: None,
        start: None,
        end: None,
    });
    let record = first.map(|account| account.record);
    given.or_else(|| record.and_then(|record| record.document.issued.date.clone())).map(|date| in_words(&date))
}

/// The instruments that the acts name, with their years where the names do not say them.
fn instruments(accounts: &[Account<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for Account { record, acts, .. } in accounts {
        let named = record.acts.iter().filter(|act| acts.contains(&act.id)).flat_map(|act| &act.instruments);
        for instrument in named.filter_map(|id| record.instruments.iter().find(|i| i.id == *id)) {
            let name = one_line(&instrument.name);
            let year = instrument.year.map(|year| year.to_string()).filter(|year| !name.contains(year));
            let name = year.map_or_else(|| name.clone(), |year| format!("{name} ({year})"));
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
