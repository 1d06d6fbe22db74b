//! The tenant's time: the computer's, moved forward by what was advanced. Cycles are 40 minutes apart, escrows days;
//! nobody who practises waits for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use super::store::{Store, settings};
use crate::error::PracticeError;

/// Milliseconds ahead of the computer's time. What was advanced stays advanced, over restarts too.
const OFFSET: &str = "clock_offset_ms";

/// Cheap to clone; every clone tells the same time.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// The clock as it was left.
    pub(crate) async fn open(store: &Store) -> Result<Self, PracticeError> {
        let offset = store.transact(|data| settings::get(data, OFFSET)).await?;
        let offset = offset.and_then(|offset| offset.parse().ok()).unwrap_or_default();
        Ok(Self { offset: Arc::new(AtomicI64::new(offset)) })
    }

    /// The tenant's time.
    pub(crate) fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset.load(Ordering::Acquire));
        let now = Timestamp::now();
        now.checked_add(offset).unwrap_or(now)
    }

    /// Moves the time forward and answers what it is then. It never goes back.
    pub(crate) async fn move_by(
        &self,
        store: &Store,
        by: SignedDuration,
    ) -> Result<Timestamp, PracticeError> {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX).max(0);
        let offset = self.offset.load(Ordering::Acquire).saturating_add(by);
        store.transact(move |data| settings::set(data, OFFSET, Some(&offset.to_string()))).await?;
        self.offset.store(offset, Ordering::Release);
        Ok(self.now())
    }
}

/// RFC 3339 with seven digits, as Graph writes times.
pub(crate) fn text(time: Timestamp) -> String {
    time.strftime("%FT%T.%3f0000Z").to_string()
}
