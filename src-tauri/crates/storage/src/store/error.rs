//! What can go wrong with the database, as data.

use std::path::PathBuf;

/// Why the database could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder cannot be read or written.
    #[error("cannot use {}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system reported.
        source: std::io::Error,
    },
    /// A newer Onramp has written the file. It is left as it is.
    #[error("{} is of version {found}, this Onramp knows {known}", .path.display())]
    NewerVersion {
        /// The database file.
        path: PathBuf,
        /// The version in the file.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// Another process held the file for longer than the wait.
    #[error("the database is in use")]
    Busy,
    /// The file stopped being a sound database while in use. Opening it again sets it aside.
    #[error("the database is damaged")]
    Damaged,
    /// The disk is full.
    #[error("no room left for the database")]
    Full,
    /// A document could not be turned into JSON.
    #[error("the document {key} cannot be written as JSON")]
    Encode {
        /// The document's key.
        key: String,
    },
    /// A stored document is not what its reader expects, as after a change of format.
    #[error("the document {key} of profile {profile:?} cannot be read")]
    Decode {
        /// The profile's id; empty for a document of the whole program.
        profile: String,
        /// The document's key.
        key: String,
    },
    /// Anything else SQLite reported.
    #[error("the database failed")]
    Database(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "store.file",
            Self::NewerVersion { .. } => "store.newer-version",
            Self::Busy => "store.busy",
            Self::Damaged => "store.damaged",
            Self::Full => "store.full",
            Self::Encode { .. } => "store.encode",
            Self::Decode { .. } => "store.decode",
            Self::Database(_) => "store.failed",
        }
    }
}
