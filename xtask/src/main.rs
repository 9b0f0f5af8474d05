//! The project's chores: `cargo xtask NAME`.

mod model;
mod world;

use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let chore = std::env::args().nth(1);
    match chore.as_deref() {
        Some("model") => model::run(root),
        Some("world") => world::run(root),
        _ => bail!("name a chore: model, world"),
    }
}
