//! Acts that are not right, and acts that changed from one run to another, each with its sentence.

use std::fmt::Write as _;

use rapporteur_evaluation::{ActView, Change, Comparison, JudgedAct, JudgedDocument, MeetingView, Outcome};

/// The longest part of a sentence that is printed, in characters.
const MOST_CHARACTERS: usize = 200;

/// Whatever is not right, document by document.
pub(super) fn documents(documents: &[JudgedDocument]) -> String {
    let mut text = String::new();
    for document in documents {
        let wrong = document.acts.iter().filter(|act| act.outcome != Outcome::Right).map(act);
        let meetings = document.meetings.iter().filter_map(|meeting| match (&meeting.gold, &meeting.predicted) {
            (Some(gold), None) => Some(format!("  missed     meeting {}\n", meeting_words(gold))),
            (None, Some(predicted)) => Some(format!("  extra      meeting {}\n", meeting_words(predicted))),
            _ => None,
        });
        let lines: String = wrong.chain(meetings).collect();
        if !lines.is_empty() {
            push(&mut text, format_args!("{}\n{lines}\n", document.name));
        }
    }
    text
}

/// What changed, act by act.
pub(super) fn comparison(comparison: &Comparison) -> String {
    let lists = [
        ("right now", &comparison.won),
        ("right before", &comparison.lost),
        ("wrong in another way", &comparison.other),
        ("new beside gold", &comparison.new_extras),
        ("gone from beside gold", &comparison.gone_extras),
    ];
    let mut text = String::from("\nsince the earlier run\n");
    for (head, changes) in lists {
        push(&mut text, format_args!("{head}: {}\n", changes.len()));
        text.extend(changes.iter().map(change));
    }
    if !comparison.unpaired.is_empty() {
        push(&mut text, format_args!("in one run only: {}\n", comparison.unpaired.join(", ")));
    }
    text
}

fn change(change: &Change) -> String {
    let act = change.after.as_ref().or(change.before.as_ref());
    let gold = act.and_then(|act| act.gold.as_ref()).map(view);
    let read = |act: &Option<JudgedAct>| act.as_ref().map(|act| act.predicted.as_ref().map_or("nothing".into(), view));
    let mut text = format!("  {}", change.document);
    for (name, said) in [("gold", gold), ("before", read(&change.before)), ("now", read(&change.after))] {
        if let Some(said) = said {
            push(&mut text, format_args!("\n    {name:7}{said}"));
        }
    }
    let sentence = act.map(|act| sentence(act.evidence())).unwrap_or_default();
    text + "\n    | " + &sentence + "\n"
}

fn act(act: &JudgedAct) -> String {
    let said = match (act.outcome, &act.gold, &act.predicted) {
        (Outcome::Different, Some(gold), Some(predicted)) => {
            format!("  different  gold {}\n             read {}{}", view(gold), view(predicted), wrong(act))
        }
        (Outcome::Missed, Some(gold), _) => format!("  missed     {}", view(gold)),
        (_, _, Some(predicted)) => format!("  extra      {}", view(predicted)),
        _ => String::new(),
    };
    format!("{said}\n             | {}\n", sentence(act.evidence()))
}

/// Which of type, actor and recipient are wrong.
fn wrong(act: &JudgedAct) -> String {
    let Some(checks) = act.checks else { return String::new() };
    let each = [("type", checks.act_type), ("actor", checks.actor), ("recipient", checks.recipient)];
    let wrong: Vec<&str> = each.into_iter().filter(|(_, is_right)| !is_right).map(|(name, _)| name).collect();
    format!("  [{}]", wrong.join(", "))
}

fn view(view: &ActView) -> String {
    let names = |names: &[String]| if names.is_empty() { "-".to_owned() } else { names.join(" + ") };
    let (actor, recipient) = (names(&view.actor), names(&view.recipient));
    format!("{} “{}”: {actor} to {recipient}", view.act_type, sentence(&view.trigger))
}

fn meeting_words(meeting: &MeetingView) -> String {
    let date = meeting.date.as_deref().unwrap_or("no date");
    format!("{}, {date}: {}", meeting.name.as_deref().unwrap_or("without a name"), meeting.participants.join(" + "))
}

/// Text on one line, cut where it is long.
fn sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST_CHARACTERS {
        return line;
    }
    line.chars().take(MOST_CHARACTERS).collect::<String>() + " …"
}

/// Writing to a string cannot fail.
fn push(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(words);
}
