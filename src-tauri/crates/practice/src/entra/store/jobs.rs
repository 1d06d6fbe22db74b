//! Synchronization jobs: schema and state, links, escrows and the provisioning log.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::read_json;
use crate::error::PracticeError;

/// A job as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct JobRow {
    pub(crate) id: String,
    /// The service principal.
    pub(crate) sp: String,
    pub(crate) template: String,
    pub(crate) created: String,
    /// The synchronization schema without `id`, `version` and annotations.
    pub(crate) schema: Value,
    pub(crate) version: String,
    /// `synchronizationJobSettings` it was made with.
    pub(crate) settings: Value,
    /// What the runtime remembers; null in a new job.
    pub(crate) state: Value,
}

const COLUMNS: &str =
    "job.id, job.sp, job.template, job.created, job.schema, job.version, job.settings, job.state";

fn row(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    Ok(JobRow {
        id: row.get(0)?,
        sp: row.get(1)?,
        template: row.get(2)?,
        created: row.get(3)?,
        schema: read_json(row, 4)?,
        version: row.get(5)?,
        settings: read_json(row, 6)?,
        state: read_json(row, 7)?,
    })
}

pub(crate) fn by_id(data: &Connection, id: &str) -> Result<Option<JobRow>, PracticeError> {
    let mut query = data.prepare_cached(&format!("SELECT {COLUMNS} FROM job WHERE id = ?1"))?;
    Ok(query.query_row([id], row).optional()?)
}

/// The jobs of a service principal, the oldest first.
pub(crate) fn of(data: &Connection, sp: &str) -> Result<Vec<JobRow>, PracticeError> {
    let mut query = data.prepare_cached(&format!("SELECT {COLUMNS} FROM job WHERE sp = ?1 ORDER BY seq"))?;
    let rows = query.query_map([sp], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The state of every job whose service principal is not deleted. The schemas are large, and the scheduler looks often.
pub(crate) fn states(data: &Connection) -> Result<Vec<(String, Value)>, PracticeError> {
    let mut query = data.prepare_cached(
        "SELECT job.id, job.state FROM job JOIN object ON object.id = job.sp
         WHERE object.deleted IS NULL ORDER BY job.seq",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, read_json(row, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The state of one, where its service principal is not deleted.
pub(crate) fn state(data: &Connection, id: &str) -> Result<Option<Value>, PracticeError> {
    let mut query = data.prepare_cached(
        "SELECT job.state FROM job JOIN object ON object.id = job.sp
         WHERE object.deleted IS NULL AND job.id = ?1",
    )?;
    Ok(query.query_row([id], |row| read_json(row, 0)).optional()?)
}

pub(crate) fn insert(data: &Connection, job: &JobRow) -> Result<(), PracticeError> {
    data.execute(
        "INSERT INTO job (id, sp, template, created, schema, version, settings, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            job.id,
            job.sp,
            job.template,
            job.created,
            job.schema.to_string(),
            job.version,
            job.settings.to_string(),
            job.state.to_string(),
        ],
    )?;
    Ok(())
}

/// Removes a job with its links and escrows. Its log stays.
pub(crate) fn remove(data: &Connection, id: &str) -> Result<(), PracticeError> {
    data.execute("DELETE FROM job WHERE id = ?1", [id])?;
    Ok(())
}

pub(crate) fn set_state(data: &Connection, id: &str, state: &Value) -> Result<(), PracticeError> {
    data.execute("UPDATE job SET state = ?2 WHERE id = ?1", params![id, state.to_string()])?;
    Ok(())
}

pub(crate) fn set_schema(
    data: &Connection,
    id: &str,
    schema: &Value,
    version: &str,
) -> Result<(), PracticeError> {
    data.execute(
        "UPDATE job SET schema = ?2, version = ?3 WHERE id = ?1",
        params![id, schema.to_string(), version],
    )?;
    Ok(())
}

/// What a job remembers of each object it provisioned.
pub(crate) fn links(data: &Connection, job: &str) -> Result<Vec<(String, Value)>, PracticeError> {
    entries(data, "link", job)
}

pub(crate) fn set_link(
    data: &Connection,
    job: &str,
    object: &str,
    json: &Value,
) -> Result<(), PracticeError> {
    set_entry(data, "link", job, object, json)
}

pub(crate) fn remove_link(data: &Connection, job: &str, object: &str) -> Result<(), PracticeError> {
    remove_entry(data, "link", job, object)
}

pub(crate) fn clear_links(data: &Connection, job: &str) -> Result<(), PracticeError> {
    data.execute("DELETE FROM link WHERE job = ?1", [job])?;
    Ok(())
}

/// The objects a job failed with, to be tried again.
pub(crate) fn escrows(data: &Connection, job: &str) -> Result<Vec<(String, Value)>, PracticeError> {
    entries(data, "escrow", job)
}

pub(crate) fn set_escrow(
    data: &Connection,
    job: &str,
    object: &str,
    json: &Value,
) -> Result<(), PracticeError> {
    set_entry(data, "escrow", job, object, json)
}

pub(crate) fn remove_escrow(data: &Connection, job: &str, object: &str) -> Result<(), PracticeError> {
    remove_entry(data, "escrow", job, object)
}

pub(crate) fn clear_escrows(data: &Connection, job: &str) -> Result<(), PracticeError> {
    data.execute("DELETE FROM escrow WHERE job = ?1", [job])?;
    Ok(())
}

fn entries(data: &Connection, table: &str, job: &str) -> Result<Vec<(String, Value)>, PracticeError> {
    let mut query = data
        .prepare_cached(&format!("SELECT object_id, json FROM {table} WHERE job = ?1 ORDER BY object_id"))?;
    let rows = query.query_map([job], |row| Ok((row.get(0)?, read_json(row, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn set_entry(
    data: &Connection,
    table: &str,
    job: &str,
    object: &str,
    json: &Value,
) -> Result<(), PracticeError> {
    let mut insert = data.prepare_cached(&format!(
        "INSERT OR REPLACE INTO {table} (job, object_id, json) VALUES (?1, ?2, ?3)"
    ))?;
    insert.execute(params![job, object, json.to_string()])?;
    Ok(())
}

fn remove_entry(data: &Connection, table: &str, job: &str, object: &str) -> Result<(), PracticeError> {
    data.execute(&format!("DELETE FROM {table} WHERE job = ?1 AND object_id = ?2"), [job, object])?;
    Ok(())
}

/// Adds an entry to the provisioning log: a whole `provisioningObjectSummary`.
pub(crate) fn add_log(data: &Connection, job: &str, entry: &Value) -> Result<(), PracticeError> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut insert =
        data.prepare_cached("INSERT INTO log (id, job, cycle, at, json) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    insert.execute(params![text("id"), job, text("cycleId"), text("activityDateTime"), entry.to_string()])?;
    Ok(())
}

/// The provisioning log, as it was written.
pub(crate) fn log(data: &Connection) -> Result<Vec<Value>, PracticeError> {
    let mut query = data.prepare_cached("SELECT json FROM log ORDER BY seq")?;
    let rows = query.query_map([], |row| read_json(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
