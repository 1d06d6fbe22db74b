//! Readers for the values Entra shapes its own way.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::Value;

use super::Manager;
use crate::filter::as_bool;

/// A boolean, its text in any case (`"True"`), or null.
pub(super) fn boolean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::Bool(flag) => Ok(Some(flag)),
        Value::String(text) => {
            as_bool(&text).map(Some).ok_or_else(|| D::Error::custom("expected true or false"))
        }
        _ => Err(D::Error::custom("expected true or false")),
    }
}

/// A list, a lone element, or null.
pub(super) fn many<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let elements = match Value::deserialize(deserializer)? {
        Value::Null => Vec::new(),
        Value::Array(elements) => elements,
        single => vec![single],
    };
    elements.into_iter().map(|element| serde_json::from_value(element).map_err(D::Error::custom)).collect()
}

/// A manager as text, object or array of one; empty in any of these ways is no manager.
pub(super) fn manager<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Manager>, D::Error> {
    let mut value = Value::deserialize(deserializer)?;
    if let Value::Array(elements) = &mut value {
        if elements.len() > 1 {
            return Err(D::Error::custom("expected one manager"));
        }
        value = elements.pop().unwrap_or(Value::Null);
    }
    let manager = match value {
        Value::Null => return Ok(None),
        Value::String(id) => Manager::new(id),
        Value::Object(object) if object.get("value").is_none_or(Value::is_null) => return Ok(None),
        Value::Object(object) => Manager::deserialize(Value::Object(object)).map_err(D::Error::custom)?,
        _ => return Err(D::Error::custom("expected the manager's id")),
    };
    Ok(if manager.value.trim().is_empty() { None } else { Some(manager) })
}
