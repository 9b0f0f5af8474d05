//! Bytes of a source to a [`Document`]: decoding, Markdown, blocks, a map back to the bytes.
//!
//! [`read()`] finds the encoding, takes markup off, joins wrapped lines and tells each block's part in the layout
//! (letterhead, title, paragraph, list item …). It never fails on odd text: what is odd is told in a [`Diagnostic`].
//! It reads no file and says nothing about what the words mean.
//!
//! ```
//! use rapporteur_text::{BlockKind, Options, read};
//!
//! let source = b"# Visit to Norland\n\nThe Minister met **Ms Brandt**.\n";
//! let (document, _) = read(source, &Options { name: Some("visit.md"), ..Options::default() }).unwrap();
//! assert_eq!(document.text, "Visit to Norland\n\nThe Minister met Ms Brandt.");
//! assert_eq!(document.title(), Some("Visit to Norland"));
//! let body = document.body_blocks().next().unwrap();
//! assert_eq!(body.kind, BlockKind::Paragraph);
//! ```

mod assemble;
mod block;
mod dateline;
mod decode;
mod diagnostic;
mod document;
mod draft;
mod html;
mod layout;
mod markdown;
mod marker;
mod media_type;
mod outline;
mod plain;
mod read;
mod source_map;
mod wrap;

pub use block::{Block, BlockKind};
pub use diagnostic::{Code, Diagnostic};
pub use document::Document;
pub use media_type::MediaType;
pub use read::{DEFAULT_MAX_BYTES, Options, TextError, read};
pub use source_map::SourceMap;
