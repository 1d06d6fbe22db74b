//! The client over a service on loopback that answers what it is told.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::http::Response;
use onramp_graph::requests::{applications, directory, jobs, logs};
use onramp_graph::wire::{LogStatus, StatusCode};
use onramp_graph::{Batch, Graph, GraphError, GraphUrl, Witness};
use onramp_http::{ExchangeRecord, HttpClient, HttpOptions, Pace};
use serde_json::{Value, json};

/// One answer: status, headers, body.
type Answer = (u16, Vec<(&'static str, String)>, String);

#[derive(Clone, Default)]
struct Service {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    seen: Arc<Mutex<Vec<String>>>,
}

async fn answer(State(service): State<Service>, request: HttpRequest) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    let level = parts.headers.get("consistencylevel").map_or("", |value| value.to_str().unwrap());
    service.seen.lock().unwrap().push(format!("{} {} {level}{body}", parts.method, parts.uri));
    let (status, headers, body) =
        service.answers.lock().unwrap().pop_front().unwrap_or((500, vec![], String::new()));
    let mut response = Response::builder().status(status).header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(Body::from(body)).unwrap()
}

/// Waits for nothing, and remembers what it was asked to wait.
#[derive(Debug, Default)]
struct Waits(Mutex<Vec<u64>>);

impl Pace for Waits {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.lock().unwrap().push(time.as_secs());
        Box::pin(async {})
    }
    fn jitter(&self) -> f64 {
        1.0
    }
}

#[derive(Debug, Default)]
struct Seen(Mutex<Vec<ExchangeRecord>>);

impl Witness for Seen {
    fn saw(&self, record: &ExchangeRecord) {
        self.0.lock().unwrap().push(record.clone());
    }
}

struct Scene {
    service: Service,
    graph: Graph,
    waits: Arc<Waits>,
    seen: Arc<Seen>,
}

const TOKEN: &str = "eyJ0eXAi-access-token-of-the-test";

async fn scene(answers: impl IntoIterator<Item = Answer>) -> Scene {
    let service = Service::default();
    service.answers.lock().unwrap().extend(answers);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = GraphUrl::parse(&format!("http://{}/v1.0", listener.local_addr().unwrap())).unwrap();
    let router = Router::new().fallback(answer).with_state(service.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let (waits, seen) = (Arc::new(Waits::default()), Arc::new(Seen::default()));
    let http = HttpClient::new(HttpOptions::default()).unwrap();
    let graph = Graph::new(http, url, TOKEN.into()).with_pace(waits.clone()).with_witness(seen.clone());
    Scene { service, graph, waits, seen }
}

impl Scene {
    fn requests(&self) -> Vec<String> {
        self.service.seen.lock().unwrap().clone()
    }
    fn waited(&self) -> Vec<u64> {
        self.waits.0.lock().unwrap().clone()
    }
}

fn ok(body: Value) -> Answer {
    (200, vec![], body.to_string())
}

fn refused(status: u16, code: &str) -> Answer {
    (
        status,
        vec![],
        json!({"error": {"code": code, "message": "no", "innerError": {"request-id": "r-1"}}}).to_string(),
    )
}

fn throttled(seconds: u32) -> Answer {
    (429, vec![("retry-after", seconds.to_string())], String::new())
}

#[tokio::test]
async fn pages_are_followed_on_our_own_origin_with_their_header() {
    let next = "https://elsewhere.example/v1.0/groups?$skiptoken=a%20b";
    let scene = scene([
        ok(json!({"value": [{"id": "1", "displayName": "A"}], "@odata.nextLink": next})),
        ok(json!({"value": [{"id": "2", "displayName": null}]})),
    ])
    .await;
    let groups = scene.graph.list(directory::search_groups("a\" OR \"b")).await.unwrap();
    assert_eq!(groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    let requests = scene.requests();
    assert!(
        requests[0].contains("$search=%22displayName:a%20%20OR%20%20b%22"),
        "one quoted term: {requests:?}"
    );
    assert_eq!(requests[1], "GET /v1.0/groups?$skiptoken=a%20b eventual");
}

#[tokio::test]
async fn throttling_is_waited_out_as_long_as_it_asks_and_no_longer_than_our_patience() {
    let scene_ = scene([throttled(7), throttled(9), ok(json!({"value": []}))]).await;
    scene_.graph.list(directory::groups()).await.unwrap();
    assert_eq!(scene_.waited(), [7, 9]);

    let scene_ = scene([throttled(600)]).await;
    let failure = scene_.graph.list(directory::groups()).await.unwrap_err();
    let refusal = failure.error.refusal().unwrap();
    assert_eq!((refusal.status, refusal.retry_after), (429, Some(Duration::from_secs(600))));
    assert_eq!(scene_.waited(), [0; 0]);
}

#[tokio::test]
async fn what_was_just_made_is_looked_for_with_growing_patience() {
    let missing = || refused(404, "Request_ResourceNotFound");
    let principal = ok(json!({"id": "sp", "appId": "app", "displayName": "Ramp"}));
    let scene_ = scene([missing(), missing(), principal]).await;
    let found = scene_.graph.ask_until_visible(applications::service_principal("sp")).await.unwrap();
    assert_eq!((found.id.as_str(), scene_.waited()), ("sp", vec![1, 2]));

    let scene_ = scene(std::iter::repeat_with(missing).take(7)).await;
    let failure = scene_.graph.ask_until_visible(applications::service_principal("sp")).await.unwrap_err();
    assert!(failure.error.is_missing());
    assert_eq!(scene_.waited(), [1, 2, 4, 8, 16, 29], "a minute in all");

    let empty = ok(json!({"value": []}));
    let scene_ = scene([empty, ok(json!({"value": [{"id": "scim", "default": true}]}))]).await;
    let templates =
        scene_.graph.ask_until(jobs::templates("sp"), |page| !page.value.is_empty()).await.unwrap();
    assert_eq!(templates.value[0].id, "scim");

    let scene_ = scene([refused(403, "Authorization_RequestDenied")]).await;
    let failure = scene_.graph.ask_until_visible(applications::service_principal("sp")).await.unwrap_err();
    assert_eq!(
        failure.error.refusal().unwrap().code,
        "Authorization_RequestDenied",
        "a refusal is an answer"
    );
}

#[tokio::test]
async fn a_batch_asks_again_only_for_what_was_throttled() {
    let part = |id: &str, status: u16, body: Value| json!({"id": id, "status": status, "body": body});
    let group = |id: &str| json!({"value": [{"id": id, "displayName": id}]});
    let mut wait = part("1", 429, json!({"error": {"code": "TooManyRequests", "message": "slow down"}}));
    wait["headers"] = json!({"Retry-After": "4"});
    let scene_ = scene([
        ok(json!({"responses": [wait, part("0", 200, group("a")), part("2", 403, json!({"error": {"code": "Denied"}}))]})),
        ok(json!({"responses": [part("1", 200, group("b"))]})),
    ])
    .await;
    let mut batch = Batch::new();
    let parts: Vec<_> = (0..3).map(|_| batch.add(directory::groups())).collect();
    let mut answer = scene_.graph.batch(batch).await.unwrap();
    let answers: Vec<_> = parts.into_iter().map(|part| answer.take(part)).collect();
    assert_eq!(answers[0].as_ref().unwrap().value[0].id, "a");
    assert_eq!(answers[1].as_ref().unwrap().value[0].id, "b");
    assert_eq!(answers[2].as_ref().unwrap_err().refusal().unwrap().code, "Denied");
    assert_eq!(scene_.waited(), [4]);
    let requests = scene_.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[1].contains(r#""id":"1""#) && !requests[1].contains(r#""id":"0""#), "{}", requests[1]);
}

#[tokio::test]
async fn more_than_twenty_go_in_batches_of_twenty() {
    let answers = |ids: std::ops::Range<usize>| {
        let parts: Vec<_> = ids.map(|id| json!({"id": id.to_string(), "status": 204})).collect();
        ok(json!({ "responses": parts }))
    };
    let scene_ = scene([answers(0..20), answers(20..25)]).await;
    let mut batch = Batch::new();
    let parts: Vec<_> = (0..25).map(|_| batch.add(jobs::pause("sp", "job"))).collect();
    let mut answer = scene_.graph.batch(batch).await.unwrap();
    assert!(parts.into_iter().all(|part| answer.take(part).is_ok()));
    assert_eq!(scene_.requests().len(), 2);
}

#[tokio::test]
async fn a_write_whose_answer_may_be_lost_is_not_sent_again() {
    for (status, times) in [(504, 1), (500, 1), (503, 5)] {
        let scene_ = scene(std::iter::repeat_with(|| refused(status, "x")).take(6)).await;
        scene_.graph.ask(applications::instantiate("Ramp")).await.unwrap_err();
        assert_eq!(scene_.requests().len(), times, "{status}");
    }
    let scene_ = scene([refused(504, "x"), ok(json!({"value": []}))]).await;
    scene_.graph.list(directory::groups()).await.unwrap();
    assert_eq!(scene_.requests().len(), 2, "a read is");
}

#[tokio::test]
async fn neither_token_nor_secret_is_in_any_record() {
    let secret = "rp_live_do-not-show-this-one";
    let echo = format!("the token {secret} is wrong, and so is {TOKEN}");
    let scene_ = scene([(
        400,
        vec![],
        json!({"error": {"code": "CredentialValidationUnavailable", "message": echo}}).to_string(),
    )])
    .await;
    let credentials = [
        onramp_graph::wire::Secret::new("BaseAddress", "https://ramp.example/scim/v2".to_owned()),
        onramp_graph::wire::Secret::new("SecretToken", secret.to_owned()),
    ];
    let failure = scene_.graph.ask(jobs::validate("sp", "scim", &credentials)).await.unwrap_err();
    let seen = format!("{:?} {:?} {:?}", scene_.seen.0.lock().unwrap(), failure.record, scene_.graph);
    assert!(!seen.contains(secret) && !seen.contains(TOKEN), "{seen}");
    assert!(seen.contains("https://ramp.example/scim/v2"), "the rest is shown");
}

#[tokio::test]
async fn whatever_is_no_answer_of_graph_is_told_as_that() {
    type Check = fn(&GraphError) -> bool;
    let cases: [(Answer, Check); 4] = [
        ((302, vec![("location", "https://login.example".to_owned())], String::new()), |error| {
            matches!(error, GraphError::Redirected { status: 302 })
        }),
        ((200, vec![], "<html>".to_owned()), |error| matches!(error, GraphError::NotJson { status: 200 })),
        (ok(json!({"id": 7})), |error| matches!(error, GraphError::NotUnderstood { .. })),
        ((502, vec![], "<html>".to_owned()), |error| {
            error.refusal().is_some_and(|refusal| refusal.status == 502)
        }),
    ];
    for (answer, is_told) in cases {
        let scene_ = scene([answer.clone()]).await;
        let failure = scene_.graph.ask(applications::service_principal("sp")).await.unwrap_err();
        assert!(is_told(&failure.error) && failure.record.is_some(), "{answer:?}: {failure:?}");
    }
    let scene_ = scene([]).await;
    let failure = scene_.graph.ask(applications::service_principal("..")).await.unwrap_err();
    assert_eq!((failure.error, scene_.requests().len()), (GraphError::UnsafeId, 0));
}

#[tokio::test]
async fn what_graph_may_add_or_leave_out_is_read_all_the_same() {
    let job = json!({"id": "scim.t.a", "templateId": "scim", "schedule": {"interval": "P10675199DT2H48M5.4775807S",
        "state": "Dormant"}, "status": {"code": "Hibernating", "steadyStateFirstAchievedTime": "0001-01-01T00:00:00Z",
        "lastExecution": {"state": "Interrupted", "countEscrowed": null}, "novelty": {}}});
    let log = json!({"id": "1", "provisioningAction": "teleport", "provisioningStatusInfo": {"status": "unknownFutureValue",
        "errorInformation": null}, "provisioningSteps": [{"name": "A", "provisioningStepType": "newKind", "status": "success",
        "details": {"a": "b", "c": 1}}], "modifiedProperties": null, "sourceIdentity": {"id": "u", "displayName": null}});
    let pair = json!({"key": "{\"result\":\"Skipped\",\"details\":{\"errorCode\":\"NotEffectivelyEntitled\"}}",
        "value": "{\"action\":\"Other\",\"provisioningSteps\":[{\"name\":\"EntryImport\",\"type\":\"Import\",\"status\":\"Success\"}],\"statusInfo\":{\"status\":\"Skipped\"},\"targetIdentity\":{\"id\":null}}"});
    let scene_ = scene([ok(job), ok(json!({"value": [log]})), ok(pair)]).await;
    let job = scene_.graph.ask(jobs::job("sp", "scim.t.a")).await.unwrap();
    assert_eq!((job.status.code, job.is_started()), (StatusCode::Other, false));
    assert!(!job.status.reached_steady_state());
    let logs = scene_.graph.list(logs::of_job("scim.t.a", Some("2026-11-24T10:00:00Z"))).await.unwrap();
    assert_eq!(logs[0].provisioning_steps[0].details["c"], "1");
    let on_demand =
        scene_.graph.ask(jobs::provision_on_demand("sp", "scim.t.a", "rule", "user")).await.unwrap();
    assert_eq!(on_demand.status_info.status, LogStatus::Skipped);
    assert_eq!(on_demand.steps[0].kind, "Import");
    assert_eq!(on_demand.result.details.error_code.as_deref(), Some("NotEffectivelyEntitled"));
}
