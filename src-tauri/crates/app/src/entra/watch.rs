//! Once it runs: how the job stands, what it did to whom, and one person on demand.

use std::time::Duration;

use onramp_graph::requests::{jobs, logs};
use onramp_graph::wire::{
    ErrorInformation, ExecutionState, Job, LogAction, LogEntry, LogStatus, OnDemand, StatusCode, Step,
};
use serde::Serialize;
use specta::Type;

use super::actual::{entra_schema, several_apps, the_job};
use super::desired::AppChoice;
use super::found::{Asked, failed};
use super::tenant::Tenant;
use crate::error::{AppError, Side};

mod explain;

use explain::{Explained, explain, quarantine};

/// How a job stands, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    /// Never started, or switched off.
    Off,
    /// Started; its first cycle has not ended.
    FirstCycle,
    /// Runs, and its last cycle went through.
    Healthy,
    /// Runs, and some people failed.
    SomeFailed,
    /// Was paused.
    Paused,
    /// In quarantine: Entra tries once a day.
    Quarantine,
}

/// How a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// In a word.
    pub state: JobState,
    /// In a sentence.
    pub headline: String,
    /// Its first cycle is over.
    pub first_cycle_over: bool,
    /// When the last cycle ended, as Graph writes it.
    pub last_ended: Option<String>,
    /// People the last cycle was about.
    pub people: u32,
    /// Changes the last cycle sent.
    pub exported: u32,
    /// People that failed and are tried again.
    pub failed: u32,
    /// Why it is in quarantine, and the way out.
    pub quarantine: Option<FailureView>,
}

/// Why something failed: cause, side, next action, and the service's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FailureView {
    /// Entra's code, where there is one.
    pub code: Option<String>,
    /// The cause, in a sentence.
    pub cause: String,
    /// Whose side it is on.
    pub side: Side,
    /// What to do.
    pub next_action: String,
    /// Word for word.
    pub raw: Option<String>,
}

/// What the job did about one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LogView {
    /// Its id in Entra.
    pub id: String,
    /// When, as Graph writes it.
    pub at: String,
    /// Who.
    pub person: String,
    /// Their id in Entra.
    pub person_id: String,
    /// `create`, `update`, `disable`, `delete`, `staged-delete` or `other`.
    pub action: String,
    /// `success`, `failure`, `skipped`, `warning` or `other`.
    pub status: String,
    /// Why it failed.
    pub failure: Option<FailureView>,
    /// Attributes that changed, by name.
    pub changed: Vec<String>,
}

/// One step of Entra's, shown like ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnDemandStep {
    /// Entra's name of it.
    pub name: String,
    /// `import`, `scoping`, `matching`, `export`, …
    pub kind: String,
    /// `success`, `failure`, `skipped`, `warning` or `other`.
    pub status: String,
    /// In Entra's words.
    pub description: String,
    /// What it goes with, by name.
    pub details: Vec<(String, String)>,
}

/// What came of provisioning one person through Entra.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnDemandView {
    /// It worked, or there was nothing to do.
    pub ok: bool,
    /// In a sentence.
    pub headline: String,
    /// What was done, in Entra's word.
    pub action: String,
    /// Entra's steps.
    pub steps: Vec<OnDemandStep>,
    /// Attributes that changed, with the old and the new value.
    pub changed: Vec<ChangedValue>,
    /// Id in Ramp.
    pub resource_id: Option<String>,
    /// Why it failed.
    pub failure: Option<FailureView>,
}

/// One attribute that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangedValue {
    /// The target attribute.
    pub attribute: String,
    /// Its value before.
    pub before: Option<String>,
    /// Its value now.
    pub after: Option<String>,
}

/// How often a first cycle is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

impl Tenant {
    /// How the application's job stands; `None` where it has none.
    ///
    /// # Errors
    /// `entra.*` where the tenant can't be read.
    pub async fn job(&self, app: &AppChoice) -> Result<Option<JobView>, AppError> {
        Ok(self.found_job(app).await?.map(|(_, job)| job_view(&job)))
    }

    /// How the job stands once its first cycle is over, or it is in quarantine; looked at so many times, two seconds apart.
    ///
    /// # Errors
    /// `entra.*` where the tenant can't be read.
    pub async fn first_cycle(&self, app: &AppChoice, looks: usize) -> Result<Option<JobView>, AppError> {
        let mut job = self.job(app).await?;
        for _ in 0..looks {
            if job.as_ref().is_none_or(|job| job.state != JobState::FirstCycle) {
                break;
            }
            self.graph.wait(LOOK_EVERY).await;
            job = self.job(app).await?;
        }
        Ok(job)
    }

    /// Provisions one person now. Entra's answer says whether it worked; that it was answered does not.
    ///
    /// # Errors
    /// `entra.*` where Entra does not try at all.
    pub async fn provision_on_demand(&self, app: &AppChoice, person: &str) -> Result<OnDemandView, AppError> {
        let (id, job) = self.found_job(app).await?.ok_or_else(no_job)?;
        let doing = "provisioning on demand";
        let schema = self.graph.ask(jobs::schema(&id, &job.id)).await;
        let schema = entra_schema(&schema.map_err(|failure| failed(failure, Asked::Application, doing))?)?;
        let rule = schema.rule_id().unwrap_or_default();
        let request = jobs::provision_on_demand(&id, &job.id, rule, person);
        let answer = self.graph.ask(request).await;
        Ok(on_demand(answer.map_err(|failure| failed(failure, Asked::Application, doing))?))
    }

    /// Stops the job after the cycle under way.
    ///
    /// # Errors
    /// `entra.*` where it can't be stopped.
    pub async fn pause(&self, app: &AppChoice) -> Result<(), AppError> {
        let (id, job) = self.found_job(app).await?.ok_or_else(no_job)?;
        let paused = self.graph.ask(jobs::pause(&id, &job.id)).await;
        paused.map(drop).map_err(|failure| failed(failure, Asked::Application, "stopping the job"))
    }

    /// What the job did, newest first, since a time as Graph writes it.
    ///
    /// # Errors
    /// `entra.*` where the logs can't be read.
    pub async fn logs(&self, app: &AppChoice, since: Option<&str>) -> Result<Vec<LogView>, AppError> {
        let (_, job) = self.found_job(app).await?.ok_or_else(no_job)?;
        let entries = self.graph.list(logs::of_job(&job.id, since)).await;
        let entries =
            entries.map_err(|failure| failed(failure, Asked::Logs, "reading the provisioning logs"))?;
        Ok(entries.into_iter().map(log).collect())
    }

    async fn found_job(&self, app: &AppChoice) -> Result<Option<(String, Job)>, AppError> {
        let doing = "reading the job";
        let words = |failure| failed(failure, Asked::Application, doing);
        let id = match app {
            AppChoice::Existing(id) => id.clone(),
            AppChoice::Named(name) => {
                let request = onramp_graph::requests::applications::service_principals_named(name);
                let found = self.graph.ask(request).await.map_err(words)?.value;
                match found.as_slice() {
                    [] => return Ok(None),
                    [one] => one.id.clone(),
                    several => {
                        let ids: Vec<_> = several.iter().map(|found| found.id.clone()).collect();
                        return Err(several_apps(name, ids.len(), &ids));
                    }
                }
            }
        };
        let found = self.graph.ask(jobs::jobs(&id)).await.map_err(words)?;
        Ok(the_job(found.value).map(|job| (id, job)))
    }
}

fn job_view(job: &Job) -> JobView {
    let status = &job.status;
    let last = status.last_execution.as_ref();
    let count = |number: Option<i64>| u32::try_from(number.unwrap_or_default()).unwrap_or_default();
    let failed = count(last.map(|last| last.count_escrowed));
    let first_cycle_over = status.reached_steady_state();
    let state = match status.code {
        StatusCode::Quarantine => JobState::Quarantine,
        _ if status.quarantine.is_some() => JobState::Quarantine,
        StatusCode::Paused => JobState::Paused,
        _ if !job.is_started() => JobState::Off,
        _ if !first_cycle_over => JobState::FirstCycle,
        _ if failed > 0 || last.is_some_and(|last| last.state != ExecutionState::Succeeded) => {
            JobState::SomeFailed
        }
        _ => JobState::Healthy,
    };
    let people = count(last.map(|last| last.count_entitled_for_provisioning));
    let exported = count(last.map(|last| last.count_exported));
    let headline = match state {
        JobState::Off => "Provisioning is not running.".to_owned(),
        JobState::FirstCycle => "The first cycle is under way.".to_owned(),
        JobState::Healthy if people == 0 => {
            "Provisioning works. The last cycle found nothing to do.".to_owned()
        }
        JobState::Healthy => format!("Provisioning works. {people} people, none fails."),
        JobState::SomeFailed => match failed {
            1 => format!("Provisioning works. 1 of {people} people fails."),
            _ => format!("Provisioning works. {failed} of {people} people fail."),
        },
        JobState::Paused => "Provisioning is paused.".to_owned(),
        JobState::Quarantine => "Provisioning is in quarantine: Entra tries once a day.".to_owned(),
    };
    JobView {
        state,
        headline,
        first_cycle_over,
        last_ended: last.and_then(|last| last.time_ended.clone()),
        people,
        exported,
        failed,
        quarantine: status.quarantine.as_ref().map(quarantine),
    }
}

fn log(entry: LogEntry) -> LogView {
    let failed = entry.provisioning_status_info.status == LogStatus::Failure;
    LogView {
        failure: failed.then(|| failure(entry.provisioning_status_info.error())),
        id: entry.id,
        at: entry.activity_date_time,
        person: entry.source_identity.display_name,
        person_id: entry.source_identity.id,
        action: action_word(entry.provisioning_action).to_owned(),
        status: status_word(entry.provisioning_status_info.status).to_owned(),
        changed: entry.modified_properties.into_iter().map(|property| property.display_name).collect(),
    }
}

/// The code of a run that found nothing to send (`entra-scim-client.md` §9).
const REDUNDANT_EXPORT: &str = "RedundantExport";

fn on_demand(answer: OnDemand) -> OnDemandView {
    let error = answer.status_info.error();
    let result = &answer.result;
    let ok = result.result != "Failure" && answer.status_info.status != LogStatus::Failure;
    let information = ErrorInformation {
        error_code: error.error_code.clone().or_else(|| result.details.error_code.clone()),
        reason: error.reason.clone().or_else(|| result.details.error_message.clone()),
        ..ErrorInformation::default()
    };
    let skipped = result.result == "Skipped";
    // Equal already is what a second run comes to when all is well.
    let equal =
        skipped && information.error_code.as_deref().is_some_and(|code| code.contains(REDUNDANT_EXPORT));
    let headline = match (ok, skipped) {
        (false, _) => "Entra could not provision this person.".to_owned(),
        (true, true) if equal => {
            "Entra left this person alone: everything is equal in Ramp already.".to_owned()
        }
        (true, true) => "Entra left this person alone.".to_owned(),
        (true, false) => format!("Entra provisioned this person: {}.", answer.action.to_lowercase()),
    };
    let has_reason = skipped && !equal && information.error_code.is_some();
    OnDemandView {
        ok,
        headline,
        failure: (!ok || has_reason).then(|| failure(&information)),
        steps: answer.steps.into_iter().map(step).collect(),
        changed: answer
            .modified_properties
            .into_iter()
            .map(|property| ChangedValue {
                attribute: property.display_name,
                before: property.old_value,
                after: property.new_value,
            })
            .collect(),
        resource_id: Some(answer.target_identity.id).filter(|id| !id.is_empty()),
        action: answer.action,
    }
}

fn step(step: Step) -> OnDemandStep {
    OnDemandStep {
        name: step.name,
        kind: step.kind.to_lowercase(),
        status: status_word(step.status).to_owned(),
        description: step.description,
        details: step.details.into_iter().collect(),
    }
}

fn failure(error: &ErrorInformation) -> FailureView {
    let Explained { cause, side, next_action } = explain(error);
    FailureView { code: error.error_code.clone(), cause, side, next_action, raw: error.reason.clone() }
}

fn action_word(action: LogAction) -> &'static str {
    match action {
        LogAction::Create => "create",
        LogAction::Update => "update",
        LogAction::Delete => "delete",
        LogAction::StagedDelete => "staged-delete",
        LogAction::Disable => "disable",
        LogAction::Other => "other",
    }
}

fn status_word(status: LogStatus) -> &'static str {
    match status {
        LogStatus::Success => "success",
        LogStatus::Failure => "failure",
        LogStatus::Skipped => "skipped",
        LogStatus::Warning => "warning",
        LogStatus::Other => "other",
    }
}

fn no_job() -> AppError {
    AppError::new(
        "entra.no-job",
        Side::Entra,
        "The enterprise application has no provisioning job.",
        "Apply a plan first: it makes one.",
    )
}
