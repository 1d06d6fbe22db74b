//! Applications and their service principals.

use serde_json::{Map, Value, json};

use crate::constants::CUSTOM_TEMPLATE;
use crate::wire::{Application, Instantiated, Page, ServicePrincipal};
use crate::{Done, Query, Request};

/// Enterprise applications of exactly this name.
#[must_use]
pub fn service_principals_named(name: &str) -> Request<Page<ServicePrincipal>> {
    Request::get(
        "find-enterprise-application",
        &["servicePrincipals"],
        &Query::new().equals("displayName", name),
    )
}

/// Registrations of exactly this name.
#[must_use]
pub fn applications_named(name: &str) -> Request<Page<Application>> {
    Request::get("find-application", &["applications"], &Query::new().equals("displayName", name))
}

/// The registration with this `appId`.
#[must_use]
pub fn application_of(app_id: &str) -> Request<Page<Application>> {
    Request::get("find-application", &["applications"], &Query::new().equals("appId", app_id))
}

/// The enterprise application of the registration with this `appId`.
#[must_use]
pub fn service_principal_of(app_id: &str) -> Request<Page<ServicePrincipal>> {
    Request::get("find-enterprise-application", &["servicePrincipals"], &Query::new().equals("appId", app_id))
}

/// Makes a non-gallery application with its service principal. Not idempotent: look for the name first.
#[must_use]
pub fn instantiate(name: &str) -> Request<Instantiated> {
    let body = json!({ "displayName": name });
    Request::post("create-application", &["applicationTemplates", CUSTOM_TEMPLATE, "instantiate"], body)
}

/// A registration.
#[must_use]
pub fn application(id: &str) -> Request<Application> {
    Request::get("read-application", &["applications", id], &Query::new())
}

/// A registration as Graph has it, to be kept.
#[must_use]
pub fn application_as_is(id: &str) -> Request<Value> {
    Request::get("read-application", &["applications", id], &Query::new())
}

/// Changes members of a registration.
#[must_use]
pub fn change_application(id: &str, members: Map<String, Value>) -> Request<Done> {
    Request::patch("change-application", &["applications", id], Value::Object(members))
}

/// Removes a registration, and its service principal with it, for thirty days.
#[must_use]
pub fn delete_application(id: &str) -> Request<Done> {
    Request::delete("delete-application", &["applications", id])
}

/// An enterprise application.
#[must_use]
pub fn service_principal(id: &str) -> Request<ServicePrincipal> {
    Request::get("read-enterprise-application", &["servicePrincipals", id], &Query::new())
}

/// Changes members of an enterprise application.
#[must_use]
pub fn change_service_principal(id: &str, members: Map<String, Value>) -> Request<Done> {
    Request::patch("change-enterprise-application", &["servicePrincipals", id], Value::Object(members))
}
