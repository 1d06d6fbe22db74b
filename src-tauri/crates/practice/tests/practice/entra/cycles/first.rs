//! The first cycle, and the ones after it in which nothing happens.

use onramp_practice::control::{Endpoint, Fault};
use serde_json::{Value, json};

use super::tenant::{INTERVAL, Tenant, line, until};

#[tokio::test]
async fn a_started_job_provisions_the_assigned_group_with_managers() {
    let tenant = Tenant::with_pilot().await;
    let state = tenant.state().await;
    assert_eq!(
        (&state["schedule"]["state"], &state["status"]["code"]),
        (&json!("Disabled"), &json!("NotConfigured"))
    );
    assert_eq!(state["schedule"]["interval"], "P10675199DT2H48M5.4775807S");
    tenant.start().await;

    let state = tenant.state().await;
    assert_eq!(
        (&state["schedule"]["state"], &state["schedule"]["interval"]),
        (&json!("Active"), &json!("PT40M"))
    );
    let status = &state["status"];
    assert_eq!(status["code"], "Active", "{status}");
    assert_eq!(status["quarantine"], Value::Null);
    let last = &status["lastExecution"];
    assert_eq!(last["state"], "Succeeded", "{last}");
    for (count, expected) in [
        ("countEntitled", 5),
        ("countEntitledForProvisioning", 5),
        ("countExports", 5),
        ("countExported", 5),
        ("countEscrowed", 0),
        ("countImported", 5),
        ("countImportedDeltas", 0),
    ] {
        assert_eq!(last[count], expected, "{count}");
    }
    assert_eq!(status["lastSuccessfulExecutionWithExports"], *last);
    assert_eq!(status["synchronizedEntryCountByType"][0]["value"], 5);
    assert_ne!(status["steadyStateFirstAchievedTime"], "0001-01-01T00:00:00Z");

    let accounts = tenant.ramp().await;
    let names: Vec<_> = accounts.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    assert!(accounts.iter().all(|account| account.active));
    let managed = accounts.iter().filter(|account| account.manager_id.is_some()).count();
    assert!(managed >= 3, "managers are set, whoever was created first: {accounts:?}");

    let log = tenant.log().await;
    assert!(log.iter().all(|entry| line(entry).ends_with(" create success")), "{log:?}");
    assert!(log.iter().all(|entry| entry["cycleId"] == last["activityIdentifier"]));
}

#[tokio::test]
async fn an_entry_of_the_log_is_whole() {
    let tenant = Tenant::new().await;
    tenant.assign(&tenant.user("ana.silva").await).await;
    tenant.start().await;
    let log = tenant.log().await;
    let [entry] = log.as_slice() else { panic!("one entry: {log:?}") };
    assert_eq!(entry["provisioningStatusInfo"], json!({"status": "success", "errorInformation": null}));
    let names: Vec<_> = entry["provisioningSteps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| {
            (step["name"].as_str().expect("a name"), step["provisioningStepType"].as_str().expect("a type"))
        })
        .collect();
    assert_eq!(
        names[..4],
        [
            ("EntryImportAdd", "import"),
            ("EntrySynchronizationScoping", "scoping"),
            ("EntrySynchronizationAdd", "matching"),
            ("EntryExportAdd", "export"),
        ]
    );
    assert_eq!(names[4].1, "referenceResolution", "her manager is not assigned: {names:?}");
    assert!(entry["modifiedProperties"].as_array().expect("a list").contains(
        &json!({"displayName": "userName", "oldValue": null, "newValue": "ana.silva@contoso.example"})
    ));
    assert_eq!(entry["sourceIdentity"]["displayName"], "Ana Silva");
    assert_eq!(entry["targetIdentity"]["id"], json!(tenant.ramp().await[0].id));
    assert_eq!(entry["servicePrincipal"], json!({"id": tenant.principal, "displayName": "Ramp"}));
    assert_eq!(entry["targetSystem"]["displayName"], "customappsso");
    assert_eq!(entry["initiatedBy"]["initiatorType"], "system");
    assert_eq!(entry["jobId"], json!(tenant.job));
}

#[tokio::test]
async fn cycles_come_every_40_minutes_and_leave_alone_what_did_not_change() {
    let tenant = Tenant::with_pilot().await;
    tenant.start().await;
    let entries = tenant.log().await.len();
    let first = tenant.status().await["lastExecution"]["activityIdentifier"].clone();
    tenant.advance(INTERVAL / 2).await;
    assert_eq!(tenant.status().await["lastExecution"]["activityIdentifier"], first, "not yet");
    tenant.advance(INTERVAL / 2).await;
    let second = tenant.status().await;
    assert_ne!(second["lastExecution"]["activityIdentifier"], first);
    assert_eq!(second["lastExecution"]["countImported"], 0);
    assert_eq!(second["lastSuccessfulExecutionWithExports"]["activityIdentifier"], first);
    assert_eq!(tenant.log().await.len(), entries);

    let before = tenant.entra().now();
    tenant.advance(INTERVAL * 6).await;
    let after = tenant.status().await;
    assert!(tenant.entra().now().duration_since(before).as_mins() >= 240);
    let ended: jiff::Timestamp =
        after["lastExecution"]["timeEnded"].as_str().expect("a time").parse().expect("a time");
    let ago = tenant.entra().now().duration_since(ended);
    assert!(ago.as_mins() < 40, "the last cycle is {ago:#} ago");
}

#[tokio::test]
async fn a_job_that_is_not_started_does_nothing_and_a_paused_one_stops() {
    let tenant = Tenant::with_pilot().await;
    tenant.advance(INTERVAL * 3).await;
    assert_eq!(tenant.ramp().await, []);
    tenant.start().await;
    tenant.act("pause", None).await;
    let last = tenant.status().await["lastExecution"]["activityIdentifier"].clone();
    assert_eq!(tenant.status().await["code"], "Paused");
    tenant.advance(INTERVAL * 3).await;
    assert_eq!(tenant.status().await["lastExecution"]["activityIdentifier"], last);
    tenant.start().await;
    assert_eq!(tenant.status().await["code"], "Active");
    assert_ne!(tenant.status().await["lastExecution"]["activityIdentifier"], last);
}

#[tokio::test]
async fn a_saved_schema_is_followed_by_an_initial_cycle() {
    let tenant = Tenant::with_pilot().await;
    tenant.start().await;
    let mut schema = tenant.schema().await;
    let mappings = schema["synchronizationRules"][0]["objectMappings"].as_array_mut().expect("mappings");
    let users = mappings.iter_mut().find(|mapping| mapping["sourceObjectName"] == "User").expect("users");
    users["scope"] = json!({"inputFilterGroups": [], "categoryFilterGroups": [], "groups": [
        {"name": "Lisbon", "clauses": [
            {"sourceOperandName": "city", "operatorName": "EQUALS", "targetOperand": {"values": ["Lisbon"]}}]}]});
    let since = tenant.now();
    tenant.save_schema(schema).await;
    tenant.settled().await;
    let told = tenant.told_since(&since).await;
    assert_eq!(told.len(), 5, "everybody is read: {told:?}");
    let disabled = told.iter().filter(|line| line.ends_with(" disable success")).count();
    assert!(disabled > 0, "who left the filter is disabled: {told:?}");
    assert_eq!(tenant.active().await.len(), 5 - disabled);
}

#[tokio::test]
async fn what_a_job_knows_outlives_the_program() {
    let tenant = Tenant::with_pilot().await;
    tenant.start().await;
    let before = (tenant.state().await, tenant.log().await);
    let tenant = tenant.reopened().await;
    assert_eq!((tenant.state().await, tenant.log().await), before);
    let since = tenant.now();
    tenant.set("ana.silva@contoso.example", "city", "Porto".into()).await;
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, ["Ana Silva update success"]);
}

#[tokio::test]
async fn a_cycle_under_way_tells_how_far_it_is() {
    let tenant = Tenant::with_pilot().await;
    tenant.world.control().set_fault(Endpoint::UserCreate, Fault::Delay { milliseconds: 100 }, None);
    tenant.act("start", None).await;
    let status = until(|| async {
        let status = tenant.status().await;
        Some(status).filter(|status| status["progress"] != json!([]))
    })
    .await;
    assert_eq!((&status["code"], &status["progress"][0]["totalUnits"]), (&json!("NotRun"), &json!(5)));
    tenant.settled().await;
    let status = tenant.status().await;
    assert_eq!((&status["code"], &status["progress"]), (&json!("Active"), &json!([])));
}

#[tokio::test]
async fn a_cycle_that_is_cut_off_is_done_again_and_makes_nobody_twice() {
    let tenant = Tenant::with_pilot().await;
    let control = tenant.world.control();
    control.set_fault(Endpoint::UserCreate, Fault::Delay { milliseconds: 50 }, None);
    tenant.act("start", None).await;
    until(|| async { tenant.ramp().await.first().map(drop) }).await;
    let tenant = tenant.crashed().await;
    tenant.start().await;
    assert_eq!(tenant.status().await["lastExecution"]["state"], "Succeeded");
    assert_eq!((tenant.ramp().await.len(), tenant.active().await.len()), (5, 5));
    let since = tenant.now();
    tenant.restart("Watermark").await;
    let told = tenant.told_since(&since).await;
    assert!(told.iter().all(|line| line.ends_with(" other skipped")), "{told:?}");
}

#[tokio::test]
async fn a_pause_lets_the_cycle_end() {
    let tenant = Tenant::with_pilot().await;
    tenant.world.control().set_fault(Endpoint::UserCreate, Fault::Delay { milliseconds: 50 }, None);
    tenant.act("start", None).await;
    until(|| async { tenant.ramp().await.first().map(drop) }).await;
    tenant.act("pause", None).await;
    tenant.settled().await;
    let state = tenant.state().await;
    assert_eq!((&state["schedule"]["state"], &state["status"]["code"]), (&json!("Paused"), &json!("Paused")));
    assert_eq!(state["status"]["lastExecution"]["countExported"], 5);
    let since = tenant.now();
    tenant.start().await;
    assert_eq!(tenant.told_since(&since).await, [""; 0], "the next one is incremental");
}
