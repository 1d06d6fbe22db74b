//! The values Entra shapes its own way, brought into the RFC's shape before they are stored.

use serde_json::{Value, json};

use crate::error::{ScimError, ScimType};
use crate::filter::as_bool;
use crate::path::AttributePath;
use crate::urn;

/// What an operation's value means for the attribute at its path.
pub(super) enum Incoming {
    /// Store this.
    Value(Value),
    /// Nothing is assigned any more: null, or an empty manager.
    Nothing,
}

/// The place and the value an operation means: `manager` without its URN is the enterprise manager
/// (entra-scim-client.md §6.6), its value an object; `active` and `primary` are booleans.
pub(super) fn normalise(path: &mut AttributePath, value: Value) -> Result<Incoming, ScimError> {
    adopt_manager(path);
    if value.is_null() {
        return Ok(Incoming::Nothing);
    }
    if is_manager(path) {
        path.sub_attribute = None;
        return manager(value);
    }
    let is_boolean = match &path.sub_attribute {
        Some(sub) => sub.eq_ignore_ascii_case("primary"),
        None => is_top(path) && path.attribute.eq_ignore_ascii_case("active"),
    };
    if is_boolean { boolean(path, value).map(Incoming::Value) } else { Ok(Incoming::Value(value)) }
}

/// Gives a bare `manager` the URN under which it is stored.
pub(super) fn adopt_manager(path: &mut AttributePath) {
    if is_top(path) && path.attribute.eq_ignore_ascii_case("manager") {
        path.urn = Some(urn::ENTERPRISE_USER.to_owned());
    }
}

fn is_top(path: &AttributePath) -> bool {
    path.urn.as_deref().is_none_or(urn::is_core)
}

/// The manager as a whole or its id; `manager.displayName` and `manager.$ref` are left alone.
pub(super) fn is_manager(path: &AttributePath) -> bool {
    path.urn.as_deref().is_some_and(|urn| urn.eq_ignore_ascii_case(urn::ENTERPRISE_USER))
        && path.attribute.eq_ignore_ascii_case("manager")
        && path.sub_attribute.as_deref().is_none_or(|sub| sub.eq_ignore_ascii_case("value"))
}

fn manager(value: Value) -> Result<Incoming, ScimError> {
    let refusal = || ScimError::bad_request(ScimType::InvalidValue, "manager takes the id of one user");
    match value {
        Value::Null => Ok(Incoming::Nothing),
        Value::String(id) if id.trim().is_empty() => Ok(Incoming::Nothing),
        Value::String(id) => Ok(Incoming::Value(json!({ "value": id }))),
        Value::Object(mut object) => match object.remove("value") {
            None | Some(Value::Null) => Ok(Incoming::Nothing),
            Some(id @ Value::String(_)) => manager(id),
            Some(_) => Err(refusal()),
        },
        Value::Array(mut elements) if elements.len() <= 1 => match elements.pop() {
            Some(Value::Array(_)) => Err(refusal()),
            other => manager(other.unwrap_or(Value::Null)),
        },
        _ => Err(refusal()),
    }
}

fn boolean(path: &AttributePath, value: Value) -> Result<Value, ScimError> {
    let flag = match &value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => as_bool(text),
        _ => None,
    };
    flag.map(Value::Bool)
        .ok_or_else(|| ScimError::bad_request(ScimType::InvalidValue, format!("{path} is true or false")))
}
