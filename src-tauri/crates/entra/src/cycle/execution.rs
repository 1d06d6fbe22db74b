//! What one cycle came to (Graph: `synchronizationTaskExecution`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::memory::{Ending, Memory};
use super::standing::{Member, Standing};
use crate::report::Report;

/// An error of a whole cycle (Graph: `synchronizationError`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CycleError {
    /// Entra's code.
    pub code: String,
    /// In words.
    pub message: String,
    /// Whether an admin can do something about it.
    pub tenant_actionable: bool,
}

impl CycleError {
    /// One that an admin can do something about.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), tenant_actionable: true }
    }
}

/// How a cycle ended (Graph: `synchronizationTaskExecutionResult`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExecutionState {
    /// Everybody went through, and nobody waits in escrow.
    Succeeded,
    /// It could not run.
    Failed,
    /// Some failed, now or before.
    EntryLevelErrors,
}

impl ExecutionState {
    /// Graph's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::EntryLevelErrors => "EntryLevelErrors",
        }
    }
}

/// The counts of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// `countImported`: read from the source.
    pub imported: u64,
    /// `countImportedDeltas`: read because they changed.
    pub imported_deltas: u64,
    /// `countImportedReferenceDeltas`: of those, whose manager was to be set.
    pub imported_reference_deltas: u64,
    /// `countEntitled`: assigned.
    pub entitled: u64,
    /// `countEntitledForProvisioning`: assigned, and in scope.
    pub entitled_for_provisioning: u64,
    /// `countExports`: something was to be sent.
    pub exports: u64,
    /// `countExported`: it was sent and taken.
    pub exported: u64,
    /// `countEscrowed`: wait in escrow for themselves.
    pub escrowed: u64,
    /// `countEscrowedRaw`: wait in escrow, those included of which only a reference failed.
    pub escrowed_raw: u64,
}

impl Tally {
    /// Counts somebody who was read; `is_delta` in an incremental cycle.
    pub fn read(&mut self, member: &Member, is_delta: bool) {
        self.imported += 1;
        self.imported_deltas += u64::from(is_delta);
        self.entitled += u64::from(member.is_assigned && member.has_role);
        self.entitled_for_provisioning += u64::from(member.standing == Standing::InScope);
    }

    /// Counts what became of them.
    pub fn ended(&mut self, report: &Report, ending: &Ending, is_delta: bool) {
        self.imported_reference_deltas += u64::from(is_delta && report.then.is_some());
        self.written(report.write.is_some() || report.then.is_some(), ending);
    }

    /// Counts a write, such as a delete, and whether it was taken.
    pub fn written(&mut self, wrote: bool, ending: &Ending) {
        self.exports += u64::from(wrote);
        self.exported += u64::from(wrote && !matches!(ending, Ending::Failed { .. }));
    }

    /// Counts who waits in escrow at the end, of this cycle and of those before.
    pub fn waiting(&mut self, memory: &Memory) {
        let by_reference = memory.escrows.values().filter(|escrow| escrow.is_reference).count();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        self.escrowed_raw = count(memory.escrows.len());
        self.escrowed = count(memory.escrows.len().saturating_sub(by_reference));
    }
}

/// One run of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Execution {
    /// `activityIdentifier`, which the log calls `cycleId`.
    pub activity_id: String,
    /// How it ended.
    pub state: ExecutionState,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// Its counts.
    pub tally: Tally,
    /// What kept it from running.
    pub error: Option<CycleError>,
}
