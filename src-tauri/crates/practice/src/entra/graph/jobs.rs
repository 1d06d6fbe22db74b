//! Synchronization templates and jobs, and what an admin does with a job.

use serde_json::{Value, json};

use super::Cx;
use super::apps::templates_of;
use super::schema;
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::{JOB, TEMPLATE};
use crate::entra::store::connections;
use crate::entra::store::jobs::{self as stored, JobRow};
use crate::entra::{clock, jobs, secrets, tenant};

/// The templates of an application that is not in the gallery: today's, and the one of 2018.
pub(crate) const TEMPLATES: [&str; 2] = ["scim", "customappsso"];

pub(crate) fn templates(cx: &Cx<'_>, sp: &str) -> Result<Reply, GraphError> {
    cx.service_principal(sp)?;
    let template = |id: &str, current: bool| {
        json!({
            "id": id,
            "applicationId": "00000000-0000-0000-0000-000000000000",
            "default": current,
            "description": null,
            "discoverable": current,
            "factoryTag": id,
            "metadata": [],
        })
    };
    let [current, old] = TEMPLATES;
    let there = match cx.shows(&templates_of(sp)) {
        true => vec![template(current, true), template(old, false)],
        false => Vec::new(),
    };
    cx.list(&TEMPLATE, &format!("servicePrincipals('{sp}')/synchronization/templates"), there)
}

pub(crate) fn list(cx: &Cx<'_>, sp: &str) -> Result<Reply, GraphError> {
    cx.service_principal(sp)?;
    let mut shown = Vec::new();
    for job in stored::of(cx.data, sp)? {
        shown.push(show(cx, &job)?);
    }
    let context = format!("servicePrincipals('{sp}')/synchronization/jobs");
    cx.list(&JOB, &context, cx.showing(shown))
}

/// A job as Graph shows it, without its schema.
pub(crate) fn show(cx: &Cx<'_>, job: &JobRow) -> Result<Value, GraphError> {
    let state = jobs::present(cx.state, cx.data, job)?;
    let mut settings = job.settings.as_array().cloned().unwrap_or_default();
    if let Some(threshold) = secrets::deletion_threshold(&connections::of(cx.data, &job.sp)?) {
        settings.push(json!({"name": "QuarantineTooManyDeletesThreshold", "value": threshold.to_string()}));
    }
    Ok(json!({
        "id": job.id,
        "templateId": job.template,
        "schedule": state["schedule"],
        "status": state["status"],
        "synchronizationJobSettings": settings,
    }))
}

pub(crate) fn get(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    let job = cx.job(sp, id)?;
    cx.one(&JOB, &format!("servicePrincipals('{sp}')/synchronization/jobs"), &show(cx, &job)?)
}

pub(crate) fn create(cx: &Cx<'_>, sp: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let principal = cx.service_principal(sp)?;
    let body = cx.call.only(&["templateId", "schedule", "synchronizationJobSettings"])?;
    let template = body.get("templateId").and_then(Value::as_str).unwrap_or_default();
    if template.is_empty() {
        return Err(GraphError::missing("templateId"));
    }
    if !TEMPLATES.contains(&template) {
        let message = format!("The synchronization template {template} does not exist.");
        return Err(GraphError::new(400, "InvalidTemplateId", message));
    }
    let app_id = principal.get("appId").and_then(Value::as_str).unwrap_or_default();
    let id = format!("{template}.{}.{app_id}", tenant::TENANT_ID.replace('-', ""));
    if stored::by_id(cx.data, &id)?.is_some() {
        let message = format!("The synchronization job {id} exists already.");
        return Err(GraphError::new(409, "Conflict", message));
    }
    let mut job = JobRow {
        id,
        sp: sp.to_owned(),
        template: template.to_owned(),
        created: clock::text(cx.now),
        schema: schema::default_schema()?,
        version: schema::new_version(cx.now),
        settings: body.get("synchronizationJobSettings").cloned().unwrap_or_else(|| json!([])),
        state: Value::Null,
    };
    job.state = jobs::created(cx.data, &job, cx.now)?;
    stored::insert(cx.data, &job)?;
    cx.state.fresh.add(&job.id, cx.settings.lag);
    let mut shown = show(cx, &job)?;
    shown["@odata.context"] =
        cx.context(&format!("servicePrincipals('{sp}')/synchronization/jobs/$entity")).into();
    Ok(Reply::created(shown))
}

pub(crate) fn delete(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    cx.job(sp, id)?;
    stored::remove(cx.data, id)?;
    cx.state.wake.notify_one();
    Ok(Reply::no_content())
}

pub(crate) fn start(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let job = cx.job(sp, id)?;
    jobs::start(cx.data, &job, cx.now)?;
    Ok(Reply::no_content())
}

pub(crate) fn pause(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let job = cx.job(sp, id)?;
    jobs::pause(cx.data, &job, cx.now)?;
    Ok(Reply::no_content())
}

pub(crate) fn restart(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let job = cx.job(sp, id)?;
    let body = cx.call.only(&["criteria"])?;
    let scope = body.get("criteria").ok_or_else(|| GraphError::missing("criteria"))?.get("resetScope");
    let scope = match scope {
        Some(Value::String(scope)) => scope.as_str(),
        Some(Value::Null) => "None",
        _ => return Err(GraphError::missing("criteria.resetScope")),
    };
    jobs::restart(cx.data, &job, scope, cx.now)?;
    Ok(Reply::no_content())
}
