//! Users, groups, applications and service principals: what they have in common.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::{read_json, settings};
use crate::error::PracticeError;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Group,
    Application,
    ServicePrincipal,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::User, Self::Group, Self::Application, Self::ServicePrincipal];

    /// The name Graph has for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Application => "application",
            Self::ServicePrincipal => "servicePrincipal",
        }
    }
}

/// One object.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// When it was soft-deleted.
    pub(crate) deleted: Option<String>,
    pub(crate) changed: i64,
    /// As Graph shows it, whole.
    pub(crate) json: Value,
}

const COLUMNS: &str = "id, kind, deleted, changed, json";

fn object(row: &Row<'_>) -> rusqlite::Result<Object> {
    let kind = row.get_ref(1)?.as_str()?;
    let kind = Kind::ALL.into_iter().find(|known| known.as_str() == kind);
    Ok(Object {
        id: row.get(0)?,
        // The table allows no other.
        kind: kind.unwrap_or(Kind::User),
        deleted: row.get(2)?,
        changed: row.get(3)?,
        json: read_json(row, 4)?,
    })
}

/// An object by id, deleted or not.
pub(crate) fn any(data: &Connection, id: &str) -> Result<Option<Object>, PracticeError> {
    let mut query = data.prepare_cached(&format!("SELECT {COLUMNS} FROM object WHERE id = ?1"))?;
    Ok(query.query_row([id], object).optional()?)
}

/// An object of a kind that is not deleted.
pub(crate) fn live(data: &Connection, kind: Kind, id: &str) -> Result<Option<Object>, PracticeError> {
    Ok(any(data, id)?.filter(|found| found.kind == kind && found.deleted.is_none()))
}

/// Every object of a kind, the oldest first, deleted ones too.
pub(crate) fn all(data: &Connection, kind: Kind) -> Result<Vec<Object>, PracticeError> {
    let mut query =
        data.prepare_cached(&format!("SELECT {COLUMNS} FROM object WHERE kind = ?1 ORDER BY seq"))?;
    let rows = query.query_map([kind.as_str()], object)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Those that are not deleted, as Graph shows them.
pub(crate) fn list(data: &Connection, kind: Kind) -> Result<Vec<Value>, PracticeError> {
    let there = all(data, kind)?.into_iter().filter(|object| object.deleted.is_none());
    Ok(there.map(|object| object.json).collect())
}

/// Those that changed after a number, in the order of their changes.
pub(crate) fn changed_after(data: &Connection, kind: Kind, after: i64) -> Result<Vec<Object>, PracticeError> {
    let mut query = data.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM object WHERE kind = ?1 AND changed > ?2 ORDER BY changed"
    ))?;
    let rows = query.query_map(params![kind.as_str(), after], object)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A new object; its id is in the JSON.
pub(crate) fn insert(data: &Connection, kind: Kind, json: &Value) -> Result<(), PracticeError> {
    let id = json.get("id").and_then(Value::as_str).unwrap_or_default();
    let changed = settings::next_change(data)?;
    data.execute(
        "INSERT INTO object (id, kind, changed, json) VALUES (?1, ?2, ?3, ?4)",
        params![id, kind.as_str(), changed, json.to_string()],
    )?;
    Ok(())
}

/// What an object is from now on.
pub(crate) fn replace(data: &Connection, id: &str, json: &Value) -> Result<(), PracticeError> {
    data.execute("UPDATE object SET json = ?2 WHERE id = ?1", params![id, json.to_string()])?;
    touch(data, id)
}

/// Counts as a change of the object.
pub(crate) fn touch(data: &Connection, id: &str) -> Result<(), PracticeError> {
    let changed = settings::next_change(data)?;
    data.execute("UPDATE object SET changed = ?2 WHERE id = ?1", params![id, changed])?;
    Ok(())
}

/// Soft-deletes an object, or restores it.
pub(crate) fn set_deleted(data: &Connection, id: &str, deleted: Option<&str>) -> Result<(), PracticeError> {
    data.execute("UPDATE object SET deleted = ?2 WHERE id = ?1", params![id, deleted])?;
    touch(data, id)
}

/// Removes an object for good, and what hangs on it.
pub(crate) fn purge(data: &Connection, id: &str) -> Result<(), PracticeError> {
    let changed = settings::next_change(data)?;
    data.execute("INSERT OR REPLACE INTO purged (id, changed) VALUES (?1, ?2)", params![id, changed])?;
    data.execute("DELETE FROM object WHERE id = ?1", [id])?;
    Ok(())
}

/// The ids of those that were removed after a number.
pub(crate) fn purged_after(data: &Connection, after: i64) -> Result<Vec<(String, i64)>, PracticeError> {
    let mut query =
        data.prepare_cached("SELECT id, changed FROM purged WHERE changed > ?1 ORDER BY changed")?;
    let rows = query.query_map([after], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
