//! What a cycle or a run on demand takes out of the store.

use std::collections::BTreeMap;

use onramp_entra::DirectoryUser;
use onramp_entra::cycle::{Assignment, Entitlements, Member, Memory};
use onramp_mapping::scope::Scope;
use rusqlite::Connection;
use serde_json::Value;

use super::from_json;
use crate::entra::cycle::{JobFacts, Setup};
use crate::entra::store::jobs::{self, JobRow};
use crate::entra::store::{apps, assignments, directory};
use crate::entra::tenant;
use crate::error::PracticeError;

/// A job with its application, for the log.
pub(super) fn facts(data: &Connection, job: &JobRow) -> Result<Option<JobFacts>, PracticeError> {
    let Some(principal) = apps::service_principal(data, &job.sp)? else { return Ok(None) };
    let text = |name: &str| principal.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Some(JobFacts {
        job_id: job.id.clone(),
        tenant_id: tenant::TENANT_ID.to_owned(),
        domain: tenant::DOMAIN.to_owned(),
        principal_id: job.sp.clone(),
        principal_name: text("displayName"),
        application_id: text("appId"),
    }))
}

/// What the job remembers.
pub(super) fn memory(data: &Connection, job: &str) -> Result<Memory, PracticeError> {
    let mut memory = Memory::default();
    for (id, link) in jobs::links(data, job)? {
        memory.links.insert(id, from_json(link)?);
    }
    for (id, escrow) in jobs::escrows(data, job)? {
        memory.escrows.insert(id, from_json(escrow)?);
    }
    Ok(memory)
}

/// Everybody in the directory, as the job's application sees them. An assignment that `is_seen` denies does not count yet.
pub(super) fn members(
    data: &Connection,
    sp: &str,
    sync_all: bool,
    setup: &Setup,
    is_seen: &dyn Fn(&str) -> bool,
) -> Result<Vec<Member>, PracticeError> {
    let entitlements = entitlements(data, sp, is_seen)?.with_everyone(sync_all);
    let scope = Scope::new(&setup.table.scope);
    let people = directory::people(data)?.into_iter();
    Ok(people
        .filter_map(|person| {
            let user = DirectoryUser::from_graph(&person.user)?;
            Some(Member::new(user, person.deleted, &entitlements, &scope))
        })
        .collect())
}

fn entitlements(
    data: &Connection,
    sp: &str,
    is_seen: &dyn Fn(&str) -> bool,
) -> Result<Entitlements, PracticeError> {
    let principal = apps::service_principal(data, sp)?.unwrap_or_default();
    let roles = principal.get("appRoles").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut members = BTreeMap::new();
    let mut assigned = Vec::new();
    for row in assignments::of(data, sp)?.into_iter().filter(|row| is_seen(&row.id)) {
        if row.principal_type == "Group" {
            members.insert(row.principal.clone(), directory::members(data, &row.principal)?);
        }
        let role = roles.iter().find(|role| role["id"] == row.role.as_str()).and_then(flowing);
        assigned.push(Assignment { principal: row.principal, role_id: row.role, role });
    }
    Ok(Entitlements::of(&assigned, &members).with_default_access(!roles.iter().any(is_for_people)))
}

/// What `[appRoleAssignments]` gives for a role: its value, and its name where it has none. Microsoft's pages show the value;
/// one vendor's say the name (`entra-scim-client.md` §6.9).
fn flowing(role: &Value) -> Option<String> {
    let text = |name: &str| role.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text("value").or_else(|| text("displayName")).map(str::to_owned)
}

fn is_for_people(role: &Value) -> bool {
    let types = role.get("allowedMemberTypes").and_then(Value::as_array);
    role["isEnabled"] == true && types.is_some_and(|types| types.iter().any(|kind| kind == "User"))
}
