//! Provisioning logs (`graph/README.md` §8).

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::or_default;

/// `provisioningObjectSummary`: what a job did about one object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// Its id.
    pub id: String,
    /// When, as Graph writes it.
    #[serde(default, deserialize_with = "or_default")]
    pub activity_date_time: String,
    /// What was done.
    #[serde(default)]
    pub provisioning_action: LogAction,
    /// How it ended.
    #[serde(default, deserialize_with = "or_default")]
    pub provisioning_status_info: StatusInfo,
    /// The steps.
    #[serde(default, deserialize_with = "or_default")]
    pub provisioning_steps: Vec<Step>,
    /// What changed.
    #[serde(default, deserialize_with = "or_default")]
    pub modified_properties: Vec<ModifiedProperty>,
    /// Who, in Entra.
    #[serde(default, deserialize_with = "or_default")]
    pub source_identity: Identity,
    /// Who, in Ramp.
    #[serde(default, deserialize_with = "or_default")]
    pub target_identity: Identity,
    /// The job.
    #[serde(default, deserialize_with = "or_default")]
    pub job_id: String,
    /// The cycle.
    #[serde(default, deserialize_with = "or_default")]
    pub cycle_id: String,
}

/// `provisioningAction`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LogAction {
    /// Created.
    Create,
    /// Changed.
    Update,
    /// Deleted.
    Delete,
    /// Held back by the accidental deletion threshold.
    StagedDelete,
    /// Deactivated.
    Disable,
    /// Anything else.
    #[default]
    #[serde(other)]
    Other,
}

/// `provisioningResult`, in camel case in logs and in Pascal case on demand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum LogStatus {
    /// As it should.
    #[serde(alias = "success")]
    Success,
    /// Refused or broken.
    #[serde(alias = "failure")]
    Failure,
    /// Nothing to do.
    #[serde(alias = "skipped")]
    Skipped,
    /// Done, with a remark.
    #[serde(alias = "warning")]
    Warning,
    /// One that is not known here.
    #[default]
    #[serde(other)]
    Other,
}

/// How it ended and why. On demand the reason stands in it directly, in logs within `errorInformation`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusInfo {
    /// How it ended.
    #[serde(default)]
    pub status: LogStatus,
    /// Why, in a log.
    #[serde(default)]
    pub error_information: Option<ErrorInformation>,
    /// Why, on demand.
    #[serde(flatten)]
    pub direct: ErrorInformation,
}

impl StatusInfo {
    /// Why it failed, from wherever it stands.
    #[must_use]
    pub fn error(&self) -> &ErrorInformation {
        self.error_information.as_ref().unwrap_or(&self.direct)
    }
}

/// Why it failed. Codes are many and change: show the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorInformation {
    /// A code.
    pub error_code: Option<String>,
    /// What the service says, often with the target's own answer.
    pub reason: Option<String>,
    /// More of it.
    pub additional_details: Option<String>,
    /// What the service recommends.
    pub recommended_action: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Its name, such as `EntryExportAdd`.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// What kind: `import`, `scoping`, `matching`, `export`, … (`Import` on demand).
    #[serde(default, deserialize_with = "or_default", alias = "provisioningStepType", rename = "type")]
    pub kind: String,
    /// How it ended.
    #[serde(default)]
    pub status: LogStatus,
    /// In the service's words.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
    /// A bag of texts.
    #[serde(default, deserialize_with = "texts")]
    pub details: BTreeMap<String, String>,
}

/// One attribute that changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModifiedProperty {
    /// The target attribute.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
    /// Its value before.
    pub old_value: Option<String>,
    /// Its value now.
    pub new_value: Option<String>,
}

/// Who it is about, on one side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// Their id there; empty or missing where they have none.
    #[serde(default, deserialize_with = "or_default")]
    pub id: String,
    /// Their name.
    #[serde(default, deserialize_with = "or_default")]
    pub display_name: String,
}

/// A bag whose values are texts by the description; anything else in it is kept as its JSON.
fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let bag: Option<BTreeMap<String, Value>> = Option::deserialize(deserializer)?;
    let text = |value: Value| match value {
        Value::String(text) => text,
        value => value.to_string(),
    };
    Ok(bag.unwrap_or_default().into_iter().map(|(key, value)| (key, text(value))).collect())
}
