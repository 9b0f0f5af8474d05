//! One record across documents: which reports tell of one meeting, which acts of one event.
//!
//! What belongs together is a function of the reports alone, taken in an order of their own (never that of adding):
//! each goes to the first group with all of whose members it agrees.

mod events;
mod meetings;

pub(crate) use events::settle as settle_events;
pub(crate) use meetings::settle as settle_meetings;

/// Puts members, already in their canonical order, into groups: each into the first all of whose members agree.
fn group<T>(members: &[T], agree: impl Fn(&T, &T) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, member) in members.iter().enumerate() {
        match groups.iter_mut().find(|g| g.iter().all(|&other| agree(member, &members[other]))) {
            Some(found) => found.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}
