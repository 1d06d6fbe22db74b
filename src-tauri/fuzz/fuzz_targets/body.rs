//! The body of a request to the practice Ramp, through its router and into its data: whatever comes, the answer is SCIM,
//! and never the service's own failure.
//!
//! The first byte chooses the request, the rest is its body.
#![no_main]

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use libfuzzer_sys::fuzz_target;
use onramp_practice::Rules;
use onramp_practice::ramp::{RampState, router};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The most an answer may hold.
const LIMIT: usize = 64 * 1024 * 1024;

/// A practice Ramp with one user.
struct Practice {
    runtime: Runtime,
    router: Router,
    token: String,
    user: String,
    _data: TempDir,
}

static PRACTICE: LazyLock<Practice> = LazyLock::new(|| {
    let data = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (router, token) = runtime.block_on(async {
        let state =
            RampState::open(data.path(), "http://127.0.0.1:1/scim/v2", Rules::Plain).await.expect("a state");
        let token = state.control().generate_token().await.expect("a token").token;
        (router(state), token)
    });
    let mut practice = Practice { runtime, router, token, user: String::new(), _data: data };
    let ana = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "ana@contoso.example",
        "active": true,
        "emails": [{"type": "work", "value": "ana@contoso.example", "primary": true}],
    });
    let (status, answer) = practice.send("POST", "/Users", ana.to_string().into_bytes());
    assert_eq!(status, 201, "{answer}");
    practice.user = answer["id"].as_str().expect("an id").to_owned();
    practice
});

impl Practice {
    fn send(&self, method: &str, path: &str, body: Vec<u8>) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://127.0.0.1:1/scim/v2{path}"))
            .header("host", "127.0.0.1:1")
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/scim+json")
            .body(Body::from(body))
            .expect("a request");
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.expect("an answer");
            let status = answer.status().as_u16();
            let body = to_bytes(answer.into_body(), LIMIT).await.expect("a body");
            let body =
                if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).expect("JSON") };
            (status, body)
        })
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((&choice, body)) = input.split_first() else { return };
    let practice = &*PRACTICE;
    let user = format!("/Users/{}", practice.user);
    let (method, path) = match choice % 6 {
        0 => ("POST", "/Users"),
        1 => ("PATCH", user.as_str()),
        2 => ("PUT", user.as_str()),
        3 => ("POST", "/Groups"),
        4 => ("POST", "/Bulk"),
        _ => ("POST", "/.search"),
    };
    let (status, answer) = practice.send(method, path, body.to_vec());
    // 501 is SCIM's way to say that something is not implemented (RFC 7644 §3.12).
    assert!(status < 500 || status == 501, "{method} {path} answered {status}: {answer}");
    if status >= 400 {
        assert_eq!(answer["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]), "{answer}");
        assert_eq!(answer["status"], json!(status.to_string()), "{answer}");
    }
});
