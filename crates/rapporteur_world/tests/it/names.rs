//! Names to entities.

use rapporteur_world::{AliasKind, World};

fn ids(name: &str) -> Vec<&'static str> {
    let world = World::embedded();
    world.look_up(name).iter().map(|hit| world.entity(hit.entity).id).collect()
}

/// The words of the longest name at the head of `text` (words parted by blanks) and the first id.
fn longest(text: &str) -> Option<(usize, &'static str)> {
    let world = World::embedded();
    let words: Vec<&str> = text.split(' ').collect();
    let found = world.longest_match(&words)?;
    Some((found.n_words, world.entity(found.hits[0].entity).id))
}

#[test]
fn case_rules_hold() {
    assert_eq!(ids("US"), ["kb:country/USA"]);
    assert_eq!(ids("the U.S."), ["kb:country/USA"]);
    assert!(ids("us").is_empty());
    assert!(ids("who").is_empty());
    assert!(ids("turkey").is_empty());
    assert_eq!(ids("TURKEY"), ["kb:country/TUR"]);
}

#[test]
fn a_capital_is_its_town_and_its_government() {
    let world = World::embedded();
    let hits = world.look_up("Phnom Penh");
    let kinds: Vec<(&str, AliasKind)> = hits.iter().map(|hit| (world.entity(hit.entity).id, hit.alias_kind)).collect();
    assert!(kinds.contains(&("kb:country/KHM", AliasKind::Capital)), "{kinds:?}");
    assert!(kinds.contains(&("kb:place/phnom-penh", AliasKind::Name)), "{kinds:?}");
    let town = world.entity(world.entity_by_id("kb:place/phnom-penh").expect("in the tables"));
    assert_eq!((town.country, town.geonames_id), (Some("KHM"), Some(1_821_306)));
    assert!((town.lat.expect("located") - 11.56).abs() < 0.01);
}

#[test]
fn the_longest_name_wins() {
    assert_eq!(longest("ASEAN - U.S. Summit in Manila"), Some((4, "kb:org/asean-us-summit")));
    assert_eq!(longest("ASEAN 's unity"), Some((1, "kb:org/asean")));
    assert_eq!(longest("United States of America and"), Some((4, "kb:country/USA")));
    assert_eq!(longest("Democratic People 's Republic of Korea"), Some((6, "kb:country/PRK")));
    assert_eq!(longest("United Nations Security Council resolution"), Some((4, "kb:org/unsc")));
    assert_eq!(longest("Rex Tillerson said"), Some((2, "kb:person/rex-tillerson")));
    assert_eq!(longest("the Netherlands"), None, "an article is no part of a name");
    assert_eq!(longest("united we stand"), None);
}

#[test]
fn resolutions_are_cited_by_grammar() {
    let world = World::embedded();
    for (text, n_words, name, year) in [
        ("UNSC resolution 2270 ( 2016 ) which", 6, "United Nations Security Council resolution 2270", Some(2016)),
        ("S/RES/2270 (2016)", 2, "United Nations Security Council resolution 2270", Some(2016)),
        ("Security Council Resolution 1540 ,", 4, "United Nations Security Council resolution 1540", Some(2004)),
        ("A/RES/68/262 of", 1, "United Nations General Assembly resolution 68/262", None),
        ("UNCLOS and", 1, "United Nations Convention on the Law of the Sea", Some(1982)),
        (
            "the 1982 United Nations Convention on the Law of the Sea ,",
            11,
            "United Nations Convention on the Law of the Sea",
            Some(1982),
        ),
        (
            "2002 Memorandum of Understanding on Repatriation and",
            6,
            "Memorandum of Understanding on Repatriation",
            Some(2002),
        ),
    ] {
        let words: Vec<&str> = text.split(' ').collect();
        let found = world.instrument_at(&words).unwrap_or_else(|| panic!("no instrument at {text:?}"));
        assert_eq!((found.n_words, found.year), (n_words, year), "{text}: {found:?}");
        assert!(found.name.ends_with(name), "{text}: {found:?}");
    }
    assert_eq!(world.instrument_at(&["resolution", "of", "the", "dispute"]), None);
}

#[test]
fn words_call_issues() {
    let world = World::embedded();
    let words = ["the", "repatriation", "of", "nationals", "and", "counter", "-", "terrorism", "in", "trade", "deals"];
    let called: Vec<&str> = world.issues_in(&words).into_iter().flat_map(|hit| hit.issues).collect();
    assert_eq!(called, ["repatriation", "counter-terrorism", "free-trade"]);
    let issue = world.issue("south-china-sea").expect("in the tables");
    assert_eq!((issue.broader, issue.contexts), (Some("maritime-security"), vec!["territory"]));
}

#[test]
fn of_places_of_one_name_the_one_spelt_so_or_the_largest_is_meant() {
    let world = World::embedded();
    for (name, country) in [("Bali", "IDN"), ("St Petersburg", "RUS"), ("Vienna", "AUT"), ("San Jose", "CRI")] {
        let hits = world.look_up(name);
        let town = world.town(name, &hits).expect(name);
        assert_eq!(world.entity(town.entity).country, Some(country), "{name}");
    }
    assert!(world.town("Norway", &world.look_up("Norway")).is_none());
}
