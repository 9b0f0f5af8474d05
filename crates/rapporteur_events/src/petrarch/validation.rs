//! PETRARCH's validation files: sentences with the events that a coder should find.

use std::collections::BTreeSet;

use crate::petrarch::CodedEvent;

/// A sentence of a validation file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationRecord {
    /// Its id.
    pub id: String,
    /// Its date, as YYYYMMDD.
    pub date: String,
    /// Its words.
    pub text: String,
    /// The events that should be found.
    pub events: BTreeSet<CodedEvent>,
}

/// Reads a validation file, without its comments; sentences without a text are left out. With them go the files that the
/// dictionaries of its environment are in, by the names of its elements ("Verbfile").
pub fn validation_records(xml: &str) -> (Vec<ValidationRecord>, Vec<(String, String)>) {
    let xml = without_comments(xml);
    let mut files = Vec::new();
    for kind in ["Verbfile", "Actorfile", "Agentfile", "Discardfile"] {
        let names = between(&xml, &format!("<{kind}>"), &format!("</{kind}>")).unwrap_or_default();
        files.extend(
            names
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(|name| (kind.to_owned(), name.to_owned())),
        );
    }
    let records = xml.split("<Sentence ").skip(1).filter_map(record).collect();
    (records, files)
}

fn record(element: &str) -> Option<ValidationRecord> {
    let head = element.split('>').next()?;
    let text = between(element, "<Text>", "</Text>")?.split_whitespace().collect::<Vec<_>>().join(" ");
    let event = |element: &str| {
        let tag = element.split('>').next().unwrap_or_default();
        let code = attribute(tag, "eventcode")?;
        let party = |name: &str| attribute(tag, name).unwrap_or_default();
        Some(CodedEvent { source: party("sourcecode"), target: party("targetcode"), code })
    };
    let events = element.split("<EventCoding").skip(1).filter_map(event).collect();
    let (id, date) = (attribute(head, "id")?, attribute(head, "date").unwrap_or_default());
    (!text.is_empty()).then(|| ValidationRecord { id, date, text: plain(&text), events })
}

fn without_comments(xml: &str) -> String {
    let mut parts = xml.split("<!--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += part.split_once("-->").map_or("", |(_, rest)| rest);
    }
    out
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    Some(text.split_once(open)?.1.split_once(close)?.0)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(plain)
}

fn plain(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read() {
        let xml = "<Environment><Verbfile>v.txt</Verbfile></Environment><!-- <Sentence id=\"no\"> -->\
            <Sentence date=\"20140101\" id=\"a\" evaluate=\"true\"/><EventCoding eventcode=\"190\" sourcecode=\"A\" \
            targetcode=\"B\" /><Text>\nA hit\nB &amp; C. </Text></Sentence><Sentence date=\"1\" id=\"b\"></Sentence>";
        let (records, files) = validation_records(xml);
        assert_eq!(files, [("Verbfile".to_owned(), "v.txt".to_owned())]);
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].id.as_str(), records[0].text.as_str()), ("a", "A hit B & C."));
        let event = CodedEvent { source: "A".into(), target: "B".into(), code: "190".into() };
        assert_eq!(records[0].events, BTreeSet::from([event]));
    }
}
