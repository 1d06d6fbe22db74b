//! Synchronization: templates, credentials, jobs, schema.

use serde_json::{Value, json};

use crate::wire::{Job, OnDemand, Page, ParsedExpression, Secret, SyncTemplate};
use crate::{Done, Query, Request};

fn path<'a>(service_principal: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["servicePrincipals", service_principal, "synchronization"], rest].concat()
}

/// The templates a job can be made from.
#[must_use]
pub fn templates(service_principal: &str) -> Request<Page<SyncTemplate>> {
    let query = Query::new().select(&["id", "default"]);
    Request::get("read-templates", &path(service_principal, &["templates"]), &query)
}

/// The application's jobs.
#[must_use]
pub fn jobs(service_principal: &str) -> Request<Page<Job>> {
    Request::get("find-job", &path(service_principal, &["jobs"]), &Query::new())
}

/// One job.
#[must_use]
pub fn job(service_principal: &str, job: &str) -> Request<Job> {
    Request::get("read-job", &path(service_principal, &["jobs", job]), &Query::new())
}

/// Makes a job; it does not run yet. Not idempotent: look first.
#[must_use]
pub fn create_job(service_principal: &str, template: &str) -> Request<Job> {
    Request::post("create-job", &path(service_principal, &["jobs"]), json!({ "templateId": template }))
}

/// Removes a job, with what it remembers.
#[must_use]
pub fn delete_job(service_principal: &str, job: &str) -> Request<Done> {
    Request::delete("delete-job", &path(service_principal, &["jobs", job]))
}

/// Lets Entra try an address and a token before there is a job.
#[must_use]
pub fn validate(service_principal: &str, template: &str, secrets: &[Secret]) -> Request<Done> {
    let credentials: Vec<_> = secrets.iter().map(Secret::wire).collect();
    let body = json!({ "templateId": template, "useSavedCredentials": false, "credentials": credentials });
    Request::post("validate-credentials", &path(service_principal, &["jobs", "validateCredentials"]), body)
}

/// Lets Entra try what is saved: the only proof that saving took (`graph/README.md` §5).
#[must_use]
pub fn validate_saved(service_principal: &str, job: &str) -> Request<Done> {
    let body = json!({ "useSavedCredentials": true });
    Request::post("validate-saved", &path(service_principal, &["jobs", job, "validateCredentials"]), body)
}

/// Saves the credentials. They replace all that were there, and can't be read back.
#[must_use]
pub fn save_secrets(service_principal: &str, secrets: &[Secret]) -> Request<Done> {
    let value: Vec<_> = secrets.iter().map(Secret::wire).collect();
    Request::put("save-secrets", &path(service_principal, &["secrets"]), json!({ "value": value }))
}

/// The job's synchronization schema, whole.
#[must_use]
pub fn schema(service_principal: &str, job: &str) -> Request<Value> {
    Request::get("read-schema", &path(service_principal, &["jobs", job, "schema"]), &Query::new())
}

/// Replaces the job's schema, whole. Saving begins a new initial cycle.
#[must_use]
pub fn save_schema(service_principal: &str, job: &str, schema: Value) -> Request<Done> {
    Request::put("save-schema", &path(service_principal, &["jobs", job, "schema"]), schema)
}

/// Lets Entra read an expression, and evaluate it for a user's attributes.
#[must_use]
pub fn parse_expression(
    service_principal: &str,
    job: &str,
    expression: &str,
    attributes: &[(String, Value)],
) -> Request<ParsedExpression> {
    let property = |(key, value): &(String, Value)| match value {
        Value::Array(_) => json!({ "key": key, "value": value, "value@odata.type": "#Collection(String)" }),
        _ => json!({ "key": key, "value": value }),
    };
    let properties: Vec<_> = attributes.iter().map(property).collect();
    let body = json!({
        "expression": expression,
        "testInputObject": { "definition": null, "properties": properties },
        "targetAttributeDefinition": null,
    });
    Request::post(
        "parse-expression",
        &path(service_principal, &["jobs", job, "schema", "parseExpression"]),
        body,
    )
}

/// Provisions one user now.
#[must_use]
pub fn provision_on_demand(service_principal: &str, job: &str, rule: &str, user: &str) -> Request<OnDemand> {
    let subject = json!({ "objectId": user, "objectTypeName": "User" });
    let body = json!({ "parameters": [{ "ruleId": rule, "subjects": [subject] }] });
    Request::post("provision-on-demand", &path(service_principal, &["jobs", job, "provisionOnDemand"]), body)
}

/// Starts a job, or resumes it.
#[must_use]
pub fn start(service_principal: &str, job: &str) -> Request<Done> {
    Request::post("start-job", &path(service_principal, &["jobs", job, "start"]), None)
}

/// Stops a job after the cycle under way.
#[must_use]
pub fn pause(service_principal: &str, job: &str) -> Request<Done> {
    Request::post("pause-job", &path(service_principal, &["jobs", job, "pause"]), None)
}

/// Starts over: `scope` is a list of flags such as `Watermark, Escrows, QuarantineState`, or `Full`.
#[must_use]
pub fn restart(service_principal: &str, job: &str, scope: &str) -> Request<Done> {
    let body = json!({ "criteria": { "resetScope": scope } });
    Request::post("restart-job", &path(service_principal, &["jobs", job, "restart"]), body)
}
