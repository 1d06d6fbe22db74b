//! Resources as a client sees them: what is stored, with `id`, `meta` and what the service adds of its own.

use onramp_scim::urn;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::store::teams::{self, Member, Team};
use super::store::{self, Account};
use crate::world::Rules;

/// How resources are shown by one service.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presenter<'a> {
    pub(super) base_url: &'a str,
    pub(super) rules: Rules,
}

impl Presenter<'_> {
    /// The User resource of an account, complete.
    pub(super) fn user(self, data: &Connection, account: &Account) -> rusqlite::Result<Value> {
        let mut resource = account.document.resource().clone();
        if let Some(id) = &account.document.manager
            && let Some(manager) = store::by_id(data, id)?
            && let Some(shown) = resource.get_mut(urn::ENTERPRISE_USER).and_then(|it| it.get_mut("manager"))
        {
            let name = manager.document.full_name();
            shown["$ref"] = json!(format!("{}/Users/{id}", self.base_url));
            if !name.is_empty() {
                shown["displayName"] = json!(name);
            }
        }
        // Ramp's users do not say which groups they are in.
        if self.rules == Rules::Plain {
            let groups: Vec<Value> = teams::teams_of(data, &account.id)?
                .into_iter()
                .map(|(id, name)| {
                    let reference = format!("{}/Groups/{id}", self.base_url);
                    json!({"value": id, "$ref": reference, "display": name, "type": "direct"})
                })
                .collect();
            if !groups.is_empty() {
                resource.insert("groups".to_owned(), Value::Array(groups));
            }
        }
        let meta = self.meta(
            "User",
            "Users",
            &account.id,
            [&account.created, &account.last_modified],
            account.version,
        );
        Ok(whole(resource, &account.id, meta))
    }

    /// The ListResponse of one user as stored, whom no other row has a part in. Put together as text: the document is
    /// JSON already, and an id, a time and a version hold nothing to escape.
    pub(super) fn list_of_one(
        self,
        id: &str,
        document: &str,
        [created, modified]: [&str; 2],
        version: i64,
    ) -> String {
        let members = document.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
        let base_url = self.base_url;
        format!(
            r#"{{"schemas":["{}"],"totalResults":1,"Resources":[{{"id":"{id}",{},"meta":{{"resourceType":"User","created":"{created}","lastModified":"{modified}","location":"{base_url}/Users/{id}","version":"W/\"{version}\""}}}}],"startIndex":1,"itemsPerPage":1}}"#,
            urn::LIST_RESPONSE,
            members,
        )
    }

    /// The Group resource, with its members where they are asked for.
    pub(super) fn group(self, data: &Connection, team: &Team, with_members: bool) -> rusqlite::Result<Value> {
        let mut resource = team.resource.clone();
        if with_members {
            let members: Vec<Value> = teams::members(data, &team.id)?
                .iter()
                .map(|member| self.member(data, member))
                .collect::<rusqlite::Result<_>>()?;
            if !members.is_empty() {
                resource.insert("members".to_owned(), Value::Array(members));
            }
        }
        let meta = self.meta("Group", "Groups", &team.id, [&team.created, &team.last_modified], team.version);
        Ok(whole(resource, &team.id, meta))
    }

    fn member(self, data: &Connection, member: &Member) -> rusqlite::Result<Value> {
        let Member { id, is_team } = member;
        let (kind, place) = if *is_team { ("Group", "Groups") } else { ("User", "Users") };
        let mut shown = json!({"value": id, "$ref": format!("{}/{place}/{id}", self.base_url), "type": kind});
        let name = if *is_team {
            teams::by_id(data, id)?.map(|team| team.display_name().to_owned())
        } else {
            store::by_id(data, id)?.map(|account| shown_name(&account))
        };
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            shown["display"] = json!(name);
        }
        Ok(shown)
    }

    fn meta(self, kind: &str, place: &str, id: &str, [created, modified]: [&str; 2], version: i64) -> Value {
        json!({
            "resourceType": kind,
            "created": created,
            "lastModified": modified,
            "location": format!("{}/{place}/{id}", self.base_url),
            "version": format!("W/\"{version}\""),
        })
    }
}

fn shown_name(account: &Account) -> String {
    let display = account.document.resource().get("displayName").and_then(Value::as_str);
    display.map_or_else(|| account.document.full_name(), str::to_owned)
}

/// `schemas` and `id` first, as every example has them, `meta` last.
fn whole(mut resource: Map<String, Value>, id: &str, meta: Value) -> Value {
    let mut whole = Map::with_capacity(resource.len() + 2);
    if let Some(schemas) = resource.shift_remove("schemas") {
        whole.insert("schemas".to_owned(), schemas);
    }
    whole.insert("id".to_owned(), json!(id));
    whole.append(&mut resource);
    whole.insert("meta".to_owned(), meta);
    Value::Object(whole)
}
