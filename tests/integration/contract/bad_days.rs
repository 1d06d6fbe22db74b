//! What practice Entra answers when something is wrong: at Graph, with the admin's rights, or at the service it provisions
//! to. An error that is not in Microsoft's form would teach our client the wrong one.

use std::collections::BTreeSet;
use std::time::Duration;

use onramp_http::{ExchangeRecord, Method, RecordedBody};
use onramp_practice::control::{
    AdminRole, DirectoryChange, Endpoint, Fault, GraphEndpoint, GraphFault, TenantSettings,
};
use serde_json::{Value, json};

use super::traffic::{Due, Made, credentials};
use super::{Tenant, contract, judge_all};

/// A little more than Entra's 40 minutes between two cycles.
const NEXT_CYCLE: Duration = Duration::from_secs(41 * 60);
/// In quarantine it is tried once a day.
const NEXT_DAY: Duration = Duration::from_secs(25 * 60 * 60);

impl Tenant {
    /// A request by hand that has to come to this status.
    async fn due(&mut self, method: Method, path: &str, body: Option<Value>, status: u16) -> Value {
        self.line.raw(method, path, body, Due::Status(status)).await.unwrap_or_default()
    }

    /// An application with a job and people assigned to it.
    async fn set_up(&mut self) -> Made {
        let people = self.line.people(String::new()).await.expect("people");
        let made = self.line.set_up(&self.service, &people).await.expect("a set-up");
        let secrets = format!("/servicePrincipals/{}/synchronization/secrets", made.service_principal);
        let body = json!({ "value": credentials(&self.service) });
        self.due(Method::PUT, &secrets, Some(body), 204).await;
        made
    }

    /// Lets time pass, then looks at the job and its log.
    async fn look(&mut self, made: &Made, after: Duration) {
        self.world.entra().advance(after).await.expect("another time");
        let jobs = format!("/servicePrincipals/{}/synchronization/jobs", made.service_principal);
        self.due(Method::GET, &jobs, None, 200).await;
        self.due(Method::GET, &format!("{jobs}/{}", made.job), None, 200).await;
        let log = format!("/auditLogs/provisioning?$filter=jobId eq '{}'&$top=999", made.job);
        self.due(Method::GET, &log, None, 200).await;
    }

    /// Holds all that was sent and answered against the contract.
    async fn judged(self) -> Vec<ExchangeRecord> {
        let records = self.line.records.take();
        judge_all(&records);
        assert!(self.line.unexpected.is_empty(), "{}", self.line.unexpected.join("\n"));
        self.world.stop().await;
        records
    }
}

/// All the texts at a place, in any answer, alone or in a list.
fn texts(records: &[ExchangeRecord], pointer: &str) -> BTreeSet<String> {
    let bodies = records.iter().filter_map(|record| match &record.response_body {
        Some(RecordedBody::Json(body)) => Some(body),
        _ => None,
    });
    let items = bodies.flat_map(|body| body["value"].as_array().into_iter().flatten().chain([body]));
    items.filter_map(|item| Some(item.pointer(pointer)?.as_str()?.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_graph_keep_to_it() {
    if contract().is_none() {
        return;
    }
    let mut tenant = Tenant::start().await;
    let control = tenant.world.entra();
    let batch = json!({ "requests": [
        { "id": "1", "method": "GET", "url": "/organization" },
        { "id": "2", "method": "GET", "url": "/me", "dependsOn": ["1"] },
    ] });
    for (fault, status) in [
        (GraphFault::Unauthorized, 401),
        (GraphFault::Forbidden, 403),
        (GraphFault::TooManyRequests { retry_after: Some(2) }, 429),
        (GraphFault::TooManyRequests { retry_after: None }, 429),
        (GraphFault::ServerError, 500),
        (GraphFault::Unavailable { retry_after: Some(2) }, 503),
        (GraphFault::Unavailable { retry_after: None }, 503),
    ] {
        control.set_fault(GraphEndpoint::All, fault.clone(), None);
        tenant.due(Method::GET, "/me", None, status).await;
        tenant.due(Method::GET, "/users?$top=5", None, status).await;
        let answer = tenant.due(Method::POST, "/$batch", Some(batch.clone()), 200).await;
        let inner = answer["responses"].as_array().into_iter().flatten().map(|part| &part["status"]);
        assert!(inner.clone().any(|inner| *inner == status), "{fault:?}: {answer}");
        control.clear_faults();
        control.set_fault(GraphEndpoint::Batch, fault, None);
        tenant.due(Method::POST, "/$batch", Some(batch.clone()), status).await;
        control.clear_faults();
    }
    tenant.judged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_rights_and_licences_keep_to_it() {
    if contract().is_none() {
        return;
    }
    let mut tenant = Tenant::start().await;
    let control = tenant.world.entra();
    let lagging = TenantSettings { lag: 1, ..TenantSettings::default() };
    control.set_settings(lagging).await.expect("a tenant that lags");
    let made = tenant.set_up().await;

    let poor = TenantSettings { premium: false, role: AdminRole::None, ..TenantSettings::default() };
    control.set_settings(poor).await.expect("a tenant without licences and rights");
    let sp = format!("/servicePrincipals/{}", made.service_principal);
    let job = format!("{sp}/synchronization/jobs/{}", made.job);
    let subject = json!({ "objectId": made.application, "objectTypeName": "User" });
    let on_demand = json!({ "parameters": [{ "ruleId": "any", "subjects": [subject] }] });
    for (method, path, body, status) in [
        (Method::GET, "/subscribedSkus".to_owned(), None, 200),
        (Method::GET, "/organization".to_owned(), None, 200),
        (Method::GET, "/me/transitiveMemberOf/microsoft.graph.directoryRole".to_owned(), None, 200),
        (Method::GET, "/roleManagement/directory/roleAssignments".to_owned(), None, 200),
        (Method::PATCH, format!("/applications/{}", made.application), Some(json!({ "notes": null })), 403),
        (Method::POST, format!("{job}/start"), None, 403),
        (Method::POST, format!("{job}/provisionOnDemand"), Some(on_demand), 401),
        (Method::DELETE, job, None, 403),
    ] {
        tenant.due(method, &path, body, status).await;
    }

    let unlicensed = TenantSettings { premium: false, ..TenantSettings::default() };
    control.set_settings(unlicensed).await.expect("a tenant without licences");
    let groups = tenant.due(Method::GET, "/groups?$orderby=displayName desc&$top=1", None, 200).await;
    let assignment = json!({
        "principalId": groups["value"][0]["id"],
        "resourceId": made.service_principal,
        "appRoleId": made.role,
    });
    let path = format!("{sp}/appRoleAssignedTo");
    let refused = tenant.line.raw(Method::POST, &path, Some(assignment), Due::Refused).await;
    assert!(refused.is_some_and(|refused| refused["error"]["message"].is_string()));
    tenant.judged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_and_logs_keep_to_it_whatever_becomes_of_them() {
    if contract().is_none() {
        return;
    }
    let mut tenant = Tenant::start().await;
    let made = tenant.set_up().await;
    let (ramp, entra) = (tenant.world.control(), tenant.world.entra());

    // Some of the people can't be created, later they can.
    ramp.set_fault(Endpoint::UserCreate, Fault::ServerError, Some(3));
    let start =
        format!("/servicePrincipals/{}/synchronization/jobs/{}/start", made.service_principal, made.job);
    tenant.due(Method::POST, &start, None, 204).await;
    entra.settled().await.expect("a settled tenant");
    tenant.look(&made, Duration::ZERO).await;
    tenant.look(&made, NEXT_DAY).await;

    // Somebody changes, somebody leaves, somebody is gone.
    let (ana, rui) = ("ana.silva@contoso.example".to_owned(), "rui.costa@contoso.example".to_owned());
    for change in [
        DirectoryChange::SetAttribute {
            user: ana.clone(),
            name: "jobTitle".to_owned(),
            value: Some(json!("Controller")),
        },
        DirectoryChange::SetEnabled { user: rui.clone(), enabled: false },
    ] {
        entra.change(change).await.expect("a change");
    }
    tenant.look(&made, NEXT_CYCLE).await;
    entra.change(DirectoryChange::Delete { user: ana.clone() }).await.expect("a deletion");
    tenant.look(&made, NEXT_CYCLE).await;
    for change in [DirectoryChange::Restore { user: ana.clone() }, DirectoryChange::Purge { user: rui }] {
        entra.change(change).await.expect("a change");
    }
    tenant.look(&made, NEXT_CYCLE).await;

    // The service lets nobody in; a day later it does.
    ramp.set_fault(Endpoint::UsersList, Fault::Unauthorized, None);
    entra.change(DirectoryChange::SetEnabled { user: ana, enabled: false }).await.expect("a change");
    tenant.look(&made, NEXT_CYCLE).await;
    ramp.clear_faults();
    tenant.look(&made, NEXT_DAY).await;

    // Many people come; then more of them go than a cycle may delete by itself.
    let everyone = "/groups?$filter=displayName eq 'All employees'";
    let everyone = tenant.due(Method::GET, everyone, None, 200).await["value"][0]["id"].clone();
    let assignment =
        json!({ "principalId": everyone, "resourceId": made.service_principal, "appRoleId": made.role });
    let path = format!("/servicePrincipals/{}/appRoleAssignedTo", made.service_principal);
    tenant.due(Method::POST, &path, Some(assignment), 201).await;
    tenant.look(&made, NEXT_CYCLE).await;
    let users = tenant.due(Method::GET, "/users?$select=id&$top=25", None, 200).await;
    for user in users["value"].as_array().expect("users") {
        let user = user["id"].as_str().expect("an id").to_owned();
        entra.change(DirectoryChange::Delete { user }).await.expect("a deletion");
    }
    tenant.look(&made, NEXT_CYCLE).await;

    let records = tenant.judged().await;
    // What was judged is worth it only if it all came to pass.
    for (pointer, seen) in [
        ("/status/code", &["Active", "NotConfigured", "Quarantine"][..]),
        ("/status/quarantine/reason", &["EncounteredQuarantineException", "TooManyDeletes"]),
        ("/status/lastExecution/state", &["EntryLevelErrors", "Failed", "Succeeded"]),
        ("/provisioningAction", &["create", "delete", "disable", "stagedDelete", "update"]),
        ("/provisioningStatusInfo/status", &["failure", "skipped", "success"]),
    ] {
        let found = texts(&records, pointer);
        assert!(seen.iter().all(|seen| found.contains(*seen)), "{pointer}: {found:?} for {seen:?}");
    }
}
