//! Deleted items: looked at and restored. Restoring an application does not restore its service principal.

use serde_json::Value;

use super::Cx;
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::store::objects::{self, Object};

/// A deleted object as Graph shows it among others.
pub(crate) fn shown(object: &Object) -> Value {
    let mut json = object.json.clone();
    json["@odata.type"] = format!("#microsoft.graph.{}", object.kind.as_str()).into();
    json["deletedDateTime"] = object.deleted.clone().into();
    json
}

fn deleted(cx: &Cx<'_>, id: &str) -> Result<Object, GraphError> {
    let found = objects::any(cx.data, id)?.filter(|object| object.deleted.is_some());
    found.ok_or_else(|| GraphError::no_object(id))
}

pub(crate) fn get(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let mut json = shown(&deleted(cx, id)?);
    json["@odata.context"] = cx.context("directoryObjects/$entity").into();
    Ok(Reply::ok(json))
}

pub(crate) fn restore(cx: &Cx<'_>, id: &str) -> Result<Reply, GraphError> {
    cx.call.query.allow(&[])?;
    let object = deleted(cx, id)?;
    objects::set_deleted(cx.data, id, None)?;
    let mut json = shown(&Object { deleted: None, ..object });
    json["@odata.context"] = cx.context("directoryObjects/$entity").into();
    Ok(Reply::ok(json))
}
