//! The mode of an event, by the words of `events/modes.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::table::{optional, rows};

const MODES: &str = include_str!("../../../events/modes.tsv");

/// A row that holds: its event, its mode, and the word that called it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Called {
    pub(crate) event: &'static str,
    pub(crate) mode: Option<&'static str>,
    pub(crate) word: &'static str,
}

/// A row of the table: the event, its mode, the words that call it.
struct Row {
    event: &'static str,
    mode: Option<&'static str>,
    words: Vec<&'static str>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |[event, mode, words, _]: [&'static str; 4]| Row {
        event,
        mode: optional(mode),
        words: words.split('|').collect(),
    };
    rows(MODES).map(row).collect()
});

/// The first row of the event with a word among `phrases`. `YIELD` takes the rows of RETREAT and CONCEDE.
pub(crate) fn mode(event: &str, phrases: &FxHashSet<String>) -> Option<Called> {
    let is_asked = |row: &&Row| row.event == event || event == "YIELD" && matches!(row.event, "RETREAT" | "CONCEDE");
    ROWS.iter().filter(is_asked).find_map(|row| {
        let word = row.words.iter().find(|word| phrases.contains(**word))?;
        Some(Called { event: row.event, mode: row.mode, word })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::Ontology;

    #[test]
    fn modes_are_the_ontologys() {
        for [event, mode, ..] in rows::<4>(MODES) {
            let is_known = |code: &&crate::EventCode| code.event == event && code.mode == optional(mode);
            let is_event = Ontology::embedded().events().iter().any(|code| is_known(&code));
            assert!(is_event, "{event} {mode}");
        }
    }

    #[test]
    fn words_call_modes() {
        let of = |event, words: &[&str]| {
            let phrases = words.iter().map(|word| (*word).to_owned()).collect();
            mode(event, &phrases).map(|mode| (mode.event, mode.mode))
        };
        assert_eq!(of("YIELD", &["lift", "sanction"]), Some(("RETREAT", None)));
        assert_eq!(of("YIELD", &["permission"]), Some(("CONCEDE", None)));
        assert_eq!(of("COERCE", &["jail"]), Some(("COERCE", Some("arrest"))));
        assert_eq!(of("AID", &["food"]), None);
    }
}
