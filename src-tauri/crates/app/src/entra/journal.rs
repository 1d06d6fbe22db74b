//! The journal of a tenant's runs: what was going to be done, what was begun, what came of it.

use onramp_storage::{Entry, Phase, Run, RunKind, RunState};

use super::found::{Asked, failed};
use super::step::{State, StoredPlan};
use super::tenant::Tenant;
use crate::error::{AppError, Side};

/// What is known of one action of a run.
pub(crate) type Journaled = Entry<State>;

impl Tenant {
    /// Keeps a plan under the id of the run that may carry it out.
    pub(crate) fn keep_plan(&self, id: &str, plan: &StoredPlan) -> Result<(), AppError> {
        // A plan of yesterday that nobody applied describes a tenant of yesterday.
        let yesterday = self.clock.now().saturating_sub(jiff::SignedDuration::from_hours(24));
        if let Ok(yesterday) = yesterday {
            self.store.forget_plans(&self.profile, &yesterday.to_string())?;
        }
        self.begin(id, RunKind::Apply, None, plan)
    }

    pub(crate) fn begin(
        &self,
        id: &str,
        kind: RunKind,
        undoes: Option<&str>,
        plan: &StoredPlan,
    ) -> Result<(), AppError> {
        Ok(self.store.begin_run(&Run {
            id: id.to_owned(),
            profile: self.profile.clone(),
            kind,
            undoes: undoes.map(str::to_owned),
            state: RunState::Open,
            started: self.now(),
            plan,
        })?)
    }

    /// A run of this profile; an error that says what to do where there is none, or it belongs to another Graph address.
    pub(crate) fn run(&self, id: &str) -> Result<Run<StoredPlan>, AppError> {
        let run = self.store.run::<StoredPlan>(id)?.filter(|run| run.profile == self.profile);
        let run = run.ok_or_else(|| no_such_run(id))?;
        if run.plan.graph_url != self.graph.url().to_string() {
            return Err(AppError::new(
                "entra.other-tenant",
                Side::You,
                "This run belongs to another Graph address.",
                format!("Sign in at {} to go on with it.", run.plan.graph_url),
            ));
        }
        Ok(run)
    }

    /// That whoever is signed in is in the tenant a plan was made in: every tenant of a cloud has the same address.
    pub(crate) async fn in_tenant_of(&self, plan: &StoredPlan) -> Result<(), AppError> {
        let doing = "reading the tenant";
        let page = self.graph.ask(onramp_graph::requests::signed_in::organization()).await;
        let page = page.map_err(|failure| failed(failure, Asked::Read, doing))?;
        if page.value.iter().any(|tenant| tenant.id == plan.tenant) {
            return Ok(());
        }
        Err(AppError::new(
            "entra.other-tenant",
            Side::You,
            "This run belongs to another tenant.",
            "Sign in to the tenant it was made in: nothing was changed here.",
        ))
    }

    /// This profile's runs, newest first.
    pub(crate) fn all_runs(&self) -> Result<Vec<Run<StoredPlan>>, AppError> {
        Ok(self.store.runs(&self.profile)?)
    }

    pub(crate) fn journal(&self, run: &str) -> Result<Vec<Journaled>, AppError> {
        Ok(self.store.entries(run)?)
    }

    /// Writes down that an action is about to be sent, and what is there before it.
    pub(crate) fn note_begun(&self, run: &str, place: u32, before: State) -> Result<Journaled, AppError> {
        let entry = Entry { place, phase: Phase::Begun, at: self.now(), before: Some(before), after: None };
        self.store.put_entry(run, &entry)?;
        Ok(entry)
    }

    /// Writes down what is known of an action that is under way still.
    pub(crate) fn note_known(&self, run: &str, begun: &Journaled, after: State) -> Result<(), AppError> {
        Ok(self.store.put_entry(run, &Entry { at: self.now(), after: Some(after), ..begun.clone() })?)
    }

    /// Writes down what came of it.
    pub(crate) fn note_done(&self, run: &str, begun: Journaled, after: State) -> Result<Journaled, AppError> {
        let entry = Entry { phase: Phase::Done, at: self.now(), after: Some(after), ..begun };
        self.store.put_entry(run, &entry)?;
        Ok(entry)
    }

    /// Writes down that it was refused, and nothing of it done.
    pub(crate) fn note_failed(&self, run: &str, begun: Journaled) -> Result<(), AppError> {
        Ok(self.store.put_entry(run, &Entry { phase: Phase::Failed, at: self.now(), ..begun })?)
    }
}

fn no_such_run(id: &str) -> AppError {
    AppError::new(
        "runs.unknown",
        Side::You,
        format!("There is no run {id}."),
        "List the runs, and take an id from there.",
    )
}
