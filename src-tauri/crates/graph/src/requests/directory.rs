//! People and groups.

use serde_json::Value;

use crate::wire::{Group, Page, Principal};
use crate::{Query, Request};

/// The properties of a user that mappings, rules and lists use (`graph/README.md` §5).
const USER: [&str; 27] = [
    "id",
    "displayName",
    "givenName",
    "surname",
    "userPrincipalName",
    "mail",
    "otherMails",
    "mailNickname",
    "accountEnabled",
    "userType",
    "jobTitle",
    "department",
    "companyName",
    "employeeId",
    "employeeType",
    "officeLocation",
    "mobilePhone",
    "businessPhones",
    "faxNumber",
    "preferredLanguage",
    "usageLocation",
    "streetAddress",
    "city",
    "state",
    "postalCode",
    "country",
    "onPremisesExtensionAttributes",
];

const WITH_MANAGER: &str = "manager($select=id,displayName,userPrincipalName)";

/// Everyone, with their managers by reference. As Graph has them: the reader knows what to make of it.
#[must_use]
pub fn users() -> Request<Page<Value>> {
    let query = Query::new().select(&USER).with("$expand", WITH_MANAGER).with("$top", "999");
    Request::get("read-users", &["users"], &query)
}

/// One user, with their manager.
#[must_use]
pub fn user(id: &str) -> Request<Value> {
    let query = Query::new().select(&USER).with("$expand", WITH_MANAGER);
    Request::get("read-user", &["users", id], &query)
}

/// Groups, by name.
#[must_use]
pub fn groups() -> Request<Page<Group>> {
    let query = Query::new().select(&["id", "displayName", "description"]).with("$top", "999");
    Request::get("read-groups", &["groups"], &query)
}

/// Groups whose name has words that begin with a text's, from Graph's index.
#[must_use]
pub fn search_groups(text: &str) -> Request<Page<Group>> {
    let query = Query::new()
        .select(&["id", "displayName", "description"])
        .with("$search", search("displayName", text))
        .with("$top", "25");
    Request::get("find-groups", &["groups"], &query).advanced()
}

/// People whose name has words that begin with a text's, from Graph's index.
#[must_use]
pub fn search_users(text: &str) -> Request<Page<Principal>> {
    let query = Query::new()
        .select(&["id", "displayName", "userPrincipalName"])
        .with("$search", search("displayName", text))
        .with("$top", "25");
    Request::get("find-users", &["users"], &query).advanced()
}

/// One quoted term: a quotation mark or a backslash in it would end it.
fn search(property: &str, text: &str) -> String {
    format!("\"{property}:{}\"", text.replace(['"', '\\'], " "))
}

/// Who is in a group directly: these are provisioned.
#[must_use]
pub fn members(group: &str) -> Request<Page<Principal>> {
    members_of(group, "members")
}

/// Who is in a group, also by another group in it: those are not provisioned.
#[must_use]
pub fn transitive_members(group: &str) -> Request<Page<Principal>> {
    members_of(group, "transitiveMembers")
}

fn members_of(group: &str, kind: &str) -> Request<Page<Principal>> {
    let query = Query::new().select(&["id", "displayName"]).with("$top", "999");
    Request::get("read-members", &["groups", group, kind], &query)
}
