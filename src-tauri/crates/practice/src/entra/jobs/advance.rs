//! Moving the tenant's time on, from one due cycle to the next.

use jiff::{SignedDuration, Timestamp};

use super::read_state;
use crate::entra::EntraState;
use crate::entra::store::jobs;
use crate::error::PracticeError;

/// Moves time on by `by`. Every cycle that falls due on the way is run at its time and to its end, so that four hours are
/// six cycles and not one late one.
pub(crate) async fn advance(state: &EntraState, by: SignedDuration) -> Result<(), PracticeError> {
    state.settled().await?;
    let until = state.clock.now().checked_add(by).unwrap_or(Timestamp::MAX);
    while let Some(due) = next_due(state).await?.filter(|due| *due <= until) {
        go_to(state, due).await?;
        state.settled().await?;
    }
    go_to(state, until).await?;
    state.settled().await
}

async fn go_to(state: &EntraState, time: Timestamp) -> Result<(), PracticeError> {
    let ahead = time.duration_since(state.clock.now());
    if ahead > SignedDuration::ZERO {
        // The clock counts whole milliseconds: a fraction more, and what is due then is due.
        let ahead = ahead.saturating_add(SignedDuration::from_millis(1));
        state.clock.move_by(&state.store, ahead).await?;
    }
    state.wake.notify_one();
    Ok(())
}

async fn next_due(state: &EntraState) -> Result<Option<Timestamp>, PracticeError> {
    let states = state.store.transact(jobs::states).await?;
    let mut next: Option<Timestamp> = None;
    for (_, state) in &states {
        if let Some(due) = read_state(state)?.next_due {
            next = Some(next.map_or(due, |next| next.min(due)));
        }
    }
    Ok(next)
}
