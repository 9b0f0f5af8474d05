//! Field by field: whatever gold has of a matched item, and whether the record has the same.

use std::collections::BTreeMap;

use rapporteur_record::{Act, DateMention, Meeting};

use crate::gold::{GoldAct, GoldActor, GoldDate, GoldMeeting};
use crate::judge::Pair;
use crate::letter::norm;
use crate::party::{Party, same_set};
use crate::tally::Share;

/// Accuracies by the fields' paths.
pub(super) type Fields = BTreeMap<String, Share>;

fn count(fields: &mut Fields, path: &str, is_right: bool) {
    fields.entry(path.to_owned()).or_default().count(is_right);
}

/// Counts a date's value, and where gold has a date its precision.
fn count_date(fields: &mut Fields, path: &str, found: Option<&DateMention>, gold: Option<&GoldDate>) {
    let gold_value = gold.and_then(|date| date.value.as_deref());
    count(fields, &format!("date.{path} value"), gold_value == found.map(|date| date.value.as_str()));
    if let Some(precision) = gold.and_then(|date| date.precision.as_deref()) {
        count(
            fields,
            &format!("date.{path} precision"),
            found.is_some_and(|date| date.precision.as_str() == precision),
        );
    }
}

/// Genre, title, issue date and issuer as one figure.
pub(super) fn judge_document(pair: &Pair<'_>) -> Share {
    let (gold, found) = (&pair.gold.document, &pair.predicted.document);
    let mut share = Share::default();
    if let Some(genre) = gold.genre.as_deref().filter(|genre| !genre.is_empty()) {
        share.count(norm(genre) == norm(found.genre.as_str()));
    }
    if let Some(title) = gold.title.as_deref().filter(|title| !title.is_empty()) {
        share.count(norm(title) == norm(found.title.as_deref().unwrap_or_default()));
    }
    if let Some(issued) = gold.issued.as_ref().filter(|issued| issued.date.is_some() || issued.place.is_some()) {
        let gold_value = issued.date.iter().flatten().find_map(|date| date.value.as_deref());
        share.count(gold_value == found.issued.date.as_ref().map(|date| date.value.as_str()));
    }
    if let Some(issuer) = gold.issuer.as_deref().filter(|issuer| !issuer.is_empty()) {
        let found = found.issuer.as_deref().and_then(|issuer| pair.predicted_cast.lenient(issuer));
        share.count(found.is_some() && found == pair.gold_cast.lenient(issuer));
    }
    share
}

/// The parts of the issue line, each by itself.
pub(super) fn judge_issued(pair: &Pair<'_>, fields: &mut Fields) {
    let (gold, found) = (&pair.gold.document, &pair.predicted.document);
    if let Some(genre) = &gold.genre {
        count(fields, "document.genre", norm(genre) == norm(found.genre.as_str()));
    }
    if let Some(title) = &gold.title {
        count(fields, "document.title", norm(title) == norm(found.title.as_deref().unwrap_or_default()));
    }
    if let Some(issuer) = &gold.issuer {
        let found = found.issuer.as_deref().and_then(|issuer| pair.predicted_cast.lenient(issuer));
        count(fields, "document.issuer", found.is_some() && found == pair.gold_cast.lenient(issuer));
    }
    if let Some(date) = gold.issued.as_ref().and_then(|issued| issued.date.as_ref()) {
        count_date(fields, "issued", found.issued.date.as_ref(), date.as_ref());
    }
    if let Some(place) = gold.issued.as_ref().and_then(|issued| issued.place.as_ref()) {
        count(fields, "document.place", is_same_place(pair, found.issued.place.as_deref(), place.as_deref()));
    }
}

pub(super) fn judge_act(
    pair: &Pair<'_>,
    act: &Act,
    gold: &GoldAct,
    partners: &BTreeMap<String, String>,
    fields: &mut Fields,
) {
    if let Some(modality) = gold.modality {
        count(fields, "act.modality", act.modality == modality);
    }
    if let Some(polarity) = gold.polarity {
        count(fields, "act.polarity", act.polarity == polarity);
    }
    if let Some(strength) = gold.strength {
        count(fields, "act.strength", act.strength == strength);
    }
    if let Some(quad) = gold.quad {
        count(fields, "act.quad", act.quad == quad);
    }
    if let Some(attributed) = &gold.attributed_to {
        let gold_party = attributed.as_ref().and_then(|id| pair.gold_cast.strict(id));
        let found = act.attributed_to.as_ref().and_then(|id| pair.predicted_cast.strict(id));
        count(fields, "act.attributed_to", is_same_party(found.as_ref(), gold_party.as_ref()));
    }
    if let Some(meeting) = &gold.meeting {
        // Of a meeting that was not found, no act can be said to be part.
        let partner = meeting.as_ref().map(|id| partners.get(id));
        let is_right = match partner {
            None => act.meeting.is_none(),
            Some(partner) => partner.is_some() && act.meeting.as_ref() == partner,
        };
        count(fields, "act.meeting", is_right);
    }
    if let Some(instruments) = &gold.instruments {
        let found = pair.predicted.instruments.iter().filter(|i| act.instruments.contains(&i.id));
        let found: Vec<Party> = found.map(|i| Party::of_name(&i.name)).collect();
        let gold_names = instruments.iter().filter_map(|id| pair.gold.instruments.get(id));
        let gold_names: Vec<Party> = gold_names.map(|i| Party::of_name(&i.name)).collect();
        count(fields, "act.instruments", same_set(&found, &gold_names));
    }
    if let Some(date) = &gold.date {
        count_date(fields, "act", act.date.as_ref(), date.as_ref());
    }
    if let Some(due) = &gold.due {
        count_date(fields, "due", act.due.as_ref(), due.as_ref());
    }
}

pub(super) fn judge_meeting(
    pair: &Pair<'_>,
    meeting: &Meeting,
    gold: &GoldMeeting,
    partners: &BTreeMap<String, String>,
    fields: &mut Fields,
) {
    if let Some(name) = &gold.name {
        count(fields, "meeting.name", norm(name) == norm(meeting.name.as_deref().unwrap_or_default()));
    }
    if let Some(form) = gold.form {
        count(fields, "meeting.form", meeting.form == form);
    }
    if let Some(status) = gold.status {
        count(fields, "meeting.status", meeting.status == status);
    }
    if let Some(date) = &gold.date {
        count_date(fields, "meeting", meeting.date.as_ref(), date.as_ref());
    }
    if let Some(place) = &gold.place {
        count(fields, "meeting.place", is_same_place(pair, meeting.place.as_deref(), place.as_deref()));
    }
    if let Some(sidelines) = &gold.sidelines_of {
        let partner = sidelines.as_ref().map(|id| partners.get(id));
        let is_right = match partner {
            None => meeting.sidelines_of.is_none(),
            Some(partner) => partner.is_some() && meeting.sidelines_of.as_ref() == partner,
        };
        count(fields, "meeting.sidelines_of", is_right);
    }
    if let Some(topics) = &gold.topics {
        let is_right = topics.iter().all(|t| meeting.topics.contains(t)) && topics.len() == meeting.topics.len();
        count(fields, "meeting.topics", is_right);
    }
    let found = pair.predicted_cast.strict_all(&meeting.participants);
    count(fields, "meeting.participants", same_set(&found, &pair.gold_cast.strict_all(&gold.participants)));
}

/// Whether each actor of gold is in the record, and what it says of him.
pub(super) fn judge_actors(pair: &Pair<'_>, fields: &mut Fields) {
    for (id, gold) in &pair.gold.actors {
        let Some(party) = pair.gold_cast.strict(id) else { continue };
        let strict = |id: &str| pair.predicted_cast.strict(id);
        let exact = pair.predicted.actors.iter().find(|actor| strict(&actor.id).as_ref() == Some(&party));
        let found = exact.or_else(|| {
            pair.predicted.actors.iter().find(|actor| strict(&actor.id).is_some_and(|found| found.agrees(&party)))
        });
        count(fields, "actor", found.is_some());
        let Some(found) = found else { continue };
        judge_actor(pair, found, id, gold, fields);
    }
}

fn judge_actor(pair: &Pair<'_>, found: &rapporteur_record::Actor, id: &str, gold: &GoldActor, fields: &mut Fields) {
    if let Some(kind) = &gold.kind {
        count(fields, "actor.kind", found.kind.as_str() == kind);
    }
    if let Some(country) = &gold.country {
        count(fields, "actor.country", &found.country == country);
    }
    if let Some(sector) = &gold.sector {
        count(fields, "actor.sector", &found.sector == sector);
    }
    if let Some(office) = &gold.office {
        let normal = |office: &Option<String>| office.as_deref().map(norm);
        count(fields, "actor.office", normal(&found.office) == normal(office));
    }
    if gold.represents.is_some() {
        let is_same = pair.predicted_cast.lenient(&found.id) == pair.gold_cast.lenient(id);
        count(fields, "actor.represents", is_same);
    }
}

fn is_same_party(found: Option<&Party>, gold: Option<&Party>) -> bool {
    match (found, gold) {
        (Some(found), Some(gold)) => found.agrees(gold),
        (found, gold) => found.is_none() && gold.is_none(),
    }
}

fn is_same_place(pair: &Pair<'_>, found: Option<&str>, gold: Option<&str>) -> bool {
    let found = found.and_then(|id| pair.predicted.places.iter().find(|place| place.id == id));
    let found = found.map(|place| Party::of_name(&place.name));
    let gold = gold.and_then(|id| pair.gold.places.get(id)).map(|place| Party::of_name(&place.name));
    is_same_party(found.as_ref(), gold.as_ref())
}
