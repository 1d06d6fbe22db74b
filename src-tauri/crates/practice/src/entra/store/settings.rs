//! Small facts by name: the port, the token's hash, the clock, what the tenant may do.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::PracticeError;

pub(crate) const PORT: &str = "port";
pub(crate) const TOKEN_HASH: &str = "token_hash";
pub(crate) const TENANT: &str = "tenant";
/// The number of the last change of a user.
const LAST_CHANGE: &str = "last_change";

pub(crate) fn get(data: &Connection, name: &str) -> Result<Option<String>, PracticeError> {
    let mut query = data.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn set(data: &Connection, name: &str, value: Option<&str>) -> Result<(), PracticeError> {
    match value {
        Some(value) => data
            .execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", params![name, value])?,
        None => data.execute("DELETE FROM setting WHERE name = ?1", [name])?,
    };
    Ok(())
}

/// A setting of several parts; its default where it was never set.
pub(crate) fn read<T: DeserializeOwned + Default>(data: &Connection, name: &str) -> Result<T, PracticeError> {
    let text = get(data, name)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

pub(crate) fn write(data: &Connection, name: &str, value: &impl Serialize) -> Result<(), PracticeError> {
    let text = serde_json::to_string(value).map_err(|_| PracticeError::NotUnderstood)?;
    set(data, name, Some(&text))
}

/// The number of the last change.
pub(crate) fn last_change(data: &Connection) -> Result<i64, PracticeError> {
    Ok(get(data, LAST_CHANGE)?.and_then(|number| number.parse().ok()).unwrap_or_default())
}

/// A new change's number.
pub(crate) fn next_change(data: &Connection) -> Result<i64, PracticeError> {
    let number = last_change(data)? + 1;
    set(data, LAST_CHANGE, Some(&number.to_string()))?;
    Ok(number)
}
