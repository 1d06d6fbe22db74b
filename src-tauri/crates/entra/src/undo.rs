//! Putting a run back.

use onramp_scim::request::ScimRequest;

use crate::dialect::{Change, Dialect, patch};
use crate::report::{Action, Report};

/// The request that puts a run back, or `None` where nothing was written.
///
/// A created user is deleted, which Ramp turns into a deactivation (R10); a changed user gets its old values.
pub fn undo(report: &Report) -> Option<ScimRequest> {
    let id = report.resource_id.as_deref()?;
    let path = format!("/Users/{id}");
    match report.action {
        Action::Create => Some(ScimRequest::delete(path)),
        Action::Update | Action::Disable if report.refused.is_none() => {
            let back: Vec<_> = report
                .changes
                .iter()
                .map(|change| Change {
                    target: change.target.clone(),
                    old: change.new.clone(),
                    new: change.old.clone(),
                })
                .collect();
            (!back.is_empty()).then(|| patch(&path, &back, Dialect::Cycle))
        }
        _ => None,
    }
}
