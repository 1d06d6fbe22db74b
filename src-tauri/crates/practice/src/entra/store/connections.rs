//! Saved provisioning connections, but for their secrets.

use rusqlite::{Connection, params};

use crate::error::PracticeError;

/// The saved keys of a service principal; a secret's value is not here.
pub(crate) fn of(data: &Connection, sp: &str) -> Result<Vec<(String, Option<String>)>, PracticeError> {
    let mut query = data.prepare_cached("SELECT key, value FROM connection WHERE sp = ?1 ORDER BY key")?;
    let rows = query.query_map([sp], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Replaces everything that was saved.
pub(crate) fn replace(
    data: &Connection,
    sp: &str,
    keys: &[(String, Option<String>)],
) -> Result<(), PracticeError> {
    data.execute("DELETE FROM connection WHERE sp = ?1", [sp])?;
    let mut insert = data.prepare_cached("INSERT INTO connection (sp, key, value) VALUES (?1, ?2, ?3)")?;
    for (key, value) in keys {
        insert.execute(params![sp, key, value])?;
    }
    Ok(())
}

/// The secrets that are saved: service principal and key.
pub(crate) fn secrets(data: &Connection) -> Result<Vec<(String, String)>, PracticeError> {
    let mut query = data.prepare_cached("SELECT sp, key FROM connection WHERE value IS NULL")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
