//! What the embedded world answers, and that it is what its tables compile to.

mod compiled;
mod mentions;
mod names;
mod offices;
mod overlays;
mod properties;
