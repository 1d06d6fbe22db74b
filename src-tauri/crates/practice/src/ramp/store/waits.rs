//! Emails that wait for their owner's confirmation; until then the account keeps the one before (R11).

use rusqlite::{Connection, OptionalExtension};

/// The email in force of an account whose new one waits. `None` where nothing waits.
pub(in crate::ramp) fn in_force(data: &Connection, id: &str) -> rusqlite::Result<Option<String>> {
    let mut query = data.prepare_cached("SELECT email FROM email_wait WHERE account_id = ?1")?;
    query.query_row([id], |row| row.get(0)).optional()
}

/// Each account whose new email waits, and the email in force until then; the longest wait first.
pub(in crate::ramp) fn all(data: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    data.prepare_cached("SELECT account_id, email FROM email_wait ORDER BY rowid")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// From now on `email` stays in force until [`end`]. One that stays already goes on staying.
pub(in crate::ramp) fn begin(data: &Connection, id: &str, email: &str) -> rusqlite::Result<()> {
    data.prepare_cached("INSERT OR IGNORE INTO email_wait (account_id, email) VALUES (?1, ?2)")?
        .execute([id, email])?;
    Ok(())
}

/// Ends the wait, and says whether there was one.
pub(in crate::ramp) fn end(data: &Connection, id: &str) -> rusqlite::Result<bool> {
    Ok(data.prepare_cached("DELETE FROM email_wait WHERE account_id = ?1")?.execute([id])? > 0)
}
