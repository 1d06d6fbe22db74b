//! A practice tenant, asked over real HTTP.

use std::path::Path;

use onramp_http::{HttpClient, HttpOptions, HttpRequest, Method, ProxyUse, Url};
use onramp_practice::control::EntraControl;
use onramp_practice::{World, WorldOptions};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tempfile::TempDir;

pub const CUSTOM: &str = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";
pub const USER_ROLE: &str = "18d14569-c3bd-439b-9a66-3a2aee01d14f";
pub const ANA: &str = "fba90285-3ea5-5cb1-a741-9aa247d51086";
pub const RUI: &str = "28592cb2-7377-5d1c-8103-7bb48a8fc8e4";
pub const PILOT: &str = "96862d72-cc7a-5211-8a98-60e6931a9ff8";

/// A world and a client of its tenant.
pub struct Tenant {
    pub world: World,
    pub token: SecretString,
    http: HttpClient,
    pub folder: TempDir,
}

/// An application that is set up.
#[derive(Debug, Clone)]
pub struct App {
    pub id: String,
    pub sp: String,
    pub app_id: String,
    /// `/servicePrincipals/{sp}/synchronization/jobs/{id}`.
    pub job: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body of what went well.
    pub fn good(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// Status and code of a refusal, which has Graph's shape.
    pub fn refusal(&self) -> (u16, &str) {
        let error = &self.body["error"];
        assert!(error["message"].is_string(), "{self:?}");
        for name in ["date", "request-id", "client-request-id"] {
            assert!(error["innerError"][name].is_string(), "{self:?}");
        }
        assert_eq!(self.header("request-id"), error["innerError"]["request-id"].as_str());
        (self.status, error["code"].as_str().expect("a code"))
    }

    pub fn message(&self) -> &str {
        self.body["error"]["message"].as_str().unwrap_or_default()
    }

    /// The names of what is listed.
    pub fn names(&self, name: &str) -> Vec<&str> {
        let value = self.body["value"].as_array().expect("a list");
        value.iter().map(|item| item[name].as_str().unwrap_or_default()).collect()
    }
}

impl Tenant {
    pub async fn new() -> Self {
        Self::at(tempfile::tempdir().expect("a folder"), |_| {}).await
    }

    pub async fn at(folder: TempDir, change: impl FnOnce(&mut WorldOptions)) -> Self {
        let mut options = WorldOptions::new(folder.path());
        change(&mut options);
        let world = World::start(options).await.expect("a world");
        Self { token: world.graph_token(), world, http: client(), folder }
    }

    /// Ends the world and starts it over the same data.
    pub async fn again(self) -> Self {
        let Self { world, folder, token, .. } = self;
        world.stop().await;
        Self::at(folder, |options| options.graph_token = Some(token)).await
    }

    pub fn control(&self) -> EntraControl {
        self.world.entra()
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.send_with(method, path, body, &[]).await
    }

    /// A request with headers; it has to be answered.
    pub async fn send_with(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        self.try_send(method, path, body, headers).await.expect("an answer")
    }

    /// The answer, if there is one.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Option<Answer> {
        let url = match path.starts_with("http") {
            true => path.to_owned(),
            false => format!("{}{path}", self.world.graph_url()),
        };
        let request = HttpRequest {
            method,
            bearer: Some(self.token.clone()),
            body,
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            ..HttpRequest::get(Url::parse(&url).expect("a URL"), "test")
        };
        let response = self.http.send(request).await.result.ok()?;
        let body = match response.body_text.is_empty() {
            true => Value::Null,
            false => serde_json::from_str(&response.body_text).expect("JSON"),
        };
        Some(Answer { status: response.status, headers: response.headers, body })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// An advanced query of the directory.
    pub async fn query(&self, path: &str) -> Answer {
        self.send_with(Method::GET, path, None, &[("ConsistencyLevel", "eventual")]).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// A new application; nothing else is done.
    pub async fn instantiate(&self, name: &str) -> App {
        let made = self
            .post(&format!("/applicationTemplates/{CUSTOM}/instantiate"), json!({"displayName": name}))
            .await
            .good(201);
        let text = |pointer: &str| made.pointer(pointer).and_then(Value::as_str).expect("an id").to_owned();
        App {
            id: text("/application/id"),
            sp: text("/servicePrincipal/id"),
            app_id: text("/application/appId"),
            job: String::new(),
        }
    }

    /// An application with a job that is connected to the world's Ramp, whose pilot group is assigned.
    pub async fn app(&self) -> App {
        let mut app = self.instantiate("Ramp").await;
        let token = self.world.control().generate_token().await.expect("a token").token;
        let secrets = secrets(&self.world.scim_url(), &token, "false");
        self.put(&format!("/servicePrincipals/{}/synchronization/secrets", app.sp), secrets).await.good(204);
        let jobs = format!("/servicePrincipals/{}/synchronization/jobs", app.sp);
        let job = self.post(&jobs, json!({"templateId": "scim"})).await.good(201);
        app.job = format!("{jobs}/{}", job["id"].as_str().expect("an id"));
        self.assign(&app, PILOT).await.good(201);
        app
    }

    /// Assigns a user or a group to an application.
    pub async fn assign(&self, app: &App, principal: &str) -> Answer {
        let body = json!({"principalId": principal, "resourceId": app.sp, "appRoleId": USER_ROLE});
        self.post(&format!("/servicePrincipals/{}/appRoleAssignedTo", app.sp), body).await
    }
}

/// The four secrets that a connection has.
pub fn secrets(base: &str, token: &str, sync_all: &str) -> Value {
    json!({"value": [
        {"key": "BaseAddress", "value": base},
        {"key": "SecretToken", "value": token},
        {"key": "SyncNotificationSettings",
            "value": "{\"Enabled\":false,\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":500}"},
        {"key": "SyncAll", "value": sync_all},
    ]})
}

/// Whether a text stands anywhere in a folder's files.
pub fn is_on_disk(folder: &Path, text: &str) -> bool {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries.map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return is_on_disk(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

fn client() -> HttpClient {
    HttpClient::new(HttpOptions { proxy: ProxyUse::Never, ..HttpOptions::default() }).expect("a client")
}

/// The token itself, to be shown where a test sends it by hand.
pub fn exposed(token: &SecretString) -> &str {
    token.expose_secret()
}
