//! Documents of invented countries, one for each sort of layout.

use rapporteur_text::{MediaType, Options, read};

use super::{assert_sound, document, outline};

macro_rules! documents {
    ($($test:ident: $file:literal;)*) => {$(
        #[test]
        fn $test() {
            let source = include_str!(concat!("documents/", $file));
            let document = document(source, MediaType::of_name($file).unwrap());
            assert_sound(&document);
            insta::assert_snapshot!(stringify!($test), outline(&document));
        }
    )*};
}

documents! {
    communique: "communique.txt";
    notice: "notice.txt";
    press_release: "press_release.md";
    readout: "readout.md";
    resolution: "resolution.txt";
    speech: "speech.txt";
    wrapped: "wrapped.txt";
}

#[test]
fn front_matter_gives_keys_and_a_title() {
    let source = "---\nTitle: 'Visit to Norland'\ndate: 2020-05-01\n---\n\nThe Minister came to Hagen, and left.\n";
    let document = document(source, MediaType::Markdown);
    assert_eq!(document.title(), Some("Visit to Norland"));
    assert_eq!(document.metadata_value("date"), Some("2020-05-01"));
}

#[test]
fn what_cannot_be_text_is_refused_in_one_line() {
    let refuse = |bytes: &[u8], max_bytes| {
        let options = Options { name: Some("a.pdf"), max_bytes, ..Options::default() };
        read(bytes, &options).unwrap_err().to_string()
    };
    assert_eq!(refuse(b"%PDF-1.7 x", 100), "a.pdf: a PDF file is not text; convert it to plain text or Markdown first");
    assert_eq!(
        refuse(b"\0\x01\x02\x03abc", 100),
        "a.pdf: binary data is not text; convert it to plain text or Markdown first"
    );
    assert_eq!(refuse(b" \n* * *\n", 100), "a.pdf: holds no text; give a file with at least one letter or digit");
    assert_eq!(refuse(b"The Minister", 5), "a.pdf: 12 bytes are over the limit of 5; split it or raise the limit");
}

#[test]
fn odd_text_is_told_and_read() {
    let codes = |bytes: &[u8]| {
        let (document, diagnostics) = read(bytes, &Options::default()).unwrap();
        let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        (document.text, codes.join(" "))
    };
    let check =
        |bytes: &[u8], text: &str, expected: &str| assert_eq!(codes(bytes), (text.to_owned(), expected.to_owned()));
    check(b"The caf\xE9 of Sudland\x92s King.", "The café of Sudland’s King.", "encoding-guessed");
    check("The King’s caf\u{fffd}.".as_bytes(), "The King’s caf\u{fffd}.", "replacement-characters");
    check(b"The King\xE2\x80", "The King\u{fffd}", "truncated-character");
    check(
        b"The\x07 King came to the hall of the people.",
        "The King came to the hall of the people.",
        "control-characters",
    );
    check(
        b"<html><head><title>x</title></head><p>The King &amp; Queen came.</p>",
        "The King & Queen came.",
        "html-as-text",
    );
}
