//! The committed file against the committed tables.

use std::path::Path;

use rapporteur_world::{Tables, World, compile};

#[test]
fn the_committed_world_is_what_the_tables_compile_to() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../world");
    let tables = Tables::read(&dir).expect("the tables have no fault of form");
    let bytes = compile(&tables).expect("every reference leads somewhere");
    assert!(bytes == World::embedded().as_bytes(), "world.bin is out of date: run `cargo xtask world`");
}
