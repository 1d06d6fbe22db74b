//! Waiting for a condition, never for time.

use std::time::Duration;

use crate::{Failure, Result};

/// How often a condition is looked at.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks at a condition until it holds, and hands back what it found.
///
/// # Errors
/// [`Failure::TimedOut`] when `limit` has passed.
pub async fn wait_until<T>(
    what: &str,
    limit: Duration,
    mut condition: impl AsyncFnMut() -> Option<T>,
) -> Result<T> {
    let mut tick = tokio::time::interval(PAUSE);
    let looking = async {
        loop {
            tick.tick().await;
            if let Some(found) = condition().await {
                return found;
            }
        }
    };
    tokio::time::timeout(limit, looking).await.map_err(|_| Failure::TimedOut {
        what: what.to_owned(),
        limit,
        seen: "it did not happen".to_owned(),
    })
}
