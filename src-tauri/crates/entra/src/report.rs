//! What a run came to, as data. Words are made from it elsewhere.

use onramp_mapping::{Evaluated, MappingTable, RowOutcome};
use onramp_scim::path::{self, AttributePath};
use onramp_scim::request::ScimRequest;
use serde_json::Value;

use crate::Change;

/// Entra's four steps, as *Provision on demand* shows them (§11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Import user.
    Import,
    /// Determine if user is in scope.
    Scope,
    /// Match user between source and target system.
    Match,
    /// Perform action.
    Perform,
}

impl Step {
    /// All four, in order.
    pub const ALL: [Step; 4] = [Step::Import, Step::Scope, Step::Match, Step::Perform];
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepStatus {
    /// As it should.
    Success,
    /// Nothing to do.
    Skipped,
    /// Refused or broken.
    Failure,
    /// A dry run stops before the write.
    Planned,
}

/// Why Entra sends nothing, by its own codes (§9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// `NotEffectivelyEntitled`: not assigned, and not in the target.
    NotEffectivelyEntitled,
    /// Disabled in Entra and not in the target: never created (§6.4).
    DisabledInSource,
    /// `RedundantExport`: everything is equal already.
    RedundantExport,
    /// `ImportSkipped`: no matching attribute has a value.
    ImportSkipped,
    /// Should be disabled in the target, but no row maps `active`.
    ActiveNotMapped,
}

/// An answer that is not what Entra needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// HTTP status; `None` when nothing came back.
    pub status: Option<u16>,
    /// `scimType` of the answer.
    pub scim_type: Option<String>,
    /// `detail` of the answer, or what else it said.
    pub detail: Option<String>,
}

/// What was found in a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The user was read.
    Imported {
        /// The account is enabled.
        enabled: bool,
    },
    /// Assigned and enabled.
    InScope,
    /// Not assigned to the application.
    NotAssigned,
    /// Assigned, but the account is disabled.
    Disabled,
    /// No matching attribute has a value for this user.
    NoMatchingValue,
    /// Nobody matches.
    NotFound,
    /// One user matches.
    Found {
        /// Its id.
        id: String,
    },
    /// More than one user matches: `DuplicateTargetEntries`.
    Duplicate {
        /// How many.
        count: usize,
    },
    /// The answer is no list of users: `ServiceIncompatible`.
    NotAList,
    /// The user was created.
    Created,
    /// The user was changed.
    Updated,
    /// The user was deactivated.
    Deactivated,
    /// A dry run would create the user.
    WouldCreate,
    /// A dry run would change the user.
    WouldUpdate,
    /// Nothing is sent.
    Skip(SkipReason),
    /// The service said no, or nothing came back.
    Refused(Refused),
}

/// One step's report.
#[derive(Debug, Clone, PartialEq)]
pub struct StepReport {
    /// Which step.
    pub step: Step,
    /// How it ended.
    pub status: StepStatus,
    /// What was found.
    pub finding: Finding,
}

/// What becomes of the user in the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Created.
    Create,
    /// Changed.
    Update,
    /// Deactivated.
    Disable,
    /// Left alone.
    Skip(SkipReason),
    /// A step failed before anything was written.
    Failed,
}

/// What becomes of the manager, which Entra sends by itself (§6.6).
#[derive(Debug, Clone, PartialEq)]
pub enum ManagerAction {
    /// No row maps the manager.
    NotMapped,
    /// The user has none.
    None,
    /// The manager is not in the target yet: left out, and not repaired by itself (R5).
    NotInTarget {
        /// The manager's name.
        name: String,
    },
    /// The directory at hand does not hold the manager, so nothing can be looked up.
    NotInDirectory,
    /// Set to this user of the target.
    Linked {
        /// Id in the target.
        id: String,
    },
    /// A dry run would set it.
    WouldLink {
        /// Id in the target.
        id: String,
    },
    /// Set already.
    AlreadyLinked {
        /// Id in the target.
        id: String,
    },
    /// The service refused it (R6).
    Refused(Refused),
}

/// A whole run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The four steps, those that were reached.
    pub steps: Vec<StepReport>,
    /// What became of the user.
    pub action: Action,
    /// The user's values.
    pub evaluated: Evaluated,
    /// The user as the target had it before, where it was there.
    pub before: Option<Value>,
    /// The user as the target has it now, read back.
    pub after: Option<Value>,
    /// Id in the target.
    pub resource_id: Option<String>,
    /// The attributes that changed.
    pub changes: Vec<Change>,
    /// What became of the manager.
    pub manager: ManagerAction,
    /// The write at hand: sent, or only planned by a dry run.
    pub write: Option<ScimRequest>,
    /// The manager's PATCH that follows.
    pub then: Option<ScimRequest>,
    /// The refusal that ended it.
    pub refused: Option<Refused>,
}

impl Report {
    /// Whether a step failed or the manager was refused.
    pub fn failed(&self) -> bool {
        self.refused.is_some()
            || matches!(self.manager, ManagerAction::Refused(_))
            || self.action == Action::Failed
    }
}

/// One attribute, expected against stored.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonLine {
    /// Index of the row.
    pub row: usize,
    /// What the mapping gives.
    pub expected: Option<Value>,
    /// What the target has.
    pub stored: Option<Value>,
    /// Both are the same.
    pub equal: bool,
}

/// Compares what the mapping gives with what the target has, row by row. The manager is compared by its id there.
pub fn comparison(table: &MappingTable, report: &Report) -> Vec<ComparisonLine> {
    let Some(stored_user) = &report.after else { return Vec::new() };
    report
        .evaluated
        .rows
        .iter()
        .filter_map(|value| {
            let path = AttributePath::parse(&table.rows.get(value.row)?.target).ok()?;
            let (expected, stored) = match &value.outcome {
                RowOutcome::Reference(_) => {
                    let expected = match &report.manager {
                        ManagerAction::Linked { id } | ManagerAction::AlreadyLinked { id } => {
                            Some(id.clone().into())
                        }
                        _ => None,
                    };
                    (expected, path::get(stored_user, &path).and_then(|manager| reference_id(&manager)))
                }
                _ => (value.sent().cloned(), path::get(stored_user, &path)),
            };
            let equal = match (&expected, &stored) {
                (None, None) => true,
                (Some(expected), Some(stored)) => same(expected, stored),
                _ => false,
            };
            Some(ComparisonLine { row: value.row, expected, stored, equal })
        })
        .collect()
}

/// The id in a reference: a string, `{"value": id}`, or a one-element array of either (§6.6).
pub(crate) fn reference_id(value: &Value) -> Option<Value> {
    match value {
        Value::String(id) if !id.is_empty() => Some(Value::String(id.clone())),
        Value::Object(members) => members.get("value").and_then(reference_id),
        Value::Array(elements) => elements.first().and_then(reference_id),
        _ => None,
    }
}

/// Equal as Entra compares: typed, but `"True"` and `true` are one (§6.4).
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Bool(flag), Value::String(text)) | (Value::String(text), Value::Bool(flag)) => {
            text.eq_ignore_ascii_case(if *flag { "true" } else { "false" })
        }
        _ => a == b,
    }
}
