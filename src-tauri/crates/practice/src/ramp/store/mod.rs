//! Ramp's data in one SQLite file: settings, tokens, places, accounts and events.

mod accounts;
mod admission;
pub(crate) mod events;
mod log;
mod places;
mod readers;
mod settings;
pub(super) mod teams;
pub(crate) mod tokens;
mod views;
pub(super) mod waits;
mod writer;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use tokio::runtime::Handle;

pub(super) use accounts::{
    Account, Text, all_managed, by_email, by_external_id, by_id, by_user_name, count_managed, erase,
    has_reports, holder_of, page, record_invite, role_of, save, text_by_user_name, unmanaged_by_email,
};
pub(super) use places::{Place, find_or_create, known_as};
pub(crate) use writer::Writing;

use self::admission::Admission;
use self::readers::Readers;
use self::writer::Writer;
use crate::error::PracticeError;

const FILE: &str = "practice-ramp.sqlite";

/// One script for each version of the data; `user_version` counts those applied. Never change one that was released.
const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("manager_as_sent.sql"),
    include_str!("whole_resources.sql"),
    include_str!("tokens_and_events.sql"),
    include_str!("invite_by_row.sql"),
];

/// The data: one connection that writes, some that read. Window and command line may open it at the same time.
#[derive(Debug)]
pub(crate) struct Store {
    writer: Writer,
    /// For look-ups that take microseconds, on the thread that asks.
    quick: Readers,
    /// For reads that go through many rows. Apart, so that no look-up waits for one.
    scans: Arc<Readers>,
    /// The token that was let in last.
    pub(crate) admission: Arc<Admission>,
}

impl Store {
    /// Opens the data in `folder`, making folder and file where they are missing.
    pub(crate) async fn open_in(folder: PathBuf) -> Result<Arc<Self>, PracticeError> {
        blocking(move || {
            std::fs::create_dir_all(&folder)
                .map_err(|source| PracticeError::DataFolder { folder: folder.clone(), source })?;
            let file = folder.join(FILE);
            let mut connection = connect(&file)?;
            // Most of what is written are single rows: small pages make a small log. Counts for a new file alone.
            connection.pragma_update(None, "page_size", PAGE_BYTES)?;
            // With WAL this outlives a killed process: a commit is in the system's hands before it is acknowledged.
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.pragma_update(None, "foreign_keys", "ON")?;
            migrate(&mut connection)?;
            let cores = std::thread::available_parallelism().map_or(2, NonZero::get).clamp(2, 8);
            let quick = Readers::open(cores, || reader(&file))?;
            let scans = Arc::new(Readers::open(cores.min(4), || reader(&file))?);
            let admission = Arc::new(Admission::new(&folder.join(format!("{FILE}-wal"))));
            let writer = Writer::start(connection, Arc::clone(&admission))?;
            Ok(Arc::new(Self { writer, quick, scans, admission }))
        })
        .await
    }

    /// Where tasks run on the thread that writes: a server there hands its writes over without a change of thread.
    pub(crate) fn tasks(&self) -> &Handle {
        self.writer.tasks()
    }

    /// Reads a consistent state, off the async threads: for whatever may go through many rows.
    pub(crate) async fn read<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        let scans = Arc::clone(&self.scans);
        blocking(move || read_with(&scans, work)).await
    }

    /// Reads a consistent state at once, on the calling thread. Only for look-ups by an index, which take microseconds:
    /// for them a change of thread would cost more than the look-up.
    pub(crate) fn read_now<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<PracticeError>,
    {
        read_with(&self.quick, work)
    }

    /// As [`Self::read_now`], for one statement alone: it needs no transaction around it.
    pub(crate) fn look_up<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        self.quick.look_up(work)
    }

    /// Writes all of it or, where `work` fails, nothing but the refusals it told. It is committed when this returns.
    pub(crate) async fn write<T, E>(
        &self,
        work: impl FnOnce(&Writing<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// As [`Self::write`], for what changes the tokens: none is let in by what was known before.
    pub(crate) async fn write_tokens<T, E>(
        &self,
        work: impl FnOnce(&Writing<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PracticeError> + Send + 'static,
    {
        let written = self.write(work).await;
        self.admission.forget();
        written
    }

    pub(crate) fn clear(data: &Connection) -> Result<(), PracticeError> {
        data.execute_batch(
            "DELETE FROM team;
             DELETE FROM invite;
             UPDATE account SET manager_id = NULL;
             DELETE FROM account;
             DELETE FROM location;
             DELETE FROM department;
             DELETE FROM api_token;
             DELETE FROM event;",
        )?;
        Ok(())
    }
}

/// This moment, RFC 3339 with milliseconds, so that later ones sort later as text.
fn now() -> String {
    jiff::Timestamp::now().strftime("%FT%T%.3fZ").to_string()
}

/// A connection with what all of them share.
fn connect(file: &Path) -> rusqlite::Result<Connection> {
    #[expect(clippy::disallowed_methods, reason = "this is where practice opens its database")]
    let connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // A plan that looked at a bound value is made anew for the next one, which takes longer than the query.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn reader(file: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(file)?;
    connection.pragma_update(None, "query_only", "ON")?;
    Ok(connection)
}

/// The size of a page in the file. One holds an account.
const PAGE_BYTES: i64 = 1024;

/// Page cache of each connection.
const CACHE_KIB: i64 = 16 * 1024;

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 64;

fn read_with<T, E: From<PracticeError>>(
    readers: &Readers,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    readers.read(|data| work(data).map_err(Failed::Work)).map_err(Failed::into_error)
}

/// Tells a failure of the work from one of the connection.
enum Failed<E> {
    Work(E),
    Connection(rusqlite::Error),
}

impl<E> From<rusqlite::Error> for Failed<E> {
    fn from(error: rusqlite::Error) -> Self {
        Self::Connection(error)
    }
}

impl<E: From<PracticeError>> Failed<E> {
    fn into_error(self) -> E {
        match self {
            Self::Work(error) => error,
            Self::Connection(error) => PracticeError::from(error).into(),
        }
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
    use super::settings::{set_setting, setting};
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
        let of_the_writer = |name: &'static str| {
            let store = Arc::clone(&store);
            async move { store.write(move |data| Ok::<_, PracticeError>(value_of(data, name)?)).await.unwrap() }
        };
        assert_eq!(of_the_writer("synchronous").await, "1", "NORMAL");
        assert_eq!(of_the_writer("foreign_keys").await, "1");
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
        let known = MIGRATIONS.len();
        assert!(
            matches!(again, Err(PracticeError::NewerData { found: 99, known: at }) if at as usize == known)
        );
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
        assert_eq!(store.read(Store::remembered_port).await.unwrap(), None);
    }

    fn failing(data: &Writing<'_>) -> Result<(), PracticeError> {
        Store::remember_port(data, 1)?;
        Err(PracticeError::UnknownAccount("x".to_owned()))
    }

    fn panicking(data: &Writing<'_>) -> Result<(), PracticeError> {
        Store::remember_port(data, 2)?;
        panic!("on purpose");
    }

    #[tokio::test]
    async fn jobs_that_wait_together_stand_and_fall_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path().to_owned()).await.unwrap();
        // The first job holds the writer until the others wait, so that they share a transaction.
        let (go, held) = std::sync::mpsc::channel::<()>();
        let holding = tokio::spawn({
            let store = Arc::clone(&store);
            async move {
                store
                    .write(move |data| {
                        held.recv().unwrap();
                        set_setting(data, "held", Some("yes"))
                    })
                    .await
            }
        });
        let mut kept = Vec::new();
        let mut undone = Vec::new();
        for number in 0..50 {
            let write = |work: fn(&Writing<'_>) -> Result<(), PracticeError>| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { store.write(work).await })
            };
            undone.push(write(if number % 2 == 0 { failing } else { panicking }));
            let store = Arc::clone(&store);
            kept.push(tokio::spawn(async move {
                store.write(move |data| set_setting(data, &format!("kept-{number}"), Some("yes"))).await
            }));
        }
        tokio::task::yield_now().await;
        go.send(()).unwrap();
        holding.await.unwrap().unwrap();
        for answer in undone {
            assert!(answer.await.unwrap().is_err());
        }
        for (number, answer) in kept.into_iter().enumerate() {
            answer.await.unwrap().unwrap();
            let stored = store.read_now(|data| setting(data, &format!("kept-{number}"))).unwrap();
            assert_eq!(stored.as_deref(), Some("yes"), "acknowledged, so it is seen");
        }
        assert_eq!(store.read_now(Store::remembered_port).unwrap(), None);
    }

    #[tokio::test]
    async fn look_ups_stay_flat() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_in(folder.path().to_owned()).await.unwrap();
        for (query, index) in [
            ("SELECT id FROM location WHERE name_key = ?1", "sqlite_autoindex_location_1"),
            ("SELECT id FROM department WHERE name_key = ?1", "sqlite_autoindex_department_1"),
            ("SELECT * FROM account WHERE user_name_key = ?1", "sqlite_autoindex_account_2"),
            ("SELECT * FROM account WHERE id = ?1", "sqlite_autoindex_account_1"),
            (
                "SELECT * FROM account WHERE managed = 0 AND user_name IS NULL AND ?1 = ?1 ORDER BY seq",
                "account_by_hand",
            ),
        ] {
            let plan: String = store
                .read_now(|data| {
                    let explain = format!("EXPLAIN QUERY PLAN {query}");
                    Ok::<_, PracticeError>(data.query_row(&explain, ["x"], |row| row.get(3))?)
                })
                .unwrap();
            assert!(plan.contains(index), "{query}: {plan}");
        }
    }
}
