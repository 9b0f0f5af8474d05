//! The sentence that opens the account of a meeting, and the titles of releases.

use std::fmt::Write as _;

use rapporteur_record::{ActorKind, Meeting, MeetingForm, MeetingStatus, Record};

use crate::cast::{PartyId, enumerate};
use crate::date::when;
use crate::form::one_line;
use crate::sentence::Scene;

/// Who took part, the own side first.
pub(crate) struct Table {
    pub(crate) own: Vec<PartyId>,
    pub(crate) others: Vec<PartyId>,
}

/// Seats the participants of a meeting.
pub(crate) fn seat(scene: &Scene<'_>, meeting: &Meeting, own_side: Option<PartyId>) -> Table {
    let mut all = scene.parties(&meeting.participants);
    // who is there in person is not named a second time by the country
    let persons: Vec<PartyId> = all.iter().copied().filter(|&id| is_person(scene, id)).collect();
    all.retain(|&id| is_person(scene, id) || !persons.iter().any(|&p| scene.cast.side(p) == id));
    let own_side = own_side
        .filter(|side| all.iter().any(|&id| scene.cast.side(id) == *side))
        .or_else(|| all.first().map(|&id| scene.cast.side(id)));
    let (own, others) = all.into_iter().partition(|&id| Some(scene.cast.side(id)) == own_side);
    Table { own, others }
}

/// Tells that a meeting was or will be.
pub(crate) fn open(
    scene: &Scene<'_>,
    meeting: &Meeting,
    table: &Table,
    at_edge_of: Option<&str>,
    also: bool,
) -> String {
    let introduced = |ids: &[PartyId]| enumerate(&ids.iter().map(|&id| scene.cast.introduced(id)).collect::<Vec<_>>());
    let mut words: Vec<String> = Vec::new();
    if let Some(main) = at_edge_of {
        words.push(format!("On the sidelines of the {main},"));
    }
    let own = if also { scene.cast.names(&table.own) } else { introduced(&table.own) };
    words.push(own);
    if scene.cast_is_apposed(&table.own, also) {
        words.push(",".to_owned());
    }
    words.push(predicate(meeting, also));
    if meeting.name.is_none() && !table.others.is_empty() {
        let with =
            if meeting.status == MeetingStatus::Planned && meeting.form != MeetingForm::Phone { "" } else { "with" };
        words.push(with.to_owned());
        words.push(introduced(&table.others));
        if scene.cast_is_apposed(&table.others, false) && (meeting.place.is_some() || meeting.date.is_some()) {
            words.push(",".to_owned());
        }
    }
    words.extend(where_held(scene.record, meeting));
    words.extend(meeting.date.as_ref().map(when));
    let text = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ").replace(" ,", ",");
    let mut text = capitalised(&format!("{text}."));
    if meeting.name.is_some() && !table.others.is_empty() {
        let verb = if meeting.status == MeetingStatus::Planned { "will also take part" } else { "also took part" };
        let _ = write!(text, " {} {verb}.", capitalised(&introduced(&table.others)));
    }
    text
}

fn predicate(meeting: &Meeting, also: bool) -> String {
    let also = if also { "also " } else { "" };
    let name = meeting.name.as_deref().map(one_line);
    match (meeting.status, meeting.form, name) {
        (MeetingStatus::Planned, MeetingForm::Phone, _) => format!("will {also}speak by telephone"),
        (MeetingStatus::Planned, _, Some(name)) => format!("will {also}attend the {name}"),
        (MeetingStatus::Planned, _, None) => format!("will {also}meet"),
        (_, MeetingForm::Phone, None) => format!("{also}spoke by telephone"),
        (_, _, Some(name)) => format!("{also}attended the {name}"),
        (_, MeetingForm::Bilateral, None) => format!("{also}held a bilateral meeting"),
        (..) => format!("{also}held a meeting"),
    }
}

fn where_held(record: &Record, meeting: &Meeting) -> Option<String> {
    let place = meeting.place.as_ref()?;
    let place = record.places.iter().find(|p| p.id == *place)?;
    Some(format!("in {}", one_line(&place.name)))
}

/// The title of a release on a meeting.
pub(crate) fn title(scene: &Scene<'_>, meeting: Option<&Meeting>, table: Option<&Table>, n_related: usize) -> String {
    let related = if n_related > 0 { " and Related Meetings" } else { "" };
    match (meeting.and_then(|m| m.name.as_deref()), table) {
        (Some(name), _) => format!("Press Release on the Outcomes of the {}{related}", one_line(name)),
        (None, Some(table)) if !table.others.is_empty() => {
            let what = if meeting.is_some_and(|m| m.form == MeetingForm::Phone) { "Telephone Call" } else { "Meeting" };
            let sides = [&table.own, &table.others].map(|ids| scene.cast.names(ids));
            format!("Press Release on the {what} between {}{related}", sides.join(" and "))
        }
        _ => "Press Release".to_owned(),
    }
}

fn is_person(scene: &Scene<'_>, id: PartyId) -> bool {
    scene.cast.parties[id].actor.kind == ActorKind::Person
}

impl Scene<'_> {
    /// Whether a list of parties ends in an office, after which a comma stands.
    fn cast_is_apposed(&self, ids: &[PartyId], also: bool) -> bool {
        let last = ids.last().filter(|_| !also);
        last.is_some_and(|&id| self.cast.introduced(id) != self.cast.name(id))
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
