//! `resetScope`: what a restart clears (Graph: `synchronizationJobRestartScope`).

use super::job::JobState;
use super::memory::Memory;

/// The flags of a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResetScope {
    /// Who is who in the target is forgotten: everybody is matched anew.
    pub connector_data_store: bool,
    /// Failures are forgotten.
    pub escrows: bool,
    /// Everybody is read again: the next cycle is an initial one.
    pub watermark: bool,
    /// The quarantine is lifted.
    pub quarantine_state: bool,
    /// Deletions that were held back go through once: *Allow deletes*.
    pub force_deletes: bool,
}

/// A flag that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no reset scope")]
pub struct UnknownScope(pub String);

impl ResetScope {
    /// All that `Full` clears. Deletions are held back all the same: *Allow deletes* is asked for by its own flag.
    pub const FULL: Self = Self {
        connector_data_store: true,
        escrows: true,
        watermark: true,
        quarantine_state: true,
        force_deletes: false,
    };

    /// Reads flags joined by commas, with or without blanks. `None` is one of them, and clears nothing.
    ///
    /// # Errors
    /// The first name that is no flag.
    pub fn parse(text: &str) -> Result<Self, UnknownScope> {
        text.split(',').map(str::trim).try_fold(Self::default(), |scope, flag| {
            Ok(match flag {
                "None" => scope,
                "ConnectorDataStore" => Self { connector_data_store: true, ..scope },
                "Escrows" => Self { escrows: true, ..scope },
                "Watermark" => Self { watermark: true, ..scope },
                "QuarantineState" => Self { quarantine_state: true, ..scope },
                "Full" => Self { force_deletes: scope.force_deletes, ..Self::FULL },
                "ForceDeletes" => Self { force_deletes: true, ..scope },
                other => return Err(UnknownScope(other.to_owned())),
            })
        })
    }

    /// Clears what is to be cleared. The cycle after it is due at once; see [`JobState::restart`].
    pub fn clear(self, state: &mut JobState, memory: &mut Memory) {
        if self.connector_data_store {
            memory.links.clear();
        }
        if self.escrows {
            memory.escrows.clear();
        }
        if self.watermark || self.connector_data_store {
            // Without links every change would be somebody new: only reading all of them again makes sense.
            state.watermark = None;
        }
        if self.quarantine_state {
            state.quarantine = None;
        }
        state.force_deletes |= self.force_deletes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::{CycleError, Escrow, Link, Quarantine, QuarantineReason};

    fn used() -> (JobState, Memory) {
        let now = "2026-11-24T09:00:00Z".parse().unwrap();
        let error = CycleError::new("x", "y");
        let reason = QuarantineReason::TooManyDeletes;
        let (quarantine, _) = Quarantine::imposed(None, reason, error, now);
        let state = JobState { watermark: Some(now), quarantine: Some(quarantine), ..JobState::default() };
        let mut memory = Memory::default();
        let link = Link {
            target_id: Some("u1".into()),
            fingerprint: "f".into(),
            is_active: true,
            name: "ana".into(),
        };
        memory.links.insert("ana".into(), link);
        let escrow = Escrow {
            since: now,
            failures: 1,
            next_attempt: now,
            fingerprint: "f".into(),
            code: "c".into(),
            reason: "r".into(),
            is_reference: false,
        };
        memory.escrows.insert("eva".into(), escrow);
        (state, memory)
    }

    /// What is left: links, escrows, watermark, quarantine; and whether deletions are forced.
    fn left_by(text: &str) -> [bool; 5] {
        let (mut state, mut memory) = used();
        ResetScope::parse(text).unwrap().clear(&mut state, &mut memory);
        [
            !memory.links.is_empty(),
            !memory.escrows.is_empty(),
            state.watermark.is_some(),
            state.quarantine.is_some(),
            state.force_deletes,
        ]
    }

    #[test]
    fn each_flag_clears_its_own() {
        for (text, left) in [
            ("None", [true, true, true, true, false]),
            ("Escrows", [true, false, true, true, false]),
            ("Watermark", [true, true, false, true, false]),
            ("QuarantineState", [true, true, true, false, false]),
            ("ConnectorDataStore", [false, true, false, true, false]),
            ("Watermark, Escrows,QuarantineState", [true, false, false, false, false]),
            ("Full", [false, false, false, false, false]),
            ("ForceDeletes", [true, true, true, true, true]),
            ("ForceDeletes,Full", [false, false, false, false, true]),
        ] {
            assert_eq!(left_by(text), left, "{text}");
        }
        for text in ["", "full", "Watermark,", "Watermark; Full"] {
            assert!(ResetScope::parse(text).is_err(), "{text:?}");
        }
    }
}
