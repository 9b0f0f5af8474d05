//! No input panics, and what is found lies inside it.

use jiff::civil::date;
use proptest::prelude::*;
use rapporteur_world::World;

/// Words as texts have them, known names and odd signs among them.
fn words() -> impl Strategy<Value = Vec<String>> {
    let known = prop::sample::select(vec![
        "Minister",
        "of",
        "for",
        "the",
        "Foreign",
        "Affairs",
        "and",
        ",",
        "-",
        "U.S.",
        "S/RES/",
        "2270",
        "(",
        ")",
        "resolution",
        "United",
        "Nations",
        "1951",
        "Convention",
        "on",
        "H.E.",
        "former",
        "elect",
        "'s",
        "Deputy",
    ]);
    prop::collection::vec(prop_oneof![known.prop_map(str::to_owned), "\\PC{0,8}"], 0..12)
}

proptest! {
    #[test]
    fn look_ups_take_any_text(text in "\\PC{0,40}") {
        let world = World::embedded();
        world.look_up(&text);
        rapporteur_world::normalise(&text);
        world.is_honorific(&text);
        world.holders(&text, &text, date(2020, 1, 1));
        world.issue(&text);
    }

    #[test]
    fn matches_lie_inside_the_words(words in words()) {
        let world = World::embedded();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = [
            world.longest_match(&words).map(|found| found.n_words),
            world.role_of_title(&words, Some("USA")).map(|found| found.n_words),
            world.instrument_at(&words).map(|found| found.n_words),
            world.honorifics(&words).map(|found| found.n_words),
        ];
        for n_words in found.into_iter().flatten() {
            prop_assert!(n_words > 0 && n_words <= words.len());
        }
        for hit in world.issues_in(&words) {
            prop_assert!(hit.start < hit.end && hit.end <= words.len());
        }
    }

    #[test]
    fn a_normal_form_is_its_own_normal_form(text in "\\PC{0,40}") {
        let once = rapporteur_world::normalise(&text);
        prop_assert_eq!(rapporteur_world::normalise(&once), once);
    }
}
