//! What a run came to, as data. Words are made from it elsewhere.

use onramp_mapping::scope::Explanation;
use onramp_mapping::{Apply, AttributeMapping, Evaluated, MappingTable, RowOutcome};
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
    /// A scoping filter leaves them out, and they are not in the target; or the filter keeps them from being read at all.
    OutOfScope,
    /// Not in the target, and the target object action *Create* is off.
    CreateOff,
    /// In the target already, and *Update* is off: a deactivation is an update, too (§6.4).
    UpdateOff,
    /// `ImportSkipped`: no matching attribute has a value.
    ImportSkipped,
    /// Should be disabled in the target, but no row maps `active`, or it has no value to send to someone there.
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
    /// Assigned and enabled, but a scoping filter leaves them out; [`Report::scope`] says why.
    OutOfScope,
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
    /// A user in the answer has no `id`, by which Entra would find it again (§4, §6.2): `ServiceIncompatible`.
    NoId,
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
    /// A step failed before anything was sent.
    Failed,
}

/// What becomes of the manager, which Entra sends by itself (§6.6).
#[derive(Debug, Clone, PartialEq)]
pub enum ManagerAction {
    /// No row maps the manager, or the one that does is for creates only and the user is there already.
    NotMapped,
    /// The user has none.
    None,
    /// The manager is not in the target yet: left out, and not repaired by itself (R5).
    NotInTarget {
        /// The manager's name.
        name: String,
    },
    /// The look-up brought no usable answer, so nobody knows whether the manager is in the target.
    LookupFailed(Box<Finding>),
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
    /// What the scoping filter says of the user.
    pub scope: Explanation,
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
    /// Whether a step failed, or the manager was refused or could not be looked up: nothing is proven then.
    pub fn failed(&self) -> bool {
        self.refused.is_some()
            || self.steps.iter().any(|step| step.status == StepStatus::Failure)
            || matches!(self.manager, ManagerAction::Refused(_) | ManagerAction::LookupFailed(_))
            || self.action == Action::Failed
    }
}

/// Whether a row's value goes out: on a create (`creates`), or on a change to a user who is there already.
///
/// A default value, and a row applied *Only during object creation*, go out on a create only (§8.3).
pub fn flows(row: &AttributeMapping, outcome: &RowOutcome, creates: bool) -> bool {
    match outcome {
        RowOutcome::Sent(_) | RowOutcome::Reference(_) => creates || row.apply == Apply::Always,
        RowOutcome::Default(_) => creates,
        RowOutcome::Empty | RowOutcome::Dropped | RowOutcome::Failed(_) | RowOutcome::NoPath => false,
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

/// Compares what the mapping gives with what the target has, row by row and names byte by byte. The manager is compared
/// by its id there. What goes out on a create only is left out where the user was there before: nothing was sent.
pub fn comparison(table: &MappingTable, report: &Report) -> Vec<ComparisonLine> {
    let Some(stored_user) = &report.after else { return Vec::new() };
    let created = report.before.is_none();
    report
        .evaluated
        .rows
        .iter()
        .filter_map(|value| {
            let row = table.rows.get(value.row)?;
            if flows(row, &value.outcome, true) && !flows(row, &value.outcome, created) {
                return None;
            }
            let path = AttributePath::parse(&row.target).ok()?;
            let stored = path::get_exact(stored_user, &path);
            let (expected, stored) = match &value.outcome {
                RowOutcome::Reference(_) => {
                    let expected = match &report.manager {
                        ManagerAction::Linked { id } | ManagerAction::AlreadyLinked { id } => {
                            Some(id.clone().into())
                        }
                        _ => None,
                    };
                    (expected, stored.as_ref().and_then(reference_id))
                }
                _ => (value.sent().cloned(), stored),
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
