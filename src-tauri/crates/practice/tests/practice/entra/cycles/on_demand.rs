//! *Provision on demand*: one person, each step told.

use onramp_practice::control::{Endpoint, Fault, TenantSettings};
use serde_json::{Value, json};

use super::tenant::{RULE, Tenant, line, text};

fn steps(value: &Value) -> Vec<String> {
    let step =
        |step: &Value| format!("{}/{}/{}", text(&step["name"]), text(&step["type"]), text(&step["status"]));
    value["provisioningSteps"].as_array().expect("steps").iter().map(step).collect()
}

#[tokio::test]
async fn a_person_is_created_then_found_equal_then_changed() {
    let tenant = Tenant::with_pilot().await;
    let ana = tenant.user("ana.silva").await;
    let (key, value) = tenant.on_demand(&ana).await;
    assert_eq!(key, json!({"result": "Success", "details": {}}));
    assert_eq!(value["action"], "Create");
    assert_eq!(
        steps(&value)[..4],
        [
            "EntryImport/Import/Success",
            "EntrySynchronizationScoping/Scoping/Success",
            "EntrySynchronizationAdd/Matching/Success",
            "EntryExportAdd/Export/Success",
        ]
    );
    assert_eq!(value["statusInfo"]["status"], "Success");
    assert_eq!(value["targetIdentity"]["id"], json!(tenant.ramp().await[0].id));
    assert!(!value["modifiedProperties"].as_array().expect("a list").is_empty());

    let (key, value) = tenant.on_demand(&ana).await;
    assert_eq!(
        (&key["result"], &key["details"]["errorCode"]),
        (&json!("Skipped"), &json!("RedundantExport"))
    );
    assert_eq!((&value["action"], &value["modifiedProperties"]), (&json!("Other"), &json!([])));
    let steps_told = value["provisioningSteps"].as_array().expect("steps");
    assert_eq!(steps_told.last().expect("a step")["details"]["SkipReason"], "RedundantExport");

    tenant.set("ana.silva@contoso.example", "city", "Porto".into()).await;
    let (_, value) = tenant.on_demand(&ana).await;
    assert_eq!(value["action"], "Update");
    assert_eq!(
        value["modifiedProperties"],
        json!([{"displayName": "addresses[type eq \"work\"].locality", "oldValue": "Lisbon", "newValue": "Porto"}])
    );
    let told: Vec<_> = tenant.log().await.iter().map(line).collect();
    assert_eq!(told, ["Ana Silva create success", "Ana Silva other skipped", "Ana Silva update success"]);
}

#[tokio::test]
async fn who_is_not_assigned_is_skipped_and_says_why() {
    let tenant = Tenant::new().await;
    let (key, value) = tenant.on_demand(&tenant.user("ana.silva").await).await;
    assert_eq!(
        (&key["result"], &key["details"]["errorCode"]),
        (&json!("Skipped"), &json!("NotEffectivelyEntitled"))
    );
    assert_eq!(value["statusInfo"]["status"], "Skipped");
    assert_eq!(tenant.ramp().await, []);
}

#[tokio::test]
async fn a_refusal_and_a_broken_connection_are_failures_in_a_200() {
    let tenant = Tenant::with_pilot().await;
    let ana = tenant.user("ana.silva").await;
    tenant.set("ana.silva@contoso.example", "department", Value::Null).await;
    let (key, value) = tenant.on_demand(&ana).await;
    assert_eq!(key["result"], "Failure");
    assert_eq!(value["statusInfo"]["errorCode"], "SystemForCrossDomainIdentityManagementBadRequest");
    assert_eq!(value["statusInfo"]["errorCategory"], "NonServiceFailure");
    assert_eq!(steps(&value).last().expect("a step"), "EntryExportAdd/Export/Failure");

    tenant.world.control().set_fault(Endpoint::All, Fault::Unauthorized, None);
    let (key, value) = tenant.on_demand(&ana).await;
    assert_eq!(key["result"], "Failure");
    assert_eq!(key["details"]["errorCode"], "SystemForCrossDomainIdentityManagementInvalidCredentials");
    assert_eq!(steps(&value), ["TestConnection/Processing/Failure"]);
}

#[tokio::test]
async fn what_is_no_subject_is_refused() {
    let tenant = Tenant::with_pilot().await;
    let ana = tenant.user("ana.silva").await;
    let group = tenant.group("Ramp pilot").await;
    for (rule, kind, object, status) in [
        ("11111111-1111-1111-1111-111111111111", "User", ana.as_str(), 400),
        (RULE, "Group", group.as_str(), 400),
        (RULE, "Device", ana.as_str(), 400),
        (RULE, "User", "11111111-1111-1111-1111-111111111111", 404),
    ] {
        let (found, body) = tenant.try_on_demand(rule, kind, object).await;
        assert_eq!(found, status, "{rule} {kind} {object}: {body}");
        assert!(body["error"]["code"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn whom_it_provisioned_the_next_cycle_knows() {
    let tenant = Tenant::with_pilot().await;
    tenant.on_demand(&tenant.user("ana.silva").await).await;
    tenant.start().await;
    let told: Vec<_> = tenant.log().await.iter().map(line).collect();
    assert_eq!(told.iter().filter(|line| line.ends_with("create success")).count(), 5, "{told:?}");
    assert_eq!(tenant.ramp().await.len(), 5);
}

#[tokio::test]
async fn a_fresh_assignment_needs_a_while_before_it_counts() {
    let tenant = Tenant::new().await;
    let lagging = TenantSettings { lag: 2, ..TenantSettings::default() };
    tenant.entra().set_settings(lagging).await.expect("settings");
    let ana = tenant.user("ana.silva").await;
    tenant.assign(&ana).await;
    for expected in ["NotEffectivelyEntitled", "NotEffectivelyEntitled"] {
        assert_eq!(tenant.on_demand(&ana).await.0["details"]["errorCode"], expected);
    }
    assert_eq!(tenant.on_demand(&ana).await.0["result"], "Success");
}

#[tokio::test]
async fn the_compliance_flag_counts_in_a_cycle_and_not_on_demand() {
    let tenant = Tenant::strict().await;
    let helena = tenant.user("helena.brandt").await;
    tenant.assign(&helena).await;
    tenant.start().await;
    assert_eq!(tenant.log().await.iter().map(line).collect::<Vec<_>>(), ["Helena Brandt create success"]);
    let change = async |city: &str| tenant.set("helena.brandt@contoso.example", "city", city.into()).await;

    change("Porto").await;
    let since = tenant.now();
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, ["Helena Brandt update failure"], "an op in capitals");

    let flagged = format!("{}?aadOptscim062020", tenant.world.scim_url());
    tenant.connect(&[("BaseAddress", &flagged)]).await;
    let since = tenant.now();
    tenant.restart("Watermark").await;
    assert_eq!(tenant.told_since(&since).await, ["Helena Brandt update success"]);

    change("Faro").await;
    let (key, _) = tenant.on_demand(&helena).await;
    assert_eq!(key["result"], "Failure", "{key}");
}
