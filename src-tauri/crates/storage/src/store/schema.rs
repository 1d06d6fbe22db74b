//! The tables, and how an older file gets them.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// One entry per version, in order. An entry is never changed once released: a change is a new entry.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE profiles (
        id              TEXT PRIMARY KEY NOT NULL,
        name            TEXT NOT NULL,
        mode            TEXT NOT NULL CHECK (mode IN ('practice', 'real')),
        scim_url        TEXT,
        token_last_four TEXT,
        token_place     TEXT CHECK (token_place IN ('keychain', 'this-run'))
    ) STRICT;
    CREATE TABLE documents (
        profile TEXT NOT NULL,
        key     TEXT NOT NULL,
        json    TEXT NOT NULL,
        updated TEXT NOT NULL,
        PRIMARY KEY (profile, key)
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE runs (
        id      TEXT PRIMARY KEY NOT NULL,
        profile TEXT NOT NULL,
        kind    TEXT NOT NULL CHECK (kind IN ('apply', 'undo')),
        undoes  TEXT REFERENCES runs (id),
        state   TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),
        started TEXT NOT NULL,
        plan    TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX runs_of_profile ON runs (profile, started);
    CREATE TABLE run_entries (
        run     TEXT NOT NULL REFERENCES runs (id),
        place   INTEGER NOT NULL,
        phase   TEXT NOT NULL CHECK (phase IN ('begun', 'done', 'failed')),
        at      TEXT NOT NULL,
        before  TEXT,
        after   TEXT,
        PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;
",
];

/// The newest version this program knows.
pub(super) fn known() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// The version in the file; 0 for a new one.
pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the file to the newest version. Another process may be doing the same: the version is read again inside the
/// write transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    if version(connection)? >= known() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&transaction)?;
    for migration in MIGRATIONS.iter().skip(from as usize) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known().max(from))?;
    transaction.commit()?;
    Ok(())
}
