//! A job as Graph shows it: `schedule` and `status`.

use jiff::Timestamp;
use onramp_entra::cycle::{CycleError, Execution, JobState, Quarantine, ScheduleState};
use serde_json::{Value, json};

use super::entry::time;

/// The interval of a job that runs.
const INTERVAL: &str = "PT40M";
/// The interval of one that was never started: .NET's longest time span, as the service writes it.
const NO_INTERVAL: &str = "P10675199DT2H48M5.4775807S";
/// "Never", as the service writes it.
const NEVER: &str = "0001-01-01T00:00:00Z";
/// Where Entra sends an admin whose job is in quarantine.
const TROUBLESHOOTING: &str = "https://aka.ms/provisioningquarantine";

/// How far a cycle under way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) done: u64,
    pub(crate) total: u64,
    pub(crate) seen: Timestamp,
}

/// `schedule` and `status`. `linked` is how many users the job has in the target.
pub(crate) fn present(
    state: &JobState,
    linked: u64,
    target_object: &str,
    progress: Option<Progress>,
) -> Value {
    let interval = if state.schedule == ScheduleState::Disabled { NO_INTERVAL } else { INTERVAL };
    let progress: Vec<_> = progress
        .into_iter()
        .map(|progress| {
            json!({
                "completedUnits": progress.done,
                "totalUnits": progress.total,
                "progressObservationDateTime": time(progress.seen),
                "units": "Users",
            })
        })
        .collect();
    let entries = match linked {
        0 => json!([]),
        linked => json!([{"key": format!("User to {target_object}"), "value": linked}]),
    };
    let time_or_never = |at: Option<Timestamp>| at.map_or_else(|| NEVER.to_owned(), time);
    json!({
        "schedule": {"expiration": null, "interval": interval, "state": state.schedule.as_str()},
        "status": {
            "code": state.code().as_str(),
            "countSuccessiveCompleteFailures": state.successive_complete_failures,
            // Said of very large tenants' first cycles alone.
            "escrowsPruned": false,
            "lastExecution": state.last_execution.as_ref().map(execution),
            "lastSuccessfulExecution": state.last_successful_execution.as_ref().map(execution),
            "lastSuccessfulExecutionWithExports":
                state.last_successful_execution_with_exports.as_ref().map(execution),
            "progress": progress,
            "quarantine": state.quarantine.as_ref().map(quarantine),
            "steadyStateFirstAchievedTime": time_or_never(state.steady_state_first_achieved),
            "steadyStateLastAchievedTime": time_or_never(state.steady_state_last_achieved),
            "synchronizedEntryCountByType": entries,
            "troubleshootingUrl": state.quarantine.as_ref().map(|_| TROUBLESHOOTING),
        },
    })
}

fn execution(execution: &Execution) -> Value {
    let tally = execution.tally;
    json!({
        "activityIdentifier": execution.activity_id,
        "state": execution.state.as_str(),
        "timeBegan": time(execution.began),
        "timeEnded": time(execution.ended),
        "countEntitled": tally.entitled,
        "countEntitledForProvisioning": tally.entitled_for_provisioning,
        "countEscrowed": tally.escrowed,
        "countEscrowedRaw": tally.escrowed_raw,
        "countExported": tally.exported,
        "countExports": tally.exports,
        "countImported": tally.imported,
        "countImportedDeltas": tally.imported_deltas,
        "countImportedReferenceDeltas": tally.imported_reference_deltas,
        "error": execution.error.as_ref().map(error),
    })
}

fn quarantine(quarantine: &Quarantine) -> Value {
    json!({
        "reason": quarantine.reason.as_str(),
        "currentBegan": time(quarantine.current_began),
        "seriesBegan": time(quarantine.series_began),
        "seriesCount": quarantine.series_count,
        "nextAttempt": time(quarantine.next_attempt),
        "error": error(&quarantine.error),
    })
}

fn error(error: &CycleError) -> Value {
    json!({"code": error.code, "message": error.message, "tenantActionable": error.tenant_actionable})
}
