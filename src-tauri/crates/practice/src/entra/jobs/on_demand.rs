//! `provisionOnDemand` (`graph/README.md` §7).

use std::sync::Arc;

use onramp_entra::cycle::{Ending, ReadAttributes};
use rusqlite::Connection;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{load, remember_from, turn};
use crate::entra::EntraState;
use crate::entra::cycle::{self, OnDemand, Setup, log_entry};
use crate::entra::error::GraphError;
use crate::entra::store::jobs::{self, JobRow};
use crate::error::PracticeError;

/// Provisions the one person that `parameters` names, and answers Entra's pair of texts.
pub(crate) async fn provision_on_demand(
    state: &EntraState,
    job: JobRow,
    parameters: Value,
) -> Result<Value, GraphError> {
    let setup = Setup::read(&job.schema).map_err(|error| bad(error.to_string()))?;
    let person = subject(&parameters, &setup)?;
    let connected = turn::connect(state, &job.sp).await;
    let (target, saved) =
        connected.map_err(|error| GraphError::new(400, "CredentialValidationUnavailable", error.message))?;

    let _turn = state.jobs.turn(&job.id).await;
    let began = state.clock.now();
    let (row, read, fresh) = (job.clone(), setup.clone(), Arc::clone(&state.fresh));
    let loaded = move |data: &Connection| -> Result<_, PracticeError> {
        // A fresh assignment needs a while before it counts here.
        let is_seen = |assignment: &str| !fresh.hides(assignment);
        Ok((load::facts(data, &row)?, load::members(data, &row.sp, saved.sync_all, &read, &is_seen)?))
    };
    let (facts, members) = state.store.transact(loaded).await?;
    let facts = facts.ok_or_else(|| GraphError::not_found("The application was deleted."))?;
    let find = |id: &str| members.iter().find(|member| member.user.id == id);
    let member = find(&person)
        .ok_or_else(|| GraphError::not_found(format!("There is no user {person} in the directory.")))?;
    let manager = member.user.manager.as_ref().and_then(|manager| find(&manager.id));
    let manager = manager.map(|member| member.user.clone());

    let OnDemand { told, ending } =
        cycle::provision(&target, &setup, member, manager, &facts.domain, began).await;
    let ended = state.clock.now();
    let entry = log_entry(&told, &facts, &setup, &Uuid::new_v4().to_string(), ended);
    // A failure on demand is told and not kept: no cycle comes back to it.
    let ending = ending.filter(|ending| matches!(ending, Ending::Settled { .. }));
    let fingerprint = ReadAttributes::of(&setup.table).fingerprint(member);
    let (member, id) = (member.clone(), job.id);
    let kept = move |data: &Connection| -> Result<(), PracticeError> {
        if jobs::by_id(data, &id)?.is_none() {
            return Ok(());
        }
        jobs::add_log(data, &id, &entry)?;
        if let Some(ending) = ending {
            let mut memory = load::memory(data, &id)?;
            memory.settle(&member, &fingerprint, ending, ended);
            remember_from(data, &id, &member.user.id, &memory)?;
        }
        Ok(())
    };
    state.store.transact(kept).await?;
    Ok(cycle::answer(&told, &setup, began, ended))
}

/// The person to provision, by object id.
fn subject(parameters: &Value, setup: &Setup) -> Result<String, GraphError> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let rule = text(parameters, "ruleId").ok_or_else(|| GraphError::missing("ruleId"))?;
    if rule != setup.rule_id {
        return Err(bad(format!("The schema has no synchronization rule {rule}.")));
    }
    let subjects = parameters.get("subjects").and_then(Value::as_array);
    let subject = match subjects.map(Vec::as_slice) {
        Some([subject]) => subject,
        None | Some([]) => return Err(GraphError::missing("subjects")),
        Some(_) => return Err(bad("One subject is provisioned at a time.".to_owned())),
    };
    match text(subject, "objectTypeName").as_deref() {
        Some("User") => {}
        Some("Group") => return Err(bad(group(subject))),
        _ => return Err(bad("objectTypeName has to be User.".to_owned())),
    }
    text(subject, "objectId").ok_or_else(|| GraphError::missing("objectId"))
}

/// Groups are not provisioned in practice: what is wrong about this one, at least.
fn group(subject: &Value) -> String {
    /// The most members of a group that go along.
    const MEMBERS: usize = 5;
    let links = subject.get("links").and_then(Value::as_object);
    let members = links.and_then(|links: &Map<_, _>| links.get("members")).and_then(Value::as_array);
    match members {
        Some(members) if members.len() > MEMBERS => {
            format!("At most {MEMBERS} members of a group are provisioned on demand.")
        }
        _ => "Practice Entra provisions users, not groups.".to_owned(),
    }
}

fn bad(message: String) -> GraphError {
    GraphError::new(400, "BadRequest", message)
}
