//! What a new tenant begins with: the people of contoso.example and their groups.

use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::directory;
use super::objects::{self, Kind};
use crate::entra::tenant;
use crate::error::PracticeError;
use crate::seeds;

/// Members of the seed that are no property of a Graph user.
const NOT_GRAPH: [&str; 3] = ["onrampNote", "appRoleAssignments", "manager"];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    id: String,
    display_name: String,
    description: String,
    mail_nickname: String,
    members: Vec<String>,
}

/// Makes the tenant's objects.
pub(super) fn plant(data: &Connection) -> Result<(), PracticeError> {
    let seed = |_| PracticeError::NotUnderstood;
    let people: Value = serde_json::from_str(seeds::directory_json()).map_err(seed)?;
    let groups: Vec<Group> = serde_json::from_str(seeds::groups_json()).map_err(seed)?;
    let people = people.get("value").and_then(Value::as_array).cloned().unwrap_or_default();

    for person in &people {
        let mut user = person.clone();
        if let Some(members) = user.as_object_mut() {
            NOT_GRAPH.iter().for_each(|name| drop(members.shift_remove(*name)));
            members.insert("createdDateTime".to_owned(), tenant::FOUNDED.into());
        }
        objects::insert(data, Kind::User, &user)?;
    }
    for person in &people {
        let id = person.get("id").and_then(Value::as_str);
        let manager = person.pointer("/manager/id").and_then(Value::as_str);
        if let (Some(id), Some(manager)) = (id, manager) {
            directory::put_manager(data, id, manager)?;
        }
    }
    for group in &groups {
        objects::insert(data, Kind::Group, &shown(group))?;
    }
    for group in &groups {
        for member in &group.members {
            directory::add_member(data, &group.id, member)?;
        }
    }
    Ok(())
}

/// Removes everything and makes the tenant's objects anew. Whoever follows deltas is told of it.
pub(crate) fn replant(data: &Connection) -> Result<(), PracticeError> {
    data.execute_batch("DELETE FROM log; DELETE FROM job; DELETE FROM object; DELETE FROM purged;")?;
    plant(data)
}

/// A security group as Graph shows one.
fn shown(group: &Group) -> Value {
    json!({
        "id": group.id,
        "createdDateTime": tenant::FOUNDED,
        "description": group.description,
        "displayName": group.display_name,
        "groupTypes": [],
        "isAssignableToRole": null,
        "mail": null,
        "mailEnabled": false,
        "mailNickname": group.mail_nickname,
        "onPremisesSyncEnabled": null,
        "proxyAddresses": [],
        "securityEnabled": true,
        "visibility": null,
    })
}
