//! The verb of a sentence: the recorded one where a frame has it, with its adverbs and adjectives, else the usual one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rapporteur_record::{Act, ActType, Polarity, Strength};

use crate::form::{Form, one_line};
use crate::frames::{Frame, frames};

/// A frame with the words of its verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verb {
    pub(crate) frame: &'static Frame,
    pub(crate) phrase: String,
}

/// Chooses how to tell an act. `needs_recipient` where the recipient stands nowhere else in the sentence, and
/// `has_recipient` where there is one at all.
pub(crate) fn verb_of(act: &Act, form: Form, needs_recipient: bool, has_recipient: bool) -> Option<Verb> {
    let fits = |frame: &&Frame| {
        let takes = frame.with.is_some_and(|pattern| pattern.contains("{r}"));
        if needs_recipient { takes } else { frame.without.is_some() || (has_recipient && takes) }
    };
    let trigger = one_line(&act.trigger.quote);
    let words: Vec<&str> = trigger.split(' ').filter(|w| !NEGATION.contains(&w.to_lowercase().as_str())).collect();
    let has_own = frames(act.act_type, form).next().is_some();
    let form = if form == Form::Will && !has_own { Form::ToDo } else { form };
    let all = || frames(act.act_type, form);
    let by = |nearness: Nearness| all().filter(fits).find_map(|frame| Some((frame, parts(frame, &words, nearness)?)));
    let recorded = by(Nearness::SameForm).or_else(|| by(Nearness::SameVerb)).or_else(|| by(Nearness::NounAlone));
    let (frame, parts) = match recorded {
        Some(found) => found,
        None => {
            let usual = all().find(fits).or_else(|| all().next())?;
            if let Some(phrase) = own_verb(act, &words) {
                return Some(Verb { frame: usual, phrase });
            }
            (usual, Parts { adverbs: emphasis(act, usual), ..Parts::default() })
        }
    };
    Some(Verb { frame, phrase: phrase(frame, &parts, act.polarity) })
}

const NEGATION: [&str; 6] = ["not", "did", "does", "do", "n't", "n’t"];

/// Words before a noun that belong to the text the trigger stands in.
const LIGHT: &[&str] = &[
    "its", "their", "his", "her", "our", "the", "a", "an", "also", "again", "of", "am", "is", "are", "was", "were",
    "be", "been", "has", "have", "had", "remain", "remains", "remained", "matter", "i", "you", "we", "they", "he",
    "she", "it",
];

/// A deed or a formal act is told by its own verb, which no table has whole.
fn own_verb(act: &Act, trigger: &[&str]) -> Option<String> {
    let is_deed = matches!(act.act_type, ActType::Action | ActType::Decision);
    let verb = *trigger.last()?;
    (is_deed && act.polarity == Polarity::Affirmed && verb.ends_with("ed")).then(|| verb.to_lowercase())
}

#[derive(Debug, Default)]
struct Parts {
    /// The whole verb in the past, as recorded.
    verbatim: Option<String>,
    /// "strongly" before the verb.
    adverbs: Vec<String>,
    /// "deep" before the noun.
    adjectives: Vec<String>,
}

/// How much of a frame's verb a trigger has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    /// The verb in the past.
    SameForm,
    /// The verb in any form.
    SameVerb,
    /// Only the noun that goes with it: "deep concern".
    NounAlone,
}

/// The adverbs and adjectives of a trigger that has a frame's verb.
fn parts(frame: &Frame, trigger: &[&str], nearness: Nearness) -> Option<Parts> {
    let verb: Vec<&str> = frame.past.split(' ').collect();
    let (lead, head) = (verb.first()?, verb.last()?);
    let is_alike = |word: &str, other: &str| match nearness {
        Nearness::SameForm => word == other,
        _ => stem(word) == stem(other),
    };
    let at = trigger.iter().rposition(|word| is_alike(word, head))?;
    if verb.len() == 1 || is_particle(head) {
        let start = at + 1 - verb.len().min(at + 1);
        let is_whole =
            trigger[start..=at].iter().zip(&verb).all(|(a, b)| is_alike(a, b)) && at + 1 - start == verb.len();
        return (is_whole && at + 1 == trigger.len())
            .then(|| Parts { adverbs: adverbs(&trigger[..start]), ..Parts::default() });
    }
    let begins = trigger[..at].iter().position(|word| is_alike(word, lead));
    let (before, between) = match (begins, nearness) {
        (Some(begins), _) => (&trigger[..begins], &trigger[begins + 1..at]),
        (None, Nearness::NounAlone) if at + 1 == trigger.len() => (&trigger[..0], &trigger[..at]),
        _ => return None,
    };
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '-');
    let qualifies =
        |word: &&&str| is_word(word) && !LIGHT.contains(&word.to_lowercase().as_str()) && !verb.contains(*word);
    let adjectives = between.iter().filter(qualifies).map(|w| adjective(w)).collect();
    let is_past = begins.is_some_and(|begins| trigger[begins] == *lead);
    let verbatim = is_past.then(|| trigger[before.len()..=at].join(" "));
    Some(Parts { verbatim, adverbs: adverbs(before), adjectives })
}

/// What stands before a noun where an adverb stood before its verb: "deeply concerned", "deep concern".
fn adjective(word: &str) -> String {
    word.strip_suffix("ly").unwrap_or(word).to_owned()
}

fn adverbs(words: &[&str]) -> Vec<String> {
    words.iter().filter(|w| w.ends_with("ly")).map(|w| w.to_lowercase()).collect()
}

fn is_particle(word: &str) -> bool {
    matches!(word, "on" | "upon" | "to" | "forward" | "over" | "from")
}

/// A strong act whose verb is not the recorded one is strong still.
fn emphasis(act: &Act, frame: &Frame) -> Vec<String> {
    let takes = matches!(
        act.act_type,
        ActType::Appeal | ActType::Condemnation | ActType::Support | ActType::Rejection | ActType::Statement
    );
    let is_one_word = !frame.past.contains(' ');
    if act.strength == Strength::Strong && takes && is_one_word { vec!["strongly".to_owned()] } else { Vec::new() }
}

fn phrase(frame: &Frame, parts: &Parts, polarity: Polarity) -> String {
    let verb = if polarity == Polarity::Negated { frame.base } else { frame.past };
    let mut words: Vec<&str> = Vec::new();
    if polarity == Polarity::Negated && verb == "will" {
        return "will not".to_owned();
    }
    if polarity == Polarity::Negated {
        words.extend(["did", "not"]);
    }
    words.extend(parts.adverbs.iter().map(String::as_str));
    if let (Some(verbatim), Polarity::Affirmed) = (&parts.verbatim, polarity) {
        words.push(verbatim);
        return words.join(" ");
    }
    match verb.rsplit_once(' ') {
        Some((lead, head)) if !parts.adjectives.is_empty() => {
            words.push(lead);
            words.extend(parts.adjectives.iter().map(String::as_str));
            words.push(head);
        }
        _ => words.push(verb),
    }
    words.join(" ")
}

/// What the forms of a verb or a noun have in common, by their endings.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    if let Some(stem) = IRREGULAR.get(word.as_str()) {
        return (*stem).to_owned();
    }
    let mut stem = word.as_str();
    for end in ["ing", "ies", "ied", "ed", "es", "s", "e", "y"] {
        if let Some(cut) = stem.strip_suffix(end).filter(|cut| cut.len() >= 3) {
            stem = cut;
            break;
        }
    }
    let doubled = stem.len() > 3 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
    let stem = if doubled { &stem[..stem.len() - 1] } else { stem };
    stem.trim_end_matches('e').to_owned()
}

/// Forms that share no stem with the form in the table of frames.
static IRREGULAR: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?))
    };
    include_str!("../data/irregular.tsv").lines().skip(1).filter_map(row).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn check(past: &str, trigger: &str) -> Option<String> {
        let frame = ActType::ALL
            .iter()
            .flat_map(|t| [Form::Thing, Form::ToDo, Form::That].into_iter().flat_map(|f| frames(*t, f)))
            .find(|frame| frame.past == past)?;
        let words: Vec<&str> = trigger.split(' ').collect();
        let all = [Nearness::SameForm, Nearness::SameVerb, Nearness::NounAlone];
        all.into_iter()
            .find_map(|nearness| parts(frame, &words, nearness))
            .map(|parts| phrase(frame, &parts, Polarity::Affirmed))
    }

    #[test]
    fn the_recorded_verb_is_kept_with_what_qualifies_it() {
        assert_eq!(check("urged", "strongly urges").as_deref(), Some("strongly urged"));
        assert_eq!(check("expressed concern", "expressed deep concern").as_deref(), Some("expressed deep concern"));
        assert_eq!(check("expressed concern", "their grave concern").as_deref(), Some("expressed grave concern"));
        assert_eq!(check("took note", "taking note").as_deref(), Some("took note"));
        assert_eq!(check("called on", "call on").as_deref(), Some("called on"));
        assert_eq!(
            check("had an exchange of views", "had a candid exchange of views").as_deref(),
            Some("had a candid exchange of views")
        );
        assert_eq!(check("expressed concern", "are deeply concerned").as_deref(), Some("expressed deep concern"));
        assert_eq!(check("expressed concern", "’re deeply concerned").as_deref(), Some("expressed deep concern"));
        assert_eq!(check("urged", "welcomed"), None);
    }
}
