//! Taking a run back, newest action first, as far as it can be.

use onramp_graph::Request;
use onramp_graph::requests::{applications, assignments, jobs};
use onramp_graph::wire::AppRole;
use onramp_storage::{Phase, RunKind, RunState};
use serde_json::json;

use super::actual::{entra_schema, the_job};
use super::apply::perform::{one_member, writable};
use super::apply::{ActionStatus, Progress, RunAction, RunView, ids_of};
use super::found::{Asked, failed, is_refusal};
use super::journal::Journaled;
use super::plan::{CONNECTION_TAG, same_addresses};
use super::step::{Ids, State, Step, StoredPlan};
use super::tenant::Tenant;
use crate::error::{AppError, Side};

impl Tenant {
    /// Takes a run back: what somebody else changed since is kept, what can't be taken back is said to stay. Where an
    /// earlier undo of the run was stopped, it goes on with that one.
    ///
    /// # Errors
    /// `entra.*` of the action that stopped it: calling again goes on from there.
    pub async fn undo(&self, run: &str, progress: Progress<'_>) -> Result<RunView, AppError> {
        let found = self.run(run)?;
        if found.kind == RunKind::Undo || found.state == RunState::Undone {
            return Err(AppError::new(
                "runs.nothing-to-undo",
                Side::You,
                "This run was taken back already, or takes another one back.",
                "Look at the list of runs.",
            ));
        }
        self.in_tenant_of(&found.plan).await?;
        let journal = self.journal(run)?;
        let open = self
            .all_runs()?
            .into_iter()
            .find(|other| other.undoes.as_deref() == Some(run) && other.state == RunState::Open);
        let undo = match open {
            Some(open) => open.id,
            None => {
                let id = uuid::Uuid::new_v4().to_string();
                self.begin(&id, RunKind::Undo, Some(run), &found.plan)?;
                id
            }
        };
        let undone = self.journal(&undo)?;
        let mut back = Back::new(self, &found.plan, &journal);
        for (place, step) in found.plan.steps.iter().enumerate().rev() {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            let is_done = |entry: &&Journaled| entry.place == place && entry.phase == Phase::Done;
            if undone.iter().any(|entry| is_done(&entry)) {
                continue;
            }
            let entry = journal.iter().find(|entry| entry.place == place && entry.phase != Phase::Failed);
            let Some(entry) = entry else { continue };
            let tell = |status, note: Option<String>, progress: Progress<'_>| {
                if let Some(action) = found.plan.actions.get(place as usize) {
                    progress(&RunAction { action: action.clone(), status, note });
                }
            };
            tell(ActionStatus::Begun, None, progress);
            let begun = self.note_begun(&undo, place, entry.after.clone().unwrap_or(State::Nothing))?;
            match back.take(step, entry).await {
                Ok(after) => {
                    let (status, note) = match &after {
                        State::Stays { final_: true, why } => (ActionStatus::Final, Some(why.clone())),
                        State::Stays { why, .. } => (ActionStatus::Kept, Some(why.clone())),
                        _ => (ActionStatus::Undone, None),
                    };
                    self.note_done(&undo, begun, after)?;
                    tell(status, note, progress);
                }
                Err(error) => {
                    if is_refusal(&error) {
                        self.note_failed(&undo, begun)?;
                    }
                    tell(ActionStatus::Failed, None, progress);
                    return Err(error);
                }
            }
        }
        // In this order: cut off between the two, the run can be taken back once more, and nothing is left to do.
        self.store.set_run_state(&undo, RunState::Done)?;
        self.store.set_run_state(run, RunState::Undone)?;
        self.run_view(&undo)
    }
}

/// What a run made itself: what is within goes along when it is deleted.
#[derive(Debug, Clone, Copy)]
struct Fresh {
    application: bool,
    job: bool,
}

fn fresh(journal: &[Journaled]) -> Fresh {
    let made = |is: fn(&State) -> bool| journal.iter().any(|entry| entry.after.as_ref().is_some_and(is));
    Fresh {
        application: made(|state| matches!(state, State::Application { .. })),
        job: made(|state| matches!(state, State::Job { .. })),
    }
}

/// One undo under way.
struct Back<'a> {
    tenant: &'a Tenant,
    plan: &'a StoredPlan,
    ids: Ids,
    fresh: Fresh,
    /// Ids of the assignments that the run made.
    own_assignments: Vec<String>,
    /// Somebody else's work is in the job, so it stays, and the application with it.
    keeps_job: bool,
}

/// How often what was just stopped is looked at: for 7 s.
const LOOKS: u32 = 3;

fn kept(why: impl Into<String>) -> State {
    State::Stays { final_: false, why: why.into() }
}

fn stays(why: impl Into<String>) -> State {
    State::Stays { final_: true, why: why.into() }
}

impl<'a> Back<'a> {
    fn new(tenant: &'a Tenant, plan: &'a StoredPlan, journal: &[Journaled]) -> Self {
        let own = journal.iter().filter_map(|entry| match &entry.after {
            Some(State::Assignment { id, ours: true }) => Some(id.clone()),
            _ => None,
        });
        Self {
            tenant,
            plan,
            ids: ids_of(plan, journal),
            fresh: fresh(journal),
            own_assignments: own.collect(),
            keeps_job: false,
        }
    }

    /// Takes one action back.
    async fn take(&mut self, step: &Step, entry: &Journaled) -> Result<State, AppError> {
        match step {
            Step::Start => self.start(entry).await,
            Step::Assign { assignee } => self.assignment(&assignee.id, entry).await,
            Step::SetNotificationEmails => self.emails(entry).await,
            Step::SaveMappings { .. } => self.mappings(entry).await,
            Step::SaveConnection => self.connection(entry).await,
            Step::CreateJob => self.job().await,
            Step::AddAppRoles { .. } => self.app_roles(entry).await,
            Step::CreateApplication { name, there } => self.application(name, there).await,
        }
    }

    async fn start(&self, entry: &Journaled) -> Result<State, AppError> {
        match entry.before {
            Some(State::Running { started: true, quarantined: true }) => {
                return Ok(stays("The job runs on: it ran before, in quarantine."));
            }
            Some(State::Running { started: true, .. }) => return Ok(State::Nothing),
            _ => {}
        }
        let Some((id, job)) = self.job_of().await? else { return Ok(State::Nothing) };
        if self.ask(jobs::job(&id, &job), "reading the job").await?.is_some_and(|job| job.is_started()) {
            self.ask(jobs::pause(&id, &job), "stopping the job").await?;
        }
        Ok(stays("Provisioning is stopped. Invites that were sent and accounts that were made in Ramp stay."))
    }

    async fn assignment(&self, principal: &str, entry: &Journaled) -> Result<State, AppError> {
        let Some(id) = self.ids.service_principal.as_deref() else { return Ok(State::Nothing) };
        let assignment = match &entry.after {
            Some(State::Assignment { ours: false, .. }) => {
                return Ok(kept("Somebody else had assigned them before."));
            }
            Some(State::Assignment { id, .. }) => Some(id.clone()),
            // The answer never came: it is there or it is not.
            _ => {
                let there = match self.tenant.assignments(id).await {
                    Err(error) if is_gone(&error) => Vec::new(),
                    there => there?,
                };
                let role = self.ids.role.as_deref();
                let is_ours = |found: &onramp_graph::wire::AppRoleAssignment| {
                    found.principal_id == principal && Some(found.app_role_id.as_str()) == role
                };
                there.into_iter().find(is_ours).map(|found| found.id)
            }
        };
        if let Some(assignment) = assignment {
            self.ask(assignments::unassign(id, &assignment), "taking an assignment back").await?;
        }
        Ok(State::Nothing)
    }

    async fn emails(&self, entry: &Journaled) -> Result<State, AppError> {
        let Some(State::NotificationEmails { addresses: before }) = &entry.before else {
            return Ok(State::Nothing);
        };
        let Some(there) = self.service_principal().await? else { return Ok(State::Nothing) };
        let now = there.notification_email_addresses;
        if same_addresses(&now, before) {
            return Ok(State::Nothing);
        }
        if !same_addresses(&now, &self.plan.desired.notification_emails) {
            return Ok(kept("Somebody else changed the addresses since."));
        }
        let members = one_member("notificationEmailAddresses", json!(before));
        let change = applications::change_service_principal(&there.id, members);
        self.ask(change, "setting whom Entra mails").await?;
        Ok(State::Nothing)
    }

    async fn mappings(&mut self, entry: &Journaled) -> Result<State, AppError> {
        let Some(State::Schema { text: before, .. }) = &entry.before else { return Ok(State::Nothing) };
        let Some((id, job)) = self.job_of().await? else { return Ok(State::Nothing) };
        let doing = "putting the attribute mappings back";
        let Some(now) = self.ask(jobs::schema(&id, &job), doing).await? else { return Ok(State::Nothing) };
        let now = entra_schema(&now)?;
        let before_value: serde_json::Value = serde_json::from_str(before).map_err(|_| unreadable())?;
        let before = entra_schema(&before_value)?;
        let same = |a: &onramp_mapping::EntraSchema, b: &onramp_mapping::EntraSchema| {
            a.table() == b.table() && a.maps_groups() == b.maps_groups()
        };
        if same(&now, &before) {
            return Ok(State::Nothing);
        }
        let ours = match &entry.after {
            Some(State::Schema { version: Some(version), .. }) => now.version() == Some(version),
            Some(State::Schema { text, .. }) => now.text() == text,
            // The answer never came: ours if it is what was wanted.
            _ => now.table() == self.plan.desired.table,
        };
        if !ours {
            self.keeps_job = true;
            return Ok(kept("Somebody else changed the attribute mappings since."));
        }
        if self.fresh.job {
            // Goes along with the job.
            return Ok(State::Nothing);
        }
        self.ask(jobs::save_schema(&id, &job, before_value), doing).await?;
        Ok(State::Nothing)
    }

    async fn connection(&self, entry: &Journaled) -> Result<State, AppError> {
        let Some(there) = self.service_principal().await? else { return Ok(State::Nothing) };
        let mut tags = there.tags.clone();
        tags.retain(|tag| !tag.starts_with(CONNECTION_TAG));
        if let Some(State::Connection { tags: before }) = &entry.before {
            tags.extend(before.iter().filter(|tag| tag.starts_with(CONNECTION_TAG)).cloned());
        }
        if tags != there.tags {
            let change = applications::change_service_principal(&there.id, one_member("tags", json!(tags)));
            self.ask(change, "taking the mark of the connection back").await?;
        }
        Ok(match self.fresh.application && !self.keeps_job {
            // Goes along with the application.
            true => State::Nothing,
            false => stays("Ramp’s URL and token stay saved: Entra never showed what was there before."),
        })
    }

    async fn job(&mut self) -> Result<State, AppError> {
        let Some((id, job)) = self.job_of().await? else { return Ok(State::Nothing) };
        let doing = "deleting the provisioning job";
        if self.keeps_job {
            return Ok(kept("Somebody else changed the attribute mappings in it since."));
        }
        // A stop of a moment ago may not show at once.
        let stopped =
            self.tenant.graph.ask_within(LOOKS, jobs::job(&id, &job), |job| !job.is_started()).await;
        match stopped {
            Ok(job) if job.is_started() => return Ok(kept("Somebody else started the job since.")),
            Err(failure) if !failure.error.is_missing() => {
                return Err(failed(failure, Asked::Application, doing));
            }
            _ => {}
        }
        self.ask(jobs::delete_job(&id, &job), doing).await?;
        Ok(State::Nothing)
    }

    async fn app_roles(&self, entry: &Journaled) -> Result<State, AppError> {
        let (Some(id), Some(State::AppRoles { roles: before })) = (&self.ids.application, &entry.before)
        else {
            return Ok(State::Nothing);
        };
        let doing = "taking app roles back";
        let Some(application) = self.ask(applications::application(id), doing).await? else {
            return Ok(State::Nothing);
        };
        let mut roles = application.app_roles;
        let is_ours = |id: &str| before.iter().all(|role| role.id != id);
        if let Some(State::AppRoles { roles: after }) = &entry.after
            && !same_roles(after, &roles)
        {
            return Ok(kept("Somebody else changed the app roles since."));
        }
        if !roles.iter().any(|role| is_ours(&role.id)) {
            return Ok(State::Nothing);
        }
        // A role is switched off before it may go.
        for role in roles.iter_mut().filter(|role| is_ours(&role.id)) {
            role.is_enabled = false;
        }
        self.ask(applications::change_application(id, one_member("appRoles", writable(&roles))), doing)
            .await?;
        let change = applications::change_application(id, one_member("appRoles", writable(before)));
        self.ask(change, doing).await?;
        Ok(State::Nothing)
    }

    async fn application(&self, name: &str, there: &[String]) -> Result<State, AppError> {
        let doing = "deleting the enterprise application";
        let application = match (&self.ids.application, self.fresh.application) {
            (Some(id), true) => Some((id.clone(), self.ids.service_principal.clone())),
            // The answer never came: one more of that name is ours.
            _ => {
                let named = self.ask(applications::service_principals_named(name), doing).await?;
                let new = named.into_iter().flat_map(|page| page.value);
                let mut new = new.filter(|found| !there.contains(&found.id));
                let (one, another) = (new.next(), new.next());
                if another.is_some() {
                    return Ok(kept("Several applications of that name are new, and none says whose it is."));
                }
                match one {
                    None => None,
                    Some(new) => self
                        .ask(applications::application_of(&new.app_id), doing)
                        .await?
                        .and_then(|page| page.value.into_iter().next())
                        .map(|application| (application.id, Some(new.id))),
                }
            }
        };
        let Some((application, service_principal)) = application else { return Ok(State::Nothing) };
        if let Some(id) = service_principal {
            let assigned = match self.tenant.assignments(&id).await {
                Err(error) if is_gone(&error) => Vec::new(),
                assigned => assigned?,
            };
            // Our own, taken back a moment ago, may show for a while.
            if let Some(somebody) = assigned.iter().find(|found| !self.own_assignments.contains(&found.id)) {
                return Ok(kept(format!(
                    "Somebody else assigned {} since, so the application stays.",
                    somebody.principal_display_name
                )));
            }
            let left = self.ask(jobs::jobs(&id), doing).await?;
            let own =
                |job: &onramp_graph::wire::Job| !self.keeps_job && Some(&job.id) == self.ids.job.as_ref();
            if left.is_some_and(|page| !page.value.iter().all(own)) {
                return Ok(kept("A provisioning job is in it that stays, so the application stays."));
            }
        }
        self.ask(applications::delete_application(&application), doing).await?;
        Ok(State::Nothing)
    }

    async fn service_principal(&self) -> Result<Option<onramp_graph::wire::ServicePrincipal>, AppError> {
        match &self.ids.service_principal {
            Some(id) => {
                self.ask(applications::service_principal(id), "reading the enterprise application").await
            }
            None => Ok(None),
        }
    }

    /// The application's job, whether its creation was answered or not.
    async fn job_of(&self) -> Result<Option<(String, String)>, AppError> {
        let Some(id) = self.ids.service_principal.clone() else { return Ok(None) };
        if let Some(job) = self.ids.job.clone() {
            return Ok(Some((id, job)));
        }
        let found = self.ask(jobs::jobs(&id), "looking for the job").await?;
        Ok(found.and_then(|page| the_job(page.value)).map(|job| (id, job.id)))
    }

    /// Asks; `None` where there is no such thing any more, which is what an undo wants.
    async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        request: Request<T>,
        doing: &str,
    ) -> Result<Option<T>, AppError> {
        match self.tenant.graph.ask(request).await {
            Ok(answer) => Ok(Some(answer)),
            Err(failure) if failure.error.is_missing() => Ok(None),
            Err(failure) => Err(failed(failure, Asked::Application, doing)),
        }
    }
}

/// Whether these are the same app roles, whatever Entra adds to each.
fn same_roles(a: &[AppRole], b: &[AppRole]) -> bool {
    // Whether one is switched on is left out: an undo that was cut off has switched its own off.
    let known = |role: &AppRole| (role.id.clone(), role.value.clone(), role.display_name.clone());
    let sorted = |roles: &[AppRole]| {
        let mut roles: Vec<_> = roles.iter().map(known).collect();
        roles.sort();
        roles
    };
    sorted(a) == sorted(b)
}

fn is_gone(error: &AppError) -> bool {
    error.code == "entra.gone"
}

fn unreadable() -> AppError {
    AppError::new(
        "onramp.journal",
        Side::Onramp,
        "The journal of this run can’t be read.",
        "Put the attribute mappings back in the portal.",
    )
}
