//! Applications and service principals: made from a template, changed, soft-deleted.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Cx, merge};
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::{APPLICATION, APPLICATION_TEMPLATE, SERVICE_PRINCIPAL};
use crate::entra::store::apps;
use crate::entra::store::objects::{self, Kind, Object};
use crate::entra::tenant;

/// The template of applications that are not in the gallery (`graph/README.md` §3).
pub(crate) const CUSTOM_TEMPLATE: &str = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";
/// The app role that people are assigned to in a new application.
pub(crate) const USER_ROLE: &str = "18d14569-c3bd-439b-9a66-3a2aee01d14f";
/// The other one it has, for SAML.
const SAML_ROLE: &str = "b9632174-c057-4f7e-951b-be3adc52bfe6";
/// The longest name an application may have.
const NAME_LENGTH: usize = 120;

const READ_ONLY: &[&str] = &[
    "id",
    "appId",
    "applicationTemplateId",
    "appDisplayName",
    "appOwnerOrganizationId",
    "createdDateTime",
    "deletedDateTime",
    "publisherDomain",
    "servicePrincipalType",
    "signInAudience",
];

pub(crate) fn templates(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    let custom = json!({
        "id": CUSTOM_TEMPLATE,
        "displayName": "Custom",
        "homePageUrl": "https://account.activedirectory.windowsazure.com:444/applications/default.aspx?metadata=customappsso|ISV9.1|primary|z",
        "supportedSingleSignOnModes": ["password", "saml", "external"],
        "supportedProvisioningTypes": ["sync"],
        "logoUrl": null,
        "categories": ["contentManagement"],
        "publisher": null,
        "description": null,
    });
    cx.list(&APPLICATION_TEMPLATE, "applicationTemplates", vec![custom])
}

/// Makes an application and its service principal. Not idempotent, as in Graph: each call makes another pair.
pub(crate) fn instantiate(cx: &Cx<'_>, template: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let body = cx.call.only(&["displayName", "serviceManagementReference"])?;
    let name = body.get("displayName").and_then(Value::as_str).unwrap_or_default();
    if name.trim().is_empty() || name.chars().count() > NAME_LENGTH {
        let message = format!("The displayName needs 1 to {NAME_LENGTH} characters.");
        return Err(GraphError::bad_request(message));
    }
    if template != CUSTOM_TEMPLATE {
        return Err(GraphError::no_object(template));
    }
    let [id, sp, app_id] = [(); 3].map(|()| Uuid::new_v4().to_string());
    let roles = json!([app_role(USER_ROLE, "User"), app_role(SAML_ROLE, "msiam_access")]);
    let application = json!({
        "id": id,
        "deletedDateTime": null,
        "appId": app_id,
        "applicationTemplateId": template,
        "appRoles": roles,
        "createdDateTime": cx.time(),
        "displayName": name,
        "identifierUris": [],
        "notes": null,
        "publisherDomain": tenant::DOMAIN,
        "serviceManagementReference": body.get("serviceManagementReference"),
        "signInAudience": "AzureADMyOrg",
        "tags": [],
    });
    let principal = json!({
        "id": sp,
        "deletedDateTime": null,
        "accountEnabled": true,
        "appDisplayName": name,
        "appId": app_id,
        "applicationTemplateId": template,
        "appOwnerOrganizationId": tenant::TENANT_ID,
        "appRoleAssignmentRequired": true,
        "appRoles": roles,
        "displayName": name,
        "notes": null,
        "notificationEmailAddresses": [],
        "preferredSingleSignOnMode": null,
        "servicePrincipalNames": [app_id],
        "servicePrincipalType": "Application",
        "signInAudience": "AzureADMyOrg",
        "tags": ["WindowsAzureActiveDirectoryCustomSingleSignOnApplication", "WindowsAzureActiveDirectoryIntegratedApp"],
    });
    objects::insert(cx.data, Kind::Application, &application)?;
    objects::insert(cx.data, Kind::ServicePrincipal, &principal)?;
    for made in [&id, &sp, &templates_of(&sp)] {
        cx.state.fresh.add(made, cx.settings.lag);
    }
    Ok(Reply::created(json!({
        "@odata.context": cx.context("microsoft.graph.applicationServicePrincipal"),
        "application": application,
        "servicePrincipal": principal,
    })))
}

/// The name under which a service principal's synchronization templates are not there yet.
pub(crate) fn templates_of(sp: &str) -> String {
    format!("{sp}/synchronization/templates")
}

fn app_role(id: &str, name: &str) -> Value {
    json!({
        "allowedMemberTypes": ["User"],
        "description": name,
        "displayName": name,
        "id": id,
        "isEnabled": true,
        "origin": "Application",
        "value": null,
    })
}

pub(crate) fn list_applications(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    let there = cx.showing(objects::list(cx.data, Kind::Application)?);
    cx.list(&APPLICATION, "applications", there)
}

pub(crate) fn get_application(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.one(&APPLICATION, "applications", &application(cx, id)?.json)
}

fn application(cx: &Cx<'_>, id: &str) -> Result<Object, GraphError> {
    let found = objects::live(cx.data, Kind::Application, id)?.filter(|_| cx.shows(id));
    found.ok_or_else(|| GraphError::no_object(id))
}

/// Changes an application. Its name and roles are its service principal's too.
pub(crate) fn patch_application(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let mut application = application(cx, id)?.json;
    let changes = cx.call.object()?;
    if let Some(roles) = changes.get("appRoles") {
        check_roles(&application["appRoles"], roles)?;
    }
    check_name(changes.get("displayName"))?;
    merge(&mut application, changes, &APPLICATION, READ_ONLY)?;
    objects::replace(cx.data, id, &application)?;
    let app_id = application.get("appId").and_then(Value::as_str).unwrap_or_default();
    if let Some(principal) = apps::by_app_id(cx.data, Kind::ServicePrincipal, app_id)? {
        let mut json = principal.json;
        for (name, of_principal) in
            [("appRoles", "appRoles"), ("displayName", "displayName"), ("displayName", "appDisplayName")]
        {
            if let Some(value) = changes.get(name) {
                json[of_principal] = value.clone();
            }
        }
        objects::replace(cx.data, &principal.id, &json)?;
    }
    Ok(Reply::no_content())
}

fn check_name(name: Option<&Value>) -> Result<(), GraphError> {
    let is_name = |name: &Value| name.as_str().is_some_and(|name| !name.trim().is_empty());
    match name {
        Some(name) if !is_name(name) => Err(GraphError::bad_request("The displayName cannot be empty.")),
        _ => Ok(()),
    }
}

/// An enabled role can be neither removed nor given another value; values and ids are unique.
fn check_roles(before: &Value, after: &Value) -> Result<(), GraphError> {
    let Some(after) = after.as_array() else {
        return Err(GraphError::bad_request("The appRoles have to be a list."));
    };
    let mut seen: Vec<&str> = Vec::new();
    for role in after {
        let text = |name: &str| role.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (Some(id), Some(_), Some(_)) = (text("id"), text("displayName"), text("description")) else {
            return Err(GraphError::bad_request("An app role needs id, displayName and description."));
        };
        if Uuid::parse_str(id).is_err() {
            return Err(GraphError::bad_request(format!("The app role's id {id} is no GUID.")));
        }
        for unique in [Some(id), text("value")].into_iter().flatten() {
            if seen.contains(&unique) {
                return Err(GraphError::bad_request(format!("The app roles have {unique} twice.")));
            }
            seen.push(unique);
        }
    }
    for role in before.as_array().into_iter().flatten() {
        let same = after.iter().find(|other| other["id"] == role["id"]);
        let kept =
            same.is_some_and(|other| other["value"] == role["value"] || other["isEnabled"] == json!(false));
        if role["isEnabled"] == json!(true) && !kept {
            return Err(GraphError::new(
                400,
                "CannotDeleteOrUpdateEnabledEntitlement",
                "Property value cannot be deleted unless it is disabled first.",
            ));
        }
    }
    Ok(())
}

/// Soft-deletes an application and takes its service principal along.
pub(crate) fn delete_application(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let application = application(cx, id)?;
    let app_id = application.json.get("appId").and_then(Value::as_str).unwrap_or_default();
    let principal = apps::by_app_id(cx.data, Kind::ServicePrincipal, app_id)?;
    let at = cx.time();
    objects::set_deleted(cx.data, id, Some(&at))?;
    if let Some(principal) = principal.filter(|principal| principal.deleted.is_none()) {
        objects::set_deleted(cx.data, &principal.id, Some(&at))?;
    }
    Ok(Reply::no_content())
}

pub(crate) fn list_principals(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    let there = cx.showing(objects::list(cx.data, Kind::ServicePrincipal)?);
    cx.list(&SERVICE_PRINCIPAL, "servicePrincipals", there)
}

pub(crate) fn get_principal(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.one(&SERVICE_PRINCIPAL, "servicePrincipals", &cx.service_principal(id)?)
}

pub(crate) fn patch_principal(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let mut principal = cx.service_principal(id)?;
    let changes = cx.call.object()?;
    // The roles are the application's, and are changed there.
    if changes.contains_key("appRoles") {
        let message =
            "Property 'appRoles' of a service principal with an application here is the application's.";
        return Err(GraphError::bad_request(message));
    }
    check_name(changes.get("displayName"))?;
    merge(&mut principal, changes, &SERVICE_PRINCIPAL, READ_ONLY)?;
    objects::replace(cx.data, id, &principal)?;
    Ok(Reply::no_content())
}

pub(crate) fn delete_principal(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    cx.service_principal(id)?;
    objects::set_deleted(cx.data, id, Some(&cx.time()))?;
    Ok(Reply::no_content())
}
