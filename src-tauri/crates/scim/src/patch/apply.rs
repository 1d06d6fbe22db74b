//! One step of a PATCH on a stored resource. Names and values are the schemas' already: [`crate::schema`] brought them there.

use serde_json::{Map, Value};

use super::Op;
use crate::error::{ScimError, ScimType};
use crate::path::{self, AttributePath};

/// A step of a PATCH, as the schemas understand it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// `add` or `replace`.
    Write {
        /// Which of them.
        op: Op,
        /// Where.
        path: AttributePath,
        /// With what.
        value: Value,
    },
    /// Nothing is assigned any more; where nothing was, nothing happens.
    Clear(AttributePath),
    /// `remove`.
    Remove {
        /// Where.
        path: AttributePath,
        /// Which elements, where they are listed rather than chosen by a filter: Entra without the flag (§7).
        listed: Option<Vec<Value>>,
    },
    /// Everything under an extension's URN goes.
    RemoveExtension(String),
}

/// What an add or replace does whose value filter matches no element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MissingElement {
    /// It makes the element the filter describes, as Entra expects (entra-scim-client.md §6.3).
    Create,
    /// It is refused: 400 `noTarget` (RFC 7644 §3.5.2.3).
    Refuse,
}

/// Applies one step.
///
/// # Errors
/// 400 `noTarget` where a filter matches nothing.
pub(crate) fn apply(
    resource: &mut Map<String, Value>,
    change: Change,
    missing: MissingElement,
) -> Result<(), ScimError> {
    match change {
        Change::Write { op, path, value } => {
            let chosen = AttributePath { sub_attribute: None, ..path.clone() };
            let refused = missing == MissingElement::Refuse && path.filter.is_some();
            if refused && path::get_in(resource, &chosen).is_none() {
                return Err(nothing_matches(&path));
            }
            put(resource, op, &path, value)
        }
        Change::Clear(path) => {
            path::remove(resource, &path);
            Ok(())
        }
        Change::Remove { path, listed: Some(listed) } => {
            remove_listed(resource, &path, &listed);
            Ok(())
        }
        Change::Remove { path, listed: None } => {
            if path::remove(resource, &path) || path.filter.is_none() {
                Ok(())
            } else {
                Err(nothing_matches(&path))
            }
        }
        Change::RemoveExtension(urn) => {
            resource.shift_remove(&urn);
            Ok(())
        }
    }
}

fn nothing_matches(path: &AttributePath) -> ScimError {
    ScimError::bad_request(ScimType::NoTarget, format!("nothing matches {path}"))
}

fn put(
    resource: &mut Map<String, Value>,
    op: Op,
    path: &AttributePath,
    value: Value,
) -> Result<(), ScimError> {
    let present = path::get_in(resource, path);
    let next = match (op, value, present) {
        (Op::Add, Value::Array(added), present) if path.filter.is_none() => extend(present, added),
        (_, Value::Object(members), Some(Value::Object(present)))
            if path.filter.is_some() || members.get("value") == present.get("value") =>
        {
            Value::Object(merge(present, members))
        }
        // A list, a single value, or a reference to somebody else: what was known of the old one does not carry over.
        (_, value, _) => value,
    };
    if path::set(resource, path, next) { Ok(()) } else { Err(nothing_matches(path)) }
}

fn elements_of(value: Value) -> Vec<Value> {
    match value {
        Value::Array(elements) => elements,
        Value::Null => Vec::new(),
        single => vec![single],
    }
}

/// Adds the new elements that are not there yet. A new primary one takes that mark from the others (RFC 7644 §3.5.2.1).
fn extend(present: Option<Value>, added: Vec<Value>) -> Value {
    let mut elements = present.map(elements_of).unwrap_or_default();
    for element in added {
        if elements.iter().any(|known| *known == element || is_same_member(known, &element)) {
            continue;
        }
        if element.get("primary") == Some(&Value::Bool(true)) {
            for other in elements.iter_mut().filter_map(Value::as_object_mut) {
                if let Some(primary) = other.get_mut("primary") {
                    *primary = Value::Bool(false);
                }
            }
        }
        elements.push(element);
    }
    Value::Array(elements)
}

/// Two references to one resource are one member, whatever else is said of it: adding it again changes nothing (RFC 7644
/// §3.5.2.1).
fn is_same_member(known: &Value, added: &Value) -> bool {
    let is_reference = |element: &Value| {
        element.get("$ref").is_some() || element.as_object().is_some_and(|it| it.len() == 1)
    };
    match (known.get("value"), added.get("value")) {
        (Some(known_id), Some(id)) => known_id == id && is_reference(known) && is_reference(added),
        _ => false,
    }
}

/// The members `object` names replace those of `present`.
fn merge(mut present: Map<String, Value>, object: Map<String, Value>) -> Map<String, Value> {
    for (name, value) in object {
        let key = path::key_of(&present, &name).unwrap_or(name);
        present.insert(key, value);
    }
    present
}

fn remove_listed(resource: &mut Map<String, Value>, path: &AttributePath, listed: &[Value]) {
    let id_of = |element: &Value| element.get("value").unwrap_or(element).clone();
    let present = path::get_in(resource, path).map(elements_of).unwrap_or_default();
    let listed: Vec<Value> = listed.iter().map(id_of).collect();
    let kept: Vec<Value> = present.into_iter().filter(|element| !listed.contains(&id_of(element))).collect();
    if kept.is_empty() {
        path::remove(resource, path);
    } else {
        path::set(resource, path, Value::Array(kept));
    }
}
