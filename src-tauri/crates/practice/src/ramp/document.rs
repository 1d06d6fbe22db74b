//! A user as Ramp understands it: the rows M1 to M10 of ramp-scim.md and nothing else.

use onramp_scim::resource::EnterpriseUser;
use onramp_scim::{ScimError, ScimType, urn};
use serde_json::{Map, Value, json};

/// What a client says of a user. Blank text counts as absent, values are kept as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) user_name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) active: bool,
    pub(crate) given_name: Option<String>,
    pub(crate) family_name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) locality: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) employee_number: Option<String>,
    /// The id of the manager's account.
    pub(crate) manager: Option<String>,
}

impl Document {
    /// Reads a User resource. Names count with their case; what Ramp does not understand is left behind.
    pub(crate) fn read(resource: &Value) -> Result<Self, ScimError> {
        Ok(Self {
            user_name: text(resource, &["userName"])?,
            external_id: text(resource, &["externalId"])?,
            active: active(resource)?,
            given_name: text(resource, &["name", "givenName"])?,
            family_name: text(resource, &["name", "familyName"])?,
            email: work(resource, "emails", "value")?,
            locality: work(resource, "addresses", "locality")?,
            department: text(resource, &[urn::ENTERPRISE_USER, "department"])?,
            employee_number: text(resource, &[urn::ENTERPRISE_USER, "employeeNumber"])?,
            manager: manager(resource)?,
        })
    }

    /// The document as a User resource, without `id` and `meta`.
    pub(crate) fn to_resource(&self) -> Map<String, Value> {
        let mut resource = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                resource.insert(name.to_owned(), value);
            }
        };
        put("schemas", Some(json!([urn::USER, urn::ENTERPRISE_USER])));
        put("externalId", self.external_id.clone().map(Value::String));
        put("userName", self.user_name.clone().map(Value::String));
        put("active", Some(Value::Bool(self.active)));
        put("name", object(&[("givenName", &self.given_name), ("familyName", &self.family_name)]));
        put("emails", self.email.as_ref().map(|value| json!([{"type": "work", "value": value}])));
        put("addresses", self.locality.as_ref().map(|value| json!([{"type": "work", "locality": value}])));
        let mut enterprise =
            object(&[("employeeNumber", &self.employee_number), ("department", &self.department)])
                .unwrap_or(json!({}));
        if let Some(manager) = &self.manager {
            enterprise["manager"] = json!({ "value": manager });
        }
        put(
            urn::ENTERPRISE_USER,
            Some(enterprise).filter(|object| object.as_object().is_some_and(|it| !it.is_empty())),
        );
        resource
    }

    /// First and last name.
    pub(crate) fn full_name(&self) -> String {
        let parts: Vec<&str> =
            [&self.given_name, &self.family_name].into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    }
}

fn object(members: &[(&str, &Option<String>)]) -> Option<Value> {
    let present: Map<String, Value> = members
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), Value::String((*value).clone()?))))
        .collect();
    (!present.is_empty()).then_some(Value::Object(present))
}

fn invalid(attribute: &str, expected: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, format!("{attribute} takes {expected}."))
}

fn text(resource: &Value, pointer: &[&str]) -> Result<Option<String>, ScimError> {
    let mut value = resource;
    for (depth, name) in pointer.iter().enumerate() {
        match value {
            Value::Object(object) => match object.get(*name) {
                Some(member) => value = member,
                None => return Ok(None),
            },
            Value::Null => return Ok(None),
            _ => return Err(invalid(&pointer[..depth].join("."), "an object")),
        }
    }
    filled(value, || pointer.join("."))
}

fn filled(value: &Value, name: impl Fn() -> String) -> Result<Option<String>, ScimError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
        _ => Err(invalid(&name(), "text")),
    }
}

/// The element of type `work`, exactly so spelt: another type is another target.
fn work(resource: &Value, attribute: &str, sub_attribute: &str) -> Result<Option<String>, ScimError> {
    let elements = match resource.get(attribute) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(elements)) => elements,
        Some(_) => return Err(invalid(attribute, "a list")),
    };
    let work = elements.iter().find(|element| element.get("type").and_then(Value::as_str) == Some("work"));
    match work.and_then(|element| element.get(sub_attribute)) {
        Some(value) => filled(value, || format!("{attribute}[type eq \"work\"].{sub_attribute}")),
        None => Ok(None),
    }
}

/// A boolean or Entra's text of one (entra-scim-client.md §16b). Absent is active.
fn active(resource: &Value) -> Result<bool, ScimError> {
    match resource.get("active") {
        None | Some(Value::Null) => Ok(true),
        Some(Value::Bool(active)) => Ok(*active),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(false),
        Some(_) => Err(invalid("active", "true or false")),
    }
}

/// Text, an object or an array of one (entra-scim-client.md §6.6).
fn manager(resource: &Value) -> Result<Option<String>, ScimError> {
    let Some(manager) = resource.get(urn::ENTERPRISE_USER).and_then(|enterprise| enterprise.get("manager"))
    else {
        return Ok(None);
    };
    let enterprise: EnterpriseUser = serde_json::from_value(json!({ "manager": manager }))
        .map_err(|_| invalid("manager", "the id of one user"))?;
    Ok(enterprise.manager.map(|manager| manager.value))
}
