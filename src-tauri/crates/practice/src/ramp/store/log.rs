//! The database's log: how long it is, and when it is brought into the file.
//!
//! Bringing it in waits for the disk, so it is done while nobody writes. A log that has become very long is brought in
//! even so, lest it grow without end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

/// From how many bytes on the log is brought in as soon as nobody writes. A reader has to look through it.
const WORTH_IT: usize = 64 * 1024;

/// From how many bytes on it is brought in whoever writes.
const FULL: usize = 256 * 1024 * 1024;

/// For how long nobody must have written.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the file of the log stays after it was brought in, in bytes.
const KEPT_BYTES: i64 = 8 * 1024 * 1024;

/// The log of one write connection.
#[derive(Debug)]
pub(super) struct Log {
    /// Pages written since it began anew; those that were brought in are counted until it does.
    pages: Arc<AtomicUsize>,
    /// How many pages there were when it was last brought in.
    brought_in: usize,
    /// From how many pages on it is worth it, and when there are too many.
    worth_it: usize,
    full: usize,
}

impl Log {
    /// Watches the log of a connection, which from now on brings it in only when it is told to.
    pub(super) fn watch(connection: &mut Connection) -> rusqlite::Result<Self> {
        connection.pragma_update(None, "journal_size_limit", KEPT_BYTES)?;
        let page: u32 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let page = page.max(1) as usize;
        let pages = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&pages);
        connection.wal_hook(Some(move |_: &mut Wal, count| {
            counted.store(usize::try_from(count).unwrap_or_default(), Ordering::Relaxed);
            Ok(())
        }))?;
        Ok(Self { pages, brought_in: 0, worth_it: WORTH_IT / page, full: FULL / page })
    }

    /// How long to wait for a write before the log is brought in. `None`: there is nothing to bring in.
    pub(super) fn patience(&self) -> Option<Duration> {
        let pages = self.pages.load(Ordering::Relaxed);
        (pages >= self.worth_it && pages != self.brought_in).then_some(PAUSE)
    }

    /// Whether it has to be brought in at once.
    pub(super) fn is_full(&self) -> bool {
        self.pages.load(Ordering::Relaxed) >= self.full
    }

    /// Brings in what no reader needs. Waits for nobody; what is left is brought in the next time.
    pub(super) fn bring_in(&mut self, connection: &Connection) {
        self.brought_in = self.pages.load(Ordering::Relaxed);
        let done = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = done {
            tracing::warn!(%error, "the log of the practice data was not brought in");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_brought_in_once() {
        let folder = tempfile::tempdir().unwrap();
        #[expect(clippy::disallowed_methods, reason = "a database of this test alone")]
        let mut connection = Connection::open(folder.path().join("data")).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        let mut log = Log::watch(&mut connection).unwrap();
        connection.execute_batch("CREATE TABLE words (word TEXT)").unwrap();
        assert_eq!(log.patience(), None, "a few pages are not worth it");
        connection
            .execute(
                "WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < 300)
                 INSERT INTO words SELECT hex(randomblob(4000)) FROM row",
                [],
            )
            .unwrap();
        assert_eq!(log.patience(), Some(PAUSE));
        let before = std::fs::metadata(folder.path().join("data")).unwrap().len();
        log.bring_in(&connection);
        assert!(std::fs::metadata(folder.path().join("data")).unwrap().len() > before);
        assert_eq!(log.patience(), None, "all of it is in the file");
    }
}
