//! The code of a dyad.

use rapporteur_record::Quad;

use crate::classifier::{Choice, Classifier, once};
use crate::features::show;
use crate::modes::mode;
use crate::ontology::Ontology;
use crate::parties::Link;
use crate::sentence::Sentence;

/// What happened between two parties.
#[derive(Debug, Clone, PartialEq)]
pub struct Coding {
    /// The PLOVER event, or none where no event holds.
    pub event: Option<&'static str>,
    /// Its mode, where a word calls one.
    pub mode: Option<&'static str>,
    /// The CAMEO code nearest to it.
    pub cameo: Option<&'static str>,
    /// PLOVER's scale, from -10 to 10.
    pub score: Option<f64>,
    /// Its quad class.
    pub quad: Option<Quad>,
    /// The probability that the event is right; CONCEDE and RETREAT count as one.
    pub confidence: f64,
    /// The features and words that decided.
    pub why: Vec<String>,
}

/// Codes one dyad. `source` and `target` are words of the text.
pub(crate) fn code(classifier: &Classifier, sentence: &Sentence<'_>, source: &str, target: &str) -> Coding {
    code_link(classifier, sentence, &Link::find(sentence, source, target))
}

/// Codes a link that has been found.
pub(crate) fn code_link(classifier: &Classifier, sentence: &Sentence<'_>, link: &Link) -> Coding {
    let choice = choose(classifier, sentence, link);
    let mut why: Vec<String> = choice.reasons.iter().map(|(name, added)| format!("{name} {added:+.2}")).collect();
    let found = mode(&choice.event, &sentence.phrases(&link.core));
    if let Some(found) = found {
        why.push(format!("{} {}: word {}", found.event, found.mode.unwrap_or("without mode"), found.word));
    }
    // Most of what gives way is a deed; the codebook's own order of the two says nothing.
    let name = found.map_or(if choice.event == "YIELD" { "RETREAT" } else { &choice.event }, |found| found.event);
    let event = Ontology::embedded().event(name, found.and_then(|found| found.mode));
    Coding {
        event: event.map(|event| event.event),
        mode: event.and_then(|event| event.mode),
        cameo: event.map(|event| event.cameo),
        score: event.map(|event| event.score),
        quad: event.map(|event| event.quad),
        confidence: choice.confidence,
        why,
    }
}

fn choose(classifier: &Classifier, sentence: &Sentence<'_>, link: &Link) -> Choice {
    let mut known = Vec::with_capacity(256);
    show(sentence, link, |name, value| known.extend(classifier.row(name).map(|row| (row, value))));
    once(&mut known);
    classifier.choose_known(&known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Pipeline;
    use rapporteur_world::World;

    fn check(text: &str, source: &str, target: &str) -> String {
        let analysis = Pipeline::embedded().analyse(text);
        let sentence = Sentence::named(World::embedded(), text, &analysis);
        let coding = code(Classifier::embedded(), &sentence, source, target);
        assert!(coding.confidence > 0.0 && coding.confidence <= 1.0 && !coding.why.is_empty());
        format!("{} {}", coding.event.unwrap_or("NONE"), coding.mode.unwrap_or("-"))
    }

    // None of these sentences is among the examples that the weights were trained on.
    #[test]
    fn clear_events_are_coded() {
        assert_eq!(
            check("Police in Kestria detained an editor on Friday.", "Police in Kestria", "an editor"),
            "COERCE arrest"
        );
        assert_eq!(check("Kestria condemned the raid by Morvia.", "Kestria", "Morvia"), "ACCUSE disapprove");
        assert_eq!(
            check("Kestria's jets bombed a depot of the rebels.", "Kestria's jets", "the rebels"),
            "ASSAULT aerial"
        );
        assert_eq!(check("Kestria freed ten prisoners from Morvia.", "Kestria", "Morvia"), "RETREAT release");
        assert_eq!(check("Kestria refused to lift its embargo on Morvia.", "Kestria", "Morvia"), "REJECT yield");
        assert_eq!(check("Kestria agreed to lift its embargo on Morvia.", "Kestria", "Morvia"), "AGREE -");
        assert_eq!(check("Kestria lifted its embargo on Morvia.", "Kestria", "Morvia"), "RETREAT -");
        assert_eq!(check("Kestria expelled three diplomats of Morvia.", "Kestria", "Morvia"), "SANCTION expel");
        assert_eq!(check("Kestria sent tents and blankets to Morvia.", "Kestria", "Morvia"), "AID -");
        assert_eq!(check("Kestria urged Morvia to hold elections.", "Kestria", "Morvia"), "REQUEST -");
    }

    #[test]
    fn background_is_no_event() {
        assert_eq!(check("Kestria lies to the south of Morvia.", "Kestria", "Morvia"), "NONE -");
    }
}
