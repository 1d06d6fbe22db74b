//! Which attributes Ramp understands (ramp-scim.md M1 to M10), and what becomes of all others: nothing.
//!
//! A deliberate choice: in bodies, names are matched with their case, although RFC 7643 §2.1 makes them caseless. Ramp
//! warns that names must match its capitalisation, and the practice must show an admin what a misspelt target does: it
//! never arrives, without an error. In filters and in `attributes` names are caseless as the RFC has them.

use onramp_scim::patch::{Operation, PatchOp};
use onramp_scim::path::AttributePath;
use onramp_scim::urn;
use serde_json::{Map, Value, json};

/// What a create must have.
#[derive(Debug, Clone, Copy)]
pub(super) enum Required {
    /// `userName` alone (R1).
    UserName,
    /// All that an invite needs (R2); these two unless a default stands in (R3).
    Invite { locality: bool, department: bool },
}

impl Required {
    /// Whether the attribute, or the sub-attribute within it, must be there.
    pub(super) fn has(self, schema: &str, attribute: &str, sub_attribute: Option<&str>) -> bool {
        let core = schema == urn::USER;
        match (self, attribute, sub_attribute) {
            (_, "userName", None) => core,
            (Self::Invite { .. }, "name", None | Some("givenName" | "familyName"))
            | (Self::Invite { .. }, "emails", None | Some("type" | "value")) => core,
            (Self::Invite { locality, .. }, "addresses", None | Some("type" | "locality")) => {
                core && locality
            }
            (Self::Invite { department, .. }, "department", None) => !core && department,
            _ => false,
        }
    }
}

/// An attribute Ramp understands.
pub(super) struct Attribute {
    name: &'static str,
    kind: &'static str,
    multi_valued: bool,
    read_only: bool,
    sub_attributes: &'static [&'static str],
}

const fn attribute(name: &'static str, kind: &'static str) -> Attribute {
    Attribute { name, kind, multi_valued: false, read_only: false, sub_attributes: &[] }
}

const fn complex(
    name: &'static str,
    multi_valued: bool,
    sub_attributes: &'static [&'static str],
) -> Attribute {
    Attribute { name, kind: "complex", multi_valued, read_only: false, sub_attributes }
}

const CORE: &[Attribute] = &[
    Attribute { read_only: true, ..attribute("id", "string") },
    attribute("userName", "string"),
    attribute("externalId", "string"),
    attribute("active", "boolean"),
    complex("name", false, &["givenName", "familyName"]),
    complex("emails", true, &["type", "value"]),
    complex("addresses", true, &["type", "locality"]),
    Attribute { read_only: true, ..complex("meta", false, &[]) },
];

const ENTERPRISE: &[Attribute] = &[
    attribute("employeeNumber", "string"),
    attribute("department", "string"),
    complex("manager", false, &["value", "$ref", "displayName"]),
];

/// The schemas: URN, name and attributes.
pub(super) const SCHEMAS: &[(&str, &str, &[Attribute])] =
    &[(urn::USER, "User", CORE), (urn::ENTERPRISE_USER, "EnterpriseUser", ENTERPRISE)];

impl Attribute {
    /// The attribute as `/Schemas` shows it, RFC 7643 §7.
    pub(super) fn describe(&self, schema: &str, required: Required) -> Value {
        let sub_attributes: Vec<Value> = self
            .sub_attributes
            .iter()
            .map(|name| {
                let mut sub = description(name, "string", false, self.read_only);
                sub["required"] = required.has(schema, self.name, Some(name)).into();
                if *name == "type" {
                    // Of the elements Ramp takes the one of this type (M3, M6).
                    sub["canonicalValues"] = json!(["work"]);
                }
                sub
            })
            .collect();
        let mut description = description(self.name, self.kind, self.multi_valued, self.read_only);
        description["required"] = required.has(schema, self.name, None).into();
        if let (Some(object), false) = (description.as_object_mut(), sub_attributes.is_empty()) {
            object.insert("subAttributes".to_owned(), Value::Array(sub_attributes));
        }
        description
    }
}

fn description(name: &str, kind: &str, multi_valued: bool, read_only: bool) -> Value {
    json!({
        "name": name,
        "type": kind,
        "multiValued": multi_valued,
        "required": false,
        "caseExact": matches!(name, "id" | "externalId" | "$ref"),
        "mutability": if read_only { "readOnly" } else { "readWrite" },
        "returned": if name == "id" { "always" } else { "default" },
        "uniqueness": if matches!(name, "id" | "userName") { "server" } else { "none" },
    })
}

/// The patch without what Ramp does not understand. A path that cannot be read stays, to be refused.
pub(super) fn understood(patch: PatchOp) -> PatchOp {
    let operations = patch.operations.into_iter().filter_map(understood_operation).collect();
    PatchOp { schemas: patch.schemas, operations }
}

fn understood_operation(mut operation: Operation) -> Option<Operation> {
    match (&operation.path, operation.value.take()) {
        (None, Some(Value::Object(object))) => {
            let kept: Map<String, Value> = object
                .into_iter()
                .filter_map(|(key, value)| Some((key.clone(), understood_value(&key, value)?)))
                .collect();
            operation.value = Some(Value::Object(kept));
        }
        (None, value) => operation.value = value,
        (Some(path), Some(value)) => operation.value = Some(understood_value(path, value)?),
        (Some(path), None) => {
            understood_value(path, Value::Null)?;
        }
    }
    Some(operation)
}

/// The part of `value` that Ramp understands at `target`, or `None` where it knows no such target.
fn understood_value(target: &str, value: Value) -> Option<Value> {
    if urn::is_schema(target) {
        let (_, _, attributes) = SCHEMAS.iter().find(|(urn, _, _)| *urn == target)?;
        return Some(match value {
            Value::Object(object) => Value::Object(
                object
                    .into_iter()
                    .filter(|(name, _)| attributes.iter().any(|known| known.name == name))
                    .collect(),
            ),
            other => other,
        });
    }
    let Ok(path) = AttributePath::parse(target) else { return Some(value) };
    let attribute = find(&path)?;
    match &path.sub_attribute {
        None => Some(prune(value, attribute.sub_attributes)),
        // A read-only attribute stays, to be refused.
        Some(sub) if attribute.read_only || attribute.sub_attributes.contains(&sub.as_str()) => Some(value),
        Some(_) => None,
    }
}

fn find(path: &AttributePath) -> Option<&'static Attribute> {
    let by_name =
        |attributes: &'static [Attribute]| attributes.iter().find(|known| known.name == path.attribute);
    match path.urn.as_deref() {
        // Entra is known to send `manager` without its URN (entra-scim-client.md §6.6).
        None if path.attribute == "manager" => by_name(ENTERPRISE),
        None => by_name(CORE),
        Some(urn) => by_name(SCHEMAS.iter().find(|(known, _, _)| *known == urn)?.2),
    }
}

fn prune(value: Value, known: &[&str]) -> Value {
    match value {
        _ if known.is_empty() => value,
        Value::Object(object) => {
            Value::Object(object.into_iter().filter(|(name, _)| known.contains(&name.as_str())).collect())
        }
        Value::Array(elements) => {
            Value::Array(elements.into_iter().map(|element| prune(element, known)).collect())
        }
        other => other,
    }
}
