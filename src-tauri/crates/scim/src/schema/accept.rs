//! A whole resource held to its schemas: what a create or a PUT brings, and what a PATCH leaves behind.

use serde_json::{Map, Value, json};

use super::value::{accept_value, invalid, one_primary, unknown};
use super::{Attribute, Mutability, Policy, ResourceDefinition, Returned, Schema};
use crate::error::{ScimError, ScimType};
use crate::path::key_of;
use crate::urn;

impl ResourceDefinition {
    /// The resource a client sends, as it is stored: names as the schemas spell them, values in the RFC's shapes, without
    /// what is read-only, write-only, unassigned or unknown. `id` and `meta` are the service's to add.
    ///
    /// # Errors
    /// 400 `invalidSyntax` where it is no object or, strict, holds something unknown; `invalidValue` where a value does not
    /// fit or a required attribute is missing. The detail names the attribute.
    pub fn accept(&self, body: Value, policy: Policy) -> Result<Map<String, Value>, ScimError> {
        let Value::Object(body) = body else {
            return Err(ScimError::bad_request(ScimType::InvalidSyntax, "The body is not a JSON object."));
        };
        if policy.strict {
            self.check_schemas(&body)?;
        }
        let mut resource = Map::from_iter([("schemas".to_owned(), json!([self.core.id]))]);
        for (key, value) in body {
            if let Some(schema) = self.extension(&key, policy.names) {
                if let Some(value) = accept_extension(schema, value, policy)? {
                    resource.insert(schema.id.clone(), value);
                }
            } else if let Some(attribute) = self.top(&key, policy.names) {
                let stored = is_stored(attribute);
                if let Some(value) =
                    accept_value(attribute, &attribute.name, value, policy)?.filter(|_| stored)
                {
                    resource.insert(attribute.name.clone(), value);
                }
            } else if policy.strict {
                return Err(unknown(&key));
            }
        }
        self.finish(None, &mut resource, policy)?;
        Ok(resource)
    }

    /// Holds a changed resource to what concerns it as a whole: required and immutable attributes, one primary value
    /// each. Writes `schemas` anew. `before` is the resource as it was, `None` for a new one.
    ///
    /// # Errors
    /// 400 `invalidValue` for a required attribute that is missing, `mutability` for an immutable one that changed.
    pub fn finish(
        &self,
        before: Option<&Map<String, Value>>,
        resource: &mut Map<String, Value>,
        policy: Policy,
    ) -> Result<(), ScimError> {
        check_members(&self.core, "", resource)?;
        for (schema, required) in &self.extensions {
            let prefix = format!("{}:", schema.id);
            match resource.get(&schema.id).and_then(Value::as_object) {
                Some(members) => check_members(schema, &prefix, members)?,
                None if *required => check_members(schema, &prefix, &Map::new())?,
                None => {}
            }
        }
        for attribute in &self.core.attributes {
            if let Some(before) = before
                && attribute.mutability == Mutability::Immutable
                && before.get(&attribute.name).is_some_and(|was| resource.get(&attribute.name) != Some(was))
            {
                return Err(fixed(&attribute.name));
            }
            if attribute.multi_valued
                && let Some(Value::Array(elements)) = resource.get_mut(&attribute.name)
            {
                one_primary(elements, &attribute.name, policy)?;
            }
        }
        let in_use = self
            .schemas()
            .map(|schema| &schema.id)
            .filter(|id| **id == self.core.id || resource.contains_key(*id));
        let schemas = Value::Array(in_use.map(|id| Value::String(id.clone())).collect());
        resource.insert("schemas".to_owned(), schemas);
        Ok(())
    }

    /// RFC 7643 §3: `schemas` names the core schema and every extension the body uses, and nothing the service does not
    /// know. Entra names the enterprise extension always and a custom one never.
    fn check_schemas(&self, body: &Map<String, Value>) -> Result<(), ScimError> {
        let refusal = |detail: String| Err(ScimError::bad_request(ScimType::InvalidSyntax, detail));
        let listed: Vec<&str> = key_of(body, "schemas")
            .and_then(|key| body.get(&key)?.as_array())
            .map(|list| list.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let lists = |urn: &str| listed.iter().any(|it| it.eq_ignore_ascii_case(urn));
        if !lists(&self.core.id) {
            return refusal(format!("schemas does not name {}.", self.core.id));
        }
        if let Some(unknown) =
            listed.iter().find(|it| !self.schemas().any(|known| known.id.eq_ignore_ascii_case(it)))
        {
            return refusal(format!("schemas names {unknown}, which this service does not know."));
        }
        match body.keys().find(|key| urn::is_schema(key) && !lists(key)) {
            Some(used) => refusal(format!("schemas does not name {used}, which the body uses.")),
            None => Ok(()),
        }
    }
}

/// What is written and never shown, such as a password, is not kept at all.
fn is_stored(attribute: &Attribute) -> bool {
    attribute.mutability != Mutability::ReadOnly && attribute.returned != Returned::Never
}

fn accept_extension(schema: &Schema, value: Value, policy: Policy) -> Result<Option<Value>, ScimError> {
    let members = match value {
        Value::Null => return Ok(None),
        Value::Object(members) => members,
        _ => return Err(invalid(&schema.id, "takes an object")),
    };
    let mut accepted = Map::new();
    for (key, value) in members {
        let Some(attribute) = schema.attributes.iter().find(|it| policy.names.same(&it.name, &key)) else {
            if policy.strict {
                return Err(unknown(&format!("{}:{key}", schema.id)));
            }
            continue;
        };
        let name = format!("{}:{}", schema.id, attribute.name);
        let stored = is_stored(attribute);
        if let Some(value) = accept_value(attribute, &name, value, policy)?.filter(|_| stored) {
            accepted.insert(attribute.name.clone(), value);
        }
    }
    Ok((!accepted.is_empty()).then_some(Value::Object(accepted)))
}

/// Every missing attribute at once: who mends one does not want to hear of the next.
fn check_members(schema: &Schema, prefix: &str, members: &Map<String, Value>) -> Result<(), ScimError> {
    let is_blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
    let lacks = |object: &Map<String, Value>, name: &str| {
        object.get(name).is_none_or(|it| it.is_null() || is_blank(it))
    };
    let mut missing = Vec::new();
    for attribute in &schema.attributes {
        if attribute.required && lacks(members, &attribute.name) {
            missing.push(format!("{prefix}{}", attribute.name));
            continue;
        }
        let elements = match members.get(&attribute.name) {
            Some(Value::Array(elements)) => elements.as_slice(),
            Some(single) => std::slice::from_ref(single),
            None => &[],
        };
        for sub in attribute.sub_attributes.iter().filter(|sub| sub.required) {
            if elements.iter().filter_map(Value::as_object).any(|element| lacks(element, &sub.name)) {
                missing.push(format!("{prefix}{}.{}", attribute.name, sub.name));
            }
        }
    }
    match missing.as_slice() {
        [] => Ok(()),
        [one] => Err(invalid(one, "is required")),
        several => Err(invalid(&several.join(", "), "are required")),
    }
}

pub(super) fn fixed(name: &str) -> ScimError {
    ScimError::bad_request(ScimType::Mutability, format!("{name} cannot be changed."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::NameMatching;

    const STRICT: Policy = Policy { names: NameMatching::Caseless, strict: true };

    fn accept(body: Value, policy: Policy) -> Result<Value, (Option<ScimType>, String)> {
        let accepted = ResourceDefinition::user().accept(body, policy);
        accepted.map(Value::Object).map_err(|error| (error.scim_type, error.detail))
    }

    #[test]
    fn entras_shapes_become_the_rfcs() {
        let body = json!({
            "schemas": [urn::USER, urn::ENTERPRISE_USER, "urn:example:2.0:User"],
            "id": "mine",
            "meta": {"resourceType": "User"},
            "username": "ana",
            "password": "secret",
            "active": "True",
            "title": null,
            "addresses": [],
            "groups": [{"value": "g"}],
            "emails": {"TYPE": "work", "value": "a@x", "primary": "true", "colour": "red"},
            "roles": [{"value": "Admin", "primary": "True"}, {"value": "User", "primary": true}],
            "urn:example:2.0:User": {"tag": "x"},
            urn::ENTERPRISE_USER: {"manager": "m1", "division": null, "unheardOf": 1},
        });
        assert_eq!(
            accept(body, Policy::default()).expect("a user"),
            json!({
                "schemas": [urn::USER, urn::ENTERPRISE_USER],
                "userName": "ana",
                "active": true,
                "emails": [{"type": "work", "value": "a@x", "primary": true}],
                "roles": [{"value": "Admin", "primary": false}, {"value": "User", "primary": true}],
                urn::ENTERPRISE_USER: {"manager": {"value": "m1"}},
            })
        );
    }

    #[test]
    fn refuses_with_the_name_of_the_attribute() {
        use ScimType::{InvalidSyntax, InvalidValue};
        let exact = Policy { names: NameMatching::Exact, strict: false };
        let lenient = Policy::default();
        for (body, policy, kind, names) in [
            (json!([]), lenient, InvalidSyntax, "object"),
            (json!({}), lenient, InvalidValue, "userName is required"),
            (json!({"userName": "  "}), lenient, InvalidValue, "userName"),
            (json!({"username": "ana"}), exact, InvalidValue, "userName"),
            (json!({"userName": 7}), lenient, InvalidValue, "userName takes text"),
            (
                json!({"userName": "a", "active": "maybe"}),
                lenient,
                InvalidValue,
                "active takes true or false",
            ),
            (json!({"userName": "a", "name": "Ana"}), lenient, InvalidValue, "name takes an object"),
            (json!({"userName": "a", "name": {"givenName": []}}), STRICT, InvalidSyntax, "schemas"),
            (json!({"userName": "a", "title": ["x", "y"]}), lenient, InvalidValue, "title takes one value"),
            (
                json!({"userName": "a", "x509Certificates": [{"value": "not base64!"}]}),
                lenient,
                InvalidValue,
                "x509Certificates.value takes base64",
            ),
            (
                json!({"userName": "a", urn::ENTERPRISE_USER: {"manager": ["m1", "m2"]}}),
                lenient,
                InvalidValue,
                "User:manager takes one value",
            ),
            (json!({"userName": "a", urn::ENTERPRISE_USER: []}), lenient, InvalidValue, urn::ENTERPRISE_USER),
        ] {
            let (found, detail) = accept(body.clone(), policy).expect_err(&body.to_string());
            assert_eq!(found, Some(kind), "{body}: {detail}");
            assert!(detail.contains(names), "{body}: {detail}");
        }
    }

    #[test]
    fn strict_refuses_what_entra_sends_its_own_way() {
        let with = |name: &str, value: Value| {
            let mut body = json!({"schemas": [urn::USER, urn::ENTERPRISE_USER], "userName": "a"});
            body[name] = value;
            body
        };
        assert!(accept(with("active", json!(true)), STRICT).is_ok());
        for body in [
            with("active", json!("True")),
            with("roles", json!([{"value": "a", "primary": "True"}])),
            with("emails", json!({"type": "work", "value": "a@x"})),
            with("emails", json!([{"primary": true, "value": "1"}, {"primary": true, "value": "2"}])),
            with("department", json!("Finance")),
            with("name", json!({"nick": "A"})),
            with(urn::ENTERPRISE_USER, json!({"manager": "m1"})),
            with(urn::ENTERPRISE_USER, json!({"manager": [{"value": "m1"}]})),
            with("urn:example:2.0:User", json!({"tag": "x"})),
            with("schemas", json!([urn::USER, "urn:example:2.0:User"])),
            with("schemas", json!([urn::ENTERPRISE_USER])),
        ] {
            assert!(accept(body.clone(), Policy::default()).is_ok(), "{body}");
            assert!(accept(body.clone(), STRICT).is_err(), "{body}");
        }
    }
}
