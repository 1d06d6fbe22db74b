//! Builders, a fixed clock, vaults and a practice world for tests. A dev-dependency only.
// Tests assert by panicking, and so does what only tests use.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pace;
mod vault;
mod world;

use jiff::Timestamp;
use onramp_app::ports::Clock;

pub use pace::NoWait;
pub use vault::BrokenVault;
pub use world::TestWorld;

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl FixedClock {
    /// The morning of 24 November 2026, in UTC.
    pub fn morning() -> Self {
        Self("2026-11-24T09:00:00Z".parse().expect("a timestamp"))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
