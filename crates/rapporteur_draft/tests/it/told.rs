//! Drafting, reading, judging.

use std::sync::LazyLock;

use rapporteur::language::Pipeline;
use rapporteur::record::Record;
use rapporteur::world::World;
use rapporteur::{Reader, Source};
use rapporteur_draft::{Account, Options, RELEASE_TEMPLATE, Wording, compose};
use rapporteur_evaluation::{Gold, JudgedDocument, Outcome, judge};

/// The world with invented countries.
pub(crate) static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("world.yaml"), include_str!("world.yaml")).unwrap();
    World::embedded().with_overlay(folder.path()).unwrap()
});

/// The world's names of issues.
pub(crate) struct Words;

impl Wording for Words {
    fn issue(&self, id: &str) -> Option<String> {
        WORLD.issue(id).map(|issue| issue.label.to_owned())
    }

    fn formal_name(&self, _: &str) -> Option<String> {
        None
    }
}

/// Reads a text with the invented world.
pub(crate) fn read(text: &str) -> Record {
    let source = Source { name: "draft.md", ..Source::default() };
    Reader::new(Pipeline::embedded(), &WORLD).read(text.as_bytes(), &source).unwrap().record
}

/// Drafts a record, reads the draft and judges what came back. Gives the draft, too.
pub(crate) fn round(record: &Record) -> (String, JudgedDocument) {
    let accounts = [Account::whole(record)];
    let release = compose(&accounts, &Options::default(), &Words);
    let markdown = release.markdown(RELEASE_TEMPLATE).unwrap();
    let read = read(&markdown);
    let expectation = release.expectation(&read.document.text, &accounts);
    assert_eq!(expectation.missing, Vec::<String>::new(), "{markdown}");
    let gold = Gold::parse(expectation.record.to_string().as_bytes()).unwrap();
    (markdown, judge(&record.document.source, &read, &gold))
}

/// What did not come back, a line each.
pub(crate) fn losses(judged: &JudgedDocument) -> Vec<String> {
    let view = |view: &Option<rapporteur_evaluation::ActView>| {
        view.as_ref().map_or_else(
            || "nothing".to_owned(),
            |v| format!("{} by {} to {} [{}]", v.act_type, v.actor.join("+"), v.recipient.join("+"), v.trigger),
        )
    };
    let wrong = judged.acts.iter().filter(|act| act.outcome != Outcome::Right);
    wrong.map(|act| format!("{} => {}\n    {}", view(&act.gold), view(&act.predicted), act.evidence())).collect()
}
