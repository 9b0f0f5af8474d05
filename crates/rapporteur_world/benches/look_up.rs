//! How long a look-up of a name takes: `cargo bench -p rapporteur_world`.
#![expect(clippy::print_stdout, reason = "a figure for people")]

use std::hint::black_box;
use std::time::Instant;

use rapporteur_world::World;

const ROUNDS: usize = 40;

fn main() {
    let world = World::embedded();
    let names: Vec<&str> = world.entities().map(|entity| entity.name).filter(|name| name.len() < 60).collect();
    let n_names = u32::try_from(names.len()).expect("a world has fewer than 4 G entities");
    // The quickest round is the one that other programs disturbed least.
    let quickest = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            for name in &names {
                black_box(world.look_up(black_box(name)));
            }
            started.elapsed()
        })
        .min();
    let each = quickest.unwrap_or_default() / n_names;
    println!(
        "{} ns a look-up, over {n_names} names; the world takes {} bytes",
        each.as_nanos(),
        world.as_bytes().len()
    );
}
