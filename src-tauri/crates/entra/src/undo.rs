//! Putting a run back.

use onramp_scim::request::ScimRequest;

use crate::dialect::{Change, Dialect, patch};
use crate::report::{Action, Report};

/// What puts a run back.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// Send this.
    Send(ScimRequest),
    /// The answer to the create never came, or named no id: look for the user by this, and delete whoever is found.
    FindAndDelete(ScimRequest),
}

/// What puts a finished run back, or `None` where nothing was written. `looked_for` is the matching query that found
/// nobody.
///
/// A created user is deleted, which Ramp turns into a deactivation (R10); a changed user gets its old values.
pub fn undo(report: &Report, looked_for: Option<&ScimRequest>, dialect: Dialect) -> Option<Undo> {
    match (report.action, &report.refused) {
        // Refused with a status means that nothing was stored; without one, nobody knows.
        (Action::Create, Some(refused)) if refused.status.is_some() => None,
        (Action::Create, _) => match report.resource_id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => Some(Undo::Send(ScimRequest::delete(format!("/Users/{id}")))),
            None => report.write.as_ref().and(looked_for).cloned().map(Undo::FindAndDelete),
        },
        (Action::Update | Action::Disable, refused) => {
            let lost = refused.as_ref().is_some_and(|refused| refused.status.is_none());
            if refused.is_some() && !lost {
                return None;
            }
            back(report, dialect)
        }
        _ => None,
    }
}

/// What would put the write back that is about to be sent: kept before it is, since its answer may never come.
pub fn undo_of_planned(report: &Report, looked_for: Option<&ScimRequest>, dialect: Dialect) -> Option<Undo> {
    match report.action {
        Action::Create if report.resource_id.is_none() => looked_for.cloned().map(Undo::FindAndDelete),
        _ => undo(report, looked_for, dialect),
    }
}

/// The old values again, in the dialect the new ones were sent in.
fn back(report: &Report, dialect: Dialect) -> Option<Undo> {
    let id = report.resource_id.as_deref().filter(|id| !id.is_empty())?;
    let changes: Vec<_> = report
        .changes
        .iter()
        .map(|change| Change {
            target: change.target.clone(),
            old: change.new.clone(),
            new: change.old.clone(),
        })
        .collect();
    (!changes.is_empty()).then(|| Undo::Send(patch(&format!("/Users/{id}"), &changes, dialect)))
}
