//! Patience without waiting.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use onramp_http::Pace;

/// Comes back at once and counts what would have been waited.
#[derive(Debug, Default)]
pub struct NoWait(AtomicU64);

impl NoWait {
    /// What was asked for in all.
    pub fn waited(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }
}

impl Pace for NoWait {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        Box::pin(async {})
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}
