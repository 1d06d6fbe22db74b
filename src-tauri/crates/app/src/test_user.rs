//! Step *Test one user*: Entra's four steps for one person, dry or for real, then expected against stored, then put back.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::json::JsonValue;

use crate::error::AppError;
use crate::exchange::Exchange;

/// One of Entra's four steps, as *Provision on demand* names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum RunStepId {
    /// Import user.
    Import,
    /// Determine if user is in scope.
    Scope,
    /// Match user between source and target system.
    Match,
    /// Perform action.
    Perform,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum RunStepStatus {
    /// As it should.
    Success,
    /// Nothing to do here.
    Skipped,
    /// Refused or broken.
    Failure,
    /// A dry run stopped before it.
    Planned,
}

/// One of the four steps with what it sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunStep {
    /// Which one.
    pub step: RunStepId,
    /// How it ended.
    pub status: RunStepStatus,
    /// What was found, in a few words: "No one there yet".
    pub summary: String,
    /// Time taken, in milliseconds.
    pub millis: u32,
    /// What was sent and answered, in order.
    pub exchanges: Vec<Exchange>,
}

/// One attribute, expected against stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonRow {
    /// Target attribute.
    pub attribute: String,
    /// What the mapping gives; `null` where it gives nothing.
    #[specta(type = Option<JsonValue>)]
    pub expected: Option<serde_json::Value>,
    /// What the service has; `null` where it has nothing.
    #[specta(type = Option<JsonValue>)]
    pub stored: Option<serde_json::Value>,
    /// Both are the same.
    pub equal: bool,
    /// Why they differ, and what follows.
    pub note: Option<String>,
    /// The rule behind the note.
    pub rule: Option<String>,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum RunOutcomeKind {
    /// A new user was created.
    Created,
    /// An existing user was changed.
    Updated,
    /// An existing user was deactivated, because they are not in scope any more.
    Deactivated,
    /// Everything was equal already.
    Unchanged,
    /// Entra would send nothing.
    Skipped,
    /// The service refused.
    Refused,
    /// No verdict: the network or the service broke.
    Failed,
    /// A dry run: nothing was written.
    DryRun,
    /// A dry run of somebody whom Ramp would refuse.
    WouldBeRefused,
}

/// The verdict of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunOutcome {
    /// What it came to.
    pub kind: RunOutcomeKind,
    /// In a sentence that names the person.
    pub headline: String,
    /// Causes or consequences, one sentence each.
    pub details: Vec<String>,
    /// Rules behind it.
    pub rules: Vec<String>,
    /// What to do next; `null` when all is well.
    pub next_action: Option<String>,
    /// The failure in full, when there is one.
    pub error: Option<AppError>,
}

/// How putting things back went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CleanUp {
    /// Things are as they were, as far as they can be.
    pub ok: bool,
    /// What was done, in a sentence.
    pub summary: String,
    /// What can't be taken back, one sentence each.
    pub remains: Vec<String>,
    /// What was sent.
    pub exchanges: Vec<Exchange>,
}

/// A test run on one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestRun {
    /// Key of the run.
    pub id: String,
    /// Key of the person.
    pub person_key: String,
    /// Name of the person.
    pub person_name: String,
    /// Nothing was written.
    pub dry_run: bool,
    /// When it started, RFC 3339 in UTC. `null` for a run that an earlier version kept.
    #[serde(default)]
    pub started_at: Option<String>,
    /// When it ended, RFC 3339 in UTC.
    pub finished_at: String,
    /// Entra's four steps.
    pub steps: Vec<RunStep>,
    /// Expected against stored, differences first.
    pub comparison: Vec<ComparisonRow>,
    /// The verdict.
    pub outcome: RunOutcome,
    /// Id of the user in the SCIM service.
    pub resource_id: Option<String>,
    /// Present once things were put back.
    pub clean_up: Option<CleanUp>,
    /// What can't be undone, said before a real run.
    pub warnings: Vec<String>,
    /// Something was written that can be put back.
    pub can_clean_up: bool,
}

mod report;
mod undo;

use onramp_entra::{Dialect, Directory, Mode, Report};
use onramp_mapping::MappingTable;
use onramp_scim_client::ScimClient;

use crate::error::Side;
use crate::preview::{find, forecast};
use crate::run::Drive;
use crate::session::{App, ProvenMark, RunMark, basis, key};

pub use undo::{Undo, clean_up};

/// A finished run and what puts it back.
#[derive(Debug, Clone)]
pub struct Provisioned {
    /// The run.
    pub run: TestRun,
    /// What puts it back; `None` where nothing was written.
    pub undo: Option<Undo>,
    report: Report,
}

impl ComparisonRow {
    /// Equal, explained by a rule, or about something that was never sent.
    pub fn is_fine(&self) -> bool {
        self.equal || self.rule.is_some() || self.expected.is_none()
    }
}

impl TestRun {
    /// Somebody was provisioned for real, and read back.
    pub fn proves(&self) -> bool {
        let provisioned = matches!(
            self.outcome.kind,
            RunOutcomeKind::Created | RunOutcomeKind::Updated | RunOutcomeKind::Unchanged
        );
        provisioned && !self.comparison.is_empty()
    }

    /// Something was compared, and what differs is explained by a rule.
    pub fn is_as_expected(&self) -> bool {
        !self.comparison.is_empty() && self.comparison.iter().all(ComparisonRow::is_fine)
    }
}

/// One person's run, as a host asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Provision<'a> {
    /// The table.
    pub table: &'a MappingTable,
    /// The people.
    pub directory: &'a Directory,
    /// Key of the person.
    pub person: &'a str,
    /// How a PATCH is written.
    pub dialect: Dialect,
    /// Whether anything is written.
    pub mode: Mode,
    /// When it starts.
    pub now: jiff::Timestamp,
}

impl App {
    /// The last run, also after a restart.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn last_run(&self) -> Result<Option<TestRun>, AppError> {
        let Some(profile) = self.open_profile()? else { return Ok(None) };
        let can_clean_up = self.read::<Undo>(&profile, key::UNDO)?.is_some();
        let mark = self.read::<RunMark>(&profile, key::TEST_RUN)?;
        Ok(mark.map(|mark| TestRun { can_clean_up, ..mark.run }))
    }

    /// Reads only: what a real run would do.
    ///
    /// # Errors
    /// Where the person is unknown, or there is no token. What the service answers is in the run, not an error.
    pub async fn dry_run_user(&self, person: &str) -> Result<TestRun, AppError> {
        self.run_user(person, Mode::DryRun).await
    }

    /// Provisions one person for real.
    ///
    /// # Errors
    /// As [`App::dry_run_user`]; also where an earlier run was not put back yet.
    pub async fn provision_user(&self, person: &str) -> Result<TestRun, AppError> {
        self.run_user(person, Mode::Real).await
    }

    async fn run_user(&self, person: &str, mode: Mode) -> Result<TestRun, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        if let (Some(run), true) = (self.last_run()?, self.read::<Undo>(&profile, key::UNDO)?.is_some()) {
            return Err(AppError::new(
                "test-user.not-cleaned-up",
                Side::You,
                format!("{} is still in Ramp from the last test.", run.person_name),
                "Clean up first: then the next test begins from where Ramp was.",
            ));
        }
        let table = self.table(&profile)?;
        let client = self.client(&profile).await?;
        let directory = self.people()?;
        let basis = basis(&table, &profile)?;
        let now = self.clock.now();
        let request =
            Provision { table: &table, directory: &directory, person, dialect: Dialect::Cycle, mode, now };
        let user = find(&directory, person)?;
        let done = provision(&client, request, &mut |report, undo| {
            let run = report::cut_off(user, report, now);
            self.write(&profile, key::TEST_RUN, &RunMark { run, basis: basis.clone() })?;
            self.write(&profile, key::UNDO, undo)
        })
        .await?;
        let mut done = self.spare_earlier_account(&profile, done, now)?;
        if mode == Mode::DryRun {
            let settings = self.ramp_settings.settings().await?;
            report::foretell(&mut done.run, &forecast(&table, &directory, user, &settings, &done.report));
        }
        if done.run.proves() {
            let mark = ProvenMark { name: done.run.person_name.clone(), basis: basis.clone() };
            self.write(&profile, key::PROVEN, &mark)?;
        }
        match &done.undo {
            Some(undo) => self.write(&profile, key::UNDO, undo)?,
            None => drop(self.store.remove_document(&profile.id, key::UNDO)?),
        }
        self.write(&profile, key::TEST_RUN, &RunMark { run: done.run.clone(), basis })?;
        Ok(done.run)
    }

    /// An account that was there before is not to be deactivated (R17), unless an earlier test made it.
    fn spare_earlier_account(
        &self,
        profile: &onramp_storage::Profile,
        done: Provisioned,
        now: jiff::Timestamp,
    ) -> Result<Provisioned, AppError> {
        let mut made = self.read::<Vec<String>>(profile, key::MADE)?.unwrap_or_default();
        let Some(id) =
            done.run.resource_id.clone().filter(|_| done.run.outcome.kind == RunOutcomeKind::Created)
        else {
            return Ok(done);
        };
        if !made.contains(&id) {
            let spared = spare_linked(done, now);
            if spared.undo.is_some() {
                made.push(id);
                self.write(profile, key::MADE, &made)?;
            }
            return Ok(spared);
        }
        Ok(done)
    }

    /// Puts the last real run back.
    ///
    /// # Errors
    /// Where there is nothing to put back, or the set-up points to another service now. A clean-up that fails is in the
    /// run, not an error, and can be tried again.
    pub async fn clean_up_user(&self) -> Result<TestRun, AppError> {
        let _turn = self.turn.lock().await;
        let profile = self.profile()?;
        let (Some(mut mark), Some(undo)) =
            (self.read::<RunMark>(&profile, key::TEST_RUN)?, self.read::<Undo>(&profile, key::UNDO)?)
        else {
            return Err(AppError::new(
                "test-user.nothing-to-clean-up",
                Side::You,
                "There is nothing to clean up.",
                "Provision a user first.",
            ));
        };
        let client = self.client(&profile).await?;
        let cleaned = clean_up(&client, &mark.run, &undo).await?;
        mark.run.can_clean_up = !cleaned.ok;
        if cleaned.ok {
            self.store.remove_document(&profile.id, key::UNDO)?;
        }
        mark.run.clean_up = Some(cleaned);
        self.write(&profile, key::TEST_RUN, &mark)?;
        Ok(mark.run)
    }
}

/// Runs one person through Entra's four steps, without a profile. Before each write `keep` gets what would put it back.
///
/// # Errors
/// Where the person is not in the directory, or `keep` fails.
pub async fn provision(
    client: &ScimClient,
    request: Provision<'_>,
    keep: &mut (dyn FnMut(&Report, &Undo) -> Result<(), AppError> + Send),
) -> Result<Provisioned, AppError> {
    let clock = std::time::Instant::now();
    let Provision { table, directory, person, dialect, mode, now } = request;
    let user = find(directory, person)?;
    let drive = Drive { client, table, directory, user, dialect, mode, now };
    let driven = drive.run(&mut |report, undo| keep(report, &Undo::of(client, undo))).await?;
    let undo = driven.undo.as_ref().map(|undo| Undo::of(client, undo));
    let ended =
        now.checked_add(jiff::SignedDuration::try_from(clock.elapsed()).unwrap_or_default()).unwrap_or(now);
    let report = driven.report.clone();
    let mut run = report::test_run(table, user, driven, mode, ended);
    run.started_at = Some(now.to_string());
    run.can_clean_up = undo.is_some();
    Ok(Provisioned { run, undo, report })
}

/// Takes the clean-up away where the create met an account that was there before (R17): deactivating it would harm
/// somebody who was not part of the test.
pub fn spare_linked(mut done: Provisioned, now: jiff::Timestamp) -> Provisioned {
    if done.run.outcome.kind == RunOutcomeKind::Created && report::was_there_before(&done.run, now) {
        done.undo = None;
        done.run.can_clean_up = false;
        done.run.outcome.details.push(format!(
            "{} had an account in Ramp before, and the create was linked to it. It is not deactivated again.",
            done.run.person_name
        ));
        done.run.outcome.rules.push("R17".to_owned());
    }
    done
}
