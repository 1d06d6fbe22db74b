//! *Prevent accidental deletion*: how many people may be disabled or deleted in one cycle (§10).

use serde::{Deserialize, Serialize};

/// The threshold, where it is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeleteThreshold {
    /// The largest number that goes through; `None` where it is off.
    pub limit: Option<u64>,
}

impl DeleteThreshold {
    /// Whether so many disables and deletes are held back: all of them, and the job goes into quarantine
    /// (`TooManyDeletes`). `forced` is the admin's *Allow deletes* (`resetScope` `ForceDeletes`).
    #[must_use]
    pub fn holds_back(self, deletions: usize, forced: bool) -> bool {
        let deletions = u64::try_from(deletions).unwrap_or(u64::MAX);
        !forced && self.limit.is_some_and(|limit| deletions > limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_itself_goes_through() {
        let of = |limit| DeleteThreshold { limit };
        for (threshold, deletions, forced, held) in [
            (of(Some(2)), 2, false, false),
            (of(Some(2)), 3, false, true),
            (of(Some(2)), 3, true, false),
            (of(Some(0)), 1, false, true),
            (of(None), 10_000, false, false),
        ] {
            assert_eq!(threshold.holds_back(deletions, forced), held, "{threshold:?} {deletions}");
        }
    }
}
