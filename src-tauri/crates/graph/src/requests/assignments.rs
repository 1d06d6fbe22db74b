//! Who is assigned to an application.

use serde_json::json;

use crate::wire::{AppRoleAssignment, Page};
use crate::{Done, Query, Request};

/// Everyone who is assigned, users and groups.
#[must_use]
pub fn assigned_to(service_principal: &str) -> Request<Page<AppRoleAssignment>> {
    let query = Query::new().with("$top", "999");
    Request::get("read-assignments", &["servicePrincipals", service_principal, "appRoleAssignedTo"], &query)
}

/// Assigns a user or a group. A second time is refused (`graph/README.md` §5): look first.
#[must_use]
pub fn assign(service_principal: &str, principal: &str, role: &str) -> Request<AppRoleAssignment> {
    let body = json!({ "principalId": principal, "resourceId": service_principal, "appRoleId": role });
    Request::post("assign", &["servicePrincipals", service_principal, "appRoleAssignedTo"], body)
}

/// Takes an assignment back.
#[must_use]
pub fn unassign(service_principal: &str, assignment: &str) -> Request<Done> {
    let path = ["servicePrincipals", service_principal, "appRoleAssignedTo", assignment];
    Request::delete("unassign", &path)
}
