//! Which meeting of the record is which of gold: by name, or by sides and date.

use std::collections::BTreeMap;

use rapporteur_record::Meeting;

use crate::gold::{GoldDate, GoldMeeting};
use crate::judge::fields::{self, Fields};
use crate::judge::{JudgedMeeting, MeetingView, Pair};
use crate::letter::norm;
use crate::party::{Party, has_telling_words, same_set};

/// The meetings of one document, judged.
pub(super) struct Meetings {
    pub(super) judged: Vec<JudgedMeeting>,
    /// The record's meetings that are gold's, by gold's ids.
    pub(super) partners: BTreeMap<String, String>,
}

pub(super) fn judge(pair: &Pair<'_>, fields: &mut Fields) -> Meetings {
    let mut free: Vec<&Meeting> = pair.predicted.meetings.iter().collect();
    let mut matched: Vec<(&GoldMeeting, &Meeting)> = Vec::new();
    let mut meetings = Meetings { judged: Vec::new(), partners: BTreeMap::new() };
    for gold in &pair.gold.meetings {
        let Some(at) = free.iter().position(|meeting| is_match(pair, meeting, gold)) else {
            let gold = Some(gold_view(pair, gold));
            meetings.judged.push(JudgedMeeting { gold, predicted: None, date: None, sides: None });
            continue;
        };
        let meeting = free.remove(at);
        if let Some(id) = &gold.id {
            meetings.partners.insert(id.clone(), meeting.id.clone());
        }
        matched.push((gold, meeting));
        meetings.judged.push(JudgedMeeting {
            gold: Some(gold_view(pair, gold)),
            predicted: Some(view(pair, meeting)),
            date: Some(is_same_date(meeting, gold)),
            sides: Some(same_set(&gold_sides(pair, gold), &sides(pair, meeting))),
        });
    }
    for (gold, meeting) in matched {
        fields::judge_meeting(pair, meeting, gold, &meetings.partners, fields);
    }
    for meeting in free {
        let predicted = Some(view(pair, meeting));
        meetings.judged.push(JudgedMeeting { gold: None, predicted, date: None, sides: None });
    }
    meetings
}

fn is_match(pair: &Pair<'_>, meeting: &Meeting, gold: &GoldMeeting) -> bool {
    let name = meeting.name.as_deref().unwrap_or_default();
    let gold_name = gold.name.as_deref().filter(|name| !name.is_empty());
    if gold_name.is_some_and(|gold_name| !name.is_empty() && norm(gold_name) == norm(name)) {
        return true;
    }
    let (sides, gold_sides) = (sides(pair, meeting), gold_sides(pair, gold));
    let has_sides = !gold_sides.is_empty() && gold_sides.iter().all(|side| sides.contains(side));
    is_same_date(meeting, gold) && (has_sides || gold_name.is_some_and(|gold_name| has_telling_words(gold_name, name)))
}

/// Whether the dates are the same; any will do where gold has none.
fn is_same_date(meeting: &Meeting, gold: &GoldMeeting) -> bool {
    let gold = date(gold).and_then(|date| date.value.as_deref());
    gold.is_none() || gold == meeting.date.as_ref().map(|date| date.value.as_str())
}

fn date(gold: &GoldMeeting) -> Option<&GoldDate> {
    gold.date.as_ref().and_then(|date| date.as_ref())
}

fn sides(pair: &Pair<'_>, meeting: &Meeting) -> Vec<Party> {
    pair.predicted_cast.lenient_all(&meeting.participants)
}

fn gold_sides(pair: &Pair<'_>, gold: &GoldMeeting) -> Vec<Party> {
    pair.gold_cast.lenient_all(&gold.participants)
}

fn view(pair: &Pair<'_>, meeting: &Meeting) -> MeetingView {
    MeetingView {
        name: meeting.name.clone(),
        date: meeting.date.as_ref().map(|date| date.value.clone()),
        participants: pair.predicted_cast.names(&meeting.participants),
    }
}

fn gold_view(pair: &Pair<'_>, gold: &GoldMeeting) -> MeetingView {
    MeetingView {
        name: gold.name.clone(),
        date: date(gold).and_then(|date| date.value.clone()),
        participants: pair.gold_cast.names(&gold.participants),
    }
}
