//! Press releases in a ministry's style, written from records.
//!
//! What a reader takes out of a text, [`compose`] puts back into one: each act becomes one sentence with its verb, actor,
//! recipient, content, issue, instruments and due date; meetings open their paragraphs; [`Release::render`] lays it all
//! out by a template that a user may edit, as Markdown, HTML or DOCX. [`Release::expectation`] says what a reader should
//! find in the draft, so that whoever publishes it can see that it says what was recorded.
//!
//! The crate never reads a text: what it knows comes from records. The same records give the same bytes.
//!
//! ```
//! # fn record() -> rapporteur_record::Record {
//! #     serde_json::from_str(r#"{"schema": "rapporteur.record/1",
//! #         "reader": {"version": "", "model": "", "world": "", "lexicon": ""},
//! #         "document": {"id": "", "source": "", "media_type": "text/plain", "language": "en", "genre": "readout",
//! #             "title": null, "issuer": "a1", "issued": {}, "text": "Norland urged Sudmark to wait."},
//! #         "actors": [{"id": "a1", "name": "Norland", "kind": "country"}, {"id": "a2", "name": "Sudmark", "kind": "country"}],
//! #         "places": [], "instruments": [], "meetings": [],
//! #         "acts": [{"id": "s1", "type": "appeal", "actor": ["a1"], "recipient": ["a2"],
//! #             "content": {"start": 25, "end": 29, "quote": "wait"},
//! #             "trigger": {"start": 8, "end": 13, "quote": "urged"}, "evidence": {"start": 0, "end": 30, "quote": ""}}]}"#
//! #     ).unwrap()
//! # }
//! use rapporteur_draft::{Account, Options, PlainWords, RELEASE_TEMPLATE, compose};
//! let record = record();
//! let release = compose(&[Account::whole(&record)], &Options::default(), &PlainWords);
//! let markdown = release.markdown(RELEASE_TEMPLATE)?;
//! assert!(markdown.contains("Norland urged Sudmark to wait."));
//! # Ok::<(), rapporteur_draft::TemplateError>(())
//! ```

mod cast;
mod date;
mod docx;
mod expectation;
mod form;
mod frames;
mod opening;
mod release;
mod render;
mod sentence;
mod verb;

pub use expectation::Expectation;
pub use release::{Account, Options, Paragraph, PlainWords, Release, Section, Wording, compose};
pub use render::{Format, RELEASE_TEMPLATE, TemplateError};
pub use sentence::Sentence;
