//! One turn of one job: a cycle from the store and back into it.

use std::sync::Arc;

use jiff::Timestamp;
use onramp_entra::cycle::{
    Completed, CycleError, Execution, ExecutionState, JobState, Kind, NotificationSettings, QuarantineReason,
    Tally,
};
use rusqlite::Connection;
use serde_json::Value;
use uuid::Uuid;

use super::{load, read_state, remember, state_of, to_json};
use crate::entra::EntraState;
use crate::entra::cycle::{
    self, CycleInput, CycleOutcome, JobFacts, Journal, Keeping, Kept, Progress, Setup, Target, log_entry,
};
use crate::entra::secrets::{self, Saved};
use crate::entra::store::jobs::{self, JobRow};
use crate::error::PracticeError;

/// What stands before a cycle.
struct Begun {
    job: JobRow,
    state: JobState,
    facts: JobFacts,
}

/// Runs a job's cycle, where it is still due.
pub(super) async fn turn(state: &EntraState, job: &str) -> Result<(), PracticeError> {
    let _turn = state.jobs.turn(job).await;
    let _running = state.jobs.begin(job);
    let began = state.clock.now();
    let id = job.to_owned();
    let Some(begun) = state.store.transact(move |data| begin(data, &id, began)).await? else { return Ok(()) };
    let cycle_id = Uuid::new_v4().to_string();
    let kind = begun.state.next_kind();
    let revision = begun.state.revision;
    let outcome = match cycle(state, &begun, kind, &cycle_id, began).await {
        // The application was deleted in the middle of it.
        Err(PracticeError::Interrupted) => return Ok(()),
        outcome => outcome?,
    };
    let ended = state.clock.now();
    let execution = Execution {
        activity_id: cycle_id,
        state: outcome.state,
        began,
        ended,
        tally: outcome.tally,
        error: outcome.error,
    };
    let completed = Completed { kind, execution, quarantine: outcome.quarantine };
    let id = begun.job.id;
    let complete = move |data: &Connection| -> Result<(), PracticeError> {
        let Some(state) = jobs::state(data, &id)? else { return Ok(()) };
        let mut state = read_state(&state)?;
        state.complete(completed, revision, ended);
        jobs::set_state(data, &id, &to_json(&state)?)
    };
    state.store.transact(complete).await
}

fn begin(data: &Connection, id: &str, now: Timestamp) -> Result<Option<Begun>, PracticeError> {
    let Some(job) = jobs::by_id(data, id)? else { return Ok(None) };
    let state = state_of(&job)?;
    let Some(facts) = load::facts(data, &job)?.filter(|_| state.is_due(now)) else { return Ok(None) };
    Ok(Some(Begun { job, state, facts }))
}

async fn cycle(
    state: &EntraState,
    begun: &Begun,
    kind: Kind,
    cycle_id: &str,
    now: Timestamp,
) -> Result<CycleOutcome, PracticeError> {
    let setup = match Setup::read(&begun.job.schema) {
        Ok(setup) => setup,
        Err(error) => return Ok(cannot_run("InvalidSchema", error.to_string())),
    };
    let (target, saved) = match connect(state, &begun.job.sp).await {
        Ok(connected) => connected,
        Err(error) => return Ok(could_not(error)),
    };
    let (id, sp, sync_all, read) =
        (begun.job.id.clone(), begun.job.sp.clone(), saved.sync_all, setup.clone());
    let loaded = move |data: &Connection| -> Result<_, PracticeError> {
        Ok((load::members(data, &sp, sync_all, &read, &|_| true)?, load::memory(data, &id)?))
    };
    let (members, memory) = state.store.transact(loaded).await?;
    let settings = saved.notification.as_ref().map(NotificationSettings::read).unwrap_or_default();
    let mut journal = Keeper {
        state: state.clone(),
        facts: begun.facts.clone(),
        setup: Arc::new(setup.clone()),
        cycle_id: cycle_id.to_owned(),
        revision: begun.state.revision,
        progress: Progress { done: 0, total: 0, seen: now },
    };
    let input = CycleInput {
        setup,
        members,
        memory,
        kind,
        skip_out_of_scope_deletions: saved.skip_out_of_scope_deletions,
        delete_threshold: settings.delete_threshold,
        force_deletes: begun.state.force_deletes,
        thresholds: state.jobs.thresholds,
        domain: begun.facts.domain.clone(),
        now,
    };
    cycle::run(&target, input, &mut journal).await
}

/// The saved connection, opened; or what is missing. The address is looked at anew each time, whatever was saved: what is
/// not on this computer is not sent to.
pub(super) async fn connect(state: &EntraState, sp: &str) -> Result<(Target, Saved), CycleError> {
    let missing = |message: &str| CycleError::new(MISSING, message);
    let saved = secrets::saved(state, sp).await.map_err(|error| CycleError::new(MISSING, error.message))?;
    let base_address = saved.base_address.as_deref().ok_or_else(|| missing("No BaseAddress is saved."))?;
    let token = saved.token.clone().ok_or_else(|| missing("No SecretToken is saved."))?;
    let unusable = |message: String| CycleError::new(UNUSABLE, message);
    let http = state.jobs.http().map_err(|error| unusable(error.to_string()))?;
    let target = Target::open(http, base_address, token).map_err(|error| unusable(error.to_string()))?;
    Ok((target, saved))
}

/// The address is none that may be sent to. The words say which of it; the code is what Entra has for an address that fails.
const UNUSABLE: &str = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable";

/// Credentials are incomplete. Entra's own code for it is not recorded.
const MISSING: &str = "SystemForCrossDomainIdentityManagementInvalidCredentials";

fn cannot_run(code: &str, message: String) -> CycleOutcome {
    could_not(CycleError::new(code, message))
}

fn could_not(error: CycleError) -> CycleOutcome {
    CycleOutcome {
        state: ExecutionState::Failed,
        tally: Tally::default(),
        quarantine: Some((QuarantineReason::EncounteredQuarantineException, error.clone())),
        error: Some(error),
    }
}

/// Writes into the store what becomes of each person.
struct Keeper {
    state: EntraState,
    facts: JobFacts,
    setup: Arc<Setup>,
    cycle_id: String,
    revision: u64,
    progress: Progress,
}

impl Journal for Keeper {
    fn planned(&mut self, people: usize) {
        self.progress.total = u64::try_from(people).unwrap_or(u64::MAX);
        self.state.jobs.tell(&self.facts.job_id, self.progress);
    }

    fn keep(&mut self, kept: Kept) -> Keeping<'_> {
        let at = self.state.clock.now();
        self.progress.done = self.progress.done.saturating_add(1);
        self.progress.seen = at;
        self.state.jobs.tell(&self.facts.job_id, self.progress);
        let told = kept.told.as_ref();
        let entry = told.map(|told| log_entry(told, &self.facts, &self.setup, &self.cycle_id, at));
        let (job, revision) = (self.facts.job_id.clone(), self.revision);
        let write = move |data: &Connection| write(data, &job, revision, &kept, entry.as_ref());
        Box::pin(async move { self.state.store.transact(write).await })
    }
}

fn write(
    data: &Connection,
    id: &str,
    revision: u64,
    kept: &Kept,
    entry: Option<&Value>,
) -> Result<(), PracticeError> {
    let state = jobs::state(data, id)?.ok_or(PracticeError::Interrupted)?;
    if let Some(entry) = entry {
        jobs::add_log(data, id, entry)?;
    }
    // Cleared meanwhile: what this cycle remembers is not to come back.
    if read_state(&state)?.revision == revision {
        remember(data, id, &kept.person, kept.link.as_ref(), kept.escrow.as_ref())?;
    }
    Ok(())
}
