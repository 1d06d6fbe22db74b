//! Groups and who is in them.

use serde_json::Value;

use super::Cx;
use super::people::typed;
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::{DIRECTORY_OBJECT, GROUP, Selection, USER};
use crate::entra::store::directory;
use crate::entra::store::objects::{self, Kind};

pub(crate) fn list(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    cx.list(&GROUP, "groups", objects::list(cx.data, Kind::Group)?)
}

/// Those who are in a group by name.
pub(crate) fn members(cx: &Cx<'_>, group: &str) -> Result<Reply, GraphError> {
    exists(cx, group)?;
    objects_of(cx, directory::members(cx.data, group)?)
}

/// Those who are in it through other groups too.
pub(crate) fn transitive_members(cx: &Cx<'_>, group: &str) -> Result<Reply, GraphError> {
    exists(cx, group)?;
    objects_of(cx, directory::transitive_members(cx.data, group)?)
}

fn exists(cx: &Cx<'_>, group: &str) -> Result<(), GraphError> {
    directory::group(cx.data, group)?.map(drop).ok_or_else(|| GraphError::no_object(group))
}

fn objects_of(cx: &Cx<'_>, ids: Vec<String>) -> Result<Reply, GraphError> {
    // Without $select a user shows what users show by themselves.
    let by_default = cx.call.query.select.is_none();
    let mut items: Vec<Value> = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(object) = objects::any(cx.data, &id)?.filter(|object| object.deleted.is_none()) else {
            continue;
        };
        let json = match object.kind {
            Kind::User if by_default => Selection::read(None, &USER)?.apply(&USER, &object.json),
            _ => object.json,
        };
        items.push(typed(object.kind, json));
    }
    cx.list(&DIRECTORY_OBJECT, "directoryObjects", items)
}
