//! Applying a PATCH to a resource.

use serde_json::{Map, Value};

use super::value::{Incoming, adopt_manager, is_manager, normalise};
use super::{Op, Operation, PatchOp};
use crate::error::{ScimError, ScimType};
use crate::path::{self, AttributePath};
use crate::urn;

/// Applies every operation in order, or none of them (RFC 7644 §3.5.2: a PATCH is atomic).
///
/// Returns whether the resource changed. Beyond the RFC it takes what Entra sends: an add or replace with a value
/// filter creates the element it names, the keys of an object without a path may be dotted or full URNs, `active` may
/// be text, a manager text, object or array, and `members` may be removed by path or by a list of values.
///
/// # Errors
/// 400 `invalidPath`, `invalidValue`, `noTarget`, or `mutability` for `id` and `meta`. The resource is then unchanged.
pub fn apply(resource: &mut Map<String, Value>, patch: &PatchOp) -> Result<bool, ScimError> {
    apply_with(resource, patch, MissingElement::Create)
}

/// What an add or replace does whose value filter matches no element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MissingElement {
    /// It makes the element the filter describes, as Entra expects (entra-scim-client.md §6.3).
    #[default]
    Create,
    /// It is refused: 400 `noTarget` (RFC 7644 §3.5.2.3).
    Refuse,
}

/// As [`apply`], with a choice about elements that are not there.
///
/// # Errors
/// As [`apply`].
pub fn apply_with(
    resource: &mut Map<String, Value>,
    patch: &PatchOp,
    missing: MissingElement,
) -> Result<bool, ScimError> {
    let mut next = resource.clone();
    for operation in &patch.operations {
        if missing == MissingElement::Refuse {
            must_match(&next, operation)?;
        }
        apply_one(&mut next, operation)?;
    }
    let changed = next != *resource;
    *resource = next;
    Ok(changed)
}

/// Refuses a write to elements of which there are none.
fn must_match(resource: &Map<String, Value>, operation: &Operation) -> Result<(), ScimError> {
    let Some(path) = operation.path.as_deref().filter(|path| path.contains('[')) else { return Ok(()) };
    let path = AttributePath { sub_attribute: None, ..parse(path)? };
    if operation.op != Op::Remove && path.filter.is_some() && path::get_in(resource, &path).is_none() {
        return Err(ScimError::bad_request(ScimType::NoTarget, format!("nothing matches {path}")));
    }
    Ok(())
}

fn apply_one(resource: &mut Map<String, Value>, operation: &Operation) -> Result<(), ScimError> {
    let value = operation.value.clone();
    match (operation.op, operation.path.as_deref()) {
        (Op::Remove, None) => Err(ScimError::bad_request(ScimType::NoTarget, "remove needs a path")),
        (Op::Remove, Some(path)) => remove(resource, path, value),
        (op, Some(path)) => write(resource, op, path, value.ok_or_else(|| missing_value(op))?),
        (op, None) => match value.ok_or_else(|| missing_value(op))? {
            Value::Object(object) => {
                object.into_iter().try_for_each(|(key, value)| write(resource, op, &key, value))
            }
            _ => Err(invalid("without a path, the value is an object of attributes")),
        },
    }
}

fn missing_value(op: Op) -> ScimError {
    invalid(&format!("{} needs a value", op.as_str(super::OpCase::Lower)))
}

fn invalid(detail: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, detail)
}

fn parse(text: &str) -> Result<AttributePath, ScimError> {
    let path = AttributePath::parse(text).map_err(|error| ScimError::invalid_path(text, &error))?;
    let is_top = path.urn.as_deref().is_none_or(urn::is_core);
    if is_top && ["id", "meta"].iter().any(|name| name.eq_ignore_ascii_case(&path.attribute)) {
        return Err(ScimError::bad_request(ScimType::Mutability, format!("{} is read-only", path.attribute)));
    }
    Ok(path)
}

fn write(resource: &mut Map<String, Value>, op: Op, target: &str, value: Value) -> Result<(), ScimError> {
    if urn::is_schema(target) {
        return write_extension(resource, op, target, value);
    }
    let mut path = parse(target)?;
    match normalise(&mut path, value)? {
        Incoming::Nothing => {
            path::remove(resource, &path);
            Ok(())
        }
        Incoming::Value(value) => put(resource, op, &path, value),
    }
}

/// An object under a schema's URN: its members one by one, so that those it does not name stay.
fn write_extension(
    resource: &mut Map<String, Value>,
    op: Op,
    urn: &str,
    value: Value,
) -> Result<(), ScimError> {
    match value {
        Value::Null => {
            if let Some(key) = path::key_of(resource, urn) {
                resource.shift_remove(&key);
            }
            Ok(())
        }
        Value::Object(object) => object
            .into_iter()
            .try_for_each(|(name, value)| write(resource, op, &format!("{urn}:{name}"), value)),
        _ => Err(invalid("the value under a schema is an object")),
    }
}

fn put(
    resource: &mut Map<String, Value>,
    op: Op,
    path: &AttributePath,
    value: Value,
) -> Result<(), ScimError> {
    let present = path::get_in(resource, path);
    let is_list = path.filter.is_none() && path.sub_attribute.is_none();
    if path.filter.is_some() && path.sub_attribute.is_none() && !value.is_object() {
        return Err(invalid(&format!("{path} takes an object")));
    }
    let is_multi_valued = is_list
        && (path::is_multi_valued(&path.attribute)
            || value.is_array()
            || matches!(present, Some(Value::Array(_))));
    let next = match (op, present) {
        (Op::Add, present) if is_multi_valued => extend(present, value),
        (_, _) if is_multi_valued => Value::Array(elements_of(value)),
        // Another manager: what is known of the old one does not carry over.
        (_, Some(present)) if is_manager(path) => {
            if present.get("value") == value.get("value") {
                present
            } else {
                value
            }
        }
        (_, Some(Value::Object(present))) => match value {
            Value::Object(object) => Value::Object(merge(present, object)),
            other => other,
        },
        (_, _) => value,
    };
    if path::set(resource, path, next) {
        Ok(())
    } else {
        Err(ScimError::bad_request(ScimType::NoTarget, format!("nothing matches {path}")))
    }
}

fn elements_of(value: Value) -> Vec<Value> {
    match value {
        Value::Array(elements) => elements,
        Value::Null => Vec::new(),
        single => vec![single],
    }
}

/// Adds the new elements that are not there yet. A new primary one takes that mark from the others (RFC 7644 §3.5.2.1).
fn extend(present: Option<Value>, value: Value) -> Value {
    let mut elements = present.map(elements_of).unwrap_or_default();
    for element in elements_of(value) {
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

/// The members `object` names replace those of `present`; null takes one away.
fn merge(mut present: Map<String, Value>, object: Map<String, Value>) -> Map<String, Value> {
    for (name, value) in object {
        let key = path::key_of(&present, &name).unwrap_or(name);
        if value.is_null() {
            present.shift_remove(&key);
        } else {
            present.insert(key, value);
        }
    }
    present
}

fn remove(resource: &mut Map<String, Value>, target: &str, value: Option<Value>) -> Result<(), ScimError> {
    if urn::is_schema(target) {
        if let Some(key) = path::key_of(resource, target) {
            resource.shift_remove(&key);
        }
        return Ok(());
    }
    let mut path = parse(target)?;
    adopt_manager(&mut path);
    let listed = match value {
        Some(Value::Array(elements)) if !elements.is_empty() => Some(elements),
        _ => None,
    };
    match listed {
        // Entra without the flag: path `members` and the members to remove as a list (§7).
        Some(listed) if path.filter.is_none() && path.sub_attribute.is_none() => {
            remove_listed(resource, &path, &listed);
            Ok(())
        }
        _ if path::remove(resource, &path) || path.filter.is_none() => Ok(()),
        _ => Err(ScimError::bad_request(ScimType::NoTarget, format!("nothing matches {path}"))),
    }
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
