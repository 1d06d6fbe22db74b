//! Who is assigned to an application, and as what.

use rusqlite::{Connection, Row, params};
use serde_json::{Value, json};

use super::objects::{self, Kind};
use crate::error::PracticeError;

/// An app role assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AssignmentRow {
    pub(crate) id: String,
    /// The service principal.
    pub(crate) sp: String,
    pub(crate) principal: String,
    /// `User`, `Group` or `ServicePrincipal`.
    pub(crate) principal_type: &'static str,
    pub(crate) principal_name: String,
    pub(crate) role: String,
    pub(crate) created: String,
}

impl AssignmentRow {
    /// As Graph shows it. `resource` is the service principal's name.
    pub(crate) fn shown(&self, resource: &str) -> Value {
        json!({
            "id": self.id,
            "deletedDateTime": null,
            "appRoleId": self.role,
            "createdDateTime": self.created,
            "principalDisplayName": self.principal_name,
            "principalId": self.principal,
            "principalType": self.principal_type,
            "resourceDisplayName": resource,
            "resourceId": self.sp,
        })
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<AssignmentRow> {
    let kind = row.get_ref(4)?.as_str()?;
    Ok(AssignmentRow {
        id: row.get(0)?,
        sp: row.get(1)?,
        principal: row.get(2)?,
        role: row.get(3)?,
        principal_type: match kind {
            "group" => "Group",
            "servicePrincipal" => "ServicePrincipal",
            _ => "User",
        },
        principal_name: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        created: row.get(6)?,
    })
}

/// A service principal's assignments, the oldest first, but for those of deleted principals.
pub(crate) fn of(data: &Connection, sp: &str) -> Result<Vec<AssignmentRow>, PracticeError> {
    let mut query = data.prepare_cached(
        "SELECT a.id, a.sp, a.principal, a.role, o.kind, o.json ->> '$.displayName', a.created
         FROM assignment a JOIN object o ON o.id = a.principal
         WHERE a.sp = ?1 AND o.deleted IS NULL ORDER BY a.seq",
    )?;
    let rows = query.query_map([sp], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Assigns; answers the new assignment's id, or none where the same one is there already.
pub(crate) fn add(
    data: &Connection,
    sp: &str,
    principal: &str,
    role: &str,
    created: &str,
) -> Result<Option<String>, PracticeError> {
    let id = new_id();
    let added = data.execute(
        "INSERT OR IGNORE INTO assignment (id, sp, principal, role, created) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, sp, principal, role, created],
    )?;
    Ok((added > 0).then_some(id))
}

/// Ends an assignment; answers whether there was one.
pub(crate) fn remove(data: &Connection, sp: &str, id: &str) -> Result<bool, PracticeError> {
    Ok(data.execute("DELETE FROM assignment WHERE sp = ?1 AND id = ?2", [sp, id])? > 0)
}

/// The kind of what can be assigned, where it is there.
pub(crate) fn principal(data: &Connection, id: &str) -> Result<Option<Kind>, PracticeError> {
    let found = objects::any(data, id)?.filter(|object| object.deleted.is_none());
    Ok(found.map(|object| object.kind).filter(|kind| *kind != Kind::Application))
}

/// 43 letters of base64url, as Graph's are: no GUID.
fn new_id() -> String {
    use base64::Engine;
    let random = [uuid::Uuid::new_v4().into_bytes(), uuid::Uuid::new_v4().into_bytes()].concat();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random)
}
