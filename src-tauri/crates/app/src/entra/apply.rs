//! Carrying a plan out: action by action, each looked for first and journaled before and after.

use onramp_storage::{Phase, Run, RunKind, RunState, Store};
use secrecy::SecretString;
use serde::Serialize;
use specta::Type;

use super::journal::Journaled;
use super::plan::PlanAction;
use super::step::{Ids, State, Step, StoredPlan};
use super::tenant::Tenant;
use crate::error::{AppError, Side};

mod assign;
pub(super) mod perform;
mod send;

use perform::Performer;

/// How an action of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ActionStatus {
    /// Not begun.
    Planned,
    /// Begun; whether it was done is not known before the run goes on.
    Begun,
    /// Done.
    Done,
    /// Refused; nothing of it was done.
    Failed,
    /// Taken back.
    Undone,
    /// It stays: it can't be taken back.
    Final,
    /// It stays: somebody else changed it since.
    Kept,
}

/// One action of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunAction {
    /// The action as it was planned.
    #[serde(flatten)]
    pub action: PlanAction,
    /// How it stands.
    pub status: ActionStatus,
    /// Why it stays, where it was not taken back.
    pub note: Option<String>,
}

impl RunAction {
    pub(super) fn planned(action: PlanAction) -> Self {
        Self { action, status: ActionStatus::Planned, note: None }
    }
}

/// A run, as far as it came.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Its id.
    pub id: String,
    /// It takes another run back.
    pub undoes: Option<String>,
    /// When the plan was made, as RFC 3339.
    pub started: String,
    /// Everything in it was done.
    pub done: bool,
    /// It was taken back since.
    pub undone: bool,
    /// Its actions.
    pub actions: Vec<RunAction>,
}

/// What an admin agreed to before a plan is carried out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Consent {
    /// The number of people that was typed.
    pub people: Option<u32>,
    /// Credentials that somebody else saved may be replaced.
    pub overwrite: bool,
}

impl Consent {
    fn covers(self, plan: &StoredPlan) -> Result<(), AppError> {
        plan.guard.confirmed(self.people)?;
        match plan.actions.iter().find(|action| action.asks_first && !self.overwrite) {
            None => Ok(()),
            Some(action) => Err(AppError::new(
                "entra.asks-first",
                Side::You,
                format!("“{}” replaces what somebody else may have saved.", action.summary),
                "Agree to it first, or choose another application.",
            )
            .detail(action.final_because.clone().unwrap_or_default())),
        }
    }
}

/// Told before and after each action.
pub type Progress<'a> = &'a mut (dyn FnMut(&RunAction) + Send);

impl Tenant {
    /// Carries out a plan that [`plan`](Self::plan) made, or goes on with it: what was done is not done again, and what was
    /// begun is looked for first. `token` is Ramp's, for the connection.
    ///
    /// # Errors
    /// `entra.not-confirmed` and `entra.asks-first` where the plan wants a consent that is not given; `entra.*` of the action that stopped it: the run stays open and can be taken up again. `entra.changed-meanwhile`
    /// where the tenant is not as it was when the plan was made.
    pub async fn apply(
        &self,
        run: &str,
        token: &SecretString,
        consent: Consent,
        progress: Progress<'_>,
    ) -> Result<RunView, AppError> {
        let found = self.run(run)?;
        if found.kind != RunKind::Apply || found.state == RunState::Undone {
            return Err(AppError::new(
                "runs.not-to-apply",
                Side::You,
                "This run was taken back, or takes another one back.",
                "Make a new plan.",
            ));
        }
        if self
            .all_runs()?
            .iter()
            .any(|other| other.undoes.as_deref() == Some(run) && other.state == RunState::Open)
        {
            return Err(AppError::new(
                "runs.being-undone",
                Side::You,
                "This run is being taken back.",
                "Finish taking it back, then make a new plan.",
            ));
        }
        self.in_tenant_of(&found.plan).await?;
        let mut performer = Performer::new(self, &found.id, &found.plan, token);
        let mut journal = self.journal(run)?;
        // Who goes on with a run consented when it was begun.
        if journal.is_empty() {
            consent.covers(&found.plan)?;
        }
        for (place, step) in found.plan.steps.iter().enumerate() {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            let entry = journal.iter().find(|entry| entry.place == place).cloned();
            if let Some(done) = entry.as_ref().filter(|entry| entry.phase == Phase::Done) {
                performer.learn(done);
                continue;
            }
            // Assignments go together: one request carries twenty of them.
            let together = found.plan.steps.iter().skip(place as usize);
            let together = together.take_while(|step| matches!(step, Step::Assign { .. })).count();
            if together > 0 {
                let open: Vec<_> = (place..).take(together).collect();
                performer.assign(&open, &journal, progress).await?;
                journal = self.journal(run)?;
                continue;
            }
            performer.carry_out(place, step, entry, progress).await?;
        }
        self.store.set_run_state(run, RunState::Done)?;
        self.run_view(run)
    }

    /// A run as far as it came.
    ///
    /// # Errors
    /// `runs.unknown` where there is none.
    pub fn run_view(&self, run: &str) -> Result<RunView, AppError> {
        Ok(view(self.run(run)?, &self.journal(run)?))
    }
}

/// Every run of a profile, newest first, those that were only planned left out.
///
/// # Errors
/// Where the journal can't be read.
pub fn runs(store: &Store, profile: &str) -> Result<Vec<RunView>, AppError> {
    let mut runs = Vec::new();
    for run in store.runs::<StoredPlan>(profile)? {
        let journal = store.entries(&run.id)?;
        if !journal.is_empty() {
            runs.push(view(run, &journal));
        }
    }
    Ok(runs)
}

fn view(run: Run<StoredPlan>, journal: &[Journaled]) -> RunView {
    let actions = run.plan.actions.into_iter().enumerate().map(|(place, action)| {
        let entry = journal.iter().find(|entry| entry.place as usize == place);
        let (status, note) = status(run.kind, entry);
        RunAction { action, status, note }
    });
    RunView {
        actions: actions.collect(),
        id: run.id,
        undoes: run.undoes,
        started: run.started,
        done: run.state != RunState::Open,
        undone: run.state == RunState::Undone,
    }
}

/// How an action stands by its entry; in an undo, what was kept has its reason as the state after it.
fn status(kind: RunKind, entry: Option<&Journaled>) -> (ActionStatus, Option<String>) {
    let Some(entry) = entry else { return (ActionStatus::Planned, None) };
    match (entry.phase, kind, &entry.after) {
        (Phase::Begun, ..) => (ActionStatus::Begun, None),
        (Phase::Failed, ..) => (ActionStatus::Failed, None),
        (Phase::Done, RunKind::Apply, _) => (ActionStatus::Done, None),
        (Phase::Done, RunKind::Undo, Some(State::Stays { final_: true, why })) => {
            (ActionStatus::Final, Some(why.clone()))
        }
        (Phase::Done, RunKind::Undo, Some(State::Stays { why, .. })) => {
            (ActionStatus::Kept, Some(why.clone()))
        }
        (Phase::Done, RunKind::Undo, _) => (ActionStatus::Undone, None),
    }
}

/// The ids a run knows by now: those of the plan, and those of what it made.
pub(super) fn ids_of(plan: &StoredPlan, journal: &[Journaled]) -> Ids {
    let mut ids = plan.ids.clone();
    for entry in journal {
        learn(&mut ids, entry.after.as_ref());
    }
    ids
}

fn learn(ids: &mut Ids, after: Option<&State>) {
    match after {
        Some(State::Application { application, service_principal, role }) => {
            ids.application = Some(application.clone());
            ids.service_principal = Some(service_principal.clone());
            ids.role.clone_from(role);
        }
        Some(State::Job { id }) => ids.job = Some(id.clone()),
        _ => {}
    }
}
