//! Why nothing was sent, by Entra's codes.

use crate::report::SkipReason;

/// `details.SkipReason`. `NotEffectivelyEntitled`, `RedundantExport` and `ImportSkipped` are recorded (§9, `graph/README.md`
/// §7); of the others nobody has published the name, and ours say what they are.
#[must_use]
pub fn skip_code(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NotEffectivelyEntitled => "NotEffectivelyEntitled",
        SkipReason::RedundantExport => "RedundantExport",
        SkipReason::ImportSkipped => "ImportSkipped",
        SkipReason::DisabledInSource => "NotActiveInSource",
        SkipReason::OutOfScope => "NotInScope",
        SkipReason::CreateOff => "AddNotEnabled",
        SkipReason::UpdateOff => "UpdateNotEnabled",
        SkipReason::ActiveNotMapped => "ActiveNotMapped",
    }
}

/// The same in a sentence.
#[must_use]
pub fn skip_message(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NotEffectivelyEntitled => "The user is not assigned to the application.",
        SkipReason::RedundantExport => {
            "The state of the entry in the source and target systems already matches. No change is needed."
        }
        SkipReason::ImportSkipped => "No matching attribute has a value for the user.",
        SkipReason::DisabledInSource => {
            "The user is not active in the source system, and is not in the target."
        }
        SkipReason::OutOfScope => "The user is not in scope of the scoping filter.",
        SkipReason::CreateOff => "The target object action Create is not enabled.",
        SkipReason::UpdateOff => "The target object action Update is not enabled.",
        SkipReason::ActiveNotMapped => "The user is to be disabled, and no mapping of active sends a value.",
    }
}

/// The same as a clause, for the description of the step.
pub(super) fn because(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NotEffectivelyEntitled => "it is not effectively entitled",
        SkipReason::RedundantExport => "the states of source and target already match",
        SkipReason::ImportSkipped => "no matching attribute has a value",
        SkipReason::DisabledInSource => "it is not active in the source system",
        SkipReason::OutOfScope => "it is not in scope",
        SkipReason::CreateOff => "creating is not enabled",
        SkipReason::UpdateOff => "updating is not enabled",
        SkipReason::ActiveNotMapped => "active is not mapped",
    }
}
