//! Laws that hold for any source.

use proptest::prelude::*;
use rapporteur_record::Span;
use rapporteur_text::{Document, MediaType, Options, read};

use super::{assert_sound, document};

/// Texts made of what layouts are made of.
fn layout() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "The Ministers met in Port Sund",
        " and ",
        "agreed to",
        " the treaty.",
        ".",
        ":",
        ";",
        ",",
        "\n",
        "\n\n",
        "\r\n",
        "  \n",
        "\r",
        " ",
        "\t",
        "    ",
        "\u{a0}",
        "\u{200b}",
        "\u{c}",
        "# ",
        "## ",
        "**",
        "***",
        "*",
        "_",
        "`",
        "```\n",
        "- ",
        "* ",
        "• ",
        "– ",
        "1. ",
        "2) ",
        "(a) ",
        "(i) ",
        "IV. ",
        "1.2 ",
        "> ",
        "| a | b |",
        "|---|---|\n",
        "a\tb",
        "---\n",
        "***\n",
        "###",
        "\\###",
        "<b>",
        "</b>",
        "<br>",
        "<sup>1</sup>",
        "<div>",
        "</div>\n",
        "<!-- x",
        "-->",
        "&amp;",
        "&#x25cf;",
        "&nbsp;",
        "[link](/to)",
        "[^1]",
        "[^1]: Note",
        "![alt](x.png)",
        "{:start=\"1\"}\n",
        "PRESS RELEASE",
        "Ministry of Trade",
        "KINGDOM OF NORLAND",
        "8 May 2017",
        "Port Sund, 8 May 2017",
        "N/RES/7/2",
        "Begin text:",
        "twenty-",
        "low-",
        "“Zürich",
        "”",
        "日本",
        "é",
        "\u{fffd}",
        "title: Visit\n",
        "____\n",
        "1 Note",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 1..60).prop_map(|pieces| pieces.concat())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn try_read(source: &str, media_type: MediaType) -> Option<Document> {
    let options = Options { media_type: Some(media_type), ..Options::default() };
    read(source.as_bytes(), &options).ok().map(|(document, _)| document)
}

/// Each letter of the text is found where the map says it comes from.
fn assert_mapped(document: &Document, source: &str) {
    let mut last = 0;
    for (at, c) in document.text.char_indices() {
        let range = document.source_span(Span::new(at, at + c.len_utf8()));
        assert!(range.start >= last && range.start <= range.end && range.end <= source.len());
        last = range.start;
        if c.is_alphanumeric() {
            let from = &source[range];
            // A character reference, or code over several lines, stands for its characters as a whole.
            assert!(from.starts_with(c) || from.starts_with(['&', '`']), "{c:?} from {from:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), markdown in any::<bool>()) {
        let media_type = Some(if markdown { MediaType::Markdown } else { MediaType::Plain });
        if let Ok((document, diagnostics)) = read(&bytes, &Options { media_type, ..Options::default() }) {
            assert_sound(&document);
            for span in diagnostics.iter().filter_map(|diagnostic| diagnostic.span) {
                prop_assert!(document.text.get(span.range()).is_some());
            }
            for at in 0..document.text.len() {
                let range = document.source_span(Span::new(at, at + 1));
                prop_assert!(range.start <= range.end && range.end <= bytes.len());
            }
        }
    }

    #[test]
    fn any_characters_are_read_or_refused(source in "\\PC{0,200}", markdown in any::<bool>()) {
        let media_type = if markdown { MediaType::Markdown } else { MediaType::Plain };
        if let Some(document) = try_read(&source, media_type) {
            assert_sound(&document);
            assert_mapped(&document, &source);
        }
    }

    #[test]
    fn no_letter_of_plain_text_is_lost(source in layout()) {
        if let Some(document) = try_read(&source, MediaType::Plain) {
            assert_sound(&document);
            assert_mapped(&document, &source);
            prop_assert_eq!(letters(&document.text), letters(&source));
        }
    }

    #[test]
    fn markdown_is_sound_and_mapped(source in layout()) {
        if let Some(document) = try_read(&source, MediaType::Markdown) {
            assert_sound(&document);
            assert_mapped(&document, &source);
        }
    }

    #[test]
    fn the_encoding_makes_no_difference(source in layout()) {
        let marked = format!("\u{feff}{source}");
        let utf_16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let options = Options { media_type: Some(MediaType::Plain), ..Options::default() };
        if let (Some(plain), Ok((wide, _))) = (try_read(&source, MediaType::Plain), read(&utf_16, &options)) {
            prop_assert_eq!(&plain.text, &wide.text);
            prop_assert_eq!(&plain.blocks, &wide.blocks);
            for block in &plain.blocks {
                let (narrow, wide) = (plain.source_span(block.span), wide.source_span(block.span));
                let units: Vec<u16> = source[narrow].encode_utf16().collect();
                let bytes: Vec<u8> = units.into_iter().flat_map(u16::to_le_bytes).collect();
                prop_assert_eq!(&utf_16[wide], &bytes[..]);
            }
        }
    }

    #[test]
    fn reading_the_text_again_keeps_its_letters(source in layout()) {
        if let Some(first) = try_read(&source, MediaType::Markdown) {
            let second = document(&first.text, MediaType::Plain);
            prop_assert_eq!(letters(&first.text), letters(&second.text));
        }
    }
}
