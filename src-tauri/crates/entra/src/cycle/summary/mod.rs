//! What the provisioning log and *Provision on demand* say of one person: steps, changed attributes, status (`graph/README.md`
//! §7, §8). Names are Entra's; where none is recorded, ours say so.

mod failure;
mod skip;
mod steps;

use onramp_mapping::{MappingTable, RowOutcome};
use serde_json::Value;

pub use failure::{ErrorCategory, Failure, failure_of, refused_with, status_name};
pub use skip::{skip_code, skip_message};
pub use steps::{ProvisioningStep, StepType};

use super::execution::CycleError;
use super::memory::Ending;
use super::plan::Occasion;
use super::standing::{Member, Standing};
use crate::report::{Action, ManagerAction, Report, SkipReason, Step, flows};

/// Graph's `provisioningAction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvisioningAction {
    /// Created.
    Create,
    /// Changed.
    Update,
    /// Deleted.
    Delete,
    /// Would be disabled or deleted, and is held back.
    StagedDelete,
    /// Disabled.
    Disable,
    /// Nothing of these.
    Other,
}

impl ProvisioningAction {
    /// As the log writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::StagedDelete => "stagedDelete",
            Self::Disable => "disable",
            Self::Other => "other",
        }
    }

    /// As *Provision on demand* writes it.
    #[must_use]
    pub fn pascal(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Update => "Update",
            Self::Delete => "Delete",
            Self::StagedDelete => "StagedDelete",
            Self::Disable => "Disable",
            Self::Other => "Other",
        }
    }
}

/// Graph's `provisioningResult`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvisioningResult {
    /// As it should.
    Success,
    /// It went wrong.
    Failure,
    /// Nothing was to be done.
    Skipped,
    /// Done, and something is missing.
    Warning,
}

impl ProvisioningResult {
    /// As the log writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Skipped => "skipped",
            Self::Warning => "warning",
        }
    }

    /// As *Provision on demand* writes it.
    #[must_use]
    pub fn pascal(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::Failure => "Failure",
            Self::Skipped => "Skipped",
            Self::Warning => "Warning",
        }
    }
}

/// Graph's `modifiedProperty`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModifiedProperty {
    /// The target attribute.
    pub display_name: String,
    /// What the target had.
    pub old_value: Option<String>,
    /// What was sent.
    pub new_value: Option<String>,
}

/// The names of the two sides, as the job's schema has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Systems {
    /// The source directory, `Microsoft Entra ID`.
    pub source: String,
    /// The target directory, `customappsso`.
    pub target: String,
    /// The target object's name, the enterprise user's URN.
    pub target_object: String,
}

/// Whom and what a summary is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The person.
    pub member: &'a Member,
    /// Both sides.
    pub systems: &'a Systems,
    /// Rows and filter.
    pub table: &'a MappingTable,
    /// Why they are read in a cycle; `None` on demand.
    pub occasion: Option<Occasion>,
    /// Their id in the target was known before.
    pub is_linked: bool,
}

impl About<'_> {
    /// By what the log names the person.
    #[must_use]
    pub fn reportable_identifier(&self) -> String {
        let user = &self.member.user;
        user.text("userPrincipalName").unwrap_or_else(|| user.display_name())
    }
}

/// One person's entry, without ids and times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What was done.
    pub action: ProvisioningAction,
    /// How it ended.
    pub result: ProvisioningResult,
    /// The steps that were reached.
    pub steps: Vec<ProvisioningStep>,
    /// What changed in the target, or would have.
    pub modified: Vec<ModifiedProperty>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Why nothing was sent.
    pub skip: Option<SkipReason>,
    /// By what the log names the person.
    pub reportable_identifier: String,
    /// The person's id in the target, where it is known.
    pub target_id: Option<String>,
}

impl Summary {
    /// Of a run through the engine.
    #[must_use]
    pub fn of_report(report: &Report, about: &About<'_>) -> Self {
        let failure = failure_of(report, about.is_linked);
        let (action, skip) = match report.action {
            Action::Create => (ProvisioningAction::Create, None),
            Action::Update => (ProvisioningAction::Update, None),
            Action::Disable => (ProvisioningAction::Disable, None),
            Action::Failed => (ProvisioningAction::Other, None),
            Action::Skip(reason) => (ProvisioningAction::Other, Some(reason)),
        };
        let result = match (&failure, skip) {
            (Some(_), _) => ProvisioningResult::Failure,
            (None, Some(_)) => ProvisioningResult::Skipped,
            (None, None) => ProvisioningResult::Success,
        };
        Self {
            action,
            result,
            steps: steps::of_report(report, about),
            modified: if skip.is_some() { Vec::new() } else { modified(report, about.table) },
            failure,
            skip,
            reportable_identifier: about.reportable_identifier(),
            target_id: report.resource_id.clone(),
        }
    }

    /// Of somebody who is assigned and not provisioned, without a request.
    #[must_use]
    pub fn of_skipped(about: &About<'_>) -> Self {
        let reason = match about.member.standing {
            Standing::NotAssigned | Standing::NoRole => SkipReason::NotEffectivelyEntitled,
            Standing::SoftDeleted | Standing::Disabled => SkipReason::DisabledInSource,
            Standing::FilteredOut | Standing::NotRead | Standing::InScope => SkipReason::OutOfScope,
        };
        let steps = vec![steps::import(about), steps::scoping(about), steps::skip(about, reason)];
        Self {
            result: ProvisioningResult::Skipped,
            skip: Some(reason),
            ..Self::other(about.reportable_identifier(), steps)
        }
    }

    /// Of somebody whose disable is held back.
    #[must_use]
    pub fn of_staged(about: &About<'_>, target_id: &str) -> Self {
        let steps = vec![steps::import(about), steps::scoping(about), steps::staged(about)];
        Self {
            action: ProvisioningAction::StagedDelete,
            result: ProvisioningResult::Skipped,
            target_id: Some(target_id.to_owned()),
            ..Self::other(about.reportable_identifier(), steps)
        }
    }

    /// Of somebody who is gone from the source: deleted in the target, or not (`failure`), or held back.
    #[must_use]
    pub fn of_purged(
        name: &str,
        target_id: &str,
        systems: &Systems,
        is_staged: bool,
        failure: Option<Failure>,
    ) -> Self {
        let (action, result) = match (is_staged, &failure) {
            (true, _) => (ProvisioningAction::StagedDelete, ProvisioningResult::Skipped),
            (false, None) => (ProvisioningAction::Delete, ProvisioningResult::Success),
            (false, Some(_)) => (ProvisioningAction::Delete, ProvisioningResult::Failure),
        };
        let steps = steps::of_purged(name, systems, action, result);
        Self {
            action,
            result,
            failure,
            target_id: Some(target_id.to_owned()),
            ..Self::other(name.to_owned(), steps)
        }
    }

    /// Of a run on demand that ended at the connection test, which is shown only then (§11).
    #[must_use]
    pub fn of_connection_fault(about: &About<'_>, error: &CycleError) -> Self {
        let failure = Failure {
            code: error.code.clone(),
            reason: error.message.clone(),
            category: ErrorCategory::NonServiceFailure,
        };
        let steps = vec![steps::connection_fault(about, &failure)];
        Self {
            result: ProvisioningResult::Failure,
            failure: Some(failure),
            ..Self::other(about.reportable_identifier(), steps)
        }
    }

    fn other(reportable_identifier: String, steps: Vec<ProvisioningStep>) -> Self {
        Self {
            action: ProvisioningAction::Other,
            result: ProvisioningResult::Success,
            steps,
            modified: Vec::new(),
            failure: None,
            skip: None,
            reportable_identifier,
            target_id: None,
        }
    }
}

impl Ending {
    /// How a run through the engine ended.
    #[must_use]
    pub fn of(report: &Report, member: &Member, is_linked: bool) -> Self {
        let target_id = report.resource_id.clone();
        let Some(failure) = failure_of(report, is_linked) else { return Self::Settled { target_id } };
        let is_gone = is_linked
            && report.refused.as_ref().is_some_and(|refused| refused.status == Some(404))
            && report.steps.last().is_some_and(|step| step.step == Step::Match);
        if is_gone && member.standing != Standing::InScope {
            // Whom nobody should find there any more is not there.
            return Self::Gone;
        }
        let is_reference = report.refused.is_none()
            && matches!(report.manager, ManagerAction::Refused(_) | ManagerAction::LookupFailed(_));
        Self::Failed { target_id, code: failure.code, reason: failure.reason, is_reference }
    }
}

/// What was sent, attribute by attribute.
fn modified(report: &Report, table: &MappingTable) -> Vec<ModifiedProperty> {
    let created = report.action == Action::Create;
    let rows = report.evaluated.rows.iter().filter(|_| created).filter_map(|value| {
        let row = table.rows.get(value.row)?;
        let sent = value.sent().filter(|_| flows(row, &value.outcome, true))?;
        let is_value = !matches!(value.outcome, RowOutcome::Reference(_));
        is_value.then(|| ModifiedProperty {
            display_name: row.target.clone(),
            old_value: None,
            new_value: Some(text(sent)),
        })
    });
    let changes = report.changes.iter().map(|change| ModifiedProperty {
        display_name: change.target.clone(),
        old_value: change.old.as_ref().map(text),
        new_value: change.new.as_ref().map(text),
    });
    rows.chain(changes).collect()
}

/// A value as the log writes it.
fn text(value: &Value) -> String {
    match value {
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
