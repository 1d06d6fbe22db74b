//! Opens the database; sets a damaged one aside.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{Store, StoreError, schema};

/// How long a call waits for another process before it reports [`StoreError::Busy`].
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// A database that is ready for use.
#[derive(Debug)]
pub struct Opened {
    /// The database.
    pub store: Store,
    /// Present when the file was damaged and a fresh one was begun: tell the admin.
    pub notice: Option<SetAside>,
}

/// Where a damaged database went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The damaged file under its new name, `<name>.damaged-<n>`.
    pub path: PathBuf,
}

impl Store {
    /// Opens the database at a path, making file and folder when they are missing (readable by this user alone, where the
    /// platform has such permissions). A file that is no sound database is set aside and a fresh one begun.
    ///
    /// # Errors
    /// [`StoreError::NewerVersion`], [`StoreError::File`], [`StoreError::Busy`] and what SQLite reports. None of them
    /// moves or changes the file.
    pub fn open(path: impl AsRef<Path>) -> Result<Opened, StoreError> {
        let path = path.as_ref();
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|source| file_error(folder, source))?;
        }
        match connect(path) {
            Ok(connection) => Ok(Opened { store: Self::over(connection), notice: None }),
            Err(StoreError::Damaged) => Self::begin_anew(path),
            Err(error) => Err(error),
        }
    }

    /// A database in memory, which ends with its last clone.
    ///
    /// # Errors
    /// What SQLite reports.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        schema::migrate(&mut connection)?;
        Ok(Self::over(connection))
    }

    fn over(connection: Connection) -> Self {
        Self { connection: Arc::new(Mutex::new(connection)) }
    }

    /// Two processes may find the damage at once: the second must not set the first one's fresh file aside, so both
    /// look again under a lock.
    fn begin_anew(path: &Path) -> Result<Opened, StoreError> {
        let lock_path = beside(path, "lock");
        let lock = File::create(&lock_path).map_err(|source| file_error(&lock_path, source))?;
        lock.lock().map_err(|source| file_error(&lock_path, source))?;
        match connect(path) {
            Err(StoreError::Damaged) => {}
            Ok(connection) => return Ok(Opened { store: Self::over(connection), notice: None }),
            Err(error) => return Err(error),
        }
        let aside = set_aside(path)?;
        let connection = connect(path)?;
        Ok(Opened { store: Self::over(connection), notice: Some(SetAside { path: aside }) })
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that opens Onramp's database")]
fn connect(path: &Path) -> Result<Connection, StoreError> {
    touch(path).map_err(|source| file_error(path, source))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_WAIT)?;
    let found = schema::version(&connection)?;
    if found > schema::known() {
        return Err(StoreError::NewerVersion { path: path.to_owned(), found, known: schema::known() });
    }
    let sound: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if sound != "ok" {
        return Err(StoreError::Damaged);
    }
    // Answers the mode it settled on; a file system without shared memory keeps the old one, which works too.
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    schema::migrate(&mut connection)?;
    Ok(connection)
}

/// Makes sure the file is there, and private from its first moment; SQLite gives its side files the same permissions.
fn touch(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Renames the file, and the journal and index beside it, to the first free name.
fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let mut number = 1_u32;
    let mut aside = beside(path, &format!("damaged-{number}"));
    while aside.exists() {
        number = number.saturating_add(1);
        aside = beside(path, &format!("damaged-{number}"));
    }
    fs::rename(path, &aside).map_err(|source| file_error(path, source))?;
    for suffix in ["-wal", "-shm"] {
        let from = with_suffix(path, suffix);
        match fs::rename(&from, with_suffix(&aside, suffix)) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                // A left-over journal must not be replayed into the fresh file.
                return Err(file_error(&from, source));
            }
            _ => {}
        }
    }
    Ok(aside)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    with_suffix(path, &format!(".{extension}"))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn file_error(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), source }
}
