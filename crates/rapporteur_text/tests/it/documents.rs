//! Documents of invented countries, one for each sort of layout.
