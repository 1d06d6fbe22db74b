//! The tenant's data in one SQLite file. No secret is in it.

pub(crate) mod apps;
pub(crate) mod assignments;
pub(crate) mod connections;
pub(crate) mod directory;
pub(crate) mod jobs;
pub(crate) mod objects;
pub(crate) mod seed;
pub(crate) mod settings;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};
use serde_json::Value;

use crate::error::PracticeError;

const FILE: &str = "entra.sqlite";

/// One script for each version of the data; `user_version` counts those applied. Never change one that was released.
const MIGRATIONS: &[&str] = &[include_str!("schema.sql")];

/// The data. One connection: a tenant has one admin at work, and seldom two.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens the data in `folder`, making folder, file and the tenant's people where they are missing.
    pub(crate) async fn open_in(folder: PathBuf) -> Result<Self, PracticeError> {
        let opened = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder)
                .map_err(|source| PracticeError::DataFolder { folder: folder.clone(), source })?;
            #[expect(clippy::disallowed_methods, reason = "this is where practice opens its database")]
            let mut connection = Connection::open(folder.join(FILE))?;
            connection.busy_timeout(Duration::from_secs(5))?;
            // With WAL this outlives a killed process: a commit is in the system's hands before it is acknowledged.
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.pragma_update(None, "foreign_keys", "ON")?;
            prepare(&mut connection)?;
            Ok(Self { connection: Arc::new(Mutex::new(connection)) })
        });
        opened.await.unwrap_or(Err(PracticeError::Interrupted))
    }

    /// Does all of it or, where `work` fails, nothing. It is committed when this returns, and done to its end even
    /// where nobody waits for it any more.
    pub(crate) async fn transact<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            // A panic rolled its transaction back; the connection is good.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
            let transaction = begun.map_err(PracticeError::from)?;
            let outcome = work(&transaction)?;
            transaction.commit().map_err(PracticeError::from)?;
            Ok(outcome)
        });
        done.await.unwrap_or_else(|_| Err(PracticeError::Interrupted.into()))
    }
}

/// Makes the tables and, in new data, the tenant.
fn prepare(connection: &mut Connection) -> Result<(), PracticeError> {
    // Immediate: of two programs that start at once, one migrates and the other finds it done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(PracticeError::NewerData { found, known });
    }
    for script in MIGRATIONS.iter().skip(found as usize) {
        transaction.execute_batch(script)?;
    }
    if found == 0 {
        seed::plant(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// A column of JSON that we wrote. What is not JSON is damaged data.
fn read_json(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_failed_write_leaves_nothing_and_later_data_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path().to_owned()).await.unwrap();
        let failed: Result<(), PracticeError> = store
            .transact(|data| {
                settings::set(data, "port", Some("1234"))?;
                Err(PracticeError::NotUnderstood)
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(store.transact(|data| settings::get(data, "port")).await.unwrap(), None);
        store
            .transact(|data| data.pragma_update(None, "user_version", 99).map_err(PracticeError::from))
            .await
            .unwrap();
        let again = Store::open_in(folder.path().to_owned()).await;
        assert!(matches!(again, Err(PracticeError::NewerData { found: 99, known: 1 })));
    }
}
