//! Who is affected once the plan runs: the answer to an admin's first fear, before anything is written.

use jiff::Timestamp;
use onramp_entra::{Dialect, Directory, DirectoryUser, Mode, Next, Provisioning};
use onramp_mapping::MappingTable;
use onramp_ramp::Settings;
use onramp_scim::filter::Filter;
use onramp_scim::request::{ScimAnswer, ScimRequest};
use onramp_scim::schema::ResourceDefinition;
use onramp_scim_client::ScimClient;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use specta::Type;

use super::actual::Actual;
use super::desired::Desired;
use super::people::People;
use super::tenant::Tenant;
use crate::error::{AppError, Side};
use crate::expressions::context_of;
use crate::preview::{PersonPreview, PreviewKind, forecast};
use crate::service::{Asked, judged};

/// People who meet the same fate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GuardGroup {
    /// How many.
    pub count: u32,
    /// The first of them, by name: samples, not the list.
    pub names: Vec<String>,
}

/// Who is affected once the plan runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Guard {
    /// Ramp deactivates them.
    pub deactivated: GuardGroup,
    /// Ramp invites them.
    pub invited: GuardGroup,
    /// Ramp refuses them: they are left out.
    pub refused: GuardGroup,
    /// They are in Ramp and change.
    pub updated: GuardGroup,
    /// They are in Ramp, and nothing changes.
    pub unchanged: GuardGroup,
    /// Entra sends nothing about them.
    pub skipped: GuardGroup,
    /// Groups whose nested members are left out, by name.
    pub nested_groups: Vec<String>,
    /// The number that has to be typed before anything is written; `null` where it is small enough.
    pub confirm: Option<u32>,
}

/// The Ramp side, as a plan looks at it.
pub struct RampSide<'a> {
    /// Ramp's SCIM service.
    pub client: &'a ScimClient,
    /// Ramp's SCIM settings.
    pub settings: &'a Settings,
    /// Object id of the group that is meant as a test.
    pub test_group: Option<&'a str>,
}

/// So many people are a test, where no group was named as one.
const TEST_SIZE: u32 = 5;
/// How many names stand for the rest.
const SAMPLES: usize = 3;
/// Accounts that are read of Ramp in one page, and in all.
const PAGE: usize = 200;
const MOST: usize = 100_000;

impl Guard {
    /// People for whom something happens that they notice.
    #[must_use]
    pub fn affected(&self) -> u32 {
        self.invited.count + self.deactivated.count
    }

    /// Whether the number that was typed is the one that was asked for.
    ///
    /// # Errors
    /// `entra.not-confirmed` where it is not.
    pub fn confirmed(&self, typed: Option<u32>) -> Result<(), AppError> {
        match self.confirm {
            Some(wanted) if typed != Some(wanted) => Err(AppError::new(
                "entra.not-confirmed",
                Side::You,
                format!(
                    "This reaches {wanted} people: {} are invited and {} deactivated.",
                    self.invited.count, self.deactivated.count
                ),
                format!("Type {wanted} to go on, or assign fewer people first."),
            )),
            _ => Ok(()),
        }
    }

    fn group(&mut self, kind: PreviewKind) -> &mut GuardGroup {
        match kind {
            PreviewKind::Invited => &mut self.invited,
            PreviewKind::Updated => &mut self.updated,
            PreviewKind::Unchanged => &mut self.unchanged,
            PreviewKind::Deactivated => &mut self.deactivated,
            PreviewKind::Refused => &mut self.refused,
            PreviewKind::Skipped => &mut self.skipped,
        }
    }

    fn count(&mut self, preview: &PersonPreview) {
        let group = self.group(preview.kind);
        group.count += 1;
        if group.names.len() < SAMPLES {
            group.names.push(preview.person.display_name.clone());
        }
    }
}

impl Tenant {
    /// What the desired state would do to people: the tenant's, against the accounts that Ramp has.
    pub(super) async fn guard(
        &self,
        desired: &Desired,
        actual: &Actual,
        ramp: &RampSide<'_>,
    ) -> Result<Guard, AppError> {
        let assignments = actual.app.as_ref().map(|app| app.assignments.as_slice()).unwrap_or_default();
        let runs =
            actual.app.as_ref().and_then(|app| app.job.as_ref()).is_some_and(|job| job.job.is_started());
        let people = self.people(desired, assignments).await?;
        let accounts = accounts(ramp.client).await?;
        let now = self.clock.now();
        let mut guard = Guard { nested_groups: people.nested.clone(), ..Guard::default() };
        for user in &people.directory.users {
            // Who is not assigned is only touched by a job that provisioned them before.
            if user.assigned || runs {
                guard.count(&foresee(&desired.table, &people.directory, user, ramp.settings, &accounts, now));
            }
        }
        let test = test_size(&people, ramp.test_group);
        guard.confirm = Some(guard.affected()).filter(|affected| (desired.start || runs) && *affected > test);
        Ok(guard)
    }
}

fn test_size(people: &People, test_group: Option<&str>) -> u32 {
    let size = test_group.and_then(|group| people.group_sizes.get(group));
    size.map_or(TEST_SIZE, |size| u32::try_from(*size).unwrap_or(u32::MAX))
}

/// One person, against accounts that were read before.
fn foresee(
    table: &MappingTable,
    directory: &Directory,
    user: &DirectoryUser,
    settings: &Settings,
    accounts: &Accounts,
    now: Timestamp,
) -> PersonPreview {
    let manager = directory.manager_of(user).cloned();
    let context = context_of(user, now);
    let mut engine =
        Provisioning::new(table.clone(), user.clone(), manager, Dialect::Cycle, Mode::DryRun, context);
    while let Next::Send { request, .. } = engine.advance() {
        engine.answer(Some(accounts.answer(&request)));
    }
    forecast(table, directory, user, settings, engine.report())
}

/// The accounts that SCIM shows, to look people up in.
struct Accounts {
    all: Vec<Value>,
    users: ResourceDefinition,
}

impl Accounts {
    /// What Ramp would answer to a look-up.
    fn answer(&self, request: &ScimRequest) -> ScimAnswer {
        let filter = request.query.iter().find(|(name, _)| name == "filter");
        let filter = filter.and_then(|(_, text)| Filter::parse(text).ok());
        let means =
            |account: &&Value| filter.as_ref().is_some_and(|filter| self.users.matches(filter, account));
        let found: Vec<_> = self.all.iter().filter(means).collect();
        ScimAnswer::new(200, json!({ "totalResults": found.len(), "Resources": found }))
    }
}

/// Every account that SCIM shows.
async fn accounts(scim: &ScimClient) -> Result<Accounts, AppError> {
    let mut accounts = Vec::new();
    loop {
        let request = ScimRequest::get("/Users")
            .with_query("startIndex", (accounts.len() + 1).to_string())
            .with_query("count", PAGE.to_string());
        let purpose = "reads who is in Ramp";
        let answer = judged(scim.send(&request, purpose).await, Asked::FindUser, purpose)?;
        let body = answer.body.unwrap_or_default();
        let page = body.get("Resources").and_then(Value::as_array).cloned().unwrap_or_default();
        let total = body.get("totalResults").and_then(Value::as_u64).unwrap_or_default();
        let ended = page.is_empty();
        accounts.extend(page);
        if ended || accounts.len() as u64 >= total || accounts.len() >= MOST {
            return Ok(Accounts { all: accounts, users: ResourceDefinition::user() });
        }
    }
}
