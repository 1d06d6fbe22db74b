//! One value held to its attribute: its type, and the shapes Entra gives it (entra-scim-client.md §16b).

use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};
use serde_json::{Map, Value};

use super::{Attribute, Mutability, Policy, Type};
use crate::error::{ScimError, ScimType};
use crate::filter::as_bool;

/// The value as the attribute takes it, or `None` where it says that nothing is assigned: null, an empty list, an empty
/// object (RFC 7643 §2.5). `name` is the attribute's whole name, for the message.
pub(super) fn accept_value(
    attribute: &Attribute,
    name: &str,
    value: Value,
    policy: Policy,
) -> Result<Option<Value>, ScimError> {
    if !attribute.multi_valued {
        return accept_one(attribute, name, lone(attribute, name, value, policy)?, policy);
    }
    let elements = match value {
        Value::Null => return Ok(None),
        Value::Array(elements) => elements,
        _ if policy.strict => return Err(invalid(name, "takes a list")),
        single => vec![single],
    };
    let mut accepted = Vec::with_capacity(elements.len());
    for element in elements {
        accepted.extend(accept_one(attribute, name, element, policy)?);
    }
    one_primary(&mut accepted, name, policy)?;
    Ok((!accepted.is_empty()).then_some(Value::Array(accepted)))
}

/// An array of one where one value belongs: Entra is known to send a manager so (§6.6).
fn lone(attribute: &Attribute, name: &str, value: Value, policy: Policy) -> Result<Value, ScimError> {
    match value {
        Value::Array(mut elements) if !policy.strict && elements.len() <= 1 => {
            Ok(elements.pop().unwrap_or(Value::Null))
        }
        Value::Array(_) => Err(invalid(name, &format!("takes one value, {}", expected(attribute.kind)))),
        other => Ok(other),
    }
}

/// One value, or one element of several.
pub(super) fn accept_one(
    attribute: &Attribute,
    name: &str,
    value: Value,
    policy: Policy,
) -> Result<Option<Value>, ScimError> {
    if value.is_null() {
        return Ok(None);
    }
    let refusal = || invalid(name, &format!("takes {}", expected(attribute.kind)));
    match (attribute.kind, value) {
        (Type::Complex, Value::Object(object)) => accept_object(attribute, name, object, policy),
        // A manager as bare text (§6.6), a list of bare values.
        (Type::Complex, Value::String(text)) if !policy.strict && has_value(attribute) => {
            if text.trim().is_empty() {
                return Ok(None);
            }
            Ok(Some(Value::Object(Map::from_iter([("value".to_owned(), Value::String(text))]))))
        }
        (Type::Boolean, Value::String(text)) if !policy.strict => {
            as_bool(&text).map(|flag| Some(Value::Bool(flag))).ok_or_else(refusal)
        }
        (kind, value) if fits(kind, &value) => Ok(Some(value)),
        _ => Err(refusal()),
    }
}

fn has_value(attribute: &Attribute) -> bool {
    attribute.sub_attributes.iter().any(|sub| sub.name == "value")
}

fn accept_object(
    attribute: &Attribute,
    name: &str,
    object: Map<String, Value>,
    policy: Policy,
) -> Result<Option<Value>, ScimError> {
    let mut accepted = Map::new();
    for (key, value) in object {
        let Some(sub) = attribute.sub_attribute(&key, policy.names) else {
            if policy.strict {
                return Err(unknown(&format!("{name}.{key}")));
            }
            continue;
        };
        if sub.mutability == Mutability::ReadOnly {
            continue;
        }
        if let Some(value) = accept_value(sub, &format!("{name}.{}", sub.name), value, policy)? {
            accepted.insert(sub.name.clone(), value);
        }
    }
    // A reference without its id refers to nothing: `{"value": ""}` ends a manager (§6.6).
    let refers_to_nothing = !attribute.multi_valued
        && has_value(attribute)
        && accepted.get("value").and_then(Value::as_str).is_none_or(|value| value.trim().is_empty());
    if accepted.is_empty() || refers_to_nothing { Ok(None) } else { Ok(Some(Value::Object(accepted))) }
}

/// At most one element is the primary one (RFC 7643 §2.4). Not strict: the last one said so holds.
pub(super) fn one_primary(elements: &mut [Value], name: &str, policy: Policy) -> Result<(), ScimError> {
    let is_primary = |element: &Value| element.get("primary") == Some(&Value::Bool(true));
    let count = elements.iter().filter(|element| is_primary(element)).count();
    if count <= 1 {
        return Ok(());
    }
    if policy.strict {
        return Err(invalid(name, "has more than one primary value"));
    }
    for element in elements.iter_mut().filter(|element| is_primary(element)).take(count - 1) {
        element["primary"] = Value::Bool(false);
    }
    Ok(())
}

fn fits(kind: Type, value: &Value) -> bool {
    match (kind, value) {
        (Type::String | Type::Reference, Value::String(_)) | (Type::Boolean, Value::Bool(_)) => true,
        (Type::Decimal, Value::Number(_)) => true,
        (Type::Integer, Value::Number(number)) => number.is_i64() || number.is_u64(),
        (Type::DateTime, Value::String(text)) => text.parse::<jiff::Timestamp>().is_ok(),
        (Type::Binary, Value::String(text)) => is_base64(text),
        _ => false,
    }
}

/// RFC 7643 §2.3.6: RFC 4648's base64, in either alphabet, padded or not.
fn is_base64(text: &str) -> bool {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [alphabet::STANDARD, alphabet::URL_SAFE]
        .iter()
        .any(|alphabet| GeneralPurpose::new(alphabet, LENIENT).decode(text).is_ok())
}

fn expected(kind: Type) -> &'static str {
    match kind {
        Type::String => "text",
        Type::Boolean => "true or false",
        Type::Decimal => "a number",
        Type::Integer => "a whole number",
        Type::DateTime => "a date and time such as 2026-01-31T08:00:00Z",
        Type::Binary => "base64",
        Type::Reference => "a reference, as text",
        Type::Complex => "an object",
    }
}

/// 400 `invalidValue` that names the attribute.
pub(super) fn invalid(name: &str, problem: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, format!("{name} {problem}."))
}

/// 400 `invalidSyntax` for a name no schema of the resource has (strict).
pub(super) fn unknown(name: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidSyntax, format!("{name} is no attribute of this resource."))
}
