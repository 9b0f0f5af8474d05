//! Letterhead, title, paragraphs, instruments and dateline, in each format.

use std::io::{Cursor, Read as _};

use rapporteur::record::Record;
use rapporteur_draft::{Account, Format, Options, RELEASE_TEMPLATE, compose};

use crate::told::{Words, read};

const VISIT: &str = "REPUBLIC OF NORLAND\n\nMINISTRY OF FOREIGN AFFAIRS\n\nPress Release on the Outcomes of the Amber Strait \
    Conference\n\nHer Excellency Ingrid Solheim, Minister of Foreign Affairs of Norland, attended the Amber Strait \
    Conference in Orsten on 12 March 2025.\n\nMinister Solheim welcomed the recent progress in the talks on fisheries.\n\n\
    On the sidelines of the Amber Strait Conference, Minister Solheim held a bilateral meeting with His Excellency Tomas \
    Varga, Minister of Foreign Affairs of Sudmark, on 12 March 2025. Minister Solheim requested Sudmark to amend the 2019 \
    Memorandum of Understanding on Fisheries by 31 December 2025.\n\nHalvik, 13 \
    March 2025\n";

fn visit() -> Record {
    read(VISIT)
}

/// The visit with signs of markup in what was said.
fn with_signs() -> Record {
    let mut record = visit();
    "the <draft> & its [annex]".clone_into(&mut record.acts[0].content.as_mut().unwrap().quote);
    record
}

fn drafted(record: &Record, options: &Options) -> String {
    compose(&[Account::whole(record)], options, &Words).markdown(RELEASE_TEMPLATE).unwrap()
}

#[test]
fn a_release_has_its_parts_in_their_order() {
    let draft = drafted(&visit(), &Options::default());
    let at = |part: &str| draft.find(part).unwrap_or_else(|| panic!("{part:?} is not in\n{draft}"));
    let parts = [
        "**NORLAND**",
        "**MINISTRY OF FOREIGN AFFAIRS",
        "**Press Release on the Outcomes of the Amber Strait Conference and Related Meetings**",
        "H.E. Ingrid Solheim, Minister of Foreign Affairs of Norland, attended the Amber Strait Conference in Orsten on 12 \
         March 2025.",
        "On the issue of fisheries, H.E. Ingrid Solheim welcomed the recent progress",
        "On the sidelines of the Amber Strait Conference, H.E. Ingrid Solheim also held a bilateral meeting with H.E. Tomas \
         Varga, Minister of Foreign Affairs of Sudmark, on 12 March 2025.",
        "H.E. Ingrid Solheim requested Sudmark to amend the 2019 Memorandum of Understanding on Fisheries by 31 December 2025.",
        "Instruments referred to:\n\n1. Memorandum of Understanding on Fisheries (2019)",
        "Halvik, 13 March 2025",
    ];
    assert!(parts.is_sorted_by_key(|part| at(part)), "{draft}");
}

#[test]
fn what_is_given_stands_instead() {
    let options = Options {
        dated: Some("2025-03-14".to_owned()),
        place: Some("Orsten".to_owned()),
        ministry: Some("Embassy in Orsten".to_owned()),
    };
    let draft = drafted(&visit(), &options);
    assert!(draft.ends_with("Orsten, 14 March 2025\n"), "{draft}");
    assert!(draft.contains("**EMBASSY IN ORSTEN**"), "{draft}");
}

#[test]
fn signs_of_markup_are_words() {
    let record = with_signs();
    let release = compose(&[Account::whole(&record)], &Options::default(), &Words);
    let markdown = release.markdown(RELEASE_TEMPLATE).unwrap();
    assert!(markdown.contains("the \\<draft\\> \\& its \\[annex\\]"), "{markdown}");
    let html = String::from_utf8(release.render(RELEASE_TEMPLATE, Format::Html).unwrap()).unwrap();
    assert!(html.contains("the &lt;draft&gt; &amp; its [annex]"), "{html}");
    assert!(
        html.starts_with("<!doctype html>")
            && html.contains("<li>Memorandum of Understanding on Fisheries (2019)</li>"),
        "{html}"
    );
}

#[test]
fn a_template_may_be_changed_and_its_faults_are_named() {
    let record = visit();
    let release = compose(&[Account::whole(&record)], &Options::default(), &Words);
    let own = "# {{ release.title }}\n{% for s in release.sections %}{% for p in s.paragraphs %}- {{ p.issue }}\n{% endfor %}{% endfor %}";
    let text = release.markdown(own).unwrap();
    assert!(text.starts_with("# Press Release on the Outcomes") && text.contains("- fisheries"), "{text}");
    let fault = release.markdown("one\n{{ release.titel.x }}").unwrap_err().to_string();
    assert!(fault.contains("line 2") && !fault.contains('\n'), "{fault}");
    let open = release.markdown("{% for").unwrap_err().to_string();
    assert!(open.starts_with("the template: line 1"), "{open}");
    let read = read(&text);
    let missing = release.expectation(&read.document.text, &[Account::whole(&record)]).missing;
    assert_eq!(missing.len(), record.acts.len(), "what a template drops is named");
}

#[test]
fn a_word_processor_finds_every_part() {
    let record = with_signs();
    let release = compose(&[Account::whole(&record)], &Options::default(), &Words);
    let bytes = release.render(RELEASE_TEMPLATE, Format::Docx).unwrap();
    assert_eq!(bytes, release.render(RELEASE_TEMPLATE, Format::Docx).unwrap(), "no clock in the file");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let document = part("word/document.xml");
    assert!(document.contains("the &lt;draft&gt; &amp; its [annex]"), "{document}");
    assert!(document.contains("<w:pStyle w:val=\"Letterhead\"/>"), "{document}");
    assert!(document.contains("<w:numId w:val=\"1\"/>"), "{document}");
    assert!(part("word/numbering.xml").contains("<w:num w:numId=\"1\">"));
    for name in
        ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "docProps/core.xml"]
    {
        assert!(part(name).starts_with("<?xml"), "{name}");
    }
}
