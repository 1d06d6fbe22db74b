//! *Target Object Actions* that are off: Ramp's guide wants all three on (R19).

use super::{Diagnostic, Edit, Field, Remedy, Severity, Subject};
use crate::model::{MappingTable, TargetObjectActions};

pub(super) fn check(table: &MappingTable) -> Vec<Diagnostic> {
    let now = table.actions;
    let off = [
        (
            now.create,
            "actions.create-off",
            "Create",
            "Nobody is invited: Entra only touches people who are in Ramp already.",
            TargetObjectActions { create: true, ..now },
        ),
        (
            now.update,
            "actions.update-off",
            "Update",
            "No change reaches Ramp, and nobody is deactivated either: to Entra a deactivation is an update.",
            TargetObjectActions { update: true, ..now },
        ),
        (
            now.delete,
            "actions.delete-off",
            "Delete",
            "Someone who is deleted in Entra for good is not deleted in Ramp, which would deactivate the account.",
            TargetObjectActions { delete: true, ..now },
        ),
    ];
    let off = off.into_iter().filter(|(is_on, ..)| !is_on);
    off.map(|(_, code, name, consequence, actions)| {
        let subject = Subject { row: None, field: Field::Actions };
        Diagnostic::new(code, Severity::Warning, subject, name)
            .saying(format!("The target object action {name} is off."), consequence)
            .by("R19")
            .remedied(Remedy::offered(format!("Turn {name} on"), vec![Edit::SetActions { actions }]))
    })
    .collect()
}
