//! Credentials: saved, tested, kept off the disk and on this computer.

use serde_json::{Value, json};

use super::support::{App, Tenant, is_on_disk, secrets};

fn path(app: &App) -> String {
    format!("/servicePrincipals/{}/synchronization/secrets", app.sp)
}

fn test(app: &App) -> String {
    format!("/servicePrincipals/{}/synchronization/jobs/validateCredentials", app.sp)
}

async fn connected() -> (Tenant, App, String) {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let token = tenant.world.control().generate_token().await.expect("a token").token;
    (tenant, app, token)
}

#[tokio::test]
async fn credentials_are_tested_with_and_without_a_job_given_and_saved() {
    let (tenant, app, token) = connected().await;
    let url = tenant.world.scim_url();
    let given =
        |token: &str| json!([{"key": "BaseAddress", "value": url}, {"key": "SecretToken", "value": token}]);
    let of_job = format!("{}/validateCredentials", app.job);
    for (path, body, expected) in [
        (test(&app), json!({"templateId": "scim", "credentials": given(&token)}), (204, "")),
        (
            test(&app),
            json!({"templateId": "scim", "credentials": given("wrong")}),
            (400, "CredentialValidationUnavailable"),
        ),
        (test(&app), json!({"credentials": given(&token)}), (400, "RequestMissingRequiredParameter")),
        (
            test(&app),
            json!({"templateId": "scim", "credentials": [{"key": "Secret", "value": "x"}]}),
            (500, "InternalError"),
        ),
        (
            test(&app),
            json!({"templateId": "scim", "credentials": [{"key": "BaseAddress", "value": url}]}),
            (400, "RequestMissingRequiredParameter"),
        ),
        (of_job.clone(), json!({"credentials": given(&token)}), (204, "")),
        // What is saved is the token of before.
        (of_job.clone(), json!({"useSavedCredentials": true}), (400, "CredentialValidationUnavailable")),
        (
            of_job.clone(),
            json!({"useSavedCredentials": true, "credentials": [{"key": "SecretToken", "value": token}]}),
            (204, ""),
        ),
        (of_job, json!({"useSavedCredentials": false}), (400, "RequestMissingRequiredParameter")),
    ] {
        let answer = tenant.post(&path, body.clone()).await;
        let found = if answer.status == 204 { (204, "") } else { answer.refusal() };
        assert_eq!(found, expected, "{body}: {}", answer.message());
    }
}

#[tokio::test]
async fn saving_has_the_pitfalls_of_the_real_service() {
    let (tenant, app, token) = connected().await;
    let url = tenant.world.scim_url();
    let saved = json!({"useSavedCredentials": true});
    let of_job = format!("{}/validateCredentials", app.job);
    tenant.put(&path(&app), secrets(&url, &token, "false")).await.good(204);
    tenant.post(&of_job, saved.clone()).await.good(204);

    // 204, and nothing is saved.
    let mut half = secrets(&url, "wrong", "false");
    half["value"].as_array_mut().expect("a list").truncate(2);
    tenant.put(&path(&app), half).await.good(204);
    tenant.post(&of_job, saved.clone()).await.good(204);

    // The array replaces everything: what is not in it is gone.
    let mut without = secrets(&url, "x", "true");
    without["value"].as_array_mut().expect("a list").remove(1);
    tenant.put(&path(&app), without).await.good(204);
    assert_eq!(tenant.post(&of_job, saved.clone()).await.refusal(), (400, "RequestMissingRequiredParameter"));

    // Two ways of signing in at once: 500, and all of it is gone.
    tenant.put(&path(&app), secrets(&url, &token, "false")).await.good(204);
    let mut both = secrets(&url, &token, "false");
    both["value"].as_array_mut().expect("a list").push(json!({"key": "Oauth2ClientId", "value": "x"}));
    assert_eq!(tenant.put(&path(&app), both).await.refusal(), (500, "InternalError"));
    assert_eq!(tenant.post(&of_job, saved).await.refusal(), (400, "RequestMissingRequiredParameter"));
    let snapshot = tenant.control().snapshot().await.expect("a snapshot");
    assert_eq!(snapshot["servicePrincipals"][&app.sp]["synchronization"]["secrets"], json!({}));

    for (body, expected) in [
        (json!({}), (400, "RequestMissingRequiredParameter")),
        (json!({"value": [{"key": "Colour", "value": "red"}]}), (500, "InternalError")),
        (json!({"value": [{"key": "SyncAll", "value": true}]}), (400, "Request_BadRequest")),
    ] {
        assert_eq!(tenant.put(&path(&app), body.clone()).await.refusal(), expected, "{body}");
    }
}

#[tokio::test]
async fn invented_people_stay_on_this_computer() {
    let (tenant, app, token) = connected().await;
    for url in [
        "https://api.ramp.example/scim/v2",
        "http://127.0.0.1.ramp.example/scim/v2",
        "https://user@ramp.example/scim",
        "http://192.168.0.7/scim",
        "ftp://127.0.0.1/scim",
        "nonsense",
    ] {
        let body = json!({"templateId": "scim", "credentials": [
            {"key": "BaseAddress", "value": url}, {"key": "SecretToken", "value": token}]});
        for refused in [
            tenant.put(&path(&app), secrets(url, &token, "false")).await,
            tenant.post(&test(&app), body.clone()).await,
            tenant.post(&format!("{}/validateCredentials", app.job), body).await,
        ] {
            assert_eq!(refused.refusal(), (400, "Request_BadRequest"), "{url}");
            assert!(refused.message().contains("this computer only"), "{}", refused.message());
        }
    }
    let snapshot = tenant.control().snapshot().await.expect("a snapshot");
    let saved = &snapshot["servicePrincipals"][&app.sp]["synchronization"]["secrets"]["BaseAddress"];
    assert_eq!(saved, &json!(tenant.world.scim_url()), "what was saved before stays");
}

#[tokio::test]
async fn a_secret_is_neither_shown_nor_on_disk() {
    let (tenant, app, token) = connected().await;
    tenant.put(&path(&app), secrets(&tenant.world.scim_url(), &token, "false")).await.good(204);
    tenant
        .post(&format!("{}/validateCredentials", app.job), json!({"useSavedCredentials": true}))
        .await
        .good(204);
    let mut shown = vec![tenant.control().snapshot().await.expect("a snapshot")];
    for path in [format!("/servicePrincipals/{}", app.sp), app.job.clone(), format!("{}/schema", app.job)] {
        shown.push(tenant.get(&path).await.good(200));
    }
    for value in &shown {
        assert!(!value.to_string().contains(&token));
    }
    let snapshot: &Value = &shown[0];
    let secret = &snapshot["servicePrincipals"][&app.sp]["synchronization"]["secrets"]["SecretToken"];
    assert_eq!(secret, &json!({"saved": true}));
    let folder = tenant.folder.path();
    assert!(is_on_disk(folder, "SyncNotificationSettings"), "the search works");
    assert!(!is_on_disk(folder, &token));
    assert!(!is_on_disk(folder, super::support::exposed(&tenant.token)));
}
