//! A practice Ramp without a port.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use onramp_practice::control::{Control, PracticeAccount, PracticeSettings};
use onramp_practice::{Rules, ramp};
use onramp_scim::{MEDIA_TYPE, urn};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub const BASE: &str = "http://127.0.0.1:1/scim/v2";

pub struct Ramp {
    pub router: Router,
    pub control: Control,
    pub token: String,
    pub folder: TempDir,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().expect("an id").to_owned()
    }

    /// Status, scimType and detail of a refusal.
    pub fn refusal(&self) -> (u16, &str, &str) {
        assert_eq!(self.body["schemas"], json!([urn::ERROR]), "{self:?}");
        assert_eq!(self.body["status"], json!(self.status.to_string()), "{self:?}");
        (
            self.status,
            self.body["scimType"].as_str().unwrap_or(""),
            self.body["detail"].as_str().unwrap_or(""),
        )
    }
}

impl Ramp {
    pub async fn new() -> Self {
        Self::with(Rules::Ramp, PracticeSettings::default()).await
    }

    pub async fn with(rules: Rules, settings: PracticeSettings) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let state = ramp::RampState::open(folder.path(), BASE, rules).await.expect("a state");
        let control = state.control();
        control.set_settings(settings).await.expect("settings");
        let token = control.generate_token().await.expect("a token").token;
        Self { router: ramp::router(state), control, token, folder }
    }

    /// One that refuses what departs from the RFCs.
    pub async fn strict(rules: Rules) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let state = ramp::RampState::open(folder.path(), BASE, rules).await.expect("a state").strict(true);
        let control = state.control();
        let token = control.generate_token().await.expect("a token").token;
        Self { router: ramp::router(state), control, token, folder }
    }

    /// The same data under other rules.
    pub async fn reopened(self, rules: Rules) -> Self {
        let Self { control: _, router: _, token, folder } = self;
        let state = ramp::RampState::open(folder.path(), BASE, rules).await.expect("a state");
        Self { control: state.control(), router: ramp::router(state), token, folder }
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let body = body.map(Value::to_string).unwrap_or_default();
        self.send_raw(method, path, Some(&self.token), body).await
    }

    pub async fn send_raw(&self, method: &str, path: &str, token: Option<&str>, body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/scim/v2{path}"));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.header("content-type", MEDIA_TYPE).body(Body::from(body)).expect("a request");
        answer_of(&self.router, request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub async fn create(&self, body: &Value) -> Answer {
        self.send("POST", "/Users", Some(body)).await
    }

    pub async fn patch(&self, id: &str, operations: Value) -> Answer {
        let body = json!({"schemas": [urn::PATCH_OP], "Operations": operations});
        self.send("PATCH", &format!("/Users/{id}"), Some(&body)).await
    }

    /// The account on Ramp's own pages.
    pub async fn account(&self, id: &str) -> PracticeAccount {
        let accounts = self.control.accounts().await.expect("accounts");
        accounts.into_iter().find(|account| account.id == id).expect("the account")
    }

    pub async fn count(&self) -> usize {
        self.control.accounts().await.expect("accounts").len()
    }
}

pub async fn status_of(router: &Router, request: Request<Body>) -> u16 {
    router.clone().oneshot(request).await.expect("an answer").status().as_u16()
}

pub async fn answer_of(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    let content_type = headers.get("content-type").map(|value| value.as_bytes().to_vec());
    let body = if status == StatusCode::NO_CONTENT {
        assert!(bytes.is_empty());
        Value::Null
    } else {
        assert_eq!(content_type.as_deref(), Some(MEDIA_TYPE.as_bytes()), "every answer is SCIM");
        serde_json::from_slice(&bytes).expect("JSON")
    };
    Answer { status: status.as_u16(), headers, body }
}

pub fn defaults(location: &str, department: &str) -> PracticeSettings {
    PracticeSettings {
        default_location: Some(location.to_owned()),
        default_department: Some(department.to_owned()),
    }
}

/// A complete user, as Entra creates one.
pub fn user(name: &str) -> Value {
    json!({
        "schemas": [urn::USER, urn::ENTERPRISE_USER],
        "externalId": name,
        "userName": format!("{name}@contoso.example"),
        "active": true,
        "emails": [{"primary": true, "type": "work", "value": format!("{name}@contoso.example")}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "not understood", "familyName": "Silva", "givenName": name},
        "addresses": [{"type": "work", "locality": "Lisbon"}],
        "roles": [],
        urn::ENTERPRISE_USER: {"employeeNumber": "7", "department": "Finance"},
    })
}

/// The same with a manager.
pub fn user_of(name: &str, manager: &str) -> Value {
    let mut user = user(name);
    user[urn::ENTERPRISE_USER]["manager"] = json!(manager);
    user
}
