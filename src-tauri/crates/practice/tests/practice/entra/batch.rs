//! `$batch`.

use onramp_practice::control::{GraphEndpoint, GraphFault};
use serde_json::{Value, json};

use super::support::{ANA, RUI, Tenant, USER_ROLE};

fn part<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let responses = answer["responses"].as_array().expect("responses");
    responses.iter().find(|response| response["id"] == id).expect("the part")
}

#[tokio::test]
async fn each_part_has_its_own_answer() {
    let tenant = Tenant::new().await;
    let app = tenant.app().await;
    let assign =
        |principal: &str| json!({"principalId": principal, "resourceId": app.sp, "appRoleId": USER_ROLE});
    let to = format!("/servicePrincipals/{}/appRoleAssignedTo", app.sp);
    let json_body = json!({"Content-Type": "application/json"});
    let batch = json!({"requests": [
        {"id": "1", "method": "GET", "url": format!("/users/{ANA}?$select=id,displayName")},
        {"id": "2", "method": "POST", "url": to, "headers": json_body, "body": assign(ANA)},
        {"id": "3", "method": "POST", "url": to, "headers": json_body, "body": assign(ANA), "dependsOn": ["2"]},
        {"id": "4", "method": "POST", "url": to, "headers": json_body, "body": assign(RUI), "dependsOn": ["3"]},
        {"id": "5", "method": "GET", "url": "/users?$search=\"displayName:Walker\"&$count=true",
            "headers": {"ConsistencyLevel": "eventual"}},
        {"id": "6", "method": "GET", "url": "/chats"},
        {"id": "7", "method": "POST", "url": to, "body": assign(RUI)},
        {"id": "8", "method": "DELETE", "url": format!("{to}/nothing")},
    ]});
    let answer = tenant.post("/$batch", batch).await.good(200);
    for (id, status) in
        [("1", 200), ("2", 201), ("3", 400), ("4", 424), ("5", 200), ("6", 400), ("7", 400), ("8", 404)]
    {
        assert_eq!(part(&answer, id)["status"], status, "{}", part(&answer, id));
    }
    assert_eq!(part(&answer, "1")["body"]["displayName"], "Ana Silva");
    assert_eq!(part(&answer, "3")["body"]["error"]["code"], "Request_BadRequest");
    assert_eq!(part(&answer, "5")["body"]["@odata.count"], 2);
    assert_eq!(tenant.get(&to).await.names("principalType"), ["Group", "User"]);
}

#[tokio::test]
async fn a_part_meets_its_own_fault() {
    let tenant = Tenant::new().await;
    let fault = GraphFault::TooManyRequests { retry_after: Some(7) };
    tenant.control().set_fault(GraphEndpoint::Users, fault, Some(1));
    let batch = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/organization"},
        {"id": "2", "method": "GET", "url": "/me"},
    ]});
    let answer = tenant.post("/$batch", batch.clone()).await.good(200);
    assert_eq!(part(&answer, "1")["status"], 200);
    assert_eq!(part(&answer, "2")["status"], 429);
    assert_eq!(part(&answer, "2")["headers"]["Retry-After"], "7");
    tenant.control().set_fault(GraphEndpoint::Batch, GraphFault::Unavailable { retry_after: None }, Some(1));
    assert_eq!(tenant.post("/$batch", batch.clone()).await.refusal(), (503, "ServiceUnavailable"));
    assert_eq!(tenant.post("/$batch", batch).await.status, 200);
}

#[tokio::test]
async fn a_batch_that_is_none_is_refused_whole() {
    let tenant = Tenant::new().await;
    let get = |id: &str| json!({"id": id, "method": "GET", "url": "/me"});
    let many: Vec<Value> = (0..21).map(|id| get(&id.to_string())).collect();
    for body in [
        json!({}),
        json!({"requests": []}),
        json!({"requests": many}),
        json!({"requests": [get("1"), get("1")]}),
        json!({"requests": [get("")]}),
        json!({"requests": [{"id": "1", "method": "GET", "url": "me"}]}),
        json!({"requests": [{"id": "1", "method": "GET", "url": "/me", "colour": 1}]}),
        json!({"requests": [{"id": "1", "method": "GET", "url": "/me", "dependsOn": ["2"]}]}),
    ] {
        assert_eq!(tenant.post("/$batch", body.clone()).await.refusal(), (400, "BadRequest"), "{body}");
    }
    let nested = json!({"requests": [{"id": "1", "method": "POST", "url": "/$batch",
        "headers": {"Content-Type": "application/json"}, "body": {"requests": [get("1")]}}]});
    let answer = tenant.post("/$batch", nested).await.good(200);
    assert_eq!(part(&answer, "1")["status"], 400);
}
