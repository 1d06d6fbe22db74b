//! Applications, service principals and who is assigned.

use onramp_practice::control::{AdminRole, TenantSettings};
use serde_json::json;

use super::support::{ANA, PILOT, Tenant, USER_ROLE};

#[tokio::test]
async fn a_new_application_comes_with_its_service_principal_and_two_roles() {
    let tenant = Tenant::new().await;
    let one = tenant.instantiate("Ramp").await;
    let two = tenant.instantiate("Ramp").await;
    assert_ne!(one.id, two.id, "instantiate makes another pair each time");
    let principals = tenant.get("/servicePrincipals?$filter=displayName eq 'Ramp'").await;
    assert_eq!(principals.names("id"), [one.sp.as_str(), two.sp.as_str()]);
    let roles = tenant.get(&format!("/servicePrincipals/{}?$select=appRoles,appId", one.sp)).await.good(200);
    assert_eq!(roles["appId"], json!(one.app_id));
    let names: Vec<_> = roles["appRoles"].as_array().expect("roles").iter().map(|role| &role["id"]).collect();
    assert_eq!(names, [USER_ROLE, "b9632174-c057-4f7e-951b-be3adc52bfe6"]);
}

#[tokio::test]
async fn changes_are_kept_and_what_cannot_be_changed_is_refused() {
    let tenant = Tenant::new().await;
    let app = tenant.instantiate("Ramp").await;
    let (application, principal) =
        (format!("/applications/{}", app.id), format!("/servicePrincipals/{}", app.sp));
    tenant.patch(&application, json!({"notes": "Made by Onramp", "tags": ["a"]})).await.good(204);
    tenant
        .patch(
            &principal,
            json!({"appRoleAssignmentRequired": false, "notificationEmailAddresses": ["it@contoso.example"]}),
        )
        .await
        .good(204);
    tenant.patch(&application, json!({"displayName": "Ramp (SCIM)"})).await.good(204);
    let shown = tenant.get(&application).await.good(200);
    assert_eq!((&shown["notes"], &shown["tags"]), (&json!("Made by Onramp"), &json!(["a"])));
    let shown = tenant.get(&principal).await.good(200);
    assert_eq!(shown["displayName"], "Ramp (SCIM)");
    assert_eq!(shown["notificationEmailAddresses"], json!(["it@contoso.example"]));

    let role = |id: &str, value: Option<&str>, enabled: bool| json!({"id": id, "displayName": "r", "description": "r", "value": value, "isEnabled": enabled, "allowedMemberTypes": ["User"]});
    let admin = "5c0a8f3e-9d52-4b17-8e6a-1f2d3c4b5a69";
    let saml = "b9632174-c057-4f7e-951b-be3adc52bfe6";
    for (path, body, expected) in [
        (&application, json!({"appId": app.app_id}), "Request_BadRequest"),
        (&application, json!({"colour": "red"}), "Request_BadRequest"),
        (&application, json!({"displayName": ""}), "Request_BadRequest"),
        (
            &application,
            json!({"appRoles": [role(admin, Some("IT_ADMIN"), true)]}),
            "CannotDeleteOrUpdateEnabledEntitlement",
        ),
        (
            &application,
            json!({"appRoles": [role(USER_ROLE, None, true), role(saml, Some("x"), true)]}),
            "CannotDeleteOrUpdateEnabledEntitlement",
        ),
        (&application, json!({"appRoles": [role("x", None, true)]}), "Request_BadRequest"),
        (
            &application,
            json!({"appRoles": [role(USER_ROLE, Some("A"), true), role(admin, Some("A"), true)]}),
            "Request_BadRequest",
        ),
        (&principal, json!({"appRoles": []}), "Request_BadRequest"),
        (&principal, json!({"id": app.sp}), "Request_BadRequest"),
    ] {
        let answer = tenant.patch(path, body.clone()).await;
        assert_eq!(answer.refusal(), (400, expected), "{body}: {}", answer.message());
    }
    // Disabled first, then removed; the new role is the service principal's too.
    let disabled = json!({"appRoles": [role(USER_ROLE, None, true), role(saml, None, false)]});
    tenant.patch(&application, disabled).await.good(204);
    let replaced = json!({"appRoles": [role(USER_ROLE, None, true), role(admin, Some("IT_ADMIN"), true)]});
    tenant.patch(&application, replaced).await.good(204);
    let shown = tenant.get(&principal).await.good(200);
    assert_eq!(shown["appRoles"][1]["value"], "IT_ADMIN");
}

#[tokio::test]
async fn deleting_takes_the_service_principal_along_and_restoring_does_not_bring_it_back() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let before = tenant.control().snapshot().await.expect("a snapshot");
    tenant.delete(&format!("/applications/{}", app.id)).await.good(204);
    for path in [
        format!("/applications/{}", app.id),
        format!("/servicePrincipals/{}", app.sp),
        format!("{}/schema", app.job),
    ] {
        assert_eq!(tenant.get(&path).await.status, 404, "{path}");
    }
    let deleted = tenant.get(&format!("/directory/deletedItems/{}", app.id)).await.good(200);
    assert_eq!(deleted["@odata.type"], "#microsoft.graph.application");
    assert!(deleted["deletedDateTime"].is_string());

    let restore = |id: &str| format!("/directory/deletedItems/{id}/restore");
    let back = tenant.post(&restore(&app.id), json!({})).await.good(200);
    assert_eq!((&back["id"], &back["deletedDateTime"]), (&json!(app.id), &json!(null)));
    assert_eq!(tenant.get(&format!("/applications/{}", app.id)).await.status, 200);
    assert_eq!(tenant.get(&format!("/servicePrincipals/{}", app.sp)).await.status, 404);
    tenant.post(&restore(&app.sp), json!({})).await.good(200);
    assert_eq!(tenant.control().snapshot().await.expect("a snapshot"), before, "all of it is back");
}

#[tokio::test]
async fn an_assignment_is_made_once_and_ended() {
    let tenant = Tenant::new().await;
    let app = tenant.instantiate("Ramp").await;
    let path = format!("/servicePrincipals/{}/appRoleAssignedTo", app.sp);
    let made = tenant.assign(&app, ANA).await.good(201);
    assert_eq!(
        (&made["principalDisplayName"], &made["principalType"]),
        (&json!("Ana Silva"), &json!("User"))
    );
    let id = made["id"].as_str().expect("an id");
    assert_eq!(id.len(), 43, "no GUID");
    let again = tenant.assign(&app, ANA).await;
    assert_eq!(again.refusal(), (400, "Request_BadRequest"));
    assert_eq!(again.message(), "Permission being assigned already exists on the object.");
    tenant.assign(&app, PILOT).await.good(201);

    let none = "00000000-0000-0000-0000-000000000000";
    for (body, expected) in [
        (json!({"principalId": ANA, "resourceId": ANA, "appRoleId": USER_ROLE}), (400, "Request_BadRequest")),
        (json!({"principalId": ANA, "resourceId": app.sp, "appRoleId": none}), (400, "Request_BadRequest")),
        (
            json!({"principalId": app.id, "resourceId": app.sp, "appRoleId": USER_ROLE}),
            (404, "Request_ResourceNotFound"),
        ),
        (
            json!({"principalId": "ana", "resourceId": app.sp, "appRoleId": USER_ROLE}),
            (400, "Request_BadRequest"),
        ),
        (json!({"principalId": ANA, "resourceId": app.sp}), (400, "Request_BadRequest")),
    ] {
        assert_eq!(tenant.post(&path, body.clone()).await.refusal(), expected, "{body}");
    }
    assert_eq!(tenant.get(&path).await.names("principalType"), ["User", "Group"]);
    tenant.delete(&format!("{path}/{id}")).await.good(204);
    assert_eq!(tenant.delete(&format!("{path}/{id}")).await.status, 404);
    assert_eq!(tenant.get(&path).await.names("principalType"), ["Group"]);
}

#[tokio::test]
async fn without_the_licence_no_group_and_without_a_role_nothing_is_changed() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let control = tenant.control();
    let settings = TenantSettings { premium: false, ..TenantSettings::default() };
    control.set_settings(settings).await.expect("set");
    assert_eq!(tenant.get("/subscribedSkus").await.good(200)["value"], json!([]));
    let finance = tenant.get("/groups?$filter=displayName eq 'Finance'").await;
    let refused = tenant.assign(&app, finance.names("id")[0]).await;
    assert_eq!(refused.refusal(), (400, "Request_BadRequest"));
    assert!(refused.message().contains("P1"));
    tenant.assign(&app, ANA).await.good(201);

    let settings = TenantSettings { role: AdminRole::None, ..TenantSettings::default() };
    control.set_settings(settings).await.expect("set");
    let roles = tenant.get("/me/transitiveMemberOf/microsoft.graph.directoryRole").await.good(200);
    assert_eq!(roles["value"], json!([]));
    assert_eq!(tenant.get("/applications").await.status, 200);
    let on_demand =
        json!({"parameters": [{"ruleId": "x", "subjects": [{"objectId": ANA, "objectTypeName": "User"}]}]});
    for (path, body, expected) in [
        (
            format!("/applicationTemplates/{}/instantiate", super::support::CUSTOM),
            json!({"displayName": "x"}),
            (403, "Authorization_RequestDenied"),
        ),
        (format!("{}/start", app.job), json!({}), (403, "Authorization_RequestDenied")),
        (format!("{}/provisionOnDemand", app.job), on_demand, (401, "UnknownError")),
    ] {
        assert_eq!(tenant.post(&path, body).await.refusal(), expected, "{path}");
    }
}
