//! Who is signed in, to which tenant, with which rights.

use crate::wire::{DirectoryRole, Organization, Page, Principal, SubscribedSku};
use crate::{Query, Request};

/// Who is signed in.
#[must_use]
pub fn me() -> Request<Principal> {
    Request::get("read-me", &["me"], &Query::new().select(&["id", "displayName", "userPrincipalName"]))
}

/// The tenant.
#[must_use]
pub fn organization() -> Request<Page<Organization>> {
    Request::get(
        "read-tenant",
        &["organization"],
        &Query::new().select(&["id", "displayName", "verifiedDomains"]),
    )
}

/// The roles that are active for who is signed in, also by a group. Roles they could activate do not show.
#[must_use]
pub fn roles() -> Request<Page<DirectoryRole>> {
    let query = Query::new().select(&["displayName", "roleTemplateId"]);
    Request::get("read-roles", &["me", "transitiveMemberOf", "microsoft.graph.directoryRole"], &query)
}

/// The tenant's licences.
#[must_use]
pub fn licences() -> Request<Page<SubscribedSku>> {
    Request::get(
        "read-licences",
        &["subscribedSkus"],
        &Query::new().select(&["capabilityStatus", "servicePlans"]),
    )
}
