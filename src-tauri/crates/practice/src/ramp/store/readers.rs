//! Connections that only read. In WAL mode they neither wait for the writer nor hold it up, and a read that begins after
//! an acknowledged write sees it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

/// Some connections; whoever reads takes one that is free.
#[derive(Debug)]
pub(super) struct Readers {
    connections: Vec<Mutex<Connection>>,
    next: AtomicUsize,
}

impl Readers {
    /// `size` connections, at least one.
    pub(super) fn open(
        size: usize,
        open: impl Fn() -> rusqlite::Result<Connection>,
    ) -> rusqlite::Result<Self> {
        let connections = (0..size.max(1)).map(|_| open().map(Mutex::new)).collect::<Result<_, _>>()?;
        Ok(Self { connections, next: AtomicUsize::new(0) })
    }

    /// One consistent state of the data for all that `work` reads.
    pub(super) fn read<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let connection = self.free();
        // Prepared once: a look-up takes less time than reading these two words again.
        connection.prepare_cached("BEGIN DEFERRED")?.execute([])?;
        let reading = Reading(&connection);
        work(reading.0)
    }

    /// For work that is one look-up: its statement is a consistent state of its own.
    pub(super) fn look_up<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.free())
    }

    fn free(&self) -> MutexGuard<'_, Connection> {
        let first = self.next.fetch_add(1, Ordering::Relaxed) % self.connections.len();
        let (later, sooner) = self.connections.split_at(first);
        let free = sooner.iter().chain(later).find_map(|connection| connection.try_lock().ok());
        // A panic elsewhere ended its transaction: the connection is good.
        free.unwrap_or_else(|| self.connections[first].lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A transaction that only reads: it has nothing to keep, and ends in any case.
struct Reading<'c>(&'c Connection);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let ended = self.0.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        if let Err(error) = ended {
            tracing::error!(%error, "a read did not end");
        }
    }
}
