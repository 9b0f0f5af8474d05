//! Titles to roles, roles to holders.

use jiff::civil::date;
use rapporteur_world::{State, World};

fn title(text: &str, country: Option<&str>) -> Option<(usize, &'static str)> {
    let words: Vec<&str> = text.split(' ').collect();
    World::embedded().role_of_title(&words, country).map(|title| (title.n_words, title.role))
}

#[test]
fn titles_read_as_in_their_country() {
    for (text, country, expected) in [
        ("Secretary of State Rex Tillerson", Some("USA"), Some((3, "foreign-minister"))),
        ("Secretary of State for Foreign Affairs", Some("GBR"), Some((6, "foreign-minister"))),
        ("Secretary of Homeland Security John", Some("USA"), Some((4, "interior-minister"))),
        (
            "Minister of Foreign Affairs and International Cooperation of the Kingdom",
            None,
            Some((7, "foreign-minister")),
        ),
        ("Minister for Foreign Affairs , Trade and Regional Integration", None, Some((6, "foreign-minister"))),
        ("Deputy Foreign Minister Dang", None, Some((3, "deputy-minister"))),
        ("Under Secretary of State for Political Affairs Thomas", Some("USA"), Some((7, "under-secretary"))),
        ("Foreign Ministers", None, Some((2, "foreign-minister"))),
        ("Prime Ministers of", None, Some((2, "head-of-government"))),
        ("Trade and Industry Minister", None, Some((4, "trade-minister"))),
        ("Chancellor Angela", Some("DEU"), Some((1, "head-of-government"))),
        ("President Xi", Some("CHN"), Some((1, "head-of-state"))),
        ("President Rouhani", Some("IRN"), Some((1, "head-of-government"))),
        ("former President Obama", Some("USA"), Some((2, "head-of-state"))),
        ("Minister of Silly Walks", None, Some((1, "minister"))),
        ("Table of contents", None, None),
    ] {
        assert_eq!(title(text, country), expected, "{text}");
    }
}

#[test]
fn holders_are_those_of_the_day() {
    let world = World::embedded();
    let names = |role, body, day| {
        let holders = world.holders(role, body, day);
        holders.iter().map(|holder| world.entity(holder.tenure.person).name).collect::<Vec<_>>()
    };
    assert_eq!(names("foreign-minister", "KHM", date(2017, 5, 4)), ["Prak Sokhonn"]);
    assert_eq!(names("foreign-minister", "KHM", date(2024, 1, 1)), ["Sok Chenda Sophea"]);
    assert_eq!(names("head-of-government", "USA", date(2017, 5, 4)), ["Donald Trump"]);
    assert_eq!(names("secretary-general", "kb:org/asean", date(2017, 5, 4)), ["Le Luong Minh"]);
    let later = world.holders("secretary-general", "kb:org/un", date(2040, 1, 1));
    assert_eq!(later[0].state, State::Stale);
}

#[test]
fn members_are_those_of_the_day() {
    let world = World::embedded();
    let union = world.entity_by_id("kb:org/eu").expect("in the tables");
    assert!(world.is_member(union, "GBR", date(2019, 1, 1)));
    assert!(!world.is_member(union, "GBR", date(2021, 1, 1)));
    assert_eq!(world.members(union, date(2021, 1, 1)).len(), 27);
}

#[test]
fn the_united_nations_grow() {
    let world = World::embedded();
    let nations = world.entity_by_id("kb:org/un").expect("in the tables");
    for (day, n_members) in [(date(2000, 1, 1), 187), (date(2005, 1, 1), 191), (date(2011, 7, 14), 193)] {
        assert_eq!(world.members(nations, day).len(), n_members, "{day}");
    }
    let observers = world.entity_by_id("kb:group/un-observer-states").expect("in the tables");
    assert_eq!(world.members(observers, date(2020, 1, 1)).len(), 2);
}

#[test]
fn the_offices_of_nearly_every_state_are_covered() {
    let world = World::embedded();
    let nations = world.entity_by_id("kb:org/un").expect("in the tables");
    for role in ["foreign-minister", "head-of-state", "head-of-government"] {
        for year in 2015..=2025 {
            let day = date(year, 7, 1);
            let covered = world.coverage(role, nations, day);
            let n_known = covered.iter().filter(|covered| covered.state == Some(State::Current)).count();
            assert!(n_known >= 190, "{role} on {day}: {n_known} of {}", covered.len());
        }
    }
    // Between two cabinets the post was vacant.
    let vacant = [("Malaysia", 2018), ("South Africa", 2024)];
    for of in ["kb:org/g20", "kb:org/asean", "kb:org/eu", "kb:group/p5"] {
        let organization = world.entity_by_id(of).expect("in the tables");
        for year in 2005..=2025 {
            let on = date(year, 7, 1);
            let unknown = world.coverage("foreign-minister", organization, on);
            let unknown = unknown.iter().filter(|covered| covered.state != Some(State::Current));
            let unknown: Vec<&str> = unknown.map(|covered| world.entity(covered.country).name).collect();
            assert!(unknown.iter().all(|&name| vacant.contains(&(name, year))), "{of} on {on}: {unknown:?}");
        }
    }
}

#[test]
fn honorifics_are_taken_together() {
    let world = World::embedded();
    let found = world.honorifics(&["His", "Excellency", "Dr.", "Prak"]).expect("honorifics");
    assert_eq!(found.n_words, 3);
    assert!(world.is_honorific("Dato' Sri"));
    assert!(!world.is_honorific("Table"));
}
