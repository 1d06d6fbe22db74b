//! The plan: from what is wanted and what there is to actions, each with before, after, and what follows from it.

use onramp_graph::wire::{AppRole, ServicePrincipal};
use onramp_mapping::roles;
use onramp_scim_client::ScimUrl;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use specta::Type;

use super::actual::{Actual, ActualApp};
use super::apply::RunAction;
use super::desired::{AppChoice, Desired};
use super::forecast::{Guard, RampSide};
use super::pair::pair;
use super::step::{Ids, Step, StoredPlan};
use super::tenant::Tenant;
use super::words;
use crate::error::{AppError, Side};
use crate::mappings::{RowChange, table_changes};
use crate::wizard::Mode;

/// Where an action stands in the plan: by what an admin would look for, not by API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ActionGroup {
    /// The enterprise application and its app roles.
    Application,
    /// Address, token and job.
    Connection,
    /// Rows, target object actions and scoping filter.
    Mappings,
    /// Who is assigned.
    People,
    /// Notification mail and start.
    Running,
}

/// One action of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanAction {
    /// Its id within the plan.
    pub id: String,
    /// Stable name of what it does, such as `assign`.
    pub kind: String,
    /// Where it stands.
    pub group: ActionGroup,
    /// What it does, in a sentence.
    pub summary: String,
    /// What is there now; `null` for nothing.
    pub before: Option<String>,
    /// What will be there; `null` for nothing.
    pub after: Option<String>,
    /// What differs row by row, where it is about mappings.
    pub changes: Vec<RowChange>,
    /// Why it is in the plan, and what follows from it.
    pub why: String,
    /// Why it can't be taken back; `null` where it can.
    pub final_because: Option<String>,
    /// It overwrites what somebody else saved and nobody can read back: asked for before Apply.
    pub asks_first: bool,
}

/// What would be done to the tenant. Nothing is, before it is applied.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Its id: the run that carries it out has the same one.
    pub id: String,
    /// Both sides are practice, or both are real.
    pub mode: Mode,
    /// The tenant's name.
    pub tenant: String,
    /// The application's name.
    pub application: String,
    /// What it comes to, in a sentence.
    pub headline: String,
    /// The actions, in the order they are carried out.
    pub actions: Vec<RunAction>,
    /// Who is affected once it runs.
    pub guard: Guard,
}

impl Tenant {
    /// What has to be done so that the tenant has what is wanted. Reads; the plan is kept in the journal, so that it can be
    /// applied as it was shown. An empty plan is not kept.
    ///
    /// # Errors
    /// `entra.*`; `practice.not-loopback` and `entra.practice-ramp` where one side is practice and the other is not;
    /// `mapping.has-errors` where the table could not work.
    pub async fn plan(&self, desired: &Desired, ramp: &RampSide<'_>) -> Result<Plan, AppError> {
        let scim = ScimUrl::parse(&desired.base_address)?.url;
        let mode = pair(self.graph.url(), &scim)?;
        ready(desired)?;
        let actual = self.actual(&desired.app).await?;
        let guard = self.guard(desired, &actual, ramp).await?;
        let steps = steps(desired, &actual)?;
        let actions: Vec<_> = steps
            .iter()
            .enumerate()
            .map(|(place, step)| words::action(place, step, desired, &actual))
            .collect();
        let id = uuid::Uuid::new_v4().to_string();
        let stored = StoredPlan {
            graph_url: self.graph.url().to_string(),
            tenant: actual.tenant.id.clone(),
            desired: desired.clone(),
            ids: ids(actual.app.as_ref()),
            steps,
            actions: actions.clone(),
            guard: guard.clone(),
        };
        if !actions.is_empty() {
            self.keep_plan(&id, &stored)?;
        }
        Ok(Plan {
            id,
            mode,
            application: application_name(desired, &actual),
            headline: words::headline(&actions, &actual.tenant.name),
            tenant: actual.tenant.name,
            actions: actions.into_iter().map(RunAction::planned).collect(),
            guard,
        })
    }
}

/// A table with errors is not worth a plan, and role sync is not before somebody was tested with it (R15).
fn ready(desired: &Desired) -> Result<(), AppError> {
    let findings = onramp_mapping::check(&desired.table);
    if let Some(error) = findings.iter().find(|finding| finding.severity == onramp_mapping::Severity::Error) {
        return Err(AppError::new(
            "mapping.has-errors",
            Side::You,
            "The attribute mappings have an error, so there is no plan yet.",
            "Mend it under Attribute mappings.",
        )
        .detail(error.message.clone()));
    }
    let blocker =
        roles::switched_on(&desired.table).and_then(|candidate| candidate.plan_blocker(desired.roles_tested));
    match blocker {
        Some(blocker) => Err(AppError::new(
            "roles.not-tested",
            Side::You,
            "Role sync can’t be part of a plan yet.",
            blocker,
        )),
        None => Ok(()),
    }
}

fn ids(app: Option<&ActualApp>) -> Ids {
    Ids {
        application: app.map(|app| app.application.id.clone()),
        service_principal: app.map(|app| app.service_principal.id.clone()),
        job: app.and_then(|app| app.job.as_ref()).map(|job| job.job.id.clone()),
        role: app.and_then(|app| role(&app.service_principal)),
    }
}

/// The role people are assigned to; the one of all zeros only where the application has none for users.
pub(crate) fn role(service_principal: &ServicePrincipal) -> Option<String> {
    let role = service_principal.role_for_users().map(|role| role.id.clone());
    Some(role.unwrap_or_else(|| onramp_graph::constants::NO_ROLE.to_owned()))
}

fn application_name(desired: &Desired, actual: &Actual) -> String {
    match (&actual.app, &desired.app) {
        (Some(app), _) => app.service_principal.display_name.clone(),
        (None, AppChoice::Named(name)) => name.clone(),
        (None, AppChoice::Existing(id)) => id.clone(),
    }
}

/// The actions, in the order in which they are safe: nothing runs before everything is right.
pub(crate) fn steps(desired: &Desired, actual: &Actual) -> Result<Vec<Step>, AppError> {
    let mut steps = Vec::new();
    let app = actual.app.as_ref();
    if let (None, AppChoice::Named(name)) = (app, &desired.app) {
        steps.push(Step::CreateApplication { name: name.clone(), there: actual.named.clone() });
    }
    let roles = missing_roles(desired, app);
    if !roles.is_empty() {
        steps.push(Step::AddAppRoles { roles });
    }
    let job = app.and_then(|app| app.job.as_ref());
    if job.is_none() {
        steps.push(Step::CreateJob);
    }
    let tags = app.map_or(&[][..], |app| &app.service_principal.tags);
    let saved = tags.contains(&connection_tag(desired)) && job.is_some_and(|job| job.connection.is_none());
    if !saved {
        steps.push(Step::SaveConnection);
    }
    let mapped =
        job.is_some_and(|job| job.schema.table() == desired.table && job.schema.maps_groups() != Some(true));
    if !mapped {
        let version = job.and_then(|job| job.schema.version().map(str::to_owned));
        steps.push(Step::SaveMappings { version });
    }
    let emails = app.map_or(&[][..], |app| &app.service_principal.notification_email_addresses);
    if !desired.notification_emails.is_empty() && !same_addresses(emails, &desired.notification_emails) {
        steps.push(Step::SetNotificationEmails);
    }
    for assignee in &desired.assign {
        let role = app.and_then(|app| role(&app.service_principal));
        let assigned = app.is_some_and(|app| {
            app.assignments
                .iter()
                .any(|there| there.principal_id == assignee.id && Some(&there.app_role_id) == role.as_ref())
        });
        if !assigned && !actual.tenant.assigns_groups && assignee.kind == super::AssigneeKind::Group {
            return Err(no_group_licence(&assignee.name));
        }
        if !assigned {
            steps.push(Step::Assign { assignee: assignee.clone() });
        }
    }
    // A start also takes a job out of quarantine (`graph/README.md` §5); what brought it there is mended by then.
    if desired.start && !job.is_some_and(|job| job.job.is_started() && job.job.status.quarantine.is_none()) {
        steps.push(Step::Start);
    }
    Ok(steps)
}

/// The mark that this connection was saved: secrets can't be read back, so the service principal carries a fingerprint of
/// what they were besides the token. The token itself is proven by letting Entra try it.
pub(crate) fn connection_tag(desired: &Desired) -> String {
    let mut hash = Sha256::new();
    for part in [&desired.base_address, &desired.notification_settings(), &desired.sync_all.to_string()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digits: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{CONNECTION_TAG}{digits}")
}

/// How the mark begins.
pub(crate) const CONNECTION_TAG: &str = "OnrampConnection:";

/// App roles that role sync needs and the registration lacks (R15).
fn missing_roles(desired: &Desired, app: Option<&ActualApp>) -> Vec<AppRole> {
    if roles::switched_on(&desired.table).is_none() {
        return Vec::new();
    }
    let there = |value: &str| {
        app.is_some_and(|app| {
            app.application.app_roles.iter().any(|role| role.value.as_deref() == Some(value))
        })
    };
    roles::RAMP_ROLES
        .iter()
        .filter(|role| !there(role.value))
        .map(|role| AppRole {
            id: uuid::Uuid::new_v4().to_string(),
            display_name: Some(role.name.to_owned()),
            description: Some(format!("Ramp role {}", role.name)),
            value: Some(role.value.to_owned()),
            is_enabled: true,
            allowed_member_types: vec!["User".to_owned()],
            other: serde_json::Map::new(),
        })
        .collect()
}

pub(crate) fn same_addresses(a: &[String], b: &[String]) -> bool {
    let sorted = |list: &[String]| {
        let mut list: Vec<_> = list.iter().map(|address| address.to_lowercase()).collect();
        list.sort();
        list
    };
    sorted(a) == sorted(b)
}

/// What differs between two tables, as the plan shows it.
pub(crate) fn differences(before: &onramp_mapping::MappingTable, desired: &Desired) -> Vec<RowChange> {
    table_changes(before, &desired.table)
}

fn no_group_licence(group: &str) -> AppError {
    AppError::new(
        "entra.no-group-licence",
        Side::Entra,
        format!("This tenant can’t assign groups, so {group} can’t be assigned."),
        "Assigning groups to applications needs Microsoft Entra ID P1 or P2. Assign people one by one, or get the \
         licence.",
    )
}
