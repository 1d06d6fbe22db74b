//! People and groups.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use super::objects::{self, Kind, Object};
use crate::error::PracticeError;

/// One person of the directory.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The whole Graph user, with `manager` where there is one.
    pub(crate) user: Value,
    /// Soft-deleted.
    pub(crate) deleted: bool,
}

/// Everyone, soft-deleted people too. Who is purged is absent.
pub(crate) fn people(data: &Connection) -> Result<Vec<Person>, PracticeError> {
    let managers = managers(data)?;
    let users = objects::all(data, Kind::User)?;
    let shown: HashMap<String, Value> =
        users.iter().map(|user| (user.id.clone(), reference(&user.json))).collect();
    let person = |user: Object| {
        let manager = managers.get(&user.id).and_then(|manager| shown.get(manager)).cloned();
        with_manager(user, manager)
    };
    Ok(users.into_iter().map(person).collect())
}

fn with_manager(user: Object, manager: Option<Value>) -> Person {
    let mut json = user.json;
    if let Some(manager) = manager {
        json["manager"] = manager;
    }
    Person { user: json, deleted: user.deleted.is_some() }
}

fn reference(user: &Value) -> Value {
    json!({
        "id": user["id"],
        "displayName": user["displayName"],
        "userPrincipalName": user["userPrincipalName"],
    })
}

/// A user that is not deleted, by object id or sign-in name.
pub(crate) fn user(data: &Connection, key: &str) -> Result<Option<Object>, PracticeError> {
    if let Some(user) = objects::live(data, Kind::User, key)? {
        return Ok(Some(user));
    }
    let named = |user: &Object| {
        let name = user.json.get("userPrincipalName").and_then(Value::as_str);
        name.is_some_and(|name| name.eq_ignore_ascii_case(key))
    };
    Ok(objects::all(data, Kind::User)?.into_iter().find(|user| user.deleted.is_none() && named(user)))
}

/// The manager's id of each user that has one.
pub(crate) fn managers(data: &Connection) -> Result<HashMap<String, String>, PracticeError> {
    let mut query = data.prepare_cached("SELECT user, manager FROM manager")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A user's manager. One who is soft-deleted is none.
pub(crate) fn manager_of(data: &Connection, user: &str) -> Result<Option<Object>, PracticeError> {
    let mut query = data.prepare_cached("SELECT manager FROM manager WHERE user = ?1")?;
    let manager: Option<String> = query.query_row([user], |row| row.get(0)).optional()?;
    manager.map_or(Ok(None), |manager| objects::live(data, Kind::User, &manager))
}

/// Gives a user a manager, or none. Counts as a change of the user.
pub(crate) fn set_manager(data: &Connection, user: &str, manager: Option<&str>) -> Result<(), PracticeError> {
    match manager {
        Some(manager) => put_manager(data, user, manager)?,
        None => drop(data.execute("DELETE FROM manager WHERE user = ?1", [user])?),
    }
    objects::touch(data, user)
}

/// The same while the user is being made.
pub(super) fn put_manager(data: &Connection, user: &str, manager: &str) -> Result<(), PracticeError> {
    data.execute("INSERT OR REPLACE INTO manager (user, manager) VALUES (?1, ?2)", params![user, manager])?;
    Ok(())
}

/// A group that is not deleted.
pub(crate) fn group(data: &Connection, id: &str) -> Result<Option<Value>, PracticeError> {
    Ok(objects::live(data, Kind::Group, id)?.map(|group| group.json))
}

/// The object ids of a group's direct members, users and groups.
pub(crate) fn members(data: &Connection, group: &str) -> Result<Vec<String>, PracticeError> {
    let mut query = data.prepare_cached("SELECT member FROM member WHERE in_group = ?1 ORDER BY seq")?;
    let rows = query.query_map([group], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The object ids of everyone and everything in a group, through groups in it too; a circle ends where it closes.
pub(crate) fn transitive_members(data: &Connection, group: &str) -> Result<Vec<String>, PracticeError> {
    let mut found = Vec::new();
    let mut seen = HashSet::from([group.to_owned()]);
    let mut waiting = vec![group.to_owned()];
    while let Some(group) = waiting.pop() {
        for member in members(data, &group)? {
            if seen.insert(member.clone()) {
                waiting.push(member.clone());
                found.push(member);
            }
        }
    }
    Ok(found)
}

pub(crate) fn add_member(data: &Connection, group: &str, member: &str) -> Result<(), PracticeError> {
    data.execute("INSERT OR IGNORE INTO member (in_group, member) VALUES (?1, ?2)", params![group, member])?;
    Ok(())
}

pub(crate) fn remove_member(data: &Connection, group: &str, member: &str) -> Result<(), PracticeError> {
    data.execute("DELETE FROM member WHERE in_group = ?1 AND member = ?2", params![group, member])?;
    Ok(())
}
