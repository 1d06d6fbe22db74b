//! Jobs between the tenant's store and [`super::cycle`]: what endpoints ask of them, and the scheduler that runs them.

mod advance;
mod load;
mod on_demand;
mod runtime;
mod schedule;
mod turn;

use jiff::Timestamp;
use onramp_entra::cycle::{Escrow, JobState, Link, Memory, ResetScope};
use onramp_http::Url;
use onramp_mapping::{AttributeMapping, MappingTable};
use rusqlite::Connection;
use secrecy::SecretString;
use serde_json::Value;

use super::EntraState;
use super::cycle::{self, Target};
use super::error::GraphError;
use super::store::jobs::{self, JobRow};
use crate::error::PracticeError;

pub(crate) use advance::advance;
pub(crate) use on_demand::provision_on_demand;
pub(crate) use runtime::Runtime;
pub(crate) use schedule::run;

/// What a new job remembers.
pub(crate) fn created(_data: &Connection, _job: &JobRow, _now: Timestamp) -> Result<Value, PracticeError> {
    to_json(&JobState::default())
}

/// *Start provisioning*.
pub(crate) fn start(data: &Connection, job: &JobRow, now: Timestamp) -> Result<(), GraphError> {
    let mut state = state_of(job)?;
    state.start(now);
    save(data, job, &state)
}

/// *Stop provisioning*.
pub(crate) fn pause(data: &Connection, job: &JobRow, _now: Timestamp) -> Result<(), GraphError> {
    let mut state = state_of(job)?;
    state.pause();
    save(data, job, &state)
}

/// *Restart provisioning* with `resetScope`, flags joined by commas.
pub(crate) fn restart(
    data: &Connection,
    job: &JobRow,
    reset_scope: &str,
    now: Timestamp,
) -> Result<(), GraphError> {
    let scope = ResetScope::parse(reset_scope)
        .map_err(|unknown| GraphError::new(400, "InvalidResetScope", format!("resetScope: {unknown}.")))?;
    let (mut state, mut memory) = (state_of(job)?, load::memory(data, &job.id)?);
    state.restart(scope, &mut memory, now);
    if memory.links.is_empty() {
        jobs::clear_links(data, &job.id)?;
    }
    if memory.escrows.is_empty() {
        jobs::clear_escrows(data, &job.id)?;
    }
    save(data, job, &state)
}

/// The schema was saved or reset: an initial cycle follows.
pub(crate) fn schema_saved(data: &Connection, job: &JobRow, now: Timestamp) -> Result<(), GraphError> {
    let mut state = state_of(job)?;
    state.schema_saved(now);
    save(data, job, &state)
}

/// The connection was saved: nothing follows by itself. Who mended the credentials of a job in quarantine restarts it
/// (`entra-scim-client.md` §9).
pub(crate) fn secrets_saved(_data: &Connection, _job: &JobRow, _now: Timestamp) -> Result<(), GraphError> {
    Ok(())
}

/// `schedule` and `status`.
pub(crate) fn present(state: &EntraState, data: &Connection, job: &JobRow) -> Result<Value, PracticeError> {
    let links = jobs::links(data, &job.id)?;
    let is_there = |link: &&(String, Value)| link.1.get("targetId").is_some_and(|id| !id.is_null());
    let linked = u64::try_from(links.iter().filter(is_there).count()).unwrap_or(u64::MAX);
    let object = cycle::target_object(&job.schema).unwrap_or_default();
    Ok(cycle::present(&state_of(job)?, linked, object, state.jobs.progress(&job.id)))
}

/// Nothing runs, and nothing is due.
pub(crate) fn is_idle(state: &EntraState, data: &Connection, now: Timestamp) -> Result<bool, PracticeError> {
    if state.jobs.is_busy() {
        return Ok(false);
    }
    let states = jobs::states(data)?.into_iter().map(|(_, state)| read_state(&state));
    let states = states.collect::<Result<Vec<_>, _>>()?;
    Ok(!states.iter().any(|state| state.is_due(now)))
}

/// *Test connection*, by the first of the matching attributes; by `userName` where there is none.
pub(crate) async fn test_connection(
    state: &EntraState,
    base: &Url,
    token: &SecretString,
    matching: &[String],
) -> Result<(), GraphError> {
    let unavailable = |message: String| GraphError::new(400, "CredentialValidationUnavailable", message);
    let http = state.jobs.http().map_err(|error| unavailable(error.to_string()))?;
    let target =
        Target::open(http, base.as_str(), token.clone()).map_err(|error| unavailable(error.to_string()))?;
    let row = |target: &String| AttributeMapping {
        matching_precedence: Some(1),
        ..AttributeMapping::direct(target, "objectId")
    };
    let table =
        MappingTable { rows: matching.first().map(row).into_iter().collect(), ..MappingTable::default() };
    target
        .test(&table)
        .await
        .map_err(|fault| unavailable(format!("{} Error code: {}", fault.error.message, fault.error.code)))
}

/// A job's state as it is stored.
fn state_of(job: &JobRow) -> Result<JobState, PracticeError> {
    read_state(&job.state)
}

fn read_state(state: &Value) -> Result<JobState, PracticeError> {
    match state {
        Value::Null => Ok(JobState::default()),
        state => from_json(state.clone()),
    }
}

fn save(data: &Connection, job: &JobRow, state: &JobState) -> Result<(), GraphError> {
    Ok(jobs::set_state(data, &job.id, &to_json(state)?)?)
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<Value, PracticeError> {
    serde_json::to_value(value).map_err(damaged)
}

fn from_json<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, PracticeError> {
    serde_json::from_value(value).map_err(damaged)
}

/// Stored JSON that is not what we write.
fn damaged(error: serde_json::Error) -> PracticeError {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)).into()
}

/// Writes what is remembered of one person.
fn remember(
    data: &Connection,
    job: &str,
    person: &str,
    link: Option<&Link>,
    escrow: Option<&Escrow>,
) -> Result<(), PracticeError> {
    match link {
        Some(link) => jobs::set_link(data, job, person, &to_json(link)?)?,
        None => jobs::remove_link(data, job, person)?,
    }
    match escrow {
        Some(escrow) => jobs::set_escrow(data, job, person, &to_json(escrow)?)?,
        None => jobs::remove_escrow(data, job, person)?,
    }
    Ok(())
}

/// The same of one person in a memory.
fn remember_from(data: &Connection, job: &str, person: &str, memory: &Memory) -> Result<(), PracticeError> {
    remember(data, job, person, memory.links.get(person), memory.escrows.get(person))
}
