//! Objects that failed: when they are tried again, and when no more (§10).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a failed object is tried again.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(28 * 24);

/// When, after the first failure, it is tried again. Then every [`EVERY`].
const FIRST: [SignedDuration; 3] =
    [SignedDuration::from_hours(6), SignedDuration::from_hours(12), SignedDuration::from_hours(24)];

/// The distance of further attempts.
const EVERY: SignedDuration = SignedDuration::from_hours(24);

/// An object that failed and waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Escrow {
    /// When it failed first.
    pub since: Timestamp,
    /// How often it failed.
    pub failures: u32,
    /// When it is tried again; sooner where the person changes in the source.
    pub next_attempt: Timestamp,
    /// What the mappings read of the person when it failed.
    pub fingerprint: String,
    /// Entra's code for the failure.
    pub code: String,
    /// The failure in words.
    pub reason: String,
    /// Only a reference (the manager) failed.
    pub is_reference: bool,
}

/// The next attempt after one at `now` failed; `None` where it is given up. Attempts that were missed are not made up for.
#[must_use]
pub fn next_attempt(since: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let waited = now.duration_since(since);
    let first = FIRST.into_iter().find(|after| *after > waited);
    let after = first.unwrap_or_else(|| {
        let days = waited.as_secs().div_euclid(EVERY.as_secs());
        SignedDuration::from_secs(EVERY.as_secs().saturating_mul(days.saturating_add(1)))
    });
    (after <= KEPT_FOR).then(|| since.checked_add(after).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_after_6_12_and_24_hours_and_then_daily_for_28_days() {
        let since: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
        let at = |hours: i64| since + SignedDuration::from_hours(hours);
        let mut now = since;
        let mut attempts = Vec::new();
        while let Some(next) = next_attempt(since, now) {
            attempts.push(next.duration_since(since).as_hours());
            now = next;
        }
        assert_eq!(attempts[..5], [6, 12, 24, 48, 72]);
        assert_eq!((attempts.len(), attempts.last()), (30, Some(&(28 * 24))));
        for (tried, next) in [(7, 12), (11, 12), (13, 24), (100, 120)] {
            assert_eq!(next_attempt(since, at(tried)), Some(at(next)), "after {tried} h");
        }
    }
}
