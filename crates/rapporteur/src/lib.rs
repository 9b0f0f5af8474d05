//! The library: wires the stages from bytes to record.
