//! What is odd about a source, told beside its text.

use rapporteur_record::Span;

/// One oddity of a source. The text is read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of oddity.
    pub code: Code,
    /// One sentence for a person.
    pub message: String,
    /// Where it shows, in bytes of the document's text; empty at the place where words are missing; `None` where
    /// it concerns the whole source.
    pub span: Option<Span>,
}

/// The kinds of oddity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The encoding is not stated by the source and not UTF-8: it was guessed.
    EncodingGuessed,
    /// Bytes that stand for no character; each such stretch is U+FFFD in the text.
    UndecodableBytes,
    /// The source ends in the middle of a character.
    TruncatedCharacter,
    /// Control characters, which were left out.
    ControlCharacters,
    /// The source already holds U+FFFD: an earlier conversion lost characters.
    ReplacementCharacters,
    /// The source is HTML; its tags were taken off.
    HtmlAsText,
}

impl Code {
    /// The code as printed: lower case, with hyphens.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EncodingGuessed => "encoding-guessed",
            Self::UndecodableBytes => "undecodable-bytes",
            Self::TruncatedCharacter => "truncated-character",
            Self::ControlCharacters => "control-characters",
            Self::ReplacementCharacters => "replacement-characters",
            Self::HtmlAsText => "html-as-text",
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
