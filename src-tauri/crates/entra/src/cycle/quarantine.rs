//! Quarantine: when a job gets into it, how long it stays, when it is looked at again (§10).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::escrow::{KEPT_FOR, next_attempt};
use super::execution::CycleError;
use super::memory::Memory;
use super::plan::Plan;

/// Why a job is in quarantine (Graph: `quarantineReason`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuarantineReason {
    /// Very many objects fail.
    EncounteredBaseEscrowThreshold,
    /// Very many objects fail, those included of which only a reference does.
    EncounteredTotalEscrowThreshold,
    /// Too large a part of the objects fails.
    EncounteredEscrowProportionThreshold,
    /// The service cannot be used at all: credentials, reachability, compliance.
    EncounteredQuarantineException,
    /// More disables and deletes than *Prevent accidental deletion* lets through.
    TooManyDeletes,
}

impl QuarantineReason {
    /// Graph's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EncounteredBaseEscrowThreshold => "EncounteredBaseEscrowThreshold",
            Self::EncounteredTotalEscrowThreshold => "EncounteredTotalEscrowThreshold",
            Self::EncounteredEscrowProportionThreshold => "EncounteredEscrowProportionThreshold",
            Self::EncounteredQuarantineException => "EncounteredQuarantineException",
            Self::TooManyDeletes => "TooManyDeletes",
        }
    }
}

/// How many failures put a job into quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Below so many failures nothing is weighed.
    pub weighed_from: u64,
    /// More than this part of the objects, in percent: `EncounteredEscrowProportionThreshold`.
    pub percent: u64,
    /// More than so many: `EncounteredBaseEscrowThreshold`.
    pub base: u64,
    /// So many, failed references included: `EncounteredTotalEscrowThreshold`.
    pub total: u64,
}

impl Default for Thresholds {
    /// Entra's own numbers (§10). Which of the reasons goes with which number is not documented; the names suggest it.
    fn default() -> Self {
        Self { weighed_from: 5_000, percent: 40, base: 40_000, total: 60_000 }
    }
}

impl Thresholds {
    /// Whether a job is in quarantine after a cycle that ran, and why: deletions were held back, or too many objects wait in
    /// escrow.
    #[must_use]
    pub fn after(&self, plan: &Plan, memory: &Memory) -> Option<(QuarantineReason, CycleError)> {
        if let Some(limit) = plan.held_back_above {
            let message = format!(
                "{} objects would be disabled or deleted, and the threshold of accidental deletions is {limit}. None of \
                 them was.",
                plan.deletions
            );
            let reason = QuarantineReason::TooManyDeletes;
            return Some((reason, CycleError::new(reason.as_str(), message)));
        }
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let references = memory.escrows.values().filter(|escrow| escrow.is_reference).count();
        let failing = memory.escrows.len().saturating_sub(references);
        let unlinked = memory.escrows.keys().filter(|id| !memory.links.contains_key(*id)).count();
        let objects = memory.links.len().saturating_add(unlinked);
        let reason = self.judge(count(failing), count(references), count(objects))?;
        let message = format!("{} of {objects} objects fail.", memory.escrows.len());
        Some((reason, CycleError::new(reason.as_str(), message)))
    }

    /// Weighs the objects in escrow: `failing` of them by themselves, `references` by their reference alone, among
    /// `objects` that the job knows.
    #[must_use]
    pub fn judge(&self, failing: u64, references: u64, objects: u64) -> Option<QuarantineReason> {
        let total = failing.saturating_add(references);
        if total >= self.total {
            return Some(QuarantineReason::EncounteredTotalEscrowThreshold);
        }
        if failing < self.weighed_from {
            return None;
        }
        if failing > self.base {
            return Some(QuarantineReason::EncounteredBaseEscrowThreshold);
        }
        let is_too_large = failing.saturating_mul(100) > objects.saturating_mul(self.percent);
        is_too_large.then_some(QuarantineReason::EncounteredEscrowProportionThreshold)
    }
}

/// A job's quarantine (Graph: `synchronizationQuarantine`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quarantine {
    /// Why, as of the last cycle.
    pub reason: QuarantineReason,
    /// When it was imposed or found to go on.
    pub current_began: Timestamp,
    /// When it was imposed first.
    pub series_began: Timestamp,
    /// How often it was imposed or found to go on.
    pub series_count: u64,
    /// When the job is run again to see.
    pub next_attempt: Timestamp,
    /// What was wrong.
    pub error: CycleError,
}

impl Quarantine {
    /// Imposed at `now`, or found to go on. The distance of attempts grows as that of failed objects does, to once a day;
    /// `None` where it has lasted for four weeks, after which the job is disabled.
    #[must_use]
    pub fn imposed(
        before: Option<&Self>,
        reason: QuarantineReason,
        error: CycleError,
        now: Timestamp,
    ) -> (Self, Option<Timestamp>) {
        let series_began = before.map_or(now, |before| before.series_began);
        let next = next_attempt(series_began, now);
        let quarantine = Self {
            reason,
            current_began: now,
            series_began,
            series_count: before.map_or(0, |before| before.series_count).saturating_add(1),
            next_attempt: next.or_else(|| series_began.checked_add(KEPT_FOR).ok()).unwrap_or(now),
            error,
        };
        (quarantine, next)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::cycle::Escrow;

    #[test]
    fn failures_are_weighed_by_number_and_by_part() {
        use QuarantineReason::{
            EncounteredBaseEscrowThreshold as Base, EncounteredEscrowProportionThreshold as Proportion,
            EncounteredTotalEscrowThreshold as Total,
        };
        for (failing, references, objects, expected) in [
            (0, 0, 0, None),
            (40, 0, 40, None),
            (4_999, 0, 4_999, None),
            (5_000, 0, 12_500, None),
            (5_001, 0, 12_500, Some(Proportion)),
            (40_000, 0, 1_000_000, None),
            (40_001, 0, 1_000_000, Some(Base)),
            (40_001, 19_999, 1_000_000, Some(Total)),
            (10, 59_990, 1_000_000, Some(Total)),
        ] {
            let found = Thresholds::default().judge(failing, references, objects);
            assert_eq!(found, expected, "{failing} {references} {objects}");
        }
    }

    #[test]
    fn a_cycle_leads_to_quarantine_by_held_back_deletions_or_by_what_waits() {
        let now = "2026-11-24T09:00:00Z".parse().unwrap();
        let escrow = |is_reference| Escrow {
            since: now,
            failures: 1,
            next_attempt: now,
            fingerprint: String::new(),
            code: String::new(),
            reason: String::new(),
            is_reference,
        };
        let few = Thresholds { weighed_from: 2, percent: 40, base: 40_000, total: 60_000 };
        let mut memory = Memory::default();
        memory.escrows.insert("a".into(), escrow(false));
        memory.escrows.insert("b".into(), escrow(true));
        assert_eq!(few.after(&Plan::default(), &memory), None, "one fails by itself");
        memory.escrows.insert("c".into(), escrow(false));
        let (reason, error) = few.after(&Plan::default(), &memory).unwrap();
        assert_eq!(reason, QuarantineReason::EncounteredEscrowProportionThreshold);
        assert_eq!(error.message, "3 of 3 objects fail.");
        let held = Plan { deletions: 7, held_back_above: Some(5), ..Plan::default() };
        let (reason, error) = few.after(&held, &memory).unwrap();
        assert_eq!(reason, QuarantineReason::TooManyDeletes);
        assert!(error.message.starts_with("7 objects would be disabled or deleted"), "{}", error.message);
    }

    #[test]
    fn a_quarantine_slows_down_to_once_a_day_and_ends_in_four_weeks() {
        let error = CycleError::new("x", "y");
        let start: Timestamp = "2026-11-24T09:00:00Z".parse().unwrap();
        let reason = QuarantineReason::EncounteredQuarantineException;
        let (mut quarantine, mut next) = Quarantine::imposed(None, reason, error.clone(), start);
        let mut hours = Vec::new();
        while let Some(at) = next {
            hours.push(at.duration_since(start).as_hours());
            (quarantine, next) = Quarantine::imposed(Some(&quarantine), reason, error.clone(), at);
        }
        assert_eq!(hours[..4], [6, 12, 24, 48]);
        assert_eq!(hours.last(), Some(&(28 * 24)));
        assert_eq!(quarantine.series_began, start);
        assert_eq!(quarantine.current_began, start + SignedDuration::from_hours(28 * 24));
        assert_eq!(quarantine.series_count, 31);
    }
}
