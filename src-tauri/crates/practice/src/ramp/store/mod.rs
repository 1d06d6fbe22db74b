//! Ramp's data in one SQLite file: settings, token, places and accounts.

mod accounts;
mod places;
pub(super) mod teams;
mod views;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use onramp_ramp::Settings;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

pub(super) use accounts::{
    Account, all_managed, by_email, by_external_id, by_id, by_user_name, count_managed, erase, has_reports,
    page, record_invite, role_of, save, unmanaged_by_email,
};
pub(super) use places::{Place, find_or_create, names};

use super::auth::TokenHash;
use crate::control::PracticeSettings;
use crate::error::PracticeError;

const FILE: &str = "practice-ramp.sqlite";

/// One script for each version of the data; `user_version` counts those applied. Never change one that was released.
const MIGRATIONS: &[&str] =
    &[include_str!("schema.sql"), include_str!("manager_as_sent.sql"), include_str!("whole_resources.sql")];

/// The data, behind one connection. Window and command line may open it at the same time.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens the data in `folder`, making folder and file where they are missing.
    pub(crate) async fn open_in(folder: PathBuf) -> Result<Arc<Self>, PracticeError> {
        blocking(move || {
            std::fs::create_dir_all(&folder)
                .map_err(|source| PracticeError::DataFolder { folder: folder.clone(), source })?;
            #[expect(clippy::disallowed_methods, reason = "this is where practice opens its database")]
            let mut connection = Connection::open(folder.join(FILE))?;
            connection.busy_timeout(Duration::from_secs(5))?;
            // A crash or a power cut must not lose what Entra was told is stored.
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "foreign_keys", "ON")?;
            migrate(&mut connection)?;
            Ok(Arc::new(Self { connection: Mutex::new(connection) }))
        })
        .await
    }

    /// Reads a consistent state, off the async threads.
    pub(crate) async fn read<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        self.transact(TransactionBehavior::Deferred, work).await
    }

    /// Writes all of it or, where `work` fails, nothing.
    pub(crate) async fn write<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        self.transact(TransactionBehavior::Immediate, work).await
    }

    async fn transact<T, E>(
        self: &Arc<Self>,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        let store = Arc::clone(self);
        blocking(move || {
            // A panic elsewhere rolled its transaction back: the connection is good.
            let mut connection = store.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(behavior).map_err(PracticeError::from)?;
            let result = work(&transaction)?;
            transaction.commit().map_err(PracticeError::from)?;
            Ok(result)
        })
        .await
    }

    pub(crate) fn token_hash(data: &Connection) -> Result<Option<TokenHash>, PracticeError> {
        Ok(data.query_row("SELECT sha256 FROM token", [], |row| row.get(0)).optional()?)
    }

    pub(crate) fn set_token_hash(data: &Connection, hash: &TokenHash) -> Result<(), PracticeError> {
        data.execute("INSERT OR REPLACE INTO token (only_one, sha256) VALUES (1, ?1)", [hash])?;
        Ok(())
    }

    pub(crate) fn settings(data: &Connection) -> Result<PracticeSettings, PracticeError> {
        Ok(PracticeSettings {
            default_location: setting(data, "default_location")?,
            default_department: setting(data, "default_department")?,
        })
    }

    pub(crate) fn set_settings(data: &Connection, settings: &PracticeSettings) -> Result<(), PracticeError> {
        set_setting(data, "default_location", settings.default_location.as_deref())?;
        set_setting(data, "default_department", settings.default_department.as_deref())
    }

    /// The port the service had last time.
    pub(crate) fn remembered_port(data: &Connection) -> Result<Option<u16>, PracticeError> {
        Ok(setting(data, "port")?.and_then(|port| port.parse().ok()).filter(|port| *port != 0))
    }

    pub(crate) fn remember_port(data: &Connection, port: u16) -> Result<(), PracticeError> {
        set_setting(data, "port", Some(&port.to_string()))
    }

    pub(crate) fn clear(data: &Connection) -> Result<(), PracticeError> {
        data.execute_batch(
            "DELETE FROM team;
             DELETE FROM invite;
             UPDATE account SET manager_id = NULL;
             DELETE FROM account;
             DELETE FROM location;
             DELETE FROM department;
             DELETE FROM token;",
        )?;
        Ok(())
    }
}

impl From<PracticeSettings> for Settings {
    fn from(settings: PracticeSettings) -> Self {
        Self { default_location: settings.default_location, default_department: settings.default_department }
    }
}

/// Runs work that blocks where it may.
async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<PracticeError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(_) => Err(PracticeError::Interrupted.into()),
    }
}

fn setting(data: &Connection, name: &str) -> Result<Option<String>, PracticeError> {
    Ok(data.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

fn set_setting(data: &Connection, name: &str, value: Option<&str>) -> Result<(), PracticeError> {
    match value {
        Some(value) => data
            .execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", params![name, value])?,
        None => data.execute("DELETE FROM setting WHERE name = ?1", [name])?,
    };
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), PracticeError> {
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
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn opens_durable_and_checked() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path().to_owned()).await.unwrap();
        let pragma = |name: &'static str| {
            let store = Arc::clone(&store);
            async move { store.read(move |data| Ok::<_, PracticeError>(value_of(data, name)?)).await.unwrap() }
        };
        assert_eq!(pragma("journal_mode").await, "wal");
        assert_eq!(pragma("synchronous").await, "2", "FULL");
        assert_eq!(pragma("foreign_keys").await, "1");
        assert_eq!(pragma("user_version").await, MIGRATIONS.len().to_string());
    }

    fn value_of(data: &Connection, pragma: &str) -> rusqlite::Result<String> {
        data.query_row(&format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"), [], |row| row.get(0))
    }

    #[tokio::test]
    async fn refuses_data_of_a_later_version() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path().to_owned()).await.unwrap();
        store
            .write(|data| data.pragma_update(None, "user_version", 99).map_err(PracticeError::from))
            .await
            .unwrap();
        let again = Store::open_in(folder.path().to_owned()).await;
        assert!(matches!(again, Err(PracticeError::NewerData { found: 99, known: 3 })));
    }

    #[tokio::test]
    async fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path().to_owned()).await.unwrap();
        let failed: Result<(), PracticeError> = store
            .write(|data| {
                Store::remember_port(data, 1234)?;
                Err(PracticeError::UnknownAccount("x".to_owned()))
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(store.read(|data| Store::remembered_port(data)).await.unwrap(), None);
    }
}
