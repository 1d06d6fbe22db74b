//! What each action sends. Each first looks whether it is done already: by an earlier try whose answer never came, or by
//! somebody else.

use std::sync::atomic::{AtomicBool, Ordering};

use onramp_graph::constants;
use onramp_graph::requests::{applications, jobs};
use onramp_graph::wire::{AppRole, Instantiated, Page, Secret, ServicePrincipal, SyncTemplate};
use onramp_mapping::{Document, EntraSchema};
use onramp_storage::Phase;
use secrecy::SecretString;
use serde_json::{Map, Value, json};

use super::{ActionStatus, Progress, RunAction, learn};
use crate::entra::actual::{entra_schema, the_job};
use crate::entra::found::{Asked, failed, is_refusal};
use crate::entra::journal::Journaled;
use crate::entra::plan::{CONNECTION_TAG, connection_tag, role};
use crate::entra::step::{Ids, State, Step, StoredPlan};
use crate::entra::tenant::Tenant;
use crate::error::{AppError, Side};

/// One run under way.
pub(super) struct Performer<'a> {
    pub(super) tenant: &'a Tenant,
    pub(super) run: &'a str,
    pub(super) plan: &'a StoredPlan,
    token: &'a SecretString,
    pub(super) ids: Ids,
    /// The job was made by this run: what is in it is the template's, not somebody's.
    fresh_job: bool,
    /// The action under way changed something already: a refusal after that is none of the whole action.
    pub(super) wrote: AtomicBool,
}

/// How often an application whose creation was not answered is looked for: for 15 s.
const LOOKS_AFTER_A_LOSS: u32 = 4;

/// What an action comes to: what it found before, and what it left.
type Made = Result<State, AppError>;

impl<'a> Performer<'a> {
    pub(super) fn new(
        tenant: &'a Tenant,
        run: &'a str,
        plan: &'a StoredPlan,
        token: &'a SecretString,
    ) -> Self {
        Self {
            tenant,
            run,
            plan,
            token,
            ids: plan.ids.clone(),
            fresh_job: false,
            wrote: AtomicBool::new(false),
        }
    }

    /// Takes note of what an earlier try left.
    pub(super) fn learn(&mut self, done: &Journaled) {
        self.fresh_job |= matches!(done.after, Some(State::Job { .. }));
        learn(&mut self.ids, done.after.as_ref());
    }

    /// Carries one action out. `entry` is what the journal knows of an earlier try.
    pub(super) async fn carry_out(
        &mut self,
        place: u32,
        step: &Step,
        entry: Option<Journaled>,
        progress: Progress<'_>,
    ) -> Result<(), AppError> {
        self.tell(place, ActionStatus::Begun, progress);
        let (unsure, refused) = match entry {
            Some(entry) if entry.phase == Phase::Begun => (Some(entry), None),
            refused => (None, refused),
        };
        let tried = unsure.is_some();
        // What was there before a try whose end nobody knows is what undo goes back to. A try that was refused did
        // nothing, so what is there now counts, and the journal has it before anything is sent again.
        let begun = match unsure {
            Some(entry) => entry,
            None => {
                let before = self.before(step).await?;
                self.tenant.note_begun(self.run, place, before)?
            }
        };
        self.wrote.store(false, Ordering::Relaxed);
        let seen = refused.and_then(|entry| entry.before);
        match self.perform(step, &begun, seen.as_ref(), tried).await {
            Ok(after) => {
                let done = self.tenant.note_done(self.run, begun, after)?;
                self.learn(&done);
                self.tell(place, ActionStatus::Done, progress);
                Ok(())
            }
            Err(error) => {
                // A refusal is an answer: nothing was done, unless something was before it. After silence nobody knows.
                if is_refusal(&error) && !self.wrote.load(Ordering::Relaxed) {
                    // What was seen first is what somebody else's change is told by, however often it is tried.
                    let before = seen.or_else(|| begun.before.clone());
                    self.tenant.note_failed(self.run, Journaled { before, ..begun })?;
                }
                self.tell(place, ActionStatus::Failed, progress);
                Err(error)
            }
        }
    }

    pub(super) fn tell(&self, place: u32, status: ActionStatus, progress: Progress<'_>) {
        if let Some(action) = self.plan.actions.get(place as usize) {
            progress(&RunAction { action: action.clone(), status, note: None });
        }
    }

    /// What is there before an action.
    async fn before(&self, step: &Step) -> Made {
        Ok(match step {
            Step::CreateApplication { .. } | Step::CreateJob | Step::Assign { .. } => State::Nothing,
            Step::AddAppRoles { .. } => State::AppRoles { roles: self.app_roles().await? },
            Step::SaveConnection => State::Connection { tags: self.read_service_principal().await?.tags },
            Step::SaveMappings { .. } => {
                let schema = self.schema().await?;
                State::Schema { version: schema.version().map(str::to_owned), text: schema.text().to_owned() }
            }
            Step::SetNotificationEmails => State::NotificationEmails {
                addresses: self.read_service_principal().await?.notification_email_addresses,
            },
            Step::Start => self.running().await?,
        })
    }

    /// `begun` is the journal's entry, `seen` what was there before an earlier try that was refused.
    async fn perform(&self, step: &Step, begun: &Journaled, seen: Option<&State>, tried: bool) -> Made {
        let before = begun.before.as_ref();
        match step {
            Step::CreateApplication { name, there } => {
                self.create_application(name, there, begun, tried).await
            }
            Step::AddAppRoles { roles } => self.add_app_roles(roles).await,
            Step::CreateJob => self.create_job(tried).await,
            Step::SaveConnection => self.save_connection().await,
            Step::SaveMappings { version } => {
                self.save_mappings(version.as_deref(), before, seen, tried).await
            }
            Step::SetNotificationEmails => {
                let addresses = self.plan.desired.notification_emails.clone();
                let members = one_member("notificationEmailAddresses", json!(addresses));
                self.change_service_principal(members, "setting whom Entra mails").await?;
                Ok(State::NotificationEmails { addresses })
            }
            Step::Start => self.start(before, tried).await,
            // They go together: see `assign`.
            Step::Assign { .. } => Ok(State::Nothing),
        }
    }

    async fn create_application(&self, name: &str, there: &[String], begun: &Journaled, tried: bool) -> Made {
        let doing = "creating the enterprise application";
        let known = match &begun.after {
            Some(State::Application { service_principal, .. }) => Some(service_principal.clone()),
            _ => self.made_before(name, there, tried).await?,
        };
        let service_principal = match known {
            Some(id) => id,
            None => {
                let made: Instantiated =
                    self.write(applications::instantiate(name), Asked::Application, doing).await?;
                // Its ids are on disk before they are waited for: they are the only way back to it.
                let state = State::Application {
                    application: made.application.id,
                    service_principal: made.service_principal.id.clone(),
                    role: None,
                };
                self.tenant.note_known(self.run, begun, state)?;
                made.service_principal.id
            }
        };
        let service_principal: ServicePrincipal =
            self.until_visible(applications::service_principal(&service_principal), doing).await?;
        let found = applications::application_of(&service_principal.app_id);
        let application = self.until_visible_in_list(found, doing).await?;
        Ok(State::Application {
            application: application.id,
            role: role(&service_principal),
            service_principal: service_principal.id,
        })
    }

    /// The application that an earlier try made and whose answer never came: one more of that name than there was. Graph's
    /// list lags, so after such a try it is looked at for a while.
    async fn made_before(
        &self,
        name: &str,
        there: &[String],
        tried: bool,
    ) -> Result<Option<String>, AppError> {
        let doing = "looking for the enterprise application";
        let is_new = |found: &&ServicePrincipal| !there.contains(&found.id);
        let request = applications::service_principals_named(name);
        let looks = if tried { LOOKS_AFTER_A_LOSS } else { 0 };
        let seen = |page: &Page<ServicePrincipal>| page.value.iter().any(|found| is_new(&found));
        let named = self.tenant.graph.ask_within(looks, request, seen).await;
        let named = named.map_err(|failure| failed(failure, Asked::Application, doing))?;
        let new: Vec<_> = named.value.iter().filter(is_new).collect();
        match (new.as_slice(), tried) {
            ([], _) => Ok(None),
            ([one], true) => Ok(Some(one.id.clone())),
            _ => Err(changed("An enterprise application of that name")),
        }
    }

    async fn app_roles(&self) -> Result<Vec<AppRole>, AppError> {
        let id = self.application()?;
        let doing = "reading the app roles";
        Ok(self.ask(applications::application(id), Asked::Application, doing).await?.app_roles)
    }

    async fn add_app_roles(&self, wanted: &[AppRole]) -> Made {
        let mut roles = self.app_roles().await?;
        let missing: Vec<_> = wanted
            .iter()
            .filter(|role| roles.iter().all(|there| there.value != role.value))
            .cloned()
            .collect();
        if !missing.is_empty() {
            roles.extend(missing);
            self.save_app_roles(&roles).await?;
        }
        Ok(State::AppRoles { roles })
    }

    async fn save_app_roles(&self, roles: &[AppRole]) -> Result<(), AppError> {
        let id = self.application()?;
        let doing = "adding app roles";
        let members = one_member("appRoles", writable(roles));
        self.write(applications::change_application(id, members), Asked::Application, doing).await.map(drop)
    }

    async fn create_job(&self, tried: bool) -> Made {
        let id = self.service_principal()?;
        let doing = "creating the provisioning job";
        let found = self.until_visible(jobs::jobs(id), doing).await?;
        if let Some(job) = the_job(found.value) {
            // There was none when the plan was made: an earlier try's, or somebody else's.
            return if tried { Ok(State::Job { id: job.id }) } else { Err(changed("The provisioning job")) };
        }
        let templates: Page<SyncTemplate> = self.until_some(jobs::templates(id), doing).await?;
        let template = templates
            .value
            .iter()
            .find(|template| template.id == constants::SCIM_TEMPLATE)
            .or_else(|| templates.value.iter().find(|template| template.default))
            .ok_or_else(no_template)?;
        let job = self.write(jobs::create_job(id, &template.id), Asked::Application, doing).await?;
        Ok(State::Job { id: job.id })
    }

    /// Lets Entra try the credentials, saves them, and lets it try what was saved: a save that Entra answers as done may
    /// not be (`graph/README.md` §5).
    async fn save_connection(&self) -> Made {
        let (id, job) = (self.service_principal()?, self.job()?);
        let desired = &self.plan.desired;
        let credentials = [
            Secret::new(Secret::BASE_ADDRESS, desired.base_address.clone()),
            Secret { key: Secret::SECRET_TOKEN, value: self.token.clone() },
        ];
        let doing = "letting Entra try the connection";
        let validate = jobs::validate(id, constants::SCIM_TEMPLATE, &credentials);
        self.ask(validate, Asked::Validate, doing).await?;
        let all = [
            credentials.as_slice(),
            &[
                Secret::new(Secret::NOTIFICATIONS, desired.notification_settings()),
                Secret::new(Secret::SYNC_ALL, desired.sync_all.to_string()),
            ],
        ]
        .concat();
        self.write(jobs::save_secrets(id, &all), Asked::Application, "saving the connection").await?;
        self.ask(jobs::validate_saved(id, job), Asked::Validate, "letting Entra try the saved connection")
            .await?;
        // The whole list is written, so it is read right before: somebody may have added one meanwhile.
        let mut tags = self.read_service_principal().await?.tags;
        tags.retain(|tag| !tag.starts_with(CONNECTION_TAG));
        tags.push(connection_tag(desired));
        let members = one_member("tags", json!(tags));
        self.change_service_principal(members, "marking the saved connection").await?;
        Ok(State::Connection { tags })
    }

    async fn save_mappings(
        &self,
        version: Option<&str>,
        before: Option<&State>,
        seen: Option<&State>,
        tried: bool,
    ) -> Made {
        let desired = &self.plan.desired.table;
        let is_right =
            |schema: &EntraSchema| schema.table() == *desired && schema.maps_groups() != Some(true);
        let text = |state: Option<&'_ State>| match state {
            Some(State::Schema { text, .. }) => Some(text.clone()),
            _ => None,
        };
        let (text_before, text_seen) = (text(before), text(seen));
        // On a first try it was read a moment ago, to be kept.
        let schema = match text_before.as_deref().filter(|_| !tried) {
            Some(text) => entra_schema(&serde_json::from_str(text).map_err(|_| unknown())?)?,
            None => self.schema().await?,
        };
        if !is_right(&schema) {
            // Somebody saved another one since: between plan and now, or between an earlier try and now.
            let known = match (tried, self.fresh_job) {
                (true, _) => text_before.as_deref() == Some(schema.text()),
                (false, true) => text_seen.is_none_or(|seen| seen == schema.text()),
                (false, false) => version.is_none() || version == schema.version(),
            };
            if !known {
                return Err(changed("The attribute mapping"));
            }
            let mut document = Document::EntraSchema(schema);
            document.adopt(desired);
            if let Document::EntraSchema(schema) = &mut document {
                schema.set_maps_groups(false);
            }
            let Document::EntraSchema(wanted) = document else {
                return Err(changed("The attribute mapping"));
            };
            self.put_schema(wanted.as_value().clone(), "saving the attribute mappings").await?;
        }
        let saved = self.schema().await?;
        if !is_right(&saved) {
            return Err(AppError::new(
                "entra.mappings-not-saved",
                Side::Entra,
                "Entra took the attribute mappings and then shows others.",
                "Look at them in the portal, then make a new plan.",
            ));
        }
        Ok(State::Schema { version: saved.version().map(str::to_owned), text: saved.text().to_owned() })
    }

    async fn put_schema(&self, schema: Value, doing: &str) -> Result<(), AppError> {
        let (id, job) = (self.service_principal()?, self.job()?);
        self.write(jobs::save_schema(id, job, schema), Asked::Application, doing).await.map(drop)
    }

    async fn start(&self, before: Option<&State>, tried: bool) -> Made {
        let now = match before {
            Some(state) if !tried => state.clone(),
            _ => self.running().await?,
        };
        if now != (State::Running { started: true, quarantined: false }) {
            let (id, job) = (self.service_principal()?, self.job()?);
            self.write(jobs::start(id, job), Asked::Application, "starting the job").await?;
        }
        Ok(State::Running { started: true, quarantined: false })
    }

    async fn running(&self) -> Made {
        let (id, job) = (self.service_principal()?, self.job()?);
        let job = self.ask(jobs::job(id, job), Asked::Application, "reading the job").await?;
        Ok(State::Running { started: job.is_started(), quarantined: job.status.quarantine.is_some() })
    }

    async fn schema(&self) -> Result<EntraSchema, AppError> {
        let (id, job) = (self.service_principal()?, self.job()?);
        let schema = self.until_visible(jobs::schema(id, job), "reading the attribute mappings").await?;
        entra_schema(&schema)
    }

    async fn read_service_principal(&self) -> Result<ServicePrincipal, AppError> {
        let id = self.service_principal()?;
        self.until_visible(applications::service_principal(id), "reading the enterprise application").await
    }

    async fn change_service_principal(
        &self,
        members: Map<String, Value>,
        doing: &str,
    ) -> Result<(), AppError> {
        let id = self.service_principal()?;
        let request = applications::change_service_principal(id, members);
        self.write(request, Asked::Application, doing).await.map(drop)
    }

    fn application(&self) -> Result<&str, AppError> {
        self.ids.application.as_deref().ok_or_else(unknown)
    }

    pub(super) fn service_principal(&self) -> Result<&str, AppError> {
        self.ids.service_principal.as_deref().ok_or_else(unknown)
    }

    fn job(&self) -> Result<&str, AppError> {
        self.ids.job.as_deref().ok_or_else(unknown)
    }
}

pub(in crate::entra) fn one_member(name: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value)])
}

/// App roles as they may be sent: `origin` is read-only.
pub(in crate::entra) fn writable(roles: &[AppRole]) -> Value {
    let roles = roles.iter().map(|role| {
        let mut role = role.clone();
        role.other.retain(|name, _| name != "origin" && !name.starts_with('@'));
        json!(role)
    });
    Value::Array(roles.collect())
}

pub(in crate::entra) fn changed(what: &str) -> AppError {
    AppError::new(
        "entra.changed-meanwhile",
        Side::Entra,
        format!("{what} was changed by somebody else since the plan was made."),
        "Nothing of theirs was overwritten. Make a new plan: it starts from what is there now.",
    )
}

fn no_template() -> AppError {
    AppError::new(
        "entra.no-template",
        Side::Entra,
        "The application offers no provisioning by SCIM.",
        "Choose a non-gallery application, or let the wizard make one.",
    )
}

fn unknown() -> AppError {
    AppError::new(
        "onramp.journal",
        Side::Onramp,
        "The journal of this run lacks what an earlier action made.",
        "Make a new plan.",
    )
}
