//! *Provision on demand*: one person, now, and every step told (`graph/README.md` §7).

use jiff::Timestamp;
use onramp_entra::cycle::summary::{About, ProvisioningResult, Summary, skip_code, skip_message};
use onramp_entra::cycle::{Ending, Member};
use onramp_entra::{Dialect, DirectoryUser, Mode, Provisioning};
use serde_json::{Value, json};
use uuid::Uuid;

use super::entry::{Told, details, time};
use super::person::{context, drive};
use super::setup::Setup;
use super::target::Target;

/// What a run on demand came to.
#[derive(Debug)]
pub(crate) struct OnDemand {
    /// For the log, and for the answer.
    pub(crate) told: Told,
    /// What the job is to remember; `None` where the service could not be asked.
    pub(crate) ending: Option<Ending>,
}

/// Provisions one person. `manager` is their manager as the directory has them. The flag of the tenant URL has no effect
/// here (`entra-scim-client.md` §11), and a person is matched anew, whatever is remembered.
pub(crate) async fn provision(
    target: &Target,
    setup: &Setup,
    member: &Member,
    manager: Option<DirectoryUser>,
    domain: &str,
    now: Timestamp,
) -> OnDemand {
    let about =
        About { member, systems: &setup.systems, table: &setup.table, occasion: None, is_linked: false };
    if let Err(fault) = target.test(&setup.table).await {
        let summary = Summary::of_connection_fault(&about, &fault.error);
        return OnDemand { told: Told::of(member, summary, 0), ending: None };
    }
    let context = context(&member.user.id, domain, now);
    let (table, user) = (setup.table.clone(), member.user.clone());
    let mut engine = Provisioning::new(table, user, manager, Dialect::OnDemand, Mode::Real, context);
    let millis = drive(target, &mut engine, false).await;
    let report = engine.into_report();
    let ending = Ending::of(&report, member, false);
    let told = Told::of(member, Summary::of_report(&report, &about), millis);
    OnDemand { told, ending: Some(ending) }
}

/// The answer: a pair of texts that hold JSON.
pub(crate) fn answer(told: &Told, setup: &Setup, began: Timestamp, ended: Timestamp) -> Value {
    let summary = &told.summary;
    let key = json!({"result": result(summary), "details": key_details(summary)});
    let failure = summary.failure.as_ref();
    let steps: Vec<_> = summary
        .steps
        .iter()
        .map(|step| {
            json!({
                "name": step.name,
                "type": step.kind.pascal(),
                "status": step.status.pascal(),
                "description": step.description,
                "timestamp": time(ended),
                "details": details(step),
            })
        })
        .collect();
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
    let value = json!({
        "action": summary.action.pascal(),
        "changeId": Uuid::new_v4().to_string(),
        "startTime": time(began),
        "endTime": time(ended),
        "reportableIdentifier": summary.reportable_identifier,
        "modifiedProperties": modified,
        "provisioningSteps": steps,
        "statusInfo": {
            "status": result(summary),
            "errorCode": failure.map(|failure| failure.code.clone()),
            "reason": failure.map(|failure| failure.reason.clone()),
            "additionalDetails": null,
            "errorCategory": failure.map(|failure| failure.category.pascal()),
            "recommendedAction": null,
        },
        "sourceIdentity": {
            "id": told.source_id, "type": "User", "displayName": told.source_name, "details": null,
        },
        "sourceSystem": {"id": null, "name": setup.systems.source, "details": null},
        "targetIdentity": {
            "id": summary.target_id, "type": setup.systems.target_object, "displayName": null, "details": null,
        },
        "targetSystem": {"id": null, "name": setup.systems.target, "details": null},
    });
    json!({"key": key.to_string(), "value": value.to_string()})
}

fn result(summary: &Summary) -> &'static str {
    match summary.result {
        ProvisioningResult::Success | ProvisioningResult::Warning => "Success",
        ProvisioningResult::Skipped => "Skipped",
        ProvisioningResult::Failure => "Failure",
    }
}

fn key_details(summary: &Summary) -> Value {
    match (&summary.failure, summary.skip) {
        (Some(failure), _) => json!({"errorCode": failure.code, "errorMessage": failure.reason}),
        (None, Some(reason)) => json!({"errorCode": skip_code(reason), "errorMessage": skip_message(reason)}),
        (None, None) => json!({}),
    }
}
