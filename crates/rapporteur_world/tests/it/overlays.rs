//! Overlays: what they add, correct and take back, and how bad ones are refused.

use std::fs;

use jiff::civil::date;
use rapporteur_world::{Tables, World, compile};
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().expect("a folder for the test");
    for (name, text) in files {
        fs::write(dir.path().join(name), text).expect("a file for the test");
    }
    dir
}

/// The world with an overlay of these files.
fn overlaid(files: &[(&str, &str)]) -> Result<World, String> {
    let dir = folder(files);
    World::embedded().with_overlay(dir.path()).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        lines.join("\n").replace(&format!("{}/", dir.path().display()), "")
    })
}

const PERSON: &str = "\
- person: kb:person/ada-example
  name: Ada Example
  family: Example
  country: KHM
  aliases: [Ada E. Example]
  tenures:
    - {role: foreign-minister, body: KHM, title: Minister of Foreign Affairs, from: 2026-02-01, as_of: 2026-05}
";

#[test]
fn a_compiled_world_gives_its_tables_back() {
    let world = World::embedded();
    let bytes = compile(&Tables::of(world)).expect("tables of a world compile");
    assert!(bytes == world.as_bytes(), "compiling the tables of a world gives another world");
}

#[test]
fn facts_are_added_in_yaml_and_corrected_in_tsv() {
    let correction = "person\trole\tbody\ttitle\tfrom\tto\tas_of\tacting\tsource\tretract\n\
        kb:person/prak-sokhonn\tforeign-minister\tkb:country/KHM\tMinister of Foreign Affairs and International Cooperation\t2024-11-20\t2026-01-31\t\t\t\t\n";
    let world = overlaid(&[("a.yaml", PERSON), ("tenures.mine.tsv", correction)]).expect("a good overlay");
    let name = |day| {
        let holders = world.holders("foreign-minister", "KHM", day);
        holders.iter().map(|holder| world.entity(holder.tenure.person).name).collect::<Vec<_>>()
    };
    assert_eq!(name(date(2026, 1, 15)), ["Prak Sokhonn"]);
    assert_eq!(name(date(2026, 3, 1)), ["Ada Example"]);
    assert!(world.version().ends_with("+overlay"));
    assert_eq!(world.look_up("Ada E. Example").len(), 1);
}

#[test]
fn a_retracted_entity_takes_its_facts_along() {
    let retract = "- person: kb:person/rex-tillerson\n  retract: true\n";
    let world = overlaid(&[("x.yaml", retract)]).expect("a good overlay");
    assert!(world.look_up("Rex Tillerson").is_empty());
    assert!(world.holders("foreign-minister", "USA", date(2017, 5, 4)).is_empty());
}

#[test]
fn bad_overlays_are_refused_with_place_and_remedy() {
    let tenures = "person\trole\tbody\ttitle\tfrom\tto\tas_of\tacting\tsource\n";
    let line = |cells: &str| format!("{tenures}{}\n", cells.replace('|', "\t"));
    for (file, text, expected) in [
        (
            "tenures.tsv",
            line("kb:person/rex-tillerson|foreign-minister|kb:country/USA|Secretary|2017-02-30||2018|||"),
            "tenures.tsv:2: 10 columns instead of 9; write 9 columns, a tab between them",
        ),
        (
            "tenures.tsv",
            line("kb:person/rex-tillerson|foreign-minister|kb:country/USA|Secretary|2017-02-30||2018||"),
            "tenures.tsv:2: from \"2017-02-30\" does not read; write a day, month or year that exists: 2017-05-04, 2017-05 or 2017",
        ),
        (
            "tenures.tsv",
            line("kb:person/nobody|foreign-minister|kb:country/USA|Secretary|2017-02-01||2018||"),
            "tenures.tsv:2: person \"kb:person/nobody\" is not an entity of the tables; add it first, or correct the spelling",
        ),
        ("tenures.tsv", "person\trole\n".to_owned(), "tenures.tsv:1: the header is not that of tenures"),
        ("nothing.tsv", String::new(), "nothing.tsv:0: the file's name is not that of a table"),
        (
            "entities.tsv",
            "id\tkind\tname\tcountry\tsector\tparent\tsource\n\
             kb:org/one\torganization\tOne\t\t\tkb:org/two\t\nkb:org/two\torganization\tTwo\t\t\tkb:org/one\t\n"
                .to_owned(),
            "entities.tsv:2: the parents of kb:org/one lead back to it; break the circle",
        ),
        (
            "aliases.tsv",
            "alias\tentity\tkind\tcase\tsource\tretract\nNo Such Name\tkb:country/KHM\tname\tany\t\ttrue\n".to_owned(),
            "aliases.tsv:2: there is no No Such Name, kb:country/KHM to retract",
        ),
        ("a.yaml", "- person: kb:person/x\n  height: 2\n".to_owned(), "a.yaml:2: height is given without the name"),
        (
            "a.yaml",
            "- person: kb:person/x\n  name: X\n  height: 2\n".to_owned(),
            "a.yaml:3: people have no height; write one of id, name, family, country, source",
        ),
        (
            "a.yaml",
            "- person: kb:person/x\n  name: X\n  tenures:\n    - {role: king-of-hearts, body: KHM, title: King, from: 2020, as_of: 2021}\n"
                .to_owned(),
            "a.yaml:4: role \"king-of-hearts\" is not a role of the tables",
        ),
        ("a.yaml", "- {person: [}\n".to_owned(), "a.yaml:1: "),
        ("a.yaml", "person: x\n".to_owned(), "a.yaml:1: the file is no list"),
    ] {
        let error = overlaid(&[(file, &text)]).expect_err(expected);
        assert!(error.contains(expected), "expected {expected:?}, got {error:?}");
    }
}

#[test]
fn a_bad_file_spoils_the_whole_overlay() {
    let error = overlaid(&[("a.yaml", PERSON), ("b.yaml", "- {}\n")]).expect_err("the second file is bad");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(overlaid(&[("a.yaml", PERSON)]).is_ok());
}
