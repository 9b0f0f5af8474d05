//! The record's words: acts, actors, meetings, dates, spans. No I/O.
//!
//! A [`Record`] is what one document reports, in the shape that `rapporteur read --format json` prints. Every item
//! is pinned to the exact words by a [`Quote`], whose offsets are Unicode code points of `document.text`; the stages
//! before it count in bytes ([`Span`]), and [`CodePoints`] turns the one into the other.
//!
//! ```
//! use rapporteur_record::{CodePoints, Span};
//! let text = "Köln is in Germany";
//! let quote = CodePoints::new(text).quote(Span::new(0, 5));
//! assert_eq!((quote.end, quote.quote.as_str()), (4, "Köln"));
//! ```

mod act;
mod actor;
mod date;
mod record;
mod span;

pub use act::{Act, ActType, Family, Modality, Plover, Polarity, Quad, Strength};
pub use actor::{Actor, ActorKind, Candidate, Mention, MentionType};
pub use date::{DateMention, MONTHS, Precision, WEEKDAYS, date_in_words, month_number, weekday_number};
pub use record::{
    DocumentFields, Genre, Instrument, InstrumentKind, Issued, Meeting, MeetingForm, MeetingStatus, Place,
    ReaderVersions, Record, SCHEMA,
};
pub use span::{CodePoints, Quote, Span};
