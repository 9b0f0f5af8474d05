//! Descriptions for an OpenAPI document of the types that are written as one text.

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use crate::time::{Day, DayRange, Timestamp};
use crate::views::Cursor;

macro_rules! text {
    ($type:ident, $doc:literal, $example:literal, $format:expr) => {
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format($format)
                    .description(Some($doc))
                    .examples([$example])
                    .into()
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                stringify!($type).into()
            }
        }
    };
}

text!(Day, "A day, ISO 8601.", "2026-04-15", Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
text!(Cursor, "A place in a list, as an answer gave it.", "20558.311", None);
text!(DayRange, "A day, or the first and the last of several.", "2026-04-01/2026-04-30", None);
text!(Timestamp, "An instant, RFC 3339.", "2026-04-15T09:00:00Z", None);
