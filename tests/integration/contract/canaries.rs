//! What the judge has to refuse, and what it has to let pass: a judge that is silent about everything would be silent here.

use onramp_http::{ExchangeRecord, RecordedBody};
use serde_json::{Value, json};

use super::contract;
use super::judge::{Contract, Side};

const SP: &str = "1a94c7d2-6f3e-45b8-9e07-c3d8f6a1b572";
const OTHER: &str = "7c2f1b9a-4e0d-4b6e-8f3a-1d9c5e7b2a40";
const USER: &str = "9d4e2b71-58c3-4f06-b7a9-20e1c6f8d3b5";
const JOB: &str = "scim.3f0b6c1e7a524d8e9c145be2a7d90f36.e81d5a37-0c6b-4f92-a1de-94b7306c2f58";

/// An exchange as the client's record has it.
fn exchange(
    method: &str,
    target: &str,
    body: Option<Value>,
    status: u16,
    answer: Option<Value>,
) -> ExchangeRecord {
    let mut request_headers = vec![("authorization".to_owned(), "Bearer ••••••••".to_owned())];
    if body.is_some() {
        request_headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    ExchangeRecord {
        purpose: "canary".to_owned(),
        method: method.to_owned(),
        url: format!("http://127.0.0.1:4010/v1.0{target}"),
        request_headers,
        request_body: body,
        status: Some(status),
        response_headers: vec![(
            "content-type".to_owned(),
            "application/json;odata.metadata=minimal".to_owned(),
        )],
        response_body: answer.map(RecordedBody::Json),
        millis: 1,
        failure: None,
    }
}

fn get(target: &str, status: u16, answer: Value) -> ExchangeRecord {
    exchange("GET", target, None, status, Some(answer))
}

fn eventual(mut record: ExchangeRecord) -> ExchangeRecord {
    record.request_headers.push(("consistencylevel".to_owned(), "eventual".to_owned()));
    record
}

fn on_demand(subject: Value) -> ExchangeRecord {
    let body = json!({ "parameters": [{ "ruleId": "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8", "subjects": [subject] }] });
    let target = format!("/servicePrincipals/{SP}/synchronization/jobs/{JOB}/provisionOnDemand");
    exchange("POST", &target, Some(body), 200, Some(json!({ "key": "{}", "value": "{}" })))
}

fn assign(resource: &str, answered: &str) -> ExchangeRecord {
    let role = "18d14569-c3bd-439b-9a66-3a2aee01d14f";
    let body = json!({ "principalId": USER, "resourceId": resource, "appRoleId": role });
    let answer = json!({ "id": "x", "principalId": USER, "resourceId": answered, "appRoleId": role });
    exchange("POST", &format!("/servicePrincipals/{SP}/appRoleAssignedTo"), Some(body), 201, Some(answer))
}

fn refusal() -> Value {
    json!({ "error": { "code": "Request_BadRequest", "message": "No." } })
}

fn batch(requests: Value, responses: Value) -> ExchangeRecord {
    exchange(
        "POST",
        "/$batch",
        Some(json!({ "requests": requests })),
        200,
        Some(json!({ "responses": responses })),
    )
}

fn part(id: &str, url: &str) -> Value {
    json!({ "id": id, "method": "GET", "url": url })
}

fn answered(id: &str, status: u16, body: Value) -> Value {
    json!({ "id": id, "status": status, "headers": { "Content-Type": "application/json" }, "body": body })
}

fn verdict(contract: &Contract, record: &ExchangeRecord) -> Vec<(Side, String)> {
    contract.judge(record).into_iter().map(|violation| (violation.side, violation.what)).collect()
}

#[test]
fn what_keeps_to_the_contract_passes() {
    let Some(contract) = contract() else { return };
    let user = json!({ "id": USER, "displayName": "Ana Silva", "mail": null });
    let mut unanswered = get("/me", 200, json!(null));
    (unanswered.status, unanswered.response_body) = (None, None);
    for record in [
        get("/me?$select=id,displayName", 200, user.clone()),
        get("/me", 401, refusal()),
        unanswered,
        get("/users?$filter=displayName%20eq%20%27a%27&$top=2", 200, json!({ "value": [user.clone()] })),
        eventual(get(
            "/users?$search=%22displayName:ing%22&$count=true",
            200,
            json!({ "value": [], "@odata.count": 0 }),
        )),
        on_demand(json!({ "objectId": USER, "objectTypeName": "User" })),
        assign(SP, SP),
        exchange(
            "PATCH",
            &format!("/applications/{OTHER}"),
            Some(json!({ "notes": null, "tags": ["a"] })),
            204,
            None,
        ),
        exchange("DELETE", &format!("/applications/{OTHER}"), None, 204, None),
        exchange(
            "POST",
            &format!("/servicePrincipals/{SP}/synchronization/jobs/{JOB}/start"),
            None,
            204,
            None,
        ),
        batch(
            json!([part("1", "/me"), part("2", "/users/nobody")]),
            json!([answered("2", 404, refusal()), answered("1", 200, user)]),
        ),
        batch(
            json!([part("1", "/users/nobody"), { "id": "2", "method": "GET", "url": "/me", "dependsOn": ["1"] }]),
            json!([answered("1", 404, refusal()), answered("2", 424, refusal())]),
        ),
    ] {
        assert_eq!(verdict(contract, &record), [], "{} {}", record.method, record.url);
    }
}

#[test]
fn canaries_are_refused() {
    let Some(contract) = contract() else { return };
    let user = json!({ "id": USER });
    let job = format!("/servicePrincipals/{SP}/synchronization/jobs/{JOB}");
    let secrets = format!("/servicePrincipals/{SP}/synchronization/secrets");
    let pair = |key: &str| json!({ "value": [{ "key": key, "value": "••••••••" }] });
    let error = get("/me", 400, refusal()).response_body;
    let mut text = get("/me", 200, user.clone());
    text.response_body = Some(RecordedBody::Text("<html>".to_owned()));
    let mut html = get("/me", 200, user.clone());
    html.response_headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    let mut unsigned = get("/me", 200, user.clone());
    unsigned.request_headers.clear();
    let mut elsewhere = get("/me", 200, user.clone());
    elsewhere.url = "http://127.0.0.1:4010/beta/me".to_owned();
    let mut form = exchange("PUT", &secrets, Some(pair("SyncAll")), 204, None);
    form.request_headers[1].1 = "text/plain".to_owned();
    let mut refused = exchange("PUT", &secrets, Some(pair("SyncAll")), 204, None);
    refused.response_body = error;

    let rows: Vec<(ExchangeRecord, Side, &[&str])> = vec![
        // graph/README.md §2, sample 6
        (
            on_demand(json!({ "objectId": USER, "objectType": "User" })),
            Side::Request,
            &["objectTypeName", "objectType"],
        ),
        (on_demand(json!({ "objectId": USER })), Side::Request, &["objectTypeName"]),
        (exchange("PUT", &secrets, Some(pair("SecretTokn")), 204, None), Side::Request, &["SecretTokn"]),
        (exchange("PUT", &secrets, None, 204, None), Side::Request, &["no body"]),
        (exchange("PUT", &secrets, Some(json!({ "value": [] })), 204, None), Side::Request, &["/value"]),
        (
            exchange(
                "PUT",
                &secrets,
                Some(json!({ "value": [{ "key": "SyncAll", "value": false }] })),
                204,
                None,
            ),
            Side::Request,
            &["/value/0/value"],
        ),
        (form, Side::Request, &["text/plain"]),
        (
            exchange(
                "PATCH",
                &format!("/applications/{OTHER}"),
                Some(json!({ "displayname": "a" })),
                204,
                None,
            ),
            Side::Request,
            &["/displayname"],
        ),
        (exchange("POST", &format!("{job}/start"), Some(json!({})), 204, None), Side::Request, &["a body"]),
        (get("/me?$slect=id", 200, user.clone()), Side::Request, &["$slect"]),
        (get("/me?$select=id,nonsense", 200, user.clone()), Side::Request, &["$select", "nonsense"]),
        (get("/me?$select=id&$select=mail", 200, user.clone()), Side::Request, &["a second time"]),
        (get("/users?$top=0", 200, json!({ "value": [] })), Side::Request, &["$top"]),
        (get("/users?$top=1000", 200, json!({ "value": [] })), Side::Request, &["$top"]),
        (get("/users?$count=yes", 200, json!({ "value": [] })), Side::Request, &["$count"]),
        (get("/users?$count=true", 200, json!({ "value": [] })), Side::Request, &["ConsistencyLevel"]),
        (get("/users?$search=%22a%22", 200, json!({ "value": [] })), Side::Request, &["ConsistencyLevel"]),
        (eventual(get("/users?$search=a", 200, json!({ "value": [] }))), Side::Request, &["$search"]),
        (get("/servicePrincipals/none", 404, refusal()), Side::Request, &["servicePrincipal-id"]),
        (get("/nothing", 404, refusal()), Side::Request, &["not described"]),
        (exchange("PUT", "/me", Some(json!({})), 204, None), Side::Request, &["PUT of /me"]),
        (elsewhere, Side::Request, &["/v1.0/"]),
        (unsigned, Side::Request, &["bearer"]),
        (assign(OTHER, SP), Side::Request, &["resourceId"]),
        (assign(SP, OTHER), Side::Answer, &["resourceId"]),
        (get("/me", 418, refusal()), Side::Answer, &["418"]),
        (get("/me", 422, refusal()), Side::Answer, &["422"]),
        (get("/me", 400, json!({ "error": { "code": "A" } })), Side::Answer, &["message"]),
        (get("/me", 400, json!({ "error": "A" })), Side::Answer, &["/error"]),
        (
            get("/me", 200, json!({ "id": USER, "accountEnabled": "true" })),
            Side::Answer,
            &["/accountEnabled"],
        ),
        (
            get("/me", 200, json!({ "id": USER, "createdDateTime": "yesterday" })),
            Side::Answer,
            &["/createdDateTime"],
        ),
        (get("/users", 200, json!([])), Side::Answer, &["the body"]),
        (
            get(&job, 200, json!({ "id": JOB, "schedule": { "state": "Asleep" } })),
            Side::Answer,
            &["/schedule", "Asleep"],
        ),
        (exchange("GET", "/me", None, 200, None), Side::Answer, &["no body"]),
        (text, Side::Answer, &["not JSON"]),
        (html, Side::Answer, &["text/html"]),
        (refused, Side::Answer, &["a body where none"]),
        (batch(json!([]), json!([])), Side::Request, &["/requests"]),
        (
            batch(json!([part("1", "/me?$slect=id")]), json!([answered("1", 200, user.clone())])),
            Side::Request,
            &["$slect"],
        ),
        (
            batch(json!([part("1", "/v1.0/me")]), json!([answered("1", 200, user.clone())])),
            Side::Request,
            &["not described"],
        ),
        (
            batch(
                json!([part("1", "/users?$count=true")]),
                json!([answered("1", 200, json!({ "value": [] }))]),
            ),
            Side::Request,
            &["ConsistencyLevel"],
        ),
        (
            batch(
                json!([{ "id": "1", "method": "PUT", "url": secrets, "body": pair("SyncAll") }]),
                json!([{ "id": "1", "status": 204 }]),
            ),
            Side::Request,
            &["sent as None"],
        ),
        (
            batch(
                json!([{ "id": "1", "method": "GET", "url": "/me", "dependsOn": ["2"] }, part("2", "/me")]),
                json!([answered("1", 200, user.clone()), answered("2", 200, user.clone())]),
            ),
            Side::Request,
            &["depends on"],
        ),
        (batch(json!([part("1", "/me")]), json!([answered("1", 418, refusal())])), Side::Answer, &["418"]),
        (batch(json!([part("1", "/me")]), json!([answered("1", 424, refusal())])), Side::Answer, &["424"]),
        (
            batch(json!([part("1", "/me")]), json!([answered("1", 200, json!({ "id": 1 }))])),
            Side::Answer,
            &["/id"],
        ),
        (batch(json!([part("1", "/me")]), json!([])), Side::Answer, &["missing"]),
        (
            batch(
                json!([part("1", "/me")]),
                json!([answered("1", 200, user.clone()), answered("2", 200, user)]),
            ),
            Side::Answer,
            &["not sent"],
        ),
    ];
    for (record, side, words) in rows {
        let found = verdict(contract, &record);
        for word in words {
            let named = found.iter().any(|(found, what)| *found == side && what.contains(word));
            assert!(named, "{} {} is not refused for {word}: {found:?}", record.method, record.url);
        }
        assert!(found.iter().all(|(found, _)| *found == side), "{} {}: {found:?}", record.method, record.url);
    }
}
