//! Of how many states the tables tell who held an office on a day.

use jiff::civil::Date;

use crate::tenures::State;
use crate::world::{EntityId, World};

/// What the tables tell of an office in one state on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The state.
    pub country: EntityId,
    /// How sure the surest of its holders is; `None` where the tables name none.
    pub state: Option<State>,
}

impl World {
    /// For each state that belongs to `organization` on a day, whether the tables tell who holds `role` in it.
    pub fn coverage(&self, role: &str, organization: EntityId, on: Date) -> Vec<Covered> {
        let covered = |country| {
            let holders = self.holders(role, self.entity(country).id, on);
            Covered { country, state: holders.first().map(|holder| holder.state) }
        };
        self.members(organization, on).into_iter().map(covered).collect()
    }
}
