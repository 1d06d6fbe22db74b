//! The token that was let in last, remembered for a moment: a client asks many times a second, and the answer is nearly
//! always the same. What another program writes is seen by the database's log, which grows with it.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use subtle::ConstantTimeEq;

use crate::ramp::auth::TokenHash;

/// The longest a token is remembered. A file's time may be too coarse to tell two writes apart that follow each other
/// closely: this is how long a token that another program ends in just that instant may still be let in.
const MOMENT: Duration = Duration::from_millis(200);

/// Who was let in last.
#[derive(Debug)]
pub(crate) struct Admission {
    /// The database's log, which stays the same file as long as a connection is open. `None`: it could not be opened,
    /// and nobody is remembered.
    log: Option<File>,
    /// Counts what happened to the tokens, so that nobody is let in by what was read before.
    changes: AtomicU64,
    last: Mutex<Option<LetIn>>,
}

#[derive(Debug)]
struct LetIn {
    hash: TokenHash,
    at: Instant,
    log: Written,
}

/// When the log was written to last, and how long it is.
type Written = Option<(SystemTime, u64)>;

impl Admission {
    /// Looks at the log of a database that is open.
    pub(super) fn new(log: &Path) -> Self {
        let log =
            File::open(log).inspect_err(|error| tracing::warn!(%error, "the log is not to be seen")).ok();
        Self { log, changes: AtomicU64::default(), last: Mutex::default() }
    }

    fn written(&self) -> Written {
        let log = self.log.as_ref()?.metadata().ok()?;
        Some((log.modified().ok()?, log.len()))
    }

    /// Whether this token was let in a moment ago.
    pub(crate) fn remembers(&self, hash: &TokenHash) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().is_some_and(|known| {
            known.at.elapsed() < MOMENT
                && bool::from(known.hash.ct_eq(hash))
                && known.log.is_some()
                && known.log == self.written()
        })
    }

    /// What [`Self::let_in`] needs to be told from before the tokens were looked at.
    pub(crate) fn before(&self) -> Before {
        Before { changes: self.changes.load(Ordering::Acquire), log: self.written() }
    }

    /// Remembers a token that was found valid, unless the tokens changed since.
    pub(crate) fn let_in(&self, hash: TokenHash, before: Before) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if self.changes.load(Ordering::Acquire) == before.changes {
            *last = Some(LetIn { hash, at: Instant::now(), log: before.log });
        }
    }

    /// The service itself writes, in a transaction that keeps everybody else from it: what is known stays known. Whether
    /// anything was.
    pub(super) fn begin_writing(&self) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().is_some_and(|known| known.log == self.written())
    }

    /// The transaction is over. `known` is what [`Self::begin_writing`] said.
    pub(super) fn end_writing(&self, known: bool) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if known && let Some(known) = last.as_mut() {
            known.log = self.written();
        }
    }

    /// The tokens changed: all are looked at anew.
    pub(crate) fn forget(&self) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        self.changes.fetch_add(1, Ordering::AcqRel);
        *last = None;
    }
}

/// How things stood before the tokens were looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before {
    changes: u64,
    log: Written,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_until_the_tokens_change() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        std::fs::write(&log, "").unwrap();
        let admission = Admission::new(&log);
        let (ours, other) = ([1; 32], [2; 32]);
        assert!(!admission.remembers(&ours));
        admission.let_in(ours, admission.before());
        assert!(admission.remembers(&ours) && !admission.remembers(&other));
        std::fs::write(&log, "another program writes").unwrap();
        assert!(!admission.remembers(&ours));
        let before = admission.before();
        admission.let_in(ours, before);
        assert!(admission.remembers(&ours));
        admission.forget();
        assert!(!admission.remembers(&ours));
        admission.let_in(ours, before);
        assert!(!admission.remembers(&ours), "it was read before the tokens changed");
    }
}
