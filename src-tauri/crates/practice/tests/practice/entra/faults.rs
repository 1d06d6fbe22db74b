//! Bad days: throttling, lost answers, lag, holds.

use onramp_http::Method;
use onramp_practice::control::{GraphEndpoint, GraphFault, GraphHold, HoldWhen, TenantSettings};
use serde_json::json;

use super::support::{ANA, CUSTOM, Tenant};

#[tokio::test]
async fn each_fault_takes_the_answers_place() {
    let tenant = Tenant::new().await;
    let control = tenant.control();
    for (fault, expected, header) in [
        (GraphFault::Unauthorized, (401, "InvalidAuthenticationToken"), None),
        (GraphFault::Forbidden, (403, "Authorization_RequestDenied"), None),
        (GraphFault::TooManyRequests { retry_after: Some(7) }, (429, "TooManyRequests"), Some("7")),
        (GraphFault::TooManyRequests { retry_after: None }, (429, "TooManyRequests"), None),
        (GraphFault::ServerError, (500, "InternalServerError"), None),
        (GraphFault::Unavailable { retry_after: Some(1) }, (503, "ServiceUnavailable"), Some("1")),
    ] {
        control.set_fault(GraphEndpoint::Users, fault.clone(), Some(1));
        let answer = tenant.get("/me").await;
        assert_eq!(answer.refusal(), expected, "{fault:?}");
        assert_eq!(answer.header("retry-after"), header, "{fault:?}");
        assert_eq!(tenant.get("/me").await.status, 200, "once, {fault:?}");
    }
    control.set_fault(GraphEndpoint::All, GraphFault::ServerError, None);
    control.set_fault(GraphEndpoint::Users, GraphFault::Delay { milliseconds: 1 }, None);
    assert_eq!(tenant.get("/me").await.status, 200, "the nearest one counts");
    assert_eq!(tenant.get("/groups").await.status, 500);
    control.clear_faults();
    assert_eq!(tenant.get("/groups").await.status, 200);
}

#[tokio::test]
async fn a_dropped_request_did_nothing_and_a_lost_answer_was_done() {
    let tenant = Tenant::new().await;
    let path = format!("/applicationTemplates/{CUSTOM}/instantiate");
    for (fault, made) in [(GraphFault::Drop, 0), (GraphFault::LoseAnswer, 1)] {
        tenant.control().set_fault(GraphEndpoint::Applications, fault.clone(), Some(1));
        let answer = tenant.try_send(Method::POST, &path, Some(json!({"displayName": "Ramp"})), &[]).await;
        assert!(answer.is_none(), "{fault:?}");
        assert_eq!(tenant.get("/applications").await.names("id").len(), made, "{fault:?}");
    }
}

#[tokio::test]
async fn what_was_just_created_shows_after_a_while() {
    let tenant = Tenant::new().await;
    let settings = TenantSettings { lag: 2, ..TenantSettings::default() };
    tenant.control().set_settings(settings).await.expect("set");
    let app = tenant.instantiate("Ramp").await;
    let principal = format!("/servicePrincipals/{}", app.sp);
    for expected in [404, 404, 200] {
        assert_eq!(tenant.get(&principal).await.status, expected);
    }
    let templates = format!("{principal}/synchronization/templates");
    for expected in [0, 0, 2] {
        assert_eq!(tenant.get(&templates).await.names("id").len(), expected);
    }
    for expected in [0, 0, 1] {
        assert_eq!(tenant.get("/applications").await.names("id").len(), expected);
    }
    let jobs = format!("{principal}/synchronization/jobs");
    let job = tenant.post(&jobs, json!({"templateId": "scim"})).await.good(201);
    let job = format!("{jobs}/{}", job["id"].as_str().expect("an id"));
    for expected in [404, 404, 200] {
        assert_eq!(tenant.get(&job).await.status, expected);
    }
    tenant.assign(&app, ANA).await.good(201);
    for expected in [0, 0, 1] {
        let path = format!("{principal}/appRoleAssignedTo");
        assert_eq!(tenant.get(&path).await.names("id").len(), expected);
    }
}

#[tokio::test]
async fn a_held_write_waits_and_ends_with_its_client() {
    let tenant = Tenant::new().await;
    let app = tenant.instantiate("Ramp").await;
    let control = tenant.control();
    let path = format!("/applications/{}", app.id);
    for (when, kept) in [(HoldWhen::BeforeEffect, None), (HoldWhen::BeforeAnswer, Some("2"))] {
        // Released: it is done either way.
        control.hold(GraphHold { endpoint: GraphEndpoint::Applications, nth: 2, when });
        tenant.patch(&path, json!({"notes": null})).await.good(204);
        let release = async {
            let held = control.until_held().await;
            assert_eq!((held[0].method.as_str(), held[0].path.as_str()), ("PATCH", path.as_str()));
            assert_eq!(control.holds(), []);
            control.release();
        };
        let (answer, ()) = tokio::join!(tenant.patch(&path, json!({"notes": "1"})), release);
        answer.good(204);
        assert_eq!(tenant.get(&path).await.good(200)["notes"], "1");

        // The client goes: what was held before its effect never happens.
        control.hold(GraphHold { endpoint: GraphEndpoint::All, nth: 2, when });
        tenant.patch(&path, json!({"notes": null})).await.good(204);
        let body = json!({"notes": "2"});
        tokio::select! {
            _ = tenant.patch(&path, body) => panic!("it is held"),
            _ = control.until_held() => {}
        }
        while !control.held().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(tenant.get(&path).await.good(200)["notes"].as_str(), kept, "{when:?}");
    }
}

#[tokio::test]
async fn a_renewed_token_takes_the_place_of_the_one_before() {
    let mut tenant = Tenant::new().await;
    let renewed = tenant.control().renew_token().await.expect("a token");
    assert_eq!(tenant.get("/me").await.refusal(), (401, "InvalidAuthenticationToken"));
    tenant.token = renewed;
    assert_eq!(tenant.get("/me").await.status, 200);
}

#[tokio::test]
async fn one_job_provisions_on_demand_five_times_in_ten_seconds() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let path = format!("{}/provisionOnDemand", app.job);
    let subject = json!({"objectId": ANA, "objectTypeName": "User"});
    let body =
        json!({"parameters": [{"ruleId": "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8", "subjects": [subject]}]});
    for _ in 0..5 {
        tenant.post(&path, body.clone()).await.good(200);
    }
    let refused = tenant.post(&path, body.clone()).await;
    assert_eq!(refused.refusal(), (429, "TooManyRequests"));
    let seconds: u64 = refused.header("retry-after").and_then(|text| text.parse().ok()).expect("seconds");
    assert!((1..=10).contains(&seconds));
    tenant.control().advance(std::time::Duration::from_secs(seconds)).await.expect("advanced");
    tenant.post(&path, body).await.good(200);
}
