//! The scheduler: runs what is due, each job by itself, and sleeps in between.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::{Id, JoinSet};

use super::{read_state, turn};
use crate::entra::EntraState;
use crate::entra::store::jobs;
use crate::error::PracticeError;

/// How long it waits after the store failed, before it looks again.
const AFTER_A_FAULT: Duration = Duration::from_secs(1);

/// Runs jobs for as long as it is polled. Dropping it ends what is under way: the store has what was done by then.
pub(crate) async fn run(state: EntraState) {
    let mut cycles = JoinSet::new();
    let mut busy: HashMap<Id, String> = HashMap::new();
    loop {
        let next = match look(&state, &mut cycles, &mut busy).await {
            Ok(next) => next,
            Err(error) => {
                warn(&error, "jobs cannot be read");
                tokio::time::sleep(AFTER_A_FAULT).await;
                continue;
            }
        };
        let wait = next.map(|next| next.duration_since(state.clock.now()));
        let wait = wait.map(|wait| wait.unsigned_abs().max(Duration::from_millis(1)));
        let due = async {
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = state.wake.notified() => {}
            () = due => {}
            Some(ended) = cycles.join_next_with_id() => {
                let id = match &ended {
                    Ok((id, ())) => *id,
                    Err(error) => error.id(),
                };
                busy.remove(&id);
                state.turns.send_modify(|turns| *turns += 1);
            }
        }
    }
}

/// Begins what is due, and answers when the next cycle of any other job is.
async fn look(
    state: &EntraState,
    cycles: &mut JoinSet<()>,
    busy: &mut HashMap<Id, String>,
) -> Result<Option<Timestamp>, PracticeError> {
    let states = state.store.transact(jobs::states).await?;
    let now = state.clock.now();
    let mut next: Option<Timestamp> = None;
    for (id, job) in states {
        if busy.values().any(|busy| *busy == id) {
            continue;
        }
        let job = read_state(&job)?;
        if job.is_due(now) {
            let (state, job) = (state.clone(), id.clone());
            let task = cycles.spawn(async move {
                if let Err(error) = turn::turn(&state, &job).await {
                    warn(&error, "a cycle was broken off");
                    tokio::time::sleep(AFTER_A_FAULT).await;
                }
            });
            busy.insert(task.id(), id);
        } else if let Some(due) = job.next_due {
            next = Some(next.map_or(due, |next| next.min(due)));
        }
    }
    Ok(next)
}

fn warn(error: &PracticeError, what: &str) {
    tracing::warn!(error = error as &dyn std::error::Error, "{what}");
}
