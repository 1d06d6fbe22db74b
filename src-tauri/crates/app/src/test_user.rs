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
}

mod report;

use onramp_entra::{Dialect, Directory, Mode, undo};
use onramp_mapping::MappingTable;
use onramp_scim::request::{Method, ScimRequest};
use onramp_scim_client::ScimClient;

use crate::error::Side;
use crate::preview::find;
use crate::run::{drive, exchange};
use crate::session::{App, RunMark, basis, key};

/// A finished run and what puts it back.
#[derive(Debug, Clone)]
pub struct Provisioned {
    /// The run.
    pub run: TestRun,
    /// The request that puts it back; `None` where nothing was written.
    pub undo: Option<Undo>,
}

/// What puts a run back: the request, kept until it was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Undo {
    method: Method,
    path: String,
    body: Option<serde_json::Value>,
}

impl Undo {
    fn request(&self) -> ScimRequest {
        ScimRequest {
            method: self.method,
            path: self.path.clone(),
            query: Vec::new(),
            body: self.body.clone(),
        }
    }
}

impl App {
    /// The last run, also after a restart.
    ///
    /// # Errors
    /// Where the settings can't be read.
    pub fn last_run(&self) -> Result<Option<TestRun>, AppError> {
        match self.open_profile()? {
            Some(profile) => Ok(self.read::<RunMark>(&profile, key::TEST_RUN)?.map(|mark| mark.run)),
            None => Ok(None),
        }
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
        let profile = self.profile()?;
        if let (Some(run), Some(_)) = (self.last_run()?, self.read::<Undo>(&profile, key::UNDO)?) {
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
        let done =
            provision(&client, &table, &directory, person, Dialect::Cycle, mode, self.clock.now()).await?;
        if let Some(undo) = &done.undo {
            self.write(&profile, key::UNDO, undo)?;
        }
        let mark = RunMark { run: done.run.clone(), basis: basis(&table, profile.scim_url.as_deref())? };
        self.write(&profile, key::TEST_RUN, &mark)?;
        Ok(done.run)
    }

    /// Puts the last real run back.
    ///
    /// # Errors
    /// Where there is nothing to put back. A clean-up that Ramp refuses is in the run, not an error.
    pub async fn clean_up_user(&self) -> Result<TestRun, AppError> {
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
        if cleaned.ok {
            self.store.remove_document(&profile.id, key::UNDO)?;
        }
        mark.run.clean_up = Some(cleaned);
        self.write(&profile, key::TEST_RUN, &mark)?;
        Ok(mark.run)
    }
}

/// Runs one person through Entra's four steps, without a profile.
///
/// # Errors
/// Where the person is not in the directory.
pub async fn provision(
    client: &ScimClient,
    table: &MappingTable,
    directory: &Directory,
    person: &str,
    dialect: Dialect,
    mode: Mode,
    now: jiff::Timestamp,
) -> Result<Provisioned, AppError> {
    let user = find(directory, person)?;
    let driven = drive(client, table, directory, user, dialect, mode).await;
    let undo = match mode {
        Mode::Real => undo(&driven.report),
        Mode::DryRun => None,
    };
    Ok(Provisioned {
        run: report::test_run(table, user, driven, mode, now),
        undo: undo.map(|request| Undo { method: request.method, path: request.path, body: request.body }),
    })
}

/// Puts a run back.
///
/// # Errors
/// Where nothing comes back from the service: the clean-up can be tried again.
pub async fn clean_up(client: &ScimClient, run: &TestRun, undo: &Undo) -> Result<CleanUp, AppError> {
    let request = undo.request();
    let (answer, sent, failure) = exchange(client, &request, "puts things back").await;
    if let Some(failure) = failure {
        return Err(failure);
    }
    let status = answer.map_or(0, |answer| answer.status);
    // Somebody else may have removed the user in between: then it is gone all the same.
    let gone = request.method == Method::Delete && status == 404;
    let ok = (200..300).contains(&status) || gone;
    Ok(report::clean_up(run, request.method, ok, status, sent))
}
