//! Profiles and progress in one SQLite file, shared by the window and the command line.

mod document;
mod error;
mod journal;
mod names;
mod open;
mod profile;
mod schema;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use names::stored_as;
use rusqlite::Connection;

pub use error::StoreError;
pub use journal::{Entry, Phase, Run, RunKind, RunState};
pub use open::{Opened, SetAside};
pub use profile::{Mode, Profile, TokenPlace};

/// Onramp's database. Cheap to clone; clones share one connection, and calls take well under a millisecond. Another
/// process may use the same file at the same time.
#[derive(Debug, Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    fn connection(&self) -> MutexGuard<'_, Connection> {
        // Every change is one statement or one transaction, which a panic rolls back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
