//! All that is sent to Microsoft Graph: every request of `onramp_graph::requests` in the order of a set-up, and beside them
//! GETs with the query options that admins and their tools use, and what Graph refuses.
//!
//! The tests of `tests/foreign` send the same through a proxy that somebody else wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use onramp_graph::requests::{applications, assignments, directory, jobs, logs, signed_in};
use onramp_graph::wire::Secret;
use onramp_graph::{Batch, BatchAnswer, BatchPart, Graph, GraphUrl, Request, Witness, constants};
use onramp_http::{ExchangeRecord, HttpClient, HttpOptions, HttpRequest, Method, Url};
use onramp_testkit::NoWait;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The description of Graph that `ONRAMP_GRAPH_OPENAPI` names, from the root of this repository; without one, says so.
pub(crate) fn description() -> Option<PathBuf> {
    let file = std::env::var_os("ONRAMP_GRAPH_OPENAPI").filter(|file| !file.is_empty());
    if file.is_none() {
        println!("skipped: ONRAMP_GRAPH_OPENAPI names no description of Graph");
    }
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file?))
}

/// Why the traffic can't go on.
pub(crate) type Stuck = Box<dyn Error + Send + Sync>;

/// Keeps every exchange.
#[derive(Debug, Default)]
pub(crate) struct Records(Mutex<Vec<ExchangeRecord>>);

impl Records {
    /// Those since the last call.
    pub(crate) fn take(&self) -> Vec<ExchangeRecord> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Witness for Records {
    fn saw(&self, record: &ExchangeRecord) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(record.clone());
    }
}

/// A SCIM service to provision to.
pub(crate) struct Service {
    pub(crate) url: String,
    pub(crate) token: SecretString,
}

/// What a request is expected to come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    Status(u16),
    /// Any status from 400 to 499: the description leaves open which.
    Refused,
}

impl Due {
    fn is_met(self, status: Option<u16>) -> bool {
        match (self, status) {
            (Self::Status(due), Some(status)) => due == status,
            (Self::Refused, Some(status)) => (400..500).contains(&status),
            (_, None) => false,
        }
    }
}

/// Sends, and keeps what went over the wire.
pub(crate) struct Line {
    graph: Graph,
    http: HttpClient,
    /// Graph's address; without a version where a proxy adds it.
    base: String,
    token: SecretString,
    /// Every exchange so far.
    pub(crate) records: Arc<Records>,
    /// Which requests of the client were sent, such as `jobs::start`.
    pub(crate) sent: BTreeSet<&'static str>,
    /// What came to something else than is due.
    pub(crate) unexpected: Vec<String>,
}

/// Sends a request of the client, and notes which one it was.
macro_rules! ask {
    ($line:expr, $module:ident :: $name:ident ( $($argument:expr),* )) => {
        $line.ask(concat!(stringify!($module), "::", stringify!($name)), $module::$name($($argument),*)).await
    };
}

/// Adds a request of the client to a batch, and notes which one it was.
macro_rules! add {
    ($line:expr, $batch:expr, $module:ident :: $name:ident ( $($argument:expr),* )) => {{
        $line.sent.insert(concat!(stringify!($module), "::", stringify!($name)));
        $batch.add($module::$name($($argument),*))
    }};
}

/// The people and groups the traffic is about.
pub(crate) struct People {
    /// Who is signed in.
    pub(crate) me: String,
    pub(crate) user: String,
    pub(crate) sign_in_name: String,
    /// Somebody who has no manager.
    pub(crate) alone: String,
    pub(crate) second: String,
    pub(crate) group: String,
    pub(crate) other_group: String,
}

/// What the set-up made.
pub(crate) struct Made {
    pub(crate) application: String,
    pub(crate) app_id: String,
    pub(crate) service_principal: String,
    pub(crate) role: String,
    pub(crate) job: String,
}

impl Line {
    /// A line to a Graph address. Nothing is sent yet.
    pub(crate) fn new(base: &str, token: SecretString) -> Result<Self, Stuck> {
        let records = Arc::new(Records::default());
        let http = HttpClient::new(HttpOptions::default())?;
        let graph =
            Graph::new(http.clone(), GraphUrl::parse(base)?, token.clone()).with_witness(records.clone());
        let graph = graph.with_pace(Arc::new(NoWait::default()));
        let base = base.trim_end_matches('/').to_owned();
        Ok(Self { graph, http, base, token, records, sent: BTreeSet::new(), unexpected: Vec::new() })
    }

    /// All of it. `settled` comes back when a started job has done what was due.
    pub(crate) async fn everything(
        &mut self,
        service: &Service,
        settled: impl AsyncFn(),
    ) -> Result<(), Stuck> {
        let me = self.look_around().await?;
        let people = self.people(me).await?;
        let made = self.set_up(service, &people).await?;
        self.run(service, &people, &made, settled).await?;
        self.rows(&people, &made).await?;
        self.pages().await?;
        self.refusals(service, &people, &made).await;
        self.take_down(&people, &made).await
    }

    async fn ask<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        request: Request<T>,
    ) -> Result<T, Stuck> {
        self.sent.insert(name);
        self.graph.ask_until_visible(request).await.map_err(|failure| format!("{name}: {failure}").into())
    }

    /// Who is signed in, to what: one by one, and in a batch.
    async fn look_around(&mut self) -> Result<String, Stuck> {
        let signed_in = ask!(self, signed_in::me())?.id;
        ask!(self, signed_in::organization())?;
        ask!(self, signed_in::roles())?;
        ask!(self, signed_in::licences())?;
        let mut batch = Batch::new();
        let me = add!(self, batch, signed_in::me());
        let tenant = add!(self, batch, signed_in::organization());
        let roles = add!(self, batch, signed_in::roles());
        let licences = add!(self, batch, signed_in::licences());
        let found = add!(self, batch, directory::search_groups("ramp"));
        let missing = add!(self, batch, applications::application("00000000-0000-4000-8000-000000000000"));
        let mut answer = self.graph.batch(batch).await?;
        self.part("me", &mut answer, me);
        self.part("organization", &mut answer, tenant);
        self.part("roles", &mut answer, roles);
        self.part("licences", &mut answer, licences);
        self.part("groups by search", &mut answer, found);
        if answer.take(missing).is_ok() {
            self.unexpected.push("a batch has an application that there is not".to_owned());
        }
        Ok(signed_in)
    }

    fn part<T: DeserializeOwned>(
        &mut self,
        name: &str,
        answer: &mut BatchAnswer,
        part: BatchPart<T>,
    ) -> Option<T> {
        let taken = answer.take(part);
        taken.map_err(|error| self.unexpected.push(format!("{name} in a batch: {error}"))).ok()
    }

    pub(crate) async fn people(&mut self, me: String) -> Result<People, Stuck> {
        let users = ask!(self, directory::users())?.value;
        let text = |user: &Value, member: &str| user[member].as_str().unwrap_or_default().to_owned();
        let managed = |user: &&Value| user["manager"].is_object() && user["accountEnabled"] == true;
        let mut with_manager = users.iter().filter(managed);
        let (Some(first), Some(second)) = (with_manager.next(), with_manager.next()) else {
            return Err("fewer than two people with a manager".into());
        };
        let alone =
            users.iter().find(|user| !user["manager"].is_object()).ok_or("nobody without a manager")?;
        ask!(self, directory::user(&text(first, "id")))?;

        let groups = ask!(self, directory::groups())?.value;
        ask!(self, directory::search_groups("ramp"))?;
        ask!(self, directory::search_users("an"))?;
        let [group, other_group, ..] = groups.as_slice() else { return Err("fewer than two groups".into()) };
        for group in &groups {
            ask!(self, directory::members(&group.id))?;
            ask!(self, directory::transitive_members(&group.id))?;
        }
        Ok(People {
            me,
            user: text(first, "id"),
            sign_in_name: text(first, "userPrincipalName"),
            alone: text(alone, "id"),
            second: text(second, "id"),
            group: group.id.clone(),
            other_group: other_group.id.clone(),
        })
    }

    /// An application with a job that is not started yet.
    pub(crate) async fn set_up(&mut self, service: &Service, people: &People) -> Result<Made, Stuck> {
        const NAME: &str = "Ramp (SCIM) for O'Hara & sons";
        ask!(self, applications::service_principals_named(NAME))?;
        ask!(self, applications::applications_named(NAME))?;
        let made = ask!(self, applications::instantiate(NAME))?;
        let application = ask!(self, applications::application(&made.application.id))?;
        ask!(self, applications::application_as_is(&application.id))?;
        ask!(self, applications::application_of(&application.app_id))?;
        let principal = ask!(self, applications::service_principal(&made.service_principal.id))?;
        ask!(self, applications::service_principal_of(&application.app_id))?;
        ask!(self, applications::service_principals_named(NAME))?;
        ask!(self, applications::applications_named(NAME))?;
        let (id, sp) = (application.id.as_str(), principal.id.as_str());

        let mut roles = serde_json::to_value(&application.app_roles)?;
        for role in roles.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            role.shift_remove("origin");
        }
        let changes = members(json!({ "tags": ["set-up"], "notes": "Set up by Onramp.", "appRoles": roles }));
        ask!(self, applications::change_application(id, changes))?;
        let changes = members(json!({
            "notificationEmailAddresses": ["it@contoso.example"],
            "notes": "Set up by Onramp.",
            "appRoleAssignmentRequired": true,
        }));
        ask!(self, applications::change_service_principal(sp, changes))?;

        let role = principal.role_for_users().ok_or("an application without a role for users")?.id.clone();
        let assigned = ask!(self, assignments::assign(sp, &people.user, &role))?;
        ask!(self, assignments::assign(sp, &people.group, &role))?;
        let mut batch = Batch::new();
        let first = add!(self, batch, assignments::assign(sp, &people.second, &role));
        let second = add!(self, batch, assignments::assign(sp, &people.other_group, &role));
        let mut answer = self.graph.batch(batch).await?;
        self.part("an assignment", &mut answer, first);
        self.part("an assignment", &mut answer, second);
        ask!(self, assignments::assigned_to(sp))?;
        ask!(self, assignments::unassign(sp, &assigned.id))?;
        ask!(self, assignments::assign(sp, &people.user, &role))?;

        ask!(self, jobs::templates(sp))?;
        ask!(self, jobs::jobs(sp))?;
        ask!(self, jobs::validate(sp, constants::SCIM_TEMPLATE, &secrets(service)))?;
        let job = ask!(self, jobs::create_job(sp, constants::SCIM_TEMPLATE))?.id;
        ask!(self, jobs::jobs(sp))?;
        ask!(self, jobs::job(sp, &job))?;
        Ok(Made {
            application: application.id.clone(),
            app_id: application.app_id.clone(),
            service_principal: principal.id.clone(),
            role,
            job,
        })
    }

    /// From credentials to a first cycle and its logs.
    async fn run(
        &mut self,
        service: &Service,
        people: &People,
        made: &Made,
        settled: impl AsyncFn(),
    ) -> Result<(), Stuck> {
        let (sp, job) = (made.service_principal.as_str(), made.job.as_str());
        ask!(self, jobs::save_secrets(sp, &secrets(service)))?;
        ask!(self, jobs::validate_saved(sp, job))?;
        let mut schema = ask!(self, jobs::schema(sp, job))?;
        schema["synchronizationRules"][0]["objectMappings"][0]["enabled"] = json!(false);
        let rule =
            schema["synchronizationRules"][0]["id"].as_str().ok_or("a schema without a rule")?.to_owned();
        ask!(self, jobs::save_schema(sp, job, schema))?;
        ask!(self, jobs::schema(sp, job))?;
        let attributes = [
            ("givenName".to_owned(), json!("Ana")),
            ("otherMails".to_owned(), json!(["ana@contoso.example"])),
        ];
        for expression in [r#"Join(".", [givenName], "x")"#, "[givenName", "Nonsense([givenName])"] {
            ask!(self, jobs::parse_expression(sp, job, expression, &attributes))?;
        }
        for user in [&people.user, &people.user, &people.alone] {
            ask!(self, jobs::provision_on_demand(sp, job, &rule, user))?;
        }
        ask!(self, jobs::start(sp, job))?;
        settled().await;
        ask!(self, jobs::job(sp, job))?;
        ask!(self, logs::of_job(job, None))?;
        ask!(self, logs::of_job(job, Some("2026-01-01T00:00:00Z")))?;
        ask!(self, jobs::pause(sp, job))?;
        ask!(self, jobs::job(sp, job))?;
        ask!(self, jobs::restart(sp, job, "Watermark, Escrows, QuarantineState"))?;
        ask!(self, jobs::restart(sp, job, "Full"))?;
        ask!(self, jobs::start(sp, job))?;
        settled().await;
        ask!(self, jobs::jobs(sp))?;
        Ok(())
    }

    /// GETs by hand.
    async fn rows(&mut self, people: &People, made: &Made) -> Result<(), Stuck> {
        let names = names(people, made);
        for (path, due) in ROWS {
            self.raw(Method::GET, &filled(path, &names), None, due).await;
        }
        Ok(())
    }

    /// Lists page by page, as their links lead.
    async fn pages(&mut self) -> Result<(), Stuck> {
        for (path, pages) in [
            ("/users?$top=15&$select=id,displayName&$expand=manager($select=id)", 3),
            ("/users?$top=15&$count=true&$orderby=displayName", 3),
            ("/users/delta()?$top=20&$select=displayName,accountEnabled", 3),
            ("/auditLogs/provisioning?$top=2&$orderby=activityDateTime desc", 2),
        ] {
            let mut next = Some(path.to_owned());
            for _ in 0..pages {
                let Some(path) = next.take() else { break };
                let page = self.raw(Method::GET, &path, None, Due::Status(200)).await.unwrap_or_default();
                let link =
                    ["@odata.nextLink", "@odata.deltaLink"].iter().find_map(|link| page[*link].as_str());
                next = link.and_then(|link| Some(link.split_once("/v1.0")?.1.to_owned()));
                if link.is_some() && next.is_none() {
                    self.unexpected.push(format!("{path}: a link that leads elsewhere: {link:?}"));
                }
            }
        }
        Ok(())
    }

    /// Well-formed requests that Graph refuses, and writes that the client itself does not make.
    async fn refusals(&mut self, service: &Service, people: &People, made: &Made) {
        let sp = format!("/servicePrincipals/{}", made.service_principal);
        let job = format!("{sp}/synchronization/jobs/{}", made.job);
        let assignment = json!({ "principalId": people.user, "resourceId": made.service_principal, "appRoleId": made.role });
        let nobody =
            json!({ "principalId": NOBODY, "resourceId": made.service_principal, "appRoleId": made.role });
        let wrong = Service { url: service.url.clone(), token: "nobody-knows-this-token".into() };
        let validate = json!({ "templateId": "scim", "credentials": credentials(&wrong) });
        let elsewhere =
            Service { url: "https://ramp.example/scim/v2".to_owned(), token: service.token.clone() };
        let outside = json!({ "templateId": "scim", "credentials": credentials(&elsewhere) });
        let half = json!({ "value": credentials(service)[..2] });
        let on_demand = |rule: &str, user: &str| json!({ "parameters": [{ "ruleId": rule, "subjects": [{ "objectId": user, "objectTypeName": "User" }] }] });
        let nothing = json!({ "synchronizationRules": [], "directories": [] });
        let scope = json!({ "criteria": { "resetScope": "None" } });
        let template = format!("/applicationTemplates/{NOBODY}/instantiate");
        for (method, path, body, due) in [
            (Method::POST, format!("{sp}/appRoleAssignedTo"), Some(assignment), Due::Status(400)),
            (Method::POST, format!("{sp}/appRoleAssignedTo"), Some(nobody), Due::Refused),
            (Method::DELETE, format!("{sp}/appRoleAssignedTo/nothing"), None, Due::Status(404)),
            (Method::POST, template, Some(json!({ "displayName": "Nothing" })), Due::Refused),
            (
                Method::POST,
                format!("{sp}/synchronization/jobs"),
                Some(json!({ "templateId": "none" })),
                Due::Refused,
            ),
            (
                Method::POST,
                format!("{sp}/synchronization/jobs/validateCredentials"),
                Some(validate),
                Due::Status(400),
            ),
            (
                Method::POST,
                format!("{sp}/synchronization/jobs/validateCredentials"),
                Some(outside),
                Due::Status(400),
            ),
            (Method::PUT, format!("{sp}/synchronization/secrets"), Some(half), Due::Status(204)),
            (Method::PATCH, format!("{job}/schema"), Some(nothing), Due::Status(404)),
            (Method::POST, format!("{job}/restart"), Some(scope), Due::Status(204)),
            (
                Method::POST,
                format!("{job}/provisionOnDemand"),
                Some(on_demand("none", &people.user)),
                Due::Refused,
            ),
            (
                Method::POST,
                format!("{job}/schema/directories/{SOURCE_DIRECTORY}/discover"),
                None,
                Due::Status(200),
            ),
            (
                Method::POST,
                format!("{job}/schema/directories/{TARGET_DIRECTORY}/discover"),
                None,
                Due::Status(400),
            ),
            (Method::DELETE, format!("{job}/schema"), None, Due::Status(204)),
        ] {
            self.raw(method, &path, body, due).await;
        }
        let token = std::mem::replace(&mut self.token, "nobody-knows-this-token".into());
        self.raw(Method::GET, "/me", None, Due::Status(401)).await;
        self.token = token;
    }

    /// Everything is taken back; what was deleted can be restored once.
    async fn take_down(&mut self, people: &People, made: &Made) -> Result<(), Stuck> {
        let (sp, application) = (made.service_principal.as_str(), made.application.as_str());
        let assigned = ask!(self, assignments::assigned_to(sp))?.value;
        for assignment in assigned.iter().filter(|one| one.principal_id == people.user) {
            ask!(self, assignments::unassign(sp, &assignment.id))?;
        }
        ask!(self, jobs::delete_job(sp, &made.job))?;
        let job = format!("/servicePrincipals/{sp}/synchronization/jobs/{}", made.job);
        self.raw(Method::GET, &job, None, Due::Status(404)).await;
        ask!(self, applications::delete_application(application))?;
        let deleted = format!("/directory/deletedItems/{application}");
        for (method, path, due) in [
            (Method::GET, format!("/applications/{application}"), 404),
            (Method::GET, format!("/servicePrincipals/{sp}"), 404),
            (Method::GET, deleted.clone(), 200),
            (Method::POST, format!("{deleted}/restore"), 200),
            (Method::GET, deleted, 404),
            // Each of the two is restored by itself.
            (Method::GET, format!("/servicePrincipals/{sp}"), 404),
            (Method::POST, format!("/directory/deletedItems/{sp}/restore"), 200),
            (Method::GET, format!("/servicePrincipals/{sp}"), 200),
            (Method::DELETE, format!("/servicePrincipals/{sp}"), 204),
            (Method::DELETE, format!("/applications/{application}"), 204),
            (Method::DELETE, format!("/applications/{application}"), 404),
        ] {
            self.raw(method, &path, None, Due::Status(due)).await;
        }
        Ok(())
    }

    /// A request that the client has no form for.
    pub(crate) async fn raw(
        &mut self,
        method: Method,
        path: &str,
        body: Option<Value>,
        due: Due,
    ) -> Option<Value> {
        let url = match Url::parse(&format!("{}{path}", self.base)) {
            Ok(url) => url,
            Err(error) => {
                self.unexpected.push(format!("{path}: {error}"));
                return None;
            }
        };
        let advanced = ["$search=", "$count="].iter().any(|option| path.contains(option));
        let headers = [("Accept".to_owned(), "application/json".to_owned())].into_iter();
        let eventual = advanced.then(|| ("ConsistencyLevel".to_owned(), "eventual".to_owned()));
        let request = HttpRequest {
            method: method.clone(),
            url,
            headers: headers.chain(eventual).collect(),
            bearer: Some(self.token.clone()),
            body,
            purpose: "by-hand".to_owned(),
        };
        let answer = self.http.send(request).await;
        self.records.saw(&answer.record);
        let status = answer.record.status;
        let body = answer.result.ok().and_then(|answer| answer.json());
        if !due.is_met(status) {
            let shown = body.as_ref().and_then(|body| body.pointer("/error")).unwrap_or(&Value::Null);
            self.unexpected.push(format!("{method} {path}: {status:?} where {due:?} is due: {shown}"));
        }
        body
    }
}

/// Nobody's and nothing's id.
pub(crate) const NOBODY: &str = "00000000-0000-4000-8000-000000000000";
/// The directories of a schema, by the same ids in every tenant (`graph/README.md` §3).
const SOURCE_DIRECTORY: &str = "66e4a8cc-1b7b-435e-95f8-f06cea133828";
const TARGET_DIRECTORY: &str = "09760868-cafb-47ac-9031-0a3262300427";

const OK: Due = Due::Status(200);
const MISSING: Due = Due::Status(404);

/// GETs below the version, with names in braces for what the set-up made.
const ROWS: [(&str, Due); 62] = [
    ("/applicationTemplates?$filter=displayName eq 'Custom'&$select=id,displayName", OK),
    ("/applications?$filter=appId eq '{appId}'&$select=id,appId,displayName", OK),
    ("/applications?$filter=displayName eq 'nobody''s'", OK),
    ("/applications?$top=1", OK),
    ("/applications/{app}?$select=id,appRoles,tags,notes", OK),
    ("/applications/{nobody}", MISSING),
    ("/servicePrincipals?$filter=appId eq '{appId}'&$select=id,appRoles", OK),
    ("/servicePrincipals?$filter=startswith(displayName,'Ramp')&$top=5", OK),
    ("/servicePrincipals?$count=true&$top=2", OK),
    ("/servicePrincipals?$search=\"displayName:Ramp\"&$select=id,displayName", OK),
    ("/servicePrincipals/{sp}?$select=id,appId,appRoles,tags,notificationEmailAddresses", OK),
    ("/servicePrincipals/{nobody}", MISSING),
    ("/servicePrincipals/{sp}/synchronization/templates", OK),
    ("/servicePrincipals/{sp}/synchronization/jobs?$select=id,status,schedule", OK),
    ("/servicePrincipals/{sp}/synchronization/jobs/{job}?$select=id,status", OK),
    ("/servicePrincipals/{sp}/synchronization/jobs/scim.0123456789abcdef0123456789abcdef.{nobody}", MISSING),
    ("/servicePrincipals/{nobody}/synchronization/jobs", MISSING),
    ("/servicePrincipals/{sp}/synchronization/jobs/{job}/schema", OK),
    ("/servicePrincipals/{sp}/synchronization/jobs/{job}/schema/filterOperators()", OK),
    ("/servicePrincipals/{sp}/synchronization/jobs/{job}/schema/functions()", OK),
    ("/servicePrincipals/{sp}/appRoleAssignedTo?$top=1", OK),
    ("/servicePrincipals/{sp}/appRoleAssignedTo?$select=id,principalId,principalType", OK),
    ("/servicePrincipals/{nobody}/appRoleAssignedTo", MISSING),
    ("/users", OK),
    ("/users?$top=3&$select=id,displayName,mail&$expand=manager($select=id,displayName)", OK),
    ("/users?$top=2&$count=true&$search=\"displayName:an\"&$select=id,displayName", OK),
    ("/users?$search=\"displayName:si\" OR \"mail:si\"&$orderby=displayName&$count=true", OK),
    ("/users?$filter=accountEnabled eq false", OK),
    ("/users?$filter=userType eq 'Guest'&$select=id,mail,otherMails,userType", OK),
    ("/users?$filter=startswith(displayName,'A')&$orderby=displayName&$count=true", OK),
    ("/users?$filter=userPrincipalName eq '{upn}'", OK),
    ("/users?$filter=department eq 'Finance' and accountEnabled eq true&$count=true", OK),
    ("/users?$filter=nonsense eq 'x'", Due::Status(400)),
    ("/users?$filter=displayName eq", Due::Status(400)),
    ("/users/{user}", OK),
    ("/users/{upn}?$select=id,displayName,onPremisesExtensionAttributes", OK),
    ("/users/{user}?$expand=manager($select=id,displayName,userPrincipalName)", OK),
    ("/users/{nobody}", MISSING),
    ("/users/{user}/manager", OK),
    ("/users/{user}/manager?$select=id,displayName", OK),
    ("/users/{alone}/manager", MISSING),
    ("/users/delta?$select=displayName", OK),
    ("/groups", OK),
    ("/groups?$filter=displayName eq 'Finance'&$select=id,displayName,description", OK),
    ("/groups?$filter=startswith(displayName,'Ra')&$count=true&$top=5", OK),
    ("/groups?$search=\"displayName:fin\"&$orderby=displayName&$count=true", OK),
    ("/groups/{group}/members", OK),
    ("/groups/{group}/members?$top=2&$count=true", OK),
    ("/groups/{group}/transitiveMembers?$select=id,displayName", OK),
    ("/groups/{group}/transitiveMembers?$count=true&$top=3", OK),
    ("/groups/{nobody}/members", MISSING),
    ("/auditLogs/provisioning?$filter=jobId eq '{job}' and provisioningAction eq 'create'&$top=3", OK),
    ("/me", OK),
    ("/me?$select=id,displayName,userPrincipalName", OK),
    ("/organization", OK),
    ("/subscribedSkus", OK),
    ("/subscribedSkus?$select=skuPartNumber,servicePlans", OK),
    ("/directoryRoles", OK),
    ("/directoryRoles?$filter=roleTemplateId eq '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'", OK),
    ("/me/transitiveMemberOf/microsoft.graph.directoryRole", OK),
    ("/roleManagement/directory/roleAssignments?$filter=principalId eq '{me}'", OK),
    ("/directory/deletedItems/{nobody}", MISSING),
];

fn names<'a>(people: &'a People, made: &'a Made) -> BTreeMap<&'static str, &'a str> {
    BTreeMap::from([
        ("{app}", made.application.as_str()),
        ("{appId}", &made.app_id),
        ("{sp}", &made.service_principal),
        ("{job}", &made.job),
        ("{user}", &people.user),
        ("{upn}", &people.sign_in_name),
        ("{alone}", &people.alone),
        ("{me}", &people.me),
        ("{group}", &people.group),
        ("{nobody}", NOBODY),
    ])
}

fn filled(path: &str, names: &BTreeMap<&'static str, &str>) -> String {
    names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
}

/// What a set-up saves (`graph/README.md` §5).
fn secrets(service: &Service) -> [Secret; 4] {
    let notifications =
        json!({ "Enabled": false, "DeleteThresholdEnabled": true, "DeleteThresholdValue": 5 });
    [
        Secret::new(Secret::BASE_ADDRESS, service.url.clone()),
        Secret::new(Secret::SECRET_TOKEN, service.token.clone()),
        Secret::new(Secret::NOTIFICATIONS, notifications.to_string()),
        Secret::new(Secret::SYNC_ALL, "false"),
    ]
}

/// The same as they are sent.
pub(crate) fn credentials(service: &Service) -> Vec<Value> {
    let pair = |secret: &Secret| json!({ "key": secret.key, "value": secret.value.expose_secret() });
    secrets(service).iter().map(pair).collect()
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
