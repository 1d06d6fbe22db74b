//! Who is assigned to an application.

use serde_json::Value;
use uuid::Uuid;

use super::Cx;
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::APP_ROLE_ASSIGNMENT;
use crate::entra::store::assignments;
use crate::entra::store::objects::Kind;

/// Assigned without a role: only where the application has none for users.
const NO_ROLE: &str = "00000000-0000-0000-0000-000000000000";

pub(crate) fn list(cx: &Cx<'_>, sp: &str) -> Result<Reply, GraphError> {
    let principal = cx.service_principal(sp)?;
    let name = principal.get("displayName").and_then(Value::as_str).unwrap_or_default();
    let rows = assignments::of(cx.data, sp)?;
    let shown = cx.showing(rows.iter().map(|row| row.shown(name)).collect());
    cx.list(&APP_ROLE_ASSIGNMENT, "appRoleAssignments", shown)
}

pub(crate) fn create(cx: &Cx<'_>, sp: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let principal = cx.service_principal(sp)?;
    let body = cx.call.only(&["principalId", "resourceId", "appRoleId"])?;
    let guid = |name: &str| {
        let text = body.get(name).and_then(Value::as_str).unwrap_or_default();
        match Uuid::parse_str(text) {
            Ok(guid) => Ok(guid.to_string()),
            Err(_) => Err(GraphError::bad_request(format!("The {name} has to be a GUID."))),
        }
    };
    let (assignee, resource, role) = (guid("principalId")?, guid("resourceId")?, guid("appRoleId")?);
    if resource != sp.to_ascii_lowercase() {
        return Err(GraphError::bad_request("The resourceId is not the service principal of the address."));
    }
    let kind = assignments::principal(cx.data, &assignee)?;
    let kind = kind.ok_or_else(|| GraphError::no_object(&assignee))?;
    if !may_have(&principal, &role, kind) {
        let message = "Permission being assigned was not found on application.";
        return Err(GraphError::bad_request(message));
    }
    if kind == Kind::Group && !cx.settings.premium {
        // Which words Graph has for a tenant without the licence is not documented.
        let message = "Assigning a group to an application needs Microsoft Entra ID P1, which this tenant does not have.";
        return Err(GraphError::bad_request(message));
    }
    let Some(id) = assignments::add(cx.data, sp, &assignee, &role, &crate::entra::clock::text(cx.now))?
    else {
        return Err(GraphError::bad_request("Permission being assigned already exists on the object."));
    };
    cx.state.fresh.add(&id, cx.settings.lag);
    let name = principal.get("displayName").and_then(Value::as_str).unwrap_or_default();
    let made = assignments::of(cx.data, sp)?.into_iter().find(|row| row.id == id);
    let mut shown = made.ok_or_else(|| GraphError::no_object(&id))?.shown(name);
    shown["@odata.context"] =
        cx.context(&format!("servicePrincipals('{sp}')/appRoleAssignedTo/$entity")).into();
    Ok(Reply::created(shown))
}

/// Whether the application has such a role, enabled, for what is to be assigned.
fn may_have(principal: &Value, role: &str, kind: Kind) -> bool {
    let wanted = if kind == Kind::ServicePrincipal { "Application" } else { "User" };
    let roles = principal.get("appRoles").and_then(Value::as_array);
    let mut fitting = roles.into_iter().flatten().filter(|role| {
        let types = role.get("allowedMemberTypes").and_then(Value::as_array);
        role["isEnabled"] == Value::Bool(true)
            && types.into_iter().flatten().any(|member| member.as_str() == Some(wanted))
    });
    match role {
        NO_ROLE => fitting.next().is_none(),
        role => fitting.any(|fitting| fitting.get("id").and_then(Value::as_str) == Some(role)),
    }
}

pub(crate) fn delete(cx: &Cx<'_>, sp: &str, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    cx.service_principal(sp)?;
    if !cx.shows(id) || !assignments::remove(cx.data, sp, id)? {
        return Err(GraphError::no_object(id));
    }
    Ok(Reply::no_content())
}
