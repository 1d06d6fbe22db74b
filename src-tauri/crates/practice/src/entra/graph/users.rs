//! People, one by one and in lists.

use std::collections::HashMap;

use serde_json::Value;

use super::Cx;
use super::people::{Expansion, typed};
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::{DIRECTORY_OBJECT, USER};
use crate::entra::store::objects::{self, Kind};
use crate::entra::store::{directory, objects::Object};
use crate::entra::tenant;

pub(crate) fn list(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    let expansion = Expansion::read(cx.call.query.expand.as_deref())?;
    let users = objects::list(cx.data, Kind::User)?;
    let managers = match &expansion {
        Some(_) => directory::managers(cx.data)?,
        None => HashMap::new(),
    };
    let by_id: HashMap<String, Value> = match &expansion {
        Some(_) => users.iter().map(|user| (id_of(user).to_owned(), user.clone())).collect(),
        None => HashMap::new(),
    };
    cx.list_with(&USER, "users", users, |user, shown| {
        let manager = managers.get(id_of(user)).and_then(|manager| by_id.get(manager));
        if let (Some(expansion), Some(manager)) = (&expansion, manager) {
            shown["manager"] = expansion.apply(manager);
        }
    })
}

fn id_of(user: &Value) -> &str {
    user.get("id").and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn get(cx: &Cx<'_>, key: &str) -> Result<Reply, GraphError> {
    show(cx, &find(cx, key)?)
}

/// The admin who is signed in.
pub(crate) fn me(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    show(cx, &find(cx, tenant::ADMIN_ID)?)
}

fn show(cx: &Cx<'_>, user: &Object) -> Result<Reply, GraphError> {
    cx.call.query.allow(&["select", "expand"])?;
    let manager = match Expansion::read(cx.call.query.expand.as_deref())? {
        Some(expansion) => {
            directory::manager_of(cx.data, &user.id)?.map(|manager| expansion.apply(&manager.json))
        }
        None => None,
    };
    cx.one_with(&USER, "users", &user.json, |_, shown| {
        if let Some(manager) = &manager {
            shown["manager"] = manager.clone();
        }
    })
}

fn find(cx: &Cx<'_>, key: &str) -> Result<Object, GraphError> {
    directory::user(cx.data, key)?.ok_or_else(|| GraphError::no_object(key))
}

pub(crate) fn manager(cx: &Cx<'_>, key: &str) -> Result<Reply, GraphError> {
    let user = find(cx, key)?;
    let manager = directory::manager_of(cx.data, &user.id)?;
    let manager = manager.ok_or_else(|| GraphError::no_object("manager"))?;
    cx.call.query.allow(&["select"])?;
    let shown = match &cx.call.query.select {
        Some(_) => manager.json,
        None => crate::entra::odata::Selection::read(None, &USER)?.apply(&USER, &manager.json),
    };
    cx.one(&DIRECTORY_OBJECT, "directoryObjects", &typed(Kind::User, shown))
}
