//! An entry of the provisioning log (Graph: `provisioningObjectSummary`).

use jiff::Timestamp;
use onramp_entra::cycle::Member;
use onramp_entra::cycle::summary::{ProvisioningStep, Summary};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::setup::{JobFacts, Setup};

/// What is told of one person.
#[derive(Debug)]
pub(crate) struct Told {
    /// Object id in the source.
    pub(crate) source_id: String,
    pub(crate) source_name: String,
    pub(crate) principal_name: String,
    pub(crate) summary: Summary,
    /// How long the service took.
    pub(crate) millis: u32,
}

impl Told {
    pub(crate) fn of(member: &Member, summary: Summary, millis: u32) -> Self {
        Self {
            source_id: member.user.id.clone(),
            source_name: member.user.display_name(),
            principal_name: member.user.text("userPrincipalName").unwrap_or_default(),
            summary,
            millis,
        }
    }

    /// Of somebody who is gone from the source.
    pub(crate) fn of_purged(id: &str, name: &str, summary: Summary, millis: u32) -> Self {
        let (source_id, source_name, principal_name) = (id.to_owned(), name.to_owned(), name.to_owned());
        Self { source_id, source_name, principal_name, summary, millis }
    }
}

/// The whole entry.
pub(crate) fn log_entry(
    told: &Told,
    facts: &JobFacts,
    setup: &Setup,
    cycle_id: &str,
    at: Timestamp,
) -> Value {
    let summary = &told.summary;
    let failure = summary.failure.as_ref().map(|failure| {
        json!({
            "errorCode": failure.code,
            "reason": failure.reason,
            "additionalDetails": null,
            "errorCategory": failure.category.as_str(),
            "recommendedAction": null,
        })
    });
    let modified: Vec<_> = summary
        .modified
        .iter()
        .map(|property| {
            json!({
                "displayName": property.display_name,
                "oldValue": property.old_value,
                "newValue": property.new_value,
            })
        })
        .collect();
    json!({
        "id": Uuid::new_v4().to_string(),
        "activityDateTime": time(at),
        "changeId": Uuid::new_v4().to_string(),
        "durationInMilliseconds": told.millis,
        "provisioningAction": summary.action.as_str(),
        "provisioningStatusInfo": {"status": summary.result.as_str(), "errorInformation": failure},
        "provisioningSteps": summary.steps.iter().map(step).collect::<Vec<_>>(),
        "modifiedProperties": modified,
        "sourceIdentity": {
            "id": told.source_id,
            "displayName": told.source_name,
            "identityType": "User",
            "details": {
                "id": told.source_id,
                "odatatype": "User",
                "DisplayName": told.source_name,
                "UserPrincipalName": told.principal_name,
            },
        },
        "targetIdentity": {
            "id": summary.target_id.clone().unwrap_or_default(),
            "displayName": "",
            "identityType": setup.systems.target_object,
            "details": {},
        },
        "servicePrincipal": {"id": facts.principal_id, "displayName": facts.principal_name},
        "sourceSystem": {"id": setup.system_ids.0, "displayName": setup.systems.source, "details": {}},
        "targetSystem": {
            "id": setup.system_ids.1,
            "displayName": setup.systems.target,
            "details": {
                "ApplicationId": facts.application_id,
                "ServicePrincipalId": facts.principal_id,
                "ServicePrincipalDisplayName": facts.principal_name,
            },
        },
        "initiatedBy": {"id": "", "displayName": "Azure AD Provisioning Service", "initiatorType": "system"},
        "jobId": facts.job_id,
        "tenantId": facts.tenant_id,
        "cycleId": cycle_id,
    })
}

fn step(step: &ProvisioningStep) -> Value {
    json!({
        "name": step.name,
        "provisioningStepType": step.kind.as_str(),
        "status": step.status.as_str(),
        "description": step.description,
        "details": details(step),
    })
}

/// With seven digits, as Graph writes times.
pub(super) fn time(at: Timestamp) -> String {
    format!("{at:.7}")
}

/// The open bag of texts beside a step.
pub(super) fn details(step: &ProvisioningStep) -> Value {
    let details = step.details.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    Value::Object(details.collect::<Map<_, _>>())
}
