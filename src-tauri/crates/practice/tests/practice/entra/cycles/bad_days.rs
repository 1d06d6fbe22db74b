//! Escrow, quarantine, held-back deletions, and a connection that must not leave this computer.

use std::time::Duration;

use onramp_http::Method;
use onramp_practice::control::{DirectoryChange, Endpoint, Fault};
use serde_json::{Value, json};

use super::tenant::{INTERVAL, Tenant, line, text};

const HOUR: Duration = Duration::from_secs(3600);
const ANA: &str = "ana.silva@contoso.example";

#[tokio::test]
async fn who_is_refused_is_tried_again_after_6_12_and_24_hours() {
    let tenant = Tenant::with_pilot().await;
    tenant.set(ANA, "department", Value::Null).await;
    tenant.start().await;
    let status = tenant.status().await;
    assert_eq!(status["lastExecution"]["state"], "EntryLevelErrors");
    assert_eq!(status["lastExecution"]["countEscrowed"], 1);
    assert_eq!(status["code"], "Active", "one of five is no quarantine");
    let failures = || async {
        let log = tenant.log().await;
        log.iter().filter(|entry| line(entry) == "Ana Silva create failure").count()
    };
    assert_eq!(failures().await, 1);
    let log = tenant.log().await;
    let failed = log.iter().find(|entry| line(entry) == "Ana Silva create failure").expect("the failure");
    let error = &failed["provisioningStatusInfo"]["errorInformation"];
    assert_eq!(error["errorCategory"], "nonServiceFailure");
    assert!(text(&error["reason"]).starts_with("StatusCode: BadRequest. Message: "), "{error}");

    tenant.advance(5 * HOUR).await;
    assert_eq!(failures().await, 1);
    tenant.advance(2 * HOUR).await;
    assert_eq!(failures().await, 2);
    tenant.advance(6 * HOUR).await;
    assert_eq!(failures().await, 3);
    tenant.advance(12 * HOUR).await;
    assert_eq!(failures().await, 4);
    tenant.advance(24 * HOUR).await;
    assert_eq!(failures().await, 5);

    tenant.set(ANA, "department", "Finance".into()).await;
    tenant.next_cycle().await;
    assert_eq!(tenant.status().await["lastExecution"]["state"], "Succeeded");
    assert_eq!(tenant.active().await.len(), 5);
}

#[tokio::test]
async fn escrows_that_are_cleared_are_not_tried_again() {
    let tenant = Tenant::with_pilot().await;
    tenant.set(ANA, "department", Value::Null).await;
    tenant.start().await;
    tenant.world.control().set_fault(Endpoint::All, Fault::Unauthorized, Some(1));
    tenant.restart("Escrows, QuarantineState").await;
    let status = tenant.status().await;
    assert_eq!(status["code"], "Quarantine");
    assert_eq!(status["lastExecution"]["state"], "Failed");
}

#[tokio::test]
async fn refused_credentials_are_a_quarantine_that_slows_down_and_a_clean_cycle_ends_it() {
    let tenant = Tenant::with_pilot().await;
    tenant.connect(&[("SecretToken", "not-the-token")]).await;
    tenant.start().await;
    let status = tenant.status().await;
    assert_eq!(status["code"], "Quarantine");
    let quarantine = &status["quarantine"];
    assert_eq!(quarantine["reason"], "EncounteredQuarantineException");
    assert_eq!(quarantine["error"]["code"], "SystemForCrossDomainIdentityManagementInvalidCredentials");
    assert_eq!(
        (&quarantine["seriesCount"], &status["countSuccessiveCompleteFailures"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(status["lastExecution"]["state"], "Failed");
    assert_ne!(status["troubleshootingUrl"], Value::Null);
    assert_eq!(tenant.ramp().await, []);
    let began: jiff::Timestamp = text(&quarantine["currentBegan"]).parse().expect("a time");
    let next: jiff::Timestamp = text(&quarantine["nextAttempt"]).parse().expect("a time");
    assert_eq!(next.duration_since(began).as_hours(), 6);

    tenant.advance(INTERVAL * 2).await;
    assert_eq!(tenant.status().await["quarantine"]["seriesCount"], 1, "it waits");
    tenant.advance(72 * HOUR).await;
    let series = &tenant.status().await["quarantine"];
    assert_eq!(series["seriesCount"], 6, "after 6, 12, 24, 48 and 72 hours: {series}");

    tenant.connect(&[]).await;
    tenant.advance(24 * HOUR).await;
    let status = tenant.status().await;
    assert_eq!((&status["code"], &status["quarantine"]), (&json!("Active"), &Value::Null));
    assert_eq!(tenant.active().await.len(), 5);
}

#[tokio::test]
async fn four_weeks_of_quarantine_disable_the_job_and_start_begins_anew() {
    let tenant = Tenant::with_pilot().await;
    tenant.connect(&[("SecretToken", "not-the-token")]).await;
    tenant.start().await;
    tenant.advance(30 * 24 * HOUR).await;
    let state = tenant.state().await;
    assert_eq!(
        (&state["schedule"]["state"], &state["status"]["code"]),
        (&json!("Disabled"), &json!("Quarantine"))
    );
    tenant.connect(&[]).await;
    tenant.start().await;
    assert_eq!(tenant.status().await["code"], "Active");
}

#[tokio::test]
async fn a_service_that_is_away_quarantines_and_one_that_is_busy_does_not() {
    let tenant = Tenant::with_pilot().await;
    let control = tenant.world.control();
    control.set_fault(Endpoint::All, Fault::Unavailable { retry_after: Some(5) }, None);
    tenant.start().await;
    let status = tenant.status().await;
    assert_eq!((&status["code"], &status["lastExecution"]["state"]), (&json!("Active"), &json!("Failed")));
    control.set_fault(Endpoint::All, Fault::Drop, None);
    tenant.next_cycle().await;
    let status = tenant.status().await;
    assert_eq!(status["code"], "Quarantine");
    assert_eq!(status["countSuccessiveCompleteFailures"], 2);
    control.clear_faults();
    tenant.restart("QuarantineState").await;
    assert_eq!(tenant.status().await["code"], "Active");
    assert_eq!(tenant.active().await.len(), 5, "the first cycle that runs is an initial one");
}

#[tokio::test]
async fn too_many_deletions_are_held_back_until_they_are_allowed() {
    let tenant = Tenant::with_pilot().await;
    let settings = r#"{"Enabled":true,"DeleteThresholdEnabled":true,"DeleteThresholdValue":2}"#;
    tenant.connect(&[("SyncNotificationSettings", settings)]).await;
    tenant.start().await;
    let members = tenant.get(&format!("/groups/{}/members", tenant.group("Ramp pilot").await)).await;
    let people: Vec<_> =
        members["value"].as_array().expect("members").iter().map(|person| text(&person["id"])).collect();
    for person in &people[..3] {
        tenant.change(DirectoryChange::SetEnabled { user: person.clone(), enabled: false }).await;
    }
    let since = tenant.now();
    tenant.next_cycle().await;
    let told = tenant.told_since(&since).await;
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|line| line.ends_with(" stagedDelete skipped")), "{told:?}");
    let status = tenant.status().await;
    assert_eq!(
        (&status["code"], &status["quarantine"]["reason"]),
        (&json!("Quarantine"), &json!("TooManyDeletes"))
    );
    assert_eq!(tenant.active().await.len(), 5);

    tenant.restart("ForceDeletes").await;
    assert_eq!(tenant.status().await["code"], "Active");
    assert_eq!(tenant.active().await.len(), 2);
}

#[tokio::test]
async fn an_application_deleted_in_the_middle_of_a_cycle_ends_it() {
    let tenant = Tenant::with_pilot().await;
    tenant.world.control().set_fault(Endpoint::UserCreate, Fault::Delay { milliseconds: 200 }, None);
    tenant.act("start", None).await;
    let path = format!("/applications/{}", tenant.application);
    let (status, body) = tenant.send(Method::DELETE, &path, None).await;
    assert_eq!(status, 204, "{body}");
    tenant.settled().await;
    assert!(tenant.ramp().await.len() < 5);
}

#[tokio::test]
async fn nothing_is_sent_elsewhere_whatever_is_saved() {
    let tenant = Tenant::with_pilot().await;
    let path = format!("{}/secrets", tenant.synchronization());
    let body = json!({"value": [
        {"key": "BaseAddress", "value": "https://scim.ramp.example/v2"},
        {"key": "SecretToken", "value": "t"},
        {"key": "SyncNotificationSettings", "value": "{}"},
        {"key": "SyncAll", "value": "false"},
    ]});
    let (status, body) = tenant.send(Method::PUT, &path, Some(body)).await;
    assert_eq!(status, 400);
    assert!(text(&body["error"]["message"]).contains("this computer only"), "{body}");

    // Even where it stands in the data, however it came there.
    let data = tenant.folder.path().join("entra.sqlite");
    #[expect(clippy::disallowed_methods, reason = "the test looks into practice's own file")]
    let data = rusqlite::Connection::open(data).expect("the data");
    let changed = data
        .execute("UPDATE connection SET value = 'https://scim.ramp.example/v2' WHERE key = 'BaseAddress'", [])
        .expect("changed");
    assert_eq!(changed, 1);
    tenant.start().await;
    let status = tenant.status().await;
    assert_eq!(status["code"], "Quarantine");
    assert!(text(&status["quarantine"]["error"]["message"]).contains("this computer only"), "{status}");
    let ana = tenant.user("ana.silva").await;
    let (status, body) = tenant.try_on_demand(super::tenant::RULE, "User", &ana).await;
    assert_eq!(status, 400);
    assert!(text(&body["error"]["message"]).contains("this computer only"), "{body}");
}
