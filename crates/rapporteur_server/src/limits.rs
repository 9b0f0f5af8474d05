//! How often one may ask.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::fault::Fault;

/// Names remembered; beyond, those that rested longest are forgotten.
const MOST_NAMES: usize = 20_000;

/// How often something may be done: so many at once, and so many a minute after that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    name: &'static str,
    burst: f64,
    per_minute: f64,
}

/// Trying a password, by address and by account.
pub(crate) const LOGIN: Rate = Rate { name: "login", burst: 10.0, per_minute: 2.0 };
/// Writing.
pub(crate) const WRITE: Rate = Rate { name: "write", burst: 120.0, per_minute: 600.0 };
/// Asking, where the desk can be reached by others.
pub(crate) const ASK: Rate = Rate { name: "ask", burst: 600.0, per_minute: 6_000.0 };

#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<HashMap<String, (f64, Instant)>>);

impl Limits {
    /// Counts one try.
    pub(crate) fn take(&self, rate: Rate, who: &str) -> Result<(), Fault> {
        self.take_at(rate, who, Instant::now())
    }

    fn take_at(&self, rate: Rate, who: &str, now: Instant) -> Result<(), Fault> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_NAMES {
            buckets.retain(|_, (_, last)| now.duration_since(*last).as_secs() < 600);
            if buckets.len() >= MOST_NAMES {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(format!("{} {who}", rate.name)).or_insert((rate.burst, now));
        let rested = now.duration_since(bucket.1).as_secs_f64();
        let left = (bucket.0 + rested * rate.per_minute / 60.0).min(rate.burst);
        if left < 1.0 {
            let seconds = ((1.0 - left) * 60.0 / rate.per_minute).ceil().max(1.0);
            // a whole number of seconds, at most thirty here
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 30")]
            return Err(Fault::too_many(seconds as u64));
        }
        *bucket = (left - 1.0, now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn tries_run_out_and_come_back() {
        let limits = Limits::default();
        let now = Instant::now();
        for _ in 0..10 {
            limits.take_at(LOGIN, "ada", now).unwrap();
        }
        assert_eq!(limits.take_at(LOGIN, "ada", now).unwrap_err().retry_after, Some(30));
        limits.take_at(LOGIN, "bo", now).unwrap();
        limits.take_at(LOGIN, "ada", now + Duration::from_secs(31)).unwrap();
        assert!(limits.take_at(LOGIN, "ada", now + Duration::from_secs(31)).is_err());
    }
}
