//! What an incremental cycle makes of changes in the directory and in the assignments.

use onramp_http::Method;
use onramp_practice::control::DirectoryChange;
use serde_json::{Value, json};

use super::tenant::{Tenant, line, text};

const ANA: &str = "ana.silva@contoso.example";

#[tokio::test]
async fn changes_of_people_reach_ramp_and_only_those() {
    let tenant = Tenant::with_pilot().await;
    tenant.start().await;
    let since = tenant.now();
    tenant.set(ANA, "city", "Porto".into()).await;
    tenant.set("rui.costa@contoso.example", "faxNumber", Value::Null).await;
    tenant.next_cycle().await;
    let log = tenant.log_since(&since).await;
    assert_eq!(log.iter().map(line).collect::<Vec<_>>(), ["Ana Silva update success"]);
    assert_eq!(
        log[0]["modifiedProperties"],
        json!([{"displayName": "addresses[type eq \"work\"].locality", "oldValue": "Lisbon", "newValue": "Porto"}])
    );
    let ana = tenant.ramp().await.into_iter().find(|account| account.name == "Ana Silva").expect("Ana");
    assert_eq!(ana.location.as_deref(), Some("Porto"));
    assert_eq!(tenant.status().await["lastExecution"]["countImportedDeltas"], 1);
}

#[tokio::test]
async fn who_is_disabled_deleted_restored_or_purged() {
    let tenant = Tenant::with_pilot().await;
    tenant.start().await;
    let user = || ANA.to_owned();
    let ana = tenant.user("ana.silva").await;
    for (change, expected) in [
        (DirectoryChange::SetEnabled { user: user(), enabled: false }, "Ana Silva disable success"),
        (DirectoryChange::SetEnabled { user: user(), enabled: true }, "Ana Silva update success"),
        (DirectoryChange::Delete { user: ana.clone() }, "Ana Silva disable success"),
        (DirectoryChange::Restore { user: ana.clone() }, "Ana Silva update success"),
        (DirectoryChange::Purge { user: ana.clone() }, "ana.silva@contoso.example delete success"),
    ] {
        let since = tenant.now();
        tenant.change(change.clone()).await;
        tenant.next_cycle().await;
        assert_eq!(tenant.told_since(&since).await, [expected], "{change:?}");
        let is_active = tenant.active().await.contains(&"Ana Silva".to_owned());
        assert_eq!(is_active, expected.contains("update"), "{change:?}");
    }
    let since = tenant.now();
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, [""; 0]);
}

#[tokio::test]
async fn leaving_the_group_disables_once_and_coming_back_enables() {
    let tenant = Tenant::with_pilot().await;
    tenant.start().await;
    let group = || "Ramp pilot".to_owned();
    let since = tenant.now();
    tenant.change(DirectoryChange::RemoveMember { group: group(), member: ANA.to_owned() }).await;
    tenant.next_cycle().await;
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, ["Ana Silva disable success"]);
    // No longer managed: nothing follows the deletion in the directory.
    let since = tenant.now();
    tenant.change(DirectoryChange::Delete { user: ANA.to_owned() }).await;
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, [""; 0]);
    let ana = "fba90285-3ea5-5cb1-a741-9aa247d51086".to_owned();
    tenant.change(DirectoryChange::Restore { user: ana.clone() }).await;
    tenant.change(DirectoryChange::AddMember { group: group(), member: ana }).await;
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, ["Ana Silva update success"]);
    assert!(tenant.active().await.contains(&"Ana Silva".to_owned()));
}

#[tokio::test]
async fn skip_out_of_scope_deletions_leaves_them_active() {
    let tenant = Tenant::with_pilot().await;
    tenant.connect(&[("SkipOutOfScopeDeletions", "True")]).await;
    tenant.start().await;
    tenant
        .change(DirectoryChange::RemoveMember { group: "Ramp pilot".to_owned(), member: ANA.to_owned() })
        .await;
    tenant.next_cycle().await;
    assert_eq!(tenant.active().await.len(), 5);
}

#[tokio::test]
async fn who_is_in_a_nested_group_alone_is_not_provisioned() {
    let tenant = Tenant::new().await;
    let groups = tenant.get("/groups?$select=id,displayName").await;
    let mut nesting = None;
    for group in groups["value"].as_array().expect("groups") {
        let id = text(&group["id"]);
        let count = |value: Value| value["value"].as_array().expect("members").len();
        let direct = count(tenant.get(&format!("/groups/{id}/members?$top=100")).await);
        let all = count(tenant.get(&format!("/groups/{id}/transitiveMembers?$top=100")).await);
        if all > direct {
            nesting =
                Some((id, tenant.get(&format!("/groups/{}/members?$top=100", text(&group["id"]))).await));
        }
    }
    let (group, members) = nesting.expect("a group with a group in it");
    let members = members["value"].as_array().expect("members");
    let people = members.iter().filter(|member| member["@odata.type"] == "#microsoft.graph.user").count();
    tenant.assign(&group).await;
    tenant.start().await;
    let entitled = &tenant.status().await["lastExecution"]["countEntitled"];
    assert_eq!(entitled.as_u64(), u64::try_from(people).ok());
}

#[tokio::test]
async fn default_access_alone_is_skipped_once_the_application_has_roles() {
    let tenant = Tenant::new().await;
    let path = format!("/applications/{}", tenant.application);
    let roles = tenant.get(&path).await["appRoles"].clone();
    let mut off = roles.clone();
    off.as_array_mut().expect("roles").iter_mut().for_each(|role| role["isEnabled"] = false.into());
    let set = |roles: Value| tenant.send(Method::PATCH, &path, Some(json!({ "appRoles": roles })));
    assert_eq!(set(off).await.0, 204);
    tenant.assign_as(&tenant.user("ana.silva").await, "00000000-0000-0000-0000-000000000000").await;
    tenant.start().await;
    assert_eq!(tenant.log().await.iter().map(line).collect::<Vec<_>>(), ["Ana Silva create success"]);

    assert_eq!(set(roles).await.0, 204);
    let since = tenant.now();
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, ["Ana Silva disable success"]);
    tenant.restart("Watermark").await;
    let log = tenant.log_since(&since).await;
    let last = log.last().expect("an entry");
    assert_eq!(line(last), "Ana Silva other skipped");
    let scoping = &last["provisioningSteps"][1]["details"];
    assert_eq!(
        (&scoping["Assigned to the application"], &scoping["User has the required role"]),
        (&json!("True"), &json!("False"))
    );
}

#[tokio::test]
async fn who_is_assigned_twice_stays_while_one_assignment_does() {
    let tenant = Tenant::with_pilot().await;
    let direct = tenant.assign(&tenant.user("ana.silva").await).await;
    tenant.start().await;
    let since = tenant.now();
    tenant
        .change(DirectoryChange::RemoveMember { group: "Ramp pilot".to_owned(), member: ANA.to_owned() })
        .await;
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, [""; 0]);
    tenant.unassign(&direct).await;
    tenant.next_cycle().await;
    assert_eq!(tenant.told_since(&since).await, ["Ana Silva disable success"]);
}

#[tokio::test]
async fn sync_all_reads_everybody() {
    let tenant = Tenant::new().await;
    tenant.connect(&[("SyncAll", "true")]).await;
    tenant.start().await;
    let last = tenant.status().await["lastExecution"].clone();
    assert!(last["countEntitled"].as_u64() >= Some(38), "{last}");
    assert_eq!(last["state"], "EntryLevelErrors", "some of them Ramp refuses: {last}");
    let exported = last["countExported"].as_u64().expect("a number");
    assert!(exported > 20, "{last}");
    assert_eq!(tenant.ramp().await.len() as u64, exported);
}

#[tokio::test]
async fn restart_reads_everybody_again_and_full_matches_anew() {
    let tenant = Tenant::with_pilot().await;
    tenant.start().await;
    for scope in ["Watermark", "Full"] {
        let since = tenant.now();
        tenant.restart(scope).await;
        let log = tenant.log_since(&since).await;
        let told: Vec<_> = log.iter().map(line).collect();
        assert_eq!(told.len(), 5, "{scope}: {told:?}");
        assert!(told.iter().all(|line| line.ends_with(" other skipped")), "{scope}: {told:?}");
        let matched = text(&log[0]["provisioningSteps"][2]["description"]);
        assert_eq!(matched.starts_with("Found the matching"), scope == "Full", "{scope}: {matched}");
    }
    assert_eq!(tenant.active().await.len(), 5);
}

#[tokio::test]
async fn an_unknown_reset_scope_is_refused() {
    let tenant = Tenant::new().await;
    let path = format!("{}/jobs/{}/restart", tenant.synchronization(), tenant.job);
    let body = json!({"criteria": {"resetScope": "Everything"}});
    let (status, body) = tenant.send(Method::POST, &path, Some(body)).await;
    assert_eq!(status, 400, "{body}");
}
