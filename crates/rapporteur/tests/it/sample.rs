//! The sample release: everything it reports comes out of it.

use std::path::Path;

use rapporteur::record::{Act, ActType, MeetingStatus, Record};
use rapporteur::{Reader, Source};

fn record() -> Record {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/press-release-2017-05-08.md");
    let bytes = std::fs::read(path).unwrap();
    let source = Source { name: "press-release-2017-05-08.md", ..Source::default() };
    Reader::embedded().read(&bytes, &source).unwrap().record
}

fn name<'r>(record: &'r Record, id: &str) -> &'r str {
    &record.actors.iter().find(|a| a.id == id).unwrap().name
}

/// The acts of a type with who does it to whom.
fn acts(record: &Record, act_type: ActType) -> Vec<(String, String, &Act)> {
    let names = |ids: &[String]| ids.iter().map(|id| name(record, id)).collect::<Vec<_>>().join(", ");
    let of_type = record.acts.iter().filter(|a| a.act_type == act_type);
    of_type.map(|a| (names(&a.actor), names(&a.recipient), a)).collect()
}

#[test]
fn three_meetings_were_held_and_two_are_planned() {
    let record = record();
    let held = record.meetings.iter().filter(|m| m.status == MeetingStatus::Held).count();
    let planned = record.meetings.iter().filter(|m| m.status == MeetingStatus::Planned).count();
    assert_eq!((held, planned), (3, 2));
}

#[test]
fn the_asks_are_all_there() {
    let record = record();
    let requests = acts(&record, ActType::Request);
    assert_eq!(requests.len(), 3);
    for (actor, recipient, _) in &requests {
        assert_eq!((actor.as_str(), recipient.as_str()), ("Prak Sokhonn", "United States"));
    }
    let asked: Vec<&str> = requests.iter().map(|(_, _, a)| a.content.as_ref().unwrap().quote.as_str()).collect();
    assert!(asked[0].contains("transit and reception center"));
    assert!(asked[1].contains("Generalized System of Preferences (GSP) and quotas"));
    assert!(asked[2].contains("invest in Cambodia"));
}

#[test]
fn the_appeal_the_proposal_and_the_agreement() {
    let record = record();
    let appeals = acts(&record, ActType::Appeal);
    assert!(
        appeals.iter().any(|(_, to, a)| to.starts_with("Democratic People") && a.trigger.quote == "strongly urged")
    );
    let proposals = acts(&record, ActType::Proposal);
    assert_eq!(proposals.len(), 1);
    assert_eq!((proposals[0].0.as_str(), proposals[0].1.as_str()), ("Cambodia", "United States"));
    assert!(proposals[0].2.attributed_to.is_some());
    let agreements = acts(&record, ActType::Agreement);
    assert_eq!(agreements[0].0, "Cambodia, United States");
}
