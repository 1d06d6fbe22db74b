//! Which operation a call is.

use axum::http::Method;

use super::EntraState;
use super::call::{Call, Reply};
use super::error::GraphError;
use super::graph::{Cx, apps, assignments, deleted, delta, groups, jobs as graph_jobs, logs, schema, users};
use super::odata::{DIRECTORY_ROLE, ORGANIZATION, ROLE_ASSIGNMENT, SKU};
use super::store::jobs as stored;
use super::store::settings;
use super::tenant::{self, AdminRole, TenantSettings};
use super::{faults, jobs, secrets};

/// Does what a call asks for.
pub(crate) async fn answer(state: &EntraState, call: Call) -> Result<Reply, GraphError> {
    let path: Vec<String> = call.segments.clone();
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let settings = state.store.transact(|data| settings::read(data, settings::TENANT)).await?;
    may(&call, &names, settings)?;
    let post = call.method == Method::POST;
    match names.as_slice() {
        ["servicePrincipals", sp, "synchronization", "secrets"] if call.method == Method::PUT => {
            secrets::save(state, sp, &call).await
        }
        ["servicePrincipals", sp, "synchronization", "jobs", "validateCredentials"] if post => {
            secrets::validate(state, sp, None, &call).await
        }
        ["servicePrincipals", sp, "synchronization", "jobs", job, "validateCredentials"] if post => {
            secrets::validate(state, sp, Some(job), &call).await
        }
        ["servicePrincipals", sp, "synchronization", "jobs", job, "provisionOnDemand"] if post => {
            provision_on_demand(state, sp, job, &call).await
        }
        _ => {
            let of_state = state.clone();
            let now = state.clock.now();
            let writes = call.writes();
            let reply = state
                .store
                .transact(move |data| operation(&Cx { data, call: &call, state: &of_state, now, settings }))
                .await?;
            if writes {
                // Whatever changed may be something that a job waits for.
                state.wake.notify_one();
            }
            Ok(reply)
        }
    }
}

/// An admin without a role may look. The synchronization service says so in its own way (`graph/README.md` §7).
fn may(call: &Call, names: &[&str], settings: TenantSettings) -> Result<(), GraphError> {
    if settings.role != AdminRole::None || !call.writes() {
        return Ok(());
    }
    match names.last() {
        Some(&"provisionOnDemand") => Err(GraphError::new(401, "UnknownError", "")),
        _ => Err(GraphError::denied()),
    }
}

async fn provision_on_demand(
    state: &EntraState,
    sp: &str,
    job: &str,
    call: &Call,
) -> Result<Reply, GraphError> {
    call.query.allow(&[])?;
    let parameters = secrets::on_demand_parameters(call)?;
    state.on_demand_limit(job)?;
    let (sp, id, of_state) = (sp.to_owned(), job.to_owned(), state.clone());
    let found = state.store.transact(move |data| {
        let found = stored::by_id(data, &id)?.filter(|job| job.sp == sp && !of_state.fresh.hides(&id));
        found.ok_or_else(|| GraphError::not_found(format!("The synchronization job {id} does not exist.")))
    });
    let mut answer = jobs::provision_on_demand(state, found.await?, parameters).await?;
    answer["@odata.context"] =
        format!("{}/$metadata#microsoft.graph.stringKeyStringValuePair", state.base_url).into();
    Ok(Reply::ok(answer))
}

/// The operations that are one transaction.
fn operation(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    let names: Vec<&str> = cx.call.segments.iter().map(String::as_str).collect();
    match (cx.call.method.as_str(), names.as_slice()) {
        ("GET", ["applicationTemplates"]) => apps::templates(cx),
        ("POST", ["applicationTemplates", id, "instantiate"]) => apps::instantiate(cx, id),
        ("GET", ["applications"]) => apps::list_applications(cx),
        ("GET", ["applications", id]) => apps::get_application(cx, id),
        ("PATCH", ["applications", id]) => apps::patch_application(cx, id),
        ("DELETE", ["applications", id]) => apps::delete_application(cx, id),
        ("GET", ["directory", "deletedItems", id]) => deleted::get(cx, id),
        ("POST", ["directory", "deletedItems", id, "restore"]) => deleted::restore(cx, id),
        ("GET", ["servicePrincipals"]) => apps::list_principals(cx),
        ("GET", ["servicePrincipals", id]) => apps::get_principal(cx, id),
        ("PATCH", ["servicePrincipals", id]) => apps::patch_principal(cx, id),
        ("DELETE", ["servicePrincipals", id]) => apps::delete_principal(cx, id),
        ("GET", ["servicePrincipals", sp, "appRoleAssignedTo"]) => assignments::list(cx, sp),
        ("POST", ["servicePrincipals", sp, "appRoleAssignedTo"]) => assignments::create(cx, sp),
        ("DELETE", ["servicePrincipals", sp, "appRoleAssignedTo", id]) => assignments::delete(cx, sp, id),
        (method, ["servicePrincipals", sp, "synchronization", rest @ ..]) => {
            synchronization(cx, method, sp, rest)
        }
        ("GET", ["users"]) => users::list(cx),
        ("GET", ["users", "delta" | "delta()"]) => delta::users(cx),
        ("GET", ["users", key]) => users::get(cx, key),
        ("GET", ["users", key, "manager"]) => users::manager(cx, key),
        ("GET", ["groups"]) => groups::list(cx),
        ("GET", ["groups", id, "members"]) => groups::members(cx, id),
        ("GET", ["groups", id, "transitiveMembers"]) => groups::transitive_members(cx, id),
        ("GET", ["auditLogs", "provisioning"]) => logs::provisioning(cx),
        ("GET", ["me"]) => users::me(cx),
        ("GET", ["me", "transitiveMemberOf", "microsoft.graph.directoryRole"]) => {
            let roles = tenant::roles_of_admin(cx.settings);
            cx.list(&DIRECTORY_ROLE, "directoryObjects/microsoft.graph.directoryRole", roles)
        }
        ("GET", ["organization"]) => {
            cx.list(&ORGANIZATION, "organization", vec![tenant::organization(cx.settings)])
        }
        ("GET", ["subscribedSkus"]) => cx.list(&SKU, "subscribedSkus", tenant::subscribed_skus(cx.settings)),
        ("GET", ["directoryRoles"]) => cx.list(&DIRECTORY_ROLE, "directoryRoles", tenant::directory_roles()),
        ("GET", ["roleManagement", "directory", "roleAssignments"]) => {
            let context = "roleManagement/directory/roleAssignments";
            cx.list(&ROLE_ASSIGNMENT, context, tenant::role_assignments(cx.settings))
        }
        _ => Err(unknown(cx.call)),
    }
}

fn synchronization(cx: &Cx<'_>, method: &str, sp: &str, rest: &[&str]) -> Result<Reply, GraphError> {
    match (method, rest) {
        ("GET", ["templates"]) => graph_jobs::templates(cx, sp),
        ("GET", ["jobs"]) => graph_jobs::list(cx, sp),
        ("POST", ["jobs"]) => graph_jobs::create(cx, sp),
        ("GET", ["jobs", id]) => graph_jobs::get(cx, sp, id),
        ("DELETE", ["jobs", id]) => graph_jobs::delete(cx, sp, id),
        ("POST", ["jobs", id, "start"]) => graph_jobs::start(cx, sp, id),
        ("POST", ["jobs", id, "pause"]) => graph_jobs::pause(cx, sp, id),
        ("POST", ["jobs", id, "restart"]) => graph_jobs::restart(cx, sp, id),
        ("GET", ["jobs", id, "schema"]) => schema::get(cx, sp, id),
        ("PUT", ["jobs", id, "schema"]) => schema::put(cx, sp, id),
        ("DELETE", ["jobs", id, "schema"]) => schema::delete(cx, sp, id),
        // In Microsoft's description and SDKs; the service has no such operation (`graph/README.md` §6).
        ("PATCH", ["jobs", _, "schema"]) => {
            let message = format!(
                "No HTTP resource was found that matches the request URI '{}{}'.",
                cx.state.base_url,
                cx.path()
            );
            Err(GraphError::new(404, "ResourceNotFound", message))
        }
        ("GET", ["jobs", id, "schema", "filterOperators()"]) => schema::filter_operators(cx, sp, id),
        ("GET", ["jobs", id, "schema", "functions()"]) => schema::functions(cx, sp, id),
        ("POST", ["jobs", id, "schema", "parseExpression"]) => schema::parse_expression(cx, sp, id),
        ("POST", ["jobs", id, "schema", "directories", directory, "discover"]) => {
            schema::discover(cx, sp, id, directory)
        }
        _ => Err(unknown(cx.call)),
    }
}

/// A path that Graph does not have, or a method that it does not have there.
fn unknown(call: &Call) -> GraphError {
    if faults::endpoint(&call.segments).is_some() && call.method != Method::GET {
        let message = "Specified HTTP method is not allowed for the request target.";
        return GraphError::new(405, "Request_BadRequest", message);
    }
    let last = call.segments.last().map_or("", String::as_str);
    GraphError::new(400, "BadRequest", format!("Resource not found for the segment '{last}'."))
}
