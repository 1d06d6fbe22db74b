//! Faults on demand, as a client meets them on a socket.

use std::time::{Duration, Instant};

use onramp_practice::control::{Endpoint, Fault, FaultSwitch};
use onramp_practice::{PracticeError, Remote};
use onramp_scim::MEDIA_TYPE;
use serde_json::{Value, json};

use crate::support::user;
use crate::wire::Wire;

const FILTER: &str = "/scim/v2/Users?filter=userName+eq+%22nobody%22";

/// A request that each kind of endpoint answers well.
fn requests(id: &str) -> [(Endpoint, &'static str, String, String); 7] {
    let patch = json!({"Operations": [{"op": "replace", "path": "externalId", "value": "y"}]}).to_string();
    let one = format!("/scim/v2/Users/{id}");
    [
        (Endpoint::UsersList, "GET", FILTER.to_owned(), String::new()),
        (Endpoint::UserRead, "GET", one.clone(), String::new()),
        (Endpoint::UserCreate, "POST", "/scim/v2/Users".to_owned(), user("zoe").to_string()),
        (Endpoint::UserPatch, "PATCH", one.clone(), patch),
        (Endpoint::Groups, "GET", "/scim/v2/Groups".to_owned(), String::new()),
        (Endpoint::Discovery, "GET", "/scim/v2/ServiceProviderConfig".to_owned(), String::new()),
        (Endpoint::UserDelete, "DELETE", one, String::new()),
    ]
}

async fn created(wire: &Wire, name: &str) -> String {
    let reply = wire.send("POST", "/scim/v2/Users", &user(name).to_string()).await;
    reply.json()["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn each_fault_that_takes_the_answers_place_keeps_the_request_unserved_at_each_endpoint() {
    let wire = Wire::new(|_| {}).await;
    let control = wire.world.control();
    let id = created(&wire, "ana").await;
    let faults = [
        (
            Fault::Unauthorized,
            401,
            ("www-authenticate", Some("Bearer realm=\"Ramp practice\", error=\"invalid_token\"")),
        ),
        (Fault::Forbidden, 403, ("retry-after", None)),
        (Fault::NotFound, 404, ("retry-after", None)),
        (Fault::Conflict, 409, ("retry-after", None)),
        (Fault::TooManyRequests { retry_after: Some(7) }, 429, ("retry-after", Some("7"))),
        (Fault::TooManyRequests { retry_after: None }, 429, ("retry-after", None)),
        (Fault::ServerError, 500, ("retry-after", None)),
        (Fault::Unavailable { retry_after: Some(1) }, 503, ("retry-after", Some("1"))),
        (Fault::Html, 200, ("content-type", Some("text/html; charset=utf-8"))),
        (
            Fault::Redirect { location: Some("http://127.0.0.1:9/x".to_owned()) },
            302,
            ("location", Some("http://127.0.0.1:9/x")),
        ),
        (Fault::Drop, 0, ("content-type", None)),
    ];
    for (fault, status, (header, value)) in &faults {
        for (endpoint, method, path, body) in requests(&id) {
            control.set_fault(endpoint, fault.clone(), Some(1));
            let reply = wire.send(method, &path, &body).await;
            assert_eq!(reply.status(), *status, "{fault:?} {method} {path}: {}", reply.text);
            assert_eq!(reply.header(header), *value, "{fault:?} {method} {path}");
            match fault {
                Fault::Drop => assert_eq!(reply.text, "", "no answer at all"),
                Fault::Html | Fault::Redirect { .. } => {
                    assert_ne!(reply.header("content-type"), Some(MEDIA_TYPE))
                }
                _ => assert_eq!(reply.json()["status"], json!(status.to_string()), "a SCIM error"),
            }
            assert_eq!(control.faults(), [], "the switch went off");
        }
    }
    let left = control.accounts().await.expect("accounts");
    assert_eq!(left.iter().map(|account| account.active).collect::<Vec<_>>(), [true], "nothing was served");
}

#[tokio::test]
async fn a_fault_that_damages_the_answer_leaves_what_was_written() {
    let wire = Wire::new(|_| {}).await;
    let control = wire.world.control();
    for (name, fault) in [
        ("truncated", Fault::TruncatedJson),
        ("mislabelled", Fault::WrongContentType),
        ("slow", Fault::SlowBody { milliseconds: 1 }),
        ("cut", Fault::DropMidBody),
        ("lost", Fault::LoseAnswer),
        ("late", Fault::Delay { milliseconds: 20 }),
    ] {
        control.set_fault(Endpoint::UserCreate, fault.clone(), Some(1));
        let began = Instant::now();
        let reply = wire.send("POST", "/scim/v2/Users", &user(name).to_string()).await;
        let length = reply.header("content-length").and_then(|length| length.parse::<usize>().ok());
        match fault {
            Fault::TruncatedJson => {
                assert_eq!((reply.status(), length), (201, Some(reply.body().len())), "whole for HTTP");
                assert!(serde_json::from_str::<Value>(reply.body()).is_err());
                assert!(reply.body().starts_with('{'));
            }
            Fault::WrongContentType => {
                assert_eq!(reply.header("content-type"), Some("text/plain"));
                assert!(reply.json()["id"].is_string());
            }
            Fault::SlowBody { .. } => {
                assert_eq!(reply.header("transfer-encoding"), Some("chunked"));
                let drops = reply.body().matches("\r\n10\r\n").count();
                assert!(drops > 10, "drops of 16 bytes: {}", reply.text);
            }
            Fault::DropMidBody => {
                assert!(length.is_some_and(|length| reply.body().len() < length), "{}", reply.text);
                assert!(!reply.body().is_empty(), "{}", reply.text);
            }
            Fault::LoseAnswer => assert_eq!(reply.text, ""),
            _ => {
                assert_eq!(reply.status(), 201);
                assert!(began.elapsed() >= Duration::from_millis(20));
            }
        }
        let again = wire.send("POST", "/scim/v2/Users", &user(name).to_string()).await;
        assert_eq!(again.status(), 409, "{name} was created");
    }
}

#[tokio::test]
async fn a_switch_stays_on_until_it_is_cleared() {
    let wire = Wire::new(|_| {}).await;
    let control = wire.world.control();
    control.set_fault(Endpoint::All, Fault::Redirect { location: None }, None);
    control.set_fault(Endpoint::UsersList, Fault::NotFound, Some(2));
    let statuses = async |path: &str| {
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(wire.send("GET", path, "").await.status());
        }
        statuses
    };
    assert_eq!(statuses(FILTER).await, [404, 404, 302]);
    assert_eq!(statuses("/scim/v2/Groups").await, [302, 302, 302]);
    let redirect = wire.send("GET", "/scim/v2/Groups", "").await;
    assert_eq!(redirect.header("location"), Some(&*format!("http://{}/sign-in", wire.authority())));
    control.clear_faults();
    assert_eq!(statuses(FILTER).await, [200, 200, 200]);
}

#[tokio::test]
async fn events_and_switches_lie_beside_the_service_behind_its_token() {
    let wire = Wire::new(|_| {}).await;
    for path in ["/ramp/events", "/ramp/faults"] {
        let request = wire.request("GET", path, "").replace(&wire.token, "other");
        assert_eq!(wire.raw(&request).await.status(), 401, "{path}");
    }
    let ana = created(&wire, "ana").await;
    let first = wire.send("GET", "/ramp/events", "").await.json();
    assert_eq!(first["events"][0]["sentence"], json!("Location Lisbon created"));
    assert_eq!(first["events"][0]["userId"], json!(ana));
    let last = first["last"].as_u64().expect("a number");
    assert_eq!(last, first["events"].as_array().expect("a list").len() as u64);
    let next = wire.send("GET", &format!("/ramp/events?after={last}"), "").await.json();
    assert_eq!(next, json!({"events": [], "last": last}));
    assert_eq!(wire.send("GET", "/ramp/events?after=x", "").await.status(), 400);

    let switch = json!({
        "endpoint": "users-list",
        "fault": {"kind": "too-many-requests", "retryAfter": 3},
        "times": 1,
    });
    let set = wire.send("PUT", "/ramp/faults", &switch.to_string()).await;
    assert_eq!((set.status(), set.json()), (200, json!([switch])));
    assert_eq!(wire.send("GET", "/ramp/faults", "").await.json(), json!([switch]));
    assert_eq!(wire.send("GET", FILTER, "").await.header("retry-after"), Some("3"));
    assert_eq!(wire.send("GET", FILTER, "").await.status(), 200);
    let always = json!({"endpoint": "all", "fault": {"kind": "html"}, "times": null});
    wire.send("PUT", "/ramp/faults", &always.to_string()).await;
    assert_eq!(wire.send("DELETE", "/ramp/faults", "").await.status(), 204, "no fault meets the switches");
    assert_eq!(wire.send("GET", "/ramp/faults", "").await.json(), json!([]));

    let remote = |url: &str, token: &str| Remote::new(url, token.to_owned().into());
    let url = wire.world.scim_url();
    let here = remote(&url, &wire.token).expect("a practice Ramp");
    let on = FaultSwitch { endpoint: Endpoint::Groups, fault: Fault::Drop, times: None };
    assert_eq!(here.set_fault(&on).await.expect("set"), std::slice::from_ref(&on));
    assert_eq!(here.faults().await.expect("a list"), wire.world.control().faults());
    here.clear_faults().await.expect("cleared");
    assert_eq!(wire.world.control().faults(), []);
    let told = wire.world.control().events(1).await.expect("events");
    assert_eq!(here.events(1).await.expect("events"), told);
    let refused = remote(&url, "other").expect("a practice Ramp").faults().await;
    assert!(matches!(refused, Err(PracticeError::Refused { status: 401 })), "{refused:?}");
    for elsewhere in ["https://scim.example.com/v2", "nonsense"] {
        assert!(matches!(remote(elsewhere, "t"), Err(PracticeError::NotPractice(_))), "{elsewhere}");
    }
    let nonsense = wire.send("PUT", "/ramp/faults", "{\"endpoint\": \"moon\"}").await;
    assert_eq!(nonsense.status(), 400);
}
