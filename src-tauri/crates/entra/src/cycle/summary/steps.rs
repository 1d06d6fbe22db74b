//! The steps of one person (Graph: `provisioningStep`).

use onramp_mapping::MappingTable;
use onramp_mapping::scope::Explanation;
use serde_json::{Map, Value};

use super::failure::Failure;
use super::skip::{because, skip_code};
use super::{About, ProvisioningAction, ProvisioningResult, Systems};
use crate::cycle::plan::Occasion;
use crate::cycle::standing::Standing;
use crate::report::{Action, Finding, ManagerAction, Report, SkipReason, Step, StepReport, StepStatus};

/// Graph's `provisioningStepType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepType {
    /// Read from the source.
    Import,
    /// In scope or not.
    Scoping,
    /// Looked for in the target.
    Matching,
    /// Held back, or stopped before.
    Processing,
    /// The manager.
    ReferenceResolution,
    /// Written to the target.
    Export,
}

impl StepType {
    /// As the log writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Scoping => "scoping",
            Self::Matching => "matching",
            Self::Processing => "processing",
            Self::ReferenceResolution => "referenceResolution",
            Self::Export => "export",
        }
    }

    /// As *Provision on demand* writes it.
    #[must_use]
    pub fn pascal(self) -> &'static str {
        match self {
            Self::Import => "Import",
            Self::Scoping => "Scoping",
            Self::Matching => "Matching",
            Self::Processing => "Processing",
            Self::ReferenceResolution => "ReferenceResolution",
            Self::Export => "Export",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisioningStep {
    /// Entra's name.
    pub name: &'static str,
    /// Its type.
    pub kind: StepType,
    /// How it ended.
    pub status: ProvisioningResult,
    /// In a sentence.
    pub description: String,
    /// What else is known, in order.
    pub details: Vec<(String, String)>,
}

impl ProvisioningStep {
    fn new(name: &'static str, kind: StepType, status: ProvisioningResult, description: String) -> Self {
        Self { name, kind, status, description, details: Vec::new() }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.push((name.to_owned(), value.into()));
        self
    }
}

pub(super) fn of_report(report: &Report, about: &About<'_>) -> Vec<ProvisioningStep> {
    let mut steps = Vec::new();
    for step in &report.steps {
        match step.step {
            Step::Import => steps.push(import(about)),
            Step::Scope => steps.push(scoped(about, &report.scope)),
            Step::Match => steps.push(matched(step, report, about)),
            Step::Perform => performed(step, report, about, &mut steps),
        }
    }
    steps
}

pub(super) fn import(about: &About<'_>) -> ProvisioningStep {
    let (who, source) = (about.reportable_identifier(), &about.systems.source);
    let change = match (about.occasion, about.member.standing) {
        (None, _) => None,
        (Some(_), Standing::SoftDeleted) | (Some(Occasion::Purged), _) => {
            Some(("EntryImportDelete", "Delete"))
        }
        (Some(Occasion::Added), _) => Some(("EntryImportAdd", "Add")),
        (Some(Occasion::Changed | Occasion::Retried), _) => Some(("EntryImportUpdate", "Update")),
    };
    let (name, description) = match change {
        None => ("EntryImport", format!("Retrieved User '{who}' from {source}")),
        Some((name, change)) => {
            (name, format!("Received User '{who}' change of type ({change}) from {source}"))
        }
    };
    let mut step = ProvisioningStep::new(name, StepType::Import, ProvisioningResult::Success, description)
        .with("objectId", about.member.user.id.clone());
    for attribute in ["displayName", "userPrincipalName", "IsSoftDeleted"] {
        if let Some(text) = about.member.user.text(attribute) {
            step = step.with(attribute, text);
        }
    }
    step
}

/// The scoping step of somebody whom the engine does not see.
pub(super) fn scoping(about: &About<'_>) -> ProvisioningStep {
    let scope = onramp_mapping::scope::Scope::new(&about.table.scope);
    scoped(about, &scope.explain(&about.member.user))
}

fn scoped(about: &About<'_>, explanation: &Explanation) -> ProvisioningStep {
    let member = about.member;
    let text = |flag: bool| if flag { "True" } else { "False" };
    let status = match member.standing {
        Standing::InScope => ProvisioningResult::Success,
        _ => ProvisioningResult::Skipped,
    };
    let description = "Determine if User in scope by evaluating against each scoping filter".to_owned();
    let mut step =
        ProvisioningStep::new("EntrySynchronizationScoping", StepType::Scoping, status, description)
            .with("Active in the source system", text(member.user.enabled))
            .with("Assigned to the application", text(member.is_assigned));
    if member.is_assigned {
        step = step.with("User has the required role", text(member.has_role));
    }
    if member.is_assigned && member.has_role {
        step = step.with("Scoping filter evaluation passed", text(explanation.included));
    }
    step.with("ScopeEvaluationResult", evaluation(about.table, explanation))
}

/// Each clause of the filter with what it came to, as a JSON text. `{}` without a filter is recorded; the keys are ours.
fn evaluation(table: &MappingTable, explanation: &Explanation) -> String {
    let mut result = Map::new();
    for (group, explained) in table.scope.all_groups().zip(&explanation.groups) {
        for (clause, explained) in group.clauses.iter().zip(&explained.clauses) {
            let value = clause.value.as_deref().map(|value| format!(" '{value}'")).unwrap_or_default();
            let key = format!("{}.{} {}{value}", group.name, clause.attribute, clause.operator.name());
            result.insert(key, explained.holds.into());
        }
    }
    Value::Object(result).to_string()
}

fn matched(step: &StepReport, report: &Report, about: &About<'_>) -> ProvisioningStep {
    let (who, target, source) = (about.reportable_identifier(), &about.systems.target, &about.systems.source);
    let status = result_of(step.status);
    let creates = report.action == Action::Create;
    let (name, description) = match &step.finding {
        Finding::NotFound if creates => (
            "EntrySynchronizationAdd",
            format!(
                "User '{who}' will be created in {target} (User is active and assigned in {source}, but no matching \
                 User was found in {target})"
            ),
        ),
        Finding::NotFound => ("EntryImport", format!("No User that matches '{who}' was found in {target}")),
        Finding::Found { .. } if about.is_linked => {
            ("EntryImport", format!("Retrieved User '{who}' from {target}"))
        }
        Finding::Found { .. } => ("EntryImport", format!("Found the matching User '{who}' in {target}")),
        Finding::NoMatchingValue => {
            ("EntryImport", format!("User '{who}' has no value for any matching attribute"))
        }
        Finding::Duplicate { count } => {
            ("EntryImport", format!("{count} entries in {target} match User '{who}'"))
        }
        _ if about.is_linked => ("EntryImport", format!("Failed to retrieve User '{who}' from {target}")),
        _ => ("EntryImport", format!("Failed to match User '{who}' in {target}")),
    };
    let step_entry = ProvisioningStep::new(name, StepType::Matching, status, description);
    match &step.finding {
        Finding::Found { id } => step_entry.with("id", id.clone()),
        _ => step_entry,
    }
}

fn performed(step: &StepReport, report: &Report, about: &About<'_>, steps: &mut Vec<ProvisioningStep>) {
    if let Finding::Skip(reason) = step.finding {
        return steps.push(skip(about, reason));
    }
    // A refused manager is told as the end of the whole, though the user stands.
    let user_stands = report.refused.is_none() && matches!(report.manager, ManagerAction::Refused(_));
    let failed = step.status == StepStatus::Failure && !user_stands;
    if user_stands && report.write.is_none() {
        return steps.extend(reference(report, about));
    }
    let (name, done, to_do) = match report.action {
        Action::Create => ("EntryExportAdd", "created", "create"),
        Action::Disable => ("EntryExportUpdate", "disabled", "disable"),
        _ => ("EntryExportUpdate", "updated", "update"),
    };
    let (who, target) = (about.reportable_identifier(), &about.systems.target);
    let (status, description) = if failed {
        (ProvisioningResult::Failure, format!("Failed to {to_do} User '{who}' in {target}"))
    } else if step.status == StepStatus::Planned {
        (ProvisioningResult::Success, format!("User '{who}' would be {done} in {target}"))
    } else {
        (ProvisioningResult::Success, format!("User '{who}' was {done} in {target}"))
    };
    steps.push(
        ProvisioningStep::new(name, StepType::Export, status, description).with("ReportableIdentifier", who),
    );
    if !failed {
        steps.extend(reference(report, about));
    }
}

/// What became of the manager, where there is something to tell. The step's name is ours, its type Graph's.
fn reference(report: &Report, about: &About<'_>) -> Option<ProvisioningStep> {
    let (who, target) = (about.reportable_identifier(), &about.systems.target);
    let (status, description) = match &report.manager {
        ManagerAction::Linked { .. } => {
            (ProvisioningResult::Success, format!("The manager of User '{who}' was set in {target}"))
        }
        ManagerAction::WouldLink { .. } => {
            (ProvisioningResult::Success, format!("The manager of User '{who}' would be set in {target}"))
        }
        ManagerAction::NotInTarget { name } => (
            ProvisioningResult::Skipped,
            format!("The manager '{name}' of User '{who}' is not in {target} and was left out"),
        ),
        ManagerAction::Refused(_) => {
            (ProvisioningResult::Failure, format!("Failed to set the manager of User '{who}' in {target}"))
        }
        ManagerAction::LookupFailed(_) => (
            ProvisioningResult::Failure,
            format!("Failed to look up the manager of User '{who}' in {target}"),
        ),
        ManagerAction::NotMapped
        | ManagerAction::None
        | ManagerAction::NotInDirectory
        | ManagerAction::AlreadyLinked { .. } => return None,
    };
    Some(ProvisioningStep::new(
        "EntrySynchronizationReferences",
        StepType::ReferenceResolution,
        status,
        description,
    ))
}

pub(super) fn skip(about: &About<'_>, reason: SkipReason) -> ProvisioningStep {
    let who = about.reportable_identifier();
    let description = format!("The User '{who}' will be skipped because {}", because(reason));
    ProvisioningStep::new(
        "EntrySynchronizationSkip",
        StepType::Export,
        ProvisioningResult::Skipped,
        description,
    )
    .with("SkipReason", skip_code(reason))
}

pub(super) fn staged(about: &About<'_>) -> ProvisioningStep {
    let (who, target) = (about.reportable_identifier(), &about.systems.target);
    held_back(&format!("User '{who}' would be disabled in {target}"))
}

fn held_back(what: &str) -> ProvisioningStep {
    ProvisioningStep::new(
        "EntrySynchronizationStagedDelete",
        StepType::Processing,
        ProvisioningResult::Skipped,
        format!("{what}; held back, because the threshold of accidental deletions is exceeded"),
    )
}

pub(super) fn of_purged(
    name: &str,
    systems: &Systems,
    action: ProvisioningAction,
    result: ProvisioningResult,
) -> Vec<ProvisioningStep> {
    let Systems { source, target, .. } = systems;
    let received = format!("Received User '{name}' change of type (Delete) from {source}");
    let import =
        ProvisioningStep::new("EntryImportDelete", StepType::Import, ProvisioningResult::Success, received);
    let last = match (action, result) {
        (ProvisioningAction::StagedDelete, _) => {
            held_back(&format!("User '{name}' would be deleted in {target}"))
        }
        (_, result) => {
            let description = match result {
                ProvisioningResult::Failure => format!("Failed to delete User '{name}' in {target}"),
                _ => format!("User '{name}' was deleted in {target}"),
            };
            ProvisioningStep::new("EntryExportDelete", StepType::Export, result, description)
                .with("ReportableIdentifier", name)
        }
    };
    vec![import, last]
}

/// The step before the others; what Entra calls it is not recorded.
pub(super) fn connection_fault(about: &About<'_>, failure: &Failure) -> ProvisioningStep {
    let description = format!("Failed to connect to {}: {}", about.systems.target, failure.reason);
    ProvisioningStep::new("TestConnection", StepType::Processing, ProvisioningResult::Failure, description)
        .with("ErrorCode", failure.code.clone())
}

fn result_of(status: StepStatus) -> ProvisioningResult {
    match status {
        StepStatus::Success | StepStatus::Planned => ProvisioningResult::Success,
        StepStatus::Skipped => ProvisioningResult::Skipped,
        StepStatus::Failure => ProvisioningResult::Failure,
    }
}
