//! Synchronization templates, jobs, secrets and parsed expressions.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::or_default;

/// `synchronizationTemplate`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncTemplate {
    /// Its id, such as `scim`.
    pub id: String,
    /// Whether it is the one to take.
    #[serde(default)]
    pub default: bool,
}

/// `synchronizationJob`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its id: template, tenant and application, joined by dots.
    pub id: String,
    /// The template it was made from.
    #[serde(default, deserialize_with = "or_default")]
    pub template_id: String,
    /// When it runs.
    #[serde(default, deserialize_with = "or_default")]
    pub schedule: JobSchedule,
    /// How it stands.
    #[serde(default, deserialize_with = "or_default")]
    pub status: JobStatus,
}

impl Job {
    /// Whether it was started and not stopped since.
    #[must_use]
    pub fn is_started(&self) -> bool {
        self.schedule.state == ScheduleState::Active
    }
}

/// `synchronizationSchedule`. Its interval is left alone: a job that never ran has one no ISO 8601 reader takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobSchedule {
    /// Whether it runs.
    #[serde(default)]
    pub state: ScheduleState,
    /// How often, as Graph writes it, such as `PT40M`.
    pub interval: Option<String>,
}

/// `synchronizationScheduleState`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum ScheduleState {
    /// Runs.
    Active,
    /// Was never started, or was switched off by the service.
    #[default]
    Disabled,
    /// Was paused.
    Paused,
    /// One that is not known here.
    #[serde(other)]
    Other,
}

/// `synchronizationStatus`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobStatus {
    /// In a word.
    #[serde(default)]
    pub code: StatusCode,
    /// Why it is in quarantine, if it is.
    pub quarantine: Option<Quarantine>,
    /// The last cycle.
    pub last_execution: Option<Execution>,
    /// The last cycle without an error.
    pub last_successful_execution: Option<Execution>,
    /// When a first cycle came to its end; year 1 for never.
    pub steady_state_first_achieved_time: Option<String>,
    /// When a cycle last came to its end; year 1 for never.
    pub steady_state_last_achieved_time: Option<String>,
}

impl JobStatus {
    /// Whether an initial cycle was completed.
    #[must_use]
    pub fn reached_steady_state(&self) -> bool {
        self.steady_state_first_achieved_time.as_deref().is_some_and(|time| !time.starts_with("0001-"))
    }
}

/// `synchronizationStatusCode`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum StatusCode {
    /// No credentials, or never started.
    #[default]
    NotConfigured,
    /// Started; the first cycle has not ended.
    NotRun,
    /// Runs.
    Active,
    /// Was paused.
    Paused,
    /// In quarantine.
    Quarantine,
    /// One that is not known here.
    #[serde(other)]
    Other,
}

/// `synchronizationQuarantine`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quarantine {
    /// Why, such as `EncounteredQuarantineException`.
    #[serde(default, deserialize_with = "or_default")]
    pub reason: String,
    /// Since when.
    pub current_began: Option<String>,
    /// When it is tried again.
    pub next_attempt: Option<String>,
    /// The fault that brought it there.
    pub error: Option<SyncError>,
}

/// `synchronizationTaskExecution`: one cycle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Execution {
    /// Its id.
    pub activity_identifier: Option<String>,
    /// How it ended.
    #[serde(default)]
    pub state: ExecutionState,
    /// When it began.
    pub time_began: Option<String>,
    /// When it ended.
    pub time_ended: Option<String>,
    /// People that are to be provisioned.
    #[serde(default, deserialize_with = "or_default")]
    pub count_entitled_for_provisioning: i64,
    /// People that failed and will be tried again.
    #[serde(default, deserialize_with = "or_default")]
    pub count_escrowed: i64,
    /// Changes that were sent.
    #[serde(default, deserialize_with = "or_default")]
    pub count_exported: i64,
    /// People that were read.
    #[serde(default, deserialize_with = "or_default")]
    pub count_imported: i64,
    /// What ended it early.
    pub error: Option<SyncError>,
}

/// `synchronizationTaskExecutionResult`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum ExecutionState {
    /// Everything went through.
    Succeeded,
    /// Nothing did.
    Failed,
    /// Some people failed.
    EntryLevelErrors,
    /// One that is not known here.
    #[default]
    #[serde(other)]
    Other,
}

/// `synchronizationError`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncError {
    /// Its code.
    pub code: Option<String>,
    /// What the service says.
    pub message: Option<String>,
}

/// One entry of `synchronization/secrets` (`graph/README.md` §5). Its value is always a text.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Its key, such as `SecretToken`.
    pub key: &'static str,
    /// Its value.
    pub value: SecretString,
}

impl Secret {
    /// `BaseAddress`: the tenant URL.
    pub const BASE_ADDRESS: &'static str = "BaseAddress";
    /// `SecretToken`: the bearer token.
    pub const SECRET_TOKEN: &'static str = "SecretToken";
    /// `SyncNotificationSettings`: JSON in a text; without it and [`Self::SYNC_ALL`] nothing is saved.
    pub const NOTIFICATIONS: &'static str = "SyncNotificationSettings";
    /// `SyncAll`: everyone, or those who are assigned.
    pub const SYNC_ALL: &'static str = "SyncAll";

    /// An entry.
    #[must_use]
    pub fn new(key: &'static str, value: impl Into<SecretString>) -> Self {
        Self { key, value: value.into() }
    }

    /// As it is sent. The record of the exchange masks it.
    pub(crate) fn wire(&self) -> Value {
        json!({ "key": self.key, "value": self.value.expose_secret() })
    }
}

/// `parseExpressionResponse`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParsedExpression {
    /// Whether Entra reads it.
    #[serde(default)]
    pub parsing_succeeded: bool,
    /// Whether it has a value for the input.
    #[serde(default)]
    pub evaluation_succeeded: bool,
    /// Its values.
    #[serde(default, deserialize_with = "or_default")]
    pub evaluation_result: Vec<Value>,
    /// What Entra found wrong.
    pub error: Option<SyncError>,
    /// The `source` to save.
    pub parsed_expression: Option<Value>,
}
