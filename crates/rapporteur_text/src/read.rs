//! The way in: bytes and options to a document and what is odd about it.

use rapporteur_record::Span;
use sha2::{Digest, Sha256};

use crate::assemble::assemble;
use crate::decode::{Decoded, decode};
use crate::draft::Draft;
use crate::{Code, Diagnostic, Document, MediaType, html, layout, markdown, outline, plain};

/// The largest source that is read unless [`Options::max_bytes`] says otherwise: 256 MiB.
pub const DEFAULT_MAX_BYTES: usize = 256 << 20;

/// What is never read, whatever the options say: offsets are 32 bits, and text can grow threefold in decoding.
const HARD_MAX_BYTES: usize = 1 << 30;

/// What is known about a source beside its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options<'a> {
    /// How to read the source; by default its name decides, else its text. Where it is not given, plain text that is
    /// an HTML page is read without its tags.
    pub media_type: Option<MediaType>,
    /// The source's name, for messages and for its ending.
    pub name: Option<&'a str>,
    /// The largest source that is read, in bytes; values above 1 GiB count as 1 GiB.
    pub max_bytes: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { media_type: None, name: None, max_bytes: DEFAULT_MAX_BYTES }
    }
}

/// Why a source cannot be text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The bytes are those of some other format.
    #[error("{name}: {what} is not text; convert it to plain text or Markdown first")]
    Binary {
        /// The source's name.
        name: String,
        /// What it looks like: "a PDF file".
        what: &'static str,
    },
    /// There is nothing to read.
    #[error("{name}: holds no text; give a file with at least one letter or digit")]
    Empty {
        /// The source's name.
        name: String,
    },
    /// The source is over the limit.
    #[error("{name}: {n_bytes} bytes are over the limit of {max_bytes}; split it or raise the limit")]
    TooLarge {
        /// The source's name.
        name: String,
        /// The source's length in bytes.
        n_bytes: usize,
        /// The limit in bytes.
        max_bytes: usize,
    },
}

/// Reads a source. Time is linear in its length.
///
/// # Errors
/// Only where the bytes cannot be text: another format or binary data, nothing to read, over the limit. Odd text is
/// read and told in the diagnostics.
pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<(Document, Vec<Diagnostic>), TextError> {
    let name = || options.name.unwrap_or("the source").to_owned();
    let decoded = characters(bytes, options)?;
    let media_type = media_type(&decoded.text, options);
    let is_page = options.media_type.is_none() && media_type == MediaType::Plain && html::is_page(&decoded.text);
    let mut draft = draft(&decoded.text, media_type, is_page);
    layout::assign_kinds(&mut draft);
    let (text, mut blocks, source_map) = assemble(&draft, decoded.units.clone());
    if !text.contains(char::is_alphanumeric) {
        return Err(TextError::Empty { name: name() });
    }
    outline::connect(&text, &mut blocks);
    let mut diagnostics = oddities(&decoded, &text);
    if is_page {
        let message = "The source is an HTML page; its tags were taken off.".to_owned();
        diagnostics.push(Diagnostic { code: Code::HtmlAsText, message, span: None });
    }
    let document = Document {
        id: digest(bytes),
        name: options.name.map(str::to_owned),
        media_type,
        encoding: decoded.encoding.name(),
        metadata: draft.metadata,
        text,
        blocks,
        source_map,
    };
    Ok((document, diagnostics))
}

/// Decodes a source that can be text.
fn characters(bytes: &[u8], options: &Options<'_>) -> Result<Decoded, TextError> {
    let name = || options.name.unwrap_or("the source").to_owned();
    let max_bytes = options.max_bytes.min(HARD_MAX_BYTES);
    if bytes.len() > max_bytes {
        return Err(TextError::TooLarge { name: name(), n_bytes: bytes.len(), max_bytes });
    }
    if let Some(what) = other_format(bytes) {
        return Err(TextError::Binary { name: name(), what });
    }
    let decoded = decode(bytes);
    // One control character in twenty bytes, or one undecodable stretch in four, is no text.
    if n_stray_controls(&decoded.text) * 20 > decoded.text.len() || decoded.n_undecodable * 4 > decoded.text.len() {
        return Err(TextError::Binary { name: name(), what: "binary data" });
    }
    Ok(decoded)
}

fn media_type(text: &str, options: &Options<'_>) -> MediaType {
    let named = || options.name.and_then(MediaType::of_name);
    options.media_type.or_else(named).unwrap_or_else(|| MediaType::sniff(text))
}

fn draft(text: &str, media_type: MediaType, is_page: bool) -> Draft<'_> {
    match media_type {
        MediaType::Plain if is_page => html::draft(text),
        MediaType::Plain => plain::draft(text),
        MediaType::Markdown => markdown::draft(text),
    }
}

/// What the first bytes say the source is, where that is no text.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 10] = [
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x89PNG", "an image"),
        (b"\xFF\xD8\xFF", "an image"),
        (b"GIF8", "an image"),
        (b"\x1F\x8B", "compressed data"),
        (b"\x28\xB5\x2F\xFD", "compressed data"),
        (b"\x7FELF", "a program"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, what)| what)
}

/// Control characters that no text needs: all but tab, line ends, form feed and the old end-of-file mark.
fn is_stray_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A)
}

fn n_stray_controls(text: &str) -> usize {
    text.bytes().filter(|&byte| is_stray_control(byte)).count()
}

fn oddities(decoded: &Decoded, text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let n_controls = n_stray_controls(&decoded.text);
    let lost = text.find(char::REPLACEMENT_CHARACTER).map(|at| Span::new(at, at + 3));
    let mut tell = |code, message, span| diagnostics.push(Diagnostic { code, message, span });
    if decoded.guessed {
        let message = format!("The encoding is not stated; it was read as {}.", decoded.encoding.name());
        tell(Code::EncodingGuessed, message, None);
    }
    let n_undecodable = decoded.n_undecodable - usize::from(decoded.truncated);
    if n_undecodable > 0 {
        let message = format!("{n_undecodable} stretches of bytes stand for no character.");
        tell(Code::UndecodableBytes, message, lost);
    }
    if decoded.truncated {
        let span = text.ends_with(char::REPLACEMENT_CHARACTER).then(|| Span::new(text.len() - 3, text.len()));
        tell(Code::TruncatedCharacter, "The source ends in the middle of a character.".to_owned(), span);
    }
    let n_lost = text.matches(char::REPLACEMENT_CHARACTER).count().saturating_sub(decoded.n_undecodable);
    if n_lost > 0 {
        let message = format!("{n_lost} characters were lost in an earlier conversion of the source.");
        tell(Code::ReplacementCharacters, message, lost);
    }
    if n_controls > 0 {
        tell(Code::ControlCharacters, format!("{n_controls} control characters were left out."), None);
    }
    diagnostics
}

fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut id = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        let _ = write!(id, "{byte:02x}");
    }
    id
}
