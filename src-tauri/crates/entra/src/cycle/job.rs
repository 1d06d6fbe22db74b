//! A job between its cycles: whether it runs, when next, and how it stands (Graph: `schedule` and `status`).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::execution::{CycleError, Execution, ExecutionState};
use super::memory::Memory;
use super::plan::Kind;
use super::quarantine::{Quarantine, QuarantineReason};
use super::reset::ResetScope;

/// The distance of two cycles: fixed, and not to be configured (§10).
pub const INTERVAL: SignedDuration = SignedDuration::from_mins(40);

/// Graph's `synchronizationScheduleState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ScheduleState {
    /// Cycles are run.
    Active,
    /// Never started, or given up after four weeks of quarantine.
    #[default]
    Disabled,
    /// Stopped by an admin.
    Paused,
}

impl ScheduleState {
    /// Graph's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Disabled => "Disabled",
            Self::Paused => "Paused",
        }
    }
}

/// Graph's `synchronizationStatusCode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusCode {
    /// Never started.
    NotConfigured,
    /// Started, and no cycle is over yet.
    NotRun,
    /// Runs.
    Active,
    /// Stopped by an admin.
    Paused,
    /// In quarantine.
    Quarantine,
}

impl StatusCode {
    /// Graph's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotConfigured => "NotConfigured",
            Self::NotRun => "NotRun",
            Self::Active => "Active",
            Self::Paused => "Paused",
            Self::Quarantine => "Quarantine",
        }
    }
}

/// A cycle that is over, as the job takes it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// Initial or incremental.
    pub kind: Kind,
    /// What it came to.
    pub execution: Execution,
    /// What puts the job into quarantine, or keeps it there.
    pub quarantine: Option<(QuarantineReason, CycleError)>,
}

/// A job's state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JobState {
    /// Whether cycles are run.
    pub schedule: ScheduleState,
    /// When the next one is due; `None` where none is.
    pub next_due: Option<Timestamp>,
    /// When the last cycle began that went through all its people; without it the next cycle is an initial one.
    pub watermark: Option<Timestamp>,
    /// The quarantine.
    pub quarantine: Option<Quarantine>,
    /// The next cycle's deletions go through, however many.
    pub force_deletes: bool,
    /// The last cycle.
    pub last_execution: Option<Execution>,
    /// The last one without errors.
    pub last_successful_execution: Option<Execution>,
    /// The last one that sent something.
    pub last_successful_execution_with_exports: Option<Execution>,
    /// How many cycles in a row could not run.
    pub successive_complete_failures: u64,
    /// When a cycle first left nothing to do.
    pub steady_state_first_achieved: Option<Timestamp>,
    /// When one last did.
    pub steady_state_last_achieved: Option<Timestamp>,
    /// Counts what was cleared from outside, so that a cycle under way knows that it must not put it back at its end.
    pub revision: u64,
}

impl JobState {
    /// `status.code`.
    #[must_use]
    pub fn code(&self) -> StatusCode {
        match (self.schedule, &self.quarantine, &self.last_execution) {
            (ScheduleState::Paused, ..) => StatusCode::Paused,
            (_, Some(_), _) => StatusCode::Quarantine,
            (ScheduleState::Disabled, ..) => StatusCode::NotConfigured,
            (ScheduleState::Active, _, None) => StatusCode::NotRun,
            (ScheduleState::Active, ..) => StatusCode::Active,
        }
    }

    /// Whether a cycle is due.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.schedule == ScheduleState::Active && self.next_due.is_some_and(|due| due <= now)
    }

    /// What the next cycle is.
    #[must_use]
    pub fn next_kind(&self) -> Kind {
        if self.watermark.is_some() { Kind::Incremental } else { Kind::Initial }
    }

    /// *Start provisioning*: a cycle is due at once, and a quarantine is lifted (`graph/README.md` §5).
    pub fn start(&mut self, now: Timestamp) {
        self.schedule = ScheduleState::Active;
        self.quarantine = None;
        self.next_due = Some(now);
    }

    /// *Stop provisioning*: a cycle under way ends, none follows (§10).
    pub fn pause(&mut self) {
        self.schedule = ScheduleState::Paused;
        self.next_due = None;
    }

    /// *Restart provisioning*: clears what `scope` says and runs, also where the job was paused.
    pub fn restart(&mut self, scope: ResetScope, memory: &mut Memory, now: Timestamp) {
        self.touch();
        scope.clear(self, memory);
        self.schedule = ScheduleState::Active;
        self.next_due = Some(now);
    }

    /// A saved schema is followed by an initial cycle (§10), which keeps who is who.
    pub fn schema_saved(&mut self, now: Timestamp) {
        self.touch();
        self.watermark = None;
        if self.schedule == ScheduleState::Active {
            self.next_due = Some(now);
        }
    }

    /// Takes in a cycle that is over at `now`. `revision` is the one it began with: what an admin did meanwhile stands.
    pub fn complete(&mut self, completed: Completed, revision: u64, now: Timestamp) {
        let Completed { kind, execution, quarantine } = completed;
        let undisturbed = self.revision == revision;
        let failed = execution.state == ExecutionState::Failed;
        self.successive_complete_failures =
            if failed { self.successive_complete_failures.saturating_add(1) } else { 0 };
        if !failed {
            self.force_deletes &= !undisturbed;
            if undisturbed || kind == Kind::Incremental && self.watermark.is_some() {
                self.watermark = Some(execution.began);
            }
        }
        if execution.state == ExecutionState::Succeeded {
            self.steady_state_first_achieved.get_or_insert(now);
            self.steady_state_last_achieved = Some(now);
            self.last_successful_execution = Some(execution.clone());
            if execution.tally.exported > 0 {
                self.last_successful_execution_with_exports = Some(execution.clone());
            }
        }
        let began = execution.began;
        self.last_execution = Some(execution);
        if !undisturbed && self.next_due.is_some() {
            // Restarted or saved meanwhile: the cycle that was asked for comes at once.
            return;
        }
        let mut next = began.checked_add(INTERVAL).ok().map(|due| due.max(now));
        // A cycle that failed without being able to say why keeps a quarantine as it is.
        match quarantine {
            Some((reason, error)) => {
                let (quarantine, attempt) = Quarantine::imposed(self.quarantine.as_ref(), reason, error, now);
                self.quarantine = Some(quarantine);
                next = attempt;
                if attempt.is_none() {
                    self.schedule = ScheduleState::Disabled;
                }
            }
            None if failed && self.quarantine.is_some() => {}
            None => self.quarantine = None,
        }
        self.next_due = next.filter(|_| self.schedule == ScheduleState::Active);
    }

    fn touch(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::Tally;

    fn at(minutes: i64) -> Timestamp {
        let start: Timestamp = "2026-11-24T09:00:00Z".parse().unwrap();
        start + SignedDuration::from_mins(minutes)
    }

    fn over(state: ExecutionState, began: Timestamp, ended: Timestamp) -> Completed {
        let tally = Tally { exported: 1, ..Tally::default() };
        let error = (state == ExecutionState::Failed).then(|| CycleError::new("c", "m"));
        let execution = Execution { activity_id: "a".into(), state, began, ended, tally, error };
        Completed { kind: Kind::Initial, execution, quarantine: None }
    }

    fn quarantined(began: Timestamp) -> Completed {
        let reason = QuarantineReason::EncounteredQuarantineException;
        let quarantine = Some((reason, CycleError::new("c", "m")));
        Completed { quarantine, ..over(ExecutionState::Failed, began, began) }
    }

    fn started() -> JobState {
        let mut state = JobState::default();
        state.start(at(0));
        state
    }

    #[test]
    fn it_begins_disabled_and_runs_every_40_minutes_once_started() {
        let mut state = JobState::default();
        assert_eq!((state.code(), state.is_due(at(0))), (StatusCode::NotConfigured, false));
        state.start(at(0));
        assert_eq!((state.code(), state.is_due(at(0))), (StatusCode::NotRun, true));
        assert_eq!(state.next_kind(), Kind::Initial);
        state.complete(over(ExecutionState::Succeeded, at(0), at(1)), state.revision, at(1));
        assert_eq!((state.code(), state.next_due), (StatusCode::Active, Some(at(40))));
        assert_eq!((state.next_kind(), state.watermark), (Kind::Incremental, Some(at(0))));
        assert_eq!(state.steady_state_first_achieved, Some(at(1)));
        state.complete(over(ExecutionState::EntryLevelErrors, at(40), at(95)), state.revision, at(95));
        assert_eq!(state.next_due, Some(at(95)), "a long cycle is followed by the next at once");
        assert_eq!(state.steady_state_last_achieved, Some(at(1)));
    }

    #[test]
    fn a_pause_lets_the_cycle_end_and_nothing_follows() {
        let mut state = started();
        let revision = state.revision;
        state.pause();
        state.complete(over(ExecutionState::Succeeded, at(0), at(1)), revision, at(1));
        assert_eq!((state.code(), state.next_due), (StatusCode::Paused, None));
        assert!(state.last_execution.is_some());
        state.start(at(5));
        assert!(state.is_due(at(5)));
    }

    #[test]
    fn what_was_saved_or_restarted_during_a_cycle_is_not_undone_by_its_end() {
        let mut state = started();
        let revision = state.revision;
        state.schema_saved(at(1));
        state.complete(over(ExecutionState::Succeeded, at(0), at(2)), revision, at(2));
        assert_eq!((state.next_kind(), state.next_due), (Kind::Initial, Some(at(1))));
    }

    #[test]
    fn a_quarantine_is_lifted_by_a_cycle_that_runs_by_start_or_by_restart() {
        let mut state = started();
        state.complete(quarantined(at(0)), state.revision, at(0));
        assert_eq!((state.code(), state.successive_complete_failures), (StatusCode::Quarantine, 1));
        assert_eq!(state.next_due, Some(at(6 * 60)));
        let stuck = state.clone();

        state.complete(over(ExecutionState::Succeeded, at(360), at(361)), state.revision, at(361));
        assert_eq!((state.code(), state.successive_complete_failures), (StatusCode::Active, 0));
        assert_eq!(state.next_due, Some(at(400)));

        let mut state = stuck.clone();
        state.start(at(10));
        assert!(state.quarantine.is_none() && state.is_due(at(10)));

        let mut state = stuck;
        let mut memory = Memory::default();
        state.restart(ResetScope::parse("Watermark").unwrap(), &mut memory, at(10));
        assert!(state.quarantine.is_some() && state.is_due(at(10)));
        state.restart(ResetScope::FULL, &mut memory, at(10));
        assert!(state.quarantine.is_none());
    }

    #[test]
    fn four_weeks_of_quarantine_disable_the_job() {
        let mut state = started();
        let mut cycles = 0;
        while let Some(due) = state.next_due {
            state.complete(quarantined(due), state.revision, due);
            cycles += 1;
        }
        assert_eq!((cycles, state.schedule), (31, ScheduleState::Disabled));
        assert_eq!(state.code(), StatusCode::Quarantine);
    }

    #[test]
    fn allowed_deletes_are_allowed_once() {
        let mut state = started();
        state.restart(ResetScope::parse("ForceDeletes").unwrap(), &mut Memory::default(), at(0));
        assert!(state.force_deletes);
        state.complete(quarantined(at(0)), state.revision, at(0));
        assert!(state.force_deletes, "the cycle could not run");
        state.complete(over(ExecutionState::Succeeded, at(360), at(361)), state.revision, at(361));
        assert!(!state.force_deletes);
    }
}
