//! The record's words: acts, actors, meetings, spans, ontologies. No I/O.
