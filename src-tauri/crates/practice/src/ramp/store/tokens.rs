//! API tokens: several may be valid at once (R16). Only hashes are kept, and they are compared in constant time.

use rusqlite::{Connection, OptionalExtension, params};
use subtle::ConstantTimeEq;

use crate::control::PracticeTokenInfo;
use crate::error::PracticeError;
use crate::ramp::auth::TokenHash;

/// A token that let a request through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ramp) struct ValidToken {
    id: i64,
    /// Whether it was used today before.
    pub(in crate::ramp) seen_today: bool,
}

/// The valid token with this hash. Looks at every valid token and at every byte of it, so that the time taken says
/// nothing about where two hashes differ.
pub(in crate::ramp) fn valid(
    data: &Connection,
    hash: &TokenHash,
    today: &str,
) -> rusqlite::Result<Option<ValidToken>> {
    let mut query =
        data.prepare_cached("SELECT id, sha256, last_used FROM api_token WHERE revoked IS NULL")?;
    let mut rows = query.query([])?;
    let mut found = None;
    while let Some(row) = rows.next()? {
        let known: TokenHash = row.get(1)?;
        if bool::from(known.ct_eq(hash)) {
            let last_used = row.get_ref(2)?.as_str_or_null().unwrap_or(None);
            found = Some(ValidToken { id: row.get(0)?, seen_today: last_used == Some(today) });
        }
    }
    Ok(found)
}

/// Notes that the token was used on this day.
pub(in crate::ramp) fn used(data: &Connection, token: &ValidToken, today: &str) -> rusqlite::Result<()> {
    data.execute("UPDATE api_token SET last_used = ?2 WHERE id = ?1", params![token.id, today])?;
    Ok(())
}

/// Makes the token with this hash valid, beside those there are.
pub(crate) fn add(data: &Connection, hash: &TokenHash, label: Option<&str>) -> Result<(), PracticeError> {
    data.execute(
        "INSERT INTO api_token (fingerprint, sha256, label, created) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (sha256) DO UPDATE SET revoked = NULL",
        params![fingerprint(hash), hash, label, super::now()],
    )?;
    Ok(())
}

/// Every token there was, the newest last.
pub(crate) fn list(data: &Connection) -> Result<Vec<PracticeTokenInfo>, PracticeError> {
    let mut query = data.prepare_cached(
        "SELECT fingerprint, label, created, last_used, revoked FROM api_token ORDER BY id",
    )?;
    let tokens = query.query_map([], |row| {
        let revoked: Option<String> = row.get(4)?;
        Ok(PracticeTokenInfo {
            fingerprint: row.get(0)?,
            label: row.get(1)?,
            created: row.get(2)?,
            last_used: row.get(3)?,
            revoked: revoked.is_some(),
        })
    })?;
    Ok(tokens.collect::<Result<_, _>>()?)
}

/// Whether any token is valid.
pub(crate) fn any_valid(data: &Connection) -> Result<bool, PracticeError> {
    let query = "SELECT EXISTS (SELECT 1 FROM api_token WHERE revoked IS NULL)";
    Ok(data.query_row(query, [], |row| row.get(0))?)
}

/// Ends one token and returns its label. It must be valid.
pub(crate) fn revoke(data: &Connection, fingerprint: &str) -> Result<Option<String>, PracticeError> {
    data.query_row(
        "UPDATE api_token SET revoked = ?2 WHERE fingerprint = ?1 AND revoked IS NULL RETURNING label",
        params![fingerprint, super::now()],
        |row| row.get(0),
    )
    .optional()?
    .ok_or_else(|| PracticeError::UnknownToken(fingerprint.to_owned()))
}

/// Ends every token.
pub(crate) fn revoke_all(data: &Connection) -> Result<(), PracticeError> {
    data.execute("UPDATE api_token SET revoked = ?1 WHERE revoked IS NULL", [super::now()])?;
    Ok(())
}

/// The first eight hexadecimal digits of the hash: enough to tell tokens apart, useless to sign in.
pub(crate) fn fingerprint(hash: &TokenHash) -> String {
    hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
