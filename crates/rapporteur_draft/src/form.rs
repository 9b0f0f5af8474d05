//! The grammatical form of a content, which decides what may stand before it.

use rapporteur_record::{Act, ActType, Family, Record};

/// What a content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A clause: "the talks should go on".
    That,
    /// An infinitive without "to": "release the crew".
    ToDo,
    /// A verb in -ing: "releasing the crew".
    Doing,
    /// A noun with what belongs to it: "the release of the crew".
    Thing,
    /// None.
    Nothing,
    /// What follows "will": the text itself has the verb in the future.
    Will,
}

impl Form {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "that" => Self::That,
            "to_do" => Self::ToDo,
            "doing" => Self::Doing,
            "thing" => Self::Thing,
            "nothing" => Self::Nothing,
            "will" => Self::Will,
            _ => return None,
        })
    }
}

/// A content, ready to stand in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) form: Form,
    pub(crate) words: String,
}

const MODALS: [&str; 9] = ["will", "would", "shall", "must", "should", "may", "can", "could", "ought"];

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "our", "all", "any", "each",
    "every", "both", "such", "what", "how",
];

const NOUN_ENDS: &[&str] = &[
    "tion", "sion", "ment", "ity", "ness", "ship", "ance", "ence", "ism", "dom", "ies", "'s", "’s", "ous", "ful", "ic",
    "ional",
];

/// The content of an act as its text has it.
pub(crate) fn content_of(record: &Record, act: &Act) -> Content {
    let Some(content) = &act.content else { return Content { form: Form::Nothing, words: String::new() } };
    let words = without_capital(one_line(&content.quote));
    if content.start < act.trigger.start && act.trigger.end <= content.end {
        return Content { form: Form::That, words };
    }
    let is_modal = first_word(&act.trigger.quote).is_some_and(|w| MODALS.contains(&w.as_str()));
    if content.end <= act.trigger.start {
        return passive(words, &act.trigger.quote);
    }
    for (sign, form) in [("that ", Form::That), ("to ", Form::ToDo)] {
        if let Some(rest) = words.strip_prefix(sign) {
            return Content { form, words: rest.to_owned() };
        }
    }
    // what a position is about holds no verb to be carried out
    let holds_verb = content.start < act.trigger.end && act.act_type.family() != Family::Position;
    if is_modal || holds_verb {
        let form = if first_word(&act.trigger.quote).as_deref() == Some("will") { Form::Will } else { Form::ToDo };
        return Content { form, words };
    }
    let before = words_before(&record.document.text, content.start);
    // an ask or an offer is of something to do, whatever word begins it
    let is_of_deed = matches!(act.act_type.family(), Family::Ask)
        || matches!(act.act_type, ActType::Offer | ActType::Proposal | ActType::Agreement | ActType::Decision);
    let form = match form_after(before.last().map(String::as_str), &words) {
        Form::Thing if is_of_deed && before.last().is_some_and(|w| w == "to") && !begins_with_determiner(&words) => {
            Form::ToDo
        }
        form => form,
    };
    let is_how = form == Form::ToDo && before.len() > 1 && before[before.len() - 2] == "how";
    if form == Form::ToDo && act.act_type == ActType::Discussion && !is_how {
        return Content { form: Form::Thing, words };
    }
    Content { form, words: without_preposition(words) }
}

/// A content that keeps the preposition of its verb loses it: the frame has one.
fn without_preposition(words: String) -> String {
    match words.split_once(' ') {
        Some(("about" | "over" | "at" | "on" | "of" | "for" | "with" | "regarding", rest)) => rest.to_owned(),
        _ => words,
    }
}

/// What began a sentence stands inside one now: an article or a pronoun loses its capital.
fn without_capital(words: String) -> String {
    let first = first_word(&words).unwrap_or_default();
    let is_light = DETERMINERS.contains(&first.as_str()) || (begins_clause(&first) && !first.starts_with('i'));
    match words.get(first.len()..).filter(|_| is_light) {
        Some(rest) => first + rest,
        None => words,
    }
}

/// A thing of which the text says what happened or will happen to it.
fn passive(words: String, trigger: &str) -> Content {
    let trigger = one_line(trigger);
    let verb = trigger.rsplit(' ').next().unwrap_or_default();
    let is_past = !trigger.split(' ').any(|w| MODALS.contains(&w)) && verb.ends_with("ed");
    if is_past {
        return Content { form: Form::Thing, words };
    }
    Content { form: Form::That, words: format!("{words} {trigger}") }
}

fn form_after(link: Option<&str>, words: &str) -> Form {
    let first = words.split(' ').next().unwrap_or_default();
    let is_doing = first.len() > 4 && first.ends_with("ing");
    match link {
        Some("that") => Form::That,
        _ if begins_clause(first) => Form::That,
        _ if is_doing => Form::Doing,
        Some("to") if !begins_noun(first) => Form::ToDo,
        _ => Form::Thing,
    }
}

/// Whether a word begins a clause that goes without its "that": "it bears repeating", "we’re concerned".
fn begins_clause(word: &str) -> bool {
    const SUBJECTS: [&str; 8] = ["i", "we", "you", "he", "she", "it", "they", "there"];
    let subject = word.split(['\'', '’']).next().unwrap_or_default().to_lowercase();
    SUBJECTS.contains(&subject.as_str())
}

/// Whether a word, after "to", begins a thing rather than what is to be done.
fn begins_noun(word: &str) -> bool {
    let lower = word.to_lowercase();
    DETERMINERS.contains(&lower.as_str())
        || word.starts_with(char::is_uppercase)
        || (lower.ends_with("ed") && !lower.ends_with("eed"))
        || NOUN_ENDS.iter().any(|end| lower.ends_with(end))
}

fn begins_with_determiner(words: &str) -> bool {
    first_word(words).is_some_and(|word| DETERMINERS.contains(&word.as_str()))
}

fn first_word(text: &str) -> Option<String> {
    text.split_whitespace().next().map(str::to_lowercase)
}

/// The last words before a code point.
fn words_before(text: &str, at: u32) -> Vec<String> {
    const N_LOOKED_AT: usize = 60;
    let skipped = (at as usize).saturating_sub(N_LOOKED_AT);
    let before: String = text.chars().skip(skipped).take(at as usize - skipped).collect();
    before.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect()
}

/// A text on one line, without a sign at its end that the sentence has for itself.
pub(crate) fn one_line(text: &str) -> String {
    spaced(text).trim_end_matches(['.', ';', ',', ':']).to_owned()
}

/// A text on one line.
pub(crate) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, words: &str) -> Form {
        form_after(Some(link), words)
    }

    #[test]
    fn the_word_before_tells_the_form() {
        assert_eq!(check("that", "the talks go on"), Form::That);
        assert_eq!(check("to", "release the crew"), Form::ToDo);
        assert_eq!(check("to", "releasing the crew"), Form::Doing);
        assert_eq!(check("to", "the release of the crew"), Form::Thing);
        assert_eq!(check("to", "cooperation"), Form::Thing);
        assert_eq!(check("welcomed", "recent progress"), Form::Thing);
        assert_eq!(check("stressed", "it’s crucial for all sides"), Form::That);
    }

    #[test]
    fn what_is_done_to_a_thing() {
        let told = |trigger: &str| passive("a committee".to_owned(), trigger);
        assert_eq!(told("will be established").words, "a committee will be established");
        assert_eq!(without_capital("The talks".to_owned()), "the talks");
        assert_eq!(without_capital("Norland’s talks".to_owned()), "Norland’s talks");
        assert_eq!(told("was signed"), Content { form: Form::Thing, words: "a committee".to_owned() });
    }
}
