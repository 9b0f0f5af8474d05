//! Document, analysis and world to a record.
