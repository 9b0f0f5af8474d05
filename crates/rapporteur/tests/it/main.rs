//! The library over real documents: laws that every record keeps.

mod corpus;
mod properties;
mod sample;
