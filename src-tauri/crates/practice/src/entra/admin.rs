//! What happens in the directory beside a set-up: people come, change and go.

use rusqlite::Connection;
use serde_json::Value;

use super::EntraState;
use super::clock::Clock;
use super::store::objects::{self, Kind, Object};
use super::store::{connections, directory, seed};
use crate::control::DirectoryChange;
use crate::error::PracticeError;

/// Changes the directory.
pub(crate) fn change(
    data: &Connection,
    clock: &Clock,
    change: &DirectoryChange,
) -> Result<(), PracticeError> {
    match change {
        DirectoryChange::SetAttribute { user, name, value } => {
            let mut found = user_by(data, user, false)?;
            match (value, found.json.as_object_mut()) {
                (Some(value), _) => found.json[name] = value.clone(),
                (None, Some(members)) => drop(members.shift_remove(name)),
                (None, None) => {}
            }
            objects::replace(data, &found.id, &found.json)
        }
        DirectoryChange::SetEnabled { user, enabled } => {
            let mut found = user_by(data, user, false)?;
            found.json["accountEnabled"] = (*enabled).into();
            objects::replace(data, &found.id, &found.json)
        }
        DirectoryChange::SetManager { user, manager } => {
            let found = user_by(data, user, false)?;
            let manager = manager.as_deref().map(|manager| user_by(data, manager, false)).transpose()?;
            directory::set_manager(data, &found.id, manager.map(|manager| manager.id).as_deref())
        }
        DirectoryChange::Delete { user } => {
            let found = user_by(data, user, false)?;
            let at = clock.now().strftime("%FT%TZ").to_string();
            objects::set_deleted(data, &found.id, Some(&at))
        }
        DirectoryChange::Restore { user } => objects::set_deleted(data, &user_by(data, user, true)?.id, None),
        DirectoryChange::Purge { user } => {
            let found = user_by(data, user, true).or_else(|_| user_by(data, user, false))?;
            objects::purge(data, &found.id)
        }
        DirectoryChange::AddMember { group, member } => {
            let group = group_by(data, group)?;
            let member = user_by(data, member, false).or_else(|_| group_by(data, member))?;
            directory::add_member(data, &group.id, &member.id)
        }
        DirectoryChange::RemoveMember { group, member } => {
            let group = group_by(data, group)?;
            let member = user_by(data, member, false).or_else(|_| group_by(data, member))?;
            directory::remove_member(data, &group.id, &member.id)
        }
    }
}

/// A user by object id or sign-in name, among the deleted or among the others.
fn user_by(data: &Connection, key: &str, deleted: bool) -> Result<Object, PracticeError> {
    find(data, Kind::User, "userPrincipalName", key, deleted)
}

/// A group by object id or name.
fn group_by(data: &Connection, key: &str) -> Result<Object, PracticeError> {
    find(data, Kind::Group, "displayName", key, false)
}

fn find(
    data: &Connection,
    kind: Kind,
    name: &str,
    key: &str,
    deleted: bool,
) -> Result<Object, PracticeError> {
    let is_meant = |object: &Object| {
        let named = object.json.get(name).and_then(Value::as_str);
        object.deleted.is_some() == deleted
            && (object.id == key || named.is_some_and(|named| named.eq_ignore_ascii_case(key)))
    };
    let found = objects::all(data, kind)?.into_iter().find(is_meant);
    found.ok_or_else(|| PracticeError::UnknownObject(key.to_owned()))
}

/// Makes the tenant new. The secrets are forgotten first: afterwards nobody would know of them.
pub(crate) async fn reset(state: &EntraState) -> Result<(), PracticeError> {
    for (principal, key) in state.store.transact(connections::secrets).await? {
        state.keeper.delete(&principal, &key).await?;
    }
    state.store.transact(seed::replant).await?;
    state.faults.clear();
    state.holds.release();
    state.fresh.clear();
    state.wake.notify_one();
    Ok(())
}
