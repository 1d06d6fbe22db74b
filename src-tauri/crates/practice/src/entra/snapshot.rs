//! The whole tenant as one document, to compare it before and after.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::graph::{deleted, schema};
use super::store::objects::{self, Kind};
use super::store::{assignments, connections, directory, jobs as stored};
use super::{EntraState, jobs};
use crate::error::PracticeError;

/// Every resource by kind and id. No secret is in it: of a secret only that it is saved.
pub(crate) fn take(state: &EntraState, data: &Connection) -> Result<Value, PracticeError> {
    let mut tenant = Map::new();
    tenant.insert("applications".to_owned(), by_id(objects::list(data, Kind::Application)?));
    let mut principals = objects::list(data, Kind::ServicePrincipal)?;
    for principal in &mut principals {
        let id = principal.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let name = principal.get("displayName").and_then(Value::as_str).unwrap_or_default().to_owned();
        let assigned = assignments::of(data, &id)?;
        principal["appRoleAssignedTo"] = by_id(assigned.iter().map(|row| row.shown(&name)).collect());
        principal["synchronization"] = json!({
            "secrets": connections::of(data, &id)?
                .into_iter()
                .map(|(key, value)| (key, value.map_or(json!({"saved": true}), Value::from)))
                .collect::<Map<_, _>>(),
            "jobs": by_id(jobs_of(state, data, &id)?),
        });
    }
    tenant.insert("servicePrincipals".to_owned(), by_id(principals));
    let people = directory::people(data)?.into_iter().filter(|person| !person.deleted);
    tenant.insert("users".to_owned(), by_id(people.map(|person| person.user).collect()));
    let mut groups = objects::list(data, Kind::Group)?;
    for group in &mut groups {
        let id = group.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut members = directory::members(data, &id)?;
        members.sort();
        group["members"] = members.into();
    }
    tenant.insert("groups".to_owned(), by_id(groups));
    let mut gone = Vec::new();
    for kind in Kind::ALL {
        let objects = objects::all(data, kind)?.into_iter().filter(|object| object.deleted.is_some());
        gone.extend(objects.map(|object| deleted::shown(&object)));
    }
    tenant.insert("deletedItems".to_owned(), by_id(gone));
    Ok(Value::Object(tenant))
}

fn jobs_of(state: &EntraState, data: &Connection, sp: &str) -> Result<Vec<Value>, PracticeError> {
    let mut shown = Vec::new();
    for job in stored::of(data, sp)? {
        let run = jobs::present(state, data, &job)?;
        shown.push(json!({
            "id": job.id,
            "templateId": job.template,
            "schedule": run["schedule"],
            "status": run["status"],
            "schema": schema::shown(&job),
        }));
    }
    Ok(shown)
}

/// As an object whose members stand in the order of their ids.
fn by_id(mut items: Vec<Value>) -> Value {
    let id = |item: &Value| item.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    items.sort_by_key(id);
    Value::Object(items.into_iter().map(|item| (id(&item), item)).collect())
}
