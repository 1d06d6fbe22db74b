//! Words for a run on one person.

use onramp_entra::{Finding, Refused, SkipReason};

/// Why Entra sends nothing for a person.
pub(crate) fn skip(reason: SkipReason, person: &str) -> String {
    match reason {
        SkipReason::NotEffectivelyEntitled => {
            format!("{person} is not assigned to the application and not in Ramp. Entra sends nothing.")
        }
        SkipReason::DisabledInSource => {
            format!("{person}’s account is disabled in Entra and not in Ramp. Entra never creates it.")
        }
        SkipReason::OutOfScope => {
            format!("The scoping filter leaves {person} out, and they are not in Ramp. Entra sends nothing.")
        }
        SkipReason::CreateOff => {
            format!(
                "{person} is not in Ramp, and the target object action Create is off. Entra sends nothing."
            )
        }
        SkipReason::UpdateOff => {
            format!(
                "{person} is in Ramp already, and the target object action Update is off. Entra sends nothing."
            )
        }
        SkipReason::RedundantExport => {
            format!("{person} is equal on both sides already. Entra sends nothing.")
        }
        SkipReason::ImportSkipped => {
            format!("{person} has no value for any matching attribute. Entra skips them.")
        }
        SkipReason::ActiveNotMapped => {
            format!("{person} should be deactivated, but no row maps active. Nothing reaches Ramp.")
        }
    }
}

/// The short line of a step.
pub(crate) fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Imported { enabled: true } => "Found, enabled".to_owned(),
        Finding::Imported { enabled: false } => "Found, disabled".to_owned(),
        Finding::InScope => "Assigned".to_owned(),
        Finding::NotAssigned => "Not assigned".to_owned(),
        Finding::Disabled => "Account disabled".to_owned(),
        Finding::OutOfScope => "Out of scope".to_owned(),
        Finding::NoMatchingValue => "Nothing to match by".to_owned(),
        Finding::NotFound => "No one there yet".to_owned(),
        Finding::Found { .. } => "Found in Ramp".to_owned(),
        Finding::Duplicate { count } => format!("{count} match"),
        Finding::NoId => "Answer has no id".to_owned(),
        Finding::NotAList => "Answer is no list".to_owned(),
        Finding::Created => "Created in Ramp".to_owned(),
        Finding::Updated => "Changed in Ramp".to_owned(),
        Finding::Deactivated => "Deactivated in Ramp".to_owned(),
        Finding::WouldCreate => "Would create".to_owned(),
        Finding::WouldUpdate => "Would change".to_owned(),
        Finding::Skip(SkipReason::RedundantExport) => "Equal already".to_owned(),
        Finding::Skip(_) => "Nothing sent".to_owned(),
        Finding::Refused(Refused { status: Some(status), .. }) => format!("Refused ({status})"),
        Finding::Refused(_) => "No answer".to_owned(),
    }
}
