//! `attributes` and `excludedAttributes`, RFC 7644 §3.9, and when an attribute is returned at all (RFC 7643 §7).

use serde_json::{Map, Value};

use crate::error::{ScimError, ScimType};
use crate::path::{self, AttributePath, key_of};
use crate::schema::{NameMatching, ResourceDefinition, Returned};
use crate::urn;

/// Which attributes a client asked for. What is always returned comes whatever was asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Projection {
    /// What is returned by default.
    #[default]
    All,
    /// These alone.
    Only(Vec<Selected>),
    /// What is returned by default, without these.
    Without(Vec<Selected>),
}

/// What a name selects.
#[derive(Debug, Clone, PartialEq)]
pub enum Selected {
    /// An attribute or sub-attribute.
    Attribute(AttributePath),
    /// Everything under an extension's URN.
    Schema(String),
}

impl Projection {
    /// Reads the names. One that is none selects nothing.
    ///
    /// # Errors
    /// 400 `invalidValue` where both are there: they exclude each other.
    pub fn new(only: Option<&[String]>, without: Option<&[String]>) -> Result<Self, ScimError> {
        match (only, without) {
            (Some(_), Some(_)) => Err(ScimError::bad_request(
                ScimType::InvalidValue,
                "attributes and excludedAttributes exclude each other.",
            )),
            (Some(names), None) => Ok(Self::Only(selected(names))),
            (None, Some(names)) => Ok(Self::Without(selected(names))),
            (None, None) => Ok(Self::All),
        }
    }

    /// Whether the attribute at the top of a resource would be shown at all: what need not be shown need not be read.
    #[must_use]
    pub fn shows(&self, attribute: &str) -> bool {
        let names = |selected: &Selected| match selected {
            Selected::Attribute(path) => path.attribute.eq_ignore_ascii_case(attribute),
            Selected::Schema(_) => false,
        };
        let whole = |selected: &Selected| match selected {
            Selected::Attribute(path) => path.sub_attribute.is_none() && names(selected),
            Selected::Schema(_) => false,
        };
        match self {
            Self::All => true,
            Self::Only(selected) => selected.iter().any(names),
            Self::Without(selected) => !selected.iter().any(whole),
        }
    }

    /// The resource as the client sees it.
    #[must_use]
    pub fn apply(&self, resource: Value, definition: &ResourceDefinition) -> Value {
        let Value::Object(mut object) = resource else { return resource };
        match self {
            Self::All => {}
            Self::Without(without) => {
                for selected in without {
                    exclude(&mut object, selected, definition);
                }
            }
            Self::Only(only) => {
                let resource = Value::Object(object);
                let mut kept = Map::new();
                for name in ["schemas", "id"] {
                    if let Some(value) = resource.get(name) {
                        kept.insert(name.to_owned(), value.clone());
                    }
                }
                for (name, value) in always(&resource, definition) {
                    kept.insert(name, value);
                }
                for selected in only {
                    include(&mut kept, &resource, selected, definition);
                }
                object = kept;
            }
        }
        self.hide(&mut object, definition);
        Value::Object(object)
    }

    /// Takes away what is never returned, and what is returned on request only and was not asked for.
    fn hide(&self, object: &mut Map<String, Value>, definition: &ResourceDefinition) {
        let asked = |name: &str| matches!(self, Self::Only(_)) && self.shows(name);
        for attribute in &definition.core().attributes {
            let hidden = match attribute.returned {
                Returned::Never => true,
                Returned::Request => !asked(&attribute.name),
                Returned::Always | Returned::Default => false,
            };
            if hidden {
                object.shift_remove(&attribute.name);
            }
        }
    }
}

fn selected(names: &[String]) -> Vec<Selected> {
    names
        .iter()
        .filter_map(|name| {
            if urn::is_schema(name) {
                return Some(Selected::Schema(name.clone()));
            }
            AttributePath::parse(name).ok().map(Selected::Attribute)
        })
        .collect()
}

/// What is always returned beside `schemas` and `id`.
fn always(resource: &Value, definition: &ResourceDefinition) -> Vec<(String, Value)> {
    let attributes = definition.core().attributes.iter();
    attributes
        .filter(|attribute| attribute.returned == Returned::Always)
        .filter_map(|attribute| Some((attribute.name.clone(), resource.get(&attribute.name)?.clone())))
        .collect()
}

fn include(
    kept: &mut Map<String, Value>,
    resource: &Value,
    selected: &Selected,
    definition: &ResourceDefinition,
) {
    match selected {
        Selected::Schema(urn) => {
            if let Some(object) = resource.as_object()
                && let Some(key) = key_of(object, urn)
                && let Some(value) = object.get(&key)
            {
                kept.insert(key, value.clone());
            }
        }
        Selected::Attribute(path) => {
            let Some(value) = path::get(resource, path) else { return };
            let path = &definition.spell(path.clone());
            match (&path.sub_attribute, value) {
                // One sub-attribute of several elements: an element each.
                (Some(sub), Value::Array(values)) => {
                    let elements = values.into_iter().map(|value| Map::from_iter([(sub.clone(), value)]));
                    let whole = AttributePath { sub_attribute: None, filter: None, ..path.clone() };
                    path::set(kept, &whole, elements.map(Value::Object).collect());
                }
                (_, value) => {
                    path::set(kept, path, value);
                }
            }
        }
    }
}

fn exclude(object: &mut Map<String, Value>, selected: &Selected, definition: &ResourceDefinition) {
    match selected {
        Selected::Schema(urn) => {
            if let Some(key) = key_of(object, urn) {
                object.shift_remove(&key);
            }
        }
        Selected::Attribute(path) => {
            let is_always = definition
                .find(path, NameMatching::Caseless)
                .is_some_and(|found| found.attribute.returned == Returned::Always);
            if !is_always {
                path::remove(object, &definition.spell(path.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shows_what_was_asked_for() {
        let user = json!({
            "schemas": [urn::USER, urn::ENTERPRISE_USER],
            "id": "1",
            "userName": "ana",
            "password": "stored by mistake",
            "name": {"givenName": "Ana", "familyName": "Silva"},
            "emails": [{"type": "work", "value": "w@x"}, {"type": "home", "value": "h@x"}],
            urn::ENTERPRISE_USER: {"department": "Finance", "manager": {"value": "m1"}},
            "meta": {"resourceType": "User", "version": "W/\"1\""},
        });
        let names = |text: &str| -> Vec<String> { text.split(',').map(str::to_owned).collect() };
        for (only, without, expected) in [
            (Some("userName"), None, json!({"userName": "ana"})),
            (Some("USERNAME,unheardOf, "), None, json!({"userName": "ana"})),
            (Some("name.givenName"), None, json!({"name": {"givenName": "Ana"}})),
            (Some("emails.value"), None, json!({"emails": [{"value": "w@x"}, {"value": "h@x"}]})),
            (Some("password"), None, json!({})),
            (
                Some("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
                None,
                json!({urn::ENTERPRISE_USER: {"department": "Finance", "manager": {"value": "m1"}}}),
            ),
            (
                Some("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"),
                None,
                json!({urn::ENTERPRISE_USER: {"department": "Finance"}}),
            ),
            (
                None,
                Some(
                    "id,schemas,emails,meta,name.givenName,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                ),
                json!({"userName": "ana", "name": {"familyName": "Silva"}}),
            ),
            (
                None,
                Some("emails.type,meta,name,manager,userName"),
                json!({
                    "emails": [{"value": "w@x"}, {"value": "h@x"}],
                    urn::ENTERPRISE_USER: {"department": "Finance"},
                }),
            ),
        ] {
            let projection = Projection::new(only.map(names).as_deref(), without.map(names).as_deref())
                .expect("one of them");
            let mut shown = projection.apply(user.clone(), &ResourceDefinition::user());
            let object = shown.as_object_mut().expect("an object");
            assert_eq!(object.shift_remove("id"), Some(json!("1")), "{only:?} {without:?}");
            assert!(object.shift_remove("schemas").is_some(), "{only:?} {without:?}");
            assert_eq!(shown, expected, "{only:?} {without:?}");
        }
    }

    #[test]
    fn says_what_need_not_be_read() {
        let without = Projection::new(None, Some(&["MEMBERS".to_owned()])).expect("one");
        assert!(!without.shows("members") && without.shows("displayName"));
        let only = Projection::new(Some(&["displayName".to_owned()]), None).expect("one");
        assert!(!only.shows("members") && only.shows("displayName"));
        assert!(Projection::All.shows("members"));
    }
}
