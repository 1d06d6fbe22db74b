//! Applications and their service principals.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::objects::{self, Kind, Object};
use crate::error::PracticeError;

/// A service principal that is not deleted.
pub(crate) fn service_principal(data: &Connection, id: &str) -> Result<Option<Value>, PracticeError> {
    Ok(objects::live(data, Kind::ServicePrincipal, id)?.map(|object| object.json))
}

/// The object of a kind with this `appId`, deleted or not: an application and its service principal share one.
pub(crate) fn by_app_id(
    data: &Connection,
    kind: Kind,
    app_id: &str,
) -> Result<Option<Object>, PracticeError> {
    let mut query =
        data.prepare_cached("SELECT id FROM object WHERE kind = ?1 AND json ->> '$.appId' = ?2")?;
    let id: Option<String> = query.query_row([kind.as_str(), app_id], |row| row.get(0)).optional()?;
    id.map_or(Ok(None), |id| objects::any(data, &id))
}
