//! A tenant with one application whose job sends to the practice Ramp beside it.

use std::sync::Arc;
use std::time::Duration;

use onramp_http::{HttpClient, HttpOptions, HttpRequest, Method, Url};
use onramp_mapping::{Document, recommended};
use onramp_practice::control::{DirectoryChange, EntraControl, PracticeAccount};
use onramp_practice::{MemoryKeeper, World, WorldOptions};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The Custom template.
const TEMPLATE: &str = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";
/// The rule that maps users.
pub const RULE: &str = "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8";
/// The role `User`.
const ROLE: &str = "18d14569-c3bd-439b-9a66-3a2aee01d14f";

/// Cycles are so far apart.
pub const INTERVAL: Duration = Duration::from_secs(40 * 60);

pub struct Tenant {
    pub world: World,
    pub folder: TempDir,
    keeper: Arc<MemoryKeeper>,
    http: HttpClient,
    pub application: String,
    pub principal: String,
    pub job: String,
    /// Ramp's token.
    pub token: String,
}

impl Tenant {
    /// One with a job that was never started, and the mappings Ramp recommends; nobody is assigned.
    pub async fn new() -> Self {
        Self::of(false).await
    }

    /// The same beside a Ramp that refuses what Entra sends beside the RFCs.
    pub async fn strict() -> Self {
        Self::of(true).await
    }

    async fn of(is_strict: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let keeper = Arc::new(MemoryKeeper::default());
        let world = start(&folder, &keeper, is_strict).await;
        let token = world.control().generate_token().await.expect("a token").token;
        let http = HttpClient::new(HttpOptions::default()).expect("a client");
        let blank = String::new;
        let mut tenant = Self {
            world,
            folder,
            keeper,
            http,
            application: blank(),
            principal: blank(),
            job: blank(),
            token,
        };
        let path = format!("/applicationTemplates/{TEMPLATE}/instantiate");
        let made = tenant.post(&path, json!({"displayName": "Ramp"})).await;
        tenant.principal = text(&made["servicePrincipal"]["id"]);
        tenant.application = text(&made["application"]["id"]);
        tenant.connect(&[]).await;
        let path = format!("{}/jobs", tenant.synchronization());
        tenant.job = text(&tenant.post(&path, json!({"templateId": "scim"})).await["id"]);
        let schema = tenant.schema().await.to_string();
        let mut schema = Document::parse(&schema).expect("a schema");
        schema.set_table(&recommended());
        tenant.save_schema(serde_json::from_str(schema.text()).expect("JSON")).await;
        tenant
    }

    pub async fn schema(&self) -> Value {
        self.get(&format!("{}/jobs/{}/schema", self.synchronization(), self.job)).await
    }

    pub async fn save_schema(&self, schema: Value) {
        let path = format!("{}/jobs/{}/schema", self.synchronization(), self.job);
        let (status, body) = self.send(Method::PUT, &path, Some(schema)).await;
        assert_eq!(status, 204, "{body}");
    }

    /// The same with the five people of *Ramp pilot* assigned as a group.
    pub async fn with_pilot() -> Self {
        let tenant = Self::new().await;
        tenant.assign(&tenant.group("Ramp pilot").await).await;
        tenant
    }

    /// The same data and secrets, served anew.
    pub async fn reopened(self) -> Self {
        let Self { world, folder, keeper, http, application, principal, job, token } = self;
        world.stop().await;
        let world = start(&folder, &keeper, false).await;
        Self { world, folder, keeper, http, application, principal, job, token }
    }

    /// The same after the program was ended in the middle of whatever it did.
    pub async fn crashed(self) -> Self {
        let Self { world, folder, keeper, http, application, principal, job, token } = self;
        drop(world);
        let world = start(&folder, &keeper, false).await;
        let tenant = Self { world, folder, keeper, http, application, principal, job, token };
        // Ramp may have another port now.
        tenant.connect(&[]).await;
        tenant
    }

    pub fn entra(&self) -> EntraControl {
        self.world.entra()
    }

    pub fn synchronization(&self) -> String {
        format!("/servicePrincipals/{}/synchronization", self.principal)
    }

    /// Saves the connection to the Ramp of this world, with `more` in place of or beside what is needed.
    pub async fn connect(&self, more: &[(&str, &str)]) {
        let url = self.world.scim_url();
        let mut pairs = vec![
            ("BaseAddress", url.as_str()),
            ("SecretToken", self.token.as_str()),
            ("SyncNotificationSettings", r#"{"Enabled":false}"#),
            ("SyncAll", "false"),
        ];
        for (key, value) in more {
            pairs.retain(|(name, _)| name != key);
            pairs.push((key, value));
        }
        let pairs: Vec<_> =
            pairs.into_iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
        let path = format!("{}/secrets", self.synchronization());
        let (status, body) = self.send(Method::PUT, &path, Some(json!({"value": pairs}))).await;
        assert_eq!(status, 204, "{body}");
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}{path}", self.world.graph_url());
        let request = HttpRequest {
            method,
            url: Url::parse(&url).expect("a URL"),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            bearer: Some(self.world.graph_token()),
            body,
            purpose: "test".to_owned(),
        };
        let answer = self.http.send(request).await.result.expect("an answer");
        (answer.status, answer.json().unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, body) = self.send(Method::POST, path, Some(body)).await;
        assert!(matches!(status, 200..=204), "{path}: {status} {body}");
        body
    }

    /// An action of the job, such as `start`.
    pub async fn act(&self, action: &str, body: Option<Value>) {
        let path = format!("{}/jobs/{}/{action}", self.synchronization(), self.job);
        let (status, body) = self.send(Method::POST, &path, body).await;
        assert_eq!(status, 204, "{action}: {body}");
    }

    /// Starts the job and waits until the first cycle is over.
    pub async fn start(&self) {
        self.act("start", None).await;
        self.settled().await;
    }

    pub async fn restart(&self, reset_scope: &str) {
        self.act("restart", Some(json!({"criteria": {"resetScope": reset_scope}}))).await;
        self.settled().await;
    }

    pub async fn settled(&self) {
        let settled = tokio::time::timeout(Duration::from_secs(60), self.entra().settled()).await;
        settled.expect("it settles").expect("settled");
    }

    pub async fn advance(&self, by: Duration) {
        let advanced = tokio::time::timeout(Duration::from_secs(120), self.entra().advance(by)).await;
        advanced.expect("it settles").expect("advanced");
    }

    /// To just after the next incremental cycle.
    pub async fn next_cycle(&self) {
        self.advance(INTERVAL).await;
    }

    pub async fn change(&self, change: DirectoryChange) {
        self.entra().change(change).await.expect("changed");
    }

    pub async fn set(&self, user: &str, name: &str, value: Value) {
        let value = Some(value).filter(|value| !value.is_null());
        self.change(DirectoryChange::SetAttribute { user: user.to_owned(), name: name.to_owned(), value })
            .await;
    }

    pub async fn group(&self, name: &str) -> String {
        let groups = self.get("/groups?$select=id,displayName").await;
        let found =
            groups["value"].as_array().expect("a list").iter().find(|group| group["displayName"] == name);
        text(&found.expect("the group")["id"])
    }

    pub async fn user(&self, name: &str) -> String {
        text(&self.get(&format!("/users/{name}@contoso.example?$select=id")).await["id"])
    }

    /// Assigns a person or group to the role `User`; answers the assignment's id.
    pub async fn assign(&self, principal: &str) -> String {
        self.assign_as(principal, ROLE).await
    }

    pub async fn assign_as(&self, principal: &str, role: &str) -> String {
        let body = json!({"principalId": principal, "resourceId": self.principal, "appRoleId": role});
        let path = format!("/servicePrincipals/{}/appRoleAssignedTo", self.principal);
        text(&self.post(&path, body).await["id"])
    }

    pub async fn unassign(&self, assignment: &str) {
        let path = format!("/servicePrincipals/{}/appRoleAssignedTo/{assignment}", self.principal);
        let (status, body) = self.send(Method::DELETE, &path, None).await;
        assert_eq!(status, 204, "{body}");
    }

    pub async fn status(&self) -> Value {
        self.get(&format!("{}/jobs/{}", self.synchronization(), self.job)).await["status"].clone()
    }

    pub async fn state(&self) -> Value {
        self.get(&format!("{}/jobs/{}", self.synchronization(), self.job)).await
    }

    /// The log's entries since a time, the oldest first.
    pub async fn log_since(&self, since: &str) -> Vec<Value> {
        let filter = format!("jobId eq '{}' and activityDateTime ge {since}", self.job);
        let filter: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let path = format!("/auditLogs/provisioning?$filter={filter}&$orderby=activityDateTime&$top=200");
        self.get(&path).await["value"].as_array().cloned().expect("a list")
    }

    pub async fn log(&self) -> Vec<Value> {
        self.log_since("2020-01-01T00:00:00Z").await
    }

    /// "name action status" of each entry since a time.
    pub async fn told_since(&self, since: &str) -> Vec<String> {
        let mut told: Vec<_> = self.log_since(since).await.iter().map(line).collect();
        told.sort();
        told
    }

    /// Now, as a filter takes it.
    pub fn now(&self) -> String {
        self.entra().now().to_string()
    }

    /// Everybody in Ramp by name.
    pub async fn ramp(&self) -> Vec<PracticeAccount> {
        let mut accounts = self.world.control().accounts().await.expect("accounts");
        accounts.sort_by(|a, b| a.name.cmp(&b.name));
        accounts
    }

    /// Who is active in Ramp.
    pub async fn active(&self) -> Vec<String> {
        self.ramp().await.into_iter().filter(|account| account.active).map(|account| account.name).collect()
    }

    pub async fn on_demand(&self, user: &str) -> (Value, Value) {
        let (status, body) = self.try_on_demand(RULE, "User", user).await;
        assert_eq!(status, 200, "{body}");
        let inner = |name: &str| serde_json::from_str(body[name].as_str().expect("text")).expect("JSON");
        (inner("key"), inner("value"))
    }

    pub async fn try_on_demand(&self, rule: &str, kind: &str, object: &str) -> (u16, Value) {
        let subjects = json!([{"objectId": object, "objectTypeName": kind}]);
        let path = format!("{}/jobs/{}/provisionOnDemand", self.synchronization(), self.job);
        let body = json!({"parameters": [{"ruleId": rule, "subjects": subjects}]});
        self.send(Method::POST, &path, Some(body)).await
    }
}

async fn start(folder: &TempDir, keeper: &Arc<MemoryKeeper>, strict: bool) -> World {
    let keeper: Arc<dyn onramp_practice::SecretKeeper> = Arc::<MemoryKeeper>::clone(keeper);
    let graph_token = Some(SecretString::from("graph-token-of-this-test"));
    let options = WorldOptions { keeper, graph_token, strict, ..WorldOptions::new(folder.path()) };
    World::start(options).await.expect("a world")
}

pub fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// "name action status" of an entry.
pub fn line(entry: &Value) -> String {
    let status = &entry["provisioningStatusInfo"]["status"];
    format!(
        "{} {} {}",
        text(&entry["sourceIdentity"]["displayName"]),
        text(&entry["provisioningAction"]),
        text(status)
    )
}

/// Asks again and again until there is something.
pub async fn until<T, F: Future<Output = Option<T>>>(ask: impl Fn() -> F) -> T {
    let asking = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.expect("it comes about")
}
